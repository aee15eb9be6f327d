"""What to ask for: the missing facts that could still change a verdict, and the shortest way on.

A verdict hangs on missing facts through the rules whose outcome is open. Every value they could
have is tried, by values that stand for all others. Rules that share no missing fact are tried
apart, so that the tries add up instead of multiplying. A fact that may be left out (``known``)
and is left out counts as left out, unless an open rule reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.pack.rules import Rule
from dvk_rules.program import Facts, Program
from dvk_rules.representatives import representatives
from dvk_rules.values import Value
from dvk_rules.verdicts import Verdict, effect

__all__ = ["MOST_TRIED", "Missing", "missing_facts"]

MOST_TRIED = 4096
"""Ways to fill in one group of missing facts that are tried; beyond, each rule is tried alone."""

_MOST_SEARCHED = 150_000
"""Tries times sets of facts of one size that are looked through for the shortest way."""


@dataclass(frozen=True)
class Missing:
    """The missing facts behind a verdict for one tier.

    ``could_change`` is the smallest set of facts that settles the verdict whatever they turn out
    to be; none of them can be left out. ``shortest`` is a smallest set that is enough for
    ``best``, the best verdict still possible, with values that lead there (of very many facts, a
    set from which none can be left out); ``worst`` is the worst verdict possible. ``exact`` is
    false where there were too many ways to try all open rules together, so that each was tried
    by itself: then ``could_change`` may hold a fact that another one makes needless (or, of a
    rule with too many ways, all that it reads), and there may be a shorter or a better way.
    """

    tier: str
    could_change: tuple[str, ...]
    shortest: Mapping[str, Value]
    best: Verdict
    worst: Verdict
    exact: bool

    @property
    def settled(self) -> bool:
        """Whether nothing that is missing can change the verdict."""
        return not self.could_change


def missing_facts(
    program: Program, facts: Facts, outcomes: Sequence[Outcome], tier: str
) -> Missing:
    """What is missing for the verdict for ``tier``.

    ``facts`` are those of the nomination, derived ones included; ``outcomes`` are those of
    ``program.rules`` with these facts.
    """
    return _Search(program, facts, outcomes, tier).found()


def _badness(verdict: Verdict) -> int:
    return verdict.badness


def _worst(*verdicts: Verdict) -> Verdict:
    return max(verdicts, key=_badness)


@dataclass(frozen=True)
class _Tried:
    """Open rules that share missing facts, and how bad the worst of them turns out by try."""

    facts: tuple[str, ...]
    tries: Mapping[tuple[Value, ...], Verdict]

    @property
    def best(self) -> Verdict:
        return min(self.tries.values(), key=_badness)

    @property
    def worst(self) -> Verdict:
        return _worst(*self.tries.values())

    def at_least(self, floor: Verdict) -> _Tried:
        """The tries, none of them better than ``floor``."""
        return _Tried(self.facts, {way: _worst(floor, v) for way, v in self.tries.items()})

    def shortest(self, best: Verdict) -> dict[str, Value]:
        good = {way: verdict.badness <= best.badness for way, verdict in self.tries.items()}
        return _shortest(self.facts, good)


@dataclass(frozen=True)
class _TakenApart:
    """Open rules with too many ways to try together, each tried by itself."""

    could_change: set[str]
    way: Mapping[str, Value]
    best: Verdict
    worst: Verdict


class _Search:
    def __init__(
        self, program: Program, facts: Facts, outcomes: Sequence[Outcome], tier: str
    ) -> None:
        self.program = program
        self.tier = tier
        self.facts = {n: v for n, v in facts.items() if n not in program.pack.derivations}
        self.known = facts
        self.engine = ReferenceEngine()
        binding = set(program.pack.enclosing(tier))
        self.settled = Verdict.ELIGIBLE
        self.open: list[Rule] = []
        for rule, outcome in zip(program.rules, outcomes, strict=True):
            if not rule.kind.gate or rule.tier not in binding or rule.otherwise == "warn":
                continue
            if outcome is Outcome.UNKNOWN:
                self.open.append(rule)
            else:
                self.settled = _worst(self.settled, effect(rule, outcome))

    def found(self) -> Missing:
        groups = [
            self._tried(rules, names, {}) or self._taken_apart(rules)
            for rules, names in self._groups()
        ]
        # Where not everything was tried together, it may turn out well for all anybody knows.
        floors = [g.best if isinstance(g, _Tried) else Verdict.ELIGIBLE for g in groups]
        best = _worst(self.settled, *(group.best for group in groups))
        could: set[str] = set()
        shortest: dict[str, Value] = {}
        for place, group in enumerate(groups):
            if isinstance(group, _Tried):
                # The other groups may all turn out well, so this one counts from there.
                floor = _worst(self.settled, *floors[:place], *floors[place + 1 :])
                counted = group.at_least(floor)
                could |= _decisive(counted.facts, counted.tries)
                shortest |= counted.shortest(best)
            else:
                could |= group.could_change
                shortest |= group.way
        in_order = self.program.pack.vocabulary.facts
        return Missing(
            tier=self.tier,
            could_change=tuple(name for name in in_order if name in could),
            shortest={name: shortest[name] for name in in_order if name in shortest},
            best=best,
            worst=_worst(self.settled, *(group.worst for group in groups)),
            exact=all(isinstance(group, _Tried) for group in groups),
        )

    def _groups(self) -> list[tuple[list[Rule], set[str]]]:
        """The open rules that could make the verdict worse, together where they share facts."""
        groups: list[tuple[list[Rule], set[str]]] = []
        for rule in self.open:
            if effect(rule, Outcome.VIOLATED).badness <= self.settled.badness:
                continue
            rules, names = [rule], self._read(rule)
            for other in [group for group in groups if group[1] & names]:
                groups.remove(other)
                rules, names = [*other[0], *rules], other[1] | names
            groups.append((rules, names))
        return groups

    def _read(self, rule: Rule) -> set[str]:
        """The missing facts that ``rule`` reads, through derivations too."""
        pack = self.program.pack
        found: set[str] = set()
        wanted = [rule]
        seen: set[str] = set()
        while wanted:
            for name in pack.reads[wanted.pop().id]:
                if name in self.known or name in seen:
                    continue
                seen.add(name)
                if name in pack.derivations:
                    wanted.append(pack.derivations[name])
                else:
                    found.add(name)
        return found

    def _tried(
        self, rules: Sequence[Rule], names: Collection[str], given: Mapping[str, Value]
    ) -> _Tried | None:
        """Every way to fill in ``names`` with ``given``; ``None`` if there are too many."""
        program = self.program.only({rule.id for rule in rules})
        values = representatives(program, names, {**self.known, **given})
        # A choice from a list that is empty cannot be made, so nobody is asked for it.
        asked = [name for name in self.program.pack.vocabulary.facts if values.get(name)]
        ways = [values[name] for name in asked]
        if prod(len(way) for way in ways) > MOST_TRIED:
            return None
        tries = {
            way: self._effect(program, rules, {**given, **dict(zip(asked, way, strict=True))})
            for way in product(*ways)
        }
        return _Tried(tuple(asked), tries)

    def _effect(
        self, program: Program, rules: Sequence[Rule], more: Mapping[str, Value]
    ) -> Verdict:
        """The worst that ``rules`` come to when ``more`` is known."""
        mine = {rule.id for rule in rules}
        outcomes = self.engine.run(program, {**self.facts, **more}).outcomes
        pairs = zip(program.rules, outcomes, strict=True)
        return _worst(*(effect(rule, outcome) for rule, outcome in pairs if rule.id in mine))

    def _taken_apart(self, rules: Sequence[Rule]) -> _TakenApart:
        could: set[str] = set()
        way: dict[str, Value] = {}
        worst = self.settled
        for rule in rules:
            names = self._read(rule)
            alone = self._tried([rule], names, {})
            if alone is None:
                could |= names
                worst = _worst(worst, effect(rule, Outcome.VIOLATED))
            else:
                could |= _decisive(alone.facts, alone.at_least(self.settled).tries)
                worst = _worst(worst, alone.worst)
            rest = self._tried([rule], names - way.keys(), way)
            if rest is not None:
                way |= rest.shortest(rest.best)
        program = self.program.only({rule.id for rule in rules})
        best = self._effect(program, rules, way)
        for name in reversed(tuple(way)):
            fewer = {other: value for other, value in way.items() if other != name}
            if self._effect(program, rules, fewer).badness <= best.badness:
                way = fewer
        return _TakenApart(could, way, best, worst)


def _decisive(facts: tuple[str, ...], tries: Mapping[tuple[Value, ...], Verdict]) -> set[str]:
    """The facts that alone, all others the same, can make a difference."""
    found: set[str] = set()
    for place, name in enumerate(facts):
        seen: dict[tuple[Value, ...], Verdict] = {}
        for way, verdict in tries.items():
            rest = way[:place] + way[place + 1 :]
            if seen.setdefault(rest, verdict) != verdict:
                found.add(name)
                break
    return found


def _shortest(facts: tuple[str, ...], good: Mapping[tuple[Value, ...], bool]) -> dict[str, Value]:
    """A smallest set of values after which every try is good.

    Where the search would be too long, a set from which nothing can be left out.
    """
    for size in range(len(facts) + 1):
        if comb(len(facts), size) * len(good) > _MOST_SEARCHED:
            break
        for places in combinations(range(len(facts)), size):
            chosen = _enough(places, good)
            if chosen is not None:
                return {facts[p]: v for p, v in zip(places, chosen, strict=True)}
    return _irredundant(facts, good)


def _enough(
    places: tuple[int, ...], good: Mapping[tuple[Value, ...], bool]
) -> tuple[Value, ...] | None:
    """Values at ``places`` after which every try is good, if there are such."""
    spoilt = {tuple(way[place] for place in places) for way, fine in good.items() if not fine}
    for way in good:
        chosen = tuple(way[place] for place in places)
        if chosen not in spoilt:
            return chosen
    return None


def _irredundant(
    facts: tuple[str, ...], good: Mapping[tuple[Value, ...], bool]
) -> dict[str, Value]:
    start = next(way for way, fine in good.items() if fine)
    kept = list(range(len(facts)))
    spoilt = [way for way, fine in good.items() if not fine]
    for place in range(len(facts)):
        fewer = [other for other in kept if other != place]
        if not any(all(way[p] == start[p] for p in fewer) for way in spoilt):
            kept = fewer
    return {facts[place]: start[place] for place in kept}
