"""Values of facts: what a cell or a YAML scalar means under a fact's type, and how it is written.

Decimals are exact (``Decimal``), dates are dates, names are NFC text, an enum value is its id, a
list of enum values is a sorted tuple of ids. An empty cell is ``None``: unknown, never false and
never zero (D2.2, D2.3).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import NoneType
from typing import Any

from dvk_rules.frozen import Frozen, freeze
from dvk_rules.messages import say, shown
from dvk_rules.text import fold, shortly, squash

__all__ = ["BadValue", "Choice", "FactType", "Text", "Value", "ValueType"]

type Value = bool | int | Decimal | date | str | tuple[str, ...]


class FactType(StrEnum):
    """The closed set of types a fact can have (D2.1)."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    ENUM = "enum"
    ORDERED = "ordered enum"
    LIST = "list of enum"


class BadValue(ValueError):  # noqa: N818 - it names the thing refused
    """A raw value that is not of its type; ``code`` and ``params`` word it."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Vietnamese and English; a missing English one falls back."""

    vi: str
    en: str = ""

    def get(self, lang: str) -> str:
        """The text in ``lang``."""
        return self.en if lang == "en" and self.en else self.vi

    def __bool__(self) -> bool:
        return bool(self.vi)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an enum: its id, its label and the other spellings that mean it."""

    id: str
    label: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValueType:
    """A type with what narrows it: the choices of an enum, bounds, percentages."""

    type: FactType
    choices: Mapping[str, Choice] = field(default_factory=dict[str, Choice])
    at_least: Value | None = None
    at_most: Value | None = None
    percent: bool = False

    def __post_init__(self) -> None:
        freeze(self, "choices")

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of each choice, for an ordered enum."""
        return Frozen({choice: index for index, choice in enumerate(self.choices)})

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        spellings: dict[str, str] = {}
        for choice in self.choices.values():
            for spelling in (choice.id, choice.label.vi, choice.label.en, *choice.also):
                if fold(spelling):
                    spellings.setdefault(fold(spelling), choice.id)
        return Frozen(spellings)

    def parse(self, raw: Any) -> Value | None:
        """The value that ``raw`` (a cell, a YAML scalar or list) stands for; ``None`` if empty.

        Raises ``BadValue`` when it is not of this type or outside its bounds.
        """
        if raw is None or (isinstance(raw, str) and not squash(raw)):
            return None
        value = _PARSERS[self.type](self, raw)
        if not isinstance(value, (bool, tuple)):
            if self.at_least is not None and value < self.at_least:  # type: ignore[operator]  # bounds are of the fact's type
                raise BadValue(
                    "value.too-low", value=self.show(value), bound=self.show(self.at_least)
                )
            if self.at_most is not None and value > self.at_most:  # type: ignore[operator]  # bounds are of the fact's type
                raise BadValue(
                    "value.too-high", value=self.show(value), bound=self.show(self.at_most)
                )
        return value

    def holds(self, value: Any) -> bool:
        """Whether ``value`` is a value of this type, not merely something that looks like one.

        A number or a day outside the bounds is none either.
        """
        return self._is_one(value) and self._within([value])

    def _within(self, values: Iterable[Any]) -> bool:
        """Whether the values of this type keep its bounds; unknown ones do."""
        if self.at_least is None and self.at_most is None:
            return True
        known = [value for value in values if value is not None]
        if not known or isinstance(known[0], (bool, tuple)):
            return True
        low, high = self.at_least, self.at_most
        return not (
            (low is not None and min(known) < low) or (high is not None and max(known) > high)
        )

    def _is_one(self, value: Any) -> bool:
        match self.type:
            case FactType.BOOL:
                return isinstance(value, bool)
            case FactType.INT:
                whole = isinstance(value, int) and not isinstance(value, bool)
                return whole and -_TOO_LARGE < value < _TOO_LARGE
            case FactType.DECIMAL:
                if isinstance(value, Decimal):
                    return _writable(value)
                whole = isinstance(value, int) and not isinstance(value, bool)
                return whole and -_TOO_LARGE < value < _TOO_LARGE
            case FactType.DATE:
                return isinstance(value, date) and not isinstance(value, datetime)
            case FactType.TEXT:
                return isinstance(value, str) and _encodable([value])
            case FactType.ENUM | FactType.ORDERED:
                return isinstance(value, str) and (value in self.choices or not self.choices)
            case FactType.LIST:
                items: tuple[Any, ...] = value if isinstance(value, tuple) else (None,)
                return all(isinstance(item, str) and item in self.choices for item in items)

    def holds_all(self, values: Collection[Any]) -> bool:
        """Whether each of ``values`` is unknown or of this type; quicker than one by one."""
        if _CLASSES[self.type].issuperset(map(type, values)):
            if self.type is FactType.TEXT:
                return _encodable(values) and self._within(values)
            if self.type is FactType.INT:
                known = [value for value in values if value is not None]
                few = not known or (min(known) > -_TOO_LARGE and max(known) < _TOO_LARGE)
                return few and self._within(values)
            if self.type in (FactType.BOOL, FactType.DATE):
                return self._within(values)
            if self.type in (FactType.ENUM, FactType.ORDERED):
                return not self.choices or self.choices.keys() >= set(values) - {None}
            if self.type is FactType.DECIMAL:
                fine = all(
                    _writable(value)
                    if isinstance(value, Decimal)
                    else value is None or -_TOO_LARGE < value < _TOO_LARGE
                    for value in values
                )
                return fine and self._within(values)
        return all(value is None or self.holds(value) for value in values)

    def show(self, value: Value | None, lang: str = "vi") -> str:
        """The value as a person reads it; an unknown one as a dash."""
        if value is None:
            return "–"
        if self.percent and isinstance(value, (Decimal, int)):
            return f"{shown(Decimal(value) * 100, lang)}%"
        if isinstance(value, tuple):
            return ", ".join(self._label(item, lang) for item in value)
        if isinstance(value, str) and self.choices:
            return self._label(value, lang)
        return shown(value, lang)

    def _label(self, choice: str, lang: str) -> str:
        return self.choices[choice].label.get(lang) if choice in self.choices else choice

    def split(self, raw: str) -> list[str]:
        """The items of a written list: semicolons and lines part them, commas too.

        A comma within the label of a choice does not: the longest known label is taken.
        """
        items: list[str] = []
        for chunk in re.split(r"[;\n]", raw):
            words = chunk.split(",")
            while words:
                ends = range(min(len(words), 5), 1, -1)  # no label has more commas
                known = (end for end in ends if fold(",".join(words[:end])) in self._spellings)
                end = next(known, 1)
                items.append(",".join(words[:end]))
                words = words[end:]
        return items

    def __repr__(self) -> str:
        choices = f" {shortly(list(self.choices))}" if self.choices else ""
        ends = (("≥", self.at_least), ("≤", self.at_most))
        known = "".join(f" {sign} {end}" for sign, end in ends if end is not None)
        return f"<{self.type}{choices}{known}>"

    def find_choice(self, raw: str) -> str:
        """The id of the choice that ``raw`` names in any known spelling."""
        found = raw if raw in self.choices else self._spellings.get(fold(raw))
        if found is None:
            raise BadValue(
                "value.not-a-choice",
                raw=raw,
                choices=[choice.label.vi or choice.id for choice in self.choices.values()],
            )
        return found


