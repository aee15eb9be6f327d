"""The workbooks of the cases are what their scripts write and mean what the scripts meant."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from dvk_rules.evaluation import evaluate
from dvk_rules.files.workbook import read_nominations
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.pack import Pack
from dvk_rules.scenario import Scenario, load_scenario

ROOT = Path(__file__).resolve().parents[2] / "fixtures"
CASE = ROOT / "binh-thuan-2020"


def script(path: Path) -> ModuleType:
    """The module in this file; what lies beside it can be imported by it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(CASE / "kich-ban.yaml")


@pytest.fixture(scope="module")
def pack(scenario: Scenario) -> Pack:
    return scenario.pack


@pytest.fixture(scope="module")
def nominees() -> ModuleType:
    return script(CASE / "nominees.py")


def test_the_workbook_of_the_case_says_what_was_meant(pack: Pack, nominees: ModuleType) -> None:
    found = read_nominations(CASE / "de-cu.xlsx", pack.vocabulary, pack.units).raise_if_wrong()
    meant = {nominee.id: nominee.facts for nominee in nominees.cast()}
    assert {nomination.id: nomination.facts for nomination in found.nominations} == meant
    assert not found.ignored
    assert {notice.code for notice in found.notices} == {"column.remarks"}


def test_every_fault_of_the_case_is_seen_by_the_rule_it_was_made_for(
    pack: Pack, scenario: Scenario, nominees: ModuleType
) -> None:
    found = read_nominations(CASE / "de-cu.xlsx", pack.vocabulary, pack.units)
    results = evaluate(pack, found.nominations, day=scenario.day, engine="reference").by_id
    for nominee in nominees.cast():
        result = results[nominee.id]
        for fault in nominee.faults:
            if fault.startswith("?"):
                missing = {fact for item in result.verdicts.values() for fact in item.missing}
                assert fault[1:] in missing, nominee.id
            else:
                assert result.outcomes[fault].value == "violated", (nominee.id, fault)
        assert bool(nominee.faults) or result.eligible("letter"), nominee.id


def test_the_case_is_as_large_and_as_contested_as_the_plan_suggests(
    pack: Pack, scenario: Scenario
) -> None:
    found = read_nominations(CASE / "de-cu.xlsx", pack.vocabulary, pack.units)
    results = evaluate(pack, found.nominations, day=scenario.day, engine="reference").results
    eligible = {tier.id: sum(r.eligible(tier.id) for r in results) for tier in pack.tiers}
    assert 185 <= len(results) <= 195
    assert 130 <= eligible["letter"] <= 150
    assert 70 <= eligible["certificate"] <= 90
    assert len({result.nomination.unit for result in results}) == 19
    assert len({result.merit["letter"] for result in results if result.eligible("letter")}) > 30


@pytest.mark.parametrize(
    ("module", "file"),
    [
        ("binh-thuan-2020/make_workbook.py", "binh-thuan-2020/de-cu.xlsx"),
        ("make_small_cases.py", "one-screen/de-cu.xlsx"),
        ("make_small_cases.py", "quotas-clash/de-cu.csv"),
    ],
)
def test_a_committed_file_is_what_its_script_writes(module: str, file: str) -> None:
    made = script(ROOT / module)
    if file.startswith("binh-thuan"):
        fresh = workbook_bytes(made.make())
    elif file.endswith(".csv"):
        fresh = made.as_csv(made.QUOTAS_CLASH)
    else:
        fresh = made.as_workbook(made.TITLE, made.ONE_SCREEN)
    committed = (ROOT / file).read_bytes()
    # another zlib may pack the same parts into other bytes
    assert _parts(fresh) == _parts(committed)


def _parts(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"PK"):
        return {"": data}
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", ["one-screen", "quotas-clash"])
def test_the_small_cases_are_read_without_a_remark(name: str) -> None:
    scenario = load_scenario(ROOT / name / "kich-ban.yaml")
    pack = scenario.pack
    found = read_nominations(scenario.nominations, pack.vocabulary, pack.units).raise_if_wrong()
    assert len(found.nominations) in (8, 9)
    assert not found.notices
