"""The columnar engine means what the reference engine means (D5.1), whatever the pack."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from engines.comparing import Programs
from engines.generators import Draft, draft_with, drafts, nominations_of, pack_of
from hypothesis import HealthCheck, given, settings

from dvk_rules.engines import get_engine
from dvk_rules.engines.columnar import ColumnarEngine
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import evaluate, facts_in_full
from dvk_rules.program import Facts
from dvk_rules.values import Value

REFERENCE = ReferenceEngine()
COLUMNAR = ColumnarEngine()


def examples(count: int) -> settings:
    """So many examples, however long one takes."""
    return settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_equal_on(draft: Draft, count: int, changed: dict[str, Value] | None = None) -> None:
    """Both engines give the same truths, outcomes, derived facts and points."""
    programs = Programs(pack_of(draft), changed)
    by_unit: dict[str, list[Facts]] = defaultdict(list)
    for nomination in nominations_of(draft, count):
        program = programs[nomination.unit]
        by_unit[nomination.unit].append(facts_in_full(program, nomination))
    for unit, rows in by_unit.items():
        program = programs[unit]
        expected = [REFERENCE.run(program, facts) for facts in rows]
        assert list(COLUMNAR.run_many(program, rows)) == expected


@examples(120)
@given(drafts())
def test_the_columnar_engine_agrees_with_the_reference_engine(draft: Draft) -> None:
    assert_equal_on(draft, 10)


@examples(5)
@given(drafts(most=40))
def test_they_agree_on_packs_of_a_hundred_rules(draft: Draft) -> None:
    assert_equal_on(draft, 6)


@examples(30)
@given(drafts())
def test_they_agree_when_a_scenario_changes_every_parameter(draft: Draft) -> None:
    pack = pack_of(draft)
    assert_equal_on(draft, 6, {n: item.values[-1].value for n, item in pack.parameters.items()})


def truths(kinds: dict[str, str], asks: dict[str, Any], rows: list[dict[str, Any]]) -> list[str]:
    """The outcomes of one requirement on rows of facts, after the engines were seen to agree."""
    programs = Programs(pack_of(draft_with(kinds, [{"require": asks}])))
    program = programs["nowhere"]
    results = list(COLUMNAR.run_many(program, rows))
    assert results == [REFERENCE.run(program, facts) for facts in rows]
    return [result.outcomes[0].value for result in results]


@pytest.mark.parametrize(
    ("op", "expected"),
    [("less_than", "violated"), ("at_most", "satisfied"), ("at_least", "satisfied")],
)
def test_a_share_of_exactly_the_threshold_is_decided_without_rounding(
    op: str, expected: str
) -> None:
    rows = [{"x": Decimal("0.8")}, {"x": Decimal("0.80")}, {"x": Decimal("0.800000000")}]
    assert truths({"x": "decimal"}, {"x": {op: "80%"}}, rows) == [expected] * 3


def test_numbers_that_no_numeric_column_holds_are_still_exact() -> None:
    rows = [{"x": 10**60}, {"x": 10**60 - 1}, {"x": 3}, {}]
    assert (
        truths({"x": "int", "y": "int"}, {"x": {"more_than": {"fact": "y"}}}, rows)
        == ["unknown"] * 4
    )
    wide = [{"x": 10**60, "y": 10**60 - 1}, {"x": 10**60 - 1, "y": 10**60}]
    assert truths({"x": "int", "y": "int"}, {"x": {"more_than": {"fact": "y"}}}, wide) == [
        "satisfied",
        "violated",
    ]
    fine = [{"x": Decimal("1E+30")}, {"x": Decimal("0.79999999999999999999999")}]
    assert truths({"x": "decimal"}, {"x": {"at_least": "0.8"}}, fine) == ["satisfied", "violated"]


def test_a_whole_number_is_compared_with_a_fraction_of_one() -> None:
    rows = [{"x": 2}, {"x": 3}, {}]
    pack = {"p": {"type": "decimal", "value": "2.5"}}
    for op, expected in (
        ("less_than", ["satisfied", "violated", "unknown"]),
        ("at_least", ["violated", "satisfied", "unknown"]),
        ("is", ["violated", "violated", "unknown"]),
        ("is_not", ["satisfied", "satisfied", "unknown"]),
    ):
        draft = draft_with({"x": "int"}, [{"require": {"x": {op: {"param": "p"}}}}], pack)
        program = Programs(pack_of(draft))["nowhere"]
        results = list(COLUMNAR.run_many(program, rows))
        assert results == [REFERENCE.run(program, facts) for facts in rows]
        assert [result.outcomes[0].value for result in results] == expected


def test_text_is_searched_without_regard_to_case_and_to_unicode_form() -> None:
    rows = [{"x": "xã ĐẢO"}, {"x": "xa\u0303 đa\u0309o"}, {"x": "Straße"}, {}]
    said = truths({"x": "text"}, {"x": {"contains": "đảo"}}, rows)
    assert said == ["satisfied", "satisfied", "violated", "unknown"]
    assert truths({"x": "text"}, {"x": {"contains": "STRASSE"}}, rows)[2] == "satisfied"


def test_the_first_and_the_last_day_are_days_like_any_other() -> None:
    rows = [{"x": date(1, 1, 1)}, {"x": date(9999, 12, 31)}, {"x": date(2020, 11, 30)}]
    said = truths({"x": "date"}, {"x": {"before": "30/11/2020"}}, rows)
    assert said == ["satisfied", "violated", "violated"]


def test_an_empty_list_is_known_and_contains_nothing() -> None:
    rows: list[dict[str, Any]] = [{"x": ()}, {"x": ("kinh_te", "khac")}, {}]
    kinds = {"x": "list of enum"}
    assert truths(kinds, {"x": {"contains_any": ["kinh_te"]}}, rows) == [
        "violated",
        "satisfied",
        "unknown",
    ]
    assert truths(kinds, {"x": {"known": True}}, rows) == ["satisfied", "satisfied", "violated"]


def test_the_engine_is_chosen_by_its_name() -> None:
    draft = draft_with({"x": "int"}, [{"require": {"x": {"at_least": 1}}}])
    pack = pack_of(draft)
    nominations = nominations_of(draft, 5)
    day = date(2020, 12, 1)
    bulk = evaluate(pack, nominations, day=day, engine="columnar")
    plain = evaluate(pack, nominations, day=day, engine="reference")
    assert get_engine("columnar")[0].name == bulk.engine == "columnar"
    assert [item.to_json() for item in bulk.results] == [item.to_json() for item in plain.results]


def test_no_rows_give_no_results() -> None:
    program = Programs(pack_of(draft_with({"x": "int"}, [{"require": {"x": 1}}])))["nowhere"]
    assert list(COLUMNAR.run_many(program, [])) == []
