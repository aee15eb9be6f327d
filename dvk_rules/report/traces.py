"""The trace of one nominee as compact HTML: sixty rules in a few kilobytes.

The words of the law stand once in the report, in the register of rules; a line here links to
them. Nothing is left out: a rule that does not apply is named with the others of its heading.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import RuleKind
from dvk_rules.report.findings import findings
from dvk_rules.report.people import Person
from dvk_rules.trace import RuleTrace

__all__ = ["WEAK", "status_chip", "trace_html"]

_CLASS = {
    Outcome.SATISFIED: "y",
    Outcome.VIOLATED: "n",
    Outcome.UNKNOWN: "u",
    Outcome.NOT_APPLICABLE: "x",
}

WEAK = ("assumed", "analogue", "reading", "report")
"""What a rule may rest on that is less than the plan's or the law's own words."""


def trace_html(person: Person, lang: str) -> Markup:
    """Every rule for ``person`` under its heading of the law."""
    return Markup("".join(_sections(person, lang)))


def _sections(person: Person, lang: str) -> Iterator[str]:
    heading = None
    lines: list[str] = []
    idle: list[str] = []
    for trace in person.trace:
        if trace.rule.heading != heading:
            yield from _section(lines, idle, lang)
            heading = trace.rule.heading
            lines, idle = [], []
            yield f"<h5>{escape(heading.get(lang))}</h5>"
        if trace.outcome is Outcome.NOT_APPLICABLE:
            idle.append(_link(trace, lang))
        else:
            lines.append(_line(person.pack, trace, lang))
    yield from _section(lines, idle, lang)


def _section(lines: list[str], idle: list[str], lang: str) -> Iterator[str]:
    if lines:
        yield f"<ul>{''.join(lines)}</ul>"
    if idle:
        yield f"<p class=x>{escape(say('outcome.not_applicable', lang))}: {'; '.join(idle)}</p>"


def _link(trace: RuleTrace, lang: str) -> str:
    rule = trace.rule
    return f"<a href=#r-{escape(rule.id)}>{escape(rule.title.get(lang))}</a>"


def _line(pack: Pack, trace: RuleTrace, lang: str) -> str:
    rule = trace.rule
    mark = _CLASS[trace.outcome]
    if rule.kind in (RuleKind.DERIVE, RuleKind.SCORE, RuleKind.PREFER) and mark == "n":
        mark = "o"  # nothing is wrong when a preference or a table does not hold
    said: list[str] = []
    if rule.kind is RuleKind.SCORE and trace.points is not None:
        low, high = trace.points
        points = str(low) if low == high else f"{low}–{high}"
        said.append(f"<b>{say('report.points-given', lang, points=points)}</b>")
    elif rule.derives is not None and trace.derived is not None:
        kind = pack.vocabulary[rule.derives].kind
        said.append(f"<b>{escape(kind.show(trace.derived, lang))}</b>")
    said += [escape(words) for words in findings(pack, trace, lang)]
    chip = status_chip(rule.status, lang) if rule.status in WEAK else ""
    what = f" <i>{'; '.join(said)}</i>" if said else ""
    return f"<li class={mark}>{_link(trace, lang)}{what}{chip}"


def status_chip(status: str, lang: str) -> Markup:
    """A small tag that says what a rule rests on."""
    return Markup(f" <s class={status}>{escape(say(f'status.{status}', lang))}</s>")
