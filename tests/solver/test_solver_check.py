"""Each demand of the checker keeps some false proof out: without that demand it would pass.

Every proof here is about a few candidates and written by hand, so that it fails at one place. The
reason that is given is compared, so that a demand that is gone is missed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dvk_solver.lexicographic
import pytest
from dvk_solver import Problem, solve
from dvk_solver.check.replay import Rejected, Replay, replay

type Proof = dict[str, Any]
TIER, CAP0, CAP1, STAGE1, BETTER = 0, 1, 2, 3, 4
ROWS = [["tier", "t", "at_most"], ["cap", "0"], ["cap", "1"], ["stage", "1"], ["better"]]


def problem(merits: dict[str, int], most: int = 1, **more: Any) -> Any:
    return {
        "candidates": [
            {"id": name, "eligible": ["t"], "merit": {"t": merit}} for name, merit in merits.items()
        ],
        "tiers": [{"id": "t", "at_most": most}],
        "objectives": [{"kind": "seats", "tier": "t"}, {"kind": "merit", "tier": "t"}],
        "tie_break": {"kind": "order", "order": list(merits)},
        **more,
    }


def optimum(stage: int, value: int, *sums: list[int]) -> Proof:
    return {
        "claim": "optimum",
        "row": ["stage", str(stage)],
        "value": value,
        "tree": {"sum": list(sums)},
    }


def fixing(*sums: list[int]) -> Proof:
    return {"claim": "fixed", "tree": {"sum": list(sums)}}


def proof(about: Any, selected: list[str], values: list[int], *claims: Proof) -> Proof:
    canonical = Problem.from_data(about).to_data()
    return {
        "format": "dvk-solver-proof/1",
        "problem": json.loads(json.dumps(canonical)),
        "selected": {"t": selected},
        "values": values,
        "rows": ROWS,
        "claims": list(claims),
    }


SEATS = optimum(0, 1, [TIER, 1], [BETTER, 1])
"""Not two seats: 1 - Σx ≥ 0 and Σx - 2 ≥ 0 add up to less than nothing."""
A3_B2 = problem({"a": 3, "b": 2})
MERIT_3 = optimum(1, 3, [TIER, 3], [BETTER, 1])
ENDING = [fixing([STAGE1, 1]), fixing([CAP1, 1])]


def rejected(wrong: Proof, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        replay(wrong)


def test_the_proof_by_hand_holds() -> None:
    found = replay(proof(A3_B2, ["a"], [1, 3], SEATS, MERIT_3, *ENDING))
    assert found == "the list of 1 seats keeps all rules, is the best and the only one"


def test_a_list_one_point_worse_is_not_the_best() -> None:
    """Every claim is true of a target one higher; nothing but that target gives it away."""
    merit_2 = optimum(1, 2, [TIER, 3], [BETTER, 1])
    worse = proof(A3_B2, ["b"], [1, 2], SEATS, merit_2, fixing([CAP1, 1]), fixing([STAGE1, 1]))
    rejected(worse, "a sum is no contradiction")


def test_a_contradiction_is_below_nothing_not_nothing() -> None:
    """The list itself is left by a sum that only reaches 0."""
    rejected(
        proof(A3_B2, ["b"], [1, 2], SEATS, optimum(1, 2, [TIER, 2], [BETTER, 1]), *ENDING),
        "a sum is no contradiction",
    )


def test_another_list_as_good_is_not_passed_over() -> None:
    same = problem({"a": 3, "b": 3})
    rejected(proof(same, ["a"], [1, 3], SEATS, MERIT_3), "2 seats could be given differently")


def test_a_multiplier_is_not_negative() -> None:
    loose = problem({"a": 3, "b": 2}, 2, objectives=[{"kind": "merit", "tier": "t"}])
    wrong = proof(loose, ["b"], [2], optimum(0, 2, [TIER, -9], [BETTER, 1]))
    rejected(wrong, "a multiplier is not a whole number from 0 up")


@pytest.mark.parametrize("y", [0.5, True, "1", None])
def test_a_multiplier_is_a_whole_number(y: Any) -> None:
    wrong = proof(A3_B2, ["a"], [1, 3], optimum(0, 1, [TIER, y], [BETTER, 1]), MERIT_3, *ENDING)
    rejected(wrong, "a multiplier is not a whole number from 0 up")


@pytest.mark.parametrize("row", [-1, 99])
def test_a_multiplier_names_a_row(row: int) -> None:
    wrong = optimum(0, 1, [row, 1], [BETTER, 1])
    rejected(proof(A3_B2, ["a"], [1, 3], wrong, MERIT_3, *ENDING), "names no row")


def test_what_is_being_refuted_is_no_rule_afterwards() -> None:
    """“Better than the best list” would refute everything, uniqueness among it."""
    same = problem({"a": 3, "b": 3})
    wrong = proof(same, ["a"], [1, 3], SEATS, MERIT_3, fixing([BETTER, 1]))
    rejected(wrong, "there is no rule")


def test_stages_are_proven_in_their_order_and_all_of_them() -> None:
    swapped = [{**SEATS, "row": ["stage", "1"]}, {**MERIT_3, "row": ["stage", "0"]}]
    rejected(proof(A3_B2, ["a"], [1, 3], *swapped, *ENDING), "the stages are not in order")
    again = {**MERIT_3, "row": ["stage", "0"]}
    rejected(proof(A3_B2, ["a"], [1, 3], SEATS, again), "the stages are not in order")
    worse = proof(problem({"a": 0, "b": 0}, 0), [], [0, 0], optimum(0, 0, [TIER, 1], [BETTER, 1]))
    rejected(worse, "a stage is not proven")


def test_the_value_of_a_stage_is_that_of_the_list() -> None:
    high = {**MERIT_3, "value": 4}
    rejected(proof(A3_B2, ["a"], [1, 3], SEATS, high, *ENDING), "stage 1 is worth 3")
    rejected(proof(A3_B2, ["a"], [1, 4], SEATS, high, *ENDING), r"worth \[1, 3\], not \[1, 4\]")


def test_a_seat_is_fixed_as_the_list_has_it() -> None:
    run = Replay(proof(A3_B2, ["a"], [1, 3]))
    with pytest.raises(Rejected, match="fixed against the list"):
        run.keep({("seat", "t", "b"): (0, 0)}, {("seat", "t", "b"): 1})


def test_a_fixing_that_contradicts_the_list_is_no_fixing() -> None:
    """A sum that leaves nothing would fix nothing and prove everything."""
    run = Replay(proof(A3_B2, ["a"], [1, 3], fixing([TIER, 1])))
    run.rows["none",] = ({}, -1)
    run.names.append(("none",))
    run.claims = [fixing([len(run.names) - 1, 1])]
    with pytest.raises(Rejected, match="a fixing contradicts the list"):
        run.run({"t": {"a"}}, [1, 3])


def test_a_settled_claim_is_about_every_other_list() -> None:
    """Nobody gains by a: the empty list and {a} are equally good, and differ in one seat."""
    free = problem({"a": 0}, objectives=[{"kind": "merit", "tier": "t"}])
    settled = {"claim": "settled", "seats": [["t", "a"]], "tree": {"sum": [[BETTER, 1]]}}
    wrong = proof(free, [], [0], optimum(0, 0, [BETTER, 1]), settled)
    rejected(wrong, "a sum is no contradiction")
    strange = {**settled, "seats": [["t", "nobody"]]}
    rejected(proof(free, [], [0], optimum(0, 0, [BETTER, 1]), strange), "a settled seat is no seat")


def rounding(divisor: Any, key: list[str], *sums: list[int]) -> Proof:
    return {"claim": "rounded", "row": key, "sum": list(sums), "divisor": divisor}


def test_a_rounding_divides_and_takes_no_name_that_is_taken() -> None:
    def about(claim: Proof) -> Proof:
        return proof(A3_B2, ["b"], [1, 2], claim, SEATS)

    key = ["gcd", "1"]
    rejected(about(rounding(2, key, [TIER, 3])), "a rounding does not divide")
    for divisor in (0, -1, 1.0, True):
        rejected(about(rounding(divisor, key, [TIER, 1])), "a divisor is not a whole number")
    rejected(about(rounding(1, ["tier", "t", "at_most"], [TIER, 1])), "is used twice")


def tie(number: Any, value: int) -> Proof:
    return {"claim": "optimum", "row": ["tie", number], "value": value, "tree": {"sum": []}}


def test_ties_are_decided_after_the_last_stage_and_for_one_list() -> None:
    same = problem({"a": 3, "b": 3})
    rejected(proof(same, ["a"], [1, 3], tie("0", 2)), "ties are decided before the last stage")
    late = proof(same, ["b"], [1, 3], SEATS, MERIT_3, {**tie("0", 1), "tree": {"sum": [[TIER, 1]]}})
    rejected(late, "a sum is no contradiction")
    for number in ("1", "-1", "00", 0, "x"):
        wrong = proof(same, ["a"], [1, 3], SEATS, MERIT_3, tie(number, 2))
        rejected(wrong, "the ties are not in order")
    other = {**tie("0", 2), "row": ["lot", "0"]}
    rejected(proof(same, ["a"], [1, 3], SEATS, MERIT_3, other), "the ties are not in order")
    nobody = problem({"a": 3, "b": 3}, tie_break={"kind": "refuse"})
    rejected(proof(nobody, ["a"], [1, 3], SEATS, MERIT_3, tie("0", 2)), "the tie-break decides")


def test_blocks_of_ties_are_decided_the_first_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of twenty-four alike: decided from the last block on, the wrong ten come out, proven."""
    names = [f"c{number:02}" for number in range(24)]
    about = Problem.from_data(problem(dict.fromkeys(names, 1), 10))
    assert solve(about).selected["t"] == tuple(names[:10])
    real, blocks = dvk_solver.lexicographic.Run.advance, dvk_solver.lexicographic.blocks

    def backwards(run: Any, name: tuple[str, str], form: Any) -> Any:
        key = ("tie", str(2 - int(name[1]))) if name[0] == "tie" else name
        return real(run, key, form)

    monkeypatch.setattr(dvk_solver.lexicographic.Run, "advance", backwards)
    monkeypatch.setattr(
        dvk_solver.lexicographic, "blocks", lambda *values: list(reversed(blocks(*values)))
    )
    forged = solve(about)
    assert forged.selected["t"] != tuple(names[:10])
    rejected(json.loads(json.dumps(forged.certificate)), "the ties are not in order")


