"""A finding says why: its root cause first, its true reason, its place, its units."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dvk_rules.lawbook.check import check
from dvk_rules.lawbook.findings import Finding, finding_lines
from dvk_rules.pack import Pack
from packs.synthetic import FILES, edited, sample
from packs.test_check import RULES, found, with_rules
from packs.test_inheritance import child

LATER = """\
  later:
    type: int
    label: {vi: Mức mới}
    value: [{from: 2021-01-01, value: 5}]
    source: {doc: plan}
    status: plan
"""


def with_parameter(folder: Path, *bodies: str) -> Pack:
    """The sample pack with rules that may read ``later``, which has no value on the usual day."""
    return with_rules(folder, *bodies, parameters=FILES["parameters.yaml"] + LATER)


def following(item: Finding) -> list[str]:
    return [other.key for other in item.consequences]


# One cause, one finding


def test_a_rule_nobody_can_meet_is_one_error_that_names_the_tiers_out_of_reach(
    tmp_path: Path,
) -> None:
    items = found(with_rules(tmp_path, "tier: letter; require: {people: {less_than: 0}}"))
    assert list(items) == ["never-satisfied:x-1"]
    item = items["never-satisfied:x-1"]
    assert following(item) == ["unreachable:letter:everyone", "unreachable:certificate:everyone"]
    assert "kéo theo: mau/rules" in finding_lines(item)[1]
    data = item.to_json(with_rules(tmp_path / "b"), "en")
    assert [other["finding"] for other in data["consequences"]] == following(item)


def test_two_rules_that_clash_are_one_error_that_names_the_tiers_out_of_reach(
    tmp_path: Path,
) -> None:
    items = found(
        with_rules(
            tmp_path,
            "tier: letter; require: {people: {at_least: 50}}",
            "tier: certificate; require: {people: {less_than: 50}}",
        )
    )
    assert list(items) == ["contradiction:x-1+x-2"]
    assert following(items["contradiction:x-1+x-2"]) == ["unreachable:certificate:everyone"]


def test_a_clash_with_a_superfluous_rule_follows_from_the_clash_with_the_other(
    tmp_path: Path,
) -> None:
    items = found(
        with_rules(
            tmp_path,
            "tier: letter; require: {people: {less_than: 5}}",
            "tier: certificate; require: {people: {at_least: 10}}",
            "tier: certificate; require: {people: {at_least: 20}}",
        )
    )
    assert list(items) == ["contradiction:x-1+x-3", "implied:x-2"]
    consequences = ["contradiction:x-1+x-2", "unreachable:certificate:everyone"]
    assert following(items["contradiction:x-1+x-3"]) == consequences


def test_of_two_rules_that_bar_a_tier_each_by_itself_the_inner_tier_names_none_again(
    tmp_path: Path,
) -> None:
    rules = ("require: {island: true}", "forbid: {island: false}")
    items = found(with_rules(tmp_path, *(f"tier: letter; {rule}" for rule in rules)))
    errors = [key for key, item in items.items() if item.severity == "error"]
    assert errors == ["unreachable:letter:huyen/dong+so"]


def test_a_tier_out_of_reach_takes_the_tiers_within_it_with_it(tmp_path: Path) -> None:
    rules = ("require: {share: {less_than: 85%}}", "require: {voted: true}")
    items = found(with_rules(tmp_path, *(f"tier: letter; {rule}" for rule in rules)))
    assert list(items) == ["unreachable:letter:so"]
    assert following(items["unreachable:letter:so"]) == ["unreachable:certificate:so"]


def test_what_bars_a_tier_besides_the_cause_is_told_too(tmp_path: Path) -> None:
    items = found(
        with_rules(
            tmp_path,
            "tier: letter; require: {people: {less_than: 0}}",
            "tier: letter; require: {share: {less_than: 85%}}",
            "tier: letter; require: {voted: true}",
        )
    )
    assert set(items) == {"never-satisfied:x-1", "unreachable:letter:so"}


def test_a_gate_that_reads_what_is_never_derived_follows_from_the_derivation(
    tmp_path: Path,
) -> None:
    rules = edited(RULES, ("level: {at_least: cao}", "level: {less_than: thap}"))
    rules = rules.replace("people: {at_least: 10}}\n", "people: {less_than: 0}}\n")
    items = found(sample(tmp_path, rules=rules))
    assert list(items) == ["never-satisfied:d-good"]
    item = items["never-satisfied:d-good"]
    assert item.severity == "error"
    assert following(item) == ["never-satisfied:good", "unreachable:certificate:everyone"]


def test_what_follows_from_an_accepted_finding_is_told_by_itself(tmp_path: Path) -> None:
    rule = "tier: letter; require: {people: {less_than: 0}}"
    accepts = "accepts:\n  - {finding: 'never-satisfied:*', reason: {vi: thử}}\n"
    report = check(with_rules(tmp_path, rule, pack=FILES["pack.yaml"] + accepts))
    tiers = ["unreachable:letter:everyone", "unreachable:certificate:everyone"]
    assert [item.key for item in report.open] == tiers
    assert all(item.witness for item in report.open)
    accepts += "  - {finding: 'unreachable:*', reason: {vi: thử}}\n"
    report = check(with_rules(tmp_path / "b", rule, pack=FILES["pack.yaml"] + accepts))
    assert not report.open


# Units


def test_a_single_unit_out_of_reach_is_named_apart_from_its_group(tmp_path: Path) -> None:
    pack = with_rules(tmp_path, "tier: certificate; require: {island: false}")
    assert list(found(pack)) == ["unreachable:certificate:huyen/dao+so"]


def test_accepting_one_unit_does_not_hide_another(tmp_path: Path) -> None:
    accepts = "accepts:\n  - {finding: 'unreachable:certificate:huyen/dao+so', reason: {vi: thử}}\n"
    head = FILES["pack.yaml"] + accepts
    rule = "tier: certificate; require: {island: false}"
    assert not check(with_rules(tmp_path / "a", rule, pack=head)).open
    units = edited("units.yaml", ("group: huyen, island: false", "group: huyen, island: true"))
    more = units + "  - {id: tay, name: {vi: Huyện Tây}, group: huyen, island: false}\n"
    items = check(with_rules(tmp_path / "b", rule, pack=head, units=more)).open
    assert "unreachable:certificate:huyen/dong+huyen/dao+so" in {item.key for item in items}


# Parameters without a value, tables that do not apply


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("tier: letter; require: {people: {at_least: {param: later}}}", "never-applies:x-1"),
        (
            "tier: letter; applies: {people: {at_least: {param: later}}}; require: {voted: true}",
            "never-violated:x-1",
        ),
        (
            "tier: letter; score: effect; "
            "table: [{when: {people: {at_least: {param: later}}}, points: 5}, {points: 0}]",
            "row-never:x-1#1",
        ),
        (
            "tier: letter; score: effect; table: [{when: {people: {at_least: {param: later}}}, "
            "points: 5}, {when: {voted: true}, points: 2}, {points: 0}]",
            "row-never:x-1#2",
        ),
        (
            "tier: letter; score: effect; applies: {people: {at_least: {param: later}}}; "
            "table: [{when: {voted: true}, points: 2}, {points: 0}]",
            "never-applies:x-1",
        ),
    ],
)
def test_what_waits_for_a_parameter_is_told_with_the_parameter(
    tmp_path: Path, body: str, key: str
) -> None:
    pack = with_parameter(tmp_path, body)
    items = found(pack)
    assert list(items) == ["no-value:later"]
    item = items["no-value:later"]
    assert key in following(item)
    assert item.problem.where is not None
    assert (item.problem.where.file, item.problem.where.line) == ("mau/parameters.yaml", 18)
    assert "15/12/2020" in item.problem.sentence()
    assert not [key for key in _keys(pack, date(2021, 1, 1)) if key.startswith("no-value")]


def _keys(pack: Pack, day: date) -> list[str]:
    return [item.key for item in check(pack, day).findings]


def test_a_rule_that_is_wrong_whatever_the_parameter_is_told_by_itself(tmp_path: Path) -> None:
    pack = with_parameter(
        tmp_path,
        "tier: letter; require: {people: {less_than: 0}, share: {at_least: 0}}",
        "tier: letter; require: {all: [{people: {at_least: {param: later}}}, "
        "{people: {less_than: 0}}]}",
    )
    assert {"never-satisfied:x-1", "never-satisfied:x-2"} <= found(pack).keys()


def test_a_table_that_never_applies_is_one_finding_and_not_one_for_each_row(
    tmp_path: Path,
) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; score: effect; applies: {people: {less_than: 0}}; "
        "table: [{when: {voted: true}, points: 5}, {when: {good: true}, points: 9}, {points: 0}]",
    )
    assert list(found(pack)) == ["never-applies:x-1"]


def test_a_row_that_holds_only_where_the_table_does_not_apply_is_not_called_covered(
    tmp_path: Path,
) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; score: effect; applies: {people: {at_least: 5}}; "
        "table: [{when: {people: {less_than: 5}}, points: 5}, {points: 0}]",
    )
    assert list(found(pack)) == ["row-never:x-1#1"]


def test_a_row_that_promises_more_than_can_be_given_is_found(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; score: effect; cap: 8; "
        "table: [{when: {voted: true}, points: 9}, {points: 8}]",
        "tier: letter; score: effect; table: [{when: {voted: true}, points: 26}, {points: 25}]",
    )
    items = found(pack)
    assert list(items) == ["row-above-cap:x-1#1", "row-above-cap:x-2#1"]
    assert "nhiều nhất chỉ được 8" in items["row-above-cap:x-1#1"].problem.sentence()


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2019, 12, 31), "ở trước"), (date(2021, 1, 1), "ở sau")],
)
def test_a_day_on_which_the_pack_does_not_serve_is_found(
    tmp_path: Path, day: date, words: str
) -> None:
    pack = sample(tmp_path)
    items = {item.key: item for item in check(pack, day).findings}
    assert words in items["outside-effective"].problem.sentence()
    assert str(items["outside-effective"].problem.where) == "mau/pack.yaml:4"
    assert "outside-effective" not in found(pack)


# Witnesses


def test_the_witness_of_an_overlap_is_in_both_rows(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; score: effect; "
        "table: [{when: {people: {at_least: 5}}, points: 5}, {when: {level: cao}, points: 5}, "
        "{when: {voted: true}, points: 0}]",
    )
    witness = found(pack)["overlap:x-1#1+3"].witness
    assert witness is not None
    assert witness.facts["voted"] is True
    assert int(str(witness.facts["people"])) >= 5
    assert set(witness.facts) == {"voted", "people"}


def test_the_witness_of_a_covered_row_is_in_the_row(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; score: effect; applies: {voted: true}; table: "
        "[{when: {people: {at_least: 5}}, points: 0}, {when: {people: {at_least: 7}}, points: 0}]",
    )
    witness = found(pack)["row-covered:x-1#2"].witness
    assert witness is not None
    assert witness.facts["voted"] is True
    assert int(str(witness.facts["people"])) >= 7


# Places


def test_every_finding_has_the_line_of_what_it_is_about(tmp_path: Path) -> None:
    accepts = "accepts:\n  - finding: implied:votes\n    reason: {vi: thử}\n"
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {less_than: 0}}",
        "tier: letter; score: effect; "
        "table: [{when: {people: {less_than: 0}}, points: 5}, {points: 0}]",
        pack=FILES["pack.yaml"] + accepts,
        parameters=FILES["parameters.yaml"] + LATER,
    )
    places = {item.key: str(item.problem.where) for item in check(pack).findings}
    lines = (tmp_path / "mau/rules/10-chung.yaml").read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, 1) if "points: 5}, " in line)
    assert places["row-never:x-2#1"] == f"mau/rules/10-chung.yaml:{row}"
    assert places["unused-fact:place"] == "mau/facts.yaml:23"
    assert places["unused-parameter:later"] == "mau/parameters.yaml:18"
    assert places["stale:implied:votes"] == "mau/pack.yaml:14"
    assert all(":" in place for place in places.values())
    data = {item["finding"]: item for item in check(pack).to_json()["findings"]}
    assert data["unused-fact:place"]["column"] == 3


def test_a_word_of_an_extended_pack_is_placed_there(tmp_path: Path) -> None:
    places = {item.key: str(item.problem.where) for item in check(child(tmp_path)).findings}
    assert places["unused-fact:place"] == "mau/facts.yaml:23"
