"""Rules that clash: the conflict is minimal, repairs work, counts are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dvk_solver import Candidate, Clash, Objective, Problem, Quota, Rule, Tier, solve
from dvk_solver.backend import MipAnswer
from dvk_solver.exact import Exact
from dvk_solver.expand import expand
from dvk_solver.repair import apply_changes
from dvk_solver.rules import rules
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.brute_force import best_lists, every_list, random_problem
from solver.plan_case import plan_problem

SEEDS = st.integers(0, 10**9)


def clash_of(problem: Problem) -> Clash | None:
    try:
        solve(problem)
    except Clash as clash:
        return clash
    return None


def met_without(problem: Problem, kept: set[Rule]) -> bool:
    """Whether some list keeps exactly these rules, by trying every list against their rows."""
    expansion = expand(problem)
    program = expansion.program
    off = {n for rule, rows in rules(expansion).items() if rule not in kept for n in rows}
    names = {c.id: p for p, c in enumerate(expansion.groups.candidates)}
    for chosen in every_list(problem):
        seats = [0] * expansion.selection
        for tier, ids in chosen.items():
            for name in ids:
                seats[expansion.seats[tier][names[name]]] = 1
        point = expansion.complete(seats)
        if all(row.holds(point) for n, row in enumerate(program.rows) if n not in off):
            return True
    return False


@settings(max_examples=250, deadline=None)
@given(SEEDS)
def test_a_conflict_clashes_and_any_one_rule_fewer_does_not(seed: int) -> None:
    problem = random_problem(seed, size=4)
    clash = clash_of(problem)
    if clash is None:
        return
    assert clash.conflicts
    seen: set[Rule] = set()
    for conflict in clash.conflicts:
        members = set(conflict.rules)
        assert not members & seen
        seen |= members
        assert not met_without(problem, members)
        for rule in members:
            assert met_without(problem, members - {rule})


@settings(max_examples=250, deadline=None)
@given(SEEDS)
def test_every_repair_leads_to_a_list_and_touches_only_what_is_negotiable(seed: int) -> None:
    problem = random_problem(seed, size=4)
    clash = clash_of(problem)
    if clash is None:
        return
    negotiable = {q.id for q in problem.quotas if q.negotiable}
    for repair in clash.repairs:
        assert {change.rule.id for change in repair.changes} <= negotiable
        _best, lists = best_lists(apply_changes(problem, repair.changes))
        assert lists
    sizes = [len(repair.changes) for repair in clash.repairs]
    assert sizes == sorted(sizes)
    if not clash.repairs and negotiable:
        loose = tuple(
            q.model_copy(update={"hard": False}) if q.negotiable else q for q in problem.quotas
        )
        assert not best_lists(problem.model_copy(update={"quotas": loose, "objectives": ()}))[1]


def crowd(quotas: tuple[Quota, ...], at_most: int = 3) -> Problem:
    people = tuple(
        Candidate(id=f"n{i}", eligible=("t",), unit="ABC"[i % 3], attributes={"young": i < 2})
        for i in range(9)
    )
    return Problem(
        candidates=people,
        tiers=(Tier(id="t", at_most=at_most),),
        quotas=quotas,
        objectives=(Objective(kind="seats", tier="t"),),
        domains={"unit": ("A", "B", "C", "D")},
    )


def test_a_floor_for_a_unit_that_proposes_nobody_is_a_shortage_of_members() -> None:
    clash = clash_of(crowd((Quota(id="floor", tier="t", per="unit", at_least=1),)))
    assert clash is not None
    members = [s for s in clash.shortages if s.kind == "members"]
    assert [(s.rule.value, s.have, s.need) for s in members] == [("D", 0, 1)]


def test_floors_that_ask_for_more_than_the_seats_are_a_shortage_of_seats() -> None:
    floor = Quota(id="floor", tier="t", per="unit", at_least=2, floor_if_available=True)
    clash = clash_of(crowd((floor,)))
    assert clash is not None
    assert [(s.kind, s.have, s.need) for s in clash.shortages] == [("seats", 3, 6)]
    assert {rule.kind for rule in clash.conflicts[0].rules} == {"tier", "quota"}


def test_two_separate_clashes_are_both_shown() -> None:
    quotas = (
        Quota(id="many-young", tier="t", where={"young": True}, at_least=3),
        Quota(id="a-low", tier="t", where={"unit": "A"}, at_most=0),
        Quota(id="a-high", tier="t", where={"unit": "A"}, at_least=1),
    )
    clash = clash_of(crowd(quotas))
    assert clash is not None
    names = [{rule.id for rule in conflict.rules} for conflict in clash.conflicts]
    assert names == [{"many-young"}, {"a-low", "a-high"}]


def test_the_cheapest_repair_moves_one_bound_by_one_seat() -> None:
    quotas = (
        Quota(id="young", tier="t", where={"young": True}, at_least=3, negotiable=True),
        Quota(id="a", tier="t", where={"unit": "A"}, at_least=1),
    )
    clash = clash_of(crowd(quotas))
    assert clash is not None
    (repair, *_others) = clash.repairs
    assert [(c.rule.id, c.rule.amount, c.to) for c in repair.changes] == [("young", 3, 2)]
    assert repair.seats == 1


def test_no_repair_asks_for_more_than_all_of_a_share() -> None:
    # Seats of f may be at most half as many as those of m: with one m and five seats to fill only
    # 400% would do, and nobody can write that. Fewer seats are not negotiable.
    people = tuple(
        Candidate(id=f"{sex}{i}", eligible=("t",), attributes={"sex": sex})
        for i, sex in enumerate("ffffm")
    )
    share = Quota(
        id="f", tier="t", where={"sex": "f"}, of={"sex": "m"}, at_most="50%", negotiable=True
    )  # fmt: skip
    problem = Problem(candidates=people, tiers=(Tier(id="t", at_least=5),), quotas=(share,))
    clash = clash_of(problem)
    assert clash is not None
    assert clash.repairs == ()


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_every_repair_can_be_written_down(seed: int) -> None:
    problem = random_problem(seed, size=4)
    clash = clash_of(problem)
    for repair in clash.repairs if clash is not None else ():
        written = apply_changes(problem, repair.changes).to_data()
        assert Problem.from_data(written).to_data() == written


def half_of_three() -> Problem:
    """Half of three seats: halves of a seat keep every rule, whole seats do not."""
    people = tuple(
        Candidate(id=f"c{i}", eligible=("t",), attributes={"x": i < 3}) for i in range(6)
    )
    half = Quota(id="half", tier="t", where={"x": True}, at_least="50%", at_most="50%")
    return Problem(
        candidates=people, tiers=(Tier(id="t", at_least=3, at_most=3),), quotas=(half,)
    )  # fmt: skip


@pytest.mark.parametrize("status", ["optimal", "stopped", "unknown"])
@pytest.mark.parametrize("value", [0, 1, None])
def test_a_list_of_the_integer_solver_that_breaks_a_rule_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, status: Any, value: int | None
) -> None:
    def lie(exact: Exact, *_given: object, **_more: object) -> MipAnswer:
        return MipAnswer(status, None if value is None else [value] * exact.columns)

    honest = clash_of(half_of_three())
    monkeypatch.setattr("dvk_solver.clash.solve_integer", lie)
    clash = clash_of(half_of_three())
    assert clash is not None and honest is not None
    if status == "stopped" and value is None:
        assert clash.conflicts == ()
        return
    assert clash.conflicts == honest.conflicts
    assert {(rule.kind, rule.side) for rule in clash.conflicts[0].rules} == {
        (kind, side) for kind in ("tier", "quota") for side in ("at_least", "at_most")
    }
    assert clash.conflicts[0].smallest
    assert "smallest" not in clash.to_data()["conflicts"][0]


def test_a_conflict_that_could_not_be_narrowed_down_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lie(exact: Exact, *_given: object, **_more: object) -> MipAnswer:
        return MipAnswer("optimal", [1] * exact.columns)

    problem = half_of_three()
    more = Quota(id="more", tier="t", where={"x": False}, at_least="1/3", at_most="2/3")
    problem = problem.model_copy(update={"quotas": (*problem.quotas, more)})
    monkeypatch.setattr("dvk_solver.clash.solve_integer", lie)
    monkeypatch.setattr("dvk_solver.clash.NODES", 0)
    monkeypatch.setattr("dvk_solver.search.EAGER_NODES", 0)
    monkeypatch.setattr("dvk_solver.search.solve_integer", lie)
    clash = clash_of(problem)
    assert clash is not None
    assert not clash.conflicts[0].smallest
    assert clash.to_data()["conflicts"][0]["smallest"] is False


def test_a_clash_is_data_in_json_with_its_numbers() -> None:
    clash = clash_of(crowd((Quota(id="floor", tier="t", per="unit", at_least=1),)))
    assert clash is not None
    data = json.loads(json.dumps(clash.to_data()))
    assert data["status"] == "infeasible"
    assert data["proven"] is True
    assert data["conflicts"][0]["rules"][0]["amount"] == 1


def test_a_plan_sized_clash_names_few_rules_and_finds_a_repair() -> None:
    problem = plan_problem(1)
    young = Quota(id="f0", tier="letter", where={"field": "F0"}, at_most=5)
    clash = clash_of(problem.model_copy(update={"quotas": (*problem.quotas, young)}))
    assert clash is not None
    assert {(r.id, r.value) for r in clash.conflicts[0].rules} == {("field", "F0"), ("f0", None)}
    assert [(c.rule.id, c.rule.value, c.to) for c in clash.repairs[0].changes] == [
        ("field", "F0", 5)
    ]
    assert clash.certificate is not None


def test_a_problem_without_seats_or_candidates_is_solved_and_not_a_clash() -> None:
    empty = Problem(candidates=(), tiers=(Tier(id="t", at_most=3),))
    assert solve(empty).selected == {"t": ()}
    with pytest.raises(Clash):
        solve(Problem(candidates=(), tiers=(Tier(id="t", at_least=1),)))
