"""What was found of a nominee under one rule, in as few words as carry it."""

from __future__ import annotations

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.lawbook.words import describe_leaf
from dvk_rules.logic import FALSE, TRUE, UNKNOWN
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import RuleKind
from dvk_rules.trace import Leaf, Node, RuleTrace
from dvk_rules.values import FactType

__all__ = ["findings", "what_failed"]

_SIGN = {
    "at_least": "≥",
    "at_most": "≤",
    "less_than": "<",
    "more_than": ">",
    "before": "<",
    "after": ">",
    "on_or_before": "≤",
    "on_or_after": "≥",
}


def findings(pack: Pack, trace: RuleTrace, lang: str) -> tuple[str, ...]:
    """What ``trace`` found: in full where a rule failed or is open, in short where it holds.

    In short is ``92% ≥ 80%``; a yes or no that the title of the rule already tells is left out.
    """
    if trace.rule.kind.gate and trace.outcome in (Outcome.VIOLATED, Outcome.UNKNOWN):
        return what_failed(pack, trace, lang)
    if trace.outcome is Outcome.UNKNOWN:
        missing = (leaf for leaf in trace.leaves() if leaf.found is None)
        return tuple(dict.fromkeys(_not_known(pack, leaf, lang) for leaf in missing))
    shown = (_short(pack, leaf, lang) for leaf in _telling(trace))
    return tuple(dict.fromkeys(text for text in shown if text))


def what_failed(pack: Pack, trace: RuleTrace, lang: str) -> tuple[str, ...]:
    """The comparisons that decided a violated or unknown rule, in words.

    Of a rule that forbids, what was found is the reason; of one that requires, what was found
    against what was asked.
    """
    forbids = trace.rule.kind is RuleKind.FORBID
    harmless = FALSE if forbids else TRUE
    leaves = [leaf for leaf in trace.leaves() if leaf.truth != harmless]
    given = [leaf for leaf in leaves if not pack.vocabulary[leaf.fact].derived]
    said: list[str] = []
    for leaf in given or leaves:
        if forbids and leaf.found is not None:
            fact = pack.vocabulary[leaf.fact]
            said.append(f"{fact.label.get(lang)}: {fact.kind.show(leaf.found, lang)}")
        elif leaf.found is None and trace.outcome is Outcome.UNKNOWN:
            said.append(_not_known(pack, leaf, lang))
        else:
            said.append(describe_leaf(leaf, pack, lang))
    return tuple(dict.fromkeys(said))


def _not_known(pack: Pack, leaf: Leaf, lang: str) -> str:
    return say("report.not-known", lang, fact=pack.vocabulary[leaf.fact].label.get(lang))


def _short(pack: Pack, leaf: Leaf, lang: str) -> str:
    """``92% ≥ 80%`` for an amount, the value for a choice, nothing for a yes or no."""
    kind = pack.vocabulary[leaf.fact].kind
    if leaf.found is None or kind.type is FactType.BOOL or pack.vocabulary[leaf.fact].derived:
        return ""
    found = kind.show(leaf.found, lang)
    sign = _SIGN.get(leaf.op)
    if sign is None or leaf.asked is None:
        return found
    if leaf.truth == FALSE:
        return f"{found}, {say('report.asked-short', lang)} {sign} {kind.show(leaf.asked, lang)}"
    return f"{found} {sign} {kind.show(leaf.asked, lang)}"


def _telling(trace: RuleTrace) -> list[Leaf]:
    """The comparisons that carry an outcome: of a table, those of the row that decided."""
    found: list[Leaf] = []
    if trace.holds is not None:
        wanted = TRUE if trace.holds.truth == TRUE else None
        every = _leaves(trace.holds)
        found += [leaf for leaf in every if wanted is None or leaf.truth == wanted]
    for row in trace.rows:
        if row.when is not None and row.truth >= UNKNOWN:
            found += [leaf for leaf in _leaves(row.when) if leaf.truth >= UNKNOWN]
        if row.truth == TRUE and trace.rule.mode == "first":
            break
    return found


def _leaves(node: Node) -> list[Leaf]:
    if isinstance(node, Leaf):
        return [node]
    return [leaf for part in node.parts for leaf in _leaves(part)]
