"""Problems as JSON: round trips, canonical bytes, and every inconsistency at once with its path."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from dvk_solver import (
    Bounds,
    Candidate,
    Exclusion,
    Objective,
    Problem,
    ProblemError,
    Quota,
    TieBreak,
    Tier,
    check,
    solve,
)
from dvk_solver.__main__ import main
from dvk_solver.exact import Exact
from dvk_solver.program import Linear, Row
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.brute_force import best_lists, random_problem

SMALL: dict[str, Any] = {
    "candidates": [
        {"id": "a", "eligible": ["t"], "unit": "U", "rank": 1, "attributes": {"sex": "f"}},
        {"id": "b", "eligible": ["t"], "unit": "U", "rank": 2, "attributes": {"sex": "m"}},
    ],
    "tiers": [{"id": "t", "at_most": 1}],
    "objectives": [{"kind": "seats", "tier": "t"}, {"kind": "rank", "tier": "t"}],
}


def problems_of(**changes: Any) -> dict[str, str]:
    """Path → code of everything wrong with the small problem after changes."""
    with pytest.raises(ProblemError) as caught:
        Problem.from_data({**SMALL, **changes})
    return {item.path: item.code for item in caught.value.problems}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_a_problem_written_and_read_back_is_the_same_problem(seed: int) -> None:
    problem = random_problem(seed)
    again = Problem.from_json(problem.to_json())
    assert again.to_json() == problem.to_json()
    assert again.quotas == problem.quotas
    assert again.objectives == problem.objectives


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (5, 5), (0, 0), ("45%", Fraction(9, 20)), ("12.5 %", Fraction(1, 8)),
        ("9/20", Fraction(9, 20)), ("100%", Fraction(1)), ("0%", Fraction(0)), (None, None),
    ],
)  # fmt: skip
def test_amounts_are_counts_or_exact_shares(written: object, read: object) -> None:
    quota = Quota.model_validate({"id": "q", "tier": "t", "at_least": written})
    assert quota.at_least == read
    assert type(quota.at_least) is type(read)
    again = Quota.model_validate_json(quota.model_dump_json())
    assert again == quota
    assert type(again.at_least) is type(read)


@pytest.mark.parametrize(
    "written",
    [
        0.45,
        True,
        "45",
        "many",
        "1/0",
        "1e9%",
        "1e999999999%",
        f"{'9' * 9999}%",
        "-5%",
        "101%",
        -1,
        "3/2",
    ],
)
def test_other_amounts_are_refused(written: object) -> None:
    found = problems_of(quotas=[{"id": "q", "tier": "t", "at_least": written}])
    assert all(path.startswith("$.quotas[0]") for path in found)


def test_everything_wrong_is_listed_at_once_with_its_path() -> None:
    found = problems_of(
        tiers=[{"id": "t", "at_least": 3, "at_most": 2}, {"id": "t"}, {"id": "u", "within": "w"}],
        quotas=[
            {"id": "q", "tier": "x", "per": "shoe", "at_least": 2, "at_most": 1},
            {"id": "q", "tier": "t", "where": {"hat": 1}, "bounds": {"a": {"at_most": 1}}},
            {"id": "r", "tier": "t", "at_least": "10%", "floor_if_available": True},
        ],
        exclusions=[{"id": "e", "candidates": ["a", "z", "a"], "at_most": 0}],
        decisions=[
            {"candidate": "a", "tier": "u", "action": "include"},
            {"candidate": "b", "tier": "t", "action": "include"},
            {"candidate": "b", "tier": "t", "action": "exclude"},
        ],
        objectives=[{"kind": "merit"}, {"kind": "soft", "tier": "t"}],
        tie_break={"kind": "order", "order": ["a"]},
    )
    assert found == {
        "$.tiers": "id-twice",
        "$.tiers[0]": "tier-bounds",
        "$.tiers[2].within": "unknown-tier",
        "$.quotas": "id-twice",
        "$.quotas[0].tier": "unknown-tier",
        "$.quotas[0]": "bounds-crossed",
        "$.quotas[0].per": "unknown-attribute",
        "$.quotas[1].where.hat": "unknown-attribute",
        "$.quotas[1].bounds": "bounds-without-per",
        "$.quotas[2].floor_if_available": "share-if-available",
        "$.exclusions[0].at_most": "exclusion-bound",
        "$.exclusions[0].candidates": "unknown-candidate",
        "$.decisions[0]": "include-ineligible",
        "$.decisions[2]": "decided-twice",
        "$.objectives[0].tier": "objective-field",
        "$.objectives[1].tier": "objective-field",
        "$.tie_break.order": "tie-order-incomplete",
    }


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"tiers": []}, "$.tiers", "no-tier"),
        ({"tiers": [{"id": "t", "within": "t"}]}, "$.tiers[0].within", "tier-cycle"),
        (
            {"tiers": [{"id": "t", "within": "o"}, {"id": "o"}]},
            "$.candidates[0].eligible",
            "inner-without-outer",
        ),
        (
            {"quotas": [{"id": "q", "tier": "t", "per": "unit", "bounds": {"X": {"at_most": 1}}}]},
            "$.quotas[0].bounds.X",
            "unknown-value",
        ),
        ({"domains": {"unit": ["V"]}}, "$.candidates[0].attributes.unit", "value-outside-domain"),
        ({"tie_break": {"kind": "seed"}}, "$.tie_break.seed", "tie-seed-missing"),
        ({"colour": "red"}, "$.colour", "shape"),
        ({"candidates": [{"id": 7, "eligible": []}]}, "$.candidates[0].id", "shape"),
        (
            {"candidates": [{"id": "a", "eligible": ["t"], "merit": {"t": 1.5}}]},
            "$.candidates[0].merit.t",
            "shape",
        ),
        (
            {"candidates": [{"id": "a", "eligible": ["t"], "merit": {"t": 10**30}}]},
            "$.candidates[0].merit.t",
            "number-size",
        ),
        (
            {"candidates": [{"id": "a", "eligible": ["t"], "rank": -(10**13)}]},
            "$.candidates[0].rank",
            "number-size",
        ),
    ],
)
def test_one_inconsistency_has_its_path_and_code(
    changes: dict[str, Any], path: str, code: str
) -> None:
    assert problems_of(**changes)[path] == code


HUGE = [10**30, 10**5000, "1/" + "1" + "0" * 30, "33.33333333333333333333%"]
HUGE.append(f"{10**15 + 1}/{2 * 10**15 + 3}")


@pytest.mark.parametrize("size", HUGE, ids=lambda size: str(type(size)))
@pytest.mark.parametrize("side", ["at_least", "at_most"])
def test_a_bound_beyond_what_is_exact_is_refused_with_its_place(side: str, size: int | str) -> None:
    people = (Candidate(id="a", eligible=("t",)),)
    quota = Quota.model_validate({"id": "q", "tier": "t", side: size})
    own = Quota.model_validate(
        {"id": "q", "tier": "t", "per": "unit", "bounds": {"U": {side: size}}}
    )
    wrong: list[tuple[str, dict[str, Any]]] = [
        (f"$.quotas[0].{side}", {"quotas": (quota,)}),
        (f"$.quotas[0].bounds.U.{side}", {"quotas": (own,), "domains": {"unit": ("U",)}}),
    ]
    if isinstance(size, int):
        wrong.append(
            (f"$.tiers[0].{side}", {"tiers": (Tier.model_validate({"id": "t", side: size}),)})
        )
        group = Exclusion(id="e", candidates=("a",), at_most=size)
        wrong.append(("$.exclusions[0].at_most", {"exclusions": (group,)}))
    for path, changes in wrong:
        with pytest.raises(ProblemError) as caught:
            Problem(**{"candidates": people, "tiers": (Tier(id="t"),), **changes})
        assert [(p.path, p.code) for p in caught.value.problems] == [(path, "number-size")]
        assert len(str(caught.value)) < 200


@pytest.mark.parametrize("hard", [True, False])
@pytest.mark.parametrize("amount", [10**9, Fraction(333333333, 10**9), Fraction(1, 10**9)])
def test_the_largest_bounds_are_counted_exactly(amount: int | Fraction, hard: bool) -> None:
    people = tuple(
        Candidate(id=f"c{i}", eligible=("t",), merit={"t": 10**12 - i}, attributes={"x": i < 3})
        for i in range(12)
    )
    quotas = (
        Quota(id="cap", tier="t", where={"x": True}, at_most=amount, hard=hard),
        Quota(id="floor", tier="t", where={"x": False}, at_least=amount, hard=False),
    )
    goals = (Objective(kind="seats", tier="t"), Objective(kind="merit", tier="t"))
    problem = Problem(
        candidates=people,
        tiers=(Tier(id="t", at_most=6),),
        quotas=quotas,
        objectives=(goals[0], Objective(kind="soft"), goals[1]),
    )
    allocation = solve(problem)
    assert allocation.status == "optimal"
    assert check(problem, allocation) == ()
    best, lists = best_lists(problem)
    assert best is not None
    assert [allocation.selected] == [
        {t: tuple(sorted(ids)) for t, ids in one.items()} for one in lists
    ]


def test_one_as_number_and_as_text_are_one_value_of_an_attribute() -> None:
    people = [
        Candidate(id=n, eligible=("t",), attributes={"x": x}) for n, x in (("a", 1), ("b", "1"))
    ]
    quota = Quota(id="q", tier="t", per="x", at_most=1)
    goal = Objective(kind="seats", tier="t")
    for order in (people, people[::-1]):
        problem = Problem(
            candidates=tuple(order), tiers=(Tier(id="t"),), quotas=(quota,), objectives=(goal,)
        )
        (line,) = solve(
            problem.model_copy(update={"tie_break": TieBreak(kind="seed", seed="s")})
        ).quotas
        assert (line.value, line.count) == ("1", 1)


def test_sums_beyond_64_bits_are_weighed_in_whole_numbers_of_any_size() -> None:
    import numpy as np

    rows = [Row(("r",), Linear((0, 1), (10**9, 3)), 10**9)]
    ones, multipliers = np.ones(2, dtype=np.int64), np.array([2**40])
    form = Linear((0, 1), (5, 7))
    found = Exact.of(2, rows).weigh(multipliers, form, 0 * ones, ones, 2**40)
    assert [int(slope) for slope in found.slopes] == [(5 - 10**9) * 2**40, (7 - 3) * 2**40]
    assert found.most == 10**9 * 2**40 + 4 * 2**40


def test_the_sentences_start_small_and_say_what_to_do() -> None:
    with pytest.raises(ProblemError) as caught:
        Problem.from_data(
            {**SMALL, "quotas": [{"id": "q", "tier": "x"}], "tie_break": {"kind": "seed"}}
        )
    for item in caught.value.problems:
        assert item.message[0].islower()
        assert ":" in item.message


def test_true_one_and_the_text_one_are_different_values_unless_they_are_written_alike() -> None:
    people = [
        Candidate(id="a", eligible=("t",), attributes={"x": True}),
        Candidate(id="b", eligible=("t",), attributes={"x": 1}),
        Candidate(id="c", eligible=("t",), attributes={"x": "1"}),
    ]
    cap = Quota(id="q", tier="t", where={"x": 1}, at_most=0)
    problem = Problem(
        candidates=tuple(people),
        tiers=(Tier(id="t"),),
        quotas=(cap,),
        objectives=({"kind": "seats", "tier": "t"},),  # pyright: ignore[reportArgumentType]
    )
    assert solve(problem).selected["t"] == ("a",)


def test_bounds_for_one_value_replace_only_what_they_state() -> None:
    quota = Quota(
        id="q", tier="t", per="unit", at_least=1, at_most=2, bounds={"U": Bounds(at_most=1)}
    )
    lines = solve(Problem.from_data({**SMALL, "quotas": [quota.model_dump(mode="json")]})).quotas
    assert [(line.side, line.required) for line in lines] == [("at_least", 1), ("at_most", 1)]


def test_importing_the_package_loads_neither_the_solver_nor_numpy() -> None:
    code = (
        "import sys, dvk_solver; dvk_solver.Problem; dvk_solver.solve; "
        "sys.exit(any(m in sys.modules for m in ('pulp', 'highspy', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_prints_the_allocation_and_writes_a_proof_that_holds(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from dvk_solver.check.__main__ import main as check_main

    source, proof = tmp_path / "p.json", tmp_path / "proof.json"
    source.write_text(json.dumps(SMALL), encoding="utf-8")
    assert main([str(source), "--certificate", str(proof)]) == 0
    printed = json.loads(capfdbinary.readouterr().out)
    assert printed["selected"] == {"t": ["a"]}
    assert check_main([str(proof)]) == 0


def test_the_command_says_clash_with_1_and_unreadable_with_2(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    clash, broken = tmp_path / "clash.json", tmp_path / "broken.json"
    clash.write_text(json.dumps({**SMALL, "tiers": [{"id": "t", "at_least": 3}]}), encoding="utf-8")
    broken.write_text('{"candidates": [', encoding="utf-8")
    assert main([str(clash)]) == 1
    assert json.loads(capfdbinary.readouterr().out)["status"] == "infeasible"
    assert main([str(broken)]) == 2
    assert main([str(tmp_path / "none.json")]) == 2
    assert b"Traceback" not in capfdbinary.readouterr().err
