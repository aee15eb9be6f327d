"""What may not stand in the cells of a table, as conditions on its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl

from dvk_rules.engines.columns import number_column
from dvk_rules.engines.tables import NUMBER
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.values import FactType

__all__ = ["Check", "fact_checks", "filled", "no_id", "not_a_choice"]

_WHOLE = r"^[+-]?[0-9]+$"


@dataclass(frozen=True)
class Check:
    """Cells that are wrong where ``wrong`` is true."""

    code: str
    column: str
    wrong: pl.Expr
    params: Mapping[str, Any]


def no_id(name: str) -> Check:
    """Rows without an id."""
    return Check("table.no-id", name, pl.col(name).is_null() | (pl.col(name) == ""), {})


def not_a_choice(name: str, dtype: pl.DataType, choices: Collection[str]) -> Check:
    """Words that are none of the choices."""
    known = list(choices)
    if dtype == pl.Enum(known):
        wrong = pl.lit(value=False)
    else:
        wrong = ~filled(pl.col(name).cast(pl.String)).is_in(known)
    return Check("table.choice", name, wrong, {"known": known})


def fact_checks(fact: Fact, dtype: pl.DataType) -> Iterator[Check]:
    """Cells that hold no value of the fact, or one outside its bounds."""
    column, name, kind = pl.col(fact.name), fact.name, fact.kind
    if kind.type in (FactType.ENUM, FactType.ORDERED) and kind.choices:
        yield not_a_choice(name, dtype, kind.choices)
    elif kind.type is FactType.LIST:
        items = column.cast(pl.List(pl.String))
        strange = items.list.set_difference(list(kind.choices)).list.len() > 0
        yield Check("table.choice", name, strange, {"known": list(kind.choices)})
    elif kind.type in (FactType.INT, FactType.DECIMAL) and dtype == pl.String():
        pattern = _WHOLE if kind.type is FactType.INT else f"^(?:{NUMBER.pattern})$"
        column = filled(column)
        yield Check("table.not-a-number", name, ~column.str.contains(pattern), {})
        column = pl.when(column.str.contains(pattern)).then(column)
    if kind.at_least is not None:
        below = _beyond(column, dtype, kind.at_least, below=True)
        yield Check("table.too-low", name, below, {"bound": kind.at_least})
    if kind.at_most is not None:
        above = _beyond(column, dtype, kind.at_most, below=False)
        yield Check("table.too-high", name, above, {"bound": kind.at_most})


def filled(text: pl.Expr) -> pl.Expr:
    """Text without the spaces around it; null where it is blank."""
    stripped = text.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _beyond(column: pl.Expr, dtype: pl.DataType, bound: Any, *, below: bool) -> pl.Expr:
    """Whether a number or a day lies outside a bound, exactly."""
    if dtype == pl.String():

        def beyond(texts: pl.Series) -> pl.Series:
            written = texts.drop_nulls().unique().to_list()
            wrong = [text for text in written if _outside(Decimal(text), bound, below=below)]
            return texts.is_in(wrong)

        return column.map_batches(beyond, return_dtype=pl.Boolean, is_elementwise=True)
    if dtype == pl.Date():
        return _outside(column, pl.lit(bound), below=below)
    numbers = number_column(dtype)
    units = Fraction(bound) * 10**numbers.scale
    whole = ceil(units) if below else floor(units)
    if not numbers.least <= whole <= numbers.most:  # past every number that the column can hold
        return column.is_not_null() if (whole > 0) is below else pl.lit(value=False)
    limit = pl.lit(numbers.of(whole), dtype=numbers.dtype)
    return _outside(column.cast(numbers.dtype), limit, below=below)


def _outside(value: Any, bound: Any, *, below: bool) -> Any:
    return value < bound if below else value > bound
