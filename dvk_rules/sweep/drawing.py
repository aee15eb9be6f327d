"""Shapes of a static SVG picture: texts, lines, ticks, scales. It knows nothing of sweeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html import escape
from importlib.resources import files

__all__ = ["Scale", "circle", "line", "polyline", "rect", "scale", "svg", "text"]

type Number = int | Fraction | float
"""Places in the picture; nothing is decided by them."""


_HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="7" '
    'stroke-width="2"/></pattern></defs>'
)


@cache
def _style() -> str:
    return (files("dvk_rules.sweep") / "picture.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` on pixels from ``start`` to ``end``, with round ticks."""

    low: Number
    high: Number
    start: Number
    end: Number
    ticks: tuple[Number, ...]

    def at(self, value: Number) -> float:
        """The pixel of a value."""
        part = (value - self.low) / (self.high - self.low)
        return float(self.start + (self.end - self.start) * part)


def scale(
    values: Sequence[Number], start: Number, end: Number, *, ticks: int = 4, whole: bool = False
) -> Scale:
    """A scale around ``values`` from round tick to round tick; ``whole``: of whole numbers."""
    low, high = min(values), max(values)
    if low == high:
        spare = max(abs(low) / 20, Fraction(1, 20) if abs(low) <= 2 else 1)
        low, high = low - spare, high + spare
    step = _round_step(Fraction(high - low) / ticks)
    if whole:
        step = max(step, Fraction(1))
    first, last = Fraction(low) // step, -(-Fraction(high) // step)
    marks = tuple(step * place for place in range(int(first), int(last) + 1))
    return Scale(marks[0], marks[-1], start, end, marks)


def _round_step(rough: Fraction) -> Fraction:
    """The round number (1, 2 or 5 times a power of ten) at or above ``rough``."""
    power = Fraction(1)
    while power > rough:
        power /= 10
    while power * 10 <= rough:
        power *= 10
    return next((power * part for part in (1, 2, 5) if power * part >= rough), power * 10)


def _place(value: Number) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


def text(x: Number, y: Number, words: str, style: str = "", title: str = "") -> str:
    """Words at a place; ``title`` shows under the pointer."""
    tip = f"<title>{escape(title)}</title>" if title else ""
    return f'<text class="{style}" x="{_place(x)}" y="{_place(y)}">{escape(words)}{tip}</text>'


def line(x1: Number, y1: Number, x2: Number, y2: Number, style: str) -> str:
    """A straight line."""
    places = f'x1="{_place(x1)}" y1="{_place(y1)}" x2="{_place(x2)}" y2="{_place(y2)}"'
    return f'<line class="{style}" {places}/>'


def polyline(points: Sequence[tuple[Number, Number]], style: str) -> str:
    """A line through points."""
    places = " ".join(f"{_place(x)},{_place(y)}" for x, y in points)
    return f'<polyline class="curve {style}" points="{places}"/>'


def rect(
    x: Number,
    y: Number,
    width: Number,
    height: Number,
    style: str,
    title: str = "",
    opacity: Number = 1,
) -> str:
    """A filled box."""
    tip = f"<title>{escape(title)}</title>" if title else ""
    fade = f' fill-opacity="{float(opacity):.2f}"' if opacity != 1 else ""
    places = f'x="{_place(x)}" y="{_place(y)}" width="{_place(width)}" height="{_place(height)}"'
    return f'<rect class="{style}" {places}{fade}>{tip}</rect>'


def circle(x: Number, y: Number, radius: Number, style: str, title: str = "") -> str:
    """A dot."""
    tip = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<circle class="dot {style}" cx="{_place(x)}" cy="{_place(y)}" r="{_place(radius)}">'
        f"{tip}</circle>"
    )


def svg(parts: Sequence[str], width: Number, height: Number, title: str) -> str:
    """The whole picture, on its own."""
    size = f"{_place(width)} {_place(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sweep" viewBox="0 0 {size}" '
        f'width="{_place(width)}" height="{_place(height)}" role="img" '
        f'aria-label="{escape(title)}"><style>{_style()}</style>{_HATCH}{"".join(parts)}</svg>\n'
    )
