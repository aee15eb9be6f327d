"""What durable_rules gets wrong by itself, and what the fence makes of it (D5.2, D5.3).

Each test names a behaviour of durable_rules 2.0.28 that was reproduced, and shows that the same
facts are decided rightly, or refused, behind the fence.
"""

from __future__ import annotations

import gc
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dvk_rules
from dvk_rules.engines import durable as fence
from dvk_rules.engines import get_engine
from dvk_rules.engines.durable import DurableEngine, durable_missing
from dvk_rules.engines.fence_names import RESERVED, Names, fnv_hash
from dvk_rules.engines.network import (
    MOST_NODES,
    MOST_PROPERTIES,
    MOST_RULES,
    Network,
    lay_network,
)
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.errors import EngineError
from dvk_rules.nominations import Nomination
from dvk_rules.values import Value
from engines.comparing import Programs, answer_of, assert_agree
from engines.generators import DAY, Draft, draft_with, make_draft, nominations_of, pack_of
from engines.naive import naive_answer

pytestmark = pytest.mark.skipif(bool(durable_missing()), reason=durable_missing())

REFERENCE = ReferenceEngine()


def outcomes(draft: Draft, **facts: Value) -> list[str]:
    """The outcomes by the durable engine, after the naive reading has been seen to agree."""
    nomination = Nomination("n", "nowhere", facts)
    answer = answer_of(DurableEngine(), Programs(pack_of(draft)), nomination)
    assert answer == naive_answer(draft, "nowhere", dict(facts), DAY, {})
    return list(answer.outcomes.values())


def network_of(draft: Draft) -> Network:
    return lay_network(Programs(pack_of(draft))["nowhere"])


# What the values are


def test_vietnamese_text_is_compared_without_reaching_the_engine() -> None:
    draft = draft_with(
        {"xa": "text", "linh_vuc": "enum"},
        [{"require": {"xa": "Phú Quý"}}, {"require": {"linh_vuc": "văn_hoá"}}],
    )
    assert json.dumps(network_of(draft).ruleset(), ensure_ascii=False).isascii()
    assert outcomes(draft, xa="Phú Quý", linh_vuc="văn_hoá") == ["satisfied", "satisfied"]
    assert outcomes(draft, xa="Phú Quí", linh_vuc="khac") == ["violated", "violated"]


def test_a_truth_is_not_the_number_one() -> None:
    draft = draft_with(
        {"flag": "bool", "count": "int"},
        [{"require": {"flag": True}}, {"require": {"count": 1}}, {"forbid": {"flag": False}}],
    )
    assert outcomes(draft, flag=True, count=0) == ["satisfied", "violated", "satisfied"]
    assert outcomes(draft, flag=False, count=1) == ["violated", "satisfied", "violated"]


def test_digits_are_a_text_and_not_a_number() -> None:
    draft = draft_with(
        {"code": "text", "count": "int"},
        [{"require": {"code": "5"}}, {"require": {"count": {"at_least": 80}}}],
    )
    assert outcomes(draft, code="05", count=9) == ["violated", "violated"]
    assert outcomes(draft, code="5", count=90) == ["satisfied", "satisfied"]


def test_decimals_are_exact_and_numbers_have_no_limit() -> None:
    draft = draft_with(
        {"share": "decimal", "count": "int"},
        [
            {"require": {"share": {"more_than": "0.3"}}},
            {"require": {"count": {"more_than": 2**64}}},
        ],
    )
    tenth = Decimal("0.1")
    assert outcomes(draft, share=tenth + 2 * tenth, count=2**64) == ["violated", "violated"]
    just_over = Decimal("0.30000000000000000000000000001")
    assert outcomes(draft, share=just_over, count=2**64 + 1) == ["satisfied", "satisfied"]


def test_long_texts_are_told_apart_by_their_last_letter() -> None:
    draft = draft_with(
        {"one": "text", "two": "text"}, [{"require": {"one": {"is": {"fact": "two"}}}}]
    )
    long = "a" * 200_000
    assert outcomes(draft, one=long + "b", two=long + "b") == ["satisfied"]
    assert outcomes(draft, one=long + "b", two=long + "c") == ["violated"]


def test_two_missing_facts_are_not_equal_and_not_different() -> None:
    draft = draft_with(
        {"one": "int", "two": "int"},
        [
            {"require": {"one": {"is": {"fact": "two"}}}},
            {"forbid": {"one": {"is": {"fact": "two"}}}},
            {"require": {"one": {"at_most": {"fact": "two"}}}},
        ],
    )
    assert outcomes(draft) == ["unknown"] * 3
    assert outcomes(draft, one=3) == ["unknown"] * 3


# What things are called


