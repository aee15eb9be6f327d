"""The reference engine over many nominations: one byte a nomination, every rule a small table.

A batch has at most 256 nominations, so a byte tells apart the different values that a fact has in
it. A comparison is made once for each different value, and a rule is decided once for each
different combination of the truths it reads, by the very functions that define it for one
nomination; ``bytes.translate`` and ``map`` do the rest.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from dvk_rules.conditions import atoms_of
from dvk_rules.engines.outcomes import CODES, Outcome, RuleResults
from dvk_rules.frozen import Frozen
from dvk_rules.logic import UNKNOWN, Truth
from dvk_rules.pack.rules import Rule
from dvk_rules.program import Facts, Level, Program, columns_of
from dvk_rules.values import Value

__all__ = ["BATCH", "Batches", "Decide", "Decision", "FirstTruths"]

BATCH = 256
"""Nominations at a time: as many as a byte tells apart."""

type Decision = tuple[Outcome, Any]
"""What a rule came to, with the value it derived or the points it gave (others: ``None``)."""

type Decide = Callable[[Sequence[Truth]], Decision]
type _Values = Sequence[Value | None]

_SIGNED = bytes([255, 0, 1]).ljust(BATCH, b"\0")  # 0, 1, 2 as the bytes of -1, 0, 1
_DIGITS = 5  # truths that fit in a byte together: three to the fifth is 243
_KEPT = 4096  # combinations that are remembered; beyond, all are forgotten


class Batches:
    """A program at work on batches; what it learns of one serves for the next.

    ``decide`` are the rules in the order of the law. Threads must not share one.
    """

    def __init__(self, program: Program, decide: Sequence[Decide]) -> None:
        rules = zip(program.rules, decide, strict=True)
        self._rules = [_RuleTable(program, rule, made) for rule, made in rules]
        places = {rule.id: place for place, rule in enumerate(program.rules)}
        self._levels = [
            (
                _Level(program, level),
                [(places[rule.id], str(rule.derives)) for rule in level.derivations],
            )
            for level in program.levels
        ]
        derived = [item for _, derivations in self._levels for item in derivations]
        read = dict.fromkeys(name for level, _ in self._levels for name in level.names)
        self._brought = list(read.keys() - {name for _, name in derived})
        self._derived = _Shared([name for _, name in derived])
        self._points = _Shared(list(program.caps))
        self._scores = [places[name] for name in program.caps]
        self._rest = sorted(set(places.values()) - {place for place, _ in derived})
        self._comparisons = len(program.atoms)

    def run(self, rows: Sequence[Facts]) -> Iterator[RuleResults]:
        """The results of at most ``BATCH`` nominations, in order."""
        size = len(rows)
        facts = columns_of(self._brought, rows)
        truths = [b""] * self._comparisons
        codes = [b""] * len(self._rules)
        for level, derivations in self._levels:
            level.compare(facts, truths)
            for place, name in derivations:
                codes[place] = self._rules[place].codes(truths, size)
                facts[name] = self._rules[place].values(codes[place])
        for place in self._rest:
            codes[place] = self._rules[place].codes(truths, size)
        outcomes = [rule.outcomes(mine) for rule, mine in zip(self._rules, codes, strict=True)]
        derived = [facts[name] for name in self._derived.names]
        points = [self._rules[place].values(codes[place]) for place in self._scores]
        parts = (
            _turned(truths, size),
            _turned(outcomes, size),
            self._derived.rows(derived, size),
            self._points.rows(points, size),
        )
        return map(RuleResults._make, zip(*parts, strict=True))


def _turned(columns: Sequence[bytes], size: int) -> Iterator[bytes]:
    """The bytes of each nomination, of columns of them."""
    together = b"".join(columns)
    return (together[place::size] for place in range(size))


def _signed(truths: Sequence[bytes], size: int) -> Iterator[tuple[Truth, ...]]:
    """The truths of each nomination, of columns of 0, 1 and 2."""
    if not truths:
        return repeat((), size)
    return zip(*[array("b", column.translate(_SIGNED)) for column in truths], strict=True)


class _Shared:
    """Mappings of the same names, one for all nominations that have the same values."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._made: dict[tuple[Any, ...], Mapping[str, Any]] = {}

    def rows(self, columns: Sequence[Sequence[Any]], size: int) -> Iterator[Mapping[str, Any]]:
        """The mapping of each nomination, without what is ``None``."""
        if not columns:
            return repeat(Frozen(()), size)
        return map(self._row, zip(*columns, strict=True))

    def _row(self, values: tuple[Any, ...]) -> Mapping[str, Any]:
        made = self._made.get(values)
        if made is None:
            if len(self._made) > _KEPT:
                self._made.clear()
            pairs = zip(self.names, values, strict=True)
            known = {name: item for name, item in pairs if item is not None}
            made = self._made[values] = Frozen(known)
        return made


# Comparisons


class FirstTruths:
    """The comparisons that need no derived fact, made for many nominations together."""

    def __init__(self, program: Program) -> None:
        self._comparisons = len(program.atoms)
        self._level = _Level(program, program.levels[0])

    def rows(self, rows: Sequence[Facts]) -> list[tuple[Truth, ...]]:
        """The truths of every comparison for each of at most ``BATCH`` nominations.

        Those that need a derived fact are unknown.
        """
        truths = [b"\1" * len(rows)] * self._comparisons
        self._level.compare(columns_of(self._level.names, rows), truths)
        return list(_signed(truths, len(rows)))


