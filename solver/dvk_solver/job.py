"""One job: what it may spend, when it ends, and the caller who hears of it and may end it sooner.

The time is checked before and inside every linear and integer program, at every node of a tree, and
between the parts of a job (stages, decisions, reasons, rules of a conflict, repairs). It is not
while a problem is written out as rows, nor while a list already found is written down: these run to
their end, and take as long as the problem is large.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from dvk_solver.errors import Undecided
from dvk_solver.outcome import Limits, Stopped
from dvk_solver.progress import Progress, ProgressReporter

__all__ = ["Job"]

#: Seconds after which the caller hears the last event again, and can stop what takes long.
BEAT = 0.25


class Job:
    """The limits of everything that one call of the caller does, from its start."""

    def __init__(self, limits: Limits | None, progress: ProgressReporter | None) -> None:
        self.limits = limits or Limits()
        self._progress = progress
        now = time.monotonic()
        seconds = self.limits.seconds
        self._end = None if seconds is None else now + seconds
        self._stopped = False
        self._last: Progress | None = None
        self._told = now

    def tell(self, event: Progress) -> None:
        """Tell the caller where the job is; what it answers counts from the next check on."""
        self._last, self._told = event.begun(), time.monotonic()
        if self._progress is not None and self._progress(event):
            self._stopped = True

    def remaining(self) -> float | None:
        """Seconds left, or None without a limit; raises `Stopped` when there are none."""
        now = time.monotonic()
        if self._last is not None and not self._stopped and now - self._told >= BEAT:
            self.tell(self._last)
        if self._stopped:
            raise Stopped
        if self._end is None:
            return None
        if now >= self._end:
            raise Stopped
        return self._end - now

    @property
    def over(self) -> bool:
        """Whether there is no time left, or the caller has stopped the job."""
        try:
            self.remaining()
        except Stopped:
            return True
        return False

    @property
    def pause(self) -> Callable[[], object] | None:
        """What a long computation calls now and then; None when nothing could stop this job."""
        return None if self._end is None and self._progress is None else self.remaining

    def undecided(self) -> Undecided:
        """The error to raise where the job ends before any list was found."""
        return Undecided("stopped" if self._stopped else "limit")
