"""Which row of a sheet is the header, and which fact each column carries.

Officials put titles above the table, use one, two or three header rows with merged cells, other
words and another order. A header is the row (or rows) in which the most facts are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from dvk_rules.files.grid import Grid, is_blank
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.text import fold, squash
from dvk_rules.values import FactType

__all__ = ["Column", "Header", "HeaderFinder"]

_LOOK_AT = 60  # rows: letterheads and titles are shorter
_DEEPEST = 3
_FEWEST = 3  # facts: two words may meet by chance in a title
_IN_PARENTHESES = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?")
_REMARKS = frozenset(
    fold(word) for word in ("ghi chú", "chú thích", "ghi chú thêm", "remark", "remarks", "notes")
)
"""Columns in which a unit talks to the reader: no fact, and no mistake either."""


@dataclass(frozen=True)
class Column:
    """One column under the header: its words, the fact it carries, a fact that is meant."""

    index: int
    header: str
    fact: Fact | None
    meant: str = ""


@dataclass(frozen=True)
class Header:
    """The header of a table: rows ``first`` to ``last`` (0-based, inclusive) and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def column_of(self, fact: str) -> Column | None:
        """The first column that carries ``fact``."""
        return next((c for c in self.columns if c.fact and c.fact.name == fact), None)

    @property
    def score(self) -> int:
        """How many facts it recognises."""
        return len({column.fact.name for column in self.columns if column.fact})

    @property
    def strength(self) -> tuple[int, int]:
        """More facts first, then fewer rows: a letterhead above is not part of the header."""
        return (self.score, self.first - self.last)

    @property
    def indices(self) -> frozenset[int]:
        """The places of its columns."""
        return frozenset(column.index for column in self.columns)


class HeaderFinder:
    """Finds headers in the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, own: frozenset[str] = frozenset()) -> None:
        """``own`` are folded headers of columns that we write ourselves and do not read."""
        self._facts = vocabulary.by_header
        self._own = own
        self._cache: dict[str, Fact | None] = {}
        self._roles = vocabulary.by_role
        self._choices = tuple(
            fact
            for fact in vocabulary.given
            if fact.kind.type is FactType.ENUM and fact.role is None
        )
        self._name = self._roles["name"].name if "name" in self._roles else ""
        self.looked_for = tuple(
            fact.label.vi for fact in vocabulary.given if fact.role in ("rank", "name", "unit")
        ) or tuple(fact.label.vi for fact in vocabulary.given[:4])

    def fact(self, text: Any) -> Fact | None:
        """The fact whose label, name or alias this is."""
        if not isinstance(text, str) or len(text) > 200:
            return None
        if text not in self._cache:
            found = self._facts.get(fold(text))
            if found is None and (shorter := _IN_PARENTHESES.sub(" ", text)) != text:
                found = self._facts.get(fold(shorter))
            self._cache[text] = found
        return self._cache[text]

    def role(self, role: str) -> Fact | None:
        """The fact with this structural meaning."""
        return self._roles.get(role)

    @property
    def choices(self) -> tuple[Fact, ...]:
        """The enums, whose values a heading within the table can say."""
        return self._choices

    def find(self, grid: Grid) -> Header | None:
        """The header of the sheet's first table; ``None`` if no row can be one."""
        best: Header | None = None
        for row in range(grid.top, min(grid.top + _LOOK_AT, grid.bottom)):
            for header in self._readings(grid, row):
                if best is None or header.strength > best.strength:
                    best = header
        return self._whole(grid, best) if best is not None and best.score >= _FEWEST else None

    def _whole(self, grid: Grid, header: Header) -> Header:
        """The header with the rows above it that its merged cells begin in.

        A merged header cell is seen in its last row too, but a column whose words stand only above
        would be without a name.
        """
        homes = (grid.merges.get((header.first, column), ()) for column in header.indices)
        first = min((home[0] for home in homes if home), default=header.first)
        if first == header.first or header.last - first >= _DEEPEST:
            return header
        whole = self._header(grid, first, header.last)
        return whole if whole.score >= header.score and whole.indices > header.indices else header

    def again(self, grid: Grid, row: int) -> Header | None:
        """The header of a further table, if ``row`` begins one."""
        recognised = {fact.name for _, cell in grid.filled(row) if (fact := self.fact(cell))}
        if len(recognised) < _FEWEST or self._name not in recognised:
            # the name may stand in the second row of the header, over merged cells
            return None
        header = max(self._readings(grid, row), key=lambda found: found.strength)
        filled = len(grid.filled(row))
        return header if header.score * 2 >= filled else None

    def _readings(self, grid: Grid, row: int) -> Iterator[Header]:
        """The row as a header by itself, then together with the rows below it."""
        alone = self._header(grid, row, row)
        yield alone
        for last in range(row + 1, min(row + _DEEPEST, grid.bottom)):
            if not self._belongs(grid, row, last, alone):
                return
            yield self._header(grid, row, last)

    def _belongs(self, grid: Grid, first: int, last: int, alone: Header) -> bool:
        """Whether row ``last`` can be a lower header row and not the first row of data."""
        filled = grid.filled(last)
        if not filled or not all(isinstance(cell, str) for _, cell in filled):
            return False
        if len(grid.filled(first)) < 2:
            return False  # a title
        rank = next((c for c in alone.columns if c.fact and c.fact.role == "rank"), None)
        if rank is not None and not is_blank(below := grid.at(last, rank.index)):
            return self.fact(below) is not None
        return True

    def _header(self, grid: Grid, first: int, last: int) -> Header:
        width = max(len(row) for row in grid.rows[first - grid.top : last - grid.top + 1])
        columns: list[Column] = []
        spread = ""
        for index in range(grid.left, grid.left + width):
            texts: list[str] = []
            for row in range(first, last + 1):
                cell = grid.seen_at(row, index)
                text = squash(cell) if isinstance(cell, str) else ""
                if row == first:
                    # without merged cells (CSV) a group's words stand over its first column only
                    spread = text or (spread if first < last and not grid.merges else "")
                    text = text or (spread if not is_blank(grid.at(last, index)) else "")
                if text and text not in texts and not (texts and _NUMBERING.fullmatch(text)):
                    texts.append(text)
            if texts:
                columns.append(self._column(index, texts))
        return Header(first, last, tuple(columns))

    def _column(self, index: int, texts: list[str]) -> Column:
        whole = " ".join(texts)
        fact = self.fact(whole) or self.fact(texts[-1])
        return Column(index, whole, fact)

    def meant(self, header: str) -> str:
        """The label of the fact whose header is nearest to these words, or nothing."""
        near = get_close_matches(fold(header), self._facts, n=1, cutoff=0.8)
        return self._facts[near[0]].label.vi if near else ""

    def is_remark(self, header: str) -> bool:
        """Whether the column holds remarks of the unit, which decide nothing."""
        return fold(_IN_PARENTHESES.sub(" ", header)) in _REMARKS

    def is_own(self, header: str) -> bool:
        """Whether the column is one that we wrote into the file ourselves."""
        return fold(header) in self._own

    def is_numbering(self, cells: Mapping[int, Any]) -> bool:
        """Whether a row only numbers the columns: (1), (2), (3) or A, B, 1, 2."""
        texts: list[str] = []
        for cell in cells.values():
            text = str(int(cell)) if isinstance(cell, float) else str(cell).strip()
            if not _NUMBERING.fullmatch(text):
                return False
            texts.append(text)
        if len(texts) < 3:
            return False
        numbers = [int(text.strip("()")) for text in texts if text.strip("()").isdigit()]
        return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
