"""Checks a pack for what its author did not mean: rules that can never matter, rules that clash,
tiers that nobody can reach, tables with holes, words that nothing uses.

A few thousand made-up nominations show that most rules are sound; what they leave open is put to
an SMT solver, so that "never" means never. Whatever a finding says happens is shown by a
nomination that the reference engine has decided, and it can be pasted as a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from typing import Final

from dvk_rules.errors import EngineError, Place, Problem
from dvk_rules.lawbook.clashes import contradictions, unreachable_tiers
from dvk_rules.lawbook.findings import CheckReport, Finding
from dvk_rules.lawbook.idle import dead_rules, superfluous_rules
from dvk_rules.lawbook.points import try_points
from dvk_rules.lawbook.questions import Questions
from dvk_rules.lawbook.tables import tables
from dvk_rules.lawbook.unused import asked_parameters, unused_words
from dvk_rules.pack.model import Pack

__all__ = ["check"]

RANDOM_POINTS: Final = 1000

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(pack: Pack, day: date | None = None) -> CheckReport:
    """Everything suspicious about ``pack`` for decisions on ``day`` (the pack's usual day).

    Needs the extra ``analysis``; raises ``EngineError`` if it is not installed.
    """
    try:
        import z3
    except ImportError:
        raise EngineError([Problem("check.no-solver")]) from None
    day = day or pack.usual_day
    asked = Questions(pack, try_points(pack, day, RANDOM_POINTS), z3)
    found = list(_findings(asked))
    accepted = [_accepted(pack, finding) for finding in found]
    accepted += _stale(pack, found)
    accepted.sort(key=lambda item: (_ORDER[item.severity], item.problem.where or Place()))
    return CheckReport(pack, day, tuple(accepted), asked.unsure)


def _findings(asked: Questions) -> Iterator[Finding]:
    yield from dead_rules(asked)
    yield from superfluous_rules(asked)
    yield from contradictions(asked)
    yield from unreachable_tiers(asked)
    yield from tables(asked)
    yield from unused_words(asked.pack)


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
        about |= set(asked_parameters(rule))
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
