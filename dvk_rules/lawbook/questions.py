"""Questions about a pack: put to the solver, answered by nominations the engine has decided."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.errors import EngineError, Place, Problem
from dvk_rules.evaluation import facts_in_full
from dvk_rules.lawbook.basis import basis
from dvk_rules.lawbook.findings import Finding, Severity, Witness
from dvk_rules.lawbook.points import Point, Trial
from dvk_rules.lawbook.solving import Formulas, Unsure
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule
from dvk_rules.program import compile_program
from dvk_rules.values import Text
from dvk_rules.verdicts import verdicts

__all__ = ["Questions", "both"]


@dataclass
class Questions:
    """A pack, the points tried so far, and the solver that holds its formulas.

    ``unsure`` counts the questions left open, ``dead`` are rules found never to matter.
    """

    pack: Pack
    trial: Trial
    z3: Any
    unsure: int = 0
    dead: set[str] = field(default_factory=set[str])
    passes: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        self.formulas = Formulas(self.pack, self.trial.programs, self.z3)
        self.encoding = self.formulas.encoding
        self.ask = self.formulas.ask
        self.place = {rule.id: place for place, rule in enumerate(self.pack.rules)}
        self.gates = [rule for rule in self.pack.rules if rule.kind.gate]

    @cached_property
    def partial(self) -> Formulas:
        """The formulas of all nominations, those with facts missing or of no known unit too."""
        strangers = [compile_program(self.pack, self.day)]
        if self.trial.programs[0].unit is None:
            strangers = []
        gates = [rule.id for rule in self.gates]
        programs = [program.only(gates) for program in (*self.trial.programs, *strangers)]
        return Formulas(programs[0].pack, programs, self.z3, partial=True)

    @property
    def day(self) -> date:
        """The day for which the pack is checked."""
        return self.trial.programs[0].day

    @cached_property
    def without_value(self) -> frozenset[str]:
        """The parameters that have no value on the day."""
        return frozenset(self.pack.parameters) - frozenset(self.trial.programs[0].settings)

    def waiting(self, rule: Rule, *terms: Any) -> str:
        """The finding that a parameter of ``rule`` has no value, if ``terms`` hold because of it.

        ``terms`` say that something is not settled; no fact may be missing where they hold.
        """
        if not self.without_value:
            return ""
        names = sorted(self.without_value & basis(self.pack, rule).parameters)
        if not names or self.ask(self.encoding.unknowns.all_known, *terms) is None:
            return ""
        return f"no-value:{names[0]}"

    def freed(self, fact: str, rule: Rule) -> Formulas:
        """The formulas of ``rule`` if nothing derived ``fact``: it can have any value."""
        programs = [program.only([rule.id]) for program in self.trial.programs]
        return Formulas(programs[0].pack, programs, self.z3, free=frozenset({fact}))

    @cached_property
    def _nominating(self) -> tuple[int, ...]:
        """The profiles with a unit that nominates, in the order of the register."""
        register = self.pack.units.units
        return tuple(
            profile
            for profile, units in enumerate(self.trial.units)
            if any(register[unit].nominates for unit in units)
        )

    def passing(self, rule: Rule) -> Any:
        """The name of what says that a gate bars nothing."""
        if rule.id not in self.passes:
            self.passes[rule.id] = self.formulas.named(self.encoding.passes(rule))
        return self.passes[rule.id]

    @contextmanager
    def doubt(self) -> Generator[None]:
        """What cannot be settled in the block is counted, and nothing is said of it."""
        try:
            yield
        except Unsure:
            self.unsure += 1

    def shown(self, model: Any, shows: Callable[[Point], bool]) -> Point:
        """The model as a nomination, which must show what the solver says it does."""
        profile, facts = self.encoding.unknowns.facts(model)
        point = self.trial.add(profile, facts)
        if not shows(point):
            if self.encoding.loose:
                raise Unsure
            raise EngineError([Problem("check.disagrees")])
        return point

    def outcome(self, point: Point, rule: Rule) -> Outcome:
        """The outcome of ``rule`` at ``point``."""
        return point.results.outcome(self.place[rule.id])

    def has(self, rule: Rule, outcome: Outcome) -> Callable[[Point], bool]:
        """Whether ``rule`` has this outcome at a point."""
        return lambda point: self.outcome(point, rule) is outcome

    def example(self, shows: Callable[[Point], bool]) -> Point | None:
        """The first point tried that shows something."""
        return next((point for point in self.trial.points if shows(point)), None)

    def witness(self, point: Point | None, shows: Callable[[Point], bool]) -> Witness | None:
        """``point`` without what is not needed, with what the pack says of it.

        It is moved to a unit that nominates, if it shows the same there.
        """
        if point is None:
            return None
        moved = (self.trial.run(profile, point.facts) for profile in self._nominating)
        point = self.trial.smallest(next(filter(shows, moved), point), shows)
        units = self.trial.units[point.profile]
        program = self.trial.programs[point.profile]
        register = self.pack.units.units
        unit = min(units, key=lambda name: not register[name].nominates, default="")
        given = facts_in_full(program, Nomination("", unit, point.facts))
        known = {**given, **point.results.derived}
        found = verdicts(self.pack, point.results.outcomes, known)
        deciding = {rule for item in found.values() for rule in item.decided_by}
        return Witness(
            unit=unit,
            facts={
                name: point.facts[name]
                for name in self.pack.vocabulary.facts
                if name in point.facts
            },
            verdicts={tier: str(item.verdict) for tier, item in found.items()},
            deciding=tuple(rule.id for rule in self.pack.rules if rule.id in deciding),
            day=None if self.day == self.pack.usual_day else self.day,
        )

    def finding(
        self,
        key: str,
        severity: Severity,
        rules: Sequence[Rule],
        witness: Witness | None = None,
        *,
        said: str = "",
        where: Place | None = None,
        follows: str = "",
        **params: Any,
    ) -> Finding:
        """A finding about ``rules``, at the place of the first of them if ``where`` names none.

        ``said`` names the sentence where it is not the one of the kind of finding, ``follows`` the
        finding because of which it is so.
        """
        kind = said or key.partition(":")[0]
        titles: dict[str, Any] = {"rule": rules[0].id, "title": both(rules[0].title)}
        problem = Problem(f"check.{kind}", {**titles, **params}, where or rules[0].where)
        names = tuple(rule.id for rule in rules)
        return Finding(key, severity, problem, names, witness, follows=follows)


def both(text: Text) -> dict[str, str]:
    """The text as a parameter that both languages of a message can use."""
    return {lang: text.get(lang) for lang in ("vi", "en")}
