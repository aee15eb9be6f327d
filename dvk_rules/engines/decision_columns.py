"""Decision tables as columns: the points or the value they give, at least and at most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from dvk_rules.engines.columns import Coded
from dvk_rules.engines.tables import exact_type
from dvk_rules.pack.rules import Rule
from dvk_rules.values import FactType, Value, ValueType

__all__ = [
    "Rows",
    "all_rows",
    "choices_of",
    "decoded",
    "first_row",
    "points_type",
    "where_applies",
]

type Rows = Sequence[tuple[pl.Expr | None, int]]
"""The rows of a table: when each holds (``None``: always), and the number it gives."""


def points_type(least: int, most: int) -> pl.DataType:
    """The narrowest integer type that holds both and their sums with a few more."""
    reach = max(abs(least), abs(most), 1)
    if reach < 2**31:
        return pl.Int16() if reach < 2**15 else pl.Int32()
    return pl.Int64() if reach < 2**63 else pl.Int128()


def first_row(rows: Rows, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest number that the first row that holds may turn out to give.

    From the last row backwards: a row that holds gives its number, one that is unknown its number
    or what follows, one that does not hold what follows. The last row always holds.
    """
    *front, (_, last) = rows
    low = high = pl.lit(last, dtype=dtype)
    least = most = last
    for when, number in reversed(front):
        given = pl.lit(number, dtype=dtype)
        if when is None:
            low = high = given
            least = most = number
            continue
        maybe = when.fill_null(value=True)
        if number <= least:
            low = pl.when(maybe).then(given).otherwise(low)
        elif number >= most:
            low = pl.when(when).then(given).otherwise(low)
        else:
            either = pl.min_horizontal(given, low)
            low = pl.when(when).then(given).when(when.is_null()).then(either).otherwise(low)
        if number >= most:
            high = pl.when(maybe).then(given).otherwise(high)
        elif number <= least:
            high = pl.when(when).then(given).otherwise(high)
        else:
            either = pl.max_horizontal(given, high)
            high = pl.when(when).then(given).when(when.is_null()).then(either).otherwise(high)
        least, most = min(least, number), max(most, number)
    return low, high


def all_rows(rows: Rows, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest sum of the rows that hold."""
    nothing = pl.lit(0, dtype=dtype)
    low: list[pl.Expr] = []
    high: list[pl.Expr] = []
    for when, number in rows:
        given = pl.lit(number, dtype=dtype)
        if when is None:
            low.append(given)
            high.append(given)
            continue
        sure = pl.when(when).then(given).otherwise(nothing)
        possible = pl.when(when.fill_null(value=True)).then(given).otherwise(nothing)
        low.append(sure if number >= 0 else possible)
        high.append(possible if number >= 0 else sure)
    return reduce(add, low), reduce(add, high)


def where_applies(
    applies: pl.Expr, low: pl.Expr, high: pl.Expr, least: int, dtype: pl.DataType
) -> tuple[pl.Expr, pl.Expr]:
    """The interval where a score applies, nothing where it does not, both where nobody knows."""
    nothing = pl.lit(0, dtype=dtype)
    sure = pl.when(applies).then(low)
    if least < 0:
        sure = sure.when(applies.is_null()).then(pl.min_horizontal(low, nothing))
        high = pl.when(applies).then(high).otherwise(pl.max_horizontal(high, nothing))
    possible = pl.when(applies.fill_null(value=True)).then(high)
    return sure.otherwise(nothing), possible.otherwise(nothing)


def choices_of(rule: Rule, kind: ValueType) -> tuple[Value | None, ...]:
    """The values a table can give; those of an enum in its own order, of a truth false first."""
    if kind.type is FactType.BOOL:
        return (False, True)
    if kind.type in (FactType.ENUM, FactType.ORDERED):
        return tuple(kind.choices)
    return tuple(dict.fromkeys(row.value for row in rule.table))


def decoded(column: Coded, kind: ValueType) -> pl.Expr:
    """The values that codes stand for, in a type that holds them exactly."""
    if kind.type in (FactType.ENUM, FactType.ORDERED):
        return column.expr.cat.to(pl.Enum(list(kind.choices)))
    dtype, put = exact_type(kind, [value for value in column.values if value is not None])
    chosen: Any = pl
    for place, value in enumerate(column.values):
        code = pl.lit(place, dtype=column.dtype)
        chosen = chosen.when(column.expr == code).then(pl.lit(put(value), dtype=dtype))
    return chosen
