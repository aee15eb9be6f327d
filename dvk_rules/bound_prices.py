"""What one seat more or less of every quota would change, worked out on all cores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dvk_rules.cores import finished

if TYPE_CHECKING:  # only for the types: the solver loads when a price is worked out
    from dvk_solver import Allocation, BoundPrice, Problem

__all__ = ["price_bounds"]

_FEW = 20  # quota lines up to which starting a worker takes longer than it saves


@dataclass
class _Pricing:
    """The problem and its solve, which each worker makes for itself: a solve does not travel."""

    problem: Problem

    @cached_property
    def allocation(self) -> Allocation:
        from dvk_solver import solve

        return solve(self.problem)

    def of(self, place: int) -> tuple[int, BoundPrice]:
        from dvk_solver import bound_prices

        line = self.allocation.quotas[place]
        (price,) = bound_prices(self.problem, self.allocation, lines=[line])
        return place, price


def price_bounds(
    problem: Problem, count: int, workers: int | None = None
) -> Iterator[tuple[int, BoundPrice]]:
    """The place and the price of each of the ``count`` quota lines, as soon as it is known.

    ``workers``: processes to use; by default all cores where there are many lines.
    """
    here = workers is None and count <= _FEW
    return finished(_Pricing(problem).of, range(count), 1 if here else workers)
