"""The explanation as data: every rule with its outcome, every comparison with what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dvk_rules.conditions import OPERATORS, AllOf, AnyOf, AtLeast, Atom, Condition, Not
from dvk_rules.engines.outcomes import Interval, Outcome, RuleResults
from dvk_rules.logic import TRUE, Truth, at_least, truth_word
from dvk_rules.pack.parameters import Setting
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import BoundAtom, Facts, Program
from dvk_rules.values import Value, to_json

__all__ = ["Branch", "Leaf", "RowTrace", "RuleTrace", "Trace", "trace_rules"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A comparison: the value found, the value asked for, and where the asked value comes from.

    ``setting`` is the parameter behind the asked value; ``other`` names the fact compared with.
    ``distance`` is how far the found value is from the asked one (numbers and days).
    """

    fact: str
    op: str
    asked: Any
    found: Value | None
    truth: Truth
    setting: Setting | None
    other: str | None
    distance: int | Decimal | None

    def to_json(self) -> dict[str, Any]:
        """The leaf as ``evaluation.json`` writes it."""
        data: dict[str, Any] = {
            "fact": self.fact,
            "op": self.op,
            "asked": _json(self.asked),
            "found": to_json(self.found),
            "truth": truth_word(self.truth),
        }
        if self.setting is not None:
            data["parameter"] = {"name": self.setting.name, "origin": self.setting.origin}
            if self.setting.value != self.setting.base:
                data["parameter"]["base"] = _json(self.setting.base)
        if self.other is not None:
            data["other"] = self.other
        if self.distance is not None:
            data["distance"] = to_json(self.distance)
        return data


@dataclass(frozen=True, slots=True)
class Branch:
    """Parts taken together: ``all``, ``any``, ``not`` or ``at_least`` (``count`` of them)."""

    kind: str
    truth: Truth
    parts: tuple[Node, ...]
    count: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The branch as ``evaluation.json`` writes it."""
        data: dict[str, Any] = {self.kind: [part.to_json() for part in self.parts]}
        if self.count is not None:
            data["n"] = self.count
        data["truth"] = truth_word(self.truth)
        return data


type Node = Leaf | Branch


@dataclass(frozen=True, slots=True)
class RowTrace:
    """A row of a decision table: whether it holds, and what it gives."""

    truth: Truth
    points: int
    value: Value | None
    when: Node | None

    def to_json(self) -> dict[str, Any]:
        """The row as ``evaluation.json`` writes it."""
        data: dict[str, Any] = {"truth": truth_word(self.truth)}
        if self.value is not None:
            data["value"] = to_json(self.value)
        else:
            data["points"] = self.points
        if self.when is not None:
            data["when"] = self.when.to_json()
        return data


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule, its outcome and its comparisons. ``derived`` or ``points`` is what it concluded."""

    rule: Rule
    outcome: Outcome
    applies: Node | None
    holds: Node | None
    rows: tuple[RowTrace, ...]
    derived: Value | None
    points: Interval | None

    def leaves(self) -> Iterator[Leaf]:
        """Every comparison of the rule, in order."""
        for node in (self.applies, self.holds, *(row.when for row in self.rows)):
            if node is not None:
                yield from _leaves(node)

    def leaves_of_holds(self) -> Iterator[Leaf]:
        """The comparisons of what is required, forbidden or preferred, without ``applies``."""
        if self.holds is not None:
            yield from _leaves(self.holds)

    def to_json(self) -> dict[str, Any]:
        """The rule's trace as ``evaluation.json`` writes it."""
        data: dict[str, Any] = {"id": self.rule.id, "outcome": self.outcome.value}
        if self.applies is not None:
            data["applies"] = self.applies.to_json()
        if self.holds is not None:
            data[_VERB[self.rule.kind]] = self.holds.to_json()
        if self.rows:
            data["table"] = [row.to_json() for row in self.rows]
        if self.rule.derives is not None:
            data["derived"] = {self.rule.derives: to_json(self.derived)}
        if self.points is not None:
            data["points"] = list(self.points)
        return data


_VERB = {
    RuleKind.REQUIRE: "require",
    RuleKind.FORBID: "forbid",
    RuleKind.PREFER: "prefer",
    RuleKind.DERIVE: "when",
    RuleKind.SCORE: "when",
}

type Trace = tuple[RuleTrace, ...]


def trace_rules(program: Program, facts: Facts, results: RuleResults) -> Trace:
    """The trace of every rule, in the order of the law.

    ``facts`` are those of the nomination with the derived ones.
    """
    maker = _Maker(program, facts, results.truths)
    return tuple(
        maker.rule(rule, outcome, results)
        for rule, outcome in zip(program.rules, results.outcomes, strict=True)
    )


@dataclass(frozen=True)
class _Maker:
    program: Program
    facts: Facts
    truths: Sequence[Truth]

    def rule(self, rule: Rule, outcome: Outcome, results: RuleResults) -> RuleTrace:
        return RuleTrace(
            rule=rule,
            outcome=outcome,
            applies=self.node(rule.applies) if rule.applies is not None else None,
            holds=self.node(rule.condition) if rule.condition is not None else None,
            rows=tuple(
                RowTrace(node.truth if node else TRUE, row.points, row.value, node)
                for row in rule.table
                for node in (self.node(row.when) if row.when is not None else None,)
            ),
            derived=results.derived.get(rule.derives) if rule.derives else None,
            points=results.points.get(rule.id),
        )

    def node(self, condition: Condition) -> Node:
        match condition:
            case Atom():
                number = self.program.index[condition]
                return _leaf(self.program.atoms[number], self.facts, self.truths[number])
            case Not(part):
                inner = self.node(part)
                return Branch("not", -inner.truth, (inner,))
            case AllOf(parts):
                nodes = tuple(self.node(part) for part in parts)
                return Branch("all", min(node.truth for node in nodes), nodes)
            case AnyOf(parts):
                nodes = tuple(self.node(part) for part in parts)
                return Branch("any", max(node.truth for node in nodes), nodes)
            case AtLeast(count, parts):
                nodes = tuple(self.node(part) for part in parts)
                truth = at_least(count, [node.truth for node in nodes])
                return Branch("at_least", truth, nodes, count)


def _leaf(bound: BoundAtom, facts: Facts, truth: Truth) -> Leaf:
    found = facts.get(bound.atom.fact)
    asked = facts.get(bound.other) if bound.other is not None else bound.threshold
    return Leaf(
        fact=bound.atom.fact,
        op=bound.atom.op,
        asked=asked,
        found=found,
        truth=truth,
        setting=bound.setting,
        other=bound.other,
        distance=_distance(bound, found, asked),
    )


def _distance(bound: BoundAtom, found: Value | None, asked: Any) -> int | Decimal | None:
    if OPERATORS[bound.atom.op].shape != "one" or isinstance(found, bool):
        return None
    if isinstance(found, date) and isinstance(asked, date):
        return (found - asked).days
    if isinstance(found, (int, Decimal)) and isinstance(asked, (int, Decimal)):
        return found - asked
    return None


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.parts:
            yield from _leaves(part)


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [to_json(item) for item in value]  # type: ignore[misc]  # what is asked for is made of values
    return to_json(value)