def test_names_whose_hashes_collide_stay_apart() -> None:
    assert fnv_hash("liquid") == fnv_hash("costarring")
    draft = draft_with(
        {"liquid": "bool", "costarring": "bool", "sid": "bool", "sp_nqxc": "bool"},
        [{"require": {name: True}} for name in ("liquid", "costarring", "sid", "sp_nqxc")],
    )
    facts: dict[str, Value] = {"liquid": True, "costarring": False, "sid": True}
    assert outcomes(draft, **facts) == ["satisfied", "violated", "satisfied", "unknown"]


def test_generated_names_have_distinct_hashes() -> None:
    names = Names()
    made = [names.new("a", n) for n in range(4000)]
    made += [names.new_of_six(prefix, n) for prefix in "cz" for n in range(4000)]
    assert {len(name) for name in made[4000:]} == {6}
    assert len({fnv_hash(name) for name in (*made, *RESERVED)}) == len(made) + len(RESERVED)
    # A common ending keeps a collision, so the second of these two must be renamed.
    assert names.new("liquid", 5) == "liquid5"
    assert names.new("costarring", 5) == "costarring5a"


# How much there is


def test_more_comparisons_than_one_fact_can_carry() -> None:
    size = 600
    each = [{f"f{n}": True} for n in range(size)]
    draft = draft_with(
        {f"f{n}": "bool" for n in range(size)},
        [
            {"require": {"all": each}},
            {"forbid": {"any": [{"not": part} for part in each]}},
            {"require": {"any": each}},
            *({"require": part} for part in each),
        ],
    )
    facts: dict[str, Value] = {f"f{n}": True for n in range(size)}
    assert set(outcomes(draft, **facts)) == {"satisfied"}
    assert outcomes(draft, **{**facts, "f7": False})[:3] == ["violated", "violated", "satisfied"]
    del facts["f599"]
    assert outcomes(draft, **facts)[:3] == ["unknown", "unknown", "satisfied"]
    none: dict[str, Value] = dict.fromkeys(facts, False)
    assert outcomes(draft, **none)[:3] == ["violated", "violated", "unknown"]


def test_at_least_so_many_of_many() -> None:
    each = [{f"f{n}": True} for n in range(30)]
    draft = draft_with(
        {f"f{n}": "bool" for n in range(30)},
        [{"require": {"at_least": {"n": n, "of": each}}} for n in (1, 2, 14, 15, 16, 29, 30)],
    )
    facts: dict[str, Value] = {f"f{n}": n % 2 == 0 for n in range(30)}
    assert outcomes(draft, **facts) == ["satisfied"] * 4 + ["violated"] * 3
    del facts["f0"]
    assert outcomes(draft, **facts) == ["satisfied"] * 3 + ["unknown"] + ["violated"] * 3
    del facts["f1"]
    both = ["satisfied"] * 3 + ["unknown"] * 2 + ["violated"] * 2
    assert outcomes(draft, **facts) == both


def test_every_step_keeps_within_the_limits_of_the_engine() -> None:
    for seed in range(20):
        network = network_of(make_draft(40, seed))
        for step in network.steps:
            firsts = {rule.literals[0] >> 1 for rule in step.clauses if rule.literals}
            assert len(firsts) <= MOST_NODES
            assert len(step.atoms) <= MOST_PROPERTIES
            assert all(len(rule.literals) <= 24 for rule in step.clauses)
            texts = [json.dumps(rule.literals) for rule in step.clauses]
            assert len(set(texts)) == len(texts)  # no two rules share one list of tests


def test_a_condition_of_many_alternatives_does_not_multiply() -> None:
    names = {f"f{n}": "int" for n in range(60)}
    pairs = [{"any": [{f"f{n}": 1}, {f"f{n + 1}": 2}, {f"f{n + 2}": 3}]} for n in range(0, 60, 3)]
    draft = draft_with(names, [{"require": {"all": pairs}}, {"forbid": {"all": pairs}}])
    assert sum(len(step.clauses) for step in network_of(draft).steps) < 300  # not 3 to the 20th
    facts: dict[str, Value] = {f"f{n}": 1 + n % 3 for n in range(60)}
    assert outcomes(draft, **facts) == ["satisfied", "violated"]
    facts |= {"f57": 9, "f58": 9, "f59": 9}
    assert outcomes(draft, **facts) == ["violated", "satisfied"]
    del facts["f59"]
    assert outcomes(draft, **facts) == ["unknown", "unknown"]


def test_four_hundred_rules_with_one_condition() -> None:
    draft = draft_with({"f": "bool"}, [{"require": {"f": True}}] * 400)
    assert set(outcomes(draft, f=True)) == {"satisfied"}
    assert set(outcomes(draft, f=False)) == {"violated"}


