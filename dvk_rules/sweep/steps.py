"""One step of a sweep: a scenario run, and what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from dvk_rules.clashes import rule_words
from dvk_rules.errors import DvkError
from dvk_rules.messages import say
from dvk_rules.nominations import Nomination
from dvk_rules.runs import Run, run, run_id
from dvk_rules.scenario import Scenario
from dvk_rules.sweep.axes import Axis, varied
from dvk_rules.values import Text

if TYPE_CHECKING:  # only for the types: the solver loads when a step is run
    from dvk_solver.clash import Rule

__all__ = ["Step", "Task", "step_of", "step_scenario"]

type State = Literal["list", "tied", "clash", "impossible"]

_RULES_SHOWN = 6


@dataclass(frozen=True)
class Step:
    """What came of one step. ``place`` are its places on the axes, none for the scenario itself.

    ``state``: ``list``, ``tied`` (the tie-break refused to choose: only what every best list has is
    selected), ``clash`` (the quotas cannot all hold) or ``impossible`` (a bound above its own
    most, a decision about somebody not eligible, no list within the limits); ``reason`` words the
    last two. By tier: ``selected`` ids, ``merit`` their points together, ``eligible`` ids,
    ``entitlements`` of units (one each, unless an objective says otherwise). ``binding`` are the
    quotas without room, ``missing`` seats that soft quotas lack, ``proven`` whether the list is
    proven to be the best.
    """

    place: tuple[int, ...]
    run: str
    state: State
    reason: Text = Text("")
    proven: bool = False
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    eligible: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    merit: Mapping[str, int] = field(default_factory=dict[str, int])
    stages: tuple[tuple[str, int], ...] = ()
    binding: tuple[str, ...] = ()
    missing: int = 0
    entitlements: Mapping[str, Mapping[str, int]] = field(
        default_factory=dict[str, Mapping[str, int]]
    )

    @property
    def listed(self) -> bool:
        """Whether there is a list."""
        return self.state in ("list", "tied")

    def to_data(self) -> dict[str, Any]:
        """The step as plain data; `from_data` reads it back."""
        return {
            "place": list(self.place),
            "run": self.run,
            "state": self.state,
            "reason": {"vi": self.reason.vi, "en": self.reason.en},
            "proven": self.proven,
            "selected": {tier: list(ids) for tier, ids in self.selected.items()},
            "eligible": {tier: list(ids) for tier, ids in self.eligible.items()},
            "merit": dict(self.merit),
            "stages": [list(stage) for stage in self.stages],
            "binding": list(self.binding),
            "missing": self.missing,
            "entitlements": {tier: dict(of) for tier, of in self.entitlements.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Step:
        """Reads what `to_data` gave; ``KeyError`` or ``TypeError`` if it is something else."""
        return cls(
            place=tuple(int(index) for index in data["place"]),
            run=str(data["run"]),
            state=data["state"],
            reason=Text(data["reason"]["vi"], data["reason"]["en"]),
            proven=bool(data["proven"]),
            selected={tier: tuple(ids) for tier, ids in data["selected"].items()},
            eligible={tier: tuple(ids) for tier, ids in data["eligible"].items()},
            merit=dict(data["merit"]),
            stages=tuple((str(name), int(value)) for name, value in data["stages"]),
            binding=tuple(data["binding"]),
            missing=int(data["missing"]),
            entitlements={tier: dict(of) for tier, of in data["entitlements"].items()},
        )


def step_scenario(scenario: Scenario, axes: Sequence[Axis], place: Sequence[int]) -> Scenario:
    """The scenario of one step, its journal key and its run id come from it."""
    return varied(scenario, axes, place)


def step_of(
    scenario: Scenario,
    nominations: Sequence[Nomination],
    place: tuple[int, ...],
    *,
    engine: str,
    limits: Any = None,
) -> Step:
    """Runs one step, exactly as a run of its own."""
    from dvk_solver import ProblemError

    try:
        made = run(scenario, nominations, engine=engine, limits=limits)
    except (DvkError, ProblemError) as error:
        reason = _reason(error)
        return Step(place, run_id(scenario, nominations), "impossible", reason)
    return _kept(made, place)


def _reason(error: Exception) -> Text:
    if isinstance(error, DvkError):
        problems = error.problems
        return Text(*("; ".join(item.sentence(lang) for item in problems) for lang in ("vi", "en")))
    return Text(str(error).splitlines()[0])


def _kept(made: Run, place: tuple[int, ...]) -> Step:
    tiers = [tier.id for tier in made.scenario.pack.tiers]
    results = made.evaluation.results
    step = Step(
        place=place,
        run=made.id,
        state="clash",
        eligible={t: tuple(item.id for item in results if item.eligible(t)) for t in tiers},
    )
    allocation = made.allocation
    if allocation is None:
        return replace(step, reason=_clash(made))
    tight = Counter(
        line.id
        for line in allocation.quotas
        if line.slack <= 0 and not (line.side == "at_least" and line.required == 0)
    )
    by_id = made.evaluation.by_id
    return replace(
        step,
        state="tied" if allocation.status == "tied" else "list",
        proven=allocation.status == "optimal",
        selected={tier: tuple(made.selected(tier)) for tier in tiers},
        merit={t: sum(by_id[name].merit[t][0] for name in made.selected(t)) for t in tiers},
        stages=tuple((stage.objective, stage.value) for stage in allocation.stages),
        binding=tuple(quota.id for quota in made.scenario.quotas if quota.id in tight),
        missing=sum(-line.slack for line in allocation.quotas if line.slack < 0),
        entitlements={
            item.tier: dict(item.entitlements)
            for item in made.problem.objectives
            if item.kind == "leximin" and item.per == "unit" and item.tier is not None
        },
    )


def _clash(made: Run) -> Text:
    """The rules of the first conflict in both languages, those of one quota told once."""
    conflicts = made.clash.conflicts if made.clash else ()
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in conflicts[0].rules if conflicts else ():
        key = (rule.kind, rule.id if rule.kind == "quota" else rule, rule.side, rule.amount)
        groups.setdefault(key, []).append(rule)

    def words(rules: Sequence[Rule], lang: str) -> str:
        others = say("sweep.others", lang, count=len(rules) - 1) if len(rules) > 1 else ""
        return f"{rule_words(made, rules[0], lang)} {others}".strip()

    shown = list(groups.values())[:_RULES_SHOWN]
    return Text(*("; ".join(words(rules, lang) for rules in shown) for lang in ("vi", "en")))


@dataclass(frozen=True)
class Task:
    """What every step of a sweep shares; it travels to each worker once."""

    scenario: Scenario
    nominations: tuple[Nomination, ...]
    axes: tuple[Axis, ...]
    engine: str
    limits: Any = None

    def step(self, place: tuple[int, ...]) -> Step:
        """Runs the step at ``place``."""
        scenario = step_scenario(self.scenario, self.axes, place)
        return step_of(scenario, self.nominations, place, engine=self.engine, limits=self.limits)
