"""How evenly a list treats the units: each unit's seats against its even share of all seats.

A unit's share is seats × E ÷ (filled × e): its entitlement ``e`` among ``E`` of all units that
count, applied to the seats that were filled. 1 is exactly what it is entitled to. One list is
fairer than another when its worst-off unit has the larger share; if that is equal, the next
worst-off, and so on (leximin). Shares are exact fractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from fractions import Fraction

__all__ = ["Shares", "shares"]

type Shares = tuple[Fraction, ...]
"""Every unit's share, the smallest first; compare two of them with ``<``."""


def shares(seats: Counter[str], units: Collection[str], entitlements: Mapping[str, int]) -> Shares:
    """The shares of ``units``; one without a positive entitlement does not count.

    With no ``entitlements`` at all every unit is entitled alike.
    """
    entitled = {unit: entitlements.get(unit, 0 if entitlements else 1) for unit in units}
    total = sum(entitled.values())
    filled = sum(seats[unit] for unit in units)
    return tuple(
        sorted(
            Fraction(seats[unit] * total, filled * entitled[unit]) if filled else Fraction(0)
            for unit in units
            if entitled[unit] > 0
        )
    )
