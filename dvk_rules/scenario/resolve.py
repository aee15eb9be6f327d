"""What the layers of a scenario mean together: names found in the pack, the last word of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any, cast

from dvk_rules.errors import Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.yaml_source import Path
from dvk_rules.scenario.layers import Layer, Layers
from dvk_rules.scenario.model import DecisionSpec, OrderSpec, Scenario
from dvk_rules.scenario.objectives import read_objectives, read_tie_break
from dvk_rules.scenario.quotas import read_quotas, read_seats
from dvk_rules.scenario.surface import DecisionEntry, ExclusionsEntry, OrderEntry, ParameterChange
from dvk_rules.values import BadValue, FactType, Text, Value, ValueType

__all__ = ["resolve_scenario"]

_DATE = ValueType(FactType.DATE)


def resolve_scenario(layers: Layers) -> Scenario | None:
    """The scenario that ``layers`` say; ``None`` if something is wrong, then in their problems."""
    last = layers.files[-1].entry
    day = _day(layers)
    nominations = _nominations(layers)
    changed, changes = _parameters(layers)
    seats = read_seats(layers)
    quotas = read_quotas(layers)
    order = _order(layers)
    exclusions = layers.last("exclusions") or ExclusionsEntry()
    decisions = _decisions(layers)
    objectives = read_objectives(layers)
    tie_break = read_tie_break(layers)
    if day is None or layers.problems:
        return None
    window = layers.pack.effective
    if not window.covers(day):
        params = {"day": day, "start": window.start or "…", "until": window.until or "…"}
        place = layers.place("decision_date")
        layers.warnings.append(Problem("scenario.outside", params, place))
    title = next((item.entry.title for item in reversed(layers.files) if item.entry.title), None)
    return Scenario(
        id=last.scenario,
        title=Text(title.vi, title.en) if title else Text(last.scenario),
        pack=layers.pack,
        nominations=nominations,
        day=day,
        seats=seats,
        changed=changed,
        changes=changes,
        quotas=quotas,
        order=order,
        same_subject=exclusions.same_subject,
        head_and_body=exclusions.head_and_body,
        decisions=decisions,
        objectives=objectives,
        tie_break=tie_break,
        files=tuple(layer.path for layer in layers.files),
        warnings=tuple(layers.warnings),
        note=Text(last.note.vi, last.note.en) if last.note else Text(""),
    )


def _day(layers: Layers) -> date | None:
    raw = layers.last("decision_date")
    layer = layers.layer("decision_date")
    if raw is None:
        layers.complain(layer, (), "scenario.missing", key="decision_date")
        return None
    value = layers.value(layer, ("decision_date",), _DATE, raw)
    return value if isinstance(value, date) else None


def _nominations(layers: Layers) -> tuple[FilePath, ...]:
    raw = layers.last("nominations")
    layer = layers.layer("nominations")
    names = [raw] if isinstance(raw, str) else list(raw or [])
    if not names:
        layers.complain(layer, (), "scenario.missing", key="nominations")
    paths = tuple(layer.path.parent / name for name in names)
    for index, path in enumerate(paths):
        if not path.is_file():
            here: Path = ("nominations",) if isinstance(raw, str) else ("nominations", index)
            layers.complain(layer, here, "scenario.no-nominations", file=str(path))
    return paths


def _parameters(layers: Layers) -> tuple[dict[str, Value], dict[str, tuple[str, str]]]:
    """The values that replace the pack's, and who set each and why; ``null`` takes one away."""
    changed: dict[str, Value] = {}
    notes: dict[str, tuple[str, str]] = {}
    day = _quiet_day(layers)
    for layer in layers.files:
        for name, raw in layer.entry.parameters.items():
            path: Path = ("parameters", name)
            if name not in layers.pack.parameters:
                meant = nearest(name, layers.pack.parameters)
                code = "condition.unknown-parameter" + ("-meant" if meant else "")
                layers.complain(layer, path, code, parameter=name, meant=meant)
            elif raw is None:
                changed.pop(name, None)
                notes.pop(name, None)
            else:
                value, note = _parameter(layers, layer, name, raw, day)
                if value is not None:
                    changed[name], notes[name] = value, note
    return changed, notes


