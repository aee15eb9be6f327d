"""One comparison made over a column.

It is compiled for a kind of column and then made over any number of series: a step over a short
series costs some microseconds, where a plan laid out anew costs ten times that. What no native
type can hold exactly is compared in Python, once for each distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from math import ceil, floor
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Any

import polars as pl

from dvk_rules.conditions import OPERATORS, Atom
from dvk_rules.engines.columns import (
    NEVER,
    NO,
    YES,
    Absent,
    Coded,
    Column,
    Days,
    Lists,
    Made,
    Numbers,
    Truths,
    Written,
    one,
    spread,
)
from dvk_rules.logic import TRUE, UNKNOWN
from dvk_rules.program import BoundAtom
from dvk_rules.values import FactType, Value, ValueType

__all__ = ["compare", "one_of"]

_EXPANDED = 64  # a comparison with a fact of more values than this is made value by value


def compare(bound: BoundAtom, column: Column, other: Column | None = None) -> Callable[..., Any]:
    """The comparison as nullable booleans (null is unknown, D3.2), of a series of the fact and
    one of the fact it is compared with, if it is compared with one (``other``)."""
    op = bound.atom.op
    if OPERATORS[op].shape == "truth":
        known: Made = partial(_given, column)
        return known if bound.threshold else _not(known)
    if other is not None:
        return _with_fact(bound, column, other)
    if bound.threshold is None:  # a parameter that has no value on the day
        return _never
    return _with_value(column, bound.kind, op, bound.threshold)


def _given(column: Column, series: pl.Series) -> pl.Series:
    """Whether the fact is known."""
    if isinstance(column, Coded) and None in column.values:
        places = {place for place, value in enumerate(column.values) if value is not None}
        if places:
            return one_of(column, places)(series).fill_null(value=False)
        return spread(NO, len(series))
    return series.is_not_null() if series.null_count() else spread(YES, len(series))


def _never(series: pl.Series) -> pl.Series:
    return spread(NEVER, len(series))


def _constant(truth: bool) -> Made:
    """``truth`` where the fact is known."""
    value = YES if truth else NO

    def made(series: pl.Series) -> pl.Series:
        if not series.null_count():
            return spread(value, len(series))
        return value.zip_with(series.is_not_null(), NEVER)

    return made


def _with_value(column: Column, kind: ValueType, op: str, asked: Any) -> Made:
    match column:
        case Coded():
            return _of_codes(column, _truths(column.values, kind, op, asked))
        case Truths():
            held = _truths((False, True), kind, op, asked)
            if held[0] == held[1]:
                return _constant(held[1] == TRUE)
            return _itself if held[1] == TRUE else _denied
        case Numbers():
            return _of_numbers(column, op, asked)
        case Days():
            return _of_days(op, asked)
        case Lists():
            return _of_lists(op, asked)
        case Written(native=True) if op in ("is", "is_not", "in", "not_in"):
            items = _items(asked)
            found = _any_of([_against(eq, one(item, pl.String())) for item in items])
            return found if op in ("is", "in") else _not(found)
        case Written():
            test = _bare(kind, op, asked).test()
            return lambda series: _by_values(test, {"x": column}, {"x": series})
        case Absent():
            return _never


def _itself(series: pl.Series) -> pl.Series:
    return series


def _denied(series: pl.Series) -> pl.Series:
    return ~series


def _not(made: Made) -> Made:
    return lambda series: ~made(series)


def _any_of(each: Sequence[Made]) -> Made:
    return lambda series: reduce(or_, [made(series) for made in each])


def _all_of(each: Sequence[Made]) -> Made:
    return lambda series: reduce(and_, [made(series) for made in each])


def _against(step: Callable[[Any, Any], Any], value: pl.Series) -> Made:
    return lambda series: step(series, value)


def _items(asked: Any) -> tuple[Any, ...]:
    return asked if isinstance(asked, tuple) else (asked,)


def _bare(kind: ValueType, op: str, asked: Any) -> BoundAtom:
    return BoundAtom(Atom("x", op, asked), kind, asked, None, None, None)


def _truths(values: Sequence[Value | None], kind: ValueType, op: str, asked: Any) -> list[int]:
    """The comparison made for each value, by the meaning all engines share."""
    test = _bare(kind, op, asked).test()
    return [UNKNOWN if value is None else test({"x": value}) for value in values]


# Finitely many values


def _of_codes(column: Coded, truths: Sequence[int]) -> Made:
    known = {place for place, truth in enumerate(truths) if truth != UNKNOWN}
    held = {place for place in known if truths[place] == TRUE}
    if not known:
        return _never
    settled = len(held) in (0, len(known))
    found = _constant(bool(held)) if settled else one_of(column, held)
    if len(known) == len(truths):
        return found
    among = one_of(column, known)
    return lambda series: found(series).zip_with(among(series), NEVER)


def one_of(column: Coded, places: set[int]) -> Made:
    """Whether the code is among ``places``, in the cheapest form."""
    first, last, size = min(places), max(places), len(column.values)

    def code(step: Callable[[Any, Any], Any], place: int) -> Made:
        return _against(step, one(place, column.dtype))

    if len(places) == 1:
        return code(eq, first)
    if len(places) == size - 1:
        return code(ne, next(place for place in range(size) if place not in places))
    if last - first + 1 == len(places):
        bounds = [code(ge, first)] if first else []
        bounds += [code(le, last)] if last < size - 1 else []
        return _all_of(bounds) if bounds else _constant(truth=True)
    if len(places) <= 4:
        return _any_of([code(eq, place) for place in sorted(places)])
    return lambda series: series.is_in(sorted(places))


# Numbers, days, lists

_STEPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "is": eq,
    "is_not": ne,
    "less_than": lt,
    "before": lt,
    "at_most": le,
    "on_or_before": le,
    "at_least": ge,
    "on_or_after": ge,
    "more_than": gt,
    "after": gt,
}


def _of_numbers(column: Numbers, op: str, asked: Any) -> Made:
    """Bounds on the scaled integer: ``x < 2.5`` at scale 0 is ``x <= 2``."""
    if op in ("in", "not_in"):
        found = _any_of([_of_numbers(column, "is", item) for item in asked])
        return found if op == "in" else _not(found)
    if op == "between":
        return _all_of([_of_numbers(column, side, end) for side, end in _ends(asked)])
    scaled = Fraction(asked) * 10**column.scale
    if op in ("is", "is_not"):
        whole = scaled.denominator == 1 and column.least <= scaled <= column.most
        if not whole:
            return _constant(op == "is_not")
        return _against(_STEPS[op], _number(column, int(scaled)))
    if op in ("at_least", "more_than"):
        bound = ceil(scaled) if op == "at_least" else floor(scaled) + 1
        if not column.least < bound <= column.most:
            return _constant(bound <= column.least)
        return _against(ge, _number(column, bound))
    bound = floor(scaled) if op == "at_most" else ceil(scaled) - 1
    if not column.least <= bound < column.most:
        return _constant(bound >= column.most)
    return _against(le, _number(column, bound))


def _ends(pair: tuple[Any, Any]) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return ("at_least", pair[0]), ("at_most", pair[1])


def _number(column: Numbers, units: int) -> pl.Series:
    return one(column.of(units), column.dtype)


def _of_days(op: str, asked: Any) -> Made:
    if op in ("in", "not_in"):
        found = _any_of([_of_days("is", item) for item in asked])
        return found if op == "in" else _not(found)
    if op == "between":
        return _all_of([_of_days("on_or_after", asked[0]), _of_days("on_or_before", asked[1])])
    return _against(_STEPS[op], one(asked, pl.Date()))


def _of_lists(op: str, asked: Any) -> Made:
    each = [_holding(item) for item in _items(asked)]
    return _all_of(each) if op == "contains_all" else _any_of(each)


def _holding(item: str) -> Made:
    return lambda series: series.list.contains(item)


# Two facts

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


def _with_fact(
    bound: BoundAtom, column: Column, other: Column
) -> Callable[[pl.Series, pl.Series], pl.Series]:
    op = bound.atom.op
    match column, other:
        case (Absent(), _) | (_, Absent()):
            return lambda series, _: _never(series)
        case (Truths(), Truths()) | (Days(), Days()):
            return _STEPS[op]
        case (Coded(), Coded()) if column.values == other.values and _in_order(bound, column):
            return _STEPS[op]
        case (Written(native=True), Written(native=True)) if op in ("is", "is_not"):
            return _STEPS[op]
        case (Numbers(), Numbers()) if column.dtype == other.dtype:
            return _STEPS[op]
        case (_, Coded()) if len(other.values) <= _EXPANDED:
            chosen = _for_each(other, lambda value: _with_value(column, bound.kind, op, value))
            return lambda series, theirs: chosen(theirs, series)
        case (Coded(), _) if len(column.values) <= _EXPANDED and op in _SWAPPED:
            kind = bound.other_kind or bound.kind
            return _for_each(column, lambda value: _with_value(other, kind, _SWAPPED[op], value))
        case _:
            return _of_pairs(bound, column, other)


def _in_order(bound: BoundAtom, column: Coded) -> bool:
    """Whether the places of the values are distinct and stand in the order of the operator."""
    if None in column.values or len(set(column.values)) < len(column.values):
        return False
    if bound.atom.op in ("is", "is_not"):
        return True
    return bound.kind.type is FactType.ORDERED and column.values == tuple(bound.kind.choices)


def _for_each(
    column: Coded, made: Callable[[Value], Made]
) -> Callable[[pl.Series, pl.Series], pl.Series]:
    """One comparison for each value of ``column``, chosen by the code."""
    each = [
        (_against(eq, one(place, column.dtype)), made(value))
        for place, value in enumerate(column.values)
        if value is not None
    ]

    def chosen(codes: pl.Series, series: pl.Series) -> pl.Series:
        found = NEVER
        for here, compared in each:
            found = compared(series).zip_with(here(codes), found)
        return spread(found, len(codes))

    return chosen


def _of_pairs(
    bound: BoundAtom, column: Column, other: Column
) -> Callable[[pl.Series, pl.Series], pl.Series]:
    test, columns = bound.test(), {bound.atom.fact: column, str(bound.other): other}

    def made(series: pl.Series, theirs: pl.Series) -> pl.Series:
        return _by_values(test, columns, {bound.atom.fact: series, str(bound.other): theirs})

    return made


def _by_values(
    test: Callable[[Mapping[str, Value]], int],
    columns: Mapping[str, Column],
    series: Mapping[str, pl.Series],
) -> pl.Series:
    """The comparison in Python, once for each distinct value or pair of values."""
    frame = pl.DataFrame([found.alias(name) for name, found in series.items()])
    distinct = frame.unique()
    truths: list[bool | None] = []
    for row in distinct.iter_rows():
        values = {name: columns[name].read(raw) for name, raw in zip(series, row, strict=True)}
        truth = test({name: value for name, value in values.items() if value is not None})
        truths.append(None if truth == UNKNOWN else truth == TRUE)
    decided = distinct.with_columns(pl.Series("its truth", truths, dtype=pl.Boolean))
    joined = frame.join(
        decided, on=list(series), how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["its truth"]
