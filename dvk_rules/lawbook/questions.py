"""Questions about a pack: put to the solver, answered by nominations the engine has decided."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.errors import EngineError, Problem
from dvk_rules.evaluation import facts_in_full
from dvk_rules.lawbook.encoding import Encoding
from dvk_rules.lawbook.findings import Finding, Severity, Witness
from dvk_rules.lawbook.points import Point, Trial
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule
from dvk_rules.values import Text
from dvk_rules.verdicts import verdicts

__all__ = ["Questions", "both"]

MOST_EFFORT: Final = 20_000_000
"""The solver's steps for one question, not its seconds, so that a slow machine finds the same;
every question of a real pack takes a small part of them."""


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
    names: dict[int, tuple[Any, Any]] = field(default_factory=dict[int, tuple[Any, Any]])
    whole: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        self.encoding = Encoding(self.pack, self.trial.programs, self.z3)
        self.solver = self.z3.Solver()
        self.solver.set("rlimit", MOST_EFFORT)
        self.solver.set("unsat_core", True)
        self.solver.set("core.minimize", True)
        self.solver.add(*self.encoding.constraints)
        self.place = {rule.id: place for place, rule in enumerate(self.pack.rules)}
        self.gates = [rule for rule in self.pack.rules if rule.kind.gate]

    @contextmanager
    def doubt(self) -> Generator[None]:
        """What cannot be settled in the block is counted, and nothing is said of it."""
        try:
            yield
        except _Unsure:
            self.unsure += 1

    def ask(self, *terms: Any) -> Any:
        """A model in which all ``terms`` hold; ``None`` if there is none."""
        return self.solver.model() if self.can(*(self.named(term) for term in terms)) else None

    def can(self, *names: Any) -> bool:
        """Whether all that the ``names`` stand for can hold together."""
        answer = self.solver.check(*names)
        if answer == self.z3.unknown:
            raise _Unsure
        return bool(answer == self.z3.sat)

    def named(self, term: Any) -> Any:
        """The formula under a name of its own, so that the solver can take it as an assumption."""
        if term.get_id() not in self.names:
            name = self.z3.FreshBool("asked")
            self.names[term.get_id()] = (term, name)  # the term is kept, or its id is used again
            self.solver.add(self.z3.Implies(name, term))
        return self.names[term.get_id()][1]

    def unbroken(self, rule: Rule) -> Any:
        """The name of what says that a rule is not violated."""
        if rule.id not in self.whole:
            self.whole[rule.id] = self.named(self.z3.Not(self.encoding.violated(rule)))
        return self.whole[rule.id]

    def shown(self, model: Any, shows: Callable[[Point], bool]) -> Point:
        """The model as a nomination, which must show what the solver says it does."""
        profile, facts = self.encoding.facts(model)
        point = self.trial.add(profile, facts)
        if not shows(point):
            if self.encoding.loose:
                raise _Unsure
            raise EngineError([Problem("check.disagrees")])
        return point

    def outcome(self, point: Point, rule: Rule) -> Outcome:
        """The outcome of ``rule`` at ``point``."""
        return point.results.outcome(self.place[rule.id])

    def example(self, shows: Callable[[Point], bool]) -> Point | None:
        """The first point tried that shows something."""
        return next((point for point in self.trial.points if shows(point)), None)

    def witness(self, point: Point | None, shows: Callable[[Point], bool]) -> Witness | None:
        """``point`` without what is not needed, with what the pack says of it."""
        if point is None:
            return None
        point = self.trial.smallest(point, shows)
        units = self.trial.units[point.profile]
        program = self.trial.programs[point.profile]
        unit = units[0] if units else ""
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
        )

    def finding(
        self,
        key: str,
        severity: Severity,
        rules: Sequence[Rule],
        witness: Witness | None = None,
        **params: Any,
    ) -> Finding:
        """A finding about ``rules``, the first of which names its place."""
        kind = key.partition(":")[0]
        titles: dict[str, Any] = {"rule": rules[0].id, "title": both(rules[0].title)}
        where = rules[0].where
        problem = Problem(f"check.{kind}", {**titles, **params}, where)
        return Finding(key, severity, problem, tuple(rule.id for rule in rules), witness)


class _Unsure(Exception):  # noqa: N818 - it is caught in this module
    """The solver gave no answer, or one that its rough view of texts does not bear out."""


def both(text: Text) -> dict[str, str]:
    """The text as a parameter that both languages of a message can use."""
    return {lang: text.get(lang) for lang in ("vi", "en")}
