"""The forty rules by hand: invented nominations, and one plain function that decides them.

Rows are made from numbers alone, so that every system gets the same ones whatever it is written
in. Nothing is missing in them: most peers cannot say that a fact is unknown.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

__all__ = [
    "BARS",
    "COMPARED",
    "CUT",
    "DERIVED",
    "INNER",
    "RULES",
    "SCALES",
    "SCORES",
    "TIERS",
    "by_hand",
    "columns_of",
    "plain_name",
    "rows_of",
]

COMPARED = 20_000
"""How many rows of a run are compared with the plain function."""

KINDS = ("person", "body", "household")
FIELDS = ("economy", "culture", "defence", "politics")
LEVELS = ("none", "local", "district", "province")
SCALES = ("small", "medium", "large")
GRADES = ("fair", "good", "excellent")
TRUTHS = (
    ("voted", 95),
    ("minutes", 93),
    ("report", 96),
    ("proposal", 96),
    ("confirmed", 92),
    ("discipline", 3),
    ("complaint", 4),
    ("disciplined", 3),
    ("exemplary", 75),
    ("leader", 20),
    ("enterprise", 15),
    ("tax_ok", 85),
    ("prior", 5),
    ("measurable", 85),
    ("registered", 70),
)
DERIVED = (
    "is_body",
    "on_time",
    "papers",
    "clean",
    "voted_through",
    "lasting",
    "scale",
    "proven",
    "firm_ok",
    "good",
    "model_case",
    "outstanding",
)
CHECKS = tuple(f"c-{number:02d}" for number in range(1, 25))
SCORES = ("s-effect", "s-scale", "s-spread", "s-lasting")
RULES = (*DERIVED, *CHECKS, *SCORES)
TIERS = ("letter", "certificate")
BARS = [f"c-{number:02d}" for number in range(4, 15)]
INNER = [f"c-{number:02d}" for number in range(15, 25) if number != 23]

_FIRST = date(2016, 1, 1)
DEADLINE, LASTING = date(2020, 11, 30), date(2019, 6, 30)
CUT = {"deadline": (DEADLINE - _FIRST).days, "lasting": (LASTING - _FIRST).days}
"""The two dates as ``columns_of`` writes dates."""


def plain_name(rule: str) -> str:
    """The id of a rule where a hyphen would be a minus."""
    return rule.replace("-", "_")


def columns_of(count: int) -> dict[str, np.ndarray]:
    """``count`` nominations as columns of numbers: choices by place, dates as days since 2016."""
    random = np.random.default_rng(20201130)
    columns = {
        "kind": random.integers(0, 3, count),
        "field": random.integers(0, 4, count),
        "level": random.integers(0, 4, count),
        "grade": random.integers(0, 3, count),
        "votes_percent": random.integers(70, 101, count),
        "voters": random.integers(3, 60, count),
        "years": random.integers(0, 8, count),
        "effect": random.integers(0, 101, count),
        "households": random.integers(0, 200, count),
        "savings": random.integers(0, 60, count),
        "women_share": random.integers(0, 101, count),  # in hundredths
        "received": random.integers(1735, 1810, count),
        "started": random.integers(900, 1600, count),
    }
    for name, percent in TRUTHS:
        columns[name] = random.integers(0, 100, count) < percent
    return columns


def day_of(number: int) -> date:
    """The day behind a number of days."""
    return _FIRST + timedelta(days=int(number))


def rows_of(count: int, first: int | None = None) -> list[dict[str, Any]]:
    """The nominations, or the first of them, as dictionaries: choices as words, dates as dates."""
    columns = {name: column[:first].tolist() for name, column in columns_of(count).items()}
    for name, words in (("kind", KINDS), ("field", FIELDS), ("level", LEVELS), ("grade", GRADES)):
        columns[name] = [words[place] for place in columns[name]]
    for name in ("received", "started"):
        columns[name] = [day_of(number) for number in columns[name]]
    names = list(columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]


_LEVEL = {word: place for place, word in enumerate(LEVELS)}


def by_hand(r: dict[str, Any]) -> tuple[int, ...]:
    """The 40 rules and the two verdicts, as someone would write them who needs no explanation.

    Derived facts (a scale is 0, 1 or 2), outcomes of checks (0 violated, 1 satisfied, 3 not
    applicable), points, verdicts (0 eligible, 2 deferred, 3 rejected).
    """
    kind, effect, level = r["kind"], r["effect"], _LEVEL[r["level"]]
    is_body = kind != "person"
    on_time = r["received"] < DEADLINE
    papers = r["report"] and r["minutes"] and r["proposal"]
    clean = not (r["discipline"] or r["complaint"] or r["disciplined"])
    voted_through = r["voted"] and r["votes_percent"] >= 80
    lasting = r["started"] <= LASTING
    households = r["households"]
    scale = 2 if households >= 100 else 1 if households >= 30 else 0
    proven = r["measurable"] and scale >= 1
    firm_ok = not r["enterprise"] or r["tax_ok"]
    good = r["grade"] != "fair"
    registered, exemplary = r["registered"], r["exemplary"]
    model_case = proven and lasting and registered
    outstanding = model_case and r["grade"] == "excellent" and level >= 2
    c11 = 3 if not is_body else int(r["voters"] >= 5)
    c12 = 3 if kind != "person" else int(exemplary)
    c18 = 3 if not r["leader"] else int(effect >= 50)
    c21 = 3 if not is_body else int(r["women_share"] >= 30)
    c08 = proven or exemplary
    c09 = not r["prior"]
    c10 = r["years"] >= 1
    c13 = r["field"] != "defence"
    c14 = lasting or registered
    c15 = level >= 1
    c16 = r["years"] >= 2
    c17 = outstanding or model_case or effect > 70
    c19 = exemplary + r["measurable"] + registered >= 2
    c20 = 85 <= r["votes_percent"] <= 100
    c22 = r["savings"] > 10
    c23 = households >= 20
    c24 = not (r["enterprise"] and r["complaint"])
    s1 = 25 if effect >= 80 else 20 if effect >= 60 else 12 if effect >= 40 else 5 * (effect >= 20)
    s2 = 15 if scale == 2 else 8 if scale == 1 else 0
    s3 = 5 * (level >= 1) + 5 * (level >= 2) + 4 * registered + 3 * exemplary + 4 * lasting
    s4 = (6 if r["years"] >= 5 else 3 if r["years"] >= 3 else 0) if model_case else 0
    barred = not (
        clean and voted_through and firm_ok and good and c08 and c09 and c10 and c11 and c12
        and c13 and c14
    )  # fmt: skip
    late = not (on_time and papers and r["confirmed"])
    letter = 3 if barred else 2 if late else 0
    passed = c15 and c16 and c17 and c18 and c19 and c20 and c21 and c22 and c24
    certificate = 3 if barred or not passed else 2 if late else 0
    return (
        is_body, on_time, papers, clean, voted_through, lasting, scale, proven, firm_ok, good,
        model_case, outstanding,
        on_time, papers, r["confirmed"], clean, voted_through, firm_ok, good, c08, c09, c10, c11,
        c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24,
        s1, s2, min(s3, 18), s4,
        letter, certificate,
    )  # fmt: skip
