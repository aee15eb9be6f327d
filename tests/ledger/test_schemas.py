"""The published schemas of run folders: current, true of every run, and false of a spoiled one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dvk_solver import Clash, solve, why
from engines.generators import DAY, Draft, drafts, nominations_of, pack_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs.json_schema import mistakes
from solver.brute_force import random_problem

from dvk_rules import evaluate, load_scenario, read_nominations, run
from dvk_rules.lawbook.schemas import schema_text
from dvk_rules.ledger import save_run
from dvk_rules.ledger.schemas import run_schemas
from dvk_rules.runs import evaluation_json, seats_data

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = run_schemas()


def test_the_published_schemas_are_current() -> None:
    # To renew them: python -m dvk_rules.ledger.schemas docs/schemas
    for name, schema in SCHEMAS.items():
        published = ROOT / "docs" / "schemas" / f"{name}.schema.json"
        assert published.read_text(encoding="utf-8") == schema_text(schema), name


def plain(data: Any) -> Any:
    """The data as a file gives it back."""
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("case", ["one-screen", "quotas-clash", "binh-thuan-2020"])
def test_every_file_of_a_run_folder_fits_its_schema(case: str, tmp_path: Path) -> None:
    scenario = load_scenario(ROOT / "fixtures" / case / "kich-ban.yaml")
    pack = scenario.pack
    listed = read_nominations(scenario.nominations, pack.vocabulary, pack.units)
    folder = save_run(run(scenario, listed.nominations), tmp_path)
    read = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    assert set(read) <= set(SCHEMAS)
    assert {"run", "evaluation", "problem", "proof"} <= set(read)
    for name, data in read.items():
        assert mistakes(SCHEMAS[name], data) == [], name


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_whatever_is_decided_fits_the_schema_of_evaluations(draft: Draft) -> None:
    evaluation = evaluate(pack_of(draft), nominations_of(draft, 4), day=DAY, engine="reference")
    data = json.loads(evaluation_json(evaluation))
    data["pack"]["sha256"] = "0" * 64  # a pack that was never written has none
    assert mistakes(SCHEMAS["evaluation"], data) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_whatever_is_allocated_fits_the_schemas_of_the_solver(seed: int) -> None:
    problem = random_problem(seed)
    assert mistakes(SCHEMAS["problem"], plain(problem.to_data())) == []
    try:
        made = solve(problem)
    except Clash as clash:
        assert mistakes(SCHEMAS["clash"], plain(clash.to_data())) == []
        proof = clash.certificate
    else:
        assert mistakes(SCHEMAS["allocation"], plain(seats_data(made, why(problem, made)))) == []
        proof = made.certificate
    if proof is not None:
        assert mistakes(SCHEMAS["proof"], plain(proof)) == []


SPOILED: list[tuple[str, Any]] = [
    ("run", lambda data: data.pop("pack")),
    ("run", lambda data: data["files"].update(x="short")),
    ("evaluation", lambda data: data["nominations"][0].update(verdicts={"letter": {}})),
    ("evaluation", lambda data: data["nominations"][0]["rules"][0].update(outcome="fine")),
    ("evaluation", lambda data: data["nominations"][0]["merit"].update(letter=[1])),
    ("problem", lambda data: data["candidates"][0].update(id=7)),
    ("allocation", lambda data: data["selected"].update(letter="x")),
    ("allocation", lambda data: data["held"][0].pop("id")),
    ("allocation", lambda data: data.update(note="x")),
    ("proof", lambda data: data["claims"][0].update(claim="trust me")),
    ("proof", lambda data: data.update(format="dvk-solver-proof/0")),
]


@pytest.mark.parametrize("place", range(len(SPOILED)))
def test_a_spoiled_file_does_not_fit(place: int, one_screen: Path) -> None:
    name, spoil = SPOILED[place]
    data = json.loads((one_screen / f"{name}.json").read_bytes())
    assert mistakes(SCHEMAS[name], data) == []
    spoil(data)
    assert mistakes(SCHEMAS[name], data)


@pytest.fixture(scope="module")
def one_screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run that fits on a screen."""
    scenario = load_scenario(ROOT / "fixtures" / "one-screen" / "kich-ban.yaml")
    pack = scenario.pack
    listed = read_nominations(scenario.nominations, pack.vocabulary, pack.units)
    return save_run(run(scenario, listed.nominations), tmp_path_factory.mktemp("runs"))
