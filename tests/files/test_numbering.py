"""Where a unit begins its STT again at 1 for each kind, the kind becomes part of the id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from dvk_rules.files.gathered import gathered
from dvk_rules.files.nominations_json import nominations_json
from files.conftest import Read
from files.sheets import HEADERS, row, save

LIST = [
    ["I", "TẬP THỂ (02)"],
    row(1, "Tập thể B-01", kind="Tập thể"),
    row(2, "Tập thể B-02", kind="Tập thể"),
    ["II", "Cá nhân: 2"],
    row(1, "Cá nhân B-01"),
    row("02", "Cá nhân B-02"),
]


def ids(found: Any) -> list[str]:
    return [nomination.id for nomination in found.nominations]


def test_a_list_that_begins_again_in_each_section_is_read_with_the_kind_in_its_ids(
    tmp_path: Path, read: Read
) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, *LIST])).raise_if_wrong()
    assert ids(found) == [
        "phan-thiet/ca-nhan-01",
        "phan-thiet/ca-nhan-02",
        "phan-thiet/tap-the-01",
        "phan-thiet/tap-the-02",
    ]
    assert [nomination.rank for nomination in found.nominations] == [1, 2, 1, 2]
    (notice,) = found.notices
    assert notice.code == "list.numbered-by-kind"
    assert "phan-thiet/ca-nhan-01" in notice.sentence("vi")


def test_sections_may_be_sheets_or_files(tmp_path: Path, read: Read) -> None:
    one = save(tmp_path / "a.xlsx", [HEADERS, row(1, "Tập thể B-01", kind="Tập thể")])
    two = save(tmp_path / "b.xlsx", [HEADERS, row(1, "Cá nhân B-01")])
    expected = ["phan-thiet/ca-nhan-01", "phan-thiet/tap-the-01"]
    assert ids(read(one, two).raise_if_wrong()) == expected
    assert ids(read(two, one).raise_if_wrong()) == expected


def test_the_order_of_the_rows_never_changes_an_id(tmp_path: Path, read: Read) -> None:
    rows = [entry for entry in LIST if len(entry) > 2]
    written: set[bytes] = set()
    for seed in range(5):
        mixed: list[Sequence[Any]] = Random(seed).sample(rows, len(rows))
        found = read(save(tmp_path / f"{seed}.xlsx", [HEADERS, *mixed])).raise_if_wrong()
        written.add(nominations_json(found.nominations))
    assert len(written) == 1


def test_other_units_keep_their_ids(tmp_path: Path, read: Read) -> None:
    others = [row(1, "Tập thể C-01", "Tuy Phong", kind="Tập thể"), row(2, "C-02", "Tuy Phong")]
    found = read(save(tmp_path / "a.xlsx", [HEADERS, *LIST, *others])).raise_if_wrong()
    assert [id_ for id_ in ids(found) if "tuy-phong" in id_] == ["tuy-phong/01", "tuy-phong/02"]


def test_what_may_be_a_slip_stays_a_problem(tmp_path: Path, read: Read) -> None:
    slips: list[list[Sequence[Any]]] = [
        # one running list with a number written twice
        [row(1, "A", kind="Tập thể"), row(2, "B", kind="Tập thể"), row(2, "C"), row(3, "D")],
        # twice the same number in one kind
        [row(1, "A", kind="Tập thể"), row(1, "B"), row(2, "C"), row(2, "D")],
        # a row whose kind nobody knows
        [row(1, "A", kind="Tập thể"), row(1, "B"), row(2, "C", kind=None)],
    ]
    for number, rows in enumerate(slips):
        found = read(save(tmp_path / f"{number}.xlsx", [HEADERS, *rows]))
        assert "row.rank-twice" in {problem.code for problem in found.problems}, number
        assert "từng loại" in found.problems[-1].sentence("vi")


def test_a_heading_never_fills_a_cell_that_a_column_leaves_empty(
    tmp_path: Path, read: Read
) -> None:
    rows = [HEADERS, ["I", "Tập thể"], row(1, "Tập thể B-01", kind=None)]
    found = read(save(tmp_path / "a.xlsx", rows)).raise_if_wrong()
    assert "kind" not in found.nominations[0].facts
    assert not found.notices


def test_remarks_of_a_unit_are_no_unknown_column_but_somebody_should_read_them(
    tmp_path: Path, read: Read
) -> None:
    empty = save(tmp_path / "a.xlsx", [[*HEADERS, "Ghi chú (nếu có)"], [*row(1), None]])
    assert not read(empty).notices
    rows = [[*HEADERS, "GHI CHÚ"], [*row(1), "đang có đơn"], [*row(2, "Cá nhân A-02"), None]]
    found = read(save(tmp_path / "b.xlsx", rows)).raise_if_wrong()
    assert not found.ignored
    (notice,) = found.notices
    assert (notice.code, notice.params["count"]) == ("column.remarks", 1)


def test_an_unknown_column_on_many_sheets_is_one_line(tmp_path: Path, read: Read) -> None:
    path = save(tmp_path / "a.xlsx", [[*HEADERS, "Điện thoại"], [*row(1), "x"]])
    book = load_workbook(path)
    for number in (2, 3):
        sheet = book.create_sheet(f"Trang {number}")
        sheet.append([*HEADERS, "ĐIỆN THOẠI"])
        sheet.append([*row(number, f"Cá nhân A-0{number}"), "x"])
    book.save(path)
    found = read(path).raise_if_wrong()
    assert len(found.notices) == 3
    (line,) = gathered(found.notices)
    assert line.code == "column.ignored-several"
    assert "3 trang" in line.sentence("vi")
    assert str(line.where) == "a.xlsx Danh sách H1"


def test_words_above_a_merged_header_name_their_column_too(tmp_path: Path, read: Read) -> None:
    def merge(sheet: Any) -> None:
        for letter in "ABCDEFG":
            sheet.merge_cells(f"{letter}1:{letter}2")

    rows = [[*HEADERS, "Ghi chú"], [], [*row(1), "x"], [*row(2, "Cá nhân A-02"), "y"]]
    found = read(save(tmp_path / "a.xlsx", rows, merge)).raise_if_wrong()
    assert [notice.code for notice in found.notices] == ["column.remarks"]
