"""A scenario with everything it names found in its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from dvk_rules.errors import Place, Problem
from dvk_rules.frozen import freeze
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Source
from dvk_rules.values import Text, Value

__all__ = [
    "Bound",
    "DecisionSpec",
    "ObjectiveSpec",
    "OrderSpec",
    "QuotaSpec",
    "Scenario",
    "SeatSpec",
    "TieBreakSpec",
]

type Bound = int | Fraction | None
"""A count of seats, or a share of the seats actually filled."""

type ObjectiveKind = Literal["seats", "soft", "order", "merit", "prefer", "rank", "leximin"]
type Attribute = str | int | bool
type Where = Mapping[str, Attribute | tuple[Attribute, ...]]


@dataclass(frozen=True)
class SeatSpec:
    """The seats of a tier: at least and at most so many (``None``: no limit)."""

    tier: str
    at_least: int
    at_most: int | None
    status: str


@dataclass(frozen=True)
class QuotaSpec:
    """A quota as D6.2 means it. ``priority`` is 0 for a hard quota, else 1 (first), 2 …"""

    id: str
    title: Text
    tier: str
    per: str | None
    where: Where
    of: Where | None
    at_least: Bound
    at_most: Bound
    bounds: Mapping[str, tuple[Bound, Bound]]
    floor_if_available: bool
    priority: int
    negotiable: bool
    status: str
    source: Source | None
    place: Place

    def __post_init__(self) -> None:
        freeze(self, "where", "bounds", *(["of"] if self.of is not None else []))


@dataclass(frozen=True)
class OrderSpec:
    """Whether a unit's own ranking binds, and within which groups of attributes."""

    mode: Literal["hard", "soft", "off"]
    by: tuple[str, ...]


@dataclass(frozen=True)
class DecisionSpec:
    """A decision of the committee about one nomination: who took it, why and when."""

    nomination: str
    tier: str
    action: Literal["include", "exclude"]
    who: str
    why: str
    when: date | None
    place: Place


@dataclass(frozen=True)
class ObjectiveSpec:
    """One step of the lexicographic list.

    ``kind`` is ``seats``, ``soft``, ``merit``, ``prefer``, ``rank``, ``order`` or ``leximin``;
    ``tier`` and ``rule`` say of what; ``options`` belong to ``leximin``.
    """

    kind: ObjectiveKind
    tier: str | None = None
    rule: str | None = None
    options: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class TieBreakSpec:
    """What decides among lists that are equally good: a declared order, a lot, or nobody."""

    kind: Literal["order", "seed", "refuse"]
    seed: str = ""


@dataclass(frozen=True)
class Scenario:
    """A scenario ready to run. ``files`` are its own file and those it extends, itself last."""

    id: str
    title: Text
    pack: Pack
    nominations: tuple[Path, ...]
    day: date
    seats: tuple[SeatSpec, ...]
    changed: Mapping[str, Value]
    changes: Mapping[str, tuple[str, str]]
    quotas: tuple[QuotaSpec, ...]
    order: OrderSpec
    same_subject: bool
    head_and_body: bool
    decisions: tuple[DecisionSpec, ...]
    objectives: tuple[ObjectiveSpec, ...]
    tie_break: TieBreakSpec
    files: tuple[Path, ...]
    warnings: tuple[Problem, ...] = ()
    note: Text = Text("")

    def __post_init__(self) -> None:
        freeze(self, "changed", "changes")

    def to_json(self) -> dict[str, Any]:
        """The scenario as one file on its own, without the names of files."""
        from dvk_rules.scenario.write import scenario_json

        return scenario_json(self)

    def __repr__(self) -> str:
        seats = ", ".join(f"{seat.tier} {seat.at_most}" for seat in self.seats)
        return f"<Scenario {self.id}: {seats}, {len(self.quotas)} quotas, pack {self.pack.id}>"
