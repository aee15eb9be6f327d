"""From entries to meaning: names found, values typed, conditions read, chains of packs joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel

from dvk_rules.conditions import facts_of
from dvk_rules.errors import Problem
from dvk_rules.pack.cases import Case
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import DatedValue, Override, Parameter
from dvk_rules.pack.read_conditions import ConditionReader, nearest
from dvk_rules.pack.resolve_rules import RuleReader
from dvk_rules.pack.rules import Axis, Document, Rule, Source, Tier
from dvk_rules.pack.shape import headings
from dvk_rules.pack.surface import (
    CasesFile,
    ChoiceEntry,
    EffectiveEntry,
    FactEntry,
    FactsFile,
    PackFile,
    ParameterEntry,
    ParametersFile,
    RulesFile,
    SourceEntry,
    SurfaceText,
    UnitsFile,
)
from dvk_rules.pack.units import Commune, Unit, UnitRegister, Window
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.pack.yaml_source import Document as Source_
from dvk_rules.pack.yaml_source import Path
from dvk_rules.values import BadValue, Choice, FactType, Text, Value, ValueType

__all__ = ["resolve"]

type Chain = list[tuple[str, dict[str, Source_], dict[str, BaseModel]]]

_UNIT_FIELDS = {
    "group": FactType.ENUM,
    "island": FactType.BOOL,
    "mountain": FactType.BOOL,
    "communes": FactType.INT,
    "nominates": FactType.BOOL,
}


def resolve(chain: Chain, sha256: str, problems: list[Problem]) -> Pack | None:
    """The pack that the last of ``chain`` describes, on the ones before it.

    Problems are appended; the pack is ``None`` when its tiers or facts could not be made out.
    """
    build = _Build(problems)
    for name, documents, entries in chain:
        build.add_head(name, documents, entries)
    for name, documents, entries in chain:
        build.add_words(name, documents, entries)
    for name, documents, entries in chain:
        build.add_rules(name, documents, entries)
    build.check_derivations()
    _, documents, entries = chain[-1]
    cases = build.cases(documents, entries)
    head = entries["pack.yaml"]
    assert isinstance(head, PackFile)  # the loader stops before here if it could not be read
    return Pack(
        id=head.pack,
        version=head.version,
        title=_text(head.title),
        effective=build.window(head.effective, documents["pack.yaml"], ("effective",)),
        tiers=tuple(build.tiers.values()),
        documents=build.documents,
        axes=build.axes,
        vocabulary=build.vocabulary,
        parameters=build.parameters,
        units=build.units,
        rules=tuple(build.rules.values()),
        cases=cases,
        sha256=sha256,
        lineage=tuple(name for name, _, _ in chain),
        drops=build.drops,
        accepts={item.finding: _text(item.reason) for item in head.accepts},
        note=_text(head.note),
        decision_date=build.day(head.decision_date, documents["pack.yaml"], ("decision_date",)),
    )


def _text(words: SurfaceText | ChoiceEntry | None) -> Text:
    return Text(words.vi, words.en) if words else Text("")


@dataclass
class _Build:
    """What has been resolved so far, the packs of the chain one after another."""

    problems: list[Problem]
    tiers: dict[str, Tier] = field(default_factory=dict[str, Tier])
    documents: dict[str, Document] = field(default_factory=dict[str, Document])
    axes: dict[str, Axis] = field(default_factory=dict[str, Axis])
    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    parameters: dict[str, Parameter] = field(default_factory=dict[str, Parameter])
    rules: dict[str, Rule] = field(default_factory=dict[str, Rule])
    drops: dict[str, Text] = field(default_factory=dict[str, Text])
    units: UnitRegister = field(default_factory=lambda: UnitRegister({}, {}, {}))

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.facts)

    def complain(self, source: Source_, path: Path, code: str, **params: Any) -> None:
        where = source.place(path, headings(source, path))
        self.problems.append(Problem(code, params, where))

    # The head: what the pack is

    def add_head(
        self, name: str, sources: Mapping[str, Source_], entries: Mapping[str, BaseModel]
    ) -> None:
        head = entries["pack.yaml"]
        assert isinstance(head, PackFile)  # the loader stops before here if it could not be read
        source = sources["pack.yaml"]
        if head.pack != name:
            self.complain(source, ("pack",), "pack.other-folder", pack=head.pack, folder=name)
        if head.tiers:
            self.tiers.clear()
        for index, tier in enumerate(head.tiers):
            path: Path = ("tiers", index, "id")
            if tier.id in self.tiers:
                self.complain(source, path, "pack.twice", name=tier.id)
            if tier.within is not None and tier.within not in self.tiers:
                self.complain(
                    source,
                    ("tiers", index, "within"),
                    "pack.unknown-tier",
                    tier=tier.within,
                    known=list(self.tiers),
                )
            short = _text(tier.short or tier.title)
            self.tiers[tier.id] = Tier(tier.id, _text(tier.title), short, tier.within)
        for key, doc in head.documents.items():
            self.documents[key] = Document(
                key, _text(doc.title), doc.number, doc.date, _text(doc.note)
            )
        for key, axis in head.axes.items():
            self.axes[key] = Axis(key, _text(axis.title), axis.cap, axis.status)

    def window(self, entry: EffectiveEntry, source: Source_, path: Path) -> Window:
        start = self.day(entry.from_, source, (*path, "from"))
        until = self.day(entry.until, source, (*path, "until"))
        if start and until and start > until:
            self.complain(source, path, "pack.window", start=start, until=until)
        return Window(start, until)

    def day(self, raw: str | None, source: Source_, path: Path) -> date | None:
        value = self.value(ValueType(FactType.DATE), raw, source, path)
        return value if isinstance(value, date) else None

    def value(self, kind: ValueType, raw: Any, source: Source_, path: Path) -> Value | None:
        try:
            return kind.parse(raw)
        except BadValue as bad:
            self.complain(source, path, bad.code, **bad.params)
            return None

    def source(self, entry: SourceEntry, source: Source_, path: Path) -> Source:
        if entry.doc not in self.documents:
            self.complain(
                source,
                (*path, "doc"),
                "pack.unknown-document",
                doc=entry.doc,
                known=list(self.documents),
            )
        return Source(entry.doc, entry.at, entry.quote, entry.checked)

    # The words: units, facts, parameters

    def add_words(
        self, name: str, sources: Mapping[str, Source_], entries: Mapping[str, BaseModel]
    ) -> None:
        del name
        if isinstance(units := entries.get("units.yaml"), UnitsFile):
            self.units = self._units(units, sources["units.yaml"])
        if isinstance(facts := entries.get("facts.yaml"), FactsFile):
            for key, entry in facts.facts.items():
                self.facts[key] = self._fact(key, entry, sources["facts.yaml"])
        if isinstance(parameters := entries.get("parameters.yaml"), ParametersFile):
            for key, item in parameters.parameters.items():
                self.parameters[key] = self._parameter(key, item, sources["parameters.yaml"])

    def _units(self, entries: UnitsFile, source: Source_) -> UnitRegister:
        units: dict[str, Unit] = {}
        for index, entry in enumerate(entries.units):
            path: Path = ("units", index)
            if entry.id in units:
                self.complain(source, (*path, "id"), "pack.twice", name=entry.id)
            if entry.group not in entries.groups:
                self.complain(
                    source,
                    (*path, "group"),
                    "pack.unknown-group",
                    group=entry.group,
                    known=list(entries.groups),
                )
            units[entry.id] = Unit(
                id=entry.id,
                name=_text(entry.name),
                group=entry.group,
                also=tuple(entry.also),
                gso=entry.gso,
                communes=entry.communes,
                island=entry.island,
                mountain=entry.mountain,
                nominates=entry.nominates,
                valid=self.window(entry.valid, source, (*path, "valid")),
                successor=entry.successor,
                status=entry.status,
                note=_text(entry.note),
            )
        communes: dict[str, Commune] = {}
        for index, item in enumerate(entries.communes):
            path = ("communes", index)
            if item.unit not in units:
                self.complain(
                    source,
                    (*path, "unit"),
                    "pack.unknown-unit",
                    unit=item.unit,
                    meant=nearest(item.unit, units),
                )
            communes[item.id] = Commune(
                item.id,
                item.name,
                item.unit,
                self.window(item.valid, source, (*path, "valid")),
                item.successor,
                _text(item.note),
            )
        return UnitRegister(
            {key: _text(words) for key, words in entries.groups.items()},
            units,
            communes,
            entries.switch,
        )

    def _kind(self, entry: FactEntry | ParameterEntry, source: Source_, path: Path) -> ValueType:
        kind = FactType(entry.type)
        choices = {
            key: Choice(key, _text(choice), tuple(choice.also))
            for key, choice in entry.values.items()
        }
        if isinstance(entry, FactEntry):
            if entry.values_from == "units":
                choices = {
                    unit.id: Choice(unit.id, unit.name, unit.also)
                    for unit in self.units.units.values()
                }
            elif entry.from_unit == "group" and not choices:
                choices = {key: Choice(key, words) for key, words in self.units.groups.items()}
        listed = kind in (FactType.ENUM, FactType.ORDERED, FactType.LIST)
        free = isinstance(entry, FactEntry) and entry.values_from is not None
        if listed and not choices and not free:
            self.complain(source, (*path, "values"), "pack.no-values")
        if not listed and choices:
            self.complain(source, (*path, "values"), "pack.values-unused", type=entry.type)
        bare = ValueType(kind, choices, percent=entry.percent)
        return ValueType(
            kind,
            choices,
            at_least=self.value(bare, entry.at_least, source, (*path, "at_least")),
            at_most=self.value(bare, entry.at_most, source, (*path, "at_most")),
            percent=entry.percent,
        )

    def _fact(self, name: str, entry: FactEntry, source: Source_) -> Fact:
        path: Path = ("facts", name)
        kind = self._kind(entry, source, path)
        if entry.from_unit is not None and entry.from_unit not in _UNIT_FIELDS:
            self.complain(
                source,
                (*path, "from_unit"),
                "pack.unknown-field",
                field=entry.from_unit,
                known=list(_UNIT_FIELDS),
            )
        if entry.from_unit is not None and entry.derived:
            self.complain(source, (*path, "derived"), "pack.two-origins", fact=name)
        for other in self.facts.values():
            if entry.role is not None and other.role == entry.role and other.name != name:
                self.complain(
                    source, (*path, "role"), "pack.role-twice", role=entry.role, other=other.name
                )
        return Fact(
            name=name,
            kind=kind,
            label=_text(entry.label),
            columns=tuple(entry.columns),
            role=entry.role,
            from_unit=entry.from_unit,
            derived=entry.derived,
            of_units=entry.values_from == "units",
            help=_text(entry.help),
            example=self.value(kind, entry.example, source, (*path, "example")),
        )

    def _parameter(self, name: str, entry: ParameterEntry, source: Source_) -> Parameter:
        path: Path = ("parameters", name)
        kind = self._kind(entry, source, path)
        said = self.source(entry.source, source, (*path, "source"))
        values = self._dated(kind, entry, said, source, path)
        parameter = Parameter(name, kind, _text(entry.label), values, (), entry.may_change)
        overrides: list[Override] = []
        for index, item in enumerate(entry.for_):
            here: Path = (*path, "for", index)
            if (item.unit is None) == (item.group is None):
                self.complain(source, here, "pack.override-target")
            if item.unit is not None and item.unit not in self.units.units:
                self.complain(
                    source,
                    (*here, "unit"),
                    "pack.unknown-unit",
                    unit=item.unit,
                    meant=nearest(item.unit, self.units.units),
                )
            if item.group is not None and item.group not in self.units.groups:
                self.complain(
                    source,
                    (*here, "group"),
                    "pack.unknown-group",
                    group=item.group,
                    known=list(self.units.groups),
                )
            value = self.value(kind, item.value, source, (*here, "value"))
            if value is None:
                continue
            for base in values:
                if not parameter.allows(base.value, value):
                    self.complain(
                        source,
                        (*here, "value"),
                        f"pack.may-change-{entry.may_change}",
                        name=name,
                        value=kind.show(value),
                        base=kind.show(base.value),
                    )
            cited = self.source(item.source, source, (*here, "source")) if item.source else said
            overrides.append(
                Override(
                    item.unit,
                    item.group,
                    value,
                    cited,
                    item.status or entry.status,
                    _text(item.reason),
                )
            )
        return Parameter(name, kind, _text(entry.label), values, tuple(overrides), entry.may_change)

    def _dated(
        self, kind: ValueType, entry: ParameterEntry, said: Source, source: Source_, path: Path
    ) -> tuple[DatedValue, ...]:
        raw: Any = entry.value
        dated = isinstance(raw, list) and all(isinstance(i, dict) and "from" in i for i in raw)
        if not dated or (kind.type is FactType.LIST and not dated):
            value = self.value(kind, raw, source, (*path, "value"))
            return () if value is None else (DatedValue(None, value, said, entry.status),)
        values: list[DatedValue] = []
        for index, item in enumerate(raw):
            here: Path = (*path, "value", index)
            unknown = set(item) - {"from", "value", "source", "status"}
            for key in unknown:
                self.complain(source, (*here, key), "shape.unknown-key", key=key)
            start = self.day(item["from"], source, (*here, "from"))
            value = self.value(kind, item.get("value"), source, (*here, "value"))
            if start is None or value is None:
                continue
            cited = said
            if isinstance(item.get("source"), dict):
                cited = self.source(
                    SourceEntry.model_validate(item["source"]), source, (*here, "source")
                )
            if values and values[-1].start is not None and start <= values[-1].start:
                self.complain(source, (*here, "from"), "pack.dates-order")
            values.append(DatedValue(start, value, cited, str(item.get("status", entry.status))))
        return tuple(values)

    # The rules

    def add_rules(
        self, name: str, sources: Mapping[str, Source_], entries: Mapping[str, BaseModel]
    ) -> None:
        head = entries["pack.yaml"]
        assert isinstance(head, PackFile)  # the loader stops before here if it could not be read
        for index, drop in enumerate(head.drops):
            if self.rules.pop(drop.rule, None) is None:
                path: Path = ("drops", index, "rule")
                self.complain(
                    sources["pack.yaml"],
                    path,
                    "pack.unknown-rule",
                    rule=drop.rule,
                    meant=nearest(drop.rule, self.rules),
                )
            self.drops[drop.rule] = _text(drop.reason)
        for file, entry in entries.items():
            if not isinstance(entry, RulesFile):
                continue
            reader = self._rule_reader(name, sources[file])
            for rule, replaces, path in reader.rules(entry):
                if replaces is not None and self.rules.pop(replaces, None) is None:
                    self.complain(
                        sources[file],
                        (*path, "replaces"),
                        "pack.unknown-rule",
                        rule=replaces,
                        meant=nearest(replaces, self.rules),
                    )
                if rule.id in self.rules:
                    first = self.rules[rule.id].where
                    self.complain(
                        sources[file],
                        (*path, "id"),
                        "pack.rule-twice",
                        rule=rule.id,
                        first=str(first),
                    )
                self.rules[rule.id] = rule

    def _rule_reader(self, name: str, source: Source_) -> RuleReader:
        kinds = {key: parameter.kind for key, parameter in self.parameters.items()}
        conditions = ConditionReader(source, self.vocabulary, kinds, self.problems)
        return RuleReader(conditions, self.tiers, self.axes, self.documents, name)

    def check_derivations(self) -> None:
        """Each derived fact has one rule, and none rests on itself."""
        concluded: dict[str, Rule] = {}
        for rule in self.rules.values():
            if rule.derives is None:
                continue
            if rule.derives in concluded:
                params = {"fact": rule.derives, "other": concluded[rule.derives].id}
                self.problems.append(Problem("pack.derived-twice", params, rule.where))
            concluded[rule.derives] = rule
        read = {
            fact for rule in self.rules.values() for c in rule.conditions() for fact in facts_of(c)
        }
        for fact in self.facts.values():
            if fact.derived and fact.name not in concluded and fact.name in read:
                users = [
                    r
                    for r in self.rules.values()
                    if fact.name in {f for c in r.conditions() for f in facts_of(c)}
                ]
                self.problems.append(
                    Problem("pack.not-derived", {"fact": fact.name}, users[0].where)
                )
        for cycle in _cycles(concluded):
            params = {"chain": " → ".join([*cycle, cycle[0]])}
            self.problems.append(Problem("pack.cycle", params, concluded[cycle[0]].where))

    # The cases

    def cases(
        self, sources: Mapping[str, Source_], entries: Mapping[str, BaseModel]
    ) -> tuple[Case, ...]:
        entry = entries.get("cases.yaml")
        if not isinstance(entry, CasesFile):
            return ()
        from dvk_rules.pack.resolve_cases import CaseReader

        return CaseReader(self, sources["cases.yaml"]).cases(entry)


def _cycles(concluded: Mapping[str, Rule]) -> list[list[str]]:
    """Each chain of derived facts that comes back to itself, once."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()

    def visit(fact: str, chain: list[str]) -> None:
        if fact in chain:
            cycle = chain[chain.index(fact) :]
            found.setdefault(frozenset(cycle), cycle)
            return
        if fact in done or fact not in concluded:
            return
        for condition in concluded[fact].conditions():
            for other in facts_of(condition):
                visit(other, [*chain, fact])
        done.add(fact)

    for fact in concluded:
        visit(fact, [])
    return list(found.values())
