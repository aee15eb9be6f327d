"""A table decided: the rules of a pack as columns, with verdicts and points for every row.

The columns of the result, beside ``nomination``, the unit and what was kept:

===========================  ====================================================================
``verdict:<tier>``           ``eligible``, ``incomplete``, ``deferred`` or ``rejected``
``merit:<tier>:low, :high``  the points that count for the tier: sure, and possible
``axis:<axis>:low, :high``   the points on the axis, of all tiers together
``points:<rule>:low, :high`` the points of a score rule
``fact:<name>``              a derived fact; null is unknown
``rule:<id>``                the outcome: 0 violated, 1 satisfied, 2 unknown, 3 not applicable
===========================  ====================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, overload

import polars as pl

from dvk_rules.bulk.output import OutputPlan, plan_output
from dvk_rules.bulk.table import ID, Table
from dvk_rules.engines.columnar_plan import Units, plan_columns
from dvk_rules.errors import InputError
from dvk_rules.inputs import setting_problems
from dvk_rules.pack.model import Pack
from dvk_rules.program import compile_program
from dvk_rules.values import Value

__all__ = ["Detail", "TablePlan", "evaluate_table", "plan_table"]

type Detail = Literal["all", "verdicts"]

_ROWS = 1 << 18  # rows at a time, so that what is held in between stays bounded


@dataclass(frozen=True)
class TablePlan:
    """A pack compiled for tables of one schema; it can be used for any number of them."""

    table: Table
    output: OutputPlan = field(repr=False)

    def evaluate(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The verdicts of every row; what stands in the cells must have been checked."""
        schema = self.decided(pl.DataFrame(schema=self.table.schema)).schema
        narrow = frame.select(self.table.schema.names())
        return narrow.map_batches(self.decided, streamable=True, schema=schema)

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The verdicts of every row. Raises ``InputError`` with everything wrong in the cells."""
        problems = [*self.table.same_ids(frame[ID]), *self.table.value_problems(frame)]
        if problems:
            raise InputError(problems)
        return self.decided(frame)

    def decided(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The verdicts of every row; what stands in the cells must have been checked."""
        if frame.height <= _ROWS:
            return self._of(frame)
        return pl.concat([self._of(part) for part in frame.iter_slices(_ROWS)])

    def _of(self, frame: pl.DataFrame) -> pl.DataFrame:
        return self.output.frame(self.table.carried(frame), self.table.block(frame))


def plan_table(
    pack: Pack,
    schema: pl.Schema,
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
    file: str = "",
) -> TablePlan:
    """The plan for tables with this schema, decided on ``day``.

    ``keep`` are columns of the table that go to the result as they are. ``detail`` leaves out the
    columns of single rules if it is ``verdicts``. Raises ``InputError`` with everything wrong in
    the columns; ``file`` is the name it calls the table by.
    """
    table = Table(pack, schema, tuple(keep), file)
    problems = (*setting_problems(pack, day, changed or {}), *table.problems())
    if problems:
        raise InputError(problems)
    anyone = compile_program(pack, day, None, changed)
    by_unit = tuple(compile_program(pack, day, unit, changed) for unit in pack.units.units.values())
    plan = plan_columns(Units(anyone, by_unit, table.unit), table.columns)
    return TablePlan(table, plan_output(pack, plan, single_rules=detail == "all"))


@overload
def evaluate_table(
    pack: Pack,
    frame: pl.DataFrame,
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
) -> pl.DataFrame: ...
@overload
def evaluate_table(
    pack: Pack,
    frame: pl.LazyFrame,
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
) -> pl.LazyFrame: ...
def evaluate_table(
    pack: Pack,
    frame: pl.DataFrame | pl.LazyFrame,
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
) -> pl.DataFrame | pl.LazyFrame:
    """The verdicts, outcomes, derived facts and points of every row of ``frame``.

    The columns are those of ``table_schema``; the module says what comes back. Raises
    ``InputError`` with everything wrong at once. A lazy frame stays lazy: only its columns are
    checked here. A cell that is not of its type stops it when it is collected, with the
    ``InputError`` for the rows read so far; that no two rows have one id is not checked.
    """
    plan = plan_table(
        pack, frame.collect_schema(), day=day, changed=changed, keep=keep, detail=detail
    )
    if isinstance(frame, pl.DataFrame):
        return plan.checked(frame)
    return plan.evaluate(plan.table.guarded(frame))
