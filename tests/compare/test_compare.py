"""Runs compared: who moves, what moved them, and the numbers side by side."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest

from compare.lists import CHANGES, clash_run, read, run_of, scenario
from dvk_rules.comparison import compare
from dvk_rules.comparison.moves import seats_of
from dvk_rules.errors import RunError
from dvk_rules.messages import LANGUAGES
from dvk_rules.runs import run

TIERS = ("letter", "certificate")


@pytest.mark.parametrize("name", CHANGES)
def test_a_run_compared_with_itself_shows_nothing(name: str) -> None:
    comparison = compare([run_of(name), run_of(name)])
    assert comparison.same
    (pair,) = comparison.pairs
    assert not pair.inputs and not pair.moves and not comparison.seats


@pytest.mark.parametrize(("old", "new"), list(permutations(CHANGES, 2)))
def test_the_moves_are_exactly_the_difference_of_the_lists_and_mirror_when_swapped(
    old: str, new: str
) -> None:
    (there,) = compare([run_of(old), run_of(new)], attribute=False).pairs
    (back,) = compare([run_of(new), run_of(old)], attribute=False).pairs
    for tier in TIERS:
        before, after = set(run_of(old).selected(tier)), set(run_of(new).selected(tier))
        assert set(there.moved(tier, "enters")) == after - before
        assert set(there.moved(tier, "leaves")) == before - after
        assert there.moved(tier, "enters") == back.moved(tier, "leaves")
        assert there.moved(tier, "leaves") == back.moved(tier, "enters")
    assert {(c.kind, c.key, c.before, c.after) for c in there.inputs} == {
        (c.kind, c.key, c.after, c.before) for c in back.inputs
    }
    assert there.inputs


def test_with_one_difference_it_is_what_moved_everybody() -> None:
    for name in set(CHANGES) - {"base", "both"}:
        (pair,) = compare([run_of("base"), run_of(name)]).pairs
        assert len({change.kind for change in pair.inputs}) == 1
        for move in pair.moves:
            assert move.moved_by == pair.inputs, name


def test_every_move_is_told_by_a_change_and_by_a_cause() -> None:
    for old, new in permutations(CHANGES, 2):
        (pair,) = compare([run_of(old), run_of(new)]).pairs
        for move in pair.moves:
            assert move.moved_by and set(move.moved_by) <= set(pair.inputs)
            for lang in LANGUAGES:
                assert all(cause.sentence(lang) for cause in move.causes)
                assert all(change.words(lang) for change in move.moved_by)


def test_whoever_leaves_by_a_rule_is_told_the_verdict_and_the_rule() -> None:
    (pair,) = compare([run_of("lenient-votes"), run_of("base")]).pairs
    leaving = [move for move in pair.moves if move.direction == "leaves"]
    barred = [m for m in leaving if not base_result(m.nomination).eligible(m.tier)]
    assert barred
    for move in barred:
        codes = [cause.code for cause in move.causes]
        assert codes[:2] == ["compare.verdict", "compare.rule"]
        decided_by = base_result(move.nomination).verdicts[move.tier].decided_by
        assert move.causes[1].params["id"] in decided_by
    (back,) = compare([run_of("base"), run_of("lenient-votes")]).pairs
    codes = {cause.code for move in back.moves for cause in move.causes}
    assert "compare.rule-lifted" in codes and "compare.rule" not in codes


def base_result(nomination: str):
    return run_of("base").evaluation.by_id[nomination]


def test_whoever_leaves_by_a_decision_is_told_who_decided_and_why() -> None:
    (pair,) = compare([run_of("base"), run_of("excluded")]).pairs
    (move,) = [m for m in pair.moves if m.nomination == "phan-thiet/01" and m.tier == "letter"]
    assert move.direction == "leaves"
    assert move.causes[0].code == "compare.decision-made"
    assert "Hội đồng" in move.causes[0].sentence() and "để đợt sau" in move.causes[0].sentence()


def test_whoever_leaves_for_want_of_seats_is_told_so() -> None:
    (pair,) = compare([run_of("base"), run_of("fewer-letters")]).pairs
    leaving = [m for m in pair.moves if m.tier == "letter" and m.direction == "leaves"]
    assert leaving
    for move in leaving:
        assert "seat.full" in [cause.code for cause in move.causes]


def test_two_changes_are_told_apart() -> None:
    (pair,) = compare([run_of("base"), run_of("both")]).pairs
    kinds = {change.kind for change in pair.inputs}
    assert kinds == {"parameter", "seats", "quota", "tie_break"}
    verdicts = [m for m in pair.moves if m.causes and m.causes[0].code == "compare.verdict"]
    assert verdicts
    for move in verdicts:
        assert {change.kind for change in move.moved_by} == {"parameter"}


def test_a_changed_fact_is_an_input_that_differs_and_moves_its_nomination() -> None:
    found = scenario("base")
    nominations = read(found)
    chosen = run_of("base").selected("letter")[0]
    changed = tuple(
        replace(item, facts={**item.facts, "votes_share": Decimal("0.5")})
        if item.id == chosen
        else item
        for item in nominations
    )
    after = run(found, changed, engine="reference")
    (pair,) = compare([run_of("base"), after]).pairs
    (change,) = pair.inputs
    assert (change.kind, change.key) == ("nominations", f"{chosen}.votes_share")
    assert chosen in pair.moved("letter", "leaves")


def test_a_nomination_withdrawn_leaves_because_it_is_not_there() -> None:
    found = scenario("base")
    chosen = run_of("base").selected("letter")[0]
    after = run(found, [n for n in read(found) if n.id != chosen], engine="reference")
    (pair,) = compare([run_of("base"), after]).pairs
    gone = [move for move in pair.moves if move.nomination == chosen]
    assert gone and all(m.causes[0].code == "compare.withdrawn" for m in gone)
    (back,) = compare([after, run_of("base")]).pairs
    come = [move for move in back.moves if move.nomination == chosen]
    assert come and all(m.causes[0].code == "compare.new" for m in come)


def test_the_first_run_is_compared_with_every_other_or_each_with_each() -> None:
    runs = [run_of(name) for name in ("base", "fewer-letters", "excluded")]
    first = compare(runs, attribute=False)
    assert [(pair.before, pair.after) for pair in first.pairs] == [(0, 1), (0, 2)]
    each = compare(runs, against="each", attribute=False)
    assert [(pair.before, pair.after) for pair in each.pairs] == [(0, 1), (0, 2), (1, 2)]
    moved = {row.nomination for row in first.seats}
    seats = [seats_of(item) for item in runs]
    assert moved == {name for one in seats for two in seats for _, name in one ^ two}


def test_numbers_stand_side_by_side_as_the_runs_have_them() -> None:
    runs = [run_of("base"), run_of("fewer-letters")]
    comparison = compare(runs, attribute=False)
    for row in comparison.stages:
        for value, item in zip(row.values, runs, strict=True):
            stages = {stage.objective: stage.value for stage in item.allocation.stages}
            assert value == stages.get(row.objective)
    for tier in TIERS:
        for place, item in enumerate(runs):
            counted = sum(row.selected[place][tier] for row in comparison.units)
            assert counted == len(item.selected(tier))
    for row in comparison.quotas:
        for cell, item in zip(row.cells, runs, strict=True):
            lines = [q for q in item.allocation.quotas if (q.id, q.value) == (row.id, row.value)]
            assert cell is not None and {line.count for line in lines} == {cell.count}


def test_a_run_without_a_list_moves_nobody_and_says_so() -> None:
    clash = clash_run()
    comparison = compare([clash, clash])
    assert not comparison.pairs[0].moves and comparison.stages == ()
    assert comparison.to_json()["runs"][0]["status"] == "clash"


def test_fewer_than_two_runs_are_refused() -> None:
    with pytest.raises(RunError) as caught:
        compare([run_of("base")])
    assert [problem.code for problem in caught.value.problems] == ["compare.two"]


def test_the_comparison_says_what_it_is_and_is_plain_data() -> None:
    import json

    comparison = compare([run_of("base"), run_of("both")])
    assert "2 runs" in repr(comparison) and "1→2" in repr(comparison)
    for lang in LANGUAGES:
        data = comparison.to_json(lang)
        assert json.loads(json.dumps(data)) == data
