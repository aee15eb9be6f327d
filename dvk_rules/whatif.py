"""What if: one nomination with other facts, everything else as it was (D6.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dvk_rules.engines.outcomes import Outcome
from dvk_rules.errors import Place, Problem, ScenarioError
from dvk_rules.evaluation import NominationResult
from dvk_rules.explanation import SeatReason, find_result, seat_reason
from dvk_rules.given import mapping_given
from dvk_rules.pack.nearest import nearest
from dvk_rules.progress import Progress
from dvk_rules.runs import Run, run
from dvk_rules.text import fold
from dvk_rules.values import BadValue, Text, Value, to_json

__all__ = ["WhatIf", "read_facts", "what_if"]


@dataclass(frozen=True)
class WhatIf:
    """A nomination as it is and as it would be.

    ``changed`` are the facts that were put in (``None``: left out). ``outcomes`` maps each rule
    whose outcome differs to the two; ``enters`` and ``leaves`` list (tier, nomination) of all who
    would gain or lose a seat.
    """

    changed: Mapping[str, Value | None]
    before: NominationResult
    after: NominationResult
    seats_before: tuple[SeatReason, ...]
    seats_after: tuple[SeatReason, ...]
    outcomes: Mapping[str, tuple[Outcome, Outcome]]
    enters: tuple[tuple[str, str], ...]
    leaves: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The comparison as data: pairs of before and after."""
        old, new = self.before.verdicts, self.after.verdicts
        seats = zip(self.seats_before, self.seats_after, strict=True)
        return {
            "nomination": self.before.id,
            "changed": {name: to_json(value) for name, value in self.changed.items()},
            "verdicts": {tier: [str(old[tier].verdict), str(new[tier].verdict)] for tier in new},
            "standing": {one.tier: [one.standing, other.standing] for one, other in seats},
            "outcomes": {
                rule: [str(item) for item in pair] for rule, pair in self.outcomes.items()
            },
            "enters": [list(item) for item in self.enters],
            "leaves": [list(item) for item in self.leaves],
        }

    def __repr__(self) -> str:
        moved = f"{len(self.enters)} enter, {len(self.leaves)} leave"
        return f"<WhatIf {self.before!r} → {self.after!r}: {moved}>"


def what_if(
    made: Run,
    nomination: str,
    changed: Mapping[str, Value | None],
    *,
    limits: Any = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Runs the scenario of ``made`` again with other facts for one ``nomination``.

    ``limits`` and ``progress`` are those of `run`.
    Raises ``UnknownNomination`` for an id that is not in the run.
    """
    before = find_result(made, nomination)
    changed = mapping_given(changed)
    facts = dict(before.nomination.facts)
    for name, value in changed.items():
        if value is None:
            facts.pop(name, None)
        else:
            facts[name] = value
    other = replace(before.nomination, facts=facts)
    nomination = before.id  # it may have been asked for by its name
    others = [item if item.id != nomination else other for item in made.nominations]
    again = run(made.scenario, others, engine="reference", limits=limits, progress=progress)
    after = again.evaluation.by_id[nomination]
    tiers = [tier.id for tier in made.scenario.pack.tiers]
    return WhatIf(
        changed=changed,
        before=before,
        after=after,
        seats_before=tuple(seat_reason(made, before, tier) for tier in tiers),
        seats_after=tuple(seat_reason(again, after, tier) for tier in tiers),
        outcomes={
            rule: (outcome, after.outcomes[rule])
            for rule, outcome in before.outcomes.items()
            if after.outcomes[rule] is not outcome
        },
        enters=_difference(again, made, tiers),
        leaves=_difference(made, again, tiers),
    )


def _difference(one: Run, other: Run, tiers: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (tier, name)
        for tier in tiers
        for name in sorted(set(one.selected(tier)) - set(other.selected(tier)))
    )


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.get("en")}


def read_facts(made: Run, given: Mapping[str, Any]) -> dict[str, Value | None]:
    """Facts as somebody typed them, read as the pack means them; an empty one is left out.

    Raises ``ScenarioError`` with every fact that is unknown or has a wrong value.
    """
    vocabulary = made.scenario.pack.vocabulary
    facts: dict[str, Value | None] = {}
    problems: list[Problem] = []
    for key, raw in mapping_given(given).items():
        name = str(key)
        fact = vocabulary.facts.get(name) or vocabulary.by_header.get(fold(name))
        if fact is None or not fact.given:
            meant = nearest(name, [item.name for item in vocabulary.given])
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            problems.append(Problem(code, {"fact": name, "meant": meant}))
            continue
        if fact.role in ("unit", "rank"):
            problems.append(Problem("whatif.fixed", {"fact": _both(fact.label)}))
            continue
        try:
            facts[fact.name] = fact.kind.parse(raw)
        except BadValue as bad:
            place = Place(cell=fact.label.vi)
            problems.append(Problem(bad.code, bad.params, place))
    if problems:
        raise ScenarioError(problems)
    return facts
