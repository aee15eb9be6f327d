"""What the form offers, the reader accepts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dvk_rules.errors import InputError
from dvk_rules.evaluation import evaluate
from dvk_rules.files.clauses import asked_facts
from dvk_rules.files.listing import NominationList
from dvk_rules.files.template import template_bytes, write_template
from dvk_rules.files.workbook import read_nominations
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, load_pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("binh-thuan-2020")


@pytest.fixture(scope="module")
def for_all(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "mau.xlsx"
    write_template(pack, path)
    return path


def read(pack: Pack, path: Path) -> NominationList:
    return read_nominations(path, pack.vocabulary, pack.units)


def fill(form: Path, target: Path, cells: dict[str, object]) -> Path:
    """The form with values typed under headers, in the first row below the example."""
    book = load_workbook(form)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "STT")
    columns = {sheet.cell(header, c).value: c for c in range(1, sheet.max_column + 1)}
    for name, value in cells.items():
        sheet.cell(header + 2, columns[name], value)
    book.save(target)
    return target


def test_the_empty_form_is_read_without_a_problem_and_its_example_does_not_count(
    pack: Pack, for_all: Path
) -> None:
    found = read(pack, for_all)
    assert not found.problems
    assert not found.ignored
    assert not found.nominations
    assert [notice.code for notice in found.notices] == ["sheet.no-rows"]


@pytest.mark.parametrize("name", ["binh-thuan-2020", "vn-tdkt-2025"])
def test_the_example_is_filled_in_as_the_guide_says(name: str) -> None:
    """It is a collective and no enterprise: what is asked of others alone is left empty."""
    pack = load_pack(name)
    example = {fact.name: fact.example for fact in pack.form_facts}
    assert (example["kind"], example.get("enterprise", False)) == ("tap_the", False)
    others = ("Chỉ ghi cho cá nhân", "Chỉ ghi cho doanh nghiệp", "Chỉ ghi cho hộ gia đình")
    for fact in pack.form_facts:
        if fact.help.vi.startswith(others):
            assert fact.example is None, fact.name


def test_the_example_is_a_nomination_that_can_be_chosen(pack: Pack) -> None:
    facts = {fact.name: fact.example for fact in pack.form_facts if fact.example is not None}
    nomination = Nomination("phan-thiet/01", "phan-thiet", facts, 1)
    found = evaluate(pack, [nomination], day=date(2020, 12, 15), engine="reference")
    verdicts = found.by_id["phan-thiet/01"].verdicts
    assert {tier: str(item.verdict) for tier, item in verdicts.items()} == {
        "letter": "eligible",
        "certificate": "eligible",
    }


def test_bounds_are_told_in_words(for_all: Path) -> None:
    guide = load_workbook(for_all).worksheets[1]
    told = {row[1]: row[3] for row in guide.iter_rows(min_row=7, values_only=True)}
    assert told["Số năm liên tục hoàn thành xuất sắc nhiệm vụ"] == "số nguyên từ 0 đến 20"
    assert told["STT"] == "số nguyên từ 1 trở lên"
    assert not any("≥" in str(text) or "≤" in str(text) for text in told.values())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_form_has_a_column_for_every_given_fact_and_no_other(
    pack: Pack, tmp_path: Path, lang: str
) -> None:
    write_template(pack, tmp_path / "form.xlsx", lang=lang)
    found = read(pack, tmp_path / "form.xlsx")
    (sheet,) = found.sheets
    assert sorted(sheet.columns.values()) == sorted(fact.name for fact in pack.vocabulary.given)


def test_what_is_typed_into_the_form_is_read_as_it_was_meant(
    pack: Pack, for_all: Path, tmp_path: Path
) -> None:
    path = fill(
        for_all,
        tmp_path / "filled.xlsx",
        {
            "STT": 1,
            "Đơn vị đề nghị": "Huyện ủy Phú Quý",
            "Họ và tên hoặc tên tập thể": "Tập thể PQ-01",
            "Loại đối tượng": "Tập thể",
            "Tỷ lệ phiếu đồng ý": 0.85,
            "Ngày nhận hồ sơ": date(2020, 11, 20),
            "Đặc điểm cách làm": "Đối thoại, bàn bạc với dân; Có cách làm mới",
        },
    )
    (nomination,) = read(pack, path).raise_if_wrong().nominations
    assert nomination.id == "phu-quy/01"
    assert nomination.facts["votes_share"] == Decimal("0.85")
    assert nomination.facts["dossier_received"] == date(2020, 11, 20)
    assert nomination.facts["method_traits"] == ("cach_lam_moi", "doi_thoai")


def test_a_form_for_one_unit_needs_no_unit_column(pack: Pack, tmp_path: Path) -> None:
    write_template(pack, tmp_path / "form.xlsx", "phú quí")
    typed: dict[str, object] = {"STT": 2, "Họ và tên hoặc tên tập thể": "Tập thể PQ-02"}
    path = fill(tmp_path / "form.xlsx", tmp_path / "filled.xlsx", typed)
    (nomination,) = read(pack, path).raise_if_wrong().nominations
    assert nomination.id == "phu-quy/02"


def test_every_choice_of_a_drop_down_is_a_choice_of_the_fact(pack: Pack, for_all: Path) -> None:
    book = load_workbook(for_all)
    sheet, choices = book.worksheets[0], book.worksheets[2]
    assert choices.sheet_state == "veryHidden"
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "STT")
    checked = 0
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list" or not str(rule.formula1).startswith("'"):
            continue
        column = next(iter(rule.sqref.ranges)).min_col
        fact = pack.vocabulary.by_header[_folded(sheet.cell(header, column).value)]
        labels = [cell.value for (cell,) in choices[str(rule.formula1).split("!")[1]]]
        assert all(fact.kind.parse(label) is not None for label in labels)
        assert len(labels) == len(set(labels))
        checked += 1
    assert checked == sum(
        fact.kind.type.value in ("enum", "ordered enum") for fact in pack.vocabulary.given
    )


def _folded(text: object) -> str:
    from dvk_rules.text import fold

    return fold(str(text))


def test_every_column_is_checked_or_hinted_as_it_is_typed(pack: Pack, for_all: Path) -> None:
    sheet = load_workbook(for_all).worksheets[0]
    rules = sheet.data_validations.dataValidation
    assert len(rules) == len(pack.vocabulary.given)
    assert all(rule.prompt and len(rule.prompt) <= 255 for rule in rules)
    assert all(len(rule.promptTitle) <= 32 for rule in rules)
    assert {"list", "date", "whole", "decimal", None} == {rule.type for rule in rules}


def test_the_guide_says_under_which_clause_a_column_is_asked(pack: Pack, for_all: Path) -> None:
    guide = load_workbook(for_all).worksheets[1]
    lines = {row[1].value: row[4].value for row in guide.iter_rows(min_row=7)}
    assert "II.3.1" in str(lines["Ngày nhận hồ sơ"])
    assert "Điều 6 khoản 2 điểm b" in str(lines["Thành tích này đã được khen hình thức khác"])
    assert len(lines) == len(pack.vocabulary.given)


def test_a_fact_asked_only_through_a_derived_one_still_counts_for_its_tier(pack: Pack) -> None:
    asked = asked_facts(pack)
    assert asked["occupation"].tiers == ("certificate",)
    assert asked["dossier_received"].tiers[0] == "letter"
    assert asked["participants"].tiers == ()
    assert asked["participants"].scored


def test_the_same_pack_gives_the_same_bytes(pack: Pack) -> None:
    assert template_bytes(pack, "phu-quy") == template_bytes(pack, "phu-quy")


def test_a_unit_nobody_knows_is_refused_with_the_names_there_are(pack: Pack) -> None:
    with pytest.raises(InputError) as caught:
        template_bytes(pack, "Huyện ủy Mẫu")
    assert "Huyện ủy Phú Quý" in caught.value.problems[0].sentence("vi")
