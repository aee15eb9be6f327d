"""Entitlements in proportion to weights: apportionment methods in exact arithmetic, ties shown.

Methods after Balinski and Young, "Fair Representation" (1982): Hamilton's largest remainder,
Jefferson's (D'Hondt), Webster's (Sainte-Laguë) and Hill's (Huntington-Hill) divisors. Quotients are
compared as fractions (Hill's squared), so that a tie is a tie and nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = ["Apportionment", "Method", "apportion"]

type Method = Literal["largest_remainder", "dhondt", "sainte_lague", "huntington_hill"]

METHODS = ("largest_remainder", "dhondt", "sainte_lague", "huntington_hill")

#: A claim to the next seat: those without a divisor (Hill's first seat) come before all others.
type _Claim = tuple[int, Fraction]


@dataclass(frozen=True, slots=True)
class Apportionment:
    """Seats by name. ``tied`` names with equal claims share ``contested`` seats among them.

    With no ``favour`` given, contested seats are in nobody's number: ``sum(seats) + contested`` is
    the number of seats.
    """

    seats: Mapping[str, int]
    tied: tuple[str, ...] = ()
    contested: int = 0


def apportion(
    weights: Mapping[str, int],
    seats: int,
    method: Method,
    favour: Sequence[str] = (),
    *,
    at_least: int = 0,
) -> Apportionment:
    """Divide ``seats`` among names in proportion to integer ``weights``.

    ``favour`` lists names in the order in which ties are decided; what it leaves open stays
    contested. ``at_least`` seats go to every name beforehand, whatever its weight; the method
    divides the rest. Raises ValueError for a method that is none, for a number that is not whole or
    is negative, when every weight is zero, or when the guaranteed seats are more than there are.
    """
    if method not in METHODS:
        names = ", ".join(f"'{name}'" for name in METHODS)
        raise ValueError(f"there is no method '{method}': write one of {names}")
    numbers: list[object] = [seats, at_least, *weights.values()]
    if odd := [n for n in numbers if not isinstance(n, int) or isinstance(n, bool)]:
        raise ValueError(f"seats and weights are whole numbers from 0 up: correct {odd[0]!r}")
    if seats < 0 or at_least < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("seats and weights are whole numbers from 0 up: correct the negative one")
    if at_least:
        need = at_least * len(weights)
        if need > seats:
            raise ValueError(f"{at_least} for each takes {need} of {seats} seats: guarantee fewer")
        rest = apportion(weights, seats - need, method, favour)
        whole = {name: at_least + count for name, count in rest.seats.items()}
        return Apportionment(whole, rest.tied, rest.contested)
    if seats and not any(weights.values()):
        raise ValueError("all weights are zero: nothing to divide the seats by")
    given = dict.fromkeys(sorted(weights), 0)
    if not seats:
        return Apportionment(given)
    if method == "largest_remainder":
        return _largest_remainder(weights, seats, given, favour)
    left = seats
    while left:
        claims = {name: _claim(weights[name], given[name], method) for name in given}
        best = max(claims.values())
        first = [name for name in given if claims[name] == best]
        if len(first) <= left:
            for name in first:
                given[name] += 1
            left -= len(first)
            continue
        return _decide(given, first, left, favour)
    return Apportionment(given)


def _largest_remainder(
    weights: Mapping[str, int], seats: int, given: dict[str, int], favour: Sequence[str]
) -> Apportionment:
    total = sum(weights.values())
    for name in given:
        given[name] = weights[name] * seats // total
    left = seats - sum(given.values())
    rest = {name: weights[name] * seats % total for name in given}
    for remainder in sorted(set(rest.values()), reverse=True):
        first = [name for name in given if rest[name] == remainder]
        if not left:
            break
        if len(first) > left:
            return _decide(given, first, left, favour)
        for name in first:
            given[name] += 1
        left -= len(first)
    return Apportionment(given)


def _claim(weight: int, held: int, method: Method) -> _Claim:
    """The claim to one more seat; larger goes first."""
    if method == "dhondt":
        return 0, Fraction(weight, held + 1)
    if method == "sainte_lague":
        return 0, Fraction(weight, 2 * held + 1)
    if held == 0:
        return (1 if weight else 0), Fraction(weight)
    return 0, Fraction(weight * weight, held * (held + 1))


def _decide(
    given: dict[str, int], first: list[str], left: int, favour: Sequence[str]
) -> Apportionment:
    for name in favour:
        if name in first and left:
            first.remove(name)
            given[name] += 1
            left -= 1
    return Apportionment(given, tuple(first) if left else (), left)
