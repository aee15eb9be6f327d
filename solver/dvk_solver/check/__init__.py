"""An independent check of a result, with nothing but the standard library.

``check(problem, allocation)`` recounts a list from the definitions; ``python -m dvk_solver.check
FILE`` replays a proof. Neither shares code with the solver: see `definitions`, `rows` and `replay`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_solver.check.definitions import recount

if TYPE_CHECKING:
    from dvk_solver.allocation import Allocation
    from dvk_solver.model import Problem

__all__ = ["check"]


def check(problem: Problem, allocation: Allocation) -> tuple[str, ...]:
    """What does not hold in an allocation; empty when everything does.

    Recounts every rule, stage value and quota line in exact integers from the problem's definition.
    It says nothing about optimality: that is what the proof and its replay are for. An allocation
    of another problem is no error here: what it says that this problem does not have is listed.
    """
    return tuple(recount(problem.to_data(), allocation.to_data()))
