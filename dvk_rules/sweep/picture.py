"""The picture of a sweep: what it buys and costs, who swings, and points against fairness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from textwrap import wrap

from dvk_rules.messages import say
from dvk_rules.sweep.drawing import (
    Number,
    circle,
    line,
    polyline,
    rect,
    scale,
    svg,
    text,
)
from dvk_rules.sweep.result import Line, Sweep
from dvk_rules.sweep.tables import percent, where_words

__all__ = ["picture"]

WIDTH = 960
LEFT = 290
RIGHT = 24
PANEL = 108
GAP = 48
ROW = 17
MOST_PEOPLE = 45
NAME = 36


def picture(sweep: Sweep, lang: str) -> str:
    """The picture as SVG text; the same sweep, the same text."""
    drawn = _Picture(sweep, lang)
    title = f"{sweep.title.get(lang)} – {' × '.join(axis.title.get(lang) for axis in sweep.axes)}"
    drawn.text(0, 18, title, "title")
    drawn.y = 48
    if len(sweep.axes) == 1:
        drawn.curves()
        drawn.who_by_step()
    else:
        drawn.maps()
        drawn.who_how_often()
    drawn.pareto()
    return svg(drawn.parts, WIDTH + 32, drawn.y + 8, title)


class _Picture:
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

    # One axis

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
            self.text(0, self.y, self.say("sweep.view.none"), "soft")
            self.y += GAP
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

    def who_by_step(self) -> None:
        """Those who swing, a row each, with the steps they are in."""
        swing = self.sweep.swing(self.sweep.tier)
        if not swing:
            return
        self.text(
            0, self.y, self.say("sweep.view.swing", tier=self.tier, count=len(swing)), "title"
        )
        self.y += 24
        self._labels(self.y)
        self.y += 8
        wide = self.column - 2
        for item in swing[:MOST_PEOPLE]:
            who = self.sweep.people[item.nomination]
            label = f"{who.id}  {who.name}"
            short = label if len(label) <= NAME else f"{label[: NAME - 1]}…"
            self.put(text(0, self.y + 13, short, "", label))
            self.put(text(LEFT - 12, self.y + 13, f"{item.count}/{item.of}", "soft end"))
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
        self._more(len(swing))

    def _more(self, count: int) -> None:
        if count > MOST_PEOPLE:
            self.y += 6
            self.text(
                0, self.y + 10, self.say("sweep.view.more", count=count - MOST_PEOPLE), "soft"
            )
            self.y += 12
        self.y += GAP

    # Two axes

    def maps(self) -> None:
        """Points and fairness as maps, the first axis to the right, the second upwards."""
        if not self.sweep.listed:
            self.text(0, self.y, self.say("sweep.view.none"), "soft")
            self.y += GAP
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

    def who_how_often(self) -> None:
        """Those who swing, with the part of the lists they are in."""
        swing = self.sweep.swing(self.sweep.tier)
        if not swing:
            return
        self.text(
            0, self.y, self.say("sweep.view.swing", tier=self.tier, count=len(swing)), "title"
        )
        self.y += 10
        room = WIDTH - LEFT - RIGHT
        for item in swing[:MOST_PEOPLE]:
            who = self.sweep.people[item.nomination]
            label = f"{who.id}  {who.name}"
            self.put(
                text(
                    0,
                    self.y + 13,
                    label if len(label) <= NAME else f"{label[: NAME - 1]}…",
                    "",
                    label,
                )
            )
            self.put(text(LEFT - 12, self.y + 13, f"{item.count}/{item.of}", "soft end"))
            self.put(rect(LEFT, self.y + 2, room, ROW - 4, "out"))
            self.put(rect(LEFT, self.y + 2, room * item.count / item.of, ROW - 4, "in", label))
            self.y += ROW
        self._more(len(swing))

    # Points against fairness

    def pareto(self) -> None:
        """A dot a step: to the right more points, upwards fairer; the front is joined."""
        known = [line for line in self.lines if line.shares]
        if len(known) < 2:
            return
        tier = self.sweep.tier
        self.text(0, self.y, self.say("sweep.chart.pareto"), "title")
        top, tall = self.y + 14, 230
        base = self.sweep.shares_of(self.base) if self.base else ()
        merits = [line.step.merit[tier] for line in known]
        fair = [line.shares[0] for line in known]
        if self.base and base:
            merits.append(self.base.merit[tier])
            fair.append(base[0])
        right = scale(merits, LEFT + 20, WIDTH - RIGHT - 20, ticks=6)
        up = scale(fair, top + tall - 10, top + 10)
        for tick in up.ticks:
            self.put(line(LEFT, up.at(tick), WIDTH - RIGHT, up.at(tick), "grid"))
            self.put(
                text(LEFT - 12, up.at(tick) + 4, percent(Fraction(tick), self.lang), "soft end")
            )
        for tick in right.ticks:
            self.put(line(right.at(tick), top, right.at(tick), top + tall, "grid"))
            self.put(text(right.at(tick), top + tall + 18, f"{float(tick):g}", "soft mid"))
        self.put(text(0, top + 16, f"↑ {self.say('sweep.fairness')}", "soft"))
        self.put(
            text(
                WIDTH - RIGHT,
                top + tall + 36,
                f"→ {self.say('sweep.chart.merit', tier=self.tier)}",
                "soft end",
            )
        )
        dots: dict[tuple[float, float], list[Line]] = {}
        for found in known:
            spot = (right.at(found.step.merit[tier]), up.at(found.shares[0]))
            dots.setdefault(spot, []).append(found)
        front = sorted(spot for spot, found in dots.items() if any(x.front for x in found))
        if len(front) > 1:
            self.put(polyline(front, "main"))
        if self.base and base:
            x, y = right.at(self.base.merit[tier]), up.at(base[0])
            self.put(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="9"/>')
            self.put(text(x, y + 24, self.say("sweep.base"), "soft mid"))
        for (x, y), found in sorted(dots.items()):
            names = [where_words(self.sweep, item.step.place, self.lang) for item in found]
            best = any(item.front for item in found)
            self.put(circle(x, y, 5 if best else 4, "main" if best else "rest", "; ".join(names)))
            if best and len(front) <= 12:
                shown = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
                anchor = "end" if x > WIDTH - 200 else ""
                self.put(text(x - 10 if anchor else x + 10, y - 8, shown, anchor))
        if len(front) > 1:
            self.put(line(LEFT, top + tall + 32, LEFT + 22, top + tall + 32, "curve main"))
            self.put(text(LEFT + 30, top + tall + 36, self.say("sweep.chart.front"), "soft"))
        self.y = int(top + tall + GAP)
