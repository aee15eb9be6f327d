"""Why each candidate is in or out: which stage decides, by at least how much, under which rules.

Whatever fixed a seat in the proof is an inequality that would break if the seat were the other way
round; by how much it would break is the least loss, its rows are the rules that decide. Where that
was found late, one LP for each seat turned round gives a safe bound at an earlier merit stage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dvk_solver.allocation import Reason
from dvk_solver.backend import LpAnswer, LpModel
from dvk_solver.exact import SCALE
from dvk_solver.job import Job
from dvk_solver.outcome import Stopped
from dvk_solver.proof import Branch, Fix, Tree
from dvk_solver.rules import Rule, RuleNames
from dvk_solver.search import Search

if TYPE_CHECKING:
    from dvk_solver.lexicographic import Run

__all__ = ["reasons", "rows_of"]

#: An LP a seat costs a few milliseconds for a province's campaign, and hours for 100,000 nominees.
SHARP = 600


def reasons(run: Run, job: Job) -> tuple[Reason, ...]:
    """One reason for every seat that could be given, tier by tier, candidates in id order.

    Up to `SHARP` seats each reason is sharpened by LPs of its own; beyond, or when the job ends, it
    is what the proof of the stages shows of everyone at once.
    """
    known = _from_proof(run)
    if len(known) > SHARP:
        return known
    found = list(known)
    try:
        sharper = _Sharper(run, job)
        for column, reason in enumerate(known):
            found[column] = sharper.improve(column, reason)
    except Stopped:
        pass  # what the proof shows holds as well
    return tuple(found)


def _from_proof(run: Run) -> tuple[Reason, ...]:
    if run.point is None:
        return ()
    stages = _stage_of_claims(run)
    against = _rules_by_column(run)
    names, keys = RuleNames(run.expansion), run.expansion.program.keys
    told: dict[tuple[int, ...], tuple[Rule, ...]] = {}
    found: list[Reason] = []
    for column in run.seats:
        _kind, tier, candidate = keys[column]
        claim, loss = run.losses.get(column, (None, 1))
        stage = "tie_break" if claim is None else stages[claim]
        rows = against.get(column, ())
        if rows not in told:
            told[rows] = _rules_of(rows, names, run)
        found.append(
            Reason(
                tier=tier,
                candidate=candidate,
                selected=bool(run.point[column]),
                stage=stage,
                loss=loss if stage not in (None, "tie_break") else 0,
                rules=told[rows],
            )
        )
    return tuple(found)


def _rules_of(rows: Iterable[int], names: RuleNames, run: Run) -> tuple[Rule, ...]:
    """The rules that rows belong to, each once."""
    found = (names.of(run.expansion.program.rows[row].key) for row in rows)
    return tuple(dict.fromkeys(rule for rule in found if rule is not None))


def _stage_of_claims(run: Run) -> dict[int, str | None]:
    """The name of the stage that each claim comes after; None before the first."""
    current: str | None = None
    found: dict[int, str | None] = {}
    for number, claim in enumerate(run.claims):
        if claim.kind == "optimum":
            if claim.name[0] == "tie":
                current = "tie_break"
            elif run.outcomes:
                current = run.outcomes[int(claim.name[1])][0].name
        found[number] = current
    return found


def _rules_by_column(run: Run) -> dict[int, tuple[int, ...]]:
    """Seat → the rows, in the proof of the claim that fixed it, that push it to its value."""
    program, point = run.expansion.program, run.point or []
    wanted: dict[int, set[int]] = {}
    for column, (claim, _loss) in run.losses.items():
        if column < run.expansion.selection:
            wanted.setdefault(claim, set()).add(column)
    found: dict[int, tuple[int, ...]] = {}
    for claim, columns in wanted.items():
        tree = run.claims[claim].tree
        for row in sorted(set(rows_of(tree))) if tree is not None else ():
            for column, coefficient in program.rows[row].form.terms():
                if column in columns and (coefficient > 0) == (point[column] == 0):
                    found[column] = (*found.get(column, ()), row)
    return found


def rows_of(tree: Tree) -> Iterable[int]:
    """The rows with a multiplier somewhere in a tree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Branch):
            stack += [node.low, node.high]
            continue
        if isinstance(node, Fix):
            stack.append(node.then)
        for multipliers in node.passes if isinstance(node, Fix) else (node.multipliers,):
            yield from (row for row, y in multipliers.items() if row >= 0 and y)


