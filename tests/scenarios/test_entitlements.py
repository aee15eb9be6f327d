"""Fairness between units measures against what each is entitled to by its communes."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

from dvk_rules import load_scenario, read_nominations, run
from dvk_rules.entitlements import Entitlements, entitlements
from dvk_rules.errors import ScenarioError
from dvk_rules.problem import may_nominate
from dvk_rules.scenario import Scenario
from scenarios.writing import load, problems

HEAD = """\
scenario: goc
pack: binh-thuan-2020
nominations: de-cu.json
decision_date: 2020-12-15
seats: {letter: 50, certificate: 4}
"""
CASE = Path(__file__).parents[2] / "fixtures" / "one-screen"


def leximin(folder: Path, options: str, head: str = HEAD) -> tuple[Scenario, Entitlements]:
    scenario = load(folder, f"{head}objectives: [seats, {{leximin: {{{options}}}}}]\n")
    objective = next(item for item in scenario.objectives if item.kind == "leximin")
    return scenario, entitlements(objective, scenario, may_nominate(scenario))


def test_a_method_divides_the_seats_of_the_tier_by_communes(tmp_path: Path) -> None:
    _, found = leximin(tmp_path, "method: largest_remainder, by: communes, at_least: 2")
    assert found.seats["phan-thiet"] == 6 and found.seats["phu-quy"] == 3
    assert sum(found.seats.values()) == 50
    assert found.warnings == ()


def test_a_unit_without_communes_has_no_share_to_measure(tmp_path: Path) -> None:
    scenario, found = leximin(tmp_path, "method: sainte_lague")
    assert set(may_nominate(scenario)) - set(found.seats) >= {"hoi-nong-dan"}


def test_a_tie_is_settled_by_the_official_order_and_said(tmp_path: Path) -> None:
    _, found = leximin(tmp_path, "method: dhondt", HEAD.replace("letter: 50", "letter: 1"))
    assert found.seats["phan-thiet"] == 1 and found.seats["bac-binh"] == 0
    (warning,) = found.warnings
    assert warning.params["seats"] == 1
    assert "Thành ủy Phan Thiết, Huyện ủy Bắc Bình" in warning.sentence()


def test_guarantees_beyond_the_seats_are_refused_with_the_numbers(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        leximin(tmp_path, "method: dhondt, at_least: 6")
    (problem,) = caught.value.problems
    assert problem.code == "problem.entitlement-floor"
    assert (problem.params["need"], problem.params["have"]) == (60, 50)


def test_only_units_have_communes_to_divide_by(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{HEAD}objectives: [{{leximin: {{per: kind, method: dhondt}}}}]\n")
    assert [problem.code for problem in found] == ["scenario.method-units"]


def test_a_guarantee_is_a_whole_number(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{HEAD}objectives: [{{leximin: {{at_least: nhiều}}}}]\n")
    assert [problem.code for problem in found] == ["shape.whole"]


def test_fairness_by_communes_decides_the_list_and_its_proof_says_so(tmp_path: Path) -> None:
    copyfile(CASE / "de-cu.xlsx", tmp_path / "de-cu.xlsx")
    text = (CASE / "kich-ban.yaml").read_text(encoding="utf-8")
    fair = "{leximin: {tier: letter, per: unit, method: largest_remainder, by: communes}}"
    chosen = tmp_path / "kich-ban.yaml"
    chosen.write_text(f"{text}objectives: [seats, {fair}, merit]\n", encoding="utf-8")
    scenario = load_scenario(chosen)
    pack = scenario.pack
    listed = read_nominations(scenario.nominations, pack.vocabulary, pack.units).nominations
    found = run(scenario, listed)
    assert found.allocation is not None
    stage = next(item for item in found.allocation.stages if item.kind == "leximin")
    assert stage.status == "proven" and stage.levels
    (objective,) = (item for item in found.problem.objectives if item.kind == "leximin")
    assert objective.entitlements["phan-thiet"] >= objective.entitlements["tuy-phong"]
    assert "hoi-nong-dan" not in objective.entitlements
