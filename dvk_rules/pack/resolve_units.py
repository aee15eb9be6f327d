"""The register of units as a pack writes it, with its groups and communes."""

from __future__ import annotations

from dvk_rules.pack.reading import Reading, words
from dvk_rules.pack.surface import UnitsFile
from dvk_rules.pack.units import Commune, Unit, UnitRegister
from dvk_rules.pack.yaml_source import Path
from dvk_rules.text import fold

__all__ = ["read_units"]


def read_units(entries: UnitsFile, reading: Reading) -> UnitRegister:
    """The register; unknown groups and units, and names that mean two units, are complained of."""
    units: dict[str, Unit] = {}
    for index, entry in enumerate(entries.units):
        path: Path = ("units", index)
        if entry.id in units:
            reading.complain((*path, "id"), "pack.twice", name=entry.id)
        if entry.group not in entries.groups:
            reading.unknown((*path, "group"), "group", entry.group, entries.groups)
        if entry.source is not None:
            reading.source(entry.source, (*path, "source"))
        units[entry.id] = Unit(
            id=entry.id,
            name=words(entry.name),
            group=entry.group,
            also=tuple(entry.also),
            gso=entry.gso,
            communes=entry.communes,
            island=entry.island,
            mountain=entry.mountain,
            nominates=entry.nominates,
            valid=reading.window(entry.valid, (*path, "valid")),
            successor=entry.successor,
            status=entry.status,
            note=words(entry.note),
        )
    _check_names(entries, units, reading)
    groups = {key: words(text) for key, text in entries.groups.items()}
    return UnitRegister(groups, units, _communes(entries, units, reading), entries.switch)


def _check_names(entries: UnitsFile, units: dict[str, Unit], reading: Reading) -> None:
    """A spelling that means two units would send a nomination to the wrong one."""
    owners: dict[str, str] = {}
    for index, entry in enumerate(entries.units):
        for spelling in (entry.id, entry.name.vi, entry.name.en, *entry.also):
            owner = owners.setdefault(fold(spelling), entry.id)
            if fold(spelling) and owner != entry.id:
                reading.complain(
                    ("units", index, "name"), "pack.same-name", name=spelling, other=owner
                )
        if entry.successor is not None and entry.successor not in units:
            reading.unknown(("units", index, "successor"), "unit", entry.successor, units)


def _communes(entries: UnitsFile, units: dict[str, Unit], reading: Reading) -> dict[str, Commune]:
    communes: dict[str, Commune] = {}
    for index, item in enumerate(entries.communes):
        path: Path = ("communes", index)
        if item.id in communes:
            reading.complain((*path, "id"), "pack.twice", name=item.id)
        if item.unit not in units:
            reading.unknown((*path, "unit"), "unit", item.unit, units)
        communes[item.id] = Commune(
            item.id,
            item.name,
            item.unit,
            reading.window(item.valid, (*path, "valid")),
            item.successor,
            words(item.note),
        )
    return communes
