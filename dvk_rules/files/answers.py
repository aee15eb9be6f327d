"""Import: the files of many units become one list, and each file gets its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dvk_rules.errors import InputError, Problem
from dvk_rules.files.atomic import atomic_folder
from dvk_rules.files.duplicates import NearDuplicate, find_near_duplicates
from dvk_rules.files.folders import files_meant
from dvk_rules.files.import_summary import summary_workbook
from dvk_rules.files.listing import NominationList
from dvk_rules.files.marked_copy import by_file, marked_copy
from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.source import Form, open_source
from dvk_rules.files.workbook import read_nominations, source_names
from dvk_rules.pack.model import Pack
from dvk_rules.progress import Progress, Silent

__all__ = ["NOMINATIONS", "ImportResult", "import_files"]

NOMINATIONS = "de-cu.json"
"""The merged list in the folder of an import."""

SUMMARY = "tong-hop.xlsx"
RETURNED = "tra-lai"

_NO_LIST = ("file.missing", "file.is-a-folder", "file.none-left")

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
    """Reads all ``paths``, files or folders of them, and writes the answers to ``out_dir``, anew.

    The folder gets ``de-cu.json`` (if nothing is wrong), ``tong-hop.xlsx`` and, in ``tra-lai``, a
    marked copy of every file that something was said about. The inputs are not touched. Raises
    ``RunError`` if ``out_dir`` exists or cannot be written; it then does not exist half. Raises
    ``InputError`` and writes nothing if a path leads to no list: that is for no unit to mend.
    """
    given = tuple(paths)
    wanted, _ = files_meant(given)
    report = progress or Silent()
    listing = read_nominations(given, pack.vocabulary, pack.units, progress=report)
    if any(problem.code in _NO_LIST for problem in listing.problems):
        raise InputError(listing.problems)
    near = find_near_duplicates(listing.nominations, pack.vocabulary)
    target = Path(out_dir)
    with atomic_folder(target) as folder:
        if not listing.problems:
            (folder / NOMINATIONS).write_bytes(nominations_json(listing.nominations))
        returned = _returned(listing, wanted, folder / RETURNED, lang, report)
        summary = summary_workbook(listing, near, pack, returned, lang)
        (folder / SUMMARY).write_bytes(summary)
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
    """Writes the marked copies; returns the name of each by the name of its file.

    What has no cell, and what a unit remarked itself, is for the officer and not for the unit.
    """
    problems, notices = by_file(listing.problems), by_file(filter(_for_unit, listing.notices))
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


def _for_unit(notice: Problem) -> bool:
    in_a_cell = notice.where is not None and bool(notice.where.cell)
    return in_a_cell and notice.code != "column.remarks"


def _free_name(stem: str, taken: set[str]) -> str:
    number, name = 1, f"{stem}.xlsx"
    while name.casefold() in {other.casefold() for other in taken}:  # Windows ignores case
        number += 1
        name = f"{stem} ({number}).xlsx"
    return name
