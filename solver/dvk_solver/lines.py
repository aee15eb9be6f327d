"""Quotas written out: one line for every value and bound, with its members among the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from dvk_solver.consistency import domain
from dvk_solver.model import Candidate, Condition, Problem, Quota, value_key

__all__ = ["Groups", "Line", "expand_quotas", "shortfall"]


class Groups:
    """Who carries which attribute value, read once: positions of candidates in id order."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates: tuple[Candidate, ...] = tuple(sorted(candidates, key=lambda c: c.id))
        self._carriers: dict[str, dict[str, list[int]]] = {"unit": {}}
        for position, candidate in enumerate(self.candidates):
            carried = {**candidate.attributes, "unit": candidate.unit}
            for name, value in carried.items():
                if value is not None:
                    values = self._carriers.setdefault(name, {})
                    values.setdefault(value_key(value), []).append(position)

    def carriers(self, attribute: str) -> Mapping[str, list[int]]:
        """Value key → positions of the candidates that carry it."""
        return self._carriers.get(attribute, {})

    def matching(self, where: Mapping[str, Condition]) -> Iterable[int]:
        """Positions of the candidates that meet every entry of a condition."""
        if not where:
            return range(len(self.candidates))
        lists: list[list[int]] = []
        for attribute, wanted in where.items():
            carriers = self.carriers(attribute)
            values = wanted if isinstance(wanted, tuple) else (wanted,)
            held = [carriers.get(value_key(value), []) for value in values]
            lists.append(held[0] if len(held) == 1 else sorted(set(chain(*held))))
        first, *others = sorted(lists, key=len)
        return first if not others else sorted(set(first).intersection(*others))


class _Pool:
    """Those eligible for one tier: their positions in id order."""

    def __init__(self, groups: Groups, members: tuple[int, ...]) -> None:
        self.groups = groups
        self.members = members
        self.places = set(members)

    def matching(self, where: Mapping[str, Condition]) -> tuple[int, ...]:
        """Those of them that meet every entry of a condition."""
        if not where:
            return self.members
        return tuple(p for p in self.groups.matching(where) if p in self.places)


@dataclass(frozen=True, slots=True)
class Line:
    """One expanded quota: its members and bounds.

    ``members`` and ``base`` are positions in id order among those eligible for the tier; ``base``
    is None when every bound is a count.
    """

    quota: Quota
    value: str | None
    members: tuple[int, ...]
    base: tuple[int, ...] | None
    at_least: int | Fraction | None
    at_most: int | Fraction | None


def expand_quotas(problem: Problem, groups: Groups) -> tuple[Line, ...]:
    """Every quota, in the order given, and for ``per`` every value of the domain in key order."""
    pools: dict[str, _Pool] = {}
    for tier in problem.tiers:
        able = (p for p, one in enumerate(groups.candidates) if tier.id in one.eligible)
        pools[tier.id] = _Pool(groups, tuple(able))
    barred = problem.left_out()
    lines: list[Line] = []
    for quota in problem.quotas:
        pool = pools[quota.tier]
        chosen = pool.matching(quota.where)
        base = pool.matching(quota.of or {})
        values: list[tuple[str | None, tuple[int, ...]]] = [(None, chosen)]
        if quota.per is not None:
            inside = set(chosen) if quota.where else pool.places
            carriers = groups.carriers(quota.per)
            values = []
            for value in domain(problem, quota.per):
                key = value_key(value)
                values.append((key, tuple(p for p in carriers.get(key, ()) if p in inside)))
        for key, members in values:
            own = quota.bounds.get(key) if key is not None else None
            low = quota.at_least if own is None or own.at_least is None else own.at_least
            high = quota.at_most if own is None or own.at_most is None else own.at_most
            if quota.floor_if_available and isinstance(low, int):
                ids = (groups.candidates[p].id for p in members)
                low = min(low, sum((name, quota.tier) not in barred for name in ids))
            share = isinstance(low, Fraction) or isinstance(high, Fraction)
            lines.append(Line(quota, key, members, base if share else None, low, high))
    return tuple(lines)


def shortfall(amount: int | Fraction, count: int, base: int, *, floor: bool) -> int:
    """Whole seats by which ``count`` misses a bound, 0 when it holds.

    A share counts against ``base`` seats; a missing part of a seat is a missing seat.
    """
    share = Fraction(amount)
    bound = share.numerator * base if isinstance(amount, Fraction) else share.numerator
    gap = bound - share.denominator * count
    if not floor:
        gap = -gap
    return max(0, -(-gap // share.denominator))
