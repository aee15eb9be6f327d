"""The reference engine: D3 and D4 in plain Python. It is the definition the others are held to.

A program is compiled once into small functions of the truths of its comparisons. For each
nomination every comparison is then made, so that any rule can be traced afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from operator import itemgetter
from weakref import WeakKeyDictionary

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not
from dvk_rules.engines.batches import BATCH, Batches, Decide
from dvk_rules.engines.outcomes import (
    Interval,
    Outcome,
    RuleResults,
    capped,
    derived_outcome,
    derived_truth,
    gate_outcome,
    score_interval,
    score_outcome,
    settled_value,
    table_outcome,
)
from dvk_rules.logic import FALSE, TRUE, UNKNOWN, Truth, at_least
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import Facts, Program
from dvk_rules.values import Value

__all__ = ["ReferenceEngine"]

type Truths = Sequence[Truth]
type Held = Callable[[Truths], Truth]

_FEW = 4  # nominations for which laying out columns does not pay


class ReferenceEngine:
    """Applies a program rule by rule; every comparison is made, so that every trace is whole.

    What is compiled from a program lives as long as the program; threads may share it.
    """

    name = "reference"

    def run(self, program: Program, facts: Facts) -> RuleResults:
        """The outcome of every rule for the nomination with these facts."""
        return _compiled(program).run(facts)

    def run_many(self, program: Program, rows: Iterable[Facts]) -> Iterator[RuleResults]:
        """The same for each of many nominations, in order; a column at a time."""
        compiled = _compiled(program)
        batches: Batches | None = None
        for some in batched(rows, BATCH):
            if len(some) < _FEW:
                yield from map(compiled.run, some)
                continue
            batches = batches or compiled.batches(program)
            yield from batches.run(some)
        if batches is not None:
            compiled.idle.append(batches)


@dataclass(frozen=True)
class _Compiled:
    """The levels with their tests and derivations; the other rules by their place in the law.

    ``idle`` are batches for the next who calls: threads share the program, never a batch.
    """

    levels: tuple[tuple[_Tests, tuple[tuple[int, str, Decide], ...]], ...]
    gates: tuple[tuple[int, Decide], ...]
    scores: tuple[tuple[int, str, Decide], ...]
    comparisons: int
    decide: tuple[Decide, ...]
    idle: list[Batches] = field(default_factory=list[Batches])

    def batches(self, program: Program) -> Batches:
        """Batches that nobody is at work with; what they learned before serves again."""
        try:
            return self.idle.pop()
        except IndexError:
            return Batches(program, self.decide)

    def run(self, given: Facts) -> RuleResults:
        facts: dict[str, Value] = dict(given)
        derived: dict[str, Value] = {}
        truths: list[Truth] = [UNKNOWN] * self.comparisons
        outcomes = [Outcome.UNKNOWN] * len(self.decide)
        for tests, derivations in self.levels:
            for number, test in tests:
                truths[number] = test(facts)
            for place, name, decide in derivations:
                outcomes[place], value = decide(truths)
                if value is not None:
                    facts[name] = derived[name] = value
        for place, decide in self.gates:
            outcomes[place], _ = decide(truths)
        points: dict[str, Interval] = {}
        for place, name, decide in self.scores:
            outcomes[place], points[name] = decide(truths)
        return RuleResults.of(truths, outcomes, derived, points)


type _Tests = tuple[tuple[int, Callable[[Facts], Truth]], ...]

_COMPILED: WeakKeyDictionary[Program, _Compiled] = WeakKeyDictionary()


def _compiled(program: Program) -> _Compiled:
    found = _COMPILED.get(program)
    if found is None:
        found = _COMPILED[program] = _compile(program)
    return found


def _compile(program: Program) -> _Compiled:
    places = {rule.id: place for place, rule in enumerate(program.rules)}
    decide = tuple(_decide(program, rule) for rule in program.rules)
    return _Compiled(
        levels=tuple(
            (
                tuple((number, program.tests[number]) for number in level.atoms),
                tuple(
                    (place := places[rule.id], str(rule.derives), decide[place])
                    for rule in level.derivations
                ),
            )
            for level in program.levels
        ),
        gates=tuple(
            (places[rule.id], decide[places[rule.id]])
            for rule in program.rules
            if rule.kind.gate or rule.kind is RuleKind.PREFER
        ),
        scores=tuple(
            (places[rule.id], rule.id, decide[places[rule.id]])
            for rule in program.pack.of_kind(RuleKind.SCORE)
        ),
        comparisons=len(program.atoms),
        decide=decide,
    )


# Rules

# INVARIANT: the truths 0, 1 and -1 are also places in a sequence of three, the last one from the
# end; a table of outcomes in this order is looked up by truth.
_BY_TRUTH = (UNKNOWN, TRUE, FALSE)
_GATE = tuple(tuple((gate_outcome(a, truth), None) for truth in _BY_TRUTH) for a in _BY_TRUTH)
_PREFERENCE = tuple(
    tuple((derived_outcome(a, truth), None) for truth in _BY_TRUTH) for a in _BY_TRUTH
)
_TRUTH = tuple(tuple(derived_truth(a, truth) for truth in _BY_TRUTH) for a in _BY_TRUTH)


def _decide(program: Program, rule: Rule) -> Decide:
    match rule.kind:
        case RuleKind.DERIVE:
            return _conclude(program, rule)
        case RuleKind.SCORE:
            return _count(program, rule)
        case _:
            return _judge(program, rule)


def _judge(program: Program, rule: Rule) -> Decide:
    """A requirement, a prohibition or a preference."""
    holds = _held(program, rule.condition)
    if rule.kind is RuleKind.FORBID:
        holds = _negated(holds)
    table = _PREFERENCE if rule.kind is RuleKind.PREFER else _GATE
    if rule.applies is None:
        simple = table[TRUE]
        return lambda truths: simple[holds(truths)]
    applies = _held(program, rule.applies)
    return lambda truths: table[applies(truths)][holds(truths)]


def _conclude(program: Program, rule: Rule) -> Decide:
    """A derivation: its outcome and its value, if that is settled."""
    applies = _held(program, rule.applies)
    if rule.table:
        rows = [(_held(program, row.when), row.value) for row in rule.table]

        def by_table(truths: Truths) -> tuple[Outcome, Value | None]:
            value = settled_value([(held(truths), value) for held, value in rows])
            return table_outcome(applies(truths), value)

        return by_table
    holds = _held(program, rule.condition)
    if rule.applies is None:
        simple = _TRUTH[TRUE]
        return lambda truths: simple[holds(truths)]
    return lambda truths: _TRUTH[applies(truths)][holds(truths)]


def _count(program: Program, rule: Rule) -> Decide:
    """A score: its outcome and its points, at least and at most."""
    applies = _held(program, rule.applies)
    rows = [(_held(program, row.when), row.points) for row in rule.table]
    cap, mode = program.caps.get(rule.id), rule.mode

    def by_table(truths: Truths) -> tuple[Outcome, Interval]:
        premise = applies(truths)
        found = [(held(truths), points) for held, points in rows]
        interval = capped(score_interval(premise, found, mode), cap)
        return score_outcome(premise, interval), interval

    return by_table


# Conditions


def _held(program: Program, condition: Condition | None) -> Held:
    """``condition`` as a function of the truths; one that is not there always holds."""
    match condition:
        case None:
            return lambda _truths: TRUE
        case Atom():
            return itemgetter(program.index[condition])
        case Not(part):
            return _negated(_held(program, part))
        case AllOf(parts):
            each = _each(program, parts)
            return lambda truths: min(each(truths))
        case AnyOf(parts):
            each = _each(program, parts)
            return lambda truths: max(each(truths))
        case AtLeast(count, parts):
            each = _each(program, parts)
            return lambda truths: at_least(count, each(truths))


def _each(program: Program, parts: Sequence[Condition]) -> Callable[[Truths], Sequence[Truth]]:
    """The truths of ``parts`` as a function of the truths of the comparisons."""
    if len(parts) > 1 and all(isinstance(part, Atom) for part in parts):
        return itemgetter(*(program.index[part] for part in parts if isinstance(part, Atom)))
    helds = [_held(program, part) for part in parts]
    return lambda truths: [held(truths) for held in helds]


def _negated(held: Held) -> Held:
    return lambda truths: -held(truths)
