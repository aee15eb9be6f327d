"""Who may have been proposed twice is shown; who only looks alike is not."""

from __future__ import annotations

import pytest

from dvk_rules.files.duplicates import find_near_duplicates
from dvk_rules.nominations import Nomination
from dvk_rules.pack.vocabulary import Vocabulary


def pairs(vocabulary: Vocabulary, *nominees: tuple[str, str, str]) -> list[str]:
    listed = [
        Nomination(
            f"{unit}/{number:02d}",
            unit,
            {"name": name, "subject": code} if code else {"name": name},
        )
        for number, (unit, name, code) in enumerate(nominees, 1)
    ]
    return [pair.because.value for pair in find_near_duplicates(listed, vocabulary)]


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("Nguyễn Mẫu Hòa", "Nguyễn Mẫu Hoà", "name"),
        ("Tổ hợp tác Phú Quý", "TỔ  HỢP TÁC PHÚ QUÍ", "name"),
        ("Nguyễn Mẫu Hòa", "Nguyên Mẫu Hoa", "spelling"),
        ("Tổ hợp tác Tân Hà", "Tổ hợp tác Tânhà", "spelling"),
        ("Tập thể Hàm Cường", "Tập thể Hàm Cươngg", "spelling"),
        ("Chi bộ Măng Tố", "Măng Tố, chi bộ", "spelling"),
    ],
)
def test_the_same_name_from_two_units_is_shown(
    vocabulary: Vocabulary, one: str, other: str, because: str
) -> None:
    assert pairs(vocabulary, ("tuy-phong", one, ""), ("phu-quy", other, "")) == [because]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tập thể TP-01", "Tập thể TL-01"),
        ("Tập thể TP-01", "Tập thể TP-11"),
        ("Lê Mẫu An", "Lê Mẫu Anh"),
        ("Chi bộ thôn 1", "Chi bộ thôn 2"),
    ],
)
def test_names_that_are_merely_alike_are_not_shown(
    vocabulary: Vocabulary, one: str, other: str
) -> None:
    assert pairs(vocabulary, ("tuy-phong", one, ""), ("phu-quy", other, "")) == []


def test_the_same_code_is_shown_whatever_the_names_and_units(vocabulary: Vocabulary) -> None:
    found = pairs(
        vocabulary,
        ("tuy-phong", "Tập thể A", "TT-7"),
        ("tuy-phong", "Tập thể B", "tt 7"),
        ("phu-quy", "Tập thể C", "TT-7"),
        ("phu-quy", "Tập thể D", "TT-8"),
    )
    assert found == ["subject", "subject"]


def test_a_slip_within_one_unit_is_left_to_the_unit(vocabulary: Vocabulary) -> None:
    found = pairs(vocabulary, ("phu-quy", "Nguyễn Mẫu Hòa", ""), ("phu-quy", "Nguyên Mẫu Hòa", ""))
    assert found == []
