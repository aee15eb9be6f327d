"""Checking a pack: what is found, that it is true, and that nothing that can happen is denied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import z3
from engines.generators import Draft, drafts, make_draft, pack_of
from hypothesis import example, given, settings

from dvk_rules.cli.app import run_command
from dvk_rules.engines.outcomes import CODES, Outcome
from dvk_rules.errors import EngineError
from dvk_rules.lawbook.cases import run_cases
from dvk_rules.lawbook.check import check
from dvk_rules.lawbook.encoding import Encoding
from dvk_rules.lawbook.findings import Finding, closing_lines
from dvk_rules.lawbook.points import Point, try_points
from dvk_rules.pack import Pack, available_packs, load_pack
from packs.synthetic import FILES, sample

RULES = "rules/10-chung.yaml"

RULE = """\
      - id: {id}
        title: {{vi: Thử {id}, en: try {id}}}
        source: {{doc: plan}}
        status: plan
        {body}
"""


def with_rules(folder: Path, *bodies: str, **changed: str | None) -> Pack:
    """The sample pack with rules ``x-1``, ``x-2``… added; each body is YAML on one line."""
    added = "".join(
        RULE.format(id=f"x-{number}", body=body.replace("; ", "\n        "))
        for number, body in enumerate(bodies, 1)
    )
    return sample(folder, rules=FILES[RULES] + added, **changed)


def found(pack: Pack) -> dict[str, Finding]:
    """The findings that are more than notes on unused words and tables, by key."""
    return {
        item.key: item
        for item in check(pack).findings
        if not item.key.startswith(("unused-", "gap:"))
    }


def test_the_sound_pack_has_nothing_but_notes(tmp_path: Path) -> None:
    assert found(sample(tmp_path)) == {}


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("tier: letter; require: {people: {between: [3, 3], is_not: 3}}", "never-satisfied:x-1"),
        ("tier: letter; require: {kind: {not_in: [ca_nhan, tap_the]}}", "never-satisfied:x-1"),
        ("tier: letter; require: {people: {at_least: 0}}", "never-violated:x-1"),
        ("tier: letter; require: {share: {at_most: 100%}}", "never-violated:x-1"),
        ("tier: letter; forbid: {received: {before: {fact: received}}}", "never-violated:x-1"),
        ("tier: letter; forbid: {level: {less_than: thap}}", "never-violated:x-1"),
        (
            "tier: letter; applies: {people: {less_than: 0}}; require: {voted: true}",
            "never-applies:x-1",
        ),
        (
            "tier: letter; applies: {good: true}; "
            "require: {any: [{level: cao}, {people: {at_least: 10}}]}",
            "never-violated:x-1",
        ),
        (
            "tier: letter; forbid: {place: {in: [a, b], is_not: a, not_in: [b]}}",
            "never-violated:x-1",
        ),
        (
            "tier: letter; require: {traits: {contains_any: [moi]}}; "
            "applies: {traits: {contains: moi}}",
            "never-violated:x-1",
        ),
        ("tier: letter; prefer: {share: {more_than: 100%}}", "never-satisfied:x-1"),
        (
            "tier: letter; "
            "require: {share: {at_least: {param: votes_needed}}}; "
            "applies: {share: {at_least: 90%}}",
            "never-violated:x-1",
        ),
    ],
)
def test_a_rule_that_can_never_matter_is_found(tmp_path: Path, body: str, key: str) -> None:
    assert list(found(with_rules(tmp_path, body))) == [key]


@pytest.mark.parametrize(
    "body",
    [
        "tier: letter; require: {people: {between: [3, 4]}}",
        "tier: certificate; require: {share: {more_than: 99.999%}}",
        "tier: letter; require: {received: {known: true}}",
        "tier: letter; require: {place: {contains: Đông}}",
        "tier: letter; require: {place: {is_not: a}}",
        "tier: letter; require: {received: {after: {fact: started}}}",
        "tier: letter; "
        "forbid: {at_least: {n: 2, of: [{voted: false}, {people: 7}, {level: thap}]}}",
        "tier: letter; prefer: {island: false}",
    ],
)
def test_a_rule_that_can_matter_is_left_alone(tmp_path: Path, body: str) -> None:
    assert list(found(with_rules(tmp_path, body))) == []


def test_two_rules_that_cannot_both_be_met_are_a_contradiction(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; applies: {kind: ca_nhan}; require: {people: {at_least: 50}}",
        "tier: certificate; applies: {voted: true}; require: {people: {less_than: 50}}",
    )
    item = found(pack)["contradiction:x-1+x-2"]
    assert item.severity == "error"
    assert item.witness is not None
    # Either rule may be the one that is shown broken, with no fact that this does not need.
    assert set(item.witness.facts) in ({"voted", "people"}, {"kind", "people"})
    assert set(item.witness.deciding) & {"x-1", "x-2"}


def test_rules_about_different_nominations_do_not_contradict_each_other(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; applies: {kind: ca_nhan}; require: {people: {at_least: 50}}",
        "tier: letter; applies: {kind: tap_the}; require: {people: {less_than: 50}}",
    )
    assert not any(key.startswith("contradiction") for key in found(pack))


def test_a_tier_out_of_reach_of_some_units_is_found_with_the_rules_that_bar_it(
    tmp_path: Path,
) -> None:
    pack = with_rules(
        tmp_path,
        "tier: certificate; require: {share: {less_than: 85%}}",
        "tier: certificate; require: {voted: true}",
    )
    item = found(pack)["unreachable:certificate:so"]
    assert set(item.rules) == {"votes", "x-1", "x-2"}
    assert "Cấp sở" in item.problem.sentence()


def test_a_tier_out_of_reach_of_everybody_is_found(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: certificate; require: {level: thap}",
        "tier: certificate; require: {traits: {contains: moi}, people: {less_than: 10}}",
    )
    assert "unreachable:certificate:everyone" in found(pack)


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        (
            "[{when: {people: {at_least: 5}}, points: 5}, "
            "{when: {people: {at_least: 7}}, points: 9}]",
            ["row-covered:x-1#2"],
        ),
        (
            "[{when: {people: {less_than: 0}}, points: 5}, "
            "{when: {people: {at_least: 7}}, points: 9}]",
            ["row-never:x-1#1"],
        ),
        (
            "[{when: {people: {at_most: 5}}, points: 5}, "
            "{when: {people: {at_least: 5}}, points: 9}]",
            ["overlap:x-1#1+2"],
        ),
        (
            "[{when: {people: {at_least: 9}}, points: 9}, "
            "{when: {people: {at_least: 5}}, points: 5}]",
            [],
        ),
        (
            "[{when: {level: cao}, points: 9}, "
            "{when: {level: vua}, points: 5}, {when: {level: thap}, points: 0}]",
            [],
        ),
    ],
)
def test_rows_that_never_decide_or_overlap_are_found(
    tmp_path: Path, rows: str, keys: list[str]
) -> None:
    assert list(found(with_rules(tmp_path, f"tier: letter; score: effect; table: {rows}"))) == keys


@pytest.mark.parametrize(
    ("rows", "gap"),
    [
        (
            "[{when: {people: {at_most: 5}}, points: 5}, "
            "{when: {people: {at_least: 7}}, points: 9}]",
            True,
        ),
        (
            "[{when: {people: {at_most: 5}}, points: 5}, "
            "{when: {people: {at_least: 6}}, points: 9}]",
            False,
        ),
        ("[{when: {people: {at_most: 5}}, points: 5}, {points: 0}]", False),
    ],
)
def test_a_table_with_a_hole_is_found(tmp_path: Path, rows: str, gap: bool) -> None:
    pack = with_rules(tmp_path, f"tier: letter; score: effect; table: {rows}")
    items = {item.key: item for item in check(pack).findings}
    assert ("gap:x-1" in items) is gap
    if gap:
        assert items["gap:x-1"].witness is not None
        assert items["gap:x-1"].witness.facts == {"people": 6}


def test_words_that_nothing_uses_are_noted(tmp_path: Path) -> None:
    keys = {item.key for item in check(sample(tmp_path)).findings}
    assert {"unused-fact:place", "unused-fact:started", "unused-fact:kind"} <= keys
    assert "unused-parameter:deadline" not in keys


def test_a_finding_can_be_accepted_with_a_reason(tmp_path: Path) -> None:
    accepts = 'accepts:\n  - {finding: "unused-fact:*", reason: {vi: dùng trong báo cáo}}\n'
    head = FILES["pack.yaml"] + accepts + "  - {finding: implied:votes, reason: {vi: thử}}\n"
    report = check(sample(tmp_path, pack=head))
    accepted = {item.key for item in report.findings if item.accepted}
    assert accepted == {"unused-fact:kind", "unused-fact:place", "unused-fact:started"}
    assert [item.key for item in report.open] == ["stale:implied:votes"]
    assert any("dùng trong báo cáo" in line for line in closing_lines(report))


def test_every_finding_of_the_shipped_packs_is_accepted_or_a_note() -> None:
    for name in available_packs():
        assert [item.key for item in check(load_pack(name)).open] == []


def pasted(pack: Pack, folder: Path, **changed: str | None) -> Pack:
    """The pack with the witnesses of all findings pasted into its cases."""
    cases = "cases:\n" + "".join(item.case(pack) for item in check(pack).findings)
    return with_rules(folder, *_SUSPECT, cases=cases, **changed)


_SUSPECT = (
    "tier: letter; require: {people: {at_least: 5}}",
    "tier: certificate; require: {people: {at_least: 3}, place: {is_not: 'x: y'}}",
    "tier: letter; applies: {voted: true}; require: {share: {less_than: 55.5%}}",
    "tier: letter; score: effect; "
    "table: [{when: {traits: {contains: moi}}, points: 5}, {when: {level: cao}, points: 9}]",
    "tier: letter; require: {received: {on_or_after: 2020-01-01}}",
)


def test_every_witness_can_be_pasted_as_a_case_that_holds(tmp_path: Path) -> None:
    pack = with_rules(tmp_path / "a", *_SUSPECT)
    with_cases = pasted(pack, tmp_path / "b")
    assert len(with_cases.cases) >= 4
    assert [item.case.id for item in run_cases(with_cases).failed] == []


@pytest.mark.parametrize("on", [(), ("--on", "2020-06-30")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_the_command_prints_under_a_finding_can_be_pasted_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], on: tuple[str, ...], lang: str
) -> None:
    words = 'một nơi rất xa, "gần": # ' * 12
    row = f"{{when: {{place: {{contains: '{words}'}}}}, points: 5}}"
    rows = f"[{row}, {{when: {{voted: true}}, points: 9}}]"
    long = f"tier: letter; score: effect; table: {rows}"
    with_rules(tmp_path, *_SUSPECT, long, "tier: letter; require: {people: {at_least: 0}}")
    folder = tmp_path / "mau"
    assert run_command(["pack", "check", str(folder), *on, "--lang", lang]) == 1
    printed = capsys.readouterr().out.splitlines()
    entries: list[str] = []
    for line in printed:
        if line.startswith("  - id: ") or (entries and line.startswith("    ")):
            entries.append(line)
        elif entries and entries[-1].startswith(" "):
            entries.append("")
    cases = "cases:\n" + "\n".join(entries) + "\n"
    assert words in cases.replace('\\"', '"')
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    assert run_command(["pack", "test", str(folder), "--lang", "en"]) == 0
    count = sum(line.startswith("  - id: ") for line in entries)
    assert count >= 5
    assert f"{count} of {count} cases hold" in capsys.readouterr().out


def test_a_witness_has_no_more_facts_than_it_takes(tmp_path: Path) -> None:
    pack = with_rules(tmp_path, "tier: letter; require: {people: {at_least: 0}}")
    item = found(pack)["never-violated:x-1"]
    assert item.witness is not None
    assert set(item.witness.facts) == {"people"}


def test_the_report_is_plain_data(tmp_path: Path) -> None:
    report = check(with_rules(tmp_path, *_SUSPECT))
    assert json.loads(json.dumps(report.to_json())) == report.to_json()
    assert closing_lines(report, "en")[-1].startswith("1 errors, 0 warnings")


def test_without_the_solver_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    with pytest.raises(EngineError) as caught:
        check(sample(tmp_path))
    assert "dvk-rules[analysis]" in caught.value.problems[0].sentence()


@settings(max_examples=40, deadline=None)
@given(drafts(4))
@example(make_draft(2, 241))  # a threshold of more digits than decimals keep when multiplied
def test_the_formulas_say_of_every_nomination_what_the_engine_says(draft: Draft) -> None:
    pack = pack_of(draft)
    solver_terms: Any = z3
    trial = try_points(pack, pack.usual_day, 30)
    some = Random(draft.seed).sample(trial.points, 12)
    _assert_agree(pack, Encoding(pack, trial.programs, solver_terms), some)


@settings(max_examples=40, deadline=None)
@given(drafts(4))
def test_the_formulas_of_facts_that_may_be_missing_say_what_the_engine_says(draft: Draft) -> None:
    pack = pack_of(draft)
    solver_terms: Any = z3
    trial = try_points(pack, pack.usual_day, 12)
    encoding = Encoding(pack, trial.programs, solver_terms, partial=True)
    random = Random(draft.seed)
    some: list[Point] = []
    for point in trial.points:
        kept = {name: value for name, value in point.facts.items() if random.random() < 0.6}
        some.append(trial.run(point.profile, kept))
    _assert_agree(pack, encoding, some)


def _assert_agree(pack: Pack, encoding: Encoding, points: Sequence[Point]) -> None:
    solver_terms: Any = z3
    solver = solver_terms.Solver()
    for point in points:
        solver.push()
        solver.add(*encoding.unknowns.pinned(point.profile, point.facts))
        assert solver.check() == solver_terms.sat
        model = solver.model()
        for rule, outcome in zip(pack.rules, point.results.outcomes, strict=True):
            if rule.table or (encoding.loose and _reads_text(pack, rule.id)):
                continue
            said = {
                Outcome.SATISFIED: encoding.satisfied(rule),
                Outcome.VIOLATED: encoding.violated(rule),
            }
            if rule.kind.gate:
                said[Outcome.UNKNOWN] = encoding.undecided(rule)
            for wanted, term in said.items():
                holds = solver_terms.is_true(model.eval(term, model_completion=True))
                assert holds is (outcome is wanted), (rule.id, outcome)
        solver.pop()


def _reads_text(pack: Pack, rule: str) -> bool:
    """Whether a rule rests on words within a text, which the formulas know only roughly."""
    from dvk_rules.conditions import atoms_of

    seen: set[str] = set()
    waiting = [pack.rule[rule]]
    while waiting:
        for condition in waiting.pop().conditions():
            for atom in atoms_of(condition):
                if atom.op == "contains" and pack.vocabulary[atom.fact].kind.type == "text":
                    return True
                for name in (atom.fact, getattr(atom.operand, "name", "")):
                    maker = pack.derivations.get(name)
                    if maker is not None and maker.id not in seen:
                        seen.add(maker.id)
                        waiting.append(maker)
    return False


@settings(max_examples=15, deadline=None)
@given(drafts(5))
def test_what_a_check_calls_impossible_never_happens_among_many_nominations(draft: Draft) -> None:
    pack = pack_of(draft)
    report = check(pack)
    trial = try_points(pack, pack.usual_day, 1500, seed=7)
    codes = trial.outcomes()
    place = {rule.id: number for number, rule in enumerate(pack.rules)}
    for item in report.findings:
        if item.kind in ("never-satisfied", "never-violated"):
            outcome = Outcome(item.kind.removeprefix("never-"))
            assert not (codes[:, place[item.rules[0]]] == CODES[outcome]).any()
        if item.kind == "contradiction":
            columns = codes[:, [place[name] for name in item.rules]]
            assert not (columns == CODES[Outcome.SATISFIED]).all(axis=1).any()
