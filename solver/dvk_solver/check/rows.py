"""The integer program of a problem, rebuilt from its JSON alone for the replay of proofs.

Every list that keeps the rules is a point of this program, so what no point can reach, no list can.
Columns and rows have the keys that proofs use. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from dvk_solver.check.definitions import (
    SIDES,
    Data,
    carried,
    enclosing,
    left_out,
    quota_lines,
)

__all__ = ["Form", "Key", "Model", "build"]

type Key = tuple[str, ...]
type Form = dict[Key, int]


@dataclass
class Model:
    """Column bounds, rows ``Σ a·x ≤ b``, and the form of every step that is maximised."""

    bounds: dict[Key, tuple[int, int]] = field(default_factory=dict[Key, tuple[int, int]])
    rows: dict[Key, tuple[Form, int]] = field(default_factory=dict[Key, tuple[Form, int]])
    steps: list[tuple[str, Form]] = field(default_factory=list[tuple[str, Form]])

    def column(self, *key: str, most: int = 1) -> Key:
        """Declare an integer column from 0 to ``most``."""
        self.bounds[key] = (0, most)
        return key

    def row(self, key: Key, form: Form, most: int) -> None:
        """Add ``form ≤ most``; a key may be used once."""
        if key in self.rows:
            raise ValueError(f"two rules are both called {key}")
        self.rows[key] = (form, most)


def build(problem: Data) -> Model:
    """Columns, rows and steps of a problem."""
    model = Model()
    people = sorted(problem["candidates"], key=lambda c: c["id"])
    for tier in problem["tiers"]:
        name, outer = tier["id"], tier.get("within")
        ids = [c["id"] for c in people if name in c["eligible"]]
        seats: Form = {model.column("seat", name, i): 1 for i in ids}
        model.row(("tier", name, "at_most"), seats, tier.get("at_most", len(ids)))
        if tier.get("at_least"):
            low = dict.fromkeys(seats, -1)
            model.row(("tier", name, "at_least"), low, -tier["at_least"])
        for i in ids if outer else ():
            model.row(("within", name, i), {("seat", name, i): 1, ("seat", outer, i): -1}, 0)
    for quota, value, members, base, bounds in quota_lines(problem):
        for side, bound in zip(SIDES, bounds, strict=True):
            if bound:
                groups = [c["id"] for c in members], [c["id"] for c in base]
                quota_row(model, quota, (value or "", side), groups, bound)
    for one in problem.get("exclusions", []):
        for tier in (t["id"] for t in problem["tiers"]):
            if one.get("tier") in (None, tier):
                keys = (("seat", tier, i) for i in one["candidates"])
                form = {key: 1 for key in keys if key in model.bounds}
                model.row(("exclusion", one["id"], tier), form, one.get("at_most", 1))
    for order in problem.get("orders", []):
        for tier in (t["id"] for t in problem["tiers"]):
            if order.get("mode", "hard") != "off" and order.get("tier") in (None, tier):
                for ranks in order_groups(problem, order, tier, people):
                    chain(model, problem, order, tier, ranks)
    for d in problem.get("decisions", []):
        key = ("seat", d["tier"], d["candidate"])
        if key in model.bounds:
            sign = -1 if d["action"] == "include" else 1
            model.row(("decision", d["candidate"], d["tier"]), {key: sign}, min(0, sign))
    for number, goal in enumerate(problem.get("objectives", [])):
        model.steps += goal_steps(model, problem, number, goal, people)
    return model


def quota_row(
    model: Model,
    quota: Data,
    name: tuple[str, str],
    groups: tuple[list[str], list[str]],
    bound: tuple[Fraction, bool],
) -> None:
    """``q·members - p·base`` on the right side of 0, or a count; soft ones may miss seats."""
    (p, q), share = bound[0].as_integer_ratio(), bound[1]
    sign = -1 if name[1] == "at_least" else 1
    members, base = groups
    form: Form = {("seat", quota["tier"], i): sign * q for i in members}
    for i in base if share else ():
        key = ("seat", quota["tier"], i)
        form[key] = form.get(key, 0) - sign * p
    if not quota.get("hard", True):
        most = max(len(members), len(base) if share else 0, p)
        form[model.column("missing", quota["id"], *name, most=most)] = -q
    model.row(("quota", quota["id"], *name), form, 0 if share else sign * p)


def order_groups(
    problem: Data, order: Data, tier: str, people: list[Data]
) -> Iterator[list[list[str]]]:
    """Every group of an order: the ids by rank, first rank first."""
    out = left_out(problem)
    groups: dict[Key, dict[int, list[str]]] = {}
    for c in people:
        values = [carried(c, name) for name in order.get("by", ["unit"])]
        ranked = tier in c["eligible"] and c.get("rank") is not None and (c["id"], tier) not in out
        if ranked and None not in values:
            key = tuple(str(value) for value in values)
            groups.setdefault(key, {}).setdefault(c["rank"], []).append(c["id"])
    for key in sorted(groups):
        yield [groups[key][rank] for rank in sorted(groups[key])]


def chain(model: Model, problem: Data, order: Data, tier: str, ranks: list[list[str]]) -> None:
    """From the last rank up: someone chosen later asks for everyone before, unless barred."""
    name, soft = order.get("id", "order"), order.get("mode") == "soft"
    later: Key | None = None
    for depth in range(len(ranks) - 1, -1, -1):
        bars = {i: barring(model, problem, tier, i) for i in ranks[depth]}
        for i in ranks[depth] if later else ():
            form = {later or (): 1, ("seat", tier, i): -1}
            for key in bars[i]:
                form[key] = form.get(key, 0) - 1
            if soft:
                form[model.column("passed", name, tier, i)] = -1
            model.row(("order", name, tier, "first", i), {k: a for k, a in form.items() if a}, 0)
        own = [("seat", tier, i) for i in ranks[depth]]
        if len(own) == 1 and (later is None or not (soft or any(bars.values()))):
            later = own[0]
        elif depth:
            first = ranks[depth][0]
            running = model.column("later", name, tier, first)
            for key in [*own, later] if later else own:
                row = ("order", name, tier, "later", first, *key[2:])
                model.row(row, {key: 1, running: -1}, 0)
            later = running


def barring(model: Model, problem: Data, tier: str, one: str) -> list[Key]:
    """Columns whose total is at least 1 only when an exclusion group bars a candidate.

    A group is full first in the outermost tier it is about; that bars from the tiers inside too.
    """
    found: list[Key] = []
    for e in problem.get("exclusions", []):
        about = [t for t in enclosing(problem, tier) if e.get("tier") in (None, t)]
        if one not in e["candidates"] or not about:
            continue
        keys = [("seat", about[0], i) for i in sorted(set(e["candidates"]) - {one})]
        keys = [key for key in keys if key in model.bounds]
        most = e.get("at_most", 1)
        if most == 1:
            found += keys
        elif len(keys) >= most:
            full = ("full", e["id"], about[0], one)
            if full not in model.bounds:
                model.column(*full)
                row = ("exclusion", e["id"], about[0], one)
                model.row(row, {full: most, **dict.fromkeys(keys, -1)}, 0)
            found.append(full)
    return found


def goal_steps(
    model: Model, problem: Data, number: int, goal: Data, people: list[Data]
) -> list[tuple[str, Form]]:
    """The forms of one objective, in the order in which they are maximised."""
    kind, tier = goal["kind"], goal.get("tier", "")
    pool = [c for c in people if tier in c["eligible"]]
    if kind == "soft":
        missing = [key for key in model.bounds if key[0] == "missing"]
        level = {q["id"]: q.get("priority", 0) for q in problem.get("quotas", [])}
        return [
            (f"soft:{p}", {key: -1 for key in missing if level[key[1]] == p})
            for p in sorted({level[key[1]] for key in missing})
        ]
    if kind == "order":
        return [("order", {key: -1 for key in model.bounds if key[0] == "passed"})]
    if kind == "leximin":
        return leximin_steps(model, number, goal, pool)
    form: Form = {}
    for c in pool:
        worth = {
            "seats": 1,
            "merit": c.get("merit", {}).get(tier, 0),
            "rank": -(c.get("rank") or 0),
            "prefer": c.get("prefer", {}).get(goal.get("prefer"), 0),
        }
        form["seat", tier, c["id"]] = worth[kind]
    label = f"prefer:{goal['prefer']}:{tier}" if kind == "prefer" else f"{kind}:{tier}"
    return [(label, form)]


def leximin_steps(
    model: Model, number: int, goal: Data, pool: list[Data]
) -> list[tuple[str, Form]]:
    """A column for each value and level; for growing shares, how many values reach the share."""
    levels: dict[str, list[Key]] = {}
    due = {value: e for value, e in goal["entitlements"].items() if e > 0}
    for value in sorted(due):
        members = [
            ("seat", goal["tier"], c["id"]) for c in pool if carried(c, goal["per"]) == value
        ]
        name = ("reach", str(number), value)
        own = [model.column(*name, str(k)) for k in range(1, len(members) + 1)]
        levels[value] = own
        if own:
            form = {**dict.fromkeys(own, 1), **dict.fromkeys(members, -1)}
            model.row((*name, "total"), form, 0)
        for k in range(1, len(own)):
            model.row((*name, str(k)), {own[k]: 1, own[k - 1]: -1}, 0)
    found: list[tuple[str, Form]] = []
    for share in sorted({Fraction(k, due[v]) for v in due for k in range(1, len(levels[v]) + 1)}):
        form: Form = {}
        for value, entitlement in due.items():
            need = -(-share.numerator * entitlement // share.denominator)
            form.update(dict.fromkeys(levels[value][need - 1 : need], 1))
        found.append((f"leximin:{goal['per']}:{goal['tier']}", form))
    return found
