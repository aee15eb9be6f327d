"""A workbook as it goes back to its unit: the same sheets, with what is wrong written into them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import Place, Problem
from dvk_rules.files.grid import is_blank, read_grids
from dvk_rules.files.listing import SheetReading
from dvk_rules.files.sheets import HEAD_ROW, Column, Sheets
from dvk_rules.files.source import Form, SourceFile
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.text import fold

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["by_file", "marked_copy"]

_WIDTH = 60
_ALWAYS = 'N("dvk-rules")=0'
"""A condition that always holds and by which the colours of an earlier round are found again."""
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


def marked_copy(
    source: SourceFile,
    sheets: Sequence[SheetReading],
    problems: Iterable[Problem],
    notices: Iterable[Problem],
    lang: str = "vi",
) -> bytes:
    """The workbook with a list of its errors, a column of reasons and marked cells, as xlsx.

    The list is a sheet in front, each line with a link to its cell. The cells have comments and are
    coloured by a condition, so that their own formatting stays. An xlsx keeps its own formatting.
    Other kinds, and an xlsx that cannot be written back, come as a plain workbook with the same
    values in the same cells. ``sheets``, ``problems`` and ``notices`` are those of this file.
    """
    book = _own_workbook(source) or _plain_workbook(source)
    problems, notices = list(problems), list(notices)
    for title in {say("answers.sheet", each) for each in LANGUAGES} & set(book.sheetnames):
        book.remove(book[title])  # the list of an earlier round
    for sheet in sheets:
        # a CSV has no sheet of its own name
        worksheet = book[sheet.sheet] if sheet.sheet in book.sheetnames else book.worksheets[0]
        marks = _Marks(worksheet, sheet, lang)
        for key, items in (("answers.problem", problems), ("answers.notice", notices)):
            for item in items:
                if item.where is not None and item.where.sheet == sheet.sheet:
                    words = say(key, lang, sentence=item.sentence(lang))
                    marks.add(item.where.cell, words, wrong=key == "answers.problem")
        marks.write()
    if problems:
        _list_of(problems, book, lang)
    return workbook_bytes(book)


_LISTED = (
    Column("sheet", 20),
    Column("cell", 10, "center"),
    Column("column", 30),
    Column("what", 100),
)


def _list_of(problems: Sequence[Problem], book: Workbook, lang: str) -> None:
    """A sheet in front with every error, each with a link to its cell."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    writer = Sheets(book, lang, "summary", say("answers.how", lang))
    title = say("answers.title", lang, count=len(problems))
    sheet = writer.sheet(say("answers.sheet", lang), title, _LISTED)
    for row, problem in enumerate(problems, HEAD_ROW + 1):
        place = problem.where or Place()
        name = place.sheet if place.sheet in book.sheetnames else book.sheetnames[0]
        heading = place.heading[-1] if place.heading else ""
        writer.row(sheet, _LISTED, [name, place.cell, heading, problem.sentence(lang)])
        if place.cell:
            cell: Any = sheet.cell(row, 2)
            quoted = name.replace("'", "''")
            cell.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!{place.cell}")
            cell.font = Font(name="Times New Roman", color="0563C1", underline="single")
    writer.finish(sheet, _LISTED)
    book.move_sheet(sheet, 1 - len(book.sheetnames))
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _own_workbook(source: SourceFile) -> Workbook | None:
    from openpyxl import load_workbook

    if source.form is not Form.XLSX:
        return None
    try:
        return load_workbook(BytesIO(source.data))
    except Exception:  # a style or a chart that openpyxl cannot take must not cost the answer
        return None


def _plain_workbook(source: SourceFile) -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in read_grids(source):
        sheet = book.create_sheet(grid.sheet or "CSV")
        sheet.sheet_state = "visible" if grid.visible else "hidden"
        for i, cells in enumerate(grid.rows):
            for j, value in enumerate(cells):
                if not is_blank(value):
                    shown = str(value) if isinstance(value, timedelta) else value
                    cell = sheet.cell(grid.top + i + 1, grid.left + j + 1, shown)
                    if isinstance(shown, str):
                        cell.data_type = "s"  # what came as text stays text, "=" in front or not
    return book


