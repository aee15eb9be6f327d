"""Runs compared: who enters, who leaves and why, and every number side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from dvk_rules.comparison.changes import InputChange, changed_inputs, input_changes
from dvk_rules.comparison.moves import Move, moves, replay
from dvk_rules.comparison.tables import (
    QuotaCell,
    QuotaRow,
    SeatRow,
    StageRow,
    UnitRow,
    quota_rows,
    seat_rows,
    stage_rows,
    unit_rows,
)
from dvk_rules.errors import Problem, RunError
from dvk_rules.given import shown_value
from dvk_rules.progress import Progress
from dvk_rules.runs import Run

__all__ = [
    "Comparison",
    "InputChange",
    "Move",
    "Pair",
    "QuotaCell",
    "QuotaRow",
    "SeatRow",
    "StageRow",
    "UnitRow",
    "compare",
]


@dataclass(frozen=True)
class Pair:
    """Two runs of a comparison, by their places in it: what was changed, and who moved."""

    before: int
    after: int
    inputs: tuple[InputChange, ...]
    moves: tuple[Move, ...]

    def moved(self, tier: str, direction: Literal["enters", "leaves"]) -> tuple[str, ...]:
        """The nominations that enter or leave ``tier``, sorted."""
        found = (m for m in self.moves if m.tier == tier and m.direction == direction)
        return tuple(sorted(move.nomination for move in found))


@dataclass(frozen=True, repr=False)
class Comparison:
    """Runs side by side. ``seats`` lists the nominations that do not stand alike in all of them."""

    runs: tuple[Run, ...]
    pairs: tuple[Pair, ...]
    stages: tuple[StageRow, ...]
    units: tuple[UnitRow, ...]
    quotas: tuple[QuotaRow, ...]
    seats: tuple[SeatRow, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs: neither inputs nor seats nor numbers."""
        return (
            not any(pair.inputs or pair.moves for pair in self.pairs)
            and not self.seats
            and all(len(set(row.values)) == 1 for row in self.stages)
            and not any(row.differs for row in (*self.units, *self.quotas))
        )

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The comparison as data; ``lang`` words the causes."""
        return {
            "format": "dvk/comparison/1",
            "runs": [
                {
                    "run": run.id,
                    "scenario": run.scenario.id,
                    "title": run.scenario.title.get(lang),
                    "status": run.allocation.status if run.allocation else "clash",
                    "seats": {t.id: len(run.selected(t.id)) for t in run.scenario.pack.tiers},
                }
                for run in self.runs
            ],
            "pairs": [
                {
                    "before": pair.before,
                    "after": pair.after,
                    "inputs": [change.to_json(lang) for change in pair.inputs],
                    "moves": [move.to_json(lang) for move in pair.moves],
                }
                for pair in self.pairs
            ],
            "seats": [
                {
                    "nomination": row.nomination,
                    "name": row.name,
                    "unit": row.unit,
                    "standings": list(row.standings),
                }
                for row in self.seats
            ],
            "stages": [
                {"objective": row.objective, "values": list(row.values)} for row in self.stages
            ],
            "units": [
                {
                    "unit": row.unit,
                    "eligible": [dict(item) for item in row.eligible],
                    "selected": [None if item is None else dict(item) for item in row.selected],
                }
                for row in self.units
            ],
            "quotas": [
                {
                    "id": row.id,
                    "tier": row.tier,
                    "value": row.value,
                    "cells": [
                        cell
                        and {
                            "count": cell.count,
                            "of": cell.of,
                            "at_least": cell.low,
                            "at_most": cell.high,
                        }
                        for cell in row.cells
                    ],
                }
                for row in self.quotas
            ],
        }

    def __repr__(self) -> str:
        said = ", ".join(
            f"{pair.before + 1}→{pair.after + 1}: {len(pair.inputs)} inputs differ, "
            f"{len([m for m in pair.moves if m.direction == 'enters'])} enter, "
            f"{len([m for m in pair.moves if m.direction == 'leaves'])} leave"
            for pair in self.pairs
        )
        return f"<Comparison of {len(self.runs)} runs, {said}>"


def compare(
    runs: Sequence[Run],
    *,
    against: Literal["first", "each"] = "first",
    attribute: bool = True,
    progress: Progress | None = None,
    limits: Any = None,
) -> Comparison:
    """Compares ``runs`` with the first of them, or ``each`` with every other.

    ``attribute`` finds which change of the inputs moved each nominee, by making the changes one
    after the other and allocating anew after each; without it only rules, decisions and quotas of
    both sides are told. Raises ``RunError`` for fewer than two runs, runs whose packs have other
    tiers, and another word for ``against``.
    """
    listed = tuple(runs)
    if len(listed) < 2:
        raise RunError([Problem("compare.two")])
    tiers = [tuple(run.scenario.pack.tier) for run in listed]
    if len(set(tiers)) > 1:
        names = [", ".join(found) for found in dict.fromkeys(tiers)]
        raise RunError([Problem("compare.tiers", {"tiers": names})])
    if against not in ("first", "each"):
        raise RunError([Problem("compare.against", {"value": shown_value(against)})])
    wanted = (
        [(0, other) for other in range(1, len(listed))]
        if against == "first"
        else list(combinations(range(len(listed)), 2))
    )
    return Comparison(
        runs=listed,
        pairs=tuple(
            _pair(listed, before, after, attribute, progress, limits) for before, after in wanted
        ),
        stages=stage_rows(listed),
        units=unit_rows(listed),
        quotas=quota_rows(listed),
        seats=seat_rows(listed),
    )


def _pair(
    runs: tuple[Run, ...],
    before: int,
    after: int,
    attribute: bool,
    progress: Progress | None,
    limits: Any,
) -> Pair:
    old, new = runs[before], runs[after]
    changes = input_changes(old, new)
    way = None
    if attribute and old.allocation is not None and new.allocation is not None and changes:
        way = replay(old, new, changes, progress=progress, limits=limits)
    return Pair(before, after, changed_inputs(changes), tuple(moves(old, new, way)))
