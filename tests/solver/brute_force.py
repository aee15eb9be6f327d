"""Brute force over every list of a small problem, written from the definitions alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

from dvk_solver import (
    Bounds,
    Candidate,
    Decision,
    Exclusion,
    Objective,
    Order,
    Problem,
    Quota,
    TieBreak,
    Tier,
)

type Chosen = dict[str, frozenset[str]]


def every_list(problem: Problem) -> Iterator[Chosen]:
    """Every way to give seats that respects eligibility and nesting."""
    within = {t.id: t.within for t in problem.tiers}
    options: list[list[tuple[str, ...]]] = []
    for c in problem.candidates:
        mine = [
            s
            for k in range(len(c.eligible) + 1)
            for s in itertools.combinations(sorted(c.eligible), k)
            if all(within[t] is None or within[t] in s for t in s)
        ]
        options.append(mine)
    for picked in itertools.product(*options):
        chosen: dict[str, set[str]] = {t.id: set() for t in problem.tiers}
        for c, tiers in zip(problem.candidates, picked, strict=True):
            for t in tiers:
                chosen[t].add(c.id)
        yield {t: frozenset(ids) for t, ids in chosen.items()}


def has(c: Candidate, name: str) -> str | None:
    value = c.unit if name == "unit" else c.attributes.get(name)
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def fits(c: Candidate, where: Any) -> bool:
    for name, want in (where or {}).items():
        wanted = want if isinstance(want, tuple) else (want,)
        keys = [str(w).lower() if isinstance(w, bool) else str(w) for w in wanted]
        if has(c, name) not in keys:
            return False
    return True


def around(problem: Problem, tier: str) -> set[str]:
    """The tier and every tier it lies in."""
    within = {t.id: t.within for t in problem.tiers}[tier]
    return {tier} | (around(problem, within) if within else set())


def closed_by_decision(problem: Problem, tier: str) -> set[str]:
    return {
        d.candidate
        for d in problem.decisions
        if d.action == "exclude" and d.tier in around(problem, tier)
    }


def demands(problem: Problem) -> Iterator[tuple[Quota, str, int | Fraction, list[str], list[str]]]:
    """(quota, side, bound, members, base) for every bound there is."""
    for q in problem.quotas:
        pool = [c for c in problem.candidates if q.tier in c.eligible]
        base = [c.id for c in pool if fits(c, q.of)]
        keys: list[str | None] = [None]
        if q.per:
            declared = problem.domains.get(q.per)
            carried = {has(c, q.per) for c in problem.candidates} - {None}
            keys = sorted({str(v) for v in declared} if declared is not None else carried)
        for key in keys:
            members = [
                c.id for c in pool if fits(c, q.where) and key in (None, has(c, q.per or ""))
            ]
            own = q.bounds.get(key) if key else None
            for side in ("at_least", "at_most"):
                bound = getattr(q, side)
                if own is not None and getattr(own, side) is not None:
                    bound = getattr(own, side)
                if bound is None:
                    continue
                if side == "at_least" and q.floor_if_available:
                    out = closed_by_decision(problem, q.tier)
                    bound = min(bound, len([m for m in members if m not in out]))
                yield q, side, bound, members, base


def gap(side: str, bound: int | Fraction, count: int, base: int) -> int:
    seats = bound * base if isinstance(bound, Fraction) else Fraction(bound)
    need = seats - count if side == "at_least" else count - seats
    return max(0, -((-need.numerator) // need.denominator))


def skipped(problem: Problem, order: Order, chosen: Chosen) -> int:
    total = 0
    for t in problem.tiers:
        if order.tier not in (None, t.id):
            continue
        out = closed_by_decision(problem, t.id)
        ranked = [
            c
            for c in problem.candidates
            if t.id in c.eligible
            and c.rank is not None
            and c.id not in out
            and all(has(c, a) is not None for a in order.by)
        ]
        for c in ranked:
            if c.id in chosen[t.id]:
                continue
            behind = [
                d
                for d in ranked
                if d.rank > c.rank and all(has(d, a) == has(c, a) for a in order.by)
            ]
            if not any(d.id in chosen[t.id] for d in behind):
                continue
            full = [
                e
                for e in problem.exclusions
                if c.id in e.candidates
                and any(
                    len([i for i in e.candidates if i != c.id and i in chosen[u]]) >= e.at_most
                    for u in around(problem, t.id)
                    if e.tier in (None, u)
                )
            ]
            total += not full
    return total


def holds(problem: Problem, chosen: Chosen) -> bool:
    for t in problem.tiers:
        if len(chosen[t.id]) < t.at_least or (
            t.at_most is not None and len(chosen[t.id]) > t.at_most
        ):
            return False
    for q, side, bound, members, base in demands(problem):
        ids = chosen[q.tier]
        if q.hard and gap(side, bound, len(ids & set(members)), len(ids & set(base))):
            return False
    if any(o.mode == "hard" and skipped(problem, o, chosen) for o in problem.orders):
        return False
    for e in problem.exclusions:
        for t, ids in chosen.items():
            if e.tier in (None, t) and len(ids & set(e.candidates)) > e.at_most:
                return False
    return all(
        (d.candidate in chosen[d.tier]) == (d.action == "include") for d in problem.decisions
    )


def values(problem: Problem, chosen: Chosen) -> tuple[Any, ...]:
    """What is maximised, stage by stage (leximin as the sorted vector of shares)."""
    people = {c.id: c for c in problem.candidates}
    found: list[Any] = []
    for o in problem.objectives:
        ids = chosen.get(o.tier or "", frozenset())
        if o.kind == "seats":
            found.append(len(ids))
        elif o.kind == "merit":
            found.append(sum(people[i].merit.get(o.tier or "", 0) for i in ids))
        elif o.kind == "rank":
            found.append(-sum(people[i].rank or 0 for i in ids))
        elif o.kind == "prefer":
            found.append(sum(people[i].prefer.get(o.prefer or "", 0) for i in ids))
        elif o.kind == "order":
            found.append(
                -sum(skipped(problem, x, chosen) for x in problem.orders if x.mode == "soft")
            )
        elif o.kind == "soft":
            for level in sorted({q.priority for q, *_ in demands(problem) if not q.hard}):
                found.append(
                    -sum(
                        gap(side, bound, len(chosen[q.tier] & set(m)), len(chosen[q.tier] & set(b)))
                        for q, side, bound, m, b in demands(problem)
                        if not q.hard and q.priority == level
                    )
                )
        elif any(
            o.tier in c.eligible and o.entitlements.get(has(c, o.per or "") or "", 0) > 0
            for c in problem.candidates
        ):
            shares = [
                Fraction(len([i for i in ids if has(people[i], o.per or "") == v]), e)
                for v, e in o.entitlements.items()
                if e > 0
            ]
            found.append(tuple(sorted(shares)))
    return tuple(found)


def best_lists(problem: Problem) -> tuple[tuple[Any, ...] | None, list[Chosen]]:
    """The best values and every list that has them; (None, []) when no list holds."""
    best: tuple[Any, ...] | None = None
    lists: list[Chosen] = []
    for chosen in every_list(problem):
        if not holds(problem, chosen):
            continue
        mine = values(problem, chosen)
        if best is None or mine > best:
            best, lists = mine, []
        if mine == best:
            lists.append(chosen)
    return best, lists


def random_problem(seed: int, *, size: int = 6) -> Problem:
    """A small problem with every kind of rule, drawn from a seed."""
    r = Random(seed)
    names = [f"n{i}" for i in range(r.randint(1, size))]
    units = ["A", "B", "C"][: r.randint(1, 3)]
    nested = r.random() < 0.7
    people = []
    for name in names:
        eligible = ["letter"] + (["cert"] if r.random() < 0.6 else [])
        attributes: dict[str, Any] = {"sex": r.choice("mf"), "lead": r.random() < 0.3}
        if r.random() < 0.8:
            attributes["field"] = r.randint(1, 2)
        people.append(
            Candidate(
                id=name,
                eligible=eligible if r.random() < 0.9 else [],
                attributes=attributes,
                merit={t: r.randint(0, 3) for t in eligible},
                unit=r.choice(units),
                rank=r.choice([None, 1, 2, 3, 4]) if r.random() < 0.9 else None,
                prefer={"x": r.randint(0, 1)},
            )
        )
    tiers = [
        Tier(id="letter", at_most=r.choice([None, 1, 2, 3, 4]), at_least=r.choice([0, 0, 0, 1])),
        Tier(id="cert", at_most=r.choice([None, 1, 2]), within="letter" if nested else None),
    ]
    quotas = []
    for i in range(r.randint(0, 4)):
        kind = r.randint(0, 4)
        tier = r.choice(["letter", "cert"])
        hard = r.random() < 0.6
        extra: dict[str, Any] = {
            "hard": hard,
            "priority": r.randint(0, 1),
            "negotiable": r.random() < 0.7,
        }
        if kind == 0:
            extra |= {"where": {"sex": "f"}, "at_least": r.choice(["1/2", "30%", 1, 2])}
        elif kind == 1:
            extra |= {
                "per": "unit",
                "at_least": r.choice([0, 1]),
                "at_most": r.choice([None, 1, 2]),
            }
            extra["floor_if_available"] = r.random() < 0.7
            if r.random() < 0.4:
                extra["bounds"] = {"A": Bounds(at_most=r.choice([1, 2, 3]))}
        elif kind == 2:
            extra |= {"where": {"lead": True}, "at_most": r.choice(["1/3", "50%", 1, 0])}
        elif kind == 3:
            extra |= {
                "where": {"field": [1]},
                "of": {"sex": "m"},
                "at_least": r.choice(["1/3", "2/3"]),
            }
        else:
            extra |= {"per": "field", "at_most": r.choice(["2/3", 2]), "where": {"sex": ["m", "f"]}}
        quotas.append(Quota(id=f"q{i}", tier=tier, **extra))
    orders = []
    if r.random() < 0.5:
        by = r.choice([["unit"], ["unit", "sex"]])
        orders.append(Order(id="o", by=by, mode=r.choice(["hard", "soft", "soft", "off"])))
    exclusions = []
    if len(names) > 2 and r.random() < 0.5:
        members = r.sample(names, r.randint(2, 3))
        exclusions.append(
            Exclusion(
                id="e",
                candidates=members,
                at_most=r.choice([1, 1, 2]),
                tier=r.choice([None, None, "letter", "cert"]),
            )
        )
    decisions = []
    for c in people:
        if r.random() < 0.08 and c.eligible:
            decisions.append(
                Decision(
                    candidate=c.id,
                    tier=r.choice(["letter", "letter", *c.eligible]),
                    action=r.choice(["include", "exclude"]),
                )
            )
    goals = [
        Objective(kind="seats", tier="letter"),
        Objective(kind="seats", tier="cert"),
        Objective(kind="soft"),
        Objective(kind="order"),
        Objective(kind="merit", tier="letter"),
        Objective(kind="merit", tier="cert"),
        Objective(kind="prefer", prefer="x", tier="letter"),
        Objective(kind="rank", tier="letter"),
        Objective(
            kind="leximin", tier="letter", per="unit",
            entitlements={u: r.randint(0, 3) for u in units},
        ),
    ]  # fmt: skip
    if not any(goals[-1].entitlements.values()):
        goals.pop()
    r.shuffle(goals)
    order = list(names)
    r.shuffle(order)
    tie = r.choice(
        [TieBreak(kind="order", order=order), TieBreak(kind="seed", seed=str(seed)), TieBreak()]
    )
    return Problem(
        candidates=people,
        tiers=tiers,
        quotas=quotas,
        orders=orders,
        exclusions=exclusions,
        decisions=decisions,
        objectives=goals[: r.randint(0, len(goals))],
        tie_break=tie,
        domains={"unit": units, "field": [1, 2]},
    )
