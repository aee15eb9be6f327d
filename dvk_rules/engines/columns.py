"""Facts as columns: the kinds of column there are, and series of one that stand for many.

A column keeps its values exactly: whole numbers and decimals are scaled integers, an enum is the
place of its choice, dates are days. Unknown is null throughout, and Polars' ``&``, ``|`` and ``~``
on nullable booleans are strong Kleene logic as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from dvk_rules.values import Value

__all__ = [
    "NEVER",
    "NO",
    "YES",
    "Absent",
    "Coded",
    "Column",
    "Days",
    "Lists",
    "Made",
    "Numbers",
    "Truths",
    "Written",
    "nothing",
    "number_column",
    "one",
    "spread",
]


class _Native:
    """What is held is the value."""

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return raw


@dataclass(frozen=True)
class Truths(_Native):
    """A column of nullable booleans."""


@dataclass(frozen=True)
class Coded:
    """One of finitely many values: the column holds the place of the value in ``values``.

    ``dtype`` is the unsigned type of the places. A value may be ``None``: that place is unknown.
    """

    values: tuple[Value | None, ...]
    dtype: pl.DataType

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else self.values[raw]


@dataclass(frozen=True)
class Numbers(_Native):
    """Exact numbers: integers of ``least`` to ``most`` in units of ``10 ** -scale``."""

    dtype: pl.DataType
    scale: int
    least: int
    most: int

    def of(self, units: int) -> int | Decimal:
        """The number of so many units, as the column holds it."""
        if not self.dtype.is_decimal():
            return units
        digits = tuple(int(digit) for digit in str(abs(units)))
        return Decimal((1 if units < 0 else 0, digits, -self.scale))  # no context, no rounding


@dataclass(frozen=True)
class Days(_Native):
    """A column of dates."""


@dataclass(frozen=True)
class Lists:
    """A column of lists of choices, by their ids."""

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else tuple(item for item in raw if item is not None)


@dataclass(frozen=True)
class Written:
    """Text: names, or numbers with more digits than any numeric column holds.

    ``value`` makes the value of a text that is not null; ``native`` says whether two equal values
    are two equal texts.
    """

    value: Callable[[str], Value] = str
    native: bool = True

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else self.value(raw)


@dataclass(frozen=True)
class Absent(_Native):
    """A column of nothing: a fact that the table does not bring."""


type Column = Truths | Coded | Numbers | Days | Lists | Written | Absent
type Made = Callable[[pl.Series], pl.Series]
"""What is made of a column, row by row."""


def one(value: Any, dtype: pl.DataType) -> pl.Series:
    """A value as a series of one, which stands for as many as it is put together with."""
    return pl.Series([value], dtype=dtype)


@cache
def nothing(dtype: pl.DataType) -> pl.Series:
    """No points, as a series of one."""
    return one(0, dtype)


YES, NO, NEVER = (one(truth, pl.Boolean()) for truth in (True, False, None))
"""True, false and unknown, as series of one."""


def spread(series: pl.Series, rows: int) -> pl.Series:
    """A series of one as a series of ``rows``; a longer one as it is."""
    return series if len(series) == rows else series.new_from_index(0, rows)


def number_column(dtype: pl.DataType) -> Numbers:
    """A numeric column; narrow integers are read as 64 bits, so that two of them compare."""
    if isinstance(dtype, pl.Decimal):
        most = 10**dtype.precision - 1
        return Numbers(dtype, dtype.scale, -most, most)
    if dtype in (pl.UInt64(), pl.Int128()):
        return Numbers(pl.Int128(), 0, -(2**127), 2**127 - 1)
    return Numbers(pl.Int64(), 0, -(2**63), 2**63 - 1)
