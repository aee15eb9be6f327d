"""How traces are made: from what a batch of nominations brings and what an engine said of it.

The trace of a rule says nothing but what follows from the values of the facts that the rule reads,
and it cannot be changed: nominations that agree in these values share one. So a trace is made once
for each different combination of values, and looked up, a rule at a time, for a whole batch.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import getitem, itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not, atoms_of
from dvk_rules.engines.outcomes import Outcome, RuleResults
from dvk_rules.logic import TRUE, Truth, at_least
from dvk_rules.pack.rules import Row, Rule
from dvk_rules.program import Facts, Program, columns_of
from dvk_rules.trace import Branch, Leaf, Node, RowTrace, RuleTrace, Trace
from dvk_rules.values import FactType

__all__ = ["trace_batch", "trace_rules"]


def trace_rules(program: Program, given: Facts, results: RuleResults) -> Trace:
    """The trace of every rule, in the order of the law, for one nomination.

    ``given`` are the facts that it brings, ``results`` what an engine said of it.
    """
    return _tracer(program).trace(given, results)


def trace_batch(
    program: Program, given: Sequence[Facts], results: Sequence[RuleResults]
) -> Iterator[Trace]:
    """The same for each of many nominations, in order; several times as fast as one by one.

    All are looked up before the first is given: some hundred nominations at a time are enough.
    """
    return _tracer(program).traces(given, results)


def _tracer(program: Program) -> _Tracer:
    tracer = _TRACERS.get(program)
    if tracer is None:
        tracer = _TRACERS[program] = _Tracer(program)
    if tracer not in _RECENT:
        if len(_RECENT) == _RECENT.maxlen:
            _RECENT[0].forget()
        _RECENT.append(tracer)
    return tracer


type _Leaves = Mapping[int, Leaf]
type _MakesNode = Callable[[_Leaves], Node]
type _MakesRule = Callable[[_Leaves, Outcome, RuleResults], RuleTrace]
type _Told = dict[Any, RuleTrace]

_KEPT = 4096  # traces of single rules that a tracer remembers; beyond, all are forgotten


class _Tracer:
    """What a program's traces have in common: the rules, and the traces made so far."""

    def __init__(self, program: Program) -> None:
        self._asked = [
            (bound, bound.atom.fact, bound.other, bound.threshold) for bound in program.atoms
        ]
        self._rules = [(_numbers(program, r), _makes_rule(program, r)) for r in program.rules]
        reads = [program.pack.reads[rule.id] for rule in program.rules]
        read = dict.fromkeys(name for names in reads for name in names)
        facts = program.pack.vocabulary
        self._of_unit = program.of_unit  # the same for all, so that nobody is told apart by it
        brought = facts.brought - self._of_unit.keys()
        self._brought = [name for name in read if name in brought]
        self._derived = [name for name in read if name in program.pack.derivations]
        own = [*self._brought, *self._derived]
        self._reads = [[name for name in names if name in own] for names in reads]
        place = {name: number for number, name in enumerate(own)}
        self._picks = [_picks([place[name] for name in names]) for names in self._reads]
        # 1, a decimal 1 and a decimal 1.0 are equal, and are told differently.
        self._decimals = [name for name in own if facts[name].kind.type is FactType.DECIMAL]
        self._decimal_places = [place[name] for name in self._decimals]
        self.forget()

    def forget(self) -> None:
        """Drops the traces that were remembered."""
        self._told: list[_Told] = [{} for _ in self._rules]

    def trace(self, given: Facts, results: RuleResults) -> Trace:
        """The trace of one nomination."""
        values = [*map(given.get, self._brought), *map(results.derived.get, self._derived)]
        for place in self._decimal_places:
            values[place] = repr(values[place])
        keys = [pick(values) for pick in self._picks]
        try:
            return tuple(map(getitem, self._told, keys))
        except KeyError:
            return self._with_new(given, results, keys)

    def _with_new(self, given: Facts, results: RuleResults, keys: Sequence[Any]) -> Trace:
        """The same, with the rules made that have not been traced for these values before."""
        self._keep_few()
        found = self._found(given, results)
        trace: list[RuleTrace] = []
        for place, (told, key) in enumerate(zip(self._told, keys, strict=True)):
            if key not in told:
                told[key] = self._made(place, found, results)
            trace.append(told[key])
        return tuple(trace)

    def traces(self, given: Sequence[Facts], results: Sequence[RuleResults]) -> Iterator[Trace]:
        """The trace of each nomination of a batch."""
        self._keep_few()
        values: dict[str, Sequence[Any]] = {
            **columns_of(self._brought, given),
            **columns_of(self._derived, [result.derived for result in results]),
        }
        for name in self._decimals:
            values[name] = list(map(repr, values[name]))
        columns: list[list[RuleTrace]] = []
        for place, (told, names) in enumerate(zip(self._told, self._reads, strict=True)):
            mine = [values[name] for name in names]
            try:
                traces = list(map(told.__getitem__, _keys(mine, len(given))))
            except KeyError:
                for row, key in enumerate(_keys(mine, len(given))):
                    if key not in told:
                        found = self._found(given[row], results[row])
                        told[key] = self._made(place, found, results[row])
                traces = list(map(told.__getitem__, _keys(mine, len(given))))
            columns.append(traces)
        return zip(*columns, strict=True)

    def _keep_few(self) -> None:
        if sum(map(len, self._told)) > _KEPT:
            self.forget()

    def _found(self, given: Facts, results: RuleResults) -> Facts:
        """The facts that comparisons may find."""
        brought = {name: given[name] for name in self._brought if name in given}
        return {**brought, **self._of_unit, **results.derived}

    def _made(self, place: int, found: Facts, results: RuleResults) -> RuleTrace:
        """The trace of one rule for one nomination."""
        numbers, make = self._rules[place]
        leaves: dict[int, Leaf] = {}
        for number in numbers:
            bound, fact, other, threshold = self._asked[number]
            asked = threshold if other is None else found.get(other)
            leaves[number] = Leaf(bound, asked, found.get(fact), results.truth(number))
        return make(leaves, results.outcome(place), results)


def _keys(columns: Sequence[Sequence[Any]], size: int) -> Iterable[Any]:
    """What tells nominations apart, by columns of values."""
    if len(columns) == 1:
        return columns[0]
    return zip(*columns, strict=True) if columns else repeat(None, size)


def _picks(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """Takes the values at ``places``, as ``_keys`` does for a batch."""
    return itemgetter(*places) if places else lambda _values: None


def _numbers(program: Program, rule: Rule) -> tuple[int, ...]:
    """The comparisons of a rule."""
    atoms = [atom for condition in rule.conditions() for atom in atoms_of(condition)]
    return tuple(dict.fromkeys(program.index[atom] for atom in atoms))


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
