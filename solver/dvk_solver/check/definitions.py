"""A list recounted from the definitions: which rules it breaks, what every stage is worth.

Works on plain JSON data and the standard library alone, and shares no code with the solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

__all__ = [
    "SIDES",
    "Data",
    "amount",
    "carried",
    "enclosing",
    "left_out",
    "meets",
    "quota_lines",
    "recount",
    "stage_values",
]

type Data = dict[str, Any]

SIDES = ("at_least", "at_most")


def text(value: Any) -> str:
    """The text of an attribute value: true, 3, Phan Thiết."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def carried(candidate: Data, name: str) -> str | None:
    """What a candidate carries under an attribute's name, as text."""
    value = candidate.get("unit") if name == "unit" else candidate.get("attributes", {}).get(name)
    return None if value is None else text(value)


def meets(candidate: Data, where: Data | None) -> bool:
    """Whether a candidate meets every entry of a condition."""
    return all(
        carried(candidate, name) in [text(v) for v in (want if isinstance(want, list) else [want])]
        for name, want in (where or {}).items()
    )


def amount(value: int | str | None) -> tuple[Fraction, bool] | None:
    """A bound as a number, and whether it is a share."""
    return None if value is None else (Fraction(value), isinstance(value, str))


def enclosing(problem: Data, tier: str) -> list[str]:
    """A tier and the tiers around it, the outermost first."""
    outer = {t["id"]: t.get("within") for t in problem["tiers"]}
    found = [tier]
    while outer[found[0]] is not None:
        found.insert(0, str(outer[found[0]]))
    return found


def left_out(problem: Data) -> set[tuple[str, str]]:
    """(id, tier) of all whom a decision excludes: out of a tier is out of what is inside it."""
    return {
        (d["candidate"], tier["id"])
        for d in problem.get("decisions", [])
        for tier in problem["tiers"]
        if d["action"] == "exclude" and d["tier"] in enclosing(problem, tier["id"])
    }


def quota_lines(problem: Data) -> Iterator[tuple[Data, str | None, list[Data], list[Data], Any]]:
    """Every quota and value: members and base among those eligible, and its two bounds."""
    barred = left_out(problem)
    for quota in problem.get("quotas", []):
        pool = [c for c in problem["candidates"] if quota["tier"] in c["eligible"]]
        group = [c for c in pool if meets(c, quota.get("where"))]
        base = [c for c in pool if meets(c, quota.get("of"))]
        per = quota.get("per")
        values: list[str | None] = [None]
        if isinstance(per, str):
            known = problem.get("domains", {}).get(per)
            found = {carried(c, per) for c in problem["candidates"]} - {None}
            keys = {text(v) for v in known} if known is not None else found
            values = [*sorted(str(key) for key in keys)]
        for value in values:
            members = [c for c in group if value is None or carried(c, str(per)) == value]
            own = quota.get("bounds", {}).get(value or "", {}) if per else {}
            low, high = (own.get(side, quota.get(side)) for side in SIDES)
            if quota.get("floor_if_available") and low is not None:
                low = min(low, sum((c["id"], quota["tier"]) not in barred for c in members))
            yield quota, value, members, base, (amount(low), amount(high))


