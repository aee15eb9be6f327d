"""Our three engines on the forty rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from rules_cases import (
    CHECKS,
    COMPARED,
    DERIVED,
    FIELDS,
    GRADES,
    KINDS,
    LEVELS,
    SCALES,
    SCORES,
    TIERS,
    columns_of,
    day_of,
    rows_of,
)

from rules_systems.system import System

__all__ = ["DAY", "PACK", "SYSTEMS", "frame_of", "read_columnar"]

DAY = date(2020, 12, 1)
PACK = Path(__file__).parent.parent / "forty-rules"
_OUTCOMES = {"violated": 0, "satisfied": 1, "unknown": 2, "not_applicable": 3}
_VERDICTS = {"eligible": 0, "incomplete": 1, "deferred": 2, "rejected": 3}
_ENUMS = {"kind": KINDS, "field": FIELDS, "level": LEVELS, "grade": GRADES}
_EPOCH = date(1970, 1, 1)


def _nominations(count: int) -> Any:
    from dvk_rules import Nomination, load_pack

    pack = load_pack(PACK)
    rows = rows_of(count)
    for row in rows:
        row["women_share"] = Decimal(row["women_share"]) / 100
    return pack, [Nomination(f"n{number:08d}", "", row) for number, row in enumerate(rows)]


def _ours(engine: str) -> Callable[[Any], Any]:
    def run(prepared: Any) -> Any:
        from dvk_rules import evaluate

        pack, nominations = prepared
        return evaluate(pack, nominations, day=DAY, engine=engine)

    return run


def _ours_traced(engine: str) -> Callable[[Any], Any]:
    run = _ours(engine)

    def traced(prepared: Any) -> Any:
        evaluation = run(prepared)
        for _trace in evaluation.traces():
            pass
        return evaluation

    return traced


def _ours_json(engine: str) -> Callable[[Any], Any]:
    run = _ours(engine)

    def written(prepared: Any) -> Any:
        evaluation = run(prepared)
        for result, trace in zip(evaluation.results, evaluation.traces(), strict=True):
            json.dumps(result.to_json(trace), ensure_ascii=False)
        return evaluation

    return written


def _read_ours(evaluation: Any) -> list[list[Any]]:
    return [
        [
            *(_number(result.results.derived[name]) for name in DERIVED),
            *(_OUTCOMES[result.outcomes[check].value] for check in CHECKS),
            *(result.results.points[score][0] for score in SCORES),
            *(_VERDICTS[result.verdicts[tier].verdict.value] for tier in TIERS),
        ]
        for result in evaluation.results[:COMPARED]
    ]


def _number(value: Any) -> int:
    return SCALES.index(value) if isinstance(value, str) else int(value)


def frame_of(count: int) -> Any:
    """The nominations as the table that the columnar engine takes."""
    import polars as pl

    made: dict[str, Any] = {"nomination": pl.int_range(count, eager=True).cast(pl.String)}
    for name, column in columns_of(count).items():
        series = pl.Series(name, column)
        if name in _ENUMS:
            series = series.cast(pl.UInt8).cat.to(pl.Enum(list(_ENUMS[name])))
        elif name in ("received", "started"):
            series = (series + (day_of(0) - _EPOCH).days).cast(pl.Int32).cast(pl.Date)
        elif name == "women_share":
            parts = series.cast(pl.String).str.zfill(3)
            series = (parts.str.head(1) + "." + parts.str.tail(2)).cast(pl.Decimal(38, 2))
        made[name] = series
    return pl.DataFrame(made)


def _table(count: int) -> Any:
    from dvk_rules import load_pack
    from dvk_rules.bulk import plan_table

    frame = frame_of(count)
    return plan_table(load_pack(PACK), frame.schema, day=DAY), frame


def _columnar(prepared: Any) -> Any:
    plan, frame = prepared
    return plan.checked(frame)


def read_columnar(frame: Any) -> Any:
    import polars as pl

    return np.column_stack(
        [frame[f"fact:{name}"].to_physical().cast(pl.Int64).to_numpy() for name in DERIVED]
        + [frame[f"rule:{check}"].cast(pl.Int64).to_numpy() for check in CHECKS]
        + [frame[f"points:{score}:low"].cast(pl.Int64).to_numpy() for score in SCORES]
        + [frame[f"verdict:{tier}"].to_physical().cast(pl.Int64).to_numpy() for tier in TIERS]
    )


SYSTEMS: tuple[System, ...] = (
    System(
        "reference, truths kept",
        "every comparison's truth",
        _nominations,
        _ours("reference"),
        _read_ours,
        200_000,
    ),
    System(
        "reference, traces made",
        "every rule and comparison",
        _nominations,
        _ours_traced("reference"),
        _read_ours,
        20_000,
    ),
    System(
        "reference, traces as JSON",
        "the same, written",
        _nominations,
        _ours_json("reference"),
        _read_ours,
        20_000,
    ),
    System(
        "durable, truths kept",
        "every comparison's truth",
        _nominations,
        _ours("durable"),
        _read_ours,
        20_000,
    ),
    System(
        "durable, traces made",
        "every rule and comparison",
        _nominations,
        _ours_traced("durable"),
        _read_ours,
        20_000,
    ),
    System("columnar", "status of every rule", _table, _columnar, read_columnar, 2_000_000),
)
