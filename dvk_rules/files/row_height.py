"""The height of a row that we write: Excel fits only rows that somebody edits."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["row_height"]

_MOST = 409  # points; Excel allows no more


def row_height(texts: Sequence[object], widths: Sequence[int]) -> int:
    """The height in points that shows every text in a column of its width (in characters)."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        # a column is measured in digits, and most letters of a proportional font are narrower
        wrapped = (1 + len(line) * 4 // (width * 5) for line in str(text).split("\n"))
        lines = max(lines, sum(wrapped))
    return min(_MOST, 4 + 15 * lines)
