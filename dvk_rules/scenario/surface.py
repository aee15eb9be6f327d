"""A scenario file as it is written; its JSON Schema comes from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from dvk_rules.pack.surface import Entry, Id, Name, SourceEntry, Status, SurfaceText, Whole, Words

__all__ = [
    "BoundEntry",
    "DecisionEntry",
    "Entry",
    "ExclusionsEntry",
    "OrderEntry",
    "ParameterChange",
    "QuotaEntry",
    "ScenarioFile",
    "SeatsEntry",
]

Scalar = str | int | bool
Seats = Annotated[Whole, Field(ge=0)]
#: A count or a share; read where the problem with it can be worded, not here.
Amount = Annotated[Any, WithJsonSchema({"type": ["integer", "string", "null"]})]
Where = dict[Name, Scalar | list[Scalar]]


class SeatsEntry(Entry):
    """How many seats a tier has."""

    at_most: Seats | None = None
    at_least: Seats = 0
    status: Status = "assumed"
    source: SourceEntry | None = None


class BoundEntry(Entry):
    """Bounds for one value of the attribute a quota is counted ``per``."""

    at_least: Amount = None
    at_most: Amount = None


class SoftEntry(Entry):
    """A quota that may be missed at a price; 1 is the most important priority."""

    priority: Annotated[Whole, Field(ge=1)] = 1


class QuotaEntry(Entry):
    """A quota: counts (``3``) or shares (``45%``) of the seats actually filled.

    In a scenario that extends another one, a quota with an id of that one changes only the keys it
    names, ``bounds`` value by value; ``null`` takes a bound away, ``off`` the whole quota.
    """

    id: Id
    title: SurfaceText | None = None
    tier: Id | None = None
    per: Name | None = None
    where: Where = {}
    of: Where | None = Field(None, description="what a share is a share of; default: the tier")
    at_least: Amount = None
    at_most: Amount = None
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
    by: list[Name] | None = Field(
        default=None, description="default: the unit, and kind where the pack has that fact"
    )


class ExclusionsEntry(Entry):
    """Which nominations cannot both be selected."""

    same_subject: bool = True
    head_and_body: bool = True


class DecisionEntry(Entry):
    """A decision of the committee about one nomination; ``who`` and ``why`` belong to it."""

    nomination: str
    tier: Id
    action: Literal["include", "exclude"] | None = None
    who: Words = ""
    why: Words = ""
    when: str | None = None
    off: bool = Field(False, description="takes the decision of an extended scenario away")


class ParameterChange(Entry):
    """A parameter's value in this scenario, with who set it and why."""

    value: Any
    who: Words = ""
    why: Words = ""


class ScenarioFile(Entry):
    """A scenario, whole or on top of another one."""

    scenario: Id
    title: SurfaceText | None = None
    extends: str | None = None
    pack: str | None = None
    nominations: str | list[str] | None = None
    decision_date: str | None = None
    seats: dict[Id, Seats | SeatsEntry] = {}
    parameters: dict[Name, Any] = Field(
        {}, description="a value, or value with who and why; null takes an extended one's away"
    )
    quotas: list[QuotaEntry] = []
    order: OrderEntry | None = None
    exclusions: ExclusionsEntry | None = None
    decisions: list[DecisionEntry] = []
    objectives: list[str | dict[str, Any]] = []
    tie_break: str | dict[str, Words] | None = None
    note: SurfaceText | None = None
