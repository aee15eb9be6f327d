"""Every problem of every file is named at once, with its cell, and a bad file in one sentence."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dvk_rules.errors import InputError
from dvk_rules.files.workbook import read_nominations
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from files.conftest import Read
from files.sheets import HEADERS, row, save


def problems_of(found: object) -> list[tuple[str, str]]:
    return [(p.code, str(p.where)) for p in found.problems]  # type: ignore[attr-defined]  # any list


def test_every_problem_of_every_file_comes_at_once_with_its_cell(
    tmp_path: Path, read: Read
) -> None:
    bad = row("một", "", "Tuy Phonk", kind="Người", received="31/02/2020", share=1.2, report="?")
    first = save(tmp_path / "a.xlsx", [HEADERS, row(1), bad])
    second = save(tmp_path / "b.xlsx", [HEADERS, row(1), row(2, "Cá nhân A-02", received=44150)])
    found = read(first, second, tmp_path / "c.xlsx")
    assert problems_of(found) == [
        ("value.not-a-choice", "a.xlsx Danh sách D3"),
        ("value.no-such-day", "a.xlsx Danh sách E3"),
        ("value.percent-unclear", "a.xlsx Danh sách F3"),
        ("value.not-a-bool", "a.xlsx Danh sách G3"),
        ("row.no-name", "a.xlsx Danh sách B3"),
        ("row.rank-not-a-number", "a.xlsx Danh sách A3"),
        ("row.unknown-unit-meant", "a.xlsx Danh sách C3"),
        ("value.serial-date", "b.xlsx Danh sách E3"),
        ("row.rank-twice", "b.xlsx Danh sách A2"),
        ("file.missing", "c.xlsx"),
    ]
    assert "Huyện ủy Tuy Phong" in found.problems[6].sentence("vi")
    assert found.problems[0].where is not None
    assert found.problems[0].where.heading == ("Loại",)
    with pytest.raises(InputError) as caught:
        found.raise_if_wrong()
    assert len(caught.value.problems) == 10


def test_every_problem_has_words_in_both_languages(tmp_path: Path, read: Read) -> None:
    found = read(save(tmp_path / "a.xlsx", [HEADERS, row("?", "", "?", kind="?", received="?")]))
    for problem in found.problems:
        for lang in LANGUAGES:
            sentence = problem.line(lang)
            assert "{" not in sentence
            assert "\n" not in sentence


def test_error_cells_and_formulas_never_calculated_are_problems_and_not_unknown(
    tmp_path: Path, read: Read
) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet["E2"] = "#REF!"
        sheet["E2"].data_type = "e"
        sheet["F2"] = "=9/10"
        sheet["A3"] = "=A2+1"

    path = save(tmp_path / "a.xlsx", [HEADERS, row(1), row(2, "Cá nhân A-02")], spoil)
    assert problems_of(read(path)) == [
        ("cell.error", "a.xlsx Danh sách E2"),
        ("cell.not-calculated", "a.xlsx Danh sách F2"),
        ("cell.not-calculated", "a.xlsx Danh sách A3"),
    ]


def test_a_formula_with_its_value_is_read(tmp_path: Path, read: Read) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1)], lambda s: s.__setitem__("F2", "=9/10"))
    patched = _edit(path, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>0.9</v>")
    found = read(patched).raise_if_wrong()
    assert str(found.nominations[0].facts["share"]) == "0.9"


def test_two_columns_for_one_fact_and_a_missing_column_are_problems(
    tmp_path: Path, read: Read
) -> None:
    rows = [
        ["Họ và tên", "Đơn vị", "Loại", "Loại đối tượng"],
        ["Cá nhân A", "Tuy Phong", None, None],
    ]
    found = read(save(tmp_path / "a.xlsx", rows))
    assert [p.code for p in found.problems] == ["column.twice", "column.missing"]


def test_a_row_whose_unit_nobody_names_is_a_problem(tmp_path: Path, read: Read) -> None:
    rows = [
        ["Đề nghị của Tuy Phong và Phú Quý"],
        ["STT", "Họ và tên", "Báo cáo"],
        [1, "A-01", "có"],
    ]
    assert problems_of(read(save(tmp_path / "a.xlsx", rows))) == [
        ("row.no-unit", "a.xlsx Danh sách A3")
    ]


def test_the_same_file_twice_is_one_problem(tmp_path: Path, read: Read) -> None:
    first = save(tmp_path / "a.xlsx", [HEADERS, row(1)])
    shutil.copy(first, tmp_path / "b.xlsx")
    assert problems_of(read(first, tmp_path / "b.xlsx")) == [("file.same-as", "b.xlsx")]


def _edit(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with bytes of one part replaced."""
    target = path.with_name(f"edited-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                assert old in data
                data = data.replace(old, new)
            out.writestr(info.filename, data)
    return target


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", data)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "file.empty"),
        ("a.xlsx", b"hello", "file.not-a-workbook"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0", "file.not-a-workbook"),
        ("a.xlsx", b"%PDF-1.7 ...", "file.is-another-kind"),
        ("a.xls", b"<html><table><tr><td>STT</td></tr></table></html>", "file.is-a-web-page"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "file.is-another-kind"),
        ("a.xls", OLE + b"nothing that is a workbook", "file.damaged"),
        ("a.docx", _zip(word__document=b"<x/>"), "file.is-another-kind"),
        ("a.zip", _zip(readme=b"<x/>"), "file.is-another-kind"),
        ("a.xlsx", _zip(xl__other=b"<x/>"), "file.damaged"),
        ("a.csv", b"\x01\x02\0\x03", "file.not-a-workbook"),
        ("a.csv", b"mot dong\nhai dong\n", "file.no-header"),
        ("a.csv", b"\n\n ;;\n", "file.nothing-in-it"),
        ("a.json", b"[{", "file.not-json"),
        ("a.json", b"{}", "json.not-a-list"),
        ("a.json", b'[{"unit": "phu-quy", "unit": "tuy-phong"}]', "json.key-twice"),
        ("a.json", b"[" * 100_000, "file.not-json"),
    ],
)
def test_what_cannot_be_read_gets_exactly_one_sentence(
    tmp_path: Path, read: Read, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    assert [problem.code for problem in found.problems] == [code]
    for lang in LANGUAGES:
        assert "{" not in found.problems[0].sentence(lang).replace("{…}", "")


def test_a_folder_gets_a_sentence(tmp_path: Path, read: Read) -> None:
    assert problems_of(read(tmp_path)) == [("file.is-a-folder", tmp_path.name)]


def test_a_workbook_cut_at_any_point_is_damaged_and_never_a_traceback(
    tmp_path: Path, read: Read
) -> None:
    whole = save(tmp_path / "whole.xlsx", [HEADERS, row(1)]).read_bytes()
    for part in range(1, 20):
        cut = tmp_path / f"cut-{part}.xlsx"
        cut.write_bytes(whole[: len(whole) * part // 20])
        (problem,) = read(cut).problems
        assert problem.code in {"file.damaged", "file.is-another-kind"}


def test_a_flipped_byte_is_damage_or_changes_nothing_but_never_a_traceback(
    tmp_path: Path, read: Read
) -> None:
    whole = save(tmp_path / "whole.xlsx", [HEADERS, row(1)]).read_bytes()
    for at in range(0, len(whole), 97):
        data = bytearray(whole)
        data[at] ^= 0xFF
        spoiled = tmp_path / "spoiled.xlsx"
        spoiled.write_bytes(data)
        found = read(spoiled)
        assert found.problems or len(found.nominations) == 1


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, read: Read) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1)])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * (64 << 20))
    assert path.stat().st_size < 1 << 20
    assert [problem.code for problem in read(path).problems] == ["file.bomb"]


