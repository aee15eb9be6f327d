"""Polars by hand: the same forty rules, three-valued, with a code for every rule."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from rules_cases import DEADLINE, DERIVED, GRADES, LASTING, SCALES, SCORES

from rules_systems.ours import frame_of, read_columnar
from rules_systems.system import System

__all__ = ["SYSTEMS"]

_VERDICTS = ("eligible", "incomplete", "deferred", "rejected")


def _polars_by_hand(frame: Any) -> Any:
    import polars as pl

    c = pl.col
    derived = frame.lazy().with_columns(
        is_body=c("kind") != "person",
        on_time=c("received") < DEADLINE,
        papers=c("report") & c("minutes") & c("proposal"),
        clean=~c("discipline") & ~c("complaint") & ~c("disciplined"),
        voted_through=c("voted") & (c("votes_percent") >= 80),
        lasting=c("started") <= LASTING,
        scale=pl.when(c("households") >= 100)
        .then(pl.lit(2, dtype=pl.UInt8))
        .when(c("households") >= 30)
        .then(pl.lit(1, dtype=pl.UInt8))
        .when(c("households").is_not_null())
        .then(pl.lit(0, dtype=pl.UInt8)),
        firm_ok=~c("enterprise") | c("tax_ok"),
        good=c("grade") >= pl.lit("good", dtype=pl.Enum(list(GRADES))),
        person=c("kind") == "person",
        levels=c("level").to_physical(),
    )
    derived = derived.with_columns(proven=c("measurable") & (c("scale") >= 1))
    derived = derived.with_columns(model_case=c("proven") & c("lasting") & c("registered"))
    derived = derived.with_columns(
        outstanding=c("model_case") & (c("grade") == "excellent") & (c("levels") >= 2)
    )
    e, m, r = c("exemplary"), c("measurable"), c("registered")
    checks = {
        "c-01": c("on_time"),
        "c-02": c("papers"),
        "c-03": c("confirmed"),
        "c-04": c("clean"),
        "c-05": c("voted_through"),
        "c-06": c("firm_ok"),
        "c-07": c("good"),
        "c-08": c("proven") | e,
        "c-09": ~c("prior"),
        "c-10": c("years") >= 1,
        "c-11": ~c("is_body") | (c("voters") >= 5),
        "c-12": ~c("person") | e,
        "c-13": c("field") != "defence",
        "c-14": c("lasting") | r,
        "c-15": c("levels") >= 1,
        "c-16": c("years") >= 2,
        "c-17": c("outstanding") | c("model_case") | (c("effect") > 70),
        "c-18": ~c("leader") | (c("effect") >= 50),
        "c-19": (e & m) | (e & r) | (m & r),
        "c-20": (c("votes_percent") >= 85) & (c("votes_percent") <= 100),
        "c-21": ~c("is_body") | (c("women_share") >= Decimal("0.30")),
        "c-22": c("savings") > 10,
        "c-23": c("households") >= 20,
        "c-24": ~(c("enterprise") & c("complaint")),
    }
    applies = {"c-11": "is_body", "c-12": "person", "c-18": "leader", "c-21": "is_body"}

    def points(*rows: tuple[Any, int]) -> tuple[Any, Any]:
        low = high = pl.lit(0, dtype=pl.Int16)
        for when, number in reversed(rows):
            given = pl.lit(number, dtype=pl.Int16)
            low = pl.when(when).then(given).otherwise(low)
            high = pl.when(when.fill_null(value=True)).then(given).otherwise(high)
        return low, high

    effect = c("effect")
    scores = {
        "s-effect": points(
            (effect >= 80, 25), (effect >= 60, 20), (effect >= 40, 12), (effect >= 20, 5)
        ),
        "s-scale": points((c("scale") == 2, 15), (c("scale") == 1, 8)),
    }
    parts = ((c("levels") >= 1, 5), (c("levels") >= 2, 5), (r, 4), (e, 3), (c("lasting"), 4))
    low = high = pl.lit(0, dtype=pl.Int16)
    for when, number in parts:
        given, nothing = pl.lit(number, dtype=pl.Int16), pl.lit(0, dtype=pl.Int16)
        low = low + pl.when(when).then(given).otherwise(nothing)
        high = high + pl.when(when.fill_null(value=True)).then(given).otherwise(nothing)
    most = pl.lit(18, dtype=pl.Int16)
    scores["s-spread"] = (pl.min_horizontal(low, most), pl.min_horizontal(high, most))
    low, high = points((c("years") >= 5, 6), (c("years") >= 3, 3))
    nothing = pl.lit(0, dtype=pl.Int16)
    scores["s-lasting"] = (
        pl.when(c("model_case")).then(low).otherwise(nothing),
        pl.when(c("model_case").fill_null(value=True)).then(high).otherwise(nothing),
    )
    decided = derived.with_columns(
        *(expr.alias(name) for name, expr in checks.items()),
        *(ends[0].alias(f"{name}:low") for name, ends in scores.items()),
        *(ends[1].alias(f"{name}:high") for name, ends in scores.items()),
    )
    barring = [f"c-{number:02d}" for number in range(4, 15)]
    inner = [f"c-{number:02d}" for number in range(15, 25) if number != 23]
    decided = decided.with_columns(
        late=pl.all_horizontal("c-01", "c-02", "c-03"),
        outer=pl.all_horizontal(barring),
        both=pl.all_horizontal([*barring, *inner]),
    )

    def code(name: str) -> Any:
        one, two, zero = (pl.lit(n, dtype=pl.UInt8) for n in (1, 2, 0))
        chosen = pl.when(c(name)).then(one).when(c(name).is_null()).then(two).otherwise(zero)
        if name in applies:
            three = pl.lit(3, dtype=pl.UInt8)
            chosen = pl.when(~c(applies[name])).then(three).otherwise(chosen)
        return chosen.alias(f"rule:{name}")

    def derived_code(name: str) -> Any:
        one, two, zero = (pl.lit(n, dtype=pl.UInt8) for n in (1, 2, 0))
        if name == "scale":
            return pl.when(c(name).is_null()).then(two).otherwise(one).alias(f"rule:{name}")
        chosen = pl.when(c(name)).then(one).when(c(name).is_null()).then(two).otherwise(zero)
        return chosen.alias(f"rule:{name}")

    def score_code(name: str) -> Any:
        one, two, zero = (pl.lit(n, dtype=pl.UInt8) for n in (1, 2, 0))
        low, high = c(f"{name}:low"), c(f"{name}:high")
        chosen = pl.when(low != high).then(two).when(low != 0).then(one).otherwise(zero)
        if name == "s-lasting":
            chosen = pl.when(~c("model_case")).then(pl.lit(3, dtype=pl.UInt8)).otherwise(chosen)
        return chosen.alias(f"rule:{name}")

    def verdict(bar: str) -> Any:
        worst = (
            pl.when(~c(bar))
            .then(pl.lit(3, dtype=pl.UInt8))
            .when(~c("late"))
            .then(pl.lit(2, dtype=pl.UInt8))
            .when(c(bar).is_null() | c("late").is_null())
            .then(pl.lit(1, dtype=pl.UInt8))
            .otherwise(pl.lit(0, dtype=pl.UInt8))
        )
        return worst.cat.to(pl.Enum(list(_VERDICTS)))

    spread = pl.lit(20, dtype=pl.Int16)
    sums_and_merits: list[Any] = []
    ends = ("low", "high")
    for end in ends:
        sums = c(f"s-effect:{end}") + c(f"s-scale:{end}")
        outer = pl.min_horizontal(c(f"s-spread:{end}"), spread)
        inner_sum = pl.min_horizontal(c(f"s-spread:{end}") + c(f"s-lasting:{end}"), spread)
        sums_and_merits += [
            sums.alias(f"axis:effect:{end}"),
            inner_sum.alias(f"axis:spread:{end}"),
            (sums + outer).alias(f"merit:letter:{end}"),
            (sums + inner_sum).alias(f"merit:certificate:{end}"),
        ]
    shown = decided.select(
        "nomination",
        *(c(name).alias(f"fact:{name}") for name in DERIVED if name != "scale"),
        c("scale").cat.to(pl.Enum(list(SCALES))).alias("fact:scale"),
        *(derived_code(name) for name in DERIVED),
        *(code(name) for name in checks),
        *(score_code(name) for name in SCORES),
        *(c(f"{name}:{end}").alias(f"points:{name}:{end}") for name, end in product(SCORES, ends)),
        *sums_and_merits,
        verdict("outer").alias("verdict:letter"),
        verdict("both").alias("verdict:certificate"),
    )  # fmt: skip
    return shown.collect()


SYSTEMS: tuple[System, ...] = (
    System(
        "Polars by hand",
        "status of every rule",
        frame_of,
        _polars_by_hand,
        read_columnar,
        2_000_000,
    ),
)
