"""What a misspelt word may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["nearest"]


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the ``known`` words that look like ``word``, the nearest first."""
    return get_close_matches(word, [item for item in known if item != word], n=3, cutoff=0.6)
