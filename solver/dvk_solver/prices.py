"""What a seat the other way round costs, and what a bound costs: exact answers by solving again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from dvk_solver.allocation import Allocation, QuotaLine, Reason, Seat
from dvk_solver.clash import Change
from dvk_solver.errors import Undecided
from dvk_solver.expand import expand
from dvk_solver.job import Job
from dvk_solver.lexicographic import NoListError, begin, finish
from dvk_solver.model import Problem
from dvk_solver.outcome import Limits
from dvk_solver.part import Part
from dvk_solver.progress import Progress, ProgressReporter
from dvk_solver.reasons import reasons, rows_of
from dvk_solver.repair import apply_changes
from dvk_solver.request import require_allocation, require_lines, require_seat
from dvk_solver.rules import Rule

__all__ = ["BoundPrice", "Effect", "Price", "bound_prices", "price", "why"]

#: A bound is moved by up to this many seats to let a candidate in.
WIDEST = 3


class Price(Part):
    """One seat the other way round, exactly.

    ``effect``: ``impossible`` (the rules forbid it), ``worsens`` (``stage`` is the first that gets
    worse, from ``value`` to ``instead``, by ``loss``; of leximin at the first level that
    differs), ``ties`` (no stage gets worse: only the
    tie-break decides), ``unknown`` (a limit was reached).
    ``enters`` and ``leaves``: the seats that differ in the best list of that kind.
    ``points``: when the stage is the merit of this tier, the points that would make it a tie; one
    more decides it.
    ``changes``: single bounds which, moved by few seats, turn the seat round; each was solved.
    """

    tier: str
    candidate: str
    selected: bool
    effect: Literal["impossible", "worsens", "ties", "unknown"]
    stage: str | None = None
    value: int | None = None
    instead: int | None = None
    loss: int = 0
    points: int | None = None
    enters: tuple[Seat, ...] = ()
    leaves: tuple[Seat, ...] = ()
    changes: tuple[Change, ...] = ()


class Effect(Part):
    """What moving a bound does: the first stage that changes, its new value, and who changes.

    ``same``: nothing changes. ``list``: only the list does. ``stage``: a stage does.
    ``impossible``: no list is left.
    """

    kind: Literal["same", "list", "stage", "impossible", "unknown"]
    stage: str | None = None
    change: int = 0
    enters: tuple[Seat, ...] = ()
    leaves: tuple[Seat, ...] = ()


class BoundPrice(Part):
    """A quota line with the effect of one seat less asked for (``looser``) and one more."""

    line: QuotaLine
    looser: Effect
    tighter: Effect


def why(
    problem: Problem,
    allocation: Allocation,
    limits: Limits | None = None,
    progress: ProgressReporter | None = None,
) -> tuple[Reason, ...]:
    """Why every eligible candidate is in or out of every tier, all at once.

    Read off the proof of ``allocation``; one that was loaded from JSON is solved again for it.
    Empty when the allocation was not proven to be the only best list: there is nothing to read.
    With a limit, or when ``progress`` returns True, the reasons are as sharp as there was time for:
    true, but maybe of a later stage or a smaller loss. Raises `RequestError` when the allocation is
    of another problem, and `Undecided` when it had to be solved again and there was no time.
    """
    require_allocation(problem, allocation)
    return _why(problem, allocation, Job(limits, progress))


def _why(problem: Problem, allocation: Allocation, job: Job) -> tuple[Reason, ...]:
    if allocation.run is None and allocation.status != "optimal":
        return ()
    job.tell(Progress(0, 1, "why", task="reasons"))
    known = allocation if allocation.run is not None else finish(begin(problem, job))
    return reasons(known.run, job) if known.run is not None else ()


def price(
    problem: Problem,
    allocation: Allocation,
    candidate: str,
    tier: str,
    limits: Limits | None = None,
    *,
    changes: bool = False,
    progress: ProgressReporter | None = None,
) -> Price:
    """The exact price of giving one seat the other way round.

    ``changes``: also look for single bounds whose move turns it round (a solve for each tried);
    with a limit, those found in the time that the price itself leaves.
    Raises `RequestError` for a candidate or a tier that the problem does not have, for a candidate
    not eligible for the tier, and when the allocation is of another problem.
    """
    require_seat(problem, candidate, tier)
    require_allocation(problem, allocation)
    selected = candidate in allocation.selected[tier]
    known = Price(tier=tier, candidate=candidate, selected=selected, effect="unknown")
    job = Job(limits, progress)
    job.tell(Progress(0, 1, f"seat:{tier}:{candidate}", task="prices"))
    other: Allocation | None = None
    try:
        other = finish(begin(problem, job, forced=(tier, candidate, int(not selected))))
    except NoListError:
        known = known.model_copy(update={"effect": "impossible"})
    except Undecided:
        return known
    found: tuple[Change, ...] = ()
    if changes:
        found = _turning(problem, allocation, candidate, tier, job)
    if other is None:
        return known.model_copy(update={"changes": found})
    effect = _effect(allocation, other)
    update: dict[str, object] = {
        "effect": {"stage": "worsens", "list": "ties", "same": "ties"}.get(effect.kind, "unknown"),
        "enters": effect.enters,
        "leaves": effect.leaves,
        "changes": found,
    }
    if effect.kind == "stage":
        here, there = (
            next(stage for stage in found.stages if stage.objective == effect.stage)
            for found in (allocation, other)
        )
        value, instead = here.against(there)
        update |= {"stage": effect.stage, "value": value, "instead": instead}
        update["loss"] = abs(effect.change)
        if not selected and effect.stage == f"merit:{tier}":
            update["points"] = abs(effect.change)
    return known.model_copy(update=update)


def bound_prices(
    problem: Problem,
    allocation: Allocation,
    limits: Limits | None = None,
    lines: Sequence[QuotaLine] | None = None,
    progress: ProgressReporter | None = None,
) -> tuple[BoundPrice, ...]:
    """For every quota line (or those given), what one seat more and one seat less would change.

    A share is moved to the count one seat away from what it requires now. Where the proof or the
    slack already shows that nothing changes, nothing is solved; what there is no time for has the
    effect ``unknown``. Raises `RequestError` when the
    allocation is of another problem, or a line not of the allocation.
    """
    require_allocation(problem, allocation)
    require_lines(allocation, lines or ())
    job = Job(limits, progress)
    asked = allocation.quotas if lines is None else lines
    job.tell(Progress(0, len(asked), "why", task="prices"))
    needed = _needed(problem, allocation, job)
    found: list[BoundPrice] = []
    for number, line in enumerate(asked):
        job.tell(Progress(number, len(asked), f"bound:{line.id}:{line.side}", task="prices"))
        rule = rule_of(line)
        step = -1 if line.side == "at_least" else 1
        # INVARIANT: with slack left the list keeps the tighter bound too, and tightening adds none.
        tighter = Effect(kind="same")
        if line.slack <= 0 or not line.hard:
            tighter = _moved(problem, allocation, rule, line.required - step, job)
        looser = Effect(kind="same")
        if ("quota", line.id, line.value or "", line.side) in needed:
            looser = _moved(problem, allocation, rule, line.required + step, job)
        found.append(BoundPrice(line=line, looser=looser, tighter=tighter))
    return tuple(found)


def _needed(problem: Problem, allocation: Allocation, job: Job) -> set[tuple[str, ...]]:
    """The keys of the quota rows that the proof of an allocation uses; of all rows, without one."""
    run = allocation.run
    if run is None:
        try:
            run = finish(begin(problem, job)).run
        except Undecided:
            run = None
    if run is None:
        return {
            ("quota", line.quota.id, line.value or "", side)
            for line in expand(problem).lines
            for side in ("at_least", "at_most")
        }
    rows = run.expansion.program.rows
    used = {rows[n].key for claim in run.claims if claim.tree for n in rows_of(claim.tree)}
    return {("quota", *key[1:]) for key in used if key[0] in {"quota", "rounded"}}


def rule_of(line: QuotaLine) -> Rule:
    """The rule that a quota line reports."""
    return Rule(
        kind="quota",
        id=line.id,
        tier=line.tier,
        value=line.value,
        side=line.side,
        amount=line.amount,
    )


def _moved(problem: Problem, allocation: Allocation, rule: Rule, to: int, job: Job) -> Effect:
    """Solve with one bound at another count."""
    if to < 0:
        return Effect(kind="same" if rule.side == "at_least" else "impossible")
    changed = apply_changes(problem, [Change(rule=rule, to=to)])
    try:
        return _effect(allocation, finish(begin(changed, job)))
    except NoListError:
        return Effect(kind="impossible")
    except Undecided:
        return Effect(kind="unknown")


def _effect(allocation: Allocation, other: Allocation) -> Effect:
    """The first stage in which another allocation differs, and the seats that differ."""
    if other.status in {"feasible", "tied"} or allocation.status in {"feasible", "tied"}:
        return Effect(kind="unknown")
    mine = {(t, i) for t, ids in allocation.selected.items() for i in ids}
    theirs = {(t, i) for t, ids in other.selected.items() for i in ids}
    enters = tuple(Seat(tier=t, candidate=i) for t, i in sorted(theirs - mine))
    leaves = tuple(Seat(tier=t, candidate=i) for t, i in sorted(mine - theirs))
    for ours, new in zip(allocation.stages, other.stages, strict=True):
        if (ours.value, ours.levels) != (new.value, new.levels):
            before, after = ours.against(new)
            change = after - before
            return Effect(
                kind="stage", stage=ours.objective, change=change, enters=enters, leaves=leaves
            )
    return Effect(kind="list" if enters or leaves else "same", enters=enters, leaves=leaves)


def _turning(
    problem: Problem, allocation: Allocation, candidate: str, tier: str, job: Job
) -> tuple[Change, ...]:
    """Single bounds among the reasons whose smallest move turns the seat round, each solved."""
    try:
        told = _why(problem, allocation, job)
    except Undecided:
        return ()
    mine = (item for item in told if (item.candidate, item.tier) == (candidate, tier))
    reason = next(mine, None)
    found: list[Change] = []
    required = {rule_of(line): line.required for line in allocation.quotas}
    for rule in reason.rules if reason is not None else ():
        if rule.kind not in {"quota", "tier"} or rule.amount is None:
            continue
        now = required.get(rule, 0)
        if rule.kind == "tier" and not isinstance(rule.amount, Fraction):
            now = rule.amount
        for seats in range(1, WIDEST + 1):
            to = now - seats if rule.side == "at_least" else now + seats
            if to < 0:
                break
            change = Change(rule=rule, to=to)
            try:
                other = finish(begin(apply_changes(problem, [change]), job))
            except (NoListError, Undecided):
                break
            if other.status == "feasible":
                break  # not the best list with that bound: who is in it says nothing
            if (candidate in other.selected[tier]) != (candidate in allocation.selected[tier]):
                found.append(change)
                break
    return tuple(found)
