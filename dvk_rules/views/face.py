"""The terminal: language, tables, problems, progress. Nothing else in the project prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text as RichText

from dvk_rules.errors import Place, Problem
from dvk_rules.messages import say, shown
from dvk_rules.progress import Progress, Silent

__all__ = ["Face", "TerminalProgress"]


class Face:
    """How one command speaks: in which language, and whether as JSON."""

    def __init__(self, lang: str = "vi", *, as_json: bool = False) -> None:
        self.lang = lang
        self.as_json = as_json
        # a file or a pipe has no width of its own; 120 columns hold every table
        width = None if sys.stdout.isatty() else 120
        self.out = Console(highlight=False, emoji=False, soft_wrap=False, width=width)
        self.err = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)

    @property
    def width(self) -> int:
        """The columns of a line."""
        return self.out.width

    def say(self, code: str, **params: Any) -> str:
        """The text of ``code`` in the language of the command."""
        return say(code, self.lang, **params)

    def shown(self, value: Any) -> str:
        """A value as a person reads it; nothing as an ellipsis."""
        return "…" if value is None else shown(value, self.lang)

    def line(self, code: str, *, style: str = "", **params: Any) -> None:
        """One line of text."""
        self.text(self.say(code, **params), style=style)

    def text(self, text: str = "", *, style: str = "") -> None:
        """One line that is already worded; where it is broken, the rest hangs under its start."""
        for part in text.split("\n"):
            for line in _hanging(part, self.out):
                self.out.print(line, style=style or None)

    def verbatim(self, text: str) -> None:
        """Lines that somebody will paste into a file: none is broken or changed."""
        for line in text.splitlines():
            self.out.print(RichText(line), soft_wrap=True)

    def heading(self, code: str, **params: Any) -> None:
        """A heading with space above."""
        self.out.print()
        self.out.print(RichText(self.say(code, **params)), style="bold")

    def table(
        self,
        columns: Sequence[tuple[str, str]],
        rows: Iterable[Sequence[str]],
        *,
        foot: bool = False,
    ) -> None:
        """A table; each column is a text code and ``left`` or ``right``; ``foot`` marks a total."""
        self.grid([(self.say(code), side) for code, side in columns], rows, foot=foot)

    def grid(
        self,
        columns: Sequence[tuple[str, str]],
        rows: Iterable[Sequence[str]],
        *,
        foot: bool = False,
    ) -> None:
        """A table whose columns are already worded."""
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for title, side in columns:
            table.add_column(
                escape(title),
                justify="right" if side == "right" else "left",
                overflow="fold",
            )
        listed = [list(row) for row in rows]
        for index, row in enumerate(listed):
            last = foot and index == len(listed) - 1
            table.add_row(*(RichText(cell) for cell in row), style="bold" if last else None)
        self.out.print(table)

    def data(self, data: Any) -> None:
        """A result as JSON on standard output."""
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")

    def problems(
        self, problems: Iterable[Problem], *, title: str = "cli.problems", answer: bool = False
    ) -> None:
        """Every problem at once, each on its line with its place.

        They go to standard error, unless they are the ``answer`` to what was asked.
        """
        listed = list(problems)
        if self.as_json:
            items = [
                {
                    "code": problem.code,
                    "where": str(problem.where or ""),
                    "heading": list(problem.where.heading) if problem.where else [],
                    "message": problem.sentence(self.lang),
                }
                for problem in listed
            ]
            sys.stderr.write(json.dumps({"problems": items}, ensure_ascii=False, indent=2) + "\n")
            return
        console = self.out if answer else self.err
        console.print(RichText(self.say(title, count=len(listed))), style="bold red")
        above: tuple[str, ...] = ()
        for problem in listed:
            heading = problem.where.heading if problem.where else ()
            if heading and heading != above:
                console.print(RichText("  " + " › ".join(heading)), style="dim")
            above = heading
            line = RichText("    " if heading else "  ")
            sentence = problem.sentence(self.lang)
            if problem.where and str(problem.where) and f"“{problem.where}”" not in sentence:
                line.append(f"{_place(problem.where)}: ", style="cyan")
            line.append(sentence)
            console.print(line)

    def notices(self, problems: Iterable[Problem]) -> None:
        """Warnings, on standard error."""
        for problem in problems:
            line = RichText(self.say("cli.warning") + " ", style="yellow")
            if problem.where and str(problem.where):
                line.append(f"{_place(problem.where)}: ", style="cyan")
            line.append(problem.sentence(self.lang), style="default")
            self.err.print(line)

    def progress(self) -> Progress:
        """A bar for long work; silent where nobody watches."""
        if self.as_json or not self.err.is_terminal:
            return Silent()
        return TerminalProgress(self)


_MARKS = ("• ", "→ ", "✓ ", "✗ ", "? ", "– ")


def _hanging(text: str, console: Console) -> Iterator[RichText]:
    """A line broken to the width of the console, what follows under the first word."""
    body = text.lstrip(" ")
    first = len(text) - len(body)
    rest = first + (2 if body.startswith(_MARKS) else 0)
    if cell_len(text) <= console.width or rest == 0 or console.width < 3 * rest:
        yield RichText(text)
        return
    for number, line in enumerate(RichText(body).wrap(console, console.width - rest)):
        yield RichText(" " * (rest if number else first) + line.plain.rstrip())


def _place(place: Place) -> str:
    """A place in a workbook with its parts set apart: names of files and sheets have spaces."""
    if not (place.sheet or place.cell):
        return str(place)
    return " › ".join(part for part in (place.file, place.sheet, place.cell) if part)


class TerminalProgress:
    """A progress bar on standard error."""

    def __init__(self, face: Face) -> None:
        self._face = face
        self._bar: RichProgress | None = None
        self._task: Any = None

    def start(self, stage: str, total: int | None) -> None:
        """A bar for a new stage."""
        self.finish()
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._face.err,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(self._face.say(f"stage.{stage}"), total=total)

    def advance(self, count: int) -> None:
        """Moves the bar."""
        if self._bar is not None:
            self._bar.advance(self._task, count)

    def finish(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
