"""Facts as columns, and one comparison as an expression over them.

A column keeps its values exactly: whole numbers and decimals are scaled integers, an enum is the
place of its choice, dates are days. Unknown is null throughout, and Polars' ``&``, ``|`` and ``~``
on nullable booleans are strong Kleene logic as they are. What no native type can hold exactly is
compared in Python, once for each distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from operator import and_, or_
from typing import Any

import polars as pl

from dvk_rules.conditions import OPERATORS, Atom
from dvk_rules.logic import TRUE, UNKNOWN
from dvk_rules.program import BoundAtom
from dvk_rules.values import FactType, Value, ValueType

__all__ = [
    "Coded",
    "Column",
    "Days",
    "Lists",
    "Numbers",
    "Truths",
    "Written",
    "compare",
    "number_column",
    "one_of",
]


@dataclass(frozen=True)
class Truths:
    """A column of nullable booleans."""

    expr: pl.Expr

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return raw


@dataclass(frozen=True)
class Coded:
    """One of finitely many values: the column holds the place of the value in ``values``.

    ``dtype`` is the unsigned type of the places. A value may be ``None``: that place is unknown.
    """

    expr: pl.Expr
    values: tuple[Value | None, ...]
    dtype: pl.DataType

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else self.values[raw]


@dataclass(frozen=True)
class Numbers:
    """Exact numbers: integers of ``least`` to ``most`` in units of ``10 ** -scale``."""

    expr: pl.Expr
    dtype: pl.DataType
    scale: int
    least: int
    most: int

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return raw


@dataclass(frozen=True)
class Days:
    """A column of dates."""

    expr: pl.Expr

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return raw


@dataclass(frozen=True)
class Lists:
    """A column of lists of choices, by their ids."""

    expr: pl.Expr

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else tuple(item for item in raw if item is not None)


@dataclass(frozen=True)
class Written:
    """Text: names, or numbers with more digits than any numeric column holds.

    ``value`` makes the value of a text that is not null.
    """

    expr: pl.Expr
    value: Callable[[str], Value] = str
    native: bool = True  # whether two equal values are two equal texts

    def read(self, raw: Any) -> Value | None:
        """The value behind what the column holds."""
        return None if raw is None else self.value(raw)


type Column = Truths | Coded | Numbers | Days | Lists | Written

_SWAPPED = {
    "is": "is",
    "is_not": "is_not",
    "less_than": "more_than",
    "more_than": "less_than",
    "at_most": "at_least",
    "at_least": "at_most",
    "before": "after",
    "after": "before",
    "on_or_before": "on_or_after",
    "on_or_after": "on_or_before",
}
_NEVER = pl.lit(None, dtype=pl.Boolean)
_EXPANDED = 64  # a comparison with a fact of more values than this is made value by value


def compare(bound: BoundAtom, columns: Mapping[str, Column]) -> pl.Expr:
    """The comparison as a nullable boolean: null is unknown (D3.2)."""
    column = columns[bound.atom.fact]
    op = bound.atom.op
    if OPERATORS[op].shape == "truth":
        return _known(column) if bound.threshold else ~_known(column)
    if bound.other is not None and bound.other_kind is not None:
        return _with_fact(bound, column, columns[bound.other])
    if bound.threshold is None:  # a parameter that has no value on the day
        return _NEVER
    return _with_value(column, bound.kind, op, bound.threshold)


def _known(column: Column) -> pl.Expr:
    if isinstance(column, Coded) and None in column.values:
        gaps = {place for place, value in enumerate(column.values) if value is None}
        return column.expr.is_not_null() & ~one_of(column, gaps).fill_null(value=False)
    return column.expr.is_not_null()


def _constant(column: Column, truth: bool) -> pl.Expr:
    """``truth`` where the fact is known."""
    return pl.when(column.expr.is_not_null()).then(pl.lit(truth))


def _with_value(column: Column, kind: ValueType, op: str, asked: Any) -> pl.Expr:
    match column:
        case Coded():
            return _of_codes(column, _truths(column.values, kind, op, asked))
        case Truths():
            held = _truths((False, True), kind, op, asked)
            if held[0] == held[1]:
                return _constant(column, held[1] == TRUE)
            return column.expr if held[1] == TRUE else ~column.expr
        case Numbers():
            return _of_numbers(column, op, asked)
        case Days():
            return _of_days(column.expr, op, asked)
        case Lists():
            return _of_lists(column.expr, op, asked)
        case Written(native=True) if op in ("is", "is_not", "in", "not_in"):
            items: tuple[str, ...] = asked if isinstance(asked, tuple) else (asked,)
            found = reduce(or_, (column.expr == pl.lit(item) for item in items))
            return found if op in ("is", "in") else ~found
        case Written():
            bound = _bare(kind, op, asked)
            return _by_values(bound, {bound.atom.fact: column})


def _bare(kind: ValueType, op: str, asked: Any) -> BoundAtom:
    return BoundAtom(Atom("x", op, asked), kind, asked, None, None, None)


def _truths(values: Sequence[Value | None], kind: ValueType, op: str, asked: Any) -> list[int]:
    """The comparison made for each value, by the meaning all engines share."""
    test = _bare(kind, op, asked).test()
    return [UNKNOWN if value is None else test({"x": value}) for value in values]


# Finitely many values


def _of_codes(column: Coded, truths: Sequence[int]) -> pl.Expr:
    known = [place for place, truth in enumerate(truths) if truth != UNKNOWN]
    held = {place for place in known if truths[place] == TRUE}
    if not known:
        return _NEVER
    settled = len(held) in (0, len(known))
    found = _constant(column, bool(held)) if settled else one_of(column, held)
    if len(known) == len(truths):
        return found
    return pl.when(one_of(column, set(known))).then(found)


def one_of(column: Coded, places: set[int]) -> pl.Expr:
    """Whether the code is among ``places``, in the cheapest form."""
    first, last, size = min(places), max(places), len(column.values)

    def code(place: int) -> pl.Expr:
        return pl.lit(place, dtype=column.dtype)

    if len(places) == 1:
        return column.expr == code(first)
    if len(places) == size - 1:
        missing = next(place for place in range(size) if place not in places)
        return column.expr != code(missing)
    if last - first + 1 == len(places):
        bounds = [column.expr >= code(first)] if first else []
        bounds += [column.expr <= code(last)] if last < size - 1 else []
        return reduce(and_, bounds) if bounds else _constant(column, truth=True)
    if len(places) <= 4:
        return reduce(or_, (column.expr == code(place) for place in sorted(places)))
    return column.expr.is_in(sorted(places))


# Numbers, days, lists


def _of_numbers(column: Numbers, op: str, asked: Any) -> pl.Expr:
    """Bounds on the scaled integer: ``x < 2.5`` at scale 0 is ``x <= 2``."""
    if op in ("in", "not_in"):
        found = reduce(or_, (_of_numbers(column, "is", item) for item in asked))
        return found if op == "in" else ~found
    if op == "between":
        least, most = (_of_numbers(column, side, end) for side, end in _ends(asked))
        return least & most
    scaled = Fraction(asked) * 10**column.scale
    if op in ("is", "is_not"):
        whole = scaled.denominator == 1 and column.least <= scaled <= column.most
        if not whole:
            return _constant(column, op == "is_not")
        number = _number(column, int(scaled))
        return column.expr == number if op == "is" else column.expr != number
    if op in ("at_least", "more_than"):
        bound = ceil(scaled) if op == "at_least" else floor(scaled) + 1
        if bound <= column.least:
            return _constant(column, truth=True)
        if bound > column.most:
            return _constant(column, truth=False)
        return column.expr >= _number(column, bound)
    bound = floor(scaled) if op == "at_most" else ceil(scaled) - 1
    if bound >= column.most:
        return _constant(column, truth=True)
    if bound < column.least:
        return _constant(column, truth=False)
    return column.expr <= _number(column, bound)


def _ends(pair: tuple[Any, Any]) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("at_least", pair[0]), ("at_most", pair[1])


def _number(column: Numbers, scaled: int) -> pl.Expr:
    if not column.dtype.is_decimal():
        return pl.lit(scaled, dtype=column.dtype)
    digits = tuple(int(digit) for digit in str(abs(scaled)))
    exact = Decimal((1 if scaled < 0 else 0, digits, -column.scale))  # no context, no rounding
    return pl.lit(exact, dtype=column.dtype)


def _of_days(expr: pl.Expr, op: str, asked: Any) -> pl.Expr:
    if op in ("in", "not_in"):
        found = reduce(or_, (expr == pl.lit(item) for item in asked))
        return found if op == "in" else ~found
    if op == "between":
        return (expr >= pl.lit(asked[0])) & (expr <= pl.lit(asked[1]))
    return _ordered(op, expr, pl.lit(asked))


def _ordered(op: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """A comparison of two columns whose native order is the order of their values."""
    match op:
        case "is":
            return left == right
        case "is_not":
            return left != right
        case "less_than" | "before":
            return left < right
        case "at_most" | "on_or_before":
            return left <= right
        case "at_least" | "on_or_after":
            return left >= right
        case _:
            return left > right


def _of_lists(expr: pl.Expr, op: str, asked: Any) -> pl.Expr:
    items: tuple[str, ...] = asked if isinstance(asked, tuple) else (asked,)
    each = [expr.list.contains(item) for item in items]
    return reduce(and_ if op == "contains_all" else or_, each)


# Two facts


def _with_fact(bound: BoundAtom, column: Column, other: Column) -> pl.Expr:
    op = bound.atom.op
    match column, other:
        case (Truths(), Truths()) | (Days(), Days()):
            return _ordered(op, column.expr, other.expr)
        case (Coded(), Coded()) if column.values == other.values and _in_order(bound, column):
            wide = pl.UInt32()
            return _ordered(op, column.expr.cast(wide), other.expr.cast(wide))
        case (Written(native=True), Written(native=True)) if op in ("is", "is_not"):
            return _ordered(op, column.expr, other.expr)
        case (Numbers(), Numbers()) if column.dtype == other.dtype:
            return _ordered(op, column.expr, other.expr)
        case (_, Coded()) if len(other.values) <= _EXPANDED:
            return _for_each(other, lambda value: _with_value(column, bound.kind, op, value))
        case (Coded(), _) if len(column.values) <= _EXPANDED and op in _SWAPPED:
            kind = bound.other_kind or bound.kind
            return _for_each(column, lambda value: _with_value(other, kind, _SWAPPED[op], value))
        case _:
            columns = {bound.atom.fact: column, str(bound.other): other}
            return _by_values(bound, columns)


def _in_order(bound: BoundAtom, column: Coded) -> bool:
    """Whether the places of the values are distinct and stand in the order of the operator."""
    if None in column.values or len(set(column.values)) < len(column.values):
        return False
    if bound.atom.op in ("is", "is_not"):
        return True
    return bound.kind.type is FactType.ORDERED and column.values == tuple(bound.kind.choices)


def _for_each(column: Coded, made: Callable[[Value], pl.Expr]) -> pl.Expr:
    """One comparison for each value of ``column``, chosen by the code."""
    chosen: Any = pl
    for place, value in enumerate(column.values):
        if value is not None:
            code = pl.lit(place, dtype=column.dtype)
            chosen = chosen.when(column.expr == code).then(made(value))
    return _NEVER if chosen is pl else chosen


def _by_values(bound: BoundAtom, columns: Mapping[str, Column]) -> pl.Expr:
    """The comparison in Python, once for each distinct value or pair of values."""
    names = list(columns)
    test = bound.test()
    reads = [columns[name].read for name in names]

    def decide(series: pl.Series) -> pl.Series:
        frame = series.struct.unnest()
        distinct = frame.unique()
        truths: list[bool | None] = []
        for row in distinct.iter_rows():
            values = {n: read(raw) for n, read, raw in zip(names, reads, row, strict=True)}
            truth = test({name: value for name, value in values.items() if value is not None})
            truths.append(None if truth == UNKNOWN else truth == TRUE)
        decided = distinct.with_columns(pl.Series("truth", truths, dtype=pl.Boolean))
        joined = frame.join(
            decided, on=frame.columns, how="left", nulls_equal=True, maintain_order="left"
        )
        return joined["truth"]

    pair = pl.struct(columns[name].expr.alias(f"v{place}") for place, name in enumerate(names))
    return pair.map_batches(decide, return_dtype=pl.Boolean, is_elementwise=True)


# Making columns


def number_column(expr: pl.Expr, dtype: pl.DataType) -> Numbers:
    """A numeric column; narrow integers are read as 64 bits, so that two of them compare."""
    if isinstance(dtype, pl.Decimal):
        most = 10**dtype.precision - 1
        return Numbers(expr, dtype, dtype.scale, -most, most)
    if dtype in (pl.UInt64(), pl.Int128()):
        wide = pl.Int128()
        return Numbers(expr.cast(wide), wide, 0, -(2**127), 2**127 - 1)
    whole = pl.Int64()
    return Numbers(expr.cast(whole), whole, 0, -(2**63), 2**63 - 1)
