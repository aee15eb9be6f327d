"""What lands on an officer's desk: the workbooks of twenty units, four of them as life brings them.

The nominations are those of the case of 2020, all invented. Most units fill in the form. Tuy Phong
types a list of its own, the Farmers and the Youth send CSV, the Police send several sheets. Write
them all with ``PYTHONPATH=tests python -m surface.desk FOLDER`` and follow ``test_officer_story``.
"""

from __future__ import annotations

import csv
import io
import sys
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dvk_rules.files.template import template_bytes
from dvk_rules.pack import load_pack
from dvk_rules.pack.vocabulary import Fact

__all__ = ["FEW", "broken_files", "scenarios", "sent_files"]

CASE = Path(__file__).resolve().parents[2] / "fixtures" / "binh-thuan-2020"
PACK = load_pack("binh-thuan-2020")
FEW = ("tuy-phong", "hoi-nong-dan", "tinh-doan", "cong-an", "phan-thiet", "hoi-cuu-chien-binh")

type Facts = dict[str, Any]
type Lists = dict[str, list[Facts]]

_LEFT_OUT = {
    *("subject", "women_share", "body_led", "many_achievements", "ad_hoc_achievement"),
    *("participants", "environment_ok", "labour_ok", "food_safety_ok", "tax_ok"),
}
"""What a list of a unit's own lacks; the form asks for it."""


def nominations(units: Sequence[str] | None, most: int | None) -> Lists:
    """The cast of the case by unit, ``rank`` among the facts."""
    sys.path.insert(0, str(CASE))
    try:
        nominees: Any = import_module("nominees")
    finally:
        sys.path.remove(str(CASE))
    lists: Lists = {unit: [] for unit in units or nominees.UNITS}
    for nominee in nominees.cast():
        of_unit = lists.get(nominee.unit)
        if of_unit is not None and (most is None or len(of_unit) < most):
            of_unit.append({"rank": nominee.rank, **nominee.facts})
    return lists


def sent_files(units: Sequence[str] | None = None, most: int | None = None) -> dict[str, bytes]:
    """The files by name, with the mistakes that units make; ``most`` nominations of each unit."""
    lists = nominations(units, most)
    files = {
        f"{unit}.xlsx": on_the_form(unit, rows)
        for unit, rows in lists.items()
        if unit not in ("tuy-phong", "hoi-nong-dan", "tinh-doan", "cong-an")
    }
    files["Tuy Phong danh sach gui tinh.xlsx"] = typed_by_hand(lists["tuy-phong"])
    farmers = as_csv("Hội nông dân tỉnh", lists["hoi-nong-dan"])
    files["hoi nong dan.csv"] = windows_1258(farmers)
    files["TINH DOAN.csv"] = b"\xef\xbb\xbf" + as_csv("Tỉnh đoàn", lists["tinh-doan"]).encode()
    twin = lists["phan-thiet"][1] if "phan-thiet" in lists else None
    files["CA_tinh (ban chinh thuc).xlsx"] = several_sheets(lists["cong-an"], twin)
    return dict(sorted(files.items()))


def on_the_form(unit: str, rows: list[Facts]) -> bytes:
    """The form of the project, filled in with what the drop-downs offer."""
    book = load_workbook(io.BytesIO(template_bytes(PACK, unit)))
    sheet = book.worksheets[0]
    top = next(cell.row for cell in sheet["A"] if cell.value == "STT")
    columns = {str(cell.value): number for number, cell in enumerate(sheet[top], start=1)}
    for line, row in enumerate(rows, start=top + 2):
        for name, value in row.items():
            fact = PACK.vocabulary[name]
            shown = float(value) if isinstance(value, Decimal) else value
            typed = shown if isinstance(value, (date, int, Decimal)) else words(fact, value)
            typed = words(fact, value) if isinstance(value, bool) else typed
            sheet.cell(line, columns[fact.label.vi], typed)
    return saved(book)


def words(fact: Fact, value: Any) -> str:
    """A value as it is typed in a text cell."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}%".replace(".", ",")
    if isinstance(value, tuple):
        return "; ".join(fact.kind.choices[str(item)].label.vi for item in value)
    choice = fact.kind.choices.get(str(value))
    return choice.label.vi if choice else str(value)


def of_its_own(rows: list[Facts]) -> list[str]:
    """The facts that a list of a unit's own has columns for, the name late."""
    named = {name for row in rows for name in row} - _LEFT_OUT - {"rank", "name", "kind"}
    ordered = [fact.name for fact in PACK.vocabulary.given if fact.name in named]
    half = len(ordered) // 2
    return ["rank", *ordered[:3], "name", "kind", *ordered[half:], *ordered[3:half]]


