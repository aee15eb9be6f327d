"""What a recorded result says otherwise than its inputs do, thing by thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import Problem
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.runs import Run
from dvk_rules.verdicts import Verdict

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver import Allocation, Reason

__all__ = ["nomination_differences", "other_details", "seat_differences", "unsound"]


def _tier_words(run: Run) -> dict[str, dict[str, str]]:
    """The names of the tiers in both languages."""
    tiers = run.scenario.pack.tiers
    return {tier.id: {"vi": tier.short.vi, "en": tier.short.en} for tier in tiers}


def _verdict_words(verdict: object) -> dict[str, str]:
    """A verdict in both languages; as it stands in the file where it is none."""
    known = verdict in {str(item) for item in Verdict}
    text = str(verdict)
    return {lang: say(f"verdict.{text}", lang) if known else text for lang in LANGUAGES}


def nomination_differences(
    expected: Mapping[str, Any], found: Mapping[str, Any], again: Run
) -> Iterator[Problem]:
    """What a recorded nomination says otherwise than the rules do."""
    nomination, tiers = expected["id"], _tier_words(again)
    for tier, verdict in expected["verdicts"].items():
        said = found.get("verdicts", {}).get(tier, {})
        if said.get("verdict") != verdict["verdict"]:
            params = {
                "nomination": nomination,
                "tier": tiers[tier],
                "recorded": _verdict_words(said.get("verdict")),
                "found": _verdict_words(verdict["verdict"]),
            }
            yield Problem("verify.verdict", params)
        elif said != verdict:
            yield Problem("verify.reasons", {"nomination": nomination, "tier": tiers[tier]})
    rules = {item.get("id"): item for item in found.get("rules", [])}
    for rule in expected["rules"]:
        if rules.get(rule["id"]) != rule:
            yield Problem("verify.rule", {"nomination": nomination, "rule": rule["id"]})
    for key in ("unit", "rank", "facts", "derived", "points", "merit"):
        if found.get(key) != expected[key]:
            yield Problem("verify.nomination-field", {"nomination": nomination, "field": key})


def seat_differences(again: Run, said: Allocation) -> Iterator[Problem]:
    """Who has a seat in the recorded list alone, or in the one made again alone."""
    names = _tier_words(again)
    for tier in again.scenario.pack.tiers:
        expected, found = set(again.selected(tier.id)), set(said.selected.get(tier.id, ()))
        for code, ids in (("lost", expected - found), ("added", found - expected)):
            for nomination in sorted(ids):
                params = {"nomination": nomination, "tier": names[tier.id]}
                yield Problem(f"verify.seat-{code}", params)
    assert again.allocation is not None  # the caller has looked
    tiers = again.allocation.selected
    alike = all(set(said.selected.get(tier, ())) == set(ids) for tier, ids in tiers.items())
    if alike and dict(said.selected) != dict(tiers):  # a tier more, somebody twice, another order
        yield Problem("verify.field", {"file": "allocation.json", "field": "selected"})


def other_details(again: Run, said: Allocation) -> tuple[str, ...]:
    """The parts of the recorded allocation that come out otherwise, but for who solved it."""
    assert again.allocation is not None  # the caller has looked
    derived, recorded = again.allocation.to_data(), said.to_data()
    keys = (derived.keys() | recorded.keys()) - {"solver", "selected"}
    return tuple(sorted(key for key in keys if derived.get(key) != recorded.get(key)))


def unsound(again: Run, recorded: Sequence[Reason]) -> Iterator[str]:
    """The nominees whose recorded reason for a seat is not true.

    A reason is a bound that a proof gave, and another version of the solver may find another proof
    of the same list. So a reason that does not come out word for word is held against the exact
    price of the seat the other way round: it must not claim more than that.
    """
    derived = {(item.tier, item.candidate): item for item in again.reasons}
    said = {(item.tier, item.candidate): item for item in recorded}
    for key in sorted(derived.keys() | said.keys()):
        ours, theirs = derived.get(key), said.get(key)
        alike = ours is not None and theirs is not None and ours.selected == theirs.selected
        if not alike or (theirs is not None and ours != theirs and not _holds(again, theirs)):
            yield key[1]


def _holds(again: Run, reason: Reason) -> bool:
    """Whether the seat the other way round costs at least what the reason says."""
    from dvk_solver import price

    assert again.allocation is not None  # the caller has looked
    exact = price(again.problem, again.allocation, reason.candidate, reason.tier)
    if exact.effect == "impossible":
        return True
    if exact.effect == "ties":
        return reason.stage == "tie_break"
    if exact.effect != "worsens" or reason.stage is None:
        return False
    stages = [stage.objective for stage in again.allocation.stages]
    if reason.stage not in stages:
        return False
    first, claimed = stages.index(exact.stage or ""), stages.index(reason.stage)
    # of leximin the reason may be about a later level than the first that differs
    least = 1 if reason.stage.startswith("leximin") else reason.loss
    return first < claimed or (first == claimed and exact.loss >= least)
