"""The result workbook: the list, a sheet a unit, the reasons, the quotas, what is assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dvk_rules.messages import catalogue, say
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.clashes import clash_words
from dvk_rules.report.figures import quota_rows, span
from dvk_rules.report.package import settled
from dvk_rules.report.people import Person, people
from dvk_rules.report.reasons import Reason, reasons_of
from dvk_rules.runs import Run
from dvk_rules.summary import unit_lines

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["result_workbook"]

_FONT = "Times New Roman"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HEAD_ROW = 4
_TINTS = {
    "selected": "E7F1EA",
    "left_out": "E8EDF7",
    "undecided": "E8EDF7",
    "deferred": "FBF0D2",
    "incomplete": "E9EBF6",
    "rejected": "F3EAED",
}


@dataclass(frozen=True)
class _Column:
    """A column: the code of its heading, its width in characters, and how its cells stand.

    A column that stands ``aside`` is not printed.
    """

    code: str
    width: float
    align: str = "left"
    aside: bool = False


def result_workbook(
    run: Run, lang: str = "vi", *, everybody: tuple[Person, ...] | None = None
) -> bytes:
    """The workbook of ``run`` in ``lang``; the same run, the same bytes.

    ``everybody`` is ``people(run)``, where it has been made already.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    everybody = everybody or people(run)
    reasons = {person.id: reasons_of(person, lang) for person in everybody}
    writer = _Writer(book, run, lang)
    if run.clash is not None:
        writer.clash()
    else:
        writer.selected(everybody)
    writer.summary()
    writer.reasons(everybody, reasons)
    if run.clash is None:
        writer.quotas()
    writer.assumed()
    writer.units(everybody, reasons)
    book.properties.title = run.scenario.title.get(lang)
    book.properties.creator = "dvk-rules"
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue(), f"{run.scenario.day.isoformat()}T00:00:00Z")