def in_own_words(fact: Fact) -> str:
    """The header a unit uses: other words for the same."""
    return fact.columns[0] if fact.columns else fact.label.vi


def typed_by_hand(rows: list[Facts]) -> bytes:
    """Titles, two header rows, merged cells, text everywhere, numbered anew in each section.

    Two mistakes: a day that does not exist and a grade that is none.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    sheet["A1"], sheet["A2"] = "HUYỆN ỦY TUY PHONG", "BAN DÂN VẬN"
    sheet["D3"] = "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG “DÂN VẬN KHÉO” 2016 - 2020"
    sheet["D4"] = "(dữ liệu giả định, tên đều là mã)"
    facts = [PACK.vocabulary[name] for name in of_its_own(rows)]
    grouped = next(i for i, fact in enumerate(facts, 1) if fact.name == "name")
    for column, fact in enumerate(facts, 1):
        inside = grouped <= column <= grouped + 1
        sheet.cell(7 if inside else 6, column, in_own_words(fact))
        if not inside:
            sheet.merge_cells(start_row=6, end_row=7, start_column=column, end_column=column)
    sheet.cell(6, grouped, "Tập thể, cá nhân được đề nghị")
    sheet.merge_cells(start_row=6, end_row=6, start_column=grouped, end_column=grouped + 1)
    note = len(facts) + 1
    sheet.cell(6, note, "Ghi chú")
    at = 7
    for number, kind in (("I", "tap_the"), ("II", "ca_nhan"), ("III", "ho_gia_dinh")):
        section = [row for row in rows if row["kind"] == kind]
        if not section:
            continue
        at += 1
        sheet.cell(at, 1, number)
        sheet.cell(at, 2, PACK.vocabulary["kind"].kind.choices[kind].label.vi.upper())
        for rank, row in enumerate(section, 1):
            at += 1
            sheet.cell(at, 1, f"{rank:02d}" if rank % 2 else rank)
            for column, fact in enumerate(facts[1:], 2):
                if fact.name in row:
                    text = words(fact, row[fact.name])
                    sheet.cell(at, column, unicodedata.normalize("NFD", text))
            if rank == 2:
                sheet.cell(at, note, "đã bổ sung biên bản")
    sheet.row_dimensions[at].hidden = True
    sheet.cell(at + 1, 1, "Tổng cộng:")
    sheet.cell(at + 1, 3, f"{len(rows)} tập thể, cá nhân")
    sheet.cell(at + 3, grouped, "Tuy Phong, ngày 25 tháng 11 năm 2020")
    sheet.cell(at + 4, grouped, "T/M BAN THƯỜNG VỤ")
    column_of = {fact.name: column for column, fact in enumerate(facts, 1)}
    sheet.cell(9, column_of["dossier_received"], "31/11/2020")
    sheet.cell(10, column_of["achievement_grade"], "rất tốt")
    dress(sheet, 6, 7)
    return saved(book)


def several_sheets(rows: list[Facts], twin: Facts | None) -> bytes:
    """A cover, a sheet for each kind, formulas, a unit nobody knows, somebody else's nominee."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "Bìa"
    cover["B2"] = "CÔNG AN TỈNH – TỔNG HỢP (dữ liệu giả định)"
    facts = [PACK.vocabulary[name] for name in ("unit", *of_its_own(rows))]
    listed = list(rows)
    if twin is not None:
        # the same individual or collective as another unit proposes, spelled otherwise
        renamed = {"name": str(twin["name"]).replace("-", " - ").lower(), "rank": len(rows) + 1}
        listed.append({**rows[-1], "kind": twin["kind"], **renamed})
    for kind, title in (("tap_the", "Tap the"), ("ca_nhan", "Ca nhan")):
        sheet = book.create_sheet(title)
        sheet.append(["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"])
        sheet.append([*(in_own_words(fact) for fact in facts), "Ghi chú", "Số điện thoại"])
        for row in listed:
            if row["kind"] != kind:
                continue
            cells: list[Any] = ["Đảng ủy Công an tỉnh"]
            for fact in facts[1:]:
                value = row.get(fact.name)
                kept = value if isinstance(value, (date, int)) else words(fact, value)
                cells.append(None if value is None else kept)
                if isinstance(value, (bool, Decimal)):
                    cells[-1] = float(value) if isinstance(value, Decimal) else words(fact, value)
            sheet.append([*cells, None, "0252 000 000"])
        names = [fact.name for fact in facts]
        sheet.cell(sheet.max_row + 1, 2, "Cộng")
        sheet.cell(sheet.max_row, 5, f"=COUNTA(A3:A{sheet.max_row - 1})")
        if kind == "tap_the":
            sheet.cell(3, 1, "Công an Phòng PK99")
            sheet.cell(4, names.index("measurable_result") + 1, "=2+3")
        dress(sheet, 2, 2)
    return saved(book)


