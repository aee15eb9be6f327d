"""Rules: what the law asks, what follows from it, what it gives points for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dvk_rules.conditions import Condition, ParamRef
from dvk_rules.errors import Place
from dvk_rules.values import Text, Value

__all__ = ["Axis", "Document", "Row", "Rule", "RuleKind", "Source", "Tier"]


class RuleKind(StrEnum):
    """The kinds of rule (D4.1)."""

    REQUIRE = "require"
    FORBID = "forbid"
    DERIVE = "derive"
    SCORE = "score"
    PREFER = "prefer"

    @property
    def gate(self) -> bool:
        """Whether a rule of this kind can bar a nomination."""
        return self in (RuleKind.REQUIRE, RuleKind.FORBID)


@dataclass(frozen=True)
class Source:
    """The clause that says so: a document of the pack, the place in it and its words."""

    doc: str
    at: str = ""
    quote: str = ""
    checked: str = ""


@dataclass(frozen=True)
class Document:
    """A document that rules cite; ``short`` is how a line of a trace names it."""

    id: str
    title: Text
    short: Text
    number: str = ""
    date: str = ""
    note: Text = Text("")


@dataclass(frozen=True)
class Tier:
    """A level of award. ``within`` names the outer tier an inner one is nested in."""

    id: str
    title: Text
    short: Text
    within: str | None = None


@dataclass(frozen=True)
class Axis:
    """An axis of points and the most it can give (``None``: no limit)."""

    id: str
    title: Text
    cap: int | None
    status: str


@dataclass(frozen=True)
class Row:
    """A row of a decision table. A row without ``when`` always holds."""

    when: Condition | None
    points: int = 0
    value: Value | None = None
    where: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Rule:
    """One rule under its heading of the law.

    ``condition`` is what is required, forbidden or preferred, or the ``when`` of a truth that is
    derived; ``table`` belongs to scores and to other derivations. ``tier`` is ``None`` only for
    derivations.
    """

    id: str
    kind: RuleKind
    title: Text
    heading: Text
    source: Source
    status: str
    where: Place
    tier: str | None = None
    applies: Condition | None = None
    condition: Condition | None = None
    table: tuple[Row, ...] = ()
    derives: str | None = None
    axis: str | None = None
    mode: str = "first"
    cap: int | ParamRef | None = None
    otherwise: str = "reject"
    advice: Text = Text("")
    note: Text = Text("")
    pack: str = ""

    def __repr__(self) -> str:
        return f"<Rule {self.id}: {self.kind}, {self.status}>"

    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the rule, in the order in which it stands."""
        rows = (row.when for row in self.table)
        return tuple(item for item in (self.applies, self.condition, *rows) if item is not None)
