"""Sheets of a workbook that are read and printed: title, headings, rows, filter, page setup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dvk_rules.messages import catalogue, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEAD_ROW", "Column", "Sheets"]

_FONT = "Times New Roman"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
HEAD_ROW = 4
_TALLEST = 405  # points; Excel refuses rows above 409
_TINTS = {
    "selected": "E7F1EA",
    "left_out": "E8EDF7",
    "undecided": "E8EDF7",
    "deferred": "FBF0D2",
    "incomplete": "E9EBF6",
    "rejected": "F3EAED",
}


@dataclass(frozen=True)
class Column:
    """A column: the code of its heading, its width in characters, and how its cells stand.

    A column that stands ``aside`` is not printed.
    """

    code: str
    width: float
    align: str = "left"
    aside: bool = False


class Sheets:
    """Writes sheets into ``book``, in the words of ``area`` in ``lang``.

    ``said`` stands under the title of each sheet: what the workbook was made from.
    """

    def __init__(self, book: Workbook, lang: str, area: str, said: str = "") -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.book, self.lang, self.area, self.said = book, lang, area, said
        side = Side(style="thin", color="B8BCC6")
        self.border = Border(left=side, right=side, top=side, bottom=side)
        self.plain = Font(name=_FONT, size=11)
        self.bold = Font(name=_FONT, size=11, bold=True)
        self.title_font = Font(name=_FONT, size=14, bold=True)
        self.soft = Font(name=_FONT, size=10, italic=True, color="555555")
        self.head_fill = PatternFill("solid", fgColor="E4E7EE")
        self.fills = {name: PatternFill("solid", fgColor=colour) for name, colour in _TINTS.items()}
        self.aligned = {
            way: Alignment(horizontal=way, vertical="top", wrap_text=True)
            for way in ("left", "center", "right")
        }
        self.flat = Alignment(vertical="center")
        self.taken: set[str] = set()
        self.used: dict[str, int] = {}
        self.looks: dict[tuple[str, str | None, bool], Any] = {}

    def t(self, code: str, **params: Any) -> str:
        """A text of the area, or of another one."""
        full = f"{self.area}.{code}"
        return say(full if full in catalogue() else code, self.lang, **params)

    def sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        heads: Iterable[str] | None = None,
    ) -> Worksheet:
        """A sheet with its title and heading row, frozen below it."""
        sheet = self.book.create_sheet(_sheet_name(name, self.taken))
        self.used[sheet.title] = HEAD_ROW
        self.put(sheet, 1, 1, title, self.title_font)
        self.put(sheet, 2, 1, self.said, self.soft)
        words = list(heads or [self.t(column.code) for column in columns])
        for place, (column, text) in enumerate(zip(columns, words, strict=True), 1):
            cell = self.put(sheet, HEAD_ROW, place, text, self.bold)
            cell.fill, cell.border = self.head_fill, self.border
            cell.alignment = self.aligned["center"]
            sheet.column_dimensions[cell.column_letter].width = column.width
        # bold letters are wider, and words of a heading rarely fill their line
        fitted = [_lines(word, 0.75 * c.width) for word, c in zip(words, columns, strict=True)]
        sheet.row_dimensions[HEAD_ROW].height = max(32, 3 + 14.5 * min(4, max(fitted)))
        sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        return sheet

    def row(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        values: Sequence[Any],
        tint: str | None = None,
        *,
        formulas: bool = False,
    ) -> None:
        """One more row of a table; a row of ``formulas`` is its total."""
        number = self.used[sheet.title] = self.used[sheet.title] + 1
        tallest = max(
            1 if formulas or value is None else _lines(str(value), column.width)
            for column, value in zip(columns, values, strict=True)
        )
        sheet.row_dimensions[number].height = min(_TALLEST, 3 + 14.5 * tallest)
        for place, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            cell = self.put(sheet, number, place, value, formulas=formulas)
            self.dress(cell, column.align, tint, bold=formulas)

    def dress(self, cell: Any, align: str, tint: str | None, *, bold: bool) -> None:
        """The look of a cell of a table; each look is made once, since making one is slow."""
        key = (align, tint, bold)
        if key not in self.looks:
            cell.font = self.bold if bold else self.plain
            cell.border = self.border
            cell.alignment = self.aligned[align]
            if tint is not None:
                cell.fill = self.fills[tint]
            self.looks[key] = copy(cell._style)
        cell._style = copy(self.looks[key])

    def put(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: Any,
        font: Any = None,
        *,
        formulas: bool = False,
    ) -> Any:
        """One cell. What came from outside is text, never a formula."""
        cell: Any = sheet.cell(row, column)
        if isinstance(value, str):
            value = _CONTROL.sub("", value)
        cell.value = value if value != "" else None
        if cell.data_type == "f" and not formulas:
            cell.data_type = "s"
        if font is not None:
            cell.font = font
        if row < HEAD_ROW:
            cell.alignment = self.flat
        return cell

    def finish(self, sheet: Worksheet, columns: Sequence[Column], rows: int | None = None) -> None:
        """The filter and the print setup: A4 landscape, headings on every page.

        ``rows`` is the last row that is filtered, where a total stands below it.
        """
        from openpyxl.utils import get_column_letter

        last = self.used[sheet.title]
        printed = sum(not column.aside for column in columns)
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{rows or last}"
        sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        setup = sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", 9  # 9 is A4
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # openpyxl makes it
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.35
        footer: Any = sheet.oddFooter
        footer.center.text = f"{say('report.page', self.lang)} &P/&N"
        footer.right.text = "&A"


def _lines(text: str, width: float) -> int:
    """How many lines ``text`` takes in a cell: nobody but Excel measures rows by itself."""
    return sum(max(1, -(-len(part) // max(1, int(width * 1.25)))) for part in text.split("\n"))


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes: no ``[]:*?/\\``, at most 31 characters, used once."""
    base = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '")[:31].strip() or "-"
    made, number = base, 2
    while made.casefold() in taken:
        tail = f" ({number})"
        made, number = base[: 31 - len(tail)] + tail, number + 1
    taken.add(made.casefold())
    return made
