"""Branch and bound whose finished tree is the proof.

At each node an LP either shows in integers that nothing there reaches the target, gives a list that
does, or is split. A list found raises the target; what was closed against a lower target stays
closed against a higher one, so the tree that is left refutes "better than the best list found".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dvk_solver.backend import NEARLY_INTEGER, LpAnswer
from dvk_solver.core import BETTER, Core
from dvk_solver.exact import SCALE
from dvk_solver.program import Linear
from dvk_solver.proof import Branch, Leaf, Tree

__all__ = ["Aim", "Better", "Grower", "TooLarge"]

#: How many fractional columns are weighed before a split: few while a list is looked for, many
#: for a refutation, whose trees become a tenth as large. How often each is tried out.
FEW, MANY, RELIABLE = 4, 32, 1
#: Simplex steps spent on trying one half of a split.
PROBE_STEPS = 200
#: A gain beyond any real one: that half of the split is refuted.
FAR = 1e9
#: Up to this many open columns a fractional point is also tried as the list it rounds to.
ROUNDED = 600


@dataclass(frozen=True, slots=True)
class Aim:
    """What the LPs of a tree maximise: a form that the program's row ``row`` keeps at ``least``."""

    form: Linear
    least: int
    row: int


class Better(Exception):  # noqa: N818 - control flow between a proof and its caller
    """A proof attempt met a point that reaches the target."""

    def __init__(self, point: list[int]) -> None:
        super().__init__()
        self.point = point


class TooLarge(Exception):  # noqa: N818 - control flow between a proof and its caller
    """A tree outgrew its limit; ``best`` is the best point it met, if any."""

    def __init__(self, best: list[int] | None) -> None:
        super().__init__()
        self.best = best


