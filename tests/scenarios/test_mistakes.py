"""Every mistake in a scenario is named with its file and line, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_rules.errors import ScenarioError
from dvk_rules.scenario import load_scenario
from scenarios.writing import BASE, load, problems, write

HEAD = """\
scenario: goc
pack: binh-thuan-2020
nominations: de-cu.json
decision_date: 2020-12-15
seats: {letter: 9, certificate: 4}
"""

MISTAKES = {
    "a quota for a tier that does not exist": (
        "quotas: [{id: q, tier: leter, at_most: 1}]",
        "pack.unknown-tier",
    ),
    "a quota that names no tier": ("quotas: [{id: q, at_most: 1}]", "shape.missing"),
    "a quota without a bound": ("quotas: [{id: q, tier: letter}]", "scenario.no-bound"),
    "a quota twice": (
        "quotas: [{id: q, tier: letter, at_most: 1}, {id: q, tier: letter, at_most: 1}]",
        "pack.twice",
    ),
    "a bound that is a word": (
        "quotas: [{id: q, tier: letter, at_most: nhiều}]",
        "scenario.bound",
    ),
    "a bound in scientific notation": (
        "quotas: [{id: q, tier: letter, at_most: 1e1%}]",
        "scenario.bound",
    ),
    "a negative bound": ("quotas: [{id: q, tier: letter, at_most: -1}]", "scenario.bound"),
    "a negative share": ("quotas: [{id: q, tier: letter, at_most: -5%}]", "scenario.bound"),
    "a share of more than everything": (
        "quotas: [{id: q, tier: letter, at_most: 120%}]",
        "scenario.share",
    ),
    "a division by zero": ("quotas: [{id: q, tier: letter, at_most: 1/0}]", "scenario.bound"),
    "a least above the most": (
        "quotas: [{id: q, tier: letter, at_least: 3, at_most: 2}]",
        "scenario.bounds",
    ),
    "an own least above the general most": (
        "quotas: [{id: q, tier: letter, per: unit, at_most: 2, bounds: {phu-quy: {at_least: 3}}}]",
        "scenario.bounds",
    ),
    "bounds of a quota that is not per anything": (
        "quotas: [{id: q, tier: letter, at_most: 1, bounds: {phu-quy: {at_most: 1}}}]",
        "scenario.bounds-need-per",
    ),
    "bounds of a unit that does not exist": (
        "quotas: [{id: q, tier: letter, per: unit, at_most: 1, bounds: {phu-qui-x: {at_most: 1}}}]",
        "value.not-a-choice",
    ),
    "a quota per a misspelt fact": (
        "quotas: [{id: q, tier: letter, per: knd, at_most: 1}]",
        "condition.unknown-fact-meant",
    ),
    "a quota per a day": (
        "quotas: [{id: q, tier: letter, per: dossier_received, at_most: 1}]",
        "scenario.attribute",
    ),
    "a quota that counts a value that does not exist": (
        "quotas: [{id: q, tier: letter, where: {kind: dan_ong}, at_most: 1}]",
        "value.not-a-choice",
    ),
    "a quota that counts no value": (
        "quotas: [{id: q, tier: letter, where: {kind: []}, at_most: 1}]",
        "shape.empty",
    ),
    "a key that a quota does not have": (
        "quotas: [{id: q, tier: letter, atmost: 1}]",
        "shape.unknown-key-meant",
    ),
    "a truth as a bound": ("quotas: [{id: q, tier: letter, at_most: true}]", "scenario.bound"),
    "taking away a quota that is not there": (
        "quotas: [{id: q, off: true}]",
        "scenario.no-quota",
    ),
    "a misspelt parameter": (
        "parameters: {vote_needed: 80%}",
        "condition.unknown-parameter-meant",
    ),
    "a parameter unlike any": ("parameters: {zzz: 1}", "condition.unknown-parameter"),
    "a parameter of the wrong type": ("parameters: {votes_needed: cao}", "value.not-a-number"),
    "a parameter without its value": (
        "parameters: {votes_needed: {who: B, why: khác}}",
        "shape.missing",
    ),
    "a parameter with a key that it does not have": (
        "parameters: {votes_needed: {value: 80%, by: B}}",
        "shape.unknown-key-known",
    ),
    "order within a fact that does not exist": (
        "order: {by: [unitt]}",
        "condition.unknown-fact-meant",
    ),
    "an order that is neither hard nor soft": ("order: {mode: cứng}", "shape.choice"),
    "a decision without a reason": (
        "decisions: [{nomination: a, tier: letter, action: include, who: B}]",
        "shape.missing",
    ),
    "a decision that does not say which way": (
        "decisions: [{nomination: a, tier: letter, who: B, why: khác}]",
        "shape.missing",
    ),
    "two decisions about one nomination and tier": (
        "decisions: [{nomination: a, tier: letter, action: include, who: B, why: c},"
        " {nomination: a, tier: letter, action: exclude, who: B, why: c}]",
        "scenario.decision-twice",
    ),
    "a decision for a tier that does not exist": (
        "decisions: [{nomination: a, tier: thu, action: include, who: B, why: c}]",
        "pack.unknown-tier",
    ),
    "a decision on a day that does not exist": (
        "decisions: [{nomination: a, tier: letter, action: include, who: B, why: c,"
        " when: 31/11/2020}]",
        "value.no-such-day",
    ),
    "taking away a decision that is not there": (
        "decisions: [{nomination: a, tier: letter, off: true}]",
        "scenario.no-decision",
    ),
    "a misspelt objective": ("objectives: [meritt]", "scenario.objective-meant"),
    "an objective unlike any": ("objectives: [zzz]", "scenario.objective"),
    "two objectives in one entry": (
        "objectives: [{merit: letter, seats: letter}]",
        "scenario.objective",
    ),
    "an objective for a tier that does not exist": (
        "objectives: [{merit: thu}]",
        "pack.unknown-tier",
    ),
    "a preference that is no rule": ("objectives: [{prefer: zzz}]", "scenario.no-prefer"),
    "fairness by a method that does not exist": (
        "objectives: [{leximin: {method: may_rui}}]",
        "scenario.method",
    ),
    "fairness with a key that it does not have": (
        "objectives: [{leximin: {weight: 3}}]",
        "shape.unknown-key-known",
    ),
    "fairness by what is not counted": ("objectives: [{leximin: {by: people}}]", "shape.choice"),
    "an entitlement that is not a number": (
        "objectives: [{leximin: {entitlements: {phu-quy: nhiều}}}]",
        "shape.whole",
    ),
    "an entitlement of a unit that does not exist": (
        "objectives: [{leximin: {entitlements: {sao-hoa: 3}}}]",
        "value.not-a-choice",
    ),
    "fairness that is a word": ("objectives: [{leximin: letter}]", "shape.mapping"),
    "a tie-break that does not exist": ("tie_break: coin", "scenario.tie-break"),
    "a seed that is empty": ('tie_break: {seed: ""}', "scenario.tie-break"),
    "a key that a scenario does not have": ("quota: []", "shape.unknown-key-meant"),
}


@pytest.mark.parametrize("said", MISTAKES)
def test_each_mistake_is_named_with_its_file_and_line(tmp_path: Path, said: str) -> None:
    text, code = MISTAKES[said]
    found = problems(tmp_path, HEAD + text + "\n")
    assert [problem.code for problem in found] == [code]
    (problem,) = found
    assert problem.where is not None
    assert (problem.where.file, problem.where.line) == ("goc.yaml", 6)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("decision_date: 2020-12-15\n", "", "scenario.missing", 1),
        ("2020-12-15", "2020-02-30", "value.no-such-day", 4),
        ("nominations: de-cu.json\n", "", "scenario.missing", 1),
        ("de-cu.json", "khong-co.xlsx", "scenario.no-nominations", 3),
        ("pack: binh-thuan-2020\n", "", "scenario.missing", 1),
        ("certificate: 4", "medal: 4", "scenario.no-seats", 5),
        ("letter: 9", "letter: {at_least: 10, at_most: 9}", "scenario.bounds", 5),
        ("letter: 9", "letter: -1", "shape.least", 5),
        ("letter: 9", "letter: chín", "shape.either", 5),
        ("letter: 9", "letter: [9]", "shape.either", 5),
        ("letter: 9", "letter: {at_most: -1}", "shape.least", 5),
        ("letter: 9", "letter: {at_most: chín}", "shape.whole", 5),
        ("letter: 9", "letter: {at_mos: 9}", "shape.unknown-key-meant", 5),
    ],
)
def test_each_mistake_of_the_head_is_named_with_its_line(tmp_path, old, new, code, line) -> None:
    told = problems(tmp_path, HEAD.replace(old, new))
    found = [item for item in told if item.code == code]
    assert found
    assert found[0].where is not None
    assert (found[0].where.file, found[0].where.line) == ("goc.yaml", line)
    assert not any("[" in item.sentence("en") for item in told)  # no name of a library's own


def test_a_pack_that_does_not_exist_is_named_where_the_scenario_says_it(tmp_path) -> None:
    (found,) = problems(tmp_path, HEAD.replace("binh-thuan-2020", "binh-thuan-2021"))
    assert found.code.startswith("pack.none") and "binh-thuan-2020" in found.sentence()
    assert found.where is not None and found.where.line == 2


def test_mistakes_of_all_files_are_told_at_once_each_in_its_own_file(tmp_path) -> None:
    base = BASE.replace("at_least: 45%", "at_least: 145%")
    over = (
        "scenario: tren\nextends: goc.yaml\nquotas:\n  - {id: per-unit, at_least: x}\n"
        "parameters: {vote_needed: 1}\nobjectives: [meritt]\ntie_break: coin\n"
    )
    found = problems(tmp_path, base, over)
    assert [
        (item.where.file, item.where.line, item.code) for item in found if item.where is not None
    ] == [
        ("goc.yaml", 24, "scenario.share"),
        ("tren.yaml", 4, "scenario.bound"),
        ("tren.yaml", 5, "condition.unknown-parameter-meant"),
        ("tren.yaml", 6, "scenario.objective-meant"),
        ("tren.yaml", 7, "scenario.tie-break"),
    ]


def test_what_may_not_be_changed_is_refused_also_in_an_extending_scenario(tmp_path) -> None:
    scenario = load(tmp_path, BASE)
    fixed = [p for p in scenario.pack.parameters.values() if p.may_change == "no"]
    for parameter in fixed:
        base = parameter.base(scenario.day)
        assert base is not None
        if isinstance(base.value, int) and not isinstance(base.value, bool):
            change = f"parameters: {{{parameter.name}: {base.value + 1}}}\n"
            (found,) = problems(tmp_path, BASE, "scenario: tren\nextends: goc.yaml\n" + change)
            assert found.code == "pack.may-change-no"


def test_a_misspelt_quota_to_take_away_gets_its_nearest(tmp_path) -> None:
    over = "scenario: tren\nextends: goc.yaml\nquotas: [{id: colectives, off: true}]\n"
    (found,) = problems(tmp_path, BASE, over)
    assert found.code == "scenario.no-quota-meant" and "collectives" in found.sentence()


def test_a_misspelt_decision_to_take_away_gets_its_nearest(tmp_path) -> None:
    over = (
        "scenario: tren\nextends: goc.yaml\n"
        "decisions: [{nomination: la-gi/011, tier: letter, off: true}]\n"
    )
    (found,) = problems(tmp_path, BASE, over)
    assert found.code == "scenario.no-decision-meant" and "la-gi/01" in found.sentence()


def test_a_circle_of_scenarios_is_told_where_it_closes(tmp_path) -> None:
    write(tmp_path, a="scenario: a\nextends: b.yaml\n", b="scenario: b\nextends: a.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "a.yaml")
    (found,) = caught.value.problems
    assert found.code == "scenario.circle"
    assert found.where is not None and (found.where.file, found.where.line) == ("b.yaml", 2)


def test_a_scenario_that_extends_itself_is_a_circle(tmp_path) -> None:
    write(tmp_path, a="scenario: a\nextends: a.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "a.yaml")
    assert [item.code for item in caught.value.problems] == ["scenario.circle"]


def test_an_extended_file_that_is_missing_is_told_where_it_is_named(tmp_path) -> None:
    write(tmp_path, a="scenario: a\nextends: khong-co.yaml\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "a.yaml")
    (found,) = caught.value.problems
    assert found.code == "scenario.no-file"
    assert found.where is not None and (found.where.file, found.where.line) == ("a.yaml", 2)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("khong-co.yaml", None, "scenario.no-file"),
        ("so.xlsx", b"PK\x03\x04\xff\xfe", "scenario.not-yaml"),
        ("rong.yaml", b"", "yaml.not-a-mapping"),
        ("danh-sach.yaml", b"- a\n- b\n", "yaml.not-a-mapping"),
    ],
)
def test_what_is_not_a_scenario_file_gets_one_sentence(tmp_path, name, content, code) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / name)
    assert [item.code for item in caught.value.problems] == [code]


def test_a_folder_is_not_a_scenario(tmp_path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path)
    assert [item.code for item in caught.value.problems] == ["scenario.folder"]


def test_a_byte_order_mark_from_windows_does_no_harm(tmp_path) -> None:
    write(tmp_path)
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    assert load_scenario(tmp_path / "bom.yaml").id == "goc"
