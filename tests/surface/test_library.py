"""The library's face: its names, and what it never does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dvk_rules
from dvk_rules.messages import AREAS, LANGUAGES, catalogue, say


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
