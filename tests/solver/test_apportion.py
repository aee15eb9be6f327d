"""Seats are divided as the published tables have it; a tie is never settled silently."""

from __future__ import annotations

from fractions import Fraction

import pytest
from dvk_solver import apportion
from hypothesis import given, settings
from hypothesis import strategies as st

METHODS = ("largest_remainder", "dhondt", "sainte_lague", "huntington_hill")

# Balinski and Young, "Fair Representation": five made-up states on which all methods differ.
FIVE = {"a": 9061, "b": 7179, "c": 5259, "d": 3319, "e": 1182}
# The census of 1790, with which the history of the methods begins (the same book, appendix B).
UNION = {
    "VA": 630_560, "MA": 475_327, "PA": 432_879, "NC": 353_523, "NY": 331_589, "MD": 278_514,
    "CT": 236_841, "SC": 206_236, "NJ": 179_570, "NH": 141_822, "VT": 85_533, "GA": 70_835,
    "KY": 68_705, "RI": 68_446, "DE": 55_540,
}  # fmt: skip
PUBLISHED = [
    (FIVE, 26, "largest_remainder", (9, 7, 5, 4, 1)),
    (FIVE, 26, "dhondt", (10, 7, 5, 3, 1)),
    (FIVE, 26, "sainte_lague", (9, 8, 5, 3, 1)),
    (FIVE, 26, "huntington_hill", (9, 7, 6, 3, 1)),
    # the bill of Hamilton that Washington vetoed, and Jefferson's that he signed
    (UNION, 120, "largest_remainder", (21, 16, 14, 12, 11, 9, 8, 7, 6, 5, 3, 2, 2, 2, 2)),
    (UNION, 105, "dhondt", (19, 14, 13, 10, 10, 8, 7, 6, 5, 4, 2, 2, 2, 2, 1)),
    (UNION, 105, "largest_remainder", (18, 14, 13, 10, 10, 8, 7, 6, 5, 4, 2, 2, 2, 2, 2)),
]

weights_of = st.lists(st.integers(0, 60), min_size=1, max_size=7)
weights_of = weights_of.filter(any).map(
    lambda numbers: {f"u{place}": number for place, number in enumerate(numbers)}
)


@pytest.mark.parametrize(("weights", "seats", "method", "expected"), PUBLISHED)
def test_the_published_tables_come_out(
    weights: dict[str, int], seats: int, method: str, expected: tuple[int, ...]
) -> None:
    found = apportion(weights, seats, method)
    assert tuple(found.seats[name] for name in weights) == expected
    assert found.contested == 0


@pytest.mark.parametrize("floor", [2, 3])
def test_fifty_letters_are_divided_among_ten_districts_by_communes(floor: int) -> None:
    communes = {
        "phan-thiet": 18, "la-gi": 9, "tuy-phong": 11, "bac-binh": 18, "ham-thuan-bac": 17,
        "ham-thuan-nam": 13, "tanh-linh": 13, "duc-linh": 12, "ham-tan": 10, "phu-quy": 3,
    }  # fmt: skip
    found = apportion(communes, 50, "largest_remainder", at_least=floor)
    assert found.seats == {
        "phan-thiet": 6, "la-gi": 4, "tuy-phong": 5, "bac-binh": 6, "ham-thuan-bac": 6,
        "ham-thuan-nam": 5, "tanh-linh": 5, "duc-linh": 5, "ham-tan": 5, "phu-quy": 3,
    }  # fmt: skip
    assert found.contested == 0