class _Level:
    """The comparisons that can be made once the derivations before have concluded."""

    def __init__(self, program: Program, level: Level) -> None:
        together: dict[tuple[str, ...], list[int]] = {}
        for number in level.atoms:
            bound = program.atoms[number]
            names = (bound.atom.fact,) if bound.other is None else (bound.atom.fact, bound.other)
            together.setdefault(names, []).append(number)
        self._tables = [_ComparisonTable(program, names, mine) for names, mine in together.items()]

        self.names = list(dict.fromkeys(name for names in together for name in names))

    def compare(self, facts: Mapping[str, _Values], truths: list[bytes]) -> None:
        """Makes the comparisons of columns of facts; puts a column in ``truths`` for each."""
        for table in self._tables:
            table.compare([facts[name] for name in table.names], truths)


class _ComparisonTable:
    """Every comparison of one fact with values known beforehand, or of two facts.

    Values (or pairs of them) of which the comparisons say the same have the same code; for each
    comparison there is a table with the truth for each code.
    """

    def __init__(self, program: Program, names: tuple[str, ...], numbers: Sequence[int]) -> None:
        self.names = names
        self._tests = [program.tests[number] for number in numbers]
        self._tables = [(number, bytearray(BATCH)) for number in numbers]
        self._codes: dict[Any, int] = {}
        self._patterns: dict[bytes, int] = {}

    def compare(self, columns: Sequence[_Values], truths: list[bytes]) -> None:
        """Puts a column of 0, 1 and 2 (false, unknown, true) in ``truths`` for each comparison."""
        values = columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))
        try:
            codes = bytes(map(self._codes.__getitem__, values))
        except KeyError:
            self._learn(set(values))
            codes = bytes(map(self._codes.__getitem__, values))
        for number, table in self._tables:
            truths[number] = codes.translate(table)

    def _learn(self, values: set[Any]) -> None:
        # INVARIANT: equal values of different types (1, a true and a decimal 1) compare alike, so
        # that one of them may stand for all of them here.
        new = values - self._codes.keys()
        if len(self._codes) + len(new) > _KEPT or len(self._patterns) + len(new) > BATCH:
            self._codes.clear()
            self._patterns.clear()
            new = values
        for value in new:
            each = (value,) if len(self.names) == 1 else value
            found = zip(self.names, each, strict=True)
            known = {name: item for name, item in found if item is not None}
            pattern = bytes([test(known) + 1 for test in self._tests])
            code = self._codes[value] = self._patterns.setdefault(pattern, len(self._patterns))
            for (_, table), truth in zip(self._tables, pattern, strict=True):
                table[code] = truth


# Rules


class _RuleTable:
    """What a rule comes to, by a code for the truths that it reads."""

    def __init__(self, program: Program, rule: Rule, decide: Decide) -> None:
        atoms = [atom for condition in rule.conditions() for atom in atoms_of(condition)]
        self._numbers = list(dict.fromkeys(program.index[atom] for atom in atoms))
        self._decide = decide
        self._comparisons = len(program.atoms)
        self._decided: dict[Hashable, Decision] = {}
        self._outcomes = bytearray(BATCH)
        self._values: list[Any] = [None] * BATCH

    def codes(self, truths: Sequence[bytes], size: int) -> bytes:
        """The code of each nomination's combination of truths (0, 1 and 2 in each column).

        It holds until the next call.
        """
        mine = [truths[number] for number in self._numbers]
        if len(mine) <= _DIGITS:
            codes = _as_digits(mine, size)
            for code in set(codes) - self._decided.keys():
                self._learn(code, code, [code // 3**place % 3 for place in range(len(mine))])
            return codes
        rows = list(zip(*mine, strict=True))
        places = {row: code for code, row in enumerate(set(rows))}
        if len(self._decided) > _KEPT:
            self._decided.clear()
        for row, code in places.items():
            self._learn(row, code, row)
        return bytes(map(places.__getitem__, rows))

    def outcomes(self, codes: bytes) -> bytes:
        """The code of the outcome behind each code."""
        return codes.translate(self._outcomes)

    def values(self, codes: bytes) -> list[Any]:
        """The derived value, or the points, behind each code."""
        return list(map(self._values.__getitem__, codes))

    def _learn(self, combination: Hashable, code: int, digits: Sequence[int]) -> None:
        decision = self._decided.get(combination)
        if decision is None:
            truths = [UNKNOWN] * self._comparisons
            for number, digit in zip(self._numbers, digits, strict=True):
                truths[number] = digit - 1
            decision = self._decided[combination] = self._decide(truths)
        outcome, self._values[code] = decision
        self._outcomes[code] = CODES[outcome]


def _as_digits(columns: Sequence[bytes], size: int) -> bytes:
    """Columns of 0, 1 and 2 as one, each a digit to the base of three."""
    if len(columns) == 1:
        return columns[0]
    # INVARIANT: no sum is more than 242, so that no byte of the long number runs into the next.
    total = sum(3**place * int.from_bytes(c, "little") for place, c in enumerate(columns))
    return total.to_bytes(size, "little")