_MOST_PLACES = 100  # more than anything means, and few enough to be written out
_TOO_LARGE = 10**_MOST_PLACES


def _writable(number: Decimal) -> bool:
    """Whether a number has at most as many places as can mean anything, before and after 0."""
    if not number.is_finite() or not -_MOST_PLACES <= number.adjusted() < _MOST_PLACES:
        return False
    return len(str(number)) <= 2 * _MOST_PLACES + 10


def _encodable(texts: Iterable[str | None]) -> bool:
    """Whether the texts can be written to a file: half a character (a surrogate) cannot."""
    try:
        "".join(text for text in texts if text is not None).encode()
    except UnicodeEncodeError:
        return False
    return True


_CLASSES: Mapping[FactType, frozenset[type]] = {
    FactType.BOOL: frozenset({bool, NoneType}),
    FactType.INT: frozenset({int, NoneType}),
    FactType.DECIMAL: frozenset({int, Decimal, NoneType}),
    FactType.DATE: frozenset({date, NoneType}),
    FactType.TEXT: frozenset({str, NoneType}),
    FactType.ENUM: frozenset({str, NoneType}),
    FactType.ORDERED: frozenset({str, NoneType}),
    FactType.LIST: frozenset({tuple, NoneType}),
}
"""The classes of values of each type; values of other classes are looked at one by one."""

_TICKS = ("x", "v", "✓", "1")
_YES = ("true", "on", "yes", "có", "co", "đúng", "đạt", "rồi", "đã có", "đủ")
_NO = ("false", "off", "no", "không", "khong", "sai", "chưa", "chưa có", "không có", "0")
_TRUE = {fold(word) for word in (*_YES, *_TICKS)}
_FALSE = {fold(word) for word in _NO}


def _parse_bool(_kind: ValueType, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, (int, float)) and raw in (0, 1):
        return bool(raw)
    word = fold(str(raw)) or squash(str(raw))
    if word in _TRUE or word in ("✓", "✔"):
        return True
    if word in _FALSE:
        return False
    raise BadValue("value.not-a-bool", raw=raw)


