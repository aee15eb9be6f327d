"""Random packs and random nominations, as data a person could have written.

A ``Draft`` holds the files of a pack as plain data, before any of it is read. The engines get it
through the pack reader; the naive evaluator reads the same data by itself. Everything is made
from a size and a seed, so a failure is repeated by its two numbers, and Hypothesis shrinks the
size first. All names and values are invented.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st
from pydantic import BaseModel

from dvk_rules.nominations import Nomination
from dvk_rules.pack import Pack, load_pack
from dvk_rules.pack.resolve import resolve
from dvk_rules.pack.surface import FactsFile, PackFile, ParametersFile, RulesFile, UnitsFile
from dvk_rules.pack.yaml_source import Document
from dvk_rules.values import Value

__all__ = [
    "DAY",
    "Draft",
    "complete",
    "draft_with",
    "drafts",
    "make_draft",
    "make_nomination",
    "nominations_of",
    "pack_of",
    "pack_through_yaml",
]

DAY = date(2020, 12, 1)
_NFD = unicodedata.normalize("NFD", "Phan Thiết")

# Names whose 32-bit FNV hashes collide, names the rule engine reserves, and plain ones.
_NAMES = ("liquid", "costarring", "sid", "id", "kind", "m", "pri", "count", "all_in", "s", "name")

_CHOICES = {
    "kinh_te": {"vi": "Kinh tế", "also": ["KT"]},
    "văn_hoá": {"vi": "Văn hoá"},
    "khac": {"vi": "Khác"},
}
_LEVELS = {"chua": {"vi": "Chưa"}, "co_so": {"vi": "Cơ sở"}, "cap_tinh": {"vi": "Cấp tỉnh"}}

_LITERALS: dict[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "int": (-3, 0, 1, 2, 7, 10**25, -(2**63), 2**31, 2**64),
    "decimal": (0, 1, "0.5", "0.8", "0,8", "80%", "-2.25", "9" * 30, "0.333333333333333333333"),
    "date": ("2020-11-29", "2020-11-30", "30/11/2020", "2020-12-01", "1900-01-01", "9999-12-31"),
    "text": ("Phan Thiết", _NFD, "đảo", "x", "costarring", '"', "\\u0000", "x" * 300),
    "enum": tuple(_CHOICES),
    "ordered enum": tuple(_LEVELS),
    "list of enum": tuple(_CHOICES),
}
_FOUND: dict[str, tuple[Value, ...]] = {
    "bool": (True, False),
    "int": (-3, 0, 1, 2, 7, 10**25, 10**60, 2**31, 2**64, -(2**63)),
    "decimal": tuple(
        Decimal(text)
        for text in ("0", "1", "0.5", "0.80", "0.8", "0.79999999999999999999999", "-2.25", "1E+30")
    ),
    "date": (
        date(2020, 11, 29),
        date(2020, 11, 30),
        date(2020, 12, 1),
        date(1900, 1, 1),
        date(9999, 12, 31),
    ),
    "text": ("Phan Thiết", _NFD, "huyện đảo", "X", "liquid", '"', "\\u0000", "", "x" * 70_000),
    "enum": tuple(_CHOICES),
    "ordered enum": tuple(_LEVELS),
    "list of enum": ((), ("kinh_te",), ("kinh_te", "khac"), ("kinh_te", "văn_hoá", "khac")),
}

_ONE = {
    "bool": ("is", "is_not"),
    "int": ("is", "is_not", "less_than", "at_most", "at_least", "more_than"),
    "decimal": ("is", "is_not", "less_than", "at_most", "at_least", "more_than"),
    "date": ("is", "is_not", "before", "on_or_before", "on_or_after", "after"),
    "text": ("is", "is_not", "contains"),
    "enum": ("is", "is_not"),
    "ordered enum": ("is", "is_not", "less_than", "at_most", "at_least", "more_than"),
    "list of enum": ("contains",),
}
_MANY = {
    "int": ("in", "not_in"),
    "decimal": ("in", "not_in"),
    "date": ("in", "not_in"),
    "text": ("in", "not_in"),
    "enum": ("in", "not_in"),
    "ordered enum": ("in", "not_in"),
    "list of enum": ("contains_any", "contains_all"),
}
_PAIRED = ("int", "decimal", "date", "ordered enum")


@dataclass(frozen=True)
class Draft:
    """The files of a pack as plain data; ``rules`` are in order, under one heading."""

    head: dict[str, Any]
    facts: dict[str, dict[str, Any]]
    parameters: dict[str, dict[str, Any]]
    units: dict[str, Any]
    rules: list[dict[str, Any]]
    seed: str = ""
    files: dict[str, dict[str, Any]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.files.update(
            {
                "pack.yaml": self.head,
                "facts.yaml": {"facts": self.facts},
                "parameters.yaml": {"parameters": self.parameters},
                "units.yaml": self.units,
                "rules/10.yaml": {"sections": [{"heading": {"vi": "I. Thử"}, "rules": self.rules}]},
            }
        )


def drafts(most: int = 12, *, known: bool = True) -> st.SearchStrategy[Draft]:
    """Drafts of up to about ``most`` rules of each kind, with the operator ``known`` or without."""
    return st.builds(
        make_draft, st.integers(1, most), st.integers(0, 2**32 - 1), known=st.just(known)
    )


def nominations_of(draft: Draft, count: int) -> list[Nomination]:
    """``count`` nominations under ``draft``, repeatable."""
    random = Random(f"{draft.seed}/nominations")
    return [make_nomination(random, draft, f"n{number}") for number in range(count)]


def pack_of(draft: Draft) -> Pack:
    """The pack, read without going through YAML text."""
    models: dict[str, type[BaseModel]] = {
        "pack.yaml": PackFile,
        "facts.yaml": FactsFile,
        "parameters.yaml": ParametersFile,
        "units.yaml": UnitsFile,
        "rules/10.yaml": RulesFile,
    }
    documents = {name: Document(name, data, {}) for name, data in draft.files.items()}
    entries: dict[str, BaseModel] = {
        name: models[name].model_validate(data) for name, data in draft.files.items()
    }
    problems: list[Any] = []
    pack = resolve([("random", documents, entries)], draft.seed, problems)
    if problems or not pack:
        raise AssertionError([problem.line("en") for problem in problems])
    return pack


def pack_through_yaml(draft: Draft, folder: Path) -> Pack:
    """The pack, written as YAML files below ``folder`` and loaded as a user's would be."""
    root = folder / "random"
    for name, data in draft.files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(_yaml(data), encoding="utf-8")
    return load_pack(root)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name is PyYAML's
        return True  # packs are written without anchors


