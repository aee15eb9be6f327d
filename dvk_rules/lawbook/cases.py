"""The tests that a pack carries: each case run, and which outcomes of which rules they show (D4.6).

A case holds when every verdict, deciding rule, number of points and derived fact that it expects
comes out. A rule is covered when some case meets it and some case breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dvk_rules.engines import get_engine
from dvk_rules.engines.outcomes import Outcome
from dvk_rules.errors import Problem
from dvk_rules.evaluation import NominationResult, evaluate
from dvk_rules.messages import say
from dvk_rules.nominations import Nomination
from dvk_rules.pack.cases import Case
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.values import FactType
from dvk_rules.verdicts import Verdict

__all__ = ["CaseReport", "CaseResult", "RuleCoverage", "case_lines", "run_cases"]


@dataclass(frozen=True)
class CaseResult:
    """A case, what came out, and in what it differs from what the case expects."""

    case: Case
    result: NominationResult = field(repr=False)
    failures: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected came out."""
        return not self.failures


@dataclass(frozen=True)
class RuleCoverage:
    """In how many cases a rule had each outcome, and which outcomes no case shows.

    ``inherited`` rules belong to a pack that this one extends; their own pack's cases test them.
    """

    rule: Rule
    counts: Mapping[Outcome, int]
    uncovered: tuple[Outcome, ...]
    inherited: bool


