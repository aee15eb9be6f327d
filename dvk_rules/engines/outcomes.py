"""What the rules came to: one outcome a rule, and how outcomes follow from truths (D4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol

from dvk_rules.frozen import Frozen
from dvk_rules.logic import FALSE, TRUE, UNKNOWN, Truth
from dvk_rules.program import Facts, Program
from dvk_rules.values import Value

__all__ = [
    "CODES",
    "OUTCOMES",
    "Engine",
    "Interval",
    "Outcome",
    "RuleResults",
    "capped",
    "codes_of",
    "derived_outcome",
    "derived_truth",
    "gate_outcome",
    "score_interval",
    "score_outcome",
    "settled_value",
    "table_outcome",
]

type Interval = tuple[int, int]
"""Points that are sure to be at least the first and at most the second number."""


class Outcome(StrEnum):
    """Every rule ends in exactly one of these for a nomination (D4.2)."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


_OF_TRUTH = {TRUE: Outcome.SATISFIED, FALSE: Outcome.VIOLATED, UNKNOWN: Outcome.UNKNOWN}


OUTCOMES = (Outcome.VIOLATED, Outcome.SATISFIED, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)
"""What the codes of outcomes stand for: a truth of two values is its own code."""

CODES: Mapping[Outcome, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}


class RuleResults(NamedTuple):
    """What an engine says of one nomination, small enough to keep for very many.

    ``truth_codes`` follow ``Program.atoms`` (0, 1, 2 for false, unknown, true), ``outcome_codes``
    follow ``Program.rules`` (places in ``OUTCOMES``); ``derived`` holds the derived facts that are
    known; ``points`` maps each score rule to its interval, capped.
    """

    truth_codes: bytes
    outcome_codes: bytes
    derived: Mapping[str, Value]
    points: Mapping[str, Interval]

    @classmethod
    def of(
        cls,
        truths: Iterable[Truth],
        outcomes: Iterable[Outcome],
        derived: Mapping[str, Value],
        points: Mapping[str, Interval],
    ) -> RuleResults:
        """The results with these truths and outcomes."""
        return cls(
            bytes([truth + 1 for truth in truths]),
            codes_of(outcomes),
            Frozen(derived),
            Frozen(points),
        )

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcome of every rule, in the order of the law."""
        return tuple(map(OUTCOMES.__getitem__, self.outcome_codes))

    def outcome(self, place: int) -> Outcome:
        """The outcome of the rule at this place in the law."""
        return OUTCOMES[self.outcome_codes[place]]

    def truth(self, number: int) -> Truth:
        """The truth of the comparison with this number."""
        return self.truth_codes[number] - 1

    def __repr__(self) -> str:
        counts = Counter(self.outcomes)
        return f"<RuleResults: {', '.join(f'{counts[item]} {item}' for item in Outcome)}>"


def codes_of(outcomes: Iterable[Outcome]) -> bytes:
    """Outcomes as their codes."""
    return bytes(map(CODES.__getitem__, outcomes))


class Engine(Protocol):
    """One meaning, several back ends (D5.1)."""

    name: str

    def run(self, program: Program, facts: Facts) -> RuleResults:
        """Applies every rule of ``program`` to the facts of one nomination."""
        ...

    def run_many(self, program: Program, rows: Iterable[Facts]) -> Iterator[RuleResults]:
        """Applies every rule of ``program`` to the facts of each nomination, in order."""
        ...


def gate_outcome(applies: Truth, truth: Truth) -> Outcome:
    """A requirement: not applicable passes; an unknown ``applies`` matters only if it could bar."""
    if applies == FALSE:
        return Outcome.NOT_APPLICABLE
    if applies == UNKNOWN and truth != TRUE:
        return Outcome.UNKNOWN
    return _OF_TRUTH[truth]


def derived_outcome(applies: Truth, truth: Truth) -> Outcome:
    """A truth that is derived or preferred: it holds only where the rule applies."""
    if applies == FALSE:
        return Outcome.NOT_APPLICABLE
    return _OF_TRUTH[min(applies, truth)]


def derived_truth(applies: Truth, truth: Truth) -> tuple[Outcome, bool | None]:
    """A truth that is derived: its outcome and its value; where it does not apply, false."""
    both = min(applies, truth)
    return derived_outcome(applies, truth), None if both == UNKNOWN else both == TRUE


def settled_value(rows: Iterable[tuple[Truth, Value | None]]) -> Value | None:
    """The value of a table: the first row that holds; unknown while rows could still differ."""
    possible: list[Value | None] = []
    for truth, value in rows:
        if truth == FALSE:
            continue
        possible.append(value)
        if truth == TRUE:
            break
    return possible[0] if possible and all(item == possible[0] for item in possible) else None


def table_outcome(applies: Truth, value: Value | None) -> tuple[Outcome, Value | None]:
    """A value that is derived by a table: settled or not.

    Only a truth can have ``applies``; where its rule does not apply, it is false.
    """
    if applies == FALSE:
        return Outcome.NOT_APPLICABLE, False
    if applies == UNKNOWN and value is not False:
        return Outcome.UNKNOWN, None
    return Outcome.UNKNOWN if value is None else Outcome.SATISFIED, value


def score_interval(applies: Truth, rows: Iterable[tuple[Truth, int]], mode: str) -> Interval:
    """The points a table gives: of the first row that holds, or of all that hold together."""
    if applies == FALSE:
        return (0, 0)
    low = high = 0
    if mode == "sum":
        for truth, points in rows:
            low += points if truth == TRUE else min(0, points) if truth == UNKNOWN else 0
            high += points if truth == TRUE else max(0, points) if truth == UNKNOWN else 0
    else:
        possible: list[int] = []
        for truth, points in rows:
            if truth == FALSE:
                continue
            possible.append(points)
            if truth == TRUE:
                break
        else:
            possible.append(0)
        low, high = min(possible), max(possible)
    return (low, high) if applies == TRUE else (min(0, low), max(0, high))


def score_outcome(applies: Truth, interval: Interval) -> Outcome:
    """A score is satisfied when it surely gives points, violated when it surely gives none."""
    if applies == FALSE:
        return Outcome.NOT_APPLICABLE
    low, high = interval
    if low != high:
        return Outcome.UNKNOWN
    return Outcome.SATISFIED if low else Outcome.VIOLATED


def capped(interval: Interval, cap: int | None) -> Interval:
    """The interval, cut at the most it may give."""
    low, high = interval
    return interval if cap is None else (min(low, cap), min(high, cap))
