"""A second reading of D3 and D4, straight from the data of a draft.

It shares no code with the library beyond the types of values: conditions are walked as YAML
wrote them, unknown is ``None``, and what a table gives is found by trying every way in which its
unknown rows could turn out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from engines.generators import Draft

__all__ = ["Answer", "naive_answer"]

_WORST = ("eligible", "incomplete", "deferred", "rejected")


@dataclass(frozen=True)
class Answer:
    """What the naive evaluator says of one nomination."""

    outcomes: dict[str, str]
    derived: dict[str, Any]
    points: dict[str, tuple[int, int]]
    verdicts: dict[str, str]
    merit: dict[str, tuple[int, int]]


def naive_answer(
    draft: Draft, unit: str, facts: dict[str, Any], day: date, changed: dict[str, Any]
) -> Answer:
    """Applies the rules of ``draft`` to one nomination."""
    return _Case(draft, unit, facts, day, changed).answer()


def _typed(entry: dict[str, Any], raw: Any) -> Any:
    """A literal as its type means it; levels become their places in the order."""
    kind: str = entry["type"]
    if isinstance(raw, (Decimal, date)):
        return raw
    if kind == "decimal":
        text = str(raw).replace(",", ".")
        return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
    if kind == "date":
        parts = [int(part) for part in raw.replace("/", "-").split("-")]
        return date(*(parts if parts[0] > 31 else reversed(parts)))
    if kind == "text":
        return " ".join(unicodedata.normalize("NFC", raw).split())
    if kind == "ordered enum":
        return list(entry["values"]).index(raw)
    return raw


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _compare(op: str, left: Any, right: Any) -> bool:
    match op:
        case "is" | "is_not":
            return (left == right) == (op == "is")
        case "in" | "not_in":
            return (left in right) == (op == "in")
        case "less_than" | "before":
            return left < right
        case "at_most" | "on_or_before":
            return not right < left
        case "at_least" | "on_or_after":
            return not left < right
        case "more_than" | "after":
            return right < left
        case "between":
            return not left < right[0] and not right[1] < left
        case "contains" if isinstance(left, str):
            left, right = (unicodedata.normalize("NFC", text).casefold() for text in (left, right))
            return right in left
        case "contains":
            return right in left
        case "contains_any":
            return bool(set(right) & set(left))
        case "contains_all":
            return set(right) <= set(left)
        case _:
            raise AssertionError(op)


@dataclass
class _Case:
    draft: Draft
    unit: str
    given: dict[str, Any]
    day: date
    changed: dict[str, Any]

    def __post_init__(self) -> None:
        record = {item["id"]: item for item in self.draft.units["units"]}.get(self.unit, {})
        self.group = record.get("group")
        self.facts: dict[str, Any] = {
            name: value
            for name, value in self.given.items()
            if not self.draft.facts[name].get("derived")
        }
        for name, entry in self.draft.facts.items():
            if "from_unit" in entry:
                value = record.get(entry["from_unit"])
                if value is not None:
                    self.facts[name] = value
        self.makers = {rule["derive"]: rule for rule in self.draft.rules if "derive" in rule}
        self.derived: dict[str, Any] = {}

    def fact(self, name: str) -> Any:
        """The value of a fact as the operators compare it; ``None`` if unknown."""
        value = self.conclude(name) if name in self.makers else self.facts.get(name)
        entry = self.draft.facts[name]
        if value is None or entry["type"] != "ordered enum":
            return value
        return list(entry["values"]).index(value)

    def parameter(self, name: str) -> Any:
        entry = self.draft.parameters[name]
        raw = entry["value"]
        if isinstance(raw, list) and isinstance(raw[0], dict):
            running = [item["value"] for item in raw if item["from"] <= self.day.isoformat()]
            if not running:
                return None
            raw = running[-1]
        for target, mine in (("group", self.group), ("unit", self.unit)):
            for override in reversed(entry.get("for", [])):
                if override.get(target) == mine and mine is not None:
                    raw = override["value"]
        return _typed(entry, self.changed.get(name, raw))

    def holds(self, condition: dict[str, Any] | None) -> bool | None:
        if condition is None:
            return True
        return _all([self.entry(key, raw) for key, raw in condition.items()])

    def entry(self, key: str, raw: Any) -> bool | None:
        if key == "not":
            return _not(self.holds(raw))
        if key == "all":
            return _all([self.holds(part) for part in raw])
        if key == "any":
            return _not(_all([_not(self.holds(part)) for part in raw]))
        if key == "at_least":
            truths = [self.holds(part) for part in raw["of"]]
            if truths.count(True) >= raw["n"]:
                return True
            return None if truths.count(True) + truths.count(None) >= raw["n"] else False
        if not isinstance(raw, dict) or set(raw) in ({"param"}, {"fact"}):
            raw = {"is": raw}
        return _all([self.comparison(key, op, value) for op, value in raw.items()])

    def comparison(self, name: str, op: str, raw: Any) -> bool | None:
        found = self.fact(name)
        if op == "known":
            return (found is not None) == raw
        entry = self.draft.facts[name]
        if isinstance(raw, dict) and "param" in raw:
            asked = self.parameter(raw["param"])
        elif isinstance(raw, dict):
            asked = self.fact(raw["fact"])
        elif isinstance(raw, list):
            asked = [_typed(entry, item) for item in raw]
        else:
            asked = _typed(entry, raw)
        if found is None or asked is None:
            return None
        return _compare(op, found, asked)

    def conclude(self, name: str) -> Any:
        if name not in self.derived:
            self.derived[name] = self._conclude(self.makers[name], self.draft.facts[name])
        return self.derived[name]

    def _conclude(self, rule: dict[str, Any], entry: dict[str, Any]) -> Any:
        if "table" in rule:
            possible = self.possible(rule["table"], "value", "first", None)
            values = {repr(_typed(entry, value)): value for value in possible}
            value = None
            if len(values) == 1:
                (value,) = values.values()
                value = value if entry["type"] == "ordered enum" else _typed(entry, value)
        else:
            value = self.holds(rule["when"])
        return _all([self.holds(rule.get("applies")), value]) if "applies" in rule else value

    def possible(self, table: list[Any], key: str, mode: str, otherwise: Any) -> list[Any]:
        """What the table may give, over every way its unknown rows could turn out."""
        truths = [self.holds(row.get("when")) for row in table]
        ways = product(*((True, False) if truth is None else (truth,) for truth in truths))
        results: list[Any] = []
        for way in ways:
            hits = [row[key] for row, hit in zip(table, way, strict=True) if hit]
            results.append(sum(hits) if mode == "sum" else hits[0] if hits else otherwise)
        return results

    def outcome(self, rule: dict[str, Any], points: dict[str, tuple[int, int]]) -> str:
        applies = self.holds(rule.get("applies"))
        if "score" in rule:
            points[rule["id"]] = self.score(rule, applies)
        if applies is False:
            return "not_applicable"
        if "require" in rule or "forbid" in rule:
            truth = self.holds(rule.get("require", rule.get("forbid")))
            truth = _not(truth) if "forbid" in rule else truth
            if truth is not True and applies is None:
                truth = None
        elif "prefer" in rule:
            truth = _all([applies, self.holds(rule["prefer"])])
        elif "score" in rule:
            low, high = points[rule["id"]]
            truth = None if low != high else low != 0
        else:
            value = self.conclude(rule["derive"])
            truth = value if "when" in rule else None if value is None else True
        return {True: "satisfied", False: "violated", None: "unknown"}[truth]

    def score(self, rule: dict[str, Any], applies: bool | None) -> tuple[int, int]:
        possible = (
            self.possible(rule["table"], "points", rule["mode"], 0) if applies is not False else [0]
        )
        if applies is None:
            possible.append(0)
        cap = rule.get("cap")
        limit = self.parameter(cap["param"]) if isinstance(cap, dict) else cap
        if limit is not None:
            possible = [min(limit, value) for value in possible]
        return min(possible), max(possible)

    def answer(self) -> Answer:
        points: dict[str, tuple[int, int]] = {}
        outcomes = {rule["id"]: self.outcome(rule, points) for rule in self.draft.rules}
        letter = self.verdict("letter", outcomes)
        inner = max(letter, self.verdict("certificate", outcomes), key=_WORST.index)
        outer = self.merit(("letter",), points)
        both = self.merit(("letter", "certificate"), points)
        derived = {name: self.conclude(name) for name in self.makers}
        return Answer(
            outcomes,
            {name: value for name, value in derived.items() if value is not None},
            points,
            {"letter": letter, "certificate": inner},
            {"letter": outer, "certificate": both},
        )

    def verdict(self, tier: str, outcomes: dict[str, str]) -> str:
        worst = "eligible"
        for rule in self.draft.rules:
            if not ({"require", "forbid"} & set(rule)) or rule["tier"] != tier:
                continue
            effect = {"reject": "rejected", "defer": "deferred", "warn": "eligible"}[
                rule.get("otherwise", "reject")
            ]
            said = outcomes[rule["id"]]
            if said == "unknown":
                effect = min(effect, "incomplete", key=_WORST.index)
            elif said != "violated":
                effect = "eligible"
            worst = max(worst, effect, key=_WORST.index)
        return worst

    def merit(self, tiers: tuple[str, ...], points: dict[str, tuple[int, int]]) -> tuple[int, int]:
        low = high = 0
        for axis, entry in self.draft.head["axes"].items():
            mine = [
                points[rule["id"]]
                for rule in self.draft.rules
                if rule.get("score") == axis and rule["tier"] in tiers
            ]
            ends = [sum(least for least, _ in mine), sum(most for _, most in mine)]
            if "cap" in entry:
                ends = [min(end, entry["cap"]) for end in ends]
            low, high = low + ends[0], high + ends[1]
        return low, high
