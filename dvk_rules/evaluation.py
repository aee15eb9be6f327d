"""Evaluation: every nomination under every rule of a pack, on the day of the decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import batched, groupby
from operator import attrgetter
from typing import Any

from dvk_rules.engines import Outcome, RuleResults, get_engine
from dvk_rules.engines.outcomes import Interval
from dvk_rules.errors import InputError, Problem
from dvk_rules.frozen import Frozen
from dvk_rules.given import mapping_given, shown_value
from dvk_rules.inputs import check_inputs, input_notices, no_tier
from dvk_rules.messages import LANGUAGES
from dvk_rules.missing import Missing, missing_facts
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import RuleKind
from dvk_rules.program import Facts, Program, columns_of, compile_program
from dvk_rules.progress import Progress, Silent
from dvk_rules.trace import Trace
from dvk_rules.tracing import trace_batch, trace_rules
from dvk_rules.values import Value, describe, to_json
from dvk_rules.verdicts import Judge, TierVerdict, Verdict, axis_points, merit

__all__ = ["Evaluation", "NominationResult", "evaluate", "facts_in_full"]

_TOGETHER = 256  # nominations that are checked, and traced, together


@dataclass(frozen=True)
class NominationResult:
    """What the rules say of one nomination.

    ``results`` are the engine's; the trace is made from them when asked for.
    """

    nomination: Nomination
    program: Program
    results: RuleResults
    verdicts: Mapping[str, TierVerdict]

    @property
    def id(self) -> str:
        """The nomination's id."""
        return self.nomination.id

    @property
    def facts(self) -> Mapping[str, Value]:
        """The facts that are known: those given, those of its unit and those derived."""
        return _known(self.program, self.nomination, self.results)

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """The outcome of each rule."""
        rules = self.program.rules
        return Frozen(zip((rule.id for rule in rules), self.results.outcomes, strict=True))

    @cached_property
    def axes(self) -> Mapping[str, Interval]:
        """The points on each axis, of all tiers together."""
        pack = self.program.pack
        return Frozen(axis_points(pack, self.results.points, set(pack.tier)))

    @cached_property
    def merit(self) -> Mapping[str, Interval]:
        """The points that count for each tier."""
        return Frozen(merit(self.program.pack, self.results.points))

    @cached_property
    def preferred(self) -> Mapping[str, bool]:
        """For each ``prefer`` rule, whether it surely holds."""
        rules = self.program.pack.of_kind(RuleKind.PREFER)
        return Frozen({rule.id: self.outcomes[rule.id] is Outcome.SATISFIED for rule in rules})

    def eligible(self, tier: str) -> bool:
        """Whether nothing stands in the way of ``tier``.

        Raises ``InputError`` if there is no such tier.
        """
        try:
            return self.verdicts[tier].verdict is Verdict.ELIGIBLE
        except (KeyError, TypeError):
            raise no_tier(self.program.pack, tier) from None

    def missing(self, tier: str) -> Missing:
        """The facts that could still change the verdict for ``tier``, and the shortest way on."""
        self.eligible(tier)  # raises if there is no such tier
        return missing_facts(self.program, self.facts, self.results.outcomes, tier)

    def trace(self) -> Trace:
        """Every rule with its outcome and its comparisons, in the order of the law."""
        return trace_rules(self.program, self.nomination.facts, self.results)

    def assumed(self, tier: str) -> tuple[str, ...]:
        """The rules behind the verdict for ``tier`` that nobody has confirmed."""
        pack = self.program.pack
        eligible = self.eligible(tier)
        deciding = self.verdicts[tier].decided_by
        if eligible:
            deciding = tuple(rule.id for rule in pack.rules if rule.kind.gate)
        binding = set(pack.enclosing(tier))
        return tuple(
            rule.id
            for rule in pack.rules
            if rule.id in deciding
            and rule.tier in binding
            and rule.status == "assumed"
            and self.outcomes[rule.id] is not Outcome.NOT_APPLICABLE
        )

    def to_json(self, trace: Trace | None = None) -> dict[str, Any]:
        """The result with its whole trace, as ``evaluation.json`` writes it.

        ``trace`` is its trace, if it has been made already.
        """
        given = {name: to_json(value) for name, value in sorted(self.nomination.facts.items())}
        return {
            "id": self.id,
            "unit": self.nomination.unit,
            "rank": self.nomination.rank,
            "facts": given,
            "derived": {n: to_json(v) for n, v in sorted(self.results.derived.items())},
            "verdicts": {
                tier: {
                    "verdict": item.verdict.value,
                    "decided_by": list(item.decided_by),
                    "open": list(item.open),
                    "missing": list(item.missing),
                    "warnings": list(item.warnings),
                    "assumed": list(self.assumed(tier)),
                }
                for tier, item in self.verdicts.items()
            },
            "points": {axis: list(interval) for axis, interval in self.axes.items()},
            "merit": {tier: list(interval) for tier, interval in self.merit.items()},
            "rules": [rule.to_json() for rule in trace or self.trace()],
        }

    def __repr__(self) -> str:
        said = ", ".join(f"{tier}: {item.verdict}" for tier, item in self.verdicts.items())
        return f"<{self.id} {said}>"


