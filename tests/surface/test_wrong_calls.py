"""Whatever a careless caller gives, the library answers with its own errors and their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import dvk_rules
from dvk_rules import DvkError, Nomination, Run, load_pack
from dvk_rules.bulk import evaluate_file, table_schema
from dvk_rules.case import example_case

PACK = load_pack("binh-thuan-2020")
DAY = date(2020, 12, 15)
LONG = "a" * 5000


def evaluate(facts: Any, **more: Any) -> Any:
    item = Nomination("a", "phan-thiet", facts, 1)
    return dvk_rules.evaluate(PACK, [item], day=DAY, engine="reference", **more)


@pytest.fixture(scope="module")
def made() -> Run:
    with example_case("one-screen") as path:
        scenario = dvk_rules.load_scenario(path)
        listed = dvk_rules.read_nominations(
            scenario.nominations, scenario.pack.vocabulary, scenario.pack.units
        ).raise_if_wrong()
        return dvk_rules.run(scenario, listed.nominations, engine="reference")


def refused(call: Callable[[], Any], code: str) -> None:
    with pytest.raises(DvkError) as caught:
        call()
    assert [problem.code for problem in caught.value.problems] == [code]
    for lang in ("vi", "en"):
        assert 10 < len(caught.value.problems[0].line(lang).encode()) < 5500


def given(kind: str) -> str:
    """A fact of this type that a nomination brings."""
    return next(f.name for f in PACK.vocabulary.given if f.kind.type == kind and not f.role)


WRONG: dict[str, tuple[str, Any]] = {
    "a list in a list": ("list of enum", (["a"],)),
    "a mapping in a list": ("list of enum", ({},)),
    "a list for a choice": ("enum", ["a"]),
    "half a character": ("text", "a\ud800"),
    "too large": ("decimal", Decimal("1E+9999999")),
    "too small": ("decimal", Decimal("1E-9999999")),
    "too many digits": ("decimal", Decimal("0." + "1" * 500)),
    "no number": ("decimal", Decimal("NaN")),
    "more digits than Python writes": ("int", 10**5000),
    "the same for a decimal": ("decimal", 10**5000),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("count", [1, 9])
def test_a_value_that_no_file_can_hold_is_refused(wrong: str, count: int) -> None:
    kind, value = WRONG[wrong]
    facts = {given(kind): value}
    listed = [Nomination(f"a{n}", "phan-thiet", facts, n + 1) for n in range(count)]
    with pytest.raises(DvkError) as caught:
        dvk_rules.evaluate(PACK, listed, day=DAY, engine="reference")
    assert [item.code for item in caught.value.problems] == ["evaluation.fact-type"] * count
    assert len(caught.value.problems[0].line("vi").encode()) < 1000


def test_a_unit_that_no_file_can_hold_is_refused() -> None:
    items = [Nomination("a", "x\ud800", {}, 1)]
    refused(lambda: dvk_rules.evaluate(PACK, items, day=DAY), "evaluation.nomination-unit")


@pytest.mark.parametrize("changed", ["x", ["a"], 5])
def test_changed_values_without_names_are_refused(changed: Any, made: Run) -> None:
    refused(lambda: evaluate({}, changed=changed), "evaluation.changed")
    name = made.nominations[0].id
    refused(lambda: dvk_rules.what_if(made, name, changed), "evaluation.changed")
    refused(lambda: dvk_rules.read_facts(made, changed), "evaluation.changed")


def test_what_is_no_list_of_nominations_is_refused() -> None:
    def asked(nominations: Any, pack: Any = PACK) -> Callable[[], Any]:
        return lambda: dvk_rules.evaluate(pack, nominations, day=DAY)

    refused(asked(["x"]), "evaluation.nomination-kind")
    refused(asked(None), "evaluation.nominations")
    refused(asked("abc"), "evaluation.nominations")
    refused(asked(Nomination("a", "phan-thiet", {})), "evaluation.nominations")
    refused(asked([], "binh-thuan-2020"), "evaluation.pack")


@pytest.mark.parametrize("name", [None, [], 5, "x\0", ""])
def test_a_nomination_that_is_not_there_is_named(name: Any, made: Run) -> None:
    for call in (
        lambda: dvk_rules.explain(made, name),
        lambda: dvk_rules.what_if(made, name, {}),
    ):
        with pytest.raises(dvk_rules.UnknownNomination):
            call()


@pytest.mark.parametrize("tier", ["x", None, []])
def test_a_tier_that_is_not_there_is_named(tier: Any, made: Run) -> None:
    result = made.evaluation.results[0]
    calls = (result.eligible, result.missing, result.assumed, made.evaluation.count, made.selected)
    for call in calls:
        refused(lambda call=call: call(tier), "evaluation.no-tier")


@pytest.mark.parametrize("path", ["a\0b", LONG, None, 5, b"\xff"])
def test_what_cannot_be_a_path_is_refused(path: Any, made: Run) -> None:
    vocabulary, units = PACK.vocabulary, PACK.units
    refused(lambda: load_pack(path), "path.wrong")
    refused(lambda: dvk_rules.load_scenario(path), "path.wrong")
    refused(lambda: dvk_rules.read_nominations(path, vocabulary, units), "path.wrong")
    refused(lambda: dvk_rules.open_run(path), "path.wrong")
    refused(lambda: dvk_rules.verify(path), "path.wrong")
    refused(lambda: dvk_rules.save_run(made, path, originals=False), "path.wrong")


def test_a_comparison_is_with_the_first_or_with_each(made: Run) -> None:
    wrong: Any = "x"
    refused(lambda: dvk_rules.compare([made, made], against=wrong), "compare.against")


def test_a_file_in_bulk_may_be_named_by_text_and_is_asked_for_rightly(tmp_path: Path) -> None:
    source = str(tmp_path / "a.parquet")
    schema = table_schema(PACK)
    pl.DataFrame({name: [] for name in schema}, schema=schema).write_parquet(source)
    target = str(tmp_path / "out.parquet")

    def asked(**more: Any) -> Callable[[], Any]:
        return lambda: evaluate_file(PACK, source, target, day=DAY, **more)

    for rows in (0, -1, "x", True, 1.5, None):
        refused(asked(batch_rows=rows), "bulk.batch-rows")
    refused(asked(detail="x"), "bulk.detail")
    refused(asked(changed="x"), "evaluation.changed")
    refused(lambda: evaluate_file(PACK, "a\0.parquet", target, day=DAY), "path.wrong")
    assert asked()().target == Path(target)
