"""The result workbook, opened again as Excel would. Synthetic runs."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from report.synthetic import clashing_run, facts_changed, make_run, nominations, small_run

from dvk_rules.report.excel import result_workbook
from dvk_rules.report.figures import quota_rows
from dvk_rules.report.people import people
from dvk_rules.report.reasons import reasons_of

HEAD = 4


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [row for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True) if any(row)]


def column(sheet: Any, head: str) -> list[Any]:
    heads = [cell.value for cell in sheet[HEAD]]
    return [row[heads.index(head)] for row in rows(sheet)]


def test_the_list_is_exactly_the_selected_in_official_order() -> None:
    run = small_run()
    book = opened(result_workbook(run))
    listed = column(book["Danh sách"], "Mã đề nghị")
    chosen = [person.id for person in people(run) if person.deepest is not None]
    assert listed == chosen
    assert set(listed) == set(run.selected("letter"))
    both = [
        name
        for name, award in zip(listed, column(book["Danh sách"], "Hình thức"), strict=True)
        if award == "Thư khen + Bằng khen"
    ]
    assert set(both) == set(run.selected("certificate"))


def test_every_unit_that_proposed_has_a_sheet_with_all_it_proposed() -> None:
    run = small_run()
    book = opened(result_workbook(run))
    for unit in {nomination.unit for nomination in run.nominations}:
        name = run.scenario.pack.units.units[unit].name.vi[:31]
        mine = [item for item in run.nominations if item.unit == unit]
        assert len(rows(book[name])) == len(mine)


def test_every_reason_stands_on_a_line_with_its_clause() -> None:
    run = small_run()
    sheet = opened(result_workbook(run))["Lý do"]
    expected = [
        (person.id, item.text) for person in people(run) for item in reasons_of(person, "vi")
    ]
    found = list(zip(column(sheet, "Mã đề nghị"), column(sheet, "Lý do"), strict=True))
    assert found == expected


def test_every_quota_stands_on_a_line() -> None:
    run = small_run()
    sheet = opened(result_workbook(run))["Chỉ tiêu"]
    expected = quota_rows(run, "vi")
    assert column(sheet, "Đạt") == [row.count for row in expected]
    assert column(sheet, "Chạm mức") == ["có" if row.tight else None for row in expected]


def test_what_is_assumed_has_a_sheet() -> None:
    run = small_run()
    titles = column(opened(result_workbook(run))["Giả định"], "Nội dung")
    for rule in run.scenario.pack.rules:
        assert (rule.title.vi in titles) or rule.status != "assumed"


def test_sheets_are_frozen_filtered_and_print_on_a4_with_their_headings() -> None:
    for sheet in opened(result_workbook(small_run())).worksheets:
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"


def test_the_total_adds_up_in_excel() -> None:
    sheet = opened(result_workbook(small_run()))["Tổng hợp"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[0] == "Cộng"
    assert str(last[1]).startswith("=SUM(B5:B")


def test_what_a_unit_writes_never_becomes_a_formula_or_breaks_the_file() -> None:
    listed = facts_changed(
        nominations(seed=5, units=5, most=9), 0, name='=HYPERLINK("x","y")', position="a\x07b"
    )
    run = make_run(listed, seats=12, inner=5, floor=2)
    book = opened(result_workbook(run))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    written = [cell for cell in cells if cell.value == '=HYPERLINK("x","y")']
    assert written
    assert all(cell.data_type == "s" for cell in written)
    assert any(cell.value == "ab" for cell in cells)


def test_names_of_units_become_names_that_excel_takes() -> None:
    names = opened(result_workbook(small_run())).sheetnames
    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_when_the_quotas_clash_the_workbook_says_so_and_still_gives_the_reasons() -> None:
    run = clashing_run()
    book = opened(result_workbook(run))
    assert book.sheetnames[0] == "Mâu thuẫn"
    assert rows(book["Mâu thuẫn"])
    assert "Danh sách" not in book.sheetnames
    assert rows(book["Lý do"])


def test_nothing_in_the_file_says_when_or_where_it_was_made() -> None:
    with ZipFile(BytesIO(result_workbook(small_run()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2020-12-15T00:00:00Z") == 2


def test_the_english_workbook_is_english() -> None:
    names = opened(result_workbook(small_run(), "en")).sheetnames
    assert names[:5] == ["List", "Summary", "Reasons", "Quotas", "Assumed"]
