"""Explanations: everyone in a run can be told why, from the run in memory and from its folder."""

from __future__ import annotations

import pytest

from dvk_rules import explain
from dvk_rules.explanation import UnknownNomination
from dvk_rules.runs import Run
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


def test_an_unknown_nomination_is_answered_with_the_nearest(made: Run) -> None:
    with pytest.raises(UnknownNomination) as raised:
        explain(made, "phan-thiet/7")
    assert "phan-thiet/07" in raised.value.problems[0].sentence()
