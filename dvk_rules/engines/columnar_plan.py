"""A pack as stages of columns: comparisons, derivations by level, outcomes, points.

One plan serves the rows of every unit: where a parameter differs from unit to unit, the
comparison is made once for each of its values and the row's unit chooses. The columns it adds:

==========================  =====================================================================
``fact:<name>``             a derived fact, null where it is unknown
``rule:<id>``               the outcome: 0 violated, 1 satisfied, 2 unknown, 3 not applicable
``points:<id>:low, :high``  the interval of a score rule, capped
``truth:<n>``               the n-th comparison of the program, if asked for; null is unknown
==========================  =====================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import add, and_, or_
from typing import Any

import polars as pl

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not, atoms_of
from dvk_rules.engines.columns import Coded, Column, Truths, compare, one_of
from dvk_rules.engines.decision_columns import (
    all_rows,
    choices_of,
    decoded,
    first_row,
    points_type,
    where_applies,
)
from dvk_rules.engines.tables import code_type
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import BoundAtom, Program
from dvk_rules.values import FactType, ValueType

__all__ = ["ColumnPlan", "Units", "plan_columns"]

_CODE = pl.UInt8()
_FEW = 4  # parts up to which "at least n of k" is written out as all its ways


@dataclass(frozen=True)
class Units:
    """The program of each unit, by the code of the unit in ``column``; ``anyone`` has no unit."""

    column: Coded | None
    by_code: tuple[Program, ...]
    anyone: Program

    def choose[T](self, read: Callable[[Program], T], made: Callable[[T], pl.Expr]) -> pl.Expr:
        """What ``made`` makes of ``read``, for the program that each row is under."""
        base = read(self.anyone)
        places: dict[str, set[int]] = {}
        values: dict[str, T] = {}
        for place, program in enumerate(self.by_code):
            value = read(program)
            if repr(value) != repr(base):
                places.setdefault(repr(value), set()).add(place)
                values[repr(value)] = value
        if self.column is None or not places:
            return made(base)
        chosen: Any = pl
        for key, codes in places.items():
            chosen = chosen.when(one_of(self.column, codes)).then(made(values[key]))
        return chosen.otherwise(made(base))


@dataclass(frozen=True)
class ColumnPlan:
    """Stages of named expressions; each stage reads the columns of those before it.

    ``derived`` are the derived facts as columns, ``gates`` the nullable truths of the rules that
    can bar, by rule; ``bounds`` are the least and the most points a score rule can give.
    """

    stages: tuple[tuple[pl.Expr, ...], ...]
    derived: Mapping[str, Column]
    gates: Mapping[str, pl.Expr]
    bounds: Mapping[str, tuple[int, int]]

    def extend(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """``frame`` with the columns of every stage."""
        for stage in self.stages:
            if stage:
                frame = frame.with_columns(stage)
        return frame


def plan_columns(
    units: Units, columns: Mapping[str, Column], *, truths: bool = False
) -> ColumnPlan:
    """The plan for tables whose facts are found in ``columns``; every given fact has one.

    ``truths`` asks for a column of every comparison. Without, one that is used in a single place
    stands there: each column costs a small table some microseconds.
    """
    return _Planner(units, dict(columns), truths).plan()


@dataclass
class _Planner:
    units: Units
    columns: dict[str, Column]
    truths: bool
    stages: list[tuple[pl.Expr, ...]] = field(default_factory=list[tuple[pl.Expr, ...]])
    named: dict[Condition, pl.Expr] = field(default_factory=dict[Condition, pl.Expr])
    gates: dict[str, pl.Expr] = field(default_factory=dict[str, pl.Expr])
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def plan(self) -> ColumnPlan:
        program = self.units.anyone
        shared = self._shared(program)
        settled: set[Atom] = set()
        atoms = list(program.index)
        once = set() if self.truths else _used_once(program.rules)
        for level in program.levels:
            stage: list[pl.Expr] = []
            for number in level.atoms:
                made = self.named[atoms[number]] = self._atom(program, number)
                if atoms[number] not in once:
                    stage.append(made.alias(f"truth:{number}"))
                    self.named[atoms[number]] = pl.col(f"truth:{number}")
            self.stages.append(tuple(stage))
            settled |= {atoms[number] for number in level.atoms}
            ready = [item for item in shared if settled.issuperset(atoms_of(item))]
            self.stages.append(self._name(ready))
            shared = [item for item in shared if item not in ready]
            self._derive(level.derivations)
        self._rules(program.rules)
        derived = {str(rule.derives): self.columns[str(rule.derives)] for rule in self._derivations}
        stages = tuple(stage for stage in self.stages if stage)
        return ColumnPlan(stages, derived, self.gates, self.bounds)

    @property
    def _derivations(self) -> tuple[Rule, ...]:
        return self.units.anyone.pack.of_kind(RuleKind.DERIVE)

    # Comparisons and conditions

    def _atom(self, program: Program, number: int) -> pl.Expr:
        def read(of: Program) -> BoundAtom:
            return of.atoms[number]

        def key(of: Program) -> Any:
            return of.atoms[number].threshold

        base = read(program)

        def made(threshold: Any) -> pl.Expr:
            bound = BoundAtom(
                base.atom, base.kind, threshold, base.other, base.other_kind, base.setting
            )
            return compare(bound, self.columns)

        return self.units.choose(key, made)

    def _shared(self, program: Program) -> list[Condition]:
        """The conditions that stand in more than one place, the inner ones first."""
        seen: Counter[Condition] = Counter()
        for rule in program.rules:
            for condition in rule.conditions():
                seen.update(_parts(condition))
        return [item for item, count in seen.items() if count > 1]

    def _name(self, conditions: Sequence[Condition]) -> tuple[pl.Expr, ...]:
        """One column each; within a stage no column can read another."""
        made = [self._held(condition) for condition in conditions]
        names = [f"part:{len(self.named) + place}" for place in range(len(made))]
        self.named |= {item: pl.col(name) for item, name in zip(conditions, names, strict=True)}
        return tuple(expr.alias(name) for expr, name in zip(made, names, strict=True))

    def _held(self, condition: Condition) -> pl.Expr:
        if condition in self.named:
            return self.named[condition]
        match condition:
            case Atom():
                raise KeyError(condition)  # every comparison has been named
            case Not(part):
                return ~self._held(part)
            case AllOf(parts):
                return reduce(and_, [self._held(part) for part in parts])
            case AnyOf(parts):
                return reduce(or_, [self._held(part) for part in parts])
            case AtLeast(count, parts):
                return _at_least(count, [self._held(part) for part in parts])

    # Derivations

    def _derive(self, rules: Sequence[Rule]) -> None:
        stage: list[pl.Expr] = []
        for rule in rules:
            name = str(rule.derives)
            kind = self.units.anyone.pack.vocabulary[name].kind
            applies = None if rule.applies is None else self._held(rule.applies)
            if rule.table:
                column, made = self._from_table(rule, kind, applies)
                stage += made
            else:
                held = self._held(rule.condition) if rule.condition else pl.lit(value=True)
                column = Truths(pl.col(f"fact:{name}"))
                value = held if applies is None else applies & held
                stage.append(value.alias(f"fact:{name}"))
            self.columns[name] = column
        self.stages.append(tuple(stage))

    def _from_table(
        self, rule: Rule, kind: ValueType, applies: pl.Expr | None
    ) -> tuple[Column, list[pl.Expr]]:
        name = f"fact:{rule.derives}"
        values = choices_of(rule, kind)
        rows = [
            (None if row.when is None else self._held(row.when), values.index(row.value))
            for row in rule.table
        ]
        dtype = code_type(len(values))
        low, high = first_row(rows, dtype)
        code = pl.when(low == high).then(low)
        if kind.type is FactType.BOOL:
            truth = code == pl.lit(1, dtype=dtype)
            made = truth if applies is None else applies & truth
            return Truths(pl.col(name)), [made.alias(name)]
        column = Coded(pl.col(f"code:{rule.derives}"), values, dtype)
        return column, [code.alias(f"code:{rule.derives}")]

    # Outcomes

    def _rules(self, rules: Sequence[Rule]) -> None:
        truths: list[pl.Expr] = []
        outcomes: list[pl.Expr] = []
        points: list[pl.Expr] = []
        for rule in rules:
            applies = None if rule.applies is None else self._held(rule.applies)
            if rule.kind is RuleKind.SCORE:
                points += self._score(rule, applies)
                outcomes.append(_score_code(rule, applies))
                continue
            held = self._truth(rule, applies)
            if not held.meta.is_column():
                truths.append(held.alias(f"held:{rule.id}"))
                held = pl.col(f"held:{rule.id}")
            outcomes.append(_code(held, applies).alias(f"rule:{rule.id}"))
            if rule.kind.gate:
                self.gates[rule.id] = held
        self.stages.append((*truths, *points))
        self.stages.append((*outcomes, *self._shown()))

    def _truth(self, rule: Rule, applies: pl.Expr | None) -> pl.Expr:
        """What the outcome says, as a truth; where the rule does not apply it says nothing."""
        if rule.kind is RuleKind.DERIVE:
            column = self.columns[str(rule.derives)]
            if rule.table:
                return pl.when(column.expr.is_not_null()).then(pl.lit(value=True))
            return column.expr
        held = self._held(rule.condition) if rule.condition else pl.lit(value=True)
        if rule.kind is RuleKind.FORBID:
            held = ~held
        if applies is None:
            return held
        return applies & held if rule.kind is RuleKind.PREFER else ~applies | held

    def _score(self, rule: Rule, applies: pl.Expr | None) -> list[pl.Expr]:
        gives = [row.points for row in rule.table]
        least, most = sum(min(0, p) for p in gives), sum(max(0, p) for p in gives)
        caps = [program.caps.get(rule.id) for program in (*self.units.by_code, self.units.anyone)]
        lowest = min([least, *(cap for cap in caps if cap is not None)])
        self.bounds[rule.id] = (lowest, most)
        dtype = points_type(lowest, most)
        rows = [
            (None if row.when is None else self._held(row.when), row.points) for row in rule.table
        ]
        low, high = (
            all_rows(rows, dtype) if rule.mode == "sum" else first_row([*rows, (None, 0)], dtype)
        )
        if applies is not None:
            low, high = where_applies(applies, low, high, least, dtype)
        name = f"points:{rule.id}"
        return [
            self._capped(rule, low, most, dtype).alias(f"{name}:low"),
            self._capped(rule, high, most, dtype).alias(f"{name}:high"),
        ]

    def _capped(self, rule: Rule, points: pl.Expr, most: int, dtype: pl.DataType) -> pl.Expr:
        def cap_of(program: Program) -> int | None:
            return program.caps.get(rule.id)

        def cut(cap: int | None) -> pl.Expr:
            if cap is None or cap >= most:
                return points
            return pl.min_horizontal(points, pl.lit(cap, dtype=dtype))

        return self.units.choose(cap_of, cut)

    def _shown(self) -> Iterator[pl.Expr]:
        """The derived facts that are codes, as the values they stand for."""
        for rule in self._derivations:
            column = self.columns[str(rule.derives)]
            if isinstance(column, Coded):
                kind = self.units.anyone.pack.vocabulary[str(rule.derives)].kind
                yield decoded(column, kind).alias(f"fact:{rule.derives}")


def _used_once(rules: Sequence[Rule]) -> set[Atom]:
    """The comparisons that one expression alone reads, and reads once."""
    used: Counter[Atom] = Counter()
    for rule in rules:
        for condition in rule.conditions():
            # What decides whether a rule applies, or selects a row, goes into two expressions.
            used.update(_reads(condition, 1 if condition is rule.condition else 2))
    return {atom for atom, count in used.items() if count == 1}


def _reads(condition: Condition, times: int) -> Iterator[Atom]:
    """The comparisons in ``condition`` as often as its expression reads them, or more often."""
    match condition:
        case Atom():
            yield from [condition] * times
        case Not(part):
            yield from _reads(part, times)
        case AllOf(parts) | AnyOf(parts):
            yield from (atom for part in parts for atom in _reads(part, times))
        case AtLeast(_, parts):
            yield from (atom for part in parts for atom in _reads(part, 2))


def _parts(condition: Condition) -> Iterator[Condition]:
    """The composite conditions within ``condition``, itself last."""
    match condition:
        case Atom():
            return
        case Not(part):
            yield from _parts(part)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _parts(part)
    yield condition


def _at_least(count: int, truths: Sequence[pl.Expr]) -> pl.Expr:
    if count == 1:
        return reduce(or_, truths)
    if count == len(truths):
        return reduce(and_, truths)
    if len(truths) <= _FEW:
        return reduce(or_, (reduce(and_, way) for way in combinations(truths, count)))
    sure = reduce(add, (truth.fill_null(value=False).cast(pl.UInt32) for truth in truths))
    possible = reduce(add, (truth.fill_null(value=True).cast(pl.UInt32) for truth in truths))
    return (
        pl.when(sure >= count)
        .then(pl.lit(value=True))
        .when(possible < count)
        .then(pl.lit(value=False))
    )


def _code(truth: pl.Expr, applies: pl.Expr | None) -> pl.Expr:
    """The outcome of a rule from its truth and from whether it applies."""
    chosen: Any = pl if applies is None else pl.when(~applies).then(_lit(3))
    chosen = chosen.when(truth).then(_lit(1))
    return chosen.when(truth.is_null()).then(_lit(2)).otherwise(_lit(0))


def _score_code(rule: Rule, applies: pl.Expr | None) -> pl.Expr:
    low, high = pl.col(f"points:{rule.id}:low"), pl.col(f"points:{rule.id}:high")
    chosen: Any = pl if applies is None else pl.when(~applies).then(_lit(3))
    chosen = chosen.when(low != high).then(_lit(2)).when(low != 0).then(_lit(1))
    return chosen.otherwise(_lit(0)).alias(f"rule:{rule.id}")


def _lit(code: int) -> pl.Expr:
    return pl.lit(code, dtype=_CODE)
