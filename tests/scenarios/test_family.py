"""A scenario may name a family of packs: the decision date chooses, and the run pins the choice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dvk_rules import ScenarioError, load_scenario

CASE = Path(__file__).resolve().parents[2] / "fixtures" / "one-screen"


def scenario_with(folder: Path, day: str) -> Path:
    shutil.copy(CASE / "de-cu.xlsx", folder)
    text = (CASE / "kich-ban.yaml").read_text(encoding="utf-8")
    text = text.replace("pack: binh-thuan-2020", "pack: binh-thuan")
    text = text.replace("decision_date: 2020-12-15", f"decision_date: {day}")
    (folder / "kb.yaml").write_text(text, encoding="utf-8")
    return folder / "kb.yaml"


def test_the_pack_in_force_on_the_decision_date_is_taken_and_pinned(tmp_path: Path) -> None:
    scenario = load_scenario(scenario_with(tmp_path, "2020-12-15"))
    assert scenario.pack.id == "binh-thuan-2020"
    assert scenario.to_json()["pack"] == "binh-thuan-2020"


def test_a_day_that_no_pack_of_the_family_serves_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(scenario_with(tmp_path, "2023-01-01"))
    problem = raised.value.problems[0]
    assert problem.where is not None and problem.where.line > 0
    assert "binh-thuan-2020" in problem.sentence()
