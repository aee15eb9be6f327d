"""The tables of a sweep: a row a step, and a row a nominee with the steps it is in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

from dvk_rules.messages import say
from dvk_rules.report.package import settled
from dvk_rules.sweep.result import Line, Sweep

__all__ = ["csv_table", "head", "percent", "rows", "where_words", "workbook"]

type Cell = str | int

_STAMP = "2000-01-01T00:00:00Z"  # a sweep says nothing of when it was made


def percent(share: Fraction, lang: str) -> str:
    """A share as people read it, to a tenth: ``63,3%``."""
    whole, tenth = divmod(round(share * 1000), 10)
    point = "," if lang == "vi" else "."
    return f"{whole}{point}{tenth}%" if tenth else f"{whole}%"


def where_words(sweep: Sweep, place: Sequence[int], lang: str) -> str:
    """A step by its values: ``80%``, ``3 × 45%``; the scenario itself in words."""
    if not place:
        return say("sweep.base", lang)
    pairs = zip(sweep.axes, place, strict=True)
    return " × ".join(axis.shown[index].get(lang) for axis, index in pairs)


def head(sweep: Sweep, lang: str) -> list[str]:
    """The columns of the table of steps."""
    titles = {tier: title.get(lang) for tier, title in sweep.tiers.items()}
    per_tier: list[str] = []
    for tier in titles.values():
        codes = ("eligible-of", "seats-of", "merit-of")
        per_tier += [say(f"sweep.{code}", lang, tier=tier) for code in codes]
        per_tier += [
            f"{tier}: {say(f'sweep.{code}', lang).lower()}" for code in ("entering", "leaving")
        ]
    return [
        *(axis.title.get(lang) for axis in sweep.axes),
        say("sweep.state", lang),
        *per_tier,
        say("sweep.fairness", lang),
        say("sweep.front", lang),
        say("sweep.binding", lang),
        say("sweep.reason", lang),
    ]


def rows(sweep: Sweep, lang: str) -> list[list[Cell]]:
    """A row a step, as `head` names its columns."""
    return [_row(sweep, line, lang) for line in sweep.lines]


def _row(sweep: Sweep, line: Line, lang: str) -> list[Cell]:
    step = line.step
    numbers: list[Cell] = []
    for tier in sweep.tiers:
        numbers.append(len(step.eligible[tier]) if tier in step.eligible else "")
        if step.listed:
            numbers += [len(step.selected[tier]), step.merit[tier]]
            numbers += [len(line.entering[tier]), len(line.leaving[tier])]
        else:
            numbers += [""] * 4
    return [
        *(axis.shown[i].get(lang) for axis, i in zip(sweep.axes, step.place, strict=True)),
        say(f"sweep.state.{step.state}", lang),
        *numbers,
        percent(line.shares[0], lang) if line.shares else "",
        say("yes", lang) if line.front else "",
        "; ".join(sweep.quotas[name].get(lang) for name in step.binding),
        step.reason.get(lang),
    ]


def csv_table(sweep: Sweep, lang: str) -> bytes:
    """The table of steps as CSV that Excel opens with its letters right."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head(sweep, lang))
    writer.writerows(rows(sweep, lang))
    return text.getvalue().encode("utf-8-sig")


def people_head(sweep: Sweep, lang: str) -> list[str]:
    """The columns of a table of nominees: who, how often, and each step."""
    codes = ("compare.view.nomination", "compare.view.name", "view.unit", "sweep.count")
    return [
        *(say(code, lang) for code in codes),
        *(where_words(sweep, step.place, lang) for step in sweep.listed),
    ]


def people_rows(sweep: Sweep, tier: str) -> list[list[Cell]]:
    """Everybody who is in some list of ``tier``, the most frequent first; ``x`` where it is in."""
    lists = [set(step.selected[tier]) for step in sweep.listed]
    everyone = set[str]().union(*lists)
    counted = sorted(
        ((sum(n in x for x in lists), n) for n in everyone), key=lambda c: (-c[0], c[1])
    )
    found: list[list[Cell]] = []
    for count, name in counted:
        who = sweep.people[name]
        marks: list[Cell] = ["x" if name in chosen else "" for chosen in lists]
        found.append([name, who.name, who.unit, count, *marks])
    return found


def workbook(sweep: Sweep, lang: str) -> bytes:
    """The steps on one sheet, and on one for each tier who is in which list."""
    from openpyxl import Workbook

    book = Workbook()
    first: Any = book.active
    first.title = say("sweep.step", lang)
    _fill(first, head(sweep, lang), rows(sweep, lang))
    if sweep.listed:
        for tier, title in sweep.tiers.items():
            name = title.get(lang).translate({ord(char): " " for char in "[]:*?/\\"})[:31]
            _fill(book.create_sheet(name), people_head(sweep, lang), people_rows(sweep, tier))
    book.properties.title = sweep.title.get(lang)
    book.properties.creator = "dvk-rules"
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue(), _STAMP)


def _fill(sheet: Any, titles: Sequence[str], content: Sequence[Sequence[Cell]]) -> None:
    """A table under a bold frozen head; text is text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, title in enumerate(titles, 1):
        cell = sheet.cell(1, column, title)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        longest = max((len(str(row[column - 1])) for row in content), default=0)
        width = max(8, min(60, max(longest, len(title) // 2) + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(content, 2):
        for column, value in enumerate(row, 1):
            if value != "":
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # a value such as "=…" is no formula
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
