"""How a long solve tells its caller where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Progress", "ProgressReporter", "silent"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage that begins (``value`` and ``bound`` None) or ends, as people read its numbers."""

    number: int
    total: int
    objective: str
    value: int | None = None
    bound: int | None = None
    status: str | None = None

    @property
    def gap(self) -> int | None:
        """Distance between the value and its bound; 0 when the value is the best there is."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value)


class ProgressReporter(Protocol):
    """Called with every event; return True to stop, and the best list so far is returned."""

    def __call__(self, event: Progress, /) -> bool | None:
        """Take an event."""
        ...


def silent(event: Progress, /) -> bool | None:  # noqa: ARG001 - it ignores what it is told
    """The reporter that says nothing and never stops."""
    return None
