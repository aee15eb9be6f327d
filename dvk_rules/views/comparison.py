"""How a comparison of runs looks."""

from __future__ import annotations

from collections.abc import Mapping

from dvk_rules.comparison import Comparison, Move, Pair, QuotaCell
from dvk_rules.summary import stage_words
from dvk_rules.views.face import Face

__all__ = ["show_comparison"]

_MANY = 4
_NOMINATIONS = 12
_WIDE = 110
"""Columns from which a table holds the reasons beside the names."""


def show_comparison(face: Face, comparison: Comparison, *, everything: bool = False) -> None:
    """The runs, then each pair, then the numbers side by side; ``everything``: equal ones too."""
    _runs(face, comparison)
    for pair in comparison.pairs:
        _pair(face, comparison, pair)
    if comparison.same:
        face.text()
        face.line("compare.view.same", style="bold")
        if not everything:
            return
    if len(comparison.runs) > 2:
        _seats(face, comparison)
    _stages(face, comparison)
    _units(face, comparison, everything)
    _quotas(face, comparison, everything)


def _columns(comparison: Comparison) -> list[str]:
    return [f"({number})" for number in range(1, len(comparison.runs) + 1)]


def _runs(face: Face, comparison: Comparison) -> None:
    tiers = comparison.runs[0].scenario.pack.tiers
    face.heading("compare.view.runs", count=len(comparison.runs))
    face.grid(
        [
            ("", "right"),
            (face.say("compare.view.scenario"), "left"),
            *((tier.short.get(face.lang), "right") for tier in tiers),
            (face.say("compare.view.state"), "left"),
            (face.say("compare.view.run"), "left"),
        ],
        [
            [
                number,
                run.scenario.title.get(face.lang),
                *(str(len(run.selected(tier.id))) for tier in tiers),
                face.say(f"compare.state.{run.allocation.status if run.allocation else 'clash'}"),
                run.id[:10],
            ]
            for number, run in zip(_columns(comparison), comparison.runs, strict=True)
        ],
    )


def _pair(face: Face, comparison: Comparison, pair: Pair) -> None:
    before, after = comparison.runs[pair.before], comparison.runs[pair.after]
    face.heading(
        "compare.view.pair",
        before=pair.before + 1,
        after=pair.after + 1,
        old=before.scenario.title.get(face.lang),
        new=after.scenario.title.get(face.lang),
    )
    if pair.inputs:
        face.line("compare.view.inputs")
        nominations = [n for n, x in enumerate(pair.inputs, 1) if x.kind == "nominations"]
        hidden = set(nominations[_NOMINATIONS:])
        for number, change in enumerate(pair.inputs, 1):
            if number not in hidden:
                face.text(f"  [{number}] {change.words(face.lang)}")
            elif number == nominations[-1]:
                face.line("compare.view.more", count=len(hidden))
    else:
        face.line("compare.view.no-inputs")
    if before.allocation is None or after.allocation is None:
        face.line("compare.view.no-list", style="yellow")
        return
    if not pair.moves:
        face.line("compare.view.no-moves")
    for tier in after.scenario.pack.tiers:
        for direction, style in (("enters", "green"), ("leaves", "red")):
            found = [m for m in pair.moves if (m.tier, m.direction) == (tier.id, direction)]
            if found:
                face.text()
                title = tier.short.get(face.lang)
                code = f"compare.view.{direction}"
                face.line(code, style=style, tier=title, count=len(found))
                _moves(face, [_move(face, pair, move) for move in found])


def _moves(face: Face, moves: list[list[str]]) -> None:
    """Who moved and why: a table, or on a narrow screen the reason below each name."""
    if face.width >= _WIDE:
        face.table(
            [
                ("compare.view.nomination", "left"),
                ("compare.view.name", "left"),
                ("compare.view.points", "right"),
                ("compare.view.moved-by", "left"),
                ("compare.view.why", "left"),
            ],
            moves,
        )
        return
    for nomination, name, points, moved_by, why in moves:
        face.line(
            "compare.view.move", nomination=nomination, name=name, points=points, moved_by=moved_by
        )
        face.text(f"    {why}")


