"""Two packs compared, and the pack that serves a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dvk_rules.errors import PackError
from dvk_rules.lawbook.diff import choose_pack, diff, diff_lines
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, load_pack
from packs.synthetic import edited, sample

RULES = "rules/10-chung.yaml"


def of_cases(pack: Pack) -> list[Nomination]:
    """The cases of a pack as nominations."""
    return [Nomination(case.id, case.unit or "", case.facts) for case in pack.cases]


def test_a_pack_does_not_differ_from_itself(tmp_path: Path) -> None:
    pack = sample(tmp_path)
    found = diff(pack, pack, of_cases(pack))
    assert found.same
    assert found.compared == 5


def test_comments_and_layout_are_no_difference(tmp_path: Path) -> None:
    rules = edited(RULES, ("{doc: plan, at: II.3}", "{at: II.3, doc: plan}  # xem lại"))
    assert diff(sample(tmp_path / "a"), sample(tmp_path / "b", rules=rules)).same


def test_a_changed_threshold_is_told_with_the_verdicts_that_it_changes(tmp_path: Path) -> None:
    before = sample(tmp_path / "a")
    parameters = edited("parameters.yaml", ("value: 80%", "value: 75%"))
    found = diff(before, sample(tmp_path / "b", parameters=parameters), of_cases(before))
    assert [(item.what, item.id, dict(item.parts)) for item in found.changes] == [
        ("rule", "votes", found.changes[0].parts),
        ("parameter", "votes_needed", {"value": ("80%", "75%")}),
    ]
    assert [(item.nomination, item.tier, item.before, item.after) for item in found.verdicts] == [
        ("thieu-phieu", "letter", "rejected", "eligible"),
        ("thieu-phieu", "certificate", "rejected", "eligible"),
    ]
    assert found.verdicts[0].before_by == ("votes",)
    assert found.verdicts[0].rules == {"votes": ("violated", "satisfied")}


def test_rules_that_come_go_and_change_are_told_in_words(tmp_path: Path) -> None:
    rules = edited(
        RULES,
        ("id: inspection", "id: audit"),
        ("otherwise: defer", "otherwise: warn"),
        ("points: 10", "points: 12"),
    )
    cases = edited("cases.yaml", ("deciding: inspection", "deciding: audit"))
    found = diff(sample(tmp_path / "a"), sample(tmp_path / "b", rules=rules, cases=cases))
    lines = diff_lines(found)
    assert "- bỏ quy tắc inspection (Không bị thanh tra)" in lines
    assert "+ thêm quy tắc audit (Không bị thanh tra)" in lines
    assert "    khi không đạt: Không đạt thì để lại, chưa xét → Không đạt thì chỉ cảnh báo" in lines
    assert (
        "    bảng: Số người ít nhất 100 → 25; Số người ít nhất 10 → 10 → "
        "Số người ít nhất 100 → 25; Số người ít nhất 10 → 12" in lines
    )
    assert lines[-1] == "4 thay đổi; 0/0 hồ sơ đổi kết luận"


def test_a_value_that_one_pack_does_not_know_counts_as_missing_and_is_told(
    tmp_path: Path,
) -> None:
    before = sample(tmp_path / "a")
    facts = edited("facts.yaml", ("cao: {vi: Cao, en: high}", "dinh: {vi: Đỉnh, en: top}"))
    rules = edited(RULES, ("{at_least: cao}", "{at_least: dinh}"))
    cases = edited("cases.yaml", ("level: cao", "level: dinh"))
    after = sample(tmp_path / "b", facts=facts, rules=rules, cases=cases)
    found = diff(before, after, of_cases(before))
    assert ("du", "level") in found.not_understood
    assert found.verdicts[-1].after == "incomplete"


def test_what_the_law_of_2022_changed_for_one_dossier_is_shown() -> None:
    old, new = load_pack("vn-tdkt-2017"), load_pack("vn-tdkt-2024")
    facts = next(case for case in new.cases if case.id == "ho-gia-dinh").facts
    household = Nomination("mau/01", "", facts)
    found = diff(old, new, [household], day=date(2024, 12, 15))
    [change] = [item for item in found.verdicts if item.tier == "certificate"]
    assert (change.before, change.after) == ("rejected", "eligible")
    assert change.before_by == ("certificate-kind",)
    assert any("mau/01" in line for line in diff_lines(found, "en"))


def test_the_difference_is_plain_data() -> None:
    found = diff(load_pack("vn-tdkt-2017"), load_pack("vn-tdkt-2024"))
    assert json.loads(json.dumps(found.to_json())) == found.to_json()


@pytest.mark.parametrize(
    ("day", "pack"),
    [
        (date(2017, 10, 1), "vn-tdkt-2017"),
        (date(2023, 12, 31), "vn-tdkt-2017"),
        (date(2024, 1, 1), "vn-tdkt-2024"),
        (date(2025, 6, 30), "vn-tdkt-2024"),
        (date(2025, 7, 1), "vn-tdkt-2025"),
    ],
)
def test_the_day_of_the_decision_chooses_the_law(day: date, pack: str) -> None:
    assert choose_pack(day, "vn-tdkt").id == pack


@pytest.mark.parametrize(
    ("day", "family", "said"),
    [
        (date(2010, 1, 1), "vn-tdkt", "vn-tdkt-2017"),
        (date(2022, 1, 1), "binh-thuan", "binh-thuan-2020"),
        (date(2020, 1, 1), "khong-co", "vn-tdkt"),
    ],
)
def test_a_day_that_no_pack_serves_names_the_packs_there_are(
    day: date, family: str, said: str
) -> None:
    with pytest.raises(PackError) as caught:
        choose_pack(day, family)
    assert said in caught.value.problems[0].sentence()
