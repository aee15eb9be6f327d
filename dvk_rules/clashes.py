"""A clash of quotas in words: what is short, which rules contradict, what would let them hold."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dvk_rules.messages import say
from dvk_rules.runs import Run

if TYPE_CHECKING:  # only for the types: the solver is loaded by the run
    from dvk_solver.clash import Change, Rule, Shortage

__all__ = ["amount_words", "change_words", "rule_words", "shortage_words"]


def amount_words(amount: int | Fraction | None, lang: str) -> str:
    """A bound as people write it: ``3``, ``45%``, ``1/3``."""
    if isinstance(amount, Fraction):
        percent = amount * 100
        if percent.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100):
            text = f"{float(percent):g}%"
            return text.replace(".", ",") if lang == "vi" else text
        return f"{amount.numerator}/{amount.denominator}"
    return str(amount)


def rule_words(run: Run, rule: Rule, lang: str) -> str:
    """One rule of the problem, with its number: “Thư khen mỗi đơn vị – Phú Quý: ít nhất 3”.

    A quota that is meant with all its values has no one number, and is only named.
    """
    pack = run.scenario.pack
    tier = pack.tier[rule.tier].short.get(lang) if rule.tier in pack.tier else rule.tier
    bound = ""
    if rule.side is not None and rule.amount is not None:  # of all its values together: none
        bound = say(f"clash.{rule.side}", lang, amount=amount_words(rule.amount, lang))
    match rule.kind:
        case "quota":
            quota = next(item for item in run.scenario.quotas if item.id == rule.id)
            name = quota.title.get(lang)
            if rule.value is not None and quota.per is not None:
                name += f" – {pack.vocabulary[quota.per].kind.show(rule.value, lang)}"
            return f"{name}: {bound}" if bound else name
        case "tier":
            return say("clash.tier", lang, tier=tier, bound=bound)
        case "decision":
            return say("clash.decision", lang, nomination=rule.id, tier=tier)
        case "order":
            return say("clash.order", lang, tier=tier)
        case "exclusion":
            found = next(item for item in run.problem.exclusions if item.id == rule.id)
            return say(f"clash.{found.reason}", lang, nominations=list(found.candidates))


def shortage_words(run: Run, shortage: Shortage, lang: str) -> str:
    """What a plain count shows: needs so many, has so many."""
    rule = rule_words(run, shortage.rule, lang)
    code = f"clash.short-{shortage.kind}"
    return say(code, lang, rule=rule, have=shortage.have, need=shortage.need)


def change_words(run: Run, change: Change, lang: str) -> str:
    """One change of a repair: the rule as it is, and what to put in its place."""
    rule = rule_words(run, change.rule, lang)
    return say("clash.change", lang, rule=rule, to=amount_words(change.to, lang))
