"""A scenario written as one file means what its layers meant; its JSON Schema is kept current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_rules.case import available_cases, example_case
from dvk_rules.scenario import load_scenario
from dvk_rules.scenario.quotas import exact_bound
from dvk_rules.scenario.schema import scenario_schema
from dvk_rules.scenario.surface import ScenarioFile
from scenarios.writing import BASE, load

ROOT = Path(__file__).parents[2]


def flattened(folder: Path, data: dict) -> dict:
    (folder / "de-cu.json").write_text("[]", encoding="utf-8")
    text = yaml.safe_dump(data | {"nominations": "de-cu.json"}, allow_unicode=True)
    (folder / "phang.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder / "phang.yaml").to_json()


@pytest.mark.parametrize("case", available_cases())
def test_every_shipped_scenario_flattens_to_one_that_says_the_same(tmp_path, case) -> None:
    with example_case(case) as path:
        for file in sorted(path.parent.glob("kich-ban*.yaml")):
            data = load_scenario(file).to_json()
            assert flattened(tmp_path, data) == data


def test_everything_a_scenario_can_say_survives_flattening(tmp_path) -> None:
    text = (
        BASE
        + (
            "objectives: [seats, {leximin: {tier: letter, per: unit, method: sainte_lague}},"
            " {merit: letter}, soft, {prefer: p-letter-women}, rank]\n"
            'tie_break: {seed: "12345"}\norder: {mode: off, by: [unit]}\n'
            "exclusions: {same_subject: false}\nnote: {vi: ghi, en: note}\n"
        )
        + ""
    )
    text = text.replace(
        "decisions:",
        "  - {id: share, tier: letter, where: {gender: nu, kind: [ca_nhan, ho_gia_dinh]},"
        " of: {kind: ca_nhan}, at_least: 1/3, at_most: 62.5%, soft: {priority: 2},"
        " negotiable: false}\n"
        "  - {id: leaders, tier: letter, per: leadership, at_most: 5,"
        " bounds: {true: {at_most: 2}}}\ndecisions:",
    )
    text = text.replace("parameters:", "parameters:\n  dossier_deadline: 2020-12-05")
    data = load(tmp_path, text).to_json()
    assert flattened(tmp_path, data) == data
    leaders = next(quota for quota in data["quotas"] if quota["id"] == "leaders")
    assert leaders["bounds"] == {"true": {"at_most": 2}}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 999))
def test_a_share_is_exact_however_it_is_written(whole: int, part: int) -> None:
    from fractions import Fraction

    exact = Fraction(whole * 1000 + part, 100_000)
    assert exact_bound(f"{whole}.{part:03}%") == exact
    assert exact_bound(f" {whole},{part:03} % ") == exact
    assert exact_bound(f"{exact.numerator}/{exact.denominator}") == exact


def test_the_published_schema_is_the_one_the_program_reads_by() -> None:
    published = json.loads((ROOT / "docs/schemas/scenario.schema.json").read_text("utf-8"))
    assert published == scenario_schema(), "python -m dvk_rules.scenario.schema docs/schemas"


def test_the_schema_knows_every_key_of_a_scenario() -> None:
    assert set(scenario_schema()["properties"]) == set(ScenarioFile.model_fields)
