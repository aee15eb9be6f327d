"""Everything in a problem that contradicts itself, with its path, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from dvk_solver.errors import Inconsistency
from dvk_solver.model import Objective, Problem, Quota, Tier, value_key

__all__ = ["inconsistencies"]


#: Points of a candidate may be this large: sums over a million candidates stay exact in 64 bits.
LARGEST = 10**12
#: Counts of seats and both numbers of a share may be this large: they become coefficients, which
#: the LP solver takes below 10^15, and a product of two of them stays exact in 64 bits.
LARGEST_BOUND = 10**9


def inconsistencies(problem: Problem) -> tuple[Inconsistency, ...]:
    """All inconsistencies of a problem whose shape is right; empty when it can be solved."""
    return (
        *_tiers(problem.tiers),
        *_candidates(problem),
        *_quotas(problem),
        *_references(problem),
        *_objectives(problem),
        *_tie_break(problem),
    )


def _twice(ids: Iterable[str], path: str) -> Iterator[Inconsistency]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield Inconsistency(
                path,
                "id-twice",
                f"the id '{name}' is used {count} times: give each its own",
                {"id": name, "count": count},
            )


def _unknown(path: str, code: str, kind: str, name: str | None) -> Inconsistency:
    return Inconsistency(
        path, code, f"there is no {kind} '{name}': name one of the problem's", {"name": name}
    )


def _size(path: str, value: int | Fraction | None) -> Iterator[Inconsistency]:
    """What is wrong with the size of a bound: a count, or the numbers of a share."""
    if value is None or max(abs(value.numerator), value.denominator) <= LARGEST_BOUND:
        return
    text = f"{_shown(value)} is beyond {LARGEST_BOUND:,}: write fewer seats"
    if isinstance(value, Fraction):
        text = (
            f"the share {_shown(value.numerator)}/{_shown(value.denominator)} has a number beyond "
            f"{LARGEST_BOUND:,}: write it with fewer digits, or as a simpler fraction"
        )
    params = {"value": _shown(value), "largest": LARGEST_BOUND}
    yield Inconsistency(path, "number-size", text, params)


def _shown(value: int | Fraction) -> str:
    """A number as text; of one with very many digits, how many they are."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{_shown(value.numerator)}/{_shown(value.denominator)}"
    whole = int(value)
    if whole.bit_length() < 1000:
        return str(whole)
    return f"a number of about {whole.bit_length() * 3 // 10} digits"


def _tiers(tiers: tuple[Tier, ...]) -> Iterator[Inconsistency]:
    if not tiers:
        yield Inconsistency(
            "$.tiers", "no-tier", "there is no tier: name at least one kind of seat"
        )
    yield from _twice((tier.id for tier in tiers), "$.tiers")
    outer = {tier.id: tier.within for tier in tiers}
    for i, tier in enumerate(tiers):
        path = f"$.tiers[{i}]"
        sizes = [*_size(f"{path}.at_least", tier.at_least), *_size(f"{path}.at_most", tier.at_most)]
        yield from sizes
        crossed = tier.at_most is not None and tier.at_most < tier.at_least
        if not sizes and (tier.at_least < 0 or crossed):
            yield Inconsistency(
                path,
                "tier-bounds",
                f"the tier '{tier.id}' asks for at least {tier.at_least} and at most "
                f"{tier.at_most} seats: make the bounds agree",
                {"tier": tier.id, "at_least": tier.at_least, "at_most": tier.at_most},
            )
        if tier.within is not None and tier.within not in outer:
            yield _unknown(f"{path}.within", "unknown-tier", "tier", tier.within)
        seen: set[str] = set()
        above: str | None = tier.id
        while above is not None and above in outer and above not in seen:
            seen.add(above)
            above = outer[above]
        if above is not None and above in seen:
            yield Inconsistency(
                f"{path}.within",
                "tier-cycle",
                f"the tier '{tier.id}' is nested in itself: remove one 'within'",
                {"tier": tier.id},
            )


