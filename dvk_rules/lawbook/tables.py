"""Tables: rows that never decide, rows that overlap with neither inside the other, holes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.points import Point
from dvk_rules.lawbook.questions import Questions
from dvk_rules.logic import FALSE, TRUE, Truth
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import Program

__all__ = ["tables"]


def tables(asked: Questions) -> Iterator[Finding]:
    """What is suspicious about each table."""
    for rule in asked.pack.rules:
        if not rule.table:
            continue
        with asked.doubt():
            idle = _never_asked(asked, rule)
            if idle is not None:
                yield idle
                continue
        alive: list[int] = []
        for number in range(len(rule.table)):
            with asked.doubt():
                found = _dead_row(asked, rule, number)
                if found is None:
                    alive.append(number)
                else:
                    yield found
        if rule.mode == "first":
            with asked.doubt():
                yield from _overlaps(asked, rule, alive)
        if rule.kind is RuleKind.SCORE:
            if rule.table[-1].when is not None:
                with asked.doubt():
                    yield from _gap(asked, rule)
            yield from _above_the_cap(asked, rule)


def _never_asked(asked: Questions, rule: Rule) -> Finding | None:
    """That the table as a whole applies to nothing."""
    applies = asked.encoding.rules[rule.id].applies
    if asked.ask(applies.true) is not None:
        return None
    asked.dead.add(rule.id)
    follows = asked.waiting(rule, asked.z3.Not(applies.false))
    return asked.finding(f"never-applies:{rule.id}", "warning", [rule], follows=follows)


def _dead_row(asked: Questions, rule: Rule, number: int) -> Finding | None:
    last = number == len(rule.table) - 1 and rule.table[number].when is None
    if last or asked.ask(asked.encoding.row_decides(rule, number)) is not None:
        return None
    z3, terms = asked.z3, asked.encoding.rules[rule.id]
    applies, row = terms.applies.true, terms.rows[number]
    above = [item.true for item in terms.rows[:number]] if rule.mode == "first" else []
    undecided = [applies, z3.Not(row.false), *(z3.Not(item) for item in above)]
    follows = asked.waiting(rule, *undecided)
    model = None if follows else asked.ask(applies, row.true)
    code = "row-never" if follows or model is None else "row-covered"
    shows = _truths(asked, rule, {number: TRUE})
    witness = asked.witness(asked.shown(model, shows), shows) if model is not None else None
    return asked.finding(
        f"{code}:{rule.id}#{number + 1}",
        "warning",
        [rule],
        witness,
        where=rule.table[number].where,
        follows=follows,
        row=number + 1,
    )


def _gap(asked: Questions, rule: Rule) -> Iterator[Finding]:
    terms = asked.encoding.rules[rule.id]
    model = asked.ask(terms.applies.true, *(row.false for row in terms.rows))
    if model is not None:
        shows = _truths(asked, rule, dict.fromkeys(range(len(rule.table)), FALSE))
        witness = asked.witness(asked.shown(model, shows), shows)
        yield asked.finding(f"gap:{rule.id}", "note", [rule], witness)


def _overlaps(asked: Questions, rule: Rule, alive: Sequence[int]) -> Iterator[Finding]:
    rows = asked.encoding.rules[rule.id].rows
    applies = asked.encoding.rules[rule.id].applies.true
    for place, first in enumerate(alive):
        for second in alive[place + 1 :]:
            left, right = rule.table[first], rule.table[second]
            if (left.points, left.value) == (right.points, right.value) or right.when is None:
                continue
            one, other = rows[first], rows[second]
            both = asked.ask(applies, one.true, other.true)
            if both is None or asked.ask(applies, one.true, other.false) is None:
                continue
            if asked.ask(applies, one.false, other.true) is None:
                continue
            shows = _truths(asked, rule, {first: TRUE, second: TRUE})
            witness = asked.witness(asked.shown(both, shows), shows)
            key = f"overlap:{rule.id}#{first + 1}+{second + 1}"
            yield asked.finding(
                key, "note", [rule], witness, where=right.where, row=first + 1, other=second + 1
            )


def _truths(asked: Questions, rule: Rule, wanted: dict[int, Truth]) -> Callable[[Point], bool]:
    """Whether the table applies at a point, and these of its rows are true or false there."""

    def shows(point: Point) -> bool:
        truth = asked.trial.truth
        return truth(point, rule.applies) == TRUE and all(
            truth(point, rule.table[number].when) == value for number, value in wanted.items()
        )

    return shows


def _above_the_cap(asked: Questions, rule: Rule) -> Iterator[Finding]:
    """Rows that promise more points than the rule or its axis can give, whatever the unit."""
    axis = asked.pack.axes[str(rule.axis)]
    for number, row in enumerate(rule.table):
        most = max(_most(program, rule, axis.cap, row.points) for program in asked.trial.programs)
        if row.points > most:
            yield asked.finding(
                f"row-above-cap:{rule.id}#{number + 1}",
                "warning",
                [rule],
                where=row.where,
                row=number + 1,
                points=row.points,
                cap=most,
            )


def _most(program: Program, rule: Rule, of_axis: int | None, points: int) -> int:
    return min(cap for cap in (program.caps[rule.id], of_axis, points) if cap is not None)
