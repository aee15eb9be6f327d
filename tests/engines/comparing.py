"""Runs engines on one nomination and puts what they say side by side."""

from __future__ import annotations

from dvk_rules.engines import Engine, RuleResults
from dvk_rules.evaluation import facts_in_full
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack
from dvk_rules.program import Facts, Program, compile_program
from dvk_rules.values import Value
from dvk_rules.verdicts import merit, verdicts
from engines.generators import DAY
from engines.naive import Answer

__all__ = ["Programs", "answer_in", "answer_of", "assert_agree"]


class Programs:
    """The programs of a pack by unit, each compiled once."""

    def __init__(self, pack: Pack, changed: dict[str, Value] | None = None) -> None:
        self.pack = pack
        self._changed = changed or {}
        self._made: dict[str, Program] = {}

    def __getitem__(self, unit: str) -> Program:
        if unit not in self._made:
            found = self.pack.units.units.get(unit)
            self._made[unit] = compile_program(self.pack, DAY, found, self._changed)
        return self._made[unit]


def answer_of(engine: Engine, programs: Programs, nomination: Nomination) -> Answer:
    """Everything ``engine`` concludes, in the terms of the naive evaluator."""
    program = programs[nomination.unit]
    facts = facts_in_full(program, nomination)
    return answer_in(program, facts, engine.run(program, facts))


def answer_in(program: Program, facts: Facts, results: RuleResults) -> Answer:
    """Everything ``results`` say, in the terms of the naive evaluator."""
    known = {**facts, **results.derived}
    said = verdicts(program.pack, results.outcomes, known)
    return Answer(
        {r.id: o.value for r, o in zip(program.rules, results.outcomes, strict=True)},
        dict(results.derived),
        dict(results.points),
        {tier: item.verdict.value for tier, item in said.items()},
        merit(program.pack, results.points),
    )


def assert_agree(one: Engine, other: Engine, programs: Programs, nomination: Nomination) -> None:
    """Both engines give the same truths, outcomes, derived facts and points."""
    program = programs[nomination.unit]
    facts = facts_in_full(program, nomination)
    first, second = one.run(program, facts), other.run(program, facts)
    assert first == second
    assert answer_of(one, programs, nomination) == answer_of(other, programs, nomination)
