"""The checker replays proofs with the standard library alone and rejects what is not true."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import dvk_solver
import pytest
from dvk_solver import Clash, Quota, Tier, solve
from dvk_solver.check.replay import Rejected, replay

from solver.plan_case import plan_problem

type Proof = dict[str, Any]


@cache
def plan_proof() -> str:
    allocation = solve(plan_problem(2, noise=20))
    assert allocation.status == "optimal"
    return json.dumps(allocation.certificate)


def proof() -> Proof:
    return json.loads(plan_proof())


def test_the_plan_sized_case_is_proven_best_and_unique() -> None:
    assert replay(proof()).endswith("keeps all rules, is the best and the only one")


def test_its_proof_needs_branching_so_that_trees_are_replayed_too() -> None:
    assert '"split"' in plan_proof()
    assert '"claim": "settled"' in plan_proof()
    assert '"claim": "rounded"' in plan_proof()


def one_less(p: Proof) -> None:
    p["values"][4] -= 1


def one_less_everywhere(p: Proof) -> None:
    p["values"][4] -= 1
    next(c for c in p["claims"] if c.get("row") == ["stage", "4"])["value"] -= 1


def dropped_seat(p: Proof) -> None:
    p["selected"]["letter"].remove(
        next(i for i in p["selected"]["letter"] if i not in p["selected"]["cert"])
    )


def swapped_seat(p: Proof) -> None:
    chosen = set(p["selected"]["letter"])
    out = next(i for i in sorted(chosen) if i not in p["selected"]["cert"])
    new = next(c["id"] for c in p["problem"]["candidates"] if c["id"] not in chosen)
    p["selected"]["letter"] = sorted(chosen - {out} | {new})


def tighter_quota(p: Proof) -> None:
    next(q for q in p["problem"]["quotas"] if q["id"] == "lead")["at_most"] = "1/20"


def looser_quota(p: Proof) -> None:
    next(q for q in p["problem"]["quotas"] if q["id"] == "lead")["at_most"] = "9/10"


def more_seats(p: Proof) -> None:
    p["problem"]["tiers"][0]["at_most"] = 91


def better_merit(p: Proof) -> None:
    chosen = set(p["selected"]["letter"])
    out = next(c for c in p["problem"]["candidates"] if c["id"] not in chosen and c["rank"] > 1)
    out["merit"]["letter"] += 1000


def negative_multiplier(p: Proof) -> None:
    claim = next(c for c in p["claims"] if "sum" in c.get("tree", {}))
    claim["tree"]["sum"][0][1] *= -1


def fraction_multiplier(p: Proof) -> None:
    claim = next(c for c in p["claims"] if "sum" in c.get("tree", {}))
    claim["tree"]["sum"][0][1] += 0.5


def dropped_claim(p: Proof) -> None:
    p["claims"] = [c for c in p["claims"] if c.get("row") != ["stage", "4"]]


def dropped_ending(p: Proof) -> None:
    p["claims"] = p["claims"][:-3]


def half_a_tree(p: Proof) -> None:
    def cut(tree: Proof) -> bool:
        if "split" in tree:
            tree["high"] = {"sum": []}
            return True
        return "then" in tree and cut(tree["then"])

    assert any(cut(c["tree"]) for c in p["claims"] if "tree" in c)


def greedy_rounding(p: Proof) -> None:
    next(c for c in p["claims"] if c["claim"] == "rounded")["divisor"] = 7


def unknown_rule(p: Proof) -> None:
    p["rows"][1] = ["quota", "nobody", "", "at_least"]


def other_seed(p: Proof) -> None:
    p["problem"]["tie_break"]["seed"] = "another lot"


@pytest.mark.parametrize(
    "mutate",
    [
        one_less, one_less_everywhere, dropped_seat, swapped_seat, tighter_quota, looser_quota,
        more_seats, better_merit, negative_multiplier, fraction_multiplier, dropped_claim,
        dropped_ending, half_a_tree, greedy_rounding, unknown_rule,
    ],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_a_proof_that_was_tampered_with_is_rejected(mutate: Callable[[Proof], None]) -> None:
    changed = proof()
    mutate(changed)
    assert changed != proof()
    with pytest.raises(Rejected):
        replay(changed)


def tied_proof() -> Proof:
    problem = plan_problem(2).model_copy(update={"objectives": plan_problem(2).objectives[:3]})
    small = problem.model_copy(
        update={
            "candidates": problem.candidates[:12],
            "quotas": (),
            "tiers": (Tier(id="letter", at_most=5), Tier(id="cert", at_most=2, within="letter")),
            "exclusions": (),
        }
    )
    allocation = solve(small)
    assert allocation.unique_at == "tie_break"
    return json.loads(json.dumps(allocation.certificate))


def test_a_lot_drawn_with_another_seed_is_rejected() -> None:
    drawn = tied_proof()
    assert "the only one" in replay(drawn)
    other_seed(drawn)
    with pytest.raises(Rejected):
        replay(drawn)


def clash_proof() -> Proof:
    problem = plan_problem(1)
    floor = Quota(id="all", tier="letter", per="unit", at_least=5)
    with pytest.raises(Clash) as caught:
        solve(problem.model_copy(update={"quotas": (*problem.quotas, floor)}))
    return json.loads(json.dumps(caught.value.certificate))


def test_a_clash_is_proven_and_a_clash_of_rules_that_can_hold_is_rejected() -> None:
    refuted = clash_proof()
    assert replay(refuted) == "no list keeps all rules"
    met = copy.deepcopy(refuted)
    met["problem"]["quotas"][-1]["at_least"] = 4
    with pytest.raises(Rejected):
        replay(met)


def test_the_checker_runs_with_nothing_but_the_standard_library(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(plan_proof(), encoding="utf-8")
    changed = proof()
    dropped_seat(changed)
    bad.write_text(json.dumps(changed), encoding="utf-8")
    package = Path(dvk_solver.__file__).parents[1]
    # -S leaves site-packages out, -E the environment: what is not in the library would fail.
    expected = {good: (0, "holds:"), bad: (1, "rejected:"), tmp_path / "none.json": (2, "")}
    for path, (code, start) in expected.items():
        run = [sys.executable, "-S", "-E", "-m", "dvk_solver.check", str(path)]
        done = subprocess.run(run, cwd=package, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert done.stdout.startswith(start)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["{}", "[]", "3", '{"format": "dvk-solver-proof/1"}'])
def test_a_file_that_is_no_proof_is_rejected_without_a_traceback(tmp_path: Path, text: str) -> None:
    from dvk_solver.check.__main__ import main

    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 1
