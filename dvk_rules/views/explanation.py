"""How one nomination is explained: where it stands, rule by rule, and what if."""

from __future__ import annotations

from collections.abc import Iterator

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.evaluation import NominationResult
from dvk_rules.explanation import Explanation
from dvk_rules.lawbook.words import describe_condition, describe_node
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.report.findings import findings
from dvk_rules.runs import Run
from dvk_rules.trace import RuleTrace
from dvk_rules.views.face import Face
from dvk_rules.whatif import WhatIf

__all__ = ["show_standing", "show_trace", "show_what_if"]

_MARK = {
    Outcome.SATISFIED: "✓",
    Outcome.VIOLATED: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.NOT_APPLICABLE: "–",
}


def show_standing(face: Face, explanation: Explanation) -> None:
    """Whom it is about, and where it stands for each tier and why."""
    result = explanation.result
    pack = result.program.pack
    nomination = result.nomination
    name = pack.vocabulary.by_role.get("name")
    title = nomination.text(name.name) if name else ""
    unit = pack.units.units.get(nomination.unit)
    face.text(f"{nomination.id}  {title}", style="bold")
    face.text(
        f"{unit.name.get(face.lang) if unit else nomination.unit}  ·  STT {nomination.rank or '–'}"
    )
    for seat in explanation.seats:
        verdict = result.verdicts[seat.tier]
        tier = pack.tier[seat.tier].short.get(face.lang)
        standing = face.say(f"standing.{seat.standing}")
        face.text()
        face.text(f"{tier}: {face.say(f'verdict.{verdict.verdict}')} · {standing}", style="bold")
        for reason in seat.reasons:
            face.text(f"  • {reason.sentence(face.lang)}")
        for rule in verdict.decided_by:
            face.text(f"  • {pack.rule[rule].title.get(face.lang)}")
            advice = pack.rule[rule].advice.get(face.lang)
            if advice:
                face.text(f"    → {advice}")
        _ask_for(face, result, seat.tier)
        assumed = result.assumed(seat.tier)
        if assumed:
            face.line("explain.assumed", rules=len(assumed), style="yellow")


def show_trace(face: Face, explanation: Explanation, *, everything: bool) -> None:
    """Every rule under the headings of the law: in full where it failed or is open.

    ``everything`` shows all rules in full, those that do not apply too.
    """
    result = explanation.result
    pack = result.program.pack
    low, high = result.merit[pack.tiers[-1].id]
    face.text()
    face.line(
        "explain.points",
        points=f"{low}" if low == high else f"{low}–{high}",
        axes=_axes(face, explanation),
    )
    for section in explanation.sections:
        listed = [rule for rule in section.rules if everything or _telling(rule)]
        if not listed:
            continue
        face.text()
        face.text(section.heading.get(face.lang), style="bold underline")
        for rule in listed:
            if everything or rule.outcome is not Outcome.SATISFIED:
                _rule(face, rule, pack)
            else:
                _held(face, rule, pack)


def show_what_if(face: Face, run: Run, found: WhatIf) -> None:
    """One nomination as it is and as it would be with other facts."""
    pack = run.scenario.pack
    for name, value in found.changed.items():
        fact = pack.vocabulary[name]
        before = fact.kind.show(found.before.nomination.facts.get(name), face.lang)
        params = {"fact": fact.label.get(face.lang), "before": before}
        face.line("whatif.fact", after=fact.kind.show(value, face.lang), **params)
    for before, after in zip(found.seats_before, found.seats_after, strict=True):
        verdicts = (found.before.verdicts[before.tier], found.after.verdicts[after.tier])
        old, new = (face.say(f"verdict.{item.verdict}") for item in verdicts)
        face.line(
            "whatif.tier",
            style="bold",
            tier=pack.tier[before.tier].short.get(face.lang),
            before=f"{old}, {face.say(f'standing.{before.standing}')}",
            after=f"{new}, {face.say(f'standing.{after.standing}')}",
        )
    for rule, (old_outcome, new_outcome) in found.outcomes.items():
        face.line(
            "whatif.rule",
            rule=pack.rule[rule].title.get(face.lang),
            before=face.say(f"outcome.{old_outcome}"),
            after=face.say(f"outcome.{new_outcome}"),
        )
    for code, moves in (("price.enters", found.enters), ("price.leaves", found.leaves)):
        if moves:
            seats = [f"{name} ({pack.tier[tier].short.get(face.lang)})" for tier, name in moves]
            face.line(code, seats=seats)


