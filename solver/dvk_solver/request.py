"""Whether a question is about the problem it is put to: its candidates, tiers and allocation."""

from __future__ import annotations

from collections.abc import Iterable

from dvk_solver.allocation import Allocation, QuotaLine
from dvk_solver.errors import RequestError, nearest
from dvk_solver.expand import expand
from dvk_solver.model import Problem
from dvk_solver.stages import steps

__all__ = ["require_allocation", "require_lines", "require_seat"]


def require_seat(problem: Problem, candidate: str, tier: str) -> None:
    """Raise `RequestError` unless the candidate is eligible for the tier."""
    tiers = [item.id for item in problem.tiers]
    if tier not in tiers:
        message = f"there is no tier '{tier}': {nearest(tier, tiers)}"
        raise RequestError("unknown-tier", message, {"tier": tier})
    one = next((item for item in problem.candidates if item.id == candidate), None)
    if one is None:
        hint = nearest(candidate, (item.id for item in problem.candidates))
        message = f"there is no candidate '{candidate}': {hint}"
        raise RequestError("unknown-candidate", message, {"candidate": candidate})
    if tier not in one.eligible:
        message = f"'{candidate}' is not eligible for '{tier}': there is no seat to ask about"
        raise RequestError("not-eligible", message, {"candidate": candidate, "tier": tier})


def require_allocation(problem: Problem, allocation: Allocation) -> None:
    """Raise `RequestError` for an allocation that cannot be one of the problem.

    One that comes with its solve is held against the problem solved; one that was read back,
    against the tiers, the seats, the stages and the quota lines that the problem has.
    """
    if allocation.run is not None:
        solved: Problem = allocation.run.expansion.problem
        same = solved is problem or solved == problem or solved.to_data() == problem.to_data()
        what = None if same else "problem"
    else:
        what = _differs(problem, allocation)
    if what is not None:
        raise RequestError(
            "other-problem",
            f"the allocation is of another problem, its {what} is not this one's: "
            "give the problem that was solved",
            {"differs": what},
        )


def _differs(problem: Problem, allocation: Allocation) -> str | None:
    """The first part of an allocation that the problem does not have."""
    if set(allocation.selected) != {tier.id for tier in problem.tiers}:
        return "list of tiers"
    eligible = {(tier, item.id) for item in problem.candidates for tier in item.eligible}
    if any((t, i) not in eligible for t, ids in allocation.selected.items() for i in ids):
        return "selection"
    expansion = expand(problem)
    names = dict.fromkeys((step.objective, step.name) for step in steps(expansion))
    if [stage.objective for stage in allocation.stages] != [name for _number, name in names]:
        return "list of stages"
    lines = [
        (line.quota.id, line.value, side)
        for line in expansion.lines
        for side, amount in (("at_least", line.at_least), ("at_most", line.at_most))
        if amount is not None
    ]
    given = [(line.id, line.value, line.side) for line in allocation.quotas]
    return "list of quotas" if allocation.status != "tied" and given != lines else None


def require_lines(allocation: Allocation, lines: Iterable[QuotaLine]) -> None:
    """Raise `RequestError` for a quota line that the allocation does not have."""
    for line in lines:
        if line not in allocation.quotas:
            named = f"'{line.id}'" + (f" ({line.value})" if line.value is not None else "")
            message = f"the allocation has no such line of {named}: give one of its own"
            raise RequestError("unknown-line", message, {"quota": line.id, "value": line.value})
