"""The seats and quotas of a scenario: what each layer adds, changes or takes away, bounds exact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.rules import Source
from dvk_rules.pack.yaml_source import Path
from dvk_rules.scenario.layers import Layer, Layers
from dvk_rules.scenario.model import Bound, QuotaSpec, SeatSpec
from dvk_rules.scenario.surface import BoundEntry, Entry, QuotaEntry, SeatsEntry
from dvk_rules.values import FactType, Text

__all__ = ["exact_bound", "read_quotas", "read_seats"]

_COUNT = re.compile(r"\d{1,9}")
_PERCENT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*%")
_RATIO = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})")
_NUMBERS = {"at_least", "at_most", "bounds"}
_GROUNDS = {"status", "source"}


def read_seats(layers: Layers) -> tuple[SeatSpec, ...]:
    """The seats of every tier; a later layer changes the keys it names."""
    entries: dict[str, tuple[Layer, SeatsEntry]] = {}
    for layer in layers.files:
        for tier, raw in layer.entry.seats.items():
            layers.tier(layer, ("seats", tier), tier)
            entry = SeatsEntry(at_most=raw) if isinstance(raw, int) else raw
            if tier in entries:
                entry = _joined(entries[tier][1], entry)
            entries[tier] = (layer, entry)
    for tier, (layer, entry) in entries.items():
        if entry.at_most is not None and entry.at_least > entry.at_most:
            layers.complain(layer, ("seats", tier), "scenario.bounds")
    for tier in layers.pack.tiers:
        if tier.id not in entries:
            layers.complain(layers.layer("seats"), ("seats",), "scenario.no-seats", tier=tier.id)
    return tuple(
        SeatSpec(tier.id, entry.at_least, entry.at_most, entry.status)
        for tier in layers.pack.tiers
        if tier.id in entries
        for _, entry in (entries[tier.id],)
    )


def _joined[E: Entry](under: E, over: E) -> E:
    """``under`` with what ``over`` says.

    What a number rests on does not pass to another number: a status or source of ``under`` is
    dropped when ``over`` changes a bound without saying where that comes from.
    """
    said = set(over.model_fields_set)
    if said & _NUMBERS:
        said |= _GROUNDS & set(type(over).model_fields)
    changes: dict[str, Any] = {key: getattr(over, key) for key in said}
    if isinstance(under, QuotaEntry) and isinstance(over, QuotaEntry) and "bounds" in said:
        changes["bounds"] = {**under.bounds, **over.bounds}
    return under.model_copy(update=changes)


def read_quotas(layers: Layers) -> tuple[QuotaSpec, ...]:
    """The quotas by id: a later layer changes the keys it names, adds, or takes away (``off``)."""
    entries: dict[str, tuple[Layer, Path, QuotaEntry]] = {}
    for layer in layers.files:
        seen: set[str] = set()
        for index, entry in enumerate(layer.entry.quotas):
            path: Path = ("quotas", index)
            if entry.id in seen:
                layers.complain(layer, (*path, "id"), "pack.twice", name=entry.id)
            seen.add(entry.id)
            if entry.off:
                if entries.pop(entry.id, None) is None:
                    _no_quota(layers, layer, path, entry.id, entries)
            elif entry.id in entries:
                entries[entry.id] = (layer, path, _joined(entries[entry.id][2], entry))
            else:
                entries[entry.id] = (layer, path, entry)
    found = (_quota(layers, layer, entry, path) for layer, path, entry in entries.values())
    return tuple(quota for quota in found if quota is not None)


def _no_quota(layers: Layers, layer: Layer, path: Path, name: str, known: Iterable[str]) -> None:
    meant = nearest(name, known)
    code = "scenario.no-quota-meant" if meant else "scenario.no-quota"
    layers.complain(layer, (*path, "id"), code, quota=name, meant=meant)


def _quota(layers: Layers, layer: Layer, entry: QuotaEntry, path: Path) -> QuotaSpec | None:
    if entry.tier is None:
        layers.complain(layer, path, "shape.missing", key="tier")
        return None
    layers.tier(layer, (*path, "tier"), entry.tier)
    if entry.per is not None:
        layers.attribute(layer, (*path, "per"), entry.per)
    low, high = _pair(layers, layer, path, entry)
    bounds: dict[str, tuple[Bound, Bound]] = {}
    for value, bound in entry.bounds.items():
        here: Path = (*path, "bounds", value)
        if entry.per is None:
            layers.complain(layer, here, "scenario.bounds-need-per")
            continue
        key = _value_key(layers, layer, here, entry.per, value)
        pair = _pair(layers, layer, here, bound, low, high)
        if key in bounds:
            layers.complain(layer, here, "scenario.bounds-twice", value=value)
        if key is not None:
            bounds[key] = pair
    if entry.at_least is None and entry.at_most is None and not entry.bounds:
        layers.complain(layer, path, "scenario.no-bound", quota=entry.id)
    said = entry.source
    return QuotaSpec(
        id=entry.id,
        title=Text(entry.title.vi, entry.title.en) if entry.title else Text(entry.id),
        tier=entry.tier,
        per=entry.per,
        where=layers.where(layer, (*path, "where"), entry.where),
        of=None if entry.of is None else layers.where(layer, (*path, "of"), entry.of),
        at_least=low,
        at_most=high,
        bounds=bounds,
        floor_if_available=entry.floor_if_available,
        priority=entry.soft.priority if entry.soft else 0,
        negotiable=entry.negotiable,
        status=entry.status,
        source=Source(said.doc, said.at, said.quote, said.checked) if said else None,
        place=layer.document.place(path),
    )


def _pair(
    layers: Layers,
    layer: Layer,
    path: Path,
    entry: QuotaEntry | BoundEntry,
    general_low: Bound = None,
    general_high: Bound = None,
) -> tuple[Bound, Bound]:
    """The two bounds of ``entry``; one that it leaves open is held against the general one."""
    low = _bound(layers, layer, (*path, "at_least"), entry.at_least)
    high = _bound(layers, layer, (*path, "at_most"), entry.at_most)
    least = general_low if low is None else low
    most = general_high if high is None else high
    if (
        least is not None
        and most is not None
        and isinstance(least, int) is isinstance(most, int)
        and least > most
    ):
        layers.complain(layer, path, "scenario.bounds")
    return low, high


def _bound(layers: Layers, layer: Layer, path: Path, raw: Any) -> Bound:
    if raw is None:
        return None
    try:
        bound = exact_bound(raw)
    except ValueError:
        said = str(raw).lower() if isinstance(raw, bool) else str(raw)
        layers.complain(layer, path, "scenario.bound", raw=said)
        return None
    if isinstance(bound, Fraction) and bound > 1:
        layers.complain(layer, path, "scenario.share", raw=raw)
    return bound


def exact_bound(raw: Any) -> int | Fraction:
    """``3`` as a count, ``45%``, ``37,5%`` or ``9/20`` as an exact share.

    Raises ``ValueError`` for anything else, a negative number among them.
    """
    text = str(raw).strip()
    if _COUNT.fullmatch(text):
        return int(text)
    if found := _PERCENT.fullmatch(text):
        return Fraction(found[1].replace(",", ".")) / 100
    if (found := _RATIO.fullmatch(text)) and int(found[2]):
        return Fraction(int(found[1]), int(found[2]))
    raise ValueError(raw)


def _value_key(layers: Layers, layer: Layer, path: Path, per: str, raw: Any) -> str | None:
    """The key of a value of the attribute ``per``, as the solver writes it."""
    kind = layers.attribute(layer, path, per)
    value = None if kind is None else layers.value(layer, path, kind, raw)
    if value is None or kind is None:
        return None
    return str(value).lower() if kind.type is FactType.BOOL else str(value)
