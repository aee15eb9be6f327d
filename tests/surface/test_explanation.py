"""Explanations: everyone in a run can be told why, from the run in memory and from its folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dvk_rules import ScenarioError, Verdict, explain
from dvk_rules.comparison import compare
from dvk_rules.errors import Place
from dvk_rules.explanation import UnknownNomination
from dvk_rules.runs import Run, run
from dvk_rules.scenario import DecisionSpec
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


def left_out_by(made: Run, nomination: str, tier: str) -> Run:
    """The run again, with one nomination excluded from ``tier``."""
    day = date(2020, 12, 14)
    out = DecisionSpec(nomination, tier, "exclude", "Ban (giả định)", "thử", day, Place())
    scenario = replace(made.scenario, decisions=(*made.scenario.decisions, out))
    return run(scenario, made.nominations, engine="reference")


def codes(made: Run, nomination: str, tier: str) -> list[str]:
    seat = next(item for item in explain(made, nomination).seats if item.tier == tier)
    return [reason.code for reason in seat.reasons]


def test_a_decision_is_a_reason_for_its_tier_and_those_inside_alone() -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    again = left_out_by(made, "tuy-phong/02", "certificate")
    assert "seat.excluded" not in codes(again, "tuy-phong/02", "letter")
    assert "seat.quota" in codes(again, "tuy-phong/02", "letter")
    again = left_out_by(made, "phan-thiet/01", "letter")
    assert codes(again, "phan-thiet/01", "letter")[0] == "seat.excluded"
    assert codes(again, "phan-thiet/01", "certificate")[0] == "seat.excluded"
    again = left_out_by(made, "phan-thiet/01", "certificate")
    moves = [move for move in compare([made, again]).pairs[0].moves if move.tier == "letter"]
    assert all(cause.code != "compare.decision-made" for move in moves for cause in move.causes)


def test_whom_the_unit_ranked_before_is_named_unless_rightly_passed_over(made: Run) -> None:
    def before(made: Run, tier: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for result in made.evaluation.results:
            seat = next(item for item in explain(made, result.id).seats if item.tier == tier)
            for reason in seat.reasons:
                if reason.code == "seat.order":
                    found[result.id] = list(reason.params["others"])
        return found

    named = before(made, "letter")
    assert named
    kind = {item.id: item.facts["kind"] for item in made.nominations}
    for nomination, others in named.items():
        assert {(other.split("/")[0], kind[other]) for other in others} == {
            (nomination.split("/")[0], kind[nomination])
        }
    first = next(others[0] for others in named.values())
    again = left_out_by(made, first, "letter")
    assert all(first not in others for others in before(again, "letter").values())
    assert all(first not in others for others in before(again, "certificate").values())


def test_somebody_is_found_by_name_and_namesakes_are_told_apart(made: Run) -> None:
    name = made.by_id["phan-thiet/07"].text("name")
    assert explain(made, f"  {name.upper()} ").result.id == "phan-thiet/07"
    assert what_if(made, name, {}).before.id == "phan-thiet/07"
    first, second = made.nominations[:2]
    twin = replace(second, facts={**second.facts, "name": first.facts["name"]})
    again = run(made.scenario, [first, twin, *made.nominations[2:]], engine="reference")
    with pytest.raises(UnknownNomination) as raised:
        explain(again, first.text("name"))
    assert f"{first.id}, {second.id}" in raised.value.problems[0].sentence()


def test_a_unit_is_not_changed_by_asking_what_if(made: Run) -> None:
    with pytest.raises(ScenarioError) as raised:
        read_facts(made, {"Đơn vị đề nghị": "La Gi", "votes_share": "500%", "women_share": "-1"})
    assert [problem.code for problem in raised.value.problems] == [
        "whatif.fixed",
        "value.too-high",
        "value.too-low",
    ]
    assert "Tỷ lệ phiếu" in raised.value.problems[1].line("vi")
