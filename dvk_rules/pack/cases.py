"""Cases: the tests that a pack carries itself (D4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dvk_rules.errors import Place
from dvk_rules.frozen import freeze
from dvk_rules.values import Text, Value

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """Facts, and what the pack must say of them.

    ``verdicts`` maps tiers to verdicts, ``deciding`` names the rules that decide, ``derived`` maps
    derived facts to values. ``points`` maps ``total`` or an axis to the points that are sure, or to
    the least and the most possible.
    """

    id: str
    title: Text
    unit: str | None
    decision_date: date | None
    facts: Mapping[str, Value]
    verdicts: Mapping[str, str]
    deciding: frozenset[str] | None
    where: Place
    points: Mapping[str, int | tuple[int, int]] = field(
        default_factory=dict[str, int | tuple[int, int]]
    )
    derived: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def __post_init__(self) -> None:
        freeze(self, "facts", "verdicts", "points", "derived")

    def __repr__(self) -> str:
        return f"<Case {self.id}: {len(self.facts)} facts>"
