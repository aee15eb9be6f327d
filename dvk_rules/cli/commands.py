"""The commands of the main line, in the order of the work."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_rules.cli.options import argument, command, engine_option, option, out_option
from dvk_rules.errors import Problem, ScenarioError
from dvk_rules.pack.model import Pack
from dvk_rules.runs import Run
from dvk_rules.values import BadValue, FactType, ValueType
from dvk_rules.views.face import Face
from dvk_rules.views.reading import read_listed
from dvk_rules.views.runs import show_clash, show_evaluation, show_run

if TYPE_CHECKING:  # what writes reports loads when there is a run
    from dvk_rules.report import DocumentSettings

__all__ = ["build"]

DONE, ANSWER_IS_NO = 0, 1


def build(lang: str) -> list[click.Command]:
    """Every command, worded in ``lang``."""
    path = click.Path(path_type=Path)
    engine = engine_option(lang)
    return [
        command("demo", lang, demo, out_option(lang), engine),
        command(
            "evaluate",
            lang,
            evaluate_command,
            argument("nominations", "file", lang, many=True),
            option("--pack", "help.pack", lang, default="binh-thuan-2020", show_default=True),
            option("--date day", "help.date", lang, default=None, metavar="YYYY-MM-DD"),
            option("--save", "help.save", lang, type=path, default=None),
            engine,
        ),
        command(
            "allocate",
            lang,
            allocate,
            argument("scenarios", "scenario", lang, many=True),
            out_option(lang),
            option("--settings", "help.settings", lang, type=path, default=None),
            engine,
        ),
    ]


def demo(face: Face, out: Path, engine: str) -> int:
    """The main job on the plan's own case, exactly as ``allocate`` does it."""
    from dvk_rules.case import example_case

    with example_case("binh-thuan-2020") as scenario:
        if not face.as_json:
            face.line("demo.start", file=scenario.name)
        return allocate(face, (str(scenario),), out, engine)


def evaluate_command(
    face: Face,
    nominations: tuple[str, ...],
    pack: str,
    day: str | None,
    save: Path | None,
    engine: str,
) -> int:
    """Who is eligible for what, without seats."""
    from dvk_rules.evaluation import evaluate
    from dvk_rules.files.atomic import atomic_write
    from dvk_rules.runs import evaluation_json

    loaded = pack_in_force(pack, day)
    decided = decision_day(day, loaded)
    listed = read_listed(face, nominations, loaded)
    result = evaluate(
        loaded, listed.nominations, day=decided, engine=engine, progress=face.progress()
    )
    face.notices(result.notices)
    if save is not None:
        atomic_write(save, evaluation_json(result))
    if face.as_json:
        face.data(result.to_json())
    else:
        show_evaluation(face, result)
        if save is not None:
            face.line("evaluate.saved", file=save)
    return DONE


def pack_in_force(name: str, day: str | None) -> Pack:
    """The pack with this id or in this folder, or of this family the one in force on ``day``."""
    from dvk_rules.lawbook.diff import choose_pack, pack_families
    from dvk_rules.pack import load_pack

    if name not in pack_families() or day is None:
        return load_pack(name)
    return choose_pack(parse_day(day), name)


def decision_day(text: str | None, pack: Pack) -> date:
    """The day that decides: the one given, else the one the pack names."""
    if text is None:
        if pack.decision_date is None:
            raise ScenarioError([Problem("evaluate.no-date", {"pack": pack.id})])
        return pack.decision_date
    return parse_day(text)


def parse_day(text: str) -> date:
    """A day as it was typed: 15/12/2020 or 2020-12-15."""
    try:
        day = ValueType(FactType.DATE).parse(text)
    except BadValue as bad:
        raise ScenarioError([Problem(bad.code, bad.params)]) from None
    if not isinstance(day, date):
        raise ScenarioError([Problem("value.not-a-date", {"raw": text})])
    return day


def allocate(
    face: Face,
    scenarios: tuple[str, ...],
    out: Path,
    engine: str,
    settings: Path | None = None,
) -> int:
    """Runs each scenario and leaves a run folder for each."""
    from dvk_rules.report import load_settings

    office = load_settings(settings) if settings else None
    code = DONE
    results: list[dict[str, object]] = []
    for name in scenarios:
        made, folder = _allocate_one(face, Path(name), out, engine, office)
        if face.as_json:
            results.append(run_json(made, folder))
        elif made.allocation is None:
            show_clash(face, made, folder)
        else:
            show_run(face, made, folder)
        code = code if made.allocation else ANSWER_IS_NO
    if face.as_json:
        face.data(results[0] if len(results) == 1 else results)
    return code


def _allocate_one(
    face: Face, path: Path, out: Path, engine: str, settings: DocumentSettings | None
) -> tuple[Run, Path]:
    from dvk_rules.ledger import save_run
    from dvk_rules.report.twins import selected_twice
    from dvk_rules.runs import run
    from dvk_rules.scenario import load_scenario

    scenario = load_scenario(path)
    listed = read_listed(face, scenario.nominations, scenario.pack)
    made = run(scenario, listed.nominations, engine=engine, progress=face.progress())
    folder = save_run(made, out, settings=settings)
    face.notices(made.warnings)
    face.notices(selected_twice(made))
    return made, folder


def run_json(made: Run, folder: Path) -> dict[str, object]:
    """What a run came to, for ``--json``."""
    data: dict[str, object] = {
        "run": made.id,
        "scenario": made.scenario.id,
        "folder": str(folder),
        "verdicts": {
            tier.id: {str(key): count for key, count in made.evaluation.count(tier.id).items()}
            for tier in made.scenario.pack.tiers
        },
    }
    if made.allocation is not None:
        data["allocation"] = made.allocation.to_data()
    if made.clash is not None:
        data["clash"] = made.clash.to_data()
    return data
