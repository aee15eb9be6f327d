"""Where the law meets the solver: what becomes of a nomination, and which units count."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from surface.golden import CASES, make

from dvk_rules import load_scenario, run

MAU = Path(__file__).resolve().parents[1] / "packs" / "mau"


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


def test_a_pack_that_calls_its_unit_and_kind_otherwise_needs_no_order_of_its_own(
    tmp_path: Path,
) -> None:
    shutil.copytree(MAU, tmp_path / "mau")
    facts = tmp_path / "mau" / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    unit = "facts:\n  don_vi: {type: text, role: unit, label: {vi: Đơn vị, en: Unit}}\n"
    facts.write_text(text.replace("facts:\n", unit, 1), encoding="utf-8")
    (tmp_path / "de-cu.json").write_text("[]", encoding="utf-8")
    scenario = tmp_path / "kb.yaml"
    scenario.write_text(
        "scenario: kb\ntitle: {vi: Kịch bản, en: Scenario}\npack: mau\nnominations: de-cu.json\n"
        "decision_date: 2020-12-15\nseats: {letter: 1, certificate: 1}\n",
        encoding="utf-8",
    )
    assert load_scenario(scenario).order.by == ("don_vi", "kind")
    facts.write_text(text, encoding="utf-8")
    assert load_scenario(scenario).order.by == ("unit", "kind")
