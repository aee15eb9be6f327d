"""The decision in a few sentences: how sure the list is, what binds, what to mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dvk_rules.messages import say
from dvk_rules.report.figures import QuotaRow, span
from dvk_rules.runs import Run
from dvk_rules.summary import stage_words

__all__ = ["Binding", "binding", "decided", "sure", "unique"]


def sure(run: Run, lang: str) -> str:
    """Whether the list is the best under the quotas; empty if they clash."""
    return say(f"report.status.{run.allocation.status}", lang) if run.allocation else ""


def unique(run: Run, lang: str) -> str:
    """Whether another list would have been as good; empty where that is not the question."""
    allocation = run.allocation
    if allocation is None or allocation.status == "tied":
        return ""
    if allocation.unique_at is None:
        return say("report.unique.open", lang)
    if allocation.unique_at == "tie_break":
        count = len(allocation.ties.open)
        return say(f"report.unique.{allocation.ties.decided_by}", lang, count=count)
    objective = stage_words(run, allocation.stages[allocation.unique_at].objective, lang)
    stage = allocation.unique_at + 1
    return say("report.unique.stage", lang, stage=stage, objective=objective)


@dataclass(frozen=True)
class Binding:
    """A quota at its bound (or missed, if soft): its values, each with seats got and asked."""

    title: str
    tier: str
    status: str
    values: tuple[str, ...]
    missed: bool


def binding(run: Run, rows: Sequence[QuotaRow], lang: str) -> tuple[Binding, ...]:
    """The quotas without room, in the order of the scenario."""
    found: dict[str, list[str]] = {}
    missed: set[str] = set()
    for row in rows:
        if row.missing:
            missed.add(row.id)
            text = say("report.missing-seats", lang, count=row.missing)
        elif row.tight:
            text = f"{row.count} ({span(row.low or None, row.high)})"
        else:
            continue
        found.setdefault(row.id, []).append(f"{row.label}: {text}" if row.label else text)
    pack = run.scenario.pack
    return tuple(
        Binding(
            title=quota.title.get(lang),
            tier=pack.tier[quota.tier].short.get(lang),
            status=quota.status,
            values=tuple(found[quota.id]),
            missed=quota.id in missed,
        )
        for quota in run.scenario.quotas
        if quota.id in found
    )


@dataclass(frozen=True)
class Decided:
    """A decision of the committee, with what it cost."""

    nomination: str
    tier: str
    action: str
    who: str
    why: str
    when: str
    effect: str


def decided(run: Run, lang: str) -> tuple[Decided, ...]:
    """The committee's decisions in the order of the scenario."""
    from dvk_rules.messages import shown

    lines = {}
    if run.allocation is not None:
        lines = {(line.candidate, line.tier): line for line in run.allocation.decisions}
    pack = run.scenario.pack
    found: list[Decided] = []
    for item in run.scenario.decisions:
        line = lines.get((item.nomination, item.tier))
        effect = "report.effect.barred" if run.allocation is not None else "report.effect.unknown"
        params: dict[str, object] = {}
        if line is not None:
            effect = f"report.effect.{line.effect}"
            if line.effect == "worsens" and line.stage is not None:
                params = {
                    "objective": stage_words(run, line.stage, lang),
                    "price": line.price or 0,
                }
        found.append(
            Decided(
                nomination=item.nomination,
                tier=pack.tier[item.tier].short.get(lang),
                action=say(f"report.action.{item.action}", lang),
                who=item.who,
                why=item.why,
                when=shown(item.when, lang) if item.when else "",
                effect=say(effect, lang, **params),
            )
        )
    return tuple(found)
