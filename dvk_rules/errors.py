"""What can go wrong, as data: a code, its parameters and a place; the catalogue has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "DvkError",
    "EngineError",
    "InputError",
    "PackError",
    "Place",
    "Problem",
    "RunError",
    "ScenarioError",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem is: a file with a line, or a workbook with a sheet and a cell.

    ``heading`` is the chain of headings above the place, outermost first.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    heading: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.sheet or self.cell:
            return " ".join(part for part in (self.file, self.sheet, self.cell) if part)
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, worded by ``dvk_rules.messages`` under its ``code``."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    where: Place | None = None

    def sentence(self, lang: str = "vi") -> str:
        """The problem in words, without its place."""
        from dvk_rules.messages import say

        return say(self.code, lang, **self.params)

    def line(self, lang: str = "vi") -> str:
        """The problem on one line, its place first."""
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.sentence(lang)}"


class DvkError(Exception):
    """The base of every error this library raises; it carries all problems found at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.line("en") for problem in self.problems)


class PackError(DvkError):
    """A pack does not say a law that can be applied."""


class InputError(DvkError):
    """A file of nominations cannot be read, or rows of it are wrong."""


class ScenarioError(DvkError):
    """A scenario names something that does not exist or contradicts itself."""


class EngineError(DvkError):
    """An engine did not behave as it must; no verdict is given."""


class RunError(DvkError):
    """A run folder cannot be written, read or verified."""
