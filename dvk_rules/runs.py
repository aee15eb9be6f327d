"""A run: one scenario on one set of nominations, evaluated and allocated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import Problem, RunError
from dvk_rules.evaluation import Evaluation, evaluate
from dvk_rules.frozen import Frozen
from dvk_rules.inputs import no_tier
from dvk_rules.nominations import Nomination
from dvk_rules.problem import build_problem, check_nominations
from dvk_rules.progress import Progress
from dvk_rules.scenario import Scenario

if TYPE_CHECKING:  # the solver loads when a run is made, not when the library is imported (D1.3)
    from dvk_solver import Allocation, Clash, Reason
    from dvk_solver import Problem as SeatProblem
    from dvk_solver.progress import Progress as SolverProgress
    from dvk_solver.progress import ProgressReporter

__all__ = ["Run", "canonical_json", "evaluation_json", "run", "run_id", "seats_data", "versions"]


@dataclass(frozen=True)
class Run:
    """What came of a scenario: the evaluation, and the allocation or the clash.

    ``problem`` is what the solver was asked; exactly one of ``allocation`` and ``clash`` is set.
    ``reasons`` say for every seat that could be given what decides it, and by how much at least.
    """

    id: str
    scenario: Scenario
    nominations: tuple[Nomination, ...]
    evaluation: Evaluation
    problem: SeatProblem
    allocation: Allocation | None
    clash: Clash | None
    warnings: tuple[Problem, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Nomination]:
        """The nominations by id."""
        return Frozen({nomination.id: nomination for nomination in self.nominations})

    def selected(self, tier: str) -> tuple[str, ...]:
        """The ids selected for ``tier``, sorted; none if the quotas clash.

        Raises ``InputError`` if there is no such tier.
        """
        if tier not in [known.id for known in self.scenario.pack.tiers]:
            raise no_tier(self.scenario.pack, tier)
        return tuple(self.allocation.selected[tier]) if self.allocation else ()

    def to_json(self) -> dict[str, Any]:
        """The whole run as data, for ``json.dumps``.

        ``scenario``, ``nominations``, ``evaluation``, ``problem``, ``allocation`` and ``clash``
        are what the files of these names in a run folder hold; of the last two, one is ``None``.
        """
        return {
            "run": self.id,
            "scenario": self.scenario.to_json(),
            "nominations": [nomination.to_json() for nomination in self.nominations],
            "evaluation": self.evaluation.to_json(),
            "problem": self.problem.to_data(),
            "allocation": self.allocation_data(),
            "clash": self.clash.to_data() if self.clash is not None else None,
            "notices": [warning.code for warning in self.warnings],
        }

    def allocation_data(self) -> dict[str, Any] | None:
        """The allocation with what decides each seat, if there is one."""
        return None if self.allocation is None else seats_data(self.allocation, self.reasons)

    def __repr__(self) -> str:
        if self.allocation is None:
            return f"<Run {self.id[:12]} of {self.scenario.id}: the quotas clash>"
        seats = ", ".join(f"{t.id} {len(self.selected(t.id))}" for t in self.scenario.pack.tiers)
        return f"<Run {self.id[:12]} of {self.scenario.id}: {seats}>"


def run(
    scenario: Scenario,
    nominations: Iterable[Nomination],
    *,
    engine: str = "durable",
    progress: Progress | None = None,
    limits: Any = None,
) -> Run:
    """Runs ``scenario`` on ``nominations``.

    A clash of quotas is a result, not an error: it is in ``Run.clash``. Raises ``ScenarioError``
    for decisions about nominations that do not exist or are not eligible, ``RunError`` when no list
    was found within the limits.
    """
    from dvk_solver import Clash, SolverError, solve, why

    ordered = tuple(sorted(nominations, key=lambda nomination: nomination.id))
    warnings = check_nominations(scenario, ordered)
    evaluation = evaluate(
        scenario.pack,
        ordered,
        day=scenario.day,
        engine=engine,
        changed=scenario.changed,
        progress=progress,
    )
    if any(warning.code == "scenario.outside" for warning in scenario.warnings):  # said once
        notices = tuple(n for n in evaluation.notices if n.code != "evaluation.outside")
        evaluation = replace(evaluation, notices=notices)
    problem = build_problem(scenario, evaluation)
    allocation: Allocation | None = None
    clash: Clash | None = None
    reasons: tuple[Reason, ...] = ()
    try:
        allocation = solve(problem, progress=_relay(progress), limits=limits)
        reasons = why(problem, allocation, limits)
    except Clash as found:
        clash = found
    except SolverError as error:
        raise RunError([Problem("run.solver", {"detail": str(error)})]) from error
    return Run(
        id=run_id(scenario, ordered),
        scenario=scenario,
        nominations=ordered,
        evaluation=evaluation,
        problem=problem,
        allocation=allocation,
        clash=clash,
        warnings=(*scenario.warnings, *evaluation.notices, *warnings),
        reasons=reasons,
    )


def _relay(progress: Progress | None) -> ProgressReporter | None:
    """The solver's events as the stages of a progress bar."""
    if progress is None:
        return None
    begun = False

    def hear(event: SolverProgress, /) -> None:
        nonlocal begun
        if not begun:
            progress.start("solve", event.total)
            begun = True
        if event.value is not None:
            progress.advance(1)
            if event.number >= event.total:
                progress.finish()

    return hear


def canonical_json(data: Any) -> bytes:
    """JSON in one form only: sorted keys, two spaces, UTF-8, a newline at the end."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2)
    return f"{text}\n".encode()


def seats_data(allocation: Allocation, reasons: Iterable[Reason]) -> dict[str, Any]:
    """The allocation with what decides each seat: ``left_out`` and ``held`` (D7.2)."""
    data = allocation.to_data()
    told = [(reason.selected, reason.to_data()) for reason in reasons]
    for name, wanted in (("left_out", False), ("held", True)):
        data[name] = [
            {"id": reason.pop("candidate"), **reason}
            for selected, reason in told
            if selected is wanted
        ]
    return data


def evaluation_json(evaluation: Evaluation) -> bytes:
    """``evaluation.json``: canonical, a nomination a line, so that two can be compared by line."""
    data = evaluation.to_json()
    nominations = data.pop("nominations")
    head = json.dumps(data, ensure_ascii=False, sort_keys=True)
    lines = ",\n".join(
        json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for item in nominations
    )
    return f'{head[:-1]}, "nominations": [\n{lines}\n]}}\n'.encode()


def run_id(scenario: Scenario, nominations: Iterable[Nomination]) -> str:
    """SHA-256 over everything that can change the result, in canonical form (D7.2)."""
    data = {
        "pack": {"id": scenario.pack.id, "sha256": scenario.pack.sha256},
        "scenario": scenario.to_json(),
        "nominations": [
            nomination.to_json() for nomination in sorted(nominations, key=lambda item: item.id)
        ],
        "dvk-rules": versions()["dvk-rules"],
    }
    return hashlib.sha256(canonical_json(data)).hexdigest()


def versions() -> dict[str, str]:
    """The versions of what a result depends on."""
    found: dict[str, str] = {}
    for name in ("dvk-rules", "durable_rules", "pulp", "highspy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found