@dataclass(frozen=True)
class Evaluation:
    """The results of all nominations, sorted by id, under one pack on one day."""

    pack: Pack
    day: date
    engine: str
    changed: Mapping[str, Value]
    results: tuple[NominationResult, ...]
    notices: tuple[Problem, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, NominationResult]:
        """The results by nomination."""
        return Frozen({result.id: result for result in self.results})

    def count(self, tier: str) -> Mapping[Verdict, int]:
        """How many nominations got each verdict for ``tier``.

        Raises ``InputError`` if there is no such tier.
        """
        if tier not in [known.id for known in self.pack.tiers]:
            raise no_tier(self.pack, tier)
        counts = dict.fromkeys(Verdict, 0)
        for result in self.results:
            counts[result.verdicts[tier].verdict] += 1
        return counts

    def traces(self) -> Iterator[Trace]:
        """The trace of each nomination, in the order of ``results``; quicker than one by one."""
        for program, mine in groupby(self.results, key=attrgetter("program")):
            for some in batched(mine, _TOGETHER):
                given = [result.nomination.facts for result in some]
                yield from trace_batch(program, given, [result.results for result in some])

    def to_json(self) -> dict[str, Any]:
        """The whole evaluation, as ``evaluation.json`` writes it."""
        return {
            "format": "dvk/evaluation/1",
            "pack": {
                "id": self.pack.id,
                "version": self.pack.version,
                "sha256": self.pack.sha256,
                "lineage": list(self.pack.lineage),
            },
            "engine": self.engine,
            "decision_date": self.day.isoformat(),
            "parameters": {name: to_json(value) for name, value in sorted(self.changed.items())},
            "notices": [notice.code for notice in self.notices],
            "nominations": [
                result.to_json(trace)
                for result, trace in zip(self.results, self.traces(), strict=True)
            ],
        }

    def __repr__(self) -> str:
        tiers = "; ".join(
            f"{tier.id}: {self.count(tier.id)[Verdict.ELIGIBLE]} eligible"
            for tier in self.pack.tiers
        )
        return f"<Evaluation of {len(self.results)} nominations under {self.pack.id}, {tiers}>"


