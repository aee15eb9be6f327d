"""Writes what the handbook works with: the workbooks of three units. Everything is invented.

``vi-du/don-vi`` holds them as they were sent: one on the form, one laid out in the unit's own way
with two mistakes, one as CSV. ``vi-du/sua`` holds the one that was mended. Run from the root of the
project: ``python docs/so-tay/make_example.py``.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from dvk_rules.files.template import template_bytes
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.pack import load_pack

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent / "vi-du"
PACK = load_pack("binh-thuan-2020")

type Table = list[dict[str, Any]]


def nominations() -> dict[str, Table]:
    """The rows of the case that fits on a screen, by unit; the columns are the labels."""
    sheet = load_workbook(ROOT / "fixtures" / "one-screen" / "de-cu.xlsx").worksheets[0]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    top = next(place for place, line in enumerate(lines) if line[0] == "STT")
    units: dict[str, Table] = {}
    for line in lines[top + 1 :]:
        row = {str(name): value for name, value in zip(lines[top], line, strict=True)}
        units.setdefault(str(row.pop("Đơn vị đề nghị")), []).append(row)
    return units


def on_the_form(unit: str, rows: Table) -> bytes:
    """The form of the project, filled in."""
    book = load_workbook(io.BytesIO(template_bytes(PACK, unit)))
    sheet = book.worksheets[0]
    top = next(cell.row for cell in sheet["A"] if cell.value == "STT")
    columns = {str(cell.value): number for number, cell in enumerate(sheet[top], start=1)}
    first = next(cell.row for cell in sheet["A"][top:] if cell.value is None)
    for number, row in enumerate(rows, start=first):
        for name, value in row.items():
            if value is not None:
                sheet.cell(number, columns[name], value)
    return workbook_bytes(book)


OWN_WORDS = {
    "Họ và tên hoặc tên tập thể": "Tập thể, cá nhân",
    "Ngày nhận hồ sơ": "Ngày gửi",
    "Lĩnh vực": "LĨNH  VỰC",
}


def in_its_own_way(rows: Table) -> bytes:
    """A list as a unit draws it up by itself: titles above, own words, dates as text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tuy Phong"
    sheet.append(["HUYỆN ỦY TUY PHONG"])
    sheet.append(["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG “DÂN VẬN KHÉO” (dữ liệu giả định)"])
    sheet.append([])
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    sheet.append([OWN_WORDS.get(name, name) for name in names])
    for row in rows:
        sheet.append([_as_text(row[name]) for name in names])
    for cell in sheet[4]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for column in "BCD":
        sheet.column_dimensions[column].width = 22
    return workbook_bytes(book)


def as_csv(unit: str, rows: Table) -> bytes:
    """A list as CSV, with the unit in a column of its own."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    writer.writerow(["Đơn vị đề nghị", *names])
    writer.writerows([unit, *(_as_text(row[name]) for name in names)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _as_text(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return f"{value.day}/{value.month}/{value.year}"
    return value


def main() -> None:
    """Writes the files."""
    units = nominations()
    phan_thiet, tuy_phong, farmers = units.values()
    mistaken = [dict(row) for row in tuy_phong]
    mistaken[1]["Ngày nhận hồ sơ"] = "31/11/2020"
    mistaken[2]["Mức thành tích"] = "rất tốt"
    files = {
        "don-vi/phan-thiet.xlsx": on_the_form("phan-thiet", phan_thiet),
        "don-vi/tuy-phong.xlsx": in_its_own_way(mistaken),
        "don-vi/hoi-nong-dan.csv": as_csv("Hội Nông dân tỉnh", farmers),
        "sua/tuy-phong.xlsx": in_its_own_way(tuy_phong),
    }
    for name, content in files.items():
        place = HERE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    main()
