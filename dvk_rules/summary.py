"""What a run came to, as counts and tables: the same for the terminal, the report and Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.evaluation import Evaluation
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.problem import may_nominate
from dvk_rules.runs import Run
from dvk_rules.values import Text
from dvk_rules.verdicts import Verdict

__all__ = [
    "Reason",
    "TierCount",
    "UnitLine",
    "assumed_rules",
    "reasons",
    "stage_words",
    "tier_counts",
    "unit_lines",
]


@dataclass(frozen=True)
class TierCount:
    """How many nominations got which verdict for a tier, and how many seats were filled."""

    tier: str
    title: Text
    verdicts: Mapping[Verdict, int]
    seats: int | None
    selected: int | None


@dataclass(frozen=True)
class Reason:
    """A rule that stood in the way, and how many nominations it stopped for a tier."""

    rule: str
    title: Text
    status: str
    verdict: Verdict
    count: int


@dataclass(frozen=True)
class UnitLine:
    """One unit: proposed, and for each tier eligible, selected and what its quotas allow.

    ``bounds`` has the least and the most that a quota on this unit asks for, if one does.
    """

    unit: str
    name: Text
    proposed: int
    eligible: Mapping[str, int]
    selected: Mapping[str, int]
    bounds: Mapping[str, tuple[int | None, int | None]]


def tier_counts(evaluation: Evaluation, run: Run | None = None) -> tuple[TierCount, ...]:
    """For each tier its verdicts and, once allocated, its seats."""
    seats = {seat.tier: seat.at_most for seat in run.scenario.seats} if run else {}
    return tuple(
        TierCount(
            tier.id,
            tier.title,
            evaluation.count(tier.id),
            seats.get(tier.id),
            len(run.selected(tier.id)) if run and run.allocation else None,
        )
        for tier in evaluation.pack.tiers
    )


def reasons(evaluation: Evaluation, tier: str) -> tuple[Reason, ...]:
    """The rules that stopped nominations for ``tier``, the most frequent first.

    A nomination counts under every rule that decided its verdict.
    """
    counts: Counter[tuple[str, Verdict]] = Counter()
    for result in evaluation.results:
        verdict = result.verdicts[tier]
        for rule in verdict.decided_by:
            counts[(rule, verdict.verdict)] += 1
    order = {rule.id: place for place, rule in enumerate(evaluation.pack.rules)}
    listed = sorted(counts.items(), key=lambda item: (-item[1], order[item[0][0]]))
    return tuple(
        Reason(rule, pack_rule.title, pack_rule.status, verdict, count)
        for (rule, verdict), count in listed
        for pack_rule in (evaluation.pack.rule[rule],)
    )


def unit_lines(run: Run) -> tuple[UnitLine, ...]:
    """A line for every unit that may nominate or did, in official order."""
    pack = run.scenario.pack
    proposed = Counter(nomination.unit for nomination in run.nominations)
    listed = list(may_nominate(run.scenario))
    listed += [unit for unit in pack.units.units if unit in proposed and unit not in listed]
    listed += sorted(unit for unit in proposed if unit not in listed)
    tiers = [tier.id for tier in pack.tiers]
    eligible: Counter[tuple[str, str]] = Counter()
    for result in run.evaluation.results:
        for tier in tiers:
            eligible[(result.nomination.unit, tier)] += result.eligible(tier)
    selected: Counter[tuple[str, str]] = Counter()
    for tier in tiers:
        for nomination in run.selected(tier):
            selected[(run.by_id[nomination].unit, tier)] += 1
    return tuple(
        UnitLine(
            unit=unit,
            name=pack.units.units[unit].name if unit in pack.units.units else Text(unit),
            proposed=proposed[unit],
            eligible={tier: eligible[(unit, tier)] for tier in tiers},
            selected={tier: selected[(unit, tier)] for tier in tiers},
            bounds={tier: _bounds(run, unit, tier) for tier in tiers},
        )
        for unit in listed
    )


def _bounds(run: Run, unit: str, tier: str) -> tuple[int | None, int | None]:
    """The tightest counts that quotas per unit put on one unit's seats of a tier."""
    lows: list[int] = []
    highs: list[int] = []
    for quota in run.scenario.quotas:
        if quota.tier != tier or quota.per != "unit" or quota.where:
            continue
        low, high = quota.at_least, quota.at_most
        if unit in quota.bounds:
            own_low, own_high = quota.bounds[unit]
            low = low if own_low is None else own_low
            high = high if own_high is None else own_high
        lows += [low] if isinstance(low, int) else []
        highs += [high] if isinstance(high, int) else []
    return (max(lows, default=None), min(highs, default=None))


def stage_words(run: Run, name: str, lang: str) -> str:
    """A stage's name in words: ``merit:letter`` is the points of the letters."""
    kind, _, rest = name.partition(":")
    pack = run.scenario.pack
    words = [
        pack.tier[part].short.get(lang)
        if part in pack.tier
        else pack.rule[part].title.get(lang)
        if part in pack.rule
        else pack.vocabulary[part].label.get(lang)
        if part in pack.vocabulary
        else part
        for part in (rest.split(":") if rest else [])
    ]
    return say(f"objective.{kind}", lang) + (f": {' · '.join(words)}" if words else "")


def assumed_rules(pack: Pack, evaluation: Evaluation) -> Mapping[str, int]:
    """The rules nobody has confirmed, and for how many nominations each one applied."""
    counts = {rule.id: 0 for rule in pack.rules if rule.status == "assumed"}
    for result in evaluation.results:
        for rule in counts:
            counts[rule] += result.outcomes[rule] is not Outcome.NOT_APPLICABLE
    return counts
