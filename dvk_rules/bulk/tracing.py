"""Full explanations for chosen rows of a table, by the reference engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from dvk_rules.bulk.table import ID, Table, tidy
from dvk_rules.engines.tables import number_in
from dvk_rules.errors import InputError, Problem
from dvk_rules.evaluation import NominationResult, evaluate
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.values import FactType, Value, ValueType

__all__ = ["nominations_in", "trace_rows"]


def trace_rows(
    pack: Pack,
    frame: pl.DataFrame | pl.LazyFrame,
    ids: Iterable[str],
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
) -> list[NominationResult]:
    """The results of the rows with these ids, each with its whole trace, sorted by id.

    ``frame`` is the table that was evaluated; a lazy one is read only as far as it must. Raises
    ``InputError`` for ids that no row has and for everything wrong in the rows.
    """
    wanted = list(dict.fromkeys(ids))
    chosen = _rows(frame, wanted)
    found = nominations_in(pack, chosen, keep=keep)
    absent = set(wanted) - {nomination.id for nomination in found}
    if absent:
        raise InputError([Problem("table.no-such-row", {"ids": sorted(absent)})])
    return list(evaluate(pack, found, day=day, engine="reference", changed=changed).results)


def _rows(frame: pl.DataFrame | pl.LazyFrame, wanted: list[str]) -> pl.DataFrame:
    if isinstance(frame, pl.LazyFrame):
        return frame.filter(pl.col(ID).is_in(wanted)).collect()
    # Only the few rows are touched in the other columns, not all of them under a mask.
    return frame[frame[ID].is_in(wanted).arg_true()]


def nominations_in(
    pack: Pack, frame: pl.DataFrame, *, keep: Sequence[str] = ()
) -> list[Nomination]:
    """The rows of a table as nominations.

    Raises ``InputError`` with everything wrong in its columns and cells.
    """
    table = Table(pack, frame.schema, tuple(keep))
    problems = list(table.problems())
    if not problems:
        problems = [*table.same_ids(frame[ID]), *table.value_problems(frame)]
    if problems:
        raise InputError(problems)
    names = [ID, *(name for name in (table.unit, table.rank) if name), *table.facts]
    columns: dict[str, list[Any]] = {}
    for name in dict.fromkeys(names):
        fact = table.facts.get(name)
        columns[name] = _values(frame[name], fact.kind if fact else None)
    return [_nomination(table, columns, row) for row in range(frame.height)]


def _nomination(table: Table, columns: Mapping[str, Sequence[Any]], row: int) -> Nomination:
    facts: dict[str, Value] = {}
    for name in table.facts:
        value = columns[name][row]
        if value is not None:
            facts[name] = value
    unit = columns[table.unit][row] if table.unit else None
    rank = columns[table.rank][row] if table.rank else None
    return Nomination(
        id=columns[ID][row],
        unit=unit or "",
        facts=facts,
        rank=None if rank is None else int(rank),
    )


def _values(series: pl.Series, kind: ValueType | None) -> list[Any]:
    """The cells of a column as values; blank text is unknown."""
    if series.dtype == pl.String():
        series = tidy(series)
    if isinstance(series.dtype, pl.Enum) or series.dtype == pl.Categorical():
        series = tidy(series.cast(pl.String))
    raw = series.to_list()
    if kind is None:
        return raw
    match kind.type:
        case FactType.INT | FactType.DECIMAL:
            made = number_in(kind)
            return [None if item is None else made(item) for item in raw]
        case FactType.LIST:
            order = tuple(kind.choices)
            return [
                None if item is None else tuple(choice for choice in order if choice in item)
                for item in raw
            ]
        case _:
            return raw
