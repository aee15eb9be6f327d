"""Verdicts: what the outcomes of the rules mean for each tier (D4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dvk_rules.engines.outcomes import Interval, Outcome
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind

__all__ = ["TierVerdict", "Verdict", "axis_points", "effect", "merit", "verdicts"]


class Verdict(StrEnum):
    """The worst that applies, from the best to the worst."""

    ELIGIBLE = "eligible"
    INCOMPLETE = "incomplete"
    DEFERRED = "deferred"
    REJECTED = "rejected"

    @property
    def badness(self) -> int:
        """0 for eligible, 3 for rejected."""
        return _BADNESS[self]


_BADNESS = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class TierVerdict:
    """The verdict for one tier.

    ``decided_by`` are the rules with the worst effect; ``open`` are rules whose outcome is not
    known and could still make the verdict worse; ``missing`` are the given facts those rules read
    and do not find; ``warnings`` are rules that only warn; ``statuses`` say what the deciding
    rules rest on.
    """

    tier: str
    verdict: Verdict
    decided_by: tuple[str, ...]
    open: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]


_EFFECT = {"reject": Verdict.REJECTED, "defer": Verdict.DEFERRED, "warn": Verdict.ELIGIBLE}


def effect(rule: Rule, outcome: Outcome) -> Verdict:
    """The verdict that one requirement or prohibition alone would give."""
    if outcome is Outcome.VIOLATED:
        return _EFFECT[rule.otherwise]
    if outcome is Outcome.UNKNOWN and rule.otherwise != "warn":
        return Verdict.INCOMPLETE
    return Verdict.ELIGIBLE


def verdicts(
    pack: Pack, outcomes: Sequence[Outcome], known: Mapping[str, object]
) -> dict[str, TierVerdict]:
    """The verdict of each tier; ``known`` are the facts that have a value, derived ones too."""
    return {tier.id: _verdict(pack, tier.id, outcomes, known) for tier in pack.tiers}


def _verdict(
    pack: Pack, tier: str, outcomes: Sequence[Outcome], known: Mapping[str, object]
) -> TierVerdict:
    effects: list[tuple[Verdict, Rule]] = []
    warnings: list[str] = []
    for place, rule in pack.gates[tier]:
        outcome = outcomes[place]
        if outcome is Outcome.SATISFIED or outcome is Outcome.NOT_APPLICABLE:
            continue
        if rule.otherwise == "warn":
            warnings.append(rule.id)
        else:
            effects.append((effect(rule, outcome), rule))
    worst = max((said for said, _ in effects), key=lambda v: v.badness, default=Verdict.ELIGIBLE)
    unsettled = [
        rule
        for said, rule in effects
        if said is Verdict.INCOMPLETE and _EFFECT[rule.otherwise].badness > worst.badness
    ]
    return TierVerdict(
        tier=tier,
        verdict=worst,
        decided_by=tuple(rule.id for said, rule in effects if said is worst),
        open=tuple(rule.id for rule in unsettled),
        missing=_missing(pack, unsettled, known),
        warnings=tuple(warnings),
    )


def _missing(pack: Pack, rules: Sequence[Rule], known: Mapping[str, object]) -> tuple[str, ...]:
    """The facts without a value that ``rules`` read, through derivations too."""
    found: set[str] = set()
    seen: set[str] = set()

    def visit(rule: Rule) -> None:
        for name in pack.reads[rule.id]:
            if name in known or name in seen:
                continue
            seen.add(name)
            if name in pack.derivations:
                visit(pack.derivations[name])
            else:
                found.add(name)

    for rule in rules:
        visit(rule)
    return tuple(name for name in pack.vocabulary.facts if name in found)


def axis_points(pack: Pack, points: Mapping[str, Interval], tiers: set[str]) -> dict[str, Interval]:
    """The points on each axis from the score rules of ``tiers``, cut at the axis' cap."""
    totals: dict[str, Interval] = dict.fromkeys(pack.axes, (0, 0))
    for rule in pack.of_kind(RuleKind.SCORE):
        if rule.tier in tiers and rule.axis is not None:
            low, high = totals[rule.axis]
            more = points[rule.id]
            totals[rule.axis] = (low + more[0], high + more[1])
    for axis in pack.axes.values():
        if axis.cap is not None:
            low, high = totals[axis.id]
            totals[axis.id] = (min(low, axis.cap), min(high, axis.cap))
    return totals


def merit(pack: Pack, points: Mapping[str, Interval]) -> dict[str, Interval]:
    """The points that count for each tier: those of its own rules and of the tiers around it."""
    merits: dict[str, Interval] = {}
    for tier in pack.tiers:
        axes = axis_points(pack, points, set(pack.enclosing(tier.id))).values()
        merits[tier.id] = (sum(low for low, _ in axes), sum(high for _, high in axes))
    return merits