def test_a_clash_is_one_claim_of_its_kind() -> None:
    about = proof(A3_B2, ["a"], [1, 3], SEATS)
    del about["selected"]
    rejected(about, "nothing is claimed")
    about["claims"] = [{"claim": "infeasible", "tree": {"sum": [[TIER, 1]]}}, SEATS]
    rejected(about, "nothing is claimed")
    about["claims"] = about["claims"][:1]
    rejected(about, "a sum is no contradiction")


def test_both_halves_of_a_split_are_refuted() -> None:
    def split(low: Proof, high: Proof, at: Any = 0, column: Any = ("seat", "t", "a")) -> Proof:
        tree = {"split": list(column), "at": at, "low": low, "high": high}
        return proof(A3_B2, ["a"], [1, 3], {**SEATS, "tree": tree}, MERIT_3, *ENDING)

    true: Proof = {"sum": [[TIER, 1], [BETTER, 1]]}
    assert replay(split(true, true)).startswith("the list of 1")
    for halves in ((true, {"sum": []}), ({"sum": []}, true)):
        rejected(split(*halves), "a sum is no contradiction")
    rejected(split(true, true, column=("seat", "t", "nobody")), "a split names no column")
    rejected(split(true, true, at=0.5), "a split names no column")
    assert replay(split(true, {"sum": []}, at=1)).startswith("the list of 1")  # an empty half


