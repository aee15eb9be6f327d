"""The lexicographic list of objectives as linear forms to be maximised one after another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dvk_solver.expand import Expansion
from dvk_solver.model import Objective
from dvk_solver.program import Linear

__all__ = ["Step", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """One form to maximise.

    ``objective`` is its number in the problem's list, ``name`` its label; ``sign`` is -1 where the
    value people read is minimised. ``threshold`` is set for the steps of a leximin objective: the
    form counts the values whose share reaches it.
    """

    objective: int
    kind: str
    name: str
    form: Linear
    sign: int = 1
    threshold: Fraction | None = None


def steps(expansion: Expansion) -> tuple[Step, ...]:
    """Every step of every objective, in order."""
    found: list[Step] = []
    for number, objective in enumerate(expansion.problem.objectives):
        if objective.kind == "leximin":
            found += _leximin(expansion, number, objective)
        elif objective.kind == "soft":
            found += _soft(expansion, number)
        elif objective.kind == "order":
            form = Linear.total((item.column for item in expansion.passed), -1)
            found.append(Step(number, "order", "order", form, -1))
        else:
            found.append(_sum(expansion, number, objective))
    return tuple(found)


def _sum(expansion: Expansion, number: int, objective: Objective) -> Step:
    tier = objective.tier or ""
    seats = expansion.seats[tier]
    candidates = expansion.groups.candidates
    name = f"{objective.kind}:{tier}"
    sign = 1
    if objective.kind == "seats":
        terms = [(column, 1) for column in seats.values()]
    elif objective.kind == "merit":
        terms = [(column, candidates[p].merit.get(tier, 0)) for p, column in seats.items()]
    elif objective.kind == "rank":
        terms = [(column, -(candidates[p].rank or 0)) for p, column in seats.items()]
        sign = -1
    else:
        wanted = objective.prefer or ""
        name = f"prefer:{wanted}:{tier}"
        terms = [(column, candidates[p].prefer.get(wanted, 0)) for p, column in seats.items()]
    return Step(number, objective.kind, name, Linear.of(terms), sign)


def _soft(expansion: Expansion, number: int) -> list[Step]:
    by_priority: dict[int, list[int]] = {}
    for column, (_line, priority, _side) in expansion.misses.items():
        by_priority.setdefault(priority, []).append(column)
    return [
        Step(number, "soft", f"soft:{priority}", Linear.total(by_priority[priority], -1), -1)
        for priority in sorted(by_priority)
    ]


def _leximin(expansion: Expansion, number: int, objective: Objective) -> list[Step]:
    """For growing shares t, maximise how many values reach t: leximin, exact on integers."""
    name = f"leximin:{objective.per}:{objective.tier}"
    by_share: dict[Fraction, list[int]] = {}
    for value, entitlement in objective.entitlements.items():
        if entitlement > 0:
            levels = expansion.reach[number, value][1]
            for level, column in enumerate(levels, 1):
                by_share.setdefault(Fraction(level, entitlement), []).append(column)
    found: list[Step] = []
    # To reach t, a value needs the first level k with k ÷ entitlement ≥ t.
    for share in sorted(by_share):
        columns: list[int] = []
        for value, entitlement in objective.entitlements.items():
            if entitlement > 0:
                levels = expansion.reach[number, value][1]
                need = -(-share.numerator * entitlement // share.denominator)
                columns += levels[need - 1 : need]
        found.append(Step(number, "leximin", name, Linear.total(sorted(columns)), 1, share))
    return found
