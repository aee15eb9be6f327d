"""Facts in the columns of a table: which column types hold which facts, exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from dvk_rules.engines.columns import (
    Coded,
    Column,
    Days,
    Lists,
    Truths,
    Written,
    number_column,
)
from dvk_rules.program import Facts
from dvk_rules.values import FactType, Value, ValueType

__all__ = [
    "NUMBER",
    "code_type",
    "column_of",
    "exact_type",
    "facts_frame",
    "number_in",
    "usual_type",
]

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
"""A number written as text: no exponent, no spaces, a point before the decimals."""

_INT64 = range(-(2**63), 2**63)
_DIGITS = 38  # of Polars' decimals


def usual_type(kind: ValueType) -> pl.DataType:
    """The column type that tables of this fact have unless they need another."""
    match kind.type:
        case FactType.BOOL:
            return pl.Boolean()
        case FactType.INT:
            return pl.Int64()
        case FactType.DECIMAL:
            return pl.Decimal(_DIGITS, 10)
        case FactType.DATE:
            return pl.Date()
        case FactType.TEXT:
            return pl.String()
        case FactType.ENUM | FactType.ORDERED:
            return pl.Enum(list(kind.choices))
        case FactType.LIST:
            return pl.List(pl.String())


def column_of(kind: ValueType, dtype: pl.DataType, expr: pl.Expr) -> Column | None:
    """How a fact of this kind is read from a column of this type; ``None`` if it cannot be.

    Numbers may be written as text, which holds any number of digits, at the cost of speed.
    Floats are refused: they decide nothing.
    """
    text = dtype in (pl.String(), pl.Categorical()) or isinstance(dtype, pl.Enum)
    match kind.type:
        case FactType.BOOL:
            return Truths(expr) if dtype == pl.Boolean() else None
        case FactType.DATE:
            return Days(expr) if dtype == pl.Date() else None
        case FactType.TEXT:
            return Written(expr.cast(pl.String)) if text else None
        case FactType.ENUM | FactType.ORDERED:
            return _coded(kind, dtype, expr) if text else None
        case FactType.LIST:
            inner = dtype.inner if isinstance(dtype, pl.List) else None
            listed = inner in (pl.String(), pl.Categorical()) or isinstance(inner, pl.Enum)
            return Lists(expr.cast(pl.List(pl.String))) if listed else None
        case FactType.INT | FactType.DECIMAL:
            return _number(kind, dtype, expr)


def _number(kind: ValueType, dtype: pl.DataType, expr: pl.Expr) -> Column | None:
    if dtype == pl.String():
        return Written(expr, number_in(kind), native=False)
    if dtype.is_integer() and dtype != pl.UInt128():
        return number_column(expr, dtype)
    if isinstance(dtype, pl.Decimal) and (kind.type is FactType.DECIMAL or dtype.scale == 0):
        return number_column(expr, dtype)
    return None


def _coded(kind: ValueType, dtype: pl.DataType, expr: pl.Expr) -> Column:
    choices = list(kind.choices)
    if not choices:
        return Written(expr.cast(pl.String))
    enum, code = pl.Enum(choices), code_type(len(choices))
    if dtype != enum:
        expr = expr.cast(pl.String).cast(enum)
    return Coded(expr.to_physical().cast(code), tuple(choices), code)


def code_type(count: int) -> pl.DataType:
    """The narrowest type for the places of ``count`` values."""
    return pl.UInt8() if count <= 255 else pl.UInt16() if count <= 65_535 else pl.UInt32()


def number_in(kind: ValueType) -> Callable[[str], Value]:
    """What a number written as text stands for."""
    return int if kind.type is FactType.INT else Decimal


def exact_type(
    kind: ValueType, values: Iterable[Value]
) -> tuple[pl.DataType, Callable[[Any], Any]]:
    """A column type that holds ``values`` exactly, and how a value is put in it."""
    found = list(values)
    match kind.type:
        case FactType.INT if any(value not in _INT64 for value in found):
            return pl.String(), str
        case FactType.DECIMAL:
            return _decimal_type([Decimal(value) for value in found])  # type: ignore[arg-type]  # a decimal fact holds numbers
        case FactType.ENUM | FactType.ORDERED if any(item not in kind.choices for item in found):
            return pl.String(), str
        case FactType.LIST:
            return pl.List(pl.String()), list
        case _:
            return usual_type(kind), _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _decimal_type(found: Sequence[Decimal]) -> tuple[pl.DataType, Callable[[Any], Any]]:
    shapes = [value.as_tuple() for value in found]
    scale = max((max(0, -int(shape.exponent)) for shape in shapes), default=0)
    whole = max((len(shape.digits) + int(shape.exponent) for shape in shapes), default=0)
    if max(whole, 0) + scale > _DIGITS:
        return pl.String(), _plain
    return pl.Decimal(_DIGITS, scale), Decimal


def _plain(value: Any) -> str:
    return f"{Decimal(value):f}"


def facts_frame(kinds: Mapping[str, ValueType], rows: Sequence[Facts]) -> pl.DataFrame:
    """The facts of several nominations, one row each, a column a fact, in exact types."""
    columns: dict[str, pl.Series] = {}
    for name, kind in kinds.items():
        values = [facts.get(name) for facts in rows]
        dtype, put = exact_type(kind, [value for value in values if value is not None])
        raw = [None if value is None else put(value) for value in values]
        columns[name] = pl.Series(name, raw, dtype=dtype, strict=True)
    return pl.DataFrame(columns, height=len(rows))
