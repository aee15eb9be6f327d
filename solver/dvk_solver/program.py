"""An integer program: bounded integer columns and rows ``Σ a·x ≤ b``, all in integers.

This is the one form that the solver is given, that proofs speak about and that the independent
checker rebuilds from the problem. Columns and rows carry keys, so a proof can name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Key", "Linear", "Program", "Row"]

type Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear form ``Σ coefficients[i] · x[columns[i]]`` in integers."""

    columns: tuple[int, ...]
    coefficients: tuple[int, ...]

    @classmethod
    def total(cls, columns: Iterable[int], coefficient: int = 1) -> Linear:
        """The form with one coefficient on all ``columns``."""
        chosen = tuple(columns)
        return cls(chosen, (coefficient,) * len(chosen))

    @classmethod
    def of(cls, terms: Iterable[tuple[int, int]]) -> Linear:
        """The form of ``(column, coefficient)`` terms, equal columns added up, zeros dropped."""
        summed: dict[int, int] = {}
        for column, coefficient in terms:
            summed[column] = summed.get(column, 0) + coefficient
        columns = tuple(sorted(column for column, a in summed.items() if a))
        return cls(columns, tuple([summed[column] for column in columns]))

    def terms(self) -> Iterable[tuple[int, int]]:
        """The ``(column, coefficient)`` terms."""
        return zip(self.columns, self.coefficients, strict=True)

    def negated(self) -> Linear:
        """The form with every sign turned."""
        return Linear(self.columns, tuple(-a for a in self.coefficients))

    def value(self, point: Sequence[int]) -> int:
        """The exact value at an integer point."""
        return sum(a * point[c] for c, a in zip(self.columns, self.coefficients, strict=True))


@dataclass(frozen=True, slots=True)
class Row:
    """``form ≤ rhs``; ``key`` says where it comes from: ``("quota", id, value, "at_least")``."""

    key: Key
    form: Linear
    rhs: int

    def holds(self, point: Sequence[int]) -> bool:
        """Whether the row holds at an integer point, exactly."""
        return self.form.value(point) <= self.rhs


@dataclass(slots=True)
class Program:
    """Columns with inclusive integer bounds, and rows."""

    keys: list[Key] = field(default_factory=list[Key])
    lower: list[int] = field(default_factory=list[int])
    upper: list[int] = field(default_factory=list[int])
    rows: list[Row] = field(default_factory=list[Row])
    index: dict[Key, int] = field(default_factory=dict[Key, int])

    def add_column(self, key: Key, lower: int, upper: int) -> int:
        """Add a column and return its number."""
        number = len(self.keys)
        self.index[key] = number
        self.keys.append(key)
        self.lower.append(lower)
        self.upper.append(upper)
        return number

    def add_row(self, key: Key, form: Linear, rhs: int) -> None:
        """Add ``form ≤ rhs``."""
        self.rows.append(Row(key, form, rhs))

    def first_broken(self, point: Sequence[int]) -> Key | None:
        """The key of a column bound or a row that an integer point breaks, or None."""
        for number, key in enumerate(self.keys):
            if not self.lower[number] <= point[number] <= self.upper[number]:
                return key
        return next((row.key for row in self.rows if not row.holds(point)), None)
