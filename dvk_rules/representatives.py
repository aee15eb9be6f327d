"""Values that stand for all others: one on either side of every threshold, and each threshold.

Two values of a fact that every comparison of a program treats alike need not both be tried. The
values here meet every way in which the comparisons can turn out together, so what holds for all
of them holds for all values there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import chain, combinations, pairwise
from typing import Any

from dvk_rules.conditions import FactRef
from dvk_rules.logic import Truth
from dvk_rules.program import Facts, Program
from dvk_rules.values import FactType, Value, ValueType

__all__ = ["representatives"]

_MOST_TOGETHER = 13
"""Of so many choices of a list, or texts within a text, all subsets are made; 8,192 of them are
more than anybody tries, so nothing is left out in silence."""


def representatives(
    program: Program, names: Collection[str], known: Facts
) -> dict[str, tuple[Value, ...]]:
    """For each of the missing facts ``names``, values that stand for all it could have.

    ``known`` are the facts that have a value. Facts that are compared with each other share their
    thresholds, and get enough values between two of them to come in any order.
    """
    found: dict[str, tuple[Value, ...]] = {}
    for name, group in _groups(program, names).items():
        kind = program.pack.vocabulary[name].kind
        values = _values(kind, _thresholds(program, group, known), len(group))
        found[name] = values if len(group) > 1 else _told_apart(program, name, values)
    return found


def _told_apart(program: Program, name: str, values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The first of all ``values`` that every comparison treats alike."""
    tests = [
        test
        for bound, test in zip(program.atoms, program.tests, strict=True)
        if bound.atom.fact == name
    ]
    kept: dict[tuple[Truth, ...], Value] = {}
    for value in values:
        kept.setdefault(tuple(test({name: value}) for test in tests), value)
    return tuple(kept.values())


def _groups(program: Program, names: Collection[str]) -> dict[str, set[str]]:
    """Each missing fact with the facts that it is compared with, directly or not."""
    groups = {name: {name} for name in names}
    for atom in program.index:
        if isinstance(atom.operand, FactRef):
            # A derived fact stands between the two facts it is compared with, known or not.
            joined = {atom.fact, atom.operand.name}
            for name in tuple(joined):
                joined |= groups.get(name, set())
            for name in joined:
                groups[name] = joined
    return {name: groups[name] for name in names}


def _thresholds(program: Program, group: set[str], known: Facts) -> list[tuple[str, Any]]:
    """The operators of the group's comparisons and the values they ask for."""
    found: list[tuple[str, Any]] = []
    for bound in program.atoms:
        if bound.atom.fact in group and bound.threshold is not None:
            many = isinstance(bound.threshold, tuple)
            items: Sequence[Any] = bound.threshold if many else (bound.threshold,)
            found += [(bound.atom.op, item) for item in items if bound.atom.op != "known"]
    for name in sorted(group):
        if name in known:
            value = known[name]
            found += [("is", item) for item in (value if isinstance(value, tuple) else (value,))]
        maker = program.pack.derivations.get(name)
        if maker is not None:
            found += [("is", row.value) for row in maker.table if row.value is not None]
    return found


def _values(kind: ValueType, asked: list[tuple[str, Any]], together: int) -> tuple[Value, ...]:
    thresholds = [value for _, value in asked]
    match kind.type:
        case FactType.BOOL:
            return (True, False)
        case FactType.ORDERED:
            return tuple(kind.choices)
        case FactType.ENUM:
            return _choices(kind, thresholds, together)
        case FactType.LIST:
            return _lists(kind, thresholds, together)
        case FactType.TEXT:
            return _texts(asked, together)
        case FactType.INT | FactType.DECIMAL:
            ends = [end for end in (kind.at_least, kind.at_most) if isinstance(end, (int, Decimal))]
            numbers = sorted({Decimal(item) for item in (*thresholds, *ends)}) or [Decimal(0)]
            points = _around(numbers, together, whole=True)
            if kind.type is FactType.INT:
                return tuple(int(point) for point in points if _within(kind, point))
            if together > 1:  # one of the others may be a whole number
                numbers = sorted({*numbers, *points})
            points = _around(numbers, together, whole=False)
            return tuple(point for point in points if _within(kind, point))
        case FactType.DATE:
            ends = [end for end in (kind.at_least, kind.at_most) if isinstance(end, date)]
            days = sorted({Decimal(item.toordinal()) for item in (*thresholds, *ends)})
            points = _around(days or [Decimal(date(2000, 1, 1).toordinal())], together, whole=True)
            latest = date.max.toordinal()
            dates = [date.fromordinal(int(point)) for point in points if 1 <= point <= latest]
            return tuple(item for item in dates if _within(kind, item))


def _within(kind: ValueType, value: Any) -> bool:
    low, high = kind.at_least, kind.at_most
    return (low is None or value >= low) and (high is None or value <= high)


def _around(thresholds: list[Decimal], together: int, *, whole: bool) -> list[Decimal]:
    """The thresholds and ``together`` points in each gap between and beyond them."""
    with localcontext() as context:
        context.prec = 200  # so that no point falls on a threshold by rounding
        points = list(thresholds)
        for step in range(1, together + 1):
            points += [thresholds[0] - step, thresholds[-1] + step]
        for low, high in pairwise(thresholds):
            for step in range(1, together + 1):
                point = low + step if whole else low + (high - low) * step / (together + 1)
                if whole:
                    point = point.to_integral_value(rounding="ROUND_FLOOR")
                if low < point < high:
                    points.append(point)
        if whole:
            points = [point for point in points if point == point.to_integral_value()]
            points += [t.to_integral_value(rounding="ROUND_CEILING") for t in thresholds]
            points += [t.to_integral_value(rounding="ROUND_FLOOR") for t in thresholds]
            points += [(thresholds[0] - 1).to_integral_value(rounding="ROUND_FLOOR")]
            points += [(thresholds[-1] + 1).to_integral_value(rounding="ROUND_CEILING")]
        return sorted(set(points))


def _choices(kind: ValueType, asked: list[Any], together: int) -> tuple[Value, ...]:
    """The choices asked for and one other; all, if choices are compared with each other."""
    others = [choice for choice in kind.choices if choice not in asked]
    return tuple(c for c in kind.choices if c in asked or c in others[:1] or together > 1)


def _lists(kind: ValueType, asked: list[Any], together: int) -> tuple[Value, ...]:
    """Every set of the choices asked for."""
    wanted = [choice for choice in kind.choices if choice in asked or together > 1]
    return tuple(_subsets(wanted[:_MOST_TOGETHER]))


def _texts(asked: list[tuple[str, Any]], together: int) -> tuple[Value, ...]:
    """The texts asked for, every set of the fragments asked for, and texts with none of them."""
    whole = [value for op, value in asked if op != "contains"]
    fragments = list(dict.fromkeys(value for op, value in asked if op == "contains"))
    made = ["‹" + "\n".join(some) + "›" for some in _subsets(fragments[:_MOST_TOGETHER]) if some]
    others = [f"‹{number}›" for number in range(together)]
    return tuple(dict.fromkeys([*whole, *made, *others, *(["\n".join(others)] * (together > 1))]))


def _subsets(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))
