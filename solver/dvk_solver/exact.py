"""Integer arithmetic over a program: safe bounds, refutations and what they fix.

For any multipliers y ≥ 0 and any point x within the column bounds that keeps every row,
``K·c·x ≤ Σ y·rhs + Σ max over [l,u] of (K·c − Aᵀy)·x``. The right side is computed here in exact
integers, so it bounds the objective whatever the solver's floats were worth (Neumaier and
Shcherbina, "Safe bounds in linear and mixed-integer linear programming", 2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dvk_solver.program import Linear, Program, Row

if TYPE_CHECKING:
    import numpy as np

__all__ = ["SCALE", "Exact", "Weighing"]

#: Float duals become multiples of 1/SCALE. Any scale gives a valid bound; this one is fine enough.
SCALE = 1 << 20
#: Below this magnitude int64 sums cannot overflow; above it Python's integers are used.
SAFE = 1 << 61


@dataclass(frozen=True, slots=True)
class Weighing:
    """``K·c·x ≤ most − Σ |slopes[j]|·(distance of x_j from its better bound)``, in integers.

    ``multipliers`` are y by row number (zeros dropped); ``scale`` is K.
    """

    most: int
    slopes: np.ndarray
    multipliers: dict[int, int]
    scale: int

    @property
    def bound(self) -> int:
        """The largest integer value the objective can have."""
        return self.most // self.scale


class Exact:
    """The rows of a program as integer arrays, growing with it."""

    def __init__(self, program: Program) -> None:
        import numpy as np

        self._np: Any = np
        self.columns = len(program.keys)
        self._rows: list[Any] = []
        self._columns: list[Any] = []
        self._values: list[Any] = []
        self._rhs: list[int] = []
        for row in program.rows:
            self.add_row(row)

    def add_row(self, row: Row) -> None:
        """Add a row; its number is the next one."""
        np = self._np
        number = len(self._rhs)
        self._rhs.append(row.rhs)
        self._rows.append(np.full(len(row.form.columns), number, dtype=np.int64))
        self._columns.append(np.array(row.form.columns, dtype=np.int64))
        self._values.append(np.array(row.form.coefficients, dtype=np.int64))

    def _arrays(self) -> tuple[Any, Any, Any]:
        np = self._np
        if len(self._rows) > 1:
            for held in (self._rows, self._columns, self._values):
                held[:] = [np.concatenate(held)]
        if not self._rows:
            none = np.zeros(0, dtype=np.int64)
            return none, none, none
        return self._rows[0], self._columns[0], self._values[0]

    def integers(self, floats: np.ndarray, scale: int) -> Any:
        """Non-negative integer multipliers near ``floats · scale``."""
        np = self._np
        scaled = np.rint(np.maximum(floats, 0.0) * scale)
        if scaled.size and float(scaled.max()) >= SAFE:
            return np.array([int(value) for value in scaled], dtype=object)
        return scaled.astype(np.int64)

    def weigh(
        self,
        multipliers: Any,
        form: Linear | None,
        lower: Any,
        upper: Any,
        scale: int = SCALE,
    ) -> Weighing:
        """Bound ``scale · form`` with integer multipliers y ≥ 0, one a row, in exact integers."""
        np = self._np
        rows, columns, values = self._arrays()
        exact = np.int64 if self._fits(multipliers, form, lower, upper, scale) else object
        slopes = np.zeros(self.columns, dtype=exact)
        y = multipliers.astype(exact)
        used = y[rows] != 0
        np.subtract.at(slopes, columns[used], values[used].astype(exact) * y[rows[used]])
        if form is not None and form.columns:
            np.add.at(
                slopes,
                np.array(form.columns, dtype=np.int64),
                np.array(form.coefficients, dtype=exact) * scale,
            )
        lows, highs = lower.astype(exact), upper.astype(exact)
        most = int(np.where(slopes > 0, slopes * highs, slopes * lows).sum())
        sparse = {int(i): int(y[i]) for i in np.flatnonzero(y)}
        most += sum(value * self._rhs[i] for i, value in sparse.items())
        return Weighing(most, slopes, sparse, scale)

    def _fits(self, y: Any, form: Linear | None, lower: Any, upper: Any, scale: int) -> bool:
        """Whether no sum in `weigh` can leave int64: a float estimate with a factor to spare."""
        np = self._np
        rows, columns, values = self._arrays()
        floats = np.abs(y.astype(np.float64))
        sizes = np.bincount(
            columns, weights=np.abs(values) * floats[rows], minlength=self.columns
        ).astype(np.float64)
        if form is not None and form.columns:
            weights = np.array([abs(a) for a in form.coefficients], dtype=np.float64)
            np.add.at(sizes, np.array(form.columns, dtype=np.int64), weights * scale)
        reach = np.maximum(np.abs(lower), np.abs(upper)).astype(np.float64) + 1.0
        return float((sizes * reach).sum()) < SAFE / 4

    def holds(self, point: Any) -> bool:
        """Whether an integer point keeps every row, exactly."""
        np = self._np
        rows, columns, values = self._arrays()
        sums = np.zeros(len(self._rhs), dtype=np.int64)
        np.add.at(sums, rows, values * point[columns])
        return bool((sums <= np.array(self._rhs, dtype=np.int64)).all())
