"""Conditions on facts: a closed, typed set of operators and the ways to combine them (D3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from dvk_rules.text import nfc
from dvk_rules.values import FactType, Value, ValueType

__all__ = [
    "OPERATORS",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Atom",
    "Condition",
    "FactRef",
    "Not",
    "Operand",
    "Operator",
    "ParamRef",
    "atoms_of",
    "facts_of",
    "parameters_of",
]


@dataclass(frozen=True, slots=True)
class ParamRef:
    """The value of a parameter, which may differ from unit to unit."""

    name: str


@dataclass(frozen=True, slots=True)
class FactRef:
    """The value of another fact of the same nomination."""

    name: str


type Operand = Value | tuple[Value, ...] | ParamRef | FactRef


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison: a fact, an operator, and what it is compared with."""

    fact: str
    op: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


type Condition = Atom | AllOf | AnyOf | AtLeast | Not

_NUMBERS = frozenset({FactType.INT, FactType.DECIMAL})
_RANKED = _NUMBERS | {FactType.ORDERED}
_SINGLE = frozenset(FactType) - {FactType.LIST}
_LISTS = frozenset({FactType.LIST})
_DATES = frozenset({FactType.DATE})


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator: the types it fits, the shape of what it compares with, and its meaning.

    ``shape`` is ``one`` value, ``many``, a ``pair`` (both ends inclusive) or a ``truth``.
    ``test`` gets comparable values: an ordered enum comes as its place in the order.
    """

    name: str
    types: frozenset[FactType]
    shape: str
    test: Callable[[Any, Any], bool]


def _contains(value: str | tuple[str, ...], item: str) -> bool:
    if isinstance(value, tuple):
        return item in value
    return nfc(item).casefold() in nfc(value).casefold()


OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator("is", _SINGLE, "one", eq),
        Operator("is_not", _SINGLE, "one", ne),
        Operator("in", _SINGLE - {FactType.BOOL}, "many", lambda a, b: a in b),
        Operator("not_in", _SINGLE - {FactType.BOOL}, "many", lambda a, b: a not in b),
        Operator("less_than", _RANKED, "one", lt),
        Operator("at_most", _RANKED, "one", le),
        Operator("at_least", _RANKED, "one", ge),
        Operator("more_than", _RANKED, "one", gt),
        Operator("between", _RANKED | _DATES, "pair", lambda a, b: b[0] <= a <= b[1]),
        Operator("before", _DATES, "one", lt),
        Operator("on_or_before", _DATES, "one", le),
        Operator("on_or_after", _DATES, "one", ge),
        Operator("after", _DATES, "one", gt),
        Operator("contains", _LISTS | {FactType.TEXT}, "one", _contains),
        Operator("contains_any", _LISTS, "many", lambda a, b: any(item in a for item in b)),
        Operator("contains_all", _LISTS, "many", lambda a, b: all(item in a for item in b)),
        Operator("known", frozenset(FactType), "truth", lambda a, b: (a is not None) == b),
    )
}


def comparable(kind: ValueType, value: Any) -> Any:
    """``value`` as the operators' tests take it: an ordered enum as its place in the order."""
    if kind.type is not FactType.ORDERED or value is None:
        return value
    if isinstance(value, tuple):
        return tuple(kind.rank[item] for item in value)
    return kind.rank[value]


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """The comparisons in ``condition``, from left to right."""
    match condition:
        case Atom():
            yield condition
        case Not(part):
            yield from atoms_of(part)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from atoms_of(part)


def facts_of(condition: Condition) -> Iterator[str]:
    """The names of the facts that ``condition`` reads."""
    for atom in atoms_of(condition):
        yield atom.fact
        if isinstance(atom.operand, FactRef):
            yield atom.operand.name


def parameters_of(condition: Condition) -> Iterator[str]:
    """The names of the parameters that ``condition`` reads."""
    for atom in atoms_of(condition):
        if isinstance(atom.operand, ParamRef):
            yield atom.operand.name
