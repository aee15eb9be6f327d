"""The forty rules in each system that is measured: prepared, run, and read back as numbers.

Preparing is not timed: compiling the rules, and putting the nominations in the form the system
likes best. Running is timed, and keeps what the system gives: verdicts and the outcome of every
rule, and with traces the traces.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from rules_cases import (
    CHECKS,
    COMPARED,
    DEADLINE,
    DERIVED,
    FIELDS,
    GRADES,
    KINDS,
    LASTING,
    LEVELS,
    SCORES,
    TIERS,
    by_hand,
    columns_of,
    day_of,
    rows_of,
)

__all__ = ["SYSTEMS", "System"]

DAY = date(2020, 12, 1)
PACK = Path(__file__).parent / "forty-rules"
_SCALES = ("small", "medium", "large")
_OUTCOMES = {"violated": 0, "satisfied": 1, "unknown": 2, "not_applicable": 3}
_VERDICTS = {"eligible": 0, "incomplete": 1, "deferred": 2, "rejected": 3}
_ENUMS = {"kind": KINDS, "field": FIELDS, "level": LEVELS, "grade": GRADES}
_EPOCH = date(1970, 1, 1)
_CUT = {"deadline": (DEADLINE - day_of(0)).days, "lasting": (LASTING - day_of(0)).days}


@dataclass(frozen=True)
class System:
    """``prepare`` makes what ``run`` takes from a number of rows; ``read`` gives the 42 numbers."""

    name: str
    trace: str
    prepare: Callable[[int], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], Sequence[Sequence[Any]]]
    most: int


# By hand


def _by_hand(rows: list[dict[str, Any]]) -> list[tuple[int, ...]]:
    return [by_hand(row) for row in rows]


def _same(result: Any) -> Any:
    return result


# Ours


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
    return _SCALES.index(value) if isinstance(value, str) else int(value)


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


def _read_columnar(frame: Any) -> Any:
    import polars as pl

    return np.column_stack(
        [frame[f"fact:{name}"].to_physical().cast(pl.Int64).to_numpy() for name in DERIVED]
        + [frame[f"rule:{check}"].cast(pl.Int64).to_numpy() for check in CHECKS]
        + [frame[f"points:{score}:low"].cast(pl.Int64).to_numpy() for score in SCORES]
        + [frame[f"verdict:{tier}"].to_physical().cast(pl.Int64).to_numpy() for tier in TIERS]
    )


# Polars by hand: the same forty rules, three-valued, with a code for every rule


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
        c("scale").cat.to(pl.Enum(list(_SCALES))).alias("fact:scale"),
        *(derived_code(name) for name in DERIVED),
        *(code(name) for name in checks),
        *(score_code(name) for name in SCORES),
        *(c(f"{name}:{end}").alias(f"points:{name}:{end}") for name, end in product(SCORES, ends)),
        *sums_and_merits,
        verdict("outer").alias("verdict:letter"),
        verdict("both").alias("verdict:certificate"),
    )  # fmt: skip
    return shown.collect()


# Expressions that CEL, ZEN and others share but for a few words

_LEVELS_OF_DERIVATION = (
    {
        "is_body": "kind != 0",
        "on_time": f"received < {_CUT['deadline']}",
        "papers": "report AND minutes AND proposal",
        "clean": "NOT (discipline OR complaint OR disciplined)",
        "voted_through": "voted AND votes_percent >= 80",
        "lasting": f"started <= {_CUT['lasting']}",
        "scale": "households >= 100 ? 2 : (households >= 30 ? 1 : 0)",
        "firm_ok": "(NOT enterprise) OR tax_ok",
        "good": "grade >= 1",
    },
    {"proven": "measurable AND scale >= 1"},
    {"model_case": "proven AND lasting AND registered"},
    {"outstanding": "model_case AND grade == 2 AND level >= 2"},
)
_CHECKED = {
    "c-01": "on_time ? 1 : 0",
    "c-02": "papers ? 1 : 0",
    "c-03": "confirmed ? 1 : 0",
    "c-04": "clean ? 1 : 0",
    "c-05": "voted_through ? 1 : 0",
    "c-06": "firm_ok ? 1 : 0",
    "c-07": "good ? 1 : 0",
    "c-08": "(proven OR exemplary) ? 1 : 0",
    "c-09": "prior ? 0 : 1",
    "c-10": "years >= 1 ? 1 : 0",
    "c-11": "(NOT is_body) ? 3 : (voters >= 5 ? 1 : 0)",
    "c-12": "kind != 0 ? 3 : (exemplary ? 1 : 0)",
    "c-13": "field != 2 ? 1 : 0",
    "c-14": "(lasting OR registered) ? 1 : 0",
    "c-15": "level >= 1 ? 1 : 0",
    "c-16": "years >= 2 ? 1 : 0",
    "c-17": "(outstanding OR model_case OR effect > 70) ? 1 : 0",
    "c-18": "(NOT leader) ? 3 : (effect >= 50 ? 1 : 0)",
    "c-19": "((exemplary AND measurable) OR (exemplary AND registered) OR (measurable AND registered)) ? 1 : 0",  # noqa: E501 - one rule a line
    "c-20": "(votes_percent >= 85 AND votes_percent <= 100) ? 1 : 0",
    "c-21": "(NOT is_body) ? 3 : (women_share >= 30 ? 1 : 0)",
    "c-22": "savings > 10 ? 1 : 0",
    "c-23": "households >= 20 ? 1 : 0",
    "c-24": "(enterprise AND complaint) ? 0 : 1",
}
_SCORED = {
    "s-effect": "effect >= 80 ? 25 : (effect >= 60 ? 20 : (effect >= 40 ? 12 : (effect >= 20 ? 5 : 0)))",  # noqa: E501 - one rule a line
    "s-scale": "scale == 2 ? 15 : (scale == 1 ? 8 : 0)",
    "s-spread": "(level >= 1 ? 5 : 0) + (level >= 2 ? 5 : 0) + (registered ? 4 : 0) + (exemplary ? 3 : 0) + (lasting ? 4 : 0)",  # noqa: E501 - one rule a line
    "s-lasting": "model_case ? (years >= 5 ? 6 : (years >= 3 ? 3 : 0)) : 0",
}
_BARS = [f"c-{number:02d}" for number in range(4, 15)]
_INNER = [f"c-{number:02d}" for number in range(15, 25) if number != 23]


def _name(rule: str) -> str:
    return rule.replace("-", "_")


_JUDGED = {
    "letter": " OR ".join(f"{_name(rule)} == 0" for rule in _BARS)
    + " ? 3 : ((c_01 == 0 OR c_02 == 0 OR c_03 == 0) ? 2 : 0)",
    "certificate": "("
    + " OR ".join(f"{_name(rule)} == 0" for rule in [*_BARS, *_INNER])
    + ") ? 3 : ((c_01 == 0 OR c_02 == 0 OR c_03 == 0) ? 2 : 0)",
}
_JUDGED["letter"] = _JUDGED["letter"].replace("c_04 ==", "(c_04 ==", 1).replace(" ? 3", ") ? 3", 1)
_STAGES: tuple[dict[str, str], ...] = (
    *_LEVELS_OF_DERIVATION,
    {_name(rule): text for rule, text in _CHECKED.items()},
    {_name(rule): text for rule, text in _SCORED.items()},
    _JUDGED,
)


def _plain_rows(count: int) -> list[dict[str, Any]]:
    """Rows of truths and whole numbers, which every system has."""
    columns = {name: column.tolist() for name, column in columns_of(count).items()}
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _read_dicts(results: list[dict[str, Any]]) -> list[list[Any]]:
    names = [*DERIVED, *map(_name, CHECKS), *map(_name, SCORES), *TIERS]
    found = [[row[name] for name in names] for row in results]
    place = names.index("s_spread")
    for row in found:
        row[place] = min(row[place], 18)
    return found


# ZEN


def _zen(count: int) -> Any:
    import zen

    nodes: list[dict[str, Any]] = [{"id": "n0", "name": "in", "type": "inputNode"}]
    for number, stage in enumerate(_STAGES, 1):
        expressions = [
            {"id": f"{number}.{key}", "key": key, "value": _for_zen(text)}
            for key, text in stage.items()
        ]
        content = {"expressions": expressions, "passThrough": True}
        node = {"id": f"n{number}", "name": f"stage {number}", "type": "expressionNode"}
        nodes.append({**node, "content": content})
    nodes.append({"id": f"n{len(nodes)}", "name": "out", "type": "outputNode"})
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": f"n{n}", "targetId": f"n{n + 1}"}
        for n in range(len(nodes) - 1)
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return decision, _plain_rows(count)


def _for_zen(text: str) -> str:
    return text.replace(" AND ", " and ").replace(" OR ", " or ").replace("NOT ", "not ")


def _run_zen(prepared: Any) -> Any:
    decision, rows = prepared
    return [decision.evaluate(row)["result"] for row in rows]


def _run_zen_traced(prepared: Any) -> Any:
    decision, rows = prepared
    return [decision.evaluate(row, {"trace": True}) for row in rows]


def _read_zen_traced(results: Any) -> Any:
    return _read_dicts([result["result"] for result in results])


# CEL


def _cel(count: int) -> Any:
    import cel

    stages = [
        [(key, cel.compile(_for_cel(text))) for key, text in stage.items()] for stage in _STAGES
    ]
    return stages, _plain_rows(count)


def _for_cel(text: str) -> str:
    return text.replace(" AND ", " && ").replace(" OR ", " || ").replace("NOT ", "!")


def _run_cel(prepared: Any) -> Any:
    import cel

    stages, rows = prepared
    results: list[dict[str, Any]] = []
    for row in rows:
        context = cel.Context(row)
        found: dict[str, Any] = {}
        for stage in stages:
            more = {key: program.execute(context) for key, program in stage}
            context.update(more)
            found |= more
        results.append(found)
    return results


# OpenFisca


def _openfisca(count: int) -> Any:
    from openfisca_core import periods
    from openfisca_core.entities import build_entity
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="A nomination", is_person=True)
    system = TaxBenefitSystem([person])
    columns = columns_of(count)

    def add(name: str, kind: type, formula: Any = None) -> None:
        body = {
            "value_type": kind,
            "entity": person,
            "definition_period": periods.DateUnit.YEAR,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), body))

    for name, column in columns.items():
        add(name, bool if column.dtype == bool else int)
    for name, (formula, kind) in _fisca_formulas().items():
        add(name, kind, formula)
    return system, columns


def _fisca_formulas() -> dict[str, tuple[Any, type]]:
    """Vectorised formulas over numpy, as its users write them."""
    where = np.where

    def v(name: str) -> Any:
        return lambda p, t: p(name, t)

    def of(*names: str) -> Callable[[Callable[..., Any]], Any]:
        return lambda made: lambda p, t: made(*(p(name, t) for name in names))

    truths: dict[str, Any] = {
        "is_body": of("kind")(lambda k: k != 0),
        "on_time": of("received")(lambda d: d < _CUT["deadline"]),
        "papers": of("report", "minutes", "proposal")(lambda a, b, c: a * b * c),
        "clean": of("discipline", "complaint", "disciplined")(lambda a, b, c: ~(a + b + c)),
        "voted_through": of("voted", "votes_percent")(lambda a, b: a * (b >= 80)),
        "lasting": of("started")(lambda d: d <= _CUT["lasting"]),
        "proven": of("measurable", "scale")(lambda a, b: a * (b >= 1)),
        "firm_ok": of("enterprise", "tax_ok")(lambda a, b: ~a + b),
        "good": of("grade")(lambda g: g >= 1),
        "model_case": of("proven", "lasting", "registered")(lambda a, b, c: a * b * c),
        "outstanding": of("model_case", "grade", "level")(
            lambda a, g, level: a * (g == 2) * (level >= 2)
        ),
    }
    checks: dict[str, Any] = {
        "c_01": v("on_time"),
        "c_02": v("papers"),
        "c_03": v("confirmed"),
        "c_04": v("clean"),
        "c_05": v("voted_through"),
        "c_06": v("firm_ok"),
        "c_07": v("good"),
        "c_08": of("proven", "exemplary")(lambda a, b: a + b),
        "c_09": of("prior")(lambda a: ~a),
        "c_10": of("years")(lambda y: y >= 1),
        "c_11": of("is_body", "voters")(lambda b, n: where(b, n >= 5, 3)),
        "c_12": of("kind", "exemplary")(lambda k, e: where(k == 0, e, 3)),
        "c_13": of("field")(lambda f: f != 2),
        "c_14": of("lasting", "registered")(lambda a, b: a + b),
        "c_15": of("level")(lambda level: level >= 1),
        "c_16": of("years")(lambda y: y >= 2),
        "c_17": of("outstanding", "model_case", "effect")(lambda a, b, e: a + b + (e > 70)),
        "c_18": of("leader", "effect")(lambda a, e: where(a, e >= 50, 3)),
        "c_19": of("exemplary", "measurable", "registered")(lambda a, b, c: a * b + a * c + b * c),
        "c_20": of("votes_percent")(lambda p: (p >= 85) * (p <= 100)),
        "c_21": of("is_body", "women_share")(lambda b, w: where(b, w >= 30, 3)),
        "c_22": of("savings")(lambda s: s > 10),
        "c_23": of("households")(lambda h: h >= 20),
        "c_24": of("enterprise", "complaint")(lambda a, b: ~(a * b)),
    }
    select = np.select
    numbers: dict[str, Any] = {
        "scale": of("households")(lambda h: select([h >= 100, h >= 30], [2, 1], 0)),
        "s_effect": of("effect")(
            lambda e: select([e >= 80, e >= 60, e >= 40, e >= 20], [25, 20, 12, 5], 0)
        ),
        "s_scale": of("scale")(lambda s: select([s == 2, s == 1], [15, 8], 0)),
        "s_spread": of("level", "registered", "exemplary", "lasting")(
            lambda n, r, e, last: 5 * (n >= 1) + 5 * (n >= 2) + 4 * r + 3 * e + 4 * last
        ),
        "s_lasting": of("model_case", "years")(
            lambda m, y: where(m, select([y >= 5, y >= 3], [6, 3], 0), 0)
        ),
    }
    deferring = ("c_01", "c_02", "c_03")

    def judged(bars: Sequence[str]) -> Any:
        def formula(p: Any, t: Any) -> Any:
            barred = np.logical_or.reduce([p(name, t) == 0 for name in bars])
            late = np.logical_or.reduce([p(name, t) == 0 for name in deferring])
            return where(barred, 3, where(late, 2, 0))

        return formula

    numbers["letter"] = judged([_name(rule) for rule in _BARS])
    numbers["certificate"] = judged([_name(rule) for rule in [*_BARS, *_INNER]])
    with_codes = ("c_11", "c_12", "c_18", "c_21")
    formulas = {name: (formula, bool) for name, formula in truths.items()}
    formulas |= {n: (f, int if n in with_codes else bool) for n, f in checks.items()}
    return formulas | {name: (formula, int) for name, formula in numbers.items()}


def _run_openfisca(prepared: Any) -> Any:
    from openfisca_core.simulations import SimulationBuilder

    system, columns = prepared
    count = len(columns["kind"])
    simulation = SimulationBuilder().build_default_simulation(system, count)
    for name, column in columns.items():
        simulation.set_input(name, "2020", column)
    names = [*DERIVED, *map(_name, CHECKS), *map(_name, SCORES), *TIERS]
    return {name: simulation.calculate(name, "2020") for name in names}


def _read_columns(found: dict[str, Any]) -> Any:
    columns = [np.asarray(column).astype(np.int64) for column in found.values()]
    place = list(found).index("s_spread")
    columns[place] = np.minimum(columns[place], 18)
    return np.column_stack(columns)


SYSTEMS: tuple[System, ...] = (
    System("a Python function by hand", "none", rows_of, _by_hand, _same, 200_000),
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
    System("columnar", "status of every rule", _table, _columnar, _read_columnar, 2_000_000),
    System(
        "Polars by hand",
        "status of every rule",
        frame_of,
        _polars_by_hand,
        _read_columnar,
        2_000_000,
    ),
    System(
        "OpenFisca", "values; missing = 0", _openfisca, _run_openfisca, _read_columns, 2_000_000
    ),
    System("CEL (Rust)", "none", _cel, _run_cel, _read_dicts, 20_000),
    System("ZEN graph", "none", _zen, _run_zen, _read_dicts, 20_000),
    System(
        "ZEN graph, traced",
        "inputs and outputs of each node",
        _zen,
        _run_zen_traced,
        _read_zen_traced,
        20_000,
    ),
)