def _candidates(problem: Problem) -> Iterator[Inconsistency]:
    outer = {tier.id: tier.within for tier in problem.tiers}
    domains = {name: {value_key(v) for v in values} for name, values in problem.domains.items()}
    yield from _twice((candidate.id for candidate in problem.candidates), "$.candidates")
    for i, candidate in enumerate(problem.candidates):
        path = f"$.candidates[{i}]"
        mine = set(candidate.eligible)
        for tier in candidate.eligible:
            if tier not in outer:
                yield _unknown(f"{path}.eligible", "unknown-tier", "tier", tier)
            elif (above := outer[tier]) is not None and above in outer and above not in mine:
                yield Inconsistency(
                    f"{path}.eligible",
                    "inner-without-outer",
                    f"'{candidate.id}' is eligible for '{tier}' but not for '{above}' around it: "
                    "add the outer tier or drop the inner one",
                    {"candidate": candidate.id, "tier": tier, "outer": above},
                )
        for tier in candidate.merit:
            if tier not in outer:
                yield _unknown(f"{path}.merit", "unknown-tier", "tier", tier)
        numbers = {"rank": candidate.rank or 0}
        numbers |= {f"merit.{tier}": points for tier, points in candidate.merit.items()}
        numbers |= {f"prefer.{name}": points for name, points in candidate.prefer.items()}
        for name, number in numbers.items():
            if abs(number) > LARGEST:
                yield Inconsistency(
                    f"{path}.{name}",
                    "number-size",
                    f"{_shown(number)} is beyond {LARGEST:,} either way: "
                    "use a coarser unit of points",
                    {"candidate": candidate.id, "value": _shown(number), "largest": LARGEST},
                )
        for name, keys in domains.items():
            value = candidate.attribute(name)
            if value is not None and value_key(value) not in keys:
                yield Inconsistency(
                    f"{path}.attributes.{name}",
                    "value-outside-domain",
                    f"'{candidate.id}' has '{value_key(value)}' for '{name}', which is not in the "
                    "domain: correct it or add it to the domain",
                    {"candidate": candidate.id, "attribute": name, "value": value_key(value)},
                )
        if "unit" in candidate.attributes and candidate.attributes["unit"] != candidate.unit:
            yield Inconsistency(
                f"{path}.attributes.unit",
                "unit-twice",
                f"'{candidate.id}' says its unit twice and differently: keep the field 'unit'",
                {"candidate": candidate.id},
            )


def _amount(path: str, value: int | Fraction | None) -> Iterator[Inconsistency]:
    if value is None:
        return
    if value < 0 or (isinstance(value, Fraction) and value > 1):
        yield Inconsistency(
            path,
            "amount-range",
            f"{_shown(value)} cannot be a bound: "
            "write a count from 0 up, or a share from 0% to 100%",
            {"value": _shown(value)},
        )


def _pair(path: str, low: Any, high: Any) -> Iterator[Inconsistency]:
    if sizes := [*_size(f"{path}.at_least", low), *_size(f"{path}.at_most", high)]:
        yield from sizes
        return
    yield from _amount(f"{path}.at_least", low)
    yield from _amount(f"{path}.at_most", high)
    comparable = isinstance(low, Fraction) == isinstance(high, Fraction)
    if low is not None and high is not None and comparable and low > high:
        yield Inconsistency(
            path,
            "bounds-crossed",
            f"at least {low} and at most {high} cannot both hold: make the bounds agree",
            {"at_least": str(low), "at_most": str(high)},
        )


