"""Seats, candidates, tiers and quotas: an exact allocation that knows no law.

``solve(problem)`` returns the lexicographically best `Allocation`, or raises `Clash` when the rules
cannot all hold; ``check(problem, allocation)`` re-derives everything in plain integers and lists
what does not hold. Problems and allocations are frozen, and load from and save to JSON::

    problem = Problem(
        candidates=[Candidate(id="a", eligible=["letter"], unit="U1", rank=1,
                              merit={"letter": 90}, attributes={"sex": "f"})],
        tiers=[Tier(id="letter", at_most=90), Tier(id="certificate", at_most=40, within="letter")],
        quotas=[Quota(id="floor", tier="letter", per="unit", at_least=1, floor_if_available=True),
                Quota(id="women", tier="letter", where={"sex": "f"}, at_least="30%", hard=False)],
        orders=[Order(by=["unit"], mode="hard")],
        exclusions=[Exclusion(id="twice", candidates=["a", "b"])],
        decisions=[Decision(candidate="a", tier="letter", action="include", who="…", why="…")],
        objectives=[Objective(kind="seats", tier="letter"), Objective(kind="soft"),
                    Objective(kind="merit", tier="letter")],
        tie_break=TieBreak(kind="seed", seed="…"),
        domains={"unit": ["U1", "U2"]},
    )
    allocation = solve(problem)
    allocation.selected["letter"]      # ids, sorted
    allocation.stages[0].value         # an integer, with .bound and .status
    allocation.quotas                  # one line a bound: count, of, required, slack, binding
    check(problem, allocation)         # () when everything holds
    why(problem, allocation)           # for everyone: which stage decides, least points missing
    price(problem, allocation, "a", "letter")   # exactly: who would leave, what would get worse
    bound_prices(problem, allocation)  # every quota line: one seat more, one seat less

A bound is a count (``5``) or an exact share (``"45%"``, ``"9/20"``, ``Fraction(9, 20)``) of the
seats filled in the tier. See `dvk_solver.model` for the meaning of every field.
``python -m dvk_solver problem.json`` prints the allocation (exit 0), the clash (1), or why the
file cannot be read (2). ``allocation.certificate`` is the proof that the list is the best and the
only one; saved as JSON, ``python -m dvk_solver.check FILE`` replays it without any of this code's
solver. Importing this package costs nothing: PuLP and its solver load in `solve`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dvk_solver.check import check

if TYPE_CHECKING:
    from dvk_solver.allocation import Allocation, QuotaLine, Reason, Stage
    from dvk_solver.apportionment import Apportionment, apportion
    from dvk_solver.clash import Change, Clash, Conflict, Repair, Shortage
    from dvk_solver.errors import (
        Inconsistency,
        ProblemError,
        RequestError,
        SolverError,
        Undecided,
    )
    from dvk_solver.lexicographic import solve
    from dvk_solver.model import (
        Bounds,
        Candidate,
        Decision,
        Exclusion,
        Objective,
        Order,
        Problem,
        Quota,
        TieBreak,
        Tier,
    )
    from dvk_solver.outcome import Limits
    from dvk_solver.prices import BoundPrice, Effect, Price, bound_prices, price, why
    from dvk_solver.progress import Progress, ProgressReporter
    from dvk_solver.rules import Rule

__all__ = [
    "Allocation",
    "Apportionment",
    "BoundPrice",
    "Bounds",
    "Candidate",
    "Change",
    "Clash",
    "Conflict",
    "Decision",
    "Effect",
    "Exclusion",
    "Inconsistency",
    "Limits",
    "Objective",
    "Order",
    "Price",
    "Problem",
    "ProblemError",
    "Progress",
    "ProgressReporter",
    "Quota",
    "QuotaLine",
    "Reason",
    "Repair",
    "RequestError",
    "Rule",
    "Shortage",
    "SolverError",
    "Stage",
    "TieBreak",
    "Tier",
    "Undecided",
    "apportion",
    "bound_prices",
    "check",
    "price",
    "solve",
    "why",
]

_HOMES = {
    "allocation": ("Allocation", "QuotaLine", "Reason", "Stage"),
    "apportionment": ("Apportionment", "apportion"),
    "clash": ("Change", "Clash", "Conflict", "Repair", "Shortage"),
    "errors": ("Inconsistency", "ProblemError", "RequestError", "SolverError", "Undecided"),
    "lexicographic": ("solve",),
    "model": (
        "Bounds", "Candidate", "Decision", "Exclusion", "Objective", "Order", "Problem", "Quota",
        "Tier", "TieBreak",
    ),
    "prices": ("BoundPrice", "Effect", "Price", "bound_prices", "price", "why"),
    "progress": ("Progress", "ProgressReporter"),
    "rules": ("Rule",),
    "outcome": ("Limits",),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the checker starts with nothing else."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"dvk_solver.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'dvk_solver' has no attribute '{name}'")
