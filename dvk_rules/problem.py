"""Where the law meets the seats: an evaluation and a scenario become a problem for the solver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dvk_rules.entitlements import Entitlements, entitlements
from dvk_rules.errors import Problem, ScenarioError
from dvk_rules.evaluation import Evaluation, NominationResult
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.nominations import Nomination
from dvk_rules.pack.nearest import nearest
from dvk_rules.scenario import ObjectiveSpec, QuotaSpec, Scenario
from dvk_rules.text import fold
from dvk_rules.values import FactType
from dvk_rules.verdicts import Verdict

if TYPE_CHECKING:  # the solver loads when a problem is built, not when the library is imported
    import dvk_solver

__all__ = ["build_problem", "check_nominations", "may_nominate"]


def may_nominate(scenario: Scenario) -> tuple[str, ...]:
    """The ids of the units that may nominate in ``scenario``, in official order."""
    register = scenario.pack.units
    settings = scenario.pack.settings(scenario.day, None, scenario.changed)
    switch = settings.get(register.switch) if register.switch else None
    units = register.nominators(scenario.day, all_units=bool(switch and switch.value))
    return tuple(unit.id for unit in units)


def check_nominations(scenario: Scenario, nominations: Iterable[Nomination]) -> tuple[Problem, ...]:
    """Warnings about nominations; raises ``ScenarioError`` for decisions about unknown ones."""
    known = {nomination.id: nomination for nomination in nominations}
    wrong = [
        Problem(
            "problem.decision-unknown"
            + ("-meant" if (near := nearest(item.nomination, known)) else ""),
            {"nomination": item.nomination, "meant": near},
            item.place,
        )
        for item in scenario.decisions
        if item.nomination not in known
    ]
    if wrong:
        raise ScenarioError(wrong)
    allowed = set(may_nominate(scenario))
    ties = [
        warning
        for item in scenario.objectives
        if item.kind == "leximin"
        for warning in _entitlements(item, scenario).warnings
    ]
    return (
        *(
            Problem("problem.unit-not-nominating", {"unit": unit, "day": scenario.day})
            for unit in sorted({item.unit for item in known.values()} - allowed)
        ),
        *ties,
    )


def build_problem(scenario: Scenario, evaluation: Evaluation) -> dvk_solver.Problem:
    """The problem of ``scenario``: the eligible as candidates, seats, quotas, orders, exclusions.

    Merit is what is sure: the lower end of each interval (D4.4). Raises ``ScenarioError`` when a
    decision includes somebody who is not eligible.
    """
    import dvk_solver as s

    _check_decisions(scenario, evaluation)
    tiers = [tier.id for tier in scenario.pack.tiers]
    results = [item for item in evaluation.results if any(item.eligible(tier) for tier in tiers)]
    present = {item.id for item in results}
    attributes = _attributes(scenario)
    seats = {seat.tier: seat for seat in scenario.seats}
    return s.Problem(
        candidates=tuple(_candidate(scenario, result, attributes) for result in results),
        tiers=tuple(
            s.Tier(
                id=tier.id,
                at_least=seats[tier.id].at_least,
                at_most=seats[tier.id].at_most,
                within=tier.within,
            )
            for tier in scenario.pack.tiers
        ),
        quotas=tuple(_quota(quota) for quota in scenario.quotas),
        orders=tuple(
            s.Order(id=f"order-{tier}", tier=tier, by=scenario.order.by, mode=scenario.order.mode)
            for tier in tiers
            if scenario.order.mode != "off"
        ),
        exclusions=tuple(_exclusions(scenario, results)),
        decisions=tuple(
            s.Decision(
                candidate=item.nomination,
                tier=item.tier,
                action=item.action,
                who=item.who,
                why=item.why,
                when=item.when.isoformat() if item.when else "",
            )
            for item in scenario.decisions
            if item.nomination in present
        ),
        objectives=tuple(
            _objective(item, scenario)
            for item in scenario.objectives
            if item.kind != "order" or scenario.order.mode == "soft"
        ),
        tie_break=_tie_break(scenario, results),
        domains=_domains(scenario, attributes, sorted({r.nomination.unit for r in results})),
    )


def _check_decisions(scenario: Scenario, evaluation: Evaluation) -> None:
    wrong: list[Problem] = []
    for item in scenario.decisions:
        verdict = evaluation.by_id[item.nomination].verdicts[item.tier].verdict
        if item.action == "include" and verdict is not Verdict.ELIGIBLE:
            tier = scenario.pack.tier[item.tier]
            params = {
                "nomination": item.nomination,
                "tier": {"vi": tier.short.vi, "en": tier.short.en},
                "verdict": {lang: say(f"verdict.{verdict}", lang) for lang in LANGUAGES},
            }
            wrong.append(Problem("problem.decision-ineligible", params, item.place))
    if wrong:
        raise ScenarioError(wrong)


def _attributes(scenario: Scenario) -> tuple[str, ...]:
    """The facts that quotas, orders and fairness count by."""
    named: set[str] = set(scenario.order.by)
    for quota in scenario.quotas:
        named |= set(quota.where) | set(quota.of or ())
        if quota.per is not None:
            named.add(quota.per)
    for objective in scenario.objectives:
        if objective.options:
            named.add(str(objective.options["per"]))
    return tuple(name for name in scenario.pack.vocabulary.facts if name in named)


def _candidate(
    scenario: Scenario, result: NominationResult, attributes: Iterable[str]
) -> dvk_solver.Candidate:
    import dvk_solver as s

    values: dict[str, str | int | bool] = {}
    for name in attributes:
        value = result.facts.get(name)
        if name != "unit" and isinstance(value, (str, int)):
            values[name] = value
    return s.Candidate(
        id=result.id,
        attributes=values,
        merit={tier: low for tier, (low, _) in result.merit.items()},
        unit=result.nomination.unit,
        rank=result.nomination.rank,
        eligible=tuple(tier.id for tier in scenario.pack.tiers if result.eligible(tier.id)),
        prefer={rule: int(held) for rule, held in result.preferred.items()},
    )


def _quota(quota: QuotaSpec) -> dvk_solver.Quota:
    import dvk_solver as s

    return s.Quota(
        id=quota.id,
        tier=quota.tier,
        where=quota.where,
        per=quota.per,
        of=quota.of,
        at_least=quota.at_least,
        at_most=quota.at_most,
        bounds={
            value: s.Bounds(at_least=low, at_most=high)
            for value, (low, high) in quota.bounds.items()
        },
        floor_if_available=quota.floor_if_available,
        hard=quota.priority == 0,
        priority=quota.priority,
        negotiable=quota.negotiable,
        title=quota.title.vi,
        source=f"{quota.source.doc} {quota.source.at}".strip() if quota.source else "",
    )


def _exclusions(
    scenario: Scenario, results: Iterable[NominationResult]
) -> Iterable[dvk_solver.Exclusion]:
    """A subject counts once; of a head and the body led, one is rewarded for a model (D6.4)."""
    import dvk_solver as s

    roles = scenario.pack.vocabulary.by_role
    subject, leads, model = (roles.get(name) for name in ("subject", "leads", "model"))
    if subject is None:
        return
    by_subject: dict[str, list[str]] = {}
    heads: list[tuple[str, str, str]] = []
    models: dict[str, str] = {}
    for result in results:
        code = fold(result.nomination.text(subject.name))
        if code:
            by_subject.setdefault(code, []).append(result.id)
        models[result.id] = fold(result.nomination.text(model.name)) if model else ""
        body = fold(result.nomination.text(leads.name)) if leads else ""
        if body:
            heads.append((result.id, body, models[result.id]))
    if scenario.same_subject:
        for code, ids in sorted(by_subject.items()):
            if len(ids) > 1:
                yield s.Exclusion(
                    id=f"subject:{code}", candidates=tuple(sorted(ids)), reason="same-subject"
                )
    if scenario.head_and_body:
        for head, body, of_model in sorted(heads):
            for other in by_subject.get(body, []):
                shared = not of_model or not models[other] or models[other] == of_model
                if other != head and shared:
                    yield s.Exclusion(
                        id=f"head:{head}+{other}",
                        candidates=(head, other),
                        reason="head-and-body",
                    )


def _objective(item: ObjectiveSpec, scenario: Scenario) -> dvk_solver.Objective:
    import dvk_solver as s

    if item.kind == "leximin" and item.options is not None:
        per = str(item.options["per"])
        shares = _entitlements(item, scenario).seats
        return s.Objective(kind="leximin", tier=item.tier, per=per, entitlements=shares)
    return s.Objective(kind=item.kind, tier=item.tier, prefer=item.rule)


def _entitlements(item: ObjectiveSpec, scenario: Scenario) -> Entitlements:
    per = str((item.options or {})["per"])
    values = _domains(scenario, (per,)).get(per, ())
    return entitlements(item, scenario, [str(value) for value in values])


def _tie_break(scenario: Scenario, results: Iterable[NominationResult]) -> dvk_solver.TieBreak:
    import dvk_solver as s

    spec = scenario.tie_break
    if spec.kind == "seed":
        return s.TieBreak(kind="seed", seed=spec.seed)
    if spec.kind == "refuse":
        return s.TieBreak(kind="refuse")
    official = {unit: place for place, unit in enumerate(scenario.pack.units.units)}

    def declared(result: NominationResult) -> tuple[int, int, str]:
        rank = result.nomination.rank
        return (
            rank if rank is not None else 10**9,
            official.get(result.nomination.unit, 10**9),
            result.id,
        )

    ordered = sorted(results, key=declared)
    return s.TieBreak(kind="order", order=tuple(result.id for result in ordered))


def _domains(
    scenario: Scenario, attributes: Iterable[str], proposing: Iterable[str] = ()
) -> dict[str, tuple[str | int | bool, ...]]:
    """The values each attribute can have, so that a unit that proposes nobody is seen too."""
    domains: dict[str, tuple[str | int | bool, ...]] = {}
    for name in attributes:
        fact = scenario.pack.vocabulary[name]
        if fact.of_units:
            # a unit that may not nominate, and does or has bounds, is warned of and counted
            bound = (unit for q in scenario.quotas if q.per == name for unit in q.bounds)
            domains[name] = tuple(dict.fromkeys((*may_nominate(scenario), *bound, *proposing)))
        elif fact.kind.choices:
            domains[name] = tuple(fact.kind.choices)
        elif fact.kind.type is FactType.BOOL:
            domains[name] = (True, False)
    return domains
