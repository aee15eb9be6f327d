"""Rules as a pack writes them, with everything they name found and typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from dvk_rules.conditions import Condition, ParamRef
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.read_conditions import ConditionReader
from dvk_rules.pack.reading import Reading, words
from dvk_rules.pack.rules import Axis, Row, Rule, RuleKind, Tier
from dvk_rules.pack.surface import RowEntry, RuleEntry, RulesFile, SurfaceText
from dvk_rules.pack.yaml_source import Path
from dvk_rules.values import BadValue, FactType, Value

__all__ = ["RuleReader"]

_BELONGS: dict[RuleKind, frozenset[str]] = {
    RuleKind.REQUIRE: frozenset({"tier", "applies", "otherwise", "advice"}),
    RuleKind.FORBID: frozenset({"tier", "applies", "otherwise", "advice"}),
    RuleKind.DERIVE: frozenset({"applies", "when", "table"}),
    RuleKind.SCORE: frozenset({"tier", "applies", "table", "mode", "cap"}),
    RuleKind.PREFER: frozenset({"tier", "applies"}),
}
_MAY_NOT_BE_EMPTY = frozenset(
    {"require", "forbid", "prefer", "derive", "score", "when", "applies", "table"}
)
_EVERYWHERE = frozenset({"id", "title", "source", "status", "note", "replaces"})


@dataclass
class RuleReader:
    """Reads the rules of one file of ``pack``; problems go to ``reading``."""

    reading: Reading
    conditions: ConditionReader
    tiers: Mapping[str, Tier]
    axes: Mapping[str, Axis]
    pack: str

    def rules(self, entry: RulesFile) -> Iterator[tuple[Rule, str | None, Path]]:
        """Each rule, the id of the rule it replaces, and its path."""
        for i, section in enumerate(entry.sections):
            for j, rule in enumerate(section.rules):
                path: Path = ("sections", i, "rules", j)
                yield self._rule(rule, section.heading, path), rule.replaces, path

    def _complain(self, code: str, path: Path, **params: Any) -> None:
        self.reading.complain(path, code, **params)

    def _rule(self, entry: RuleEntry, heading: SurfaceText, path: Path) -> Rule:
        said = [kind for kind in RuleKind if kind.value in entry.model_fields_set]
        kind = said[0] if said else RuleKind.REQUIRE
        if len(said) == 1:
            self._check_belonging(entry, kind, path)
        else:
            names = [kind.value for kind in said]
            code = "rule.kinds" if said else "rule.no-kind"
            self._complain(code, path, rule=entry.id, said=names)
        for key in _MAY_NOT_BE_EMPTY & entry.model_fields_set:
            if not getattr(entry, key):
                self._complain("shape.empty", (*path, key), key=key)
        self._check_names(entry, kind, path)
        wanted = kind.value if kind is not RuleKind.DERIVE else "when"
        condition: Condition | None = None
        if wanted in ("require", "forbid", "prefer", "when"):
            condition = self._condition(entry, wanted, path)
        return Rule(
            id=entry.id,
            kind=kind,
            title=words(entry.title),
            heading=words(heading),
            source=self.reading.source(entry.source, (*path, "source")),
            status=entry.status,
            where=self.reading.file.place(path),
            tier=entry.tier,
            applies=self._condition(entry, "applies", path),
            condition=condition,
            table=self._table(entry, kind, path),
            derives=entry.derive,
            axis=entry.score,
            mode=entry.mode,
            cap=self._cap(entry, path),
            otherwise=entry.otherwise,
            advice=words(entry.advice),
            note=words(entry.note),
            pack=self.pack,
        )

    def _check_belonging(self, entry: RuleEntry, kind: RuleKind, path: Path) -> None:
        allowed = _BELONGS[kind] | _EVERYWHERE | {item.value for item in RuleKind}
        for key in sorted(entry.model_fields_set - allowed):
            self._complain("rule.misplaced", (*path, key), key=key, kind=kind.value)
        if kind is not RuleKind.DERIVE and entry.tier is None:
            self._complain("rule.no-tier", path, rule=entry.id, known=list(self.tiers))
        if kind is RuleKind.SCORE and entry.table is None:
            self._complain("rule.no-table", path, rule=entry.id)

    def _check_names(self, entry: RuleEntry, kind: RuleKind, path: Path) -> None:
        if entry.tier is not None and entry.tier not in self.tiers:
            known = list(self.tiers)
            self._complain("pack.unknown-tier", (*path, "tier"), tier=entry.tier, known=known)
        if kind is RuleKind.SCORE and entry.score not in self.axes:
            known = list(self.axes)
            self._complain("rule.unknown-axis", (*path, "score"), axis=entry.score, known=known)
        if kind is RuleKind.DERIVE:
            self._check_derived(entry, path)

    def _check_derived(self, entry: RuleEntry, path: Path) -> None:
        name = str(entry.derive)
        vocabulary = self.conditions.vocabulary
        if name not in vocabulary:
            meant = nearest(name, vocabulary.facts)
            code = "condition.unknown-fact-meant" if meant else "condition.unknown-fact"
            self._complain(code, (*path, "derive"), fact=name, meant=meant)
            return
        fact = vocabulary[name]
        if not fact.derived:
            self._complain("rule.not-declared-derived", (*path, "derive"), fact=name)
        if (entry.when is None) == (entry.table is None):
            self._complain("rule.when-or-table", path, rule=entry.id)
        if entry.when is not None and fact.kind.type is not FactType.BOOL:
            self._complain("rule.when-needs-truth", (*path, "when"), fact=name)
        if entry.applies is not None and fact.kind.type is not FactType.BOOL:
            self._complain("rule.applies-needs-truth", (*path, "applies"), fact=name)

    def _condition(self, entry: RuleEntry, key: str, path: Path) -> Condition | None:
        raw = getattr(entry, key)
        return self.conditions.read(raw, (*path, key)) if raw else None

    def _table(self, entry: RuleEntry, kind: RuleKind, path: Path) -> tuple[Row, ...]:
        if entry.table is None or kind not in (RuleKind.DERIVE, RuleKind.SCORE):
            return ()
        rows = [
            self._row(row, kind, str(entry.derive), (*path, "table", index))
            for index, row in enumerate(entry.table)
        ]
        for index, row in enumerate(entry.table[:-1]):
            if row.when is None and entry.mode == "first":
                self._complain("rule.row-unreachable", (*path, "table", index + 1))
        if kind is RuleKind.DERIVE and entry.table and entry.table[-1].when is not None:
            self._complain("rule.no-last-row", (*path, "table"), rule=entry.id)
        return tuple(rows)

    def _row(self, entry: RowEntry, kind: RuleKind, derived: str, path: Path) -> Row:
        when = self.conditions.read(entry.when, (*path, "when")) if entry.when else None
        where = self.reading.file.place(path)
        said = entry.model_fields_set
        if "when" in said and not entry.when:
            self._complain("shape.empty", (*path, "when"), key="when")
        if kind is RuleKind.SCORE:
            if entry.points is None or "value" in said:
                self._complain("rule.row-points", path)
            return Row(when, points=entry.points or 0, where=where)
        if "value" not in said or "points" in said:
            self._complain("rule.row-value", path)
            return Row(when, where=where)
        return Row(when, value=self._value(derived, entry.value, (*path, "value")), where=where)

    def _value(self, derived: str, raw: Any, path: Path) -> Value | None:
        if derived not in self.conditions.vocabulary:
            return None
        try:
            value = self.conditions.vocabulary[derived].kind.parse(raw)
        except BadValue as bad:
            self._complain(bad.code, path, **bad.params)
            return None
        if value is None:
            self._complain("condition.no-value", path, fact=derived)
        return value

    def _cap(self, entry: RuleEntry, path: Path) -> int | ParamRef | None:
        raw = entry.cap
        if raw is None or (isinstance(raw, int) and not isinstance(raw, bool)):
            return raw
        entries = cast(dict[str, Any], raw) if isinstance(raw, dict) else {}
        name = str(entries.get("param"))
        kind = self.conditions.parameters.get(name)
        if set(entries) != {"param"} or kind is None or kind.type is not FactType.INT:
            self._complain("rule.cap", (*path, "cap"))
            return None
        return ParamRef(name)
