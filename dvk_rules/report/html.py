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
from dvk_rules.report import pictures
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.clashes import clash_words
from dvk_rules.report.decision import binding, decided, sure, unique
from dvk_rules.report.figures import (
    Swing,
    quota_rows,
    span,
    tally,
)
from dvk_rules.report.people import Person, people
from dvk_rules.report.reasons import clause, reasons_of
from dvk_rules.report.traces import WEAK, status_chip, trace_html
from dvk_rules.report.twins import selected_twice
from dvk_rules.runs import Run
from dvk_rules.summary import stage_words
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
        "objective": lambda name: stage_words(run, name, lang),  # pyright: ignore[reportUnknownLambdaType]  # a template passes a name
        "units": pictures.units(run, rows, lang),
        "steps": pictures.steps(run, everybody, lang),
        "strips": pictures.strips(run, everybody, lang),
        "swing": pictures.swings(run, everybody, swing),
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
        "warnings": tuple(
            warning.sentence(lang) for warning in (*run.warnings, *selected_twice(run))
        ),
    }


# The pieces the template repeats


def _grouped(rows: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
    """Quota rows by quota, in order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return tuple(tuple(group) for group in found.values())


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
