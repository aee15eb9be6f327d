"""The rows of a table as nominations: facts typed, units found, totals and signatures set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dvk_rules.errors import Place, Problem
from dvk_rules.files.cell_writing import read_cell
from dvk_rules.files.grid import Grid, error_in, is_blank, raw
from dvk_rules.files.guard import cell_name
from dvk_rules.files.headers import Column, Header, HeaderFinder
from dvk_rules.files.unit_names import UnitNames
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.text import fold, squash
from dvk_rules.values import BadValue, Value

__all__ = ["FactParser", "ReadRow", "TableReader"]

_EXAMPLE = {fold(word) for word in ("ví dụ", "vd", "mẫu", "example")}
_TOTAL = tuple(fold(word) for word in ("tổng cộng", "tổng số", "cộng", "tổng", "total"))
_NOTHING = tuple(
    fold(word) for word in ("không có đề nghị", "không đề nghị", "không có trường hợp")
)
_CLOSING = tuple(
    fold(word)
    for word in (
        *("người lập biểu", "người lập", "người tổng hợp", "thủ trưởng", "nơi nhận"),
        *("xác nhận của", "t/m", "tm", "ký tên", "ký, ghi rõ họ tên", "danh sách này có"),
        *("danh sách có", "ấn định danh sách"),
    )
)
_SIGNING = tuple(
    fold(word)
    for word in ("k/t", "kt", "bí thư", "phó bí thư", "chủ tịch", "trưởng ban", "phó trưởng ban")
)
_DATE_LINE = re.compile(r"ngày\b.{0,12}tháng\b.{0,12}năm\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-Z]|\d{1,2})\s*[.)/:-]\s*", re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:\([^)]*\)|[:–-]\s*\d.*)\s*$")
_INTRODUCED = re.compile(r"^\s*(?:danh sách|đối với|về|các)\s+", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANK = re.compile(r"\s*0*(\d{1,6})\s*[.)]?\s*")


@dataclass(frozen=True)
class ReadRow:
    """One row of a table. ``unit`` is empty and ``rank`` ``None`` where a problem says so."""

    unit: str
    rank: int | None
    facts: Mapping[str, Value]
    where: Place
    row: int


class FactParser:
    """Values of cells under the type of their fact; each distinct raw value is parsed once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[tuple[type, Any], Value | BadValue | None]] = {}

    def known(self, fact: Fact) -> dict[tuple[type, Any], Value | BadValue | None]:
        """What is known already of the cells of ``fact``, by their type and raw value."""
        return self._known.setdefault(fact.name, {})

    def parse(self, fact: Fact, cell: Any) -> Value | BadValue | None:
        """The value, the reason why it is none, or ``None`` for an unknown one."""
        known = self.known(fact)
        key = (cell.__class__, cell)
        if key not in known:
            known[key] = _parse(fact, cell)
        return known[key]


def _parse(fact: Fact, cell: Any) -> Value | BadValue | None:
    if is_blank(cell):
        return None
    if (error := error_in(cell)) is not None:
        return BadValue("cell.error", error=error)
    try:
        return read_cell(fact, raw(cell))
    except BadValue as bad:
        return bad


def _choice(fact: Fact, words: str) -> Value | None:
    """The choice that a heading names in a known spelling: a lone number names none."""
    try:
        return fact.kind.parse(words)
    except BadValue:
        return None


