"""Progress that presses Ctrl-C."""

from __future__ import annotations

__all__ = ["Stopping"]


class Stopping:
    """Stops the work after so many rows, and remembers what it was shown."""

    def __init__(self, after: int | None = None) -> None:
        self.after = after
        self.stages: list[tuple[str, int | None]] = []
        self.rows = 0

    def start(self, stage: str, total: int | None) -> None:
        self.stages.append((stage, total))

    def advance(self, count: int) -> None:
        self.rows += count
        if self.after is not None and self.rows >= self.after:
            raise KeyboardInterrupt

    def finish(self) -> None:
        """Nothing to do."""