def _quotas(problem: Problem) -> Iterator[Inconsistency]:
    tiers = {tier.id for tier in problem.tiers}
    known = {"unit", *problem.domains}
    for candidate in problem.candidates:
        known.update(candidate.attributes)
    yield from _twice((quota.id for quota in problem.quotas), "$.quotas")
    for i, quota in enumerate(problem.quotas):
        path = f"$.quotas[{i}]"
        if quota.tier not in tiers:
            yield _unknown(f"{path}.tier", "unknown-tier", "tier", quota.tier)
        yield from _pair(path, quota.at_least, quota.at_most)
        conditions: list[tuple[str, Mapping[str, Any]]] = [("where", quota.where)]
        conditions.append(("of", quota.of or {}))
        for field, condition in conditions:
            for name in condition:
                if name not in known:
                    yield _unknown(f"{path}.{field}.{name}", "unknown-attribute", "attribute", name)
        yield from _per(problem, quota, path, known)
        amounts = [quota.at_least, *(b.at_least for b in quota.bounds.values())]
        if quota.floor_if_available and any(isinstance(a, Fraction) for a in amounts):
            yield Inconsistency(
                f"{path}.floor_if_available",
                "share-if-available",
                f"the quota '{quota.id}' lowers a share to what is available: give a count",
                {"quota": quota.id},
            )


def _per(problem: Problem, quota: Quota, path: str, known: set[str]) -> Iterator[Inconsistency]:
    if quota.per is None:
        if quota.bounds:
            yield Inconsistency(
                f"{path}.bounds",
                "bounds-without-per",
                f"the quota '{quota.id}' has bounds per value but no 'per': name the attribute",
                {"quota": quota.id},
            )
        return
    if quota.per not in known:
        yield _unknown(f"{path}.per", "unknown-attribute", "attribute", quota.per)
        return
    keys = {value_key(v) for v in domain(problem, quota.per)}
    for key, bounds in quota.bounds.items():
        here = f"{path}.bounds.{key}"
        if key not in keys:
            yield Inconsistency(
                here,
                "unknown-value",
                f"'{key}' is no value of '{quota.per}': correct it or add it to the domain",
                {"value": key, "attribute": quota.per},
            )
        low = quota.at_least if bounds.at_least is None else bounds.at_least
        high = quota.at_most if bounds.at_most is None else bounds.at_most
        yield from _pair(here, low, high)


def domain(problem: Problem, attribute: str) -> tuple[bool | int | str, ...]:
    """The values of an attribute, by their key: the declared ones, or those that are carried."""
    if attribute in problem.domains:
        values: Iterable[bool | int | str] = problem.domains[attribute]
    else:
        carried = (candidate.attribute(attribute) for candidate in problem.candidates)
        values = (value for value in carried if value is not None)
    # 1 and "1" have one key: they are one value here, as they are to every condition
    keys = {value_key(value): value for value in values}
    return tuple(keys[key] for key in sorted(keys))


