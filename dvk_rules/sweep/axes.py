"""What a sweep varies: seats, a bound of a quota, or a parameter, over a range or a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any, Literal, cast

from dvk_rules.comparison.wording import both, bounds_text, value_text
from dvk_rules.errors import Problem, ScenarioError
from dvk_rules.pack.nearest import nearest
from dvk_rules.scenario import QuotaSpec, Scenario
from dvk_rules.scenario.model import Bound
from dvk_rules.scenario.quotas import exact_bound
from dvk_rules.values import BadValue, FactType, Text, Value

__all__ = ["MOST_STEPS", "Axis", "parse_axes", "points_of", "varied"]

type Point = int | Fraction | Value

MOST_STEPS = 2_500
"""Far more than anybody looks through; a range with one nought too many ends here."""

_SIDES = ("at_least", "at_most")
_ALL = "*"


@dataclass(frozen=True)
class Axis:
    """One quantity and the values it takes, in order.

    ``kind`` says what ``target`` is: a tier (``seats``: its ``at_most``), a quota (``side`` is the
    bound; ``value`` the one value of a quota per value, ``*`` the general bound with all own
    ones) or a parameter.
    """

    kind: Literal["seats", "quota", "parameter"]
    target: str
    points: tuple[Point, ...]
    title: Text
    shown: tuple[Text, ...]
    side: str = ""
    value: str = ""

    @property
    def name(self) -> str:
        """The quantity as it is written after ``--vary``."""
        if self.kind == "parameter":
            return f"param:{self.target}"
        if self.kind == "seats":
            return f"seats:{self.target}"
        return ".".join(part for part in (f"quota:{self.target}", self.value, self.side) if part)

    def to_json(self) -> dict[str, Any]:
        """The axis as data; its points as a person reads them."""
        return {
            "name": self.name,
            "title": {"vi": self.title.vi, "en": self.title.get("en")},
            "points": [text.get("en") for text in self.shown],
        }


def parse_axes(texts: Sequence[str], scenario: Scenario) -> tuple[Axis, ...]:
    """The axes that ``texts`` name: ``letter=80:100:2``, ``quota:ID.at_least=1:4``,
    ``quota:ID.VALUE.at_most=2,3,5``, ``param:NAME=60%:100%:5%``.

    A range is ``from:to`` or ``from:to:step``, both ends included; a list has commas. Raises
    ``ScenarioError`` with everything that is wrong.
    """
    problems: list[Problem] = []
    axes: list[Axis] = []
    if not 1 <= len(texts) <= 2:
        problems.append(Problem("sweep.axes", {"count": len(texts)}))
    for text in texts:
        try:
            axes.append(_axis(text, scenario))
        except ScenarioError as error:
            problems.extend(error.problems)
    names = [axis.name for axis in axes]
    problems += [
        Problem("sweep.twice", {"name": name}) for name in set(names) if names.count(name) > 1
    ]
    steps = 1
    for axis in axes:
        steps *= len(axis.points)
    if steps > MOST_STEPS:
        problems.append(Problem("sweep.many", {"count": steps, "most": MOST_STEPS}))
    if problems:
        raise ScenarioError(problems)
    return tuple(axes)


def _fail(code: str, **params: Any) -> ScenarioError:
    return ScenarioError([Problem(code, params)])


def _axis(text: str, scenario: Scenario) -> Axis:
    name, equals, values = text.partition("=")
    name, values = name.strip(), values.strip()
    if not equals or not name or not values:
        raise _fail("sweep.axis", raw=text)
    kind, colon, rest = name.partition(":")
    if not colon:
        kind, rest = "seats", name
    if kind == "seats":
        return _seats(rest, values, text, scenario)
    if kind == "quota":
        return _quota(rest, values, text, scenario)
    if kind in ("param", "parameter"):
        return _parameter(rest, values, text, scenario)
    raise _fail("sweep.axis", raw=text)


def _seats(tier: str, values: str, text: str, scenario: Scenario) -> Axis:
    if tier not in scenario.pack.tier:
        raise _fail("pack.unknown-tier", tier=tier, known=list(scenario.pack.tier))
    points = _amounts(values, text)
    if not all(isinstance(point, int) for point in points):
        raise _fail("sweep.whole", raw=text)
    short = scenario.pack.tier[tier].short
    title = both("sweep.seats", tier={"vi": short.vi, "en": short.get("en")})
    return Axis("seats", tier, points, title, tuple(bounds_text(p, p) for p in _bounds(points)))


def _bounds(points: Sequence[Point]) -> tuple[Bound, ...]:
    return cast(tuple[Bound, ...], tuple(points))


def _quota(name: str, values: str, text: str, scenario: Scenario) -> Axis:
    quotas = {quota.id: quota for quota in scenario.quotas}
    stem, _, side = name.rpartition(".")
    if side not in _SIDES:
        raise _fail("sweep.side", raw=text, sides=list(_SIDES))
    target, value = stem, ""
    if stem not in quotas:  # the longest id that fits: ids may have dots of their own
        fitting = [key for key in quotas if stem.startswith(f"{key}.")]
        target = max(fitting, key=len, default=stem)
        value = stem.removeprefix(f"{target}.") if fitting else ""
    if target not in quotas:
        meant = nearest(target, quotas)
        code = "sweep.no-quota-meant" if meant else "sweep.no-quota"
        raise _fail(code, quota=target, meant=meant, known=list(quotas))
    quota = quotas[target]
    if value:
        value = _quota_value(quota, value, scenario)
    points = _amounts(values, text)
    if any(isinstance(point, Fraction) and point > 1 for point in points):
        raise _fail("scenario.share", raw=values)
    whose = Text("")
    if value == _ALL:
        whose = both("sweep.everyone")
    elif value:
        whose = value_text(scenario.pack, quota.per, value)
    words = both(f"compare.{side}")
    title = Text(
        ", ".join(part for part in (quota.title.vi, whose.vi, words.vi) if part),
        ", ".join(part for part in (quota.title.get("en"), whose.get("en"), words.en) if part),
    )
    shown = tuple(bounds_text(p, p) for p in _bounds(points))
    return Axis("quota", target, points, title, shown, side, value)


def _quota_value(quota: QuotaSpec, value: str, scenario: Scenario) -> str:
    if quota.per is None:
        raise _fail("scenario.bounds-need-per")
    if value == _ALL:
        return value
    kind = scenario.pack.vocabulary[quota.per].kind
    try:
        found = kind.parse(value)
    except BadValue as bad:
        raise _fail(bad.code, **bad.params) from None
    return str(found).lower() if kind.type is FactType.BOOL else str(found)


def _amounts(values: str, text: str) -> tuple[Point, ...]:
    """Counts or shares; a share without a step goes by 5%, a count by 1."""
    try:
        if ":" not in values:
            return _distinct([exact_bound(part) for part in values.split(",")], text)
        start, end, *step = [exact_bound(part) for part in values.split(":")]
    except ValueError:
        raise _fail("sweep.range", raw=text) from None
    shares = isinstance(start, Fraction)
    if len(step) > 1 or any(isinstance(x, Fraction) is not shares for x in (end, *step)):
        raise _fail("sweep.range", raw=text)
    by = step[0] if step else Fraction(5, 100) if shares else 1
    return _range(start, end, by, text)


def _range[P: (int, Fraction, Decimal)](start: Any, end: Any, by: Any, text: str) -> tuple[P, ...]:
    if by <= 0 or end < start:
        raise _fail("sweep.range", raw=text)
    count = int((end - start) / by) + 1 if not isinstance(by, int) else (end - start) // by + 1
    if count > MOST_STEPS:
        raise _fail("sweep.many", count=count, most=MOST_STEPS)
    return tuple(start + by * place for place in range(count))


def _distinct(points: Sequence[Any], text: str) -> tuple[Any, ...]:
    if len(set(points)) < len(points):
        raise _fail("sweep.range", raw=text)
    return tuple(points)


def _parameter(name: str, values: str, text: str, scenario: Scenario) -> Axis:
    parameters = scenario.pack.parameters
    if name not in parameters:
        meant = nearest(name, parameters)
        code = "condition.unknown-parameter" + ("-meant" if meant else "")
        raise _fail(code, parameter=name, meant=meant)
    parameter = parameters[name]
    kind = parameter.kind
    try:
        if ":" in values:
            ends = [kind.parse(part) for part in values.split(":")[:2]]
            points = _value_range(kind.type, ends, values, text)
        else:
            points = _distinct([kind.parse(part) for part in values.split(",")], text)
    except BadValue as bad:
        raise _fail(bad.code, **bad.params) from None
    if None in points:
        raise _fail("sweep.range", raw=text)
    base = parameter.base(scenario.day)
    for point in points:
        if base is not None and not parameter.allows(base.value, point):
            shown = {"value": kind.show(point), "base": kind.show(base.value)}
            raise _fail(f"pack.may-change-{parameter.may_change}", name=name, **shown)
    said = tuple(Text(kind.show(point, "vi"), kind.show(point, "en")) for point in points)
    return Axis("parameter", name, points, parameter.label, said)


def _value_range(
    kind: FactType, ends: Sequence[Value | None], values: str, text: str
) -> tuple[Value, ...]:
    """A range of a parameter; its step is a count (of days, for dates) or a share."""
    parts = values.split(":")
    try:
        step = exact_bound(parts[2]) if len(parts) == 3 else None
    except ValueError:
        step = None if len(parts) != 3 else 0
    start, end = ends
    if len(parts) > 3 or step == 0 or start is None or end is None:
        raise _fail("sweep.range", raw=text)
    if kind is FactType.DATE and isinstance(start, date) and isinstance(end, date):
        days = _range(0, (end - start).days, step or 1, text)
        return tuple(start + timedelta(days=int(day)) for day in days)
    if kind is FactType.INT and isinstance(step or 1, int):
        return _range(start, end, step or 1, text)
    if kind is FactType.DECIMAL:
        by = Fraction(step) if step else Fraction(5, 100) if "%" in values else Fraction(1)
        exact = _range(Fraction(cast(Decimal, start)), Fraction(cast(Decimal, end)), by, text)
        return tuple(
            Decimal(p.numerator) / Decimal(p.denominator) for p in cast(tuple[Fraction, ...], exact)
        )
    raise _fail("sweep.range", raw=text)


def points_of(axes: Sequence[Axis]) -> Iterator[tuple[int, ...]]:
    """Every combination of places on the axes, the first axis slowest."""
    yield from product(*(range(len(axis.points)) for axis in axes))


def varied(scenario: Scenario, axes: Sequence[Axis], place: Sequence[int]) -> Scenario:
    """``scenario`` with each axis at its place; with no places the scenario itself."""
    for axis, index in zip(axes, place, strict=False):
        scenario = _set(scenario, axis, axis.points[index])
    return scenario


def _set(scenario: Scenario, axis: Axis, point: Point) -> Scenario:
    if axis.kind == "parameter":
        changed = {**scenario.changed, axis.target: cast(Value, point)}
        changes = {**scenario.changes, axis.target: ("", "")}
        return replace(scenario, changed=changed, changes=changes)
    if axis.kind == "seats":
        most = int(cast(int, point))
        seats = tuple(
            replace(seat, at_most=most, at_least=min(seat.at_least, most), status="assumed")
            if seat.tier == axis.target
            else seat
            for seat in scenario.seats
        )
        return replace(scenario, seats=seats)
    quotas = tuple(
        _set_quota(quota, axis, cast(Bound, point)) if quota.id == axis.target else quota
        for quota in scenario.quotas
    )
    return replace(scenario, quotas=quotas)


def _set_quota(quota: QuotaSpec, axis: Axis, bound: Bound) -> QuotaSpec:
    place = _SIDES.index(axis.side)
    bounds = dict(quota.bounds)
    if axis.value and axis.value != _ALL:
        bounds[axis.value] = _with(bounds.get(axis.value, (None, None)), place, bound)
        return replace(quota, bounds=bounds, status="assumed")
    if axis.value == _ALL:
        bounds = {
            value: pair if pair[place] is None else _with(pair, place, bound)
            for value, pair in bounds.items()
        }
    general: dict[str, Any] = {axis.side: bound}
    return replace(quota, bounds=bounds, status="assumed", **general)


def _with(pair: tuple[Bound, Bound], place: int, bound: Bound) -> tuple[Bound, Bound]:
    return (bound, pair[1]) if place == 0 else (pair[0], bound)
