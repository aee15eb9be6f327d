"""A small vocabulary and register for the tests of files. Every name in them is invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_rules.files.listing import NominationList
from dvk_rules.files.workbook import read_nominations
from dvk_rules.pack.units import Unit, UnitRegister
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.values import Choice, FactType, Text, ValueType

Read = Callable[..., NominationList]


def _choices(**labels: str) -> dict[str, Choice]:
    return {id_: Choice(id_, Text(label)) for id_, label in labels.items()}


@pytest.fixture(scope="session")
def units() -> UnitRegister:
    names = {
        "phan-thiet": ("Thành ủy Phan Thiết", "Phan Thiết"),
        "tuy-phong": ("Huyện ủy Tuy Phong", "Tuy Phong"),
        "phu-quy": ("Huyện ủy Phú Quý", "Phú Quý"),
        "hoi-nong-dan": ("Hội Nông dân tỉnh", "Hội Nông dân"),
    }
    return UnitRegister(
        groups={"all": Text("Tất cả")},
        units={id_: Unit(id_, Text(n), "all", also=(a,)) for id_, (n, a) in names.items()},
        communes={},
    )


@pytest.fixture(scope="session")
def vocabulary(units: UnitRegister) -> Vocabulary:
    of_units = {u.id: Choice(u.id, u.name, u.also) for u in units.units.values()}
    kinds = _choices(ca_nhan="Cá nhân", tap_the="Tập thể")
    percent = ValueType(FactType.DECIMAL, percent=True, at_least=0, at_most=1)
    facts = [
        Fact("rank", ValueType(FactType.INT), Text("STT"), ("TT",), role="rank"),
        Fact(
            "unit",
            ValueType(FactType.ENUM, of_units),
            Text("Đơn vị đề nghị"),
            ("Đơn vị",),
            role="unit",
        ),
        Fact(
            "name",
            ValueType(FactType.TEXT),
            Text("Họ và tên hoặc tên tập thể"),
            ("Họ và tên",),
            role="name",
        ),
        Fact("subject", ValueType(FactType.TEXT), Text("Mã đối tượng"), role="subject"),
        Fact("kind", ValueType(FactType.ENUM, kinds), Text("Loại đối tượng"), ("Loại",)),
        Fact("received", ValueType(FactType.DATE), Text("Ngày nhận hồ sơ"), ("Ngày gửi",)),
        Fact("from", ValueType(FactType.DATE), Text("Thành tích từ ngày"), ("Thời gian từ",)),
        Fact("until", ValueType(FactType.DATE), Text("Thành tích đến ngày"), ("Thời gian đến",)),
        Fact("share", percent, Text("Tỷ lệ phiếu"), ("Tỷ lệ phiếu đồng ý",)),
        Fact("votes", ValueType(FactType.INT, at_least=0), Text("Số phiếu đồng ý")),
        Fact("people", ValueType(FactType.INT), Text("Số người tham gia"), ("Số hộ tham gia",)),
        Fact("area", ValueType(FactType.DECIMAL), Text("Diện tích")),
        Fact("growth", ValueType(FactType.DECIMAL, percent=True), Text("Tốc độ tăng")),
        Fact("form", ValueType(FactType.ENUM, _choices(mau_07="Mẫu số 07")), Text("Mẫu báo cáo")),
        Fact("report", ValueType(FactType.BOOL), Text("Có báo cáo"), ("Báo cáo",)),
        Fact("leader", ValueType(FactType.BOOL), Text("Lãnh đạo")),
        Fact("points", ValueType(FactType.INT), Text("Điểm"), derived=True),
    ]
    return Vocabulary({fact.name: fact for fact in facts})


@pytest.fixture
def read(vocabulary: Vocabulary, units: UnitRegister) -> Read:
    def run(*paths: Path) -> NominationList:
        return read_nominations(list(paths), vocabulary, units)

    return run
