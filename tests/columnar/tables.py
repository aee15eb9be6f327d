"""Nominations as tables, and tables held against the reference engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from dvk_rules.bulk import ID, evaluate_table, nominations_in
from dvk_rules.bulk.table import unit_column_of
from dvk_rules.engines.outcomes import OUTCOMES
from dvk_rules.engines.tables import facts_frame
from dvk_rules.evaluation import NominationResult, evaluate
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack
from dvk_rules.values import Value

__all__ = ["assert_decided", "said", "table_of"]


def table_of(pack: Pack, nominations: Sequence[Nomination]) -> pl.DataFrame:
    """The table that a system of theirs would hand over; a unit that is not registered is null."""
    kinds = {fact.name: fact.kind for fact in pack.vocabulary.given if fact.role != "unit"}
    units = [item.unit if item.unit in pack.units.units else None for item in nominations]
    return (
        facts_frame(kinds, [item.facts for item in nominations])
        .insert_column(0, pl.Series(ID, [item.id for item in nominations], dtype=pl.String))
        .insert_column(1, pl.Series(unit_column_of(pack), units, dtype=pl.String))
    )


def assert_decided(
    pack: Pack, frame: pl.DataFrame, day: date, changed: Mapping[str, Value] | None = None
) -> None:
    """The table is decided as the reference engine decides its rows, in every column."""
    decided = evaluate_table(pack, frame, day=day, changed=changed)
    results = evaluate(
        pack, nominations_in(pack, frame), day=day, engine="reference", changed=changed
    ).by_id
    for row in decided.iter_rows(named=True):
        result = results[row[ID]]
        expected = said(result)
        assert {name: _read(pack, name, row[name]) for name in expected} == expected


def said(result: NominationResult) -> dict[str, Any]:
    """What a result says, under the names of the columns of a decided table."""
    told: dict[str, Any] = {}
    for tier, verdict in result.verdicts.items():
        told[f"verdict:{tier}"] = verdict.verdict.value
        told[f"merit:{tier}:low"], told[f"merit:{tier}:high"] = result.merit[tier]
    for axis, (low, high) in result.axes.items():
        told[f"axis:{axis}:low"], told[f"axis:{axis}:high"] = low, high
    for rule, (low, high) in result.results.points.items():
        told[f"points:{rule}:low"], told[f"points:{rule}:high"] = low, high
    for rule, outcome in result.outcomes.items():
        told[f"rule:{rule}"] = OUTCOMES.index(outcome)
    for name in result.program.pack.derivations:
        told[f"fact:{name}"] = result.results.derived.get(name)
    return told


def _read(pack: Pack, column: str, value: Any) -> Any:
    kind, _, name = column.partition(":")
    if kind == "fact" and isinstance(value, str) and pack.vocabulary[name].kind.type == "int":
        return int(value)
    return tuple(value) if isinstance(value, list) else value