def as_csv(unit: str, rows: list[Facts]) -> str:
    """Semicolons, as Excel for Vietnamese Windows writes them."""
    facts = [PACK.vocabulary[name] for name in of_its_own(rows)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Đơn vị", *(in_own_words(fact) for fact in facts)])
    for row in rows:
        shown = [words(fact, row[fact.name]) if fact.name in row else "" for fact in facts]
        writer.writerow([unit, *shown])
    return text.getvalue()


_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def windows_1258(text: str) -> bytes:
    """The text as Windows writes it: letters with their hats, tones behind them."""
    clusters: list[str] = []
    for char in unicodedata.normalize("NFD", text.replace("“", '"').replace("”", '"')):
        if clusters and unicodedata.combining(char) and char not in _TONES:
            tones = "".join(mark for mark in clusters[-1][1:] if mark in _TONES)
            letter = clusters[-1].rstrip("".join(_TONES))
            clusters[-1] = unicodedata.normalize("NFC", letter + char) + tones
        elif unicodedata.combining(char) and clusters:
            clusters[-1] += char
        else:
            clusters.append(char)
    return "".join(clusters).encode("cp1258")


def dress(sheet: Worksheet, first: int, last: int) -> None:
    """What people do to a table: bold headers on a colour, wider columns."""
    for line in range(first, last + 1):
        for cell in sheet[line]:
            cell.font = Font(name="Times New Roman", bold=True)
            cell.fill = PatternFill("solid", fgColor="FFF2CC")
            cell.alignment = Alignment("center", "center", wrap_text=True)
    for letter in "BCDEF":
        sheet.column_dimensions[letter].width = 20


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def broken_files(sound: bytes) -> dict[str, bytes]:
    """Files that are no list of nominations, made from a sound workbook where that helps."""
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 2
    return {
        "co mat khau.xlsx": protected.ljust(4096, b"\0"),
        "tai chua xong.xlsx": sound[: len(sound) // 2],
        "that ra la PDF.xlsx": b"%PDF-1.7\n" + b"0" * 300,
        "qua lon.xlsx": b"PK\x03\x04" + b"\0" * (51 << 20),
        "rong.xlsx": b"",
        "trang web.xls": b"<html><table><tr><td>1</td></tr></table></html>",
    }


def scenarios(seats: dict[str, int], unit_floor: int, unit_ceiling: int) -> dict[str, str]:
    """Two scenarios by file name: the base, and what the committee made of it."""
    base = f"""\
scenario: phuong-an-1
title: {{vi: Phương án 1, en: Scenario 1}}
pack: binh-thuan-2020
nominations: nhap/de-cu.json
decision_date: 2020-12-15
seats: {{letter: {seats["letter"]}, certificate: {seats["certificate"]}}}
quotas:
  - id: letters-per-unit
    title: {{vi: Số thư khen của mỗi đơn vị, en: Letters for each unit}}
    tier: letter
    per: unit
    at_least: {unit_floor}
    at_most: {unit_ceiling}
    floor_if_available: true
    status: assumed
order: {{mode: hard, by: [unit, kind]}}
"""
    second = """\
scenario: phuong-an-2
title: {vi: "Phương án 2, sau phiên họp", en: "Scenario 2, after the meeting"}
extends: phuong-an-1.yaml
parameters:
  votes_needed: {value: 85%, who: Hội đồng (giả định), why: bớt trường hợp sát nút}
"""
    return {"phuong-an-1.yaml": base, "phuong-an-2.yaml": second}


def main(folder: Path) -> None:
    """Writes everything into ``folder``."""
    files = sent_files()
    sound = files["phan-thiet.xlsx"]
    laid = {f"gui-ve/{name}": data for name, data in files.items()}
    laid |= {f"hong/{name}": data for name, data in broken_files(sound).items()}
    texts = scenarios({"letter": 90, "certificate": 40}, 2, 6)
    laid |= {name: text.encode() for name, text in texts.items()}
    for name, data in laid.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
