"""Apportionment: the published table, a second implementation, ties, invariants."""

from __future__ import annotations

from typing import get_args

import pytest
from apportionment import methods
from dvk_solver.apportionment import Method, apportion
from hypothesis import given, settings
from hypothesis import strategies as st

#: Balinski and Young, "Fair Representation", the example of six states and 36 seats.
STATES = {"A": 27744, "B": 25178, "C": 19951, "D": 14610, "E": 9225, "F": 3292}
METHODS: tuple[Method, ...] = get_args(Method.__value__)
WEIGHTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1)


@pytest.mark.parametrize(
    ("method", "seats"),
    [
        ("largest_remainder", (10, 9, 7, 5, 4, 1)),
        ("huntington_hill", (10, 9, 7, 6, 3, 1)),
        ("sainte_lague", (10, 9, 8, 5, 3, 1)),
        ("dhondt", (11, 9, 7, 5, 3, 1)),
    ],
)
def test_the_published_table_of_six_states(method: Method, seats: tuple[int, ...]) -> None:
    result = apportion(STATES, 36, method)
    assert tuple(result.seats.values()) == seats
    assert (result.tied, result.contested) == ((), 0)


def test_the_alabama_paradox_is_hamiltons_own() -> None:
    # A state loses a seat as the house grows from 10 to 11.
    weights = {"a": 6, "b": 6, "c": 2}
    ten, eleven = (apportion(weights, n, "largest_remainder").seats["c"] for n in (10, 11))
    assert (ten, eleven) == (2, 1)


@settings(max_examples=200, deadline=None)
@given(WEIGHTS, st.integers(1, 20), st.sampled_from(METHODS))
def test_a_second_implementation_agrees_where_there_is_no_tie(
    weights: dict[str, int], seats: int, method: Method
) -> None:
    if not any(weights.values()):
        return
    result = apportion(weights, seats, method)
    if result.tied:
        return
    known = {"sainte_lague": "saintelague", "huntington_hill": "huntington"}.get(method, method)
    names = sorted(weights)
    if method == "huntington_hill" and (0 in weights.values() or seats < len(names)):
        return  # the library reads these corners differently
    other = methods.compute(known, [weights[n] for n in names], seats, fractions=True)
    assert [result.seats[n] for n in names] == [int(n) for n in other]


@settings(max_examples=200, deadline=None)
@given(WEIGHTS, st.integers(0, 20), st.sampled_from(METHODS))
def test_seats_add_up_and_a_larger_weight_never_gets_fewer(
    weights: dict[str, int], seats: int, method: Method
) -> None:
    if not any(weights.values()):
        return
    result = apportion(weights, seats, method)
    assert sum(result.seats.values()) + result.contested == seats
    assert result.contested < max(1, len(result.tied))
    for one, weight in weights.items():
        for other, heavier in weights.items():
            if heavier > weight:
                assert result.seats[other] + (other in result.tied) >= result.seats[one]


def test_a_tie_is_named_and_the_favoured_gets_the_seat() -> None:
    for method in METHODS:
        open_tie = apportion({"a": 5, "b": 5}, 3, method)
        assert (dict(open_tie.seats), open_tie.tied, open_tie.contested) == (
            {"a": 1, "b": 1},
            ("a", "b"),
            1,
        )
        decided = apportion({"a": 5, "b": 5}, 3, method, favour=("b", "a"))
        assert (dict(decided.seats), decided.tied) == ({"a": 1, "b": 2}, ())


def test_wrong_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        apportion({"a": -1}, 1, "dhondt")
    with pytest.raises(ValueError, match="zero"):
        apportion({"a": 0}, 1, "dhondt")
