"""Facts in the columns of a table: which column types hold which facts, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    "Source",
    "code_type",
    "exact_type",
    "facts_frame",
    "is_text",
    "number_in",
    "read_columns",
    "source_of",
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


def is_text(dtype: pl.DataType) -> bool:
    """Whether a column of this type holds text, coded or not."""
    return dtype in (pl.String(), pl.Categorical()) or isinstance(dtype, pl.Enum)


@dataclass(frozen=True)
class Source:
    """A column of a table that a fact is read from, and what kind of column it is read as.

    ``read`` makes it one, ``None`` where it is one as it stands.
    """

    name: str
    column: Column
    read: pl.Expr | None = None


def source_of(name: str, kind: ValueType, dtype: pl.DataType) -> Source | None:
    """How a fact of this kind is read from a column of this type; ``None`` if it cannot be.

    Numbers may be written as text, which holds any number of digits, at the cost of speed.
    Floats are refused: they decide nothing.
    """
    column = pl.col(name)
    match kind.type:
        case FactType.BOOL:
            return Source(name, Truths()) if dtype == pl.Boolean() else None
        case FactType.DATE:
            return Source(name, Days()) if dtype == pl.Date() else None
        case FactType.TEXT:
            return Source(name, Written(), column.cast(pl.String)) if is_text(dtype) else None
        case FactType.ENUM | FactType.ORDERED:
            return _coded(name, kind, dtype) if is_text(dtype) else None
        case FactType.LIST:
            inner = dtype.inner if isinstance(dtype, pl.List) else None
            if not isinstance(inner, pl.DataType) or not is_text(inner):
                return None
            return Source(name, Lists(), column.cast(pl.List(pl.String)))
        case FactType.INT | FactType.DECIMAL:
            return _number(name, kind, dtype)


def _coded(name: str, kind: ValueType, dtype: pl.DataType) -> Source:
    choices, column = tuple(kind.choices), pl.col(name)
    if not choices:
        return Source(name, Written(), column.cast(pl.String))
    enum, code = pl.Enum(choices), code_type(len(choices))
    if dtype != enum:
        column = column.cast(pl.String).cast(enum)
    return Source(name, Coded(choices, code), column.to_physical().cast(code))


def _number(name: str, kind: ValueType, dtype: pl.DataType) -> Source | None:
    if dtype == pl.String():
        return Source(name, Written(number_in(kind), native=False))
    whole = dtype.is_integer() and dtype != pl.UInt128()
    exact = isinstance(dtype, pl.Decimal) and (kind.type is FactType.DECIMAL or dtype.scale == 0)
    if not whole and not exact:
        return None
    column = number_column(dtype)
    return Source(name, column, None if dtype == column.dtype else pl.col(name).cast(column.dtype))


def code_type(count: int) -> pl.DataType:
    """The narrowest type for the places of ``count`` values."""
    return pl.UInt8() if count <= 255 else pl.UInt16() if count <= 65_535 else pl.UInt32()


def read_columns(frame: pl.DataFrame, sources: Iterable[Source]) -> dict[str, pl.Series]:
    """The facts of some rows, as the kinds of column they are read as."""
    sources = tuple(sources)
    made = {series.name: series for series in frame.get_columns()}
    exprs = [source.read for source in sources if source.read is not None]
    if exprs:
        made |= {series.name: series for series in frame.select(exprs).get_columns()}
    return {source.name: made[source.name] for source in sources}


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
