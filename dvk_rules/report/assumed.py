"""What nobody has confirmed yet: every rule, number and quota that stands in for a missing text."""

from __future__ import annotations

from dataclasses import dataclass

from dvk_rules.clashes import amount_words
from dvk_rules.messages import say
from dvk_rules.report.figures import span
from dvk_rules.report.reasons import clause
from dvk_rules.runs import Run
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
            low = None if quota.at_least is None else amount_words(quota.at_least, lang)
            high = None if quota.at_most is None else amount_words(quota.at_most, lang)
            source = clause(pack, quota.source, lang) if quota.source else ""
            found.append(
                Assumption("quota", quota.id, quota.title.get(lang), span(low, high), source)
            )
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