@dataclass
class TableReader:
    """Reads the table under one header, and further tables under headers of their own."""

    grid: Grid
    header: Header
    finder: HeaderFinder
    names: UnitNames
    parser: FactParser
    fallback_unit: tuple[str, ...]
    """The unit of the title, sheet or file; several if they name several."""

    rows: list[ReadRow] = field(default_factory=list[ReadRow])
    problems: list[Problem] = field(default_factory=list[Problem])
    notices: list[Problem] = field(default_factory=list[Problem])
    headers: list[Header] = field(default_factory=list[Header])
    _section_unit: str = ""
    _section_facts: dict[str, Value] = field(default_factory=dict[str, Value])
    _closed: bool = False

    def read(self) -> None:
        """Reads every row below the header."""
        marks = self.grid.marks
        named = [*marks.errors, *marks.uncalculated]
        self._special = {row for row, _ in self.grid.merges}
        self._special.update(int(name.lstrip(_LETTERS)) - 1 for name in named if name)
        self._take_header(self.header)
        row = self.header.last + 1
        while row < self.grid.bottom:
            row = self._read_row(row) + 1

    def _take_header(self, header: Header) -> None:
        self.header = header
        self.headers.append(header)
        self._closed = False
        taken: dict[str, Column] = {}
        for column in header.columns:
            if column.fact is None:
                continue
            first = taken.setdefault(column.fact.name, column)
            if first is not column:
                params = {
                    "fact": column.fact.label.vi,
                    "first": cell_name(header.last, first.index),
                    "header": column.header,
                }
                where = self.grid.place(header.last, column.index, column.header)
                self.problems.append(Problem("column.twice", params, where))
        self._columns = tuple(taken.values())
        self._own = {c.index for c in header.columns if self.finder.is_own(c.header)}
        roles = {column.fact.role: column for column in self._columns if column.fact}
        self._name, self._rank, self._unit = (roles.get(r) for r in ("name", "rank", "unit"))
        self._plain = tuple(
            (column, column.fact, self.parser.known(column.fact))
            for column in self._columns
            if column.fact and column.fact.role not in ("rank", "unit")
        )
        for role, column in (("name", self._name), ("rank", self._rank)):
            fact = self.finder.role(role)
            if column is None and fact is not None:
                params = {"header": fact.label.vi}
                where = self.grid.place(header.last, header.columns[0].index)
                self.problems.append(Problem("column.missing", params, where))

    def _read_row(self, row: int) -> int:
        """Reads one row; returns the last row it took (a further header may take several)."""
        filled = [item for item in self.grid.filled(row) if item[0] not in self._own]
        if not filled:
            return row
        cells = dict(filled)
        rank_cell = cells.get(self._rank.index) if self._rank else None
        numbered = _rank_number(rank_cell) is not None
        if not numbered and (further := self._further_header(row, filled)) is not None:
            if further.columns != self.header.columns:
                self._take_header(further)
            return further.last
        first = filled[0][1]
        if numbered and len(filled) == 1:
            return row  # numbered in advance and left empty
        if self.finder.is_numbering(cells):
            return row
        marked = rank_cell if rank_cell is not None else first
        if isinstance(marked, str) and fold(marked) in _EXAMPLE:
            return row
        if not self._is_data(row, cells, rank_cell):
            self._set_aside(row, filled)
        elif self._closed and not numbered:
            self._notice(row, filled)
        else:
            self._nomination(row, rank_cell)
        return row

    def _further_header(self, row: int, filled: list[tuple[int, Any]]) -> Header | None:
        if len(filled) < 3 or not any(self.finder.fact(cell) for _, cell in filled[:4]):
            return None
        return self.finder.again(self.grid, row)

    def _is_data(self, row: int, cells: Mapping[int, Any], rank_cell: Any) -> bool:
        name = cells.get(self._name.index) if self._name else None
        numbered = _rank_number(rank_cell) is not None
        if numbered and name is not None:
            # a total may stand in the column of names, its count in that of ranks
            return len(cells) > 2 or fold(str(raw(name))) not in _TOTAL
        words = [cell for cell in cells.values() if isinstance(cell, str)]
        opening = fold(words[0]) if words else ""
        if not numbered and (
            _starts(opening, _TOTAL) or any(_starts(fold(word), _CLOSING) for word in words[:4])
        ):
            return False
        mapped = sum(1 for column in self._columns if column.index in cells)
        if name is not None and self._merged_across(row):
            return False
        return mapped >= 3 and (name is not None or numbered or mapped * 2 > len(self._columns))

    def _merged_across(self, row: int) -> bool:
        """Whether the name's cell is spread over other columns: a heading within the table."""
        if self._name is None:
            return False
        home = self.grid.merges.get((row, self._name.index))
        beside = self.grid.merges.get((row, self._name.index + 1))
        return home is not None and home == beside

    def _set_aside(self, row: int, filled: list[tuple[int, Any]]) -> None:
        """A row that is no nomination: a heading that says something, a total, a signature."""
        texts = [squash(str(raw(cell))) for _, cell in filled]
        if any(_starts(fold(text), _TOTAL + _NOTHING) for text in texts[:2]):
            return
        if any(_starts(fold(t), _CLOSING + _SIGNING) or _DATE_LINE.search(t) for t in texts):
            self._closed = True
            return
        if self._closed or self._heading(texts):
            return
        self._notice(row, filled)

    def _notice(self, row: int, filled: list[tuple[int, Any]]) -> None:
        text = " | ".join(squash(str(raw(cell))) for _, cell in filled)
        where = self.grid.place(row, filled[0][0])
        self.notices.append(Problem("row.set-aside", {"text": text[:120]}, where))

    def _heading(self, texts: list[str]) -> bool:
        """Whether the row says the unit, or a fact, of the rows below it."""
        for text in texts:
            plain = _LIST_MARK.sub("", text)
            unit = self.names.exactly(plain)
            units = (unit,) if unit else self.names.within([plain])
            if len(units) == 1:
                self._section_unit = units[0]
                self._section_facts = {}
                return True
            for fact in self.finder.choices:
                values = (_choice(fact, part) for part in _parts(plain))
                value = next((value for value in values if value), None)
                if value is not None:
                    # where a column says it of each row, the heading only says it again
                    if self.header.column_of(fact.name) is None:
                        self._section_facts[fact.name] = value
                    return True
        return False

    def _nomination(self, row: int, rank_cell: Any) -> None:
        start = self.header.columns[0].index
        where = self.grid.place(row, start)
        facts: dict[str, Value] = dict(self._section_facts)
        special = row in self._special
        cells, left = self.grid.rows[row - self.grid.top], self.grid.left
        for column, fact, known in self._plain:
            if special:
                value = self._value(row, column, fact)
            else:
                # the common case, kept short: a plain cell whose value was seen before
                place = column.index - left
                cell = cells[place] if place < len(cells) else None
                key = (cell.__class__, cell)
                value = known[key] if key in known else self.parser.parse(fact, cell)
                if isinstance(value, BadValue):
                    value = self._bad(row, column, value)
            if value is not None:
                facts[fact.name] = value
        name = self.finder.role("name")
        if name is not None and self._name is not None and name.name not in facts:
            at = self.grid.place(row, self._name.index, self._name.header)
            if not any(problem.where == at for problem in self.problems):
                self.problems.append(Problem("row.no-name", {}, at))
        if row + 1 in self.grid.marks.hidden:
            self.notices.append(Problem("row.hidden", {"row": row + 1}, where))
        rank = self._rank_of(row, rank_cell)
        unit = self._unit_of(row)
        self.rows.append(ReadRow(unit, rank, facts, where, row))

    def _value(self, row: int, column: Column, fact: Fact) -> Value | None:
        shared = fact.role is None  # a merged cell may give a fact to several rows, never a name
        cell = self.grid.seen_at(row, column.index) if shared else self.grid.at(row, column.index)
        wrong = self._wrong(row, column, cell)
        if wrong is not None:
            self.problems.append(wrong)
            return None
        value = self.parser.parse(fact, cell)
        return self._bad(row, column, value) if isinstance(value, BadValue) else value

    def _bad(self, row: int, column: Column, bad: BadValue) -> None:
        where = self.grid.place(row, column.index, column.header)
        self.problems.append(Problem(bad.code, bad.params, where))

    def _wrong(self, row: int, column: Column, cell: Any) -> Problem | None:
        """The problem of a cell that shows an error or was never calculated."""
        marks = self.grid.marks
        error = error_in(cell)
        if error is None and not marks.errors and not marks.uncalculated:
            return None
        name = cell_name(row, column.index)
        where = self.grid.place(row, column.index, column.header)
        if (error := error or marks.errors.get(name)) is not None:
            return Problem("cell.error", {"error": error}, where)
        if name in marks.uncalculated:
            return Problem("cell.not-calculated", {}, where)
        return None

    def _rank_of(self, row: int, cell: Any) -> int | None:
        if self._rank is None:
            return None  # said once, at the header
        where = self.grid.place(row, self._rank.index, self._rank.header)
        problem = self._wrong(row, self._rank, cell)
        rank = _rank_number(cell)
        if problem is None and rank is None:
            shown = "" if is_blank(cell) else squash(str(raw(cell)))
            code = "row.rank-not-a-number" if shown else "row.no-rank"
            problem = Problem(code, {"raw": shown} if shown else {}, where)
        if problem is not None:
            self.problems.append(problem)
        return rank

    def _unit_of(self, row: int) -> str:
        if self._unit is not None:
            cell = self.grid.seen_at(row, self._unit.index)
            where = self.grid.place(row, self._unit.index, self._unit.header)
            if (wrong := self._wrong(row, self._unit, cell)) is not None:
                self.problems.append(wrong)
                return ""
            if not is_blank(cell):
                text = squash(str(raw(cell)))
                unit = self.names.exactly(text)
                if unit is None:
                    meant = self.names.meant(text)
                    code = "row.unknown-unit-meant" if meant else "row.unknown-unit"
                    self.problems.append(Problem(code, {"raw": text, "meant": meant}, where))
                return unit or ""
        if self._section_unit:
            return self._section_unit
        if len(self.fallback_unit) == 1:
            return self.fallback_unit[0]
        where = self.grid.place(row, self.header.columns[0].index)
        self.problems.append(Problem("row.no-unit", {}, where))
        return ""


def _rank_number(cell: Any) -> int | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if cell == int(cell) and cell >= 1 else None
    found = _RANK.fullmatch(cell) if isinstance(cell, str) else None
    return int(found[1]) if found and int(found[1]) >= 1 else None


def _parts(heading: str) -> tuple[str, ...]:
    """A heading, and what is left of it without counts and the words that introduce it."""
    bare = _INTRODUCED.sub("", _COUNT.sub("", heading)).strip()
    before, _, behind = heading.partition(":")
    return tuple(dict.fromkeys(part for part in (heading, bare, behind, before) if part.strip()))


def _starts(text: str, words: tuple[str, ...]) -> bool:
    return any(text == word or text.startswith(f"{word} ") for word in words)
