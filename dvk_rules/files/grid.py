"""A sheet as a grid of raw cells with their places, whatever the file it came from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from dvk_rules.errors import Place
from dvk_rules.files.guard import MOST_COLUMNS, MOST_ROWS, SheetMarks, cell_name, inspect
from dvk_rules.files.source import Form, SourceFile, refuse

__all__ = ["Grid", "is_blank", "raw", "read_grids"]

_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}


@dataclass(frozen=True)
class Grid:
    """One sheet. ``rows[i][j]`` is the cell in row ``top + i``, column ``left + j`` (0-based).

    ``merges`` maps every covered cell (row, column) to the cell that shows the value.
    """

    file: str
    sheet: str
    rows: list[list[Any]] = field(repr=False)
    top: int = 0
    left: int = 0
    visible: bool = True
    merges: Mapping[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict[tuple[int, int], tuple[int, int]], repr=False
    )
    marks: SheetMarks = field(default_factory=SheetMarks, repr=False)

    @cached_property
    def bottom(self) -> int:
        """The row after the last."""
        return self.top + len(self.rows)

    def at(self, row: int, column: int) -> Any:
        """The cell's own raw value; ``None`` outside the grid."""
        i, j = row - self.top, column - self.left
        if 0 <= i < len(self.rows) and 0 <= j < len(self.rows[i]):
            return self.rows[i][j]
        return None

    def seen_at(self, row: int, column: int) -> Any:
        """What a person sees there: a merged cell shows the value of its first cell."""
        return self.at(*self.merges.get((row, column), (row, column)))

    def place(self, row: int, column: int, heading: str = "") -> Place:
        """The place of a cell, under the header of its column."""
        return Place(
            file=self.file,
            sheet=self.sheet,
            cell=cell_name(row, column),
            heading=(heading,) if heading else (),
        )

    def filled(self, row: int) -> list[tuple[int, Any]]:
        """The cells of a row that hold something, with their columns."""
        cells = self.rows[row - self.top]
        return [(j, c) for j, c in enumerate(cells, self.left) if c != "" and not is_blank(c)]


_NOTHING = " \t\r\n\u00a0\u200b\ufeff-–—…"


def is_blank(cell: Any) -> bool:
    """Whether the cell says nothing: it is empty, or holds only spaces or a dash."""
    if isinstance(cell, str):
        return not cell.strip(_NOTHING)
    return cell is None


def raw(cell: Any) -> Any:
    """The cell as the types of facts take it: no floats, nothing for blank.

    Excel keeps fifteen digits of a number; the rest is noise of binary fractions, so that 0.8
    means four fifths.
    """
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return int(cell)
        return Decimal(f"{cell:.15g}")
    if isinstance(cell, timedelta):
        return str(cell)
    return None if is_blank(cell) else cell


def error_in(cell: Any) -> str | None:
    """The Excel error that a text cell shows, if it is one (CSV and ODS carry them as text)."""
    if isinstance(cell, str) and cell[:1] in ("#", "E"):
        text = cell.strip()
        if text in _ERRORS or (text.startswith("Err:") and text[4:].isdigit()):
            return text
    return None


def read_grids(source: SourceFile) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one sheet of a CSV, in the order of the file.

    Raises ``InputError`` with one problem if the file is damaged, encrypted or too large.
    """
    return _csv_grids(source) if source.form is Form.CSV else _workbook_grids(source)


def _workbook_grids(source: SourceFile) -> tuple[Grid, ...]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    marks = inspect(source)
    grids: list[Grid] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(source.data)) as workbook:
            for meta in workbook.sheets_metadata:
                if meta.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(meta.name)
                top, left = sheet.start or (0, 0)
                if sheet.height > MOST_ROWS:
                    raise refuse("file.too-many-rows", source.name, sheet=meta.name, most=MOST_ROWS)
                if sheet.width > MOST_COLUMNS:
                    raise refuse(
                        "file.too-many-columns", source.name, sheet=meta.name, most=MOST_COLUMNS
                    )
                grids.append(
                    Grid(
                        file=source.name,
                        sheet=meta.name,
                        rows=sheet.to_python(skip_empty_area=True),
                        top=top,
                        left=left,
                        visible=meta.visible is SheetVisibleEnum.Visible,
                        merges=_covered(sheet.merged_cell_ranges or []),
                        marks=marks.get(meta.name, SheetMarks()),
                    )
                )
    except PasswordError:
        raise refuse("file.encrypted", source.name) from None
    except (CalamineError, OSError, ValueError):
        raise refuse("file.damaged", source.name) from None
    return tuple(grids)


def _covered(
    ranges: list[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int], tuple[int, int]]:
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for (first_row, first_column), (last_row, last_column) in ranges:
        area = (last_row - first_row + 1) * (last_column - first_column + 1)
        if area > 10_000:  # a merged background, not a merged value
            continue
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                covered[row, column] = (first_row, first_column)
    return covered


_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
_MANY_LOST = 5
"""Saving Vietnamese in a Western encoding leaves a question mark within every few words."""


def _csv_grids(source: SourceFile) -> tuple[Grid, ...]:
    text = _decode(source)
    delimiter = ""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    skipped = 1 if delimiter else 0
    delimiter = delimiter or _delimiter(text)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise refuse("file.damaged", source.name) from None
    if len(rows) > MOST_ROWS:
        raise refuse("file.too-many-rows", source.name, sheet="", most=MOST_ROWS)
    if max((len(row) for row in rows), default=0) > MOST_COLUMNS:
        raise refuse("file.too-many-columns", source.name, sheet="", most=MOST_COLUMNS)
    return (Grid(file=source.name, sheet="", rows=rows, top=skipped),)


def _decode(source: SourceFile) -> str:
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        # Excel for Vietnamese Windows writes CP1258 when nobody chose "CSV UTF-8".
        encodings = ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_LOST.findall(text)) >= _MANY_LOST:
            raise refuse("file.lost-letters", source.name)
        return text
    raise refuse("file.not-text", source.name)


def _delimiter(text: str) -> str:
    """The separator that gives the most columns in the first lines."""
    sample = text[:20_000]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1] or sample
    widths: dict[str, int] = {}
    for delimiter in (";", ",", "\t"):
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            rows = []
        counts = sorted((len(row) for row in rows if any(row)), reverse=True)
        # the width that at least half of the lines reach: a comma within a sentence is not it
        widths[delimiter] = counts[len(counts) // 2] if counts else 0
    return max(widths, key=lambda delimiter: widths[delimiter])
