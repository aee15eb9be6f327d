"""Conditions as a pack writes them, read against its vocabulary: every mistake with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from dvk_rules.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    AtLeast,
    Atom,
    Condition,
    FactRef,
    Not,
    Operand,
    ParamRef,
)
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.reading import Reading
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.pack.yaml_source import Path
from dvk_rules.values import BadValue, FactType, Value, ValueType

__all__ = ["ConditionReader"]

_LOGIC = ("all", "any", "not", "at_least")
_NUMBERS = {FactType.INT, FactType.DECIMAL}
_SIGNS = {
    ">=": "at_least",
    "≥": "at_least",
    "<=": "at_most",
    "≤": "at_most",
    "<": "less_than",
    ">": "more_than",
    "!=": "is_not",
    "≠": "is_not",
    "=": "is",
}
_SIGNS_OF_DAYS = {
    "at_least": "on_or_after",
    "at_most": "on_or_before",
    "less_than": "before",
    "more_than": "after",
}
_SIGN = re.compile(r"\s*(>=|<=|!=|[<>=≥≤≠])\s*(.*)")


@dataclass
class ConditionReader:
    """Reads the conditions of one file; problems go to ``reading``.

    A condition that could not be read is ``None``; its problems say why.
    """

    reading: Reading
    vocabulary: Vocabulary
    parameters: Mapping[str, ValueType]

    def complain(self, code: str, path: Path, **params: Any) -> None:
        """Notes a problem at ``path``."""
        self.reading.complain(path, code, **params)

    def read(self, raw: Any, path: Path) -> Condition | None:
        """The condition at ``path``."""
        if not isinstance(raw, dict) or not raw:
            self.complain("condition.shape", path)
            return None
        entries = cast(dict[str, Any], raw)
        parts = [self._entry(key, value, (*path, key)) for key, value in entries.items()]
        return self._all(parts)

    def _all(self, parts: Sequence[Condition | None]) -> Condition | None:
        if any(part is None for part in parts):
            return None
        kept = tuple(part for part in parts if part is not None)
        return kept[0] if len(kept) == 1 else AllOf(kept)

    def _entry(self, key: str, raw: Any, path: Path) -> Condition | None:
        if key == "not":
            if isinstance(raw, list):
                self.complain("condition.not", path)
                return None
            part = self.read(raw, path)
            return None if part is None else Not(part)
        if key in ("all", "any"):
            parts = self._parts(raw, path)
            if parts is None:
                return None
            return AllOf(parts) if key == "all" else AnyOf(parts)
        if key == "at_least":
            return self._at_least(raw, path)
        return self._comparisons(key, raw, path)

    def _parts(self, raw: Any, path: Path) -> tuple[Condition, ...] | None:
        if not isinstance(raw, list) or not raw:
            self.complain("condition.list", path)
            return None
        items = cast(list[Any], raw)
        parts = [self.read(item, (*path, index)) for index, item in enumerate(items)]
        kept = tuple(part for part in parts if part is not None)
        return kept if len(kept) == len(parts) else None

    def _at_least(self, raw: Any, path: Path) -> Condition | None:
        entries = cast(dict[str, Any], raw) if isinstance(raw, dict) else {}
        if set(entries) != {"n", "of"}:
            self.complain("condition.at-least", path)
            return None
        parts = self._parts(entries["of"], (*path, "of"))
        count = entries["n"]
        if parts is None:
            return None
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= len(parts):
            self.complain("condition.count", (*path, "n"), n=count, most=len(parts))
            return None
        return AtLeast(count, parts)

    def _comparisons(self, name: str, raw: Any, path: Path) -> Condition | None:
        if name not in self.vocabulary:
            meant = nearest(name, [*self.vocabulary.facts, *_LOGIC])
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            self.complain(code, path, fact=name, meant=meant)
            return None
        if raw is None:
            self.complain("condition.no-value", path, fact=name)
            return None
        if not isinstance(raw, dict) or set(cast(dict[str, Any], raw)) in ({"param"}, {"fact"}):
            return self._comparison(name, "is", raw, path)
        comparisons = cast(dict[str, Any], raw)
        if not comparisons:
            self.complain("condition.no-value", path, fact=name)
            return None
        inner = comparisons.get("at_least")
        if isinstance(inner, dict) and set(cast(dict[str, Any], inner)) & {"n", "of"}:
            self.complain("condition.at-least-inside", (*path, "at_least"), fact=name)
            return None
        atoms = [self._comparison(name, op, item, (*path, op)) for op, item in comparisons.items()]
        return self._all(atoms)

    def _comparison(self, name: str, op: str, raw: Any, path: Path) -> Atom | None:
        kind = self.vocabulary[name].kind
        operator = OPERATORS.get(op)
        if operator is None:
            meant = nearest(op, OPERATORS)
            code = "condition.unknown-operator-meant" if meant else "condition.unknown-operator"
            self.complain(code, path, op=op, meant=meant, known=list(OPERATORS))
            return None
        if kind.type not in operator.types:
            fitting = [item.name for item in OPERATORS.values() if kind.type in item.types]
            self.complain(
                "condition.misfit", path, op=op, fact=name, type=kind.type.value, fitting=fitting
            )
            return None
        operand = self._operand(kind, operator.shape, name, raw, path)
        return None if operand is None else Atom(name, op, operand)

    def _operand(
        self, kind: ValueType, shape: str, name: str, raw: Any, path: Path
    ) -> Operand | None:
        if shape == "truth":
            if isinstance(raw, bool):
                return raw
            self.complain("condition.truth", path)
            return None
        if isinstance(raw, dict):
            return self._reference(kind, shape, cast(dict[str, Any], raw), path)
        if shape == "one":
            return self._literal(_item_kind(kind), name, raw, path)
        items = cast(list[Any], raw) if isinstance(raw, list) else None
        if items is None or (shape == "pair" and len(items) != 2) or not items:
            self.complain(f"condition.{shape}", path)
            return None
        literals = [
            self._literal(_item_kind(kind), name, item, (*path, index))
            for index, item in enumerate(items)
        ]
        values = tuple(item for item in literals if item is not None)
        if len(values) < len(literals):
            return None
        ordered = [kind.rank[str(v)] if kind.type is FactType.ORDERED else v for v in values]
        if shape == "pair" and ordered[0] > ordered[1]:  # type: ignore[operator]  # both of one type
            self.complain("condition.pair-order", path)
            return None
        return cast(Operand, values)

    def _literal(self, kind: ValueType, name: str, raw: Any, path: Path) -> Value | None:
        sign = _SIGN.match(raw) if isinstance(raw, str) else None
        if sign and kind.type is not FactType.TEXT:
            op = _SIGNS[sign[1]]
            op = _SIGNS_OF_DAYS.get(op, op) if kind.type is FactType.DATE else op
            known = {"fact": name, "op": op, "value": sign[2]}
            self.complain("condition.sign", path, sign=sign[1], **known)
            return None
        try:
            value = kind.parse(raw)
        except BadValue as bad:
            named = str(raw).lstrip("$")
            if named in self.parameters:
                self.complain("condition.bare-parameter", path, raw=str(raw), parameter=named)
            else:
                self.complain(bad.code, path, **bad.params)
            return None
        if value is None:
            self.complain("condition.no-value", path, fact=name)
        return value

    def _reference(
        self, kind: ValueType, shape: str, raw: dict[str, Any], path: Path
    ) -> Operand | None:
        if set(raw) == {"param"}:
            target = str(raw["param"])
            other = self.parameters.get(target)
            if other is None:
                self._missing("parameter", target, self.parameters, path)
                return None
            if not _fits(kind, other, shape):
                self.complain("condition.mismatch", path, name=target, type=other.type.value)
                return None
            return ParamRef(target)
        if set(raw) == {"fact"} and shape == "one":
            target = str(raw["fact"])
            if target not in self.vocabulary:
                self._missing("fact", target, self.vocabulary.facts, path)
                return None
            other = self.vocabulary[target].kind
            if not _fits(kind, other, shape):
                self.complain("condition.mismatch", path, name=target, type=other.type.value)
                return None
            return FactRef(target)
        self.complain("condition.reference", path)
        return None

    def _missing(self, what: str, name: str, known: Mapping[str, Any], path: Path) -> None:
        meant = nearest(name, known)
        code = f"condition.unknown-{what}" + ("-meant" if meant else "")
        self.complain(code, path, **{what: name, "meant": meant})


def _item_kind(kind: ValueType) -> ValueType:
    """The type of what a fact is compared with: bounds are for facts, not for thresholds."""
    one = FactType.ENUM if kind.type is FactType.LIST else kind.type
    return ValueType(one, kind.choices, percent=kind.percent)


def _fits(kind: ValueType, other: ValueType, shape: str) -> bool:
    """Whether a value of ``other`` can be compared with one of ``kind`` in this shape."""
    if shape == "pair":
        return False
    if shape == "many":
        return other.type is FactType.LIST and set(other.choices) <= set(kind.choices)
    if kind.type in _NUMBERS:
        return other.type in _NUMBERS
    if kind.type is FactType.LIST:
        return other.type is FactType.ENUM and set(other.choices) <= set(kind.choices)
    if kind.choices:
        same = list(other.choices) == list(kind.choices)
        return other.type is kind.type and same
    return other.type is kind.type
