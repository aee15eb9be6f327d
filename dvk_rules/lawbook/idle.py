"""Rules that make no difference: never satisfied or violated, or superfluous beside others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dvk_rules.engines.outcomes import CODES, Outcome
from dvk_rules.lawbook.basis import basis
from dvk_rules.lawbook.findings import Finding, Severity
from dvk_rules.lawbook.questions import Questions
from dvk_rules.pack.rules import Rule, RuleKind

__all__ = ["dead_rules", "superfluous_rules"]

_SATISFIED, _VIOLATED = CODES[Outcome.SATISFIED], CODES[Outcome.VIOLATED]
_STRENGTH = {"reject": 2, "defer": 1, "warn": 0}


def dead_rules(asked: Questions) -> Iterator[Finding]:
    """Rules that never apply, are never satisfied or are never violated.

    Where a fact that is derived is always the same, or never known, the rule that derives it comes
    first, and what reads it follows from that.
    """
    found = {item.rules[0]: item for item in _dead_rules(asked)}
    for name, item in found.items():
        follows = item.follows
        with asked.doubt():
            follows = follows or _dead_source(asked, asked.pack.rule[name], found)
        yield replace(item, follows=follows)


def _dead_source(asked: Questions, rule: Rule, found: Mapping[str, Finding]) -> str:
    """The finding on a derivation without which the outcome that never is could be."""
    kind = found[rule.id].kind
    for name in sorted(basis(asked.pack, rule).rules & found.keys()):
        formulas = asked.freed(str(asked.pack.rule[name].derives), rule)
        encoding = formulas.encoding
        outcomes = [encoding.satisfied(rule)] if kind != "never-violated" else []
        outcomes += [encoding.violated(rule)] if kind != "never-satisfied" else []
        if formulas.ask(asked.z3.Or(*outcomes)) is not None:
            return found[name].key
    return ""


def _dead_rules(asked: Questions) -> Iterator[Finding]:
    codes = asked.trial.outcomes()
    for rule in asked.pack.rules:
        if rule.kind is RuleKind.SCORE or (rule.kind is RuleKind.DERIVE and rule.table):
            continue  # their rows are looked at one by one
        with asked.doubt():
            yield from _dead(asked, rule, codes[:, asked.place[rule.id]])


def _dead(asked: Questions, rule: Rule, column: NDArray[np.int8]) -> Iterator[Finding]:
    met, broken = bool((column == _SATISFIED).any()), bool((column == _VIOLATED).any())
    met = met or _happens(asked, rule, Outcome.SATISFIED, asked.encoding.satisfied(rule))
    broken = broken or _happens(asked, rule, Outcome.VIOLATED, asked.encoding.violated(rule))
    if met and broken:
        return
    asked.dead.add(rule.id)
    follows = asked.waiting(rule, asked.encoding.undecided(rule))
    if not met and not broken:
        yield asked.finding(f"never-applies:{rule.id}", "warning", [rule], follows=follows)
        return
    kind = "never-violated" if met else "never-satisfied"
    bars = rule.kind.gate and rule.otherwise != "warn"
    severity: Severity = "error" if not met and bars else "warning"
    shows = asked.has(rule, Outcome.SATISFIED if met else Outcome.VIOLATED)
    witness = asked.witness(asked.example(shows), shows)
    said = "always-holds" if met and not rule.kind.gate else kind
    key = f"{kind}:{rule.id}"
    yield asked.finding(key, severity, [rule], witness, said=said, follows=follows)


def _happens(asked: Questions, rule: Rule, outcome: Outcome, term: Any) -> bool:
    """Whether the solver finds a nomination with this outcome; if so it is kept as a point."""
    model = asked.ask(term)
    if model is None:
        return False
    asked.shown(model, asked.has(rule, outcome))
    return True


def superfluous_rules(asked: Questions) -> Iterator[Finding]:
    """Gates whose removal changes no verdict of any nomination, complete or with facts missing.

    From the last rule to the first, without those already found superfluous: all rules that are
    reported could be taken away together.
    """
    removals = _Removals(asked)
    superfluous: set[str] = set(asked.dead)
    for rule in reversed(asked.gates):
        if rule.id in asked.dead or rule.otherwise == "warn":
            continue
        around = asked.pack.enclosing(str(rule.tier))
        others = [
            item
            for item in asked.gates
            if item is not rule
            and item.id not in superfluous
            and item.tier in around
            and item.otherwise != "warn"
        ]
        with asked.doubt():
            by = removals.covering(rule, others)
            if by:
                superfluous.add(rule.id)
                shows = asked.has(rule, Outcome.VIOLATED)
                witness = asked.witness(asked.example(shows), shows)
                names = [item.id for item in by]
                key = f"implied:{rule.id}"
                yield asked.finding(key, "note", [rule, *by], witness, by=names)


class _Removals:
    """What would change if a gate were taken away."""

    def __init__(self, asked: Questions) -> None:
        self.asked = asked
        self.unbroken: dict[str, Any] = {}
        self.milder: dict[tuple[str, bool], Any] = {}
        self.is_violated = asked.z3.Bool("is violated")

    def covering(self, rule: Rule, others: Sequence[Rule]) -> tuple[Rule, ...]:
        """Those of ``others`` beside which ``rule`` is superfluous; none if it is not.

        Rules that together bar everyone whom ``rule`` could let through make every rule
        superfluous, and say nothing about this one.
        """
        if not others or self._alone(rule, others):
            return ()
        by = self._as_bad(rule, others)
        if len(by) < 2 or self._let_through(rule, by):
            return by
        return next((one for item in others if (one := self._as_bad(rule, [item]))), ())

    def _alone(self, rule: Rule, others: Sequence[Rule]) -> bool:
        """Whether ``rule`` alone is violated at a nomination with all facts; quick to answer."""
        formulas = self.asked.formulas
        for item in others:
            if item.id not in self.unbroken:
                term = self.asked.z3.Not(formulas.encoding.violated(item))
                self.unbroken[item.id] = formulas.named(term)
        names = [self.unbroken[item.id] for item in others if _as_strict(item, rule)]
        return formulas.can(formulas.named(formulas.encoding.violated(rule)), *names)

    def _as_bad(self, rule: Rule, others: Sequence[Rule]) -> tuple[Rule, ...]:
        """Those of ``others`` of which one is as bad wherever ``rule`` is violated or open."""
        partial = self.asked.partial
        violated, undecided = partial.encoding.violated(rule), partial.encoding.undecided(rule)
        bars = self.asked.z3.If(self.is_violated, violated, undecided)
        terms = {self._milder(item, strict=_as_strict(item, rule)): item for item in others}
        return () if partial.can(partial.named(bars), *terms) else partial.core(terms)

    def _milder(self, rule: Rule, *, strict: bool) -> Any:
        """The name of what says that a rule is not as bad as the one that is violated or open."""
        if (rule.id, strict) not in self.milder:
            z3, encoding = self.asked.z3, self.asked.partial.encoding
            unbroken = z3.Not(encoding.violated(rule)) if strict else z3.BoolVal(True)
            term = z3.If(self.is_violated, unbroken, encoding.passes(rule))
            self.milder[rule.id, strict] = self.asked.partial.named(term)
        return self.milder[rule.id, strict]

    def _let_through(self, rule: Rule, by: Sequence[Rule]) -> bool:
        """Whether some nomination satisfies ``rule`` and passes all of ``by``."""
        encoding = self.asked.encoding
        return self.asked.ask(encoding.satisfied(rule), *map(encoding.passes, by)) is not None


def _as_strict(item: Rule, rule: Rule) -> bool:
    return _STRENGTH[item.otherwise] >= _STRENGTH[rule.otherwise]
