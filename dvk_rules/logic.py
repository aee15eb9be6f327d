"""Strong Kleene logic as an order: false < unknown < true (D3.2).

With the truth values as the numbers -1, 0 and 1, *all* is the least, *any* the greatest, *not*
the negative, and *at least n of k* the n-th greatest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

__all__ = ["FALSE", "TRUE", "UNKNOWN", "Truth", "at_least", "truth_word"]

type Truth = int
"""-1, 0 or 1."""

FALSE: Final = -1
UNKNOWN: Final = 0
TRUE: Final = 1

_WORDS: dict[int, Literal["true", "false", "unknown"]] = {1: "true", -1: "false", 0: "unknown"}


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """Whether at least ``count`` of ``truths`` hold; ``count`` is from 1 to ``len(truths)``."""
    return sorted(truths)[-count]


def truth_word(truth: int) -> Literal["true", "false", "unknown"]:
    """The truth value's name, as files write it."""
    return _WORDS[truth]
