"""What does not have the right shape is refused in words with its place, however it is given."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from dvk_solver import (
    Allocation,
    Bounds,
    Candidate,
    Decision,
    Exclusion,
    Limits,
    Objective,
    Order,
    Problem,
    ProblemError,
    Quota,
    Reason,
    Rule,
    TieBreak,
    Tier,
    solve,
)
from dvk_solver.__main__ import main
from pydantic import BaseModel

WHOLE: dict[type[BaseModel], dict[str, Any]] = {
    Candidate: {"id": "a", "eligible": ["t"]},
    Tier: {"id": "t"},
    Quota: {"id": "q", "tier": "t"},
    Bounds: {},
    Order: {},
    Exclusion: {"id": "e", "candidates": ["a"]},
    Decision: {"candidate": "a", "tier": "t", "action": "include"},
    Objective: {"kind": "soft"},
    TieBreak: {},
    Problem: {"candidates": [], "tiers": [{"id": "t"}]},
    Rule: {"kind": "tier", "id": "t", "tier": "t"},
}
#: Where in a problem a part of it stands.
HOMES: dict[type[BaseModel], str] = {
    Candidate: "candidates",
    Tier: "tiers",
    Quota: "quotas",
    Order: "orders",
    Exclusion: "exclusions",
    Decision: "decisions",
    Objective: "objectives",
}
WRONG = (1.5, "x", 7, None, True, [], [1.5], {"x": 1.5}, {1, 2}, object())


def words(make: Callable[[], object]) -> dict[str, str]:
    """Path → sentence of all that is wrong, none when nothing is."""
    try:
        make()
    except ProblemError as error:
        return {item.path: item.message for item in error.problems}
    return {}


@pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.__name__)
def test_whatever_an_argument_is_it_fits_or_it_is_refused_with_its_place(
    model: type[BaseModel],
) -> None:
    refused = 0
    for field in [*model.model_fields, "shoe"]:
        for value in WRONG:
            found = words(lambda f=field, v=value: model(**{**WHOLE[model], f: v}))
            refused += bool(found)
            for path, sentence in found.items():
                assert path.startswith("$")
                assert not {"pydantic", "Input", "input", "validator"} & set(sentence.split())
                assert not sentence[0].isupper()
    assert refused > len(model.model_fields)
    assert all(path.startswith("$.") for path in words(lambda: model(shoe=1)))


@pytest.mark.parametrize("model", HOMES, ids=lambda model: model.__name__)
def test_a_part_and_a_problem_say_the_same_of_it(model: type[BaseModel]) -> None:
    home = HOMES[model]
    for field in model.model_fields:
        for value in (1.5, "x", 7, None, True, [], [1.5], {"x": 1.5}):
            data = {**WHOLE[model], field: value}
            alone = words(lambda d=data: model(**d))
            read = words(lambda d=data: Problem.from_data({**WHOLE[Problem], home: [d]}))
            if alone:  # one that has the right shape may still contradict the rest
                assert read == {f"$.{home}[0]{path[1:]}": text for path, text in alone.items()}


def test_the_alternatives_of_one_place_are_one_sentence_and_names_of_types_are_names() -> None:
    attributes: Any = {"int": 1.5, "bool": True}
    found = words(lambda: Candidate(id="a", eligible=("t",), attributes=attributes))
    every = "write true or false or write a whole number or write text"
    assert found == {"$.attributes.int": every}
    merit: Any = {"int": 1.5}
    assert words(lambda: Candidate(id="a", eligible=("t",), merit=merit)) == {
        "$.merit.int": "write a whole number"
    }


def test_an_allocation_is_refused_at_the_places_of_its_json() -> None:
    allocation = solve(Problem.from_data({"candidates": [], "tiers": [{"id": "t"}]}))
    data = allocation.to_data()
    data["tiers"][0]["tier"] = 7
    found = words(lambda: Allocation.from_json(str(data).replace("'", '"').replace("None", "null")))
    assert found == {"$.tiers[0].tier": "write text"}
    assert list(words(lambda: Allocation.from_json("["))) == ["$"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Problem.from_data({"candidates": {1, 2}}),
        lambda: Problem.from_data({"candidates": [], "tiers": [{"id": "t", "at_most": 10**5000}]}),
        lambda: Problem.from_json("[]"),
        lambda: Problem.from_json("{"),
        lambda: Problem.from_json(5),  # pyright: ignore[reportArgumentType]
        lambda: Reason.from_data({}),
        lambda: Reason.from_data({"tier": {1, 2}}),
        lambda: Allocation.from_json("{}"),
        Allocation,
    ],
)
def test_what_is_read_is_of_its_shape_or_refused(make: Callable[[], object]) -> None:
    found = words(make)
    assert found and all(not sentence[0].isupper() for sentence in found.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seconds", math.nan), ("seconds", math.inf), ("seconds", -1), ("seconds", "1"),
        ("seconds", True), ("proof_nodes", "x"), ("proof_nodes", -1), ("proof_nodes", 1.5),
        ("proof_nodes", None), ("solver", "nope"), ("solver", ["highs"]),
        ("ties_at_every_stage", 1),
    ],
)  # fmt: skip
def test_a_limit_that_is_none_is_refused(field: str, value: Any) -> None:
    assert list(words(lambda: Limits(**{field: value}))) == [f"$.{field}"]


def test_the_command_refuses_seconds_that_are_no_time(tmp_path: Any, capfd: Any) -> None:
    file = tmp_path / "p.json"
    file.write_text('{"candidates": [], "tiers": [{"id": "t"}]}')
    assert main([str(file), "--seconds", "nan"]) == 2
    assert "seconds" in capfd.readouterr().err


def test_parts_of_a_problem_read_at_once_are_placed_in_the_problem() -> None:
    tiers: Any = [{"id": 3}, {"id": "t", "within": 4}]
    assert list(words(lambda: Problem(candidates=(), tiers=tiers))) == [
        "$.tiers[0].id",
        "$.tiers[1].within",
    ]
