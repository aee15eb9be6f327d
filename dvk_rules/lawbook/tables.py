"""Tables: rows that never decide, rows that overlap with neither inside the other, holes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.points import Point
from dvk_rules.lawbook.questions import Questions
from dvk_rules.pack.rules import Rule, RuleKind

__all__ = ["tables"]


def tables(asked: Questions) -> Iterator[Finding]:
    """Rows that never decide, rows that overlap with neither inside the other, holes."""
    for rule in asked.pack.rules:
        if not rule.table:
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
        if rule.kind is RuleKind.SCORE and rule.table[-1].when is not None:
            with asked.doubt():
                yield from _gap(asked, rule)


def _dead_row(asked: Questions, rule: Rule, number: int) -> Finding | None:
    last = number == len(rule.table) - 1 and rule.table[number].when is None
    if last or asked.ask(asked.encoding.row_decides(rule, number)) is not None:
        return None
    model = asked.ask(asked.encoding.rules[rule.id].rows[number].true)
    code = "row-covered" if model is not None else "row-never"
    point = asked.shown(model, _anything) if model is not None else None
    witness = asked.witness(point, _same_result(rule, point))
    key = f"{code}:{rule.id}#{number + 1}"
    return asked.finding(key, "warning", [rule], witness, row=number + 1)


def _gap(asked: Questions, rule: Rule) -> Iterator[Finding]:
    terms = asked.encoding.rules[rule.id]
    model = asked.ask(terms.applies.true, *(row.false for row in terms.rows))
    if model is not None:
        point = asked.shown(model, _anything)
        witness = asked.witness(point, _same_result(rule, point))
        yield asked.finding(f"gap:{rule.id}", "note", [rule], witness)


def _overlaps(asked: Questions, rule: Rule, alive: list[int]) -> Iterator[Finding]:
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
            point = asked.shown(both, _anything)
            key = f"overlap:{rule.id}#{first + 1}+{second + 1}"
            witness = asked.witness(point, _same_result(rule, point))
            numbers = {"row": first + 1, "other": second + 1}
            yield asked.finding(key, "note", [rule], witness, **numbers)


def _same_result(rule: Rule, point: Point | None) -> Callable[[Point], bool]:
    def result(item: Point) -> Any:
        if rule.derives is not None:
            return item.results.derived.get(rule.derives)
        return item.results.points[rule.id]

    return lambda item: point is not None and result(item) == result(point)


def _anything(_point: Point) -> bool:
    return True
