"""The sheet a sweep is drawn on: what stands where, from the top down."""

from __future__ import annotations

from collections.abc import Sequence

from dvk_rules.messages import say
from dvk_rules.report import Swing
from dvk_rules.sweep.drawing import Number, svg, text
from dvk_rules.sweep.result import Line, Sweep

__all__ = ["GAP", "LEFT", "MOST_PEOPLE", "RIGHT", "ROW", "WIDTH", "Canvas", "title_words"]

WIDTH = 960
LEFT = 290
RIGHT = 24
GAP = 48
ROW = 17
MOST_PEOPLE = 45
NAME = 36


def title_words(sweep: Sweep, lang: str) -> str:
    """What the picture is of."""
    return f"{sweep.title.get(lang)} – {' × '.join(axis.title.get(lang) for axis in sweep.axes)}"


class Canvas:
    """Parts drawn from the top down; ``y`` is where the next one begins."""

    def __init__(self, sweep: Sweep, lang: str) -> None:
        self.sweep = sweep
        self.lang = lang
        self.y = 0
        self.parts: list[str] = []
        self.lines: Sequence[Line] = sweep.lines
        self.tier = sweep.tiers[sweep.tier].get(lang)
        self.base = sweep.base if sweep.base.listed else None

    def put(self, *parts: str) -> None:
        """Adds shapes, 16 pixels in from the left edge."""
        self.parts.extend(f'<g transform="translate(16 0)">{part}</g>' for part in parts)

    def text(self, x: Number, y: Number, words: str, style: str = "", title: str = "") -> None:
        self.put(text(x, y, words, style, title))

    def say(self, code: str, **params: object) -> str:
        return say(code, self.lang, **params)

    def svg(self) -> str:
        """Everything drawn so far, on its own."""
        return svg(self.parts, WIDTH + 32, self.y - GAP + 16, title_words(self.sweep, self.lang))

    def swinging(self) -> Sequence[Swing]:
        """Those who swing, after a heading that counts them; nothing is written when none do."""
        swing = self.sweep.swing(self.sweep.tier)
        if swing:
            words = self.say("sweep.view.swing", tier=self.tier, count=len(swing))
            self.text(0, self.y, words, "title")
        return swing

    def label(self, item: Swing) -> str:
        """Writes the name of a nominee and its count at the left; gives the whole name."""
        who = self.sweep.people[item.nomination]
        whole = f"{who.id}  {who.name}"
        short = whole if len(whole) <= NAME else f"{whole[: NAME - 1]}…"
        self.put(text(0, self.y + 13, short, "", whole))
        self.put(text(LEFT - 12, self.y + 13, f"{item.count}/{item.of}", "soft end"))
        return whole

    def more(self, count: int) -> None:
        if count > MOST_PEOPLE:
            self.y += 6
            self.text(
                0, self.y + 10, self.say("sweep.view.more", count=count - MOST_PEOPLE), "soft"
            )
            self.y += 12
        self.y += GAP

    def nothing(self) -> None:
        """Says that no step has a list."""
        self.text(0, self.y, self.say("sweep.view.none"), "soft")
        self.y += GAP
