"""Values as people write them in cells, where there is exactly one way to read them.

What the type of the fact reads itself keeps its meaning. Only what it refuses is looked at here:
the hour beside a day, the word for what was counted, votes of votes cast, ``mẫu số 7`` for form 07,
thousands in groups. Where two readings are left, the refusal names both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dvk_rules.pack.vocabulary import Fact
from dvk_rules.text import fold, squash
from dvk_rules.values import BadValue, FactType, Value, ValueType

__all__ = ["read_cell"]

_HOUR = r"(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?|\s?(?:h|giờ)\s?(?:[0-5]?\d(?:\s?phút)?)?)"
_HOUR_BEHIND = re.compile(rf"(.*\d)(?:,?\s+(?:lúc\s+)?|T){_HOUR}", re.IGNORECASE)
_HOUR_BEFORE = re.compile(rf"(?:lúc\s+)?{_HOUR},?\s+(?:ngày\s+)?(\d.*)", re.IGNORECASE)
_COUNTED = re.compile(r"([+-]?\d[\d.,/ ]*?)\s*([^\W\d_].*)")
_OF = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
_PERCENT = re.compile(r"(.*\d)\s*(?:phần trăm|percent)", re.IGNORECASE)
_ONE_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")  # 1.000: a thousand here, one elsewhere
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?: \d{3})+)")
_GROUPS_AND_DECIMALS = re.compile(
    r"([+-]?[1-9]\d{0,2}(?:\.\d{3})+),(\d{1,30})|([+-]?[1-9]\d{0,2}(?:,\d{3})+)\.(\d{1,30})"
)
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def read_cell(fact: Fact, written: Any) -> Value | None:
    """The value of ``fact`` that a cell holds.

    Raises ``BadValue`` for what is no value of its type, or could be two.
    """
    decimals = fact.kind.type is FactType.DECIMAL and not fact.kind.percent
    if decimals and isinstance(written, str) and _ONE_POINT.fullmatch(squash(written)):
        text = squash(written)
        raise BadValue(
            "value.grouping", raw=text, many=Decimal(text.replace(".", "")), few=Decimal(text)
        )
    try:
        return fact.kind.parse(written)
    except BadValue as bad:
        plain = _plain(fact, written)
        if plain is None:
            raise bad from None
    return read_cell(fact, plain) if isinstance(plain, str) else fact.kind.parse(plain)


def _plain(fact: Fact, written: Any) -> str | Decimal | None:
    """The same value written plainly, or nothing where there is no other way to read it."""
    text = squash(str(written))
    match fact.kind.type:
        case FactType.ENUM | FactType.ORDERED:
            return _numbered(fact.kind, text)
        case FactType.DATE if isinstance(written, str):
            found = _HOUR_BEHIND.fullmatch(text) or _HOUR_BEFORE.fullmatch(text)
            return found[1].rstrip(",") if found else None
        case FactType.INT | FactType.DECIMAL if isinstance(written, str):
            return _number(fact, text)
        case _:
            return None


def _numbered(kind: ValueType, text: str) -> str | None:
    """The choice whose spelling this is but for zeros before a number, if it is the only one."""
    wanted = _without_zeros(text)
    found = {
        choice.id
        for choice in kind.choices.values()
        for spelling in (choice.label.vi, choice.label.en, *choice.also)
        if any(char.isdigit() for char in spelling) and _without_zeros(spelling) == wanted
    }
    return found.pop() if len(found) == 1 else None


def _without_zeros(text: str) -> str:
    return _LEADING_ZEROS.sub("", fold(text))


def _number(fact: Fact, text: str) -> str | Decimal | None:
    if parts := _OF.fullmatch(text):
        return _part(fact.kind, text, int(parts[1]), int(parts[2]))
    if fact.kind.percent and (found := _PERCENT.fullmatch(text)):
        return f"{found[1]}%"
    if (found := _COUNTED.fullmatch(text)) and _is_counted(fact, found[2]):
        return found[1]
    if fact.kind.percent:
        return None
    if _GROUPS.fullmatch(text):
        return re.sub(r"[., ]", "", text)
    if found := _GROUPS_AND_DECIMALS.fullmatch(text):
        groups, decimals = found[1] or found[3], found[2] or found[4]
        return Decimal(f"{re.sub(r'[.,]', '', groups)}.{decimals}")
    return None


def _part(kind: ValueType, text: str, part: int, whole: int) -> str | None:
    """So many of so many: a share, exact or refused; where a number is asked for, which one."""
    if not whole:
        return None
    if not kind.percent:
        raise BadValue("value.part-of-whole", raw=text, part=part, whole=whole)
    share = Fraction(part, whole)
    if 10**20 % share.denominator:  # no decimal number ends there
        near = Decimal(round(share * 10000)) / 100
        raise BadValue("value.share-not-exact", raw=text, near=near)
    return f"{Decimal(100 * part) / whole:f}%"


def _is_counted(fact: Fact, words: str) -> bool:
    """Whether the headers of the fact speak of these words: others may be another measure."""
    wanted = fold(words)
    return bool(wanted) and any(f" {wanted} " in f" {header} " for header in _headers(fact))


def _headers(fact: Fact) -> Iterator[str]:
    yield from map(fold, (fact.label.vi, fact.label.en, *fact.columns))
