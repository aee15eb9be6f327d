"""A scenario as one file that stands on its own: a run folder keeps it, a run id is made of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dvk_rules.scenario.model import (
    Bound,
    DecisionSpec,
    ObjectiveSpec,
    QuotaSpec,
    Scenario,
    Where,
)
from dvk_rules.values import Text, to_json

__all__ = ["scenario_json"]


def scenario_json(scenario: Scenario) -> dict[str, Any]:
    """``scenario`` in the shape of a scenario file that extends no other, without file names."""
    data: dict[str, Any] = {
        "scenario": scenario.id,
        "title": _text(scenario.title),
        "pack": scenario.pack.id,
        "decision_date": scenario.day.isoformat(),
        "seats": {
            seat.tier: _kept(
                {"at_least": seat.at_least, "at_most": seat.at_most, "status": seat.status}
            )
            for seat in scenario.seats
        },
        "parameters": {
            name: {
                "value": to_json(value),
                "who": scenario.changes[name][0],
                "why": scenario.changes[name][1],
            }
            for name, value in scenario.changed.items()
        },
        "quotas": [_quota(quota) for quota in scenario.quotas],
        "order": {"mode": scenario.order.mode, "by": list(scenario.order.by)},
        "exclusions": {
            "same_subject": scenario.same_subject,
            "head_and_body": scenario.head_and_body,
        },
        "decisions": [_decision(decision) for decision in scenario.decisions],
        "objectives": [_objective(objective) for objective in scenario.objectives],
        "tie_break": _tie_break(scenario),
    }
    if scenario.note:
        data["note"] = _text(scenario.note)
    return data


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    """The entries that say something."""
    return {key: value for key, value in data.items() if value not in (None, {}, "")}


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def _quota(quota: QuotaSpec) -> dict[str, Any]:
    source = quota.source
    return _kept(
        {
            "id": quota.id,
            "title": _text(quota.title),
            "tier": quota.tier,
            "per": quota.per,
            "where": _where(quota.where),
            "of": None if quota.of is None else _where(quota.of),
            "at_least": _bound(quota.at_least),
            "at_most": _bound(quota.at_most),
            "bounds": {
                value: _kept({"at_least": _bound(low), "at_most": _bound(high)})
                for value, (low, high) in quota.bounds.items()
            },
            "floor_if_available": quota.floor_if_available,
            "soft": {"priority": quota.priority} if quota.priority else None,
            "negotiable": quota.negotiable,
            "source": source
            and _kept(
                {
                    "doc": source.doc,
                    "at": source.at,
                    "quote": source.quote,
                    "checked": source.checked,
                }
            ),
            "status": quota.status,
        }
    )


def _where(where: Where) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in where.items()
    }


def _bound(bound: Bound) -> int | str | None:
    return f"{bound.numerator}/{bound.denominator}" if isinstance(bound, Fraction) else bound


def _decision(decision: DecisionSpec) -> dict[str, Any]:
    data: dict[str, Any] = {
        "nomination": decision.nomination,
        "tier": decision.tier,
        "action": decision.action,
        "who": decision.who,
        "why": decision.why,
    }
    if decision.when is not None:
        data["when"] = decision.when.isoformat()
    return data


def _objective(objective: ObjectiveSpec) -> Any:
    if objective.kind == "leximin":
        return {"leximin": dict(objective.options or {})}
    target = objective.rule or objective.tier
    return {objective.kind: target} if target else objective.kind


def _tie_break(scenario: Scenario) -> Any:
    spec = scenario.tie_break
    if spec.kind == "seed":
        return {"seed": spec.seed}
    return "refuse" if spec.kind == "refuse" else {"order": "rank"}
