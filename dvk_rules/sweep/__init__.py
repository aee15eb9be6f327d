"""Sweeps: one or two quantities of a scenario over a range, and what each step buys and costs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dvk_rules.cores import finished
from dvk_rules.nominations import Nomination
from dvk_rules.progress import Progress, Silent
from dvk_rules.runs import canonical_json, run_id
from dvk_rules.scenario import Scenario
from dvk_rules.sweep.axes import Axis, parse_axes, points_of
from dvk_rules.sweep.journal import Journal
from dvk_rules.sweep.result import Line, Sweep, Who
from dvk_rules.sweep.steps import Step, Task, step_scenario

__all__ = [
    "Axis",
    "Line",
    "Step",
    "Sweep",
    "Who",
    "parse_axes",
    "sweep",
    "sweep_key",
]


def sweep_key(scenario: Scenario, nominations: Iterable[Nomination], axes: Sequence[Axis]) -> str:
    """SHA-256 over everything a sweep depends on; its folder is named after it."""
    data = {
        "run": run_id(scenario, nominations),
        "axes": [[axis.name, [str(point) for point in axis.points]] for axis in axes],
    }
    return hashlib.sha256(canonical_json(data)).hexdigest()


def sweep(
    scenario: Scenario,
    nominations: Iterable[Nomination],
    vary: Sequence[str | Axis],
    *,
    engine: str = "durable",
    folder: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    limits: Any = None,
) -> Sweep:
    """Runs ``scenario`` at every step of one or two quantities, each exactly as a run of its own.

    ``vary`` as `parse_axes` reads it. Finished steps are kept in ``folder``: a sweep that was
    stopped or killed goes on where it was, with the same result. ``workers`` processes share the
    work (all cores by default; 1: none is started). ``limits`` bound each step.

    Raises ``ScenarioError`` if what to vary cannot be understood, ``RunError`` if a worker dies or
    the folder cannot be written. A step whose quotas clash is a step of the result.
    """
    listed = tuple(sorted(nominations, key=lambda nomination: nomination.id))
    texts = [item for item in vary if isinstance(item, str)]
    read = iter(parse_axes(texts, scenario) if texts or not vary else ())
    axes = tuple(item if isinstance(item, Axis) else next(read) for item in vary)
    task = Task(scenario, listed, axes, engine, limits)
    places: list[tuple[int, ...]] = [(), *points_of(axes)]
    whole = run_id(scenario, listed)
    keys = {place: _step_key(task, whole, place) for place in places}
    journal = Journal(folder)
    known = {place: journal.get(keys[place], place) for place in places}
    steps = {place: step for place, step in known.items() if step is not None}
    report = progress or Silent()
    report.start("sweep", len(places))
    report.advance(len(steps))
    try:
        left = [place for place in places if place not in steps]
        for step in finished(task.step, left, workers, died="sweep.worker"):
            journal.put(keys[step.place], step)
            steps[step.place] = step
            report.advance(1)
    finally:
        report.finish()
    return _result(task, [steps[place] for place in places])


def _step_key(task: Task, whole: str, place: tuple[int, ...]) -> str:
    """What a step depends on: the inputs of the whole sweep, what is varied, and how long."""
    data = {
        "run": whole,
        "scenario": step_scenario(task.scenario, task.axes, place).to_json(),
        "place": list(place),
        "limits": repr(task.limits),
    }
    return hashlib.sha256(canonical_json(data)).hexdigest()[:32]


def _result(task: Task, steps: Sequence[Step]) -> Sweep:
    scenario, pack = task.scenario, task.scenario.pack
    role = pack.vocabulary.by_role.get("name")
    quotas = {quota.id: quota for quota in scenario.quotas}
    varied = {
        axis.target if axis.kind == "seats" else quotas[axis.target].tier
        for axis in task.axes
        if axis.kind != "parameter"
    }
    inner = len(varied) == 1 and all(axis.kind != "parameter" for axis in task.axes)
    return Sweep(
        key=sweep_key(scenario, task.nominations, task.axes),
        scenario=scenario.id,
        title=scenario.title,
        tiers={tier.id: tier.short for tier in pack.tiers},
        quotas={quota.id: quota.title for quota in scenario.quotas},
        axes=task.axes,
        base=steps[0],
        steps=tuple(steps[1:]),
        people={
            item.id: Who(item.id, item.text(role.name) if role else "", item.unit, item.rank)
            for item in task.nominations
        },
        tier=varied.pop() if inner else pack.tiers[0].id,
        own_bounds=sum(_own_bounds(scenario, axis) for axis in task.axes),
    )


def _own_bounds(scenario: Scenario, axis: Axis) -> int:
    """How many values keep a bound of their own while the general one is varied."""
    if axis.kind != "quota" or axis.value:
        return 0
    side = ("at_least", "at_most").index(axis.side)
    quota = next(item for item in scenario.quotas if item.id == axis.target)
    return sum(pair[side] is not None for pair in quota.bounds.values())
