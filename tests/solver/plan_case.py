"""A synthetic problem of the plan's size: 190 candidates, 20 units, 90 letters, 40 certificates."""

from __future__ import annotations

from random import Random

from dvk_solver import (
    Candidate,
    Exclusion,
    Objective,
    Order,
    Problem,
    Quota,
    TieBreak,
    Tier,
)

__all__ = ["plan_problem"]


def plan_problem(seed: int, noise: int = 10, people: int = 190, units: int = 20) -> Problem:
    """Units rank their own lists by points, with ``noise`` points of disagreement."""
    r = Random(seed)
    drawn: dict[str, list[tuple[int, Candidate]]] = {}
    for number in range(people):
        unit, points = f"U{r.randrange(units):02d}", r.randrange(50, 100)
        candidate = Candidate(
            id=f"c{number:03d}",
            eligible=("letter", "cert") if r.random() < 0.6 else ("letter",),
            unit=unit,
            attributes={
                "sex": r.choice("mf"),
                "kind": r.choice(["one", "many"]),
                "field": f"F{r.randrange(6)}",
                "lead": r.random() < 0.2,
            },
            merit={"letter": points, "cert": points},
            prefer={"first": r.randrange(2)},
        )
        drawn.setdefault(unit, []).append((r.randint(-noise, noise) - points, candidate))
    candidates = [
        candidate.model_copy(update={"rank": rank})
        for unit in sorted(drawn)
        for rank, (_key, candidate) in enumerate(sorted(drawn[unit], key=lambda x: x[0]), 1)
    ]
    letter = {"tier": "letter"}
    return Problem(
        candidates=tuple(candidates),
        tiers=(Tier(id="letter", at_most=90), Tier(id="cert", at_most=40, within="letter")),
        quotas=(
            Quota(
                id="unit", per="unit", at_least=1, at_most=8, floor_if_available=True, **letter
            ),
            Quota(id="unit-cert", tier="cert", per="unit", at_most=4),
            Quota(id="many", where={"kind": "many"}, at_least="45%", negotiable=True, **letter),
            Quota(id="field", per="field", at_least=8, negotiable=True, **letter),
            Quota(id="lead", where={"lead": True}, at_most="15%", **letter),
            Quota(id="women", where={"sex": "f"}, at_least="50%", hard=False, **letter),
            Quota(
                id="women-cert", tier="cert", where={"sex": "f"}, at_least="50%", hard=False,
                priority=1,
            ),
        ),
        orders=(Order(by=("unit", "kind")),),
        exclusions=(Exclusion(id="same", candidates=("c001", "c005")),),
        objectives=(
            Objective(kind="seats", tier="letter"),
            Objective(kind="seats", tier="cert"),
            Objective(kind="soft"),
            Objective(kind="merit", tier="letter"),
            Objective(kind="merit", tier="cert"),
            Objective(kind="prefer", prefer="first", tier="letter"),
            Objective(kind="rank", tier="letter"),
        ),
        tie_break=TieBreak(kind="seed", seed="public"),
        domains={"unit": tuple(f"U{i:02d}" for i in range(units))},
    )  # fmt: skip
