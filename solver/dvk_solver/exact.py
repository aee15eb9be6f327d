"""Integer arithmetic over a program: safe bounds, refutations and what they fix.

For any multipliers y ≥ 0 and any point x within the column bounds that keeps every row,
``K·c·x ≤ Σ y·rhs + Σ max over [l,u] of (K·c − Aᵀy)·x``. The right side is computed here in exact
integers, so it bounds the objective whatever the solver's floats were worth (Neumaier and
Shcherbina, "Safe bounds in linear and mixed-integer linear programming", 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from dvk_solver.program import Linear, Row

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
    """Rows ``Σ a·x ≤ rhs`` as integer arrays: entry by entry, row after row.

    ``starts[i]`` is the place of row i's first entry; the last element is the number of entries.
    """

    def __init__(self, columns: int, starts: Any, places: Any, values: Any, rhs: Any) -> None:
        import numpy as np

        self._np: Any = np
        self.columns = columns
        self.starts, self.places, self.values, self.rhs = starts, places, values, rhs
        self._numbers: Any = None

    @classmethod
    def of(cls, columns: int, rows: Sequence[Row]) -> Exact:
        """The arrays of ``rows`` over ``columns`` columns."""
        import numpy as np

        lengths = np.array([0, *(len(row.form.columns) for row in rows)], dtype=np.int64)
        starts = np.cumsum(lengths)
        count = int(starts[-1])
        places = chain.from_iterable(row.form.columns for row in rows)
        values = chain.from_iterable(row.form.coefficients for row in rows)
        return cls(
            columns,
            starts,
            np.fromiter(places, dtype=np.int64, count=count),
            np.fromiter(values, dtype=np.int64, count=count),
            np.array([row.rhs for row in rows], dtype=np.int64),
        )

    def extended(self, rows: Sequence[Row]) -> Exact:
        """These rows and then ``rows``, which get the next numbers."""
        np, more = self._np, Exact.of(self.columns, rows)
        return Exact(
            self.columns,
            np.concatenate([self.starts, more.starts[1:] + self.starts[-1]]),
            np.concatenate([self.places, more.places]),
            np.concatenate([self.values, more.values]),
            np.concatenate([self.rhs, more.rhs]),
        )

    @property
    def numbers(self) -> Any:
        """The row of each entry."""
        if self._numbers is None:
            np = self._np
            self._numbers = np.repeat(np.arange(len(self.rhs)), np.diff(self.starts))
        return self._numbers

    def sums(self, entries: Any) -> Any:
        """The sum of one number an entry over each row, exactly."""
        np = self._np
        running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(entries)])
        return running[self.starts[1:]] - running[self.starts[:-1]]

    def forced(self, lower: Any, upper: Any) -> tuple[Any, Any, Any] | None:
        """Rows that only one choice of their open columns keeps, those columns, and that choice.

        A row whose least possible sum is its right side: the rows added up leave nothing to spare,
        so with 1 as multiplier each they fix the columns. None when there is no such row.
        """
        np = self._np
        least = np.where(self.values > 0, lower[self.places], upper[self.places])
        rows = self.sums(least * self.values) == self.rhs
        entries = np.flatnonzero(rows[self.numbers] & (lower < upper)[self.places])
        if not len(entries):
            return None
        first = np.full(self.columns, -1, dtype=np.int64)
        first[self.places[entries[::-1]]] = entries[::-1]
        if (least[entries] != least[first[self.places[entries]]]).any():
            # A column is pulled two ways: one row now, the other is broken then.
            entries = entries[self.numbers[entries] == self.numbers[entries[0]]]
            return self.numbers[entries[:1]], self.places[entries], least[entries]
        columns = np.flatnonzero(first >= 0)
        used = np.zeros(len(self.rhs), dtype=bool)  # one row a column is enough
        used[self.numbers[first[columns]]] = True
        return np.flatnonzero(used), columns, least[first[columns]]

    def restricted(self, lower: Any, upper: Any) -> tuple[Exact, Any, Any]:
        """The rows that points within the bounds can break, over the columns that may vary.

        Also the numbers of those columns and of those rows. What fixed columns hold is taken off
        the right sides, so a bound or a contradiction here is one of the whole program.
        """
        np = self._np
        open_here = lower < upper
        kept = open_here[self.places]
        reach = np.where(self.values > 0, upper[self.places], lower[self.places]) * self.values
        # A fixed column's reach is what it holds.
        rows = np.flatnonzero(self.sums(reach) > self.rhs)
        held = self.sums(np.where(kept, 0, reach))
        columns = np.flatnonzero(open_here)
        number = np.cumsum(open_here) - 1
        wanted = np.zeros(len(self.rhs), dtype=bool)
        wanted[rows] = True
        entries = kept & wanted[self.numbers]
        lengths = np.bincount(self.numbers[entries], minlength=len(self.rhs))[rows]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        part = Exact(
            len(columns),
            starts,
            number[self.places[entries]],
            self.values[entries],
            (self.rhs - held)[rows],
        )
        return part, columns, rows

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
        exact = np.int64 if self._fits(multipliers, form, lower, upper, scale) else object
        slopes = np.zeros(self.columns, dtype=exact)
        y = multipliers.astype(exact)
        used = np.flatnonzero(y[self.numbers])
        places = self.places[used]
        np.subtract.at(slopes, places, self.values[used].astype(exact) * y[self.numbers[used]])
        if form is not None and form.columns:
            np.add.at(
                slopes,
                np.array(form.columns, dtype=np.int64),
                np.array(form.coefficients, dtype=exact) * scale,
            )
        lows, highs = lower.astype(exact), upper.astype(exact)
        most = int(np.where(slopes > 0, slopes * highs, slopes * lows).sum())
        sparse = {int(i): int(y[i]) for i in np.flatnonzero(y)}
        most += sum(value * int(self.rhs[i]) for i, value in sparse.items())
        return Weighing(most, slopes, sparse, scale)

    def _fits(self, y: Any, form: Linear | None, lower: Any, upper: Any, scale: int) -> bool:
        """Whether no sum in `weigh` can leave int64: a float estimate with a factor to spare."""
        np = self._np
        floats = np.abs(y.astype(np.float64))
        sizes = np.bincount(
            self.places,
            weights=np.abs(self.values) * floats[self.numbers],
            minlength=self.columns,
        ).astype(np.float64)
        if form is not None and form.columns:
            weights = np.array([abs(a) for a in form.coefficients], dtype=np.float64)
            np.add.at(sizes, np.array(form.columns, dtype=np.int64), weights * scale)
        reach = np.maximum(np.abs(lower), np.abs(upper)).astype(np.float64) + 1.0
        return float((sizes * reach).sum()) < SAFE / 4

    def holds(self, point: Any) -> bool:
        """Whether an integer point keeps every row, exactly."""
        return bool((self.sums(self.values * point[self.places]) <= self.rhs).all())
