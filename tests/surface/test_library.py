"""The library's face: its names, and what it never does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dvk_rules
from dvk_rules.case import example_case
from dvk_rules.messages import AREAS, LANGUAGES, catalogue, say


def one_screen(case: str = "one-screen") -> dvk_rules.Run:
    with example_case(case) as path:
        scenario = dvk_rules.load_scenario(path)
        listed = dvk_rules.read_nominations(
            scenario.nominations, scenario.pack.vocabulary, scenario.pack.units
        ).raise_if_wrong()
        return dvk_rules.run(scenario, listed.nominations, engine="reference")


def test_every_public_name_is_there_and_the_list_is_sorted() -> None:
    assert dvk_rules.__all__ == sorted(dvk_rules.__all__)
    for name in dvk_rules.__all__:
        assert getattr(dvk_rules, name).__doc__, name


def test_the_page_for_the_portal_has_a_line_for_every_public_name() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "portal.md"
    names = page.read_text(encoding="utf-8").partition("\n## Names\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", names, re.MULTILINE)
    assert [name for name, _ in listed] == list(dvk_rules.__all__)
    assert all(len(words) > 20 for _, words in listed)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dvk_rules.nothing


def test_a_public_function_is_not_hidden_by_a_module_of_the_same_name() -> None:
    program = (
        "import dvk_rules.evaluation, dvk_rules.runs, dvk_rules.explanation, dvk_rules.ledger\n"
        "import dvk_rules as d\n"
        "print(all(callable(f) for f in (d.evaluate, d.run, d.explain, d.verify)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_every_text_is_in_both_languages_and_takes_the_same_parameters() -> None:
    from string import Formatter

    def parameters(text: str) -> set[str]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    assert tuple(sorted(AREAS)) == AREAS
    for code, texts in catalogue().items():
        assert len(texts) == len(LANGUAGES) and all(texts), code
        assert parameters(texts[0]) == parameters(texts[1]), code


def test_a_code_that_is_not_in_the_catalogue_is_our_mistake_and_raises() -> None:
    with pytest.raises(KeyError):
        say("no-such-code")


def test_every_object_says_what_it_is_on_one_line(tmp_path: Path) -> None:
    made = one_screen()
    explained = dvk_rules.explain(made, made.nominations[0].id)
    changed = dvk_rules.what_if(made, made.nominations[0].id, {"votes_share": None})
    pack, result = made.scenario.pack, made.evaluation.results[0]
    trace = result.trace()[0]
    folder = dvk_rules.open_run(dvk_rules.save_run(made, tmp_path, originals=False))
    assert repr(explained).startswith("<Explanation of hoi-nong-dan/01, letter: selected")
    assert repr(folder).startswith("<RunFolder mot-man-hinh-")
    assert repr(trace) == f"<RuleTrace {trace.rule.id}: {trace.outcome}>"
    assert repr(pack.vocabulary) == (
        "<Vocabulary of 69 facts: rank, unit, name, subject, kind, gender and 63 more>"
    )
    shown = [
        made,
        made.evaluation,
        made.nominations[0],
        made.scenario,
        explained,
        *explained.sections,
        *explained.seats,
        changed,
        folder,
        result,
        result.results,
        result.missing("letter"),
        trace,
        *trace.leaves(),
        pack,
        pack.vocabulary,
        *pack.vocabulary.facts.values(),
        pack.units,
        *pack.units.units.values(),
        *pack.parameters.values(),
        *pack.rules,
        *pack.cases,
    ]
    for item in shown:
        assert len(repr(item)) < 250, repr(item)
        assert "\n" not in repr(item)


@pytest.mark.parametrize("case", ["one-screen", "quotas-clash"])
def test_a_run_as_json_says_what_the_files_of_its_folder_say(case: str, tmp_path: Path) -> None:
    made = one_screen(case)
    folder = dvk_rules.save_run(made, tmp_path, originals=False)
    said = json.loads(json.dumps(made.to_json()))
    assert said["run"] == made.id
    assert (said["allocation"] is None) is (case == "quotas-clash")
    for name in ("evaluation", "problem", "allocation", "clash"):
        file = folder / f"{name}.json"
        assert said[name] == (json.loads(file.read_bytes()) if file.is_file() else None), name
    inputs = folder / "inputs"
    assert said["nominations"] == json.loads((inputs / "nominations.json").read_bytes())
    assert said["scenario"]["pack"] == "binh-thuan-2020"


def test_the_version_is_that_of_the_installed_package() -> None:
    from importlib.metadata import version

    assert dvk_rules.__version__ == version("dvk-rules")
