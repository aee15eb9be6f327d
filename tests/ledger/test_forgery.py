"""What somebody tries who can write every file of a run folder again, and the hashes too."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from surface.golden import CASES, make

from dvk_rules import save_run, verify
from ledger.tampering import codes, hash_again, manifest_of, rewrite


@pytest.mark.parametrize(
    ("scenario", "nominations"),
    [
        ("inputs/original/kich-ban.yaml", ["inputs/nominations.json"]),
        ("inputs/scenario.yaml", ["inputs/original/de-cu.xlsx"]),
        ("inputs/original/kich-ban.yaml", ["inputs/original/../nominations.json"]),
        ("inputs/original/kich-ban.yaml", []),
    ],
)
def test_the_originals_are_those_that_the_original_scenario_names(
    copy: Path, scenario: str, nominations: list[str]
) -> None:
    manifest_of(copy, originals={"scenario": scenario, "nominations": nominations})
    assert "verify.original-elsewhere" in codes(copy)


def test_a_run_without_originals_says_that_its_inputs_are_compared_with_nothing(
    copy: Path,
) -> None:
    manifest_of(copy, originals=None)
    assert "verify.not-made" in codes(copy)  # the files are still there
    assert "no-originals" in verify(copy).notes


@pytest.mark.parametrize(
    "name",
    [
        "van-ban/danh-sach-bo-sung.docx", "QUYET-DINH.txt", "clash.json",
        "inputs/original/them.xlsx", "inputs/packs/khac/pack.yaml",
    ],
)  # fmt: skip
def test_a_file_that_follows_from_nothing_is_caught_though_the_manifest_lists_it(
    copy: Path, name: str
) -> None:
    place = copy / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"{}")
    data = json.loads((copy / "run.json").read_bytes())
    data["files"][name] = ""
    manifest_of(copy, files=data["files"])
    hash_again(copy)
    result = verify(copy)
    assert any(problem.params.get("file") == name for problem in result.problems) or not result.held
    assert not result.holds


def test_a_truth_is_not_one_and_a_count_is_no_fraction_in_a_proof(copy: Path) -> None:
    for old, new in (('"lead": true', '"lead": 1'), ('"at_most": 4', '"at_most": 4.0')):
        proof = copy / "proof.json"
        text = proof.read_text(encoding="utf-8")
        changed = text.replace(old, new)
        if changed == text:
            continue
        proof.write_text(changed, encoding="utf-8")
        hash_again(copy)
        assert not verify(copy).holds
        proof.write_text(text, encoding="utf-8")
    rewrite(copy, "proof.json", lambda proof: proof["problem"].update(zzz="x"))
    assert "verify.other-problem" in codes(copy) or "verify.proof" in codes(copy)


@pytest.mark.parametrize(
    "change",
    [
        lambda selected: selected.update(huan_chuong=["tuy-phong/02"]),
        lambda selected: selected["letter"].append(selected["letter"][0]),
        lambda selected: selected["letter"].reverse(),
    ],
    ids=["another tier", "twice", "another order"],
)
def test_the_list_is_written_as_it_comes_out(copy: Path, change: Callable[[Any], None]) -> None:
    for name in ("allocation.json", "proof.json"):
        rewrite(copy, name, lambda data: change(data["selected"]))
    assert not verify(copy).holds


def test_neither_the_engine_nor_its_notices_can_be_made_up(copy: Path) -> None:
    manifest_of(copy, engine="đã được xác nhận")
    assert "verify.field" in codes(copy)
    manifest_of(copy, engine="reference", engine_notices=[{"code": "cli.stopped", "params": {}}])
    assert "verify.field" in codes(copy)


def test_a_pack_that_is_not_installed_is_said_to_be_compared_with_nothing(copy: Path) -> None:
    assert "other-pack" not in verify(copy).notes
    pack = copy / "inputs" / "packs" / "binh-thuan-2020" / "pack.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("version: 1.0.0", "version: 1.0.1", 1), encoding="utf-8")
    assert "1.0.1" in pack.read_text(encoding="utf-8")
    assert "other-pack" in verify(copy).notes


def test_a_reason_of_another_solver_may_not_hide_behind_the_tie_break(copy: Path) -> None:
    def lie(data: Any) -> None:
        data["solver"] = {"highspy": "0.0.9"}
        for reason in data["left_out"]:
            reason.update(stage="tie_break", loss=0, rules=[])

    rewrite(copy, "allocation.json", lie)
    assert "verify.seat-reasons-untrue" in codes(copy)


def test_a_signature_that_is_not_checked_is_mentioned(copy: Path) -> None:
    (copy / "run.json.sig").write_bytes(b"x")
    assert verify(copy).notes == ("signed",)


def test_one_run_saved_by_several_at_once_is_saved_once(tmp_path: Path) -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    with ThreadPoolExecutor(6) as pool:
        saved = list(pool.map(lambda _: save_run(made, tmp_path / "runs"), range(6)))
    assert len(set(saved)) == 1
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [saved[0].name]
    assert verify(saved[0]).holds
