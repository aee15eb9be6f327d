"""Maximise one linear form over a program in exact integers, with a proof.

LP first: its duals give a safe integer bound and fix columns by reduced costs. Over what is left a
small tree looks for the list and is its proof; only where it outgrows its limit is the integer
solver asked, what that finds re-checked, and a larger tree grown to show that one unit more is
impossible. Once a stage was hard to prove, few lists reach its optimum: later trees go through
those, guided by its form, instead of asking the integer solver again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dvk_solver.backend import NEARLY_INTEGER, solve_integer
from dvk_solver.core import BETTER, Core
from dvk_solver.exact import SCALE, Exact, Weighing
from dvk_solver.job import Job
from dvk_solver.outcome import Outcome, Status, Stopped
from dvk_solver.program import Linear, Program, Row
from dvk_solver.proof import Fix, Leaf, Tree, nodes
from dvk_solver.tree import Aim, Better, Grower, TooLarge

__all__ = ["Search"]

#: A tree is first grown over about this many columns, the likeliest to differ from the LP's list;
#: where nothing that good exists, over `WIDER` times as many.
NARROW, WIDER = 48, 4
#: Nodes of such a tree before the integer solver is asked for a list to prove.
EAGER_NODES = 60
#: Columns given to the integer solver at first.
INTEGER = 400


class Search:
    """A program being narrowed down: rows are added, columns are fixed, forms are maximised."""

    def __init__(
        self,
        program: Program,
        complete: Callable[[Sequence[int]], list[int]],
        job: Job,
    ) -> None:
        import numpy as np

        self.np: Any = np
        self.program = program
        self.job = job
        self.limits = job.limits
        self._complete = complete
        self.exact = Exact.of(len(program.keys), program.rows)
        self.lower = np.array(program.lower, dtype=np.int64)
        self.upper = np.array(program.upper, dtype=np.int64)
        self._core: Core | None = None
        self._aim: Aim | None = None
        self._largest = EAGER_NODES

    def add_row(self, row: Row) -> int:
        """Add a row for good and return its number."""
        self.program.rows.append(row)
        self.exact = self.exact.extended([row])
        self._core = None
        return len(self.program.rows) - 1

    def fix(self, columns: Sequence[int], values: Sequence[int]) -> None:
        """Fix columns for good; the caller holds the proof."""
        if len(columns):
            chosen = list(columns)
            self.lower[chosen] = values
            self.upper[chosen] = values
            self._core = None

    def follow(self, aim: Aim, proof: Tree | None) -> None:
        """Let later trees follow the form whose optimum took the largest proof until now.

        Hardly a point reaches that optimum, and its LPs tell best which do. A proof that was not
        completed counts as the largest there can be.
        """
        size = self.limits.proof_nodes + 1 if proof is None else nodes(proof)
        if size > self._largest:
            self._aim, self._largest = aim, size

    def force(self) -> Iterator[tuple[dict[int, int], Any, Any]]:
        """Fix for good what the rows leave no choice about: multipliers, columns, values."""
        while (found := self.exact.forced(self.lower, self.upper)) is not None:
            rows, columns, values = found
            self.fix(columns, values)
            yield {int(row): 1 for row in rows}, columns, values

    @property
    def core(self) -> Core:
        """What the bounds as they stand leave open."""
        if self._core is None:
            self._core = Core(self.exact, self.lower, self.upper, pause=self.job.pause)
        return self._core

    def remaining(self) -> float | None:
        """Seconds left, or None without a limit; raises `Stopped` when there are none."""
        return self.job.remaining()

    def accept(self, point: Sequence[int] | None) -> list[int] | None:
        """The point with its dependent columns completed, if every row and bound holds exactly."""
        if point is None:
            return None
        full = self._complete(point)
        array = self.np.array(full, dtype=self.np.int64)
        if (array < self.lower).any() or (array > self.upper).any():
            return None
        return full if self.exact.holds(array) else None

    def maximise(self, form: Linear, incumbent: list[int] | None, *, prove: bool = True) -> Outcome:
        """Maximise ``form`` over the integer points of the program as it stands.

        ``incumbent`` must be feasible when given. Without ``prove`` only a small tree is grown: a
        value that it does not prove is ``optimal`` on the solver's word. Raises `Stopped` only
        without an incumbent; with one, a stop is answered with the best point and the bound.
        """
        try:
            self.remaining()
            answer, root = self._relax(form)
            tree = self._refute_all() if root is None else None
        except Stopped:
            if incumbent is None:
                raise
            value = form.value(incumbent)
            return Outcome("feasible", value, self._most(form), incumbent, None, None)
        if root is None:
            status: Status = "infeasible" if tree is not None else "feasible"
            return Outcome(status, 0, 0, None, tree, None)
        best = incumbent
        rounded = self._rounded(answer)
        if rounded is not None and (best is None or form.value(rounded) > form.value(best)):
            best = rounded
        if best is not None and form.value(best) == root.bound:
            return Outcome("proven", root.bound, root.bound, best, self._proof(root), root)
        try:
            return self._with_integers(form, best, root, prove=prove)
        except Stopped as stopped:
            best = stopped.best or best
            if best is None:
                raise
            return Outcome("feasible", form.value(best), root.bound, best, None, root)

    def _relax(self, form: Linear) -> tuple[Any, Weighing | None]:
        """The LP's point, and the form's bound in integers (None: the LP has no point)."""
        answer = self.core.solve(form)
        if answer.status == "infeasible":
            return None, None
        duals = self.np.zeros(len(self.program.rows))
        point = self.core.lower.astype(float)
        if answer.status == "optimal":
            duals[self.core.rows] = answer.duals
            point = self.core.spread(answer.point)
        y = self.exact.integers(duals, SCALE)
        return point, self.exact.weigh(y, form, self.core.lower, self.core.upper)

    def _with_integers(
        self, form: Linear, best: list[int] | None, root: Weighing, *, prove: bool
    ) -> Outcome:
        best, tree = self._grow(form, best, root)
        if tree is None and best is not None and self._aim is not None:
            known = best
            best, tree = self._through(form, best, root, first=not prove)
            if tree is None and best is not known and not prove:
                return Outcome("feasible", form.value(best), root.bound, best, None, root)
        if tree is not None and best is not None:
            value = form.value(best)
            return Outcome("proven", value, value, best, tree, root)
        best, said_optimal = self._ask(form, best, root)
        if best is None:
            tree = self._refute_all()
            if tree is None:
                return Outcome("feasible", 0, root.bound, None, None, root)
            return Outcome("infeasible", 0, 0, None, tree, root)
        while True:
            value = form.value(best)
            if value == root.bound:
                return Outcome("proven", value, value, best, self._proof(root), root)
            status: Status = "optimal" if said_optimal else "feasible"
            bound = value if said_optimal else root.bound
            if not prove:
                return Outcome(status, value, bound, best, None, root)
            try:
                tree = self.refute(form, value + 1, root, aimed=False)
            except Better as better:
                best = better.point
                continue
            except (TooLarge, Stopped):
                return Outcome(status, value, bound, best, None, root)
            return Outcome("proven", value, value, best, tree, root)

    def _targets(
        self, form: Linear, best: list[int] | None, root: Weighing, first: int
    ) -> Iterator[tuple[int | None, bool]]:
        """Values to look for, from close to the bound to just above the best list known.

        Each leaves more columns open than the one before; the last one (None: any value) is said.
        """
        slopes = self.np.abs(root.slopes[self.core.columns])
        slopes = self.np.sort(slopes[slopes > 0])
        count = first
        while True:
            floor = None if best is None else form.value(best) + 1
            if count >= len(slopes):
                yield floor, True
                return
            target = (root.most - int(slopes[count])) // root.scale
            if floor is not None and target <= floor:
                yield floor, True
                return
            yield target, False
            count *= WIDER

    def _grow(
        self, form: Linear, best: list[int] | None, root: Weighing
    ) -> tuple[list[int] | None, Tree | None]:
        """Grow small trees towards values close to the bound: the best list, maybe its proof."""
        eager = min(EAGER_NODES, self.limits.proof_nodes)
        for target, last in self._targets(form, best, root, NARROW):
            lower, upper = self.lower, self.upper
            if target is not None:
                lower, upper = self._fixed_against(root, target)
            reach = self._least(form) if target is None else target
            grower = self._grower(lower, upper, form, reach, eager, first=False, aim=None)
            try:
                tree = grower.grow()
            except TooLarge as large:
                return large.best or best, None
            except Stopped:
                raise Stopped(grower.best or best) from None
            if grower.best is not None or last:
                known = grower.best or best
                return known, None if known is None else self._proof(root, tree)
        return best, None

    def _through(
        self, form: Linear, best: list[int], root: Weighing, *, first: bool
    ) -> tuple[list[int], Tree | None]:
        """Look for a better list among the few that a hard stage leaves: the best (or the first
        better) one, maybe its proof.
        """
        target = form.value(best) + 1
        lower, upper = self._fixed_against(root, target)
        nodes, aim = self.limits.proof_nodes, self._aim
        grower = self._grower(lower, upper, form, target, nodes, first=first, aim=aim)
        try:
            tree = grower.grow()
        except Better as better:
            return better.point, None
        except TooLarge as large:
            return large.best or best, None
        except Stopped:
            raise Stopped(grower.best or best) from None
        return grower.best or best, self._proof(root, tree)

    def _ask(
        self, form: Linear, best: list[int] | None, root: Weighing
    ) -> tuple[list[int] | None, bool]:
        """Ask the integer solver about the columns that reduced costs leave open.

        Every point that reaches the target keeps the columns fixed against it, so a point found
        there that reaches it is the best there is. Before any list is known the target is not a
        row: a search without one is left with nothing when it stops, and spends itself on showing
        that the target is out of reach.
        """
        for target, last in self._targets(form, best, root, INTEGER):
            core = self.core
            if target is not None:
                core = Core(self.exact, *self._fixed_against(root, target), pause=self.job.pause)
            mine, held = core.translate(form)
            answer = solve_integer(
                core.exact,
                mine,
                core.low,
                core.high,
                floor=None if best is None or target is None else target - held,
                time_limit=self.remaining(),
                pause=self.job.pause,
                solver=self.limits.solver,
            )
            found = None
            if answer.point is not None:
                point = core.spread(self.np.array(answer.point, dtype=self.np.int64))
                found = self.accept([int(v) for v in point])
            if found is not None and (best is None or form.value(found) > form.value(best)):
                best = found
                reached = target is None or form.value(found) >= target
                if last or answer.status != "optimal" or reached:
                    return best, answer.status == "optimal"
            elif answer.status == "stopped":
                raise Stopped(best)
            elif last:
                return best, answer.status == "infeasible"
        return best, False

    def _least(self, form: Linear) -> int:
        """The least the form can be within the column bounds."""
        return sum(a * int((self.lower if a > 0 else self.upper)[c]) for c, a in form.terms())

    def _most(self, form: Linear) -> int:
        """The most the form can be within the column bounds."""
        return -self._least(form.negated())

    def _rounded(self, point: Any) -> list[int] | None:
        np = self.np
        nearest = np.rint(point)
        if nearest.size and float(np.abs(point - nearest).max()) > NEARLY_INTEGER:
            return None
        return self.accept([int(v) for v in nearest])

    def _fixed_against(self, root: Weighing, target: int) -> tuple[Any, Any]:
        """Bounds that every point with the form at least ``target`` keeps."""
        np = self.np
        stuck = root.most - np.abs(root.slopes) < root.scale * target
        lower, upper = self.core.lower, self.core.upper
        return (
            np.where(stuck & (root.slopes > 0), upper, lower),
            np.where(stuck & (root.slopes <= 0), lower, upper),
        )

    def refute(
        self,
        form: Linear | None,
        target: int,
        root: Weighing | None,
        most: int | None = None,
        *,
        aimed: bool = True,
    ) -> Tree:
        """A tree of at most ``most`` nodes that shows no integer point has ``form ≥ target``.

        ``aimed``: follow the hardest stage until now, if one was hard. Raises `Better` with a point
        that has, `TooLarge` when the limit is reached.
        """
        lower, upper = self.lower, self.upper
        if root is not None:
            lower, upper = self._fixed_against(root, target)
        nodes = self.limits.proof_nodes if most is None else most
        aim = self._aim if aimed and form is not None else None
        tree = self._grower(lower, upper, form, target, nodes, first=True, aim=aim).grow()
        return tree if root is None else self._proof(root, tree)

    def _grower(
        self,
        lower: Any,
        upper: Any,
        form: Linear | None,
        target: int,
        nodes: int,
        *,
        first: bool,
        aim: Aim | None,
    ) -> Grower:
        goal = None if aim is None or form is None else Row(("goal",), form.negated(), -target)
        core = Core(self.exact, lower, upper, goal, self.job.pause)
        return Grower(core, form, target, nodes, self.accept, self.remaining, first=first, aim=aim)

    def _proof(self, root: Weighing, tree: Tree | None = None) -> Tree:
        """The root bound as a proof: alone, or as what fixes columns before ``tree``."""
        multipliers = {BETTER: root.scale, **root.multipliers}
        return self.core.proof(Leaf(multipliers) if tree is None else Fix((multipliers,), tree))

    def _refute_all(self) -> Tree | None:
        try:
            return self.refute(None, 1, None)
        except (Better, TooLarge):
            return None