class _Sharper:
    """Bounds what turning one seat round costs, stage by stage, with the stages before kept.

    INVARIANT: the rows that a solve adds come in the order of its stages, so the first rows up to a
    stage's own row are what "the stages before it are at their best" means.
    """

    def __init__(self, run: Run, job: Job) -> None:
        program = run.expansion.program
        self.run = run
        self.names = RuleNames(run.expansion)
        self.search = Search(program, run.expansion.complete, job)
        self._model = LpModel(self.search.exact, program.lower, program.upper, job.pause)
        self.first: list[int] = []  # stage → number of its own row, from which rows are off
        numbers = {row.key: number for number, row in enumerate(program.rows)}
        for number in range(len(run.outcomes)):
            self.first.append(numbers["stage", str(number)])
        self.off = len(program.rows)
        self._tested = [n for n, (step, _) in enumerate(run.outcomes) if step.kind == "merit"]

    def improve(self, column: int, reason: Reason) -> Reason:
        """The reason with an earlier stage or a larger loss, where an LP shows one."""
        run, stages = self.run, [step.name for step, _outcome in self.run.outcomes]
        if reason.stage is None:
            return reason
        last = stages.index(reason.stage) if reason.stage in stages else len(stages)
        if all(number > last for number in self._tested):
            return self._earlier(last + 1, column, reason)
        for number in self._tested:
            if number >= last:
                break
            found = self._bound(number, column)
            if found is None:
                return self._earlier(number, column, reason)
            loss, rows = found
            if loss > 0:
                return self._reason(reason, run.outcomes[number][0].name, loss, rows)
        if last in self._tested and all(rule.kind == "tier" for rule in reason.rules):
            # "All seats are taken" is true of everyone: a quota that says more is told instead.
            found = self._bound(last, column)
            if found is not None and found[0] >= reason.loss:
                return self._reason(reason, reason.stage, found[0], found[1])
        return reason

    def _earlier(self, number: int, column: int, reason: Reason) -> Reason:
        """Turned round, not all stages before ``number`` can stay: find the first that cannot."""
        for before in range(min(number, len(self.first))):
            found = self._bound(before, column)
            if found is None:
                return self._reason(reason, None, 0, [])
            if found[0] > 0:
                name = self.run.outcomes[before][0].name
                return self._reason(reason, name, found[0], found[1])
        return reason

    def _reason(self, reason: Reason, stage: str | None, loss: int, rows: list[int]) -> Reason:
        kept = _rules_of(rows, self.names, self.run) or reason.rules
        return replace(reason, stage=stage, loss=loss, rules=kept)

    def _bound(self, number: int, column: int) -> tuple[int, list[int]] | None:
        """At least how much a stage loses with the seat turned round; None when the LP is empty.

        The rows are those of the bound that push against the seat.
        """
        search, point = self.search, self.run.point or []
        if self.off != self.first[number]:
            every = range(len(search.program.rows))
            self._model.switch([n for n in every if n < self.first[number]], on=True)
            self._model.switch([n for n in every if n >= self.first[number]], on=False)
            self.off = self.first[number]
        lower, upper = search.lower.copy(), search.upper.copy()
        lower[column] = upper[column] = 1 - point[column]
        self._model.set_bounds([column], [1 - point[column]], [1 - point[column]])
        step, outcome = self.run.outcomes[number]
        answer = self._model.solve(step.form)
        self._model.set_bounds([column], [search.lower[column]], [search.upper[column]])
        if answer.status == "infeasible":
            return None if self._empty(answer, lower, upper) else (0, [])
        if answer.status != "optimal":
            return 0, []
        y = search.exact.integers(answer.duals, SCALE)
        weighing = search.exact.weigh(y, step.form, lower, upper)
        rows = [
            row
            for row in weighing.multipliers
            if (column, point[column] == 0)
            in ((c, a > 0) for c, a in search.program.rows[row].form.terms())
        ]
        return outcome.value - weighing.bound, rows

    def _empty(self, answer: LpAnswer, lower: Any, upper: Any) -> bool:
        """Whether the ray proves in integers that nothing is left."""
        exact = self.search.exact
        largest = float(answer.duals.max(initial=0.0)) or 1.0
        y = exact.integers(answer.duals / largest, SCALE)
        return exact.weigh(y, None, lower, upper).most < 0
