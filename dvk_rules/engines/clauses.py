"""Conditions as clauses: what must be known to be so for a condition to be surely true.

A *literal* is ``2·atom`` (the atom is true) or ``2·atom + 1`` (it is false). A *clause* is a set
of literals that makes a formula true once all of them hold; a formula is true in strong Kleene
logic exactly when one of its clauses holds, false exactly when one of its negation's does, and
unknown when neither does. Every formula is a threshold: *all* asks for k of k parts, *any* for
one, *at least n* for n; the negation of n of k is k-n+1 of k negated parts.

Clauses multiply, so a part that has too many becomes an atom of its own (a *definition*, as in
Tseitin's translation) that must be concluded first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

from dvk_rules.conditions import AllOf, AnyOf, AtLeast, Atom, Condition, Not

__all__ = [
    "MOST_CLAUSES",
    "WIDEST_CLAUSE",
    "Clause",
    "ClauseMaker",
    "Definition",
    "Formula",
    "Threshold",
    "all_of",
    "any_of",
    "formula_of",
    "negated",
]

MOST_CLAUSES = 24
"""More clauses than this for one conjunction are never multiplied out."""

WIDEST_CLAUSE = 24
"""A clause has at most so many literals; durable_rules keeps 32 expressions for a rule."""

type Clause = frozenset[int]


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least ``need`` of ``parts`` hold."""

    need: int
    parts: tuple[Formula, ...]


type Formula = int | Threshold


def all_of(*parts: Formula) -> Formula:
    """Every part holds; with no part, always."""
    return parts[0] if len(parts) == 1 else Threshold(len(parts), parts)


def any_of(*parts: Formula) -> Formula:
    """Some part holds; with no part, never."""
    return parts[0] if len(parts) == 1 else Threshold(1, parts)


def negated(formula: Formula) -> Formula:
    """What is true where ``formula`` is false."""
    if isinstance(formula, int):
        return formula ^ 1
    need = len(formula.parts) - formula.need + 1
    return Threshold(need, tuple(negated(part) for part in formula.parts))


def formula_of(condition: Condition | None, index: Mapping[Atom, int]) -> Formula:
    """``condition`` over the atoms numbered by ``index``; one that is not there always holds."""
    match condition:
        case None:
            return all_of()
        case Atom():
            return 2 * index[condition]
        case Not(part):
            return negated(formula_of(part, index))
        case AllOf(parts):
            return all_of(*(formula_of(part, index) for part in parts))
        case AnyOf(parts):
            return any_of(*(formula_of(part, index) for part in parts))
        case AtLeast(count, parts):
            return Threshold(count, tuple(formula_of(part, index) for part in parts))


@dataclass(frozen=True, slots=True)
class Definition:
    """An atom that stands for a part: what makes it true, what makes it false."""

    atom: int
    true: tuple[Clause, ...]
    false: tuple[Clause, ...]


class ClauseMaker:
    """Turns formulas into clauses; ``definitions`` are the atoms it had to introduce, in order."""

    def __init__(self, first_atom: int) -> None:
        self.definitions: list[Definition] = []
        self._next = first_atom
        self._defined: dict[Formula, int] = {}

    def clauses(self, formula: Formula) -> tuple[Clause, ...]:
        """The clauses of ``formula``, none of which contains another or contradicts itself."""
        return _simplest(self._clauses(formula))

    def _clauses(self, formula: Formula) -> list[Clause]:
        if isinstance(formula, int):
            return [frozenset((formula,))]
        need, parts = formula.need, formula.parts
        if need <= 0:
            return [frozenset()]
        if need > len(parts):
            return []
        if need == 1:
            return [clause for part in parts for clause in self.clauses(part)]
        if need == len(parts):
            return self._product(parts)
        if comb(len(parts), need) <= MOST_CLAUSES:
            ways = [self._product(way) for way in combinations(parts, need)]
            return [clause for way in ways for clause in way]
        return self._halves(need, parts)

    def _halves(self, need: int, parts: tuple[Formula, ...]) -> list[Clause]:
        """``need`` of ``parts``: so many of the first half and the rest of the second."""
        middle = len(parts) // 2
        first, second = parts[:middle], parts[middle:]
        found: list[Clause] = []
        for count in range(max(0, need - len(second)), min(need, len(first)) + 1):
            wanted = [(count, first), (need - count, second)]
            literals = [self._defined_as(Threshold(n, half)) for n, half in wanted if n > 0]
            found.append(frozenset(literals))
        return found

    def _product(self, parts: Sequence[Formula]) -> list[Clause]:
        choices = [(part, self.clauses(part)) for part in parts]
        while prod(len(clauses) for _, clauses in choices) > MOST_CLAUSES:
            choices.sort(key=lambda choice: len(choice[1]))
            choices[-1] = self._shortened(choices[-1][0])
        while sum(_width(clauses) for _, clauses in choices) > WIDEST_CLAUSE:
            choices.sort(key=lambda choice: -_width(choice[1]))
            if _width(choices[0][1]) > 1:
                choices[0] = self._shortened(choices[0][0])
            else:  # a long list of literals: a good part of it becomes one
                group, choices = choices[:WIDEST_CLAUSE], choices[WIDEST_CLAUSE:]
                choices.append(self._shortened(all_of(*(part for part, _ in group))))
        clauses: list[Clause] = [frozenset()]
        for _, options in choices:
            clauses = [clause | option for clause in clauses for option in options]
        return clauses

    def _shortened(self, part: Formula) -> tuple[Formula, tuple[Clause, ...]]:
        literal = self._defined_as(part)
        return literal, (frozenset((literal,)),)

    def _defined_as(self, part: Formula) -> int:
        """A literal that is true, false or unknown as ``part`` is."""
        if isinstance(part, int):
            return part
        if part not in self._defined:
            opposite = negated(part)
            true, false = self.clauses(part), self.clauses(opposite)
            atom, self._next = self._next, self._next + 1
            self.definitions.append(Definition(atom, true, false))
            self._defined[part], self._defined[opposite] = 2 * atom, 2 * atom + 1
        return self._defined[part]


def _width(clauses: Sequence[Clause]) -> int:
    return max((len(clause) for clause in clauses), default=0)


def _simplest(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    kept: list[Clause] = []
    for clause in sorted(set(clauses), key=lambda item: (len(item), sorted(item))):
        contradicts = any(literal ^ 1 in clause for literal in clause)
        if not contradicts and not any(other <= clause for other in kept):
            kept.append(clause)
    return tuple(kept)
