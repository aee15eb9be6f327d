"""What units really send is read as it was meant."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.workbook import read_nominations
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.values import FactType, Text, ValueType
from files.conftest import Read
from files.sheets import HEADERS, row, save


def test_a_plain_table_gives_typed_facts_and_ids_from_unit_and_rank(
    tmp_path: Path, read: Read
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(3)])).raise_if_wrong()
    (nomination,) = found.nominations
    assert (nomination.id, nomination.unit, nomination.rank) == ("phan-thiet/03", "phan-thiet", 3)
    assert nomination.facts == {
        "name": "Cá nhân A-01",
        "kind": "ca_nhan",
        "received": date(2020, 11, 20),
        "share": Decimal("0.9"),
        "report": True,
    }
    assert str(nomination.where) == "a.xlsx Danh sách A2"
    assert found.sheets[0].columns["Loại"] == "kind"
    assert not found.notices


def test_titles_above_totals_and_signatures_below_are_no_nominations(
    tmp_path: Path, read: Read
) -> None:
    rows = [
        ["TỈNH ỦY X", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"],
        [],
        HEADERS,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        row(1),
        [],
        row(2, "Cá nhân A-02"),
        ["Tổng cộng", None, None, 2],
        [None, "Phan Thiết, ngày 20 tháng 11 năm 2020"],
        [None, "Người lập biểu", None, "Thủ trưởng đơn vị", "Kế toán"],
        [None, "(ký tên)", None, "(ký tên, đóng dấu)"],
        [None, "Người ký A", None, "Người ký B"],
    ]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert [item.id for item in found.nominations] == ["phan-thiet/01", "phan-thiet/02"]
    assert not found.notices


def test_two_header_rows_with_merged_cells_are_one_header(tmp_path: Path, read: Read) -> None:
    rows = [
        ["STT", "Họ và tên", "Đơn vị", "Thời gian", None, "Phiếu", None],
        [None, None, None, "Từ", "Đến", "Số phiếu đồng ý", "Tỷ lệ phiếu (%)"],
        [1, "Cá nhân A-01", "Tuy Phong", "01/01/2016", "31/10/2020", 9, "90%"],
    ]

    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
            sheet.merge_cells(cells)

    (merged,) = read(save(tmp_path / "a.xlsx", rows, merge)).raise_if_wrong().nominations
    assert merged.facts["from"] == date(2016, 1, 1)
    assert merged.facts["until"] == date(2020, 10, 31)
    assert (merged.facts["votes"], merged.facts["share"]) == (9, Decimal("0.9"))
    (plain,) = read(save(tmp_path / "b.xlsx", rows)).raise_if_wrong().nominations
    assert plain.facts == merged.facts


def test_columns_may_come_in_any_order_under_any_known_words(tmp_path: Path, read: Read) -> None:
    rows = [
        ["Báo cáo (có/không)", "ĐƠN VỊ  ĐỀ NGHỊ", "họ và\ntên", "TT", "LOẠI ĐỐI TƯỢNG (*)"],
        ["x", "Phú Quí", "Cá nhân A-01", "01.", "cá  nhân"],
    ]
    (nomination,) = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong().nominations
    assert nomination.id == "phu-quy/01"
    assert nomination.facts == {"report": True, "name": "Cá nhân A-01", "kind": "ca_nhan"}


def test_names_in_nfd_with_no_break_spaces_are_kept_as_nfc(tmp_path: Path, read: Read) -> None:
    nfd = unicodedata.normalize("NFD", " Tập thể\u00a0\u00a0Hòa Thắng ")
    headers = [unicodedata.normalize("NFD", header) for header in HEADERS]
    unit = unicodedata.normalize("NFD", "Huyện ủy Tuy Phong")
    (nomination,) = (
        read(save(tmp_path / "a.xlsx", [headers, row(1, nfd, unit)])).raise_if_wrong().nominations
    )
    assert nomination.unit == "tuy-phong"
    assert nomination.facts["name"] == unicodedata.normalize("NFC", "Tập thể Hòa Thắng")


@pytest.mark.parametrize(
    "cell",
    ["20/11/2020", "20-11-2020", "20.11.2020", "2020-11-20", "ngày 20 tháng 11 năm 2020",
     date(2020, 11, 20), datetime(2020, 11, 20, 8, 30)],
)  # fmt: skip  # one line a kind
def test_dates_are_read_in_vietnamese_order_as_text_and_as_dates(
    tmp_path: Path, read: Read, cell: object
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(received=cell)])).raise_if_wrong()
    assert found.nominations[0].facts["received"] == date(2020, 11, 20)


@pytest.mark.parametrize("cell", [0.85, 85, "85%", "85 %", "0,85", "85,0", 0.8500000000000001])
def test_percentages_are_exact_however_they_are_written(
    tmp_path: Path, read: Read, cell: object
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(share=cell)])).raise_if_wrong()
    assert found.nominations[0].facts["share"] == Decimal("0.85")


def test_an_empty_cell_is_unknown_and_not_false(tmp_path: Path, read: Read) -> None:
    found = read(
        save(tmp_path / "a.xlsx", [HEADERS, row(report=" \u00a0", share=None, received="-")])
    )
    facts = found.raise_if_wrong().nominations[0].facts
    assert "report" not in facts
    assert "share" not in facts
    assert "received" not in facts


@pytest.mark.parametrize("where", ["title", "sheet", "file", "section"])
def test_the_unit_may_stand_in_a_title_a_sheet_a_file_or_a_heading(
    tmp_path: Path, read: Read, where: str
) -> None:
    headers = ["STT", "Họ và tên", "Loại", "Báo cáo"]
    rows: list[list[object]] = [headers, [1, "Cá nhân A-01", "Cá nhân", "có"]]
    file, sheet = "danh sach.xlsx", "Sheet1"
    if where == "title":
        rows = [["DANH SÁCH ĐỀ NGHỊ CỦA HUYỆN ỦY TUY PHONG"], [], *rows]
    elif where == "sheet":
        sheet = "Huyện Tuy Phong"
    elif where == "file":
        file = "Đề nghị - tuy-phong (2).xlsx"
    else:
        rows.insert(1, ["I.", "Huyện ủy Tuy Phong"])
    found = read(save(tmp_path / file, rows, sheet=sheet)).raise_if_wrong()
    assert [item.id for item in found.nominations] == ["tuy-phong/01"]


def test_headings_within_the_table_give_unit_and_kind_to_the_rows_below(
    tmp_path: Path, read: Read
) -> None:
    rows = [
        ["STT", "Họ và tên", "Báo cáo"],
        ["A", "HUYỆN ỦY TUY PHONG"],
        ["I", "Tập thể"],
        [1, "Tập thể B-01", "có"],
        ["II", "Cá nhân"],
        [2, "Cá nhân B-02", "có"],
        ["B", "Hội Nông dân tỉnh"],
        [1, "Cá nhân C-01", "có"],
        ["Ghi thêm: còn bổ sung"],
    ]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert {item.id: item.facts.get("kind") for item in found.nominations} == {
        "tuy-phong/01": "tap_the",
        "tuy-phong/02": "ca_nhan",
        "hoi-nong-dan/01": None,
    }
    assert [notice.code for notice in found.notices] == ["row.set-aside"]


def test_a_merged_unit_cell_counts_for_all_its_rows(tmp_path: Path, read: Read) -> None:
    rows = [HEADERS, row(1), row(2, "Cá nhân A-02", None), row(3, "Cá nhân A-03", None)]
    path = save(tmp_path / "a.xlsx", rows, lambda sheet: sheet.merge_cells("C2:C4"))
    found = read(path).raise_if_wrong()
    assert [item.unit for item in found.nominations] == ["phan-thiet"] * 3


def test_a_second_table_below_with_columns_of_its_own_is_read_too(
    tmp_path: Path, read: Read
) -> None:
    rows = [
        HEADERS,
        row(1),
        ["Người lập biểu"],
        [],
        ["STT", "Đơn vị", "Họ và tên", "Báo cáo"],
        [1, "Phú Quý", "Tập thể D-01", "không"],
        ["STT", "Đơn vị", "Họ và tên", "Báo cáo"],
        [2, "Phú Quý", "Tập thể D-02", "có"],
    ]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert {item.id: item.facts["report"] for item in found.nominations} == {
        "phan-thiet/01": True,
        "phu-quy/01": False,
        "phu-quy/02": True,
    }


def test_all_sheets_are_read_and_one_without_a_table_is_mentioned(
    tmp_path: Path, read: Read
) -> None:
    def more(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        second = book.create_sheet("Tuy Phong")
        for cells in (HEADERS, row(1, "Cá nhân B-01", "Tuy Phong")):
            second.append(cells)
        book.create_sheet("Phụ lục").append(["Cách điền"])
        hidden = book.create_sheet("Cũ")
        for cells in (HEADERS, row(9)):
            hidden.append(cells)
        hidden.sheet_state = "hidden"

    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(1)], more)).raise_if_wrong()
    assert [item.id for item in found.nominations] == ["phan-thiet/01", "tuy-phong/01"]
    assert sorted(notice.code for notice in found.notices) == ["sheet.hidden", "sheet.set-aside"]


def test_hidden_rows_are_read_and_mentioned(tmp_path: Path, read: Read) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    rows = [HEADERS, row(1), row(2, "Cá nhân A-02")]
    found = read(save(tmp_path / "a.xlsx", rows, hide)).raise_if_wrong()
    assert len(found.nominations) == 2
    assert [(n.code, str(n.where)) for n in found.notices] == [
        ("row.hidden", "a.xlsx Danh sách A3")
    ]


def test_unknown_columns_are_reported_with_what_may_be_meant(tmp_path: Path, read: Read) -> None:
    rows = [
        [*HEADERS, "Số điện thoại", "Số phiếu đồng tình ý", None],
        [*row(1), "x", 9, "lạ"],
        [*row(2, "Cá nhân A-02"), None, 8, "lạ"],
    ]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert [(c.header, c.meant, c.where.cell) for c in found.ignored] == [
        ("Số điện thoại", "", "H1"),
        ("Số phiếu đồng tình ý", "Số phiếu đồng ý", "I1"),
        ("", "", "J2"),
    ]
    assert len(found.notices) == 3


def test_an_example_row_is_skipped(tmp_path: Path, read: Read) -> None:
    rows = [HEADERS, row("Ví dụ", "Tập thể mẫu", "Phan Thiết"), row(1)]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert [item.text("name") for item in found.nominations] == ["Cá nhân A-01"]
    assert not found.notices


def test_the_order_of_rows_never_changes_a_byte(tmp_path: Path, read: Read) -> None:
    rows = [row(n, f"Cá nhân A-{n:02}", u) for n in range(1, 9) for u in ("Phan Thiết", "Phú Quý")]
    there = read(save(tmp_path / "a.xlsx", [HEADERS, *rows]))
    back = read(save(tmp_path / "b.xlsx", [HEADERS, *reversed(rows)]))
    assert nominations_json(there.nominations) == nominations_json(back.nominations)
    assert len(there.nominations) == 16


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ";"), ("utf-8", ","), ("utf-16", "\t"), ("cp1258", ";")],
)
def test_csv_is_read_in_the_encodings_and_separators_excel_writes(
    tmp_path: Path, read: Read, encoding: str, delimiter: str
) -> None:
    lines = [HEADERS, row(1, "Tập thể Hòa Thắng, ấp 1", share="90%")]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    if encoding == "cp1258":  # has no precomposed letters with tones: they follow as marks
        decomposed = "".join(_tone_apart(char) for char in text)
        data = decomposed.encode(encoding)
    else:
        data = text.encode(encoding)
    (tmp_path / "a.csv").write_bytes(data)
    (nomination,) = read(tmp_path / "a.csv").raise_if_wrong().nominations
    assert nomination.facts["name"] == "Tập thể Hòa Thắng, ấp 1"
    assert nomination.facts["share"] == Decimal("0.9")


def _tone_apart(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(part for part in parts[1:] if part in "\u0300\u0301\u0303\u0309\u0323")
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return letter + tones


def test_a_separator_line_of_excel_is_obeyed(tmp_path: Path, read: Read) -> None:
    text = "sep=;\r\n" + ";".join(HEADERS) + "\r\n" + ";".join(map(str, row(1)))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    (nomination,) = read(tmp_path / "a.csv").raise_if_wrong().nominations
    assert nomination.where is not None
    assert nomination.where.cell == "A3"


FORM = [name for name in HEADERS if name != "Đơn vị"]


def filled(**cells: Any) -> list[Any]:
    """A row of a list whose unit stands above the table."""
    return [cell for cell, name in zip(row(**cells), HEADERS, strict=True) if name != "Đơn vị"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Đơn vị đề nghị: Sở Nông nghiệp và Phát triển nông thôn", "row.unknown-unit"),
        ("ĐƠN VỊ: Huyện ủy Tuy Phonk", "row.unknown-unit-meant"),
        ("Tên cơ quan đề cử : Hội người cao tuổi", "row.unknown-unit"),
    ],
)
def test_an_unknown_unit_in_the_title_is_not_replaced_by_that_of_the_file(
    tmp_path: Path, read: Read, title: str, code: str
) -> None:
    """Rows of one unit must never count as those of another."""
    book = save(tmp_path / "phu-quy.xlsx", [["DANH SÁCH"], [title], FORM, filled(received="?")])
    found = read(book)
    assert [(p.code, p.where and p.where.cell) for p in found.problems] == [
        (code, "A2"),
        ("value.not-a-date", "D4"),
    ]
    assert not found.nominations


@pytest.mark.parametrize("title", ["Đơn vị đề nghị: Huyện ủy Tuy Phong", "Đơn vị: ……", "Số: 12"])
def test_a_title_that_names_a_known_unit_or_none_is_no_problem(
    tmp_path: Path, read: Read, title: str
) -> None:
    found = read(save(tmp_path / "tuy-phong.xlsx", [[title], FORM, filled()]))
    assert not found.problems
    assert [item.unit for item in found.nominations] == ["tuy-phong"]


@pytest.mark.parametrize("share", [1.05, 1.2, "1,5", "1.5"])
def test_a_share_that_may_be_a_percent_or_more_than_all_is_asked_about(
    tmp_path: Path, read: Read, share: object
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(share=share)]))
    assert [problem.code for problem in found.problems] == ["value.percent-unclear"]


@pytest.mark.parametrize(
    ("share", "exact"), [(1, "1"), ("1,5%", "0.015"), (80, "0.8"), (2, "0.02")]
)
def test_a_share_that_can_only_mean_one_thing_is_read(
    tmp_path: Path, read: Read, share: object, exact: str
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(share=share)]))
    assert [item.facts["share"] for item in found.nominations] == [Decimal(exact)]


def test_numbers_that_read_two_ways_are_refused(
    tmp_path: Path, vocabulary: Vocabulary, units: UnitRegister
) -> None:
    facts = {
        **vocabulary.facts,
        "count": Fact("count", ValueType(FactType.INT), Text("Số người"), columns=("Số người",)),
        "money": Fact("money", ValueType(FactType.DECIMAL), Text("Số tiền"), columns=("Số tiền",)),
    }

    def read_one(name: str, cell: object) -> object:
        book = save(tmp_path / "a.xlsx", [[*HEADERS, facts[name].label.vi], [*row(), cell]])
        found = read_nominations(book, Vocabulary(facts), units)
        codes = [problem.code for problem in found.problems]
        return codes or found.nominations[0].facts[name]

    for name, text in (("count", "1,000"), ("count", "12,345"), ("money", "1.000")):
        assert read_one(name, text) == ["value.grouping"], text
    for name, cell, exact in (
        ("count", "1.000", 1000),
        ("count", "1 000", 1000),
        ("money", "0.125", Decimal("0.125")),
        ("money", "1,125", Decimal("1.125")),
        ("money", 1.125, Decimal("1.125")),
        ("money", "1.12", Decimal("1.12")),
    ):
        assert read_one(name, cell) == exact


def test_a_folder_is_the_lists_in_it_and_what_is_no_list_is_set_aside(
    tmp_path: Path, read: Read
) -> None:
    save(tmp_path / "b.xlsx", [HEADERS, row(1)])
    save(tmp_path / "A.xlsx", [HEADERS, row(1, unit="Tuy Phong")])
    (tmp_path / "~$b.xlsx").write_bytes(b"\x05Nguyen")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "ghi chu.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "cu").mkdir()
    save(tmp_path / "cu" / "c.xlsx", [HEADERS, row(1, unit="Phú Quý")])
    found = read(tmp_path)
    assert not found.problems
    assert [item.unit for item in found.nominations] == ["phan-thiet", "tuy-phong"]
    assert [notice.code for notice in found.notices] == ["file.open-in-excel"]
    given = read(tmp_path / "b.xlsx", tmp_path / "Thumbs.db", tmp_path / "~$b.xlsx")
    assert not given.problems and len(given.nominations) == 1
    (tmp_path / "trong").mkdir()
    assert [problem.code for problem in read(tmp_path / "trong").problems] == ["file.is-a-folder"]


def test_a_total_in_the_columns_of_names_and_ranks_is_no_nomination(
    tmp_path: Path, read: Read
) -> None:
    rows = [
        ["Họ và tên", "Đơn vị", "STT", "Loại"],
        ["Tổng đội thanh niên", "Phú Quý", 1, "Tập thể"],
        ["Tổng cộng", None, 1],
    ]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert [item.facts["name"] for item in found.nominations] == ["Tổng đội thanh niên"]