def _move(face: Face, pair: Pair, move: Move) -> list[str]:
    """One line of a table; the changes that moved it by their numbers in the list above."""
    numbers = [n for n, change in enumerate(pair.inputs, 1) if change in move.moved_by]
    shown = (
        f"[{numbers[0]}]–[{numbers[-1]}]"
        if len(numbers) > _MANY
        else " ".join(f"[{n}]" for n in numbers)
    )
    return [move.nomination, move.name, str(move.merit), shown or "–", move.words(face.lang)]


def _seats(face: Face, comparison: Comparison) -> None:
    if not comparison.seats:
        return
    tiers = comparison.runs[0].scenario.pack.tier
    words: dict[str | None, str] = {
        None: "–",
        "": face.say("compare.view.eligible"),
        **{tier.id: tier.short.get(face.lang) for tier in tiers.values()},
    }
    face.heading("compare.view.seats")
    face.grid(
        [
            (face.say("compare.view.nomination"), "left"),
            (face.say("compare.view.name"), "left"),
            *((number, "left") for number in _columns(comparison)),
        ],
        [
            [row.nomination, row.name, *(words[x] for x in row.standings)]
            for row in comparison.seats
        ],
    )


def _stages(face: Face, comparison: Comparison) -> None:
    run = comparison.runs[0]
    face.heading("compare.view.stages")
    face.grid(
        [
            (face.say("compare.view.objective"), "left"),
            *((number, "right") for number in _columns(comparison)),
        ],
        [
            [
                stage_words(run, row.objective, face.lang),
                *("–" if value is None else str(value) for value in row.values),
            ]
            for row in comparison.stages
        ],
    )


def _units(face: Face, comparison: Comparison, everything: bool) -> None:
    rows = [row for row in comparison.units if everything or row.differs]
    if not rows:
        return
    tiers = [tier.id for tier in comparison.runs[0].scenario.pack.tiers]
    titles = " | ".join(t.short.get(face.lang) for t in comparison.runs[0].scenario.pack.tiers)
    face.heading("compare.view.all-units" if everything else "compare.view.units", tiers=titles)
    face.grid(
        [
            (face.say("view.unit"), "left"),
            *((number, "left") for number in _columns(comparison)),
        ],
        [
            [
                row.name.get(face.lang),
                *(
                    _unit_cell(tiers, eligible, selected)
                    for eligible, selected in zip(row.eligible, row.selected, strict=True)
                ),
            ]
            for row in rows
        ],
    )


def _unit_cell(
    tiers: list[str], eligible: Mapping[str, int], selected: Mapping[str, int] | None
) -> str:
    return "  ".join(
        f"{eligible.get(tier, 0)}→{'–' if selected is None else selected.get(tier, 0)}"
        for tier in tiers
    )


def _quotas(face: Face, comparison: Comparison, everything: bool) -> None:
    rows = [row for row in comparison.quotas if everything or row.differs]
    if not rows:
        return
    face.heading("compare.view.all-quotas" if everything else "compare.view.quotas")
    face.grid(
        [
            (face.say("compare.view.quota"), "left"),
            *((number, "left") for number in _columns(comparison)),
        ],
        [
            [
                " – ".join(
                    text for text in (row.title.get(face.lang), row.label.get(face.lang)) if text
                ),
                *(_quota_cell(cell) for cell in row.cells),
            ]
            for row in rows
        ],
    )


def _quota_cell(cell: QuotaCell | None) -> str:
    if cell is None:
        return "–"
    low, high = cell.low or None, cell.high
    span = (
        f" (≤ {high})"
        if low is None and high is not None
        else f" (≥ {low})"
        if high is None and low is not None
        else f" ({low}–{high})"
        if low is not None
        else ""
    )
    return f"{cell.count}{span}{' ●' if cell.tight else ''}"
