"""Verdicts: what the outcomes of the rules mean for each tier (D4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from operator import getitem
from typing import NamedTuple

from dvk_rules.engines.outcomes import CODES, OUTCOMES, Interval, Outcome, codes_of
from dvk_rules.frozen import Frozen
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
_PASSED = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)
_INCOMPLETE = Verdict.INCOMPLETE.badness
_BARRING = bytes([0 if out in _PASSED else 1 + CODES[out] for out in OUTCOMES]).ljust(256, b"\0")
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
    """Judges nominations under one pack; those that the same rules bar share their verdicts.

    What bars is a byte for each rule of the pack, nought for a rule that does not; taken as one
    long number, a tier's own part of it is cut out with a mask. Threads may share one.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._tiers = [_TierJudge(pack, tier.id) for tier in pack.tiers]
        self._mask = 0
        for tier in self._tiers:
            self._mask |= tier.mask
        self._given: dict[int, tuple[Mapping[str, TierVerdict], bool]] = {}

    def verdicts(
        self, codes: bytes, known: Callable[[], Mapping[str, object]]
    ) -> Mapping[str, TierVerdict]:
        """The verdict of each tier, by the codes of the outcomes of all rules.

        ``known`` gives the facts with a value, derived ones too.
        """
        barring = codes.translate(_BARRING)
        number = int.from_bytes(barring, "little") & self._mask
        found, is_open = self._given.get(number) or self._judge(barring, number)
        if not is_open:
            return found
        facts = known()
        return Frozen(
            {
                tier: said._replace(missing=_missing(self._pack, said.open, facts))
                for tier, said in found.items()
            }
        )

    def _judge(self, barring: bytes, number: int) -> tuple[Mapping[str, TierVerdict], bool]:
        """The verdicts without the facts that are missing, and whether any can be."""
        found = Frozen({judge.tier: judge.verdict(barring, number) for judge in self._tiers})
        if len(self._given) > _KEPT:
            self._given.clear()
        made = self._given[number] = found, any(said.open for said in found.values())
        return made


class _TierJudge:
    """What bars from one tier, and the verdicts given so far."""

    def __init__(self, pack: Pack, tier: str) -> None:
        self.tier = tier
        gates = pack.gates[tier]
        self.mask = sum(255 << 8 * place for place, _ in gates)
        self._places = [place for place, _ in gates]
        self._bars = [_bars(place, rule) for place, rule in gates]
        self._given: dict[int, TierVerdict] = {}

    def verdict(self, barring: bytes, number: int) -> TierVerdict:
        """The verdict, without the facts that are missing."""
        said = self._given.get(number & self.mask)
        if said is None:
            if len(self._given) > _KEPT:
                self._given.clear()
            codes = [barring[place] for place in self._places]
            found = list(filter(None, map(getitem, self._bars, codes)))
            said = self._given[number & self.mask] = _judged(self.tier, found)
        return said


class _Bar(NamedTuple):
    """What a rule in the way would give alone, and the most that it could come to give."""

    badness: int
    place: int
    rule: str
    most: int


def _bars(place: int, rule: Rule) -> list[_Bar | None]:
    """For each byte of what bars, what it stands for."""
    found: list[_Bar | None] = [None] * (1 + len(OUTCOMES))
    for outcome, code in CODES.items():
        if outcome not in _PASSED:
            most = _EFFECT[rule.otherwise].badness
            found[1 + code] = _Bar(effect(rule, outcome).badness, place, rule.id, most)
    return found


def _judged(tier: str, found: Sequence[_Bar]) -> TierVerdict:
    """The verdict, from what stands in the way."""
    worst = max(found)[0] if found else 0
    return TierVerdict(
        tier,
        _WORST[worst],
        tuple([rule for badness, _, rule, _ in found if badness == worst]) if worst else (),
        tuple([r for badness, _, r, most in found if badness == _INCOMPLETE and most > worst]),
        (),
        tuple([rule for badness, _, rule, _ in found if not badness]),
    )


def verdicts(
    pack: Pack, outcomes: Sequence[Outcome], known: Mapping[str, object]
) -> Mapping[str, TierVerdict]:
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
