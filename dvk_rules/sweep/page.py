"""A sweep as one HTML page that opens offline: the picture, the table, the core and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from dvk_rules.messages import say
from dvk_rules.sweep.picture import pictures
from dvk_rules.sweep.result import Sweep
from dvk_rules.sweep.tables import head, rows

__all__ = ["page", "summary_lines"]


@cache
def _style() -> str:
    return (files("dvk_rules.sweep") / "page.css").read_text(encoding="utf-8")


def summary_lines(sweep: Sweep, lang: str) -> list[str]:
    """What a sweep shows, in a few sentences."""
    total = {"listed": len(sweep.listed), "steps": len(sweep.steps)}
    lines = [say("sweep.view.lists", lang, **total)]
    if not sweep.listed:
        return [*lines, say("sweep.view.none", lang)]
    for tier, title in sweep.tiers.items():
        counts = {
            "core": len(sweep.core(tier)),
            "swing": len(sweep.swing(tier)),
            "never": len(sweep.never(tier)),
        }
        lines.append(say("sweep.view.summary", lang, tier=title.get(lang), **counts))
    code = "sweep.view.against" if sweep.base.listed else "sweep.view.against-first"
    return [*lines, say(code, lang)]


def page(sweep: Sweep, lang: str) -> str:
    """The page as HTML text; the same sweep, the same text."""
    names = " × ".join(axis.title.get(lang) for axis in sweep.axes)
    title = say("sweep.view.title", lang, title=sweep.title.get(lang), axes=names)
    body = [
        f"<h1>{escape(title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in summary_lines(sweep, lang)),
    ]
    if sweep.own_bounds:
        words = say("sweep.view.own-bounds", lang, count=sweep.own_bounds)
        body.append(f'<p class="soft">{escape(words)}</p>')
    note = say("sweep.note.fairness", lang, units=len(sweep.units))
    body += [
        *(f'<div class="card" tabindex="0">{part}</div>' for part in pictures(sweep, lang)),
        f'<p class="soft">{escape(note)}</p>',
        '<section class="wide">',
        f"<h2>{escape(say('sweep.view.table', lang))}</h2>",
        _table(sweep, lang),
        "</section>",
    ]
    if sweep.listed:
        for tier, shown in sweep.tiers.items():
            body += _people(sweep, tier, shown.get(lang), lang)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _table(sweep: Sweep, lang: str) -> str:
    """The table of steps; where there is no list, the reason takes the place of the numbers."""
    columns = head(sweep, lang)[:-1]
    titles = "".join(f'<th scope="col">{escape(item)}</th>' for item in columns)
    first = len(sweep.axes) + 1
    body = ""
    for line, row in zip(sweep.lines, rows(sweep, lang), strict=True):
        kept = row[:-1] if line.step.listed else row[:first]
        cells = "".join(
            f"<td{' class="n"' if isinstance(cell, int) else ''}>{escape(str(cell))}</td>"
            for cell in kept
        )
        if not line.step.listed:
            cells += f'<td colspan="{len(columns) - first}">{escape(str(row[-1]))}</td>'
        body += f"<tr{' class="front"' if line.front else ''}>{cells}</tr>"
    return (
        f'<div class="card" tabindex="0"><table><thead><tr>{titles}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _people(sweep: Sweep, tier: str, shown: str, lang: str) -> Iterable[str]:
    swing = [(item.nomination, f" {item.count}/{item.of}") for item in sweep.swing(tier)]
    groups: list[tuple[str, Sequence[tuple[str, str]], bool]] = [
        ("swing", swing, True),
        ("core", [(name, "") for name in sweep.core(tier)], False),
        ("never", [(name, "") for name in sweep.never(tier)], False),
    ]
    for code, members, is_open in groups:
        words = say(f"sweep.view.{code}", lang, tier=shown, count=len(members))
        items = "".join(
            f"<li>{escape(f'{name} {sweep.people[name].name}')}"
            f'<span class="soft">{escape(extra)}</span></li>'
            for name, extra in members
        )
        opened = " open" if is_open else ""
        yield f"<details{opened}><summary>{escape(words)}</summary><ul>{items}</ul></details>"
