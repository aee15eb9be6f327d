"""One nomination on its way through a network: what is known so far, and what it comes to."""

from __future__ import annotations

from dvk_rules.engines.network import GateClaims, Network, ScoreClaims, ValueClaims
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

__all__ = ["Session"]


class Session:
    """Gathers the claims the engine makes; ``truths`` are those of the atoms, defined ones too."""

    def __init__(self, network: Network, program: Program, facts: Facts) -> None:
        self.truths: list[Truth] = [UNKNOWN] * network.size
        self.claims: set[int] = set()
        self._network = network
        self._program = program
        self._tests = program.tests
        self._facts: dict[str, Value] = dict(facts)
        self._derived: dict[str, Value] = {}
        self._begun = 0

    def begin(self, stage: int) -> None:
        """Makes known what the stages up to ``stage`` begin with."""
        for now in self._network.stages[self._begun : stage + 1]:
            for item in now.derivations:
                value = self._value(item)
                if value is not None:
                    name = str(item.rule.derives)
                    self._facts[name] = self._derived[name] = value
            for atom, true, false in now.definitions:
                self.truths[atom] = self._truth(true, false)
            for number in now.atoms:
                self.truths[number] = self._tests[number](self._facts)
        self._begun = max(self._begun, stage + 1)

    def results(self) -> RuleResults:
        """What the claims say of every rule: exactly one outcome each.

        Raises ``EngineError`` if they contradict each other.
        """
        self.begin(len(self._network.stages) - 1)
        outcomes: list[Outcome] = []
        points: dict[str, Interval] = {}
        for item in self._network.rules:
            match item:
                case GateClaims():
                    outcomes.append(self._gate(item))
                case ValueClaims():
                    outcomes.append(self._conclusion(item))
                case ScoreClaims():
                    outcome, points[item.rule.id] = self._score(item)
                    outcomes.append(outcome)
        truths = tuple(self.truths[: len(self._tests)])
        return RuleResults(truths, tuple(outcomes), self._derived, points)

    def _gate(self, item: GateClaims) -> Outcome:
        holds, idle = item.holds in self.claims, item.idle in self.claims
        if item.broken in self.claims:
            if holds or idle:
                raise self._contradiction(item.broken)
            return Outcome.VIOLATED
        if idle:
            return Outcome.NOT_APPLICABLE
        return Outcome.SATISFIED if holds else Outcome.UNKNOWN

    def _conclusion(self, item: ValueClaims) -> Outcome:
        value = self._value(item)
        if item.idle in self.claims:
            return Outcome.NOT_APPLICABLE
        if value is None:
            return Outcome.UNKNOWN
        return Outcome.VIOLATED if value is False and not item.rule.table else Outcome.SATISFIED

    def _score(self, item: ScoreClaims) -> tuple[Outcome, Interval]:
        applies = TRUE
        if item.applies is not None and item.idle is not None:
            applies = self._truth(item.applies, item.idle)
        truths = [self._truth(true, false) for true, false in item.rows]
        rows = zip(truths, [row.points for row in item.rule.table], strict=True)
        interval = score_interval(applies, rows, item.rule.mode)
        interval = capped(interval, self._program.caps.get(item.rule.id))
        return score_outcome(applies, interval), interval

    def _value(self, item: ValueClaims) -> Value | None:
        """The value that is claimed; the claims of two would be a contradiction."""
        found: Value | None = None
        for value, claim in item.values:
            if claim in self.claims:
                if found is not None:
                    raise self._contradiction(claim)
                found = value
        return found

    def _truth(self, true: int, false: int) -> Truth:
        holds, fails = true in self.claims, false in self.claims
        if holds and fails:
            raise self._contradiction(true)
        return TRUE if holds else FALSE if fails else UNKNOWN

    def _contradiction(self, claim: int) -> EngineError:
        rules = self._network.owners[claim]
        return EngineError([Problem("engine.contradiction", {"rules": rules})])