@settings(max_examples=200, deadline=None)
@given(weights_of, st.integers(1, 25))
def test_largest_remainder_is_what_hamilton_wrote(weights: dict[str, int], seats: int) -> None:
    total = sum(weights.values())
    whole = {name: weight * seats // total for name, weight in weights.items()}
    left = seats - sum(whole.values())
    rests = {name: weight * seats % total for name, weight in weights.items()}
    order = sorted(weights, key=lambda name: -rests[name])  # stable: equal ones stay as declared
    found = apportion(weights, seats, "largest_remainder", favour=list(weights))
    assert found.seats == {name: whole[name] + (name in order[:left]) for name in weights}
    tied = apportion(weights, seats, "largest_remainder").tied
    level = rests[order[left - 1]]
    if left and left < len(order) and rests[order[left]] == level:
        assert set(tied) == {name for name in weights if rests[name] == level}
    else:
        assert tied == ()


@settings(max_examples=200, deadline=None)
@given(weights_of, st.integers(1, 25), st.sampled_from(["dhondt", "sainte_lague"]))
def test_no_quotient_served_is_smaller_than_one_refused(
    weights: dict[str, int], seats: int, method: str
) -> None:
    step = 1 if method == "dhondt" else 2
    claims = sorted(
        (Fraction(weight, 1 + step * k) for weight in weights.values() for k in range(seats + 1)),
        reverse=True,
    )
    last, after = claims[seats - 1], claims[seats]
    found = apportion(weights, seats, method)
    for name, weight in weights.items():
        sure = sum(Fraction(weight, 1 + step * k) > last for k in range(seats))
        equal = weight > 0 and any(Fraction(weight, 1 + step * k) == last for k in range(seats))
        tied = equal and last == after
        assert (name in found.tied) == tied
        assert found.seats[name] == sure + (equal and not tied)
    assert sum(found.seats.values()) + found.contested == seats


@settings(max_examples=200, deadline=None)
@given(weights_of, st.integers(1, 25))
def test_huntington_hill_rounds_at_the_geometric_mean(weights: dict[str, int], seats: int) -> None:
    seats_of = apportion(weights, seats, "huntington_hill", favour=list(weights)).seats
    assert sum(seats_of.values()) == seats
    for rich, weight in weights.items():
        for poor, other in weights.items():
            k, m = seats_of[rich], seats_of[poor] + 1
            if k > 1 or (k == m == 1 and rich != poor):
                # The first seat goes to the heavier; later ones by w² ÷ k(k-1), uncrossed.
                held = weight if k == 1 else weight**2 * m * (m - 1)
                assert held >= (other if k == 1 else other**2 * k * (k - 1))


@settings(max_examples=200, deadline=None)
@given(weights_of, st.integers(1, 20), st.integers(1, 3), st.sampled_from(METHODS))
def test_guarantees_come_first_and_the_method_divides_the_rest(
    weights: dict[str, int], seats: int, floor: int, method: str
) -> None:
    need = floor * len(weights)
    if need > seats:
        with pytest.raises(ValueError, match=f"takes {need} of {seats} seats"):
            apportion(weights, seats, method, at_least=floor)
        return
    found = apportion(weights, seats, method, at_least=floor)
    rest = apportion(weights, seats - need, method)
    assert found.seats == {name: floor + count for name, count in rest.seats.items()}
    assert (found.tied, found.contested) == (rest.tied, rest.contested)
    for name, weight in weights.items():
        if weight == 0:
            assert found.seats[name] == floor


def test_a_larger_remainder_is_served_before_equal_smaller_ones_that_come_first() -> None:
    # The quotas are 0.4, 0.4, 0.4, 1.8: the last one takes a seat whatever the order.
    weights = {"a": 4, "b": 4, "c": 4, "d": 18}
    found = apportion(weights, 3, "largest_remainder", favour="abcd")
    assert found.seats == {"a": 1, "b": 0, "c": 0, "d": 2}


@pytest.mark.parametrize("method", METHODS)
def test_numbers_beyond_floating_point_are_told_apart(method: str) -> None:
    found = apportion({"a": 10**20, "b": 10**20 + 1}, 3, method)
    assert (found.seats, found.contested) == ({"a": 1, "b": 2}, 0)


@pytest.mark.parametrize("method", ["hamilton", "", None, "Dhondt"])
@pytest.mark.parametrize("seats", [0, 5])
def test_a_method_that_is_none_is_refused(method: str, seats: int) -> None:
    with pytest.raises(
        ValueError, match=r"there is no method .*: write one of 'largest_remainder'"
    ):
        apportion({"a": 3, "b": 2}, seats, method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("weights", "seats", "at_least"),
    [
        ({"a": 3.0, "b": 2}, 5, 0), ({"a": 3, "b": True}, 5, 0), ({"a": 3, "b": "2"}, 5, 0),
        ({"a": 3, "b": None}, 5, 0), ({"a": 3, "b": 2}, 5.5, 0), ({"a": 3, "b": 2}, "5", 0),
        ({"a": 3, "b": 2}, 5, 1.0), ({"a": float("nan")}, 5, 0),
    ],
)  # fmt: skip
def test_only_whole_numbers_are_divided(
    method: str, weights: dict[str, int], seats: int, at_least: int
) -> None:
    with pytest.raises(ValueError, match="whole numbers from 0 up: correct"):
        apportion(weights, seats, method, at_least=at_least)
