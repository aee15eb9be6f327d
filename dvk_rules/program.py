"""A pack compiled for one unit on one day: thresholds found, comparisons numbered, levels laid.

What every engine starts from. ``Program.atoms`` are the distinct comparisons; a level is a set of
comparisons that can be made once the derivations of the level before have concluded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Any

from dvk_rules.conditions import (
    OPERATORS,
    Atom,
    Condition,
    FactRef,
    ParamRef,
    atoms_of,
    comparable,
    facts_of,
)
from dvk_rules.frozen import Frozen
from dvk_rules.logic import FALSE, TRUE, UNKNOWN, Truth
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import Setting
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.pack.units import Unit
from dvk_rules.values import Value, ValueType

__all__ = ["BoundAtom", "Facts", "Level", "Program", "Test", "columns_of", "compile_program"]

type Facts = Mapping[str, Value]
type Test = Callable[[Facts], Truth]


def columns_of(names: Sequence[str], rows: Sequence[Facts]) -> dict[str, Sequence[Value | None]]:
    """The values of each fact in some nominations, ``None`` where it is not known."""
    if len(names) > 1:
        try:  # where all is known, all facts of a nomination are taken at once
            columns = zip(*map(itemgetter(*names), rows), strict=True)
            return dict(zip(names, columns, strict=True))
        except KeyError:
            pass
    return {name: [facts.get(name) for facts in rows] for name in names}


@dataclass(frozen=True)
class BoundAtom:
    """A comparison whose threshold is known.

    ``threshold`` is the value asked for (``None`` when it is another fact, ``other``);
    ``setting`` says which parameter it comes from, if any.
    """

    atom: Atom
    kind: ValueType
    threshold: Any
    other: str | None
    other_kind: ValueType | None
    setting: Setting | None

    def test(self) -> Test:
        """The comparison as a function of the facts; unknown facts make it unknown (D3.2)."""
        name, other, kind = self.atom.fact, self.other, self.kind
        operator = OPERATORS[self.atom.op]
        test = operator.test
        if operator.shape == "truth":
            wanted = bool(self.threshold)
            return lambda facts: TRUE if (facts.get(name) is not None) is wanted else FALSE
        if other is not None and self.other_kind is not None:
            other_kind = self.other_kind

            def against_fact(facts: Facts) -> Truth:
                left, right = facts.get(name), facts.get(other)
                if left is None or right is None:
                    return UNKNOWN
                return (
                    TRUE if test(comparable(kind, left), comparable(other_kind, right)) else FALSE
                )

            return against_fact
        if self.threshold is None:  # a parameter that has no value on the day
            return lambda _facts: UNKNOWN
        threshold = comparable(kind, self.threshold)
        if kind.type == "ordered enum":
            rank = kind.rank

            def against_level(facts: Facts) -> Truth:
                value = facts.get(name)
                if value is None:
                    return UNKNOWN
                return TRUE if test(rank[value], threshold) else FALSE  # type: ignore[index]  # an ordered value is the id of a choice

            return against_level

        def against_value(facts: Facts) -> Truth:
            value = facts.get(name)
            if value is None:
                return UNKNOWN
            return TRUE if test(value, threshold) else FALSE

        return against_value


@dataclass(frozen=True)
class Level:
    """Comparisons (by number) that need no later derivation, and the derivations they allow."""

    atoms: tuple[int, ...]
    derivations: tuple[Rule, ...]


@dataclass(frozen=True, eq=False)
class Program:
    """A pack ready to run for one unit on one day.

    ``index`` numbers the comparisons; ``settings`` are the parameters in force; ``caps`` are the
    limits of score rules.
    """

    pack: Pack
    day: date
    unit: Unit | None
    settings: Mapping[str, Setting]
    atoms: tuple[BoundAtom, ...]
    index: Mapping[Atom, int]
    levels: tuple[Level, ...]
    caps: Mapping[str, int | None]

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """The comparisons as functions of the facts."""
        return tuple(atom.test() for atom in self.atoms)

    @cached_property
    def of_unit(self) -> Mapping[str, Value]:
        """The facts that the register of units adds to every nomination of the unit."""
        found: dict[str, Value] = {}
        if self.unit is not None:
            for fact in self.pack.vocabulary.facts.values():
                if fact.role == "unit":
                    found[fact.name] = self.unit.id
                elif fact.from_unit is not None:
                    value = self.unit.field(fact.from_unit)
                    if value is not None:
                        found[fact.name] = value
        return Frozen(found)

    def __getstate__(self) -> dict[str, Any]:
        # The comparisons as functions cannot be pickled, and are made again where they are needed.
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def __repr__(self) -> str:
        unit = f" for {self.unit.id}" if self.unit else ""
        return f"<Program of {self.pack.id}{unit} on {self.day.isoformat()}>"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in the order of the law."""
        return self.pack.rules

    def only(self, rules: Collection[str]) -> Program:
        """The program of these rules alone, with the derivations that they rest on."""
        wanted = [rule for rule in self.pack.rules if rule.id in rules]
        kept = {rule.id for rule in wanted}
        while wanted:
            for name in self.pack.reads[wanted.pop().id]:
                maker = self.pack.derivations.get(name)
                if maker is not None and maker.id not in kept:
                    kept.add(maker.id)
                    wanted.append(maker)
        pack = replace(self.pack, rules=tuple(r for r in self.pack.rules if r.id in kept))
        return _assembled(pack, self.day, self.unit, self.settings)


