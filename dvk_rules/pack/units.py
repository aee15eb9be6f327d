"""The register of nominating units, with the days on which each exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dvk_rules.frozen import Frozen, freeze
from dvk_rules.text import fold, shortly
from dvk_rules.values import Text, Value

__all__ = ["Commune", "Unit", "UnitRegister", "Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both ends inclusive; an open end is ``None``."""

    start: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the span."""
        return (self.start is None or self.start <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True)
class Unit:
    """A unit that nominates. ``island`` and ``mountain`` are ``None`` where nobody has said."""

    id: str
    name: Text
    group: str
    also: tuple[str, ...] = ()
    gso: str | None = None
    communes: int | None = None
    island: bool | None = None
    mountain: bool | None = None
    nominates: bool = True
    valid: Window = Window()
    successor: str | None = None
    status: str = "plan"
    note: Text = Text("")

    def field(self, name: str) -> Value | None:
        """The value of one field of the record, as a fact of its nominations."""
        value: Value | None = getattr(self, name)
        return value

    def __repr__(self) -> str:
        return f"<Unit {self.id}: {self.name.vi}>"


@dataclass(frozen=True)
class Commune:
    """A commune that was merged away or shares its name with another."""

    id: str
    name: str
    unit: str
    valid: Window = Window()
    successor: str | None = None
    note: Text = Text("")


@dataclass(frozen=True)
class UnitRegister:
    """All units of a pack in official order, their groups, and communes that need care.

    ``switch`` names the parameter that lets units with ``nominates: false`` propose too.
    """

    groups: Mapping[str, Text]
    units: Mapping[str, Unit]
    communes: Mapping[str, Commune]
    switch: str | None = None

    def __post_init__(self) -> None:
        freeze(self, "groups", "units", "communes")

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        spellings: dict[str, str] = {}
        for unit in self.units.values():
            for name in (unit.id, unit.name.vi, unit.name.en, *unit.also):
                if fold(name):
                    spellings.setdefault(fold(name), unit.id)
        return Frozen(spellings)

    def find(self, name: str) -> Unit | None:
        """The unit with this id or name, in any spelling that folds to a known one."""
        unit = self.units.get(name)
        if unit is None and (found := self._spellings.get(fold(name))):
            unit = self.units[found]
        return unit

    def nominators(self, day: date, *, all_units: bool = False) -> tuple[Unit, ...]:
        """The units that may nominate on ``day``; ``all_units`` adds those behind the switch."""
        return tuple(
            unit
            for unit in self.units.values()
            if unit.valid.covers(day) and (unit.nominates or all_units)
        )

    def __repr__(self) -> str:
        return f"<UnitRegister of {len(self.units)} units: {shortly(list(self.units))}>"
