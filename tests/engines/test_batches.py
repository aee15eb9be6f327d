"""Many nominations at once mean what each of them means alone, and share nothing that differs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dvk_rules.engines.batches import BATCH
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.errors import InputError
from dvk_rules.evaluation import Evaluation, NominationResult, evaluate, facts_in_full
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.verdicts import verdicts
from engines.comparing import Programs
from engines.generators import DAY, Draft, draft_with, drafts, nominations_of, pack_of

REFERENCE = ReferenceEngine()


def examples(count: int) -> settings:
    """So many examples, however long one takes."""
    return settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@examples(80)
@given(drafts())
def test_a_batch_is_decided_as_each_of_its_nominations_alone(draft: Draft) -> None:
    programs = Programs(pack_of(draft))
    nominations = nominations_of(draft, 40)
    for unit in {item.unit for item in nominations}:
        program = programs[unit]
        rows = [facts_in_full(program, item) for item in nominations if item.unit == unit]
        alone = [REFERENCE.run(program, facts) for facts in rows]
        assert list(REFERENCE.run_many(program, rows * 3)) == alone * 3


@examples(40)
@given(drafts())
def test_an_evaluation_of_many_says_of_each_what_it_says_of_it_alone(draft: Draft) -> None:
    pack = pack_of(draft)
    nominations = nominations_of(draft, 15)
    for engine in ("reference", "durable"):
        together = evaluate(pack, nominations, day=DAY, engine=engine)
        for nomination in nominations:
            alone = evaluate(pack, [nomination], day=DAY, engine="reference").results[0]
            result = together.by_id[nomination.id]
            assert result.to_json() == alone.to_json()
            assert result.verdicts == verdicts(pack, result.results.outcomes, result.facts)
        told = [[rule.to_json() for rule in trace] for trace in together.traces()]
        assert told == [result.to_json()["rules"] for result in together.results]


def results_of(asks: dict[str, Any], kind: str, values: list[Any]) -> list[NominationResult]:
    """One requirement on one fact, for a nomination with each of ``values``."""
    pack = pack_of(draft_with({"x": kind}, [{"require": asks}]))
    return results_under(pack, values)


def results_under(pack: Pack, values: list[Any]) -> list[NominationResult]:
    """The results of nominations whose fact ``x`` has ``values``."""
    return list(evaluated(pack, values).results)


def evaluated(pack: Pack, values: list[Any]) -> Evaluation:
    """Nominations whose fact ``x`` has ``values``, evaluated."""
    made = [Nomination(f"n{n:06d}", "nowhere", {"x": value}) for n, value in enumerate(values)]
    return evaluate(pack, made, day=DAY, engine="reference")


def test_more_values_than_a_byte_tells_apart_are_decided_one_batch_after_the_other() -> None:
    values = list(range(3 * BATCH + 7))
    said = results_of({"x": {"at_least": 300}}, "int", values)
    assert [item.results.truth(0) for item in said] == [1 if n >= 300 else -1 for n in values]


def test_a_rule_of_more_comparisons_than_a_byte_holds_is_decided_all_the_same() -> None:
    asks = {"any": [{"x": {"between": [n * 10, n * 10 + 3]}} for n in range(12)]}
    said = results_of(asks, "int", [*range(130), None])
    expected = [n < 120 and n % 10 <= 3 for n in range(130)]
    assert [item.results.outcomes[0].value == "satisfied" for item in said[:-1]] == expected
    assert said[-1].results.outcomes[0].value == "unknown"


def test_equal_numbers_that_are_written_differently_are_traced_as_they_are() -> None:
    values = [1, Decimal(1), Decimal("1.0"), 2] * 2
    said = results_of({"x": {"at_least": 1}}, "decimal", values)
    found = [[leaf.found for leaf in item.trace()[0].leaves()] for item in said]
    assert [repr(value) for (value,) in found] == [repr(value) for value in values]
    assert [rule["require"]["found"] for item in said for rule in item.to_json()["rules"]] == [
        1, "1", "1", 2
    ] * 2  # fmt: skip


def test_nominations_with_the_same_facts_share_the_trace_of_a_rule() -> None:
    one, other, third = results_of({"x": {"at_least": 5}}, "int", [7, 7, 8])
    assert one.trace()[0] is other.trace()[0]
    assert [leaf.found for leaf in third.trace()[0].leaves()] == [8]


def test_a_trace_is_the_same_after_many_others_were_made() -> None:
    values = list(range(9000))
    said = results_of({"x": {"at_least": 5}}, "int", values)
    first = [rule.to_json() for rule in said[3].trace()]
    for item in said:
        assert [leaf.found for leaf in item.trace()[0].leaves()] == [item.nomination.facts["x"]]
    assert [rule.to_json() for rule in said[3].trace()] == first


def test_all_traces_at_once_are_those_of_each_alone_however_many_values_there_are() -> None:
    pack = pack_of(draft_with({"x": "decimal"}, [{"require": {"x": {"at_least": 5}}}]))
    said = evaluated(pack, [*range(9000), None, 7, Decimal("7.0"), Decimal(7)])
    found = [leaf.found for trace in said.traces() for leaf in trace[0].leaves()]
    assert [repr(value) for value in found] == [
        repr(item.nomination.facts["x"]) for item in said.results
    ]


@pytest.mark.parametrize("value", [True, "1", 1.0, date(2020, 1, 1), (1,), [1]])
def test_a_wrong_value_among_many_right_ones_is_found(value: Any) -> None:
    with pytest.raises(InputError, match="n000300"):
        results_of({"x": {"at_least": 1}}, "int", [*range(300), value, *range(50)])


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_everything_wrong_is_said_at_once_and_the_next_evaluation_is_whole(engine: str) -> None:
    pack = pack_of(draft_with({"x": "int"}, [{"require": {"x": {"at_least": 5}}}]))

    def results(values: list[Any]) -> list[str]:
        made = [Nomination(f"n{n:06d}", "nowhere", {"x": value}) for n, value in enumerate(values)]
        said = evaluate(pack, made, day=DAY, engine=engine).results
        return [item.results.outcomes[0].value for item in said]

    with pytest.raises(InputError) as caught:
        results([*range(300), "one", *range(300), "two"])
    assert [problem.params["value"] for problem in caught.value.problems] == ["'one'", "'two'"]
    assert results([4, 5]) == ["violated", "satisfied"]