@pytest.mark.parametrize(
    ("cell", "code"), [("XFD2", "file.too-many-columns"), ("B1048576", "file.too-many-rows")]
)
def test_a_single_far_cell_does_not_make_a_grid_of_billions(
    tmp_path: Path, read: Read, cell: str, code: str
) -> None:
    path = save(tmp_path / "a.xlsx", [HEADERS, row(1)], lambda s: s.__setitem__(cell, "x"))
    assert [problem.code for problem in read(path).problems] == [code]


def test_formatted_empty_cells_far_away_do_no_harm(tmp_path: Path, read: Read) -> None:
    def shade(sheet: Worksheet) -> None:
        for cell in ("XFD2", "B1048576"):
            sheet[cell].number_format = "0%"

    found = read(save(tmp_path / "a.xlsx", [HEADERS, row(1)], shade)).raise_if_wrong()
    assert len(found.nominations) == 1


def test_words_in_an_old_font_are_recognised_as_such(tmp_path: Path, read: Read) -> None:
    rows = [
        ["STT", "Hä vµ tªn", "§¬n vÞ ®Ò nghÞ", "Ngµy nhËn hå s¬"],
        [1, "NguyÔn V¨n A", "x", "y"],
    ]
    found = read(save(tmp_path / "a.xlsx", rows))
    assert [problem.code for problem in found.problems] == ["file.old-font"]


def test_a_csv_whose_letters_were_lost_on_saving_is_refused(tmp_path: Path, read: Read) -> None:
    lines = [HEADERS, row(1, "Tập thể Hòa Thắng", "Thành ủy Phan Thiết", kind="Tập thể")]
    text = "\r\n".join(";".join(map(str, line)) for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode("cp1252", "replace"))
    assert problems_of(read(tmp_path / "a.csv")) == [("file.lost-letters", "a.csv")]


def test_a_pack_without_ranks_reads_no_table_and_says_so(
    tmp_path: Path, vocabulary: Vocabulary, units: UnitRegister
) -> None:
    facts = {name: fact for name, fact in vocabulary.facts.items() if fact.role != "rank"}
    book = save(tmp_path / "a.xlsx", [HEADERS, row(1)])
    found = read_nominations(book, Vocabulary(facts), units)
    assert [problem.code for problem in found.problems] == ["file.pack-without-rank"]
