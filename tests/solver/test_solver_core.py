"""What is left open within bounds: nothing is lost, and what is said to be forced is."""

from __future__ import annotations

from itertools import product

import numpy as np
from dvk_solver.core import Core
from dvk_solver.exact import Exact
from dvk_solver.program import Linear, Row
from dvk_solver.proof import nodes
from dvk_solver.tree import Grower
from hypothesis import given, settings
from hypothesis import strategies as st

COLUMNS = 5

rows = st.builds(
    lambda terms, rhs: Row(("row",), Linear.of(terms), rhs),
    st.lists(st.tuples(st.integers(0, COLUMNS - 1), st.integers(-3, 3)), max_size=5),
    st.integers(-3, 5),
)
programs = st.lists(rows, max_size=5)
bounds = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1)).map(lambda pair: (min(pair), max(pair))),
    min_size=COLUMNS,
    max_size=COLUMNS,
)
forms = st.lists(st.tuples(st.integers(0, COLUMNS - 1), st.integers(-9, 9)), max_size=6).map(
    Linear.of
)


def arrays(limits: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = zip(*limits, strict=True)
    return np.array(lower, dtype=np.int64), np.array(upper, dtype=np.int64)


def points(program: list[Row], limits: list[tuple[int, int]]) -> set[tuple[int, ...]]:
    every = product(*(range(low, high + 1) for low, high in limits))
    return {point for point in every if all(row.holds(point) for row in program)}


@settings(deadline=None)
@given(programs, bounds)
def test_a_core_has_exactly_the_points_of_the_program_within_the_bounds(
    program: list[Row], limits: list[tuple[int, int]]
) -> None:
    core = Core(Exact.of(COLUMNS, program), *arrays(limits))
    inside = product(
        *(range(int(low), int(high) + 1) for low, high in zip(core.low, core.high, strict=True))
    )
    kept = {
        tuple(int(v) for v in core.spread(np.array(point, dtype=np.int64)))
        for point in inside
        if core.broken_row(np.array(point, dtype=np.int64)) is None
    }
    assert kept == points(program, limits)


@settings(deadline=None)
@given(programs, bounds)
def test_rows_that_leave_no_choice_fix_what_every_point_has(
    program: list[Row], limits: list[tuple[int, int]]
) -> None:
    found = Exact.of(COLUMNS, program).forced(*arrays(limits))
    if found is not None:
        _rows, columns, values = found
        assert len(columns)
        for point in points(program, limits):
            assert [point[column] for column in columns] == list(values)


@settings(deadline=None)
@given(programs, bounds, forms)
def test_a_tree_ends_with_the_best_point_or_shows_that_there_is_none(
    program: list[Row], limits: list[tuple[int, int]], form: Linear
) -> None:
    exact = Exact.of(COLUMNS, program)
    there = points(program, limits)

    def accept(point: object) -> list[int] | None:
        full = tuple(int(v) for v in point)  # type: ignore[attr-defined]  # a list of integers
        return list(full) if full in there else None

    core = Core(exact, *arrays(limits))
    grower = Grower(core, form, -1_000, 10_000, accept, lambda: None, first=False)
    tree = grower.grow()
    assert nodes(tree) >= 1
    best = max((form.value(point) for point in there), default=None)
    assert (None if grower.best is None else form.value(grower.best)) == best


@settings(deadline=None)
@given(programs, bounds, forms)
def test_a_bound_from_any_multipliers_is_a_bound(
    program: list[Row], limits: list[tuple[int, int]], form: Linear
) -> None:
    core = Core(Exact.of(COLUMNS, program), *arrays(limits))
    duals = np.arange(len(core.rows), dtype=float) / 3
    most, weighing = core.bound(duals, form, core.low, core.high)
    assert all(weighing.scale * form.value(point) <= most for point in points(program, limits))
