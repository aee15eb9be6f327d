"""Notices as a person wants to see them: one line for a column, however many sheets have it."""

from __future__ import annotations

from collections.abc import Iterable

from dvk_rules.errors import Problem
from dvk_rules.text import fold

__all__ = ["gathered"]

_BY_COLUMN = ("column.ignored", "column.ignored-meant", "column.remarks")


def gathered(notices: Iterable[Problem]) -> tuple[Problem, ...]:
    """The notices in order, those about columns of one name as one, at the first of its places."""
    groups: dict[object, list[Problem]] = {}
    for place, notice in enumerate(notices):
        key: object = place
        if notice.code in _BY_COLUMN:
            key = (notice.code, fold(str(notice.params["header"])))
        groups.setdefault(key, []).append(notice)
    return tuple(_one(group) for group in groups.values())


def _one(group: list[Problem]) -> Problem:
    first = group[0]
    if len(group) == 1:
        return first
    params = {**first.params, "sheets": len(group)}
    if "count" in params:
        params["count"] = sum(int(notice.params["count"]) for notice in group)
    return Problem(f"{first.code}-several", params, first.where)
