"""Progress of long work: a protocol with a silent default; the terminal has its own."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """Receives how far a stage has come. ``total`` is ``None`` where it is not known."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        ...

    def advance(self, count: int) -> None:
        """``count`` more items are done."""
        ...

    def finish(self) -> None:
        """The stage has ended."""
        ...


class Silent:
    """Reports nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """Nothing is shown."""

    def advance(self, count: int) -> None:
        """Nothing is shown."""

    def finish(self) -> None:
        """Nothing is shown."""
