"""Everybody who was nominated, in the order in which lists are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dvk_rules.evaluation import NominationResult
from dvk_rules.explanation import SeatReason, seat_reason
from dvk_rules.missing import Missing
from dvk_rules.pack.model import Pack
from dvk_rules.runs import Run
from dvk_rules.text import given_name_key
from dvk_rules.trace import Trace
from dvk_rules.values import Text
from dvk_rules.verdicts import Verdict

__all__ = ["Person", "by_given_name", "in_groups", "people"]


@dataclass(frozen=True)
class Person:
    """A collective or an individual with what came of the nomination.

    ``seats`` says how it stands for each tier; ``number`` counts from 1 in official order.
    """

    number: int
    pack: Pack
    result: NominationResult
    seats: Mapping[str, SeatReason]

    @property
    def id(self) -> str:
        """The nomination's id."""
        return self.result.id

    @property
    def unit(self) -> str:
        """The id of the nominating unit."""
        return self.result.nomination.unit

    @property
    def rank(self) -> int | None:
        """The manual STT in the unit's own list."""
        return self.result.nomination.rank

    @cached_property
    def name(self) -> str:
        """The name as the unit wrote it; the id where there is none."""
        role = self.pack.vocabulary.by_role.get("name")
        return (self.result.nomination.text(role.name) if role else "") or self.id

    @property
    def unit_name(self) -> Text:
        """The official name of the unit."""
        unit = self.pack.units.units.get(self.unit)
        return unit.name if unit else Text(self.unit)

    @cached_property
    def trace(self) -> Trace:
        """Every rule with its outcome, made once."""
        return self.result.trace()

    @cached_property
    def missing(self) -> Mapping[str, Missing]:
        """What is to be supplied for each tier whose verdict hangs on facts that are missing."""
        open_ = (t.id for t in self.pack.tiers if self.verdict(t.id) is Verdict.INCOMPLETE)
        found = {tier: self.result.missing(tier) for tier in open_}
        return {tier: missing for tier, missing in found.items() if not missing.settled}

    def shown(self, fact: str, lang: str) -> str:
        """A fact as a person reads it; empty where the pack does not know it or it is missing."""
        value = self.result.facts.get(fact)
        if fact not in self.pack.vocabulary or value is None:
            return ""
        return self.pack.vocabulary[fact].kind.show(value, lang)

    @cached_property
    def deepest(self) -> str | None:
        """The innermost tier for which it was selected."""
        held = [tier for tier, seat in self.seats.items() if seat.standing == "selected"]
        return held[-1] if held else None

    @property
    def state(self) -> str:
        """One word for lists and filters.

        ``selected:TIER`` (the innermost), ``left_out``, ``undecided``, or the verdict that bars
        it from the outermost tier.
        """
        if self.deepest is not None:
            return f"selected:{self.deepest}"
        outer = self.pack.tiers[0].id
        standing = self.seats[outer].standing
        return str(self.verdict(outer)) if standing == "barred" else standing

    def verdict(self, tier: str) -> Verdict:
        """The verdict for ``tier``."""
        return self.result.verdicts[tier].verdict

    def points(self, tier: str) -> str:
        """The points that count for ``tier``: ``65``, or ``60–70`` when facts are missing."""
        low, high = self.result.merit[tier]
        return str(low) if low == high else f"{low}–{high}"


def people(run: Run) -> tuple[Person, ...]:
    """Everybody in ``run``: by unit in official order, then by the unit's own STT, then by id.

    Where a unit numbers each kind from 1, its collectives stand before its individuals.
    """
    pack = run.scenario.pack
    official = {unit: place for place, unit in enumerate(pack.units.units)}
    ranks = Counter((r.nomination.unit, r.nomination.rank) for r in run.evaluation.results)
    by_kind = {unit for (unit, rank), count in ranks.items() if rank is not None and count > 1}
    kinds = {kind: place for place, kind in enumerate(_kinds(pack, "kind"))}
    ordered = sorted(
        run.evaluation.results,
        key=lambda result: (
            official.get(result.nomination.unit, len(official)),
            result.nomination.unit,
            kinds.get(str(result.facts.get("kind")), len(kinds))
            if result.nomination.unit in by_kind
            else 0,
            result.nomination.rank is None,
            result.nomination.rank or 0,
            result.id,
        ),
    )
    return tuple(
        Person(
            number=number,
            pack=pack,
            result=result,
            seats={tier.id: seat_reason(run, result, tier.id) for tier in pack.tiers},
        )
        for number, result in enumerate(ordered, 1)
    )


def by_given_name(listed: Iterable[Person]) -> tuple[Person, ...]:
    """``listed`` by given name in Vietnamese collation, equal names in official order."""
    return tuple(sorted(listed, key=lambda person: (given_name_key(person.name), person.number)))


def in_groups(listed: Iterable[Person], fact: str) -> tuple[tuple[str | None, list[Person]], ...]:
    """``listed`` under each value of an enum ``fact``, collectives before individuals.

    Groups follow the pack's own order of values, except that a list of awards names the
    collectives first; a missing value is the last group (``None``). Empty groups are left out.
    """
    ordered = tuple(listed)
    pack = ordered[0].pack if ordered else None
    if pack is None or fact not in pack.vocabulary:
        return ((None, list(ordered)),) if ordered else ()
    values = _kinds(pack, fact)
    found = [
        (value, [person for person in ordered if person.result.facts.get(fact) == value])
        for value in (*values, None)
    ]
    return tuple((value, members) for value, members in found if members)


def _kinds(pack: Pack, fact: str) -> tuple[str, ...]:
    """The values of ``fact`` in the pack's own order, except that collectives come first."""
    choices = pack.vocabulary[fact].kind.choices if fact in pack.vocabulary else {}
    return tuple(sorted(choices, key=lambda value: value != "tap_the"))
