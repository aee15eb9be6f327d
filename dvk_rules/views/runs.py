"""How an evaluation, an allocation and a clash look."""

from __future__ import annotations

from pathlib import Path

from dvk_rules.clashes import change_words, rule_words, shortage_words
from dvk_rules.evaluation import Evaluation
from dvk_rules.runs import Run
from dvk_rules.summary import assumed_rules, reasons, stage_words, tier_counts, unit_lines
from dvk_rules.verdicts import Verdict
from dvk_rules.views.face import Face

__all__ = ["show_clash", "show_evaluation", "show_run"]


_NAMED = 3
"""Units without nominations that are named one by one; more are counted."""


def show_evaluation(face: Face, evaluation: Evaluation) -> None:
    """Verdict counts for each tier, and what stood in the way."""
    pack = evaluation.pack
    face.heading(
        "view.evaluation",
        count=len(evaluation.results),
        pack=pack.title.get(face.lang),
        version=pack.version,
        day=evaluation.day,
        engine=evaluation.engine,
    )
    face.table(
        [("view.tier", "left"), *((f"verdict.{verdict}", "right") for verdict in Verdict)],
        [
            [
                pack.tier[count.tier].short.get(face.lang),
                *(str(count.verdicts[verdict]) for verdict in Verdict),
            ]
            for count in tier_counts(evaluation)
        ],
    )
    for tier in pack.tiers:
        found = reasons(evaluation, tier.id)
        if tier.within is not None:  # what already bars the outer tier is not said twice
            outer = {reason.rule for reason in reasons(evaluation, tier.within)}
            found = tuple(reason for reason in found if reason.rule not in outer)
        if not found:
            continue
        face.heading("view.reasons", tier=tier.short.get(face.lang))
        face.table(
            [
                ("view.count", "right"),
                ("view.verdict", "left"),
                ("view.rule", "left"),
                ("view.status", "left"),
            ],
            [
                [
                    str(reason.count),
                    face.say(f"verdict.{reason.verdict}"),
                    reason.title.get(face.lang),
                    face.say(f"status.{reason.status}"),
                ]
                for reason in found
            ],
        )


def show_run(face: Face, run: Run, folder: Path) -> None:
    """An allocation: units against their quotas, what binds, how sure it is, where it is."""
    allocation = run.allocation
    assert allocation is not None  # a clash has a view of its own
    show_evaluation(face, run.evaluation)
    _units(face, run)
    _binding(face, run)
    face.heading("view.stages")
    face.table(
        [
            ("view.objective", "left"),
            ("view.value", "right"),
            ("view.bound", "right"),
            ("view.proof", "left"),
        ],
        [
            [
                stage_words(run, stage.objective, face.lang),
                str(stage.value),
                str(stage.bound),
                face.say(f"stage-status.{stage.status}"),
            ]
            for stage in allocation.stages
        ],
    )
    face.text()
    for tier in run.scenario.pack.tiers:
        seats = next(seat.at_most for seat in run.scenario.seats if seat.tier == tier.id)
        face.line(
            "view.filled",
            style="bold",
            tier=tier.short.get(face.lang),
            filled=len(run.selected(tier.id)),
            seats="∞" if seats is None else seats,
        )
    face.line(f"view.status.{allocation.status}")
    if allocation.unique_at == "tie_break":
        face.line("view.unique-tie", count=len(allocation.ties.open))
    elif allocation.unique_at is not None:
        face.line("view.unique", stage=allocation.unique_at + 1)
    _assumed(face, run)
    face.line("view.folder", folder=folder, style="bold")


