"""The problem: candidates, nested tiers, quotas, orders, exclusions, decisions, objectives.

Every number is an integer or an exact fraction: points and ranks up to 10^12 either way, counts of
seats up to 10^9, shares of two numbers up to 10^9; what is beyond is refused. A problem is frozen,
validates itself whole when it is built (`ProblemError` lists everything at once, as it does for
every part of it), and loads from and saves to JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from dvk_solver.errors import ProblemError
from dvk_solver.part import Part, as_json, refused

__all__ = [
    "Bounds",
    "Candidate",
    "Condition",
    "Decision",
    "Exclusion",
    "Objective",
    "Order",
    "Problem",
    "Quota",
    "Scalar",
    "TieBreak",
    "Tier",
    "value_key",
]

type Scalar = StrictBool | StrictInt | StrictStr
#: What a condition asks of an attribute: one value, or any of several.
type Condition = bool | int | str | tuple[bool | int | str, ...]


#: A share as text; 1e9% is none, for its digits could be more than there is memory.
_PERCENT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)\s*%")
_RATIO = re.compile(r"[+-]?\d+\s*/\s*\d+")
#: So much of a text that cannot be read is quoted.
SHOWN = 60


def value_key(value: bool | int | str) -> str:
    """The text under which an attribute value is a JSON key: ``true``, ``3``, ``Phan Thiết``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _read_amount(value: Any) -> Any:
    """Read ``5`` as a count and ``"45%"``, ``"9/20"`` or a Fraction as a share; refuse floats."""
    if value is None or isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("write a whole number for a count, or text such as '45%' for a share")
    if isinstance(value, int):
        return value
    text = value.strip()
    try:
        if _PERCENT.fullmatch(text):
            return Fraction(text[:-1].strip()) / 100
        if _RATIO.fullmatch(text):
            return Fraction(text)
    except (ValueError, ZeroDivisionError):
        pass  # more digits than Python reads, or a share of nothing
    shown = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
    raise ValueError(f"'{shown}' is not a share: write it as '45%' or '9/20'")


def _write_amount(value: int | Fraction | None) -> int | str | None:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value


#: A count of seats (int) or a share of seats (Fraction from 0 to 1); in JSON ``5`` or ``"9/20"``.
type Amount = Annotated[
    int | Fraction, BeforeValidator(_read_amount), PlainSerializer(_write_amount)
]


class Candidate(Part):
    """One nominee.

    ``eligible``: ids of the tiers it may be given (an inner tier needs its outer one too).
    ``merit``: integer points by tier id; a tier not named counts 0. ``prefer``: small integers by
    preference id. ``unit`` is also readable by quotas and orders as the attribute ``unit``;
    ``rank`` is its place in its unit's own list (1 is first; equal ranks are equal).
    """

    id: StrictStr
    eligible: tuple[StrictStr, ...]
    attributes: Mapping[str, Scalar] = {}
    merit: Mapping[str, StrictInt] = {}
    unit: StrictStr | None = None
    rank: StrictInt | None = None
    prefer: Mapping[str, StrictInt] = {}

    def attribute(self, name: str) -> bool | int | str | None:
        """The value under ``name``, or None; ``unit`` is always readable by that name."""
        return self.unit if name == "unit" else self.attributes.get(name)


class Tier(Part):
    """One kind of seat: "90 letters" is ``at_most=90`` and the objective ``seats``.

    ``at_least == at_most`` makes the number exact. ``within`` names the outer tier: whoever gets
    this one also gets that one.
    """

    id: StrictStr
    at_least: StrictInt = 0
    at_most: StrictInt | None = None
    within: StrictStr | None = None


class Bounds(Part):
    """What one value of a ``per`` quota has instead; a bound that is not given stays general."""

    at_least: Amount | None = None
    at_most: Amount | None = None


class Quota(Part):
    """How many seats of a tier a group must or may get.

    ``where``: attribute → value or list of values; all must hold; a missing attribute never does.
    ``per``: the quota is repeated for every value of this attribute in ``Problem.domains``.
    ``bounds``: by value key (`value_key`), replaces the general bound it states.
    A count is an int. A share is a Fraction of the seats filled in the tier, or of those filled by
    candidates with ``of``; shares are exact: at_least 45% means 100·count ≥ 45·seats.
    ``floor_if_available``: a floor (a count) is lowered to the number of candidates there are.
    ``hard=False``: missing seats are minimised by the objective ``soft``, small ``priority`` first.
    ``negotiable``: a repair of a clash may propose to change this quota.
    """

    id: StrictStr
    tier: StrictStr
    where: Mapping[str, Scalar | tuple[Scalar, ...]] = {}
    per: StrictStr | None = None
    bounds: Mapping[str, Bounds] = {}
    of: Mapping[str, Scalar | tuple[Scalar, ...]] | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    floor_if_available: StrictBool = False
    hard: StrictBool = True
    priority: StrictInt = 0
    negotiable: StrictBool = False
    title: StrictStr = ""
    source: StrictStr = ""


