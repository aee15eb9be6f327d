"""A scenario file as it is written; its JSON Schema comes from here."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from dvk_rules.pack.surface import Entry, Id, Name, SourceEntry, Status, SurfaceText, Words

__all__ = ["DecisionEntry", "QuotaEntry", "ScenarioFile", "SeatsEntry"]

Scalar = str | int | bool
Where = dict[Name, Scalar | list[Scalar]]


class SeatsEntry(Entry):
    """How many seats a tier has."""

    at_most: int | None = Field(default=None, ge=0)
    at_least: int = Field(default=0, ge=0)
    status: Status = "assumed"
    source: SourceEntry | None = None


class BoundEntry(Entry):
    """Bounds for one value of the attribute a quota is counted ``per``."""

    at_least: int | str | None = None
    at_most: int | str | None = None


class SoftEntry(Entry):
    """A quota that may be missed at a price; 1 is the most important priority."""

    priority: int = Field(1, ge=1)


class QuotaEntry(Entry):
    """A quota: counts (``3``) or shares (``45%``) of the seats actually filled."""

    id: Id
    title: SurfaceText | None = None
    tier: Id | None = None
    per: Name | None = None
    where: Where = {}
    of: Where | None = Field(None, description="what a share is a share of; default: the tier")
    at_least: int | str | None = None
    at_most: int | str | None = None
    bounds: dict[str, BoundEntry] = {}
    floor_if_available: bool = False
    soft: SoftEntry | None = None
    negotiable: bool = True
    source: SourceEntry | None = None
    status: Status = "assumed"
    off: bool = Field(False, description="takes the quota of an extended scenario away")


class OrderEntry(Entry):
    """Whether a unit's own ranking binds, and within which groups."""

    mode: Literal["hard", "soft", "off"] = "hard"
    by: list[Name] = ["unit", "kind"]


class ExclusionsEntry(Entry):
    """Which nominations cannot both be selected."""

    same_subject: bool = True
    head_and_body: bool = True


class DecisionEntry(Entry):
    """A decision of the committee about one nomination."""

    nomination: str
    tier: Id
    action: Literal["include", "exclude"]
    who: str
    why: str
    when: str | None = None


class ParameterChange(Entry):
    """A parameter's value in this scenario, with who set it and why."""

    value: Any
    who: str = ""
    why: str = ""


class ScenarioFile(Entry):
    """A scenario, whole or on top of another one."""

    scenario: Id
    title: SurfaceText | None = None
    extends: str | None = None
    pack: str | None = None
    nominations: str | list[str] | None = None
    decision_date: str | None = None
    seats: dict[Id, int | SeatsEntry] = {}
    parameters: dict[Name, Any] = {}
    quotas: list[QuotaEntry] = []
    order: OrderEntry | None = None
    exclusions: ExclusionsEntry | None = None
    decisions: list[DecisionEntry] = []
    objectives: list[str | dict[str, Any]] = []
    tie_break: str | dict[str, Words] | None = None
    note: SurfaceText | None = None
