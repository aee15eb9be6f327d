"""What a program leaves open within bounds: few columns, the rows they can still break, an LP.

Everything fixed is taken off the right sides, so an LP here is as small as the question; bounds
and proofs found here are about the whole program, row numbers translated back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dvk_solver.backend import LpAnswer, LpModel
from dvk_solver.exact import SCALE, Exact, Weighing
from dvk_solver.program import Linear, Row
from dvk_solver.proof import Fix, Leaf, Tree

if TYPE_CHECKING:
    import numpy as np

__all__ = ["BETTER", "Core"]

#: The row number that stands, in a proof of optimality, for "the objective is better by one".
BETTER = -1


class Core:
    """The open part of a program within ``lower`` and ``upper`` (one bound a column of it).

    What the rows then leave no choice about is fixed as well; `proof` says so in a proof.
    ``columns`` and ``rows`` are their numbers in the program; ``low`` and ``high`` the bounds of
    the open columns. Forms are taken in the program's numbers and translated once. ``goal`` is one
    more row, for what a proof is to refute; its number is `BETTER`. ``pause`` is the LP's.
    """

    def __init__(
        self,
        whole: Exact,
        lower: Any,
        upper: Any,
        goal: Row | None = None,
        pause: Callable[[], object] | None = None,
    ) -> None:
        import numpy as np

        self._np: Any = np
        count = len(whole.rhs)
        if goal is not None:
            whole = whole.extended([goal])
        #: multipliers, pass by pass, of the rows that fixed a column because the others were fixed
        self.forced: list[dict[int, int]] = []
        lower, upper = lower.copy(), upper.copy()
        while (found := whole.forced(lower, upper)) is not None:
            rows, columns, values = found
            self.forced.append({int(row) if row < count else BETTER: 1 for row in rows})
            lower[columns] = upper[columns] = values
        self.exact, self.columns, self.rows = whole.restricted(lower, upper)
        self.rows[self.rows == count] = BETTER
        #: bounds of all columns, what is forced included
        self.lower, self.upper = lower, upper
        self.low, self.high = lower[self.columns], upper[self.columns]
        self.model = LpModel(self.exact, self.low, self.high, pause)
        lengths = np.diff(self.exact.starts)
        #: rows without an open column that do not hold: nothing is left
        self._dead = np.flatnonzero((lengths == 0) & (self.exact.rhs < 0))
        self._form: Linear | None = None
        self._mine = Linear((), ())
        self._held = 0

    @property
    def size(self) -> int:
        """How many columns are open."""
        return len(self.columns)

    def translate(self, form: Linear) -> tuple[Linear, int]:
        """The form over the open columns, and what the fixed ones add to it."""
        if form is not self._form:
            np = self._np
            place = np.full(len(self.lower), -1, dtype=np.int64)
            place[self.columns] = np.arange(self.size)
            columns = np.array(form.columns, dtype=np.int64)
            mine = place[columns] if len(columns) else columns
            held, pairs = 0, list[tuple[int, int]]()
            fixed = self.lower[columns].tolist() if len(columns) else []
            for at, value, coefficient in zip(mine.tolist(), fixed, form.coefficients, strict=True):
                if at < 0:
                    held += coefficient * value
                else:
                    pairs.append((at, coefficient))
            self._form, self._held = form, held
            self._mine = Linear(tuple(c for c, _ in pairs), tuple(a for _, a in pairs))
        return self._mine, self._held

    def solve(self, form: Linear | None) -> LpAnswer:
        """The LP relaxation, in the core's own numbers."""
        if len(self._dead):
            ray = self._np.zeros(len(self.rows))
            ray[self._dead[0]] = 1.0
            return LpAnswer("infeasible", self._np.zeros(0), ray)
        return self.model.solve(None if form is None else self.translate(form)[0])

    def spread(self, point: np.ndarray) -> np.ndarray:
        """A point of the open columns with the fixed ones filled in."""
        full = self.lower.astype(point.dtype)
        full[self.columns] = point
        return full

    def bound(
        self, duals: np.ndarray, form: Linear | None, low: Any, high: Any, scale: int = SCALE
    ) -> tuple[int, Weighing]:
        """``scale · form`` is at most the first number, by integers near ``duals``."""
        y = self.exact.integers(duals, scale)
        if form is None:
            weighing = self.exact.weigh(y, None, low, high, scale)
            return weighing.most, weighing
        mine, held = self.translate(form)
        weighing = self.exact.weigh(y, mine, low, high, scale)
        return weighing.most + scale * held, weighing

    def leaf(self, weighing: Weighing, against: int | None) -> Leaf:
        """The weighing as a leaf of a proof about the whole program.

        ``against`` is the row that says the weighed form reaches more than it can, if one does.
        """
        multipliers = {int(self.rows[i]): y for i, y in weighing.multipliers.items()}
        if against is not None:
            multipliers[against] = multipliers.get(against, 0) + weighing.scale
        return Leaf(multipliers)

    def raise_goal(self, by: int) -> bool:
        """Ask ``by`` more of the goal's form; False where every point here reached the goal."""
        here = self._np.flatnonzero(self.rows == BETTER)
        for row in here:
            self.exact.rhs[row] -= by
            self.model.tighten(int(row), int(self.exact.rhs[row]))
        return bool(len(here))

    def proof(self, tree: Tree) -> Tree:
        """A tree grown here as one about the bounds the core was made for."""
        return Fix(tuple(self.forced), tree) if self.forced else tree

    def broken_row(self, point: Sequence[int] | Any) -> int | None:
        """The number of a row that a full point of the open columns breaks."""
        np, exact = self._np, self.exact
        sums = exact.sums(exact.values * np.asarray(point, dtype=np.int64)[exact.places])
        broken = np.flatnonzero(sums > exact.rhs)
        return int(self.rows[broken[0]]) if len(broken) else None
