"""Progress, stopping and limits: what is returned is called what it is."""

from __future__ import annotations

import pytest
from dvk_solver import (
    Candidate,
    Decision,
    Limits,
    Objective,
    Order,
    Problem,
    Progress,
    Quota,
    SolverError,
    TieBreak,
    Tier,
    Undecided,
    check,
    solve,
)
from dvk_solver.outcome import Stopped
from dvk_solver.search import Search

from solver.plan_case import plan_problem


def test_progress_tells_every_stage_with_its_value_and_bound() -> None:
    events: list[Progress] = []
    solve(plan_problem(1, noise=6), progress=events.append)
    ended = [e for e in events if e.value is not None]
    assert [e.number for e in ended] == list(range(8))
    assert all(e.gap == 0 and e.status == "proven" for e in ended)
    assert len(set(events)) == 16  # what takes long is told again


def test_stopping_after_a_stage_returns_a_list_that_keeps_all_rules_and_claims_no_more() -> None:
    problem = plan_problem(1, noise=6)

    def stop(event: Progress) -> bool:
        return event.number == 2 and event.value is not None

    allocation = solve(problem, progress=stop)
    assert allocation.status == "feasible"
    assert allocation.unique_at is None
    assert allocation.certificate is None
    assert allocation.ties.decided_by == "not_established"
    assert [s.status for s in allocation.stages[:3]] == ["proven"] * 3
    assert {s.status for s in allocation.stages[3:]} == {"feasible"}
    assert check(problem, allocation) == ()
    best = solve(problem)
    for mine, theirs in zip(allocation.stages, best.stages, strict=True):
        if mine.kind in {"seats", "merit", "prefer"}:
            assert mine.bound >= theirs.value or mine.status == "proven"


def test_no_time_at_all_claims_nothing() -> None:
    with pytest.raises(Undecided):
        solve(plan_problem(1, noise=6), limits=Limits(seconds=0))


def test_a_proof_that_outgrows_its_limit_is_called_unproven() -> None:
    problem = plan_problem(2, noise=20)
    short = solve(problem, limits=Limits(proof_nodes=1))
    assert short.status == "unproven"
    assert short.certificate is None
    assert {"optimal"} <= {s.status for s in short.stages} <= {"optimal", "proven"}
    full = solve(problem)
    assert full.status == "optimal"
    assert [s.value for s in short.stages] == [s.value for s in full.stages]


def flat(tie: TieBreak, decisions: tuple[Decision, ...] = ()) -> Problem:
    names = ("a", "b", "c", "d")
    points = {"a": 1, "b": 1, "c": 1, "d": 5}
    return Problem(
        candidates=tuple(Candidate(id=n, eligible=("t",), merit={"t": points[n]}) for n in names),
        tiers=(Tier(id="t", at_most=2),),
        objectives=(Objective(kind="seats", tier="t"), Objective(kind="merit", tier="t")),
        tie_break=tie,
        decisions=decisions,
    )


def test_refusing_the_tie_break_reports_the_tied_and_keeps_the_sure() -> None:
    allocation = solve(flat(TieBreak(kind="refuse")))
    assert allocation.status == "tied"
    assert allocation.selected == {"t": ("d",)}
    assert [seat.candidate for seat in allocation.ties.open] == ["a", "b", "c"]


def test_a_declared_order_decides_among_the_tied_only() -> None:
    allocation = solve(flat(TieBreak(kind="order", order=("c", "b", "a", "d"))))
    assert allocation.selected == {"t": ("c", "d")}
    assert allocation.unique_at == "tie_break"
    assert [stage.open for stage in allocation.stages] == [4, 3]


def test_a_lot_can_be_redrawn_by_anyone_from_the_seed() -> None:
    import hashlib

    allocation = solve(flat(TieBreak(kind="seed", seed="2020-12-18/")))
    first = min("abc", key=lambda n: hashlib.sha256(f"2020-12-18/{n}".encode()).hexdigest())
    assert allocation.selected == {"t": tuple(sorted((first, "d")))}


@pytest.mark.parametrize(
    ("candidate", "action", "effect", "stage", "price"),
    [
        ("a", "include", "none", None, None),
        ("d", "include", "none", None, None),
        ("b", "include", "changes_list", None, None),
        ("d", "exclude", "worsens", "merit:t", 4),
        ("c", "exclude", "none", None, None),
    ],
)
def test_a_decision_is_listed_with_its_price(
    candidate: str, action: str, effect: str, stage: str | None, price: int | None
) -> None:
    decision = Decision.model_validate(
        {"candidate": candidate, "tier": "t", "action": action, "who": "board", "why": "minutes 4"}
    )
    tie = TieBreak(kind="order", order=("a", "b", "c", "d"))
    (line,) = solve(flat(tie, (decision,))).decisions
    assert (line.effect, line.stage, line.price) == (effect, stage, price)
    assert (line.who, line.why) == ("board", "minutes 4")


def test_a_decision_without_which_no_list_is_left_is_needed() -> None:
    # b is ahead in the order of U and not able: only without b can the one seat go to a.
    people = (
        Candidate(id="a", eligible=("t",), unit="U", rank=2, attributes={"able": True}),
        Candidate(id="b", eligible=("t",), unit="U", rank=1, attributes={"able": False}),
    )
    problem = Problem(
        candidates=people,
        tiers=(Tier(id="t", at_most=1),),
        quotas=(Quota(id="able", tier="t", where={"able": True}, at_least=1),),
        orders=(Order(by=("unit",)),),
        objectives=(Objective(kind="seats", tier="t"),),
        decisions=(Decision(candidate="b", tier="t", action="exclude"),),
    )
    (line,) = solve(problem).decisions
    assert (line.effect, line.stage, line.price) == ("needed", None, None)


def test_two_solves_give_the_same_bytes() -> None:
    problem = plan_problem(3, noise=6)
    assert solve(problem).to_json() == solve(problem).to_json()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_second_solver_gives_the_same_list_or_says_that_it_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # No small tree finds the list first: what the LP leaves open goes to the integer solver.
    monkeypatch.setattr("dvk_solver.search.EAGER_NODES", 0)
    problem = plan_problem(seed, noise=20)
    try:
        second = solve(problem, limits=Limits(solver="cbc"))
    except SolverError as error:
        assert str(error) == "the solver 'cbc' is not installed: add it, or leave 'highs'"
        return
    assert second.selected == solve(problem).selected


def test_a_stop_during_a_proof_keeps_the_list_already_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_arguments: object, **_settings: object) -> None:
        raise Stopped

    monkeypatch.setattr(Search, "refute", stopped)
    monkeypatch.setattr("dvk_solver.search.EAGER_NODES", 0)
    problem = plan_problem(2, noise=20)
    allocation = solve(problem)
    assert allocation.status in {"unproven", "feasible"}
    assert allocation.selected["letter"] and check(problem, allocation) == ()
