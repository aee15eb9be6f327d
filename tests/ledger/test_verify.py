"""Verification: whatever is changed in a run folder is caught and named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from surface.golden import CASES, make

from dvk_rules import RunError, load_scenario, open_run, read_nominations, run, save_run, verify
from dvk_rules.ledger.signature import new_key, sign
from dvk_rules.report import load_settings
from dvk_rules.report.make_templates import templates
from dvk_rules.runs import canonical_json
from ledger.tampering import hash_again, rewrite, said


def test_a_run_folder_verifies_and_names_what_held(folder: Path) -> None:
    result = verify(folder)
    assert result.problems == ()
    assert result.held == ("hashes", "inputs", "verdicts", "allocation", "proof", "documents")


def test_a_clash_verifies_too(clashing: Path) -> None:
    result = verify(clashing)
    assert result.problems == ()
    assert {"clash", "proof"} <= set(result.held)


def test_one_changed_byte_in_any_file_is_caught_and_the_file_named(
    folder: Path, tmp_path: Path
) -> None:
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    assert len(names) > 20
    for number, name in enumerate(name for name in names if name != "run.json"):
        place = tmp_path / str(number)
        shutil.copytree(folder, place)
        content = bytearray((place / name).read_bytes())
        content[len(content) // 2] ^= 1
        (place / name).write_bytes(content)
        problems = verify(place).problems
        assert any(p.code == "verify.hash" and p.params["file"] == name for p in problems), name
        shutil.rmtree(place)


def test_a_lost_and_an_added_file_are_named(copy: Path) -> None:
    (copy / "report.html").unlink()
    (copy / "note.txt").write_text("x", encoding="utf-8")
    words = said(copy)
    assert "report.html" in words
    assert "note.txt" in words


def test_a_changed_verdict_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        data["nominations"][0]["verdicts"]["letter"]["verdict"] = "rejected"

    name = json.loads((copy / "evaluation.json").read_bytes())["nominations"][0]["id"]
    rewrite(copy, "evaluation.json", change)
    assert name in said(copy)


def test_a_changed_score_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        data["nominations"][2]["merit"]["letter"][0] += 1

    rewrite(copy, "evaluation.json", change)
    assert "merit" in said(copy)


def test_a_changed_rule_outcome_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        data["nominations"][1]["rules"][3]["outcome"] = "unknown"

    rule = json.loads((copy / "evaluation.json").read_bytes())["nominations"][1]["rules"][3]["id"]
    rewrite(copy, "evaluation.json", change)
    assert rule in said(copy)


def test_a_seat_given_to_somebody_else_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    data = json.loads((copy / "allocation.json").read_bytes())
    selected = data["selected"]["letter"]
    ids = {
        item["id"] for item in json.loads((copy / "evaluation.json").read_bytes())["nominations"]
    }
    outsider, loser = sorted(ids - set(selected))[0], selected[0]

    def change(data: Any) -> None:
        data["selected"]["letter"] = sorted([*selected[1:], outsider])

    rewrite(copy, "allocation.json", change)
    words = said(copy)
    assert outsider in words
    assert loser in words


def test_a_changed_quota_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    place = copy / "inputs" / "scenario.yaml"
    text = place.read_text(encoding="utf-8")
    assert "at_most: 2" in text
    place.write_text(text.replace("at_most: 2", "at_most: 3", 1), encoding="utf-8")
    hash_again(copy)
    result = verify(copy)
    assert {"verify.run-id", "verify.original-scenario"} <= {p.code for p in result.problems}


def test_a_changed_quota_of_the_problem_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        data["quotas"][0]["at_least"] = 0

    rewrite(copy, "problem.json", change)
    assert {"verify.problem", "verify.other-problem"} <= {p.code for p in verify(copy).problems}


def test_a_changed_rule_of_the_pack_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    place = next((copy / "inputs" / "packs" / "binh-thuan-2020").glob("parameters.yaml"))
    text = place.read_text(encoding="utf-8")
    assert "2020-11-30" in text
    place.write_text(text.replace("2020-11-30", "2020-12-30"), encoding="utf-8")
    hash_again(copy)
    codes = {problem.code for problem in verify(copy).problems}
    assert {"verify.pack", "verify.pack-changed", "verify.run-id"} <= codes


def test_a_changed_nomination_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        items = data["nominations"] if isinstance(data, dict) else data
        items[0]["facts"]["votes_share"] = "0.99"

    rewrite(copy, "inputs/nominations.json", change)
    codes = {problem.code for problem in verify(copy).problems}
    assert {"verify.run-id", "verify.original-nominations"} <= codes


def test_a_proof_of_one_point_less_is_refused_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        optimum = next(item for item in data["claims"] if item["claim"] == "optimum")
        optimum["value"] -= 1

    rewrite(copy, "proof.json", change)
    assert "verify.proof" in {problem.code for problem in verify(copy).problems}


def test_a_changed_sentence_of_the_report_is_caught_though_the_hash_was_mended(copy: Path) -> None:
    place = copy / "report.html"
    place.write_bytes(place.read_bytes().replace(b"</title>", b"!</title>", 1))
    hash_again(copy)
    assert "report.html" in said(copy)


def test_a_signature_holds_until_the_manifest_changes(copy: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem", tmp_path / "key.pub.pem")
    assert {p.code for p in verify(copy, key=tmp_path / "key.pub.pem").problems} == {
        "verify.unsigned"
    }
    sign(copy, tmp_path / "key.pem")
    assert verify(copy, key=tmp_path / "key.pub.pem").holds
    manifest = copy / "run.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"engine"', b' "engine"', 1))
    codes = {problem.code for problem in verify(copy, key=tmp_path / "key.pub.pem").problems}
    assert codes == {"verify.signature"}


def _changed(value: Any) -> Any:
    """Another value of the same shape."""
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, dict):
        first = min(value)
        return {**value, first: _changed(value[first])}
    return [*value, {"code": "x", "params": {}}] if not value else [_changed(value[0])]


def test_whatever_the_manifest_says_is_held_against_the_run(copy: Path, tmp_path: Path) -> None:
    data = json.loads((copy / "run.json").read_bytes())
    for key in sorted(data.keys() - {"format", "versions", "files", "notices"}):
        place = Path(shutil.copytree(copy, tmp_path / key))
        value = data[key]
        change = _changed(value)
        assert change != value, key
        (place / "run.json").write_text(json.dumps({**data, key: change}), encoding="utf-8")
        assert not verify(place).holds, key
        (place / "run.json").write_text(json.dumps({**data, key: 7}), encoding="utf-8")
        with pytest.raises(RunError, match=r"run\.json"):
            verify(place)


def test_a_file_taken_out_of_the_folder_and_of_the_manifest_is_missed(copy: Path) -> None:
    name = "van-ban/danh-sach-thu-khen.docx"
    (copy / name).unlink()
    data = json.loads((copy / "run.json").read_bytes())
    del data["files"][name]
    (copy / "run.json").write_text(json.dumps(data), encoding="utf-8")
    assert name in said(copy)


def test_a_folder_of_another_version_says_which_version_verifies_it(copy: Path) -> None:
    data = json.loads((copy / "run.json").read_bytes())
    data["versions"]["dvk-rules"] = "0.0.9"
    (copy / "run.json").write_text(json.dumps(data), encoding="utf-8")
    assert "0.0.9 rồi kiểm tra lại" in said(copy)


def test_another_proof_of_the_same_list_holds(copy: Path) -> None:
    before = (copy / "proof.json").read_bytes()

    def change(data: Any) -> None:
        for claim in data["claims"]:
            if "sum" in claim.get("tree", {}):
                claim["tree"]["sum"] = [[row, 2 * y] for row, y in claim["tree"]["sum"]]

    data = json.loads(before)
    change(data)
    (copy / "proof.json").write_bytes(canonical_json(data))
    assert (copy / "proof.json").read_bytes() != before
    hash_again(copy)
    assert verify(copy).problems == ()


def test_a_proof_of_another_list_is_refused_though_the_hash_was_mended(copy: Path) -> None:
    def change(data: Any) -> None:
        data["selected"]["letter"] = data["selected"]["letter"][1:]

    rewrite(copy, "allocation.json", change)
    assert "verify.other-list" in {problem.code for problem in verify(copy).problems}


@pytest.mark.parametrize(("more", "holds"), [(-1, True), (1000, False)])
def test_reasons_that_another_solver_gave_are_held_against_exact_prices(
    more: int, holds: bool, tmp_path: Path
) -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    assert made.allocation is not None
    place = next(n for n, r in enumerate(made.reasons) if r.loss > 1)
    other = replace(made.reasons[place], loss=made.reasons[place].loss + more)
    reasons = (*made.reasons[:place], other, *made.reasons[place + 1 :])
    here = verify(save_run(replace(made, reasons=reasons), tmp_path / "same"))
    assert "verify.seat-reasons" in {problem.code for problem in here.problems}
    elsewhere = made.allocation.model_copy(update={"solver": {"highspy": "0.0.9"}})
    found = verify(save_run(replace(made, reasons=reasons, allocation=elsewhere), tmp_path / "far"))
    assert found.holds == holds
    assert ("reasons" in found.held) == holds
    codes = {problem.code for problem in found.problems}
    assert ("verify.seat-reasons-untrue" in codes) != holds


def test_another_key_does_not_fit(copy: Path, tmp_path: Path) -> None:
    new_key(tmp_path / "key.pem", tmp_path / "key.pub.pem")
    new_key(tmp_path / "other.pem", tmp_path / "other.pub.pem")
    sign(copy, tmp_path / "key.pem")
    codes = {problem.code for problem in verify(copy, key=tmp_path / "other.pub.pem").problems}
    assert codes == {"verify.signature"}


def test_a_folder_that_is_no_run_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunError) as raised:
        verify(tmp_path)
    assert "run.json" in raised.value.problems[0].sentence()
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(RunError):
        open_run(tmp_path)


def test_saving_the_same_run_again_changes_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = save_run(make(CASES / "one-screen" / "kich-ban.yaml"), folder.parent)
    assert again == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_damaged_folder_is_never_overwritten(copy: Path) -> None:
    (copy / "report.html").write_text("mine", encoding="utf-8")
    again = save_run(make(CASES / "one-screen" / "kich-ban.yaml"), copy.parent)
    assert again.name == f"{copy.name}-2"
    assert (copy / "report.html").read_text(encoding="utf-8") == "mine"


def test_a_scenario_in_a_run_folder_is_the_one_that_was_run(folder: Path) -> None:
    opened = open_run(folder)
    original = load_scenario(CASES / "one-screen" / "kich-ban.yaml")
    assert opened.scenario.to_json() == original.to_json()
    assert opened.as_run().selected("letter") == make(original.files[-1]).selected("letter")


def test_a_run_without_its_original_files_verifies(tmp_path: Path) -> None:
    scenario = load_scenario(CASES / "one-screen" / "kich-ban.yaml")
    pack = scenario.pack
    listed = read_nominations(scenario.nominations, pack.vocabulary, pack.units)
    made = run(scenario, listed.nominations[:5], engine="reference")
    saved = save_run(made, tmp_path, originals=False)
    assert verify(saved).holds


@pytest.fixture(scope="module")
def with_settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    own = Document(BytesIO(templates()["thong-bao.docx"]))
    own.add_paragraph("Riêng của cơ quan mẫu: {{ unit }}")
    (home / "mau-word").mkdir()
    own.save(str(home / "mau-word" / "thong-bao.docx"))
    text = "templates: mau-word\nplace: Nơi mẫu\norder: given_name\n"
    (home / "van-ban.yaml").write_text(text, encoding="utf-8")
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    saved = save_run(made, home / "runs", settings=load_settings(home / "van-ban.yaml"))
    shutil.rmtree(home / "mau-word")
    (home / "van-ban.yaml").unlink()
    return saved


def test_a_run_made_with_settings_of_an_office_verifies_from_its_folder_alone(
    with_settings: Path,
) -> None:
    assert verify(with_settings).problems == ()
    assert (
        "inputs/documents/settings.yaml"
        in json.loads((with_settings / "run.json").read_bytes())["files"]
    )
    papers = with_settings / "van-ban" / "thong-bao" / "phan-thiet.docx"
    assert "Riêng của cơ quan mẫu" in "".join(p.text for p in Document(str(papers)).paragraphs)


def test_changed_settings_and_templates_are_caught_though_the_hashes_were_mended(
    with_settings: Path, tmp_path: Path
) -> None:
    home = "inputs/documents"
    for number, change in enumerate(("other", "not settings", "a template", "lost")):
        place = Path(shutil.copytree(with_settings, tmp_path / str(number)))
        settings, template = place / home / "settings.yaml", place / home / "templates"
        if change == "other":
            text = settings.read_text(encoding="utf-8").replace("Nơi mẫu", "Nơi khác")
            settings.write_text(text, encoding="utf-8")
        elif change == "not settings":
            settings.write_text("place: [", encoding="utf-8")
        elif change == "a template":
            (template / "thong-bao.docx").write_bytes(templates()["thong-bao.docx"])
        else:
            settings.unlink()
            data = json.loads((place / "run.json").read_bytes())
            del data["files"][f"{home}/settings.yaml"]
            (place / "run.json").write_text(json.dumps(data), encoding="utf-8")
        hash_again(place)
        codes = {problem.code for problem in verify(place).problems}
        assert codes & {"verify.differs", "verify.settings"}, change


DEEP = "[" * 100_000
DAMAGED = {
    "evaluation.json": [
        '{"nominations": null}', '{"nominations": [1]}', '{"nominations": [{"id": 1}]}',
        '{"nominations": [{"id": "a", "rules": null, "verdicts": [1]}]}', "[]", "3", DEEP,
    ],
    "allocation.json": ["[1]", '"x"', "{}", '{"left_out": 3}', '{"held": [1]}', DEEP],
    "problem.json": ["[]", DEEP],
    "proof.json": ["[]", "{}", '{"format": "dvk-solver-proof/1", "problem": 3}', DEEP],
    "run.json": ["[]", DEEP],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "number"), [(n, i) for n, all_of in DAMAGED.items() for i in range(len(all_of))]
)
def test_a_damaged_file_is_one_sentence_and_never_an_exception(
    copy: Path, name: str, number: int
) -> None:
    (copy / name).write_text(DAMAGED[name][number], encoding="utf-8")
    if name == "run.json":
        with pytest.raises(RunError, match=r"run\.json"):
            verify(copy)
        return
    hash_again(copy)
    assert said(copy)
    for problem in verify(copy).problems:
        assert problem.sentence("vi") and problem.sentence("en")


def test_what_word_and_the_system_leave_in_a_folder_is_no_change(copy: Path) -> None:
    for name in ("van-ban/~$to-trinh.docx", "Thumbs.db", "desktop.ini", "van-ban/.DS_Store"):
        (copy / name).write_bytes(b"x")
    assert verify(copy).holds
    (copy / "van-ban" / "them.docx").write_bytes(b"x")
    assert {problem.code for problem in verify(copy).problems} == {"verify.extra"}


def test_a_signed_run_is_the_same_run_when_it_is_saved_again(tmp_path: Path) -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    saved = save_run(made, tmp_path / "runs")
    new_key(tmp_path / "key.pem", tmp_path / "key.pub.pem")
    sign(saved, tmp_path / "key.pem")
    assert save_run(made, tmp_path / "runs") == saved
    assert verify(saved, key=tmp_path / "key.pub.pem").holds


def test_nothing_is_saved_into_a_run_folder_or_a_file(copy: Path, tmp_path: Path) -> None:
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    with pytest.raises(RunError) as raised:
        save_run(made, copy)
    assert [problem.code for problem in raised.value.problems] == ["run.inside"]
    assert verify(copy).holds
    (tmp_path / "tep").write_bytes(b"")
    with pytest.raises(RunError) as raised:
        save_run(made, tmp_path / "tep")
    assert [problem.code for problem in raised.value.problems] == ["write.not-a-folder"]


def test_a_changed_report_is_not_said_to_come_out_again(copy: Path) -> None:
    (copy / "report.html").write_bytes(b"x")
    result = verify(copy)
    assert [problem.params.get("file") for problem in result.problems] == ["report.html"]
    assert "documents" not in result.held and "verdicts" in result.held


def test_a_key_is_for_its_owner_alone_and_a_wrong_one_is_told_apart(
    copy: Path, tmp_path: Path
) -> None:
    new_key(tmp_path / "key.pem", tmp_path / "key.pub.pem")
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: sign(copy, tmp_path / "none.pem"), "sign.no-file"),
        (lambda: sign(copy, tmp_path / "key.pub.pem"), "sign.no-key"),
        (lambda: verify(copy, key=tmp_path / "none.pem"), "sign.no-file"),
        (lambda: verify(copy, key=tmp_path / "key.pem"), "sign.private-key"),
        (lambda: verify(copy, key=copy / "run.json"), "sign.no-key"),
        (lambda: new_key(tmp_path / "key.pem", tmp_path / "key.pub.pem"), "write.exists"),
    ]
    for wrong, code in cases:
        with pytest.raises(RunError) as raised:
            wrong()
        assert {problem.code for problem in raised.value.problems} == {code}
        assert all(problem.where and problem.where.file for problem in raised.value.problems)
