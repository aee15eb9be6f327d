"""What reading gives: the nominations, every problem, and how each sheet was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.nominations import Nomination

__all__ = ["IgnoredColumn", "NominationList", "SheetReading", "SourceRead"]


@dataclass(frozen=True)
class SourceRead:
    """A file that was read: its name, the SHA-256 and number of its bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class IgnoredColumn:
    """A column that no fact of the pack belongs to; ``meant`` is the fact it may stand for."""

    header: str
    where: Place
    meant: str = ""


@dataclass(frozen=True)
class SheetReading:
    """How one sheet was understood.

    ``columns`` maps each header to the name of its fact; ``header_rows`` are 1-based, inclusive;
    ``rows`` counts the nominations; ``last_row`` (1-based) is the last that holds anything,
    ``last_column`` (0-based) the last column of the table.
    """

    file: str
    sheet: str
    header_rows: tuple[int, int]
    columns: Mapping[str, str]
    rows: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class NominationList:
    """Nominations sorted by id, with everything that was noticed on the way.

    ``problems`` must be mended before anything is decided; ``notices`` should be looked at.
    A nomination with a wrong cell is in the list without that fact.
    """

    nominations: tuple[Nomination, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    ignored: tuple[IgnoredColumn, ...] = ()
    sources: tuple[SourceRead, ...] = ()
    sheets: tuple[SheetReading, ...] = ()

    def raise_if_wrong(self) -> NominationList:
        """This list; raises ``InputError`` with all problems if there are any."""
        if self.problems:
            raise InputError(self.problems)
        return self

    def __repr__(self) -> str:
        return (
            f"<{len(self.nominations)} nominations from {len(self.sources)} files, "
            f"{len(self.problems)} problems, {len(self.notices)} notices>"
        )
