"""The commands about what units send: template, import, and tables too large for a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from dvk_rules.cli.commands import decision_day
from dvk_rules.cli.options import argument, command, option
from dvk_rules.views.face import Face

__all__ = ["build"]

DONE, ANSWER_IS_NO = 0, 1

_TABLES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".csv", ".tsv")


def build(lang: str) -> list[click.Command]:
    """Every command about what units send, worded in ``lang``."""
    path = click.Path(path_type=Path)
    pack = option("--pack", "help.pack", lang, default="binh-thuan-2020", show_default=True)
    return [
        command(
            "template",
            lang,
            template_command,
            argument("target", "target", lang),
            pack,
            option("--unit", "help.unit", lang, default=None),
            option("--each", "help.each", lang, is_flag=True),
        ),
        command(
            "import",
            lang,
            import_command,
            argument("files", "file", lang, many=True),
            pack,
            option("--out", "help.import-out", lang, type=path, default=Path("nhap")),
        ),
        command(
            "bulk",
            lang,
            bulk_command,
            argument("source", "table", lang),
            argument("target", "target", lang),
            pack,
            option("--date day", "help.date", lang, default=None, metavar="YYYY-MM-DD"),
        ),
    ]


def template_command(face: Face, target: str, pack: str, unit: str | None, each: bool) -> int:
    """The workbook that units fill in: one for all, one for a unit, or one for each."""
    from dvk_rules.files.template import write_template
    from dvk_rules.pack import load_pack

    place = _form_place(Path(target), unit, each=each)
    loaded = load_pack(pack)
    if not each:
        write_template(loaded, place, unit, lang=face.lang)
        if face.as_json:
            face.data({"file": str(place)})
        else:
            face.line("template.saved", file=place)
        return DONE
    units = [item for item in loaded.units.units.values() if item.nominates]
    progress = face.progress()
    progress.start("template", len(units))
    for item in units:
        write_template(loaded, place / f"{item.id}.xlsx", item.id, lang=face.lang)
        progress.advance(1)
    progress.finish()
    if face.as_json:
        face.data({"folder": str(place), "files": [f"{item.id}.xlsx" for item in units]})
    else:
        face.line("template.saved-each", count=len(units), folder=place)
    return DONE


def _form_place(target: Path, unit: str | None, *, each: bool) -> Path:
    """Where the form, or the folder of forms, goes: a form has the ending of what it is."""
    from dvk_rules.errors import InputError, Place, Problem

    ending, where = target.suffix.casefold(), Place(file=str(target))
    if each and unit is not None:
        raise InputError([Problem("template.unit-or-each")])
    if each:
        if ending in _TABLES and not target.is_dir():
            params = {"name": target.stem}
            raise InputError([Problem("template.each-not-a-folder", params, where)])
        return target
    if ending == ".xlsx" or target.is_dir():
        return target
    if ending in _TABLES:
        raise InputError(
            [Problem("template.not-xlsx", {"name": target.with_suffix(".xlsx").name}, where)]
        )
    return target.with_name(f"{target.name}.xlsx")


def import_command(face: Face, files: tuple[str, ...], pack: str, out: Path) -> int:
    """Takes in what units sent, says everything that is wrong, and gives each file back marked."""
    from dvk_rules.files.answers import import_files
    from dvk_rules.files.import_summary import silent_units
    from dvk_rules.pack import load_pack
    from dvk_rules.views.imports import show_import

    loaded = load_pack(pack)
    result = import_files(files, loaded, out, lang=face.lang, progress=face.progress())
    listing = result.listing
    if face.as_json:
        face.data(
            {
                "folder": str(result.folder),
                "nominations": len(listing.nominations),
                "problems": [problem.line(face.lang) for problem in listing.problems],
                "notices": [notice.line(face.lang) for notice in listing.notices],
                "near_duplicates": len(result.near_duplicates),
                "silent_units": [unit.id for unit in silent_units(listing, loaded)],
                "ok": result.ok,
            }
        )
        return DONE if result.ok else ANSWER_IS_NO
    show_import(face, result, loaded)
    return DONE if result.ok else ANSWER_IS_NO


def bulk_command(face: Face, source: str, target: str, pack: str, day: str | None) -> int:
    """Decides a table of any size by columns; stopped, it goes on where it was."""
    from dvk_rules.bulk import evaluate_file
    from dvk_rules.pack import load_pack

    loaded = load_pack(pack)
    result = evaluate_file(
        loaded, Path(source), Path(target), day=decision_day(day, loaded), progress=face.progress()
    )
    if face.as_json:
        face.data({"target": target, "rows": result.rows, "verdicts": result.counts})
        return DONE
    face.line("bulk.done", rows=result.rows, target=target)
    for tier, counts in result.counts.items():
        words = [f"{face.say(f'verdict.{verdict}')} {count}" for verdict, count in counts.items()]
        face.text(f"  {loaded.tier[tier].short.get(face.lang)}: {', '.join(words)}")
    return DONE
