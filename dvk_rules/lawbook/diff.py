"""Two packs compared: what the text changes, and what that changes for given nominations.

Rules and parameters are matched by id. Formatting, order of keys and comments do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dvk_rules.conditions import ParamRef
from dvk_rules.errors import PackError, Problem
from dvk_rules.evaluation import NominationResult, evaluate
from dvk_rules.lawbook.words import describe_condition
from dvk_rules.messages import say
from dvk_rules.nominations import Nomination
from dvk_rules.pack.load import available_packs, load_pack
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import Parameter
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.values import Text, ValueType
from dvk_rules.verdicts import Verdict

__all__ = [
    "Change",
    "PackDiff",
    "VerdictChange",
    "choose_pack",
    "diff",
    "diff_lines",
    "pack_families",
]


@dataclass(frozen=True)
class Change:
    """A rule, parameter or fact that was added, removed or changed.

    ``what`` is ``rule``, ``parameter`` or ``fact``. ``parts`` maps what changed to how it reads
    before and after; it is empty for what was added or removed.
    """

    what: str
    id: str
    title: Text
    how: str
    parts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class VerdictChange:
    """A nomination that one pack decides otherwise than the other, for one tier.

    ``before`` and ``after`` are verdicts with the rules behind them; ``rules`` lists the rules of
    both packs whose outcome differs.
    """

    nomination: str
    tier: str
    before: Verdict
    after: Verdict
    before_by: tuple[str, ...]
    after_by: tuple[str, ...]
    rules: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class PackDiff:
    """What differs between two packs.

    ``compared`` counts the nominations; ``not_understood`` are (nomination, fact) whose value one
    of the packs does not know, and which counts as missing there.
    """

    before: Pack
    after: Pack
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...]
    compared: int
    not_understood: tuple[tuple[str, str], ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.changes and not self.verdicts

    def to_json(self) -> dict[str, Any]:
        """The difference as data; the parts are worded in Vietnamese."""
        return {
            "format": "dvk/pack-diff/1",
            "before": {"id": self.before.id, "sha256": self.before.sha256},
            "after": {"id": self.after.id, "sha256": self.after.sha256},
            "changes": [
                {
                    "what": item.what,
                    "id": item.id,
                    "how": item.how,
                    "parts": {name: list(both) for name, both in item.parts.items()},
                }
                for item in self.changes
            ],
            "compared": self.compared,
            "verdicts": [
                {
                    "nomination": item.nomination,
                    "tier": item.tier,
                    "before": item.before.value,
                    "after": item.after.value,
                    "before_by": list(item.before_by),
                    "after_by": list(item.after_by),
                    "rules": {name: list(both) for name, both in item.rules.items()},
                }
                for item in self.verdicts
            ],
            "not_understood": [list(item) for item in self.not_understood],
        }


def diff(
    before: Pack,
    after: Pack,
    nominations: Iterable[Nomination] = (),
    *,
    day: date | None = None,
    lang: str = "vi",
) -> PackDiff:
    """What ``after`` changes against ``before``, and for which of ``nominations``.

    Both packs decide on ``day``; without it each decides on its usual day. ``lang`` words the
    parts of changed rules.
    """
    changes = (
        *_matched("rule", _rules(before, lang), _rules(after, lang)),
        *_matched("parameter", _parameters(before, lang), _parameters(after, lang)),
        *_matched("fact", _facts(before, lang), _facts(after, lang)),
    )
    listed = sorted(nominations, key=lambda item: item.id)
    strange: dict[tuple[str, str], None] = {}
    results = [_decided(pack, listed, day, strange) for pack in (before, after)]
    verdicts = tuple(
        change
        for one, other in zip(*results, strict=True)
        for change in _verdicts(before, after, one, other)
    )
    return PackDiff(before, after, changes, verdicts, len(listed), tuple(strange))


def diff_lines(found: PackDiff, lang: str = "vi") -> list[str]:
    """The difference for a terminal."""
    lines = [
        say("diff.head", lang, before=_name(found.before), after=_name(found.after)),
    ]
    for item in found.changes:
        params = {"what": say(f"diff.what.{item.what}", lang), "id": item.id}
        lines.append(say(f"diff.{item.how}", lang, title=item.title.get(lang), **params))
        for part, (old, new) in item.parts.items():
            name = say(f"diff.part.{part}", lang)
            lines.append(say("diff.part", lang, part=name, before=old, after=new))
    for change in found.verdicts:
        tier = (found.after.tier.get(change.tier) or found.before.tier[change.tier]).short
        lines.append(
            say(
                "diff.verdict",
                lang,
                nomination=change.nomination,
                tier=tier.get(lang),
                before=say(f"verdict.{change.before}", lang),
                after=say(f"verdict.{change.after}", lang),
            )
        )
        for code, rules, pack in (
            ("diff.because-before", change.before_by, found.before),
            ("diff.because-after", change.after_by, found.after),
        ):
            titles = [f"{pack.rule[rule].title.get(lang)} [{rule}]" for rule in rules]
            if titles:
                lines.append(say(code, lang, rules="; ".join(titles)))
    for nomination, fact in found.not_understood:
        lines.append(say("diff.not-understood", lang, nomination=nomination, fact=fact))
    count = len({change.nomination for change in found.verdicts})
    lines.append(
        say("diff.total", lang, changes=len(found.changes), changed=count, total=found.compared)
    )
    return lines


def pack_families() -> tuple[str, ...]:
    """The families of the shipped packs: their ids before the year, sorted."""
    return tuple(sorted({name.rpartition("-")[0] for name in available_packs()}))


def choose_pack(day: date, family: str) -> Pack:
    """The shipped pack of ``family`` (ids before the year: ``vn-tdkt``) in force on ``day``.

    Raises ``PackError`` naming the packs of the family if none or several serve that day.
    """
    packs = [load_pack(name) for name in available_packs() if name.rpartition("-")[0] == family]
    serving = [pack for pack in packs if pack.effective.covers(day)]
    if len(serving) == 1:
        return serving[0]
    families = pack_families()
    code = "choose.several" if serving else "choose.none" if packs else "choose.no-family"
    known = [pack.id for pack in serving or packs]
    params = {"day": day, "family": family, "packs": known, "families": families}
    raise PackError([Problem(code, params)])


def _name(pack: Pack) -> str:
    return f"{pack.id} {pack.version}"


# The text


type _Described = dict[str, tuple[Text, dict[str, str]]]
"""Each thing by id: its title and its parts in words."""


def _matched(what: str, before: _Described, after: _Described) -> Iterator[Change]:
    for name, (title, parts) in before.items():
        if name not in after:
            yield Change(what, name, title, "removed", {})
            continue
        new_title, new_parts = after[name]
        changed = {
            part: (parts.get(part, "–"), new_parts.get(part, "–"))
            for part in dict.fromkeys((*parts, *new_parts))
            if parts.get(part) != new_parts.get(part)
        }
        if changed:
            yield Change(what, name, new_title, "changed", changed)
    for name, (title, _) in after.items():
        if name not in before:
            yield Change(what, name, title, "added", {})


def _rules(pack: Pack, lang: str) -> _Described:
    return {rule.id: (rule.title, dict(_rule_parts(rule, pack, lang))) for rule in pack.rules}


def _rule_parts(rule: Rule, pack: Pack, lang: str) -> Iterator[tuple[str, str]]:
    yield "title", rule.title.get(lang)
    yield "kind", say(f"diff.kind.{rule.kind}", lang)
    if rule.tier is not None:
        yield "tier", pack.tier[rule.tier].short.get(lang)
    if rule.applies is not None:
        yield "applies", describe_condition(rule.applies, pack, lang=lang)
    if rule.condition is not None:
        yield "condition", describe_condition(rule.condition, pack, lang=lang)
    if rule.table:
        rows = (
            f"{describe_condition(row.when, pack, lang=lang)} → {_result(rule, row, pack, lang)}"
            for row in rule.table
        )
        yield "table", "; ".join(rows)
        yield "mode", rule.mode
    if rule.cap is not None:
        yield "cap", rule.cap.name if isinstance(rule.cap, ParamRef) else str(rule.cap)
    if rule.kind.gate:
        yield "otherwise", say(f"show.otherwise.{rule.otherwise}", lang)
    document = pack.documents.get(rule.source.doc)
    cited = document.title.get(lang) if document else rule.source.doc
    yield "source", ", ".join(item for item in (rule.source.at, cited) if item)
    if rule.source.quote:
        yield "quote", rule.source.quote.strip()
    yield "status", say(f"status.{rule.status}", lang)


def _result(rule: Rule, row: Any, pack: Pack, lang: str) -> str:
    if rule.kind is RuleKind.SCORE:
        return str(row.points)
    return pack.vocabulary[str(rule.derives)].kind.show(row.value, lang)


def _parameters(pack: Pack, lang: str) -> _Described:
    return {
        item.name: (item.label, dict(_parameter_parts(item, pack, lang)))
        for item in pack.parameters.values()
    }


def _parameter_parts(item: Parameter, pack: Pack, lang: str) -> Iterator[tuple[str, str]]:
    show = item.kind.show
    dated = [
        (f"{value.start.isoformat()}: " if value.start else "") + show(value.value, lang)
        for value in item.values
    ]
    yield "value", "; ".join(dated)
    others = [
        f"{_whom(other.unit, other.group, pack, lang)}: {show(other.value, lang)}"
        for other in item.overrides
    ]
    if others:
        yield "overrides", "; ".join(others)
    yield "status", "; ".join(dict.fromkeys(say(f"status.{v.status}", lang) for v in item.values))


def _whom(unit: str | None, group: str | None, pack: Pack, lang: str) -> str:
    if unit is not None:
        return pack.units.units[unit].name.get(lang)
    return pack.units.groups[str(group)].get(lang)


def _facts(pack: Pack, lang: str) -> _Described:
    return {
        fact.name: (fact.label, dict(_fact_parts(fact.kind, fact.label, lang)))
        for fact in pack.vocabulary.facts.values()
    }


def _fact_parts(kind: ValueType, label: Text, lang: str) -> Iterator[tuple[str, str]]:
    yield "label", label.get(lang)
    yield "type", say(f"type.{kind.type.value}", lang)
    if kind.choices:
        yield "choices", ", ".join(kind.choices)
    for side, bound in (("at_least", kind.at_least), ("at_most", kind.at_most)):
        if bound is not None:
            yield side, kind.show(bound, lang)


# The verdicts


def _decided(
    pack: Pack,
    nominations: Sequence[Nomination],
    day: date | None,
    strange: dict[tuple[str, str], None],
) -> tuple[NominationResult, ...]:
    """The nominations under ``pack``; a value that it does not know counts as missing."""
    understood = [_understood(pack, item, strange) for item in nominations]
    return evaluate(pack, understood, day=day or pack.usual_day, engine="reference").results


def _understood(
    pack: Pack, nomination: Nomination, strange: dict[tuple[str, str], None]
) -> Nomination:
    kept: dict[str, Any] = {}
    for name, value in nomination.facts.items():
        if name not in pack.vocabulary or not pack.vocabulary[name].given:
            continue
        if pack.vocabulary[name].kind.holds(value):
            kept[name] = value
        else:
            strange[(nomination.id, name)] = None
    return replace(nomination, facts=kept)


def _verdicts(
    before: Pack, after: Pack, one: NominationResult, other: NominationResult
) -> Iterator[VerdictChange]:
    rules = {
        rule: (str(one.outcomes.get(rule, "–")), str(other.outcomes.get(rule, "–")))
        for rule in dict.fromkeys((*one.outcomes, *other.outcomes))
        if one.outcomes.get(rule) is not other.outcomes.get(rule)
    }
    for tier in before.tier:
        if tier not in after.tier:
            continue
        old, new = one.verdicts[tier], other.verdicts[tier]
        if old.verdict is not new.verdict:
            yield VerdictChange(
                one.id, tier, old.verdict, new.verdict, old.decided_by, new.decided_by, rules
            )
