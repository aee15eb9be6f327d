"""What each unit is entitled to: the base that fairness between units divides by (D6.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from dvk_rules.errors import Problem, ScenarioError
from dvk_rules.scenario import ObjectiveSpec, Scenario

__all__ = ["Entitlements", "entitlements"]


@dataclass(frozen=True)
class Entitlements:
    """Seats (or equal parts) by value; ``warnings`` say where the order of units had to decide."""

    seats: Mapping[str, int]
    warnings: tuple[Problem, ...] = ()


def entitlements(
    objective: ObjectiveSpec, scenario: Scenario, values: Iterable[str]
) -> Entitlements:
    """The entitlements of ``values`` under a leximin ``objective`` of ``scenario``.

    Given ones are taken as they are; ``equal`` is one part each; a method divides the seats of the
    tier by the number of communes, in the official order of units. A unit without communes has no
    share to measure and does not count. Raises ``ScenarioError`` when the guaranteed seats of all
    units are more than there are.
    """
    options: Mapping[str, Any] = objective.options or {}
    given = options.get("entitlements")
    if isinstance(given, dict):
        return Entitlements({str(k): int(v) for k, v in cast(dict[Any, Any], given).items()})
    method = options.get("method", "equal")
    if method == "equal":
        return Entitlements(dict.fromkeys(values, 1))
    from dvk_solver import apportion

    units = scenario.pack.units.units
    wanted = set(values)
    weights = {
        unit: entry.communes for unit, entry in units.items() if unit in wanted and entry.communes
    }
    seats = next(seat for seat in scenario.seats if seat.tier == objective.tier)
    have = seats.at_least if seats.at_most is None else seats.at_most
    floor = int(options.get("at_least", 0))
    if not weights:
        return Entitlements({})
    need = floor * len(weights)
    if need > have:
        params = {"floor": floor, "units": len(weights), "need": need, "have": have}
        raise ScenarioError([Problem("problem.entitlement-floor", params)])
    found = apportion(weights, have, method, at_least=floor)
    if not found.contested:
        return Entitlements(found.seats)
    tied = [unit for unit in units if unit in found.tied]  # the registry is in official order
    names = [units[unit].name.vi for unit in tied]
    params = {"units": names, "seats": found.contested, "first": names[: found.contested]}
    settled = apportion(weights, have, method, tied, at_least=floor)
    return Entitlements(settled.seats, (Problem("problem.entitlement-tie", params),))
