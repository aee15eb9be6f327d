"""The vocabulary and the parameters as a pack writes them, with their types and values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from pydantic import ValidationError

from dvk_rules.conditions import comparable
from dvk_rules.pack.parameters import DatedValue, Override, Parameter
from dvk_rules.pack.reading import Reading, words
from dvk_rules.pack.rules import Source
from dvk_rules.pack.shape import shape_problems
from dvk_rules.pack.surface import (
    DatedEntry,
    FactEntry,
    FactsFile,
    OverrideEntry,
    ParameterEntry,
    ParametersFile,
)
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.pack.yaml_source import Path
from dvk_rules.text import fold
from dvk_rules.values import Choice, FactType, Value, ValueType

__all__ = ["WordReader"]

_UNIT_FIELDS = {
    "group": FactType.ENUM,
    "island": FactType.BOOL,
    "mountain": FactType.BOOL,
    "communes": FactType.INT,
    "nominates": FactType.BOOL,
}
_LISTED = frozenset({FactType.ENUM, FactType.ORDERED, FactType.LIST})
_BOUNDED = frozenset({FactType.INT, FactType.DECIMAL, FactType.DATE})
_RESERVED = frozenset({"all", "any", "not", "at_least", "param", "fact"})


@dataclass
class WordReader:
    """Reads the facts and parameters of one pack; ``facts`` are those known so far."""

    units: UnitRegister
    facts: dict[str, Fact]

    def read_facts(self, entries: FactsFile, reading: Reading) -> None:
        """Adds the facts of one file to those known."""
        for name, entry in entries.facts.items():
            self.facts[name] = self._fact(name, entry, reading)

    def read_parameters(self, entries: ParametersFile, reading: Reading) -> dict[str, Parameter]:
        """The parameters of one file."""
        return {
            name: self._parameter(name, entry, reading)
            for name, entry in entries.parameters.items()
        }

    def _fact(self, name: str, entry: FactEntry, reading: Reading) -> Fact:
        path: Path = ("facts", name)
        kind = self._kind(entry, reading, path)
        if name in _RESERVED:
            reading.complain(path, "pack.reserved-name", name=name)
        if entry.from_unit is not None:
            self._check_field(entry, reading, path)
        if entry.from_unit is not None and entry.derived:
            reading.complain((*path, "derived"), "pack.two-origins", fact=name)
        for other in self.facts.values():
            if entry.role is not None and other.role == entry.role and other.name != name:
                reading.complain(
                    (*path, "role"), "pack.role-twice", role=entry.role, other=other.name
                )
        return Fact(
            name=name,
            kind=kind,
            label=words(entry.label),
            columns=tuple(entry.columns),
            role=entry.role,
            from_unit=entry.from_unit,
            derived=entry.derived,
            of_units=entry.values_from == "units",
            help=words(entry.help),
            example=reading.value(kind, entry.example, (*path, "example")),
            where=reading.file.place(path),
        )

    def _check_field(self, entry: FactEntry, reading: Reading, path: Path) -> None:
        here: Path = (*path, "from_unit")
        wanted = _UNIT_FIELDS.get(str(entry.from_unit))
        if wanted is None:
            known = list(_UNIT_FIELDS)
            reading.complain(here, "pack.unknown-field", field=entry.from_unit, known=known)
        elif FactType(entry.type) is not wanted:
            params = {"field": entry.from_unit, "type": wanted.value}
            reading.complain((*path, "type"), "pack.field-type", **params)

    def _kind(self, entry: FactEntry | ParameterEntry, reading: Reading, path: Path) -> ValueType:
        kind = FactType(entry.type)
        choices = {
            key: Choice(key, words(choice), tuple(choice.also))
            for key, choice in entry.values.items()
        }
        self._check_spellings(choices, reading, path)
        from_elsewhere = False
        if isinstance(entry, FactEntry):
            from_elsewhere = entry.values_from is not None or entry.from_unit == "group"
            if entry.values_from == "units":
                choices = {
                    unit.id: Choice(unit.id, unit.name, unit.also)
                    for unit in self.units.units.values()
                }
            elif entry.from_unit == "group" and not choices:
                choices = {key: Choice(key, text) for key, text in self.units.groups.items()}
        if kind in _LISTED and not choices and not from_elsewhere:
            reading.complain(path, "pack.no-values")
        if kind not in _LISTED and choices:
            reading.complain((*path, "values"), "pack.values-unused", type=entry.type)
        if entry.percent and kind is not FactType.DECIMAL:
            reading.complain((*path, "percent"), "pack.percent-unused", type=entry.type)
        return self._bounded(kind, choices, entry, reading, path)

    def _bounded(
        self,
        kind: FactType,
        choices: dict[str, Choice],
        entry: FactEntry | ParameterEntry,
        reading: Reading,
        path: Path,
    ) -> ValueType:
        bare = ValueType(kind, choices, percent=entry.percent)
        bounds: dict[str, Value | None] = {}
        for side in ("at_least", "at_most"):
            raw = getattr(entry, side)
            bounds[side] = None
            if raw is not None and kind not in _BOUNDED:
                reading.complain((*path, side), "pack.bounds-unused", type=entry.type)
            else:
                bounds[side] = reading.value(bare, raw, (*path, side))
        low, high = bounds["at_least"], bounds["at_most"]
        if low is not None and high is not None and comparable(bare, low) > comparable(bare, high):
            reading.complain((*path, "at_most"), "pack.bounds-order")
            low = high = None
        return ValueType(kind, choices, at_least=low, at_most=high, percent=entry.percent)

    def _check_spellings(self, choices: dict[str, Choice], reading: Reading, path: Path) -> None:
        """A spelling that means two choices would be read as the first of them."""
        owners: dict[str, str] = {}
        for choice in choices.values():
            for spelling in (choice.id, choice.label.vi, choice.label.en, *choice.also):
                owner = owners.setdefault(fold(spelling), choice.id)
                if fold(spelling) and owner != choice.id:
                    here: Path = (*path, "values", choice.id)
                    reading.complain(here, "pack.same-name", name=spelling, other=owner)

    def _parameter(self, name: str, entry: ParameterEntry, reading: Reading) -> Parameter:
        path: Path = ("parameters", name)
        kind = self._kind(entry, reading, path)
        said = reading.source(entry.source, (*path, "source"))
        values = self._values(kind, entry, said, reading, path)
        label, where = words(entry.label), reading.file.place(path)
        parameter = Parameter(name, kind, label, values, (), entry.may_change, where)
        overrides: list[Override] = []
        for index, item in enumerate(entry.for_):
            here: Path = (*path, "for", index)
            self._check_target(item, overrides, reading, here)
            value = self._needed(kind, item.value, reading, (*here, "value"))
            if value is None:
                continue
            for base in values:
                if not parameter.allows(base.value, value):
                    reading.complain(
                        (*here, "value"),
                        f"pack.may-change-{entry.may_change}",
                        name=name,
                        value=kind.show(value),
                        base=kind.show(base.value),
                    )
            cited = reading.source(item.source, (*here, "source")) if item.source else said
            status = item.status or entry.status
            overrides.append(
                Override(item.unit, item.group, value, cited, status, words(item.reason))
            )
        return replace(parameter, overrides=tuple(overrides))

    def _check_target(
        self, item: OverrideEntry, overrides: list[Override], reading: Reading, path: Path
    ) -> None:
        if (item.unit is None) == (item.group is None):
            reading.complain(path, "pack.override-target")
        if item.unit is not None and item.unit not in self.units.units:
            reading.unknown((*path, "unit"), "unit", item.unit, self.units.units)
        if item.group is not None and item.group not in self.units.groups:
            reading.unknown((*path, "group"), "group", item.group, self.units.groups)
        if any((other.unit, other.group) == (item.unit, item.group) for other in overrides):
            reading.complain(path, "pack.override-twice", name=item.unit or item.group)

    def _needed(self, kind: ValueType, raw: Any, reading: Reading, path: Path) -> Value | None:
        """The value at ``path``, which must not be empty."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            reading.complain(path, "shape.empty", key="value")
            return None
        return reading.value(kind, raw, path)

    def _values(
        self, kind: ValueType, entry: ParameterEntry, said: Source, reading: Reading, path: Path
    ) -> tuple[DatedValue, ...]:
        here: Path = (*path, "value")
        raw: Any = entry.value
        items = cast(list[Any], raw) if isinstance(raw, list) else []
        if not items or not any(isinstance(item, dict) for item in items):
            value = self._needed(kind, raw, reading, here)
            return () if value is None else (DatedValue(None, value, said, entry.status),)
        values: list[DatedValue] = []
        for index, item in enumerate(items):
            dated = self._dated(kind, item, entry, said, reading, (*here, index))
            if dated is None:
                continue
            last = values[-1].start if values else None
            if isinstance(last, date) and isinstance(dated.start, date) and dated.start <= last:
                reading.complain((*here, index, "from"), "pack.dates-order")
            values.append(dated)
        return tuple(values)

    def _dated(
        self,
        kind: ValueType,
        raw: Any,
        entry: ParameterEntry,
        said: Source,
        reading: Reading,
        path: Path,
    ) -> DatedValue | None:
        try:
            item = DatedEntry.model_validate(raw)
        except ValidationError as error:
            reading.problems.extend(shape_problems(error, reading.file, DatedEntry, path))
            return None
        start = reading.day(item.from_, (*path, "from"))
        value = self._needed(kind, item.value, reading, (*path, "value"))
        cited = reading.source(item.source, (*path, "source")) if item.source else said
        if start is None or value is None:
            return None
        return DatedValue(start, value, cited, item.status or entry.status)
