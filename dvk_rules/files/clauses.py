"""Which rules ask for which fact: what a form tells the people who fill it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dvk_rules.conditions import facts_of
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind

__all__ = ["Asked", "asked_facts"]


@dataclass(frozen=True)
class Asked:
    """The rules that use a fact, in the order of the law.

    ``rules`` name it themselves; ``tiers`` are those that some gate bars without it, whether it
    is named there or only through a derived fact; ``scored`` says that points depend on it.
    """

    rules: tuple[Rule, ...]
    tiers: tuple[str, ...]
    scored: bool


def asked_facts(pack: Pack) -> Mapping[str, Asked]:
    """For every given fact of ``pack``, the rules that ask for it."""
    named = {rule.id: _facts_named(rule) for rule in pack.rules}
    reached = {rule.id: _with_sources(pack, named[rule.id]) for rule in pack.rules}
    asked: dict[str, Asked] = {}
    for fact in pack.vocabulary.given:
        users = [rule for rule in pack.rules if fact.name in reached[rule.id]]
        gates = {rule.tier for rule in users if rule.kind.gate}
        asked[fact.name] = Asked(
            rules=tuple(rule for rule in pack.rules if fact.name in named[rule.id]),
            tiers=tuple(tier.id for tier in pack.tiers if tier.id in gates),
            scored=any(rule.kind in (RuleKind.SCORE, RuleKind.PREFER) for rule in users),
        )
    return asked


def _facts_named(rule: Rule) -> frozenset[str]:
    return frozenset(fact for condition in rule.conditions() for fact in facts_of(condition))


def _with_sources(pack: Pack, facts: frozenset[str]) -> frozenset[str]:
    """``facts`` and all that the derived ones among them are concluded from."""
    found: set[str] = set()
    waiting = list(facts)
    while waiting:
        fact = waiting.pop()
        if fact in found:
            continue
        found.add(fact)
        if (rule := pack.derivations.get(fact)) is not None:
            waiting.extend(_facts_named(rule))
    return frozenset(found)