class Grower:
    """One tree over a core: refutes ``form ≥ target``, or finds what reaches it.

    Without a form, refutes that there is any point. ``accept`` completes and checks a point of the
    whole program; ``pause`` is called at every node and may raise. ``first``: raise `Better` at the
    first point that reaches the target instead of going on from it.

    The LPs maximise the form itself, or with an ``aim`` another one that can hardly be reached: the
    core's goal then says that the form reaches the target.
    """

    def __init__(
        self,
        core: Core,
        form: Linear | None,
        target: int,
        most: int,
        accept: Callable[[Sequence[int]], list[int] | None],
        pause: Callable[[], object],
        *,
        first: bool,
        aim: Aim | None = None,
    ) -> None:
        self.core = core
        self.form = form
        self.target = target
        self._aim = aim
        self._maximised = form if aim is None else aim.form
        self.best: list[int] | None = None
        self._left = most
        self._accept = accept
        self._pause = pause
        self._first = first
        self._weighed = MANY if first or aim is not None else FEW
        #: column → sums of gains per unit (down, up) and how often it was tried
        self._gains: dict[int, list[float]] = {}
        import numpy as np

        self._np: Any = np

    def grow(self) -> Tree:
        """The tree; afterwards ``best`` is the best point that reaches the first target, if any."""
        core = self.core
        return core.proof(self._node(core.low, core.high) if core.size else self._single(core.low))

    def _node(self, low: Any, high: Any) -> Tree:
        """Refute within bounds (recursion depth is the number of branchings)."""
        self._left -= 1
        if self._left < 0:
            raise TooLarge(self.best)
        self._pause()
        core = self.core
        core.model.set_bounds(None, low, high)
        answer = core.solve(self._maximised)
        leaf = self._leaf(answer, low, high)
        if leaf is not None:
            return leaf
        column, at, up_first = self._split(answer, low, high)
        if column < 0:
            return self._closed(answer, low, high)
        down, raised = high.copy(), low.copy()
        down[column], raised[column] = at, at + 1
        if up_first:
            above = self._node(raised, high)
            below = self._node(low, down)
        else:
            below = self._node(low, down)
            above = self._node(raised, high)
        return Branch(int(core.columns[column]), at, below, above)

    @property
    def _least(self) -> int:
        """What the maximised form has to reach."""
        return self.target if self._aim is None else self._aim.least

    def _leaf(self, answer: LpAnswer, low: Any, high: Any) -> Leaf | None:
        core, aimed = self.core, self._maximised
        if answer.status == "optimal" and aimed is not None:
            for scale in (SCALE, SCALE << 20):
                most, weighing = core.bound(answer.duals, aimed, low, high, scale)
                if most // scale < self._least:
                    return core.leaf(weighing, BETTER if self._aim is None else self._aim.row)
        if answer.status == "infeasible" and answer.duals.size:
            largest = float(answer.duals.max(initial=0.0)) or 1.0
            for scale in (SCALE, SCALE << 20):
                most, weighing = core.bound(answer.duals / largest, None, low, high, scale)
                if most < 0:
                    return core.leaf(weighing, None)
        if (low == high).all():
            return self._single(low)
        return None

    def _single(self, values: Any) -> Leaf:
        """At a single point: the row it breaks, or the list it is."""
        broken = self.core.broken_row(values)
        if broken is not None:
            return Leaf({broken: 1})
        point = [int(v) for v in self.core.spread(values)]
        if self.form is None or self.form.value(point) >= self.target:
            self._found(point)
        return Leaf({BETTER: 1})

    def _found(self, point: list[int]) -> None:
        """A point that reaches the target: the target is raised above it."""
        if self._first or self.form is None:
            raise Better(point)
        self.best = point
        before, self.target = self.target, self.form.value(point) + 1
        if self._aim is not None and not self.core.raise_goal(self.target - before):
            raise Better(point)

    def _closed(self, answer: LpAnswer, low: Any, high: Any) -> Tree:
        """The node again, after a list found here raised the target to what the LP allows."""
        if self._aim is not None:
            return self._node(low, high)
        leaf = self._leaf(answer, low, high)
        if leaf is not None:
            return leaf
        column = int(self._np.flatnonzero(low < high)[0])
        down, raised = high.copy(), low.copy()
        down[column], raised[column] = low[column], low[column] + 1
        below = self._node(low, down)
        return Branch(
            int(self.core.columns[column]), int(low[column]), below, self._node(raised, high)
        )

    def _split(self, answer: LpAnswer, low: Any, high: Any) -> tuple[int, int, bool]:
        """Where to split and whether to look above first; column -1 when a list closes the node."""
        np, core = self._np, self.core
        if answer.status == "optimal":
            nearest = np.rint(answer.point)
            away = np.abs(answer.point - nearest)
            whole = float(away.max(initial=0.0)) <= NEARLY_INTEGER
            if whole or core.size <= ROUNDED:
                found = self._accept([int(v) for v in core.spread(nearest)])
                if found is not None and (self.form is None or self._reaches(found)):
                    self._found(found)
                    if whole:
                        return -1, 0, False
            order = np.argsort(-away, kind="stable")[: self._weighed]
            columns = [int(c) for c in order if float(away[c]) > NEARLY_INTEGER]
            if columns:
                column = self._most_telling(columns, answer, low, high)
                value = float(answer.point[column])
                at = int(np.floor(value))
                return column, at, value - at > 0.5
        # No fraction to split on: take the first open column; the tree stays finite.
        column = int(np.flatnonzero(low < high)[0])
        return column, int(low[column]), False

    def _reaches(self, point: list[int]) -> bool:
        return self.form is not None and self.form.value(point) >= self.target

    def _most_telling(self, columns: list[int], answer: LpAnswer, low: Any, high: Any) -> int:
        """The column whose two halves lower the bound most (product rule, reliability branching).

        A column seen less than `RELIABLE` times is tried out; afterwards its average is trusted
        (Achterberg, Koch and Martin, "Branching rules revisited", 2005).
        """
        best, chosen = -1.0, columns[0]
        if self._maximised is None or len(columns) == 1:
            return chosen
        mine, held = self.core.translate(self._maximised)
        value = held + float(sum(a * answer.point[c] for c, a in mine.terms()))
        for column in columns:
            part = float(answer.point[column]) % 1.0
            seen = self._gains.setdefault(column, [0.0, 0.0, 0.0])
            if seen[2] < RELIABLE:
                down, up = self._try(column, answer, low, high, value, mine, held)
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
        self,
        column: int,
        answer: LpAnswer,
        low: Any,
        high: Any,
        value: float,
        mine: Linear,
        held: int,
    ) -> tuple[float, float]:
        """How much the LP's value falls on either side of a split."""
        at = int(self._np.floor(answer.point[column]))
        model, found = self.core.model, [0.0, 0.0]
        for side, (below, above) in enumerate(((low[column], at), (at + 1, high[column]))):
            model.set_bounds([column], [below], [above])
            reached = model.probe(mine, PROBE_STEPS)
            refuted = reached is None or reached + held < self._least - 1e-6
            found[side] = 2 * FAR if refuted else max(value - held - (reached or 0.0), 0.0)
        model.set_bounds([column], [low[column]], [high[column]])
        return found[0], found[1]
