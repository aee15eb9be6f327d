"""The cheapest changes of negotiable quotas after which a list exists."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from dvk_solver.clash import Change, Repair
from dvk_solver.errors import Undecided
from dvk_solver.expand import Expansion, expand
from dvk_solver.job import Job
from dvk_solver.model import Amount, Bounds, Problem, Quota, Tier
from dvk_solver.outcome import Stopped
from dvk_solver.program import Linear, Program, Row
from dvk_solver.rules import Side, quota_rule
from dvk_solver.search import Search

__all__ = ["apply_changes", "cheapest_repairs"]

#: How many alternatives are offered.
REPAIRS = 3


def cheapest_repairs(problem: Problem, job: Job) -> tuple[Repair, ...]:
    """Repairs that touch the fewest bounds, then the fewest seats; each touches other bounds.

    Every one is confirmed by solving the changed problem; that it is the cheapest is the integer
    solver's word at gap zero. Empty when nothing negotiable helps. When the job ends, those found
    until then.
    """
    if job.over:
        return ()
    repairs = _Repairs(problem, job)
    with suppress(Stopped):  # the clash says that it is not complete
        repairs.find()
    return tuple(repairs.found)


class _Repairs:
    """The problem with its negotiable quotas made soft, and a column for every bound touched."""

    def __init__(self, problem: Problem, job: Job) -> None:
        self.problem = problem
        self.found: list[Repair] = []
        quotas = tuple(
            quota.model_copy(update={"hard": False}) if quota.negotiable else quota
            for quota in problem.quotas
            if quota.hard
        )
        update: dict[str, Any] = {"quotas": quotas, "objectives": ()}
        self.expansion: Expansion = expand(problem.model_copy(update=update))
        program = self.expansion.program
        self.touched: dict[int, int] = {}  # missing column → touched column
        for column in sorted(self.expansion.misses):
            touched = program.add_column(("touched", *program.keys[column][1:]), 0, 1)
            self.touched[column] = touched
            form = Linear.of([(column, 1), (touched, -program.upper[column])])
            program.add_row(("touched", *program.keys[column][1:]), form, 0)
        self.job = job

    def _complete(self, seats: Sequence[int]) -> list[int]:
        point = self.expansion.complete(seats)
        for missing, touched in self.touched.items():
            point[touched] = int(point[missing] > 0)
        return point

    def find(self) -> None:
        """Solve for the cheapest, forbid touching the same bounds, and go on; fills ``found``."""
        if not self.touched:
            return
        size = max(self.expansion.program.upper[c] for c in self.touched) * len(self.touched) + 1
        # Fewest bounds first, then fewest seats: one form, the weight exceeds any number of seats.
        terms = [(touched, -size) for touched in self.touched.values()]
        form = Linear.of([*terms, *((missing, -1) for missing in self.touched)])
        # Among equally cheap ones, what is listed first stays as it is.
        last = len(self.touched)
        gentle = Linear.of((missing, place - last) for place, missing in enumerate(self.touched))
        others: list[Row] = []
        while len(self.found) < REPAIRS:
            point = self._best(form, gentle, others)
            if point is None:
                break
            used = [c for c in self.touched if point[c] > 0]
            repair = self._repair(point, used)
            if repair is not None:
                self.found.append(repair)
            forbid = Linear.total(self.touched[c] for c in used)
            others.append(Row(("other", str(len(others))), forbid, len(used) - 1))
            if not used:
                break

    def _best(self, form: Linear, then: Linear, others: Sequence[Row]) -> list[int] | None:
        """The point that is best by ``form`` and, among those, by ``then``; None when none is."""
        program = self.expansion.program
        rows = Program(program.keys, program.lower, program.upper, [*program.rows, *others])
        search = Search(rows, self._complete, self.job)
        best: list[int] | None = None
        for aim in (form, then):
            outcome = search.maximise(aim, best, prove=False)
            if outcome.point is None or outcome.status not in {"proven", "optimal"}:
                return None
            best = outcome.point
            search.add_row(Row(("best",), aim.negated(), -outcome.value))
        return best

    def _repair(self, point: Sequence[int], used: Sequence[int]) -> Repair | None:
        changes: list[Change] = []
        for column in used:
            number, _priority, side = self.expansion.misses[column]
            line = self.expansion.lines[number]
            name: Side = "at_least" if side == "at_least" else "at_most"
            count, base = self.expansion.tally(number, point)
            amount = line.at_least if name == "at_least" else line.at_most
            to: Amount = count
            if isinstance(amount, Fraction):
                to = _whole_percent(count, base, down=name == "at_least")
                if to > 1:  # a share of another group may be more than all of it: nobody can ask so
                    return None
            changes.append(Change(rule=quota_rule(line, name), to=to))
        if not _has_list(apply_changes(self.problem, changes), self.job):
            return None
        return Repair(changes=tuple(changes), seats=sum(point[c] for c in used))


def _whole_percent(count: int, base: int, *, down: bool) -> Fraction:
    """The share ``count`` of ``base``, rounded away from the rule to a whole percent."""
    if base == 0:
        return Fraction(0 if down else 1)
    percent = 100 * count // base if down else -(-100 * count // base)
    return Fraction(percent, 100)


def apply_changes(problem: Problem, changes: Sequence[Change]) -> Problem:
    """The problem with the changed bounds of quotas and tiers."""
    quotas: dict[str, Quota] = {quota.id: quota for quota in problem.quotas}
    tiers: dict[str, Tier] = {tier.id: tier for tier in problem.tiers}
    for change in changes:
        rule = change.rule
        side = rule.side or "at_least"
        if rule.kind == "tier":
            tiers[rule.id] = tiers[rule.id].model_copy(update={side: change.to})
            continue
        quota = quotas[rule.id]
        if rule.value is None:
            quotas[quota.id] = quota.model_copy(update={side: change.to})
            continue
        own = quota.bounds.get(rule.value, Bounds()).model_copy(update={side: change.to})
        quotas[quota.id] = quota.model_copy(update={"bounds": {**quota.bounds, rule.value: own}})
    update = {"quotas": tuple(quotas.values()), "tiers": tuple(tiers.values())}
    return problem.model_copy(update=update)


def _has_list(problem: Problem, job: Job) -> bool:
    """Whether the problem can be met, by solving it."""
    from dvk_solver.lexicographic import NoListError, begin

    try:
        return begin(problem.model_copy(update={"objectives": ()}), job).point is not None
    except (NoListError, Undecided):
        return False