def compile_program(
    pack: Pack,
    day: date,
    unit: Unit | None = None,
    changed: Mapping[str, Value] | None = None,
) -> Program:
    """``pack`` for the nominations of ``unit``, decided on ``day``.

    ``changed`` are parameter values of a scenario. A parameter without a value on ``day`` is
    unknown, and so is every comparison with it. Compiled once for the same, as long as the pack
    lives, as far as it is kept.
    """
    changes = sorted((name, repr(value)) for name, value in (changed or {}).items())
    return pack.kept.get(
        (day, unit, tuple(changes)),
        lambda: _assembled(pack, day, unit, pack.settings(day, unit, changed)),
    )


def _assembled(
    pack: Pack, day: date, unit: Unit | None, settings: Mapping[str, Setting]
) -> Program:
    index: dict[Atom, int] = {}
    for rule in pack.rules:
        for condition in rule.conditions():
            for atom in atoms_of(condition):
                index.setdefault(atom, len(index))
    atoms = tuple(_bind(pack, atom, settings) for atom in index)
    return Program(
        pack=pack,
        day=day,
        unit=unit,
        settings=Frozen(settings),
        atoms=atoms,
        index=Frozen(index),
        levels=_levels(pack, index),
        caps=Frozen({r.id: _cap(r, settings) for r in pack.of_kind(RuleKind.SCORE)}),
    )


def _bind(pack: Pack, atom: Atom, settings: Mapping[str, Setting]) -> BoundAtom:
    kind = pack.vocabulary[atom.fact].kind
    match atom.operand:
        case ParamRef(name):
            setting = settings.get(name)
            value = setting.value if setting else None
            return BoundAtom(atom, kind, value, None, None, setting)
        case FactRef(name):
            return BoundAtom(atom, kind, None, name, pack.vocabulary[name].kind, None)
        case value:
            return BoundAtom(atom, kind, value, None, None, None)


def _cap(rule: Rule, settings: Mapping[str, Setting]) -> int | None:
    if isinstance(rule.cap, ParamRef):
        setting = settings.get(rule.cap.name)
        return setting.value if setting and isinstance(setting.value, int) else None
    return rule.cap


def _levels(pack: Pack, index: Mapping[Atom, int]) -> tuple[Level, ...]:
    depth: dict[str, int] = {}

    def of_fact(name: str) -> int:
        rule = pack.derivations.get(name)
        if rule is None:
            return 0
        if name not in depth:
            depth[name] = 1 + max((of_condition(c) for c in rule.conditions()), default=0)
        return depth[name]

    def of_condition(condition: Condition) -> int:
        return max(of_fact(name) for name in facts_of(condition))

    deepest = max((of_fact(name) for name in pack.derivations), default=0)
    atoms: list[list[int]] = [[] for _ in range(deepest + 1)]
    derivations: list[list[Rule]] = [[] for _ in range(deepest + 1)]
    for atom, number in index.items():
        atoms[of_condition(atom)].append(number)
    for name, rule in pack.derivations.items():
        derivations[of_fact(name) - 1].append(rule)
    return tuple(
        Level(tuple(numbers), tuple(rules))
        for numbers, rules in zip(atoms, derivations, strict=True)
    )
