"""How a long solve tells its caller where it is, and how the caller stops it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

__all__ = ["Progress", "ProgressReporter", "Task"]

#: What is being done: the stages of the solve; what each decision costs; which rules clash and how
#: to repair it; the reasons of the seats; prices asked for.
type Task = Literal["stages", "decisions", "clash", "reasons", "prices"]


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage that begins (``value`` and ``bound`` None) or ends, as people read its numbers.

    ``number`` and ``total`` count within the ``task``; ``objective`` names the stage, or what else
    begins. What takes long is told again, as it began, about four times a second.
    """

    number: int
    total: int
    objective: str
    value: int | None = None
    bound: int | None = None
    status: str | None = None
    task: Task = "stages"

    @property
    def gap(self) -> int | None:
        """Distance between the value and its bound; 0 when the value is the best there is."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value)

    def begun(self) -> Progress:
        """The event without what its end told."""
        return replace(self, value=None, bound=None, status=None)


class ProgressReporter(Protocol):
    """Called with every event; return True to stop, and the best list so far is returned.

    Where none was found yet, `Undecided` says that the caller stopped. An error that it raises ends
    the job at once and reaches the caller as it is.
    """

    def __call__(self, event: Progress, /) -> bool | None:
        """Take an event."""
        ...