def _ask_for(face: Face, result: NominationResult, tier: str) -> None:
    """What to ask for where the verdict hangs on facts that are missing."""
    missing = result.missing(tier)
    if missing.settled:
        return
    vocabulary = result.program.pack.vocabulary
    names = [vocabulary[fact].label.get(face.lang) for fact in missing.could_change]
    face.line("explain.missing", facts=names)
    if missing.shortest:
        values = [
            f"{fact.label.get(face.lang)}: {fact.kind.show(value, face.lang)}"
            for name, value in missing.shortest.items()
            for fact in (vocabulary[name],)
        ]
        best = face.say(f"verdict.{missing.best}")
        face.line("explain.shortest", values=values, best=best)


def _axes(face: Face, explanation: Explanation) -> str:
    result = explanation.result
    return ", ".join(
        f"{result.program.pack.axes[axis].title.get(face.lang)} "
        + (str(low) if low == high else f"{low}–{high}")
        for axis, (low, high) in result.axes.items()
    )


def _telling(rule: RuleTrace) -> bool:
    return rule.rule.kind.gate and rule.outcome is not Outcome.NOT_APPLICABLE


def _rule(face: Face, trace: RuleTrace, pack: Pack) -> None:
    rule = trace.rule
    style = {Outcome.VIOLATED: "red", Outcome.UNKNOWN: "yellow"}.get(trace.outcome, "")
    face.text(f"{_MARK[trace.outcome]} {rule.title.get(face.lang)}  [{rule.id}]", style=style)
    face.text(f"    {source_words(face, rule, pack)}", style="dim")
    for line in rule_lines(trace, pack, face.lang):
        face.text(f"    {line}")


def _held(face: Face, trace: RuleTrace, pack: Pack) -> None:
    """A rule that is kept, on one line with what was found."""
    found = "; ".join(findings(pack, trace, face.lang))
    title = f"{_MARK[trace.outcome]} {trace.rule.title.get(face.lang)}"
    face.text(f"{title}: {found}" if found else title)


def rule_lines(trace: RuleTrace, pack: Pack, lang: str) -> Iterator[str]:
    """What a rule asked and found, a line a comparison; a prohibition says what must not be."""
    if trace.applies is not None:
        for line in describe_node(trace.applies, pack, lang):
            yield say("explain.applies", lang, text="  " * line.depth + line.text)
    if trace.rule.kind is RuleKind.FORBID:
        words = describe_condition(trace.rule.condition, pack, None, lang)
        yield say("explain.forbidden", lang, condition=words)
        for name in dict.fromkeys(leaf.fact for leaf in trace.leaves_of_holds()):
            fact = pack.vocabulary[name]
            found = next(leaf.found for leaf in trace.leaves_of_holds() if leaf.fact == name)
            value = fact.kind.show(found, lang)
            yield say("explain.found", lang, fact=fact.label.get(lang), value=value)
        return
    for node in (trace.holds, *(row.when for row in trace.rows)):
        if node is not None:
            for line in describe_node(node, pack, lang):
                yield "  " * line.depth + line.text


def source_words(face: Face, rule: Rule, pack: Pack) -> str:
    """The clause behind a rule: document, place, words, and what they rest on."""
    document = pack.documents[rule.source.doc]
    parts = [document.short.get(face.lang), rule.source.at]
    if rule.source.quote:
        parts.append(f"“{rule.source.quote.strip('“”')}”")
    parts.append(f"[{face.say(f'status.{rule.status}')}]")
    return " · ".join(part for part in parts if part)
