"""The picture of a sweep: what it buys and costs, who swings, and points against fairness."""

from __future__ import annotations

from collections.abc import Callable

from dvk_rules.sweep.canvas import Canvas, title_words
from dvk_rules.sweep.curves import Curves
from dvk_rules.sweep.front import draw_front
from dvk_rules.sweep.maps import Maps
from dvk_rules.sweep.result import Sweep

__all__ = ["picture", "pictures"]

type Part = Callable[[], None]


def picture(sweep: Sweep, lang: str) -> str:
    """The whole picture as SVG text; the same sweep, the same text."""
    drawn, parts = _begin(sweep, lang)
    drawn.text(0, 18, title_words(sweep, lang), "title")
    drawn.y = 48
    for draw in parts:
        draw()
    return drawn.svg()


def pictures(sweep: Sweep, lang: str) -> tuple[str, ...]:
    """Its parts one by one, for a page that may break between them."""
    made: list[str] = []
    for number in range(3):
        drawn, parts = _begin(sweep, lang)
        drawn.y = 20
        parts[number]()
        if drawn.parts:
            made.append(drawn.svg())
    return tuple(made)


def _begin(sweep: Sweep, lang: str) -> tuple[Canvas, tuple[Part, Part, Part]]:
    if len(sweep.axes) == 1:
        curves = Curves(sweep, lang)
        return curves, (curves.curves, curves.who, lambda: draw_front(curves))
    maps = Maps(sweep, lang)
    return maps, (maps.maps, maps.who, lambda: draw_front(maps))