def evaluate(
    pack: Pack,
    nominations: Iterable[Nomination],
    *,
    day: date,
    engine: str = "durable",
    changed: Mapping[str, Value] | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Applies ``pack`` to ``nominations`` as of ``day``, the day of the decision.

    ``engine`` is ``durable``, ``reference`` or ``columnar``: the verdicts are the same.
    ``changed`` are parameter values that replace the pack's, by name; ``progress`` hears how many
    nominations are done. Facts that the pack does not know, and a day at which it is not in force,
    are among the ``notices``. Raises ``InputError`` for a day, a parameter, an id or a fact that
    is not of its type or outside its bounds, with everything that is wrong; ``EngineError`` for an
    engine that does not exist, or one that did not behave as it must.
    """
    runner, notices = get_engine(engine)
    changed = mapping_given(changed)
    nominations = _listed(pack, nominations)
    check_inputs(pack, nominations, day, changed)
    ordered = sorted(nominations, key=attrgetter("id"))
    by_unit: dict[str, list[int]] = {}
    for place, nomination in enumerate(ordered):
        by_unit.setdefault(nomination.unit, []).append(place)
    report = progress or Silent()
    report.start("evaluate", len(ordered))
    results: dict[int, NominationResult] = {}
    judge: Judge = pack.kept.get(Judge, lambda: Judge(pack))
    strange: Counter[str] = Counter()
    for name, places in by_unit.items():
        program = compile_program(pack, day, pack.units.units.get(name), changed)
        mine = [ordered[place] for place in places]
        said = runner.run_many(program, _rows(program, mine, ordered, strange))
        found: list[NominationResult] = []
        for some in batched(_results(program, mine, said, judge), _TOGETHER):
            found += some
            report.advance(len(some))
        results.update(zip(places, found, strict=True))
    report.finish()
    notices = (*notices, *input_notices(pack, day, strange))
    in_order = tuple(map(results.__getitem__, range(len(ordered))))
    return Evaluation(pack, day, runner.name, changed, in_order, notices)


def _listed(pack: Any, nominations: Any) -> tuple[Nomination, ...]:
    """The nominations that were given; from a portal, anything may come."""
    if not isinstance(pack, Pack):
        raise InputError([Problem("evaluation.pack", {"value": shown_value(pack)})])
    if not isinstance(nominations, Iterable) or isinstance(nominations, (str, bytes, Mapping)):
        raise InputError([Problem("evaluation.nominations", {"value": shown_value(nominations)})])
    return tuple(nominations)


def _rows(
    program: Program,
    nominations: Sequence[Nomination],
    everyone: Sequence[Nomination],
    strange: Counter[str],
) -> Iterator[Facts]:
    """The facts of the nominations of one unit, checked a batch at a time as they are taken.

    What was just checked is still within the processor's reach when an engine decides it. Facts
    that the pack does not know are counted in ``strange``. Raises ``InputError`` with what is
    wrong in ``everyone``.
    """
    known = program.pack.vocabulary.facts
    for some in batched(nominations, _TOGETHER):
        given = [nomination.facts for nomination in some]
        if _fit(program.pack, given):  # None may stay, an engine takes it as unknown
            yield from (
                [{**facts, **program.of_unit} for facts in given] if program.of_unit else given
            )
        else:
            if any(problem for item in some for problem in _misfits(program.pack, item)):
                raise InputError([p for item in everyone for p in _misfits(program.pack, item)])
            strange.update(str(name) for facts in given for name in facts if name not in known)
            yield from [facts_in_full(program, nomination) for nomination in some]


def _fit(pack: Pack, rows: Sequence[Facts]) -> bool:
    """Whether these are facts that a nomination brings, each of its type; fact by fact."""
    if not all(map(pack.vocabulary.brought.issuperset, rows)):
        return False
    facts = pack.vocabulary.given
    columns = columns_of([fact.name for fact in facts], rows)
    return all(fact.kind.holds_all(columns[fact.name]) for fact in facts)


def _results(
    program: Program,
    nominations: Sequence[Nomination],
    said: Iterable[RuleResults],
    judge: Judge,
) -> Iterator[NominationResult]:
    """The results of the nominations of one unit, in order."""
    for nomination, results in zip(nominations, said, strict=True):
        verdicts = judge.verdicts(
            results.outcome_codes,
            lambda mine=nomination, said=results: _known(program, mine, said),
        )
        yield NominationResult(nomination, program, results, verdicts)


def _known(program: Program, nomination: Nomination, results: RuleResults) -> dict[str, Value]:
    return {**facts_in_full(program, nomination), **results.derived}


def _misfits(pack: Pack, nomination: Nomination) -> Iterator[Problem]:
    """Facts whose values are not of their type: a text where a date belongs, ``1`` for a truth."""
    given: Mapping[str, Any] = nomination.facts  # from a portal, anything may come
    known = pack.vocabulary.facts
    for name, value in given.items():
        fact = known.get(name)
        if value is not None and fact is not None and not fact.kind.holds(value):
            params = {
                "nomination": nomination.id,
                "fact": name,
                "value": shown_value(value),
                "kind": {lang: describe(fact.kind, lang) for lang in LANGUAGES},
            }
            yield Problem("evaluation.fact-type", params, nomination.where)


def facts_in_full(program: Program, nomination: Nomination) -> dict[str, Value]:
    """The facts of a nomination with those that the register of units adds."""
    given: Mapping[str, Any] = nomination.facts  # from a portal, a null may come
    brought = program.pack.vocabulary.brought
    if None in given.values() or not brought.issuperset(given):
        given = {n: value for n, value in given.items() if value is not None and n in brought}
    return {**given, **program.of_unit}
