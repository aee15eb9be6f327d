"""Charts as static SVG that scales with its column: places in per cent, text in real pixels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = ["Dot", "Lane", "bullet", "step_bar", "strip"]


@dataclass(frozen=True)
class Dot:
    """One nominee in a strip: its points, what the pointer shows, and the colour class."""

    value: int
    title: str
    state: str


@dataclass(frozen=True)
class Lane:
    """A row of dots with its name."""

    label: str
    dots: tuple[Dot, ...]


_DOT = 4
_STEP = 9
_INSETS = (0, 3, 5, 8)


def strip(lanes: Sequence[Lane], *, title: str, axis: str) -> Markup:
    """A strip plot: a lane a group, a dot a nominee, equal points piled up.

    Piles higher than a lane is tall are drawn closer together, never cut.
    """
    values = [dot.value for lane in lanes for dot in lane.dots]
    if not values:
        return Markup("")
    low, high = min(values) // 10 * 10, -(-(max(values) + 1) // 10) * 10
    parts: list[str] = []
    top = 6
    for lane in lanes:
        piles: defaultdict[int, list[Dot]] = defaultdict(list)
        for dot in lane.dots:
            piles[dot.value].append(dot)
        tallest = max((len(pile) for pile in piles.values()), default=1)
        step = min(_STEP, 150 / tallest)
        height = round(tallest * step) + 8
        label = escape(f"{lane.label} ({len(lane.dots)})")
        parts.append(f'<text class="lane" x="0" y="{top + 12}">{label}</text>')
        base = top + 18 + height
        parts.append(f'<line class="grid" x1="0" x2="100%" y1="{base}" y2="{base}"/>')
        for value, pile in sorted(piles.items()):
            x = _percent(value, low, high)
            for place, dot in enumerate(pile):
                y = base - 6 - place * step
                parts.append(
                    f'<circle class="{dot.state}" cx="{x}" cy="{y:.0f}" r="{_DOT}">'
                    f"<title>{escape(dot.title)}</title></circle>"
                )
        top = base + 10
    tick_step = 10 if high - low <= 120 else 20
    for tick in range(low, high + 1, tick_step):
        x = _percent(tick, low, high)
        parts.append(f'<line class="grid tick" x1="{x}" x2="{x}" y1="0" y2="{top}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{top + 14}">{tick}</text>')
    parts.append(f'<text class="axis" x="100%" y="{top + 32}">{escape(axis)}</text>')
    return Markup(
        f'<svg class="strip" role="img" aria-label="{escape(title)}" width="100%" '
        f'height="{top + 38}">{"".join(parts)}</svg>'
    )


def _percent(value: int, low: int, high: int) -> str:
    return f"{2 + 96 * (value - low) / max(1, high - low):.2f}%"


def bullet(
    segments: Sequence[tuple[str, int]],
    *,
    top: int,
    low: int | None,
    high: int | None,
    title: str,
) -> Markup:
    """A bullet bar for a table cell: nested counts, widest first, with marks for the quota.

    ``segments`` are (colour class, count); ``top`` is the count that fills the width.
    """
    parts: list[str] = []
    height = 20
    for place, (state, count) in enumerate(segments):
        inset = _INSETS[min(place, len(_INSETS) - 1)]
        if count:
            parts.append(
                f'<rect class="{state}" x="0" y="{inset}" rx="1.5" '
                f'width="{100 * count / top:.1f}%" height="{height - 2 * inset}"/>'
            )
    for name, bound in (("floor", low), ("cap", high)):
        if bound is not None and bound <= top:
            x = f"{100 * bound / top:.1f}%"
            parts.append(f'<line class="{name}" x1="{x}" x2="{x}" y1="0" y2="{height}"/>')
    return Markup(
        f'<svg class="bullet" role="img" aria-label="{escape(title)}" width="100%" '
        f'height="{height}">{"".join(parts)}</svg>'
    )


def step_bar(state: str, start: int, count: int, total: int) -> Markup:
    """One bar of a waterfall: ``count`` of ``total`` drawn from ``start`` on."""
    x, width = 100 * start / max(1, total), 100 * count / max(1, total)
    return Markup(
        '<svg class="bar" aria-hidden="true" width="100%" height="14">'
        f'<rect class="{state}" x="{x:.2f}%" y="1" width="{max(width, 0.4):.2f}%" height="12" '
        'rx="1.5"/></svg>'
    )
