"""Which unit a title, the name of a sheet or the name of a file speaks of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from dvk_rules.pack.units import UnitRegister
from dvk_rules.text import fold, nfc

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

    def typed(self, text: str) -> str | None:
        """The unit whose name this is, marks left out too, as one types in a terminal."""
        bare = _bare(text)
        unmarked = {unit for name, unit in self._bare_names if name == bare}
        return self.exactly(text) or (unmarked.pop() if len(unmarked) == 1 else None)

    def like(self, text: str) -> list[str]:
        """At most three units whose names look like ``text``, marks left out, the nearest first."""
        names = dict(self._bare_names)
        near = get_close_matches(_bare(text), names, n=9, cutoff=0.75)
        return list(dict.fromkeys(names[name] for name in near))[:3]

    @cached_property
    def _bare_names(self) -> list[tuple[str, str]]:
        return [
            (_bare(name), unit.id)
            for unit in self._units.units.values()
            for name in (unit.id, unit.name.vi, unit.name.en, *unit.also)
            if _bare(name)
        ]

    def meant(self, text: str) -> str:
        """The name of the unit whose spelling is nearest, or nothing."""
        near = get_close_matches(fold(text), [name for name, _ in self._names], n=1, cutoff=0.75)
        unit = dict(self._names)[near[0]] if near else ""
        return self._units.units[unit].name.vi if unit else ""


def _bare(name: str) -> str:
    """The name in plain Latin letters: no tones, no marks, no case."""
    parts = unicodedata.normalize("NFD", nfc(name).casefold().replace("đ", "d"))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