class Order(Part):
    """Unit order: in a group a lower-ranked candidate is not chosen before a higher-ranked one.

    A group is equal values of the attributes ``by``, among those eligible for the tier who carry a
    rank. A candidate left out by a decision, or barred because its exclusion group is full, is not
    passed over: neither in that tier nor in a tier inside it, which is closed to it as well.
    ``soft``: the objective ``order`` minimises the number of candidates passed over.
    """

    id: StrictStr = "order"
    tier: StrictStr | None = None
    by: tuple[StrictStr, ...] = ("unit",)
    mode: Literal["hard", "soft", "off"] = "hard"


class Exclusion(Part):
    """At most ``at_most`` of these candidates in each tier (or in ``tier`` only)."""

    id: StrictStr
    candidates: tuple[StrictStr, ...]
    at_most: StrictInt = 1
    tier: StrictStr | None = None
    reason: StrictStr = ""


class Decision(Part):
    """The committee includes or excludes a candidate; who, why and when reach the result."""

    candidate: StrictStr
    tier: StrictStr
    action: Literal["include", "exclude"]
    who: StrictStr = ""
    why: StrictStr = ""
    when: StrictStr = ""


class Objective(Part):
    """One entry of the lexicographic list.

    ``seats`` (most seats filled in ``tier``), ``soft`` (fewest seats missing from soft quotas, a
    stage per priority), ``order`` (fewest passed over), ``merit`` (most points in ``tier``),
    ``prefer`` (most of preference ``prefer`` in ``tier``), ``rank`` (smallest sum of ranks in
    ``tier``), ``leximin`` (the worst-off value of attribute ``per`` first, by its share
    seats ÷ ``entitlements``; values without a positive entitlement do not count).
    """

    kind: Literal["seats", "soft", "order", "merit", "prefer", "rank", "leximin"]
    tier: StrictStr | None = None
    prefer: StrictStr | None = None
    per: StrictStr | None = None
    entitlements: Mapping[str, StrictInt] = {}


class TieBreak(Part):
    """Who goes first among those in some but not all optimal lists.

    ``order``: the ids as listed (all candidates must be). ``seed``: by SHA-256 of ``seed`` followed
    by the id, a lot anyone can redraw. ``refuse``: the tied are reported and nothing is selected.
    """

    kind: Literal["order", "seed", "refuse"] = "refuse"
    order: tuple[StrictStr, ...] = ()
    seed: StrictStr = ""


class Problem(Part):
    """An allocation problem. Its meaning does not depend on the order of candidates.

    ``domains``: attribute → every value a ``per`` quota or leximin must see, also those nobody
    carries. An attribute that is not listed takes the values the candidates carry.
    """

    candidates: tuple[Candidate, ...]
    tiers: tuple[Tier, ...]
    quotas: tuple[Quota, ...] = ()
    orders: tuple[Order, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    objectives: tuple[Objective, ...] = ()
    tie_break: TieBreak = TieBreak()
    domains: Mapping[str, tuple[Scalar, ...]] = Field(default={})

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        from dvk_solver.consistency import inconsistencies

        if found := inconsistencies(self):
            raise ProblemError(found)
        return self

    def enclosing(self, tier: str) -> tuple[str, ...]:
        """``tier`` and the tiers around it, the outermost first."""
        outer = {item.id: item.within for item in self.tiers}
        found = [tier]
        while (around := outer[found[0]]) is not None:
            found.insert(0, around)
        return tuple(found)

    def left_out(self) -> frozenset[tuple[str, str]]:
        """(candidate, tier) of all whom a decision excludes, for the tiers inside that one too."""
        barred = {(d.candidate, d.tier) for d in self.decisions if d.action == "exclude"}
        return frozenset(
            (candidate, tier.id)
            for tier in self.tiers
            for around in self.enclosing(tier.id)
            for candidate, of in barred
            if of == around
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Problem:
        """Read a problem; raises `ProblemError` with a JSON path for everything that is wrong."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise refused(error) from None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Problem:
        """Read a problem from what `json.loads` gives; the same errors as `from_json`."""
        return cls.from_json(as_json(data))

    def to_data(self) -> dict[str, Any]:
        """Plain data in canonical order: candidates, exclusions and decisions sorted."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        data["candidates"] = sorted(data["candidates"], key=lambda item: item["id"])
        for item in data["candidates"]:
            item["eligible"] = sorted(item["eligible"])
        if "exclusions" in data:
            for item in data["exclusions"]:
                item["candidates"] = sorted(item["candidates"])
            data["exclusions"] = sorted(data["exclusions"], key=lambda item: item["id"])
        if "decisions" in data:
            data["decisions"] = sorted(
                data["decisions"], key=lambda item: (item["candidate"], item["tier"])
            )
        return data

    def to_json(self) -> str:
        """Canonical JSON: same problem, same bytes, whatever the order of the candidates."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
