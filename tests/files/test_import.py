"""Each file gets its answer, the inputs are not touched, and the folder appears whole or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dvk_rules.errors import InputError, RunError
from dvk_rules.files.answers import import_files
from dvk_rules.files.workbook import read_nominations
from dvk_rules.pack import Pack, load_pack
from files.sheets import HEADERS as PLAIN
from files.sheets import row, save

HEADERS = [*PLAIN[:-1], "Báo cáo thành tích"]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("binh-thuan-2020")


def test_files_without_problems_become_one_list(tmp_path: Path, pack: Pack) -> None:
    first = save(tmp_path / "a.xlsx", [HEADERS, row(1)])
    second = save(tmp_path / "b.xlsx", [HEADERS, row(1, "Cá nhân B-01", "Tuy Phong")])
    result = import_files([first, second], pack, tmp_path / "out")
    assert result.ok
    assert result.nominations is not None
    listed = json.loads(result.nominations.read_text(encoding="utf-8"))
    assert [entry["id"] for entry in listed] == ["phan-thiet/01", "tuy-phong/01"]
    assert not result.returned
    again = read_nominations(result.nominations, pack.vocabulary, pack.units).raise_if_wrong()
    assert [n.facts for n in again.nominations] == [n.facts for n in result.listing.nominations]


def test_a_wrong_file_comes_back_with_reasons_beside_its_rows_and_on_its_cells(
    tmp_path: Path, pack: Pack
) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["B2"].fill = PatternFill("solid", fgColor="FFEE00")
        sheet["E3"].comment = Comment("đã hỏi lại", "officer")
        sheet.freeze_panes = "C2"

    rows = [[*HEADERS, "Ghi chú"], [*row(1), "x"], [*row(2, "Cá nhân A-02", received="?"), None]]
    path = save(tmp_path / "a.xlsx", rows, dress)
    before = path.read_bytes()
    result = import_files([path], pack, tmp_path / "out")
    assert not result.ok
    assert result.nominations is None
    book = load_workbook(result.returned["a.xlsx"])
    assert book.sheetnames == ["Cần sửa", "Danh sách"]
    sheet = book["Danh sách"]
    assert sheet["I1"].value == "Lỗi / Lý do"
    assert sheet["I2"].value is None
    assert "“?” không phải là ngày" in str(sheet["I3"].value)
    comment = sheet["E3"].comment
    assert comment is not None
    assert comment.text.startswith("đã hỏi lại\n")
    assert "“?”" in comment.text
    assert sheet["H1"].comment is None  # a remark of the unit is not sent back to it
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["E3"]
    assert sheet["E3"].fill.fill_type is None
    assert sheet["B2"].fill.fgColor.rgb == "00FFEE00"
    assert sheet.freeze_panes == "C2"
    assert path.read_bytes() == before


def test_a_returned_file_that_was_mended_is_read_as_if_nothing_had_been_written_into_it(
    tmp_path: Path, pack: Pack
) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1, received="?"), row("x", "Cá nhân A-02")])
    result = import_files([path], pack, tmp_path / "out")
    book = load_workbook(result.returned["a.xlsx"])
    sheet = book["Danh sách"]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["A3 E2"]
    sheet["E2"] = "20/11/2020"
    book.save(tmp_path / "mended.xlsx")
    again = import_files([tmp_path / "mended.xlsx"], pack, tmp_path / "out2")
    assert [p.code for p in again.listing.problems] == ["row.rank-not-a-number"]
    assert not again.listing.ignored
    assert not again.listing.notices
    third_book = load_workbook(again.returned["mended.xlsx"])
    assert third_book.sheetnames == ["Cần sửa", "Danh sách"]
    third = third_book["Danh sách"]
    assert [str(area.sqref) for area in third.conditional_formatting] == ["A3"]
    assert third["H2"].value is None
    assert third["H3"].value is not None
    assert third["I1"].value is None


def test_every_error_is_listed_in_front_with_a_link_to_its_cell(tmp_path: Path, pack: Pack) -> None:
    rows = [HEADERS, row(1, received="?"), row("x", "Cá nhân A-02")]
    path = save(tmp_path / "a.xlsx", rows, sheet="Đội 'A' 1")
    result = import_files([path], pack, tmp_path / "out")
    book = load_workbook(result.returned["a.xlsx"])
    assert book.active is book.worksheets[0]
    listed = list(book["Cần sửa"].iter_rows(min_row=5))
    assert [line[1].value for line in listed] == ["E2", "A3"]
    link = listed[0][1].hyperlink
    assert link is not None
    assert link.location == "'Đội ''A'' 1'!E2"
    assert listed[0][2].value == "Ngày nhận hồ sơ"


def test_a_csv_comes_back_as_a_workbook_with_its_values(tmp_path: Path, pack: Pack) -> None:
    lines = [HEADERS, row(1, received="?", name="=1+1")]
    text = "\n".join(";".join(map(str, line)) for line in lines)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    result = import_files([tmp_path / "a.csv"], pack, tmp_path / "out")
    sheet = load_workbook(result.returned["a.csv"]).worksheets[1]
    assert sheet["E2"].value == "?"
    assert sheet["B2"].data_type == "s"
    assert sheet["H2"].value is not None


def test_a_merged_cell_gets_its_comment_where_its_value_stands(tmp_path: Path, pack: Pack) -> None:
    rows = [HEADERS, row(1, received="?"), row(2, "Cá nhân A-02", received=None)]
    path = save(tmp_path / "a.xlsx", rows, lambda sheet: sheet.merge_cells("E2:E3"))
    result = import_files([path], pack, tmp_path / "out")
    sheet = load_workbook(result.returned["a.xlsx"])["Danh sách"]
    assert sheet["E2"].comment is not None
    assert sheet["H3"].value is not None


def test_the_summary_lists_every_file_problem_and_pair(tmp_path: Path, pack: Pack) -> None:
    first = save(tmp_path / "a.xlsx", [HEADERS, row(1, "Nguyễn Thị Mẫu Hòa")])
    second = save(
        tmp_path / "b.xlsx",
        [HEADERS, row(1, "Nguyễn  Thị Mẫu Hoà", "Tuy Phong"), row(2, "=A1", "Tuy Phong", kind="?")],
    )
    (tmp_path / "c.xlsx").write_bytes(b"nothing")
    result = import_files([first, second, tmp_path / "c.xlsx"], pack, tmp_path / "out")
    book = load_workbook(result.summary)
    files = [[cell.value for cell in cells] for cells in book["Tệp"].iter_rows(min_row=5)]
    assert [line[0] for line in files] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [line[1] for line in files] == ["Thành ủy Phan Thiết", "Huyện ủy Tuy Phong", None]
    assert "tra-lai" in str(files[1][5])
    assert "gửi lại tệp khác" in str(files[2][5])
    assert len(list(book["Lỗi"].iter_rows(min_row=5))) == len(result.listing.problems)
    (pair,) = result.near_duplicates
    assert (pair.first.id, pair.second.id, pair.because.value) == (
        "phan-thiet/01",
        "tuy-phong/01",
        "name",
    )
    assert book["Nghi trùng"]["A5"].value == "phan-thiet/01"


def test_the_summary_names_every_unit_and_those_who_have_sent_nothing(
    tmp_path: Path, pack: Pack
) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1), row(2, "Tập thể A-02", kind="Tập thể")])
    result = import_files([path], pack, tmp_path / "out")
    sheet = load_workbook(result.summary)["Theo đơn vị"]
    lines = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=5)]
    assert len(lines) == sum(unit.nominates for unit in pack.units.units.values())
    assert lines[0][:2] == ["Thành ủy Phan Thiết", 2]
    assert {line[-1] for line in lines[1:]} == {"chưa có đề nghị nào"}


def test_two_files_of_one_name_both_come_back(tmp_path: Path, pack: Pack) -> None:
    paths = []
    for number, unit in enumerate(("Tuy Phong", "Phú Quý")):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths.append(save(folder / "a.xlsx", [HEADERS, row(1, unit=unit, received="?")]))
    result = import_files(paths, pack, tmp_path / "out")
    assert sorted(path.name for path in result.returned.values()) == ["a (2).xlsx", "a.xlsx"]
    assert all(path.is_file() for path in result.returned.values())


def test_an_existing_folder_is_not_overwritten_and_nothing_half_is_left(
    tmp_path: Path, pack: Pack
) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1)])
    (tmp_path / "out").mkdir()
    with pytest.raises(RunError):
        import_files([path], pack, tmp_path / "out")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.xlsx", "out"]


def test_the_same_files_give_the_same_bytes(tmp_path: Path, pack: Pack) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1), row(2, "Cá nhân A-02", received="?")])
    one = import_files([path], pack, tmp_path / "one")
    two = import_files([path], pack, tmp_path / "two")
    assert one.summary.read_bytes() == two.summary.read_bytes()
    assert one.returned["a.xlsx"].read_bytes() == two.returned["a.xlsx"].read_bytes()


def test_a_file_named_twice_is_read_once_with_a_word(tmp_path: Path, pack: Pack) -> None:
    folder = tmp_path / "gui"
    folder.mkdir()
    path = save(folder / "a.xlsx", [HEADERS, row(1), row(2, "Cá nhân A-02", received="?")])
    (tmp_path / "b.xlsx").hardlink_to(path)
    (tmp_path / "c.xlsx").symlink_to(path)
    roundabout = tmp_path / "gui" / ".." / "gui" / "a.xlsx"
    given = [folder, path, roundabout, tmp_path / "b.xlsx", tmp_path / "c.xlsx"]
    result = import_files(given, pack, tmp_path / "out")
    assert [problem.code for problem in result.listing.problems] == ["value.not-a-date"]
    assert [notice.code for notice in result.listing.notices] == [
        "file.named-twice",
        *["file.named-otherwise"] * 3,
    ]
    assert "chỉ đọc một lần" in result.listing.notices[0].sentence("vi")
    assert list(result.returned) == ["a.xlsx"]


@pytest.mark.parametrize("named", ["khong-co.xlsx", "trong", "~$a.xlsx", "Thumbs.db"])
def test_a_path_that_leads_to_no_list_writes_nothing(
    tmp_path: Path, pack: Pack, named: str
) -> None:
    (tmp_path / "trong").mkdir()
    for name in ("~$a.xlsx", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        import_files([tmp_path / named], pack, tmp_path / "out")
    assert len(caught.value.problems) == 1
    assert not (tmp_path / "out").exists()