_GROUPED = re.compile(r"[+-]?\d{1,3}([. ]\d{3})+")
_COMMA = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")  # 1,000: one, or a thousand as English groups
# What a person writes: no exponents, no underscores, and no more digits than can mean anything.
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})")


def _exact(raw: Any, text: str, code: str) -> Decimal:
    """The number that ``text`` writes; a float counts as its shortest decimal."""
    if isinstance(raw, (float, Decimal)):
        number = Decimal(str(raw))
        text = f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else ""
    if not _NUMBER.fullmatch(text):
        raise BadValue(code, raw=raw if len(str(raw)) < 40 else f"{str(raw)[:40]}…")
    return Decimal(text)


def _parse_int(_kind: ValueType, raw: Any) -> int:
    if isinstance(raw, (bool, date, list, tuple, dict)):
        raise BadValue("value.not-an-int", raw=raw)
    if isinstance(raw, int):
        return raw
    text = squash(str(raw))
    if _COMMA.fullmatch(text):
        many, few = Decimal(text.replace(",", "")), Decimal(text.replace(",", "."))
        raise BadValue("value.grouping", raw=raw, many=many, few=few)
    if _GROUPED.fullmatch(text) and isinstance(raw, str):
        text = re.sub(r"[. ]", "", text)
    number = _exact(raw, text.replace(",", "."), "value.not-an-int")
    if number != number.to_integral_value():
        raise BadValue("value.not-an-int", raw=raw)
    return int(number)


def _parse_decimal(kind: ValueType, raw: Any) -> Decimal:
    if isinstance(raw, (bool, date, list, tuple, dict)):
        raise BadValue("value.not-a-number", raw=raw)
    text = squash(str(raw))
    percent = text.endswith("%")
    number = _exact(raw, text.rstrip("% ").replace(",", "."), "value.not-a-number")
    if kind.percent and not percent and 1 < number < 2:
        raise BadValue("value.percent-unclear", raw=shown(Decimal(number)))
    if percent or (kind.percent and number > 1):
        number /= 100
    return number


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)


def _parse_date(_kind: ValueType, raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 20000 < raw < 80000:
        meant = date(1899, 12, 30) + timedelta(days=int(raw))
        raise BadValue("value.serial-date", raw=int(raw), meant=meant)
    text = squash(str(raw))
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_IN_WORDS, (3, 2, 1))):
        if found := pattern.fullmatch(text):
            try:
                return date(*(int(found[part]) for part in order))
            except ValueError:
                raise BadValue("value.no-such-day", raw=text) from None
    raise BadValue("value.not-a-date", raw=text)


def _parse_text(_kind: ValueType, raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, datetime):
        raw = raw.date()
    return squash(str(raw))


def _parse_choice(kind: ValueType, raw: Any) -> str:
    if isinstance(raw, (list, tuple, dict)):
        raise BadValue("value.one-choice", raw=raw)
    return kind.find_choice(_parse_text(kind, raw))


def _parse_choices(kind: ValueType, raw: Any) -> tuple[str, ...]:
    parts: list[Any] = list(raw) if isinstance(raw, (list, tuple)) else kind.split(str(raw))
    chosen = {kind.find_choice(_parse_text(kind, part)) for part in parts if squash(str(part))}
    return tuple(choice for choice in kind.choices if choice in chosen)


_PARSERS = {
    FactType.BOOL: _parse_bool,
    FactType.INT: _parse_int,
    FactType.DECIMAL: _parse_decimal,
    FactType.DATE: _parse_date,
    FactType.TEXT: _parse_text,
    FactType.ENUM: _parse_choice,
    FactType.ORDERED: _parse_choice,
    FactType.LIST: _parse_choices,
}


def to_json(value: Value | None) -> Any:
    """The value as JSON writes it: dates as ISO text, decimals as text, lists as arrays."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return list(value)


def describe(kind: ValueType, lang: str = "vi") -> str:
    """The type in words, with its choices or bounds, as help for someone filling in a cell."""
    if kind.choices:
        return ", ".join(choice.label.get(lang) for choice in kind.choices.values())
    name = say(f"type.{kind.type.value}", lang)
    low, high = kind.show(kind.at_least, lang), kind.show(kind.at_most, lang)
    if kind.at_least is None and kind.at_most is None:
        return name
    if kind.at_most is None:
        return say("type.from", lang, type=name, low=low)
    if kind.at_least is None:
        return say("type.up-to", lang, type=name, high=high)
    return say("type.between", lang, type=name, low=low, high=high)
