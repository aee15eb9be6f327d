"""The objectives of a scenario and what decides among lists that are equally good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.rules import RuleKind
from dvk_rules.pack.yaml_source import Path
from dvk_rules.scenario.layers import Layer, Layers
from dvk_rules.scenario.model import ObjectiveKind, ObjectiveSpec, TieBreakSpec

__all__ = ["read_objectives", "read_tie_break"]

_OBJECTIVES = ("seats", "soft", "merit", "prefer", "rank", "order", "leximin")
_METHODS = ("equal", "largest_remainder", "dhondt", "sainte_lague", "huntington_hill")
_LEXIMIN = ("tier", "per", "method", "by", "at_least", "entitlements")


def read_objectives(layers: Layers) -> tuple[ObjectiveSpec, ...]:
    """The objectives of the last layer that lists any, else those of D6.6."""
    raw: list[Any] | None = layers.last("objectives")
    if not raw:
        return _default(layers)
    layer = layers.layer("objectives")
    found: list[ObjectiveSpec] = []
    for index, item in enumerate(raw):
        found.extend(_objective(layers, layer, item, ("objectives", index)))
    return tuple(found)


def _default(layers: Layers) -> tuple[ObjectiveSpec, ...]:
    """Seats, soft quotas, unit order, merit from the outer tier in, preferences, ranks."""
    tiers = [tier.id for tier in layers.pack.tiers]
    prefer = layers.pack.of_kind(RuleKind.PREFER)
    return (
        *(ObjectiveSpec("seats", tier) for tier in tiers),
        ObjectiveSpec("soft"),
        ObjectiveSpec("order"),
        *(ObjectiveSpec("merit", tier) for tier in tiers),
        *(ObjectiveSpec("prefer", rule.tier, rule.id) for rule in prefer),
        *(ObjectiveSpec("rank", tier) for tier in tiers),
    )


def _objective(layers: Layers, layer: Layer, item: Any, path: Path) -> list[ObjectiveSpec]:
    tiers = [tier.id for tier in layers.pack.tiers]
    kind, target = item, None
    if isinstance(item, dict) and len(cast(dict[str, Any], item)) == 1:
        kind, target = next(iter(cast(dict[str, Any], item).items()))
    if kind not in _OBJECTIVES:
        raw = ", ".join(cast(dict[str, Any], kind)) if isinstance(kind, dict) else str(kind)
        meant = nearest(raw, _OBJECTIVES)
        code = "scenario.objective-meant" if meant else "scenario.objective"
        layers.complain(layer, path, code, raw=raw, known=list(_OBJECTIVES), meant=meant)
        return []
    if kind in ("soft", "order"):
        return [ObjectiveSpec(cast(ObjectiveKind, kind))]
    if kind == "prefer":
        rules = layers.pack.of_kind(RuleKind.PREFER)
        if target is not None and target not in {rule.id for rule in rules}:
            known = [rule.id for rule in rules]
            layers.complain(layer, path, "scenario.no-prefer", rule=target, known=known)
        wanted = [rule for rule in rules if target is None or rule.id == target]
        return [ObjectiveSpec("prefer", rule.tier, rule.id) for rule in wanted]
    if kind == "leximin":
        return [_leximin(layers, layer, target, path)]
    if target is not None:
        layers.tier(layer, path, str(target))
    chosen = cast(ObjectiveKind, kind)
    return [ObjectiveSpec(chosen, tier) for tier in tiers if target in (None, tier)]


def _leximin(layers: Layers, layer: Layer, target: Any, path: Path) -> ObjectiveSpec:
    """Fairness between the values of an attribute, by their share of an entitlement."""
    options = cast(dict[str, Any], target) if isinstance(target, dict) else {}
    here: Path = (*path, "leximin")
    if target is not None and not isinstance(target, dict):
        layers.complain(layer, here, "shape.mapping", key="leximin")
    for key in sorted(options.keys() - set(_LEXIMIN)):
        params = {"key": key, "known": list(_LEXIMIN)}
        layers.complain(layer, (*here, key), "shape.unknown-key-known", **params)
    tier = str(options.get("tier", layers.pack.tiers[0].id))
    per = str(options.get("per", "unit"))
    layers.tier(layer, (*here, "tier"), tier)
    layers.attribute(layer, (*here, "per"), per)
    method = options.get("method", "equal")
    if method not in _METHODS:
        here_method: Path = (*here, "method")
        layers.complain(layer, here_method, "scenario.method", raw=method, known=list(_METHODS))
    if options.get("by", "communes") != "communes":
        params = {"key": "by", "raw": options["by"], "choices": ["communes"]}
        layers.complain(layer, (*here, "by"), "shape.choice", **params)
    counted = layers.pack.vocabulary.facts.get(per)
    if method in _METHODS and method != "equal" and counted and not counted.of_units:
        layers.complain(layer, (*here, "method"), "scenario.method-units", raw=method, per=per)
    floor = options.get("at_least", 0)
    if not isinstance(floor, int) or isinstance(floor, bool) or floor < 0:
        layers.complain(layer, (*here, "at_least"), "shape.whole", key="at_least")
    given = options.get("entitlements")
    if given is not None:
        _check_entitlements(layers, layer, (*here, "entitlements"), per, given)
    return ObjectiveSpec("leximin", tier, None, {**options, "per": per, "method": method})


def _check_entitlements(layers: Layers, layer: Layer, path: Path, per: str, given: Any) -> None:
    if not isinstance(given, dict):
        layers.complain(layer, path, "shape.mapping", key="entitlements")
        return
    kind = layers.pack.vocabulary[per].kind if per in layers.pack.vocabulary else None
    for value, seats in cast(Mapping[str, Any], given).items():
        if kind is not None:
            layers.value(layer, (*path, value), kind, value)
        if not isinstance(seats, int) or isinstance(seats, bool) or seats < 0:
            layers.complain(layer, (*path, value), "shape.whole", key=value)


def read_tie_break(layers: Layers) -> TieBreakSpec:
    """The tie-break of the last layer that names one, else the declared order."""
    raw = layers.last("tie_break")
    if raw is None or raw in ({"order": "rank"}, "order", "rank"):
        return TieBreakSpec("order")
    if raw == "refuse":
        return TieBreakSpec("refuse")
    if isinstance(raw, dict) and set(cast(dict[str, Any], raw)) == {"seed"} and raw["seed"]:
        return TieBreakSpec("seed", str(cast(dict[str, Any], raw)["seed"]))
    shown = raw
    if isinstance(raw, dict):
        parts = (f"{key}: {value}" for key, value in cast(dict[str, Any], raw).items())
        shown = f"{{{', '.join(parts)}}}"
    layers.complain(layers.layer("tie_break"), ("tie_break",), "scenario.tie-break", raw=shown)
    return TieBreakSpec("order")
