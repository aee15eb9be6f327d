"""What the layers of a scenario mean together: names found in the pack, bounds made exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path as FilePath
from typing import Any, cast

from dvk_rules.errors import Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.read_conditions import nearest
from dvk_rules.pack.rules import RuleKind, Source
from dvk_rules.pack.yaml_source import Document, Path
from dvk_rules.scenario.model import (
    Attribute,
    Bound,
    DecisionSpec,
    ObjectiveKind,
    ObjectiveSpec,
    OrderSpec,
    QuotaSpec,
    Scenario,
    SeatSpec,
    TieBreakSpec,
    Where,
)
from dvk_rules.scenario.surface import (
    DecisionEntry,
    ExclusionsEntry,
    OrderEntry,
    QuotaEntry,
    ScenarioFile,
    SeatsEntry,
)
from dvk_rules.values import BadValue, FactType, Text, Value, ValueType

__all__ = ["Layer", "ScenarioReader"]

_OBJECTIVES = ("seats", "soft", "merit", "prefer", "rank", "order", "leximin")
_METHODS = ("equal", "largest_remainder", "dhondt", "sainte_lague", "huntington_hill")


@dataclass(frozen=True)
class Layer:
    """One scenario file: its path, its YAML and its entries."""

    path: FilePath
    document: Document
    entry: ScenarioFile


class ScenarioReader:
    """Joins the layers of a scenario, the extended one first, against a pack."""

    def __init__(self, pack: Pack, layers: Sequence[Layer]) -> None:
        self.pack = pack
        self.layers = layers
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def scenario(self) -> Scenario | None:
        """The scenario; what is wrong with it is in ``problems``."""
        last = self.layers[-1].entry
        day = self._day()
        nominations = self._nominations()
        changed, changes = self._parameters()
        seats = self._seats()
        quotas = self._quotas()
        order = self._order()
        exclusions = self._last("exclusions") or ExclusionsEntry()
        decisions = self._decisions()
        objectives = self._objectives()
        tie_break = self._tie_break()
        if day is None or self.problems:
            return None
        if not self.pack.effective.covers(day):
            window = self.pack.effective
            params = {"day": day, "start": window.start or "…", "until": window.until or "…"}
            self.warnings.append(Problem("scenario.outside", params, self._place("decision_date")))
        title = next((item.entry.title for item in reversed(self.layers) if item.entry.title), None)
        return Scenario(
            id=last.scenario,
            title=Text(title.vi, title.en) if title else Text(last.scenario),
            pack=self.pack,
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
            files=tuple(layer.path for layer in self.layers),
            warnings=tuple(self.warnings),
            note=Text(last.note.vi, last.note.en) if last.note else Text(""),
        )

    # Where things stand

    def _complain(self, layer: Layer, path: Path, code: str, **params: Any) -> None:
        self.problems.append(Problem(code, params, layer.document.place(path)))

    def _last(self, key: str) -> Any:
        """The value of the last layer that says something about ``key``."""
        for layer in reversed(self.layers):
            if key in layer.entry.model_fields_set:
                return getattr(layer.entry, key)
        return None

    def _layer(self, key: str) -> Layer:
        found = [layer for layer in self.layers if key in layer.entry.model_fields_set]
        return (found or list(self.layers))[-1]

    def _place(self, key: str) -> Any:
        return self._layer(key).document.place((key,))

    def _tier(self, layer: Layer, path: Path, tier: str) -> None:
        if tier not in self.pack.tier:
            known = list(self.pack.tier)
            self._complain(layer, path, "pack.unknown-tier", tier=tier, known=known)

    # Its parts

    def _day(self) -> date | None:
        raw = self._last("decision_date")
        layer = self._layer("decision_date")
        if raw is None:
            self._complain(layer, (), "scenario.missing", key="decision_date")
            return None
        value = self._value(layer, ("decision_date",), ValueType(FactType.DATE), raw)
        return value if isinstance(value, date) else None

    def _value(self, layer: Layer, path: Path, kind: ValueType, raw: Any) -> Value | None:
        try:
            return kind.parse(raw)
        except BadValue as bad:
            self._complain(layer, path, bad.code, **bad.params)
            return None

    def _nominations(self) -> tuple[FilePath, ...]:
        raw = self._last("nominations")
        layer = self._layer("nominations")
        names = [raw] if isinstance(raw, str) else list(raw or [])
        if not names:
            self._complain(layer, (), "scenario.missing", key="nominations")
        paths = tuple(layer.path.parent / name for name in names)
        for index, path in enumerate(paths):
            if not path.is_file():
                here: Path = ("nominations",) if isinstance(raw, str) else ("nominations", index)
                self._complain(layer, here, "scenario.no-nominations", file=str(path))
        return paths

    def _parameters(self) -> tuple[dict[str, Value], dict[str, tuple[str, str]]]:
        changed: dict[str, Value] = {}
        notes: dict[str, tuple[str, str]] = {}
        day = self._quiet_day()
        for layer in self.layers:
            for name, raw in layer.entry.parameters.items():
                path: Path = ("parameters", name)
                parameter = self.pack.parameters.get(name)
                if parameter is None:
                    meant = nearest(name, self.pack.parameters)
                    code = "condition.unknown-parameter" + ("-meant" if meant else "")
                    self._complain(layer, path, code, parameter=name, meant=meant)
                    continue
                spec = cast(dict[str, Any], raw) if isinstance(raw, dict) else {"value": raw}
                for key in spec.keys() - {"value", "who", "why"}:
                    self._complain(layer, (*path, key), "shape.unknown-key", key=key)
                value = self._value(layer, path, parameter.kind, spec.get("value"))
                base = parameter.base(day) if day else None
                if value is None:
                    continue
                if base is not None and not parameter.allows(base.value, value):
                    code = f"pack.may-change-{parameter.may_change}"
                    shown = parameter.kind.show
                    self._complain(
                        layer, path, code, name=name, value=shown(value), base=shown(base.value)
                    )
                changed[name] = value
                notes[name] = (str(spec.get("who", "")), str(spec.get("why", "")))
        return changed, notes

    def _quiet_day(self) -> date | None:
        try:
            value = ValueType(FactType.DATE).parse(self._last("decision_date"))
        except BadValue:
            return None
        return value if isinstance(value, date) else None

    def _seats(self) -> tuple[SeatSpec, ...]:
        seats: dict[str, SeatSpec] = {}
        for layer in self.layers:
            for tier, raw in layer.entry.seats.items():
                if tier not in self.pack.tier:
                    known = list(self.pack.tier)
                    self._complain(
                        layer, ("seats", tier), "pack.unknown-tier", tier=tier, known=known
                    )
                entry = SeatsEntry(at_most=raw) if isinstance(raw, int) else raw
                if entry.at_most is not None and entry.at_least > entry.at_most:
                    self._complain(layer, ("seats", tier), "scenario.bounds")
                seats[tier] = SeatSpec(tier, entry.at_least, entry.at_most, entry.status)
        for tier in self.pack.tiers:
            if tier.id not in seats:
                layer = self._layer("seats")
                self._complain(layer, ("seats",), "scenario.no-seats", tier=tier.id)
        return tuple(seats[tier.id] for tier in self.pack.tiers if tier.id in seats)

    def _quotas(self) -> tuple[QuotaSpec, ...]:
        quotas: dict[str, QuotaSpec] = {}
        for layer in self.layers:
            seen: set[str] = set()
            for index, entry in enumerate(layer.entry.quotas):
                path: Path = ("quotas", index)
                if entry.id in seen:
                    self._complain(layer, (*path, "id"), "pack.twice", name=entry.id)
                seen.add(entry.id)
                if entry.off:
                    if quotas.pop(entry.id, None) is None:
                        self._complain(layer, (*path, "id"), "scenario.no-quota", quota=entry.id)
                    continue
                quota = self._quota(layer, entry, path)
                if quota is not None:
                    quotas[entry.id] = quota
        return tuple(quotas.values())

    def _quota(self, layer: Layer, entry: QuotaEntry, path: Path) -> QuotaSpec | None:
        if entry.tier is None:
            self._complain(layer, path, "shape.missing", key="tier")
            return None
        if entry.tier not in self.pack.tier:
            known = list(self.pack.tier)
            self._complain(
                layer, (*path, "tier"), "pack.unknown-tier", tier=entry.tier, known=known
            )
        if entry.per is not None:
            self._attribute(layer, (*path, "per"), entry.per)
        low = self._bound(layer, (*path, "at_least"), entry.at_least)
        high = self._bound(layer, (*path, "at_most"), entry.at_most)
        self._check_bounds(layer, path, low, high)
        bounds: dict[str, tuple[Bound, Bound]] = {}
        for value, bound in entry.bounds.items():
            here: Path = (*path, "bounds", value)
            if entry.per is None:
                self._complain(layer, here, "scenario.bounds-need-per")
                continue
            key = self._per_value(layer, here, entry.per, value)
            pair = (
                self._bound(layer, (*here, "at_least"), bound.at_least),
                self._bound(layer, (*here, "at_most"), bound.at_most),
            )
            self._check_bounds(layer, here, *pair)
            if key is not None:
                bounds[key] = pair
        if low is None and high is None and not bounds:
            self._complain(layer, path, "scenario.no-bound", quota=entry.id)
        said = entry.source
        title = Text(entry.title.vi, entry.title.en) if entry.title else Text(entry.id)
        return QuotaSpec(
            id=entry.id,
            title=title,
            tier=entry.tier,
            per=entry.per,
            where=self._where(layer, (*path, "where"), entry.where),
            of=None if entry.of is None else self._where(layer, (*path, "of"), entry.of),
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

    def _bound(self, layer: Layer, path: Path, raw: int | str | None) -> Bound:
        if raw is None or isinstance(raw, int):
            if isinstance(raw, int) and raw < 0:
                self._complain(layer, path, "scenario.bound", raw=raw)
            return raw
        text = raw.strip()
        try:
            if text.endswith("%"):
                share = Fraction(Decimal(text[:-1].strip().replace(",", "."))) / 100
            elif "/" in text:
                share = Fraction(text)
            else:
                raise ValueError(text)
        except (InvalidOperation, ValueError, ZeroDivisionError):
            self._complain(layer, path, "scenario.bound", raw=raw)
            return None
        if not 0 <= share <= 1:
            self._complain(layer, path, "scenario.share", raw=raw)
        return share

    def _check_bounds(self, layer: Layer, path: Path, low: Bound, high: Bound) -> None:
        if low is None or high is None or isinstance(low, int) is not isinstance(high, int):
            return
        if low > high:
            self._complain(layer, path, "scenario.bounds")

    def _attribute(self, layer: Layer, path: Path, name: str) -> ValueType | None:
        if name not in self.pack.vocabulary:
            meant = nearest(name, self.pack.vocabulary.facts)
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            self._complain(layer, path, code, fact=name, meant=meant)
            return None
        kind = self.pack.vocabulary[name].kind
        if kind.type in (FactType.DECIMAL, FactType.DATE, FactType.LIST):
            self._complain(layer, path, "scenario.attribute", fact=name, type=kind.type.value)
            return None
        return kind

    def _per_value(self, layer: Layer, path: Path, per: str, raw: Any) -> str | None:
        kind = self._attribute(layer, path, per)
        value = None if kind is None else self._value(layer, path, kind, raw)
        return None if value is None else str(value)

    def _where(self, layer: Layer, path: Path, raw: Mapping[str, Any]) -> Where:
        where: dict[str, Attribute | tuple[Attribute, ...]] = {}
        for name, item in raw.items():
            here: Path = (*path, name)
            kind = self._attribute(layer, here, name)
            if kind is None:
                continue
            many = isinstance(item, list)
            items = cast(list[Any], item) if many else [item]
            values = [self._value(layer, here, kind, one) for one in items]
            kept = tuple(cast(Attribute, value) for value in values if value is not None)
            if kept:
                where[name] = kept if many else kept[0]
        return where

    def _order(self) -> OrderSpec:
        entry = self._last("order") or OrderEntry()
        layer = self._layer("order")
        for index, name in enumerate(entry.by):
            self._attribute(layer, ("order", "by", index), name)
        return OrderSpec(entry.mode, tuple(entry.by))

    def _decisions(self) -> tuple[DecisionSpec, ...]:
        decisions: dict[tuple[str, str], DecisionSpec] = {}
        for layer in self.layers:
            for index, entry in enumerate(layer.entry.decisions):
                decision = self._decision(layer, entry, ("decisions", index))
                decisions[(entry.nomination, entry.tier)] = decision
        return tuple(decisions.values())

    def _decision(self, layer: Layer, entry: DecisionEntry, path: Path) -> DecisionSpec:
        if entry.tier not in self.pack.tier:
            known = list(self.pack.tier)
            self._complain(
                layer, (*path, "tier"), "pack.unknown-tier", tier=entry.tier, known=known
            )
        when = self._value(layer, (*path, "when"), ValueType(FactType.DATE), entry.when)
        return DecisionSpec(
            entry.nomination,
            entry.tier,
            entry.action,
            entry.who,
            entry.why,
            when if isinstance(when, date) else None,
            layer.document.place(path),
        )

    def _objectives(self) -> tuple[ObjectiveSpec, ...]:
        raw: list[Any] | None = self._last("objectives")
        if not raw:
            return self._default_objectives()
        layer = self._layer("objectives")
        found: list[ObjectiveSpec] = []
        for index, item in enumerate(raw):
            found.extend(self._objective(layer, item, ("objectives", index)))
        return tuple(found)

    def _default_objectives(self) -> tuple[ObjectiveSpec, ...]:
        """Seats, soft quotas, unit order, merit from the outer tier in, preferences, ranks."""
        tiers = [tier.id for tier in self.pack.tiers]
        prefer = self.pack.of_kind(RuleKind.PREFER)
        return (
            *(ObjectiveSpec("seats", tier) for tier in tiers),
            ObjectiveSpec("soft"),
            ObjectiveSpec("order"),
            *(ObjectiveSpec("merit", tier) for tier in tiers),
            *(ObjectiveSpec("prefer", rule.tier, rule.id) for rule in prefer),
            *(ObjectiveSpec("rank", tier) for tier in tiers),
        )

    def _objective(self, layer: Layer, item: Any, path: Path) -> list[ObjectiveSpec]:
        tiers = [tier.id for tier in self.pack.tiers]
        kind, target = item, None
        if isinstance(item, dict) and len(cast(dict[str, Any], item)) == 1:
            kind, target = next(iter(cast(dict[str, Any], item).items()))
        if kind not in _OBJECTIVES:
            meant = nearest(str(kind), _OBJECTIVES)
            self._complain(
                layer, path, "scenario.objective", raw=kind, known=list(_OBJECTIVES), meant=meant
            )
            return []
        if kind in ("soft", "order"):
            return [ObjectiveSpec(cast(ObjectiveKind, kind))]
        if kind == "prefer":
            rules = self.pack.of_kind(RuleKind.PREFER)
            if target is not None and target not in {rule.id for rule in rules}:
                known = [rule.id for rule in rules]
                self._complain(layer, path, "scenario.no-prefer", rule=target, known=known)
            wanted = [rule for rule in rules if target is None or rule.id == target]
            return [ObjectiveSpec("prefer", rule.tier, rule.id) for rule in wanted]
        if kind == "leximin":
            return self._leximin(layer, target, path)
        if target is not None:
            self._tier(layer, path, str(target))
        chosen = cast(ObjectiveKind, kind)
        return [ObjectiveSpec(chosen, tier) for tier in tiers if target in (None, tier)]

    def _leximin(self, layer: Layer, target: Any, path: Path) -> list[ObjectiveSpec]:
        options = cast(dict[str, Any], target) if isinstance(target, dict) else {}
        tier = options.get("tier", self.pack.tiers[0].id)
        per = options.get("per", "unit")
        unknown = options.keys() - {"tier", "per", "method", "by", "entitlements"}
        for key in sorted(unknown):
            self._complain(layer, (*path, "leximin", key), "shape.unknown-key", key=key)
        self._tier(layer, path, str(tier))
        self._attribute(layer, path, str(per))
        method = options.get("method", "equal")
        if method not in _METHODS:
            self._complain(layer, path, "scenario.method", raw=method, known=list(_METHODS))
        return [
            ObjectiveSpec("leximin", str(tier), None, {**options, "per": per, "method": method})
        ]

    def _tie_break(self) -> TieBreakSpec:
        raw = self._last("tie_break")
        layer = self._layer("tie_break")
        if raw is None or raw in ({"order": "rank"}, "order", "rank"):
            return TieBreakSpec("order")
        if raw == "refuse":
            return TieBreakSpec("refuse")
        if isinstance(raw, dict) and set(cast(dict[str, Any], raw)) == {"seed"} and raw["seed"]:
            return TieBreakSpec("seed", str(cast(dict[str, Any], raw)["seed"]))
        self._complain(layer, ("tie_break",), "scenario.tie-break", raw=raw)
        return TieBreakSpec("order")
