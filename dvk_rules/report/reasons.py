"""Why somebody is not on a list: the rules and their clauses, or what left no seat."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.errors import Problem
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, Source
from dvk_rules.report.findings import what_failed
from dvk_rules.report.people import Person
from dvk_rules.trace import RuleTrace

__all__ = ["Reason", "clause", "reasons_of"]

_ROMAN = re.compile(r"[IVX]+[.\-]")
"""A plan numbers its sections II.3.1; a law says Điều 72 by itself."""


@dataclass(frozen=True)
class Reason:
    """One reason why a tier was not given.

    ``verdict`` is ``rejected``, ``deferred`` or ``incomplete`` for a rule, ``left_out`` or
    ``undecided`` where only a seat was missing, ``ask`` for what is to be supplied; ``rule`` is
    ``None`` for the latter three. ``found`` says what the dossier shows against what is asked;
    ``advice`` what can be done.
    """

    tier: str
    verdict: str
    text: str
    rule: Rule | None = None
    found: tuple[str, ...] = ()
    clause: str = ""
    advice: str = ""


def reasons_of(
    person: Person, lang: str, names: Mapping[str, str] | None = None
) -> tuple[Reason, ...]:
    """Every reason why ``person`` was not selected, tier by tier from the outermost.

    A rule that already bars an outer tier is not repeated for the tiers inside it. With ``names``
    (of all nominations, by id) it is for the unit: others are called by name, and what the proof
    says of the whole list is left to those who decide it.
    """
    found: list[Reason] = []
    said: set[str] = set()
    traces = {trace.rule.id: trace for trace in person.trace}
    for tier, seat in person.seats.items():
        if seat.standing == "barred":
            verdict = person.result.verdicts[tier]
            for name in dict.fromkeys((*verdict.decided_by, *verdict.open)):
                if name not in said:
                    said.add(name)
                    found.append(_of_rule(person.pack, tier, traces[name], lang))
            if tier in person.missing and not _asked_before(person, tier):
                found.append(_asked(person, tier, lang))
        elif seat.standing != "selected":
            outer = person.pack.tier[tier].within
            if outer is not None and person.seats[outer].standing != "selected":
                continue  # said once, under the outer tier
            reasons = seat.reasons if names is None else _for_unit(seat.reasons, names)
            found += [Reason(tier, seat.standing, problem.sentence(lang)) for problem in reasons]
    return tuple(found)


def _for_unit(reasons: Sequence[Problem], names: Mapping[str, str]) -> list[Problem]:
    """The reasons that a unit can follow, nominations by name; never none."""
    kept: list[Problem] = []
    for reason in reasons:
        if reason.code.startswith("seat.proof."):
            continue
        params = dict(reason.params)
        if "other" in params:
            params["other"] = names.get(params["other"], params["other"])
        if "others" in params:
            params["others"] = [names.get(other, other) for other in params["others"]]
        kept.append(Problem(reason.code, params))
    return kept or [Problem("report.seat-elsewhere")]


def _asked_before(person: Person, tier: str) -> bool:
    """Whether an outer tier asks for the same facts."""
    outer = person.pack.tier[tier].within
    asked = person.missing.get(outer) if outer is not None else None
    return asked is not None and asked.could_change == person.missing[tier].could_change


def _asked(person: Person, tier: str, lang: str) -> Reason:
    """The smallest set of facts that settles the verdict, with what would make it the best."""
    missing, vocabulary = person.missing[tier], person.pack.vocabulary
    facts = [vocabulary[name].label.get(lang) for name in missing.could_change]
    values = [
        f"{vocabulary[name].label.get(lang)}: {vocabulary[name].kind.show(value, lang)}"
        for name, value in missing.shortest.items()
    ]
    best = say(f"report.verdict.{missing.best}", lang)
    enough = say("report.ask-enough", lang, values="; ".join(values), best=best.lower())
    text = say("report.ask", lang, facts="; ".join(facts))
    return Reason(tier, "ask", text, found=(enough,) if values else ())


def _of_rule(pack: Pack, tier: str, trace: RuleTrace, lang: str) -> Reason:
    rule = trace.rule
    if trace.outcome is Outcome.UNKNOWN:
        verdict = "incomplete"
    else:
        verdict = "deferred" if rule.otherwise == "defer" else "rejected"
    return Reason(
        tier=tier,
        verdict=verdict,
        text=rule.title.get(lang),
        rule=rule,
        found=what_failed(pack, trace, lang),
        clause=clause(pack, rule.source, lang),
        advice=rule.advice.get(lang),
    )


def clause(pack: Pack, source: Source, lang: str, *, full: bool = False) -> str:
    """The clause of a rule: ``mục II.3.1, Kế hoạch``; ``full`` gives the document's whole title."""
    document = pack.documents[source.doc]
    title = document.title.get(lang) if full else document.short.get(lang)
    if full and document.number:
        title = f"{title} ({document.number})"
    if not source.at:
        return title
    at = say("report.section", lang, at=source.at) if _ROMAN.match(source.at) else source.at
    return f"{at}, {title}"
