"""OpenFisca: vectorised formulas over numpy, as its users write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rules_cases import BARS, CHECKS, CUT, DERIVED, INNER, SCORES, TIERS, columns_of, plain_name

from rules_systems.system import System

__all__ = ["SYSTEMS"]


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
        "on_time": of("received")(lambda d: d < CUT["deadline"]),
        "papers": of("report", "minutes", "proposal")(lambda a, b, c: a * b * c),
        "clean": of("discipline", "complaint", "disciplined")(lambda a, b, c: ~(a + b + c)),
        "voted_through": of("voted", "votes_percent")(lambda a, b: a * (b >= 80)),
        "lasting": of("started")(lambda d: d <= CUT["lasting"]),
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

    numbers["letter"] = judged([plain_name(rule) for rule in BARS])
    numbers["certificate"] = judged([plain_name(rule) for rule in [*BARS, *INNER]])
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
    names = [*DERIVED, *map(plain_name, CHECKS), *map(plain_name, SCORES), *TIERS]
    return {name: simulation.calculate(name, "2020") for name in names}


def _read_columns(found: dict[str, Any]) -> Any:
    columns = [np.asarray(column).astype(np.int64) for column in found.values()]
    place = list(found).index("s_spread")
    columns[place] = np.minimum(columns[place], 18)
    return np.column_stack(columns)


SYSTEMS: tuple[System, ...] = (
    System(
        "OpenFisca", "values; missing = 0", _openfisca, _run_openfisca, _read_columns, 2_000_000
    ),
)
