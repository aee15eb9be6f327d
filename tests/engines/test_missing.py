"""What to ask for: exact against trying everything, and information only ever adds (D4.4)."""

from __future__ import annotations

from itertools import combinations, product
from math import prod
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.missing import MOST_TRIED, Missing, missing_facts
from dvk_rules.nominations import Nomination
from dvk_rules.program import Program
from dvk_rules.representatives import representatives
from dvk_rules.values import Value
from dvk_rules.verdicts import Verdict, verdicts
from engines.comparing import Programs
from engines.generators import (
    Draft,
    complete,
    draft_with,
    drafts,
    nominations_of,
    pack_of,
)
from engines.test_equality import examples

REFERENCE = ReferenceEngine()


def asked(program: Program, facts: dict[str, Value], tier: str = "letter") -> Missing:
    results = REFERENCE.run(program, facts)
    return missing_facts(program, {**facts, **results.derived}, results.outcomes, tier)


def asked_of(draft: Draft, tier: str = "letter", **facts: Value) -> Missing:
    return asked(Programs(pack_of(draft))["nowhere"], dict(facts), tier)


def verdict_of(program: Program, facts: dict[str, Value], tier: str) -> Verdict:
    results = REFERENCE.run(program, facts)
    return verdicts(program.pack, results.outcomes, {**facts, **results.derived})[tier].verdict


# Examples


def test_a_fact_that_cannot_change_the_verdict_any_more_is_not_asked_for() -> None:
    draft = draft_with(
        {"late": "bool", "votes": "int", "minutes": "bool"},
        [
            {"forbid": {"late": True}},
            {"require": {"votes": {"at_least": 80}}},
            {"require": {"minutes": True}, "otherwise": "defer"},
        ],
    )
    everything = asked_of(draft)
    assert everything.could_change == ("late", "votes", "minutes")
    assert (everything.best, everything.worst) == (Verdict.ELIGIBLE, Verdict.REJECTED)
    assert asked_of(draft, late=False, minutes=False).could_change == ("votes",)
    rejected = asked_of(draft, late=True)
    assert rejected.settled
    assert rejected.exact
    assert (rejected.best, rejected.worst) == (Verdict.REJECTED, Verdict.REJECTED)


def test_of_several_alternatives_one_is_enough() -> None:
    ways: list[dict[str, Any]] = [
        {"all": [{"a": True}, {"b": True}]},
        {"c": {"at_least": 5}},
        {"d": True, "e": True},
    ]
    draft = draft_with(
        {"a": "bool", "b": "bool", "c": "int", "d": "bool", "e": "bool"},
        [{"require": {"any": ways}}],
    )
    missing = asked_of(draft)
    assert missing.could_change == ("a", "b", "c", "d", "e")
    assert set(missing.shortest) == {"c"}
    assert missing.shortest["c"] >= 5  # type: ignore[operator]  # a whole number
    without = asked_of(draft, c=1, d=False)
    assert without.could_change == ("a", "b")
    assert without.shortest == {"a": True, "b": True}


def test_what_is_so_either_way_is_seen_though_the_rules_cannot_tell() -> None:
    either = {"any": [{"a": True}, {"not": {"a": True}}, {"b": True}]}
    missing = asked_of(draft_with({"a": "bool", "b": "bool"}, [{"require": either}]))
    assert missing.settled
    assert missing.best == missing.worst == Verdict.ELIGIBLE


def test_missing_facts_are_found_through_derivations() -> None:
    draft = draft_with(
        {"level": "ordered enum", "points": "int", "good": "bool", "day": "date"},
        [
            {"derive": "good", "when": {"points": {"at_least": 3}, "level": {"at_least": "co_so"}}},
            {"require": {"good": True}},
            {"require": {"day": {"before": "2020-11-30"}}, "applies": {"good": True}},
        ],
    )
    assert asked_of(draft).could_change == ("level", "points", "day")
    assert asked_of(draft, level="chua").settled
    assert asked_of(draft, level="co_so", points=3).could_change == ("day",)


def test_two_missing_facts_that_are_compared_come_in_every_order() -> None:
    draft = draft_with(
        {"start": "date", "end": "date"},
        [
            {"require": {"start": {"before": {"fact": "end"}}}},
            {"require": {"end": {"on_or_before": "2020-01-01"}}},
        ],
    )
    missing = asked_of(draft)
    assert missing.could_change == ("start", "end")
    assert missing.best == Verdict.ELIGIBLE
    assert missing.shortest["start"] < missing.shortest["end"]  # type: ignore[operator]  # two days


def test_where_there_are_too_many_ways_every_fact_that_is_read_is_named_with_a_note() -> None:
    names = [f"f{n}" for n in range(14)]
    each = [{name: True} for name in names]
    draft = draft_with(
        dict.fromkeys(names, "bool"), [{"require": {"at_least": {"n": 7, "of": each}}}]
    )
    assert 2 ** len(names) > MOST_TRIED
    missing = asked_of(draft)
    assert not missing.exact
    assert set(missing.could_change) == set(names)
    exact = asked_of(draft, f0=True, f1=True)
    assert exact.exact
    assert len(exact.shortest) == 5


# Properties


