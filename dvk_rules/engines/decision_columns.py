"""Decision tables as columns: the points or the value they give, at least and at most.

Where nothing is unknown the least is the most, and both are one series, made once. A series of
one stands for as many as it is put together with.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import polars as pl

from dvk_rules.engines.columns import Coded, Made, nothing, one
from dvk_rules.engines.tables import exact_type
from dvk_rules.pack.rules import Rule
from dvk_rules.values import FactType, Value, ValueType

__all__ = [
    "Ends",
    "Whens",
    "all_rows",
    "choices_of",
    "cut",
    "decoder",
    "first_row",
    "points_type",
    "where_applies",
]

type Ends = tuple[pl.Series, pl.Series]
"""The least and the greatest number in each row; one series where they are the same everywhere."""

type Whens = Sequence[pl.Series | None]
"""When each row of a table holds; ``None`` is always."""

_FEW = 4  # values up to which codes are told apart one by one


def points_type(least: int, most: int) -> pl.DataType:
    """The narrowest integer type that holds both and their sums with a few more."""
    reach = max(abs(least), abs(most), 1)
    if reach < 2**31:
        return pl.Int16() if reach < 2**15 else pl.Int32()
    return pl.Int64() if reach < 2**63 else pl.Int128()


def first_row(whens: Whens, numbers: Sequence[pl.Series]) -> Ends:
    """The least and the greatest number that the first row that holds may turn out to give.

    From the last row backwards: a row that holds gives its number, one that is unknown its number
    or what follows, one that does not hold what follows. The last row always holds.
    """
    low = high = numbers[-1]
    for when, number in zip(reversed(whens[:-1]), reversed(numbers[:-1]), strict=True):
        if when is None:
            low = high = number
            continue
        settled = low is high
        if not when.null_count():
            low = number.zip_with(when, low)
            high = low if settled else number.zip_with(when, high)
            continue
        absent = ~when
        low = number.zip_with(when, low.zip_with(absent, _least(number, low)))
        high = number.zip_with(when, high.zip_with(absent, _most(number, high)))
    return low, high


def all_rows(whens: Whens, numbers: Sequence[pl.Series]) -> Ends:
    """The least and the greatest sum of the rows that hold."""
    low: list[pl.Series] = []
    high: list[pl.Series] = []
    for when, number in zip(whens, numbers, strict=True):
        sure = possible = number
        if when is not None:
            sure = possible = number.zip_with(when, nothing(number.dtype))
            if when.null_count():
                possible = nothing(number.dtype).zip_with(~when, number)
        gives = number.item() >= 0
        low.append(sure if gives else possible)
        high.append(possible if gives else sure)
    total = reduce(add, low)
    if all(least is most for least, most in zip(low, high, strict=True)):
        return total, total
    return total, reduce(add, high)


def where_applies(applies: pl.Series, ends: Ends) -> Ends:
    """The interval where a score applies, nothing where it does not, both where nobody knows."""
    low, high = ends
    none = nothing(low.dtype)
    if not applies.null_count():
        least = low.zip_with(applies, none)
        return least, least if low is high else high.zip_with(applies, none)
    absent = ~applies
    return (
        low.zip_with(applies, none.zip_with(absent, _least(none, low))),
        high.zip_with(applies, none.zip_with(absent, _most(none, high))),
    )


def cut(ends: Ends, cap: pl.Series) -> Ends:
    """The interval, cut at the most it may give."""
    low, high = ends
    least = _least(cap, low)
    return least, least if low is high else _least(cap, high)


def _least(left: pl.Series, right: pl.Series) -> pl.Series:
    return left.zip_with(left < right, right)


def _most(left: pl.Series, right: pl.Series) -> pl.Series:
    return left.zip_with(left > right, right)


def choices_of(rule: Rule, kind: ValueType) -> tuple[Value | None, ...]:
    """The values a table can give; those of an enum in its own order, of a truth false first."""
    if kind.type is FactType.BOOL:
        return (False, True)
    if kind.type in (FactType.ENUM, FactType.ORDERED):
        return tuple(kind.choices)
    return tuple(dict.fromkeys(row.value for row in rule.table))


def decoder(column: Coded, kind: ValueType) -> Made:
    """What the codes of a column stand for, in a type that holds the values exactly."""
    values = [value for value in column.values if value is not None]
    dtype, put = exact_type(kind, values)
    if isinstance(dtype, pl.Enum) and len(values) > _FEW:
        return lambda codes: codes.cat.to(dtype)
    each = [
        (one(put(value), dtype), one(place, column.dtype))
        for place, value in enumerate(column.values)
        if value is not None
    ]
    gap = one(None, dtype)

    def decode(codes: pl.Series) -> pl.Series:
        found = gap
        for value, place in each:
            found = value.zip_with(codes == place, found)
        return found

    return decode
