"""Complaints that only follow from another one: what names an entry that was set aside.

A fact with a misspelt type is one mistake. That nothing can find the fact any more is not thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from dvk_rules.errors import Problem

__all__ = ["ALL_KINDS", "Lost", "declared", "own_mistakes"]

_COMPLAINS_OF: dict[str, tuple[str, str]] = {
    "condition.unknown-fact": ("fact", "fact"),
    "condition.unknown-parameter": ("parameter", "parameter"),
    "pack.unknown-switch": ("parameter", "switch"),
    "pack.unknown-rule": ("rule", "rule"),
    "pack.unknown-unit": ("unit", "unit"),
    "pack.unknown-group": ("group", "group"),
    "pack.unknown-tier": ("tier", "tier"),
    "pack.unknown-document": ("document", "document"),
    "rule.unknown-axis": ("axis", "axis"),
    "case.unknown-base": ("case", "base"),
    "case.unknown-expectation": ("tier", "key"),
    "pack.not-derived": ("derivation", "fact"),
}
_NONE_OF = {"pack.no-rules": "rule", "pack.no-facts": "fact", "pack.no-tiers": "tier"}

ALL_KINDS = frozenset(kind for kind, _ in _COMPLAINS_OF.values())
"""Everything that can be named."""


@dataclass
class Lost:
    """The names whose entries could not be read, by kind, and the kinds lost with a whole file.

    ``dented`` are the files and lines of entries that lack a key because it was out of shape.
    """

    names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    kinds: set[str] = field(default_factory=set[str])
    dented: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])

    def add(self, other: Lost) -> None:
        """Adds what is lost of another file."""
        for kind, names in other.names.items():
            self.names.setdefault(kind, set()).update(names)
        self.kinds |= other.kinds
        self.dented |= other.dented

    def explains(self, problem: Problem) -> bool:
        """Whether ``problem`` only follows from what is lost."""
        code = problem.code.removesuffix("-meant")
        if code == "value.not-a-choice" and not problem.params.get("choices"):
            return True
        if problem.where is not None and code.startswith(("rule.", "pack.no-values")):
            return (problem.where.file, problem.where.line) in self.dented
        if code in _NONE_OF:
            kind = _NONE_OF[code]
            return kind in self.kinds or bool(self.names.get(kind)) or bool(self.dented)
        kind, key = _COMPLAINS_OF.get(code, ("", ""))
        if kind in self.kinds:
            return True
        return str(problem.params.get(key)) in self.names.get(kind, ())


def own_mistakes(problems: Iterable[Problem], lost: Lost) -> list[Problem]:
    """The problems that are no consequence of what is lost or of bad YAML on their line."""
    problems = list(problems)
    unread = {_line(problem) for problem in problems if problem.code.startswith("yaml.")}
    meant = {name for problem in problems for name in problem.params.get("meant") or ()}
    seen: set[tuple[Any, ...]] = set()
    kept: list[Problem] = []
    for problem in problems:
        key = (problem.code, repr(sorted(problem.params.items())), problem.where)
        if _line(problem) in unread and not problem.code.startswith("yaml."):
            continue
        if problem.code == "pack.not-derived" and problem.params["fact"] in meant:
            continue  # it is derived under a misspelt name
        if key not in seen and not lost.explains(problem):
            seen.add(key)
            kept.append(problem)
    return kept


def _line(problem: Problem) -> tuple[str, int] | None:
    return (problem.where.file, problem.where.line) if problem.where else None


def declared(file: str, data: Any) -> Mapping[str, set[str]]:
    """The names that a file declares, by kind, as far as its data shows them."""
    read = _DECLARES.get(file, _of_rules)
    return {kind: set(names) for kind, names in read(data).items()}


def _keys(data: Any, key: str) -> Iterable[str]:
    inner: Any = cast(dict[str, Any], data).get(key) if isinstance(data, dict) else None
    return list(cast(dict[str, Any], inner)) if isinstance(inner, dict) else ()


def _items(data: Any, key: str) -> list[dict[str, Any]]:
    inner: Any = cast(dict[str, Any], data).get(key) if isinstance(data, dict) else None
    if not isinstance(inner, list):
        return []
    items = cast(list[Any], inner)
    return [cast(dict[str, Any], item) for item in items if isinstance(item, dict)]


def _each(data: Any, key: str, inner: str = "id") -> Iterable[str]:
    return [str(item[inner]) for item in _items(data, key) if item.get(inner) is not None]


def _of_rules(data: Any) -> dict[str, Iterable[str]]:
    rules = [rule for section in _items(data, "sections") for rule in _items(section, "rules")]
    return {
        "rule": [str(rule["id"]) for rule in rules if "id" in rule],
        "derivation": [str(rule["derive"]) for rule in rules if "derive" in rule],
    }


_DECLARES: dict[str, Callable[[Any], dict[str, Iterable[str]]]] = {
    "pack.yaml": lambda data: {
        "tier": _each(data, "tiers"),
        "document": _keys(data, "documents"),
        "axis": _keys(data, "axes"),
    },
    "facts.yaml": lambda data: {"fact": _keys(data, "facts")},
    "parameters.yaml": lambda data: {"parameter": _keys(data, "parameters")},
    "units.yaml": lambda data: {"unit": _each(data, "units"), "group": _keys(data, "groups")},
    "cases.yaml": lambda data: {"case": _each(data, "cases")},
}
