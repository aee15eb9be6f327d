"""`dvk compare` and `dvk sweep` as a user meets them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from compare.lists import run_of
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
        for name in ("compare",):
            said = dvk(name, "--help", lang=lang).stdout
            assert f"dvk {name}" in said and ("Ví dụ:" if lang == "vi" else "Example:") in said