def test_a_long_chain_of_fixings_is_written_and_replayed() -> None:
    """Who is first may not be chosen, so nobody behind may: one pass for each of 1,500."""
    names = [f"c{number:04}" for number in range(1500)]
    more = [
        {"unit": "u", "rank": rank, "attributes": {"first": rank == 1}}
        for rank in range(1, 1 + len(names))
    ]
    quota = {"id": "q", "tier": "t", "where": {"first": True}, "at_most": 0}
    about = problem(dict.fromkeys(names, 1), 10, orders=[{"id": "o"}], quotas=[quota])
    about["candidates"] = [a | b for a, b in zip(about["candidates"], more, strict=True)]
    found = solve(Problem.from_data(about))
    assert found.selected["t"] == ()
    assert "the only one" in replay(json.loads(json.dumps(found.certificate, indent=2)))


def test_the_contract_forbids_the_checker_every_module_there_is() -> None:
    """One that is left out could be shared unseen."""
    root = Path(__file__).resolve().parents[2]
    contract = (root / ".importlinter").read_text(encoding="utf-8").split("contract:checker]")[1]
    for path in (root / "solver" / "dvk_solver").glob("*.py"):
        if not path.stem.startswith("__"):
            assert f"dvk_solver.{path.stem}\n" in contract, path.stem
