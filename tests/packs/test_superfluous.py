"""Rules that could be taken away: nothing changes without them, and none is called so in vain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from engines.generators import DAY, Draft, draft_with, drafts, nominations_of, pack_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.lawbook.check import check
from dvk_rules.lawbook.findings import Finding
from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack
from dvk_rules.program import compile_program
from dvk_rules.values import Value
from dvk_rules.verdicts import effect, verdicts
from packs.test_check import found, with_rules


def test_a_rule_that_another_makes_superfluous_is_found_and_only_one_of_the_two(
    tmp_path: Path,
) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {at_least: 5}}",
        "tier: certificate; require: {people: {at_least: 3}}",
        "tier: letter; forbid: {people: {less_than: 5}}",
    )
    assert sorted(found(pack)) == ["implied:x-2", "implied:x-3"]


def test_a_stricter_effect_is_not_made_superfluous_by_a_milder_one(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {at_least: 5}}; otherwise: defer",
        "tier: letter; require: {people: {at_least: 3}}",
    )
    assert found(pack) == {}


def test_several_rules_together_can_make_one_superfluous(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {at_least: 5}}",
        "tier: letter; require: {level: {at_least: vua}}",
        "tier: letter; require: {people: {at_least: 4}, level: {at_least: vua}}",
    )
    assert found(pack)["implied:x-3"].rules == ("x-3", "x-1", "x-2")


def test_a_rule_that_decides_where_a_fact_is_missing_is_not_superfluous(tmp_path: Path) -> None:
    """With two people and no word on the vote, only the third rule is sure to be violated."""
    pack = with_rules(
        tmp_path,
        "tier: letter; applies: {voted: true}; require: {people: {at_least: 5}}",
        "tier: letter; applies: {voted: false}; require: {people: {at_least: 6}}",
        "tier: letter; require: {people: {at_least: 4}}",
    )
    assert found(pack) == {}


def test_a_rule_that_only_asks_for_a_fact_more_is_not_superfluous(tmp_path: Path) -> None:
    """Any level will do for the second rule, but one must be given."""
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {at_least: 3}}",
        "tier: letter; "
        "require: {people: {at_least: 3}, any: [{level: cao}, {level: {less_than: cao}}]}",
    )
    assert list(found(pack)) == ["implied:x-1"]


def test_rules_that_bar_everybody_together_make_no_other_rule_superfluous(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {island: {known: true}}",
        "tier: letter; require: {island: true}",
        "tier: letter; forbid: {island: true}",
        "tier: letter; require: {people: {at_least: 5}}",
    )
    items = found(pack)
    assert "contradiction:x-2+x-3" in items
    assert not [key for key in items if key.startswith("implied")]


def test_one_of_two_equal_rules_is_superfluous_though_others_bar_everybody(tmp_path: Path) -> None:
    pack = with_rules(
        tmp_path,
        "tier: letter; require: {people: {at_least: 5}}",
        "tier: letter; require: {people: {less_than: 5}}",
        "tier: letter; require: {level: cao}",
        "tier: letter; require: {level: {at_least: cao}}",
    )
    assert found(pack)["implied:x-4"].rules == ("x-4", "x-3")


# Held by trying every nomination

_FACTS = {"a": "bool", "b": "bool", "n": "int"}
_VALUES: dict[str, tuple[Value | None, ...]] = {
    "a": (None, True, False),
    "b": (None, True, False),
    "n": (None, 0, 1, 2, 3),
}

_comparisons = st.sampled_from(
    [{"a": True}, {"b": True}, {"b": False}, {"a": {"known": True}}]
    + [{"n": {op: edge}} for op in ("at_least", "less_than") for edge in (1, 2, 3)]
)
_conditions = st.one_of(
    _comparisons,
    st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["all", "any"]),
        st.lists(_comparisons, min_size=2, max_size=2),
    ),
)
_gates = st.builds(
    lambda kind, condition, applies, otherwise, tier: {
        kind: condition,
        "tier": tier,
        "otherwise": otherwise,
        **({"applies": applies} if applies else {}),
    },
    st.sampled_from(["require", "forbid"]),
    _conditions,
    st.none() | _comparisons,
    st.sampled_from(["reject", "reject", "defer"]),
    st.sampled_from(["letter", "letter", "certificate"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_gates, min_size=2, max_size=5))
@example([{"require": {"a": True}}, {"require": {"all": [{"a": True}, {"b": True}]}}])
@example([{"require": {"n": {"at_least": 2}}}, {"require": {"n": {"at_least": 1}}}])
@example(
    [
        {"require": {"a": {"known": True}}},
        {"require": {"a": True}},
        {"forbid": {"a": True}},
        {"require": {"b": True}},
    ]
)
def test_a_rule_is_called_superfluous_if_taking_it_away_changes_no_verdict(
    gates: list[dict[str, Any]],
) -> None:
    pack = pack_of(draft_with(_FACTS, gates))
    items = check(pack).findings
    named = [item for item in items if item.kind == "implied"]
    _assert_all_can_go(pack, named, _every_nomination())
    gone = {item.rules[0] for item in named}
    dead = {item.rules[0] for item in items if item.kind.startswith("never-")}
    for rule in pack.rules:
        if rule.id in gone | dead:
            continue
        others = [item.id for item in pack.rules if item.id not in gone | dead | {rule.id}]
        changes = _changes(pack, gone | dead, {rule.id}, _every_nomination())
        assert changes or not _passed_together(pack, rule.id, others), rule.id
    for item in named:
        _, *by = item.rules
        assert len(by) == 1 or _passed_together(pack, item.rules[0], by)


@settings(max_examples=25, deadline=None)
@given(drafts(5))
def test_without_the_superfluous_rules_of_any_pack_the_verdicts_stay(draft: Draft) -> None:
    pack = pack_of(draft)
    named = [item for item in check(pack).findings if item.kind == "implied"]
    _assert_all_can_go(pack, named, nominations_of(draft, 60))


def _every_nomination() -> Iterator[Nomination]:
    for unit in ("u1", "nowhere"):
        for values in product(*_VALUES.values()):
            facts = dict(zip(_VALUES, values, strict=True))
            given = {name: value for name, value in facts.items() if value is not None}
            yield Nomination("n", unit, given)


def _assert_all_can_go(
    pack: Pack, named: Sequence[Finding], nominations: Iterable[Nomination]
) -> None:
    gone = {item.rules[0] for item in named}
    assert not gone or not _changes(pack, set(), gone, nominations)


def _changes(
    pack: Pack, before: set[str], gone: set[str], nominations: Iterable[Nomination]
) -> bool:
    """Whether a verdict changes when ``gone`` go after ``before`` have gone."""
    whole = replace(pack, rules=tuple(r for r in pack.rules if r.id not in before))
    less = replace(pack, rules=tuple(r for r in whole.rules if r.id not in gone))
    return any(_verdicts(whole, item) != _verdicts(less, item) for item in nominations)


_ENGINE = ReferenceEngine()


def _outcomes(pack: Pack, nomination: Nomination) -> tuple[Mapping[str, Outcome], Any]:
    unit = pack.units.find(nomination.unit)
    program = compile_program(pack, DAY, unit)
    facts = {**nomination.facts, **program.of_unit}
    results = _ENGINE.run(program, facts)
    names = [rule.id for rule in pack.rules]
    known = {**facts, **results.derived}
    return dict(zip(names, results.outcomes, strict=True)), verdicts(pack, results.outcomes, known)


def _verdicts(pack: Pack, nomination: Nomination) -> dict[str, str]:
    return {tier: item.verdict for tier, item in _outcomes(pack, nomination)[1].items()}


def _passed_together(pack: Pack, rule: str, others: Sequence[str]) -> bool:
    """Whether some nomination satisfies ``rule`` and is barred by none of ``others``."""
    for nomination in _every_nomination():
        outcomes, _ = _outcomes(pack, nomination)
        passed = all(not effect(pack.rule[name], outcomes[name]).badness for name in others)
        if passed and outcomes[rule] is Outcome.SATISFIED:
            return True
    return False
