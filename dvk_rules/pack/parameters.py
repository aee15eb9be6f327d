"""Parameters: the numbers, dates and choices of the law, by day, by group of units and by unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dvk_rules.conditions import comparable
from dvk_rules.errors import Place
from dvk_rules.pack.rules import Source
from dvk_rules.pack.units import Unit
from dvk_rules.text import shortly
from dvk_rules.values import Text, Value, ValueType

__all__ = ["Change", "DatedValue", "Override", "Parameter", "Setting"]

Change = Literal["any", "up", "down", "no"]


@dataclass(frozen=True)
class DatedValue:
    """A value in force from ``start`` on (from ever, if ``None``)."""

    start: date | None
    value: Value
    source: Source
    status: str


@dataclass(frozen=True)
class Override:
    """Another value for one unit or one group of units."""

    unit: str | None
    group: str | None
    value: Value
    source: Source
    status: str
    reason: Text = Text("")


@dataclass(frozen=True)
class Setting:
    """The value in force for one unit on one day, and where it comes from.

    ``origin`` is ``pack``, ``group:<id>``, ``unit:<id>`` or ``scenario``; ``base`` is what the
    pack says for everyone.
    """

    name: str
    value: Value
    base: Value
    origin: str
    source: Source
    status: str


@dataclass(frozen=True)
class Parameter:
    """A parameter: its type, its dated values and its overrides."""

    name: str
    kind: ValueType
    label: Text
    values: tuple[DatedValue, ...]
    overrides: tuple[Override, ...] = ()
    may_change: Change = "any"
    where: Place = field(default=Place(), compare=False)

    def __repr__(self) -> str:
        values = shortly([str(item.value) for item in self.values])
        return f"<Parameter {self.name}: {values}; {len(self.overrides)} overrides>"

    def base(self, day: date) -> DatedValue | None:
        """The value for everyone on ``day``; ``None`` before the first one."""
        in_force = [item for item in self.values if item.start is None or item.start <= day]
        return in_force[-1] if in_force else None

    def setting(self, day: date, unit: Unit | None, changed: Mapping[str, Value]) -> Setting | None:
        """The value for ``unit`` on ``day``; ``changed`` are a scenario's own values.

        A scenario beats a unit, a unit beats its group, a group beats the pack.
        """
        base = self.base(day)
        if base is None:
            return None
        if self.name in changed:
            value = changed[self.name]
            return Setting(self.name, value, base.value, "scenario", base.source, "assumed")
        for override in self._for(unit):
            origin = f"unit:{override.unit}" if override.unit else f"group:{override.group}"
            return Setting(
                self.name, override.value, base.value, origin, override.source, override.status
            )
        return Setting(self.name, base.value, base.value, "pack", base.source, base.status)

    def _for(self, unit: Unit | None) -> list[Override]:
        if unit is None:
            return []
        mine = [item for item in self.overrides if item.unit == unit.id]
        return mine + [item for item in self.overrides if item.group == unit.group]

    def allows(self, base: Value, value: Value) -> bool:
        """Whether ``may_change`` lets ``value`` stand in the place of ``base``."""
        if self.may_change == "any" or value == base:
            return True
        if self.may_change == "no":
            return False
        old, new = comparable(self.kind, base), comparable(self.kind, value)
        return bool(new > old) if self.may_change == "up" else bool(new < old)
