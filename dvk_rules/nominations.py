"""Nominations: what a unit says of a collective or an individual it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dvk_rules.errors import Place
from dvk_rules.frozen import freeze
from dvk_rules.text import shortly
from dvk_rules.values import Value, to_json

__all__ = ["Nomination"]


@dataclass(frozen=True)
class Nomination:
    """One proposal. A fact that is absent is unknown (D2.2).

    ``id`` is the unit and the place in its list (``phan-thiet/03``), or what the file says;
    ``rank`` is the manual STT, 1 the first; ``where`` is the row it was read from. ``facts`` are
    copied: what is done to them afterwards changes nothing here.
    """

    id: str
    unit: str
    facts: Mapping[str, Value]
    rank: int | None = None
    where: Place | None = None

    def __post_init__(self) -> None:
        given: Any = self.facts  # from a portal, anything may come; evaluating refuses it
        if isinstance(given, Mapping):
            freeze(self, "facts")

    def to_json(self) -> dict[str, Any]:
        """The nomination as ``nominations.json`` writes it."""
        return {
            "id": self.id,
            "unit": self.unit,
            "rank": self.rank,
            "facts": {name: to_json(value) for name, value in self.facts.items()},
        }

    def text(self, name: str) -> str:
        """A text fact, empty if unknown."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def __repr__(self) -> str:
        rank = "" if self.rank is None else f", rank {self.rank}"
        given: Any = self.facts
        facts = shortly(list(given)) if isinstance(given, Mapping) else repr(given)
        return f"<Nomination {self.id!r} of {self.unit!r}{rank}: {facts}>"
