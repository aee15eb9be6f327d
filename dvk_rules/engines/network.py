"""A pack as durable_rules can run it safely: clauses in steps, each within the engine's limits.

What a rule comes to hangs on a few formulas (*holds*, *applies and does not hold*, *does not
apply*); that one of them is true is a *claim*, made by its clauses. The atoms of a clause have
their values at some stage: given facts at stage 0, definitions and derived facts one stage after
the clauses that conclude them. The clauses of a stage are laid in steps; a step is one fact of the
engine and ends with a sentinel of its own. Thresholds are no part of it, so all units share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dvk_rules.conditions import FactRef
from dvk_rules.engines.clauses import (
    Clause,
    ClauseMaker,
    Formula,
    all_of,
    any_of,
    formula_of,
    negated,
)
from dvk_rules.engines.fence_names import Names
from dvk_rules.errors import EngineError, Problem
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import Program
from dvk_rules.values import Value

__all__ = [
    "MOST_NODES",
    "MOST_PROPERTIES",
    "MOST_RULES",
    "ClauseRule",
    "GateClaims",
    "Network",
    "ScoreClaims",
    "Stage",
    "Step",
    "ValueClaims",
    "lay_network",
]

MOST_NODES = 56
"""Nodes of the engine that may wait at once for one fact; at 64 it gives up."""

MOST_PROPERTIES = 200
"""Atoms in one fact; the engine takes 252 properties."""

MOST_RULES = 4000
"""Rules of one network; the engine takes 4,096."""


@dataclass(frozen=True, slots=True)
class GateClaims:
    """The claims about a requirement: it holds, it is broken where it applies, it does not apply.

    Claims are numbers; ``None`` where nothing can claim so.
    """

    place: int
    rule: Rule
    holds: int
    broken: int
    idle: int | None


@dataclass(frozen=True, slots=True)
class ValueClaims:
    """The claims about a derivation or a preference: which value it concludes."""

    place: int
    rule: Rule
    values: tuple[tuple[Value, int], ...]
    idle: int | None


@dataclass(frozen=True, slots=True)
class ScoreClaims:
    """The claims about a score: that it applies, that each row holds, that it does not."""

    place: int
    rule: Rule
    applies: int | None
    rows: tuple[tuple[int, int], ...]
    idle: int | None


type RuleClaims = GateClaims | ValueClaims | ScoreClaims


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One rule of the engine: a clause, its literals in order, and the claims it makes."""

    name: str
    clause: Clause
    literals: tuple[int, ...]
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of the engine: its atoms with their names, its clauses, and what ends it."""

    number: int
    atoms: tuple[tuple[int, str], ...]
    clauses: tuple[ClauseRule, ...]
    sentinel: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What becomes known at its beginning, and the steps that use it.

    ``definitions`` are atoms with the claims that they are true and false.
    """

    derivations: tuple[ValueClaims, ...]
    definitions: tuple[tuple[int, int, int], ...]
    atoms: tuple[int, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """The stages in order, and the claims about every rule in the order of the law.

    ``owners`` names the rules behind each claim; ``size`` counts the atoms, defined ones too.
    """

    stages: tuple[Stage, ...]
    rules: tuple[RuleClaims, ...]
    owners: tuple[tuple[str, ...], ...]
    size: int
    guard: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in order."""
        return tuple(step for stage in self.stages for step in stage.steps)

    def ruleset(self) -> dict[str, Any]:
        """The rules as durable_rules reads them: equality with small whole numbers, no more.

        A true atom is 1, a false one 2, an unknown one is not there.
        """
        rules: dict[str, Any] = {}
        for step in self.steps:
            names = dict(step.atoms)
            mine = {self.guard: step.number + 1}
            for rule in step.clauses:
                tests = [mine, *({names[lit >> 1]: 1 + (lit & 1)} for lit in rule.literals)]
                rules[rule.name] = {"all": [{"m": {"$and": tests}}], "pri": 2 * step.number}
            rules[step.sentinel] = {"all": [{"m": mine}], "pri": 2 * step.number + 1}
        return rules


def lay_network(program: Program) -> Network:
    """The network of the program's pack.

    Raises ``EngineError`` if the pack is beyond what the engine can take.
    """
    claims = _Claims(program)
    rules = claims.of_rules()
    return _Layout(claims, rules).network()


class _Claims:
    """Works out which clauses make which claims, and when."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.owners: list[list[str]] = []  # by claim
        self.clauses: list[tuple[Clause, ...]] = []  # by claim
        self.known: dict[int, int] = {}  # the stage at which an atom has its value
        self.concluded: dict[str, int] = {}  # the stage at which a derived fact has its value
        self.definitions: list[tuple[int, int, int]] = []
        self._maker = ClauseMaker(len(program.atoms))
        self._claims: dict[Formula, int] = {}

    def of_rules(self) -> tuple[RuleClaims, ...]:
        places = {rule.id: place for place, rule in enumerate(self.program.rules)}
        found: dict[int, RuleClaims] = {}
        for level in self.program.levels:
            for number in level.atoms:
                self.known[number] = self._stage_of_atom(number)
            for rule in level.derivations:
                made = self._of_value(places[rule.id], rule)
                found[made.place] = made
                self.concluded[str(rule.derives)] = 1 + self._last(c for _, c in made.values)
        for place, rule in enumerate(self.program.rules):
            if rule.kind.gate:
                found[place] = self._of_gate(place, rule)
            elif rule.kind is RuleKind.SCORE:
                found[place] = self._of_score(place, rule)
            elif rule.kind is RuleKind.PREFER:
                found[place] = self._of_value(place, rule)
        return tuple(found[place] for place in range(len(self.program.rules)))

    def stage(self, clause: Clause) -> int:
        """The stage at which every atom of ``clause`` has its value."""
        return max((self.known[literal >> 1] for literal in clause), default=0)

    def _stage_of_atom(self, number: int) -> int:
        atom = self.program.atoms[number].atom
        stage = self.concluded.get(atom.fact, 0)
        if isinstance(atom.operand, FactRef):
            stage = max(stage, self.concluded.get(atom.operand.name, 0))
        return stage

    def _last(self, claims: Iterable[int]) -> int:
        return max((self.stage(c) for claim in claims for c in self.clauses[claim]), default=0)

    def _claim(self, rule: Rule, formula: Formula) -> int:
        """The number of the claim that ``formula`` is true."""
        number = self._claims.get(formula)
        if number is None:
            clauses = self._maker.clauses(formula)
            while len(self.definitions) < len(self._maker.definitions):
                self._define(rule)
            number = self._claims[formula] = self._new(rule, clauses)
        if rule.id not in self.owners[number]:
            self.owners[number].append(rule.id)
        return number

    def _new(self, rule: Rule, clauses: tuple[Clause, ...]) -> int:
        self.owners.append([rule.id])
        self.clauses.append(clauses)
        return len(self.owners) - 1

    def _define(self, rule: Rule) -> None:
        made = self._maker.definitions[len(self.definitions)]
        true, false = self._new(rule, made.true), self._new(rule, made.false)
        self.definitions.append((made.atom, true, false))
        self.known[made.atom] = 1 + self._last((true, false))

    def _formulas(self, rule: Rule) -> tuple[Formula, Formula, int | None]:
        """When it applies, when it holds, and the claim that it does not apply."""
        applies = formula_of(rule.applies, self.program.index)
        holds = formula_of(rule.condition, self.program.index)
        idle = None if rule.applies is None else self._claim(rule, negated(applies))
        return applies, negated(holds) if rule.kind is RuleKind.FORBID else holds, idle

    def _of_gate(self, place: int, rule: Rule) -> GateClaims:
        applies, holds, idle = self._formulas(rule)
        broken = self._claim(rule, all_of(applies, negated(holds)))
        return GateClaims(place, rule, self._claim(rule, holds), broken, idle)

    def _of_value(self, place: int, rule: Rule) -> ValueClaims:
        applies, holds, idle = self._formulas(rule)
        if rule.table:
            values = self._settled(rule, applies)
        else:
            both = all_of(applies, holds)
            values = [(True, both), (False, negated(both))]
        made = tuple((value, self._claim(rule, formula)) for value, formula in values)
        return ValueClaims(place, rule, made, idle)

    def _of_score(self, place: int, rule: Rule) -> ScoreClaims:
        applies, _, idle = self._formulas(rule)
        rows = [formula_of(row.when, self.program.index) for row in rule.table]
        return ScoreClaims(
            place,
            rule,
            None if rule.applies is None else self._claim(rule, applies),
            tuple((self._claim(rule, row), self._claim(rule, negated(row))) for row in rows),
            idle,
        )

    def _settled(self, rule: Rule, applies: Formula) -> list[tuple[Value, Formula]]:
        """What settles each value: a row that gives it holds, and no earlier row gives another."""
        rows = [(formula_of(row.when, self.program.index), row.value) for row in rule.table]
        settled: dict[Value, Formula] = {}
        for wanted in dict.fromkeys(value for _, value in rows if value is not None):
            ways: list[Formula] = []
            for place, (row, value) in enumerate(rows):
                if value == wanted:
                    others = [negated(other) for other, v in rows[:place] if v != wanted]
                    ways.append(all_of(*others, row))
            settled[wanted] = any_of(*ways)
        if rule.applies is None:
            return list(settled.items())
        return [  # only a truth may have ``applies``; where its rule does not apply, it is false
            (True, all_of(applies, settled.get(True, any_of()))),
            (False, any_of(negated(applies), settled.get(False, any_of()))),
        ]


class _Layout:
    """Lays the clauses in steps and gives everything its name."""

    def __init__(self, claims: _Claims, rules: tuple[RuleClaims, ...]) -> None:
        self.claims = claims
        self.rules = rules
        self.made: dict[Clause, list[int]] = {}
        for claim, clauses in enumerate(claims.clauses):
            for clause in clauses:
                self.made.setdefault(clause, []).append(claim)
        if len(self.made) > MOST_RULES:
            params = {"count": len(self.made), "most": MOST_RULES}
            raise EngineError([Problem("engine.too-large", params)])
        self.names = Names()
        self.guard = self.names.new("k", 0)
        usage = Counter(literal >> 1 for clause in self.made for literal in clause)
        self.called = {atom: self.names.new("a", atom) for atom in sorted(usage)}
        # Atoms that many clauses share come first, so that the engine tests them once.
        self.order = {atom: place for place, (atom, _) in enumerate(usage.most_common())}
        self.steps = 0
        self.numbered = 0

    def network(self) -> Network:
        known, concluded = self.claims.known, self.claims.concluded
        last = max([*known.values(), *concluded.values()], default=0)
        literals = {clause: self._in_order(clause) for clause in self.made}
        in_order = sorted(self.made, key=lambda clause: literals[clause])
        derivations = [
            (concluded[str(item.rule.derives)], item)
            for item in self.rules
            if isinstance(item, ValueClaims) and item.rule.derives
        ]
        stages: list[Stage] = []
        for stage in range(last + 1):
            mine = [literals[c] for c in in_order if self.claims.stage(c) == stage]
            stages.append(
                Stage(
                    tuple(item for due, item in derivations if due == stage),
                    tuple(item for item in self.claims.definitions if known[item[0]] == stage),
                    tuple(n for n in range(len(self.claims.program.atoms)) if known[n] == stage),
                    tuple(self._step(group) for group in _groups(mine)),
                )
            )
        return Network(
            stages=tuple(stages),
            rules=self.rules,
            owners=tuple(tuple(rules) for rules in self.claims.owners),
            size=len(self.claims.program.atoms) + len(self.claims.definitions),
            guard=self.guard,
        )

    def _in_order(self, clause: Clause) -> tuple[int, ...]:
        return tuple(sorted(clause, key=lambda literal: (self.order[literal >> 1], literal)))

    def _step(self, group: Sequence[tuple[int, ...]]) -> Step:
        rules: list[ClauseRule] = []
        for literals in group:
            clause = frozenset(literals)
            name = self.names.new_of_six("c", self.numbered)
            rules.append(ClauseRule(name, clause, literals, tuple(self.made[clause])))
            self.numbered += 1
        atoms = sorted({literal >> 1 for literals in group for literal in literals})
        number, self.steps = self.steps, self.steps + 1
        named = tuple((atom, self.called[atom]) for atom in atoms)
        return Step(number, named, tuple(rules), self.names.new_of_six("z", number))


type _Tree = dict[int, _Tree]


def _groups(clauses: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """The clauses in groups that one fact of the engine can carry."""
    group: list[tuple[int, ...]] = []
    tree: _Tree = {}
    atoms: set[int] = set()
    for literals in clauses:
        _grow(tree, literals)
        atoms.update(literal >> 1 for literal in literals)
        if group and (_waiting(tree) > MOST_NODES or len(atoms) > MOST_PROPERTIES):
            yield group
            group, tree, atoms = [], {}, {literal >> 1 for literal in literals}
            _grow(tree, literals)
        group.append(literals)
    if group:
        yield group


def _grow(tree: _Tree, literals: tuple[int, ...]) -> None:
    for literal in literals:
        tree = tree.setdefault(literal, {})


def _waiting(tree: _Tree) -> int:
    """How many nodes below this one the engine may have to hold at once, at worst.

    It keeps a stack: it takes one node off and puts on all nodes below it that match. Of an atom
    that is tested for true and for false only one can.
    """
    if not tree:
        return 0
    beside = len({literal >> 1 for literal in tree})
    return max(beside, beside - 1 + max(_waiting(below) for below in tree.values()))
