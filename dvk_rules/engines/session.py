"""One nomination on its way through a network: what is known so far, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dvk_rules.engines.network import (
    GateClaims,
    Network,
    RuleClaims,
    ScoreClaims,
    Stage,
    ValueClaims,
)
from dvk_rules.engines.outcomes import (
    Interval,
    Outcome,
    RuleResults,
    capped,
    score_interval,
    score_outcome,
)
from dvk_rules.errors import EngineError, Problem
from dvk_rules.logic import FALSE, TRUE, UNKNOWN, Truth
from dvk_rules.program import Facts, Program
from dvk_rules.values import Value

__all__ = ["Claims", "Readings", "Session", "claims_of"]

type Claims = int
"""A set of claims: the n-th bit is the n-th claim."""

_KEPT = 4096  # combinations of one rule's claims that are remembered; beyond, all are forgotten


def claims_of(numbers: Iterable[int]) -> Claims:
    """The set of the claims with these numbers."""
    return sum({1 << number for number in numbers})


class Readings:
    """What claims say of the rules of a network; every combination is read once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.stages = [(stage, self._concluded(stage)) for stage in network.stages]
        readings = [self._reading(item) for item in network.rules]
        self._outcomes = [(item.mask, item.known.get, item.of) for item in readings]
        self._scores = [
            (item.place, item.rule.id, _Reading(_numbers(item), self._rows(item)))
            for item in network.rules
            if isinstance(item, ScoreClaims)
        ]

    def results(
        self, program: Program, claims: Claims
    ) -> tuple[list[Outcome], dict[str, Interval]]:
        """The outcome of every rule, exactly one each, and the points of the scores.

        Raises ``EngineError`` if the claims contradict each other.
        """
        outcomes = [known(claims & mask) or read(claims) for mask, known, read in self._outcomes]
        points: dict[str, Interval] = {}
        for place, name, reading in self._scores:
            applies, interval = reading.of(claims)
            interval = points[name] = capped(interval, program.caps.get(name))
            outcomes[place] = score_outcome(applies, interval)
        return outcomes, points

    def _concluded(self, stage: Stage) -> _Reading:
        """The derived facts that have a value from this stage on, with their values."""
        items = [(str(item.rule.derives), self._value(item)) for item in stage.derivations]

        def read(claims: Claims) -> list[tuple[str, Value]]:
            found = [(name, value_of(claims)) for name, value_of in items]
            return [(name, value) for name, value in found if value is not None]

        return _Reading([n for item in stage.derivations for n in _numbers(item)], read)

    def _reading(self, item: RuleClaims) -> _Reading:
        match item:
            case GateClaims():
                return _Reading(_numbers(item), self._gate(item))
            case ValueClaims():
                return _Reading(_numbers(item), self._conclusion(item))
            case ScoreClaims():  # its outcome depends on the cap, which units may differ in
                return _Reading((), lambda _claims: Outcome.UNKNOWN)

    def _gate(self, item: GateClaims) -> Callable[[Claims], Outcome]:
        def read(claims: Claims) -> Outcome:
            holds, idle = _made(claims, item.holds), _made(claims, item.idle)
            if _made(claims, item.broken):
                if holds or idle:
                    raise self._contradiction(item.broken)
                return Outcome.VIOLATED
            if idle:
                return Outcome.NOT_APPLICABLE
            return Outcome.SATISFIED if holds else Outcome.UNKNOWN

        return read

    def _conclusion(self, item: ValueClaims) -> Callable[[Claims], Outcome]:
        value_of = self._value(item)

        def read(claims: Claims) -> Outcome:
            value = value_of(claims)
            if _made(claims, item.idle):
                return Outcome.NOT_APPLICABLE
            if value is None:
                return Outcome.UNKNOWN
            return Outcome.VIOLATED if value is False and not item.rule.table else Outcome.SATISFIED

        return read

    def _value(self, item: ValueClaims) -> Callable[[Claims], Value | None]:
        """The value that is claimed; the claims of two would be a contradiction."""

        def read(claims: Claims) -> Value | None:
            found: Value | None = None
            for value, claim in item.values:
                if _made(claims, claim):
                    if found is not None:
                        raise self._contradiction(claim)
                    found = value
            return found

        return read

    def _rows(self, item: ScoreClaims) -> Callable[[Claims], tuple[Truth, Interval]]:
        """Whether a score applies, and its points before they are cut."""

        def read(claims: Claims) -> tuple[Truth, Interval]:
            applies = TRUE
            if item.applies is not None and item.idle is not None:
                applies = self.truth(claims, item.applies, item.idle)
            truths = [self.truth(claims, true, false) for true, false in item.rows]
            rows = zip(truths, [row.points for row in item.rule.table], strict=True)
            return applies, score_interval(applies, rows, item.rule.mode)

        return read

    def truth(self, claims: Claims, true: int, false: int) -> Truth:
        """What the claims that something is true, and that it is false, come to."""
        holds, fails = _made(claims, true), _made(claims, false)
        if holds and fails:
            raise self._contradiction(true)
        return TRUE if holds else FALSE if fails else UNKNOWN

    def _contradiction(self, claim: int) -> EngineError:
        rules = self.network.owners[claim]
        return EngineError([Problem("engine.contradiction", {"rules": rules})])


