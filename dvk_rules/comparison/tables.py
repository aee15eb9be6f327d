"""Runs side by side: stage values, units and quotas, a column a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dvk_rules.comparison.wording import value_text
from dvk_rules.problem import may_nominate
from dvk_rules.runs import Run
from dvk_rules.summary import UnitLine, unit_lines
from dvk_rules.values import Text

__all__ = [
    "QuotaCell",
    "QuotaRow",
    "SeatRow",
    "StageRow",
    "UnitRow",
    "quota_rows",
    "seat_rows",
    "stage_rows",
    "unit_rows",
]


@dataclass(frozen=True)
class StageRow:
    """The value of one objective in each run; ``None`` where it is no objective or has no list."""

    objective: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class UnitRow:
    """One unit in each run; ``None`` where the run has no list."""

    unit: str
    name: Text
    eligible: tuple[Mapping[str, int], ...]
    selected: tuple[Mapping[str, int] | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs do not all say the same of it, those without a list left aside."""
        listed = {tuple(sorted(item.items())) for item in self.selected if item is not None}
        return len(listed) > 1 or len({tuple(sorted(item.items())) for item in self.eligible}) > 1


@dataclass(frozen=True)
class QuotaCell:
    """A quota in one run: the seats it counts, and its bounds in seats."""

    count: int
    of: int | None
    low: int | None
    high: int | None
    low_amount: int | Fraction | None
    high_amount: int | Fraction | None

    @property
    def tight(self) -> bool:
        """Whether a bound that asks for something has no room left."""
        return self.count == self.high or bool(self.low and self.count <= self.low)


@dataclass(frozen=True)
class QuotaRow:
    """One quota, or one value of a quota per value, in each run; ``None`` where it has none."""

    id: str
    title: Text
    tier: str
    value: str | None
    label: Text
    cells: tuple[QuotaCell | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs do not all say the same of it."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class SeatRow:
    """A nomination whose seats are not the same in all runs: the innermost tier it has in each.

    A standing is a tier, ``""`` for eligible without a seat, or ``None`` for not eligible (or not
    nominated) in that run.
    """

    nomination: str
    name: str
    unit: str
    standings: tuple[str | None, ...]


def stage_rows(runs: Sequence[Run]) -> tuple[StageRow, ...]:
    """Every objective in the order in which the runs name them."""
    found = [
        {stage.objective: stage.value for stage in run.allocation.stages} if run.allocation else {}
        for run in runs
    ]
    order = list(dict.fromkeys(name for values in found for name in values))
    return tuple(StageRow(name, tuple(values.get(name) for values in found)) for name in order)


def unit_rows(runs: Sequence[Run]) -> tuple[UnitRow, ...]:
    """Every unit of any run, in official order."""
    lines: list[dict[str, UnitLine]] = [{x.unit: x for x in unit_lines(run)} for run in runs]
    names = list(dict.fromkeys(name for found in lines for name in found))
    official = {unit: place for place, unit in enumerate(may_nominate(runs[0].scenario))}
    names.sort(key=lambda name: official.get(name, len(official)))
    return tuple(
        UnitRow(
            unit=name,
            name=next(found[name].name for found in lines if name in found),
            eligible=tuple(found[name].eligible if name in found else {} for found in lines),
            selected=tuple(
                None if run.allocation is None else found[name].selected if name in found else {}
                for run, found in zip(runs, lines, strict=True)
            ),
        )
        for name in names
    )


def quota_rows(runs: Sequence[Run]) -> tuple[QuotaRow, ...]:
    """Every quota of any run that has a list, in the order in which the runs name them."""
    cells = [dict(_cells(run)) for run in runs]
    order = list(dict.fromkeys(key for found in cells for key in found))
    rows: list[QuotaRow] = []
    for key in order:
        name, value = key
        run, spec = next(
            (run, quota)
            for run in runs
            for quota in run.scenario.quotas
            if quota.id == name and run.allocation
        )
        label = value_text(run.scenario.pack, spec.per, value)
        row = tuple(found.get(key) for found in cells)
        rows.append(QuotaRow(name, spec.title, spec.tier, value, label, row))
    return tuple(rows)


def _cells(run: Run) -> Iterator[tuple[tuple[str, str | None], QuotaCell]]:
    if run.allocation is None:
        return
    sides: dict[tuple[str, str | None], dict[str, int | Fraction | None]] = {}
    for line in run.allocation.quotas:
        cell = sides.setdefault((line.id, line.value), {"count": line.count, "of": None})
        side = "low" if line.side == "at_least" else "high"
        cell |= {side: line.required, f"{side}_amount": line.amount}
        if line.of is not None:
            cell["of"] = line.of
    empty = dict.fromkeys(("of", "low", "high", "low_amount", "high_amount"))
    for key, cell in sides.items():
        yield key, QuotaCell(**{**empty, **cell})  # type: ignore[arg-type]  # counts are whole


def seat_rows(runs: Sequence[Run]) -> tuple[SeatRow, ...]:
    """The nominations whose seats differ between runs, by unit and rank."""
    names = sorted({name for run in runs for name in run.by_id})
    rows: list[SeatRow] = []
    for name in names:
        standings = tuple(_standing(run, name) for run in runs)
        seats = {
            standing or "" for standing, run in zip(standings, runs, strict=True) if run.allocation
        }
        if len(seats) > 1:
            run = next(run for run in runs if name in run.by_id)
            role = run.scenario.pack.vocabulary.by_role.get("name")
            title = run.by_id[name].text(role.name) if role else ""
            rows.append(SeatRow(name, title, run.by_id[name].unit, standings))
    official = {unit: place for place, unit in enumerate(may_nominate(runs[0].scenario))}
    return tuple(
        sorted(rows, key=lambda row: (official.get(row.unit, len(official)), row.nomination))
    )


def _standing(run: Run, name: str) -> str | None:
    result = run.evaluation.by_id.get(name)
    if result is None:
        return None
    held = [tier.id for tier in run.scenario.pack.tiers if name in run.selected(tier.id)]
    if held:
        return held[-1]
    return "" if any(result.eligible(tier.id) for tier in run.scenario.pack.tiers) else None
