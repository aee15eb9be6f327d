"""The solver against brute force over every list, on random small problems of every kind."""

from __future__ import annotations

import hashlib
import json
from unittest.mock import patch

from dvk_solver import Allocation, Clash, Problem, check, solve
from dvk_solver.check.replay import replay
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.brute_force import Chosen, best_lists, random_problem, values

SEEDS = st.integers(0, 10**9)


def solved(problem: Problem) -> Allocation | Clash:
    try:
        return solve(problem)
    except Clash as clash:
        return clash


def first_by_tie_break(problem: Problem, lists: list[Chosen]) -> Chosen:
    tie = problem.tie_break

    def place(name: str) -> int | str:
        if tie.kind == "order":
            return tie.order.index(name)
        return hashlib.sha256((tie.seed + name).encode()).hexdigest()

    names = sorted((c.id for c in problem.candidates), key=place)
    return max(lists, key=lambda one: [name in one[t.id] for t in problem.tiers for name in names])


def hold_against_every_list(problem: Problem) -> None:
    """Hold the list, the open seats and the tie-break against all lists there are."""
    _best, lists = best_lists(problem)
    result = solved(problem)
    if isinstance(result, Clash):
        assert not lists
        return
    assert lists
    varying = {
        (tier, name)
        for one in lists
        for tier, names in one.items()
        for name in names
        if not all(name in other[tier] for other in lists)
    }
    assert {(seat.tier, seat.candidate) for seat in result.ties.open} == varying
    if varying and problem.tie_break.kind == "refuse":
        assert result.status == "tied"
        sure = {tier: set.intersection(*(set(one[tier]) for one in lists)) for tier in lists[0]}
        assert {tier: set(names) for tier, names in result.selected.items()} == sure
        return
    assert result.status == "optimal"
    expected = first_by_tie_break(problem, lists) if varying else lists[0]
    assert {tier: frozenset(names) for tier, names in result.selected.items()} == expected
    assert (result.unique_at == "tie_break") == bool(varying)
    assert "the only one" in replay(json.loads(json.dumps(result.certificate)))


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_the_list_is_the_best_of_all_and_the_tie_break_decides_among_equals(
    seed: int,
) -> None:
    hold_against_every_list(random_problem(seed))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_trees_that_follow_an_earlier_stage_lead_to_the_same_list(seed: int) -> None:
    with patch("dvk_solver.search.EAGER_NODES", 0):  # no small trees: every proof counts as hard
        hold_against_every_list(random_problem(seed))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_stage_has_the_value_that_brute_force_finds(seed: int) -> None:
    problem = random_problem(seed)
    best, _lists = best_lists(problem)
    result = solved(problem)
    if isinstance(result, Clash) or best is None:
        assert isinstance(result, Clash)
        assert best is None
        return
    minimised = {"soft", "order", "rank"}
    found = [
        -stage.value if stage.kind in minimised else stage.value
        for stage in result.stages
        if stage.kind != "leximin"
    ]
    assert found == [value for value in best if isinstance(value, int)]
    assert all(stage.bound == stage.value for stage in result.stages)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_check_and_the_replay_of_the_proof_confirm_every_result(seed: int) -> None:
    problem = random_problem(seed)
    result = solved(problem)
    if isinstance(result, Clash):
        assert result.certificate is not None
        assert replay(json.loads(json.dumps(result.certificate))) == "no list keeps all rules"
        return
    assert check(problem, result) == ()
    if result.status == "optimal":
        assert result.certificate is not None
        assert "the only one" in replay(json.loads(json.dumps(result.certificate)))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_open_seats_after_every_stage_are_those_that_vary_among_the_lists_best_so_far(
    seed: int,
) -> None:
    problem = random_problem(seed)
    result = solved(problem)
    if isinstance(result, Clash):
        return
    for number, objective in enumerate(problem.objectives, 1):
        if objective.kind in {"soft", "leximin"}:
            return  # one objective may be several stages; the prefix no longer matches
        first = problem.model_copy(update={"objectives": problem.objectives[:number]})
        _best, lists = best_lists(first)
        varying = {
            (tier, name)
            for one in lists
            for tier, names in one.items()
            for name in names
            if not all(name in other[tier] for other in lists)
        }
        assert result.stages[number - 1].open == len(varying)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_change_a_byte(seed: int, shuffler: object) -> None:
    problem = random_problem(seed)
    people = list(problem.candidates)
    shuffler.shuffle(people)  # type: ignore[attr-defined]  # a random.Random
    turned = problem.model_copy(update={"candidates": tuple(people)})
    assert turned.to_json() == problem.to_json()
    left, right = solved(problem), solved(turned)
    assert json.dumps(left.to_data()) == json.dumps(right.to_data())


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(2, 1000))
def test_scaling_all_merit_scales_the_stage_and_keeps_the_list(seed: int, factor: int) -> None:
    problem = random_problem(seed)
    scaled = problem.model_copy(
        update={
            "candidates": tuple(
                c.model_copy(update={"merit": {t: m * factor for t, m in c.merit.items()}})
                for c in problem.candidates
            )
        }
    )
    left, right = solved(problem), solved(scaled)
    if isinstance(left, Clash):
        assert isinstance(right, Clash)
        return
    assert isinstance(right, Allocation)
    assert left.selected == right.selected
    for mine, theirs in zip(left.stages, right.stages, strict=True):
        assert theirs.value == mine.value * (factor if mine.kind == "merit" else 1)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_renaming_the_candidates_renames_the_list(seed: int) -> None:
    problem = random_problem(seed)
    if problem.tie_break.kind == "seed":
        return  # a lot is drawn on the ids themselves
    names = {c.id: f"renamed/{9 - i}" for i, c in enumerate(problem.candidates)}
    data = problem.to_data()
    for item in data["candidates"]:
        item["id"] = names[item["id"]]
    for item in data.get("exclusions", []):
        item["candidates"] = [names[one] for one in item["candidates"]]
    for item in data.get("decisions", []):
        item["candidate"] = names[item["candidate"]]
    if "order" in data.get("tie_break", {}):
        data["tie_break"]["order"] = [names[one] for one in data["tie_break"]["order"]]
    left, right = solved(problem), solved(Problem.from_data(data))
    if isinstance(left, Clash):
        assert isinstance(right, Clash)
        return
    assert isinstance(right, Allocation)
    renamed = {t: sorted(names[one] for one in ids) for t, ids in left.selected.items()}
    assert {t: sorted(ids) for t, ids in right.selected.items()} == renamed


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_candidate_no_rule_asks_for_never_makes_the_list_worse(seed: int) -> None:
    problem = random_problem(seed)
    left = solved(problem)
    if isinstance(left, Clash) or not problem.candidates:
        return
    # In no group and unranked: every list there was is still allowed, and others may be added.
    extra = problem.candidates[0].model_copy(
        update={"id": "zz", "attributes": {}, "unit": None, "rank": None}
    )
    tie = problem.tie_break
    if tie.kind == "order":
        tie = tie.model_copy(update={"order": (*tie.order, "zz")})
    people = (*problem.candidates, extra)
    wider = problem.model_copy(update={"candidates": people, "tie_break": tie})
    before, _lists = best_lists(problem)
    after, lists = best_lists(wider)
    assert before is not None
    assert after is not None
    assert after >= before
    right = solved(wider)
    assert isinstance(right, Allocation)
    if right.status == "optimal":
        assert {t: frozenset(ids) for t, ids in right.selected.items()} in lists


def test_brute_force_itself_counts_a_case_done_by_hand() -> None:
    # Three candidates for two seats: the best two by merit, unless a rule says otherwise.
    problem = Problem.from_data(
        {
            "candidates": [
                {"id": "a", "eligible": ["t"], "merit": {"t": 3}},
                {"id": "b", "eligible": ["t"], "merit": {"t": 2}},
                {"id": "c", "eligible": ["t"], "merit": {"t": 1}},
            ],
            "tiers": [{"id": "t", "at_most": 2}],
            "objectives": [{"kind": "seats", "tier": "t"}, {"kind": "merit", "tier": "t"}],
        }
    )
    best, lists = best_lists(problem)
    assert best == (2, 5)
    assert lists == [{"t": frozenset({"a", "b"})}]
    assert values(problem, {"t": frozenset({"c"})}) == (1, 1)