class _Marks:
    """What is to be written on one sheet: by row for the column, by cell for the comments."""

    def __init__(self, sheet: Worksheet, reading: SheetReading, lang: str) -> None:
        self._sheet, self._reading, self._lang = sheet, reading, lang
        self._rows: dict[int, list[str]] = defaultdict(list)
        self._cells: dict[str, list[str]] = defaultdict(list)
        self._wrong: set[str] = set()

    def add(self, cell: str, text: str, *, wrong: bool) -> None:
        found = _CELL.fullmatch(cell)
        if found is None:
            self._cells[""].append(text)  # about the sheet as a whole
            return
        row = int(found[2])
        self._cells[cell].append(text)
        if wrong:
            self._wrong.add(cell)
        if row > self._reading.header_rows[1]:
            self._rows[row].append(text)

    def write(self) -> None:
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        column = self._column()
        head = self._reading.header_rows[1]
        letter = get_column_letter(column)
        header: Any = self._sheet.cell(head, column)
        header.value = say("answers.column", self._lang)
        header.font = Font(bold=True, color="C00000")
        header.alignment = Alignment("center", "center", wrap_text=True)
        self._sheet.column_dimensions[letter].width = _WIDTH
        for row in range(head + 1, self._reading.last_row + 1):
            cell: Any = self._sheet.cell(row, column)
            if row in self._rows:
                cell.value = "\n".join(self._rows[row])
                cell.data_type = "s"  # a sentence may begin with what was typed, "=" included
                cell.font = Font(color="C00000")
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                self._make_room(row)
            elif not is_blank(cell.value):
                cell.value = None  # what an earlier round said of this row
        for name, texts in self._cells.items():
            self._comment(name or f"{letter}{head}", texts)
        self._colour()

    def _colour(self) -> None:
        """The wrong cells stand out; the colours of an earlier round go."""
        from openpyxl.formatting.rule import FormulaRule
        from openpyxl.styles import PatternFill

        rules: Any = self._sheet.conditional_formatting
        for area in list(rules):
            if any(_ALWAYS in (rule.formula or []) for rule in area.rules):
                del rules[str(area.sqref)]
        if self._wrong:
            fill = PatternFill("solid", bgColor="FFC7CE")
            cells = " ".join(sorted(self._wrong))
            rules.add(cells, FormulaRule(formula=[_ALWAYS], fill=fill))

    def _make_room(self, row: int) -> None:
        """The row grows to show its reasons: not every program fits rows by itself."""
        lines = sum(1 + len(text) // _WIDTH for text in self._rows[row])
        height = self._sheet.row_dimensions[row].height or 0
        if lines > 1 or height:
            self._sheet.row_dimensions[row].height = max(height, 16 * lines)

    def _column(self) -> int:
        """The column of an earlier answer, or the first free one right of the table."""
        own = {fold(say("answers.column", lang)) for lang in LANGUAGES}
        first, last = self._reading.header_rows
        for column in range(1, self._reading.last_column + 3):
            value: Any = self._sheet.cell(last, column).value
            if isinstance(value, str) and fold(value) in own:
                return column
        column = self._reading.last_column + 2
        while any(
            not is_blank(cell.value) or _is_merged(cell)
            for row in self._sheet.iter_rows(first, self._reading.last_row, column, column)
            for cell in row
        ):
            column += 1
        return column

    def _comment(self, name: str, texts: Sequence[str]) -> None:
        from openpyxl.comments import Comment

        cell: Any = self._sheet[name]
        if _is_merged(cell):
            ranges: Any = self._sheet.merged_cells.ranges
            row, column = cell.row, cell.column
            for area in ranges:
                if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                    cell = self._sheet.cell(area.min_row, area.min_col)
                    break
        said = [cell.comment.text] if cell.comment is not None else []
        fresh = [text for text in texts if not any(text in old for old in said)]
        if fresh:
            text = "\n".join((*said, *fresh))
            cell.comment = Comment(text, "dvk-rules", height=40 + 20 * (len(text) // 40), width=320)


def _is_merged(cell: Any) -> bool:
    from openpyxl.cell.cell import MergedCell

    return isinstance(cell, MergedCell)


def by_file(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """The problems of each file, by its name."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.where is not None:
            found[problem.where.file].append(problem)
    return found
