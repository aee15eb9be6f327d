"""`dvk compare` and `dvk sweep` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.lists import CLASH, run_of, scenario_file
from dvk_rules.cli.app import build_app
from dvk_rules.ledger import save_run


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    root = tmp_path_factory.mktemp("runs")
    return [str(save_run(run_of(name), root)) for name in ("base", "both", "excluded")]


def dvk(*arguments: str, lang: str = "vi"):
    done = CliRunner().invoke(build_app(lang), [*arguments, "--lang", lang], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


@pytest.mark.parametrize(("lang", "words"), [("vi", "Do thay đổi"), ("en", "Moved by")])
def test_compare_shows_run_folders_side_by_side(folders, lang, words) -> None:
    said = dvk("compare", folders[0], folders[1], lang=lang).stdout
    assert words in said and "(1)" in said and "(2)" in said and "[1]" in said


def test_compare_of_three_shows_who_does_not_stand_alike(folders) -> None:
    said = dvk("compare", *folders, "--each", "--quick", lang="en").stdout
    assert "Nominations that do not stand alike" in said
    assert said.count("From (") == 3


def test_compare_of_equals_says_so(folders) -> None:
    said = dvk("compare", folders[0], folders[0], lang="en").stdout
    assert "All runs are the same." in said


def test_compare_as_json_is_the_comparison(folders) -> None:
    data = json.loads(dvk("compare", folders[0], folders[1], "--json").stdout)
    assert data["format"] == "dvk/comparison/1" and data["pairs"][0]["moves"]


def test_help_of_the_commands_has_an_example_in_both_languages() -> None:
    for lang in ("vi", "en"):
        for name in ("compare", "sweep"):
            said = dvk(name, "--help", lang=lang).stdout
            assert f"dvk {name}" in said and ("Ví dụ:" if lang == "vi" else "Example:") in said


def test_sweep_shows_each_step_and_leaves_its_folder(tmp_path: Path) -> None:
    arguments = ["sweep", str(scenario_file("base")), "--vary", "letter=3:5", "--workers", "1"]
    arguments += ["--engine", "reference", "--out", str(tmp_path)]
    said = dvk(*arguments, lang="en").stdout
    assert "steps have a list" in said and "Pareto" in said
    (folder,) = tmp_path.iterdir()
    names = {path.name for path in folder.iterdir()}
    files = {f"sweep.{kind}" for kind in ("json", "csv", "xlsx", "svg", "html")}
    assert names == {"steps", *files}
    data = json.loads(dvk(*arguments, "--json").stdout)
    assert data["format"] == "dvk/sweep/1" and data["folder"] == str(folder)


def test_sweep_of_what_never_has_a_list_answers_no(tmp_path: Path) -> None:
    arguments = ["sweep", str(CLASH), "--vary", "certificate=1:2", "--workers", "1"]
    done = dvk(*arguments, "--out", str(tmp_path), "--engine", "reference")
    assert done.return_value == 1
