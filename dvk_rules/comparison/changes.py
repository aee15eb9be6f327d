"""What two scenarios say differently, as single changes that can be made one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dvk_rules.comparison.wording import both, bounds_text, condition_text, listed, quota_text
from dvk_rules.nominations import Nomination
from dvk_rules.runs import Run
from dvk_rules.scenario import DecisionSpec, ObjectiveSpec, QuotaSpec, Scenario, SeatSpec
from dvk_rules.values import Text

__all__ = ["Change", "InputChange", "changed_inputs", "input_changes", "scenario_changes"]

type Make = Callable[[Scenario], Scenario]


@dataclass(frozen=True)
class InputChange:
    """One thing that was said differently; ``None`` where one side says nothing of it.

    ``kind``: ``nominations``, ``pack``, ``decision_date``, ``parameter``, ``seats``, ``quota``,
    ``order``, ``exclusions``, ``decision``, ``objectives`` or ``tie_break``; ``key`` names which.
    """

    kind: str
    key: str
    label: Text
    before: Text | None
    after: Text | None

    def words(self, lang: str) -> str:
        """The change in words: “Tỷ lệ phiếu: 80% → 85%”."""
        nothing = Text("–")
        before, after = self.before or nothing, self.after or nothing
        return f"{self.label.get(lang)}: {before.get(lang)} → {after.get(lang)}"

    def to_json(self, lang: str) -> dict[str, Any]:
        """The change as data."""
        return {
            "kind": self.kind,
            "key": self.key,
            "before": self.before.get(lang) if self.before else None,
            "after": self.after.get(lang) if self.after else None,
            "message": self.words(lang),
        }


@dataclass(frozen=True)
class Change:
    """A change that can be made on its own: what it alters, and how to make it.

    ``make`` turns a scenario into one that has the change. ``nominations`` are those to use from
    here on, if it is they that changed.
    """

    inputs: tuple[InputChange, ...]
    make: Make = lambda scenario: scenario
    nominations: tuple[Nomination, ...] | None = None


def input_changes(before: Run, after: Run) -> tuple[Change, ...]:
    """Everything that differs between the inputs of two runs, in the order D1 names them."""
    return (
        *_nominations(before, after),
        *scenario_changes(before.scenario, after.scenario),
    )


def scenario_changes(before: Scenario, after: Scenario) -> tuple[Change, ...]:
    """Everything that two scenarios say differently, the law first and the tie-break last."""
    return (
        *_law(before, after),
        *_parameters(before, after),
        *_seats(before, after),
        *_quotas(before, after),
        *_ways(before, after),
        *_decisions(before, after),
        *_ends(before, after),
    )


def _nominations(before: Run, after: Run) -> Iterator[Change]:
    """Nominations that came, went or say something else: one change, since they are one list."""
    vocabulary = after.scenario.pack.vocabulary
    inputs: list[InputChange] = []
    for name in sorted(before.by_id.keys() | after.by_id.keys()):
        old, new = before.by_id.get(name), after.by_id.get(name)
        if old is None or new is None:
            state = both("compare.present")
            inputs.append(
                InputChange("nominations", name, Text(name), old and state, new and state)
            )
            continue
        parts = [("unit", old.unit, new.unit), ("rank", old.rank, new.rank)]
        parts += [
            (fact, old.facts.get(fact), new.facts.get(fact))
            for fact in sorted(old.facts.keys() | new.facts.keys())
        ]
        for fact, was, now in parts:
            if was == now:
                continue
            label, said = Text(f"{name} · {fact}"), [Text(str(was)), Text(str(now))]
            if fact in vocabulary:
                known = vocabulary[fact]
                label = Text(f"{name} · {known.label.vi}", f"{name} · {known.label.get('en')}")
                said = [
                    Text(known.kind.show(item, "vi"), known.kind.show(item, "en"))  # type: ignore[arg-type]  # a fact's value
                    for item in (was, now)
                ]
            inputs.append(InputChange("nominations", f"{name}.{fact}", label, *said))
    if inputs:
        yield Change(tuple(inputs), nominations=after.nominations)


def _law(before: Scenario, after: Scenario) -> Iterator[Change]:
    old, new = before.pack, after.pack
    if old.sha256 != new.sha256:
        said = [Text(f"{p.id} {p.version} ({p.sha256[:8]})") for p in (old, new)]
        change = InputChange("pack", new.id, both("compare.pack"), *said)
        yield Change((change,), lambda scenario: replace(scenario, pack=new))
    if before.day != after.day:
        said = [Text(f"{s.day:%d/%m/%Y}", s.day.isoformat()) for s in (before, after)]
        change = InputChange("decision_date", "decision_date", both("compare.day"), *said)
        yield Change((change,), lambda scenario: replace(scenario, day=after.day))


def _parameters(before: Scenario, after: Scenario) -> Iterator[Change]:
    for name in sorted(before.changed.keys() | after.changed.keys()):
        old, new = before.changed.get(name), after.changed.get(name)
        if old == new:
            continue
        parameter = after.pack.parameters.get(name) or before.pack.parameters[name]
        said: list[Text] = []
        for scenario, value in ((before, old), (after, new)):
            base = parameter.base(scenario.day)
            shown = value if value is not None else base.value if base else None
            said.append(Text(parameter.kind.show(shown, "vi"), parameter.kind.show(shown, "en")))
        change = InputChange("parameter", name, parameter.label, *said)
        yield Change((change,), _set_parameter(name, after))


def _set_parameter(name: str, after: Scenario) -> Make:
    def make(scenario: Scenario) -> Scenario:
        changed = {key: value for key, value in scenario.changed.items() if key != name}
        changes = {key: value for key, value in scenario.changes.items() if key != name}
        if name in after.changed:
            changed[name], changes[name] = after.changed[name], after.changes[name]
        return replace(scenario, changed=changed, changes=changes)

    return make


def _seats(before: Scenario, after: Scenario) -> Iterator[Change]:
    old = {seat.tier: seat for seat in before.seats}
    for seat in after.seats:
        was = old.get(seat.tier)
        if was is None or (was.at_least, was.at_most) == (seat.at_least, seat.at_most):
            continue
        title = after.pack.tier[seat.tier].short
        said = (
            bounds_text(was.at_least or None, was.at_most),
            bounds_text(seat.at_least or None, seat.at_most),
        )
        yield Change((InputChange("seats", seat.tier, title, *said),), _set_seat(seat))


def _set_seat(seat: SeatSpec) -> Make:
    return lambda scenario: replace(
        scenario, seats=tuple(seat if item.tier == seat.tier else item for item in scenario.seats)
    )


def _quotas(before: Scenario, after: Scenario) -> Iterator[Change]:
    old = {quota.id: quota for quota in before.quotas}
    new = {quota.id: quota for quota in after.quotas}
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = old.get(name), new.get(name)
        inputs = tuple(_quota(after, name, was, now))
        if inputs:
            yield Change(inputs, _set_quota(name, now, tuple(new)))


def _quota(
    scenario: Scenario, name: str, was: QuotaSpec | None, now: QuotaSpec | None
) -> Iterator[InputChange]:
    """What differs in one quota: its parts if both have it, else the whole of it."""
    if was is None or now is None:
        some = now or was
        assert some is not None  # the name is of one of them
        said = [quota and quota_text(scenario.pack, quota) for quota in (was, now)]
        yield InputChange("quota", name, some.title, *said)
        return
    for side in ("at_least", "at_most"):
        old, new = getattr(was, side), getattr(now, side)
        if old != new:
            yield _side(f"{name}.{side}", now.title, side, old, new)
    for value in [*now.bounds, *(value for value in was.bounds if value not in now.bounds)]:
        shown = Text(value)
        if now.per is not None:
            kind = scenario.pack.vocabulary[now.per].kind
            shown = Text(kind.show(value, "vi"), kind.show(value, "en"))
        label = Text(f"{now.title.vi} – {shown.vi}", f"{now.title.get('en')} – {shown.get('en')}")
        lows, highs = zip(*(q.bounds.get(value, (None, None)) for q in (was, now)), strict=True)
        for side, (old, new) in (("at_least", lows), ("at_most", highs)):
            if old != new:
                yield _side(f"{name}.{value}.{side}", label, side, old, new)
    rest = [condition_text(scenario.pack, quota) for quota in (was, now)]
    if rest[0] != rest[1]:
        yield InputChange("quota", f"{name}.counts", now.title, *rest)


def _side(key: str, label: Text, side: str, old: Any, new: Any) -> InputChange:
    words = both(f"compare.{side}")
    named = Text(f"{label.vi}, {words.vi}", f"{label.get('en')}, {words.en}")
    said = [None if bound is None else bounds_text(bound, bound) for bound in (old, new)]
    return InputChange("quota", key, named, *said)


def _set_quota(name: str, quota: QuotaSpec | None, order: tuple[str, ...]) -> Make:
    def make(scenario: Scenario) -> Scenario:
        kept = {item.id: item for item in scenario.quotas if item.id != name}
        if quota is not None:
            kept[name] = quota
        places = {key: place for place, key in enumerate(order)}
        ordered = sorted(kept.values(), key=lambda item: places.get(item.id, len(places)))
        return replace(scenario, quotas=tuple(ordered))

    return make


def _ways(before: Scenario, after: Scenario) -> Iterator[Change]:
    if before.order != after.order:
        said = [_order_text(scenario) for scenario in (before, after)]
        change = InputChange("order", "order", both("compare.order"), *said)
        yield Change((change,), lambda scenario: replace(scenario, order=after.order))
    for key in ("same_subject", "head_and_body"):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            said = [both("yes" if value else "no") for value in (old, new)]
            change = InputChange("exclusions", key, both(f"compare.{key}"), *said)
            yield Change((change,), _set_field(key, new))


def _order_text(scenario: Scenario) -> Text:
    mode = both(f"compare.order-{scenario.order.mode}")
    names = listed(
        scenario.pack.vocabulary[name].label if name in scenario.pack.vocabulary else Text(name)
        for name in scenario.order.by
    )
    return Text(f"{mode.vi} ({names.vi})", f"{mode.en} ({names.en})")


def _set_field(key: str, value: Any) -> Make:
    changes: dict[str, Any] = {key: value}
    return lambda scenario: replace(scenario, **changes)


def _decisions(before: Scenario, after: Scenario) -> Iterator[Change]:
    old = {(item.nomination, item.tier): item for item in before.decisions}
    new = {(item.nomination, item.tier): item for item in after.decisions}
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        said = [item and _decision_text(item) for item in (was, now)]
        if said[0] != said[1]:
            tier = after.pack.tier[key[1]].short if key[1] in after.pack.tier else Text(key[1])
            label = Text(f"{key[0]} · {tier.vi}", f"{key[0]} · {tier.get('en')}")
            change = InputChange("decision", ".".join(key), label, *said)
            yield Change((change,), _set_decision(key, now))


def _decision_text(item: DecisionSpec) -> Text:
    action = both(f"compare.{item.action}")
    return Text(f"{action.vi} ({item.who}: {item.why})", f"{action.en} ({item.who}: {item.why})")


def _set_decision(key: tuple[str, str], decision: DecisionSpec | None) -> Make:
    def make(scenario: Scenario) -> Scenario:
        kept = [item for item in scenario.decisions if (item.nomination, item.tier) != key]
        return replace(scenario, decisions=(*kept, *([decision] if decision else [])))

    return make


def _ends(before: Scenario, after: Scenario) -> Iterator[Change]:
    if before.objectives != after.objectives:
        said = [_objectives_text(scenario) for scenario in (before, after)]
        change = InputChange("objectives", "objectives", both("compare.objectives"), *said)
        yield Change((change,), lambda scenario: replace(scenario, objectives=after.objectives))
    if before.tie_break != after.tie_break:
        said = [
            Text(
                f"{item.vi} {scenario.tie_break.seed}".strip(),
                f"{item.en} {scenario.tie_break.seed}".strip(),
            )
            for scenario in (before, after)
            for item in (both(f"compare.tie-{scenario.tie_break.kind}"),)
        ]
        change = InputChange("tie_break", "tie_break", both("compare.tie-break"), *said)
        yield Change((change,), lambda scenario: replace(scenario, tie_break=after.tie_break))


def _objectives_text(scenario: Scenario) -> Text:
    return listed(_objective_text(scenario, item) for item in scenario.objectives)


def _objective_text(scenario: Scenario, item: ObjectiveSpec) -> Text:
    kind = both(f"objective.{item.kind}")
    of: Mapping[str, Text] = {
        **{tier.id: tier.short for tier in scenario.pack.tiers},
        **{rule.id: rule.title for rule in scenario.pack.rules},
    }
    target = item.rule or item.tier
    if target is None:
        return kind
    words = of.get(target, Text(target))
    return Text(f"{kind.vi} ({words.vi})", f"{kind.en} ({words.get('en')})")


def changed_inputs(changes: Iterable[Change]) -> tuple[InputChange, ...]:
    """All single differences of ``changes``."""
    return tuple(item for change in changes for item in change.inputs)
