"""A scenario with everything it names found in its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from dvk_rules.errors import Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.values import Text, Value, to_json

__all__ = [
    "Bound",
    "DecisionSpec",
    "ObjectiveSpec",
    "OrderSpec",
    "QuotaSpec",
    "Scenario",
    "SeatSpec",
    "TieBreakSpec",
    "bound_text",
]

type Bound = int | Fraction | None
"""A count of seats, or a share of the seats actually filled."""

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
    source: str
    place: Place


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

    kind: str
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

    def to_json(self) -> dict[str, Any]:
        """The meaning of the scenario, without file names: what a run id is made of."""
        return scenario_json(self)

    def __repr__(self) -> str:
        seats = ", ".join(f"{seat.tier} {seat.at_most}" for seat in self.seats)
        return f"<Scenario {self.id}: {seats}, {len(self.quotas)} quotas, pack {self.pack.id}>"


def scenario_json(scenario: Scenario) -> dict[str, Any]:
    """What ``Scenario.to_json`` gives."""
    return {
        "scenario": scenario.id,
        "title": {"vi": scenario.title.vi, "en": scenario.title.en},
        "pack": scenario.pack.id,
        "decision_date": scenario.day.isoformat(),
        "seats": {
            seat.tier: {
                "at_least": seat.at_least,
                "at_most": seat.at_most,
                "status": seat.status,
            }
            for seat in scenario.seats
        },
        "parameters": {
            name: {"value": to_json(value), "who": who, "why": why}
            for name, value in scenario.changed.items()
            for who, why in (scenario.changes[name],)
        },
        "quotas": [_quota_json(quota) for quota in scenario.quotas],
        "order": {"mode": scenario.order.mode, "by": list(scenario.order.by)},
        "exclusions": {
            "same_subject": scenario.same_subject,
            "head_and_body": scenario.head_and_body,
        },
        "decisions": [
            {
                "nomination": decision.nomination,
                "tier": decision.tier,
                "action": decision.action,
                "who": decision.who,
                "why": decision.why,
                "when": decision.when.isoformat() if decision.when else None,
            }
            for decision in scenario.decisions
        ],
        "objectives": [
            {
                key: value
                for key, value in (
                    ("kind", item.kind),
                    ("tier", item.tier),
                    ("rule", item.rule),
                    ("options", dict(item.options) if item.options else None),
                )
                if value is not None
            }
            for item in scenario.objectives
        ],
        "tie_break": {"kind": scenario.tie_break.kind, "seed": scenario.tie_break.seed},
    }


def _quota_json(quota: QuotaSpec) -> dict[str, Any]:
    return {
        "id": quota.id,
        "title": {"vi": quota.title.vi, "en": quota.title.en},
        "tier": quota.tier,
        "per": quota.per,
        "where": _where_json(quota.where),
        "of": None if quota.of is None else _where_json(quota.of),
        "at_least": bound_text(quota.at_least),
        "at_most": bound_text(quota.at_most),
        "bounds": {
            value: [bound_text(low), bound_text(high)]
            for value, (low, high) in quota.bounds.items()
        },
        "floor_if_available": quota.floor_if_available,
        "priority": quota.priority,
        "negotiable": quota.negotiable,
        "status": quota.status,
        "source": quota.source,
    }


def _where_json(where: Where) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in where.items()
    }


def bound_text(bound: Bound) -> int | str | None:
    """A bound as JSON writes it: a count, or an exact share such as ``9/20``."""
    return f"{bound.numerator}/{bound.denominator}" if isinstance(bound, Fraction) else bound