class _Reading:
    """What some claims say: ``known`` for the combinations of them that have been seen."""

    def __init__(self, numbers: Iterable[int], read: Callable[[Claims], Any]) -> None:
        self.mask = claims_of(numbers)
        self.known: dict[Claims, Any] = {}
        self._read = read

    def of(self, claims: Claims) -> Any:
        """What they say when ``claims`` are made."""
        mine = claims & self.mask
        found = self.known.get(mine)
        if found is None:
            if len(self.known) > _KEPT:
                self.known.clear()
            found = self.known[mine] = self._read(mine)
        return found


def _made(claims: Claims, number: int | None) -> bool:
    return number is not None and bool(claims >> number & 1)


def _numbers(item: RuleClaims) -> list[int]:
    """Every claim about a rule."""
    match item:
        case GateClaims():
            found = [item.holds, item.broken, item.idle]
        case ValueClaims():
            found = [*(claim for _, claim in item.values), item.idle]
        case ScoreClaims():
            found = [item.applies, item.idle, *(claim for row in item.rows for claim in row)]
    return [number for number in found if number is not None]


class Session:
    """Gathers the claims the engine makes; ``truths`` are those of the atoms, defined ones too.

    ``first`` are the truths of the program's comparisons as the first stage needs them, where
    they are known beforehand.
    """

    def __init__(
        self,
        readings: Readings,
        program: Program,
        facts: Facts,
        first: Sequence[Truth] | None = None,
    ) -> None:
        self.truths: list[Truth] = [UNKNOWN] * readings.network.size
        self.claims: Claims = 0
        self._readings = readings
        self._program = program
        self._tests = program.tests
        self._facts: dict[str, Value] = dict(facts)
        self._derived: dict[str, Value] = {}
        self._begun = 0
        if first is not None:
            self.truths[: len(first)] = first
            self._begun = 1

    def begin(self, stage: int) -> None:
        """Makes known what the stages up to ``stage`` begin with."""
        for now, concluded in self._readings.stages[self._begun : stage + 1]:
            for name, value in concluded.of(self.claims):
                self._facts[name] = self._derived[name] = value
            for atom, true, false in now.definitions:
                self.truths[atom] = self._readings.truth(self.claims, true, false)
            for number in now.atoms:
                self.truths[number] = self._tests[number](self._facts)
        self._begun = max(self._begun, stage + 1)

    def results(self) -> RuleResults:
        """What the claims say of every rule.

        Raises ``EngineError`` if they contradict each other.
        """
        self.begin(len(self._readings.stages) - 1)
        outcomes, points = self._readings.results(self._program, self.claims)
        truths = self.truths[: len(self._tests)]
        return RuleResults.of(truths, outcomes, self._derived, points)
