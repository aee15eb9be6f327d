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
from dvk_rules.lawbook.basis import basis
from dvk_rules.lawbook.clashes import contradictions, unreachable_tiers
from dvk_rules.lawbook.days import days
from dvk_rules.lawbook.findings import SEVERITIES, CheckReport, Finding
from dvk_rules.lawbook.idle import dead_rules, superfluous_rules
from dvk_rules.lawbook.points import try_points
from dvk_rules.lawbook.questions import Questions
from dvk_rules.lawbook.tables import tables
from dvk_rules.lawbook.unused import unused_words
from dvk_rules.pack.model import Pack

__all__ = ["check"]

RANDOM_POINTS: Final = 1000


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
    told = [*_under_their_causes(accepted), *_stale(pack, found)]
    told.sort(key=lambda item: (SEVERITIES.index(item.severity), item.problem.where or Place()))
    return CheckReport(pack, day, tuple(told), asked.unsure)


def _findings(asked: Questions) -> Iterator[Finding]:
    yield from days(asked)
    rules = [*dead_rules(asked), *superfluous_rules(asked)]
    rules += contradictions(asked, rules)
    yield from rules
    yield from unreachable_tiers(asked, rules)
    yield from tables(asked)
    yield from unused_words(asked.pack)


# What is accepted


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
    about = {rest} if kind.startswith(("unused-", "no-value")) else set(finding.rules)
    if kind == "unreachable":
        about |= {"units", "tiers"}
    return about.union(*(basis(pack, pack.rule[name]).names for name in finding.rules))


def _stale(pack: Pack, found: Sequence[Finding]) -> Iterator[Finding]:
    for key in pack.accepts:
        if not any(fnmatch(item.key, key) for item in found):
            problem = Problem("check.stale", {"finding": key}, pack.accepted_at[key])
            yield Finding(f"stale:{key}", "warning", problem)


# What follows from what


def _under_their_causes(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, each with those that follow from it and are not told by themselves.

    What is accepted explains nothing: what follows from it still has to be looked at.
    """
    by_key = {item.key: item for item in found}
    under: dict[str, list[Finding]] = {}
    told: list[Finding] = []
    for item in found:
        root = cause = item
        while not item.accepted and (follows := by_key.get(cause.follows)) is not None:
            cause = follows
            root = root if cause.accepted else cause
        if root is item:
            told.append(item)
        else:
            under.setdefault(root.key, []).append(item)
    for item in told:
        consequences = tuple(under.get(item.key, ()))
        worst = min((item, *consequences), key=lambda some: SEVERITIES.index(some.severity))
        yield replace(item, severity=worst.severity, consequences=consequences)
