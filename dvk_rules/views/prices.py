"""What one seat or one bound costs, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dvk_rules.clashes import amount_words, change_words
from dvk_rules.runs import Run
from dvk_rules.summary import stage_words
from dvk_rules.views.face import Face

if TYPE_CHECKING:  # the solver loads when a price is asked for
    from dvk_solver import BoundPrice, Effect, Price
    from dvk_solver.allocation import Seat

__all__ = ["show_bound_prices", "show_price"]


def show_price(face: Face, run: Run, price: Price) -> None:
    """The exact price of one seat the other way round."""
    tier = run.scenario.pack.tier[price.tier].short.get(face.lang)
    code = "price.out" if price.selected else "price.in"
    face.heading(code, nomination=price.candidate, tier=tier)
    stage = stage_words(run, price.stage, face.lang) if price.stage else ""
    face.line(
        f"price.{price.effect}",
        stage=stage,
        value=price.value,
        instead=price.instead,
        loss=price.loss,
    )
    if price.points is not None:
        face.line("price.points", points=price.points)
    _moves(face, run, price.enters, price.leaves)
    if price.changes:
        face.line("price.changes")
        for change in price.changes:
            face.text(f"  • {change_words(run, change, face.lang)}")


def _moves(face: Face, run: Run, enters: Sequence[Seat], leaves: Sequence[Seat]) -> None:
    for code, seats in (("price.enters", enters), ("price.leaves", leaves)):
        if seats:
            face.line(code, seats=[_seat(run, seat, face.lang) for seat in seats])


def _seat(run: Run, seat: Seat, lang: str) -> str:
    return f"{seat.candidate} ({run.scenario.pack.tier[seat.tier].short.get(lang)})"


def show_bound_prices(face: Face, run: Run, prices: Sequence[BoundPrice]) -> None:
    """For every quota: what one seat more or less of it would change."""
    quotas = {quota.id: quota for quota in run.scenario.quotas}
    rows: list[list[str]] = []
    idle = 0
    for price in prices:
        line = price.line
        if price.looser.kind == price.tighter.kind == "same":
            idle += 1
            continue
        quota = quotas[line.id]
        name = quota.title.get(face.lang)
        if line.value is not None and quota.per is not None:
            kind = run.scenario.pack.vocabulary[quota.per].kind
            name += f" – {kind.show(line.value, face.lang)}"
        bound = face.say(f"clash.{line.side}", amount=amount_words(line.amount, face.lang))
        rows.append(
            [
                f"{name}: {bound}",
                str(line.count),
                str(line.slack),
                _effect(face, run, price.looser),
                _effect(face, run, price.tighter),
            ]
        )
    face.table(
        [
            ("view.quota", "left"),
            ("view.count", "right"),
            ("price.slack", "right"),
            ("price.looser", "left"),
            ("price.tighter", "left"),
        ],
        rows,
    )
    face.line("price.idle", count=idle, style="dim")


def _effect(face: Face, run: Run, effect: Effect) -> str:
    if effect.kind != "stage" or effect.stage is None:
        return face.say(f"price.effect.{effect.kind}")
    return f"{stage_words(run, effect.stage, face.lang)} {effect.change:+d}"