def missing(bound: tuple[Fraction, bool], side: str, count: int, base: int) -> int:
    """Whole seats by which a bound is missed."""
    gap = (bound[0] * base if bound[1] else bound[0]) - count
    gap = gap if side == "at_least" else -gap
    return max(0, -(-gap.numerator // gap.denominator))


def passed_over(
    problem: Data, order: Data, chosen: dict[str, set[str]]
) -> Iterator[tuple[str, str]]:
    """(tier, id) of everyone left out while someone ranked lower in the same group is chosen."""
    excluded = left_out(problem)
    for tier in [t["id"] for t in problem["tiers"] if order.get("tier") in (None, t["id"])]:
        groups: dict[tuple[str | None, ...], list[Data]] = {}
        for c in problem["candidates"]:
            key = tuple(carried(c, name) for name in order.get("by", ["unit"]))
            if c.get("rank") is None or None in key or (c["id"], tier) in excluded:
                continue
            if tier in c["eligible"]:
                groups.setdefault(key, []).append(c)
        for members in groups.values():
            last = max((c["rank"] for c in members if c["id"] in chosen[tier]), default=None)
            for c in members:
                if last is None or c["rank"] >= last or c["id"] in chosen[tier]:
                    continue
                if not any(
                    c["id"] in e["candidates"]
                    and e.get("tier") in (None, around)
                    and len(chosen[around] & (set(e["candidates"]) - {c["id"]}))
                    >= e.get("at_most", 1)
                    for e in problem.get("exclusions", [])
                    for around in enclosing(problem, tier)
                ):
                    yield tier, c["id"]


def broken(problem: Data, chosen: dict[str, set[str]]) -> Iterator[str]:
    """Every hard rule that a list breaks."""
    people = {c["id"]: c for c in problem["candidates"]}
    for tier in problem["tiers"]:
        ids, name = chosen[tier["id"]], tier["id"]
        for one in sorted(ids):
            if one not in people or name not in people[one]["eligible"]:
                yield f"'{one}' is not eligible for '{name}'"
            elif tier.get("within") and one not in chosen[tier["within"]]:
                yield f"'{one}' has '{name}' without '{tier['within']}'"
        if not tier.get("at_least", 0) <= len(ids) <= tier.get("at_most", len(people)):
            yield f"'{name}' fills {len(ids)} seats"
    for quota, value, members, base, bounds in quota_lines(problem):
        ids = chosen[quota["tier"]]
        count, of = (sum(c["id"] in ids for c in group) for group in (members, base))
        for side, bound in zip(SIDES, bounds, strict=True):
            if quota.get("hard", True) and bound and missing(bound, side, count, of):
                yield f"the quota '{quota['id']}' {value or ''} has {count}: {side} {bound[0]}"
    for order in problem.get("orders", []):
        if order.get("mode", "hard") == "hard":
            for tier, one in passed_over(problem, order, chosen):
                yield f"'{one}' is passed over in '{tier}' against '{order.get('id', 'order')}'"
    for e in problem.get("exclusions", []):
        for tier, ids in chosen.items():
            if e.get("tier") in (None, tier) and len(ids & set(e["candidates"])) > e.get(
                "at_most", 1
            ):
                yield f"the exclusion '{e['id']}' is broken in '{tier}'"
    for d in problem.get("decisions", []):
        if (d["candidate"] in chosen[d["tier"]]) != (d["action"] == "include"):
            yield f"the decision to {d['action']} '{d['candidate']}' is not kept"


def stage_values(problem: Data, chosen: dict[str, set[str]]) -> list[tuple[str, Any]]:
    """The name and value of every stage; leximin as its (share, how many reach it) pairs."""
    people = {c["id"]: c for c in problem["candidates"]}
    found: list[tuple[str, Any]] = []
    for goal in problem.get("objectives", []):
        kind, tier = goal["kind"], goal.get("tier", "")
        ids = chosen.get(tier, set())
        if kind == "soft":
            sums: dict[int, int] = {}
            for quota, _value, members, base, bounds in quota_lines(problem):
                inside = chosen[quota["tier"]]
                count, of = (sum(c["id"] in inside for c in group) for group in (members, base))
                for side, bound in zip(SIDES, bounds, strict=True):
                    if bound and not quota.get("hard", True):
                        level = quota.get("priority", 0)
                        sums[level] = sums.get(level, 0) + missing(bound, side, count, of)
            found += [(f"soft:{level}", sums[level]) for level in sorted(sums)]
        elif kind == "order":
            soft = [o for o in problem.get("orders", []) if o.get("mode") == "soft"]
            found.append(("order", sum(1 for o in soft for _ in passed_over(problem, o, chosen))))
        elif kind == "leximin":
            pairs: list[tuple[Fraction, int]] = []
            held: dict[str, tuple[int, int]] = {}
            due = {v: e for v, e in goal["entitlements"].items() if e > 0}
            pool = [c for c in problem["candidates"] if tier in c["eligible"]]
            for value in due:
                group = [c["id"] for c in pool if carried(c, goal["per"]) == value]
                held[value] = len(group), len(ids & set(group))
            shares = {Fraction(k, due[v]) for v in due for k in range(1, held[v][0] + 1)}
            for share in sorted(shares):
                pairs.append((share, sum(held[v][1] >= share * due[v] for v in due)))
            if pairs:
                found.append((f"leximin:{goal['per']}:{tier}", pairs))
        elif kind == "seats":
            found.append((f"seats:{tier}", len(ids)))
        elif kind == "merit":
            found.append(
                (f"merit:{tier}", sum(people[i].get("merit", {}).get(tier, 0) for i in ids))
            )
        elif kind == "rank":
            found.append((f"rank:{tier}", sum(people[i].get("rank") or 0 for i in ids)))
        else:
            like = goal["prefer"]
            total = sum(people[i].get("prefer", {}).get(like, 0) for i in ids)
            found.append((f"prefer:{like}:{tier}", total))
    return found


def recount(problem: Data, result: Data) -> Iterator[str]:
    """Everything in a result that a recount from the definitions does not confirm."""
    known = {tier["id"] for tier in problem["tiers"]}
    yield from (f"there is no tier '{tier}'" for tier in result["selected"] if tier not in known)
    if result["status"] == "tied":
        return
    chosen = {tier["id"]: set(result["selected"].get(tier["id"], [])) for tier in problem["tiers"]}
    rules = list(broken(problem, chosen))
    yield from rules
    if any("is not eligible" in rule for rule in rules):
        return
    said: list[tuple[str, Any]] = []
    for stage in result["stages"]:
        value = stage["value"]
        if stage["kind"] == "leximin":
            value = [(Fraction(item["share"]), item["values"]) for item in stage["levels"]]
        said.append((stage["objective"], value))
    counted = stage_values(problem, chosen)
    if said != counted:
        yield f"the stages are {counted}, not {said}"
    lines: list[tuple[Any, ...]] = []
    for quota, value, members, base, bounds in quota_lines(problem):
        ids = chosen[quota["tier"]]
        count, of = (sum(c["id"] in ids for c in group) for group in (members, base))
        for side, bound in zip(SIDES, bounds, strict=True):
            if bound:
                goal = bound[0] * of if bound[1] else bound[0]
                least = side == "at_least"
                need = -(-goal.numerator // goal.denominator) if least else goal // 1
                slack = count - need if least else need - count
                lines.append((quota["id"], value, side, count, slack, of if bound[1] else None))
    given = [
        (q["id"], q["value"], q["side"], q["count"], q["slack"], q["of"]) for q in result["quotas"]
    ]
    for mine, theirs in zip(lines, given, strict=False):
        if mine != theirs:
            yield f"the quota line is {mine}, not {theirs}"
    if len(lines) != len(given):
        yield f"there are {len(lines)} quota lines, not {len(given)}"
