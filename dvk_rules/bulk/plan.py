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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import add, and_
from typing import Literal, overload

import polars as pl

from dvk_rules.bulk.table import ID, Table, unit_column_of
from dvk_rules.engines.columnar_plan import ColumnPlan, Units, plan_columns
from dvk_rules.engines.decision_columns import points_type
from dvk_rules.errors import InputError
from dvk_rules.inputs import setting_problems
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import compile_program
from dvk_rules.values import Value
from dvk_rules.verdicts import Verdict

__all__ = ["Detail", "TablePlan", "evaluate_table", "plan_table"]

type Detail = Literal["all", "verdicts"]

_SLICE = 1 << 20  # rows at a time, so that what is held in between stays bounded
_VERDICTS = [verdict.value for verdict in Verdict]


@dataclass(frozen=True)
class TablePlan:
    """A pack compiled for tables of one schema; it can be used for any number of them."""

    table: Table
    rules: ColumnPlan = field(repr=False)
    verdicts: tuple[tuple[pl.Expr, ...], ...] = field(repr=False)
    shown: tuple[str, ...]

    def evaluate(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The verdicts of every row; what stands in the cells must have been checked."""
        decided = self.rules.extend(self.table.prepared(frame))
        for stage in self.verdicts:
            decided = decided.with_columns(stage)
        return decided.select(self.shown)

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The verdicts of every row. Raises ``InputError`` with everything wrong in the cells."""
        problems = [*self.table.same_ids(frame[ID]), *self.table.value_problems(frame)]
        if problems:
            raise InputError(problems)
        return self.decided(frame)

    def decided(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The verdicts of every row; what stands in the cells must have been checked."""
        if frame.height <= _SLICE:
            return self._collected(frame)
        return pl.concat([self._collected(part) for part in frame.iter_slices(_SLICE)])

    def _collected(self, frame: pl.DataFrame) -> pl.DataFrame:
        # The plan holds nothing needless, and looking for it costs more than a small table does.
        return self.evaluate(frame.lazy()).collect(optimizations=pl.QueryOptFlags.none())


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
    programs = tuple(
        compile_program(pack, day, unit, changed) for unit in pack.units.units.values()
    )
    prepared = table.prepared(pl.LazyFrame(schema=schema)).collect_schema()
    units = Units(table.unit_code(), programs, anyone)
    rules = plan_columns(units, table.columns(prepared))
    stages = (tuple(_bars(pack, rules)), (*_verdicts(pack), *_points(pack, rules)))
    return TablePlan(table, rules, stages, tuple(_shown(table, detail)))


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


def _bars(pack: Pack, rules: ColumnPlan) -> Iterator[pl.Expr]:
    """For each tier, whether every rule that rejects, and every rule that defers, is kept."""
    for tier in pack.tiers:
        binding = set(pack.enclosing(tier.id))
        for effect in ("reject", "defer"):
            truths = [
                rules.gates[rule.id]
                for rule in pack.rules
                if rule.kind.gate and rule.tier in binding and rule.otherwise == effect
            ]
            kept = reduce(and_, truths) if truths else pl.lit(value=True)
            yield kept.alias(f"{effect}:{tier.id}")


def _verdicts(pack: Pack) -> Iterator[pl.Expr]:
    for tier in pack.tiers:
        rejecting, deferring = pl.col(f"reject:{tier.id}"), pl.col(f"defer:{tier.id}")
        worst = (
            pl.when(~rejecting)
            .then(_code(Verdict.REJECTED))
            .when(~deferring)
            .then(_code(Verdict.DEFERRED))
            .when(rejecting.is_null() | deferring.is_null())
            .then(_code(Verdict.INCOMPLETE))
            .otherwise(_code(Verdict.ELIGIBLE))
        )
        yield worst.cat.to(pl.Enum(_VERDICTS)).alias(f"verdict:{tier.id}")


def _code(verdict: Verdict) -> pl.Expr:
    return pl.lit(verdict.badness, dtype=pl.UInt8())


def _points(pack: Pack, rules: ColumnPlan) -> Iterator[pl.Expr]:
    dtype = points_type(
        sum(low for low, _ in rules.bounds.values()) - sum(_caps(pack)),
        sum(high for _, high in rules.bounds.values()) + sum(_caps(pack)),
    )
    scores = pack.of_kind(RuleKind.SCORE)
    for end in ("low", "high"):
        for axis in pack.axes:
            mine = [rule for rule in scores if rule.axis == axis]
            yield _on_axis(pack, axis, mine, end, dtype).alias(f"axis:{axis}:{end}")
        for tier in pack.tiers:
            binding = set(pack.enclosing(tier.id))
            parts = [
                _on_axis(
                    pack,
                    axis,
                    [r for r in scores if r.axis == axis and r.tier in binding],
                    end,
                    dtype,
                )
                for axis in pack.axes
            ]
            total = reduce(add, parts) if parts else pl.lit(0, dtype=dtype)
            yield total.alias(f"merit:{tier.id}:{end}")


def _caps(pack: Pack) -> list[int]:
    return [abs(axis.cap) for axis in pack.axes.values() if axis.cap is not None]


def _on_axis(pack: Pack, axis: str, rules: Sequence[Rule], end: str, dtype: pl.DataType) -> pl.Expr:
    nothing = pl.lit(0, dtype=dtype)
    columns = [pl.col(f"points:{rule.id}:{end}").cast(dtype) for rule in rules]
    total = reduce(add, columns) if columns else nothing
    cap = pack.axes[axis].cap
    return total if cap is None else pl.min_horizontal(total, pl.lit(cap, dtype=dtype))


def _shown(table: Table, detail: Detail) -> Iterator[str]:
    pack = table.pack
    yield from (ID, unit_column_of(pack), *table.keep)
    yield from (f"verdict:{tier.id}" for tier in pack.tiers)
    yield from (f"merit:{tier.id}:{end}" for tier in pack.tiers for end in ("low", "high"))
    yield from (f"axis:{axis}:{end}" for axis in pack.axes for end in ("low", "high"))
    if detail == "all":
        scores = pack.of_kind(RuleKind.SCORE)
        yield from (f"points:{rule.id}:{end}" for rule in scores for end in ("low", "high"))
        yield from (f"fact:{name}" for name in pack.derivations)
        yield from (f"rule:{rule.id}" for rule in pack.rules)
