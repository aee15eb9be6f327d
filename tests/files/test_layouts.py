"""However a table is laid out, the same nominations come out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.workbook import read_nominations
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from files.sheets import save

WORDS = {
    "rank": ["STT", "TT", "stt."],
    "unit": ["Đơn vị đề nghị", "ĐƠN VỊ"],
    "name": ["Họ và tên", "Họ và tên hoặc tên tập thể (*)"],
    "kind": ["Loại", "Loại đối tượng"],
    "received": ["Ngày nhận hồ sơ", "Ngày gửi"],
    "share": ["Tỷ lệ phiếu (%)", "TỶ LỆ PHIẾU"],
    "report": ["Báo cáo", "Có báo cáo"],
}
ROWS: list[dict[str, Any]] = [
    {"rank": 1, "unit": "Phan Thiết", "name": "Tập thể A-01", "kind": "Tập thể", "share": "90%"},
    {"rank": 2, "unit": "Phan Thiết", "name": "Cá nhân A-02", "kind": "Cá nhân", "report": "có"},
    {"rank": 1, "unit": "Phú Quý", "name": "Cá nhân B-01", "received": "20/11/2020"},
    {"rank": 2, "unit": "Phú Quý", "name": "Tập thể B-02", "share": "85%", "report": "không"},
]
TITLES = [
    ["TỈNH ỦY X", None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    ["BAN DÂN VẬN"],
    [],
    [None, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2020"],
]
ENDINGS = [
    [],
    ["Tổng cộng", None, 4],
    [None, None, None, "ngày 20 tháng 11 năm 2020"],
    [None, "Người lập biểu", None, None, "Thủ trưởng đơn vị"],
]


@st.composite
def layouts(draw: st.DrawFn) -> list[list[Any]]:
    order = draw(st.permutations(list(WORDS)))
    indent = draw(st.integers(0, 2))
    header: list[Any] = [draw(st.sampled_from(WORDS[name])) for name in order]
    lines: list[list[Any]] = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    lines = [*lines, [*[None] * indent, *header]]
    if draw(st.booleans()):
        lines.append([*[None] * indent, *[f"({n})" for n in range(1, len(order) + 1)]])
    for row in draw(st.permutations(ROWS)):
        lines.append([*[None] * indent, *[row.get(name) for name in order]])
        if draw(st.booleans()):
            lines.append([])
    return [*lines, *draw(st.lists(st.sampled_from(ENDINGS), max_size=3))]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=layouts())
def test_titles_order_words_indent_and_endings_change_nothing(
    tmp_path: Path, vocabulary: Vocabulary, units: UnitRegister, lines: list[list[Any]]
) -> None:
    plain = [list(WORDS), *[[row.get(name) for name in WORDS] for row in ROWS]]
    meant = read_nominations(save(tmp_path / "plain.xlsx", plain), vocabulary, units)
    found = read_nominations(save(tmp_path / "laid-out.xlsx", lines), vocabulary, units)
    assert not found.problems
    assert not found.ignored
    assert nominations_json(found.nominations) == nominations_json(meant.nominations)
    assert len(found.nominations) == len(ROWS)
