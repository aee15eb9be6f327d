"""Facts that only look like values are refused before any rule is applied (D2.3)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dvk_rules.errors import InputError
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
