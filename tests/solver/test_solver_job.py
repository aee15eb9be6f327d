"""One call is one job: its time and its caller end all of it, and what was left out is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
import pytest
from dvk_solver import (
    Candidate,
    Clash,
    Decision,
    Limits,
    Objective,
    Problem,
    Progress,
    Quota,
    Tier,
    Undecided,
    bound_prices,
    price,
    solve,
    why,
)
from dvk_solver.backend import LpModel, solve_integer
from dvk_solver.exact import Exact
from dvk_solver.outcome import Stopped
from dvk_solver.program import Linear, Row

from solver.plan_case import plan_problem


class Clock:
    """A clock on which every look takes a second, so that nothing here depends on the machine."""

    def __init__(self) -> None:
        self._seconds = count()
        self.now = 0

    def monotonic(self) -> float:
        self.now = next(self._seconds)
        return float(self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    made = Clock()
    monkeypatch.setattr("dvk_solver.job.time", made)
    yield made


def decided() -> Problem:
    """Two seats for five, two of them excluded; without that both would be on the list."""
    return Problem(
        candidates=tuple(
            Candidate(id=f"c{i}", eligible=("t",), merit={"t": 9 - i}) for i in range(5)
        ),
        tiers=(Tier(id="t", at_most=2),),
        objectives=(Objective(kind="seats", tier="t"), Objective(kind="merit", tier="t")),
        decisions=tuple(Decision(candidate=f"c{i}", tier="t", action="exclude") for i in range(2)),
        quotas=(Quota(id="q", tier="t", at_most=2),),
    )


def clashing() -> Problem:
    floor = Quota(id="floor", tier="t", where={"unit": "U"}, at_least=3, negotiable=True)
    people = tuple(Candidate(id=f"c{i}", eligible=("t",), unit="U") for i in range(5))
    return Problem(candidates=people, tiers=(Tier(id="t", at_most=2),), quotas=(floor,))


def stopping(task: str, number: int = 0) -> Callable[[Progress], bool]:
    return lambda event: event.task == task and event.number >= number


def test_decisions_that_the_time_does_not_reach_have_no_price(clock: Clock) -> None:
    reached: list[int] = []

    def look(event: Progress) -> None:
        if event.task == "decisions" and event.number >= len(reached):
            reached.append(clock.now)

    full = solve(decided(), progress=look, limits=Limits(seconds=1e9))
    assert [line.effect for line in full.decisions] == ["worsens", "worsens"]
    began, needed = reached[0], clock.now
    for late, known in ((reached[0], 0), (reached[1], 1)):
        clock.__init__()
        short = solve(decided(), progress=look, limits=Limits(seconds=late + 1))
        assert clock.now < needed
        assert (short.status, short.selected) == ("optimal", full.selected)
        effects = [line.effect for line in short.decisions]
        assert effects == ["worsens"] * known + ["unknown"] * (2 - known)
    clock.__init__()
    with pytest.raises(Undecided) as caught:
        solve(decided(), limits=Limits(seconds=1))
    assert caught.value.code == "limit"
    assert clock.now < began


@pytest.mark.usefixtures("clock")
def test_one_deadline_holds_for_all_bounds_and_their_reasons() -> None:
    problem = decided()
    allocation = solve(problem).model_copy(update={"run": None})
    (line,) = bound_prices(problem, allocation, Limits(seconds=2))
    assert (line.looser.kind, line.tighter.kind) == ("unknown", "unknown")
    assert price(problem, allocation, "c4", "t", Limits(seconds=2)).effect == "unknown"
    with pytest.raises(Undecided):
        why(problem, allocation, Limits(seconds=2))


@pytest.mark.parametrize("seconds", [6, 12, 24, 48, 96])
def test_a_clash_without_time_is_still_proven_and_says_that_it_is_not_complete(
    clock: Clock, seconds: int
) -> None:
    with pytest.raises((Clash, Undecided)) as full:
        solve(clashing(), limits=Limits(seconds=1e9))
    assert isinstance(full.value, Clash)
    assert full.value.complete and "complete" not in full.value.to_data()
    needed = clock.now
    clock.__init__()
    with pytest.raises((Clash, Undecided)) as short:
        solve(clashing(), limits=Limits(seconds=seconds))
    if isinstance(short.value, Clash):
        assert short.value.certificate is not None
        assert short.value.complete is (seconds > needed)
        assert short.value.to_data().get("complete", True) is short.value.complete


def test_a_caller_who_stops_before_any_list_is_told_so() -> None:
    with pytest.raises(Undecided) as caught:
        solve(plan_problem(1, noise=6), progress=lambda _event: True)
    assert caught.value.code == "stopped"
    assert str(caught.value) == "stopped by the caller before any list was found"


def test_a_caller_can_stop_while_decisions_are_priced() -> None:
    allocation = solve(decided(), progress=stopping("decisions", 1))
    assert allocation.status == "optimal"
    assert [line.effect for line in allocation.decisions] == ["worsens", "unknown"]


def test_a_caller_can_stop_while_a_clash_is_explained() -> None:
    with pytest.raises(Clash) as caught:
        solve(clashing(), progress=stopping("clash"))
    assert (caught.value.conflicts, caught.value.complete) == ((), False)
    with pytest.raises(Clash) as caught:
        solve(clashing(), progress=stopping("clash", 1))
    assert caught.value.conflicts
    assert (caught.value.repairs, caught.value.complete) == ((), False)


def test_a_caller_can_stop_the_reasons_and_the_prices() -> None:
    problem = plan_problem(1, noise=6)
    allocation = solve(problem)
    sharp, plain = why(problem, allocation), why(problem, allocation, progress=stopping("reasons"))
    assert [(r.tier, r.candidate) for r in plain] == [(r.tier, r.candidate) for r in sharp]
    assert plain != sharp
    stop = stopping("prices")
    assert price(problem, allocation, "c001", "letter", progress=stop).effect == "unknown"
    kinds = {item.tighter.kind for item in bound_prices(problem, allocation, progress=stop)}
    assert kinds == {"same", "unknown"}


@pytest.mark.usefixtures("clock")
def test_what_takes_long_is_told_again_and_can_be_stopped_then() -> None:
    events: list[Progress] = []

    def after_five(event: Progress) -> bool:
        events.append(event)
        return len(events) == 5

    with pytest.raises(Undecided) as caught:
        solve(plan_problem(1, noise=6), progress=after_five)
    assert caught.value.code == "stopped"
    assert len(events) == 5 and len(set(events)) == 1


@pytest.mark.parametrize("task", ["stages", "decisions", "clash", "reasons", "prices"])
@pytest.mark.parametrize("wait", [0, 3])
@pytest.mark.usefixtures("clock")
def test_an_error_of_the_caller_reaches_the_caller(task: str, wait: int) -> None:
    class OwnError(Exception):
        pass

    heard: list[Progress] = []

    def fail(event: Progress) -> None:
        if event.task == task:
            heard.append(event)
        if len(heard) > wait:
            raise OwnError

    problem = clashing() if task == "clash" else decided()
    with pytest.raises(OwnError):
        allocation = solve(problem, progress=fail)
        why(problem, allocation, progress=fail)
        price(problem, allocation, "c4", "t", progress=fail)


def wide() -> tuple[Exact, Any, Any, Linear]:
    """A knapsack of odd numbers: its LP takes steps, its integers some search."""
    columns = range(40)
    rows = [Row(("r",), Linear(tuple(columns), tuple(2 * c + 1 + k for c in columns)), 777 + k)
            for k in range(9)]  # fmt: skip
    form = Linear(tuple(columns), tuple(7 * c % 31 + 1 for c in columns))
    low, high = np.zeros(40, dtype=np.int64), np.ones(40, dtype=np.int64)
    return Exact.of(40, rows), low, high, form


@pytest.mark.parametrize("raised", [Stopped, KeyboardInterrupt])
def test_a_linear_program_stops_within_and_can_be_solved_again(raised: type[BaseException]) -> None:
    exact, low, high, form = wide()
    looks = iter([False, False, True])

    def pause() -> None:
        if next(looks, False):
            raise raised

    model = LpModel(exact, low, high, pause)
    with pytest.raises(raised):
        model.solve(form)
    again, plain = model.solve(form), LpModel(exact, low, high).solve(form)
    assert again.status == plain.status == "optimal"
    assert np.allclose(again.point, plain.point)


def test_an_integer_program_that_is_stopped_says_so_and_errors_pass() -> None:
    exact, low, high, form = wide()

    def stop() -> None:
        raise Stopped

    def fail() -> None:
        raise KeyboardInterrupt

    assert solve_integer(exact, form, low, high, pause=stop).status == "stopped"
    with pytest.raises(KeyboardInterrupt):
        solve_integer(exact, form, low, high, pause=fail)
