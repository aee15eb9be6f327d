"""What a caller can get wrong, as data: a code, a path into the problem, and parameters.

Every error here survives pickling, so it reaches whoever waits for another process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

__all__ = [
    "Inconsistency",
    "InternalError",
    "ProblemError",
    "RequestError",
    "SolverError",
    "Undecided",
    "nearest",
]


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

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class RequestError(SolverError):
    """What is asked about is not in the problem.

    ``code``: ``unknown-candidate``, ``unknown-tier``, ``unknown-line``, ``not-eligible``, or
    ``other-problem`` (the allocation is of another one).
    """

    def __init__(self, code: str, message: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.message = message
        self.params: Mapping[str, Any] = dict(params or {})
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message, self.params)


def nearest(word: str, known: Iterable[str]) -> str:
    """What to do about a name that is not known: the nearest that is, in words."""
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean '{close[0]}'?" if close else "name one of the problem's"


class InternalError(SolverError):
    """A result did not pass its own integer re-check; nothing is returned."""


class Undecided(SolverError):  # noqa: N818 - it reports an answer not reached, not a fault
    """The solve ended before any list was found; neither a list nor a clash is claimed.

    ``code``: ``limit`` (of time, or of what a proof may spend) or ``stopped`` (by the caller).
    """

    def __init__(self, code: Literal["limit", "stopped"] = "limit") -> None:
        self.code: Literal["limit", "stopped"] = code
        if code == "stopped":
            super().__init__("stopped by the caller before any list was found")
        else:
            super().__init__("no list was found within the limits: allow more time and solve again")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code,)
