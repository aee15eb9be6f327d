"""The cases of a pack: run, compared, and what they cover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.lawbook.cases import case_lines, run_cases
from dvk_rules.pack import available_packs, load_pack
from packs.synthetic import edited, sample

RULES = "rules/10-chung.yaml"


@pytest.mark.parametrize("name", available_packs())
def test_every_case_of_a_shipped_pack_holds(name: str) -> None:
    report = run_cases(load_pack(name))
    assert report.results
    assert case_lines(report, "en")[:-1] == []


@pytest.mark.parametrize("name", available_packs())
def test_every_rule_of_a_shipped_pack_is_met_by_one_case_and_broken_by_another(name: str) -> None:
    assert [item.rule.id for item in run_cases(load_pack(name)).uncovered] == []


@pytest.mark.parametrize("name", available_packs())
def test_the_cases_hold_under_the_default_engine_too(name: str) -> None:
    report = run_cases(load_pack(name), engine="durable")
    assert [item.case.id for item in report.failed] == []


def failures(folder: Path, *edits: tuple[str, str], lang: str = "vi") -> dict[str, list[str]]:
    """What is said of each failing case of the sample pack with edited cases."""
    report = run_cases(sample(folder, cases=edited("cases.yaml", *edits)))
    return {
        item.case.id: [problem.sentence(lang) for problem in item.failures]
        for item in report.failed
    }


def test_a_case_that_does_not_hold_says_what_was_expected_and_what_came_out(
    tmp_path: Path,
) -> None:
    edit = (
        "{letter: deferred, certificate: deferred,",
        "{letter: eligible, certificate: deferred,",
    )
    assert failures(tmp_path, edit) == {
        "tre": ["Thư khen: phải là “đủ điều kiện”, kết quả là “chưa xét” do deadline"]
    }


def test_a_case_names_all_rules_that_decide(tmp_path: Path) -> None:
    edits = (("deciding: votes", "deciding: [deadline]"),)
    assert failures(tmp_path, *edits, lang="en")["thieu-phieu"] == [
        "the rule deadline should decide, but its outcome is “satisfied”",
        "the rule votes decides too (violated), and the case does not name it",
    ]


def test_points_and_derived_facts_are_compared(tmp_path: Path) -> None:
    edits = (
        ("points: {total: 25}", "points: {effect: 10, total: 20}"),
        ("{good: false}", "{good: true}"),
    )
    said = failures(tmp_path, *edits)
    assert said["du"] == [
        "điểm Hiệu quả: phải là 10, kết quả là 25",
        "điểm tổng: phải là 20, kết quả là 25",
    ]
    assert said["chua-tot"] == ["Thành tích tốt: phải là có, kết quả là không"]


def test_one_number_means_the_points_that_are_sure_and_two_mean_the_interval(
    tmp_path: Path,
) -> None:
    facts = ("facts: {checked: true, people: 5}", "facts: {checked: true, people: null}")
    expected = ("deciding: inspection, points: 0", "deciding: inspection, points: [0, 10]")
    assert "thanh-tra" not in failures(tmp_path / "a", facts)
    assert failures(tmp_path / "b", facts, expected)["thanh-tra"] == [
        "điểm tổng: phải là 0–10, kết quả là 0–25"
    ]


def test_a_rule_that_no_case_breaks_is_listed(tmp_path: Path) -> None:
    rules = edited(RULES, ("prefer: {island: true}", "prefer: {kind: ca_nhan}"))
    report = run_cases(sample(tmp_path, rules=rules))
    assert report.passed
    assert [(item.rule.id, item.uncovered) for item in report.uncovered] == [
        ("p-island", (Outcome.VIOLATED,))
    ]
    assert case_lines(report)[-2:] == [
        "? Quy tắc p-island (Hải đảo): chưa có ca nào cho kết quả không đạt",
        "5/5 ca đúng; 6/7 quy tắc có ca đạt và ca không đạt",
    ]


def test_rules_of_an_extended_pack_are_left_to_its_own_cases() -> None:
    report = run_cases(load_pack("binh-thuan-2020"))
    inherited = [item for item in report.coverage if item.inherited]
    assert {item.rule.pack for item in inherited} == {"vn-tdkt-2017"}
    assert not {item.rule.id for item in inherited} & {item.rule.id for item in report.uncovered}


def test_a_case_takes_the_unit_the_day_and_the_facts_of_its_base(tmp_path: Path) -> None:
    cases = edited(
        "cases.yaml", ("    unit: dong\n", "    unit: dao\n    decision_date: 2020-06-01\n")
    )
    pack = sample(tmp_path, cases=cases)
    late = next(case for case in pack.cases if case.id == "tre")
    assert (late.unit, str(late.decision_date), late.facts["people"]) == ("dao", "2020-06-01", 100)


def test_an_empty_value_takes_a_fact_of_the_base_away(tmp_path: Path) -> None:
    cases = edited("cases.yaml", ("facts: {share: 79%}", "facts: {share: null}"))
    pack = sample(tmp_path, cases=cases)
    assert "share" not in next(case for case in pack.cases if case.id == "thieu-phieu").facts


def test_the_report_is_plain_data(tmp_path: Path) -> None:
    data = run_cases(sample(tmp_path)).to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["passed"] is True
    assert data["coverage"][0]["outcomes"] == {
        "satisfied": 4,
        "violated": 1,
        "unknown": 0,
        "not_applicable": 0,
    }
