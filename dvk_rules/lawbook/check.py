"""Checks a pack for what its author did not mean: rules that can never matter, rules that clash,
tiers that nobody can reach, tables with holes, words that nothing uses.

A few thousand made-up nominations show that most rules are sound; what they leave open is put to
an SMT solver, so that "never" means never. Whatever a finding says happens is shown by a
nomination that the reference engine has decided, and it can be pasted as a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dvk_rules.conditions import ParamRef, facts_of, parameters_of
from dvk_rules.engines.outcomes import CODES, Outcome
from dvk_rules.errors import EngineError, Place, Problem
from dvk_rules.lawbook.findings import CheckReport, Finding, Severity
from dvk_rules.lawbook.points import Point, try_points
from dvk_rules.lawbook.questions import Questions, both
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.values import Text

__all__ = ["check"]

RANDOM_POINTS: Final = 1000

_SATISFIED, _VIOLATED = CODES[Outcome.SATISFIED], CODES[Outcome.VIOLATED]
_ORDER = {"error": 0, "warning": 1, "note": 2}
_STRENGTH = {"reject": 2, "defer": 1, "warn": 0}


def check(pack: Pack, day: date | None = None) -> CheckReport:
    """Everything suspicious about ``pack`` for decisions on ``day`` (the pack's usual day).

    Needs the extra ``analysis``; raises ``EngineError`` if it is not installed.
    """
    try:
        import z3
    except ImportError:
        raise EngineError([Problem("check.no-solver")]) from None
    day = day or pack.usual_day
    checker = _Checker(pack, try_points(pack, day, RANDOM_POINTS), z3)
    found = list(checker.findings())
    accepted = [_accepted(pack, finding) for finding in found]
    accepted += _stale(pack, found)
    accepted.sort(key=lambda item: (_ORDER[item.severity], item.problem.where or Place()))
    return CheckReport(pack, day, tuple(accepted), checker.unsure)


def _accepted(pack: Pack, finding: Finding) -> Finding:
    for key, reason in pack.accepts.items():
        if fnmatch(finding.key, key):
            return replace(finding, accepted=reason)
    for item in pack.inherited:
        if fnmatch(finding.key, item.finding) and item.anew.isdisjoint(_about(pack, finding)):
            return replace(finding, accepted=item.reason)
    return finding


def _about(pack: Pack, finding: Finding) -> set[str]:
    """The rules, facts and parameters behind a finding, and ``units`` and ``tiers``."""
    kind, _, rest = finding.key.partition(":")
    about = {rest} if kind.startswith("unused-") else set(finding.rules)
    if kind == "unreachable":
        about |= {"units", "tiers"}
    wanted = [pack.rule[name] for name in finding.rules]
    while wanted:
        rule = wanted.pop()
        about |= set(_asked_parameters(rule))
        for name in pack.reads[rule.id]:
            maker = pack.derivations.get(name)
            if maker is not None and name not in about:
                about.add(maker.id)
                wanted.append(maker)
            about.add(name)
    return about


def _stale(pack: Pack, found: Sequence[Finding]) -> Iterator[Finding]:
    for key in pack.accepts:
        if not any(fnmatch(item.key, key) for item in found):
            where = Place(file=f"{pack.id}/pack.yaml")
            problem = Problem("check.stale", {"finding": key}, where)
            yield Finding(f"stale:{key}", "warning", problem)


class _Checker(Questions):
    """Puts the questions of which the findings are the answers."""

    def findings(self) -> Iterator[Finding]:
        yield from self.dead_rules()
        yield from self.redundant_rules()
        yield from self.contradictions()
        yield from self.unreachable_tiers()
        yield from self.tables()
        yield from self.unused()

    # Rules that can never matter

    def dead_rules(self) -> Iterator[Finding]:
        """Rules that never apply, are never satisfied or are never violated."""
        codes = self.trial.outcomes()
        for rule in self.pack.rules:
            if rule.kind is RuleKind.SCORE or (rule.kind is RuleKind.DERIVE and rule.table):
                continue  # their rows are looked at one by one
            with self.doubt():
                yield from self._dead(rule, codes[:, self.place[rule.id]])

    def _dead(self, rule: Rule, column: NDArray[np.int8]) -> Iterator[Finding]:
        met, broken = bool((column == _SATISFIED).any()), bool((column == _VIOLATED).any())
        met = met or self.happens(rule, Outcome.SATISFIED, self.encoding.satisfied(rule))
        broken = broken or self.happens(rule, Outcome.VIOLATED, self.encoding.violated(rule))
        if met and broken:
            return
        self.dead.add(rule.id)
        if not met and not broken:
            yield self.finding(f"never-applies:{rule.id}", "warning", [rule])
            return
        kind = "never-violated" if met else "never-satisfied"
        bars = rule.kind.gate and rule.otherwise != "warn"
        severity: Severity = "error" if not met and bars else "warning"
        shows = self._has(rule, Outcome.SATISFIED if met else Outcome.VIOLATED)
        witness = self.witness(self.example(shows), shows)
        yield self.finding(f"{kind}:{rule.id}", severity, [rule], witness)

    def happens(self, rule: Rule, outcome: Outcome, term: Any) -> bool:
        """Whether the solver finds a nomination with this outcome; if so it is kept as a point."""
        model = self.ask(term)
        if model is None:
            return False
        self.shown(model, self._has(rule, outcome))
        return True

    def _has(self, rule: Rule, outcome: Outcome) -> Callable[[Point], bool]:
        return lambda point: self.outcome(point, rule) is outcome

    # Rules that others make superfluous

    def redundant_rules(self) -> Iterator[Finding]:
        """Gates that are violated only where others, at least as strict, are violated too.

        From the last rule to the first, without those already found superfluous: all rules that
        are reported could be taken away together.
        """
        superfluous: set[str] = set(self.dead)
        for rule in reversed(self.gates):
            if rule.id in self.dead or rule.otherwise == "warn":
                continue
            others = [item for item in self.gates if self._covers(item, rule, superfluous)]
            if not others:
                continue
            with self.doubt():
                found = self._redundant(rule, others)
                if found is not None:
                    superfluous.add(rule.id)
                    yield found

    def _redundant(self, rule: Rule, others: Sequence[Rule]) -> Finding | None:
        terms = {self.unbroken(item): item for item in others}
        if self.can(self.named(self.encoding.violated(rule)), *terms):
            return None
        core = {item.get_id() for item in self.solver.unsat_core()}
        by = [item for name, item in terms.items() if name.get_id() in core]
        shows = self._has(rule, Outcome.VIOLATED)
        witness = self.witness(self.example(shows), shows)
        names = [item.id for item in by]
        return self.finding(f"implied:{rule.id}", "note", [rule, *by], witness, by=names)

    def _covers(self, other: Rule, rule: Rule, superfluous: set[str]) -> bool:
        return (
            other.id != rule.id
            and other.id not in superfluous
            and other.tier in self.pack.enclosing(str(rule.tier))
            and _STRENGTH[other.otherwise] >= _STRENGTH[rule.otherwise]
        )

    # Rules that contradict each other

    def contradictions(self) -> Iterator[Finding]:
        """Pairs of gates of which one is violated wherever both apply."""
        gates = [r for r in self.gates if r.otherwise != "warn" and r.id not in self.dead]
        places = [self.place[rule.id] for rule in gates]
        satisfied = (self.trial.outcomes()[:, places] == _SATISFIED).astype(np.int32)
        together = satisfied.T @ satisfied
        for left, right in zip(*np.nonzero(np.triu(together == 0, 1)), strict=True):
            first, second = gates[int(left)], gates[int(right)]
            if not self._share_a_tier(first, second):
                continue
            with self.doubt():
                yield from self._contradiction(first, second)

    def _contradiction(self, first: Rule, second: Rule) -> Iterator[Finding]:
        met = [self.encoding.satisfied(rule) for rule in (first, second)]
        if self.ask(*met) is not None:
            return
        apply = [self.encoding.rules[rule.id].applies.true for rule in (first, second)]
        broken = [self.encoding.violated(rule) for rule in (first, second)]
        settled = [self.z3.Or(one, other) for one, other in zip(met, broken, strict=True)]
        model = self.ask(*apply, *settled)
        if model is None:
            return  # they are about different nominations
        shows = self._one_violated(first, second)
        witness = self.witness(self.shown(model, shows), shows)
        key = f"contradiction:{first.id}+{second.id}"
        params = {"other": first.id, "at": str(first.where)}
        yield self.finding(key, "error", [second, first], witness, **params)

    def _one_violated(self, first: Rule, second: Rule) -> Callable[[Point], bool]:
        """Whether both rules apply at a point and one of them is violated."""
        applied = {Outcome.SATISFIED, Outcome.VIOLATED}

        def shows(point: Point) -> bool:
            outcomes = {self.outcome(point, rule) for rule in (first, second)}
            return outcomes <= applied and Outcome.VIOLATED in outcomes

        return shows

    def _share_a_tier(self, first: Rule, second: Rule) -> bool:
        inner, outer = str(first.tier), str(second.tier)
        return outer in self.pack.enclosing(inner) or inner in self.pack.enclosing(outer)

    # Tiers that nobody can reach

    def unreachable_tiers(self) -> Iterator[Finding]:
        """Tiers for which no nomination of some units can be eligible."""
        for tier in self.pack.tiers:
            binding = set(self.pack.enclosing(tier.id))
            gates = [r for r in self.gates if r.tier in binding and r.otherwise != "warn"]
            terms = {self.named(self.encoding.passes(rule)): rule for rule in gates}
            barred: dict[tuple[str, ...], list[int]] = {}
            for profile in range(len(self.trial.programs)):
                here = self.named(self.encoding.profile == profile)
                with self.doubt():
                    if self.can(here, *terms):
                        continue
                    core = {item.get_id() for item in self.solver.unsat_core()}
                    clash = tuple(rule.id for name, rule in terms.items() if name.get_id() in core)
                    barred.setdefault(clash, []).append(profile)
            for clash, profiles in barred.items():
                yield self._unreachable(tier.id, clash, profiles)

    def _unreachable(self, tier: str, clash: tuple[str, ...], profiles: list[int]) -> Finding:
        units = [unit for profile in profiles for unit in self.trial.units[profile]]
        rules = [self.pack.rule[name] for name in clash]
        groups = sorted({self.pack.units.units[unit].group for unit in units})
        every = len(profiles) == len(self.trial.programs)
        names = ["*"] if every else groups

        def bars(point: Point) -> int:
            return sum(self.outcome(point, rule) is Outcome.VIOLATED for rule in rules)

        near = [point for point in self.trial.points if point.profile in profiles and bars(point)]
        best = min(near, key=bars, default=None)
        witness = self.witness(best, lambda point: bars(point) > 0)
        params = {
            "tier": both(self.pack.tier[tier].short),
            "units": [both(self.pack.units.units[unit].name) for unit in units],
            "rules": list(clash),
        }
        key = f"unreachable:{tier}:{'+'.join(names)}"
        code = "check.unreachable-all" if every else "check.unreachable"
        where = rules[0].where if rules else Place(file=f"{self.pack.id}/pack.yaml")
        return Finding(key, "error", Problem(code, params, where), clash, witness)

    # Tables

    def tables(self) -> Iterator[Finding]:
        """Rows that never decide, rows that overlap with neither inside the other, holes."""
        for rule in self.pack.rules:
            if not rule.table:
                continue
            alive: list[int] = []
            for number in range(len(rule.table)):
                with self.doubt():
                    found = self._dead_row(rule, number)
                    if found is None:
                        alive.append(number)
                    else:
                        yield found
            if rule.mode == "first":
                with self.doubt():
                    yield from self._overlaps(rule, alive)
            if rule.kind is RuleKind.SCORE and rule.table[-1].when is not None:
                with self.doubt():
                    yield from self._gap(rule)

    def _dead_row(self, rule: Rule, number: int) -> Finding | None:
        last = number == len(rule.table) - 1 and rule.table[number].when is None
        if last or self.ask(self.encoding.row_decides(rule, number)) is not None:
            return None
        model = self.ask(self.encoding.rules[rule.id].rows[number].true)
        code = "row-covered" if model is not None else "row-never"
        point = self.shown(model, _anything) if model is not None else None
        witness = self.witness(point, self._same_result(rule, point))
        key = f"{code}:{rule.id}#{number + 1}"
        return self.finding(key, "warning", [rule], witness, row=number + 1)

    def _gap(self, rule: Rule) -> Iterator[Finding]:
        terms = self.encoding.rules[rule.id]
        model = self.ask(terms.applies.true, *(row.false for row in terms.rows))
        if model is not None:
            point = self.shown(model, _anything)
            witness = self.witness(point, self._same_result(rule, point))
            yield self.finding(f"gap:{rule.id}", "note", [rule], witness)

    def _overlaps(self, rule: Rule, alive: list[int]) -> Iterator[Finding]:
        rows = self.encoding.rules[rule.id].rows
        applies = self.encoding.rules[rule.id].applies.true
        for place, first in enumerate(alive):
            for second in alive[place + 1 :]:
                left, right = rule.table[first], rule.table[second]
                if (left.points, left.value) == (right.points, right.value) or right.when is None:
                    continue
                one, other = rows[first], rows[second]
                both = self.ask(applies, one.true, other.true)
                if both is None or self.ask(applies, one.true, other.false) is None:
                    continue
                if self.ask(applies, one.false, other.true) is None:
                    continue
                point = self.shown(both, _anything)
                key = f"overlap:{rule.id}#{first + 1}+{second + 1}"
                witness = self.witness(point, self._same_result(rule, point))
                numbers = {"row": first + 1, "other": second + 1}
                yield self.finding(key, "note", [rule], witness, **numbers)

    def _same_result(self, rule: Rule, point: Point | None) -> Callable[[Point], bool]:
        def result(item: Point) -> Any:
            if rule.derives is not None:
                return item.results.derived.get(rule.derives)
            return item.results.points[rule.id]

        return lambda item: point is not None and result(item) == result(point)

    # Words that nothing uses

    def unused(self) -> Iterator[Finding]:
        """Facts and parameters that no rule reads."""
        conditions = [item for rule in self.pack.rules for item in rule.conditions()]
        read = {name for item in conditions for name in facts_of(item)}
        asked = {name for rule in self.pack.rules for name in _asked_parameters(rule)}
        asked |= {self.pack.units.switch} if self.pack.units.switch else set()
        for fact in self.pack.vocabulary.facts.values():
            if fact.name not in read and fact.role is None:
                yield _unused("fact", fact.name, fact.label, self.pack)
        for parameter in self.pack.parameters.values():
            if parameter.name not in asked:
                yield _unused("parameter", parameter.name, parameter.label, self.pack)


def _asked_parameters(rule: Rule) -> Iterator[str]:
    """The parameters that a rule reads."""
    yield from (name for item in rule.conditions() for name in parameters_of(item))
    if isinstance(rule.cap, ParamRef):
        yield rule.cap.name


def _unused(what: str, name: str, label: Text, pack: Pack) -> Finding:
    file = "facts.yaml" if what == "fact" else "parameters.yaml"
    params = {"name": name, "label": both(label)}
    problem = Problem(f"check.unused-{what}", params, Place(file=f"{pack.id}/{file}"))
    return Finding(f"unused-{what}:{name}", "note", problem)


def _anything(_point: Point) -> bool:
    return True