def test_a_chain_of_sixty_derivations() -> None:
    rules: list[dict[str, Any]] = [{"derive": "g0", "when": {"f": True}}]
    rules += [{"derive": f"g{n + 1}", "when": {"not": {f"g{n}": True}}} for n in range(60)]
    facts = {"f": "bool", **{f"g{n}": "bool" for n in range(61)}}
    draft = draft_with(facts, [*reversed(rules), {"require": {"g60": True}}])
    assert outcomes(draft, f=True)[-1] == "satisfied"
    assert outcomes(draft, f=False)[-1] == "violated"
    assert outcomes(draft)[-1] == "unknown"


def test_a_pack_that_is_too_large_is_refused_with_what_to_do() -> None:
    rules = [{"require": {"f": {"at_least": n}}} for n in range(MOST_RULES)]
    pack = pack_of(draft_with({"f": "int"}, rules))
    with pytest.raises(EngineError) as caught:
        DurableEngine().run(Programs(pack)["nowhere"], {"f": 3})
    assert caught.value.problems[0].code == "engine.too-large"
    assert "reference" in caught.value.problems[0].sentence("en")


def test_a_pack_without_rules_or_with_rules_that_read_nothing() -> None:
    assert outcomes(draft_with({"f": "int"}, [])) == []
    always = {"derive": "g", "table": [{"value": 5}]}
    draft = draft_with({"f": "int", "g": "int"}, [always, {"require": {"g": 5}}])
    assert outcomes(draft) == ["satisfied", "satisfied"]


