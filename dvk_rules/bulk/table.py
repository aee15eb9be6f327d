"""The table of nominations: its columns, what may stand in them, and everything wrong with one.

A table has a column ``nomination`` (the id), a column for the unit, and a column for each fact
that a nomination brings, under the fact's name. A column that is missing, a null and a blank text
are unknown (D2.2); a column that no fact has is an error, unless it is to be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from dvk_rules.conditions import Atom, facts_of
from dvk_rules.engines.columns import Coded, Column, Truths, compare
from dvk_rules.engines.tables import NUMBER, code_type, column_of, usual_type
from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.read_conditions import nearest
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.program import BoundAtom
from dvk_rules.text import squash
from dvk_rules.values import FactType

__all__ = ["ID", "Table", "any_same", "facts_read", "table_schema", "tidy", "unit_column_of"]

ID = "nomination"
"""The column with the id of the nomination."""

_EXAMPLES = 3
# Words of letters that Unicode has nothing to say about, parted by single spaces.
_LETTERS = "!-~\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u024f\u1ea0-\u1ef9"
_TIDY = f"^[{_LETTERS}]+(?: [{_LETTERS}]+)*$"


def unit_column_of(pack: Pack) -> str:
    """The column with the unit: the fact with that role, or ``unit``."""
    fact = pack.vocabulary.by_role.get("unit")
    return fact.name if fact else "unit"


def table_schema(pack: Pack) -> pl.Schema:
    """The columns of a table of nominations under ``pack``, in their usual types.

    Only ``nomination`` must be there. An enum may also come as text or as a categorical, numbers
    as any integers, decimals of any scale, or text; never as floats.
    """
    units = list(pack.units.units)
    columns: dict[str, pl.DataType] = {
        ID: pl.String(),
        unit_column_of(pack): pl.Enum(units) if units else pl.String(),
    }
    for fact in pack.vocabulary.given:
        columns.setdefault(fact.name, usual_type(fact.kind))
    return pl.Schema(columns)


def facts_read(pack: Pack) -> frozenset[str]:
    """The facts that some rule reads."""
    return frozenset(
        name
        for rule in pack.rules
        for condition in rule.conditions()
        for name in facts_of(condition)
    )


def tidy(series: pl.Series) -> pl.Series:
    """Text as it is read from a cell: NFC, single spaces, blank is null (D2.3)."""
    odd = series.filter(~series.str.contains(_TIDY)).unique()
    if odd.is_empty():
        return series
    tidied = pl.Series([squash(item) or None for item in odd], dtype=pl.String)
    return series.replace(odd, tidied)


def any_same(marks: pl.Series) -> bool:
    """Whether two of the numbers are equal; sorted, that is quicker than a set of all."""
    ordered = np.sort(marks.to_numpy())
    return bool((ordered[1:] == ordered[:-1]).any())


@dataclass(frozen=True)
class Table:
    """A table with this schema, read under a pack. ``file`` names it in problems."""

    pack: Pack
    schema: pl.Schema
    keep: tuple[str, ...] = ()
    file: str = ""

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts that have a column; the unit and the rank are not among a row's facts."""
        return {
            fact.name: fact
            for fact in self.pack.vocabulary.given
            if fact.name in self.schema and fact.role not in ("unit", "rank")
        }

    @cached_property
    def rank(self) -> str | None:
        """The column with the unit's own order, if there is one."""
        fact = self.pack.vocabulary.by_role.get("rank")
        return fact.name if fact and fact.name in self.schema else None

    @cached_property
    def unit(self) -> str | None:
        """The column with the unit, if there is one."""
        name = unit_column_of(self.pack)
        return name if name in self.schema else None

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the columns, all at once."""
        known = self._known
        if ID in self.pack.vocabulary:
            yield self._problem("table.taken", ID)
        if ID not in self.schema:
            yield self._problem("table.no-id-column", ID)
        for name, dtype in self.schema.items():
            if name in self.keep:
                if ":" in name or name in known:
                    yield self._problem("table.not-kept", name)
            elif name not in known:
                meant = nearest(name, list(known))
                code = "table.unknown-column-meant" if meant else "table.unknown-column"
                yield self._problem(code, name, meant=meant)
            elif not self._fits(name, dtype):
                code = "table.float" if dtype.is_float() else "table.type"
                wanted = _wanted(known[name])
                yield self._problem(code, name, found=str(dtype), wanted=wanted)
        for name in self.keep:
            if name not in self.schema:
                yield self._problem("table.nothing-to-keep", name)

    def _fits(self, name: str, dtype: pl.DataType) -> bool:
        text = dtype in (pl.String(), pl.Categorical()) or isinstance(dtype, pl.Enum)
        if name == ID:
            return dtype == pl.String()
        if name == self.unit:
            return text
        kind = self.pack.vocabulary[name].kind
        return column_of(kind, dtype, pl.col(name)) is not None

    def _problem(self, code: str, column: str, **params: Any) -> Problem:
        where = Place(file=self.file, cell=column) if self.file else None
        return Problem(code, {"column": column, **params}, where)

    # Values

    def value_problems(self, frame: pl.DataFrame) -> list[Problem]:
        """What is wrong in the cells of ``frame``, by column: how often, examples and rows."""
        checks = self._checks
        if frame.is_empty():
            return []
        counts = frame.select(self._counts).row(0)
        problems: list[Problem] = []
        for count, check in zip(counts, checks, strict=True):
            if count:
                wrong = frame.filter(check.wrong)
                shown = wrong[check.column].unique(maintain_order=True).head(_EXAMPLES)
                params = {
                    **check.params,
                    "count": count,
                    "examples": [str(item) for item in shown.to_list()],
                    "rows": [str(item) for item in wrong[ID].head(_EXAMPLES).to_list()],
                }
                problems.append(self._problem(check.code, check.column, **params))
        return problems

    def guarded(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """``frame``, which stops with an ``InputError`` where it comes to cells that are wrong."""

        def passed(part: pl.DataFrame) -> pl.DataFrame:
            problems = self.value_problems(part)
            if problems:
                raise InputError(problems)
            return part

        known = [name for name in self.schema if name in self.keep or name in self._known]
        narrow = frame.select(known)
        schema = pl.Schema({name: self.schema[name] for name in known})
        return narrow.map_batches(passed, streamable=True, schema=schema)

    def same_ids(self, ids: pl.Series) -> list[Problem]:
        """The ids that more than one row has, told once; rows without an id are another matter."""
        if not any_same(ids.hash()):
            return []
        given = ids.filter(ids.fill_null("") != "")
        again = given.filter(given.is_duplicated())
        if again.is_empty():
            return []
        examples = again.unique(maintain_order=True).head(_EXAMPLES).to_list()
        return [self._problem("table.same-id", ID, count=len(again), examples=examples)]

    @cached_property
    def _counts(self) -> list[pl.Expr]:
        return [
            check.wrong.fill_null(value=False).sum().alias(str(place))
            for place, check in enumerate(self._checks)
        ]

    @cached_property
    def _known(self) -> pl.Schema:
        return table_schema(self.pack)

    @cached_property
    def _checks(self) -> tuple[_Check, ...]:
        return tuple(self._all_checks())

    def _all_checks(self) -> Iterator[_Check]:
        yield _Check("table.no-id", ID, pl.col(ID).is_null() | (pl.col(ID) == ""), {})
        units = list(self.pack.units.units)
        if self.unit is not None and units:
            yield _choice_check(self.unit, self.schema[self.unit], units)
        for fact in self.pack.vocabulary.given:
            if fact.name in self.schema and fact.name != self.unit:
                yield from self._fact_checks(fact, self.schema[fact.name])

    def _fact_checks(self, fact: Fact, dtype: pl.DataType) -> Iterator[_Check]:
        column, name, kind = pl.col(fact.name), fact.name, fact.kind
        if kind.type in (FactType.ENUM, FactType.ORDERED) and kind.choices:
            yield _choice_check(name, dtype, kind.choices)
        elif kind.type is FactType.LIST:
            items = column.cast(pl.List(pl.String))
            strange = items.list.set_difference(list(kind.choices)).list.len() > 0
            yield _Check("table.choice", name, strange, {"known": list(kind.choices)})
        elif kind.type in (FactType.INT, FactType.DECIMAL) and dtype == pl.String():
            pattern = _WHOLE if kind.type is FactType.INT else f"^(?:{NUMBER.pattern})$"
            column = _filled(column)
            yield _Check("table.not-a-number", name, ~column.str.contains(pattern), {})
            column = pl.when(column.str.contains(pattern)).then(column)
        found = column_of(kind, dtype, column)
        for op, bound in (("less_than", kind.at_least), ("more_than", kind.at_most)):
            if found is not None and bound is not None:
                asked = BoundAtom(Atom("x", op, bound), kind, bound, None, None, None)
                code = "table.too-low" if op == "less_than" else "table.too-high"
                yield _Check(code, name, compare(asked, {"x": found}), {"bound": bound})

    # Reading

    def prepared(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """``frame`` with the columns that the rules read, tidied and in their usual types."""
        read = facts_read(self.pack)
        exprs = [pl.col(ID), *(pl.col(name) for name in self.keep)]
        units = list(self.pack.units.units)
        unit = unit_column_of(self.pack)
        if self.unit is None:
            dtype = pl.Enum(units) if units else pl.String()
            exprs.append(pl.lit(None, dtype=dtype).alias(unit))
        elif units:
            exprs.append(_as_enum(pl.col(unit), self.schema[unit], units))
        else:
            exprs.append(pl.col(unit).cast(pl.String))
        for fact in self.pack.vocabulary.given:
            if fact.name in read and fact.name != unit:
                exprs.append(self._tidied(fact))
        return frame.select(exprs)

    def _tidied(self, fact: Fact) -> pl.Expr:
        column = pl.col(fact.name)
        if fact.name not in self.facts:
            return pl.lit(None, dtype=usual_type(fact.kind)).alias(fact.name)
        dtype = self.schema[fact.name]
        match fact.kind.type:
            case FactType.TEXT:
                text = column.cast(pl.String)
                return text.map_batches(tidy, return_dtype=pl.String, is_elementwise=True)
            case FactType.ENUM | FactType.ORDERED if fact.kind.choices:
                return _as_enum(column, dtype, fact.kind.choices)
            case FactType.INT | FactType.DECIMAL if dtype == pl.String():
                return _filled(column)
            case _:
                return column

    def columns(self, prepared: pl.Schema) -> Mapping[str, Column]:
        """Every fact that is not derived, as the rules read it from a prepared table."""
        unit = self.unit_code()
        columns: dict[str, Column] = {}
        for fact in self.pack.vocabulary.facts.values():
            if fact.from_unit is not None:
                columns[fact.name] = _of_unit(self.pack, fact, unit)
            elif fact.role == "unit" and unit is not None:
                columns[fact.name] = unit
            elif fact.name in prepared:
                found = column_of(fact.kind, prepared[fact.name], pl.col(fact.name))
                if found is not None:
                    columns[fact.name] = found
        return columns

    def unit_code(self) -> Coded | None:
        """The unit of a row as its place in the register."""
        units = tuple(self.pack.units.units)
        if not units:
            return None
        code = code_type(len(units))
        return Coded(pl.col(unit_column_of(self.pack)).to_physical().cast(code), units, code)


@dataclass(frozen=True)
class _Check:
    """Cells that are wrong where ``wrong`` is true."""

    code: str
    column: str
    wrong: pl.Expr
    params: Mapping[str, Any]


_WHOLE = r"^[+-]?[0-9]+$"


def _choice_check(name: str, dtype: pl.DataType, choices: Collection[str]) -> _Check:
    known = list(choices)
    if dtype == pl.Enum(known):
        wrong = pl.lit(value=False)
    else:
        wrong = ~_filled(pl.col(name).cast(pl.String)).is_in(known)
    return _Check("table.choice", name, wrong, {"known": known})


def _filled(text: pl.Expr) -> pl.Expr:
    """Text without the spaces around it; null where it is blank."""
    stripped = text.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _as_enum(column: pl.Expr, dtype: pl.DataType, choices: Iterable[str]) -> pl.Expr:
    enum = pl.Enum(list(choices))
    return column if dtype == enum else _filled(column.cast(pl.String)).cast(enum)


def _of_unit(pack: Pack, fact: Fact, unit: Coded | None) -> Column:
    """A fact from the register: one value for each unit."""
    if unit is None or fact.from_unit is None:
        return Truths(pl.lit(None, dtype=pl.Boolean))
    values = tuple(item.field(fact.from_unit) for item in pack.units.units.values())
    return Coded(unit.expr, values, unit.dtype)


def _wanted(dtype: pl.DataType) -> str:
    if dtype.is_decimal():
        return "Decimal, Int64, String"
    if dtype == pl.Int64():
        return "Int64, String"
    return "Enum, String" if isinstance(dtype, pl.Enum) else str(dtype)
