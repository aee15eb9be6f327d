"""Nominations made up to try a pack: at and around every threshold, for every kind of unit.

Most of what could be wrong with a pack is ruled out by a few thousand of them; what they leave
open goes to the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dvk_rules.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Atom,
    Condition,
    Not,
    atoms_of,
    facts_of,
    parameters_of,
)
from dvk_rules.engines.outcomes import RuleResults
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.logic import TRUE, Truth, at_least
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule
from dvk_rules.program import Program, compile_program
from dvk_rules.representatives import representatives
from dvk_rules.values import Value

__all__ = ["Point", "Trial", "profiles", "try_points"]


@dataclass(frozen=True)
class Point:
    """A nomination that was made up: the profile of its unit, its facts, and what came out."""

    profile: int
    facts: Mapping[str, Value]
    results: RuleResults


@dataclass
class Trial:
    """The pack's programs, one a profile, and the points tried so far.

    ``units`` are the units of each profile, ``of_units`` the facts that the register gives them.
    """

    pack: Pack
    programs: tuple[Program, ...]
    units: tuple[tuple[str, ...], ...]
    points: list[Point] = field(default_factory=list[Point])
    engine: ReferenceEngine = field(default_factory=ReferenceEngine)

    def __post_init__(self) -> None:
        self.of_units = [
            facts_in_full(program, Nomination("", "", {})) for program in self.programs
        ]

    def run(self, profile: int, facts: Mapping[str, Value]) -> Point:
        """Decides one nomination by the reference engine."""
        full = {**facts, **self.of_units[profile]}
        return Point(profile, facts, self.engine.run(self.programs[profile], full))

    def add(self, profile: int, facts: Mapping[str, Value]) -> Point:
        """Decides one nomination and keeps it among the points."""
        point = self.run(profile, facts)
        self.points.append(point)
        return point

    def outcomes(self) -> NDArray[np.int8]:
        """The code of every outcome: a row a point, a column a rule."""
        codes = b"".join(point.results.outcome_codes for point in self.points)
        return np.frombuffer(codes, dtype=np.int8).reshape(len(self.points), len(self.pack.rules))

    def truth(self, point: Point, condition: Condition | None) -> Truth:
        """Whether ``condition`` holds at ``point``; one that is not there always holds."""
        match condition:
            case None:
                return TRUE
            case Atom():
                return point.results.truth(self.programs[point.profile].index[condition])
            case Not(part):
                return -self.truth(point, part)
            case AllOf(parts):
                return min(self.truth(point, part) for part in parts)
            case AnyOf(parts):
                return max(self.truth(point, part) for part in parts)
            case AtLeast(count, parts):
                return at_least(count, [self.truth(point, part) for part in parts])

    def smallest(self, point: Point, shows: Callable[[Point], bool]) -> Point:
        """``point`` without the facts that are not needed for what it ``shows``."""
        many = len(point.facts)
        while many:  # halves first, quarters next, and in the end fact by fact
            for some in batched(sorted(point.facts), many):
                fewer = {key: value for key, value in point.facts.items() if key not in some}
                less = self.run(point.profile, fewer)
                if shows(less):
                    point = less
            many //= 2
        return point


def profiles(pack: Pack, day: date) -> tuple[tuple[Program, ...], tuple[tuple[str, ...], ...]]:
    """The pack compiled for every kind of unit, and the units of each kind.

    Units are of one kind when the parameters and unit facts that rules read are the same.
    """
    reads = {name for rule in pack.rules for item in rule.conditions() for name in facts_of(item)}
    asks = {
        name for rule in pack.rules for item in rule.conditions() for name in parameters_of(item)
    }
    found: dict[Any, tuple[Program, list[str]]] = {}
    for unit in pack.units.units.values():
        program = compile_program(pack, day, unit)
        facts = facts_in_full(program, Nomination("", unit.id, {}))
        key = (
            tuple(sorted((name, value) for name, value in facts.items() if name in reads)),
            tuple(
                (name, setting.value)
                for name, setting in sorted(program.settings.items())
                if name in asks
            ),
            tuple(program.caps.items()),
        )
        found.setdefault(key, (program, []))[1].append(unit.id)
    if not found:
        return (compile_program(pack, day),), ((),)
    return (
        tuple(program for program, _ in found.values()),
        tuple(tuple(units) for _, units in found.values()),
    )


def try_points(pack: Pack, day: date, count: int, seed: int = 1) -> Trial:
    """Tries the pack's own cases and ``count`` random nominations."""
    programs, units = profiles(pack, day)
    trial = Trial(pack, programs, units)
    home = {unit: number for number, group in enumerate(units) for unit in group}
    for case in pack.cases:
        trial.add(home.get(case.unit or "", 0), case.facts)
    random = Random(seed)
    may_miss = _asked_whether_known(pack.rules)
    values = [_candidates(pack, program) for program in programs]
    for number in range(count):
        profile = number % len(programs)
        facts = {
            name: random.choice(choices)
            for name, choices in values[profile].items()
            if choices and not (name in may_miss and random.random() < 0.5)
        }
        trial.add(profile, facts)
    return trial


def _candidates(pack: Pack, program: Program) -> dict[str, Sequence[Value]]:
    reads = {name for rule in pack.rules for item in rule.conditions() for name in facts_of(item)}
    given = [fact.name for fact in pack.vocabulary.given if fact.name in reads]
    return dict(representatives(program, given, {}))


def _asked_whether_known(rules: Iterable[Rule]) -> set[str]:
    return {
        atom.fact
        for rule in rules
        for condition in rule.conditions()
        for atom in atoms_of(condition)
        if atom.op == "known"
    }
