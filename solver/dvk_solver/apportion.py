"""How many seats each of several claimants is entitled to, by its weight: exact, ties reported.

The `apportionment` library proposes; exact integers decide. Every method here gives seats to the
highest claims, so a proposal is right exactly when no seat given is worth less than a seat refused
(the min-max inequality of Balinski and Young, "Fair Representation", 2nd ed. 2001, appendix A).
Where floating point or the order of the input led the library astray, seats move until that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dvk_solver.errors import Inconsistency, ProblemError

__all__ = ["METHODS", "Apportionment", "apportion"]

#: A claim to a k-th seat; greater goes first. The first part ranks claims that nothing outweighs.
type _Claim = tuple[int, Fraction]


@dataclass(frozen=True, slots=True)
class Apportionment:
    """``seats`` of each claimant, in the order of the weights.

    ``ties``: the claimants whose claims to the last seats are equal, in that order; of these seats
    there are ``contested``, and the first named got them. Empty when the method decides alone.
    """

    seats: Mapping[str, int]
    method: str
    ties: tuple[str, ...] = ()
    contested: int = 0


@dataclass(frozen=True, slots=True)
class _Method:
    library: str
    #: (weight, sum of weights, seats, k) → the claim to a k-th seat, falling in k
    claim: Callable[[int, int, int, int], _Claim]
    #: whether the library computes it in fractions, not floats
    exact: bool = True


def _hill(weight: int, _total: int, _seats: int, k: int) -> _Claim:
    # The divisor √(k(k-1)) is squared, so that claims compare as fractions; a first seat precedes.
    return (1, Fraction(weight)) if k == 1 else (0, Fraction(weight * weight, k * (k - 1)))


_METHODS: Mapping[str, _Method] = {
    # What a quota has left for its k-th seat: 1 or more for whole seats, below 1 the remainder.
    "largest_remainder": _Method(
        "largest_remainder", lambda w, total, seats, k: (0, Fraction(w * seats, total) - (k - 1))
    ),
    "dhondt": _Method("dhondt", lambda w, _total, _seats, k: (0, Fraction(w, k))),
    "sainte_lague": _Method("saintelague", lambda w, _total, _seats, k: (0, Fraction(w, 2 * k - 1))),
    "huntington_hill": _Method("huntington", _hill, exact=False),
}

#: Hamilton, Jefferson, Webster and Hill, by the names a scenario uses.
METHODS = tuple(_METHODS)


def apportion(
    weights: Mapping[str, int], seats: int, method: str, *, at_least: int | Mapping[str, int] = 0
) -> Apportionment:
    """Divide ``seats`` among the claimants of ``weights`` by ``method`` (one of `METHODS`).

    ``at_least``: seats that each claimant (an int) or the named ones (a mapping) get beforehand,
    whatever the weight; the method divides the rest. A weight of 0 earns nothing beyond that. When
    nobody has weight, the seats beyond ``at_least`` are given to nobody.
    Raises `ProblemError` with everything that is wrong.
    """
    floors = (
        {name: at_least.get(name, 0) for name in weights}
        if isinstance(at_least, Mapping)
        else dict.fromkeys(weights, at_least)
    )
    _check(weights, seats, method, floors, at_least)
    rest = seats - sum(floors.values())
    claimants = {name: weight for name, weight in weights.items() if weight > 0}
    if not claimants or rest == 0:
        return Apportionment(floors, method)
    rule, total = _METHODS[method], sum(claimants.values())

    def claim(name: str, k: int) -> _Claim:
        return rule.claim(claimants[name], total, rest, k)

    given = _proposal(rule, claimants, rest)
    # Claims fall in k: of each claimant only the last seat it holds and the next it asks for count.
    # max() and min() answer with the first of equals, so the order of the weights is what decides.
    while True:
        wanting = max(claimants, key=lambda name: claim(name, given[name] + 1))
        holding = min(
            (name for name in reversed(claimants) if given[name]),
            key=lambda name: claim(name, given[name]),
        )
        refused, last = claim(wanting, given[wanting] + 1), claim(holding, given[holding])
        if refused < last:
            ties: tuple[str, ...] = ()
            break
        holders = [name for name in claimants if given[name] and claim(name, given[name]) == last]
        askers = [name for name in claimants if claim(name, given[name] + 1) == last]
        if refused == last:
            ties = tuple(name for name in claimants if name in holders or name in askers)
            for name in holders:
                given[name] -= 1
            for name in ties[: len(holders)]:
                given[name] += 1
            break
        given[holding] -= 1
        given[wanting] += 1
    contested = len(holders) if ties else 0
    found = {name: floors[name] + given.get(name, 0) for name in weights}
    return Apportionment(found, method, ties, contested)


def _proposal(rule: _Method, claimants: Mapping[str, int], seats: int) -> dict[str, int]:
    """The library's division, brought to the right number of seats."""
    import apportionment.methods as library

    compute: Any = library.compute
    proposed = compute(rule.library, list(claimants.values()), seats, fractions=rule.exact)
    given = {name: int(count) for name, count in zip(claimants, proposed, strict=True)}
    first = next(iter(claimants))
    given[first] += seats - sum(given.values())
    return given


def _check(
    weights: Mapping[str, int],
    seats: int,
    method: str,
    floors: Mapping[str, int],
    at_least: int | Mapping[str, int],
) -> None:
    found: list[Inconsistency] = []
    if method not in _METHODS:
        known = ", ".join(METHODS)
        text = f"there is no apportionment method '{method}': use one of {known}"
        found.append(Inconsistency("$.method", "apportion.method", text, {"method": method}))
    if seats < 0:
        text = f"{seats} seats cannot be divided: give 0 or more"
        found.append(Inconsistency("$.seats", "apportion.negative", text, {"seats": seats}))
    for place, numbers in (("weights", weights), ("at_least", floors)):
        for name, number in numbers.items():
            if number < 0:
                text = f"'{name}' has {number} in {place}: give 0 or more"
                params = {"name": name, "number": number}
                found.append(Inconsistency(f"$.{place}.{name}", "apportion.negative", text, params))
    if isinstance(at_least, Mapping):
        for name in at_least:
            if name not in weights:
                text = f"'{name}' is guaranteed seats but has no weight: give it one, 0 if need be"
                where = f"$.at_least.{name}"
                found.append(Inconsistency(where, "apportion.unknown", text, {"name": name}))
    need = sum(floors.values())
    if not found and need > seats:
        text = f"the guaranteed seats need {need}, there are {seats}: lower the guarantees"
        params = {"need": need, "have": seats}
        found.append(Inconsistency("$.at_least", "apportion.floors", text, params))
    if found:
        raise ProblemError(found)
