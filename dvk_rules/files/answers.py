"""Import: the files of many units become one list, and each file gets its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dvk_rules.errors import Place, Problem
from dvk_rules.files.atomic import atomic_folder
from dvk_rules.files.duplicates import NearDuplicate, find_near_duplicates
from dvk_rules.files.listing import NominationList
from dvk_rules.files.marked_copy import by_file, marked_copy
from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.row_height import row_height
from dvk_rules.files.source import Form, open_source
from dvk_rules.files.workbook import read_nominations, source_names
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.progress import Progress, Silent

__all__ = ["ImportResult", "import_files"]

NOMINATIONS = "de-cu.json"
SUMMARY = "tong-hop.xlsx"
RETURNED = "tra-lai"

_MOST_TO_MARK = 400_000
"""Cells: beyond, a copy takes minutes to write, and the summary says the same in seconds."""


@dataclass(frozen=True)
class ImportResult:
    """What an import found and wrote.

    ``nominations`` is the merged list, written only if nothing is wrong; ``returned`` has the
    marked copy of each file that was commented on; ``summary`` lists everything of all files.
    """

    listing: NominationList
    near_duplicates: tuple[NearDuplicate, ...]
    folder: Path
    nominations: Path | None
    summary: Path
    returned: Mapping[str, Path]

    @property
    def ok(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.listing.problems

    def __repr__(self) -> str:
        return (
            f"<ImportResult {self.listing!r}, {len(self.near_duplicates)} near duplicates, "
            f"in {self.folder.name}>"
        )


def import_files(
    paths: Iterable[str | Path],
    pack: Pack,
    out_dir: str | Path,
    *,
    lang: str = "vi",
    progress: Progress | None = None,
) -> ImportResult:
    """Reads all ``paths`` under ``pack`` and writes the answers to the new folder ``out_dir``.

    The folder gets ``de-cu.json`` (if nothing is wrong), ``tong-hop.xlsx`` and, in ``tra-lai``, a
    marked copy of every file that something was said about. The inputs are not touched. Raises
    ``RunError`` if ``out_dir`` exists or cannot be written; it then does not exist half.
    """
    wanted = [Path(path) for path in paths]
    report = progress or Silent()
    listing = read_nominations(wanted, pack.vocabulary, pack.units, progress=report)
    near = find_near_duplicates(listing.nominations, pack.vocabulary)
    target = Path(out_dir)
    with atomic_folder(target) as folder:
        if not listing.problems:
            (folder / NOMINATIONS).write_bytes(nominations_json(listing.nominations))
        (folder / SUMMARY).write_bytes(_summary(listing, near, lang))
        returned = _returned(listing, wanted, folder / RETURNED, lang, report)
    return ImportResult(
        listing=listing,
        near_duplicates=near,
        folder=target,
        nominations=None if listing.problems else target / NOMINATIONS,
        summary=target / SUMMARY,
        returned={name: target / RETURNED / copy for name, copy in returned.items()},
    )


def _returned(
    listing: NominationList, paths: Sequence[Path], folder: Path, lang: str, report: Progress
) -> dict[str, str]:
    """Writes the marked copies; returns the name of each by the name of its file."""
    problems, notices = by_file(listing.problems), by_file(listing.notices)
    sheets = {name: [s for s in listing.sheets if s.file == name] for name in {*problems, *notices}}
    named = dict(zip(source_names(paths), paths, strict=True))
    marked = [
        name
        for name in named
        if sheets.get(name)
        and sum(sheet.rows * len(sheet.columns) for sheet in sheets[name]) <= _MOST_TO_MARK
    ]
    copies: dict[str, str] = {}
    report.start("answers", len(marked))
    if marked:
        folder.mkdir()
    for name in marked:
        source = open_source(named[name], name)
        if source.form is not Form.JSON:
            data = marked_copy(
                source, sheets[name], problems.get(name, []), notices.get(name, []), lang
            )
            copies[name] = _free_name(Path(name).stem, set(copies.values()))
            (folder / copies[name]).write_bytes(data)
        report.advance(1)
    report.finish()
    return copies


def _free_name(stem: str, taken: set[str]) -> str:
    number, name = 1, f"{stem}.xlsx"
    while name.casefold() in {other.casefold() for other in taken}:  # Windows ignores case
        number += 1
        name = f"{stem} ({number}).xlsx"
    return name


def _summary(listing: NominationList, near: Sequence[NearDuplicate], lang: str) -> bytes:
    """Everything that was found in all files, a sheet for each kind of finding."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.remove(book.worksheets[0])
    where = ("summary.file", "summary.sheet", "summary.cell", "summary.column")
    tables = (
        ("summary.files", ("summary.file", "summary.rows", "summary.errors", "summary.remarks"),
         _file_rows(listing), (40, 14, 14, 14)),
        ("summary.errors", (*where, "summary.what"),
         [_problem_row(problem, lang) for problem in listing.problems], (34, 24, 10, 30, 90)),
        ("summary.remarks", (*where, "summary.what"),
         [_problem_row(notice, lang) for notice in listing.notices], (34, 24, 10, 30, 90)),
        ("summary.near", ("summary.first", "summary.name", "summary.second", "summary.name",
                          "summary.because", "summary.same-model"),
         [_pair_row(pair, lang) for pair in near], (26, 40, 26, 40, 34, 16)),
    )  # fmt: skip  # a table of tables: title, heads, rows, widths
    for title, heads, rows, widths in tables:
        sheet = book.create_sheet(say(title, lang))
        sheet.append([say(head, lang) for head in heads])
        for row in rows:
            sheet.append(row)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
            sheet.cell(1, column).font = Font(name="Times New Roman", bold=True)
        for number, cells in enumerate(sheet.iter_rows(min_row=2), 2):
            texts = ["" if cell.value is None else cell.value for cell in cells]
            sheet.row_dimensions[number].height = row_height(texts, widths)
            for cell in cells:
                cell.font = Font(name="Times New Roman")
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # quoted input is never a formula
        sheet.freeze_panes = "A2"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    return workbook_bytes(book)


def _file_rows(listing: NominationList) -> list[list[object]]:
    problems, notices = by_file(listing.problems), by_file(listing.notices)
    counted: dict[str, int] = {source.name: 0 for source in listing.sources}
    for nomination in listing.nominations:
        if nomination.where is not None:
            counted[nomination.where.file] = counted.get(nomination.where.file, 0) + 1
    return [
        [name, counted.get(name, 0), len(problems.get(name, [])), len(notices.get(name, []))]
        for name in (*counted, *(name for name in problems if name not in counted))
    ]


def _problem_row(problem: Problem, lang: str) -> list[object]:
    place = problem.where or Place()
    heading = place.heading[-1] if place.heading else ""
    return [place.file, place.sheet, place.cell, heading, problem.sentence(lang)]


def _pair_row(pair: NearDuplicate, lang: str) -> list[object]:
    return [
        pair.first.id,
        pair.first.text("name"),
        pair.second.id,
        pair.second.text("name"),
        say(f"near.{pair.because.value}", lang),
        say("yes" if pair.same_model else "no", lang),
    ]
