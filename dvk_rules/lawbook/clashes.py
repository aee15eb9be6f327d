"""Rules that contradict each other, and tiers that nobody of some units can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dvk_rules.engines.outcomes import CODES, Outcome
from dvk_rules.errors import Problem
from dvk_rules.lawbook.findings import Finding, Witness
from dvk_rules.lawbook.points import Point
from dvk_rules.lawbook.questions import Questions, both
from dvk_rules.pack.rules import Rule
from dvk_rules.pack.units import UnitRegister
from dvk_rules.values import Text

__all__ = ["contradictions", "unreachable_tiers"]


def contradictions(asked: Questions, found: Sequence[Finding]) -> Iterator[Finding]:
    """Pairs of gates of which one is violated wherever both apply.

    Where a rule is superfluous beside another one, its clash follows from the other's.
    """
    beside = {item.rules[0]: item.rules[1:] for item in found if item.kind == "implied"}
    pairs = {frozenset(item.rules): item for item in _contradictions(asked)}
    for pair, item in pairs.items():
        others = [(pair - {name}).union(beside[name]) for name in item.rules if name in beside]
        follows = next((pairs[other].key for other in others if other in pairs), "")
        yield replace(item, follows=follows)


def _contradictions(asked: Questions) -> Iterator[Finding]:
    gates = [r for r in asked.gates if r.otherwise != "warn" and r.id not in asked.dead]
    places = [asked.place[rule.id] for rule in gates]
    outcomes = asked.trial.outcomes()[:, places]
    satisfied = (outcomes == CODES[Outcome.SATISFIED]).astype(np.int32)
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
    at = str(first.where)
    yield asked.finding(key, "error", [second, first], witness, other=first.id, at=at)


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


# Tiers that nobody can reach


@dataclass(frozen=True)
class _Cause:
    """A finding because of which nominations do not pass, and the rules that it is about."""

    key: str
    rules: frozenset[str]


def unreachable_tiers(asked: Questions, found: Sequence[Finding]) -> Iterator[Finding]:
    """Tiers for which no nomination of some units can be eligible.

    What follows from something ``found``, or from the same in a tier further out, names it.
    """
    causes = [
        _Cause(item.key, frozenset(item.rules))
        for item in found
        if item.kind in ("never-satisfied", "contradiction")
    ]
    barred: dict[tuple[str, int], list[_Cause]] = {}
    for tier in asked.pack.tiers:
        clashes: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for profile in range(len(asked.trial.programs)):
            outer = [
                c for name in asked.pack.enclosing(tier.id) for c in barred.get((name, profile), ())
            ]
            with asked.doubt():
                for follows, clash in _clashes(asked, tier.id, profile, outer, causes):
                    clashes.setdefault((follows, clash), []).append(profile)
        for (follows, clash), profiles in clashes.items():
            item = _unreachable(asked, tier.id, clash, profiles, follows)
            for profile in profiles:
                cause = _Cause(follows or item.key, frozenset(clash))
                barred.setdefault((tier.id, profile), []).append(cause)
            yield item


def _clashes(
    asked: Questions, tier: str, profile: int, outer: Sequence[_Cause], causes: Sequence[_Cause]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What bars the units of ``profile`` from ``tier``: rules, and the finding they follow from.

    The rules of what is known to bar are set aside, and what still bars without them is another
    clash; the last is one of its own, if it follows from nothing.
    """
    binding = set(asked.pack.enclosing(tier))
    gates = [r for r in asked.gates if r.tier in binding and r.otherwise != "warn"]
    terms = {asked.passing(rule): rule for rule in gates}
    here = asked.formulas.named(asked.encoding.unknowns.profile == profile)
    for cause in outer:
        yield cause.key, tuple(rule.id for rule in gates if rule.id in cause.rules)
        terms = _without(terms, cause.rules)
    while not asked.formulas.can(here, *terms):
        clash = asked.formulas.core(terms)
        names = frozenset(rule.id for rule in clash)
        cause = next((item for item in causes if item.rules <= names), None)
        cause = cause or _waiting(asked, profile, clash)
        if cause is None:
            if outer and all(rule.tier != tier for rule in clash):
                return  # it bars the tier further out too, and is told there, one at a time
            yield "", tuple(rule.id for rule in clash)
            return
        yield cause.key, tuple(rule.id for rule in clash)
        terms = _without(terms, cause.rules)


def _without(terms: Mapping[Any, Rule], rules: frozenset[str]) -> dict[Any, Rule]:
    return {name: rule for name, rule in terms.items() if rule.id not in rules}


def _waiting(asked: Questions, profile: int, clash: Sequence[Rule]) -> _Cause | None:
    """That a parameter has no value, if a rule of ``clash`` waits for it and none is violated."""
    unbroken = [asked.z3.Not(asked.encoding.violated(rule)) for rule in clash]
    for rule in clash:
        key = asked.waiting(rule, asked.encoding.unknowns.profile == profile, *unbroken)
        if key:
            return _Cause(key, frozenset({rule.id}))
    return None


def _unreachable(
    asked: Questions, tier: str, clash: tuple[str, ...], profiles: list[int], follows: str
) -> Finding:
    units = [unit for profile in profiles for unit in asked.trial.units[profile]]
    rules = [asked.pack.rule[name] for name in clash]
    every = len(profiles) == len(asked.trial.programs)
    barred = dict(_barred(asked.pack.units, units))

    witness = _violation(asked, rules, profiles)
    params = {
        "tier": both(asked.pack.tier[tier].short),
        "units": [both(name) for name in barred.values()],
        "rules": list(clash),
    }
    key = f"unreachable:{tier}:{'everyone' if every else '+'.join(barred)}"
    code = "check.unreachable-all" if every else "check.unreachable"
    problem = Problem(code, params, rules[0].where)
    return Finding(key, "error", problem, clash, witness, follows=follows)


def _violation(asked: Questions, rules: Sequence[Rule], profiles: list[int]) -> Witness | None:
    """A nomination of one of the units that violates as few of ``rules`` as any that was tried."""

    def broken(point: Point) -> int:
        return sum(asked.outcome(point, rule) is Outcome.VIOLATED for rule in rules)

    near = [point for point in asked.trial.points if point.profile in profiles and broken(point)]
    best = min(near, key=broken, default=None)
    return asked.witness(best, lambda point: point.profile in profiles and broken(point) > 0)


def _barred(register: UnitRegister, units: Sequence[str]) -> Iterator[tuple[str, Text]]:
    """``units`` in few words: groups of which every unit is among them, and the other
    units as ``group/unit``; each with its name.
    """
    members: dict[str, list[str]] = {}
    for unit in register.units.values():
        members.setdefault(unit.group, []).append(unit.id)
    for group, names in sorted(members.items()):
        some = [name for name in names if name in units]
        if some == names:
            yield group, register.groups[group]
        else:
            yield from ((f"{group}/{name}", register.units[name].name) for name in some)
