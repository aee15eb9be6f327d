"""Reasons and prices against brute force: what the list would be with one seat the other way."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from dvk_solver import (
    Allocation,
    Candidate,
    Clash,
    Objective,
    Order,
    Problem,
    ProblemError,
    Quota,
    RequestError,
    TieBreak,
    Tier,
    bound_prices,
    check,
    price,
    solve,
    why,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.brute_force import Chosen, best_lists, every_list, holds, random_problem, values
from solver.plan_case import plan_problem

SEEDS = st.integers(0, 10**9)


def solved(seed: int) -> tuple[Problem, Allocation] | None:
    problem = random_problem(seed, size=5)
    try:
        allocation = solve(problem)
    except Clash:
        return None
    return None if allocation.status == "tied" else (problem, allocation)


def with_seat(problem: Problem, tier: str, name: str, *, given: bool) -> list[Chosen]:
    return [c for c in every_list(problem) if (name in c[tier]) == given and holds(problem, c)]


def number_of(allocation: Allocation, stage: str) -> int:
    return [s.objective for s in allocation.stages].index(stage)


@settings(max_examples=120, deadline=None)
@given(SEEDS)
def test_every_reason_is_a_true_lower_bound(seed: int) -> None:
    case = solved(seed)
    if case is None:
        return
    problem, allocation = case
    best, _lists = best_lists(problem)
    assert best is not None
    reasons = why(problem, allocation)
    assert {(r.tier, r.candidate) for r in reasons} == {
        (t, c.id) for c in problem.candidates for t in c.eligible
    }
    for reason in reasons:
        assert reason.selected == (reason.candidate in allocation.selected[reason.tier])
        others = with_seat(problem, reason.tier, reason.candidate, given=not reason.selected)
        if reason.stage is None:
            assert not others
        elif reason.stage == "tie_break":
            assert max(values(problem, c) for c in others) == best
        else:
            stage = number_of(allocation, reason.stage)
            for chosen in others:
                mine = values(problem, chosen)
                assert mine[: stage + 1] < best[: stage + 1]
                if mine[:stage] == best[:stage] and isinstance(mine[stage], int):
                    assert mine[stage] <= best[stage] - reason.loss
            assert reason.loss >= 1


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_the_price_is_what_brute_force_finds(seed: int) -> None:
    case = solved(seed)
    if case is None:
        return
    problem, allocation = case
    best, _lists = best_lists(problem)
    assert best is not None
    for candidate in problem.candidates[:2]:
        for tier in candidate.eligible:
            found = price(problem, allocation, candidate.id, tier)
            others = with_seat(problem, tier, candidate.id, given=not found.selected)
            if not others:
                assert found.effect == "impossible"
                continue
            top = max(values(problem, c) for c in others)
            if top == best:
                assert found.effect in {"ties", "unknown"}  # unknown: the forced lists tie, refused
                continue
            if found.effect == "unknown":
                assert problem.tie_break.kind == "refuse"
                continue
            first = next(i for i in range(len(best)) if top[i] != best[i])
            assert found.effect == "worsens"
            assert found.stage == allocation.stages[first].objective
            if isinstance(best[first], int):
                assert found.loss == best[first] - top[first]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_bound_said_to_change_nothing_changes_nothing(seed: int) -> None:
    case = solved(seed)
    if case is None:
        return
    problem, allocation = case
    for item in bound_prices(problem, allocation):
        line = item.line
        step = -1 if line.side == "at_least" else 1
        for effect, by in ((item.looser, step), (item.tighter, -step)):
            to = line.required + by
            if effect.kind not in {"same", "impossible"} or to < 0:
                continue
            try:
                changed = moved(problem, line.id, line.value, line.side, to)
            except ProblemError:
                continue  # the floor now exceeds the cap: such a problem cannot be written
            _best, lists = best_lists(changed)
            if effect.kind == "impossible":
                assert not lists
            else:
                mine = {t: frozenset(ids) for t, ids in allocation.selected.items()}
                assert mine in lists


def moved(problem: Problem, name: str, value: str | None, side: str, to: int) -> Problem:
    data = problem.to_data()
    quota = next(q for q in data["quotas"] if q["id"] == name)
    if value is None:
        quota[side] = to
    else:
        quota.setdefault("bounds", {}).setdefault(value, {})[side] = to
    if quota.get("floor_if_available"):
        amounts = [quota.get("at_least"), *(b.get("at_least") for b in quota["bounds"].values())]
        assert all(not isinstance(a, str) for a in amounts)
    return Problem.from_data(data)


def three(**more: Any) -> Problem:
    return Problem(
        candidates=(
            Candidate(id="a", eligible=("t",), merit={"t": 9}, unit="U", rank=1),
            Candidate(id="b", eligible=("t",), merit={"t": 7}, unit="U", rank=2),
            Candidate(id="c", eligible=("t",), merit={"t": 4}, unit="V", rank=1),
        ),
        tiers=(Tier(id="t", at_most=2),),
        objectives=(Objective(kind="seats", tier="t"), Objective(kind="merit", tier="t")),
        **more,
    )


def test_the_price_of_the_third_of_three_for_two_seats_is_the_difference_in_points() -> None:
    problem = three()
    found = price(problem, solve(problem), "c", "t", changes=True)
    assert (found.effect, found.stage, found.loss, found.points) == ("worsens", "merit:t", 3, 3)
    assert [(s.candidate) for s in found.enters] == ["c"]
    assert [(s.candidate) for s in found.leaves] == ["b"]
    assert [(c.rule.kind, c.to) for c in found.changes] == [("tier", 3)]


def test_the_points_that_are_missing_are_enough_and_one_fewer_is_not() -> None:
    problem = three()
    points = price(problem, solve(problem), "c", "t").points
    assert points == 3
    for extra, selected in ((points - 1, False), (points + 1, True)):
        people = tuple(
            c.model_copy(update={"merit": {"t": 4 + extra}}) if c.id == "c" else c
            for c in problem.candidates
        )
        again = solve(problem.model_copy(update={"candidates": people}))
        assert ("c" in again.selected["t"]) is selected


def test_a_seat_held_by_a_quota_names_the_quota_and_the_price_of_the_quota() -> None:
    floor = Quota(id="v", tier="t", where={"unit": "V"}, at_least=1, negotiable=True)
    problem = three(quotas=(floor,))
    allocation = solve(problem)
    assert allocation.selected["t"] == ("a", "c")
    held = next(r for r in why(problem, allocation) if r.candidate == "c")
    assert held.stage is None  # no list leaves it out
    (item,) = bound_prices(problem, allocation)
    assert (item.looser.kind, item.looser.stage, item.looser.change) == ("stage", "merit:t", 3)
    assert item.tighter.kind == "impossible"


def test_someone_behind_in_the_unit_order_is_told_so() -> None:
    order = Order(id="unit-order", by=("unit",))
    problem = three(orders=(order,)).model_copy(update={"tiers": (Tier(id="t", at_most=1),)})
    allocation = solve(problem)
    reason = next(r for r in why(problem, allocation) if r.candidate == "b")
    assert any(rule.kind == "order" for rule in reason.rules) or reason.stage == "seats:t"
    assert price(problem, allocation, "b", "t").effect == "impossible"


def test_a_price_in_leximin_is_told_at_the_level_that_decides() -> None:
    goal = Objective(kind="leximin", tier="t", per="unit", entitlements={"A": 1, "B": 1})
    problem = Problem(
        candidates=tuple(
            Candidate(id=name, eligible=("t",), unit=unit)
            for name, unit in (("a", "A"), ("b", "A"), ("c", "B"))
        ),
        tiers=(Tier(id="t", at_most=2),),
        objectives=(Objective(kind="seats", tier="t"), goal),
        tie_break=TieBreak(kind="order", order=("a", "b", "c")),
    )
    allocation = solve(problem)
    assert allocation.selected["t"] == ("a", "c")
    found = price(problem, allocation, "c", "t")
    # Two units hold a seat; with a and b one does. That A would then hold two makes up for nothing.
    assert (found.effect, found.stage, found.loss) == ("worsens", "leximin:unit:t", 1)
    assert (found.value, found.instead) == (2, 1)
    held = next(r for r in why(problem, allocation) if r.candidate == "c")
    assert (held.stage, held.loss) == (found.stage, found.loss)


def test_a_share_is_priced_as_the_count_it_stands_for() -> None:
    share = Quota(id="v", tier="t", where={"unit": "V"}, at_least=Fraction(1, 2))
    (item,) = bound_prices(three(quotas=(share,)), solve(three(quotas=(share,))))
    assert item.line.required == 1
    assert item.looser.change == 3


def test_reasons_of_an_allocation_read_back_from_json_are_the_same() -> None:
    problem = three()
    allocation = solve(problem)
    again = Allocation.from_json(allocation.to_json())
    assert again == allocation
    assert why(problem, again) == why(problem, allocation)


@pytest.mark.parametrize(
    ("candidate", "tier", "code", "hint"),
    [
        ("a", "nowhere", "unknown-tier", "name one of the problem's"),
        ("a", "tt", "unknown-tier", "did you mean 't'?"),
        ("anna", "t", "unknown-candidate", "did you mean 'ann'?"),
        ("ann", "u", "not-eligible", "no seat to ask about"),
    ],
)
def test_the_price_of_what_is_not_there_is_refused_with_the_nearest_name(
    candidate: str, tier: str, code: str, hint: str
) -> None:
    people = (Candidate(id="ann", eligible=("t",)), Candidate(id="a", eligible=("t", "u")))
    problem = Problem(candidates=people, tiers=(Tier(id="t"), Tier(id="u")))
    with pytest.raises(RequestError) as caught:
        price(problem, solve(problem), candidate, tier)
    assert caught.value.code == code
    assert hint in str(caught.value)


def other_problems() -> list[Problem]:
    problem = three()
    fewer = problem.candidates[1:]
    floor = Quota(id="v", tier="t", where={"unit": "V"}, at_least=1)
    return [
        problem.model_copy(update={"candidates": fewer}),
        problem.model_copy(update={"objectives": problem.objectives[:1]}),
        problem.model_copy(update={"quotas": (floor,)}),
        Problem(candidates=(Candidate(id="a", eligible=("u",)),), tiers=(Tier(id="u"),)),
    ]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("read_back", [False, True])
def test_an_allocation_of_another_problem_is_refused(number: int, read_back: bool) -> None:
    other = other_problems()[number]
    allocation = solve(three())
    if read_back:
        allocation = Allocation.from_json(allocation.to_json())
    name, tier = other.candidates[0].id, other.tiers[0].id
    for ask in (
        lambda: why(other, allocation),
        lambda: price(other, allocation, name, tier),
        lambda: bound_prices(other, allocation),
    ):
        with pytest.raises(RequestError) as caught:
            ask()
        assert caught.value.code == "other-problem"
    assert check(other, allocation) != ()


def test_the_check_lists_a_tier_that_the_problem_does_not_have() -> None:
    allocation = solve(three())
    more = allocation.model_copy(update={"selected": {**allocation.selected, "u": ()}})
    assert check(three(), more) == ("there is no tier 'u'",)


def test_the_order_in_which_candidates_are_given_makes_no_other_problem() -> None:
    problem = three()
    turned = problem.model_copy(update={"candidates": problem.candidates[::-1]})
    assert price(turned, solve(problem), "c", "t").loss == 3


def test_the_price_of_a_line_of_another_allocation_is_refused() -> None:
    floor = Quota(id="v", tier="t", where={"unit": "V"}, at_least=1)
    lines = solve(three(quotas=(floor,))).quotas
    problem = three()
    with pytest.raises(RequestError) as caught:
        bound_prices(problem, solve(problem), lines=lines)
    assert caught.value.code == "unknown-line"


def test_most_of_a_plan_sized_case_is_bounded_at_the_stage_of_points() -> None:
    problem = plan_problem(1, noise=6)
    reasons = why(problem, solve(problem))
    out = [r for r in reasons if not r.selected and r.tier == "letter"]
    assert len(out) == 100
    late = [r for r in out if r.stage not in {None, "merit:letter"}]
    assert len(late) <= 10
