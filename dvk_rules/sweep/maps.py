"""Two axes: a map of points, one of fairness, and how often each nominee is in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from textwrap import wrap

from dvk_rules.sweep.canvas import GAP, LEFT, MOST_PEOPLE, RIGHT, ROW, WIDTH, Canvas
from dvk_rules.sweep.drawing import rect, text
from dvk_rules.sweep.tables import percent, where_words

__all__ = ["Maps"]


class Maps(Canvas):
    """The first axis to the right, the second upwards."""

    def maps(self) -> None:
        """Points and fairness as maps, the first axis to the right, the second upwards."""
        if not self.sweep.listed:
            self.nothing()
            return
        tier = self.sweep.tier
        merits = {
            line.step.place: Fraction(line.step.merit[tier])
            for line in self.lines
            if line.step.listed
        }
        shares = {line.step.place: line.shares[0] for line in self.lines if line.shares}
        self._map(self.say("sweep.chart.merit", tier=self.tier), merits, lambda v: str(int(v)))
        self._map(self.say("sweep.chart.fairness"), shares, lambda v: percent(v, self.lang))

    def _map(
        self, title: str, values: dict[tuple[int, ...], Fraction], show: Callable[[Fraction], str]
    ) -> None:
        across, up = self.sweep.axes
        column = (WIDTH - LEFT - RIGHT) / len(across.points)
        high = 26 if len(up.points) <= 20 else 14
        low, top = min(values.values()), max(values.values())
        self.text(0, self.y, title, "title")
        self.y += 12
        for number, words in enumerate(wrap(f"↑ {up.title.get(self.lang)}", 38)):
            self.put(text(0, self.y + 16 + 17 * number, words, "soft"))
        lines = {found.step.place: found for found in self.lines}
        for row in reversed(range(len(up.points))):
            self.put(
                text(LEFT - 12, self.y + high / 2 + 4, up.shown[row].get(self.lang), "soft end")
            )
            for index in range(len(across.points)):
                place, left = (index, row), LEFT + column * index
                tip = where_words(self.sweep, place, self.lang)
                if place not in values:
                    reason = lines[place].step.reason.get(self.lang)
                    self.put(rect(left, self.y, column - 2, high - 2, "clash", f"{tip}: {reason}"))
                    continue
                value = values[place]
                part = Fraction(1, 2) if low == top else (value - low) / (top - low)
                shade = Fraction(1, 8) + part * Fraction(1, 2)
                self.put(
                    rect(left, self.y, column - 2, high - 2, "heat", f"{tip}: {show(value)}", shade)
                )
                if column >= 8 * len(show(value)) and high > 20:
                    self.put(text(left + column / 2 - 1, self.y + high / 2 + 4, show(value), "mid"))
            self.y += high
        longest = max(len(item.get(self.lang)) for item in across.shown)
        every = max(1, -(-(longest * 8 + 8) // max(1, int(column))))
        for index in range(0, len(across.points), every):
            words = across.shown[index].get(self.lang)
            self.put(text(LEFT + column * (index + 0.5), self.y + 14, words, "soft mid"))
        self.put(text(LEFT, self.y + 32, f"→ {across.title.get(self.lang)}", "soft"))
        self.y += 32 + GAP

    def who(self) -> None:
        """Those who swing, with the part of the lists they are in."""
        swing = self.swinging()
        if not swing:
            return
        self.y += 10
        room = WIDTH - LEFT - RIGHT
        for item in swing[:MOST_PEOPLE]:
            label = self.label(item)
            self.put(rect(LEFT, self.y + 2, room, ROW - 4, "out"))
            self.put(rect(LEFT, self.y + 2, room * item.count / item.of, ROW - 4, "in", label))
            self.y += ROW
        self.more(len(swing))
