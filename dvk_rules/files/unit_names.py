"""Which unit a title, the name of a sheet or the name of a file speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from dvk_rules.pack.units import UnitRegister
from dvk_rules.text import fold

__all__ = ["UnitNames"]


class UnitNames:
    """The names of the units of a register, to be found within longer texts."""

    def __init__(self, units: UnitRegister) -> None:
        self._units = units
        names = {
            fold(name): unit.id
            for unit in reversed(list(units.units.values()))
            for name in (*unit.also, unit.name.en, unit.name.vi, unit.id)
            if fold(name)
        }
        # longest first, so that "Hội Nông dân tỉnh" is not taken apart
        self._names = sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))

    def exactly(self, text: str) -> str | None:
        """The unit whose name this is, in any spelling."""
        unit = self._units.find(text)
        return unit.id if unit else None

    def within(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The units named somewhere in these texts, sorted, each once."""
        found: set[str] = set()
        for text in texts:
            rest = f" {fold(text)} "
            for name, unit in self._names:
                if f" {name} " in rest:
                    found.add(unit)
                    rest = rest.replace(f" {name} ", "  ")
        return tuple(sorted(found))

    def meant(self, text: str) -> str:
        """The name of the unit whose spelling is nearest, or nothing."""
        near = get_close_matches(fold(text), [name for name, _ in self._names], n=1, cutoff=0.75)
        unit = dict(self._names)[near[0]] if near else ""
        return self._units.units[unit].name.vi if unit else ""
