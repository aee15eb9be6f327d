"""The numbers behind the tables and charts of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dvk_rules.clashes import amount_words
from dvk_rules.messages import say
from dvk_rules.report.people import Person
from dvk_rules.runs import Run
from dvk_rules.scenario import QuotaSpec
from dvk_rules.values import Text
from dvk_rules.verdicts import Verdict

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver import QuotaLine

__all__ = [
    "QuotaRow",
    "Step",
    "Swing",
    "funnel",
    "quota_rows",
    "span",
    "value_words",
]


@dataclass(frozen=True)
class QuotaRow:
    """One quota, or one value of a quota per value: asked, got, and how much room is left.

    ``low`` and ``high`` are the bounds in seats as they were applied; ``asked`` words them as they
    were set;
    ``binding`` names the sides without room; ``missing`` are seats a soft quota lacks.
    """

    id: str
    title: Text
    tier: str
    value: str | None
    label: str
    asked: str
    low: int | None
    high: int | None
    count: int
    of: int | None
    slack_low: int | None
    slack_high: int | None
    binding: tuple[str, ...]
    missing: int
    hard: bool
    status: str

    @property
    def tight(self) -> bool:
        """Whether a bound that asks for something has no room left."""
        return "at_most" in self.binding or ("at_least" in self.binding and bool(self.low))

    @property
    def slack(self) -> int | None:
        """The seats left before the nearer bound; a floor of nothing is no bound."""
        sides = (self.slack_low if self.low else None, self.slack_high)
        return min((slack for slack in sides if slack is not None), default=None)


def quota_rows(run: Run, lang: str) -> tuple[QuotaRow, ...]:
    """Every quota of an allocated run, its two sides on one row; none if the quotas clash."""
    if run.allocation is None:
        return ()
    sides: dict[tuple[str, str | None], dict[str, QuotaLine]] = {}
    for line in run.allocation.quotas:
        sides.setdefault((line.id, line.value), {})[line.side] = line
    specs = {quota.id: quota for quota in run.scenario.quotas}
    official = {unit: place for place, unit in enumerate(run.scenario.pack.units.units)}
    order = {quota: place for place, quota in enumerate(specs)}
    rows: list[QuotaRow] = []
    for (name, value), found in sides.items():
        spec = specs[name]
        low, high = found.get("at_least"), found.get("at_most")
        any_side = low or high
        assert any_side is not None  # a key exists only with a side
        rows.append(
            QuotaRow(
                id=name,
                title=spec.title,
                tier=spec.tier,
                value=value,
                label=value_words(run, spec.per, value, lang),
                asked=_asked(spec, value, lang),
                low=low.required if low else None,
                high=high.required if high else None,
                count=any_side.count,
                of=next((side.of for side in found.values() if side.of is not None), None),
                slack_low=low.slack if low else None,
                slack_high=high.slack if high else None,
                binding=tuple(side for side, line in sorted(found.items()) if line.binding),
                missing=max(0, *(-line.slack for line in found.values()), 0),
                hard=spec.priority == 0,
                status=spec.status,
            )
        )
    return tuple(
        sorted(rows, key=lambda row: (order[row.id], official.get(row.value or "", 0), row.label))
    )


def _asked(spec: QuotaSpec, value: str | None, lang: str) -> str:
    """The bounds as the scenario sets them for ``value``, before a floor is lowered."""
    low, high = spec.at_least, spec.at_most
    if value is not None and value in spec.bounds:
        own_low, own_high = spec.bounds[value]
        low = low if own_low is None else own_low
        high = high if own_high is None else own_high
    return span(
        None if low is None else amount_words(low, lang),
        None if high is None else amount_words(high, lang),
    )


def value_words(run: Run, per: str | None, value: str | None, lang: str) -> str:
    """A value of the attribute a quota is per, in words; empty where there is none."""
    if per is None or value is None:
        return ""
    pack = run.scenario.pack
    if value in pack.units.units and pack.vocabulary[per].of_units:
        return pack.units.units[value].name.get(lang)
    if value in ("true", "false"):
        return say("yes" if value == "true" else "no", lang)
    return pack.vocabulary[per].kind.show(value, lang)


def span(low: object, high: object) -> str:
    """``3–6``, ``≥ 3``, ``≤ 6``, ``4``; empty if nothing is asked."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {high}"
    if high is None:
        return f"≥ {low}"
    return f"{low}" if low == high else f"{low}–{high}"


@dataclass(frozen=True)
class Step:
    """One step on the way from all nominations to those selected.

    ``kind`` is ``total`` (a level that is reached) or ``loss`` (those who stop here); ``state``
    picks the colour. ``parts`` are the rules behind a loss: id, title and how many stop at it.
    """

    kind: str
    label: str
    count: int
    state: str
    parts: tuple[tuple[str, str, int], ...] = ()


def funnel(run: Run, everybody: Sequence[Person], lang: str) -> tuple[Step, ...]:
    """From all nominations to the selected, each lost one counted once.

    Somebody whom several rules bar is counted under the first of them in the order of the law.
    """
    pack = run.scenario.pack
    outer = pack.tiers[0].id
    steps = [Step("total", say("report.proposed", lang), len(everybody), "proposed")]
    losses: dict[Verdict, Counter[str]] = {}
    for person in everybody:
        verdict = person.result.verdicts[outer]
        if verdict.decided_by:
            losses.setdefault(verdict.verdict, Counter())[verdict.decided_by[0]] += 1
    order = {rule.id: place for place, rule in enumerate(pack.rules)}
    for verdict, counts in sorted(losses.items(), key=lambda item: -item[0].badness):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], order[item[0]]))
        parts = tuple((rule, pack.rule[rule].title.get(lang), count) for rule, count in ranked)
        label = say(f"report.verdict.{verdict}", lang)
        steps.append(Step("loss", label, counts.total(), str(verdict), parts))
    eligible = len(everybody) - sum(counts.total() for counts in losses.values())
    short = pack.tiers[0].short.get(lang)
    steps.append(Step("total", say("report.eligible-for", lang, tier=short), eligible, "eligible"))
    if run.allocation is None:
        return tuple(steps)
    for tier in pack.tiers:
        selected = len(run.selected(tier.id))
        before = steps[-1].count
        if tier.within is not None:
            barred = sum(
                not run.evaluation.by_id[name].eligible(tier.id)
                for name in run.selected(tier.within)
            )
            if barred:
                label = say("report.not-eligible-for", lang, tier=tier.short.get(lang))
                steps.append(Step("loss", label, barred, "rejected"))
            before -= barred
        if before > selected:
            label = say("report.no-seat", lang, tier=tier.short.get(lang))
            steps.append(Step("loss", label, before - selected, "left_out"))
        label = say("report.selected-for", lang, tier=tier.short.get(lang))
        steps.append(Step("total", label, selected, f"tier-{pack.tiers.index(tier) + 1}"))
    return tuple(steps)


@dataclass(frozen=True)
class Swing:
    """A nominee who is in some lists of a sweep and not in others: in ``count`` of ``of``."""

    nomination: str
    tier: str
    count: int
    of: int


def tally(everybody: Sequence[Person]) -> Mapping[str, int]:
    """How many people are in each state."""
    return Counter(person.state for person in everybody)