class _Writer:
    """Writes the sheets of one run."""

    def __init__(self, book: Workbook, run: Run, lang: str) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.book, self.run, self.lang = book, run, lang
        self.pack = run.scenario.pack
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
        self.looks: dict[tuple[str, str | None, bool], Any] = {}

    def t(self, code: str, **params: Any) -> str:
        """A text of the report, or of another area."""
        full = f"report.{code}"
        return say(full if full in catalogue() else code, self.lang, **params)

    # Sheets

    def selected(self, everybody: Sequence[Person]) -> None:
        """Everybody who was selected, in official order."""
        columns = (
            _Column("no", 5, "center"),
            _Column("unit", 22),
            _Column("rank", 8, "center"),
            _Column("name", 26),
            _Column("kind-of", 9),
            _Column("position", 26),
            _Column("field", 15),
            _Column("award", 13),
            _Column("points-head", 7, "right"),
            _Column("assumed-rules", 9, "right"),
            _Column("note", 18),
            _Column("id", 22, aside=True),
            _Column("model", 36, aside=True),
        )
        sheet = self.sheet(self.t("sheet.list"), self.t("sheet.list-title"), columns)
        listed = [person for person in everybody if person.deepest is not None]
        for number, person in enumerate(listed, 1):
            deepest = person.deepest or ""
            row = [
                number,
                person.unit_name.get(self.lang),
                person.rank,
                person.name,
                person.shown("kind", self.lang),
                person.shown("position", self.lang),
                person.shown("field", self.lang),
                self.award(person),
                self.points(person),
                len(person.result.assumed(deepest)),
                self.note(person),
                person.id,
                person.shown("model_name", self.lang),
            ]
            inner = deepest != self.pack.tiers[0].id
            self.row(sheet, columns, row, "selected" if inner else None)
        self.finish(sheet, columns)

    def summary(self) -> None:
        """Each unit against its quotas, with a total."""
        tiers = self.pack.tiers
        columns = [_Column("unit", 40), _Column("proposed", 10, "right")]
        heads = [self.t("unit"), self.t("proposed")]
        for tier in tiers:
            for code in ("eligible", "selected", "quota"):
                columns.append(_Column(code, 13, "right"))
                heads.append(f"{tier.short.get(self.lang)}: {self.t(code).lower()}")
        sheet = self.sheet(self.t("sheet.summary"), self.t("units.title"), columns, heads)
        lines = unit_lines(self.run)
        for line in lines:
            row: list[Any] = [line.name.get(self.lang), line.proposed]
            for tier in tiers:
                chosen = line.selected[tier.id] if self.run.allocation else None
                row += [line.eligible[tier.id], chosen, span(*line.bounds[tier.id])]
            self.row(sheet, columns, row)
        first, last = _HEAD_ROW + 1, _HEAD_ROW + len(lines)
        total: list[Any] = [self.t("total")]
        for place in range(1, len(columns)):
            letter = chr(ord("A") + place)
            adds = columns[place].code != "quota"
            total.append(f"=SUM({letter}{first}:{letter}{last})" if adds and lines else "")
        self.row(sheet, columns, total, formulas=True)
        self.finish(sheet, columns, rows=last)

    def units(self, everybody: Sequence[Person], reasons: dict[str, tuple[Reason, ...]]) -> None:
        """One sheet a unit that proposed somebody, in official order."""
        columns = (
            _Column("rank", 8, "center"),
            _Column("name", 26),
            _Column("kind-of", 9),
            _Column("position", 26),
            _Column("field", 15),
            _Column("result", 16),
            _Column("points-head", 8, "right"),
            _Column("reason", 60),
        )
        by_unit: dict[str, list[Person]] = {}
        for person in everybody:
            by_unit.setdefault(person.unit, []).append(person)
        for members in by_unit.values():
            name = members[0].unit_name.get(self.lang)
            sheet = self.sheet(name, name, columns)
            for person in members:
                said = [
                    f"{self.pack.tier[item.tier].short.get(self.lang)}: {self.sentence(item)}"
                    for item in reasons[person.id]
                ]
                row = [
                    person.rank,
                    person.name,
                    person.shown("kind", self.lang),
                    person.shown("position", self.lang),
                    person.shown("field", self.lang),
                    self.award(person) or self.t(self.state_code(person)),
                    self.points(person),
                    "\n".join(said),
                ]
                self.row(sheet, columns, row, person.state.split(":")[0])
            self.finish(sheet, columns)

    def reasons(self, everybody: Sequence[Person], reasons: dict[str, tuple[Reason, ...]]) -> None:
        """A line for every reason of everybody who is not selected for some tier."""
        columns = (
            _Column("unit", 20),
            _Column("rank", 7, "center"),
            _Column("name", 22),
            _Column("tier", 9),
            _Column("verdict", 13),
            _Column("reason", 30),
            _Column("dossier-says", 34),
            _Column("clause", 22),
            _Column("rests-on", 10),
            _Column("advice", 26),
            _Column("id", 22, aside=True),
        )
        sheet = self.sheet(self.t("sheet.reasons"), self.t("sheet.reasons-title"), columns)
        for person in everybody:
            for item in reasons[person.id]:
                known = "verdict" if item.rule else "standing"
                row = [
                    person.unit_name.get(self.lang),
                    person.rank,
                    person.name,
                    self.pack.tier[item.tier].short.get(self.lang),
                    self.t(f"{known}.{item.verdict}"),
                    item.text,
                    "\n".join(item.found),
                    item.clause,
                    self.t(f"status.{item.rule.status}") if item.rule else "",
                    item.advice,
                    person.id,
                ]
                self.row(sheet, columns, row, item.verdict)
        self.finish(sheet, columns)

    def quotas(self) -> None:
        """Every quota: asked, got, slack, binding, what it rests on."""
        columns = (
            _Column("quota", 36),
            _Column("values-of", 36),
            _Column("tier", 12),
            _Column("asked", 13, "right"),
            _Column("seats-asked", 13, "right"),
            _Column("got", 8, "right"),
            _Column("members", 10, "right"),
            _Column("slack", 10, "right"),
            _Column("at-bound-short", 12, "center"),
            _Column("force", 11),
            _Column("rests-on", 15),
        )
        sheet = self.sheet(self.t("sheet.quotas"), self.t("nav.quotas"), columns)
        for row in quota_rows(self.run, self.lang):
            self.row(
                sheet,
                columns,
                [
                    row.title.get(self.lang),
                    row.label,
                    self.pack.tier[row.tier].short.get(self.lang),
                    row.asked,
                    span(row.low or None, row.high),
                    row.count,
                    row.of,
                    -row.missing if row.missing else row.slack,
                    self.t("yes") if row.tight else "",
                    self.t("hard" if row.hard else "soft"),
                    self.t(f"status.{row.status}"),
                ],
                "rejected" if row.missing else "deferred" if row.tight else None,
            )
        self.finish(sheet, columns)

    def assumed(self) -> None:
        """Everything that nobody has confirmed."""
        columns = (
            _Column("what", 14),
            _Column("title-of", 60),
            _Column("value", 16),
            _Column("touched", 14, "right"),
            _Column("instead-of", 60),
        )
        sheet = self.sheet(self.t("sheet.assumed"), self.t("assumed.title"), columns)
        for item in assumptions(self.run, self.lang):
            kind = self.t(f"assumed.{item.kind}")
            row = [kind, item.title, item.value, item.touched, item.source]
            self.row(sheet, columns, row)
        self.finish(sheet, columns)

    def clash(self) -> None:
        """Which quotas clash, and the ways out."""
        found = clash_words(self.run, self.lang)
        assert found is not None  # the caller has looked
        columns = (_Column("what", 34), _Column("title-of", 110))
        sheet = self.sheet(self.t("sheet.clash"), self.t("clash.title"), columns)
        for line in found.shortages:
            self.row(sheet, columns, [self.t("clash.shortages"), line])
        for number, rules in enumerate(found.conflicts, 1):
            for rule in rules:
                self.row(sheet, columns, [f"{self.t('clash.conflicts')} ({number})", rule])
        for number, (seats, changes) in enumerate(found.repairs, 1):
            for change in changes:
                head = f"{self.t('clash.repairs')} ({number}): "
                self.row(sheet, columns, [head + self.t("clash.repair", seats=seats), change])
        self.finish(sheet, columns)

    # Words

    def award(self, person: Person) -> str:
        """What was given: ``Thư khen + Bằng khen``; empty if nothing."""
        if person.deepest is None:
            return ""
        tiers = self.pack.enclosing(person.deepest)
        return " + ".join(self.pack.tier[tier].short.get(self.lang) for tier in tiers)

    def state_code(self, person: Person) -> str:
        """The code of the words for somebody who got nothing."""
        known = person.state in ("left_out", "undecided")
        return f"state.{person.state}" if known else f"verdict.{person.state}"

    def points(self, person: Person) -> int | str:
        """A number where the points are sure, a range where facts are missing."""
        low, high = person.result.merit[self.pack.tiers[0].id]
        return low if low == high else f"{low}–{high}"

    def note(self, person: Person) -> str:
        """The committee's decisions about somebody."""
        return "; ".join(
            f"{self.t(f'action.{item.action}')} ({item.who}): {item.why}"
            for item in self.run.scenario.decisions
            if item.nomination == person.id
        )

    def sentence(self, item: Reason) -> str:
        """A reason on one line."""
        if item.rule is None:
            return item.text
        head = self.t("open-rule" if item.verdict == "incomplete" else "failed-rule")
        found = f" ({'; '.join(item.found)})" if item.found else ""
        return f"{head} {item.text}{found}"

    # Cells

    def sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[_Column],
        heads: Iterable[str] | None = None,
    ) -> Worksheet:
        """A sheet with its title and heading row, frozen below it."""
        sheet = self.book.create_sheet(_sheet_name(name, self.taken))
        self.put(sheet, 1, 1, title, self.title_font)
        scenario = self.run.scenario
        said = self.t("subtitle", day=scenario.day, pack=self.pack.id,
                      version=self.pack.version, run=self.run.id[:12])  # fmt: skip
        self.put(sheet, 2, 1, f"{scenario.title.get(self.lang)} · {said}", self.soft)
        words = heads or [self.t(column.code) for column in columns]
        for place, (column, text) in enumerate(zip(columns, words, strict=True), 1):
            cell = self.put(sheet, _HEAD_ROW, place, text, self.bold)
            cell.fill, cell.border = self.head_fill, self.border
            cell.alignment = self.aligned["center"]
            sheet.column_dimensions[cell.column_letter].width = column.width
        sheet.row_dimensions[_HEAD_ROW].height = 32
        sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
        return sheet

    def row(
        self,
        sheet: Worksheet,
        columns: Sequence[_Column],
        values: Sequence[Any],
        tint: str | None = None,
        *,
        formulas: bool = False,
    ) -> None:
        """One more row of a table; a row of ``formulas`` is its total."""
        number = sheet.max_row + 1 if sheet.max_row >= _HEAD_ROW else _HEAD_ROW + 1
        tallest = max(
            1 if formulas or value is None else _lines(str(value), column.width)
            for column, value in zip(columns, values, strict=True)
        )
        sheet.row_dimensions[number].height = 3 + 14.5 * tallest
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
        if row < _HEAD_ROW:
            cell.alignment = self.flat
        return cell

    def finish(self, sheet: Worksheet, columns: Sequence[_Column], rows: int | None = None) -> None:
        """The filter and the print setup: A4 landscape, headings on every page."""
        last = max(rows or sheet.max_row, _HEAD_ROW)
        letter = chr(ord("A") + len(columns) - 1)
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{letter}{last}"
        printed = sum(not column.aside for column in columns)
        sheet.print_area = f"A1:{chr(ord('A') + printed - 1)}{max(last, sheet.max_row)}"
        sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
        setup = sheet.page_setup
        setup.orientation, setup.paperSize = "landscape", 9  # 9 is A4
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # openpyxl makes it
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.35
        footer: Any = sheet.oddFooter
        footer.center.text = f"{self.t('page')} &P/&N"
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
