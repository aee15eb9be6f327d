"""The files of a scenario on top of each other, and how their readers complain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, cast

from dvk_rules.errors import Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.yaml_source import Document, Path
from dvk_rules.scenario.model import Attribute, Where
from dvk_rules.scenario.surface import ScenarioFile
from dvk_rules.values import BadValue, FactType, Value, ValueType

__all__ = ["Layer", "Layers"]


@dataclass(frozen=True)
class Layer:
    """One scenario file: its path, its YAML and its entries."""

    path: FilePath
    document: Document
    entry: ScenarioFile


@dataclass
class Layers:
    """The layers of a scenario, the one that extends no other first, read against a pack.

    Readers add what is wrong to ``problems``; what only deserves attention goes to ``warnings``.
    """

    pack: Pack
    files: Sequence[Layer]
    problems: list[Problem] = field(default_factory=list[Problem])
    warnings: list[Problem] = field(default_factory=list[Problem])

    def complain(self, layer: Layer, path: Path, code: str, **params: Any) -> None:
        """Notes a problem at ``path`` of the file of ``layer``."""
        self.problems.append(Problem(code, params, layer.document.place(path)))

    def last(self, key: str) -> Any:
        """The value of the last layer that says something about ``key``."""
        for layer in reversed(self.files):
            if key in layer.entry.model_fields_set:
                return getattr(layer.entry, key)
        return None

    def layer(self, key: str) -> Layer:
        """The last layer that says something about ``key``, or the last of all."""
        found = [layer for layer in self.files if key in layer.entry.model_fields_set]
        return (found or list(self.files))[-1]

    def place(self, key: str) -> Place:
        """Where ``key`` is said."""
        return self.layer(key).document.place((key,))

    def tier(self, layer: Layer, path: Path, tier: str) -> None:
        """Complains unless the pack has ``tier``."""
        if tier not in self.pack.tier:
            self.complain(layer, path, "pack.unknown-tier", tier=tier, known=list(self.pack.tier))

    def value(self, layer: Layer, path: Path, kind: ValueType, raw: Any) -> Value | None:
        """The value ``raw`` stands for; complains if it is not of its type."""
        try:
            return kind.parse(raw)
        except BadValue as bad:
            self.complain(layer, path, bad.code, **bad.params)
            return None

    def attribute(self, layer: Layer, path: Path, name: str) -> ValueType | None:
        """The type of a fact that seats can be counted by; complains if it is none."""
        if name not in self.pack.vocabulary:
            meant = nearest(name, self.pack.vocabulary.facts)
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            self.complain(layer, path, code, fact=name, meant=meant)
            return None
        kind = self.pack.vocabulary[name].kind
        if kind.type in (FactType.DECIMAL, FactType.DATE, FactType.LIST):
            self.complain(layer, path, "scenario.attribute", fact=name, type=kind.type.value)
            return None
        return kind

    def where(self, layer: Layer, path: Path, raw: Mapping[str, Any]) -> Where:
        """What a quota counts: values of attributes, one or several each."""
        where: dict[str, Attribute | tuple[Attribute, ...]] = {}
        for name, item in raw.items():
            here: Path = (*path, name)
            kind = self.attribute(layer, here, name)
            if kind is None:
                continue
            many = isinstance(item, list)
            items = cast(list[Any], item) if many else [item]
            values = [self.value(layer, here, kind, one) for one in items]
            kept = tuple(cast(Attribute, value) for value in values if value is not None)
            if kept:
                where[name] = kept if many else kept[0]
            elif not items:
                self.complain(layer, here, "shape.empty", key=name)
        return where
