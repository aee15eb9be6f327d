"""Nominations: what a unit says of a collective or an individual it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dvk_rules.errors import Place
from dvk_rules.values import Value

__all__ = ["Nomination"]


@dataclass(frozen=True)
class Nomination:
    """One proposal. A fact that is absent is unknown (D2.2).

    ``id`` is the unit and the place in its list (``phan-thiet/03``), or what the file says;
    ``rank`` is the manual STT, 1 the first; ``where`` is the row it was read from.
    """

    id: str
    unit: str
    facts: Mapping[str, Value]
    rank: int | None = None
    where: Place | None = None

    def text(self, name: str) -> str:
        """A text fact, empty if unknown."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""
