"""Who enters and who leaves between two runs, what moved them, and how each side words it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dvk_rules.comparison.changes import Change, InputChange
from dvk_rules.comparison.wording import both
from dvk_rules.errors import DvkError, Problem
from dvk_rules.evaluation import Evaluation, NominationResult, evaluate
from dvk_rules.explanation import seat_reason
from dvk_rules.nominations import Nomination
from dvk_rules.problem import build_problem, check_nominations
from dvk_rules.progress import Progress, Silent
from dvk_rules.runs import Run
from dvk_rules.scenario import DecisionSpec, Scenario
from dvk_rules.values import Text

__all__ = ["Move", "Replay", "moves", "replay", "seats_of"]

_BLOCKS = 2
"""Of the quotas that keep somebody out, those that are named."""


@dataclass(frozen=True)
class Move:
    """A nomination that has a seat of ``tier`` in one of two runs only.

    ``moved_by`` are the changes of the inputs that moved it: made one after the other, these did
    it (empty when that was not asked for, or could not be told). ``causes`` say how the rules,
    decisions and quotas of both sides put it, the strongest first.
    """

    nomination: str
    name: str
    unit: str
    tier: str
    direction: Literal["enters", "leaves"]
    merit: int
    moved_by: tuple[InputChange, ...]
    causes: tuple[Problem, ...]

    def words(self, lang: str) -> str:
        """What the rules, decisions and quotas say of it, the two strongest blocks at most."""
        said: list[str] = []
        blocks: list[str] = []
        heading = ""
        for cause in self.causes:
            text = cause.sentence(lang)
            if cause.code in ("compare.was-blocked", "compare.is-blocked"):
                heading = text
            elif heading:
                blocks.append(text)
            else:
                said.append(text)
        if blocks:
            said.append(f"{heading}: {'; '.join(blocks[:_BLOCKS])}")
        return "; ".join(said) or "–"

    def to_json(self, lang: str) -> dict[str, Any]:
        """The move as data."""
        return {
            "nomination": self.nomination,
            "name": self.name,
            "unit": self.unit,
            "tier": self.tier,
            "direction": self.direction,
            "merit": self.merit,
            "moved_by": [change.to_json(lang) for change in self.moved_by],
            "causes": [
                {"code": cause.code, "message": cause.sentence(lang)} for cause in self.causes
            ],
        }


@dataclass(frozen=True)
class Replay:
    """The way from one run to another, a change at a time.

    ``steps`` are groups of changes, mostly of one; where a change alone leads to no list, it
    stands in one group with the next. ``lists[i]`` are the seats before step ``i``, the last the
    seats of the second run.
    """

    steps: tuple[tuple[InputChange, ...], ...]
    lists: tuple[frozenset[tuple[str, str]], ...]

    def moved_by(self, tier: str, nomination: str) -> tuple[InputChange, ...]:
        """The changes at which ``nomination`` came to stand as it does in the end."""
        seat = (tier, nomination)
        for number in range(len(self.steps), 0, -1):
            if (seat in self.lists[number]) is not (seat in self.lists[number - 1]):
                return self.steps[number - 1]
        return ()


def seats_of(run: Run) -> frozenset[tuple[str, str]]:
    """Every seat of a run as (tier, nomination)."""
    if run.allocation is None:
        return frozenset()
    return frozenset(
        (tier, nomination)
        for tier, selected in run.allocation.selected.items()
        for nomination in selected
    )


def replay(
    before: Run,
    after: Run,
    changes: Sequence[Change],
    *,
    progress: Progress | None = None,
    limits: Any = None,
) -> Replay:
    """Makes ``changes`` one after the other, each with a list of its own.

    The order is that of the changes; another order may tell some moves another way. ``limits``
    bound each solve (``dvk_solver.Limits``).
    """
    report = progress or Silent()
    report.start("compare", max(0, len(changes) - 1))
    scenario, nominations = before.scenario, before.nominations
    evaluations = _Evaluations(before)
    steps: list[tuple[InputChange, ...]] = []
    lists = [seats_of(before)]
    waiting: tuple[InputChange, ...] = ()
    for number, change in enumerate(changes):
        scenario = change.make(scenario)
        nominations = change.nominations or nominations
        waiting += change.inputs
        if number == len(changes) - 1:
            found: frozenset[tuple[str, str]] | None = seats_of(after)
        else:
            found = _seats(scenario, nominations, evaluations, limits)
            report.advance(1)
        if found is not None:
            steps.append(waiting)
            lists.append(found)
            waiting = ()
    report.finish()
    return Replay(tuple(steps), tuple(lists))


class _Evaluations:
    """Evaluations by what they depend on, so that a change of seats evaluates nothing again."""

    def __init__(self, run: Run) -> None:
        self._known: list[tuple[Scenario, tuple[Nomination, ...], Evaluation]] = [
            (run.scenario, run.nominations, run.evaluation)
        ]

    def get(self, scenario: Scenario, nominations: tuple[Nomination, ...]) -> Evaluation:
        for known, listed, evaluation in self._known:
            if (
                listed is nominations
                and known.pack.sha256 == scenario.pack.sha256
                and known.day == scenario.day
                and known.changed == scenario.changed
            ):
                return evaluation
        made = evaluate(
            scenario.pack,
            nominations,
            day=scenario.day,
            engine="reference",
            changed=scenario.changed,
        )
        self._known.append((scenario, nominations, made))
        return made


def _seats(
    scenario: Scenario, nominations: tuple[Nomination, ...], known: _Evaluations, limits: Any
) -> frozenset[tuple[str, str]] | None:
    """The seats of an intermediate state; ``None`` if it has no list."""
    from dvk_solver import Clash, ProblemError, SolverError, solve

    try:
        check_nominations(scenario, nominations)
        problem = build_problem(scenario, known.get(scenario, nominations))
        allocation = solve(problem, limits=limits)
    except (DvkError, Clash, ProblemError, SolverError):
        return None
    return frozenset(
        (tier, nomination)
        for tier, selected in allocation.selected.items()
        for nomination in selected
    )


def moves(before: Run, after: Run, way: Replay | None) -> Iterator[Move]:
    """Every move, tier by tier, those who enter first, in the order of their points.

    There are none when one of the runs has no list.
    """
    if before.allocation is None or after.allocation is None:
        return
    old, new = seats_of(before), seats_of(after)
    for tier in after.scenario.pack.tiers:
        for direction, seats in (("enters", new - old), ("leaves", old - new)):
            entering = direction == "enters"
            run = after if entering else before
            names = [nomination for of, nomination in seats if of == tier.id]
            if not names:
                continue
            results = [run.evaluation.by_id[name] for name in names]
            for result in sorted(results, key=lambda item: (-item.merit[tier.id][0], item.id)):
                moved_by = way.moved_by(tier.id, result.id) if way else ()
                yield Move(
                    nomination=result.id,
                    name=_name(run, result),
                    unit=result.nomination.unit,
                    tier=tier.id,
                    direction="enters" if entering else "leaves",
                    merit=result.merit[tier.id][0],
                    moved_by=_own(moved_by, result.id),
                    causes=tuple(_causes(before, after, result.id, tier.id, entering=entering)),
                )


def _own(changes: tuple[InputChange, ...], nomination: str) -> tuple[InputChange, ...]:
    """Of changes to many nominations, those to this one, if there are any."""
    if not changes or any(change.kind != "nominations" for change in changes):
        return changes
    mine = [c for c in changes if c.key == nomination or c.key.startswith(f"{nomination}.")]
    return tuple(mine) or changes[:1]


def _name(run: Run, result: NominationResult) -> str:
    role = run.scenario.pack.vocabulary.by_role.get("name")
    return result.nomination.text(role.name) if role else ""


def _causes(
    before: Run, after: Run, nomination: str, tier: str, *, entering: bool
) -> Iterator[Problem]:
    old = before.evaluation.by_id.get(nomination)
    new = after.evaluation.by_id.get(nomination)
    if old is None or new is None or tier not in old.verdicts or tier not in new.verdicts:
        yield Problem("compare.new" if entering else "compare.withdrawn")
        return
    yield from _decided(before, after, nomination, tier)
    if old.eligible(tier) is not new.eligible(tier):
        yield from _verdict(old, new, tier)
        return
    if old.merit[tier] != new.merit[tier]:
        params = {"before": old.merit[tier][0], "after": new.merit[tier][0]}
        yield Problem("compare.merit", params)
    out, result = (before, old) if entering else (after, new)
    blocked = [
        reason
        for reason in seat_reason(out, result, tier).reasons
        if reason.code not in ("seat.excluded", "seat.included")
    ]
    if blocked:
        yield Problem("compare.was-blocked" if entering else "compare.is-blocked")
        yield from blocked


def _decided(before: Run, after: Run, nomination: str, tier: str) -> Iterator[Problem]:
    """Decisions about it that only one side has."""
    sides = [
        {
            (item.tier, item.action, item.who, item.why)
            for item in run.scenario.decisions
            if item.nomination == nomination and _concerns(run, item, tier)
        }
        for run in (before, after)
    ]
    for code, found in (("made", sides[1] - sides[0]), ("dropped", sides[0] - sides[1])):
        for of, action, who, why in sorted(found):
            title = _both(after.scenario.pack.tier[of].title)
            params = {"action": _both(both(f"compare.{action}")), "tier": title}
            yield Problem(f"compare.decision-{code}", {**params, "who": who, "why": why})


def _concerns(run: Run, decision: DecisionSpec, tier: str) -> bool:
    """Whether a decision bears on ``tier``: out of a tier is out of those inside it."""
    if decision.action == "exclude":
        return decision.tier in run.scenario.pack.enclosing(tier)
    return decision.tier == tier


def _verdict(old: NominationResult, new: NominationResult, tier: str) -> Iterator[Problem]:
    """The verdict before and after, and the rules that decide on the worse side."""
    params = {
        "before": _both(both(f"verdict.{old.verdicts[tier].verdict}")),
        "after": _both(both(f"verdict.{new.verdicts[tier].verdict}")),
    }
    yield Problem("compare.verdict", params)
    worse = old if new.eligible(tier) else new
    pack = worse.program.pack
    code = "compare.rule-lifted" if new.eligible(tier) else "compare.rule"
    for rule in worse.verdicts[tier].decided_by or worse.verdicts[tier].open:
        title = pack.rule[rule].title
        status = _both(both(f"status.{pack.rule[rule].status}"))
        yield Problem(code, {"rule": _both(title), "id": rule, "status": status})


def _both(text: Text) -> dict[str, str]:
    """A text as a parameter that is worded in the language of the sentence."""
    return {"vi": text.vi, "en": text.get("en")}
