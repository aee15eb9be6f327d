"""Explanations: everyone in a run can be told why, from the run in memory and from its folder."""

from __future__ import annotations

import pytest

from dvk_rules import ScenarioError, Verdict, explain
from dvk_rules.explanation import UnknownNomination
from dvk_rules.runs import Run
from dvk_rules.whatif import read_facts, what_if
from surface.golden import CASES, make


@pytest.fixture(scope="module")
def made() -> Run:
    return make(CASES / "binh-thuan-2020" / "kich-ban.yaml")


def test_everyone_who_is_left_out_is_told_what_blocks_the_seat(made: Run) -> None:
    for result in made.evaluation.results:
        for seat in explain(made, result.id).seats:
            if seat.standing == "left_out":
                assert seat.reasons, (result.id, seat.tier)
            if seat.standing == "barred":
                assert result.verdicts[seat.tier].decided_by, result.id


def test_standings_are_the_selection(made: Run) -> None:
    for tier in ("letter", "certificate"):
        selected = {
            result.id
            for result in made.evaluation.results
            for seat in explain(made, result.id).seats
            if seat.tier == tier and seat.standing == "selected"
        }
        assert selected == set(made.selected(tier))


def test_every_rule_stands_once_under_its_heading(made: Run) -> None:
    explanation = explain(made, made.nominations[0].id)
    listed = [rule.rule.id for section in explanation.sections for rule in section.rules]
    assert listed == [rule.id for rule in made.scenario.pack.rules]
    for section in explanation.sections:
        assert {rule.rule.heading for rule in section.rules} == {section.heading}


def test_other_facts_change_the_verdict_and_say_who_makes_room() -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    facts = read_facts(made, {"Tỷ lệ phiếu  đồng ý": "85%"})
    found = what_if(made, "tuy-phong/03", facts)
    assert found.before.verdicts["letter"].verdict is Verdict.REJECTED
    assert found.after.verdicts["letter"].verdict is Verdict.ELIGIBLE
    assert set(found.outcomes) == {"votes-share"}
    assert ("letter", "tuy-phong/03") in found.enters
    assert len(found.enters) == len(found.leaves)
    assert what_if(made, "tuy-phong/03", {}).outcomes == {}


def test_a_fact_that_is_left_out_is_unknown_and_a_wrong_one_is_refused() -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    found = what_if(made, made.selected("letter")[0], read_facts(made, {"votes_share": ""}))
    assert found.after.verdicts["letter"].verdict is Verdict.INCOMPLETE
    with pytest.raises(ScenarioError) as raised:
        read_facts(made, {"votes": "85%", "votes_share": "many"})
    assert len(raised.value.problems) == 2


def test_an_unknown_nomination_is_answered_with_the_nearest(made: Run) -> None:
    with pytest.raises(UnknownNomination) as raised:
        explain(made, "phan-thiet/7")
    assert "phan-thiet/07" in raised.value.problems[0].sentence()
