"""Conditions and comparisons in words, from the labels of the vocabulary.

``describe_condition`` says what a rule asks; ``describe_leaf`` says what was found of a nomination
and how far it is from what was asked. Thresholds come with the name of their parameter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dvk_rules.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Atom,
    Condition,
    FactRef,
    Not,
    ParamRef,
)
from dvk_rules.logic import FALSE, TRUE, UNKNOWN, Truth
from dvk_rules.messages import say, shown
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import Setting
from dvk_rules.trace import Leaf, Node
from dvk_rules.values import FactType, ValueType

__all__ = [
    "Line",
    "describe_condition",
    "describe_leaf",
    "describe_node",
    "describe_origin",
    "outline",
]

type Settings = Mapping[str, Setting]

_FAMILY = {
    FactType.BOOL: "bool",
    FactType.DATE: "date",
    FactType.INT: "number",
    FactType.DECIMAL: "number",
    FactType.ORDERED: "level",
    FactType.ENUM: "choice",
    FactType.TEXT: "text",
    FactType.LIST: "list",
}
# Kleene logic keeps these exact: both sides are unknown for the same facts.
_OPPOSITE = {
    "is": "is_not",
    "is_not": "is",
    "in": "not_in",
    "not_in": "in",
    "less_than": "at_least",
    "at_least": "less_than",
    "more_than": "at_most",
    "at_most": "more_than",
    "before": "on_or_after",
    "on_or_after": "before",
    "after": "on_or_before",
    "on_or_before": "after",
}
_LEAST = frozenset({"at_least", "more_than"})
_MOST = frozenset({"at_most", "less_than"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline: how deep it stands, its words, and its truth where there is one."""

    depth: int
    text: str
    truth: Truth | None = None


def describe_condition(
    condition: Condition | None,
    pack: Pack,
    settings: Settings | None = None,
    lang: str = "vi",
) -> str:
    """``condition`` as one sentence without a full stop.

    ``settings`` are the parameters in force for a unit on a day (``Pack.settings``); without them
    a parameter is shown with its latest value for everyone. No condition always holds.
    """
    if condition is None:
        return say("says.always", lang)
    return _Words(pack, settings, lang).condition(condition)


def outline(
    condition: Condition, pack: Pack, settings: Settings | None = None, lang: str = "vi"
) -> tuple[Line, ...]:
    """``condition`` with its parts one under the other, for a page."""
    return tuple(_Words(pack, settings, lang).lines(condition, 0))


def describe_leaf(leaf: Leaf, pack: Pack, lang: str = "vi") -> str:
    """What was found, what was asked, where the asked value comes from, and the distance."""
    words = _Words(pack, None, lang)
    fact = pack.vocabulary[leaf.fact]
    label = fact.label.get(lang)
    if OPERATORS[leaf.op].shape == "truth":
        wanted = "says.known" if leaf.asked else "says.unknown"
        code = "leaf.plain.true" if leaf.truth == TRUE else "leaf.plain.false"
        return say(code, lang, asked=say(wanted, lang, label=label), origin="")
    found = fact.kind.show(leaf.found, lang)
    if leaf.found is not None and leaf.asked is None:
        return say("leaf.no-threshold", lang, label=label, found=found, other=words.other(leaf))
    origin = words.leaf_origin(leaf)
    asked = words.asked(leaf, fact.kind)
    if leaf.found is None or leaf.truth == UNKNOWN:
        return say("leaf.missing", lang, label=label, asked=asked, origin=origin)
    distance = words.distance(leaf, fact.kind)
    family = "leaf.bool" if isinstance(leaf.found, bool) else "leaf"
    code = f"{family}.true" if leaf.truth == TRUE else f"{family}.false"
    params = {"label": label, "found": found, "asked": asked, "origin": origin}
    return say(code, lang, **params, distance=distance)


def describe_node(node: Node, pack: Pack, lang: str = "vi") -> tuple[Line, ...]:
    """A branch of a trace with its parts one under the other, each with its truth."""
    return tuple(_node_lines(node, pack, lang, 0))


