"""Cases as a pack writes them, each on the facts of its base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from dvk_rules.pack.cases import Case
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.reading import Reading, words
from dvk_rules.pack.rules import Axis, Rule, Tier
from dvk_rules.pack.surface import CaseEntry, CasesFile
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.pack.yaml_source import Path
from dvk_rules.values import Value

__all__ = ["CaseReader"]

_EXPECTED = ("deciding", "points", "derived")
_VERDICTS = ("eligible", "incomplete", "deferred", "rejected")


@dataclass
class CaseReader:
    """Reads the cases of one pack."""

    reading: Reading
    tiers: Mapping[str, Tier]
    axes: Mapping[str, Axis]
    rules: Mapping[str, Rule]
    units: UnitRegister
    vocabulary: Vocabulary
    facts: dict[str, dict[str, Value]] = field(default_factory=dict[str, dict[str, Value]])
    of_unit: dict[str, str | None] = field(default_factory=dict[str, str | None])
    of_day: dict[str, date | None] = field(default_factory=dict[str, date | None])

    def cases(self, entry: CasesFile) -> tuple[Case, ...]:
        """Every case, in order."""
        return tuple(self._case(case, ("cases", i)) for i, case in enumerate(entry.cases))

    def _case(self, entry: CaseEntry, path: Path) -> Case:
        reading = self.reading
        facts: dict[str, Value] = {}
        unit = entry.unit
        day = reading.day(entry.decision_date, (*path, "decision_date"))
        if entry.id in self.facts:
            reading.complain((*path, "id"), "pack.twice", name=entry.id)
        if entry.base is not None:
            if entry.base in self.facts:
                facts = dict(self.facts[entry.base])
                unit = unit or self.of_unit[entry.base]
                day = day or self.of_day[entry.base]
            else:
                self._unknown_base(entry.base, (*path, "base"))
        if entry.unit is not None and entry.unit not in self.units.units:
            reading.unknown((*path, "unit"), "unit", entry.unit, self.units.units)
        for name, raw in entry.facts.items():
            here: Path = (*path, "facts", name)
            fact = self._fact(name, here)
            if fact is not None and not fact.given:
                reading.complain(here, "case.not-given", fact=name)
            value = None if fact is None else reading.value(fact.kind, raw, here)
            if value is None:
                facts.pop(name, None)
            else:
                facts[name] = value
        self.facts[entry.id] = facts
        self.of_unit[entry.id], self.of_day[entry.id] = unit, day
        self._check_expectations(entry.expect, (*path, "expect"))
        expect = entry.expect
        here = (*path, "expect")
        return Case(
            id=entry.id,
            title=words(entry.title),
            unit=unit,
            decision_date=day,
            facts=facts,
            verdicts={tier: str(expect[tier]) for tier in self.tiers if tier in expect},
            deciding=self._deciding(expect.get("deciding"), (*here, "deciding")),
            where=reading.file.place(path),
            points=self._points(expect.get("points"), (*here, "points")),
            derived=self._derived(expect.get("derived"), (*here, "derived")),
        )

    def _unknown_base(self, base: str, path: Path) -> None:
        meant = nearest(base, self.facts)
        code = "case.unknown-base-meant" if meant else "case.unknown-base"
        self.reading.complain(path, code, base=base, meant=meant)

    def _check_expectations(self, expect: Mapping[str, Any], path: Path) -> None:
        if not expect:
            self.reading.complain(path, "case.expects-nothing")
        for key, value in expect.items():
            if key not in (*_EXPECTED, *self.tiers):
                known = [*self.tiers, *_EXPECTED]
                self.reading.complain(
                    (*path, key), "case.unknown-expectation", key=key, known=known
                )
            elif key in self.tiers and value not in _VERDICTS:
                self.reading.complain(
                    (*path, key), "case.verdict", raw=value, known=list(_VERDICTS)
                )

    def _fact(self, name: str, path: Path) -> Fact | None:
        if name in self.vocabulary:
            return self.vocabulary[name]
        meant = nearest(name, self.vocabulary.facts)
        code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
        self.reading.complain(path, code, fact=name, meant=meant)
        return None

    def _deciding(self, raw: Any, path: Path) -> frozenset[str] | None:
        if raw is None:
            return None
        items = cast(list[Any], raw) if isinstance(raw, list) else [raw]
        names = [str(item) for item in items]
        for name in names:
            if name not in self.rules:
                self.reading.unknown(path, "rule", name, self.rules)
        return frozenset(names)

    def _points(self, raw: Any, path: Path) -> Mapping[str, int | tuple[int, int]]:
        if raw is None:
            return {}
        points: dict[str, int | tuple[int, int]] = {}
        entries = cast(dict[str, Any], raw) if isinstance(raw, dict) else {"total": raw}
        for key, value in entries.items():
            if key != "total" and key not in self.axes:
                known = ["total", *self.axes]
                self.reading.complain((*path, key), "rule.unknown-axis", axis=key, known=known)
                continue
            items = cast(list[Any], value) if isinstance(value, list) else [value]
            whole = [item for item in items if type(item) is int]
            if len(whole) == len(items) == 1:
                points[key] = whole[0]
            elif len(whole) == len(items) == 2 and whole[0] <= whole[1]:
                points[key] = (whole[0], whole[1])
            else:
                self.reading.complain((*path, key), "case.points", raw=value)
        return points

    def _derived(self, raw: Any, path: Path) -> Mapping[str, Value]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self.reading.complain(path, "shape.mapping", key="derived")
            return {}
        derived: dict[str, Value] = {}
        for name, item in cast(dict[str, Any], raw).items():
            here: Path = (*path, name)
            fact = self._fact(name, here)
            if fact is None:
                continue
            if not fact.derived:
                self.reading.complain(here, "rule.not-declared-derived", fact=name)
            value = self.reading.value(fact.kind, item, here)
            if value is not None:
                derived[name] = value
        return derived
