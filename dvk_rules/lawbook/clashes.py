"""Rules that contradict each other, and tiers that nobody of some units can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dvk_rules.engines.outcomes import CODES, Outcome
from dvk_rules.errors import Place, Problem
from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.points import Point
from dvk_rules.lawbook.questions import Questions, both
from dvk_rules.pack.rules import Rule

__all__ = ["contradictions", "unreachable_tiers"]


def contradictions(asked: Questions) -> Iterator[Finding]:
    """Pairs of gates of which one is violated wherever both apply."""
    gates = [r for r in asked.gates if r.otherwise != "warn" and r.id not in asked.dead]
    places = [asked.place[rule.id] for rule in gates]
    satisfied = (asked.trial.outcomes()[:, places] == CODES[Outcome.SATISFIED]).astype(np.int32)
    together = satisfied.T @ satisfied
    for left, right in zip(*np.nonzero(np.triu(together == 0, 1)), strict=True):
        first, second = gates[int(left)], gates[int(right)]
        if not _share_a_tier(asked, first, second):
            continue
        with asked.doubt():
            yield from _contradiction(asked, first, second)


def _contradiction(asked: Questions, first: Rule, second: Rule) -> Iterator[Finding]:
    met = [asked.encoding.satisfied(rule) for rule in (first, second)]
    if asked.ask(*met) is not None:
        return
    apply = [asked.encoding.rules[rule.id].applies.true for rule in (first, second)]
    broken = [asked.encoding.violated(rule) for rule in (first, second)]
    settled = [asked.z3.Or(one, other) for one, other in zip(met, broken, strict=True)]
    model = asked.ask(*apply, *settled)
    if model is None:
        return  # they are about different nominations
    shows = _one_violated(asked, first, second)
    witness = asked.witness(asked.shown(model, shows), shows)
    key = f"contradiction:{first.id}+{second.id}"
    params = {"other": first.id, "at": str(first.where)}
    yield asked.finding(key, "error", [second, first], witness, **params)


def _one_violated(asked: Questions, first: Rule, second: Rule) -> Callable[[Point], bool]:
    """Whether both rules apply at a point and one of them is violated."""
    applied = {Outcome.SATISFIED, Outcome.VIOLATED}

    def shows(point: Point) -> bool:
        outcomes = {asked.outcome(point, rule) for rule in (first, second)}
        return outcomes <= applied and Outcome.VIOLATED in outcomes

    return shows


def _share_a_tier(asked: Questions, first: Rule, second: Rule) -> bool:
    inner, outer = str(first.tier), str(second.tier)
    return outer in asked.pack.enclosing(inner) or inner in asked.pack.enclosing(outer)


def unreachable_tiers(asked: Questions) -> Iterator[Finding]:
    """Tiers for which no nomination of some units can be eligible."""
    for tier in asked.pack.tiers:
        binding = set(asked.pack.enclosing(tier.id))
        gates = [r for r in asked.gates if r.tier in binding and r.otherwise != "warn"]
        terms = {asked.formulas.named(asked.encoding.passes(rule)): rule for rule in gates}
        barred: dict[tuple[str, ...], list[int]] = {}
        for profile in range(len(asked.trial.programs)):
            here = asked.formulas.named(asked.encoding.profile == profile)
            with asked.doubt():
                if asked.formulas.can(here, *terms):
                    continue
                clash = tuple(rule.id for rule in asked.formulas.core(terms))
                barred.setdefault(clash, []).append(profile)
        for clash, profiles in barred.items():
            yield _unreachable(asked, tier.id, clash, profiles)


def _unreachable(
    asked: Questions, tier: str, clash: tuple[str, ...], profiles: list[int]
) -> Finding:
    units = [unit for profile in profiles for unit in asked.trial.units[profile]]
    rules = [asked.pack.rule[name] for name in clash]
    groups = sorted({asked.pack.units.units[unit].group for unit in units})
    every = len(profiles) == len(asked.trial.programs)
    names = ["*"] if every else groups

    def bars(point: Point) -> int:
        return sum(asked.outcome(point, rule) is Outcome.VIOLATED for rule in rules)

    near = [point for point in asked.trial.points if point.profile in profiles and bars(point)]
    best = min(near, key=bars, default=None)
    witness = asked.witness(best, lambda point: bars(point) > 0)
    params = {
        "tier": both(asked.pack.tier[tier].short),
        "units": [both(asked.pack.units.units[unit].name) for unit in units],
        "rules": list(clash),
    }
    key = f"unreachable:{tier}:{'+'.join(names)}"
    code = "check.unreachable-all" if every else "check.unreachable"
    where = rules[0].where if rules else Place(file=f"{asked.pack.id}/pack.yaml")
    return Finding(key, "error", Problem(code, params, where), clash, witness)
