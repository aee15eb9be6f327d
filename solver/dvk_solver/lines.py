"""Quotas written out: one line for every value and bound, with its members among the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dvk_solver.consistency import domain
from dvk_solver.model import Candidate, Condition, Problem, Quota, value_key

__all__ = ["Groups", "Line", "expand_quotas", "shortfall"]


class Groups:
    """Who carries which attribute value, read once: positions of candidates in id order."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates: tuple[Candidate, ...] = tuple(sorted(candidates, key=lambda c: c.id))
        self._carriers: dict[str, dict[str, list[int]]] = {}

    def carriers(self, attribute: str) -> Mapping[str, list[int]]:
        """Value key → positions of the candidates that carry it."""
        found = self._carriers.get(attribute)
        if found is None:
            found = {}
            for position, candidate in enumerate(self.candidates):
                value = candidate.attribute(attribute)
                if value is not None:
                    found.setdefault(value_key(value), []).append(position)
            self._carriers[attribute] = found
        return found

    def matching(self, where: Mapping[str, Condition]) -> Iterable[int]:
        """Positions of the candidates that meet every entry of a condition."""
        if not where:
            return range(len(self.candidates))
        sets: list[set[int]] = []
        for attribute, wanted in where.items():
            carriers = self.carriers(attribute)
            values = wanted if isinstance(wanted, tuple) else (wanted,)
            members: set[int] = set()
            for value in values:
                members.update(carriers.get(value_key(value), ()))
            sets.append(members)
        return sorted(set.intersection(*sets))


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
    eligible: dict[str, set[int]] = {tier.id: set() for tier in problem.tiers}
    for position, candidate in enumerate(groups.candidates):
        for tier in candidate.eligible:
            eligible[tier].add(position)
    barred = {(d.candidate, d.tier) for d in problem.decisions if d.action == "exclude"}
    lines: list[Line] = []
    for quota in problem.quotas:
        pool = eligible[quota.tier]
        chosen = [p for p in groups.matching(quota.where) if p in pool]
        base = tuple(p for p in groups.matching(quota.of or {}) if p in pool)
        values: list[tuple[str | None, tuple[int, ...]]] = [(None, tuple(chosen))]
        if quota.per is not None:
            inside = set(chosen)
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
