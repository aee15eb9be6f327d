"""Maximise one linear form over a program in exact integers, with a proof.

LP first: its duals give a safe integer bound and fix columns by reduced costs; only what is left
goes to the integer solver; what that finds is re-checked, and a refutation tree of LPs shows in
integers that one unit more is impossible.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dvk_solver.backend import NEARLY_INTEGER, LpAnswer, LpModel, solve_integer
from dvk_solver.exact import SCALE, Exact, Weighing
from dvk_solver.program import Linear, Program, Row
from dvk_solver.proof import Branch, Fix, Leaf, Tree

__all__ = ["BETTER", "Better", "Limits", "Outcome", "Search", "Status", "Stopped", "TooLarge"]

#: proven: an integer proof exists. optimal: the solver's word at gap 0, proof not completed.
#: feasible: stopped early, the best list found. infeasible: proven that no list exists.
Status = Literal["proven", "optimal", "feasible", "infeasible"]

#: The row number that stands, in a proof of optimality, for "the objective is better by one".
BETTER = -1


#: How many fractional columns are weighed before a split, and how often each is tried out.
CANDIDATES, RELIABLE = 8, 1
#: Up to this many open columns one wide target costs less than several narrow ones.
SMALL_CORE = 2_000
#: So close to its bound a list is likely the best: a small proof is tried before another solve.
NEAR, NEAR_NODES = 5, 40
#: Simplex steps spent on trying one half of a split.
PROBE_STEPS = 200
#: A gain beyond any real one: that half of the split is refuted.
FAR = 1e9


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds for the whole job, and how much to spend on one proof.

    ``proof_nodes`` bounds each refutation tree; an optimum whose tree is not finished is reported
    as ``optimal`` (the solver's word), never as ``proven``. ``solver`` is ``highs`` or ``cbc``.
    ``ties_at_every_stage``: count the open seats after every stage, not only where it is cheap.
    """

    seconds: float | None = None
    proof_nodes: int = 2_000
    solver: str = "highs"
    ties_at_every_stage: bool = False


class Stopped(Exception):  # noqa: N818 - it is a request, not an error
    """The time limit or the caller asked to stop; the best list so far is kept by the search."""


class Better(Exception):  # noqa: N818 - control flow between a proof and its caller
    """A proof attempt met a point that reaches the target."""

    def __init__(self, point: list[int]) -> None:
        super().__init__()
        self.point = point


class TooLarge(Exception):  # noqa: N818 - control flow between a proof and its caller
    """A proof tree outgrew its limit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one maximisation; ``tree`` proves it, ``root`` is the first safe bound."""

    status: Status
    value: int
    bound: int
    point: list[int] | None
    tree: Tree | None
    root: Weighing | None


