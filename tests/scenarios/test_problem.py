"""Where the law meets the solver: what becomes of a nomination, and which units count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from surface.golden import CASES, make

from dvk_rules import run


def test_only_points_that_are_sure_count() -> None:
    """D4.4: what is missing may still give points, and gives none until it is known."""
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    first = made.nominations[0]
    less = {name: value for name, value in first.facts.items() if name != "participants"}
    others = (replace(first, facts=less), *made.nominations[1:])
    again = run(made.scenario, others, engine="reference")
    candidates = {item.id: item for item in again.problem.candidates}
    seen = 0
    for result in again.evaluation.results:
        for tier, (low, high) in result.merit.items():
            if result.id in candidates:
                assert candidates[result.id].merit[tier] == low
                seen += low < high
    assert seen


def test_units_that_no_longer_exist_on_the_day_are_warned_of_and_counted() -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    later = run(replace(made.scenario, day=date(2035, 1, 1)), made.nominations, engine="reference")
    assert "problem.unit-not-nominating" in {warning.code for warning in later.warnings}
    assert later.allocation is not None or later.clash is not None