@examples(150)
@given(drafts(3, known=False), st.sampled_from(["letter", "certificate"]))
def test_the_facts_to_ask_for_are_those_that_trying_everything_finds(
    draft: Draft, tier: str
) -> None:
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 4):
        program = programs[nomination.unit]
        facts = facts_in_full(program, nomination)
        missing = asked(program, facts, tier)
        brute = _by_trying_everything(program, facts, tier)
        if missing.exact and brute is not None:
            assert (set(missing.could_change), len(missing.shortest)) == brute[:2]
            assert {missing.best, missing.worst} == brute[2]


def _by_trying_everything(
    program: Program, facts: dict[str, Value], tier: str
) -> tuple[set[str], int, set[Verdict]] | None:
    """What could change, how long the shortest way is, the best and the worst: all rules at once.

    ``None`` if that would be too much to try.
    """
    results = REFERENCE.run(program, facts)
    binding = program.pack.enclosing(tier)
    rules = [
        rule.id
        for rule, outcome in zip(program.rules, results.outcomes, strict=True)
        if rule.kind.gate and rule.tier in binding and outcome is Outcome.UNKNOWN
    ]
    alone = program.only(rules)
    read = {atom.fact for atom in alone.index} | {b.other for b in alone.atoms if b.other}
    names = sorted(n for n in read if n not in facts and n not in program.pack.derivations)
    values = representatives(alone, names, {**facts, **results.derived})
    if prod(len(values[name]) for name in names) > 400:
        return None
    table: dict[tuple[Value, ...], Verdict] = {}
    for way in product(*(values[name] for name in names)):
        after = REFERENCE.run(alone, {**facts, **dict(zip(names, way, strict=True))})
        said = dict(zip((rule.id for rule in alone.rules), after.outcomes, strict=True))
        outcomes = [
            said[rule.id] if rule.id in rules else outcome
            for rule, outcome in zip(program.rules, results.outcomes, strict=True)
        ]
        table[way] = verdicts(program.pack, outcomes, {})[tier].verdict
    could = {
        names[places[0]]
        for one, other in combinations(table, 2)
        if table[one] != table[other] and len(places := _differ_at(one, other)) == 1
    }
    best = min(table.values(), key=lambda verdict: verdict.badness)
    worst = max(table.values(), key=lambda verdict: verdict.badness)
    return could, _length_of_the_shortest_way(table, best), {best, worst}


def _length_of_the_shortest_way(table: dict[tuple[Value, ...], Verdict], best: Verdict) -> int:
    count = len(next(iter(table)))
    for size in range(count + 1):
        for places in combinations(range(count), size):
            for way in table:
                agreeing = [o for o in table if all(o[place] == way[place] for place in places)]
                if all(table[other] == best for other in agreeing):
                    return size
    raise AssertionError


def _differ_at(one: tuple[Value, ...], other: tuple[Value, ...]) -> list[int]:
    pairs = enumerate(zip(one, other, strict=True))
    return [place for place, (left, right) in pairs if left != right]


@examples(150)
@given(drafts(4, known=False), st.integers(0, 2**32))
def test_what_is_not_asked_for_makes_no_difference_whatever_it_is(draft: Draft, seed: int) -> None:
    random = Random(seed)
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 3):
        program = programs[nomination.unit]
        facts = facts_in_full(program, nomination)
        missing = asked(program, facts)
        one, other = (_filled(random, draft, nomination, program) for _ in range(2))
        other |= {name: one[name] for name in missing.could_change if name in one}
        said = {verdict_of(program, full, "letter") for full in (one, other)}
        assert len(said) == 1
        if missing.exact:
            (verdict,) = said
            assert missing.best.badness <= verdict.badness <= missing.worst.badness


@examples(150)
@given(drafts(4, known=False), st.integers(0, 2**32))
def test_a_fact_more_never_unsettles_anything(draft: Draft, seed: int) -> None:
    random = Random(seed)
    programs = Programs(pack_of(draft))
    for nomination in nominations_of(draft, 3):
        program = programs[nomination.unit]
        full = _filled(random, draft, nomination, program)
        facts = facts_in_full(program, nomination)
        added = [name for name in full if name not in facts]
        random.shuffle(added)
        before = REFERENCE.run(program, facts)
        for name in added[:6]:
            facts[name] = full[name]
            after = REFERENCE.run(program, facts)
            pairs = zip(before.outcomes, after.outcomes, strict=True)
            assert all(_sharper(old, new) for old, new in pairs)
            assert before.derived.items() <= after.derived.items()
            for rule, (low, high) in before.points.items():
                assert low <= after.points[rule][0] <= after.points[rule][1] <= high
            for tier in ("letter", "certificate"):
                old, new = (
                    verdicts(program.pack, results.outcomes, {})[tier].verdict
                    for results in (before, after)
                )
                assert old is not Verdict.REJECTED or new is Verdict.REJECTED
                assert old is not Verdict.ELIGIBLE or new is Verdict.ELIGIBLE
            before = after


def _sharper(old: Outcome, new: Outcome) -> bool:
    """What passes, or gives nothing, may turn out not to apply; nothing else changes."""
    return old in (Outcome.UNKNOWN, new) or new is Outcome.NOT_APPLICABLE


def _filled(
    random: Random, draft: Draft, nomination: Nomination, program: Program
) -> dict[str, Value]:
    """Every fact has a value, those of the register too."""
    said = complete(random, draft, nomination.facts)
    facts = facts_in_full(program, Nomination(nomination.id, nomination.unit, said))
    register: dict[str, Value] = {"of_island": random.random() < 0.5, "of_group": "so"}
    return {**register, **facts}
