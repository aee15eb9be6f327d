"""Facts that only look like values are refused before any rule is applied (D2.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import polars as pl
import pytest
from surface.golden import CASES, make

from dvk_rules import load_pack, run
from dvk_rules.bulk import evaluate_table
from dvk_rules.errors import InputError, Problem
from dvk_rules.evaluation import evaluate
from dvk_rules.nominations import Nomination
from engines.generators import DAY, draft_with, pack_of

PACK = pack_of(
    draft_with(
        {
            "flag": "bool",
            "count": "int",
            "share": "decimal",
            "day": "date",
            "name": "text",
            "field": "enum",
            "level": "ordered enum",
            "fields": "list of enum",
        },
        [{"require": {"flag": True, "day": {"before": "2020-11-30"}}}],
    )
)
RIGHT: dict[str, Any] = {
    "flag": True,
    "count": 3,
    "share": Decimal("0.8"),
    "day": date(2020, 11, 1),
    "name": "Phú Quý",
    "field": "khac",
    "level": "co_so",
    "fields": ("kinh_te", "khac"),
}


@pytest.mark.parametrize("engine", ["durable", "reference"])
def test_values_of_their_types_are_decided(engine: str) -> None:
    evaluation = evaluate(PACK, [Nomination("n", "u1", RIGHT)], day=DAY, engine=engine)
    assert evaluation.results[0].eligible("letter")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("flag", 1),
        ("flag", "true"),
        ("count", True),
        ("count", "90"),
        ("count", 3.0),
        ("share", 0.8),
        ("share", Decimal("NaN")),
        ("share", False),
        ("day", "2020-11-01"),
        ("day", datetime(2020, 11, 1)),
        ("name", 5),
        ("field", "Khác"),
        ("level", 1),
        ("fields", ["kinh_te"]),
        ("fields", "kinh_te"),
        ("fields", ("kinh tế",)),
    ],
)
def test_what_only_looks_like_a_value_is_refused(fact: str, value: Any) -> None:
    nominations = [
        Nomination("a", "u1", RIGHT),
        Nomination("b", "u1", {**RIGHT, fact: value}),
        Nomination("c", "u2", {"name": 7, "flag": "có"}),
    ]
    with pytest.raises(InputError) as caught:
        evaluate(PACK, nominations, day=DAY)
    said = [(p.params["nomination"], p.params["fact"]) for p in caught.value.problems]
    assert said == [("b", fact), ("c", "name"), ("c", "flag")]
    assert fact in caught.value.problems[0].sentence("vi")
    assert "read_nominations" in caught.value.problems[0].sentence("en")


def test_nothing_is_the_same_as_a_fact_that_is_not_there() -> None:
    empty: Any = {"flag": True, "day": None}
    (result,) = evaluate(PACK, [Nomination("n", "u1", empty)], day=DAY).results
    assert result.verdicts["letter"].missing == ("day",)


def test_a_result_says_what_is_missing() -> None:
    (result,) = evaluate(PACK, [Nomination("n", "u1", {"flag": True})], day=DAY).results
    assert result.missing("letter").could_change == ("day",)
    assert result.missing("letter").shortest["day"] < date(2020, 11, 30)  # type: ignore[operator]  # a day


OUTSIDE = Problem("scenario.outside", {"day": "", "start": "", "until": ""})
SHIPPED = load_pack("binh-thuan-2020")
DECIDED = date(2020, 12, 15)


def given(**facts: Any) -> Nomination:
    return Nomination("phan-thiet/01", "phan-thiet", facts)


def codes_of(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as raised:
        call()
    for problem in raised.value.problems:
        assert problem.sentence("vi") and problem.sentence("en")
    return [problem.code for problem in raised.value.problems]


@pytest.mark.parametrize("engine", ["durable", "reference", "columnar"])
@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("votes_share", 78),
        ("votes_share", Decimal("1E+400")),
        ("votes_share", Decimal("-0.01")),
        ("participants", -5),
    ],
)
def test_a_number_outside_its_bounds_is_refused_as_in_a_workbook(
    engine: str, fact: str, value: Any
) -> None:
    wrong = [given(**{fact: value})]
    assert codes_of(lambda: evaluate(SHIPPED, wrong, day=DECIDED, engine=engine)) == [
        "evaluation.fact-type"
    ]
    for right in (0, 1):
        assert evaluate(SHIPPED, [given(**{fact: right})], day=DECIDED, engine=engine).results


def test_a_parameter_is_checked_like_one_of_a_scenario() -> None:
    wrong: dict[str, Any] = {
        "votes_needed": 0.8,
        "votes_neded": Decimal("0.7"),
        "certificate_grade": "x",
    }
    found = codes_of(lambda: evaluate(SHIPPED, [], day=DECIDED, changed=wrong))
    assert found == [
        "evaluation.parameter-type",
        "condition.unknown-parameter-meant",
        "evaluation.parameter-type",
    ]
    frame = pl.DataFrame({"nomination": ["a"]})
    assert codes_of(lambda: evaluate_table(SHIPPED, frame, day=DECIDED, changed=wrong)) == found
    for value in (70, True, "70%", Decimal("NaN"), None):
        one: dict[str, Any] = {"votes_needed": value}
        assert codes_of(lambda one=one: evaluate(SHIPPED, [], day=DECIDED, changed=one))


@pytest.mark.parametrize("day", [None, "2020-12-15", 20201215, True, datetime(2020, 12, 15)])
def test_the_day_is_a_day(day: Any) -> None:
    assert codes_of(lambda: evaluate(SHIPPED, [], day=day)) == ["evaluation.day"]


def test_a_day_at_which_the_pack_is_not_in_force_is_noticed_once() -> None:
    late = evaluate(load_pack("vn-tdkt-2017"), [], day=date(2026, 1, 1))
    assert [notice.code for notice in late.notices] == ["evaluation.outside"]
    assert json.dumps([dict(notice.params) for notice in late.notices])
    made = make(CASES / "one-screen" / "kich-ban.yaml")
    scenario = replace(made.scenario, day=date(2035, 1, 1), warnings=(OUTSIDE,))
    again = run(scenario, made.nominations, engine="reference")
    said = [warning.code for warning in again.warnings]
    assert [code for code in said if code.endswith("outside")] == ["scenario.outside"]


def test_nominations_that_cannot_be_told_apart_or_read_are_all_named() -> None:
    wrong: list[Any] = [
        Nomination("a", "phan-thiet", {}),
        Nomination("a", "phan-thiet", {}),
        *(Nomination(name, "phan-thiet", {}) for name in cast(Any, (1, "", None, "a\ud800"))),
        Nomination("b", cast(Any, None), {}),
        Nomination("c", "phan-thiet", {}, rank=cast(Any, "1")),
        Nomination("d", "phan-thiet", {}, rank=True),
        Nomination("e", "phan-thiet", cast(Any, None)),
    ]
    assert codes_of(lambda: evaluate(SHIPPED, wrong, day=DECIDED)) == [
        *["evaluation.nomination-id"] * 4,
        "evaluation.nomination-unit",
        *["evaluation.nomination-rank"] * 2,
        "evaluation.nomination-facts",
        "evaluation.same-id",
    ]


def test_a_fact_that_the_pack_does_not_know_is_noticed_with_the_nearest() -> None:
    made = evaluate(SHIPPED, [given(discipline_opens=True, other=1)], day=DECIDED)
    said = [notice.sentence("en") for notice in made.notices]
    assert "did you mean: discipline_open" in said[0]
    assert len(said) == 2 and "“other”" in said[1]
