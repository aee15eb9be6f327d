"""The rules of a problem by name: what conflicts, repairs and reasons speak about."""

from __future__ import annotations

from typing import Literal

from dvk_solver.expand import Expansion
from dvk_solver.lines import Line
from dvk_solver.model import Amount
from dvk_solver.part import Part
from dvk_solver.program import Key

__all__ = ["Rule", "RuleNames", "Side", "quota_rule", "rules"]

type Side = Literal["at_least", "at_most"]


class Rule(Part):
    """One rule of the problem that a conflict or a repair names.

    ``kind`` quota: ``id``, ``tier``, ``value``, ``side``, ``amount``. tier: ``tier``, ``side``,
    ``amount``. order, exclusion: ``id``, ``tier``. decision: ``id`` is the candidate, ``tier``.
    """

    kind: Literal["tier", "quota", "order", "exclusion", "decision"]
    id: str
    tier: str
    value: str | None = None
    side: Side | None = None
    amount: Amount | None = None


def quota_rule(line: Line, side: Side) -> Rule:
    """One bound of one quota line as a rule."""
    return Rule(
        kind="quota",
        id=line.quota.id,
        tier=line.quota.tier,
        value=line.value,
        side=side,
        amount=line.at_least if side == "at_least" else line.at_most,
    )


class RuleNames:
    """Finds the rule that a row of an expansion belongs to."""

    def __init__(self, expansion: Expansion) -> None:
        self._named: dict[Key, Rule] = {}
        sides: tuple[Side, ...] = ("at_most", "at_least")
        for tier in expansion.problem.tiers:
            for side in sides:
                amount = tier.at_least if side == "at_least" else tier.at_most
                rule = Rule(kind="tier", id=tier.id, tier=tier.id, side=side, amount=amount)
                self._named["tier", tier.id, side] = rule
        for line in expansion.lines:
            for side in sides:
                key = ("quota", line.quota.id, line.value or "", side)
                self._named[key] = quota_rule(line, side)

    def of(self, key: Key) -> Rule | None:
        """The rule of a row's key; None for nesting and for what columns mean."""
        kind = key[0]
        if kind == "exclusion" and len(key) > len(("exclusion", "id", "tier")):
            return None  # what a column "this group is full" means
        if kind == "order" or kind == "exclusion" or kind == "decision":
            return Rule(kind=kind, id=key[1], tier=key[2])
        if kind == "rounded":
            key = ("quota", *key[1:])
        found = self._named.get(key)
        return None if found is None or found.amount is None else found


def rules(expansion: Expansion) -> dict[Rule, list[int]]:
    """Every rule that can be given up, in order of preference to be kept, with its row numbers."""
    names = RuleNames(expansion)
    soft = {quota.id for quota in expansion.problem.quotas if not quota.hard}
    found: dict[Rule, list[int]] = {}
    for number, row in enumerate(expansion.program.rows):
        rule = names.of(row.key)
        if rule is not None and not (rule.kind == "quota" and rule.id in soft):
            found.setdefault(rule, []).append(number)
    order = ["tier", "quota", "order", "exclusion", "decision"]
    return dict(sorted(found.items(), key=lambda item: order.index(item[0].kind)))
