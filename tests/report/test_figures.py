"""The numbers behind the report: nothing lost, nothing counted twice. Synthetic runs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from report.synthetic import clashing_run, facts_changed, make_run, nominations, small_run

from dvk_rules.clashes import amount_words
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.clashes import clash_words
from dvk_rules.report.decision import binding, decided, unique
from dvk_rules.report.figures import funnel, quota_rows, span
from dvk_rules.report.people import by_given_name, in_groups, people
from dvk_rules.report.reasons import reasons_of
from dvk_rules.verdicts import Verdict


@pytest.mark.parametrize("run", [small_run, clashing_run])
def test_the_funnel_loses_nobody_between_one_level_and_the_next(run: object) -> None:
    made = run()  # type: ignore[operator]  # a cached maker of a run
    level = None
    for step in funnel(made, people(made), "vi"):
        if step.kind == "total":
            assert level is None or level == step.count
            level = step.count
        else:
            assert level is not None
            level -= step.count
            assert not step.parts or sum(count for _, _, count in step.parts) == step.count
    assert level is not None


def test_each_quota_of_the_allocation_is_on_exactly_one_row() -> None:
    run = small_run()
    assert run.allocation is not None
    rows = quota_rows(run, "vi")
    keys = {(line.id, line.value) for line in run.allocation.quotas}
    assert len(rows) == len(keys)
    assert {(row.id, row.value) for row in rows} == keys
    for line in run.allocation.quotas:
        row = next(row for row in rows if (row.id, row.value) == (line.id, line.value))
        assert row.count == line.count
        assert (row.low if line.side == "at_least" else row.high) == line.required
        assert (line.side in row.binding) == line.binding


def test_a_bound_is_shown_as_it_was_set_and_never_as_a_rounded_number() -> None:
    assert amount_words(6, "vi") == "6"
    assert amount_words(Fraction(9, 20), "vi") == "45%"
    assert amount_words(Fraction(1, 8), "vi") == "12,5%"
    assert amount_words(Fraction(1, 8), "en") == "12.5%"
    assert amount_words(Fraction(1, 3), "vi") == "1/3"
    assert [span(3, 6), span(3, 3), span(None, 6), span(2, None), span(None, None)] == [
        "3–6",
        "3",
        "≤ 6",
        "≥ 2",
        "",
    ]


def test_everybody_not_selected_for_a_tier_has_a_reason_and_the_fully_selected_have_none() -> None:
    run = small_run()
    inner = run.scenario.pack.tiers[-1].id
    for person in people(run):
        found = reasons_of(person, "vi")
        assert bool(found) == (person.seats[inner].standing != "selected"), person.id
        for item in found:
            if item.rule is not None:
                assert item.clause
                assert item.text == item.rule.title.vi


def test_a_rule_that_bars_the_letter_is_not_repeated_for_the_certificate() -> None:
    for person in people(small_run()):
        rules = [item.rule.id for item in reasons_of(person, "vi") if item.rule]
        assert len(rules) == len(set(rules))


def test_a_missing_fact_is_named_in_the_reason() -> None:
    listed = facts_changed(nominations(seed=5, units=5, most=9), 0, own_selection=None)
    run = make_run(listed, seats=12, inner=5, floor=2)
    person = next(person for person in people(run) if person.id == listed[0].id)
    said = [text for item in reasons_of(person, "vi") for text in item.found]
    assert "Đơn vị đã tổ chức xét chọn: chưa có thông tin" in said


def test_what_to_ask_for_is_the_smallest_set_that_settles_the_verdict() -> None:
    listed = facts_changed(nominations(seed=5, units=5, most=9), 0, own_selection=None)
    listed = facts_changed(listed, 0, votes_share=None)
    run = make_run(listed, seats=12, inner=5, floor=2)
    person = next(person for person in people(run) if person.id == listed[0].id)
    (ask,) = [item for item in reasons_of(person, "vi") if item.verdict == "ask"]
    assert ask.text == "Cần bổ sung: Đơn vị đã tổ chức xét chọn; Tỷ lệ phiếu đồng ý"
    assert set(person.missing["letter"].could_change) == {"own_selection", "votes_share"}
    assert "đủ điều kiện" in ask.found[0]
    sure = [p for p in people(run) if p.verdict("letter") is not Verdict.INCOMPLETE]
    assert not any("letter" in person.missing for person in sure)


def test_a_unit_that_numbers_each_kind_from_1_has_its_collectives_first() -> None:
    kinds = ("ca_nhan", "tap_the", "ca_nhan", "tap_the")
    listed = [
        replace(item, rank=number // 2 + 1, facts={**item.facts, "kind": kind})
        for number, (item, kind) in enumerate(
            zip(nominations(seed=5, units=2, most=8)[:4], kinds, strict=True)
        )
    ]
    ordered = people(make_run(listed, seats=2, inner=1, floor=0))
    assert [(person.shown("kind", "vi"), person.rank) for person in ordered] == [
        ("Tập thể", 1),
        ("Tập thể", 2),
        ("Cá nhân", 1),
        ("Cá nhân", 2),
    ]


def test_people_stand_by_unit_in_official_order_and_by_their_units_own_number() -> None:
    run = small_run()
    official = list(run.scenario.pack.units.units)
    listed = people(run)
    keys = [(official.index(person.unit), person.rank) for person in listed]
    assert keys == sorted(keys)  # type: ignore[type-var]  # every synthetic nomination has a rank
    assert [person.number for person in listed] == list(range(1, len(listed) + 1))


def test_given_names_are_sorted_as_vietnamese_sorts_them() -> None:
    listed = nominations(seed=5, units=3, most=6)[:5]
    names = ["Mẫu Văn Ô", "Mẫu Văn Ăn", "Mẫu Thị Ấn", "Mẫu Văn An", "Mẫu Văn Đô"]
    for place, name in enumerate(names):
        listed = facts_changed(listed, place, name=name)
    run = make_run(listed, seats=3, inner=1, floor=0)
    found = [person.name.split()[-1] for person in by_given_name(people(run))]
    assert found == ["An", "Ăn", "Ấn", "Đô", "Ô"]


def test_collectives_are_listed_before_individuals_and_nobody_is_dropped() -> None:
    listed = people(small_run())
    groups = in_groups(listed, "kind")
    assert [kind for kind, _ in groups] == ["tap_the", "ca_nhan"]
    assert sum(len(members) for _, members in groups) == len(listed)
    assert in_groups(listed, "no_such_fact") == ((None, list(listed)),)


def test_everything_assumed_is_listed_once() -> None:
    run = small_run()
    found = assumptions(run, "vi")
    assert len({(item.kind, item.id) for item in found}) == len(found)
    pack = run.scenario.pack
    assert {item.id for item in found if item.kind == "rule"} == {
        rule.id for rule in pack.rules if rule.status == "assumed"
    }
    assert {item.id for item in found if item.kind == "quota"} == {
        quota.id for quota in run.scenario.quotas if quota.status == "assumed"
    }
    assert {item.id for item in found if item.kind == "seats"} == {"certificate"}


def test_quotas_at_their_bound_are_named_and_a_floor_of_nothing_is_not() -> None:
    run = small_run()
    rows = quota_rows(run, "vi")
    named = {item.title for item in binding(run, rows, "vi")}
    assert named == {row.title.vi for row in rows if row.tight or row.missing}
    empty = [row for row in rows if row.low == 0 and row.high is None]
    assert not any(row.tight for row in empty)


def test_a_decision_is_shown_with_who_why_and_what_it_costs() -> None:
    (item,) = decided(small_run(), "vi")
    assert (item.nomination, item.who, item.why) == ("la-gi/01", "Hội đồng mẫu", "lý do mẫu")
    assert item.when == "10/12/2020"
    assert item.effect


def test_how_the_list_became_the_only_one_is_said_in_words() -> None:
    run = small_run()
    assert run.allocation is not None
    said = unique(run, "vi")
    assert said.startswith(("Danh sách là duy nhất", "Sau mọi mục tiêu"))


def test_a_clash_names_values_of_one_quota_together() -> None:
    found = clash_words(clashing_run(), "vi")
    assert found is not None
    assert found.shortages
    assert found.conflicts
    for rules in found.conflicts:
        assert len(rules) == len(set(rules))
    assert clash_words(small_run(), "vi") is None