def _yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, width=10**6, sort_keys=False))


def make_nomination(random: Random, draft: Draft, name: str) -> Nomination:
    """A nomination with some facts missing, of a unit of the register or of none."""
    missing = random.choice((0.0, 0.1, 0.4, 0.9))
    facts: dict[str, Value] = {}
    for fact, entry in draft.facts.items():
        if random.random() < missing or entry.get("derived") or entry.get("from_unit"):
            continue
        facts[fact] = random.choice(_FOUND[entry["type"]])
    unit = random.choice([*(item["id"] for item in draft.units["units"]), "nowhere"])
    return Nomination(name, unit, facts)


def make_draft(size: int, seed: int, *, known: bool = True) -> Draft:
    """A pack of about ``size`` derivations, gates, scores and preferences each."""
    return _Maker(Random(f"{size}/{seed}"), size, f"{size}/{seed}", known).draft()


def complete(random: Random, draft: Draft, facts: Mapping[str, Value]) -> dict[str, Value]:
    """``facts`` with some value for everything that a nomination could say."""
    filled = {
        name: random.choice(_FOUND[entry["type"]])
        for name, entry in draft.facts.items()
        if not entry.get("derived") and not entry.get("from_unit")
    }
    return {**filled, **facts}


class _Maker:
    def __init__(self, random: Random, size: int, seed: str, known: bool) -> None:
        self.random = random
        self.known = known
        self.size = size
        self.seed = seed
        self.facts: dict[str, dict[str, Any]] = {}
        self.parameters: dict[str, dict[str, Any]] = {}
        self.open: list[str] = []  # the facts that a condition may read at this point

    def draft(self) -> Draft:
        self._given_facts()
        self._parameters()
        rules = [self._derivation(number) for number in range(self._count())]
        rules += [self._gate(number) for number in range(self._count() + 1)]
        rules += [self._score(number) for number in range(self._count())]
        rules += [self._preference(number) for number in range(self._count() // 2)]
        self.random.shuffle(rules)  # the order of the law is not the order of reasoning
        return Draft(_HEAD, self.facts, self.parameters, _UNITS, rules, self.seed)

    def _count(self) -> int:
        return self.random.randint(0, self.size)

    def _given_facts(self) -> None:
        names = list(_NAMES)
        self.random.shuffle(names)
        kinds = [*_FOUND, *self.random.choices(list(_FOUND), k=self.size)]
        for number, kind in enumerate(kinds):
            name = names.pop() if names and self.random.random() < 0.5 else f"f{number}"
            self.facts[name] = {**self._entry(kind), "label": {"vi": f"Thử {name}"}}
        self.facts["of_group"] = {"type": "enum", "label": {"vi": "Nhóm"}, "from_unit": "group"}
        self.facts["of_island"] = {"type": "bool", "label": {"vi": "Đảo"}, "from_unit": "island"}
        self.open = [name for name in self.facts if name != "of_group"]

    def _entry(self, kind: str) -> dict[str, Any]:
        entry: dict[str, Any] = {"type": kind, "label": {"vi": f"Thử {kind}"}}
        if "enum" in kind:
            entry["values"] = _LEVELS if kind == "ordered enum" else _CHOICES
        return entry

    def _parameters(self) -> None:
        for number in range(self._count() + 3):
            kind = self.random.choice(list(_FOUND))
            value: Any = self._parameter_value(kind)
            if self.random.random() < 0.3:
                value = [
                    {"from": "2017-10-01", "value": value},
                    {"from": "2020-12-01", "value": self._parameter_value(kind)},
                    {"from": "2021-01-01", "value": self._parameter_value(kind)},
                ]
                if self.random.random() < 0.3:  # not yet in force on the day
                    value = value[2:]
            entry = {**self._entry(kind), "value": value, "source": _SOURCE, "status": "assumed"}
            overrides = [
                {target: name, "value": self._parameter_value(kind)}
                for target, name in (("group", "huyen"), ("unit", "u1"), ("unit", "u2"))
                if self.random.random() < 0.3
            ]
            if overrides:
                entry["for"] = overrides
            self.parameters[f"p{number}"] = entry

    def _parameter_value(self, kind: str) -> Any:
        if kind == "list of enum":
            return self.random.sample(list(_CHOICES), self.random.randint(1, 3))
        return self.random.choice(_LITERALS[kind])

    # Rules

    def _rule(self, name: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "title": {"vi": name}, "source": _SOURCE, "status": "assumed", **more}

    def _derivation(self, number: int) -> dict[str, Any]:
        kind = self.random.choice(("bool", "bool", "bool", "enum", "ordered enum", "int", "date"))
        name = f"g{number}"
        rule = self._rule(f"d-{number}", derive=name)
        if kind == "bool" and self.random.random() < 0.7:
            rule["when"] = self._condition()
        else:
            rows: list[dict[str, Any]] = [
                {"when": self._condition(1), "value": self.random.choice(_LITERALS[kind])}
                for _ in range(self.random.randint(0, 4))
            ]
            rule["table"] = [*rows, {"value": self.random.choice(_LITERALS[kind])}]
        if kind == "bool" and self.random.random() < 0.4:
            rule["applies"] = self._condition(1)
        self.facts[name] = {**self._entry(kind), "derived": True}
        self.open.append(name)
        return rule

    def _gate(self, number: int) -> dict[str, Any]:
        kind = self.random.choice(("require", "forbid"))
        rule = self._rule(f"g-{number}", tier=self._tier(), **{kind: self._condition()})
        if self.random.random() < 0.5:
            rule["applies"] = self._condition(1)
        if self.random.random() < 0.6:
            rule["otherwise"] = self.random.choice(("reject", "defer", "warn"))
        return rule

    def _score(self, number: int) -> dict[str, Any]:
        mode = self.random.choice(("first", "sum"))
        rows = [
            {"when": self._condition(1), "points": self.random.choice((-5, 0, 5, 10, 25))}
            for _ in range(self.random.randint(1, 4))
        ]
        if self.random.random() < 0.3:
            rows.append({"points": self.random.choice((0, 3))})
        rule = self._rule(f"s-{number}", tier=self._tier(), score=self.random.choice(("e", "f")))
        rule |= {"mode": mode, "table": rows}
        whole = [name for name, item in self.parameters.items() if item["type"] == "int"]
        if whole and self.random.random() < 0.3:
            rule["cap"] = {"param": self.random.choice(whole)}
        elif self.random.random() < 0.3:
            rule["cap"] = self.random.choice((0, 8, 25))
        if self.random.random() < 0.4:
            rule["applies"] = self._condition(1)
        return rule

    def _preference(self, number: int) -> dict[str, Any]:
        rule = self._rule(f"p-{number}", tier=self._tier(), prefer=self._condition())
        if self.random.random() < 0.3:
            rule["applies"] = self._condition(1)
        return rule

    def _tier(self) -> str:
        return self.random.choice(("letter", "certificate"))

    # Conditions

    def _condition(self, depth: int = 3) -> dict[str, Any]:
        way = self.random.random()
        if depth <= 0 or way < 0.45:
            return self._comparison()
        if way < 0.55:
            return {"not": self._condition(depth - 1)}
        parts = [self._condition(depth - 1) for _ in range(self.random.randint(1, 4))]
        if way < 0.7:
            return {"all": parts}
        if way < 0.85:
            return {"any": parts}
        if way < 0.95:
            return {"at_least": {"n": self.random.randint(1, len(parts)), "of": parts}}
        merged = self._comparison()
        merged.setdefault("any", parts)
        return merged

    def _comparison(self) -> dict[str, Any]:
        name = self.random.choice(self.open)
        kind = self.facts[name]["type"]
        if self.known and self.random.random() < 0.08:
            return {name: {"known": self.random.choice((True, False))}}
        if kind != "list of enum" and self.random.random() < 0.25:
            return {name: self.random.choice(_LITERALS[kind])}
        operators = self.random.sample(self._operators(kind), 1 + (self.random.random() < 0.2))
        return {name: {op: make() for op, make in operators}}

    def _operators(self, kind: str) -> list[tuple[str, Callable[[], Any]]]:
        choices: list[tuple[str, Callable[[], Any]]] = [
            (op, lambda: self._one(kind)) for op in _ONE[kind]
        ]
        choices += [(op, lambda: self._many(kind)) for op in _MANY.get(kind, ())]
        if kind in _PAIRED:
            choices.append(("between", lambda: self._pair(kind)))
        if self.known:
            choices.append(("known", lambda: self.random.choice((True, False))))
        return choices

    def _one(self, kind: str) -> Any:
        way = self.random.random()
        if way < 0.25:
            return self._reference("param", self.parameters, kind)
        if way < 0.45:
            return self._reference("fact", {n: self.facts[n] for n in self.open}, kind)
        return self.random.choice(_LITERALS[kind])

    def _reference(self, word: str, known: dict[str, dict[str, Any]], kind: str) -> Any:
        fitting = {"int": ("int", "decimal"), "decimal": ("int", "decimal")}.get(kind, (kind,))
        if kind == "list of enum":
            fitting = ("enum",)
        names = [
            name
            for name, item in known.items()
            if item["type"] in fitting and not item.get("from_unit")
        ]
        if not names:
            return self.random.choice(_LITERALS[kind])
        return {word: self.random.choice(names)}

    def _many(self, kind: str) -> Any:
        lists = [n for n, item in self.parameters.items() if item["type"] == "list of enum"]
        if kind in ("enum", "list of enum") and lists and self.random.random() < 0.4:
            return {"param": self.random.choice(lists)}
        return self.random.choices(_LITERALS[kind], k=self.random.randint(1, 3))

    def _pair(self, kind: str) -> list[Any]:
        ordered: dict[str, tuple[Any, ...]] = {
            "int": (-3, 0, 1, 7, 10**25),
            "decimal": ("-2.25", 0, "0.5", "80%", 1),
            "date": ("1900-01-01", "2020-11-29", "30/11/2020", "9999-12-31"),
            "ordered enum": tuple(_LEVELS),
        }
        places = sorted(self.random.choices(range(len(ordered[kind])), k=2))
        return [ordered[kind][place] for place in places]


_SOURCE = {"doc": "plan", "at": "I"}
_HEAD: dict[str, Any] = {
    "pack": "random",
    "version": "1",
    "title": {"vi": "Thử"},
    "tiers": [
        {"id": "letter", "title": {"vi": "Thư khen"}},
        {"id": "certificate", "within": "letter", "title": {"vi": "Bằng khen"}},
    ],
    "documents": {"plan": {"title": {"vi": "Kế hoạch thử"}}},
    "axes": {"e": {"title": {"vi": "Hiệu quả"}, "cap": 30}, "f": {"title": {"vi": "Lan toả"}}},
}
_UNITS: dict[str, Any] = {
    "groups": {"huyen": {"vi": "Huyện"}, "so": {"vi": "Sở"}},
    "units": [
        {"id": "u1", "name": {"vi": "Đơn vị Một"}, "group": "huyen", "island": True},
        {"id": "u2", "name": {"vi": "Đơn vị Hai"}, "group": "huyen"},
        {"id": "u3", "name": {"vi": "Đơn vị Ba"}, "group": "so", "island": False},
    ],
}


def draft_with(
    facts: dict[str, str],
    rules: list[dict[str, Any]],
    parameters: dict[str, dict[str, Any]] | None = None,
) -> Draft:
    """A small pack with these rules; ``facts`` maps names to types, what rules derive included.

    A rule needs only its kind; id, title, source, status and tier are filled in.
    """
    derived = {rule["derive"] for rule in rules if "derive" in rule}
    entries: dict[str, dict[str, Any]] = {}
    for name, kind in facts.items():
        entries[name] = {"type": kind, "label": {"vi": name}, "derived": name in derived}
        if "enum" in kind:
            entries[name]["values"] = _LEVELS if kind == "ordered enum" else _CHOICES
    whole: list[dict[str, Any]] = []
    for number, rule in enumerate(rules):
        tier = {} if "derive" in rule else {"tier": "letter"}
        about = {"id": f"r-{number}", "title": {"vi": f"r-{number}"}, "source": _SOURCE}
        whole.append({**about, "status": "assumed", **tier, **rule})
    settings = {
        name: {"label": {"vi": name}, "source": _SOURCE, "status": "assumed", **entry}
        for name, entry in (parameters or {}).items()
    }
    return Draft(_HEAD, entries, settings, _UNITS, whole, "by hand")
