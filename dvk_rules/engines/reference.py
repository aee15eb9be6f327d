"""The reference engine: D3 and D4 in plain Python. It is the definition the others are held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not
from dvk_rules.engines.outcomes import (
    Interval,
    Outcome,
    RuleResults,
    capped,
    derived_outcome,
    gate_outcome,
    score_interval,
    score_outcome,
    settled_value,
    table_outcome,
)
from dvk_rules.logic import TRUE, UNKNOWN, Truth, at_least
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import Facts, Program
from dvk_rules.values import Value

__all__ = ["ReferenceEngine"]

type Truths = list[Truth]
type Held = Callable[[Truths], Truth]


class ReferenceEngine:
    """Applies a program rule by rule; every comparison is made, so that every trace is whole."""

    name = "reference"

    def __init__(self) -> None:
        self._compiled: WeakKeyDictionary[Program, _Compiled] = WeakKeyDictionary()

    def run(self, program: Program, facts: Facts) -> RuleResults:
        """The outcome of every rule for the nomination with these facts."""
        compiled = self._compiled.get(program)
        if compiled is None:
            compiled = self._compiled[program] = _compile(program)
        return compiled.run(facts)


@dataclass(frozen=True)
class _Step:
    """A rule with its conditions as functions of the truths of the comparisons."""

    rule: Rule
    place: int
    applies: Held
    holds: Held
    rows: tuple[tuple[Held, int, Value | None], ...]
    cap: int | None

    def derive(self, truths: Truths) -> tuple[Outcome, Value | None]:
        applies = self.applies(truths)
        if self.rule.table:
            value = settled_value((held(truths), value) for held, _, value in self.rows)
            return table_outcome(applies, value)
        holds = self.holds(truths)
        both = min(applies, holds)
        return derived_outcome(applies, holds), None if both == UNKNOWN else both == TRUE

    def score(self, truths: Truths) -> tuple[Outcome, Interval]:
        applies = self.applies(truths)
        rows = ((held(truths), points) for held, points, _ in self.rows)
        interval = capped(score_interval(applies, rows, self.rule.mode), self.cap)
        return score_outcome(applies, interval), interval


@dataclass(frozen=True)
class _Compiled:
    tests: tuple[Callable[[Facts], Truth], ...]
    levels: tuple[tuple[tuple[int, ...], tuple[_Step, ...]], ...]
    gates: tuple[_Step, ...]
    scores: tuple[_Step, ...]
    prefers: tuple[_Step, ...]
    size: int

    def run(self, given: Facts) -> RuleResults:
        facts: dict[str, Value] = dict(given)
        derived: dict[str, Value] = {}
        truths: Truths = [UNKNOWN] * len(self.tests)
        outcomes = [Outcome.UNKNOWN] * self.size
        for numbers, derivations in self.levels:
            for number in numbers:
                truths[number] = self.tests[number](facts)
            for step in derivations:
                outcomes[step.place], value = step.derive(truths)
                if value is not None:
                    facts[str(step.rule.derives)] = derived[str(step.rule.derives)] = value
        for step in self.gates:
            outcomes[step.place] = gate_outcome(step.applies(truths), step.holds(truths))
        for step in self.prefers:
            outcomes[step.place] = derived_outcome(step.applies(truths), step.holds(truths))
        points: dict[str, Interval] = {}
        for step in self.scores:
            outcomes[step.place], points[step.rule.id] = step.score(truths)
        return RuleResults(tuple(truths), tuple(outcomes), derived, points)


def _compile(program: Program) -> _Compiled:
    steps = {rule.id: _step(program, place, rule) for place, rule in enumerate(program.rules)}

    def of(*kinds: RuleKind) -> tuple[_Step, ...]:
        return tuple(steps[rule.id] for rule in program.pack.of_kind(*kinds))

    return _Compiled(
        tests=tuple(atom.test() for atom in program.atoms),
        levels=tuple(
            (level.atoms, tuple(steps[rule.id] for rule in level.derivations))
            for level in program.levels
        ),
        gates=of(RuleKind.REQUIRE, RuleKind.FORBID),
        scores=of(RuleKind.SCORE),
        prefers=of(RuleKind.PREFER),
        size=len(program.rules),
    )


def _step(program: Program, place: int, rule: Rule) -> _Step:
    holds = _held(program, rule.condition)
    return _Step(
        rule=rule,
        place=place,
        applies=_held(program, rule.applies),
        holds=_negated(holds) if rule.kind is RuleKind.FORBID else holds,
        rows=tuple((_held(program, row.when), row.points, row.value) for row in rule.table),
        cap=program.caps.get(rule.id),
    )


def _held(program: Program, condition: Condition | None) -> Held:
    """``condition`` as a function of the truths; one that is not there always holds."""
    match condition:
        case None:
            return lambda _truths: TRUE
        case Atom():
            number = program.index[condition]
            return lambda truths: truths[number]
        case Not(part):
            return _negated(_held(program, part))
        case AllOf(parts):
            each = [_held(program, part) for part in parts]
            return lambda truths: min([held(truths) for held in each])
        case AnyOf(parts):
            each = [_held(program, part) for part in parts]
            return lambda truths: max([held(truths) for held in each])
        case AtLeast(count, parts):
            each = [_held(program, part) for part in parts]
            return lambda truths: at_least(count, [held(truths) for held in each])


def _negated(held: Held) -> Held:
    return lambda truths: -held(truths)
