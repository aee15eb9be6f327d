"""The list as a caller reads it: ids by tier, quota lines and tier lines, counted on the result."""

from __future__ import annotations

from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Literal

from dvk_solver.allocation import Limit, QuotaLine
from dvk_solver.expand import Expansion

__all__ = ["limit_lines", "quota_lines", "selected"]


def selected(
    expansion: Expansion, point: Sequence[int], without: Set[tuple[str, str]] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """Ids by tier, sorted; ``without`` are (tier, candidate) pairs to leave out."""
    names = expansion.groups.candidates
    return {
        tier: tuple(
            names[p].id
            for p, column in seats.items()
            if point[column] and (tier, names[p].id) not in without
        )
        for tier, seats in expansion.seats.items()
    }


def limit_lines(expansion: Expansion, point: Sequence[int]) -> tuple[Limit, ...]:
    """Every tier with the seats filled and its bounds."""
    return tuple(
        Limit(
            tier=tier.id,
            filled=sum(point[c] for c in expansion.seats[tier.id].values()),
            at_least=tier.at_least,
            at_most=tier.at_most,
        )
        for tier in expansion.problem.tiers
    )


def quota_lines(expansion: Expansion, point: Sequence[int]) -> tuple[QuotaLine, ...]:
    """Every bound of every quota, counted on the list."""
    found: list[QuotaLine] = []
    sides: tuple[Literal["at_least", "at_most"], ...] = ("at_least", "at_most")
    for number, line in enumerate(expansion.lines):
        count, base = expansion.tally(number, point)
        for side in sides:
            amount = line.at_least if side == "at_least" else line.at_most
            if amount is None:
                continue
            required, of = Fraction(amount), None
            if isinstance(amount, Fraction):
                required, of = amount * base, base
            if side == "at_least":
                seats = -(-required.numerator // required.denominator)
                slack = count - seats
            else:
                seats = required.numerator // required.denominator
                slack = seats - count
            found.append(
                QuotaLine(
                    id=line.quota.id,
                    tier=line.quota.tier,
                    value=line.value,
                    side=side,
                    amount=amount,
                    required=seats,
                    count=count,
                    of=of,
                    slack=slack,
                    binding=slack <= 0,
                    hard=line.quota.hard,
                )
            )
    return tuple(found)
