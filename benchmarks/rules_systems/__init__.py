"""The forty rules in each system that is measured: prepared, run, and read back as numbers.

Preparing is not timed: compiling the rules, and putting the nominations in the form the system
likes best. Running is timed, and keeps what the system gives: verdicts and the outcome of every
rule, and with traces the traces.
"""

from __future__ import annotations

from typing import Any

from rules_cases import by_hand, rows_of

from rules_systems import expressions, openfisca, ours, polars_by_hand
from rules_systems.ours import DAY, PACK, frame_of
from rules_systems.system import System

__all__ = ["DAY", "PACK", "SYSTEMS", "System", "frame_of"]


def _by_hand(rows: list[dict[str, Any]]) -> list[tuple[int, ...]]:
    return [by_hand(row) for row in rows]


def _same(result: Any) -> Any:
    return result


SYSTEMS: tuple[System, ...] = (
    System("a Python function by hand", "none", rows_of, _by_hand, _same, 200_000),
    *ours.SYSTEMS,
    *polars_by_hand.SYSTEMS,
    *openfisca.SYSTEMS,
    *expressions.SYSTEMS,
)