class Search:
    """A program being narrowed down: rows are added, columns are fixed, forms are maximised."""

    def __init__(
        self,
        program: Program,
        complete: Callable[[Sequence[int]], list[int]],
        limits: Limits,
        *,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        import numpy as np

        self.np: Any = np
        self.program = program
        self.limits = limits
        self._complete = complete
        self._stop = stop
        self._start = time.monotonic()
        self.exact = Exact(program)
        self.model = LpModel(program)
        self.lower = np.array(program.lower, dtype=np.int64)
        self.upper = np.array(program.upper, dtype=np.int64)

    def add_row(self, row: Row) -> int:
        """Add a row for good and return its number."""
        self.program.rows.append(row)
        self.exact.add_row(row)
        self.model.add_row(row)
        return len(self.program.rows) - 1

    def fix(self, columns: Sequence[int], values: Sequence[int]) -> None:
        """Fix columns for good; the caller holds the proof."""
        if len(columns):
            chosen = list(columns)
            self.lower[chosen] = values
            self.upper[chosen] = values
            self.model.set_bounds(chosen, values, values)

    def remaining(self) -> float | None:
        """Seconds left, or None without a limit; raises `Stopped` when there are none."""
        if self._stop is not None and self._stop():
            raise Stopped
        if self.limits.seconds is None:
            return None
        left = self.limits.seconds - (time.monotonic() - self._start)
        if left <= 0:
            raise Stopped
        return left

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

        ``incumbent`` must be feasible when given. Without ``prove`` no tree is grown: a value that
        the root LP does not prove is ``optimal`` on the solver's word. Raises `Stopped` only
        without an incumbent; with one, a stop is answered with the best point and the bound.
        """
        self.remaining() if incumbent is None else None
        answer = self.model.solve(form)
        if answer.status == "infeasible":
            tree = self._refute_all()
            status: Status = "infeasible" if tree is not None else "feasible"
            return Outcome(status, 0, 0, None, tree, None)
        root = self._weigh(answer, form)
        best = incumbent
        rounded = self._rounded(answer)
        if rounded is not None and (best is None or form.value(rounded) > form.value(best)):
            best = rounded
        if best is not None and form.value(best) == root.bound:
            return Outcome("proven", root.bound, root.bound, best, self._leaf(root), root)
        try:
            return self._with_integers(form, best, root, prove=prove)
        except Stopped:
            if best is None:
                raise
            return Outcome("feasible", form.value(best), root.bound, best, None, root)

    def _with_integers(
        self, form: Linear, best: list[int] | None, root: Weighing, *, prove: bool
    ) -> Outcome:
        while prove and best is not None and root.bound - form.value(best) <= NEAR:
            value = form.value(best)
            if value == root.bound:
                return Outcome("proven", value, value, best, self._leaf(root), root)
            try:
                tree = self.refute(form, value + 1, root, NEAR_NODES)
            except Better as better:
                best = better.point
            except TooLarge:
                break
            else:
                return Outcome("proven", value, value, best, tree, root)
        best, said_optimal = self._core(form, best, root)
        if best is None:
            tree = self._refute_all()
            if tree is None:
                return Outcome("feasible", 0, root.bound, None, None, root)
            return Outcome("infeasible", 0, 0, None, tree, root)
        while True:
            value = form.value(best)
            if value == root.bound:
                return Outcome("proven", value, value, best, self._leaf(root), root)
            status: Status = "optimal" if said_optimal else "feasible"
            bound = value if said_optimal else root.bound
            if not prove:
                return Outcome(status, value, bound, best, None, root)
            try:
                tree = self.refute(form, value + 1, root)
            except Better as better:
                best = better.point
                continue
            except (TooLarge, Stopped):
                return Outcome(status, value, bound, best, None, root)
            return Outcome("proven", value, value, best, tree, root)

    def _core(
        self, form: Linear, best: list[int] | None, root: Weighing
    ) -> tuple[list[int] | None, bool]:
        """Ask the integer solver about the columns that reduced costs leave open.

        The target starts close to the safe bound and widens: every point that reaches the target
        keeps the columns fixed against it, so a point found there that reaches it is the best there
        is. Before any list is known the target is not a row: a search without one is left with
        nothing when it stops, and spends itself on showing that the target is out of reach.
        """
        small = int((self.lower < self.upper).sum()) <= SMALL_CORE
        gap = (abs(root.bound) >> (8 if small else 18)) + 1
        while True:
            floor = None if best is None else form.value(best) + 1
            target = root.bound - gap
            last = floor is not None and target <= floor
            if last and floor is not None:
                target = floor
            if floor is None and gap > 2 * self._range(form):
                lower, upper, last = self.lower, self.upper, True
            else:
                lower, upper = self._fixed_against(root, target)
            answer = solve_integer(
                self.program,
                form,
                [int(v) for v in lower],
                [int(v) for v in upper],
                extra=() if floor is None else (Row(("better",), form.negated(), -target),),
                time_limit=self.remaining(),
                solver=self.limits.solver,
            )
            found = self.accept(answer.point)
            if found is not None and (best is None or form.value(found) > form.value(best)):
                best = found
                if last or answer.status != "optimal" or form.value(found) >= target:
                    return best, answer.status == "optimal"
            elif answer.status == "stopped":
                raise Stopped
            elif last:
                return best, answer.status == "infeasible"
            gap *= 8

    def _range(self, form: Linear) -> int:
        """How far the form can move within the column bounds."""
        return sum(abs(a) * int(self.upper[c] - self.lower[c]) for c, a in form.terms()) + 1

    def _weigh(self, answer: LpAnswer, form: Linear, scale: int = SCALE) -> Weighing:
        y = self.exact.integers(answer.duals, scale)
        return self.exact.weigh(y, form, self.lower, self.upper, scale)

    def _leaf(self, weighing: Weighing) -> Leaf:
        return Leaf({BETTER: weighing.scale, **weighing.multipliers})

    def _rounded(self, answer: LpAnswer) -> list[int] | None:
        np = self.np
        nearest = np.rint(answer.point)
        if nearest.size and float(np.abs(answer.point - nearest).max()) > NEARLY_INTEGER:
            return None
        return self.accept([int(v) for v in nearest])

    def _fixed_against(self, root: Weighing, target: int) -> tuple[Any, Any]:
        """Bounds that every point with the form at least ``target`` keeps."""
        np = self.np
        stuck = root.most - np.abs(root.slopes) < root.scale * target
        lower = np.where(stuck & (root.slopes > 0), self.upper, self.lower)
        upper = np.where(stuck & (root.slopes <= 0), self.lower, self.upper)
        return lower, upper

    def refute(
        self, form: Linear | None, target: int, root: Weighing | None, most: int | None = None
    ) -> Tree:
        """A tree of at most ``most`` nodes that shows no integer point has ``form ≥ target``.

        Raises `Better` with a point that has, `TooLarge` when the limit is reached.
        """
        if root is not None:
            lower, upper = self._fixed_against(root, target)
        else:
            lower, upper = self.lower.copy(), self.upper.copy()
        try:
            tree = _Refuter(self, form, target, most).run(lower, upper)
        finally:
            self.model.set_bounds(None, self.lower, self.upper)
        return tree if root is None else Fix(self._leaf(root).multipliers, tree)

    def _refute_all(self) -> Tree | None:
        try:
            return self.refute(None, 1, None)
        except (Better, TooLarge):
            return None


class _Refuter:
    """Depth-first refutation: at each node an LP either contradicts the target or is split."""

    def __init__(self, search: Search, form: Linear | None, target: int, most: int | None) -> None:
        self.search = search
        self.form = form
        self.target = target
        self.left = search.limits.proof_nodes if most is None else most
        #: column → sums of gains per unit (down, up) and how often it was tried
        self.gains: dict[int, list[float]] = {}

    def run(self, lower: Any, upper: Any) -> Tree:
        """Refute within the given bounds (recursion depth is the number of branchings)."""
        search = self.search
        self.left -= 1
        if self.left < 0:
            raise TooLarge
        search.remaining()
        search.model.set_bounds(None, lower, upper)
        answer = search.model.solve(self.form)
        leaf = self._leaf(answer, lower, upper)
        if leaf is not None:
            return leaf
        column, at = self._split(answer, lower, upper)
        down, raised = upper.copy(), lower.copy()
        down[column], raised[column] = at, at + 1
        return Branch(column, at, self.run(lower, down), self.run(raised, upper))

    def _leaf(self, answer: LpAnswer, lower: Any, upper: Any) -> Leaf | None:
        exact = self.search.exact
        if answer.status == "optimal":
            if self.form is None:
                return None
            for scale in (SCALE, SCALE << 20):
                y = exact.integers(answer.duals, scale)
                weighing = exact.weigh(y, self.form, lower, upper, scale)
                if weighing.bound < self.target:
                    return Leaf({BETTER: scale, **weighing.multipliers})
        if answer.status == "infeasible" and answer.duals.size:
            largest = float(answer.duals.max(initial=0.0)) or 1.0
            for scale in (SCALE, SCALE << 20):
                y = exact.integers(answer.duals / largest, scale)
                weighing = exact.weigh(y, None, lower, upper, scale)
                if weighing.most < 0:
                    return Leaf(weighing.multipliers)
        if (lower == upper).all():
            return self._broken(lower)
        return None

    def _broken(self, values: Any) -> Leaf:
        """At a single point: the row it breaks, or the better point it is."""
        point = [int(v) for v in values]
        for number, row in enumerate(self.search.program.rows):
            if not row.holds(point):
                return Leaf({number: 1})
        if self.form is not None and self.form.value(point) < self.target:
            return Leaf({BETTER: 1})
        raise Better(point)

    def _split(self, answer: LpAnswer, lower: Any, upper: Any) -> tuple[int, int]:
        np, search = self.search.np, self.search
        if answer.status == "optimal":
            point = search.accept([int(v) for v in np.rint(answer.point)])
            if point is not None and (self.form is None or self.form.value(point) >= self.target):
                raise Better(point)
            away = np.abs(answer.point - np.rint(answer.point))
            order = np.argsort(-away, kind="stable")[:CANDIDATES]
            columns = [int(c) for c in order if float(away[c]) > NEARLY_INTEGER]
            if columns:
                column = self._most_telling(columns, answer, lower, upper)
                return column, int(np.floor(answer.point[column]))
        # No fraction to split on: take the first open column; the tree stays finite.
        column = int(np.flatnonzero(lower < upper)[0])
        return column, int(lower[column])

    def _most_telling(self, columns: list[int], answer: LpAnswer, lower: Any, upper: Any) -> int:
        """The column whose two halves lower the bound most (product rule, reliability branching).

        A column seen less than `RELIABLE` times is tried out; afterwards its average is trusted
        (Achterberg, Koch and Martin, "Branching rules revisited", 2005).
        """
        best, chosen = -1.0, columns[0]
        if self.form is None or len(columns) == 1:
            return chosen
        value = self._value(answer)
        for column in columns:
            part = float(answer.point[column]) % 1.0
            seen = self.gains.setdefault(column, [0.0, 0.0, 0.0])
            if seen[2] < RELIABLE:
                down, up = self._try(column, answer, lower, upper, value)
                seen[0] += min(down, FAR) / max(part, 1e-3)
                seen[1] += min(up, FAR) / max(1.0 - part, 1e-3)
                seen[2] += 1.0
            else:
                down, up = seen[0] / seen[2] * part, seen[1] / seen[2] * (1.0 - part)
            score = max(down, 1e-6) * max(up, 1e-6)
            if score > best:
                best, chosen = score, column
            if score >= FAR:
                break  # one half is refuted already
        return chosen

    def _try(
        self, column: int, answer: LpAnswer, lower: Any, upper: Any, value: float
    ) -> tuple[float, float]:
        """How much the LP's value falls on either side of a split."""
        at = int(self.search.np.floor(answer.point[column]))
        model, found = self.search.model, [0.0, 0.0]
        for side, (low, high) in enumerate(((lower[column], at), (at + 1, upper[column]))):
            model.set_bounds([column], [low], [high])
            reached = model.probe(self.form, PROBE_STEPS) if self.form is not None else value
            refuted = reached is None or reached < self.target - 1e-6
            found[side] = 2 * FAR if refuted else max(value - (reached or 0.0), 0.0)
        model.set_bounds([column], [lower[column]], [upper[column]])
        return found[0], found[1]

    def _value(self, answer: LpAnswer) -> float:
        form = self.form
        if form is None:
            return 0.0
        return float(sum(a * answer.point[c] for c, a in form.terms()))
