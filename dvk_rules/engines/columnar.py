"""The columnar engine: the rules of a pack over many nominations at once, with Polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

import polars as pl

from dvk_rules.engines.columnar_plan import Block, ColumnPlan, Units, plan_columns
from dvk_rules.engines.outcomes import RuleResults
from dvk_rules.engines.tables import facts_frame, read_columns, source_of
from dvk_rules.frozen import Frozen
from dvk_rules.logic import FALSE, TRUE, UNKNOWN
from dvk_rules.program import Facts, Program

__all__ = ["ColumnarEngine"]

type _Shape = tuple[pl.DataType, ...]

_TRUTHS = {True: TRUE + 1, False: FALSE + 1, None: UNKNOWN + 1}


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
        found = (source_of(name, kinds[name], dtype) for name, dtype in frame.schema.items())
        sources = [source for source in found if source is not None]
        plans, shape = self._plans.setdefault(program, {}), tuple(frame.dtypes)
        if shape not in plans:
            columns = {source.name: source.column for source in sources}
            plans[shape] = plan_columns(Units(program), columns)
        plan, block = plans[shape], Block(len(rows), read_columns(frame, sources))
        return _results(program, plan, plan.derive(block))


def _results(program: Program, plan: ColumnPlan, block: Block) -> Iterator[RuleResults]:
    truths = [[_TRUTHS[truth] for truth in step(block).to_list()] for step in plan.truths]
    outcomes = [plan.outcomes[rule.id](block).to_list() for rule in program.rules]
    derived = {
        name: [plan.columns[name].read(raw) for raw in step(block).to_list()]
        for name, step in plan.derived.items()
    }
    points = {
        rule: list(zip(*(end.to_list() for end in step(block)), strict=True))
        for rule, step in plan.points.items()
    }

    def result(row: int) -> RuleResults:
        known = {name: column[row] for name, column in derived.items()}
        return RuleResults(
            bytes(truth[row] for truth in truths),
            bytes(outcome[row] for outcome in outcomes),
            Frozen({name: value for name, value in known.items() if value is not None}),
            Frozen({rule: intervals[row] for rule, intervals in points.items()}),
        )

    return map(result, range(block.rows))
