"""Quotas and bounds as texts in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from dvk_rules.clashes import amount_words
from dvk_rules.messages import say
from dvk_rules.pack.model import Pack
from dvk_rules.scenario import QuotaSpec
from dvk_rules.scenario.model import Bound, Where
from dvk_rules.values import Text

__all__ = ["both", "bounds_text", "condition_text", "listed", "quota_text", "value_text"]


def both(code: str, **params: object) -> Text:
    """A text of the catalogue in both languages."""
    return Text(say(code, "vi", **params), say(code, "en", **params))


def listed(texts: Iterable[Text]) -> Text:
    """Several texts with commas between them."""
    kept = list(texts)
    return Text(", ".join(t.vi for t in kept), ", ".join(t.get("en") for t in kept))


def bounds_text(low: Bound, high: Bound) -> Text:
    """A span of counts or shares: ``2–5``, ``≥ 45%``, ``3``."""
    said: list[str] = []
    for lang in ("vi", "en"):
        least, most = amount_words(low, lang), amount_words(high, lang)
        if low is None and high is None:
            said.append("–")
        elif low is None:
            said.append(f"≤ {most}")
        elif high is None:
            said.append(f"≥ {least}")
        else:
            said.append(least if low == high else f"{least}–{most}")
    return Text(*said)


def value_text(pack: Pack, per: str | None, value: str | None) -> Text:
    """A value of the attribute a quota is counted per; empty where there is none."""
    if per is None or value is None:
        return Text("")
    kind = pack.vocabulary[per].kind
    shown: object = {"true": True, "false": False}.get(value, value)
    return Text(kind.show(shown, "vi"), kind.show(shown, "en"))  # type: ignore[arg-type]  # a value of that fact


def quota_text(pack: Pack, quota: QuotaSpec) -> Text:
    """A quota in one line: its bounds, and what it counts."""
    bounds = bounds_text(quota.at_least, quota.at_most)
    counts = condition_text(pack, quota)
    return Text(f"{bounds.vi} ({counts.vi})", f"{bounds.en} ({counts.en})")


def condition_text(pack: Pack, quota: QuotaSpec) -> Text:
    """What a quota counts and how strictly, without its bounds."""
    said: list[str] = []
    for lang in ("vi", "en"):
        parts = [pack.tier[quota.tier].short.get(lang) if quota.tier in pack.tier else quota.tier]
        if quota.per is not None:
            label = pack.vocabulary[quota.per].label.get(lang)
            parts.append(say("compare.per", lang, fact=label))
        if quota.where:
            parts.append(_where(pack, quota.where, lang))
        if quota.of is not None:
            parts.append(say("compare.of", lang, group=_where(pack, quota.of, lang)))
        if quota.floor_if_available:
            parts.append(say("compare.if-available", lang))
        if quota.priority:
            parts.append(say("compare.soft", lang, priority=quota.priority))
        said.append("; ".join(parts))
    return Text(*said)


def _where(pack: Pack, where: Where, lang: str) -> str:
    parts: list[str] = []
    for name, value in where.items():
        fact = pack.vocabulary[name]
        values = value if isinstance(value, tuple) else (value,)
        shown = ", ".join(fact.kind.show(item, lang) for item in values)
        parts.append(f"{fact.label.get(lang)}: {shown}")
    return "; ".join(parts)
