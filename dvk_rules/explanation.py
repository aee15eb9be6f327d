"""Why one nomination is in or out: the trace under the headings of the law, and its seats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dvk_rules.clashes import rule_words
from dvk_rules.errors import DvkError, Problem
from dvk_rules.evaluation import NominationResult
from dvk_rules.given import shown_value
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack.nearest import nearest
from dvk_rules.runs import Run
from dvk_rules.summary import stage_words
from dvk_rules.text import fold, shortly
from dvk_rules.trace import RuleTrace
from dvk_rules.values import Text

__all__ = [
    "Explanation",
    "SeatReason",
    "Section",
    "UnknownNomination",
    "explain",
    "find_result",
    "seat_reason",
]


class UnknownNomination(DvkError):  # noqa: N818 - it names the thing that was asked for
    """There is no nomination with the id that was asked for."""


@dataclass(frozen=True)
class Section:
    """The rules under one heading of the law, with their outcomes."""

    heading: Text
    rules: tuple[RuleTrace, ...]

    def __repr__(self) -> str:
        return f"<Section {self.heading.get('en')!r}: {shortly([t.rule.id for t in self.rules])}>"


@dataclass(frozen=True)
class SeatReason:
    """How a nomination stands for a tier.

    ``standing``: ``selected``, ``left_out`` (eligible, but not selected), ``barred`` (the verdict
    stands in the way), ``undecided`` (the quotas clash). ``reasons`` say why, the strongest first;
    each is a text with its parameters.
    """

    tier: str
    standing: Literal["selected", "left_out", "barred", "undecided"]
    reasons: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return f"<SeatReason {self.tier}: {self.standing}, {len(self.reasons)} reasons>"


@dataclass(frozen=True)
class Explanation:
    """Everything there is to say about one nomination in one run."""

    result: NominationResult
    sections: tuple[Section, ...]
    seats: tuple[SeatReason, ...]

    def to_json(self, lang: str = "vi") -> dict[str, Any]:
        """The explanation as data; ``lang`` words the reasons."""
        return {
            **self.result.to_json(),
            "seats": {
                seat.tier: {
                    "standing": seat.standing,
                    "reasons": [
                        {"code": item.code, "message": item.sentence(lang)} for item in seat.reasons
                    ],
                }
                for seat in self.seats
            },
        }

    def __repr__(self) -> str:
        seats = ", ".join(f"{seat.tier}: {seat.standing}" for seat in self.seats)
        rules = sum(len(section.rules) for section in self.sections)
        return f"<Explanation of {self.result.id}, {seats}; {rules} rules>"


def explain(run: Run, nomination: str) -> Explanation:
    """Why ``nomination`` is in or out in ``run``.

    Raises ``UnknownNomination`` with the nearest ids if there is none with this id.
    """
    result = find_result(run, nomination)
    return Explanation(
        result=result,
        sections=tuple(_sections(result)),
        seats=tuple(seat_reason(run, result, tier.id) for tier in run.scenario.pack.tiers),
    )


def find_result(run: Run, nomination: str) -> NominationResult:
    """The result of ``nomination``, by its id, or by a name that one nomination alone has.

    Raises ``UnknownNomination`` with the nearest ids.
    """
    given: Any = nomination  # from a portal, anything may come
    if not isinstance(given, str):
        raise UnknownNomination([Problem("explain.unknown", {"nomination": shown_value(given)})])
    result = run.evaluation.by_id.get(nomination)
    if result is None:
        named = _named(run, nomination)
        if len(named) == 1:
            return named[0]
        if named:
            params = {"name": nomination, "ids": [item.id for item in named]}
            raise UnknownNomination([Problem("explain.several", params)])
        meant = nearest(nomination, list(run.evaluation.by_id))
        code = "explain.unknown-meant" if meant else "explain.unknown"
        params = {"nomination": nomination, "meant": meant}
        raise UnknownNomination([Problem(code, params)])
    return result


def _named(run: Run, name: str) -> list[NominationResult]:
    """The nominations of this name, in any spelling; a complaint comes with a name, not an id."""
    fact = run.scenario.pack.vocabulary.by_role.get("name")
    if fact is None or not fold(name):
        return []
    return [
        result
        for result in run.evaluation.results
        if fold(result.nomination.text(fact.name)) == fold(name)
    ]


def _sections(result: NominationResult) -> Iterator[Section]:
    heading: Text | None = None
    rules: list[RuleTrace] = []
    for trace in result.trace():
        if trace.rule.heading != heading and rules:
            yield Section(rules[0].rule.heading, tuple(rules))
            rules = []
        heading = trace.rule.heading
        rules.append(trace)
    if rules:
        yield Section(rules[0].rule.heading, tuple(rules))


def seat_reason(run: Run, result: NominationResult, tier: str) -> SeatReason:
    """How one nomination stands for ``tier``."""
    if not result.eligible(tier):
        return SeatReason(tier, "barred")
    if run.allocation is None:
        return SeatReason(tier, "undecided", (Problem("seat.clash"),))
    if result.id in run.selected(tier):
        return SeatReason(tier, "selected", tuple(_held_by(run, result, tier)))
    return SeatReason(tier, "left_out", tuple(_blocked_by(run, result, tier)))


def _held_by(run: Run, result: NominationResult, tier: str) -> Iterator[Problem]:
    """What holds a seat that was given."""
    for decision in run.scenario.decisions:
        if decision.nomination == result.id and decision.tier == tier:
            yield Problem("seat.included", {"who": decision.who, "why": decision.why})
    merit = result.merit[tier][0]
    others = _merits(run, tier)
    if others:
        yield Problem("seat.merit", {"merit": merit, "last": min(others)})
    yield from _proven(run, result, tier)


def _merits(run: Run, tier: str) -> list[int]:
    """The points of those selected for ``tier``."""
    return [run.evaluation.by_id[name].merit[tier][0] for name in run.selected(tier)]


def _blocked_by(run: Run, result: NominationResult, tier: str) -> Iterator[Problem]:
    """What keeps an eligible nomination from a seat, the strongest first."""
    pack = run.scenario.pack
    for decision in run.scenario.decisions:
        closed = decision.action == "exclude" and decision.tier in pack.enclosing(tier)
        if decision.nomination == result.id and closed:
            yield Problem("seat.excluded", {"who": decision.who, "why": decision.why})
    outer = pack.tier[tier].within
    if outer is not None and result.id not in run.selected(outer):
        yield Problem("seat.outer", {"tier": _both(pack.tier[outer].short)})
        return
    chosen = set(run.selected(tier))
    for exclusion in run.problem.exclusions:
        if result.id in exclusion.candidates:
            for other in sorted(chosen & set(exclusion.candidates)):
                yield Problem(f"seat.{exclusion.reason}", {"other": other})
    yield from _ranked_before(run, result, tier, chosen)
    yield from _full_quotas(run, result, tier)
    assert run.allocation is not None  # the caller has looked
    for limit in run.allocation.tiers:
        if limit.tier == tier and limit.filled == limit.at_most:
            others = _merits(run, tier)
            merit = result.merit[tier][0]
            params = {"seats": limit.filled, "merit": merit, "last": min(others, default=0)}
            yield Problem("seat.full", params)
    yield from _proven(run, result, tier)


def _proven(run: Run, result: NominationResult, tier: str) -> Iterator[Problem]:
    """What the proof of the list says of a seat: which stage decides, by how much at least."""
    reason = next(
        (item for item in run.reasons if item.tier == tier and item.candidate == result.id), None
    )
    if reason is None:
        return
    side = "in" if reason.selected else "out"
    rules = {
        lang: "; ".join(rule_words(run, rule, lang) for rule in reason.rules) for lang in LANGUAGES
    }
    if reason.stage is None:
        yield Problem(f"seat.proof.{side}.rules", {"rules": rules})
    elif reason.stage == "tie_break":
        yield Problem(f"seat.proof.{side}.tie")
    else:
        stage = {lang: stage_words(run, reason.stage, lang) for lang in LANGUAGES}
        code = f"seat.proof.{side}.stage" if reason.rules else f"seat.proof.{side}.alone"
        yield Problem(code, {"stage": stage, "loss": reason.loss, "rules": rules})


def _both(text: Text) -> dict[str, str]:
    """A text as a parameter that is worded in the language asked for."""
    return {"vi": text.vi, "en": text.en}


def _ranked_before(
    run: Run, result: NominationResult, tier: str, chosen: set[str]
) -> Iterator[Problem]:
    """Those of its unit that its unit ranked before it and that were not selected either.

    Not those who are passed over rightly (D6.3): left out by a decision, or with a twin selected.
    """
    order = run.scenario.order
    rank = result.nomination.rank
    group = [result.facts.get(name) for name in order.by]
    if order.mode != "hard" or rank is None or None in group:
        return
    outermost = set(run.selected(run.scenario.pack.enclosing(tier)[0]))
    rightly = {name for name, of in run.problem.left_out() if of == tier}
    for exclusion in run.problem.exclusions:
        for name in exclusion.candidates:
            if outermost & (set(exclusion.candidates) - {name}):
                rightly.add(name)
    before = [
        other.id
        for other in run.evaluation.results
        if other.nomination.rank is not None
        and other.nomination.rank < rank
        and other.eligible(tier)
        and other.id not in chosen
        and other.id not in rightly
        and [other.facts.get(name) for name in order.by] == group
    ]
    if before:
        yield Problem("seat.order", {"others": before[:3], "count": len(before)})


def _full_quotas(run: Run, result: NominationResult, tier: str) -> Iterator[Problem]:
    """The quotas at their most that it would count towards."""
    assert run.allocation is not None  # the caller has looked
    quotas = {quota.id: quota for quota in run.scenario.quotas}
    for line in run.allocation.quotas:
        quota = quotas[line.id]
        if line.tier != tier or line.side != "at_most" or not line.binding:
            continue
        if quota.per is not None and not _has(result, quota.per, line.value):
            continue
        wanted = {
            name: value if isinstance(value, tuple) else (value,)
            for name, value in quota.where.items()
        }
        if all(result.facts.get(name) in values for name, values in wanted.items()):
            params = {"quota": _both(quota.title), "count": line.count, "most": line.required}
            yield Problem("seat.quota", params)


def _has(result: NominationResult, fact: str, value: str | None) -> bool:
    """Whether the fact has this value, as the solver writes it."""
    from dvk_solver.model import value_key

    found = result.facts.get(fact)
    return isinstance(found, (bool, int, str)) and value_key(found) == value
