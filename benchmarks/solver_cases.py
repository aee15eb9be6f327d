"""Made-up allocation problems of every size, and the exact score of a list for one of them.

A hidden plan is drawn first, so that there is always a list. *plain* asks for floors 5 % below it;
*tight* asks for floors and caps within 5 % of it (caps at least one seat above). Nothing here is
about real people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

__all__ = ["CASES", "Case", "Row", "make", "score"]

GROUPS = 30
#: name → candidates, units, letters; a third as many certificates, all of them also letters
SIZES = {
    "500x40": (500, 40, 90),
    "10kx40": (10_000, 40, 900),
    "10kx400": (10_000, 400, 900),
    "100kx4000": (100_000, 4_000, 9_000),
}
CASES = tuple(f"{size}-{kind}" for size in SIZES for kind in ("plain", "tight"))


@dataclass(frozen=True)
class Row:
    """``low ≤`` the number of ``members`` given ``tier`` (0 letters, 1 certificates) ``≤ high``."""

    name: str
    tier: int
    members: Sequence[int]
    low: int
    high: int


@dataclass(frozen=True)
class Case:
    """``merit`` and ``rows`` by tier; ``second`` says who may have a certificate."""

    name: str
    seats: tuple[int, int]
    unit: Sequence[int]
    groups: Sequence[Sequence[int]]
    merit: tuple[Sequence[int], Sequence[int]]
    second: Sequence[bool]
    rows: Sequence[Row]

    @property
    def size(self) -> int:
        """The number of candidates."""
        return len(self.unit)


def make(name: str, seed: int = 1) -> Case:
    """The case called ``name`` (one of `CASES`)."""
    size, _, kind = name.partition("-")
    people, units, letters = SIZES[size]
    certificates = letters // 3
    r = Random(f"{name} {seed}")
    unit = [i % units if i < units else r.randrange(units) for i in range(people)]
    odds = [r.uniform(0.05, 0.4) for _ in range(GROUPS)]
    groups = [[g for g in range(GROUPS) if r.random() < odds[g]] for _ in range(people)]
    first = [r.randrange(10_001) for _ in range(people)]
    other = [r.randrange(10_001) for _ in range(people)]
    second = [r.random() < 0.6 for _ in range(people)]
    noise = [m + r.randrange(10_001) for m in first]
    plan = sorted(range(people), key=lambda i: -noise[i])[:letters]
    inner = [i for i in plan if second[i]][:certificates]
    rows: list[Row] = []
    by_unit: list[list[int]] = [[] for _ in range(units)]
    by_group: list[list[int]] = [[] for _ in range(GROUPS)]
    for i in range(people):
        by_unit[unit[i]].append(i)
        for g in groups[i]:
            by_group[g].append(i)
    for tier, chosen in enumerate((set(plan), set(inner))):
        for label, sets in (("u", by_unit), ("g", by_group)):
            for number, members in enumerate(sets):
                able = [i for i in members if tier == 0 or second[i]]
                held = sum(i in chosen for i in able)
                low = held * 95 // 100
                high = max(held + 1, -(-held * 105 // 100)) if kind == "tight" else len(able)
                if low > 0 or high < len(able):
                    rows.append(Row(f"{label}{number}", tier, able, low, high))
    seats = (letters, len(inner))
    return Case(name, seats, unit, groups, (first, other), second, rows)


def score(case: Case, letters: Sequence[int], certificates: Sequence[int]) -> tuple[int, int]:
    """Points of the list by tier, in integers; raises ValueError when it breaks a rule."""
    broken = list(_broken(case, set(letters), set(certificates)))
    if broken:
        raise ValueError(f"{case.name}: the list breaks {', '.join(broken[:5])}")
    first, other = case.merit
    return sum(first[i] for i in letters), sum(other[i] for i in certificates)


def _broken(case: Case, letters: set[int], certificates: set[int]) -> Iterator[str]:
    if (len(letters), len(certificates)) != case.seats:
        yield "the number of seats"
    if not certificates <= letters:
        yield "a certificate without a letter"
    if not all(case.second[i] for i in certificates):
        yield "a certificate to somebody who may not have one"
    for row in case.rows:
        held = sum(i in (letters, certificates)[row.tier] for i in row.members)
        if not row.low <= held <= row.high:
            yield f"{row.name} of tier {row.tier}"
