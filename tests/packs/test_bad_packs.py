"""What the loader says of packs with mistakes."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvk_rules.errors import PackError
from dvk_rules.pack import load_pack
from packs.bad_packs import EXPECTED, HERE, bad_packs, complaints, report
from packs.synthetic import FILES, edited, sample, write

RULES = "rules/10-chung.yaml"


@pytest.mark.parametrize("name", bad_packs())
def test_a_pack_with_a_mistake_is_told_what_is_wrong_and_where(name: str) -> None:
    expected = (HERE / "bad" / name / EXPECTED).read_text(encoding="utf-8")
    assert expected.strip()
    assert report(name) == expected


@pytest.mark.parametrize("name", bad_packs())
def test_no_complaint_speaks_of_the_program_instead_of_the_pack(name: str) -> None:
    for problem in complaints(name):
        for lang in ("vi", "en"):
            said = problem.sentence(lang)
            assert not any(
                word in said for word in ("Traceback", "None", " dict", "pydantic", "Input should")
            )
            assert "()" not in said
            assert ": ?" not in said


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    files = {
        problem.where.file for problem in complaints("many-mistakes-in-many-files") if problem.where
    }
    assert files == {
        "mau/cases.yaml",
        "mau/facts.yaml",
        "mau/parameters.yaml",
        "mau/rules/10-chung.yaml",
        "mau/units.yaml",
    }


def test_one_misspelt_type_is_one_mistake_though_many_rules_use_the_fact(tmp_path: Path) -> None:
    facts = edited("facts.yaml", ("received: {type: date", "received: {type: dates"))
    with pytest.raises(PackError) as caught:
        sample(tmp_path, facts=facts)
    assert [problem.code for problem in caught.value.problems] == ["shape.choice"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("checked: true", "checked: yes"),
        ("checked: true", "checked: on"),
        ("checked: true", "checked: có"),
        ("checked: true", "checked: 'true'"),
        ("people: {at_least: 10}", 'people: {at_least: "10"}'),
        ("people: {at_least: 10}", "people: {at_least: 010}"),
        ("{at_least: cao}", "{at_least: Cao}"),
        ("source: {doc: plan, at: III}", "source: {doc: plan, at: III, quote: 5}"),
        ("\n", "\r\n"),
        ("tier: letter", "tier:\u00a0letter"),
        ("      - id", "      # ghi chú: có dấu hai chấm\n      - id"),
    ],
)
def test_what_a_person_means_by_a_value_is_what_is_read(tmp_path: Path, old: str, new: str) -> None:
    plain = sample(tmp_path / "a")
    written = sample(tmp_path / "b", rules=edited(RULES, (old, new)))
    for left, right in zip(plain.rules, written.rules, strict=True):
        assert left.conditions() == right.conditions()
        assert left.tier == right.tier


def test_no_is_a_truth_where_a_truth_is_asked_and_text_elsewhere(tmp_path: Path) -> None:
    rules = edited(
        RULES, ("voted: true", "voted: no"), ("title: {vi: Số người,", "title: {vi: no,")
    )
    pack = sample(tmp_path, rules=rules)
    assert pack.rule["votes"].applies is not None
    assert "False" in repr(pack.rule["votes"].applies)
    assert pack.rule["s-people"].title.vi == "no"


@pytest.mark.parametrize("form", ["NFD", "NFC", "BOM"])
def test_the_way_a_text_is_encoded_does_not_change_the_pack(tmp_path: Path, form: str) -> None:
    root = write(tmp_path)
    for name in FILES:
        text = FILES[name]
        if form == "BOM":
            text = f"\ufeff{text}"
        else:
            text = unicodedata.normalize(cast(Literal["NFC", "NFD"], form), text)
        (root / name).write_text(text, encoding="utf-8")
    assert load_pack(root).sha256 == sample(tmp_path / "plain").sha256


def test_comments_and_the_order_of_keys_do_not_change_the_identity_of_a_pack(
    tmp_path: Path,
) -> None:
    rules = edited(RULES, ("{doc: plan, at: II.3}", "{at: II.3, doc: plan}  # xem lại"))
    assert sample(tmp_path / "a", rules=rules).sha256 == sample(tmp_path / "b").sha256


def test_a_word_of_the_law_changes_the_identity_of_a_pack(tmp_path: Path) -> None:
    rules = edited(RULES, ("trước ngày 30/11/2020", "trước ngày 29/11/2020"))
    assert sample(tmp_path / "a", rules=rules).sha256 != sample(tmp_path / "b").sha256


def test_a_folder_that_is_not_there_names_the_packs_that_are() -> None:
    with pytest.raises(PackError) as caught:
        load_pack("binh-thuan-2021")
    assert "binh-thuan-2020" in caught.value.problems[0].sentence()


_EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 12),
        st.sampled_from(
            [
                "",
                ":",
                "- ",
                "{",
                "}",
                "[",
                "]",
                '"',
                "#",
                "\t",
                "\n",
                "  ",
                "&a",
                "*a",
                "!!x ",
                "0",
                "~",
                "true",
                ",",
                "%",
                "ệ",
                "\u0301",
                "\x00",
                "---\n",
                "any: ",
                "not: ",
                "param",
            ]
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=st.sampled_from(sorted(FILES)), edits=_EDITS)
def test_no_edit_of_a_file_ends_in_anything_but_a_pack_or_its_problems(
    tmp_path: Path, file: str, edits: list[tuple[float, int, str]]
) -> None:
    text = FILES[file]
    for place, length, new in edits:
        start = int(place * len(text))
        text = text[:start] + new + text[start + length :]
    root = write(tmp_path)
    (root / file).write_text(text, encoding="utf-8")
    try:
        load_pack(root)
    except PackError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.where is not None
            assert problem.sentence("vi")
            assert problem.sentence("en")


@pytest.mark.parametrize(
    "name",
    [
        "rules/20-x.yaml.txt", "rules/20-x.YAML", "rules/20-x.txt", "rules/20-x",
        "rules/phu/20-x.yaml", "quy-tac/20-x.yaml", "Rules/20-x.yaml", "Cases.yaml",
        "cases.yaml.txt", "fact.yml",
    ],
)  # fmt: skip
def test_a_file_that_looks_like_a_part_of_the_pack_is_never_passed_over(
    tmp_path: Path, name: str
) -> None:
    """Notepad adds ``.txt``; a rule nobody reads would let somebody through."""
    folder = write(tmp_path)
    load_pack(folder)
    place = folder / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("rules: []\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert {problem.code for problem in caught.value.problems} == {"pack.stray-file"}


def test_documents_beside_the_rules_are_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path)
    for name in ("README.md", "ke-hoach.docx", "rules/ghi-chu.md", ".DS_Store", "~$x.docx"):
        (folder / name).write_bytes(b"x")
    assert load_pack(folder)


@pytest.mark.parametrize("key", ["status", "otherwise"])
def test_a_choice_that_was_left_empty_is_said_to_be_empty(tmp_path: Path, key: str) -> None:
    rules = FILES[RULES]
    line = next(line for line in rules.splitlines() if line.strip().startswith(f"{key}:"))
    changed = rules.replace(line, f"{line.split(':')[0]}:", 1)
    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path, rules=changed))
    assert [problem.code for problem in caught.value.problems] == ["shape.empty"]
