"""Tables of nominations: decided like nominations, and every mistake told at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from engines.generators import DAY, Draft, draft_with, drafts, nominations_of, pack_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from columnar.tables import assert_decided, said, table_of
from dvk_rules import load_pack
from dvk_rules.bulk import ID, evaluate_table, nominations_in, table_schema, trace_rows
from dvk_rules.bulk.table import tidy
from dvk_rules.errors import InputError
from dvk_rules.evaluation import evaluate
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack import Pack
from dvk_rules.text import squash

CAMPAIGN_DAY = date(2020, 12, 15)


@pytest.fixture(scope="module")
def campaign() -> Pack:
    """The shipped pack of the campaign."""
    return load_pack("binh-thuan-2020")


def codes(error: InputError) -> list[str]:
    """The codes of all problems, every one of which has its words."""
    for problem in error.problems:
        assert all(problem.sentence(lang) for lang in LANGUAGES)
    return [problem.code for problem in error.problems]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_a_table_is_decided_as_its_rows_are(draft: Draft) -> None:
    pack = pack_of(draft)
    assert_decided(pack, table_of(pack, nominations_of(draft, 12)), DAY)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_a_scenario_s_parameters_count_in_a_table(draft: Draft) -> None:
    pack = pack_of(draft)
    changed = {name: item.values[-1].value for name, item in pack.parameters.items()}
    assert_decided(pack, table_of(pack, nominations_of(draft, 6)), DAY, changed)


def campaign_rows(pack: Pack, count: int = 300) -> pl.DataFrame:
    """Invented rows: every unit, every kind of missing fact, in the types of the schema."""
    columns: dict[str, pl.Series] = {}
    for place, (name, dtype) in enumerate(table_schema(pack).items()):
        values: list[Any] = []
        for row in range(count):
            turn = (row * 7 + place * 13 + row * place) % 11
            if name == ID:
                values.append(f"n{row:04d}")
            elif name == "unit":
                values.append([*pack.units.units][row % len(pack.units.units)])
            elif turn in (3, 8):
                values.append(None)
            else:
                values.append(_invented(pack, name, dtype, turn, row))
        columns[name] = pl.Series(name, values, dtype=dtype)
    return pl.DataFrame(columns)


def _invented(pack: Pack, name: str, dtype: pl.DataType, turn: int, row: int) -> Any:
    kind = pack.vocabulary[name].kind
    choices = list(kind.choices)
    if isinstance(dtype, pl.List):
        return choices[: turn % (len(choices) + 1)]
    if choices:
        return choices[turn % len(choices)]
    if dtype == pl.Boolean():
        return turn != 5
    if dtype == pl.Date():
        return date(2020, 1 + (turn + row) % 12, 1 + row % 28)
    if dtype.is_decimal():
        return Decimal(60 + 4 * turn) / 100
    return turn + 1 if dtype == pl.Int64() else f"Tên {turn}"


def test_the_campaign_is_decided_in_a_table_for_every_unit(campaign: Pack) -> None:
    frame = campaign_rows(campaign)
    assert_decided(campaign, frame, CAMPAIGN_DAY)
    verdicts = evaluate_table(campaign, frame, day=CAMPAIGN_DAY)["verdict:letter"]
    assert verdicts.n_unique() > 1


def test_a_unit_s_own_parameter_counts_for_its_rows_alone(campaign: Pack) -> None:
    overridden = {item.unit for p in campaign.parameters.values() for item in p.overrides}
    assert overridden - {None}
    for changed in ({}, {"votes_needed": Decimal("0.5")}):
        assert_decided(campaign, campaign_rows(campaign, 48), CAMPAIGN_DAY, changed)


def test_text_columns_mean_what_typed_columns_mean(campaign: Pack) -> None:
    frame = campaign_rows(campaign, 100)
    plain = [
        pl.col(name).cast(pl.String)
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.Enum) or dtype.is_decimal() or dtype == pl.Int64()
    ]
    written = frame.with_columns(plain)
    decided = evaluate_table(campaign, frame, day=CAMPAIGN_DAY)
    again = evaluate_table(campaign, written, day=CAMPAIGN_DAY)
    assert again.equals(decided.with_columns(pl.col("unit").cast(again["unit"].dtype)))
    assert_decided(campaign, written, CAMPAIGN_DAY)


def test_a_lazy_table_stays_lazy_and_streams(campaign: Pack) -> None:
    frame = campaign_rows(campaign, 100)
    lazy = evaluate_table(campaign, frame.lazy(), day=CAMPAIGN_DAY)
    assert isinstance(lazy, pl.LazyFrame)
    expected = evaluate_table(campaign, frame, day=CAMPAIGN_DAY)
    assert lazy.collect(engine="streaming").sort(ID).equals(expected.sort(ID))


def test_a_long_chain_of_derived_facts_is_followed() -> None:
    length = 300
    facts = {"x": "bool", **{f"d{number}": "bool" for number in range(length)}}
    rules: list[dict[str, Any]] = [
        {"derive": f"d{number}", "when": {f"d{number - 1}" if number else "x": True}}
        for number in range(length)
    ]
    pack = pack_of(draft_with(facts, [*rules, {"require": {f"d{length - 1}": True}}]))
    assert_decided(pack, pl.DataFrame({ID: ["a", "b", "c"], "x": [True, False, None]}), DAY)


def test_a_missing_column_a_null_and_a_blank_are_all_unknown() -> None:
    rules = [{"require": {"x": "a"}}, {"require": {"y": {"at_least": 1}}}]
    pack = pack_of(draft_with({"x": "text", "y": "decimal"}, rules))
    blank = pl.DataFrame({ID: ["a"], "x": ["  "], "y": [" "]})
    null = pl.DataFrame(
        {ID: ["a"], "x": [None], "y": [None]}, schema_overrides={"x": pl.String, "y": pl.Int64}
    )
    for frame in (blank, null, pl.DataFrame({ID: ["a"]})):
        decided = evaluate_table(pack, frame, day=DAY)
        assert decided.row(0, named=True)["verdict:letter"] == "incomplete"
        assert decided["rule:r-0"].to_list() == decided["rule:r-1"].to_list() == [2]
        assert_decided(pack, frame, DAY)


def test_what_is_to_be_kept_is_carried_along() -> None:
    pack = pack_of(draft_with({"x": "bool"}, [{"require": {"x": True}}]))
    frame = pl.DataFrame({ID: ["b", "a"], "x": [True, False], "phone": [1.5, None]})
    decided = evaluate_table(pack, frame, day=DAY, keep=["phone"], detail="verdicts")
    assert decided["phone"].to_list() == [1.5, None]
    assert decided[ID].to_list() == ["b", "a"]
    assert decided["verdict:certificate"].to_list() == ["eligible", "rejected"]
    assert not [name for name in decided.columns if name.startswith("rule:")]


def test_everything_wrong_with_the_columns_is_told_at_once(campaign: Pack) -> None:
    frame = pl.DataFrame(
        {
            "kind": [1],
            "votes_share": [0.8],
            "dossier_received": ["2020-11-01"],
            "vote_share": [1],
            "xyz": [1],
        }
    )
    with pytest.raises(InputError) as caught:
        evaluate_table(campaign, frame, day=CAMPAIGN_DAY)
    assert codes(caught.value) == [
        "table.no-id-column",
        "table.type",
        "table.float",
        "table.type",
        "table.unknown-column-meant",
        "table.unknown-column",
    ]


def test_everything_wrong_in_the_cells_is_told_at_once() -> None:
    kinds = {"a": "enum", "b": "list of enum", "c": "int", "d": "decimal", "e": "int"}
    pack = pack_of(draft_with(kinds, [{"require": {"a": "khac"}}]))
    frame = pl.DataFrame(
        {
            ID: ["x", None],
            "unit": ["u1", "u9"],
            "a": ["khac", "khác"],
            "b": [["khac", "x"], None],
            "c": ["1.5", "2"],
            "d": ["1e5", "0.5"],
            "e": ["-7", " "],
        }
    )
    with pytest.raises(InputError) as caught:
        evaluate_table(pack, frame, day=DAY)
    assert codes(caught.value) == [
        "table.no-id",
        "table.choice",
        "table.choice",
        "table.choice",
        "table.not-a-number",
        "table.not-a-number",
    ]
    assert caught.value.problems[1].params["examples"] == ["u9"]


def test_a_value_outside_its_bounds_is_an_error(campaign: Pack) -> None:
    bounded = [f for f in campaign.vocabulary.given if f.kind.at_most is not None]
    assert bounded
    for fact in bounded:
        past = fact.kind.at_most + 1  # type: ignore[operator]  # bounds are numbers here
        for value in (past, str(past)):
            frame = pl.DataFrame({ID: ["a"], fact.name: [value]})
            with pytest.raises(InputError) as caught:
                evaluate_table(campaign, frame, day=CAMPAIGN_DAY)
            assert codes(caught.value) == ["table.too-high"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=6))
def test_text_is_tidied_as_a_cell_is(texts: list[str | None]) -> None:
    expected = [None if text is None else squash(text) or None for text in texts]
    assert tidy(pl.Series(texts, dtype=pl.String)).to_list() == expected


def test_letters_taken_as_tidy_are_tidy_for_python_too() -> None:
    every = [chr(code) for code in range(0x250)] + [chr(code) for code in range(0x1E00, 0x1F00)]
    pairs = every + [f"a{char}" for char in every] + [f"{char} b" for char in every]
    assert tidy(pl.Series(pairs)).to_list() == [squash(text) or None for text in pairs]


def test_chosen_rows_are_explained_in_full(campaign: Pack) -> None:
    frame = campaign_rows(campaign, 60)
    decided = evaluate_table(campaign, frame, day=CAMPAIGN_DAY)
    chosen = ["n0007", "n0042"]
    results = trace_rows(campaign, frame, reversed(chosen), day=CAMPAIGN_DAY)
    assert [result.id for result in results] == chosen
    for result in results:
        row = decided.row(by_predicate=pl.col(ID) == result.id, named=True)
        assert {name: row[name] for name in said(result)} == said(result)
        assert len(result.trace()) == len(campaign.rules)
    whole = evaluate(campaign, nominations_in(campaign, frame), day=CAMPAIGN_DAY)
    assert results[0].to_json() == whole.by_id["n0007"].to_json()


def test_an_id_that_no_row_has_is_named(campaign: Pack) -> None:
    with pytest.raises(InputError) as caught:
        trace_rows(campaign, campaign_rows(campaign, 3), ["n0001", "n9"], day=CAMPAIGN_DAY)
    assert codes(caught.value) == ["table.no-such-row"]
    assert caught.value.problems[0].params["ids"] == ["n9"]


def test_ids_that_several_rows_have_are_told_with_the_other_mistakes() -> None:
    pack = pack_of(draft_with({"x": "int"}, [{"require": {"x": 1}}]))
    frame = pl.DataFrame({ID: ["a", "b", "a", None, None, "c", "b", "a"], "x": ["1"] * 7 + ["?"]})
    with pytest.raises(InputError) as caught:
        evaluate_table(pack, frame, day=DAY)
    assert codes(caught.value) == ["table.same-id", "table.no-id", "table.not-a-number"]
    same, _, number = caught.value.problems
    assert same.params["count"] == 5
    assert same.params["examples"] == ["a", "b"]
    assert number.params["rows"] == ["a"]
    with pytest.raises(InputError) as caught:
        trace_rows(pack, frame, ["b", "c"], day=DAY)
    assert codes(caught.value) == ["table.same-id"]


def test_a_wrong_cell_of_a_lazy_table_is_told_as_it_is_of_another() -> None:
    pack = pack_of(draft_with({"x": "int"}, [{"require": {"x": 1}}]))
    frame = pl.DataFrame({ID: ["a", "b"], "x": ["1", "one"]})
    lazy = evaluate_table(pack, frame.lazy(), day=DAY)
    for engine in ("in-memory", "streaming"):
        with pytest.raises(InputError) as caught:
            lazy.collect(engine=engine)
        assert codes(caught.value) == ["table.not-a-number"]
        assert caught.value.problems[0].params["rows"] == ["b"]
