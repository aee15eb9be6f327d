"""The folder of a sweep: its finished steps while it goes on, then its table, picture and page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.files.atomic import atomic_write
from dvk_rules.nominations import Nomination
from dvk_rules.report import Swing
from dvk_rules.runs import Run, canonical_json
from dvk_rules.scenario import Scenario
from dvk_rules.sweep import Axis, Sweep, sweep_key
from dvk_rules.sweep.page import page
from dvk_rules.sweep.picture import picture
from dvk_rules.sweep.tables import csv_table, workbook

__all__ = ["STEPS", "read_swing", "save_sweep", "sweep_files", "sweep_folder"]

STEPS = "steps"


def sweep_folder(
    root: Path, scenario: Scenario, nominations: Iterable[Nomination], axes: Sequence[Axis]
) -> Path:
    """Where a sweep is kept: the same sweep of the same inputs has the same folder."""
    return root / f"{scenario.id}-sweep-{sweep_key(scenario, nominations, axes)[:10]}"


def sweep_files(sweep: Sweep, lang: str = "vi") -> dict[str, bytes]:
    """Every file but the finished steps, worded in ``lang``; the same sweep, the same bytes."""
    return {
        "sweep.json": canonical_json(sweep.to_json()),
        "sweep.csv": csv_table(sweep, lang),
        "sweep.xlsx": workbook(sweep, lang),
        "sweep.svg": picture(sweep, lang).encode(),
        "sweep.html": page(sweep, lang).encode(),
    }


def save_sweep(sweep: Sweep, folder: Path, lang: str = "vi") -> None:
    """Writes the files of ``sweep`` into ``folder``, each whole or not at all."""
    for name, content in sweep_files(sweep, lang).items():
        atomic_write(folder / name, content)


def read_swing(folder: Path, run: Run) -> tuple[Swing, ...]:
    """The nominees who swing in the sweep kept in ``folder``, for the report of ``run``.

    Raises ``RunError`` if there is no finished sweep, or if it is not one of this very run: the
    same nominations under the same scenario.
    """
    place = folder / "sweep.json"
    where = Place(file=str(place))
    try:
        data = json.loads(place.read_bytes())
        base = str(data["base"]["run"])
        swing = tuple(
            Swing(str(item["nomination"]), tier.id, int(item["count"]), int(item["of"]))
            for tier in run.scenario.pack.tiers
            for item in data["swing"][tier.id]
        )
    except FileNotFoundError:
        raise RunError([Problem("sweep.not-a-sweep", {"folder": str(folder)}, where)]) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError([Problem("run.damaged", {"file": "sweep.json"}, where)]) from None
    if base != run.id:
        params = {"scenario": run.scenario.title.vi, "sweep": base[:10], "run": run.id[:10]}
        raise RunError([Problem("sweep.of-another-run", params, where)])
    return swing
