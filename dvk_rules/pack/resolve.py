"""From entries to meaning: names found, values typed, conditions read, chains of packs joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from dvk_rules.conditions import facts_of
from dvk_rules.errors import Problem
from dvk_rules.pack.model import Acceptance, Pack
from dvk_rules.pack.parameters import Parameter
from dvk_rules.pack.read_conditions import ConditionReader
from dvk_rules.pack.reading import Reading, words
from dvk_rules.pack.resolve_cases import CaseReader
from dvk_rules.pack.resolve_rules import RuleReader
from dvk_rules.pack.resolve_units import read_units
from dvk_rules.pack.resolve_words import WordReader
from dvk_rules.pack.rules import Axis, Document, Rule, Tier
from dvk_rules.pack.surface import (
    CasesFile,
    FactsFile,
    PackFile,
    ParametersFile,
    RulesFile,
    UnitsFile,
)
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.pack.yaml_source import Document as YamlDocument
from dvk_rules.pack.yaml_source import Path
from dvk_rules.values import Text

__all__ = ["resolve"]

type Chain = list[tuple[str, dict[str, YamlDocument], dict[str, BaseModel]]]
"""The packs, the extended ones first: folder name, YAML by file, entries by file."""


def resolve(chain: Chain, sha256: str, problems: list[Problem]) -> Pack:
    """The pack that the last of ``chain`` describes, on the ones before it.

    Problems are appended; while there are any, the pack is not fit for use.
    """
    layers = [_Layer(name, documents, entries) for name, documents, entries in chain]
    build = _Build(problems)
    for layer in layers:
        build.add_head(layer)
    for layer in layers:
        build.add_words(layer)
    for layer in layers:
        build.add_rules(layer)
    build.check_derivations()
    last = layers[-1]
    reading = build.reading(last, "pack.yaml")
    head = last.head
    return Pack(
        id=head.pack,
        version=head.version,
        title=words(head.title),
        effective=reading.window(head.effective, ("effective",)),
        tiers=tuple(build.tiers.values()),
        documents=build.documents,
        axes=build.axes,
        vocabulary=Vocabulary(build.facts),
        parameters=build.parameters,
        units=build.units,
        rules=tuple(build.rules.values()),
        cases=build.cases(last),
        sha256=sha256,
        lineage=tuple(layer.name for layer in layers),
        drops=build.drops,
        accepts={item.finding: words(item.reason) for item in head.accepts},
        effective_at=reading.file.place(("effective",)),
        accepted_at={
            item.finding: reading.file.place(("accepts", number))
            for number, item in enumerate(head.accepts)
        },
        inherited=tuple(_inherited(layers)),
        once_read=frozenset(_facts_of_rules(build.gone)),
        note=words(head.note),
        decision_date=reading.day(head.decision_date, ("decision_date",)),
    )


@dataclass(frozen=True)
class _Layer:
    """One pack of the chain."""

    name: str
    documents: Mapping[str, YamlDocument]
    entries: Mapping[str, BaseModel]

    @property
    def head(self) -> PackFile:
        head = self.entries["pack.yaml"]
        assert isinstance(head, PackFile)  # the loader stops before here if it could not be read
        return head


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
    gone: list[Rule] = field(default_factory=list[Rule])
    units: UnitRegister = field(default_factory=lambda: UnitRegister({}, {}, {}))

    def reading(self, layer: _Layer, file: str) -> Reading:
        return Reading(layer.documents[file], self.problems, self.documents)

    def add_head(self, layer: _Layer) -> None:
        """What the pack is: tiers, documents, axes."""
        head, reading = layer.head, self.reading(layer, "pack.yaml")
        if head.pack != layer.name:
            reading.complain(("pack",), "pack.other-folder", pack=head.pack, folder=layer.name)
        if head.tiers:
            self.tiers.clear()
        for index, tier in enumerate(head.tiers):
            path: Path = ("tiers", index)
            if tier.id in self.tiers:
                reading.complain((*path, "id"), "pack.twice", name=tier.id)
            if tier.within is not None and tier.within not in self.tiers:
                known = list(self.tiers)
                params = {"tier": tier.within, "known": known}
                reading.complain((*path, "within"), "pack.unknown-tier", **params)
            within = tier.within if tier.within in self.tiers else None
            short = words(tier.short or tier.title)
            self.tiers[tier.id] = Tier(tier.id, words(tier.title), short, within)
        for key, doc in head.documents.items():
            self.documents[key] = Document(
                key,
                words(doc.title),
                words(doc.short or doc.title),
                doc.number,
                doc.date,
                words(doc.note),
            )
        for key, axis in head.axes.items():
            self.axes[key] = Axis(key, words(axis.title), axis.cap, axis.status)

    def add_words(self, layer: _Layer) -> None:
        """Units first, since facts and parameters name them."""
        if isinstance(units := layer.entries.get("units.yaml"), UnitsFile):
            self.units = read_units(units, self.reading(layer, "units.yaml"))
        reader = WordReader(self.units, self.facts)
        if isinstance(facts := layer.entries.get("facts.yaml"), FactsFile):
            reader.read_facts(facts, self.reading(layer, "facts.yaml"))
        if isinstance(entries := layer.entries.get("parameters.yaml"), ParametersFile):
            reading = self.reading(layer, "parameters.yaml")
            self.parameters.update(reader.read_parameters(entries, reading))
        switch = self.units.switch
        if switch is not None and isinstance(units, UnitsFile) and switch not in self.parameters:
            reading = self.reading(layer, "units.yaml")
            reading.unknown(("switch",), "switch", switch, self.parameters)

    def add_rules(self, layer: _Layer) -> None:
        """The rules of a pack, on those of the packs it extends."""
        reading = self.reading(layer, "pack.yaml")
        for index, drop in enumerate(layer.head.drops):
            if not self._remove(drop.rule):
                reading.unknown(("drops", index, "rule"), "rule", drop.rule, self.rules)
            self.drops[drop.rule] = words(drop.reason)
        kinds = {key: parameter.kind for key, parameter in self.parameters.items()}
        for file, entry in layer.entries.items():
            if not isinstance(entry, RulesFile):
                continue
            reading = self.reading(layer, file)
            conditions = ConditionReader(reading, Vocabulary(self.facts), kinds)
            reader = RuleReader(reading, conditions, self.tiers, self.axes, layer.name)
            for rule, replaces, path in reader.rules(entry):
                self._add_rule(rule, replaces, reading, path)

    def _add_rule(self, rule: Rule, replaces: str | None, reading: Reading, path: Path) -> None:
        if replaces is not None and not self._remove(replaces):
            reading.unknown((*path, "replaces"), "rule", replaces, self.rules)
        if rule.id in self.rules:
            first = self.rules[rule.id].where
            reading.complain((*path, "id"), "pack.rule-twice", rule=rule.id, first=str(first))
        self.rules[rule.id] = rule

    def _remove(self, rule: str) -> bool:
        """Takes away a rule that a pack further out has; whether there is one."""
        removed = self.rules.pop(rule, None)
        if removed is not None:
            self.gone.append(removed)
        return removed is not None

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
        users: dict[str, Rule] = {}
        for rule in self.rules.values():
            for condition in rule.conditions():
                for name in facts_of(condition):
                    users.setdefault(name, rule)
        for fact in self.facts.values():
            if fact.derived and fact.name not in concluded and fact.name in users:
                where = users[fact.name].where
                self.problems.append(Problem("pack.not-derived", {"fact": fact.name}, where))
        for cycle in _cycles(concluded):
            params: dict[str, Any] = {"chain": " → ".join([*cycle, cycle[0]])}
            self.problems.append(Problem("pack.cycle", params, concluded[cycle[0]].where))

    def cases(self, layer: _Layer) -> Any:
        """The cases of the last pack; those of the packs it extends test those packs."""
        entry = layer.entries.get("cases.yaml")
        if not isinstance(entry, CasesFile):
            return ()
        reader = CaseReader(
            reading=self.reading(layer, "cases.yaml"),
            tiers=self.tiers,
            axes=self.axes,
            rules=self.rules,
            units=self.units,
            vocabulary=Vocabulary(self.facts),
        )
        return reader.cases(entry)


def _inherited(layers: Sequence[_Layer]) -> Iterator[Acceptance]:
    """What the packs further out accept, with what the packs after them say anew."""
    for place, layer in enumerate(layers[:-1]):
        anew = frozenset(name for later in layers[place + 1 :] for name in _said(later))
        for item in layer.head.accepts:
            yield Acceptance(item.finding, words(item.reason), anew)


def _said(layer: _Layer) -> Iterator[str]:
    """The rules, facts and parameters that a pack states, and whether it states units or tiers."""
    yield from (drop.rule for drop in layer.head.drops)
    yield from ("tiers",) if layer.head.tiers else ()
    for entry in layer.entries.values():
        match entry:
            case FactsFile():
                yield from entry.facts
            case ParametersFile():
                yield from entry.parameters
            case UnitsFile():
                yield "units"
            case RulesFile():
                rules = [rule for section in entry.sections for rule in section.rules]
                yield from (rule.id for rule in rules)
                yield from (rule.replaces for rule in rules if rule.replaces)
            case _:
                pass


def _facts_of_rules(rules: Sequence[Rule]) -> Iterator[str]:
    return (name for rule in rules for item in rule.conditions() for name in facts_of(item))


def _cycles(concluded: Mapping[str, Rule]) -> Iterator[list[str]]:
    """Each chain of derived facts that comes back to itself, once."""
    found: set[frozenset[str]] = set()
    done: set[str] = set()
    for start in concluded:
        # an explicit stack: a chain of derivations may be longer than the interpreter nests
        stack: list[tuple[str, Iterator[str]]] = [(start, _reads(concluded, start))]
        while stack:
            fact, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                done.add(fact)
                stack.pop()
                continue
            chain = [name for name, _ in stack]
            if other in chain:
                cycle = chain[chain.index(other) :]
                if frozenset(cycle) not in found:
                    found.add(frozenset(cycle))
                    yield cycle
            elif other not in done and other in concluded:
                stack.append((other, _reads(concluded, other)))


def _reads(concluded: Mapping[str, Rule], fact: str) -> Iterator[str]:
    return (name for condition in concluded[fact].conditions() for name in facts_of(condition))
