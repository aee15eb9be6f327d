"""What is measured of a system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["System"]


@dataclass(frozen=True)
class System:
    """``prepare`` makes what ``run`` takes from a number of rows; ``read`` gives the 42 numbers."""

    name: str
    trace: str
    prepare: Callable[[int], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], Sequence[Sequence[Any]]]
    most: int
