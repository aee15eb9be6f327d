"""The commands about packs: list, show, schema, check, test, diff."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import click

from dvk_rules.cli.commands import parse_day
from dvk_rules.cli.options import Commands, argument, command, option
from dvk_rules.messages import say
from dvk_rules.views.face import Face
from dvk_rules.views.reading import read_listed

__all__ = ["build"]

DONE, ANSWER_IS_NO = 0, 1


def build(lang: str) -> click.Group:
    """The group ``dvk pack`` with its commands."""
    group = Commands("pack", lang=lang, help=say("help.pack-group", lang), no_args_is_help=True)
    path = click.Path(path_type=Path)
    pack = argument("pack", "pack", lang)
    group.add_command(command("pack list", lang, list_packs))
    group.add_command(
        command(
            "pack show", lang, show_pack, pack, option("--out", "help.page-out", lang, type=path)
        )
    )
    group.add_command(
        command(
            "pack check",
            lang,
            check_pack,
            pack,
            option("--on day", "help.check-on", lang, default=None, metavar="YYYY-MM-DD"),
        )
    )
    group.add_command(command("pack test", lang, test_pack, pack))
    group.add_command(
        command(
            "pack schema",
            lang,
            schema_command,
            pack,
            option("--out", "help.schema-out", lang, type=path, required=True),
        )
    )
    group.add_command(
        command(
            "pack diff",
            lang,
            diff_packs,
            argument("before", "pack", lang),
            argument("after", "pack", lang),
            option("--on nominations", "help.diff-on", lang, type=path, default=None),
        )
    )
    return group


def show_pack(face: Face, pack: str, out: Path | None) -> int:
    """A pack as a page that a lawyer reads."""
    from dvk_rules.files.atomic import atomic_write
    from dvk_rules.lawbook.show import show
    from dvk_rules.pack import load_pack

    loaded = load_pack(pack)
    target = out or Path(f"{loaded.id}.html")
    atomic_write(target, show(loaded, face.lang).encode())
    face.line("pack.shown", file=target)
    return DONE


def schema_command(face: Face, pack: str, out: Path) -> int:
    """The JSON Schemas by which an editor helps with the files of a pack and its scenarios."""
    from dvk_rules.files.atomic import atomic_folder
    from dvk_rules.lawbook.schemas import schema_text, write_schemas
    from dvk_rules.pack import load_pack
    from dvk_rules.scenario.schema import scenario_schema

    loaded = load_pack(pack)
    with atomic_folder(out) as folder:
        written = write_schemas(folder, loaded)
        scenario = folder / "scenario.schema.json"
        scenario.write_text(schema_text(scenario_schema()), encoding="utf-8")
    files = sorted(path.name for path in (*written, scenario))
    if face.as_json:
        face.data({"folder": str(out), "files": files})
    else:
        face.line("pack.schemas", count=len(files), folder=out)
    return DONE


def check_pack(face: Face, pack: str, day: str | None) -> int:
    """What is wrong with a pack as law: rules that never matter, clash, repeat, leave holes."""
    from dvk_rules.lawbook.check import check
    from dvk_rules.lawbook.findings import closing_lines, finding_lines
    from dvk_rules.pack import load_pack

    loaded = load_pack(pack)
    report = check(loaded, parse_day(day) if day else None)
    if face.as_json:
        face.data(report.to_json(face.lang))
        return ANSWER_IS_NO if report.open else DONE
    for item in report.findings:
        if item.accepted is None:
            for line in finding_lines(item, face.lang):
                face.text(line)
            face.verbatim(item.case(loaded))
    for line in closing_lines(report, face.lang):
        face.text(line)
    return ANSWER_IS_NO if report.open else DONE


def test_pack(face: Face, pack: str) -> int:
    """Runs the cases of a pack and says which rules they cover."""
    from dvk_rules.lawbook.cases import case_lines, run_cases
    from dvk_rules.pack import load_pack

    report = run_cases(load_pack(pack))
    return _answer(face, report, case_lines(report, face.lang), good=report.passed)


def list_packs(face: Face) -> int:
    """The packs that are shipped, with their versions and dates."""
    from dvk_rules.pack import available_packs, load_pack

    packs = [load_pack(name) for name in available_packs()]
    if face.as_json:
        face.data(
            [
                {
                    "pack": pack.id,
                    "version": pack.version,
                    "title": pack.title.get(face.lang),
                    "from": pack.effective.start.isoformat() if pack.effective.start else None,
                    "until": pack.effective.until.isoformat() if pack.effective.until else None,
                    "rules": len(pack.rules),
                    "lineage": list(pack.lineage),
                    "sha256": pack.sha256,
                }
                for pack in packs
            ]
        )
        return 0
    face.table(
        [
            ("view.pack", "left"),
            ("view.version", "left"),
            ("view.effective", "left"),
            ("view.rules", "right"),
            ("view.title", "left"),
        ],
        [
            [
                pack.id,
                pack.version,
                f"{face.shown(pack.effective.start)} – {face.shown(pack.effective.until)}",
                str(len(pack.rules)),
                pack.title.get(face.lang),
            ]
            for pack in packs
        ],
    )
    return 0


def diff_packs(face: Face, before: str, after: str, nominations: Path | None) -> int:
    """What one pack says otherwise than another, and which verdicts that would change."""
    from dvk_rules.lawbook.diff import diff, diff_lines
    from dvk_rules.nominations import Nomination
    from dvk_rules.pack import load_pack

    old, new = load_pack(before), load_pack(after)
    given: tuple[Nomination, ...] = ()
    if nominations is not None:
        given = read_listed(face, [nominations], new).nominations
    found = diff(old, new, given, lang=face.lang)
    return _answer(face, found, diff_lines(found, face.lang), good=found.same)


class _Report(Protocol):
    """What a check of a pack gives."""

    def to_json(self) -> Any:
        """The report as data."""
        ...


def _answer(face: Face, report: _Report, lines: Iterable[str], *, good: bool) -> int:
    """Shows a report about packs, as data or in lines, and says how the command ends."""
    if face.as_json:
        face.data(report.to_json())
    else:
        for line in lines:
            face.text(line)
    return DONE if good else ANSWER_IS_NO
