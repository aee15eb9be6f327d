"""Values as integers: the places of choices, the numbers of days, amounts in a common unit.

The unit of amounts is so small that between two thresholds there is always another amount, and
the spans are so wide that facts compared with each other can stand in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from typing import Any

from dvk_rules.conditions import OPERATORS, Atom
from dvk_rules.pack.model import Pack
from dvk_rules.values import FactType, Value, ValueType

__all__ = ["Codes"]

_ROOM_DAYS = 4000
_ROOM_NUMBERS = 100_000
_SOME_DAY = date(2020, 1, 1).toordinal()
_DIGITS = 200  # more than any threshold and the common unit have together


class Codes:
    """The integers that stand for the values of a pack.

    ``asked`` are all comparisons with their thresholds. ``scale`` is how many units make one;
    ``texts`` are the texts that something is compared with: any other text is a number beyond
    theirs.
    """

    def __init__(self, pack: Pack, asked: Sequence[tuple[Atom, Any]]) -> None:
        items = [item for _, threshold in asked for item in _each(threshold)]
        self.scale: int = 10 ** (2 + max((_places(item) for item in items), default=0))
        self.texts = _texts(asked, pack)
        self._numbers = [Fraction(item) for item in items if _is_number(item)] or [Fraction(0)]
        self._days = [item.toordinal() for item in items if isinstance(item, date)] or [_SOME_DAY]
        self._most_texts = len(self.texts) + len(pack.vocabulary.facts)

    def code(self, kind: ValueType, value: Any) -> Any:
        """The integer for a value, or a tuple of them for several; -1 for what is nothing known."""
        if isinstance(value, tuple):
            return tuple(self.code(kind, item) for item in value)
        match kind.type:
            case FactType.BOOL:
                return int(value)
            case FactType.ENUM | FactType.ORDERED | FactType.LIST:
                return kind.rank.get(value, -1)
            case FactType.TEXT:
                return self.texts.index(value) if value in self.texts else -1
            case FactType.DATE:
                return value.toordinal()
            case _:
                return int(Fraction(value) * self.scale)

    def value(self, kind: ValueType, code: int) -> Value:
        """The value that ``code`` stands for; texts and lists are put together elsewhere."""
        match kind.type:
            case FactType.BOOL:
                return bool(code)
            case FactType.ENUM | FactType.ORDERED:
                return list(kind.choices)[code]
            case FactType.DATE:
                return date.fromordinal(code)
            case FactType.INT:
                return code
            case _:
                with localcontext() as context:
                    context.prec = _DIGITS
                    return Decimal(code) / self.scale

    def bounds(self, kind: ValueType) -> tuple[int, int]:
        """The least and the most that a fact of this type can be."""
        match kind.type:
            case FactType.BOOL:
                return 0, 1
            case FactType.ENUM | FactType.ORDERED:
                return 0, max(len(kind.choices) - 1, 0)
            case FactType.TEXT:
                return 0, self._most_texts
            case FactType.DATE:
                low = max(min(self._days) - _ROOM_DAYS, 1)
                high = min(max(self._days) + _ROOM_DAYS, date.max.toordinal())
                least = kind.at_least.toordinal() if isinstance(kind.at_least, date) else low
                most = kind.at_most.toordinal() if isinstance(kind.at_most, date) else high
                return max(low, least), min(high, most)
            case _:
                return self._number_bounds(kind)

    def _number_bounds(self, kind: ValueType) -> tuple[int, int]:
        unit = 1 if kind.type is FactType.INT else self.scale
        low = floor((min(self._numbers) - _ROOM_NUMBERS) * unit)
        high = ceil((max(self._numbers) + _ROOM_NUMBERS) * unit)
        if isinstance(kind.at_least, (int, Decimal)):
            low = max(low, ceil(Fraction(kind.at_least) * unit))
        if isinstance(kind.at_most, (int, Decimal)):
            high = min(high, floor(Fraction(kind.at_most) * unit))
        return low, high


def _each(threshold: Any) -> Iterable[Any]:
    return threshold if isinstance(threshold, tuple) else (threshold,)


def _is_number(item: Any) -> bool:
    return isinstance(item, (int, Decimal)) and not isinstance(item, bool)


def _places(item: Any) -> int:
    """The places after the comma of a threshold."""
    return -min(int(item.as_tuple().exponent), 0) if isinstance(item, Decimal) else 0


def _texts(asked: Iterable[tuple[Atom, Any]], pack: Pack) -> list[str]:
    """Every text that a fact is compared with as a whole, or that a table gives."""
    rows = (row.value for rule in pack.rules for row in rule.table)
    found: dict[str, None] = {value: None for value in rows if isinstance(value, str)}
    for atom, threshold in asked:
        if OPERATORS[atom.op].shape != "truth" and atom.op != "contains":
            found |= {item: None for item in _each(threshold) if isinstance(item, str)}
    return list(found)
