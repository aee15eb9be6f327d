"""What a caller gives, looked at before anything is done with it: paths, mappings of values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dvk_rules.errors import DvkError, InputError, Problem
from dvk_rules.frozen import Frozen

__all__ = ["mapping_given", "path_given", "shown_value"]

_MOST_SHOWN = 80


def path_given(path: Any, error: type[DvkError]) -> Path:
    """The path that was given. Raises ``error`` for what no system takes as the name of a file."""
    try:
        found = Path(path)
        found.exists()
    except (TypeError, ValueError, OSError):
        raise error([Problem("path.wrong", {"path": shown_value(path)})]) from None
    if "\0" in str(found):  # Python says of such a one only that it does not exist
        raise error([Problem("path.wrong", {"path": shown_value(path)})])
    return found


def mapping_given(values: Any) -> Mapping[Any, Any]:
    """A copy of the mapping of values by name; none is empty. Raises ``InputError`` for others."""
    if values is None:
        return Frozen(())
    if not isinstance(values, Mapping):
        raise InputError([Problem("evaluation.changed", {"value": shown_value(values)})])
    return Frozen(values)


def shown_value(value: Any) -> str:
    """Any value whatever in a message: cut where it is long."""
    try:
        said = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        said = type(value).__name__
    return said if len(said) <= _MOST_SHOWN else f"{said[:_MOST_SHOWN]}…"
