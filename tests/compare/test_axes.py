"""What may be varied, as it is written after ``--vary``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.lists import scenario
from dvk_rules.errors import ScenarioError
from dvk_rules.sweep import parse_axes
from dvk_rules.sweep.axes import MOST_STEPS, points_of, varied


def points(text: str):
    (axis,) = parse_axes([text], scenario("base"))
    return axis.points


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter=2:4", (2, 3, 4)),
        ("letter=80:100:7", (80, 87, 94)),
        ("seats:letter=4", (4,)),
        ("letter=5,3,9", (5, 3, 9)),
        ("quota:letters-per-unit.at_least=1:2", (1, 2)),
        ("quota:letters-per-unit.phan-thiet.at_most=1:2", (1, 2)),
        ("quota:collectives.at_most=40%:50%", (Fraction(2, 5), Fraction(9, 20), Fraction(1, 2))),
        ("quota:collectives.at_most=1/3,62.5%", (Fraction(1, 3), Fraction(5, 8))),
        ("param:votes_needed=75%:80%:2,5%", (Decimal("0.75"), Decimal("0.775"), Decimal("0.8"))),
        ("param:votes_needed=75%,90%", (Decimal("0.75"), Decimal("0.9"))),
        (
            "param:dossier_deadline=2020-11-28:30/11/2020",
            (date(2020, 11, 28), date(2020, 11, 29), date(2020, 11, 30)),
        ),
        (
            "param:dossier_deadline=2020-11-20:2020-11-30:5",
            (date(2020, 11, 20), date(2020, 11, 25), date(2020, 11, 30)),
        ),
    ],
)
def test_a_range_has_both_ends_and_a_list_its_items(text: str, expected: tuple) -> None:
    assert points(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("letter", "sweep.axis"),
        ("letter=", "sweep.axis"),
        ("=1:2", "sweep.axis"),
        ("points:letter=1:2", "sweep.axis"),
        ("leter=1:2", "pack.unknown-tier"),
        ("letter=4:2", "sweep.range"),
        ("letter=1:4:0", "sweep.range"),
        ("letter=1:4:1:1", "sweep.range"),
        ("letter=1:4:5%", "sweep.range"),
        ("letter=1,1", "sweep.range"),
        ("letter=a:b", "sweep.range"),
        ("letter=-1:3", "sweep.range"),
        ("letter=10%:20%", "sweep.whole"),
        ("letter=1:999999999", "sweep.many"),
        ("quota:collectives=1:2", "sweep.side"),
        ("quota:colectives.at_most=1:2", "sweep.no-quota-meant"),
        ("quota:zzz.at_most=1:2", "sweep.no-quota"),
        ("quota:collectives.at_most=90%:120%:10%", "scenario.share"),
        ("quota:collectives.phan-thiet.at_most=1:2", "scenario.bounds-need-per"),
        ("quota:letters-per-unit.sao-hoa.at_most=1:2", "value.not-a-choice"),
        ("param:vote_needed=1:2", "condition.unknown-parameter-meant"),
        ("param:zzz=1:2", "condition.unknown-parameter"),
        ("param:votes_needed=cao", "value.not-a-number"),
        ("param:votes_needed=90%:80%", "sweep.range"),
        ("param:votes_needed=80%:90%:x", "sweep.range"),
        ("param:dossier_deadline=2020-11-31:2020-12-02", "value.no-such-day"),
    ],
)
def test_what_cannot_be_varied_is_told_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        points(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.sentence("vi") and problem.sentence("en")


def test_none_three_or_the_same_twice_are_too_few_or_too_many() -> None:
    for texts, code in (
        ([], "sweep.axes"),
        (["letter=1:2", "certificate=1:2", "quota:collectives.at_most=1:2"], "sweep.axes"),
        (["letter=1:2", "seats:letter=3:4"], "sweep.twice"),
        (["letter=1:60", "certificate=1:60"], "sweep.many"),
    ):
        with pytest.raises(ScenarioError) as caught:
            parse_axes(texts, scenario("base"))
        assert [problem.code for problem in caught.value.problems] == [code]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 500), st.integers(0, 300), st.integers(1, 40))
def test_a_range_stays_within_its_ends_and_leaves_no_step_out(low, length, step) -> None:
    found = points(f"letter={low}:{low + length}:{step}")
    assert found[0] == low and low + length - step < found[-1] <= low + length
    assert all(after - before == step for before, after in pairwise(found))


def test_a_step_changes_the_quantity_and_nothing_else() -> None:
    base = scenario("base")
    axes = parse_axes(["quota:letters-per-unit.phan-thiet.at_most=1:2", "letter=3:4"], base)
    assert len(list(points_of(axes))) == 4 <= MOST_STEPS
    changed = varied(base, axes, (0, 1))
    quota = next(item for item in changed.quotas if item.id == "letters-per-unit")
    assert quota.bounds["phan-thiet"] == (1, 1)
    assert quota.bounds["tuy-phong"] == (1, 2)
    assert changed.seats[0].at_most == 4
    assert varied(base, axes, ()) == base
    same = {"quotas", "seats"}
    for key, value in base.to_json().items():
        assert key in same or changed.to_json()[key] == value


def test_a_star_varies_the_general_bound_and_every_own_one() -> None:
    base = scenario("base")
    (axis,) = parse_axes(["quota:letters-per-unit.*.at_most=3"], base)
    quota = next(q for q in varied(base, [axis], (0,)).quotas if q.id == "letters-per-unit")
    assert quota.at_most == 3 and {high for _, high in quota.bounds.values()} == {3}
    (plain,) = parse_axes(["quota:letters-per-unit.at_most=3"], base)
    kept = next(q for q in varied(base, [plain], (0,)).quotas if q.id == "letters-per-unit")
    assert kept.at_most == 3 and {high for _, high in kept.bounds.values()} == {2}


def test_fewer_seats_than_the_least_lower_the_least_too() -> None:
    from dataclasses import replace

    base = scenario("base")
    seats = tuple(replace(seat, at_least=3) for seat in base.seats)
    (axis,) = parse_axes(["letter=2:4"], base)
    changed = varied(replace(base, seats=seats), [axis], (0,))
    assert (changed.seats[0].at_least, changed.seats[0].at_most) == (2, 2)
