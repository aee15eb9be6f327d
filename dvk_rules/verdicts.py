"""Verdicts: what the outcomes of the rules mean for each tier (D4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from dvk_rules.engines.outcomes import OUTCOMES, Interval, Outcome, codes_of
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind

__all__ = ["Judge", "TierVerdict", "Verdict", "axis_points", "effect", "merit", "verdicts"]


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


class TierVerdict(NamedTuple):
    """The verdict for one tier.

    ``decided_by`` are the rules with the worst effect; ``open`` are rules whose outcome is not
    known and could still make the verdict worse; ``missing`` are the given facts those rules read
    and do not find; ``warnings`` are rules that only warn.
    """

    tier: str
    verdict: Verdict
    decided_by: tuple[str, ...]
    open: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]


_WORST = tuple(Verdict)
_PASSED = codes_of((Outcome.SATISFIED, Outcome.NOT_APPLICABLE))
_INCOMPLETE = Verdict.INCOMPLETE.badness
_KEPT = 16_384  # combinations of outcomes that are remembered; beyond, all are forgotten
_EFFECT = {"reject": Verdict.REJECTED, "defer": Verdict.DEFERRED, "warn": Verdict.ELIGIBLE}


def effect(rule: Rule, outcome: Outcome) -> Verdict:
    """The verdict that one requirement or prohibition alone would give."""
    if outcome is Outcome.VIOLATED:
        return _EFFECT[rule.otherwise]
    if outcome is Outcome.UNKNOWN and rule.otherwise != "warn":
        return Verdict.INCOMPLETE
    return Verdict.ELIGIBLE


class Judge:
    """Judges nominations under one pack; those with the same outcomes share their verdicts."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._tiers = [_TierJudge(pack, tier.id) for tier in pack.tiers]

    def verdicts(
        self, codes: bytes, known: Callable[[], Mapping[str, object]]
    ) -> dict[str, TierVerdict]:
        """The verdict of each tier, by the codes of the outcomes of all rules.

        ``known`` gives the facts with a value, derived ones too.
        """
        found: dict[str, TierVerdict] = {}
        for judge in self._tiers:
            said = judge.verdict(codes)
            if said.open:
                said = said._replace(missing=_missing(self._pack, said.open, known()))
            found[judge.tier] = said
        return found


class _TierJudge:
    """What bars from one tier, and the verdicts given so far, by the outcomes of that."""

    def __init__(self, pack: Pack, tier: str) -> None:
        self.tier = tier
        self._rules = [
            (rule, tuple(effect(rule, outcome).badness for outcome in OUTCOMES))
            for _, rule in pack.gates[tier]
        ]
        self._places = [place for place, _ in pack.gates[tier]]
        self._pick = itemgetter(*self._places) if len(self._places) > 1 else self._picked
        self._given: dict[tuple[int, ...], TierVerdict] = {}

    def _picked(self, codes: bytes) -> tuple[int, ...]:
        return tuple(codes[place] for place in self._places)

    def verdict(self, codes: bytes) -> TierVerdict:
        """The verdict, without the facts that are missing."""
        mine = self._pick(codes)
        said = self._given.get(mine)
        if said is None:
            if len(self._given) > _KEPT:
                self._given.clear()
            said = self._given[mine] = self._judged(mine)
        return said

    def _judged(self, codes: tuple[int, ...]) -> TierVerdict:
        found = [
            (effects[code], rule)
            for (rule, effects), code in zip(self._rules, codes, strict=True)
            if code not in _PASSED
        ]
        worst = max([badness for badness, _ in found], default=0)
        return TierVerdict(
            tier=self.tier,
            verdict=_WORST[worst],
            decided_by=tuple([rule.id for bad, rule in found if bad == worst and bad]),
            open=tuple(
                [
                    rule.id
                    for bad, rule in found
                    if bad == _INCOMPLETE and _EFFECT[rule.otherwise].badness > worst
                ]
            ),
            missing=(),
            warnings=tuple([rule.id for bad, rule in found if not bad]),
        )


def verdicts(
    pack: Pack, outcomes: Sequence[Outcome], known: Mapping[str, object]
) -> dict[str, TierVerdict]:
    """The verdict of each tier; ``known`` are the facts that have a value, derived ones too."""
    return Judge(pack).verdicts(codes_of(outcomes), lambda: known)


def _missing(pack: Pack, rules: Sequence[str], known: Mapping[str, object]) -> tuple[str, ...]:
    """The facts without a value that ``rules`` read, through derivations too."""
    found: set[str] = set()
    seen: set[str] = set()

    def visit(rule: str) -> None:
        for name in pack.reads[rule]:
            if name in known or name in seen:
                continue
            seen.add(name)
            if name in pack.derivations:
                visit(pack.derivations[name].id)
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
