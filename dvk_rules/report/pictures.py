"""The figures of the report as pictures: bars of units, waterfall, points, swing nominees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dvk_rules.messages import say
from dvk_rules.report.charts import Dot, Lane, bullet, step_bar, strip
from dvk_rules.report.figures import QuotaRow, Swing, funnel, span
from dvk_rules.report.people import Person
from dvk_rules.runs import Run
from dvk_rules.summary import UnitLine, unit_lines

__all__ = ["steps", "strips", "swings", "units"]


@dataclass(frozen=True)
class _UnitQuota:
    """What is asked of one unit for one tier: words, a note, and whether it has no room left."""

    asked: str
    note: str
    binding: bool


@dataclass(frozen=True)
class _UnitRow:
    line: UnitLine
    bar: Markup
    quotas: Mapping[str, _UnitQuota]


def units(run: Run, rows: Sequence[QuotaRow], lang: str) -> tuple[_UnitRow, ...]:
    """Each unit with its bar: proposed, eligible, then the tiers, nested."""
    lines = unit_lines(run)
    highs = [high for line in lines for _low, high in line.bounds.values() if high is not None]
    top = max([1, *highs, *(line.proposed for line in lines)])
    tiers = run.scenario.pack.tiers
    outer = tiers[0].id
    found: list[_UnitRow] = []
    for line in lines:
        bounds = {tier.id: _bounds(run, rows, line, tier.id) for tier in tiers}
        segments = [("proposed", line.proposed), ("eligible", line.eligible[outer])]
        segments += [
            (f"tier-{place}", line.selected[tier.id]) for place, tier in enumerate(tiers, 1)
        ]
        low, high, _binding = bounds[outer]
        title = say(
            "report.unit-bar",
            lang,
            unit=line.name.get(lang),
            proposed=line.proposed,
            eligible=line.eligible[outer],
            selected=line.selected[outer],
            quota=span(low, high) or "–",
        )
        quotas: dict[str, _UnitQuota] = {}
        for tier, (low_there, high_there, at_bound) in bounds.items():
            floor = line.bounds[tier][0]
            note = ""
            if floor is not None and low_there is not None and low_there < floor:
                note = say("report.floor-lowered", lang, floor=floor, eligible=line.eligible[tier])
            quotas[tier] = _UnitQuota(span(low_there or None, high_there), note, at_bound)
        bar = bullet(segments, top=top, low=low or None, high=high, title=title)
        found.append(_UnitRow(line, bar, quotas))
    return tuple(found)


def _bounds(
    run: Run, rows: Sequence[QuotaRow], line: UnitLine, tier: str
) -> tuple[int | None, int | None, bool]:
    """The bounds on one unit's seats as they were applied, and whether one has no room left."""
    if run.allocation is None:
        return (*line.bounds[tier], False)
    per_unit = {
        quota.id for quota in run.scenario.quotas if quota.per == "unit" and not quota.where
    }
    mine = [
        row for row in rows if row.id in per_unit and row.tier == tier and row.value == line.unit
    ]
    lows = [row.low for row in mine if row.low is not None]
    highs = [row.high for row in mine if row.high is not None]
    at_bound = any(row.tight for row in mine)
    return (max(lows, default=None), min(highs, default=None), at_bound)


def steps(run: Run, everybody: Sequence[Person], lang: str) -> tuple[dict[str, Any], ...]:
    """The waterfall: each step with its bar, and under a loss the rules behind it."""
    taken = funnel(run, everybody, lang)
    total = taken[0].count
    level = total
    found: list[dict[str, Any]] = []
    for step in taken:
        if step.kind == "total":
            level, start = step.count, 0
        else:
            level -= step.count
            start = level
        most = max((count for _, _, count in step.parts), default=1)
        parts = [
            {"rule": rule, "title": title, "count": count,
             "bar": step_bar(step.state, 0, count, most)}
            for rule, title, count in step.parts
        ]  # fmt: skip
        bar = step_bar(step.state, start, step.count, total)
        found.append({"step": step, "bar": bar, "parts": parts})
    return tuple(found)


def strips(run: Run, everybody: Sequence[Person], lang: str) -> tuple[dict[str, Any], ...]:
    """For each tier the points of those selected and of the eligible left out."""
    if run.allocation is None:
        return ()
    found: list[dict[str, Any]] = []
    for place, tier in enumerate(run.scenario.pack.tiers, 1):
        lanes: list[Lane] = []
        said: list[str] = []
        for standing in ("selected", "left_out"):
            members = [p for p in everybody if p.seats[tier.id].standing == standing]
            values = sorted(person.result.merit[tier.id][0] for person in members)
            state = f"tier-{place}" if standing == "selected" else "left_out"
            label = say(f"standing.{standing}", lang)
            dots = tuple(
                Dot(
                    person.result.merit[tier.id][0],
                    f"{person.name} · {person.unit_name.get(lang)} · {person.points(tier.id)}",
                    state,
                )
                for person in members
            )
            lanes.append(Lane(label, dots))
            if values:
                said.append(
                    say(
                        "report.range",
                        lang,
                        label=label,
                        count=len(values),
                        low=values[0],
                        middle=values[len(values) // 2],
                        high=values[-1],
                    )
                )
        axis = say("report.points", lang)
        chart = strip(lanes, title="; ".join(said), axis=axis)
        if chart:
            found.append({"tier": tier, "chart": chart, "said": said})
    return tuple(found)


def swings(
    run: Run, everybody: Sequence[Person], swing: Sequence[Swing]
) -> tuple[dict[str, Any], ...]:
    """Swing nominees, the most certain first, each with a bar."""
    by_id = {person.id: person for person in everybody}
    tiers = [tier.id for tier in run.scenario.pack.tiers]
    ordered = sorted(
        (item for item in swing if item.nomination in by_id and 0 < item.count < item.of),
        key=lambda item: (tiers.index(item.tier), -item.count, by_id[item.nomination].number),
    )
    return tuple(
        {
            "person": by_id[item.nomination],
            "swing": item,
            "bar": step_bar(f"tier-{tiers.index(item.tier) + 1}", 0, item.count, item.of),
        }
        for item in ordered
    )
