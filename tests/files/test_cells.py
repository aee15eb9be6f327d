"""Numbers, shares and days as people write them; what could mean two things is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dvk_rules.files.cell_writing import read_cell
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.values import BadValue, Choice, FactType, Text, ValueType
from files.conftest import Read
from files.sheets import save

COLUMNS = {
    "share": "Tỷ lệ phiếu",
    "growth": "Tốc độ tăng",
    "people": "Số người tham gia",
    "votes": "Số phiếu đồng ý",
    "area": "Diện tích",
    "received": "Ngày nhận hồ sơ",
    "form": "Mẫu báo cáo",
}


def one(tmp_path: Path, fact: str, cell: Any) -> Path:
    headers = ["STT", "Họ và tên", "Đơn vị", COLUMNS[fact]]
    return save(tmp_path / "a.xlsx", [headers, [1, "Cá nhân A-01", "Phú Quý", cell]])


@pytest.mark.parametrize(
    ("fact", "cell", "value"),
    [
        ("share", 1, Decimal(1)),
        ("share", "1,0", Decimal(1)),
        ("share", 80, Decimal("0.8")),
        ("share", "2,5", Decimal("0.025")),
        ("share", "1,5%", Decimal("0.015")),
        ("growth", "105%", Decimal("1.05")),
        ("share", "99,125", Decimal("0.99125")),
        ("share", "45/50", Decimal("0.9")),
        ("share", " 30 / 40 ", Decimal("0.75")),
        ("share", "45/50 phiếu đồng ý", Decimal("0.9")),
        ("share", "1/200", Decimal("0.005")),
        ("share", "50/50", Decimal(1)),
        ("growth", "3/2", Decimal("1.5")),
        ("share", "85 phần trăm", Decimal("0.85")),
        ("people", 1000, 1000),
        ("people", "1.000", 1000),
        ("people", "1 250", 1250),
        ("people", "1.250.000", 1250000),
        ("people", "1,250,000", 1250000),
        ("people", "12,0", 12),
        ("people", "1.250,0", 1250),
        ("people", "200 người", 200),
        ("people", "200 hộ", 200),
        ("people", "200người", 200),
        ("people", "1.200 người tham gia", 1200),
        ("area", "0.125", Decimal("0.125")),
        ("area", "12,345", Decimal("12.345")),
        ("area", 12.345, Decimal("12.345")),
        ("area", "1.000.000", Decimal(1000000)),
        ("area", "1.234,5", Decimal("1234.5")),
        ("area", "1,234.5", Decimal("1234.5")),
        ("received", "20/11/2020 08:30", date(2020, 11, 20)),
        ("received", "20/11/2020, 8h30", date(2020, 11, 20)),
        ("received", "8 giờ 30 phút ngày 20/11/2020", date(2020, 11, 20)),
        ("received", "08:30 20/11/2020", date(2020, 11, 20)),
        ("received", "2020-11-20 08:30:15", date(2020, 11, 20)),
        ("received", "2020-11-20T08:30:15", date(2020, 11, 20)),
        ("form", "mẫu số 7", "mau_07"),
        ("form", "Mẫu số 007", "mau_07"),
    ],
)
def test_a_cell_is_read_as_a_vietnamese_hand_means_it(
    tmp_path: Path, read: Read, fact: str, cell: Any, value: Any
) -> None:
    (nomination,) = read(one(tmp_path, fact, cell)).raise_if_wrong().nominations
    assert nomination.facts[fact] == value


@pytest.mark.parametrize(
    ("fact", "cell", "code", "said"),
    [
        ("share", "1,5", "value.percent-unclear", ("1,5%", "100%")),
        ("share", "105%", "value.too-high", ("105%",)),
        ("share", "2/3", "value.share-not-exact", ("2/3", "66,67%")),
        ("share", "50/0", "value.not-a-number", ("50/0",)),
        ("share", "50/40", "value.too-high", ("125%",)),
        ("share", "3/2", "value.too-high", ("150%",)),
        ("people", "1,000", "value.grouping", ("“1,000” có thể là 1000 hay 1;",)),
        ("people", "12,500", "value.grouping", ("12500 hay 12,5;",)),
        ("people", "2,000 người", "value.grouping", ("2000 hay 2;",)),
        ("people", "1.25", "value.not-an-int", ("1.25",)),
        ("people", "200 triệu", "value.not-an-int", ("200 triệu",)),
        ("people", "200 đến 250 người", "value.not-an-int", ("200 đến 250 người",)),
        ("people", "hơn 200 người", "value.not-an-int", ("hơn 200 người",)),
        ("people", "45/50 người", "value.part-of-whole", ("hãy ghi 45 hoặc 50",)),
        ("votes", "45/50", "value.part-of-whole", ("hãy ghi 45 hoặc 50",)),
        ("votes", "45 người", "value.not-an-int", ("45 người",)),
        ("area", "12.345", "value.grouping", ("12345 hay 12,345;",)),
        ("received", "31/11/2020 08:30", "value.no-such-day", ("31/11/2020",)),
        ("received", "20/11/2020 25:30", "value.not-a-date", ("25:30",)),
        ("form", "mẫu số 8", "value.not-a-choice", ("mẫu số 8", "Mẫu số 07")),
    ],
)
def test_what_could_mean_two_things_or_none_is_refused_with_what_to_write(
    tmp_path: Path, read: Read, fact: str, cell: Any, code: str, said: tuple[str, ...]
) -> None:
    (problem,) = read(one(tmp_path, fact, cell)).problems
    assert (problem.code, problem.where and problem.where.cell) == (code, "D2")
    for words in said:
        assert words in problem.sentence("vi")
    assert all("{" not in problem.sentence(lang) for lang in LANGUAGES)


def test_two_forms_that_differ_by_zeros_alone_are_told_apart_by_them() -> None:
    choices = {id_: Choice(id_, Text(label)) for id_, label in (("a", "Mẫu 1"), ("b", "Mẫu 01"))}
    fact = Fact("form", ValueType(FactType.ENUM, choices), Text("Mẫu"))
    assert (read_cell(fact, "mẫu 1"), read_cell(fact, "mẫu 01")) == ("a", "b")
    with pytest.raises(BadValue, match="not-a-choice"):
        read_cell(fact, "mẫu 001")


def test_a_lone_number_in_the_table_is_no_heading(tmp_path: Path, read: Read) -> None:
    """A form is named by its number in its column only: a page number says nothing of the rows."""
    rows = [
        ["STT", "Họ và tên", "Đơn vị", "Báo cáo"],
        [None, None, "mẫu số 7", None],
        [1, "Cá nhân A-01", "Phú Quý", "có"],
    ]
    (nomination,) = read(save(tmp_path / "a.xlsx", rows)).nominations
    assert "form" not in nomination.facts