def _references(problem: Problem) -> Iterator[Inconsistency]:
    tiers = {tier.id for tier in problem.tiers}
    eligible = {candidate.id: set(candidate.eligible) for candidate in problem.candidates}
    yield from _twice((order.id for order in problem.orders), "$.orders")
    yield from _twice((exclusion.id for exclusion in problem.exclusions), "$.exclusions")
    for i, order in enumerate(problem.orders):
        if order.tier is not None and order.tier not in tiers:
            yield _unknown(f"$.orders[{i}].tier", "unknown-tier", "tier", order.tier)
    for i, exclusion in enumerate(problem.exclusions):
        path = f"$.exclusions[{i}]"
        if exclusion.tier is not None and exclusion.tier not in tiers:
            yield _unknown(f"{path}.tier", "unknown-tier", "tier", exclusion.tier)
        sizes = [*_size(f"{path}.at_most", exclusion.at_most)]
        yield from sizes
        if exclusion.at_most < 1 and not sizes:
            yield Inconsistency(
                f"{path}.at_most",
                "exclusion-bound",
                f"the exclusion '{exclusion.id}' allows {exclusion.at_most}: allow at least 1",
                {"exclusion": exclusion.id, "at_most": exclusion.at_most},
            )
        yield from _twice(exclusion.candidates, f"{path}.candidates")
        for name in exclusion.candidates:
            if name not in eligible:
                yield _unknown(f"{path}.candidates", "unknown-candidate", "candidate", name)
    taken: dict[tuple[str, str], int] = {}
    for i, decision in enumerate(problem.decisions):
        path = f"$.decisions[{i}]"
        if decision.tier not in tiers:
            yield _unknown(f"{path}.tier", "unknown-tier", "tier", decision.tier)
        if decision.candidate not in eligible:
            yield _unknown(
                f"{path}.candidate", "unknown-candidate", "candidate", decision.candidate
            )
        elif decision.action == "include" and decision.tier not in eligible[decision.candidate]:
            yield Inconsistency(
                path,
                "include-ineligible",
                f"'{decision.candidate}' is included in '{decision.tier}' but is not eligible for "
                "it: drop the decision or make it eligible",
                {"candidate": decision.candidate, "tier": decision.tier},
            )
        key = (decision.candidate, decision.tier)
        if key in taken:
            yield Inconsistency(
                path,
                "decided-twice",
                f"'{decision.candidate}' is decided twice for '{decision.tier}': keep one decision",
                {"candidate": decision.candidate, "tier": decision.tier, "first": taken[key]},
            )
        taken.setdefault(key, i)


def _objectives(problem: Problem) -> Iterator[Inconsistency]:
    tiers = {tier.id for tier in problem.tiers}
    for i, objective in enumerate(problem.objectives):
        path = f"$.objectives[{i}]"
        if objective.kind in {"soft", "order"}:
            needed: tuple[str, ...] = ()
        elif objective.kind == "leximin":
            needed = ("tier", "per", "entitlements")
        elif objective.kind == "prefer":
            needed = ("tier", "prefer")
        else:
            needed = ("tier",)
        yield from _objective_fields(objective, path, needed)
        if objective.tier is not None and objective.tier not in tiers:
            yield _unknown(f"{path}.tier", "unknown-tier", "tier", objective.tier)
        if objective.kind == "leximin" and objective.per is not None:
            keys = {value_key(value) for value in domain(problem, objective.per)}
            for key, amount in objective.entitlements.items():
                if key not in keys:
                    yield Inconsistency(
                        f"{path}.entitlements.{key}",
                        "unknown-value",
                        f"'{key}' is no value of '{objective.per}': correct it or add it to the "
                        "domain",
                        {"value": key, "attribute": objective.per},
                    )
                if amount < 0:
                    yield from _amount(f"{path}.entitlements.{key}", amount)


def _objective_fields(
    objective: Objective, path: str, needed: tuple[str, ...]
) -> Iterator[Inconsistency]:
    for field in ("tier", "prefer", "per", "entitlements"):
        given = bool(getattr(objective, field))
        if given != (field in needed):
            verb = "needs" if field in needed else "does not take"
            todo = "add it" if field in needed else "drop it"
            yield Inconsistency(
                f"{path}.{field}",
                "objective-field",
                f"the objective '{objective.kind}' {verb} '{field}': {todo}",
                {"objective": objective.kind, "field": field, "needed": field in needed},
            )


def _tie_break(problem: Problem) -> Iterator[Inconsistency]:
    tie = problem.tie_break
    yield from _twice(tie.order, "$.tie_break.order")
    if tie.kind == "order":
        missing = sorted({candidate.id for candidate in problem.candidates} - set(tie.order))
        if missing:
            yield Inconsistency(
                "$.tie_break.order",
                "tie-order-incomplete",
                f"the tie-break order leaves out {len(missing)} candidates, the first is "
                f"'{missing[0]}': list them all",
                {"count": len(missing), "first": missing[0]},
            )
    if tie.kind == "seed" and not tie.seed:
        yield Inconsistency(
            "$.tie_break.seed", "tie-seed-missing", "the lot has no seed: give the public seed"
        )
