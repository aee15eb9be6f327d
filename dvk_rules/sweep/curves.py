"""One axis: curves above each other, and who is in at which step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from textwrap import wrap

from dvk_rules.sweep.canvas import GAP, LEFT, MOST_PEOPLE, RIGHT, ROW, WIDTH, Canvas
from dvk_rules.sweep.drawing import Number, circle, line, polyline, rect, scale, text
from dvk_rules.sweep.tables import percent, where_words

__all__ = ["Curves"]

PANEL = 108


class Curves(Canvas):
    """A column a step."""

    @property
    def column(self) -> float:
        """The width of one step."""
        return (WIDTH - LEFT - RIGHT) / max(1, len(self.lines))

    def x(self, index: int) -> float:
        """The middle of a step."""
        return LEFT + self.column * (index + 0.5)

    def curves(self) -> None:
        """Points, fairness, moves and seats above each other, a column a step."""
        if not self.sweep.listed:
            self.nothing()
            return
        tier = self.sweep.tier
        self._curve(
            self.say("sweep.chart.merit", tier=self.tier),
            [line.step.merit.get(tier) for line in self.lines],
            self.base.merit[tier] if self.base else None,
            lambda value: f"{int(value)}",
            "main",
        )
        base = self.sweep.shares_of(self.base) if self.base else ()
        self._curve(
            self.say("sweep.chart.fairness"),
            [line.shares[0] if line.shares else None for line in self.lines],
            base[0] if base else None,
            lambda value: percent(Fraction(value), self.lang),
            "other",
        )
        for tier, title in self.sweep.tiers.items():
            filled = [len(x.step.selected[tier]) if x.step.listed else None for x in self.lines]
            if len({count for count in filled if count is not None}) > 1:
                name = self.say("sweep.seats", tier=title.get(self.lang))
                now = len(self.base.selected[tier]) if self.base else None
                self._curve(name, filled, now, lambda value: f"{int(value)}", "third")
        self._moves()
        self._labels(self.y - GAP + 22)
        self.put(
            text(
                LEFT - 12,
                self.y - GAP + 22,
                wrap(self.sweep.axes[0].title.get(self.lang), 42)[0],
                "soft end",
            )
        )
        self.y += 24

    def _clashes(self, top: float, height: float) -> None:
        for index, found in enumerate(self.lines):
            if not found.step.listed:
                left = LEFT + self.column * index
                reason = found.step.reason.get(self.lang)
                self.put(rect(left, top, self.column, height, "clash", reason))

    def _curve(
        self,
        title: str,
        values: Sequence[Number | None],
        base: Number | None,
        show: Callable[[Number], str],
        style: str,
    ) -> None:
        known = [value for value in values if value is not None]
        top = self.y + 16
        self.text(0, self.y, title, "title")
        around = [*known, *([base] if base is not None else [])]
        marks = scale(around, top + PANEL, top, whole=style != "other")
        for tick in marks.ticks:
            place = marks.at(tick)
            self.put(line(LEFT, place, WIDTH - RIGHT, place, "grid"))
            self.put(text(LEFT - 12, place + 4, show(tick), "soft end"))
        self._clashes(top, PANEL)
        if base is not None:
            self.put(line(LEFT, marks.at(base), WIDTH - RIGHT, marks.at(base), "base"))
            self.put(text(0, marks.at(base) + 4, f"{self.say('sweep.base')}: {show(base)}", "soft"))
        stretch: list[tuple[Number, Number]] = []
        dots: list[str] = []
        for index, value in enumerate(values):
            if value is None:
                if len(stretch) > 1:
                    self.put(polyline(stretch, style))
                stretch = []
                continue
            stretch.append((self.x(index), marks.at(value)))
            tip = f"{where_words(self.sweep, (index,), self.lang)}: {show(value)}"
            dots.append(circle(self.x(index), marks.at(value), 4, style, tip))
        if len(stretch) > 1:
            self.put(polyline(stretch, style))
        self.put(*dots)
        self.y = int(top + PANEL + GAP)

    def _moves(self) -> None:
        tier = self.sweep.tier
        top = self.y + 10
        self.text(0, self.y, self.say("sweep.chart.moves", tier=self.tier), "title")
        most = max(
            [
                1,
                *(
                    len(x)
                    for found in self.lines
                    for x in (found.entering[tier], found.leaving[tier])
                ),
            ]
        )
        zero, half = top + PANEL / 2, PANEL / 2 - 14
        self._clashes(top, PANEL)
        wide = min(28.0, self.column * 0.6)
        for index, found in enumerate(self.lines):
            left = self.x(index) - wide / 2
            for names, style, sign in (
                (found.entering[tier], "up", -1),
                (found.leaving[tier], "down", 1),
            ):
                if not names:
                    continue
                height = half * len(names) / most
                above = zero - height if sign < 0 else zero
                self.put(rect(left, above, wide, height, style, ", ".join(names)))
                beside = zero + sign * (height + 4) + (9 if sign > 0 else 0)
                self.put(text(self.x(index), beside, str(len(names)), "soft mid"))
        self.put(line(LEFT, zero, WIDTH - RIGHT, zero, "zero"))
        self.y = int(top + PANEL + GAP)

    def _labels(self, y: float) -> None:
        """The value of each step, as many as there is room for."""
        shown = self.sweep.axes[0].shown
        longest = max(len(item.get(self.lang)) for item in shown)
        every = max(1, -(-(longest * 8 + 8) // max(1, int(self.column))))
        for index in range(0, len(shown), every):
            self.put(text(self.x(index), y, shown[index].get(self.lang), "soft mid"))

    def who(self) -> None:
        """Those who swing, a row each, with the steps they are in."""
        swing = self.swinging()
        if not swing:
            return
        self.y += 24
        self._labels(self.y)
        self.y += 8
        wide = self.column - 2
        for item in swing[:MOST_PEOPLE]:
            label = self.label(item)
            for index, found in enumerate(self.lines):
                if not found.step.listed:
                    continue
                chosen = item.nomination in found.step.selected[self.sweep.tier]
                left = self.x(index) - wide / 2
                tip = f"{label} · {where_words(self.sweep, (index,), self.lang)}"
                self.put(rect(left, self.y + 2, wide, ROW - 4, "in" if chosen else "out", tip))
            self.y += ROW
        self._clashes(
            self.y - ROW * min(len(swing), MOST_PEOPLE), ROW * min(len(swing), MOST_PEOPLE)
        )
        self.more(len(swing))