def _parameter(
    layers: Layers, layer: Layer, name: str, raw: Any, day: date | None
) -> tuple[Value | None, tuple[str, str]]:
    path: Path = ("parameters", name)
    parameter = layers.pack.parameters[name]
    spec = cast(dict[str, Any], raw) if isinstance(raw, dict) else {"value": raw}
    known = tuple(ParameterChange.model_fields)
    for key in sorted(spec.keys() - set(known)):
        params = {"key": key, "known": list(known)}
        layers.complain(layer, (*path, key), "shape.unknown-key-known", **params)
    said = spec.get("value")
    if said is None:
        layers.complain(layer, path, "shape.missing", key="value")
    value = layers.value(layer, path, parameter.kind, said)
    base = parameter.base(day) if day else None
    if value is not None and base is not None and not parameter.allows(base.value, value):
        show = parameter.kind.show
        code = f"pack.may-change-{parameter.may_change}"
        layers.complain(layer, path, code, name=name, value=show(value), base=show(base.value))
    return value, (str(spec.get("who") or ""), str(spec.get("why") or ""))


def _quiet_day(layers: Layers) -> date | None:
    """The day of the decision, if it can be read; what is wrong with it is said elsewhere."""
    try:
        value = _DATE.parse(layers.last("decision_date"))
    except BadValue:
        return None
    return value if isinstance(value, date) else None


def _order(layers: Layers) -> OrderSpec:
    entry = layers.last("order") or OrderEntry()
    if entry.by is None:
        return OrderSpec(entry.mode, _usual_groups(layers.pack))
    layer = layers.layer("order")
    for index, name in enumerate(entry.by):
        layers.attribute(layer, ("order", "by", index), name)
    return OrderSpec(entry.mode, tuple(entry.by))


def _usual_groups(pack: Pack) -> tuple[str, ...]:
    """Within what units rank, unless the scenario says so: within each kind, if there are kinds."""
    unit = pack.vocabulary.by_role.get("unit")
    kind = ("kind",) if "kind" in pack.vocabulary else ()
    return (unit.name if unit else "unit", *kind)


def _decisions(layers: Layers) -> tuple[DecisionSpec, ...]:
    """One decision for a nomination and tier: a later layer's replaces or takes away (``off``)."""
    decisions: dict[tuple[str, str], DecisionSpec] = {}
    for layer in layers.files:
        seen: set[tuple[str, str]] = set()
        for index, entry in enumerate(layer.entry.decisions):
            path: Path = ("decisions", index)
            key = (entry.nomination, entry.tier)
            if key in seen:
                params = {"nomination": entry.nomination, "tier": entry.tier}
                layers.complain(layer, path, "scenario.decision-twice", **params)
            seen.add(key)
            layers.tier(layer, (*path, "tier"), entry.tier)
            if entry.off:
                if decisions.pop(key, None) is None:
                    _no_decision(layers, layer, path, entry, decisions)
                continue
            decision = _decision(layers, layer, entry, path)
            if decision is not None:
                decisions[key] = decision
    return tuple(decisions.values())


def _no_decision(
    layers: Layers,
    layer: Layer,
    path: Path,
    entry: DecisionEntry,
    known: Mapping[tuple[str, str], DecisionSpec],
) -> None:
    meant = nearest(entry.nomination, [nomination for nomination, _ in known])
    code = "scenario.no-decision-meant" if meant else "scenario.no-decision"
    params = {"nomination": entry.nomination, "tier": entry.tier, "meant": meant}
    layers.complain(layer, (*path, "nomination"), code, **params)


def _decision(
    layers: Layers, layer: Layer, entry: DecisionEntry, path: Path
) -> DecisionSpec | None:
    for key in ("action", "who", "why"):
        if not getattr(entry, key):
            layers.complain(layer, path, "shape.missing", key=key)
    when = layers.value(layer, (*path, "when"), _DATE, entry.when)
    if entry.action is None:
        return None
    return DecisionSpec(
        entry.nomination,
        entry.tier,
        entry.action,
        entry.who,
        entry.why,
        when if isinstance(when, date) else None,
        layer.document.place(path),
    )
