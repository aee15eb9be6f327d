"""The wheel, not the tree: built, installed in a clean environment, used from elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docs.pages import blocks

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".uv" / "bin" / "uv"


def run(*command: str | Path, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target, cwd=ROOT)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    run(UV, "venv", "--quiet", "--python", sys.executable, folder / "env", cwd=folder)
    found = folder / "env" / "bin" / "python"
    known = (
        "--constraint",
        ROOT / "requirements.lock",
    )  # what is released tomorrow changes no test
    run(UV, "pip", "install", "--quiet", "--python", found, *known, wheel, cwd=folder)
    return found


def test_the_wheel_ships_the_rulebook_the_cases_and_the_type_markers(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "dvk_rulebook/binh-thuan-2020/pack.yaml" in names
    assert "dvk_rulebook/cases/binh-thuan-2020/kich-ban.yaml" in names
    assert {
        f"{package}/py.typed" for package in ("dvk_rules", "dvk_solver", "dvk_rulebook")
    } <= names
    assert not [name for name in names if name.split("/")[0] in ("tests", "solver", "rules")]


def test_the_installed_library_evaluates_and_allocates_from_elsewhere(
    python: Path, tmp_path: Path
) -> None:
    program = """
import json
from dvk_rules import load_scenario, read_nominations, run
from dvk_rules.case import example_case

with example_case("one-screen") as path:
    scenario = load_scenario(path)
    listed = read_nominations(
        scenario.nominations, scenario.pack.vocabulary, scenario.pack.units
    ).raise_if_wrong()
    result = run(scenario, listed.nominations)
print(json.dumps({"engine": result.evaluation.engine, "letter": result.selected("letter")}))
"""
    done = run(python, "-c", program, cwd=tmp_path)
    result = json.loads(done.stdout)
    assert result["engine"] == "durable"
    assert len(result["letter"]) > 0


CONSUMER = """
from datetime import date
from pathlib import Path

from dvk_rules import (
    DvkError,
    Evaluation,
    Nomination,
    Pack,
    Run,
    Verdict,
    evaluate,
    explain,
    load_pack,
    load_scenario,
    read_nominations,
    run,
    save_run,
    verify,
)
from dvk_solver import Allocation, Problem, solve

pack: Pack = load_pack("binh-thuan-2020")
dossier = Nomination("portal/1", "phan-thiet", {"kind": "ca_nhan"}, rank=1)
result: Evaluation = evaluate(pack, [dossier], day=date(2020, 12, 15), engine="reference")
verdict: Verdict = result.by_id["portal/1"].verdicts["letter"].verdict
missing: tuple[str, ...] = result.by_id["portal/1"].verdicts["letter"].missing


def allocate(path: Path) -> Run:
    scenario = load_scenario(path)
    listed = read_nominations(scenario.nominations, scenario.pack.vocabulary, scenario.pack.units)
    try:
        made = run(scenario, listed.raise_if_wrong().nominations)
    except DvkError as error:
        raise SystemExit(error.problems[0].sentence("en")) from error
    folder = save_run(made, "runs")
    assert verify(folder).holds
    seats: list[str] = [seat.standing for seat in explain(made, made.nominations[0].id).seats]
    print(seats, solved(made.problem).status)
    return made


def solved(problem: Problem) -> Allocation:
    return solve(problem)
"""


@pytest.mark.parametrize("written", [CONSUMER, ""], ids=["consumer", "page for the portal"])
def test_a_consumer_of_the_wheel_is_type_checked_by_two_checkers(
    written: str, python: Path, tmp_path: Path
) -> None:
    page = blocks(ROOT / "docs" / "portal.md")
    shown = "\n".join(block.text for block in page if block.language == "python")
    (tmp_path / "consumer.py").write_text(written or shown, encoding="utf-8")
    tools = Path(sys.executable).parent
    run(tools / "mypy", "--strict", "--python-executable", python, "consumer.py", cwd=tmp_path)
    settings = {"include": ["consumer.py"], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run(tools / "pyright", "--pythonpath", python, cwd=tmp_path)


def test_a_wrong_use_of_the_library_is_refused_by_both_checkers(
    python: Path, tmp_path: Path
) -> None:
    wrong = "from dvk_rules import load_pack\n\npack: int = load_pack('binh-thuan-2020')\n"
    (tmp_path / "consumer.py").write_text(wrong, encoding="utf-8")
    tools = Path(sys.executable).parent
    checks = (
        [tools / "mypy", "--strict", "--python-executable", python, "consumer.py"],
        [tools / "pyright", "--pythonpath", python, "consumer.py"],
    )
    for check in checks:
        assert run(*check, cwd=tmp_path, check=False).returncode == 1


def test_the_installed_command_runs_from_elsewhere(python: Path, tmp_path: Path) -> None:
    done = run(python.parent / "dvk", "pack", "list", "--json", cwd=tmp_path)
    assert {pack["pack"] for pack in json.loads(done.stdout)} >= {"binh-thuan-2020", "vn-tdkt-2017"}


def test_importing_the_library_loads_nothing_heavy(python: Path, tmp_path: Path) -> None:
    program = """
import sys
import dvk_rules
heavy = {"pulp", "highspy", "numpy", "openpyxl", "python_calamine", "docxtpl", "docx", "rich",
         "pydantic", "durable", "polars", "z3", "click", "yaml"}
print(sorted(heavy & set(sys.modules)))
"""
    assert run(python, "-c", program, cwd=tmp_path).stdout.strip() == "[]"
