"""The explanation as data: every rule with its outcome, every comparison with what it found.

A trace is some hundred small records; as named tuples they are made several times as fast as
frozen dataclasses, and are as unchangeable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dvk_rules.conditions import OPERATORS
from dvk_rules.engines.outcomes import Interval, Outcome
from dvk_rules.logic import Truth, truth_word
from dvk_rules.pack.parameters import Setting
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import BoundAtom
from dvk_rules.values import Value, to_json

__all__ = ["Branch", "Leaf", "Node", "RowTrace", "RuleTrace", "Trace"]


class Leaf(NamedTuple):
    """A comparison: the value asked for, the value found, and what came of it."""

    bound: BoundAtom
    asked: Any
    found: Value | None
    truth: Truth

    @property
    def fact(self) -> str:
        """The fact that is compared."""
        return self.bound.atom.fact

    @property
    def op(self) -> str:
        """The operator."""
        return self.bound.atom.op

    @property
    def setting(self) -> Setting | None:
        """The parameter behind the asked value, if it comes from one."""
        return self.bound.setting

    @property
    def other(self) -> str | None:
        """The fact it is compared with, if it is one."""
        return self.bound.other

    @property
    def distance(self) -> int | Decimal | None:
        """How far the found value is from the asked one, for numbers and days."""
        return _distance(self.bound, self.found, self.asked)

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

    def __repr__(self) -> str:
        said = f"{self.fact} {self.op} {self.asked!r}, found {self.found!r}"
        return f"<Leaf {said}: {truth_word(self.truth)}>"


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


class RowTrace(NamedTuple):
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


class RuleTrace(NamedTuple):
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

    def __repr__(self) -> str:
        return f"<RuleTrace {self.rule.id}: {self.outcome}>"


_VERB = {
    RuleKind.REQUIRE: "require",
    RuleKind.FORBID: "forbid",
    RuleKind.PREFER: "prefer",
    RuleKind.DERIVE: "when",
    RuleKind.SCORE: "when",
}

type Trace = tuple[RuleTrace, ...]


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
