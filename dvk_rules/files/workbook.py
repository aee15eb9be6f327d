"""Reading nominations: workbooks, CSV and JSON become one list, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.files.folders import files_meant
from dvk_rules.files.grid import Grid, is_blank, read_grids
from dvk_rules.files.guard import cell_name
from dvk_rules.files.headers import Column, Header, HeaderFinder
from dvk_rules.files.listing import IgnoredColumn, NominationList, SheetReading, SourceRead
from dvk_rules.files.nominations_json import read_json
from dvk_rules.files.numbering import number_nominations
from dvk_rules.files.rows import FactParser, TableReader
from dvk_rules.files.source import Form, SourceFile, open_source
from dvk_rules.files.unit_names import UnitNames
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.nominations import Nomination
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.progress import Progress, Silent
from dvk_rules.text import fold, squash

__all__ = ["read_nominations", "source_names"]

_LOOK_AT = 200
"""Nominations in which a column without a header is looked for."""

_SAYS_UNIT = re.compile(
    r"(?:(?:tên )?(?:đơn vị|cơ quan)(?: (?:đề nghị|đề cử|giới thiệu|báo cáo|gửi))?"
    r"|nominating unit)\s*:\s*(.+)",
    re.IGNORECASE,
)
"""A title that names the unit in so many words."""

_OLD_FONT = frozenset("µ¸¶·¹¨»¾¼½Æ©ÇËÐ®ÌÎÏÑªÒÕÖ×ØÜÞßãäåæèéëìîñóõ÷øûüþ")
"""Letters that fill a text typed in a TCVN3 (.VnTime) font and hardly ever one in Vietnamese."""


def read_nominations(
    paths: str | Path | Iterable[str | Path],
    vocabulary: Vocabulary,
    units: UnitRegister,
    *,
    progress: Progress | None = None,
) -> NominationList:
    """The nominations in one file or several (xlsx, xls, xlsb, ods, csv, JSON), or in a folder.

    Every problem of every file is in the result, with its sheet and cell, so call
    ``raise_if_wrong()`` before deciding anything. Raises ``InputError`` only for what cannot be
    the name of a file.
    """
    asked: Any = paths  # from a portal, anything may come
    several = isinstance(asked, Iterable) and not isinstance(asked, (str, bytes))
    given: list[Any] = list(asked) if several else [asked]  # pyright: ignore[reportUnknownArgumentType] # the same
    wanted, aside = files_meant(given)
    reader = _Reader(vocabulary, units, notices=aside)
    if given and not wanted:
        reader.problems.append(Problem("file.none-left"))
    report = progress or Silent()
    report.start("read", len(wanted))
    for path, name in zip(wanted, source_names(wanted), strict=True):
        reader.files.append(name)
        reader.read(path, name)
        report.advance(1)
    report.finish()
    return reader.result()


def source_names(paths: Sequence[Path]) -> list[str]:
    """What to call each file: its name, or the whole path where two share a name."""
    names = [path.name for path in paths]
    return [
        str(path) if names.count(name) > 1 else name
        for path, name in zip(paths, names, strict=True)
    ]


@dataclass
class _Reader:
    vocabulary: Vocabulary
    units: UnitRegister
    problems: list[Problem] = field(default_factory=list[Problem])
    notices: list[Problem] = field(default_factory=list[Problem])
    ignored: list[IgnoredColumn] = field(default_factory=list[IgnoredColumn])
    sheets: list[SheetReading] = field(default_factory=list[SheetReading])
    sources: list[SourceRead] = field(default_factory=list[SourceRead])
    nominations: dict[str, Nomination] = field(default_factory=dict[str, Nomination])
    files: list[str] = field(default_factory=list[str])
    rows: list[Nomination] = field(default_factory=list[Nomination])
    """Rows of tables, without ids until all files are read."""

    def __post_init__(self) -> None:
        own = frozenset(fold(say("answers.column", lang)) for lang in LANGUAGES)
        ours = ("template.guide", "answers.sheet")
        self.own_sheets = frozenset(say(name, lang) for name in ours for lang in LANGUAGES)
        self.finder = HeaderFinder(self.vocabulary, own)
        self.names = UnitNames(self.units)
        self.parser = FactParser()

    def read(self, path: Path, name: str) -> None:
        try:
            source = open_source(path, name)
            twin = next((s.name for s in self.sources if s.sha256 == source.sha256), None)
            self.sources.append(SourceRead(name, source.sha256, source.size))
            if twin is not None:
                where = Place(file=name)
                self.problems.append(Problem("file.same-as", {"file": name, "twin": twin}, where))
                return
            if source.form is Form.JSON:
                nominations, problems = read_json(source, self.vocabulary, self.units)
                self.problems.extend(problems)
                for nomination in nominations:
                    self._keep(nomination)
            else:
                self._read_grids(source, read_grids(source))
        except InputError as error:
            self.problems.extend(error.problems)

    def result(self) -> NominationList:
        numbered, notices = number_nominations(self.rows, self.vocabulary, self.units)
        self.notices.extend(notices)
        for nomination in numbered:
            self._keep(nomination)
        return NominationList(
            nominations=tuple(sorted(self.nominations.values(), key=lambda item: item.id)),
            problems=self._file_by_file(self.problems),
            notices=self._file_by_file(self.notices),
            ignored=tuple(self.ignored),
            sources=tuple(self.sources),
            sheets=tuple(self.sheets),
        )

    def _file_by_file(self, problems: list[Problem]) -> tuple[Problem, ...]:
        """In the order in which the files were given; what is found late stands with its file."""
        place = {name: number for number, name in enumerate(self.files)}
        return tuple(sorted(problems, key=lambda p: place.get(p.where.file if p.where else "", 0)))

    def _keep(self, nomination: Nomination) -> None:
        first = self.nominations.setdefault(nomination.id, nomination)
        if first is not nomination:
            params = {
                "unit": self.units.units[nomination.unit].name.vi,
                "rank": nomination.rank or nomination.id,
                "first": str(first.where),
            }
            self.problems.append(Problem("row.rank-twice", params, nomination.where))

    def _read_grids(self, source: SourceFile, grids: tuple[Grid, ...]) -> None:
        if source.form in (Form.XLS, Form.XLSB):
            where = Place(file=source.name)
            self.notices.append(Problem("file.old-format", {"form": source.form.value}, where))
        found = False
        if "rank" not in self.vocabulary.by_role:  # without it no row has an id
            self.problems.append(Problem("file.pack-without-rank", {}, Place(file=source.name)))
            return
        for grid in grids:
            header = self.finder.find(grid)
            if header is None:
                continue
            if not grid.visible:
                self.notices.append(Problem("sheet.hidden", {}, Place(grid.file, sheet=grid.sheet)))
                continue
            found = True
            self._read_table(grid, header)
        if not found:
            self._no_header(source, grids)
            return
        read = {sheet.sheet for sheet in self.sheets if sheet.file == source.name}
        for grid in grids:
            known = grid.sheet in read or grid.sheet in self.own_sheets
            if grid.visible and grid.rows and not known:
                self.notices.append(
                    Problem("sheet.set-aside", {}, Place(grid.file, sheet=grid.sheet))
                )

    def _no_header(self, source: SourceFile, grids: tuple[Grid, ...]) -> None:
        where = Place(file=source.name)
        if all(is_blank(cell) for grid in grids for row in grid.rows for cell in row):
            self.problems.append(Problem("file.nothing-in-it", {"file": source.name}, where))
            return
        texts = "".join(
            cell
            for grid in grids
            for row in grid.rows[:60]
            for cell in row
            if isinstance(cell, str)
        )
        letters = sum(char.isalpha() or char in _OLD_FONT for char in texts)
        old = sum(char in _OLD_FONT for char in texts)
        code = "file.old-font" if letters and old * 8 > letters else "file.no-header"
        params = {"file": source.name, "headers": list(self.finder.looked_for)}
        self.problems.append(Problem(code, params, where))

    def _read_table(self, grid: Grid, header: Header) -> None:
        strange = self._strange_unit(grid, header)
        units = self._units_of(grid, header) if strange is None else ("",)
        table = TableReader(grid, header, self.finder, self.names, self.parser, units)
        table.read()
        self.problems.extend([strange] if strange else [])
        self.problems.extend(table.problems)
        self.notices.extend(table.notices)
        for used, following in zip_longest(table.headers, table.headers[1:]):
            end = following.first if following else grid.bottom
            rows = [row.row for row in table.rows if used.last < row.row < end]
            self._columns(grid, used, rows)
        kept = [row for row in table.rows if row.unit and row.rank is not None]
        self.rows.extend(Nomination("", row.unit, row.facts, row.rank, row.where) for row in kept)
        self.sheets.append(
            SheetReading(
                file=grid.file,
                sheet=grid.sheet,
                header_rows=(header.first + 1, header.last + 1),
                columns={c.header: c.fact.name for c in header.columns if c.fact},
                rows=len(table.rows),
                last_row=grid.bottom,
                last_column=max(c.index for used in table.headers for c in used.columns),
            )
        )
        if not table.rows:
            where = Place(grid.file, sheet=grid.sheet)
            self.notices.append(Problem("sheet.no-rows", {}, where))

    def _strange_unit(self, grid: Grid, header: Header) -> Problem | None:
        """A unit that the title names and nobody knows: another name must not stand in for it."""
        if any(column.fact and column.fact.role == "unit" for column in header.columns):
            return None
        for place, title in self._titles(grid, header):
            said = _SAYS_UNIT.match(title)
            if said and any(char.isalpha() for char in said[1]) and not self.names.within([title]):
                meant = self.names.meant(said[1])
                code = "row.unknown-unit-meant" if meant else "row.unknown-unit"
                return Problem(code, {"raw": said[1], "meant": meant}, place)
        return None

    def _titles(self, grid: Grid, header: Header) -> list[tuple[Place, str]]:
        return [
            (grid.place(row, index), squash(cell))
            for row in range(grid.top, header.first)
            for index, cell in grid.filled(row)
            if isinstance(cell, str)
        ]

    def _units_of(self, grid: Grid, header: Header) -> tuple[str, ...]:
        """The unit that the title, the sheet or the file names, the first that names one."""
        titles = [title for _, title in self._titles(grid, header)]
        several: tuple[str, ...] = ()
        for texts in (titles, [grid.sheet], [Path(grid.file).stem]):
            found = self.names.within(texts)
            if len(found) == 1:
                return found
            several = several or found
        return several

    def _columns(self, grid: Grid, header: Header, rows: list[int]) -> None:
        """Reports every column that no fact takes, and those with values under no header.

        ``rows`` are the nominations under this header.
        """
        known = {column.index for column in header.columns}
        for column in header.columns:
            if column.fact is not None or self.finder.is_own(column.header):
                continue
            where = grid.place(header.last, column.index, column.header)
            if self.finder.is_remark(column.header):
                self._remarks(grid, column, where, rows)
            else:
                meant = self.finder.meant(column.header)
                self.ignored.append(IgnoredColumn(column.header, where, meant))
                code = "column.ignored-meant" if meant else "column.ignored"
                self.notices.append(Problem(code, {"header": column.header, "meant": meant}, where))
        width = max((len(row) for row in grid.rows), default=0)
        for index in range(grid.left, grid.left + width):
            if index in known:
                continue
            used = [row for row in rows[:_LOOK_AT] if not is_blank(grid.at(row, index))]
            if len(used) >= min(2, len(rows)) > 0:  # a lone cell is a remark, not a column
                name = cell_name(0, index)[:-1]
                where = grid.place(used[0], index)
                self.ignored.append(IgnoredColumn("", where))
                self.notices.append(Problem("column.no-header", {"column": name}, where))

    def _remarks(self, grid: Grid, column: Column, where: Place, rows: list[int]) -> None:
        """Says that somebody should read what a unit wrote beside its nominations."""
        written = sum(not is_blank(grid.at(row, column.index)) for row in rows)
        if written:
            params = {"header": column.header, "count": written}
            self.notices.append(Problem("column.remarks", params, where))
