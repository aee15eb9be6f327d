"""What a sweep shows: what each step buys and costs, the core, who swings, the Pareto front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dvk_rules.report import Swing
from dvk_rules.sweep.axes import Axis
from dvk_rules.sweep.fairness import Shares, shares
from dvk_rules.sweep.steps import Step
from dvk_rules.values import Text

__all__ = ["Line", "Sweep", "Who"]


@dataclass(frozen=True)
class Who:
    """A nominee, as tables name it."""

    id: str
    name: str
    unit: str
    rank: int | None


@dataclass(frozen=True)
class Line:
    """A step with what it buys and costs. ``entering`` and ``leaving`` by tier, against the base.

    ``shares`` are those of the units for the tier in question, the smallest first; ``front`` says
    that no other step is at least as good in points and in fairness and better in one.
    """

    step: Step
    entering: Mapping[str, tuple[str, ...]]
    leaving: Mapping[str, tuple[str, ...]]
    shares: Shares
    front: bool


@dataclass(frozen=True, repr=False)
class Sweep:
    """A swept scenario. ``base`` is the scenario as it stands, ``steps`` are in the order of axes.

    ``tier`` is the one that points and fairness are about: the tier that the axes vary, or the
    outermost one.
    """

    key: str
    scenario: str
    title: Text
    tiers: Mapping[str, Text]
    quotas: Mapping[str, Text]
    axes: tuple[Axis, ...]
    base: Step
    steps: tuple[Step, ...]
    people: Mapping[str, Who]
    tier: str
    own_bounds: int = 0

    @cached_property
    def listed(self) -> tuple[Step, ...]:
        """The steps that have a list."""
        return tuple(step for step in self.steps if step.listed)

    def core(self, tier: str) -> tuple[str, ...]:
        """Those who have a seat of ``tier`` in every list."""
        lists = [set(step.selected[tier]) for step in self.listed]
        return tuple(sorted(set[str].intersection(*lists))) if lists else ()

    def swing(self, tier: str) -> tuple[Swing, ...]:
        """Those in some lists and not in others, the most frequent first."""
        counts = Counter(name for step in self.listed for name in step.selected[tier])
        total = len(self.listed)
        return tuple(
            Swing(name, tier, count, total)
            for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            if count < total
        )

    def never(self, tier: str) -> tuple[str, ...]:
        """Those who are eligible for ``tier`` in some step and have a seat in none."""
        eligible = {name for step in self.steps for name in step.eligible.get(tier, ())}
        chosen = {name for step in self.listed for name in step.selected[tier]}
        return tuple(sorted(eligible - chosen))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units that fairness is measured over: any with somebody eligible in some step."""
        found = {
            self.people[name].unit
            for step in (self.base, *self.steps)
            for name in step.eligible.get(self.tier, ())
        }
        return tuple(sorted(found))

    def shares_of(self, step: Step) -> Shares:
        """The units' shares in a step; none if it has no list."""
        if not step.listed:
            return ()
        seats = Counter(self.people[name].unit for name in step.selected[self.tier])
        return shares(seats, self.units, step.entitlements.get(self.tier, {}))

    @cached_property
    def against(self) -> Step | None:
        """What steps are compared with: the base, or the first list if the base has none."""
        if self.base.listed:
            return self.base
        return self.listed[0] if self.listed else None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every step with what it buys and costs."""
        measured = [(step, self.shares_of(step)) for step in self.steps]
        front = _front([(s.merit[self.tier], of) for s, of in measured if s.listed])
        return tuple(
            Line(
                step=step,
                entering={tier: self._moved(step, tier, enters=True) for tier in self.tiers},
                leaving={tier: self._moved(step, tier, enters=False) for tier in self.tiers},
                shares=of,
                front=step.listed and (step.merit[self.tier], of) in front,
            )
            for step, of in measured
        )

    def _moved(self, step: Step, tier: str, *, enters: bool) -> tuple[str, ...]:
        if self.against is None or not step.listed:
            return ()
        old, new = set(self.against.selected[tier]), set(step.selected[tier])
        return tuple(sorted(new - old if enters else old - new))

    def to_json(self) -> dict[str, Any]:
        """The sweep as data: numbers exact, shares as fractions."""
        return {
            "format": "dvk/sweep/1",
            "sweep": self.key,
            "scenario": self.scenario,
            "tier": self.tier,
            "axes": [axis.to_json() for axis in self.axes],
            "base": _step_json(self.base),
            "steps": [
                {
                    **_step_json(line.step),
                    "entering": {tier: list(ids) for tier, ids in line.entering.items()},
                    "leaving": {tier: list(ids) for tier, ids in line.leaving.items()},
                    "shares": [f"{x.numerator}/{x.denominator}" for x in line.shares],
                    "front": line.front,
                }
                for line in self.lines
            ],
            "core": {tier: list(self.core(tier)) for tier in self.tiers},
            "swing": {
                tier: [
                    {"nomination": item.nomination, "count": item.count, "of": item.of}
                    for item in self.swing(tier)
                ]
                for tier in self.tiers
            },
            "never": {tier: list(self.never(tier)) for tier in self.tiers},
            "units": list(self.units),
        }

    def __repr__(self) -> str:
        names = " × ".join(axis.name for axis in self.axes)
        return (
            f"<Sweep of {self.scenario} over {names}: {len(self.steps)} steps, "
            f"{len(self.listed)} with a list, core {len(self.core(self.tier))}, "
            f"swing {len(self.swing(self.tier))}>"
        )


def _step_json(step: Step) -> dict[str, Any]:
    data = step.to_data()
    data["eligible"] = {tier: len(ids) for tier, ids in step.eligible.items()}
    return data


def _front(measured: list[tuple[int, Shares]]) -> set[tuple[int, Shares]]:
    """The points that no other point beats in one thing without losing in the other."""
    best: set[tuple[int, Shares]] = set()
    fairest: Shares | None = None
    for merit, of in sorted(set(measured), reverse=True):
        if fairest is None or of > fairest:
            best.add((merit, of))
            fairest = of
    return best
