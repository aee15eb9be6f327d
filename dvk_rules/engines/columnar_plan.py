"""A pack as steps over blocks of rows: facts in, truths, derived facts, outcomes and points out.

Every comparison and every condition is compiled once, wherever it stands, and made at most once
for a block. What a unit's own parameters change is made for each distinct value and chosen by the
unit of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not
from dvk_rules.engines.columns import (
    NEVER,
    NO,
    YES,
    Absent,
    Coded,
    Column,
    Truths,
    nothing,
    one,
    spread,
)
from dvk_rules.engines.comparisons import compare, one_of
from dvk_rules.engines.decision_columns import (
    Ends,
    all_rows,
    choices_of,
    cut,
    first_row,
    points_type,
    where_applies,
)
from dvk_rules.engines.outcome_columns import apart, at_least, code_of, score_code, settled
from dvk_rules.engines.tables import code_type
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import BoundAtom, Program
from dvk_rules.values import FactType

__all__ = ["Block", "ColumnPlan", "Step", "Units", "once", "plan_columns"]


class Block:
    """Some rows of a table: the series of their given facts, and what has been made of them."""

    __slots__ = ("columns", "made", "rows")

    def __init__(self, rows: int, columns: Mapping[str, pl.Series]) -> None:
        self.rows = rows
        self.columns = columns
        self.made: dict[Step[Any], Any] = {}


type Step[T] = Callable[[Block], T]
"""Something made of a block."""


def once[T](make: Step[T]) -> Step[T]:
    """The step, which asked again for a block answers with what it made."""

    def step(block: Block) -> T:
        made = block.made
        if make not in made:
            made[make] = make(block)
        return made[make]

    return step


@dataclass(frozen=True)
class Units:
    """The program of each unit, by the code of the unit in the column ``fact``; ``anyone`` is the
    program of rows whose unit is not known."""

    anyone: Program
    by_code: tuple[Program, ...] = ()
    fact: str | None = None


@dataclass(frozen=True)
class ColumnPlan:
    """The steps of a pack: ``truths`` of the comparisons by number; by rule the ``outcomes`` as
    their codes, the ``gates`` as truths and the ``points``; the ``derived`` facts by name.

    ``columns`` says what kind of column each fact is,
    ``bounds`` are the least and the most points a score rule can give.
    """

    columns: Mapping[str, Column]
    truths: tuple[Step[pl.Series], ...]
    derived: Mapping[str, Step[pl.Series]]
    outcomes: Mapping[str, Step[pl.Series]]
    gates: Mapping[str, Step[pl.Series]]
    points: Mapping[str, Step[Ends]]
    bounds: Mapping[str, tuple[int, int]]

    def derive(self, block: Block) -> Block:
        """The block, with every derived fact made, each after those it rests on."""
        for step in self.derived.values():
            step(block)
        return block


def plan_columns(units: Units, columns: Mapping[str, Column]) -> ColumnPlan:
    """The plan for tables whose facts are ``columns`` of these kinds."""
    return _Planner(units, dict(columns)).plan()


@dataclass
class _Planner:
    units: Units
    columns: dict[str, Column]
    conditions: dict[Condition, Step[pl.Series]] = field(
        default_factory=dict[Condition, Step[pl.Series]]
    )
    derived: dict[str, Step[pl.Series]] = field(default_factory=dict[str, Step[pl.Series]])
    outcomes: dict[str, Step[pl.Series]] = field(default_factory=dict[str, Step[pl.Series]])
    gates: dict[str, Step[pl.Series]] = field(default_factory=dict[str, Step[pl.Series]])
    points: dict[str, Step[Ends]] = field(default_factory=dict[str, Step[Ends]])
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def plan(self) -> ColumnPlan:
        program = self.units.anyone
        for level in program.levels:
            for rule in level.derivations:
                self._derive(rule)
        for rule in program.rules:
            if rule.kind is RuleKind.SCORE:
                self._score(rule)
            else:
                self._truth(rule)
        truths = tuple(self.held(atom) for atom in program.index)
        return ColumnPlan(
            self.columns,
            truths,
            self.derived,
            self.outcomes,
            self.gates,
            self.points,
            self.bounds,
        )

    # Comparisons and conditions

    def held(self, condition: Condition) -> Step[pl.Series]:
        """Whether the condition holds."""
        if condition not in self.conditions:
            self.conditions[condition] = once(self._condition(condition))
        return self.conditions[condition]

    def _condition(self, condition: Condition) -> Step[pl.Series]:
        match condition:
            case Atom():
                return self._comparison(self.units.anyone.index[condition])
            case Not(part):
                held = self.held(part)
                return lambda block: ~held(block)
            case AllOf(parts):
                return self._together(lambda truths: reduce(and_, truths), parts)
            case AnyOf(parts):
                return self._together(lambda truths: reduce(or_, truths), parts)
            case AtLeast(count, parts):
                return self._together(lambda truths: at_least(count, truths), parts)

    def _together(
        self, join: Callable[[Sequence[pl.Series]], pl.Series], parts: Sequence[Condition]
    ) -> Step[pl.Series]:
        held = [self.held(part) for part in parts]
        return lambda block: join([step(block) for step in held])

    def _comparison(self, number: int) -> Step[pl.Series]:
        base = self.units.anyone.atoms[number]
        left = self._fact(base.atom.fact)

        def made(threshold: Any) -> Step[pl.Series]:
            bound = BoundAtom(
                base.atom, base.kind, threshold, base.other, base.other_kind, base.setting
            )
            column = self.columns.get(base.atom.fact, Absent())
            if base.other is None:
                test = compare(bound, column)
                return lambda block: test(left(block))
            right = self._fact(base.other)
            pair = compare(bound, column, self.columns.get(base.other, Absent()))
            return lambda block: pair(left(block), right(block))

        return self._by_unit(lambda program: program.atoms[number].threshold, made, _elsewhere)

    def _fact(self, name: str) -> Step[pl.Series]:
        if name in self.derived:
            return self.derived[name]
        if name in self.columns:
            return lambda block: block.columns[name]
        return lambda block: spread(NEVER, block.rows)

    def _by_unit[V, T](
        self,
        read: Callable[[Program], V],
        made: Callable[[V], Step[T]],
        choose: Callable[[pl.Series, T, T], T],
    ) -> Step[T]:
        """What is made of the value everyone has, and where the unit has another, of that."""
        everyone = read(self.units.anyone)
        places: dict[str, set[int]] = {}
        values: dict[str, V] = {}
        for place, program in enumerate(self.units.by_code):
            value = read(program)
            if repr(value) != repr(everyone):
                places.setdefault(repr(value), set()).add(place)
                values[repr(value)] = value
        base = made(everyone)
        unit = self.columns.get(self.units.fact or "")
        if not places or not isinstance(unit, Coded):
            return base
        codes = self._fact(str(self.units.fact))
        special = [(one_of(unit, mine), made(values[key])) for key, mine in places.items()]

        def step(block: Block) -> T:
            found, unit = base(block), codes(block)
            for among, value in special:
                found = choose(among(unit), value(block), found)
            return found

        return step

    # Derivations

    def _derive(self, rule: Rule) -> None:
        name = str(rule.derives)
        applies = None if rule.applies is None else self.held(rule.applies)
        if rule.table:
            column, step = self._from_table(rule, applies)
        else:
            column, step = Truths(), _where(applies, self._asked(rule))
        self.columns[name] = column
        self.derived[name] = once(_all_rows(step))

    def _asked(self, rule: Rule) -> Step[pl.Series]:
        if rule.condition is None:
            return lambda block: spread(YES, block.rows)
        return self.held(rule.condition)

    def _from_table(
        self, rule: Rule, applies: Step[pl.Series] | None
    ) -> tuple[Column, Step[pl.Series]]:
        kind = self.units.anyone.pack.vocabulary[str(rule.derives)].kind
        values = choices_of(rule, kind)
        truth = kind.type is FactType.BOOL
        dtype = pl.Boolean() if truth else code_type(len(values))
        whens = [None if row.when is None else self.held(row.when) for row in rule.table]
        places = [one(row.value if truth else values.index(row.value), dtype) for row in rule.table]
        gap = one(None, dtype)

        def code(block: Block) -> pl.Series:
            held = [None if when is None else when(block) for when in whens]
            low, high = first_row(held, places)
            return low if low is high else gap.zip_with(low != high, low)

        if truth:
            return Truths(), _where(applies, code)
        return Coded(values, dtype), code

    # Outcomes

    def _truth(self, rule: Rule) -> None:
        held = once(self._says(rule))
        if rule.kind.gate:
            self.gates[rule.id] = held
        if rule.applies is None:
            self.outcomes[rule.id] = lambda block: code_of(held(block))
        else:
            absent = self.held(Not(rule.applies))
            self.outcomes[rule.id] = lambda block: apart(absent(block), code_of(held(block)))

    def _says(self, rule: Rule) -> Step[pl.Series]:
        """What the outcome says, as a truth; where the rule does not apply it says nothing."""
        if rule.kind is RuleKind.DERIVE:
            column = self.derived[str(rule.derives)]
            return (lambda block: settled(column(block))) if rule.table else column
        asked = self._asked(rule)
        if rule.kind is RuleKind.PREFER:
            return _where(None if rule.applies is None else self.held(rule.applies), asked)
        if rule.kind is RuleKind.FORBID:
            asked = self._denied(rule)
        if rule.applies is None:
            return asked
        held, absent = asked, self.held(Not(rule.applies))
        return lambda block: absent(block) | held(block)

    def _denied(self, rule: Rule) -> Step[pl.Series]:
        if rule.condition is None:
            return lambda block: spread(NO, block.rows)
        return self.held(Not(rule.condition))

    def _score(self, rule: Rule) -> None:
        applies = None if rule.applies is None else self.held(rule.applies)
        gives = [row.points for row in rule.table]
        least, most = sum(min(0, p) for p in gives), sum(max(0, p) for p in gives)
        caps = [p.caps.get(rule.id) for p in (*self.units.by_code, self.units.anyone)]
        lowest = min([least, *(cap for cap in caps if cap is not None)])
        self.bounds[rule.id] = (lowest, most)
        dtype = points_type(lowest, most)
        whens = [None if row.when is None else self.held(row.when) for row in rule.table]
        numbers = [one(points, dtype) for points in gives]
        first = rule.mode != "sum"

        def table(block: Block) -> Ends:
            held = [None if when is None else when(block) for when in whens]
            if first:
                ends = first_row([*held, None], [*numbers, nothing(dtype)])
            else:
                ends = all_rows(held, numbers)
            if applies is not None:
                ends = where_applies(applies(block), ends)
            low = spread(ends[0], block.rows)
            return low, low if ends[0] is ends[1] else spread(ends[1], block.rows)

        uncapped = once(table)

        def under(cap: int | None) -> Step[Ends]:
            if cap is None or cap >= most:
                return uncapped
            limit = one(cap, dtype)
            return lambda block: cut(uncapped(block), limit)

        points = once(self._by_unit(lambda program: program.caps.get(rule.id), under, _ends_where))
        self.points[rule.id] = points
        if rule.applies is None:
            self.outcomes[rule.id] = lambda block: score_code(points(block))
        else:
            absent = self.held(Not(rule.applies))
            self.outcomes[rule.id] = lambda block: apart(absent(block), score_code(points(block)))


def _elsewhere(mask: pl.Series, here: pl.Series, elsewhere: pl.Series) -> pl.Series:
    return here.zip_with(mask, elsewhere)


def _ends_where(mask: pl.Series, here: Ends, elsewhere: Ends) -> Ends:
    low = here[0].zip_with(mask, elsewhere[0])
    settled = here[0] is here[1] and elsewhere[0] is elsewhere[1]
    return low, low if settled else here[1].zip_with(mask, elsewhere[1])


def _where(applies: Step[pl.Series] | None, held: Step[pl.Series]) -> Step[pl.Series]:
    """What holds only where a rule applies."""
    return held if applies is None else lambda block: applies(block) & held(block)


def _all_rows(step: Step[pl.Series]) -> Step[pl.Series]:
    return lambda block: spread(step(block), block.rows)
