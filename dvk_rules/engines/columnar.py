"""The columnar engine: the rules of a pack over many nominations at once, with Polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

import polars as pl

from dvk_rules.engines.columnar_plan import ColumnPlan, Units, plan_columns
from dvk_rules.engines.columns import Coded, Column
from dvk_rules.engines.outcomes import Interval, RuleResults
from dvk_rules.engines.tables import column_of, facts_frame
from dvk_rules.logic import FALSE, TRUE, UNKNOWN
from dvk_rules.pack.rules import RuleKind
from dvk_rules.program import Facts, Program
from dvk_rules.values import Value

__all__ = ["ColumnarEngine"]

type _Shape = tuple[pl.DataType, ...]

_TRUTHS = {True: TRUE, False: FALSE, None: UNKNOWN}


class ColumnarEngine:
    """Applies a program to rows of facts. It pays for tables; one row at a time is slow."""

    name = "columnar"

    def __init__(self) -> None:
        self._plans: WeakKeyDictionary[Program, dict[_Shape, ColumnPlan]] = WeakKeyDictionary()

    def run(self, program: Program, facts: Facts) -> RuleResults:
        """The outcome of every rule for the nomination with these facts."""
        return next(self.run_many(program, [facts]))

    def run_many(self, program: Program, rows: Iterable[Facts]) -> Iterator[RuleResults]:
        """The outcome of every rule for each nomination, in order; all are decided at once."""
        rows = list(rows)
        if not rows:
            return iter(())
        vocabulary = program.pack.vocabulary.facts
        kinds = {name: fact.kind for name, fact in vocabulary.items() if not fact.derived}
        frame = facts_frame(kinds, rows)
        plan = self._plan(program, frame.schema)
        return _results(
            program, plan, plan.extend(frame.lazy()).collect(optimizations=pl.QueryOptFlags.none())
        )

    def _plan(self, program: Program, schema: pl.Schema) -> ColumnPlan:
        plans = self._plans.setdefault(program, {})
        shape = tuple(schema.dtypes())
        if shape in plans:
            return plans[shape]
        columns: dict[str, Column] = {}
        for name, dtype in schema.items():
            found = column_of(program.pack.vocabulary[name].kind, dtype, pl.col(name))
            if found is not None:
                columns[name] = found
        plan = plans[shape] = plan_columns(Units(None, (), program), columns, truths=True)
        return plan


def _results(program: Program, plan: ColumnPlan, frame: pl.DataFrame) -> Iterator[RuleResults]:
    truths = [frame[f"truth:{number}"].to_list() for number in range(len(program.atoms))]
    outcomes = [frame[f"rule:{rule.id}"].to_list() for rule in program.rules]
    derived: dict[str, list[Value | None]] = {}
    for name, column in plan.derived.items():
        raw = frame[f"code:{name}" if isinstance(column, Coded) else f"fact:{name}"].to_list()
        derived[name] = [column.read(item) for item in raw]
    scores = program.pack.of_kind(RuleKind.SCORE)
    lows = {rule.id: frame[f"points:{rule.id}:low"].to_list() for rule in scores}
    highs = {rule.id: frame[f"points:{rule.id}:high"].to_list() for rule in scores}

    def result(row: int) -> RuleResults:
        points: dict[str, Interval] = {
            rule.id: (lows[rule.id][row], highs[rule.id][row]) for rule in scores
        }
        values = {name: column[row] for name, column in derived.items()}
        return RuleResults(
            bytes(_TRUTHS[column[row]] + 1 for column in truths),
            bytes(column[row] for column in outcomes),
            {name: value for name, value in values.items() if value is not None},
            points,
        )

    return map(result, range(frame.height))
