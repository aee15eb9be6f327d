"""The workbook that units fill in, made from a pack: what it offers, the reader accepts.

The list has drop-downs, checked dates and numbers and an example row; a second sheet says what
each column means and under which clause it is asked; a hidden one holds the choices.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import InputError, Place, Problem, RunError
from dvk_rules.files.atomic import atomic_write
from dvk_rules.files.clauses import Asked, asked_facts
from dvk_rules.files.row_height import row_height
from dvk_rules.files.unit_names import UnitNames
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.pack.units import Unit
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.text import nfc
from dvk_rules.values import FactType, Value, describe

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["template_bytes", "write_template"]

_ROWS_OF_ALL, _ROWS_OF_ONE = 300, 100
"""Rows to fill in: a unit proposes a dozen, all twenty together some two hundred."""

_FONT = "Times New Roman"
_TIER_COLOURS = ("DCE6F1", "FCE4D6", "E2EFDA", "EADCF4")
_PLAIN = "F2F2F2"
_WIDTHS = {FactType.TEXT: 24, FactType.DATE: 13, FactType.LIST: 30}
_DAYS = (date(2000, 1, 1), date(2100, 12, 31))
_EPOCH = date(1899, 12, 30)


def write_template(pack: Pack, path: Path, unit: str | None = None, *, lang: str = "vi") -> None:
    """Writes the form of ``pack`` to ``path``: for all units, or for the one with this id or name.

    A form that is there already is left as it is; another file of this name, perhaps the form
    filled in, is never overwritten. Raises ``InputError`` if the pack does not know the unit,
    ``RunError`` if the name is taken or nothing can be written there.
    """
    form = template_bytes(pack, unit, lang=lang)
    if path.is_file():
        if path.read_bytes() != form:
            raise RunError([Problem("write.exists", {}, Place(file=str(path)))])
        return
    atomic_write(path, form)


def template_bytes(pack: Pack, unit: str | None = None, *, lang: str = "vi") -> bytes:
    """The form as xlsx; the same pack and unit give the same bytes."""
    from openpyxl import Workbook

    found = None if unit is None else _unit_meant(pack, unit)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say("template.list", lang)
    _Form(pack, book, lang, found).write(sheet)
    return workbook_bytes(book)


def _unit_meant(pack: Pack, typed: str) -> Unit:
    """The unit of this id or name, however it is typed."""
    names, units = UnitNames(pack.units), pack.units.units
    found = names.typed(typed)
    if found is not None:
        return units[found]
    near = names.like(typed)
    code = "template.no-unit-meant" if near else "template.no-unit"
    known = [units[item] for item in near] or [unit for unit in units.values() if unit.nominates]
    named = [{"vi": unit.name.vi, "en": unit.name.get("en")} for unit in known]
    raise InputError([Problem(code, {"unit": nfc(typed), "known": named})])


class _Form:
    def __init__(self, pack: Pack, book: Workbook, lang: str, unit: Unit | None) -> None:
        self.pack, self.book, self.lang, self.unit = pack, book, lang, unit
        self.rows = _ROWS_OF_ALL if unit is None else _ROWS_OF_ONE
        self.asked: Mapping[str, Asked] = asked_facts(pack)
        given = [fact for fact in pack.form_facts if unit is None or fact.role != "unit"]
        first = {"rank": 0, "unit": 1, "name": 2}
        # the sort is stable: the other facts keep the order of the vocabulary
        self.facts = sorted(given, key=lambda fact: first.get(fact.role or "", 3))
        self.choices: dict[str, str] = {}

    def write(self, sheet: Worksheet) -> None:
        guide = self.book.create_sheet(say("template.guide", self.lang))
        lists = self.book.create_sheet(say("template.choices", self.lang))
        self._lists(lists)
        header = self._titles(sheet)
        self._headers(sheet, header)
        self._example(sheet, header + 1)
        self._cells(sheet, header + 2)
        self._page(sheet, header)
        self._guide(guide)

    # The list

    def _titles(self, sheet: Worksheet) -> int:
        """The title, the unit and the legend of colours; returns the row of the header."""
        from openpyxl.styles import Font, PatternFill

        lines = [say("template.title", self.lang), self.pack.title.get(self.lang)]
        if self.unit is not None:
            lines.append(say("template.unit", self.lang, unit=self.unit.name.get(self.lang)))
        for row, line in enumerate(lines, 1):
            cell = sheet.cell(row, 1, line)
            cell.font = Font(name=_FONT, size=14 if row == 1 else 12, bold=row != 2)
        legend = [
            (colour, say("template.asked-for", self.lang, tier=tier.short.get(self.lang)))
            for tier, colour in zip(self.pack.tiers, _TIER_COLOURS, strict=False)
        ]
        legend.append((_PLAIN, say("template.asked-otherwise", self.lang)))
        for row, (colour, text) in enumerate(legend, len(lines) + 1):
            sheet.cell(row, 1).fill = PatternFill("solid", fgColor=colour)
            sheet.cell(row, 2, text).font = Font(name=_FONT, size=10, italic=True)
        return len(lines) + len(legend) + 2

    def _headers(self, sheet: Worksheet, row: int) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        for column, fact in enumerate(self.facts, 1):
            cell = sheet.cell(row, column, fact.label.get(self.lang))
            cell.font = Font(name=_FONT, size=11, bold=True)
            cell.fill = PatternFill("solid", fgColor=self._colour(fact))
            cell.alignment = Alignment("center", "center", wrap_text=True)
            cell.border = _box()
            width = 6 if fact.role == "rank" else _WIDTHS.get(fact.kind.type, 15)
            width = 30 if fact.role in ("unit", "name") else width
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.row_dimensions[row].height = 78

    def _colour(self, fact: Fact) -> str:
        if fact.role in ("rank", "unit", "name"):
            return _TIER_COLOURS[0]
        for tier, colour in zip(self.pack.tiers, _TIER_COLOURS, strict=False):
            if tier.id in self.asked[fact.name].tiers:
                return colour
        return _PLAIN

    def _example(self, sheet: Worksheet, row: int) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        for column, fact in enumerate(self.facts, 1):
            value: Any = self._shown(fact, fact.example)
            if fact.role == "rank":
                value = say("template.example", self.lang)
            cell = sheet.cell(row, column, value)
            cell.font = Font(name=_FONT, size=11, italic=True, color="7F7F7F")
            cell.fill = PatternFill("solid", fgColor="FAFAFA")
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.number_format = _number_format(fact)
            cell.border = _box()
        sheet.row_dimensions[row].height = 48

    def _shown(self, fact: Fact, value: Value | None) -> Any:
        """An example as it is typed: dates and numbers as such, choices by their labels."""
        if value is None:
            return None
        if isinstance(value, bool):
            return say("yes" if value else "no", self.lang)
        if isinstance(value, tuple):
            return "; ".join(fact.kind.choices[item].label.get(self.lang) for item in value)
        if isinstance(value, Decimal):
            return float(value)  # a cell holds a binary number; the reader makes it exact again
        if isinstance(value, str) and fact.kind.choices:
            return fact.kind.show(value, self.lang)
        return value

    def _cells(self, sheet: Worksheet, start: int) -> None:
        from openpyxl.utils import get_column_letter

        end = start + self.rows - 1
        for column, fact in enumerate(self.facts, 1):
            style = self._style(fact)
            for row in range(start, end + 1):
                sheet.cell(row, column).style = style
            rule = self._validation(fact)
            sheet.add_data_validation(rule)
            letter = get_column_letter(column)
            rule.add(f"{letter}{start}:{letter}{end}")

    def _style(self, fact: Fact) -> str:
        """The name of the style of the fact's cells: one assignment a cell, not four."""
        from openpyxl.styles import Alignment, Font, NamedStyle

        form = _number_format(fact)
        name = f"dvk {form}"
        if name not in self.book.style_names:
            text = fact.kind.type is FactType.TEXT
            style = NamedStyle(name, number_format=form)
            style.font = Font(name=_FONT, size=11)
            style.border = _box()
            style.alignment = Alignment(None if text else "center", "center", wrap_text=True)
            self.book.add_named_style(style)
        return name

    def _validation(self, fact: Fact) -> Any:
        """What Excel lets be typed into the column, with the hint shown beside the cell."""
        from openpyxl.worksheet.datavalidation import DataValidation

        kind = fact.kind
        options: dict[str, Any] = {}
        if fact.name in self.choices:
            options = {"type": "list", "formula1": self.choices[fact.name]}
        elif kind.type is FactType.BOOL:
            words = f"{say('yes', self.lang)},{say('no', self.lang)}"
            options = {"type": "list", "formula1": f'"{words}"'}
        elif kind.type is FactType.DATE:
            low, high = kind.at_least or _DAYS[0], kind.at_most or _DAYS[1]
            options = _between("date", _serial(low), _serial(high))
        elif kind.type in (FactType.INT, FactType.DECIMAL):
            options = _bounds(fact)
        if options:
            options |= {
                "showErrorMessage": True,
                "errorTitle": fact.label.get(self.lang)[:32],
                "error": say("template.error", self.lang, allowed=self._allowed(fact))[:225],
            }
        rule = DataValidation(allow_blank=True, showInputMessage=True, **options)
        rule.promptTitle = fact.label.get(self.lang)[:32]
        rule.prompt = (fact.help.get(self.lang) or self._allowed(fact))[:255]
        return rule

    def _allowed(self, fact: Fact) -> str:
        if fact.role == "unit":
            return say("template.from-list", self.lang)
        if fact.kind.percent:
            return say("template.percent", self.lang)
        if fact.kind.type is FactType.DATE:
            return say("template.date", self.lang)
        if fact.kind.type is FactType.BOOL:
            return f"{say('yes', self.lang)} / {say('no', self.lang)}"
        if not fact.kind.choices:
            return describe(fact.kind, self.lang)
        # labels have commas of their own
        words = "; ".join(choice.label.get(self.lang) for choice in fact.kind.choices.values())
        many = fact.kind.type is FactType.LIST
        return say("template.many", self.lang, choices=words) if many else words

    def _lists(self, sheet: Worksheet) -> None:
        """The choices of every enum, a column each, on a sheet that Excel never shows."""
        from openpyxl.utils import get_column_letter

        column = 0
        for fact in self.facts:
            if fact.kind.type not in (FactType.ENUM, FactType.ORDERED):
                continue
            labels = [choice.label.get(self.lang) for choice in fact.kind.choices.values()]
            if fact.role == "unit":
                units = self.pack.units.units.values()
                labels = [unit.name.get(self.lang) for unit in units if unit.nominates]
            column += 1
            for row, label in enumerate(labels, 1):
                sheet.cell(row, column, label)
            letter = get_column_letter(column)
            name = sheet.title.replace("'", "''")
            self.choices[fact.name] = f"'{name}'!${letter}$1:${letter}${len(labels)}"
        sheet.sheet_state = "veryHidden"

    def _page(self, sheet: Worksheet, header: int) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        names = [fact.role for fact in self.facts]
        after_name = names.index("name") + 2 if "name" in names else 2
        sheet.freeze_panes = sheet.cell(header + 1, after_name).coordinate
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
        sheet.page_setup.fitToWidth = max(1, len(self.facts) // 10)
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{header}:{header}"
        sheet.print_title_cols = "A:A" if after_name < 3 else f"A:{'ABC'[min(after_name, 4) - 2]}"
        _number_pages(sheet)

    # The guide

    def _guide(self, sheet: Worksheet) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet.cell(1, 1, say("template.guide-title", self.lang)).font = Font(
            name=_FONT, size=14, bold=True
        )
        for row, key in enumerate(("template.how-1", "template.how-2", "template.how-3"), 2):
            sheet.cell(row, 1, say(key, self.lang)).font = Font(name=_FONT, size=12)
        heads = ("place", "column", "meaning", "allowed", "clauses")
        for column, key in enumerate(heads, 1):
            cell = sheet.cell(6, column, say(f"template.guide-{key}", self.lang))
            cell.font = Font(name=_FONT, size=11, bold=True)
            cell.fill = PatternFill("solid", fgColor=_TIER_COLOURS[0])
            cell.alignment = Alignment("center", "center", wrap_text=True)
            cell.border = _box()
        for number, fact in enumerate(self.facts, 1):
            texts = (
                get_column_letter(number),
                fact.label.get(self.lang),
                fact.help.get(self.lang),
                self._allowed(fact),
                self._clauses(fact),
            )
            for column, text in enumerate(texts, 1):
                cell = sheet.cell(6 + number, column, text)
                cell.font = Font(name=_FONT, size=11, bold=column == 2)
                cell.alignment = Alignment(
                    "center" if column == 1 else "left", "top", wrap_text=True
                )
                cell.border = _box()
                if column == 2:
                    cell.fill = PatternFill("solid", fgColor=self._colour(fact))
            sheet.row_dimensions[6 + number].height = row_height(texts, _GUIDE_WIDTHS)
        for column, width in enumerate(_GUIDE_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.freeze_panes = "A7"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = "6:6"
        _number_pages(sheet)

    def _clauses(self, fact: Fact) -> str:
        """The clauses that ask for the fact, a line each; how sure each is stands behind it."""
        lines: list[str] = []
        for rule in self.asked[fact.name].rules:
            document = self.pack.documents.get(rule.source.doc)
            title = document.title.get(self.lang) if document else rule.source.doc
            at = rule.source.at or title
            status = say(f"status.{rule.status}", self.lang)
            number = f", {document.number}" if document and document.number else ""
            line = f"{at}{number}: {rule.title.get(self.lang)} ({status})"
            if line not in lines:
                lines.append(line)
        return "\n".join(lines) or say("template.for-the-list", self.lang)


_GUIDE_WIDTHS = (6, 26, 48, 40, 70)


def _number_pages(sheet: Worksheet) -> None:
    footer: Any = sheet.oddFooter  # its parts are made when first asked for
    footer.center.text = "&P/&N"


def _box() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color="A6A6A6")
    return Border(left=line, right=line, top=line, bottom=line)


def _number_format(fact: Fact) -> str:
    if fact.kind.percent:
        return "0.##%"
    by_type = {FactType.DATE: "dd/mm/yyyy", FactType.INT: "0", FactType.TEXT: "@"}
    return by_type.get(fact.kind.type, "General")


def _serial(day: Any) -> str:
    return str((day - _EPOCH).days)


def _between(kind: str, low: str, high: str) -> dict[str, Any]:
    return {"type": kind, "operator": "between", "formula1": low, "formula2": high}


def _bounds(fact: Fact) -> dict[str, Any]:
    kind = "whole" if fact.kind.type is FactType.INT else "decimal"
    low, high = fact.kind.at_least, fact.kind.at_most
    low = 1 if fact.role == "rank" and low is None else low
    if low is not None and high is not None:
        return _between(kind, str(low), str(high))
    if low is not None:
        return {"type": kind, "operator": "greaterThanOrEqual", "formula1": str(low)}
    if high is not None:
        return {"type": kind, "operator": "lessThanOrEqual", "formula1": str(high)}
    return _between(kind, "-1000000000", "1000000000")
