"""What nobody has confirmed yet: every rule, number and quota that stands in for a missing text."""

from __future__ import annotations

from dataclasses import dataclass

from dvk_rules.clashes import amount_words
from dvk_rules.messages import say
from dvk_rules.report.figures import span, value_words
from dvk_rules.report.reasons import clause
from dvk_rules.runs import Run
from dvk_rules.scenario import QuotaSpec
from dvk_rules.scenario.model import Bound
from dvk_rules.summary import assumed_rules

__all__ = ["Assumption", "assumptions"]


@dataclass(frozen=True)
class Assumption:
    """One thing that is assumed.

    ``kind`` is ``rule``, ``parameter``, ``seats``, ``quota`` or ``axis``; ``touched`` counts the
    nominations to which a rule applied (``None`` where that has no meaning).
    """

    kind: str
    id: str
    title: str
    value: str
    source: str
    touched: int | None = None


def _numbers(run: Run, quota: QuotaSpec, lang: str) -> str:
    """Every number of a quota: ``3–6: Phan Thiết, La Gi; all others 2–5``."""

    def words(low: Bound, high: Bound) -> str:
        least, most = (None if x is None else amount_words(x, lang) for x in (low, high))
        return span(least, most)

    general = words(quota.at_least, quota.at_most)
    own: dict[str, list[str]] = {}
    for value, (low, high) in quota.bounds.items():
        least = quota.at_least if low is None else low
        most = quota.at_most if high is None else high
        own.setdefault(words(least, most), []).append(value_words(run, quota.per, value, lang))
    own.pop(general, None)
    said = [say("report.bounds.own", lang, span=x, values=names) for x, names in own.items()]
    if said and general:
        said.append(say("report.bounds.others", lang, span=general))
    return "; ".join(said) or general


def assumptions(run: Run, lang: str) -> tuple[Assumption, ...]:
    """Everything in ``run`` whose status is ``assumed``, numbers of seats first, rules last."""
    scenario, pack = run.scenario, run.scenario.pack
    found = [
        Assumption(
            "seats",
            seat.tier,
            pack.tier[seat.tier].title.get(lang),
            span(seat.at_least or None, seat.at_most),
            "",
        )
        for seat in scenario.seats
        if seat.status == "assumed"
    ]
    for quota in scenario.quotas:
        if quota.status == "assumed":
            source = clause(pack, quota.source, lang) if quota.source else ""
            numbers = _numbers(run, quota, lang)
            found.append(Assumption("quota", quota.id, quota.title.get(lang), numbers, source))
    for name, setting in pack.settings(scenario.day, None, scenario.changed).items():
        if setting.status == "assumed":
            parameter = pack.parameters[name]
            source = clause(pack, setting.source, lang)
            if setting.origin == "scenario":
                source = say("report.set-by-scenario", lang)
                if name in scenario.changes:
                    who, why = scenario.changes[name]
                    said = ": ".join(part for part in (who, why) if part)
                    source = f"{source} ({said})" if said else source
            found.append(
                Assumption(
                    "parameter",
                    name,
                    parameter.label.get(lang),
                    parameter.kind.show(setting.value, lang),
                    source,
                )
            )
    for axis in pack.axes.values():
        if axis.status == "assumed":
            cap = "" if axis.cap is None else f"≤ {axis.cap}"
            found.append(Assumption("axis", axis.id, axis.title.get(lang), cap, ""))
    for rule, touched in assumed_rules(pack, run.evaluation).items():
        item = pack.rule[rule]
        found.append(
            Assumption(
                "rule", rule, item.title.get(lang), "", clause(pack, item.source, lang), touched
            )
        )
    return tuple(found)
