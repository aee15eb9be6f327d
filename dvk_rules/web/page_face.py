"""What a terminal shows, as the body of a page: the views speak to it as to any face."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from dvk_rules.errors import Problem
from dvk_rules.progress import Progress, Silent
from dvk_rules.views.face import Face

__all__ = ["PageFace"]

_WIDE = 200  # columns: a page has room for every table
_KINDS = {
    "bold underline": "law",
    "bold": "strong",
    "red": "no",
    "bold red": "no",
    "green": "yes",
    "bold green": "yes",
    "yellow": "mind",
    "dim": "soft",
}


class PageFace(Face):
    """Collects lines, tables and problems as HTML; ``body`` is all of it."""

    def __init__(self, lang: str, progress: Progress | None = None) -> None:
        super().__init__(lang)
        self._parts: list[Markup] = []
        self._progress = progress or Silent()

    @property
    def body(self) -> Markup:
        """Everything that was said, in order."""
        return Markup("\n").join(self._parts)

    @property
    def width(self) -> int:
        """The columns of a line."""
        return _WIDE

    def text(self, text: str = "", *, style: str = "") -> None:
        """A paragraph; how far it stands in is kept."""
        for line in text.split("\n"):
            bare = line.lstrip(" ")
            if not bare:
                continue
            kind = _KINDS.get(style, "")
            depth = min((len(line) - len(bare)) // 2, 6)
            self._parts.append(Markup('<p class="line in-{} {}">{}</p>').format(depth, kind, bare))

    def heading(self, code: str, **params: Any) -> None:
        """A heading."""
        self._parts.append(Markup("<h2>{}</h2>").format(self.say(code, **params)))

    def grid(
        self,
        columns: Sequence[tuple[str, str]],
        rows: Iterable[Sequence[str]],
        *,
        foot: bool = False,
    ) -> None:
        """A table; numbers stand to the right."""
        sides = ["num" if side == "right" else "" for _, side in columns]
        head = Markup("").join(
            Markup('<th scope="col" class="{}">{}</th>').format(side, title)
            for side, (title, _) in zip(sides, columns, strict=True)
        )
        listed = list(rows)
        body = Markup("").join(
            Markup('<tr class="{}">{}</tr>').format(
                "foot" if foot and number == len(listed) - 1 else "",
                Markup("").join(
                    Markup('<td class="{}">{}</td>').format(side, cell)
                    for side, cell in zip(sides, row, strict=True)
                ),
            )
            for number, row in enumerate(listed)
        )
        self._parts.append(
            Markup(
                '<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead>'
                "<tbody>{}</tbody></table></div>"
            ).format(head, body)
        )

    def problems(
        self,
        problems: Iterable[Problem],
        *,
        title: str = "cli.problems",
        answer: bool = False,  # noqa: ARG002 - a page has one place for both
    ) -> None:
        """Every problem with its place."""
        listed = list(problems)
        self._parts.append(
            Markup('<h2 class="no">{}</h2>').format(self.say(title, count=len(listed)))
        )
        self._list(listed, "problems")

    def notices(self, problems: Iterable[Problem]) -> None:
        """Warnings."""
        self._list(list(problems), "notices")

    def _list(self, problems: Sequence[Problem], kind: str) -> None:
        if not problems:
            return
        items = Markup("").join(
            Markup("<li>{}{}</li>").format(
                Markup("<b>{}</b> ").format(where) if (where := _place(problem)) else "",
                problem.sentence(self.lang),
            )
            for problem in problems
        )
        self._parts.append(Markup('<ul class="{}">{}</ul>').format(escape(kind), items))

    def progress(self) -> Progress:
        """Where long work says how far it has come."""
        return self._progress


def _place(problem: Problem) -> str:
    where = problem.where
    if where is None:
        return ""
    if where.sheet or where.cell:
        return " › ".join(part for part in (where.file, where.sheet, where.cell) if part)
    return str(where)
