"""The report: one HTML file that needs nothing else, on screen, projector, phone and paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.lawbook.words import describe_condition
from dvk_rules.messages import LANGUAGES, catalogue, say, shown
from dvk_rules.pack.rules import Rule
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.charts import Dot, Lane, bullet, step_bar, strip
from dvk_rules.report.clashes import clash_words
from dvk_rules.report.decision import binding, decided, sure, unique
from dvk_rules.report.figures import (
    QuotaRow,
    Swing,
    funnel,
    objective_words,
    quota_rows,
    span,
    tally,
)
from dvk_rules.report.people import Person, people
from dvk_rules.report.reasons import clause, reasons_of
from dvk_rules.report.traces import WEAK, status_chip, trace_html
from dvk_rules.runs import Run
from dvk_rules.summary import UnitLine, unit_lines
from dvk_rules.values import Text

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["html_report"]


def html_report(
    run: Run,
    lang: str = "vi",
    *,
    swing: Sequence[Swing] = (),
    other: str | None = None,
    everybody: tuple[Person, ...] | None = None,
) -> bytes:
    """The report of ``run`` in ``lang`` as one UTF-8 HTML file; the same run, the same bytes.

    ``swing`` are nominees whose place depends on the scenario, from a sweep. ``other`` is the
    name of the file with the report in the other language, to link to. ``everybody`` is
    ``people(run)``, where it has been made already.
    """
    context = _context(run, lang, everybody or people(run), swing, other)
    return _template().render(context).encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(_read("report.html.j2"))


def _read(name: str) -> str:
    return (files("dvk_rules.report") / "templates" / name).read_text(encoding="utf-8")


def _context(
    run: Run,
    lang: str,
    everybody: tuple[Person, ...],
    swing: Sequence[Swing],
    other: str | None,
) -> dict[str, Any]:
    """Everything the template names."""

    def t(code: str, **params: Any) -> str:
        full = f"report.{code}"
        return say(full if full in catalogue() else code, lang, **params)

    rows = quota_rows(run, lang)
    pack = run.scenario.pack
    return {
        "run": run,
        "pack": pack,
        "tiers": pack.tiers,
        "lang": lang,
        "other": other,
        "other_lang": next(item for item in LANGUAGES if item != lang),
        "t": t,
        "show": lambda value: shown(value, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes anything
        "css": Markup(_read("report.css")),
        "js": Markup(_read("report.js")),
        "seats": {seat.tier: seat for seat in run.scenario.seats},
        "sure": sure(run, lang),
        "unique": unique(run, lang),
        "binding": binding(run, rows, lang),
        "decided": decided(run, lang),
        "clash": clash_words(run, lang),
        "quotas": _grouped(rows),
        "span": span,
        "objective": lambda name: objective_words(run, name, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a name
        "units": _units(run, rows, lang),
        "steps": _steps(run, everybody, lang),
        "strips": _strips(run, everybody, lang),
        "swing": _swings(run, everybody, swing),
        "people": everybody,
        "by_unit": _by_unit(everybody),
        "states": _states(run, everybody, lang),
        "key": _search_key,
        "facts_line": lambda person: _facts_line(person, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a person
        "reasons": lambda person: reasons_of(person, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a person
        "trace": lambda person: trace_html(person, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a person
        "chip": lambda status: status_chip(status, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a status
        "weak": WEAK,
        "assumed": assumptions(run, lang),
        "law": _law(run, everybody, lang),
        "warnings": tuple(warning.sentence(lang) for warning in run.warnings),
    }


# The pieces the template repeats


def _grouped(rows: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
    """Quota rows by quota, in order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return tuple(tuple(group) for group in found.values())


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


def _units(run: Run, rows: Sequence[QuotaRow], lang: str) -> tuple[_UnitRow, ...]:
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


def _steps(run: Run, everybody: Sequence[Person], lang: str) -> tuple[dict[str, Any], ...]:
    """The waterfall: each step with its bar."""
    steps = funnel(run, everybody, lang)
    total = steps[0].count
    level = total
    found: list[dict[str, Any]] = []
    for step in steps:
        if step.kind == "total":
            level, start = step.count, 0
        else:
            level -= step.count
            start = level
        found.append({"step": step, "bar": step_bar(step.state, start, step.count, total)})
    return tuple(found)


def _strips(run: Run, everybody: Sequence[Person], lang: str) -> tuple[dict[str, Any], ...]:
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


def _swings(
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


def _by_unit(everybody: Sequence[Person]) -> tuple[tuple[Text, list[Person]], ...]:
    found: dict[str, list[Person]] = {}
    for person in everybody:
        found.setdefault(person.unit, []).append(person)
    return tuple((members[0].unit_name, members) for members in found.values())


def _states(run: Run, everybody: Sequence[Person], lang: str) -> dict[str, tuple[str, int]]:
    """Every state somebody is in, with its words and count, the best first."""
    counts = tally(everybody)
    pack = run.scenario.pack
    words = {
        f"selected:{tier.id}": " + ".join(
            pack.tier[outer].short.get(lang) for outer in pack.enclosing(tier.id)
        )
        for tier in reversed(pack.tiers)
    }
    words |= {name: say(f"report.state.{name}", lang) for name in ("left_out", "undecided")}
    words |= {
        name: say(f"report.verdict.{name}", lang) for name in ("incomplete", "deferred", "rejected")
    }
    return {name: (text, counts[name]) for name, text in words.items() if counts.get(name)}


def _search_key(text: str) -> str:
    """Lower case without marks, as the script in the page folds what is typed."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char))


_SHOWN = ("kind", "position", "field", "model_name", "model_place", "occupation", "gender")


def _facts_line(person: Person, lang: str) -> list[str]:
    """What tells a reader who this is."""
    return [text for text in (person.shown(fact, lang) for fact in _SHOWN) if text]


@dataclass(frozen=True)
class _LawRule:
    rule: Rule
    clause: str
    asks: str
    counts: Mapping[str, int]


def _law(
    run: Run, everybody: Sequence[Person], lang: str
) -> tuple[tuple[str, list[_LawRule]], ...]:
    """The register of rules under their headings, with how often each outcome occurred."""
    pack = run.scenario.pack
    settings = pack.settings(run.scenario.day, None, run.scenario.changed)
    tallies: dict[str, dict[Outcome, int]] = {
        rule.id: dict.fromkeys(Outcome, 0) for rule in pack.rules
    }
    for person in everybody:
        for rule, outcome in person.result.outcomes.items():
            tallies[rule][outcome] += 1
    found: list[tuple[str, list[_LawRule]]] = []
    for rule in pack.rules:
        heading = rule.heading.get(lang)
        if not found or found[-1][0] != heading:
            found.append((heading, []))
        asks = ""
        if rule.condition is not None:
            asks = describe_condition(rule.condition, pack, settings, lang)
        counts = {f"outcome.{outcome}": count for outcome, count in tallies[rule.id].items()}
        found[-1][1].append(
            _LawRule(rule, clause(pack, rule.source, lang, full=True), asks, counts)
        )
    return tuple(found)