@dataclass(frozen=True)
class CaseReport:
    """The cases of a pack, run, and the coverage of its rules."""

    pack: Pack
    engine: str
    results: tuple[CaseResult, ...]
    coverage: tuple[RuleCoverage, ...]
    notices: tuple[Problem, ...] = ()

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that do not hold."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def uncovered(self) -> tuple[RuleCoverage, ...]:
        """The pack's own rules of which an outcome is never shown."""
        return tuple(item for item in self.coverage if item.uncovered and not item.inherited)

    @property
    def passed(self) -> bool:
        """Whether every case holds."""
        return not self.failed

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The report as data; ``lang`` words the failures."""
        return {
            "format": "dvk/cases/1",
            "pack": {"id": self.pack.id, "version": self.pack.version, "sha256": self.pack.sha256},
            "engine": self.engine,
            "passed": self.passed,
            "cases": [
                {
                    "id": item.case.id,
                    "passed": item.passed,
                    "file": item.case.where.file,
                    "line": item.case.where.line,
                    "failures": [
                        {"code": problem.code, "message": problem.sentence(lang)}
                        for problem in item.failures
                    ],
                }
                for item in self.results
            ],
            "coverage": [
                {
                    "rule": item.rule.id,
                    "pack": item.rule.pack,
                    "outcomes": {str(key): count for key, count in item.counts.items()},
                    "uncovered": [str(outcome) for outcome in item.uncovered],
                }
                for item in self.coverage
            ],
        }


def run_cases(pack: Pack, engine: str = "reference") -> CaseReport:
    """Runs every case of ``pack``. A case without a day is decided on the pack's usual day.

    Raises ``EngineError`` for an engine that does not exist.
    """
    runner, notices = get_engine(engine)
    results = tuple(_run(pack, case, engine) for case in pack.cases)
    coverage = tuple(_coverage(pack, rule, results) for rule in pack.rules)
    return CaseReport(pack, runner.name, results, coverage, notices)


def case_lines(report: CaseReport, lang: str = "vi") -> list[str]:
    """The report for a terminal: failures first, then what no case shows."""
    lines: list[str] = []
    for item in report.failed:
        case = item.case
        head = {"case": case.id, "title": case.title.get(lang), "where": case.where}
        lines.append(say("cases.failed", lang, **head))
        lines += [f"  – {problem.sentence(lang)}" for problem in item.failures]
    for item in report.uncovered:
        missing = [say(f"outcome.{outcome}", lang) for outcome in item.uncovered]
        title = item.rule.title.get(lang)
        lines.append(say("cases.uncovered", lang, rule=item.rule.id, title=title, outcomes=missing))
    own = sum(not item.inherited for item in report.coverage)
    lines.append(
        say(
            "cases.total",
            lang,
            passed=len(report.results) - len(report.failed),
            total=len(report.results),
            covered=own - len(report.uncovered),
            rules=own,
        )
    )
    return lines


def _run(pack: Pack, case: Case, engine: str) -> CaseResult:
    nomination = Nomination(f"case/{case.id}", case.unit or "", case.facts)
    day = case.decision_date or pack.usual_day
    result = evaluate(pack, [nomination], day=day, engine=engine).results[0]
    return CaseResult(case, result, tuple(_failures(pack, case, result)))


def _failures(pack: Pack, case: Case, result: NominationResult) -> Iterator[Problem]:
    for tier, wanted in case.verdicts.items():
        found = result.verdicts[tier]
        if found.verdict != wanted:
            params = {
                "tier": {lang: pack.tier[tier].short.get(lang) for lang in ("vi", "en")},
                "expected": _verdict(Verdict(wanted)),
                "found": _verdict(found.verdict),
                "rules": list(found.decided_by),
            }
            code = "cases.verdict-by" if found.decided_by else "cases.verdict"
            yield Problem(code, params, case.where)
    if case.deciding is not None:
        deciding = {rule for item in result.verdicts.values() for rule in item.decided_by}
        for rule in sorted(case.deciding - deciding):
            outcome = _outcome(result.outcomes[rule])
            yield Problem("cases.not-deciding", {"rule": rule, "found": outcome}, case.where)
        for rule in sorted(deciding - case.deciding):
            outcome = _outcome(result.outcomes[rule])
            yield Problem("cases.also-deciding", {"rule": rule, "found": outcome}, case.where)
    yield from _wrong_values(pack, case, result)


def _wrong_values(pack: Pack, case: Case, result: NominationResult) -> Iterator[Problem]:
    sure = dict(result.axes)
    sure["total"] = (
        sum(low for low, _ in result.axes.values()),
        sum(high for _, high in result.axes.values()),
    )
    for axis, expected in case.points.items():
        low, high = sure[axis]
        if (low, high) != expected if isinstance(expected, tuple) else low != expected:
            wanted = f"{expected[0]}–{expected[1]}" if isinstance(expected, tuple) else expected
            found = str(low) if low == high else f"{low}–{high}"
            name = {"vi": "tổng", "en": "total"}
            if axis in pack.axes:
                name = {lang: pack.axes[axis].title.get(lang) for lang in ("vi", "en")}
            params = {"axis": name, "expected": wanted, "found": found}
            yield Problem("cases.points", params, case.where)
    for name, value in case.derived.items():
        found = result.results.derived.get(name)
        if found != value:
            kind = pack.vocabulary[name].kind
            params = {
                "fact": {lang: pack.vocabulary[name].label.get(lang) for lang in ("vi", "en")},
                "expected": {lang: kind.show(value, lang) for lang in ("vi", "en")},
                "found": {lang: kind.show(found, lang) for lang in ("vi", "en")},
            }
            yield Problem("cases.derived", params, case.where)


def _verdict(verdict: Verdict) -> dict[str, str]:
    return {lang: say(f"verdict.{verdict}", lang) for lang in ("vi", "en")}


def _outcome(outcome: Outcome) -> dict[str, str]:
    return {lang: say(f"outcome.{outcome}", lang) for lang in ("vi", "en")}


def _coverage(pack: Pack, rule: Rule, results: tuple[CaseResult, ...]) -> RuleCoverage:
    counts = dict.fromkeys(Outcome, 0)
    for item in results:
        counts[item.result.outcomes[rule.id]] += 1
    wanted = (Outcome.SATISFIED, Outcome.VIOLATED)
    if rule.kind is RuleKind.DERIVE and rule.table and _says_more_than_yes_and_no(pack, rule):
        wanted = (Outcome.SATISFIED,)  # a value is derived, and none of them is a failure
    uncovered = tuple(outcome for outcome in wanted if not counts[outcome])
    return RuleCoverage(rule, counts, uncovered, rule.pack != pack.id)


def _says_more_than_yes_and_no(pack: Pack, rule: Rule) -> bool:
    return pack.vocabulary[str(rule.derives)].kind.type is not FactType.BOOL
