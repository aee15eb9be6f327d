"""Cases as a pack writes them, each on the facts of its base."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, cast

from dvk_rules.pack.cases import Case
from dvk_rules.pack.read_conditions import nearest
from dvk_rules.pack.rules import Axis, Rule, Tier
from dvk_rules.pack.surface import CaseEntry, CasesFile
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.pack.yaml_source import Document, Path
from dvk_rules.values import Text, Value, ValueType

__all__ = ["CaseReader"]

_EXPECTED = ("deciding", "points", "derived")
_VERDICTS = ("eligible", "incomplete", "deferred", "rejected")


class Known(Protocol):
    """What a case may name."""

    tiers: dict[str, Tier]
    axes: dict[str, Axis]
    rules: dict[str, Rule]
    units: UnitRegister

    @property
    def vocabulary(self) -> Vocabulary: ...

    def complain(self, source: Document, path: Path, code: str, **params: Any) -> None: ...

    def value(self, kind: ValueType, raw: Any, source: Document, path: Path) -> Value | None: ...

    def day(self, raw: str | None, source: Document, path: Path) -> date | None: ...


class CaseReader:
    """Reads the cases of one pack."""

    def __init__(self, known: Known, source: Document) -> None:
        self.known = known
        self.source = source
        self.facts: dict[str, dict[str, Value]] = {}
        self.units: dict[str, str | None] = {}

    def cases(self, entry: CasesFile) -> tuple[Case, ...]:
        """Every case, in order."""
        return tuple(self._case(case, ("cases", i)) for i, case in enumerate(entry.cases))

    def _complain(self, path: Path, code: str, **params: Any) -> None:
        self.known.complain(self.source, path, code, **params)

    def _case(self, entry: CaseEntry, path: Path) -> Case:
        facts: dict[str, Value] = {}
        unit = entry.unit
        if entry.id in self.facts:
            self._complain((*path, "id"), "pack.twice", name=entry.id)
        if entry.base is not None:
            if entry.base in self.facts:
                facts = dict(self.facts[entry.base])
                unit = unit or self.units[entry.base]
            else:
                meant = nearest(entry.base, self.facts)
                self._complain((*path, "base"), "case.unknown-base", base=entry.base, meant=meant)
        if unit is not None and unit not in self.known.units.units:
            meant = nearest(unit, self.known.units.units)
            self._complain((*path, "unit"), "pack.unknown-unit", unit=unit, meant=meant)
        for name, raw in entry.facts.items():
            value = self._fact(name, raw, (*path, "facts", name))
            if value is None:
                facts.pop(name, None)
            else:
                facts[name] = value
        self.facts[entry.id] = facts
        self.units[entry.id] = unit
        expect = entry.expect
        here: Path = (*path, "expect")
        for key, value in expect.items():
            if key not in (*_EXPECTED, *self.known.tiers):
                known = [*self.known.tiers, *_EXPECTED]
                self._complain((*here, key), "case.unknown-expectation", key=key, known=known)
            elif key in self.known.tiers and value not in _VERDICTS:
                self._complain((*here, key), "case.verdict", raw=value, known=list(_VERDICTS))
        return Case(
            id=entry.id,
            title=Text(entry.title.vi, entry.title.en),
            unit=unit,
            decision_date=self.known.day(
                entry.decision_date, self.source, (*path, "decision_date")
            ),
            facts=facts,
            verdicts={tier: str(expect[tier]) for tier in self.known.tiers if tier in expect},
            deciding=self._deciding(expect.get("deciding"), (*here, "deciding")),
            where=self.source.place(path),
            points=self._points(expect.get("points"), (*here, "points")),
            derived=self._derived(expect.get("derived"), (*here, "derived")),
        )

    def _fact(self, name: str, raw: Any, path: Path) -> Value | None:
        if name not in self.known.vocabulary:
            meant = nearest(name, self.known.vocabulary.facts)
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            self._complain(path, code, fact=name, meant=meant)
            return None
        return self.known.value(self.known.vocabulary[name].kind, raw, self.source, path)

    def _deciding(self, raw: Any, path: Path) -> frozenset[str] | None:
        if raw is None:
            return None
        names = (
            [str(item) for item in cast(list[Any], raw)] if isinstance(raw, list) else [str(raw)]
        )
        for name in names:
            if name not in self.known.rules:
                meant = nearest(name, self.known.rules)
                self._complain(path, "pack.unknown-rule", rule=name, meant=meant)
        return frozenset(names)

    def _points(self, raw: Any, path: Path) -> Mapping[str, int]:
        if raw is None:
            return {}
        points: dict[str, int] = {}
        entries = cast(dict[str, Any], raw) if isinstance(raw, dict) else {"total": raw}
        for key, value in entries.items():
            if key != "total" and key not in self.known.axes:
                known = ["total", *self.known.axes]
                self._complain((*path, key), "rule.unknown-axis", axis=key, known=known)
            elif not isinstance(value, int) or isinstance(value, bool):
                self._complain((*path, key), "value.not-an-int", raw=value)
            else:
                points[key] = value
        return points

    def _derived(self, raw: Any, path: Path) -> Mapping[str, Value]:
        entries = cast(dict[str, Any], raw) if isinstance(raw, dict) else {}
        derived: dict[str, Value] = {}
        for name, item in entries.items():
            value = self._fact(name, item, (*path, name))
            if value is not None:
                derived[name] = value
        return derived
