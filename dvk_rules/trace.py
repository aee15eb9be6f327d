"""The explanation as data: every rule with its outcome, every comparison with what it found.

A trace is some hundred small records; as named tuples they are made several times as fast as
frozen dataclasses, and are as unchangeable.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import getitem, itemgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from dvk_rules.conditions import OPERATORS, AllOf, AnyOf, AtLeast, Atom, Condition, Not, atoms_of
from dvk_rules.engines.outcomes import Interval, Outcome, RuleResults
from dvk_rules.logic import TRUE, Truth, at_least, truth_word
from dvk_rules.pack.parameters import Setting
from dvk_rules.pack.rules import Row, Rule, RuleKind
from dvk_rules.program import BoundAtom, Facts, Program
from dvk_rules.values import FactType, Value, to_json

__all__ = ["Branch", "Leaf", "RowTrace", "RuleTrace", "Trace", "trace_rules"]


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


_VERB = {
    RuleKind.REQUIRE: "require",
    RuleKind.FORBID: "forbid",
    RuleKind.PREFER: "prefer",
    RuleKind.DERIVE: "when",
    RuleKind.SCORE: "when",
}

type Trace = tuple[RuleTrace, ...]


def trace_rules(program: Program, given: Facts, results: RuleResults) -> Trace:
    """The trace of every rule, in the order of the law.

    ``given`` are the facts that the nomination brings.
    """
    tracer = _TRACERS.get(program)
    if tracer is None:
        tracer = _TRACERS[program] = _Tracer(program)
    if tracer not in _RECENT:
        if len(_RECENT) == _RECENT.maxlen:
            _RECENT[0].forget()
        _RECENT.append(tracer)
    return tracer.trace(given, results)


type _Leaves = Mapping[int, Leaf]
type _MakesNode = Callable[[_Leaves], Node]
type _MakesRule = Callable[[_Leaves, Outcome, RuleResults], RuleTrace]
type _Told = list[dict[Any, RuleTrace]]

_KEPT = 4096  # traces of single rules that a tracer remembers; beyond, all are forgotten


class _Tracer:
    """What a program's traces have in common.

    The trace of a rule says nothing but what follows from the values of the facts that the rule
    reads. It cannot be changed, so all nominations with these values share one.
    """

    def __init__(self, program: Program) -> None:
        self._asked = [
            (bound, bound.atom.fact, bound.other, bound.threshold) for bound in program.atoms
        ]
        self._rules = [(_numbers(program, r), _makes_rule(program, r)) for r in program.rules]
        reads = [program.pack.reads[rule.id] for rule in program.rules]
        read = dict.fromkeys(name for names in reads for name in names)
        brought = program.pack.vocabulary.brought - program.of_unit.keys()
        self._brought = [name for name in read if name in brought]
        self._derived = [name for name in read if name in program.pack.derivations]
        self._of_unit = program.of_unit
        place = {name: number for number, name in enumerate([*self._brought, *self._derived])}
        self._picks = [_picks([place[n] for n in names if n in place]) for names in reads]
        # 1, a decimal 1 and a decimal 1.0 are equal, and are told differently.
        self._decimals = [
            number
            for name, number in place.items()
            if program.pack.vocabulary[name].kind.type is FactType.DECIMAL
        ]
        self.forget()

    def forget(self) -> None:
        """Drops the traces that were remembered."""
        self._told: _Told = [{} for _ in self._rules]
        self._count = 0

    def trace(self, given: Facts, results: RuleResults) -> Trace:
        """The trace of one nomination."""
        values = [*map(given.get, self._brought), *map(results.derived.get, self._derived)]
        for number in self._decimals:
            values[number] = repr(values[number])
        keys = [pick(values) for pick in self._picks]
        try:
            return tuple(map(getitem, self._told, keys))
        except KeyError:
            return self._anew(given, results, keys)

    def _anew(self, given: Facts, results: RuleResults, keys: Sequence[Any]) -> Trace:
        """The trace, with the rules made that have not been told of these facts before."""
        brought = {name: given[name] for name in self._brought if name in given}
        found = {**brought, **self._of_unit, **results.derived}.get
        leaves: dict[int, Leaf] = {}  # a comparison that several rules make is one leaf
        if self._count > _KEPT:
            self.forget()
        trace: list[RuleTrace] = []
        rules = zip(self._told, keys, self._rules, results.outcomes, strict=True)
        for told, key, (numbers, make), outcome in rules:
            rule = told.get(key)
            if rule is None:
                for number in numbers:
                    if number not in leaves:
                        bound, fact, other, threshold = self._asked[number]
                        asked = threshold if other is None else found(other)
                        leaves[number] = Leaf(bound, asked, found(fact), results.truth(number))
                rule = told[key] = make(leaves, outcome, results)
                self._count += 1
            trace.append(rule)
        return tuple(trace)


def _numbers(program: Program, rule: Rule) -> tuple[int, ...]:
    """The comparisons of a rule."""
    atoms = [atom for condition in rule.conditions() for atom in atoms_of(condition)]
    return tuple(dict.fromkeys(program.index[atom] for atom in atoms))


def _picks(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """Takes the values at ``places``."""
    return itemgetter(*places) if places else lambda _values: None


_TRACERS: WeakKeyDictionary[Program, _Tracer] = WeakKeyDictionary()
_RECENT: deque[_Tracer] = deque(maxlen=8)  # those that remember, so that memory stays flat


def _makes_rule(program: Program, rule: Rule) -> _MakesRule:
    applies, holds = _makes_node(program, rule.applies), _makes_node(program, rule.condition)
    rows = [(row, _makes_node(program, row.when)) for row in rule.table]

    def row_trace(leaves: _Leaves, row: Row, when: _MakesNode | None) -> RowTrace:
        node = None if when is None else when(leaves)
        return RowTrace(TRUE if node is None else node.truth, row.points, row.value, node)

    def make(leaves: _Leaves, outcome: Outcome, results: RuleResults) -> RuleTrace:
        return RuleTrace(
            rule,
            outcome,
            None if applies is None else applies(leaves),
            None if holds is None else holds(leaves),
            tuple([row_trace(leaves, row, when) for row, when in rows]) if rows else (),
            None if rule.derives is None else results.derived.get(rule.derives),
            results.points.get(rule.id),
        )

    return make


def _makes_node(program: Program, condition: Condition | None) -> _MakesNode | None:
    return None if condition is None else _makes(program, condition)


def _makes(program: Program, condition: Condition) -> _MakesNode:
    match condition:
        case Atom():
            return itemgetter(program.index[condition])
        case Not(part):
            inner = _makes(program, part)
            return lambda leaves: _negated(inner(leaves))
        case AllOf(parts):
            return _branch("all", min, [_makes(program, part) for part in parts])
        case AnyOf(parts):
            return _branch("any", max, [_makes(program, part) for part in parts])
        case AtLeast(count, parts):
            return _branch(
                "at_least",
                lambda truths: at_least(count, truths),
                [_makes(program, part) for part in parts],
                count,
            )


def _negated(inner: Node) -> Branch:
    return Branch("not", -inner.truth, (inner,))


def _branch(
    kind: str,
    together: Callable[[list[Truth]], Truth],
    parts: Sequence[_MakesNode],
    count: int | None = None,
) -> _MakesNode:
    def make(leaves: _Leaves) -> Branch:
        nodes = tuple([part(leaves) for part in parts])
        return Branch(kind, together([node.truth for node in nodes]), nodes, count)

    return make


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
