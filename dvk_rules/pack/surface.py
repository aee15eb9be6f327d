"""The files of a pack as they are written: shapes only, no meaning yet.

Each model is one file or one entry of it; the JSON Schemas that editors use come from these.
Conditions and literal values stay raw here, since their meaning hangs on the vocabulary.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

__all__ = [
    "AxisEntry",
    "CaseEntry",
    "CasesFile",
    "ChoiceEntry",
    "CommuneEntry",
    "DatedEntry",
    "FactEntry",
    "FactsFile",
    "PackFile",
    "ParameterEntry",
    "ParametersFile",
    "RuleEntry",
    "RulesFile",
    "SectionEntry",
    "SourceEntry",
    "Status",
    "SurfaceText",
    "TierEntry",
    "UnitEntry",
    "UnitsFile",
    "Whole",
    "Words",
]

Status = Literal["plan", "law", "report", "analogue", "reading", "assumed"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


_WHOLE = re.compile(r"-?\d{1,7}")


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_whole(value: Any) -> Any:
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else value


Words = Annotated[str, BeforeValidator(_as_text), WithJsonSchema({"type": ["string", "number"]})]
"""Text; what an editor takes for a number is text here too."""

Whole = Annotated[int, Strict(), Field(ge=-1_000_000, le=1_000_000), BeforeValidator(_as_whole)]


class Entry(BaseModel):
    """An entry refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SurfaceText(Entry):
    """A text in both languages; Vietnamese is required."""

    vi: Words
    en: Words = ""


class SourceEntry(Entry):
    """Where something is said: a document of the pack, the place in it, its words."""

    doc: Id
    at: Words = ""
    quote: Words = ""
    checked: Words = Field("", description="the day somebody last compared this with the text")


class DocumentEntry(Entry):
    """A document that rules cite."""

    title: SurfaceText
    short: SurfaceText | None = Field(None, description="how a line of a trace names it")
    number: Words = ""
    date: Words = ""
    note: SurfaceText | None = None


class TierEntry(Entry):
    """A level of award; an inner tier lies within an outer one."""

    id: Id
    title: SurfaceText
    short: SurfaceText | None = None
    within: Id | None = None


class AxisEntry(Entry):
    """An axis on which points are given, with the most it can give."""

    title: SurfaceText
    cap: Whole | None = None
    status: Status = "assumed"


class DropEntry(Entry):
    """A rule of the extended pack that this pack does not use, and why."""

    rule: Id
    reason: SurfaceText


class AcceptEntry(Entry):
    """A finding of ``dvk pack check`` that somebody has accepted, and why."""

    finding: str
    reason: SurfaceText


class EffectiveEntry(Entry):
    """The decision dates for which a pack or a unit is valid, both inclusive."""

    from_: Words | None = Field(None, alias="from")
    until: Words | None = None


class PackFile(Entry):
    """``pack.yaml``: what the pack is, and what it extends."""

    pack: Id
    version: Words
    title: SurfaceText
    extends: Id | None = None
    effective: EffectiveEntry = EffectiveEntry.model_construct(from_=None, until=None)
    decision_date: Words | None = Field(
        None, description="the day of the decision where no scenario names one"
    )
    tiers: list[TierEntry] = []
    documents: dict[Id, DocumentEntry] = {}
    axes: dict[Name, AxisEntry] = {}
    drops: list[DropEntry] = []
    accepts: list[AcceptEntry] = []
    note: SurfaceText | None = None


class ChoiceEntry(Entry):
    """One value of an enum."""

    vi: Words
    en: Words = ""
    also: list[Words] = []


Role = Literal["unit", "rank", "name", "subject", "model", "leads"]
TypeName = Literal["bool", "int", "decimal", "date", "text", "enum", "ordered enum", "list of enum"]


class FactEntry(Entry):
    """A fact of the vocabulary."""

    type: TypeName
    label: SurfaceText
    columns: list[Words] = []
    at_least: Any = None
    at_most: Any = None
    percent: bool = False
    values: dict[Words, ChoiceEntry] = {}
    values_from: Literal["units"] | None = None
    role: Role | None = None
    from_unit: str | None = None
    derived: bool = False
    help: SurfaceText | None = None
    example: Any = None


