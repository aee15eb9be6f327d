"""The table of nominations: its columns, what may stand in them, and everything wrong with one.

A table has a column ``nomination`` (the id), a column for the unit, and a column for each fact
that a nomination brings, under the fact's name. A column that is missing, a null and a blank text
are unknown (D2.2); a column that no fact has is an error, unless it is to be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from dvk_rules.bulk.checks import Check, fact_checks, filled, no_id, not_a_choice
from dvk_rules.conditions import facts_of
from dvk_rules.engines.columnar_plan import Block
from dvk_rules.engines.columns import Coded, Column, one
from dvk_rules.engines.tables import (
    Source,
    code_type,
    is_text,
    read_columns,
    source_of,
    usual_type,
)
from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.read_conditions import nearest
from dvk_rules.pack.vocabulary import Fact
from dvk_rules.text import squash
from dvk_rules.values import FactType

__all__ = ["ID", "Table", "any_same", "facts_read", "table_schema", "tidy", "unit_column_of"]

ID = "nomination"
"""The column with the id of the nomination."""

_EXAMPLES = 3
_SHORT = 1 << 14  # ids up to which a set of them is quicker than their hashes, sorted
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
        if name == ID:
            return dtype == pl.String()
        if name == self.unit:
            return is_text(dtype)
        return source_of(name, self.pack.vocabulary[name].kind, dtype) is not None

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
        if len(ids) < _SHORT:
            if ids.n_unique() == len(ids):
                return []
        elif not any_same(ids.hash()):
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
    def _checks(self) -> tuple[Check, ...]:
        units = self.pack.units.units
        made = [no_id(ID)]
        if self.unit is not None and units:
            made.append(not_a_choice(self.unit, self.schema[self.unit], units))
        for fact in self.pack.vocabulary.given:
            if fact.name in self.schema and fact.name != self.unit:
                made += fact_checks(fact, self.schema[fact.name])
        return tuple(made)

    # Reading

    def block(self, frame: pl.DataFrame) -> Block:
        """What the rules read of ``frame``, tidied, with what the register says of the units."""
        tidied = frame.with_columns(self._tidying) if self._tidying else frame
        columns = read_columns(tidied, self._sources)
        if self.unit in columns:
            for fact in self._of_unit:
                columns[fact] = columns[self.unit]
        return Block(frame.height, columns)

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The kind of column that each fact is read as."""
        columns = {source.name: source.column for source in self._sources}
        if self.unit in columns:
            columns.update(self._of_unit)
        return columns

    @cached_property
    def _of_unit(self) -> Mapping[str, Column]:
        """The facts that follow from the unit: one value for each, chosen by the unit's code."""
        units = self.pack.units.units
        code, found = code_type(len(units)), dict[str, Column]()
        for fact in self.pack.vocabulary.facts.values():
            if fact.role == "unit":
                found[fact.name] = Coded(tuple(units), code)
            elif fact.from_unit is not None:
                values = tuple(unit.field(fact.from_unit) for unit in units.values())
                found[fact.name] = Coded(values, code)
        return found

    def carried(self, frame: pl.DataFrame) -> list[pl.Series]:
        """The columns that go to the result: the id, the unit and what is to be kept."""
        return [frame[ID], self._units_of(frame), *(frame[name] for name in self.keep)]

    def _units_of(self, frame: pl.DataFrame) -> pl.Series:
        units = list(self.pack.units.units)
        dtype = pl.Enum(units) if units else pl.String()
        if self.unit is None:
            return one(None, dtype).new_from_index(0, frame.height).alias(unit_column_of(self.pack))
        if self.schema[self.unit] == dtype:
            return frame[self.unit]
        column = pl.col(self.unit)
        made = _as_enum(column, self.schema[self.unit], units) if units else column.cast(dtype)
        return frame.select(made).to_series()

    @cached_property
    def _read(self) -> Mapping[str, Fact]:
        read = facts_read(self.pack)
        return {
            name: fact for name, fact in self.facts.items() if name in read and name != self.unit
        }

    @cached_property
    def _tidying(self) -> list[pl.Expr]:
        """What makes text into what it stands for; typed columns are taken as they are."""
        made = [self._tidied(fact) for fact in self._read.values()]
        units = list(self.pack.units.units)
        if self.unit is not None and units and self.schema[self.unit] != pl.Enum(units):
            made.append(_as_enum(pl.col(self.unit), self.schema[self.unit], units))
        return [expr for expr in made if expr is not None]

    def _tidied(self, fact: Fact) -> pl.Expr | None:
        column, dtype = pl.col(fact.name), self.schema[fact.name]
        match fact.kind.type:
            case FactType.TEXT:
                text = column.cast(pl.String)
                return text.map_batches(tidy, return_dtype=pl.String, is_elementwise=True)
            case FactType.ENUM | FactType.ORDERED if fact.kind.choices:
                enum = pl.Enum(list(fact.kind.choices))
                return None if dtype == enum else _as_enum(column, dtype, fact.kind.choices)
            case FactType.INT | FactType.DECIMAL if dtype == pl.String():
                return filled(column)
            case _:
                return None

    @cached_property
    def _sources(self) -> list[Source]:
        empty = pl.DataFrame(schema=self.schema)
        schema = (empty.with_columns(self._tidying) if self._tidying else empty).schema
        found = [source_of(name, fact.kind, schema[name]) for name, fact in self._read.items()]
        units = tuple(self.pack.units.units)
        if self.unit is not None and units:
            code = code_type(len(units))
            read = pl.col(self.unit).to_physical().cast(code)
            found.append(Source(self.unit, Coded(units, code), read))
        return [source for source in found if source is not None]


def _as_enum(column: pl.Expr, dtype: pl.DataType, choices: Iterable[str]) -> pl.Expr:
    enum = pl.Enum(list(choices))
    return column if dtype == enum else filled(column.cast(pl.String)).cast(enum)


def _wanted(dtype: pl.DataType) -> str:
    if dtype.is_decimal():
        return "Decimal, Int64, String"
    if dtype == pl.Int64():
        return "Int64, String"
    return "Enum, String" if isinstance(dtype, pl.Enum) else str(dtype)