def _units(face: Face, run: Run) -> None:
    tiers = run.scenario.pack.tiers
    columns = [("view.unit", "left"), ("view.proposed", "right")]
    for _tier in tiers:
        columns += [("view.eligible", "right"), ("view.selected", "right"), ("view.quota", "left")]
    rows: list[list[str]] = []
    lines = unit_lines(run)
    silent: list[str] = []
    for line in lines:
        if not line.proposed:
            silent.append(line.name.get(face.lang))
            continue
        row = [line.name.get(face.lang), str(line.proposed)]
        for tier in tiers:
            row += [
                str(line.eligible[tier.id]),
                str(line.selected[tier.id]),
                _span(*line.bounds[tier.id]),
            ]
        rows.append(row)
    total = [face.say("view.total"), str(sum(line.proposed for line in lines))]
    for tier in tiers:
        seats = next(seat for seat in run.scenario.seats if seat.tier == tier.id)
        total += [
            str(sum(line.eligible[tier.id] for line in lines)),
            str(sum(line.selected[tier.id] for line in lines)),
            _span(seat_floor(seats.at_least), seats.at_most),
        ]
    titles = " | ".join(tier.short.get(face.lang) for tier in tiers)
    face.heading("view.units", tiers=titles)
    face.table(columns, [*rows, total], foot=True)
    if silent:
        code = "view.silent" if len(silent) <= _NAMED else "view.silent-units"
        face.line(code, units=silent, count=len(silent), style="dim")


def seat_floor(at_least: int) -> int | None:
    """A floor of nothing is no floor."""
    return at_least or None


def _span(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {high}"
    if high is None:
        return f"≥ {low}"
    return str(low) if low == high else f"{low}–{high}"


def _binding(face: Face, run: Run) -> None:
    """The quotas that stand at a bound, and soft ones that are missed, a line a quota and side."""
    assert run.allocation is not None  # the caller has looked
    quotas = {quota.id: quota for quota in run.scenario.quotas}
    grouped: dict[tuple[str, str], list[str]] = {}
    pack = run.scenario.pack
    official = {
        (quota.id, value): place
        for quota in run.scenario.quotas
        if quota.per is not None
        for place, value in enumerate(pack.vocabulary[quota.per].kind.choices)
    }
    for line in sorted(
        run.allocation.quotas, key=lambda item: official.get((item.id, str(item.value)), 0)
    ):
        quota = quotas[line.id]
        state = "missed" if line.slack < 0 else line.side
        if line.slack > 0 or (line.side == "at_least" and line.required == 0):
            continue
        value = ""
        if line.value is not None and quota.per is not None:
            value = pack.vocabulary[quota.per].kind.show(line.value, face.lang) + " "
        grouped.setdefault((line.id, state), []).append(f"{value}{line.count}/{line.required}")
    face.heading("view.binding", count=sum(len(values) for values in grouped.values()))
    for (name, state), values in grouped.items():
        quota = quotas[name]
        face.line(
            f"view.binding.{state}",
            quota=quota.title.get(face.lang),
            values=values,
            status=face.say(f"status.{quota.status}"),
        )


def _assumed(face: Face, run: Run) -> None:
    rules = assumed_rules(run.scenario.pack, run.evaluation)
    quotas = [quota for quota in run.scenario.quotas if quota.status == "assumed"]
    seats = [seat for seat in run.scenario.seats if seat.status == "assumed"]
    face.line(
        "view.assumed", rules=len(rules), quotas=len(quotas), seats=len(seats), style="yellow"
    )


def show_clash(face: Face, run: Run, folder: Path) -> None:
    """Which quotas cannot all hold, and what would let them."""
    clash = run.clash
    assert clash is not None  # an allocation has a view of its own
    show_evaluation(face, run.evaluation)
    face.heading("view.clash")
    if clash.shortages:
        face.heading("view.shortages")
        for shortage in clash.shortages:
            face.text(f"  • {shortage_words(run, shortage, face.lang)}")
    for number, conflict in enumerate(clash.conflicts, 1):
        face.heading("view.conflict", number=number)
        for rule in conflict.rules:
            face.text(f"  • {rule_words(run, rule, face.lang)}")
        if not conflict.smallest:
            face.line("clash.maybe-fewer")
    face.heading("view.repairs")
    if not clash.repairs:
        face.line("view.no-repair")
    for number, repair in enumerate(clash.repairs, 1):
        face.line("view.repair", number=number, seats=repair.seats)
        for change in repair.changes:
            face.text(f"    • {change_words(run, change, face.lang)}")
    face.text()
    face.line("view.folder", folder=folder, style="bold")
