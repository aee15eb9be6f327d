"""What a caller can get wrong, as data: a code, a path into the problem, and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Inconsistency", "InternalError", "ProblemError", "SolverError", "Undecided"]


class SolverError(Exception):
    """The base of every error this package raises."""


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that is wrong in a problem.

    ``path`` is a JSON path such as ``$.quotas[3].per``; ``code`` and ``params`` let the caller
    word it in another language; ``message`` is the English sentence.
    """

    path: str
    code: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class ProblemError(SolverError):
    """The problem contradicts itself; every inconsistency is listed at once."""

    def __init__(self, problems: Iterable[Inconsistency]) -> None:
        self.problems: tuple[Inconsistency, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InternalError(SolverError):
    """A result did not pass its own integer re-check; nothing is returned."""


class Undecided(SolverError):  # noqa: N818 - it reports an answer not reached, not a fault
    """A limit was reached before any list was found; neither a list nor a clash is claimed."""

    def __init__(self) -> None:
        super().__init__("no list was found within the limits: allow more time and solve again")
