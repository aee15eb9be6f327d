"""The command ``sweep`` and how its result looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_rules.cli.options import (
    argument,
    command,
    engine_option,
    option,
    out_option,
    workers_option,
)
from dvk_rules.progress import Progress
from dvk_rules.views.face import Face
from dvk_rules.views.reading import read_listed

if TYPE_CHECKING:  # the solver and the tables load when a sweep is made
    from dvk_rules.sweep import Sweep

__all__ = ["build"]

DONE, ANSWER_IS_NO = 0, 1

_WIDEST = 12


def build(lang: str) -> click.Command:
    """``sweep``, worded in ``lang``."""
    return command(
        "sweep",
        lang,
        sweep_command,
        argument("scenario", "scenario", lang),
        option("--vary", "help.vary", lang, multiple=True, required=True, metavar="Q=A:B:C"),
        out_option(lang),
        workers_option(lang),
        engine_option(lang),
    )


def sweep_command(
    face: Face,
    scenario: str,
    vary: tuple[str, ...],
    out: Path,
    workers: int | None,
    engine: str,
) -> int:
    """Runs every step, shows what each buys and costs, and leaves a folder with the picture."""
    from dvk_rules.scenario import load_scenario
    from dvk_rules.sweep import parse_axes, sweep
    from dvk_rules.sweep.axes import points_of
    from dvk_rules.sweep.folder import STEPS, save_sweep, sweep_folder

    loaded = load_scenario(scenario)
    axes = parse_axes(vary, loaded)
    listed = read_listed(face, loaded.nominations, loaded.pack)
    folder = sweep_folder(out, loaded, listed.nominations, axes)
    counting = _Counting(face.progress())
    try:
        result = sweep(
            loaded,
            listed.nominations,
            axes,
            engine=engine,
            folder=folder / STEPS,
            workers=workers,
            progress=counting,
        )
    except KeyboardInterrupt:
        total = 1 + len(list(points_of(axes)))
        face.err.print(face.say("sweep.view.stopped", done=counting.done, total=total))
        raise
    save_sweep(result, folder, face.lang)
    face.notices(loaded.warnings)
    if face.as_json:
        face.data(result.to_json() | {"folder": str(folder)})
    else:
        show_sweep(face, result, folder)
    return DONE if result.listed else ANSWER_IS_NO


class _Counting:
    """Passes progress on and remembers how many steps are done."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self.done = 0

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        self._shown.start(stage, total)

    def advance(self, count: int) -> None:
        """More steps are done."""
        self.done += count
        self._shown.advance(count)

    def finish(self) -> None:
        """The stage has ended."""
        self._shown.finish()


def show_sweep(face: Face, result: Sweep, folder: Path) -> None:
    """What each step buys and costs, the core and those who swing."""
    from dvk_rules.sweep.page import summary_lines

    names = " × ".join(axis.title.get(face.lang) for axis in result.axes)
    face.heading("sweep.view.title", title=result.title.get(face.lang), axes=names)
    _steps(face, result)
    face.text()
    for line in summary_lines(result, face.lang):
        face.text(line)
    if result.own_bounds:
        face.line("sweep.view.own-bounds", style="yellow", count=result.own_bounds)
    _swing(face, result)
    face.text()
    face.line("sweep.note.fairness", style="dim", units=len(result.units))
    face.line("sweep.view.folder", style="bold", folder=folder)


def _steps(face: Face, result: Sweep) -> None:
    from dvk_rules.sweep.tables import percent, where_words

    columns = [(face.say("sweep.step"), "left")]
    for title in result.tiers.values():
        columns += [(title.get(face.lang), "right"), (face.say("compare.view.points"), "right")]
        columns += [(f"+{face.say('sweep.entering')}", "right")]
        columns += [(f"−{face.say('sweep.leaving')}", "right")]
    columns += [(face.say("sweep.fairness"), "right")]
    without = [step for step in result.steps if not step.listed]
    if without:
        columns += [(face.say("sweep.state"), "left")]
    table: list[list[str]] = []
    for line in result.lines:
        step = line.step
        row = [("★ " if line.front else "  ") + where_words(result, step.place, face.lang)]
        for tier in result.tiers:
            row += (
                [
                    str(len(step.selected[tier])),
                    str(step.merit[tier]),
                    _signed("+", line.entering[tier]),
                    _signed("−", line.leaving[tier]),
                ]
                if step.listed
                else ["–"] * 4
            )
        row += [percent(line.shares[0], face.lang) if line.shares else "–"]
        if without:
            row += [face.say(f"sweep.state.{step.state}")]
        table.append(row)
    face.grid(columns, table)
    face.line("sweep.star", style="dim")
    _binding(face, result)
    told = [step for step in without if step.reason]
    if told:
        face.heading("sweep.reason")
    for step in told[:_WIDEST]:
        words = where_words(result, step.place, face.lang)
        face.text(f"  {words}: {step.reason.get(face.lang)}")


def _binding(face: Face, result: Sweep) -> None:
    """Which quotas leave no room, and at which steps."""
    from dvk_rules.sweep.tables import where_words

    lists = result.listed
    tight = {name: [s for s in lists if name in s.binding] for name in result.quotas}
    if not any(tight.values()):
        return
    face.heading("sweep.binding")
    for name, steps in tight.items():
        title = result.quotas[name].get(face.lang)
        if len(steps) == len(lists):
            face.line("sweep.binding-everywhere", quota=title)
        elif steps:
            places = [where_words(result, step.place, face.lang) for step in steps]
            face.line("sweep.binding-at", quota=title, steps="; ".join(places))


def _signed(sign: str, names: Sequence[str]) -> str:
    return f"{sign}{len(names)}" if names else ""


def _swing(face: Face, result: Sweep) -> None:
    for tier, title in result.tiers.items():
        swing = result.swing(tier)
        if not swing:
            continue
        face.heading("sweep.view.swing", tier=title.get(face.lang), count=len(swing))
        face.table(
            [
                ("compare.view.nomination", "left"),
                ("compare.view.name", "left"),
                ("sweep.count", "right"),
            ],
            [
                [item.nomination, result.people[item.nomination].name, f"{item.count}/{item.of}"]
                for item in swing[:_WIDEST]
            ],
        )
        if len(swing) > _WIDEST:
            face.line("sweep.view.more", style="dim", count=len(swing) - _WIDEST)
