"""Shares become whole seats once the seats of their tier are known.

``q·count ≥ p·seats`` and ``seats ≥ v`` give ``q·count ≥ p·v``, so ``count ≥ ⌈p·v ÷ q⌉``: a
Chvátal-Gomory rounding, exact, and much tighter for the LP. The proof names the two rows and q.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from dvk_solver.expand import Expansion
from dvk_solver.program import Key, Linear, Row

__all__ = ["Rounding", "roundings"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """``row`` is ``Σ multipliers·rows`` divided by ``divisor``, its right side rounded down."""

    row: Row
    multipliers: tuple[tuple[Key, int], ...]
    divisor: int


def roundings(
    expansion: Expansion, tier: str, seats: int, floor: Key, cap: Key
) -> Iterator[Rounding]:
    """The roundings for a tier whose seats are ``seats``, by the rows ``floor`` and ``cap``."""
    members = set(expansion.seats[tier])
    rows = {row.key: row for row in expansion.program.rows}
    for line in expansion.lines:
        if line.quota.tier != tier or set(line.base or ()) != members:
            continue
        sides = (("at_least", line.at_least, floor, -1), ("at_most", line.at_most, cap, 1))
        for side, amount, known, sign in sides:
            if not isinstance(amount, Fraction):
                continue
            share = rows["quota", line.quota.id, line.value or "", side]
            p, q = amount.numerator, amount.denominator
            # Adding p times the known total cancels every seat outside the group.
            total = ((c, sign * p) for c in expansion.seats[tier].values())
            summed = Linear.of([*share.form.terms(), *total])
            form = Linear(summed.columns, tuple(a // q for a in summed.coefficients))
            key = ("rounded", *share.key[1:])
            yield Rounding(Row(key, form, (sign * p * seats) // q), ((share.key, 1), (known, p)), q)
