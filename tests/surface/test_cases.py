"""The shipped cases: each gives the result that is written beside it, and always the same bytes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dvk_rules import load_scenario, read_nominations, run
from dvk_rules.ledger.contents import result_files
from dvk_rules.runs import canonical_json
from surface.golden import CASES, expected_file, make, scenarios, summary


@pytest.mark.parametrize(
    "scenario", scenarios(), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_a_case_gives_the_result_written_beside_it(scenario: Path, engine: str) -> None:
    found = json.loads(json.dumps(summary(make(scenario, engine))))
    assert found == json.loads(expected_file(scenario).read_text(encoding="utf-8"))


def test_the_plans_case_fills_90_letters_and_nests_the_certificates() -> None:
    made = make(CASES / "binh-thuan-2020" / "kich-ban.yaml")
    letters, certificates = set(made.selected("letter")), set(made.selected("certificate"))
    assert len(letters) == 90
    assert certificates < letters
    assert made.allocation is not None and made.allocation.status == "optimal"


def test_rows_in_another_order_give_the_same_bytes() -> None:
    scenario = load_scenario(CASES / "binh-thuan-2020" / "kich-ban.yaml")
    pack = scenario.pack
    listed = list(read_nominations(scenario.nominations, pack.vocabulary, pack.units).nominations)
    first = result_files(run(scenario, listed, engine="reference"))
    random.Random(3).shuffle(listed)
    turned = [replace(item, facts=dict(reversed(item.facts.items()))) for item in listed]
    assert result_files(run(scenario, turned, engine="reference")) == first


def test_two_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from surface.golden import CASES, make\n"
        "from dvk_rules.ledger.contents import result_files\n"
        "import hashlib\n"
        "files = result_files(make(CASES / 'one-screen' / 'kich-ban.yaml', 'durable'))\n"
        "print({name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())})"
    )

    def output(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=CASES.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert output("1") == output("2")


def test_canonical_json_has_one_form() -> None:
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1})
    assert canonical_json({"a": "é"}).endswith(b"}\n")
