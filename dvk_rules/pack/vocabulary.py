"""The vocabulary: the facts a pack knows about a nomination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dvk_rules.errors import Place
from dvk_rules.frozen import Frozen, freeze
from dvk_rules.text import fold, shortly
from dvk_rules.values import Text, Value, ValueType

__all__ = ["Fact", "Vocabulary"]


@dataclass(frozen=True)
class Fact:
    """One fact: its type, its words, and where its value comes from.

    A fact is read from a workbook column, concluded by a rule (``derived``), or taken from the
    register of units (``from_unit`` names the field). ``role`` is its structural meaning:
    ``unit``, ``rank``, ``name``, ``subject``, ``model`` or ``leads``.
    """

    name: str
    kind: ValueType
    label: Text
    columns: tuple[str, ...] = ()
    role: str | None = None
    from_unit: str | None = None
    derived: bool = False
    of_units: bool = False
    help: Text = field(default_factory=lambda: Text(""))
    example: Value | None = None
    where: Place = field(default=Place(), compare=False)

    @property
    def given(self) -> bool:
        """Whether the value comes from the nomination itself."""
        return not self.derived and self.from_unit is None

    def __repr__(self) -> str:
        return f"<Fact {self.name}: {self.kind!r}>"


@dataclass(frozen=True)
class Vocabulary:
    """Every fact of a pack, in the order in which it is declared."""

    facts: Mapping[str, Fact]

    def __post_init__(self) -> None:
        freeze(self, "facts")

    @cached_property
    def by_role(self) -> Mapping[str, Fact]:
        """The facts with a structural meaning."""
        return Frozen({fact.role: fact for fact in self.facts.values() if fact.role})

    @cached_property
    def by_header(self) -> Mapping[str, Fact]:
        """Every header under which a workbook may carry a fact, folded."""
        headers: dict[str, Fact] = {}
        for fact in self.facts.values():
            if fact.given:
                for header in (fact.label.vi, fact.label.en, fact.name, *fact.columns):
                    headers.setdefault(fold(header), fact)
        return Frozen(headers)

    @cached_property
    def given(self) -> tuple[Fact, ...]:
        """The facts that a nomination brings, in order."""
        return tuple(fact for fact in self.facts.values() if fact.given)

    @cached_property
    def brought(self) -> frozenset[str]:
        """The names of the facts that a nomination brings."""
        return frozenset(fact.name for fact in self.given)

    def __getitem__(self, name: str) -> Fact:
        return self.facts[name]

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def __repr__(self) -> str:
        return f"<Vocabulary of {len(self.facts)} facts: {shortly(list(self.facts))}>"
