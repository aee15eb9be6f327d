"""What is returned or raised reaches another process: it can be pickled and copied."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest
from dvk_solver import (
    Allocation,
    Clash,
    Limits,
    Problem,
    ProblemError,
    Quota,
    RequestError,
    SolverError,
    Tier,
    Undecided,
    price,
    solve,
    why,
)

from solver.plan_case import plan_problem


def failing(problem: Problem) -> list[SolverError]:
    """One error of every kind that a caller can meet."""
    asks = (
        lambda: solve(problem.model_copy(update={"tiers": (Tier(id="letter", at_least=500),)})),
        lambda: solve(problem, limits=Limits(seconds=0)),
        lambda: Problem(candidates=(), tiers=()),
        lambda: price(problem, solve(problem), "nobody", "letter"),
    )
    found: list[SolverError] = []
    for ask in asks:
        with pytest.raises(SolverError) as caught:
            ask()
        found.append(caught.value)
    return found


def small() -> Problem:
    data = plan_problem(1, people=12, units=3).to_data()
    letters = {"id": "letter", "at_most": 5}
    kept = {"tiers": [letters], "quotas": [], "exclusions": [], "objectives": [], "orders": []}
    for one in data["candidates"]:
        one["eligible"] = ["letter"]
        one["merit"].pop("cert")
    return Problem.from_data({**data, **kept, "objectives": [{"kind": "seats", "tier": "letter"}]})


@pytest.mark.parametrize("way", ["pickled", "copied", "deeply copied"])
def test_an_error_that_travelled_says_the_same(way: str) -> None:
    errors = failing(small())
    assert [type(error) for error in errors] == [Clash, Undecided, ProblemError, RequestError]
    for error in errors:
        again = travelled(error, way)
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.__dict__ == error.__dict__


def travelled[Thing](thing: Thing, way: str) -> Thing:
    if way == "pickled":
        return pickle.loads(pickle.dumps(thing))
    return copy.copy(thing) if way == "copied" else copy.deepcopy(thing)


@pytest.mark.parametrize("way", ["pickled", "copied", "deeply copied"])
def test_an_allocation_that_travelled_is_the_same_with_the_same_reasons(way: str) -> None:
    problem = small()
    allocation = solve(problem)
    assert allocation.run is not None
    again = travelled(allocation, way)
    assert again == allocation
    assert again.certificate == allocation.certificate
    assert (again.run is None) is (way != "copied")
    assert allocation.run is not None
    assert why(problem, again) == why(problem, allocation)


def seats_of(problem: Problem) -> Allocation:
    return solve(problem)


def test_a_worker_sends_back_its_allocation_and_its_clash() -> None:
    problem = small()
    floor = Quota(id="floor", tier="letter", where={"unit": "U00"}, at_least=50)
    clashing = problem.model_copy(update={"quotas": (floor,)})
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(seats_of, problem).result() == solve(problem)
        with pytest.raises(Clash) as caught:
            pool.submit(seats_of, clashing).result()
    assert caught.value.conflicts