def describe_origin(setting: Setting, pack: Pack, lang: str = "vi") -> str:
    """The parameter behind a threshold, and for whom it differs."""
    parameter = pack.parameters[setting.name]
    label = parameter.label.get(lang)
    kind, _, target = setting.origin.partition(":")
    name = ""
    if kind == "group":
        name = pack.units.groups[target].get(lang)
    elif kind == "unit":
        name = pack.units.units[target].name.get(lang)
    base = parameter.kind.show(setting.base, lang)
    return say(f"origin.{kind}", lang, label=label, name=name, base=base)


def _node_lines(node: Node, pack: Pack, lang: str, depth: int) -> Iterator[Line]:
    if isinstance(node, Leaf):
        yield Line(depth, describe_leaf(node, pack, lang), node.truth)
        return
    yield Line(depth, _head(node.kind, node.count, len(node.parts), lang), node.truth)
    for part in node.parts:
        yield from _node_lines(part, pack, lang, depth + 1)


def _head(kind: str, count: int | None, total: int, lang: str) -> str:
    return say(f"says.head.{kind}", lang, count=count, total=total)


@dataclass(frozen=True)
class _Words:
    pack: Pack
    settings: Settings | None
    lang: str

    def condition(self, condition: Condition, inside: bool = False) -> str:
        match condition:
            case Atom():
                return self.atom(condition)
            case Not(Atom() as atom) if (turned := _turned(atom)) is not None:
                return self.atom(turned)
            case Not(part):
                return say("says.not", self.lang, part=f"({self.condition(part)})")
            case AllOf(parts) | AnyOf(parts) if len(parts) == 1:
                return self.condition(parts[0], inside)
            case AllOf(parts):
                text = say("says.and", self.lang).join(self.condition(p, True) for p in parts)
            case AnyOf(parts):
                text = say("says.or", self.lang).join(self.condition(p, True) for p in parts)
            case AtLeast(count, parts):
                listed = "; ".join(self.condition(part, True) for part in parts)
                text = say(
                    "says.count", self.lang, count=count, total=len(parts), parts=f"({listed})"
                )
                return f"({text})" if inside else text
        return f"({text})" if inside else text

    def lines(self, condition: Condition, depth: int) -> Iterator[Line]:
        match condition:
            case AllOf(parts) | AnyOf(parts) if len(parts) == 1:
                yield from self.lines(parts[0], depth)
                return
            case AllOf(parts):
                head = _head("all", None, len(parts), self.lang)
            case AnyOf(parts):
                head = _head("any", None, len(parts), self.lang)
            case AtLeast(count, parts):
                head = _head("at_least", count, len(parts), self.lang)
            case Not(part) if not isinstance(part, Atom) or _turned(part) is None:
                head, parts = _head("not", None, 1, self.lang), (part,)
            case _:
                yield Line(depth, self.condition(condition))
                return
        yield Line(depth, head)
        for part in parts:
            yield from self.lines(part, depth + 1)

    def atom(self, atom: Atom) -> str:
        """The comparison with the label of its fact."""
        fact = self.pack.vocabulary[atom.fact]
        label = fact.label.get(self.lang)
        if OPERATORS[atom.op].shape == "truth":
            return say("says.known" if atom.operand else "says.unknown", self.lang, label=label)
        origin = ""
        match atom.operand:
            case ParamRef(name):
                value, origin = self.parameter(name, fact.kind)
            case FactRef(name):
                value = f"“{self.pack.vocabulary[name].label.get(self.lang)}”"
            case literal:
                value = self.value(atom.op, fact.kind, literal)
        text = self.compare(label, atom.op, fact.kind, value)
        return f"{text} ({origin})" if origin else text

    def parameter(self, name: str, kind: ValueType) -> tuple[str, str]:
        """The value of a parameter in words, and where it comes from."""
        parameter = self.pack.parameters[name]
        label = parameter.label.get(self.lang)
        if self.settings is not None:
            setting = self.settings.get(name)
            if setting is None:
                return "?", say("origin.none", self.lang, label=label)
            return self.one(kind, setting.value), describe_origin(setting, self.pack, self.lang)
        if not parameter.values:
            return "?", say("origin.none", self.lang, label=label)
        code = "origin.varies" if parameter.overrides else "origin.pack"
        return self.one(kind, parameter.values[-1].value), say(code, self.lang, label=label)

    def compare(self, label: str, op: str, kind: ValueType, value: str | tuple[str, str]) -> str:
        """What ``op`` asks of the fact called ``label``; ``between`` has two values."""
        low, high = value if isinstance(value, tuple) else ("", "")
        code = f"says.{_FAMILY[kind.type]}.{op}"
        return say(code, self.lang, label=label, value=value, low=low, high=high)

    def value(
        self, op: str, kind: ValueType, value: Any, quotes: bool = True
    ) -> str | tuple[str, str]:
        """What a comparison asks for, in words."""
        if OPERATORS[op].shape == "pair":
            return self.one(kind, value[0], quotes), self.one(kind, value[1], quotes)
        return self.one(kind, value, quotes)

    def one(self, kind: ValueType, value: Any, quotes: bool = True) -> str:
        """A value or a list of values; chosen words and free text stand in quotes."""
        if isinstance(value, tuple):
            return ", ".join(self.one(kind, item, quotes) for item in value)
        text = kind.show(value, self.lang)
        return f"“{text}”" if quotes and isinstance(value, str) else text

    def asked(self, leaf: Leaf, kind: ValueType) -> str:
        """What was asked, without the label of the fact and without quotes of its own."""
        value = self.other(leaf)
        if leaf.asked is not None:
            value = self.value(leaf.op, kind, leaf.asked, quotes=False)
        return self.compare("", leaf.op, kind, value).removeprefix(":").strip()

    def other(self, leaf: Leaf) -> str:
        """The name of what the value was compared with."""
        if leaf.setting is not None:
            return self.pack.parameters[leaf.setting.name].label.get(self.lang)
        if leaf.other is not None:
            return self.pack.vocabulary[leaf.other].label.get(self.lang)
        return "?"

    def leaf_origin(self, leaf: Leaf) -> str:
        """Where the asked value comes from, in brackets."""
        origin = ""
        if leaf.setting is not None:
            origin = describe_origin(leaf.setting, self.pack, self.lang)
        elif leaf.other is not None and leaf.asked is not None:
            origin = self.other(leaf)
        return say("leaf.origin", self.lang, origin=origin) if origin else ""

    def distance(self, leaf: Leaf, kind: ValueType) -> str:
        """How far the value is from what was asked, where that means something."""
        far = leaf.distance
        if far is None or leaf.op in ("is", "is_not"):
            return ""
        if isinstance(leaf.found, date):
            text = self.days(int(far), leaf.truth)
        else:
            text = self.amount(Decimal(far), leaf, kind)
        return say("leaf.distance", self.lang, distance=text) if text else ""

    def days(self, far: int, truth: Truth) -> str:
        if far == 0:
            return say("distance.same-day", self.lang) if truth == FALSE else ""
        way = "late" if far > 0 else "early"
        if truth == TRUE and far > 0:
            return ""  # "late" would sound like a fault where a later day is what is asked
        code = f"distance.{way}-one" if abs(far) == 1 else f"distance.{way}"
        return say(code, self.lang, count=abs(far))

    def amount(self, far: Decimal, leaf: Leaf, kind: ValueType) -> str:
        if far == 0:
            return say("distance.equal", self.lang)
        amount = shown(_tidy(abs(far) * 100 if kind.percent else abs(far)), self.lang)
        if kind.percent:
            amount = say("distance.points", self.lang, amount=amount)
        way = "above" if far > 0 else "below"
        if leaf.truth == FALSE:
            way = "short" if leaf.op in _LEAST else "over" if leaf.op in _MOST else way
        return say(f"distance.{way}", self.lang, amount=amount)


def _turned(atom: Atom) -> Atom | None:
    """The comparison that holds exactly where this one does not."""
    if atom.op == "known":
        return Atom(atom.fact, "known", not atom.operand)
    if atom.op == "is" and isinstance(atom.operand, bool):
        return Atom(atom.fact, "is", not atom.operand)
    opposite = _OPPOSITE.get(atom.op)
    return Atom(atom.fact, opposite, atom.operand) if opposite else None


def _tidy(amount: Decimal) -> Decimal:
    """At most two places after the comma, unless that would hide a difference."""
    rounded = amount.quantize(Decimal("0.01"))
    return rounded if rounded else amount
