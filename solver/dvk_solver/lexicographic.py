"""Solve a problem stage by stage, each proven before the next, until one list is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dvk_solver.allocation import Allocation, DecisionLine, Level, Seat, Stage, StageStatus, Ties
from dvk_solver.certificate import write_optimum
from dvk_solver.errors import InternalError, SolverError, Undecided
from dvk_solver.expand import Expansion, expand
from dvk_solver.job import Job
from dvk_solver.model import Problem
from dvk_solver.outcome import Limits, Outcome, Stopped
from dvk_solver.program import Key, Linear, Row
from dvk_solver.progress import Progress, ProgressReporter
from dvk_solver.proof import Leaf, Tree
from dvk_solver.report import limit_lines, quota_lines, selected
from dvk_solver.rounding import Rounding, roundings
from dvk_solver.search import Search
from dvk_solver.stages import Step, steps
from dvk_solver.ties import Kept, blocks, settle
from dvk_solver.tree import Aim

__all__ = ["Claim", "NoListError", "Run", "begin", "finish", "solve"]


#: Proofs about ties before the last stage may be this large; there they are information only.
EARLY_NODES = 50
#: Up to this many open seats the ties of an early stage take a few small solves.
EARLY_SEATS = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """One step of the proof, in the order in which it was used.

    ``optimum``: no point has ``form ≥ target`` (``tree``); from here on ``form ≥ target - 1`` is
    the row ``name``. ``fixed``: ``tree`` is a leaf whose contradiction only columns at their better
    bound avoid. ``settled``: no point has ``form ≥ target``; the form's columns keep their values.
    ``rounded``: shares become whole seats. ``infeasible``: ``tree`` leaves no point at all.
    """

    kind: str
    name: tuple[str, ...]
    form: Linear
    target: int
    tree: Tree | None
    rounding: Rounding | None = None


@dataclass(slots=True, eq=False)
class Run:
    """The state of one solve: what is proven so far and the list that shows it."""

    expansion: Expansion
    search: Search
    point: list[int] | None = None
    claims: list[Claim] = field(default_factory=list[Claim])
    outcomes: list[tuple[Step, Outcome]] = field(default_factory=list[tuple[Step, Outcome]])
    open_after: dict[int, int | None] = field(default_factory=dict[int, int | None])
    #: column → the claim that fixed it, and the least loss in the form before if it left its value
    losses: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    stopped: bool = False

    @property
    def seats(self) -> range:
        """The columns that are seats."""
        return range(self.expansion.selection)

    def open_seats(self) -> list[int]:
        """The seats not shown to be in all or in none of the lists still possible."""
        return [c for c in self.seats if self.search.lower[c] < self.search.upper[c]]

    def advance(self, name: tuple[str, ...], form: Linear) -> Outcome:
        """Maximise a form, keep its value as a row, and fix what the value's bound fixes."""
        outcome = self.search.maximise(form, self.point)
        if outcome.status == "infeasible":
            self.claims.append(Claim("infeasible", (), Linear((), ()), 0, outcome.tree))
            return outcome
        if outcome.point is None:
            raise Undecided
        self.point = outcome.point
        if outcome.status == "feasible":
            self.stopped = True
            return outcome
        self.claims.append(Claim("optimum", name, form, outcome.value + 1, outcome.tree))
        number = self.search.add_row(Row(name, form.negated(), -outcome.value))
        self.search.follow(Aim(form, outcome.value, number), outcome.tree)
        self._force()
        if outcome.root is not None:
            self._fix(number, outcome)
        return outcome

    def round_shares(self, tier: str, name: Key, form: Linear, outcome: Outcome) -> None:
        """Write the tier's shares as whole seats, now that its seats are known to be the value."""
        cap = ("cap", *name[1:])
        self.search.add_row(Row(cap, form, outcome.value))
        for rounding in roundings(self.expansion, tier, outcome.value, name, cap):
            self.claims.append(Claim("rounded", (), rounding.row.form, 0, None, rounding))
            self.search.add_row(rounding.row)

    def _fix(self, row: int, outcome: Outcome) -> None:
        """Fix every column whose reduced cost is more than the stage has to give."""
        root = outcome.root
        if root is None or self.point is None:
            return
        spare = root.most - root.scale * outcome.value
        loose = self.search.lower < self.search.upper
        stuck = loose & (abs(root.slopes) > spare)
        columns = [int(c) for c in stuck.nonzero()[0]]
        if not columns:
            return
        claim = len(self.claims)
        leaf = Leaf({**root.multipliers, row: root.scale})
        self.claims.append(Claim("fixed", (), Linear((), ()), 0, leaf))
        for column in columns:
            least = -((spare - abs(int(root.slopes[column]))) // root.scale)
            self.losses[column] = (claim, max(1, least))
        self.search.fix(columns, [self.point[c] for c in columns])
        self._force()

    def _force(self) -> None:
        """Fix what the rows leave no choice about, now that other columns are fixed."""
        for multipliers, columns, _values in self.search.force():
            self.claims.append(Claim("fixed", (), Linear((), ()), 0, Leaf(multipliers)))
            for column in columns:
                self.losses.setdefault(int(column), (len(self.claims) - 1, 1))

    def settle(self, most: int | None) -> int | None:
        """Find which open seats can still differ and fix the others.

        Returns how many can, or None when it was not established with proofs of ``most`` nodes.
        """
        if self.point is None:
            raise Undecided
        sure = settle(self.search, self.point, self.open_seats(), most, self._keep)
        return len(self.open_seats()) if sure else None

    def settle_after(self, *, last_of_all: bool) -> int | None:
        """Settle the ties after a stage: always after the last, before only where it is cheap.

        Where a stage rests on the solver's word, so would every tie: none is then established.
        """
        if any(outcome.status != "proven" for _step, outcome in self.outcomes):
            return None
        if last_of_all:
            return self.settle(None)
        if self.search.limits.ties_at_every_stage or len(self.open_seats()) <= EARLY_SEATS:
            return self.settle(EARLY_NODES)
        return None

    def _keep(self, kept: Kept) -> None:
        self.claims.append(Claim("settled", (), kept.form, kept.target, kept.tree))
        for column in kept.columns:
            self.losses.setdefault(column, (len(self.claims) - 1, 1))
        self.search.fix(kept.columns, kept.values)


class NoListError(SolverError):
    """No list keeps all rules; ``run`` holds the refutation. `solve` raises it as a `Clash`."""

    def __init__(self, run: Run) -> None:
        super().__init__("no list keeps all rules")
        self.run = run


def solve(
    problem: Problem,
    progress: ProgressReporter | None = None,
    limits: Limits | None = None,
) -> Allocation:
    """The lexicographically best list of a problem, with its proof.

    Raises `dvk_solver.Clash` when the rules cannot all hold (proven in integers), and `Undecided`
    when a limit was reached, or the caller stopped, before any list was found. With a limit, or
    when ``progress`` returns True, the best list so far is returned with the status ``feasible``;
    decisions whose price there was no time for have the effect ``unknown``, and a clash says when
    it is not `complete`.
    """
    job = Job(limits, progress)
    try:
        run = begin(problem, job, tell=True)
    except NoListError as none:
        from dvk_solver.clash import explain_clash

        raise explain_clash(problem, none.run, job) from None
    allocation = finish(run)
    if not problem.decisions:
        return allocation
    lines = tuple(_price(problem, allocation, i, job) for i in range(len(problem.decisions)))
    return allocation.model_copy(update={"decisions": lines})


def begin(
    problem: Problem,
    job: Job,
    forced: tuple[str, str, int] | None = None,
    *,
    tell: bool = False,
) -> Run:
    """Run every stage and settle its ties; raises `NoListError` when no list exists.

    ``forced`` is a tier, a candidate and the value 0 or 1 that this seat must have. ``tell``: the
    stages are what the caller of the job hears of. Raises `Undecided` when the job ends before any
    list was found.
    """
    if job.over:
        raise job.undecided()
    expansion = expand(problem)
    if forced is not None:
        column = expansion.program.index["seat", forced[0], forced[1]]
        sign = -1 if forced[2] else 1
        form = Linear((column,), (sign,))
        expansion.program.add_row(("forced", *forced[:2]), form, sign * forced[2])
    search = Search(expansion.program, expansion.complete, job)
    run = Run(expansion, search)
    todo = steps(expansion)
    try:
        for number, step in enumerate(todo):
            if tell:
                job.tell(Progress(number, len(todo), step.name))
            search.remaining()
            outcome = run.advance(("stage", str(number)), step.form)
            if outcome.status == "infeasible":
                raise NoListError(run)
            run.outcomes.append((step, outcome))
            if step.kind == "seats" and not run.stopped:
                tier = problem.objectives[step.objective].tier or ""
                run.round_shares(tier, ("stage", str(number)), step.form, outcome)
            value, bound = step.sign * outcome.value, step.sign * outcome.bound
            if tell:
                job.tell(Progress(number, len(todo), step.name, value, bound, outcome.status))
            if run.stopped:
                break
            last = number + 1 == len(todo) or todo[number + 1].objective != step.objective
            if last or step.kind == "soft":
                run.open_after[number] = run.settle_after(last_of_all=number + 1 == len(todo))
        if not todo:
            outcome = run.advance(("stage", "0"), Linear((), ()))
            if outcome.status == "infeasible":
                raise NoListError(run)
            run.open_after[-1] = run.settle(None)
    except Stopped:
        if run.point is None:
            raise job.undecided() from None
        run.stopped = True
    return run


def finish(run: Run) -> Allocation:
    """Decide the ties of a run and write the allocation."""
    expansion = run.expansion
    todo = steps(expansion)
    ties, unique_at = _decide_ties(run)
    point = run.point
    if point is None:
        raise Undecided
    if (broken := expansion.program.first_broken(point)) is not None:
        raise InternalError(f"the list breaks {broken}: nothing is returned")
    stages = _stages(run, todo, point)
    proven = all(stage.status == "proven" for stage in stages) and unique_at is not None
    status = "optimal" if proven else "unproven"
    if run.stopped:
        status = "feasible"
    if ties.decided_by == "refused":
        return Allocation(
            status="tied",
            selected=selected(expansion, point, without={(s.tier, s.candidate) for s in ties.open}),
            stages=stages,
            unique_at=None,
            tiers=(),
            quotas=(),
            ties=ties,
            solver=_solver(),
        )
    return Allocation(
        status=status,
        selected=selected(expansion, point),
        stages=stages,
        unique_at=unique_at,
        tiers=limit_lines(expansion, point),
        quotas=quota_lines(expansion, point),
        ties=ties,
        solver=_solver(),
        certificate=_certificate(run, point) if proven else None,
        run=run if unique_at is not None else None,
    )


def _certificate(run: Run, point: list[int]) -> dict[str, Any] | None:
    return write_optimum(
        run.expansion.problem,
        run.expansion.program,
        selected(run.expansion, point),
        [step.form.value(point) for step, _outcome in run.outcomes],
        run.claims,
    )


def _solver() -> dict[str, str]:
    from dvk_solver.backend import versions

    return versions()


def _decide_ties(run: Run) -> tuple[Ties, int | Literal["tie_break"] | None]:
    keys, tie = run.expansion.program.keys, run.expansion.problem.tie_break
    if run.stopped or not run.open_after or run.open_after[max(run.open_after)] is None:
        return Ties(open=(), decided_by="not_established"), None
    columns = run.open_seats()
    if not columns:
        return Ties(open=(), decided_by="nothing"), _first_unique(run)
    seats = tuple(Seat(tier=keys[c][1], candidate=keys[c][2]) for c in columns)
    if tie.kind == "refuse":
        return Ties(open=seats, decided_by="refused"), None
    try:
        for number, form in enumerate(blocks(run.expansion, columns)):
            if run.open_seats():
                run.advance(("tie", str(number)), form)
        left = run.settle(None)
    except Stopped:
        run.stopped = True
        return Ties(open=seats, decided_by="not_established"), None
    unique = not run.stopped and left == 0
    return Ties(open=seats, decided_by=tie.kind), "tie_break" if unique else None


def _first_unique(run: Run) -> int:
    """The number of the first stage (as listed in the result) that left one list."""
    stage = -1
    for number, (step, _outcome) in enumerate(run.outcomes):
        if number == 0 or not _same_stage(run.outcomes[number - 1][0], step):
            stage += 1
        if run.open_after.get(number) == 0:
            return stage
    return max(stage, 0)


def _same_stage(left: Step, right: Step) -> bool:
    return left.objective == right.objective and left.kind == right.kind == "leximin"


def _stages(run: Run, todo: Sequence[Step], point: list[int]) -> tuple[Stage, ...]:
    """One entry an objective (and soft priority); the steps of a leximin objective are levels."""
    rank: list[StageStatus] = ["proven", "optimal", "feasible"]
    found: list[Stage] = []
    previous: Step | None = None
    for number, step in enumerate(todo):
        value = step.form.value(point)
        bound, status = _box(run, step.form), rank[2]
        if number < len(run.outcomes):
            outcome = run.outcomes[number][1]
            bound = outcome.bound
            status = rank[{"proven": 0, "optimal": 1}.get(outcome.status, 2)]
            if status != "feasible" and value != outcome.value:
                raise InternalError(
                    f"the stage {step.name} has lost its value: nothing is returned"
                )
        level: tuple[Level, ...] = ()
        if step.threshold is not None:
            level = (Level(share=step.threshold, values=value),)
        stage = Stage(
            objective=step.name,
            kind=step.kind,
            value=step.sign * value,
            bound=step.sign * bound,
            status=status,
            levels=level,
            open=run.open_after.get(number),
        )
        if previous is not None and _same_stage(previous, step):
            before = found.pop()
            stage = stage.model_copy(
                update={
                    "value": before.value + stage.value,
                    "bound": before.bound + stage.bound,
                    "status": rank[max(rank.index(before.status), rank.index(stage.status))],
                    "levels": before.levels + stage.levels,
                }
            )
        found.append(stage)
        previous = step
    return tuple(found)


def _box(run: Run, form: Linear) -> int:
    """The largest value within the column bounds alone: a bound for stages not reached."""
    lower, upper = run.search.lower, run.search.upper
    return sum(a * int((upper if a > 0 else lower)[c]) for c, a in form.terms())


def _price(problem: Problem, allocation: Allocation, number: int, job: Job) -> DecisionLine:
    """Solve again without one decision and compare stage by stage."""
    decision = problem.decisions[number]
    line = DecisionLine(**decision.model_dump())
    rest = tuple(d for i, d in enumerate(problem.decisions) if i != number)
    name = f"{decision.action}:{decision.tier}:{decision.candidate}"
    job.tell(Progress(number, len(problem.decisions), name, task="decisions"))
    try:
        other = finish(begin(problem.model_copy(update={"decisions": rest}), job))
    except NoListError:
        return line.model_copy(update={"effect": "needed"})
    except Undecided:
        return line
    if "feasible" in (other.status, allocation.status):
        return line
    for mine, theirs in zip(allocation.stages, other.stages, strict=True):
        if (mine.value, mine.levels) != (theirs.value, theirs.levels):
            here, there = mine.against(theirs)
            price = abs(there - here)
            update = {"effect": "worsens", "stage": mine.objective, "price": price}
            return line.model_copy(update=update)
    effect = "none" if other.selected == allocation.selected else "changes_list"
    return line.model_copy(update={"effect": effect})
