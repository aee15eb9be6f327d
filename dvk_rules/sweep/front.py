"""Points against fairness: a dot a step, the Pareto front joined."""

from __future__ import annotations

from fractions import Fraction

from dvk_rules.sweep.canvas import GAP, LEFT, RIGHT, WIDTH, Canvas
from dvk_rules.sweep.drawing import circle, line, polyline, scale, text
from dvk_rules.sweep.result import Line
from dvk_rules.sweep.tables import percent, where_words

__all__ = ["draw_front"]


def draw_front(canvas: Canvas) -> None:
    """A dot a step: to the right more points, upwards fairer; the front is joined."""
    known = [line for line in canvas.lines if line.shares]
    if len(known) < 2:
        return
    tier = canvas.sweep.tier
    canvas.text(0, canvas.y, canvas.say("sweep.chart.pareto"), "title")
    top, tall = canvas.y + 14, 230
    base = canvas.sweep.shares_of(canvas.base) if canvas.base else ()
    merits = [line.step.merit[tier] for line in known]
    fair = [line.shares[0] for line in known]
    if canvas.base and base:
        merits.append(canvas.base.merit[tier])
        fair.append(base[0])
    right = scale(merits, LEFT + 20, WIDTH - RIGHT - 20, ticks=6)
    up = scale(fair, top + tall - 10, top + 10)
    for tick in up.ticks:
        canvas.put(line(LEFT, up.at(tick), WIDTH - RIGHT, up.at(tick), "grid"))
        canvas.put(
            text(LEFT - 12, up.at(tick) + 4, percent(Fraction(tick), canvas.lang), "soft end")
        )
    for tick in right.ticks:
        canvas.put(line(right.at(tick), top, right.at(tick), top + tall, "grid"))
        canvas.put(text(right.at(tick), top + tall + 18, f"{float(tick):g}", "soft mid"))
    canvas.put(text(0, top + 16, f"↑ {canvas.say('sweep.fairness')}", "soft"))
    canvas.put(
        text(
            WIDTH - RIGHT,
            top + tall + 36,
            f"→ {canvas.say('sweep.chart.merit', tier=canvas.tier)}",
            "soft end",
        )
    )
    dots: dict[tuple[float, float], list[Line]] = {}
    for found in known:
        spot = (right.at(found.step.merit[tier]), up.at(found.shares[0]))
        dots.setdefault(spot, []).append(found)
    front = sorted(spot for spot, found in dots.items() if any(x.front for x in found))
    if len(front) > 1:
        canvas.put(polyline(front, "main"))
    if canvas.base and base:
        x, y = right.at(canvas.base.merit[tier]), up.at(base[0])
        canvas.put(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="9"/>')
        canvas.put(text(x, y + 24, canvas.say("sweep.base"), "soft mid"))
    for (x, y), found in sorted(dots.items()):
        names = [where_words(canvas.sweep, item.step.place, canvas.lang) for item in found]
        best = any(item.front for item in found)
        canvas.put(circle(x, y, 5 if best else 4, "main" if best else "rest", "; ".join(names)))
        if best and len(front) <= 12:
            shown = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
            anchor = "end" if x > WIDTH - 200 else ""
            canvas.put(text(x - 10 if anchor else x + 10, y - 8, shown, anchor))
    if len(front) > 1:
        canvas.put(line(LEFT, top + tall + 32, LEFT + 22, top + tall + 32, "curve main"))
        canvas.put(text(LEFT + 30, top + tall + 36, canvas.say("sweep.chart.front"), "soft"))
    canvas.y = int(top + tall + 40 + GAP)