def test_thousands_of_nominations_leave_nothing_behind() -> None:
    program = f"""
import resource, sys
sys.path[:0] = {[*sys.path]!r}
from engines.comparing import Programs
from engines.generators import draft_with, pack_of
from dvk_rules.engines.durable import DurableEngine
draft = draft_with({{"f": "int", "g": "bool"}},
    [{{"derive": "g", "when": {{"f": {{"at_least": 3}}}}}}, {{"require": {{"g": True}}}}])
program, engine = Programs(pack_of(draft))["nowhere"], DurableEngine()
def some(count):
    for n in range(count):
        engine.run(program, {{"f": n % 7}})
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
some(500)
print(some(500), some(6000))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    before, after = (int(word) for word in done.stdout.split())
    assert after - before < 3_000  # kilobytes, over 6,000 nominations


# What may go wrong on the way


def test_an_exception_between_two_steps_comes_out_and_the_next_nomination_is_decided() -> None:
    draft = draft_with(
        {"f": "bool", "day": "date", "g": "bool"},
        [
            {"derive": "g", "when": {"f": True}},
            {"require": {"g": True, "day": {"before": "2020-11-30"}}},
        ],
    )
    program, engine = Programs(pack_of(draft))["nowhere"], DurableEngine()
    with pytest.raises(EngineError):
        engine.run(program, {"f": True, "day": "not a day"})
    results = engine.run(program, {"f": True, "day": date(2020, 11, 29)})
    assert results == REFERENCE.run(program, {"f": True, "day": date(2020, 11, 29)})


class _Tampered:
    """The extension with one of its functions replaced."""

    def __init__(self, **replaced: Any) -> None:
        self._replaced = replaced

    def __getattr__(self, name: str) -> Any:
        import durable_rules_engine  # type: ignore[import-not-found]  # an extension without stubs

        return self._replaced.get(name) or getattr(durable_rules_engine, name)


SIMPLE = draft_with(
    {"f": "bool", "g": "bool"}, [{"require": {"f": True}}, {"require": {"g": True}}]
)


def run_tampered(monkeypatch: pytest.MonkeyPatch, **replaced: Any) -> EngineError:
    """The error with the tampered extension; with the true one the same engine then works."""
    program, engine = Programs(pack_of(SIMPLE))["nowhere"], DurableEngine()
    expected = REFERENCE.run(program, {"f": True, "g": False})
    with monkeypatch.context() as patch:
        patch.setattr(fence, "_extension", lambda: _Tampered(**replaced))
        with pytest.raises(EngineError) as caught:
            engine.run(program, {"f": True, "g": False})
    assert engine.run(program, {"f": True, "g": False}) == expected
    return caught.value


def test_a_rule_that_did_not_fire_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import durable_rules_engine as engine  # type: ignore[import-not-found]  # an extension without stubs

    skipped: list[str] = []

    def skips_one(handle: int, state: int) -> Any:
        if not skipped:
            skipped.append(engine.complete_and_start_action(handle, state))
        return engine.complete_and_start_action(handle, state)

    (problem,) = run_tampered(monkeypatch, complete_and_start_action=skips_one).problems
    assert problem.code == "engine.mismatch"
    assert problem.params["rules"] == ["r-1"]


def test_an_engine_that_stops_half_way_gives_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def stops_at_once(_handle: int, _state: int) -> None:
        return None

    stops = run_tampered(monkeypatch, complete_and_start_action=stops_at_once)
    assert stops.problems[0].code == "engine.stopped"
    assert stops.problems[0].params["rules"] == ["r-0", "r-1"]


def test_a_fact_that_is_not_taken_gives_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_taken(_handle: int, _fact: str) -> tuple[int, int]:
        return 2, 0

    refuses = run_tampered(monkeypatch, assert_fact=not_taken)
    assert refuses.problems[0].code == "engine.stopped"


def test_a_fact_that_stays_behind_gives_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def stays(_handle: int, _fact: str) -> tuple[int, int]:
        return 1, 0

    stayed = run_tampered(monkeypatch, retract_fact=stays)
    assert stayed.problems[0].code == "engine.stopped"


def test_what_one_nomination_knew_the_next_does_not() -> None:
    draft = draft_with(
        dict.fromkeys("fgh", "bool"),
        [{"require": {name: True}} for name in "fgh"] + [{"forbid": {"f": True, "g": False}}],
    )
    program, engine = Programs(pack_of(draft))["nowhere"], DurableEngine()
    known: list[dict[str, bool]] = [{"f": True, "g": False}, {}, {"h": True}, {"f": False}, {}]
    for facts in known * 3:
        assert engine.run(program, facts) == REFERENCE.run(program, facts)


def test_a_pack_that_is_dropped_takes_its_session_with_it() -> None:
    for _ in range(3):
        program = Programs(pack_of(SIMPLE))["nowhere"]
        assert DurableEngine().run(program, {"f": True}).outcome(0).value == "satisfied"
        key = id(program.pack)
        assert key in fence._hosts
        del program
        gc.collect()
        assert key not in fence._hosts


def test_an_error_of_the_extension_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("Could not assert fact, error code: 7")

    failed = run_tampered(monkeypatch, assert_fact=fails)
    assert failed.problems[0].code == "engine.failed"
    assert "error code: 7" in failed.problems[0].sentence()


def test_an_interruption_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    program, engine = Programs(pack_of(SIMPLE))["nowhere"], DurableEngine()
    with monkeypatch.context() as patch:
        patch.setattr(fence, "_extension", lambda: _Tampered(complete_and_start_action=interrupted))
        with pytest.raises(KeyboardInterrupt):
            engine.run(program, {"f": True})
    assert engine.run(program, {"f": True}) == REFERENCE.run(program, {"f": True})


def test_where_durable_rules_cannot_be_imported_the_reference_engine_serves_with_a_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> Any:
        raise ImportError("No module named 'durable_rules_engine'")

    monkeypatch.setattr(fence, "_extension", missing)
    durable_missing.cache_clear()
    try:
        engine, notices = get_engine("durable")
    finally:
        durable_missing.cache_clear()
    assert engine.name == "reference"
    assert [notice.code for notice in notices] == ["engine.fallback"]
    assert "durable_rules_engine" in notices[0].sentence()


def test_threads_share_an_engine() -> None:
    engine = DurableEngine()
    work = [
        (Programs(pack_of(draft)), nomination)
        for seed in range(6)
        for draft in [make_draft(6, seed)]
        for nomination in nominations_of(draft, 30)
    ]

    def compare(item: tuple[Programs, Nomination]) -> None:
        assert_agree(REFERENCE, engine, *item)

    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(compare, work))) == len(work)


def test_no_thread_is_started_and_warnings_as_errors_change_nothing() -> None:
    program = f"""
import sys, threading
sys.path[:0] = {[*sys.path]!r}
from engines.comparing import Programs
from engines.generators import draft_with, pack_of
from dvk_rules.engines.durable import DurableEngine
draft = draft_with({{"f": "bool"}}, [{{"require": {{"f": True}}}}])
results = DurableEngine().run(Programs(pack_of(draft))["nowhere"], {{"f": True}})
print([outcome.value for outcome in results.outcomes])
print(threading.active_count(), "durable.engine" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["['satisfied']", "1 False"]


def test_one_module_knows_durable_rules() -> None:
    package = Path(dvk_rules.__file__).parent
    names = re.compile(r"durable_rules_engine|import durable\b|from durable\b")
    texts = {path: path.read_text("utf-8") for path in package.rglob("*.py")}
    users = {path.relative_to(package).as_posix() for path in texts if names.search(texts[path])}
    assert users == {"engines/durable.py"}