class FactsFile(Entry):
    """``facts.yaml``."""

    facts: dict[Name, FactEntry]


class DatedEntry(Entry):
    """A value in force from a day on, until the next one."""

    from_: Words = Field(alias="from")
    value: Any
    source: SourceEntry | None = None
    status: Status | None = None


class OverrideEntry(Entry):
    """Another value of a parameter for one unit or one group of units."""

    unit: Id | None = None
    group: Id | None = None
    value: Any
    source: SourceEntry | None = None
    status: Status | None = None
    reason: SurfaceText | None = None


class ParameterEntry(Entry):
    """A number, date or choice that rules refer to."""

    type: TypeName
    label: SurfaceText
    value: Any
    percent: bool = False
    values: dict[Words, ChoiceEntry] = {}
    at_least: Any = None
    at_most: Any = None
    source: SourceEntry
    status: Status
    may_change: Literal["any", "up", "down", "no"] = "any"
    for_: list[OverrideEntry] = Field([], alias="for")


class ParametersFile(Entry):
    """``parameters.yaml``."""

    parameters: dict[Name, ParameterEntry]


class RowEntry(Entry):
    """A row of a decision table: points for a score, a value for a derivation."""

    when: dict[str, Any] | None = None
    points: Whole | None = None
    value: Any = None


class RuleEntry(Entry):
    """A rule; exactly one of require, forbid, derive, score and prefer says what it does."""

    id: Id
    title: SurfaceText
    source: SourceEntry
    status: Status
    tier: Id | None = None
    applies: dict[str, Any] | None = None
    require: dict[str, Any] | None = None
    forbid: dict[str, Any] | None = None
    derive: Name | None = None
    when: dict[str, Any] | None = None
    score: Name | None = None
    prefer: dict[str, Any] | None = None
    table: list[RowEntry] | None = None
    mode: Literal["first", "sum"] = "first"
    cap: Any = None
    otherwise: Literal["reject", "defer", "warn"] = "reject"
    advice: SurfaceText | None = None
    note: SurfaceText | None = None
    replaces: Id | None = None


class SectionEntry(Entry):
    """A heading of the law with the rules under it."""

    heading: SurfaceText
    rules: list[RuleEntry]


class RulesFile(Entry):
    """``rules/*.yaml``."""

    sections: list[SectionEntry]


class UnitEntry(Entry):
    """A nominating unit."""

    id: Id
    name: SurfaceText
    also: list[Words] = []
    group: Id
    gso: Words | None = None
    communes: Whole | None = None
    island: bool | None = None
    mountain: bool | None = None
    nominates: bool = True
    valid: EffectiveEntry = EffectiveEntry.model_construct(from_=None, until=None)
    successor: Id | None = None
    source: SourceEntry | None = None
    status: Status = "plan"
    note: SurfaceText | None = None


class CommuneEntry(Entry):
    """A commune that needs care: merged away, or named like another."""

    id: Id
    name: Words
    unit: Id
    valid: EffectiveEntry = EffectiveEntry.model_construct(from_=None, until=None)
    successor: Id | None = None
    note: SurfaceText | None = None


class UnitsFile(Entry):
    """``units.yaml``."""

    groups: dict[Id, SurfaceText]
    units: list[UnitEntry]
    communes: list[CommuneEntry] = []
    switch: Name | None = Field(
        None, description="the parameter that lets units with nominates: false propose too"
    )


Verdict = Literal["eligible", "incomplete", "deferred", "rejected"]


class CaseEntry(Entry):
    """A test of the pack: facts, and the verdicts and deciding rules expected of them."""

    id: Id
    title: SurfaceText
    base: Id | None = None
    unit: Id | None = None
    decision_date: Words | None = None
    facts: dict[Name, Any] = {}
    expect: dict[str, Any]


class CasesFile(Entry):
    """``cases.yaml``."""

    cases: list[CaseEntry]
