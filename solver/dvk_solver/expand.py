"""From a problem to its integer program: columns for who may get which tier, rows for every rule.

Row keys are stable and readable, because proofs and clashes name them:
``("tier", id, side)``, ``("within", tier, candidate)``, ``("quota", id, value, side)``,
``("order", id, tier, …)``, ``("exclusion", id, tier)``, ``("decision", candidate, tier)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dvk_solver.lines import Groups, Line, expand_quotas, shortfall
from dvk_solver.model import Exclusion, Order, Problem, value_key
from dvk_solver.program import Linear, Program

__all__ = ["Expansion", "PassedOver", "expand"]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How one candidate may be passed over under a soft order.

    ``own`` is its column; ``later`` the columns ranked after it; ``bars`` the columns whose total
    of 1 bars it (members of its full exclusion groups), each with its bound.
    """

    column: int
    own: int
    later: tuple[int, ...]
    bars: tuple[tuple[tuple[int, ...], int], ...]


@dataclass(slots=True)
class Expansion:
    """A program together with what its columns mean."""

    problem: Problem
    groups: Groups
    program: Program
    seats: dict[str, dict[int, int]]  # tier → candidate position → column
    lines: tuple[Line, ...]
    misses: dict[int, tuple[int, int, str]]  # column → (line number, priority, side)
    passed: list[PassedOver]
    running: list[tuple[int, tuple[int, ...]]]  # column = 1 when one of these columns is 1
    reach: dict[tuple[int, str], tuple[tuple[int, ...], tuple[int, ...]]]  # see `_reach_columns`
    full: dict[int, tuple[tuple[int, ...], int]]  # column = 1 when that many of these are 1
    barring: dict[str, list[Exclusion]]  # candidate → the exclusions it is in
    selection: int  # columns below this number are seats; the others follow from them

    def complete(self, seats: Sequence[int]) -> list[int]:
        """The smallest values of the other columns that go with a choice of seats."""
        point = list(seats[: self.selection]) + [0] * (len(self.program.keys) - self.selection)
        for column, (number, _priority, side) in self.misses.items():
            point[column] = self.missing(number, side, point)
        for column, sources in self.running:
            point[column] = int(any(point[c] for c in sources))
        for column, (members, most) in self.full.items():
            point[column] = int(sum(point[c] for c in members) >= most)
        for members, levels in self.reach.values():
            count = sum(point[c] for c in members)
            for level, column in enumerate(levels, 1):
                point[column] = int(count >= level)
        for item in self.passed:
            barred = any(sum(point[c] for c in cols) >= most for cols, most in item.bars)
            later = any(point[c] for c in item.later)
            point[item.column] = int(later and not point[item.own] and not barred)
        return point

    def tally(self, number: int, point: Sequence[int]) -> tuple[int, int]:
        """Seats a line's members hold, and seats its share refers to (0 for counts)."""
        line = self.lines[number]
        columns = self.seats[line.quota.tier]
        count = sum(point[columns[p]] for p in line.members)
        return count, sum(point[columns[p]] for p in line.base or ())

    def missing(self, number: int, side: str, point: Sequence[int]) -> int:
        """Whole seats by which a line misses one of its bounds."""
        line = self.lines[number]
        amount = line.at_least if side == "at_least" else line.at_most
        if amount is None:
            return 0
        count, base = self.tally(number, point)
        return shortfall(amount, count, base, floor=side == "at_least")


def expand(problem: Problem) -> Expansion:
    """Write out columns and rows; the result does not depend on the order of the candidates."""
    groups = Groups(problem.candidates)
    program = Program()
    seats: dict[str, dict[int, int]] = {}
    for tier in problem.tiers:
        seats[tier.id] = {
            position: program.add_column(("seat", tier.id, candidate.id), 0, 1)
            for position, candidate in enumerate(groups.candidates)
            if tier.id in candidate.eligible
        }
    lines = expand_quotas(problem, groups)
    barring: dict[str, list[Exclusion]] = {}
    for exclusion in problem.exclusions:
        for name in exclusion.candidates:
            barring.setdefault(name, []).append(exclusion)
    count = len(program.keys)
    result = Expansion(
        problem, groups, program, seats, lines, {}, [], [], {}, {}, barring, selection=count
    )
    _tier_rows(result)
    for number in range(len(lines)):
        _quota_rows(result, number)
    _exclusion_rows(result)
    for order in problem.orders:
        if order.mode != "off":
            for tier in problem.tiers:
                if order.tier in (None, tier.id):
                    _order_rows(result, order, tier.id)
    _decision_rows(result)
    for number, objective in enumerate(problem.objectives):
        if objective.kind == "leximin":
            _reach_columns(result, number)
    return result


def _tier_rows(result: Expansion) -> None:
    program = result.program
    for tier in result.problem.tiers:
        columns = result.seats[tier.id]
        form = Linear.total(columns.values())
        most = len(columns) if tier.at_most is None else tier.at_most
        program.add_row(("tier", tier.id, "at_most"), form, most)
        if tier.at_least:
            program.add_row(("tier", tier.id, "at_least"), form.negated(), -tier.at_least)
        if tier.within is not None:
            outer = result.seats[tier.within]
            for position, column in columns.items():
                name = result.groups.candidates[position].id
                form = Linear((column, outer[position]), (1, -1))
                program.add_row(("within", tier.id, name), form, 0)


def _quota_rows(result: Expansion, number: int) -> None:
    """Add a line's rows: ``q·count ≥ p·base``, or a count, with a column for what is missing."""
    program, line = result.program, result.lines[number]
    columns = result.seats[line.quota.tier]
    for side, amount, sign in (("at_least", line.at_least, -1), ("at_most", line.at_most, 1)):
        if amount is None:
            continue
        key = ("quota", line.quota.id, line.value or "", side)
        share = Fraction(amount)
        terms = [(columns[p], sign * share.denominator) for p in line.members]
        rhs = sign * share.numerator
        if isinstance(amount, Fraction):
            terms += [(columns[p], -sign * share.numerator) for p in line.base or ()]
            rhs = 0
        if not line.quota.hard:
            most = max(len(line.members), len(line.base or ()), share.numerator)
            column = program.add_column(("missing", *key[1:]), 0, most)
            result.misses[column] = (number, line.quota.priority, side)
            terms.append((column, -share.denominator))
        program.add_row(key, Linear.of(terms), rhs)


def _exclusion_rows(result: Expansion) -> None:
    positions = {candidate.id: p for p, candidate in enumerate(result.groups.candidates)}
    for exclusion in result.problem.exclusions:
        for tier in result.problem.tiers:
            if exclusion.tier in (None, tier.id):
                seats = result.seats[tier.id]
                members = sorted(positions[name] for name in exclusion.candidates)
                form = Linear.total(seats[p] for p in members if p in seats)
                key = ("exclusion", exclusion.id, tier.id)
                result.program.add_row(key, form, exclusion.at_most)


def _decision_rows(result: Expansion) -> None:
    positions = {candidate.id: p for p, candidate in enumerate(result.groups.candidates)}
    for decision in result.problem.decisions:
        column = result.seats[decision.tier].get(positions[decision.candidate])
        if column is None:
            continue  # excluding someone who could not be chosen changes nothing
        key = ("decision", decision.candidate, decision.tier)
        if decision.action == "include":
            result.program.add_row(key, Linear((column,), (-1,)), -1)
        else:
            result.program.add_row(key, Linear((column,), (1,)), 0)


def _order_rows(result: Expansion, order: Order, tier: str) -> None:
    """One chain for each group: whoever is chosen later asks for everyone ranked before.

    A running column per rank says "someone ranked here or later is chosen"; where a rank has one
    candidate and the order is hard, the candidate's own column does the same work.
    """
    candidates = result.groups.candidates
    barred = result.problem.left_out()
    groups: dict[tuple[str, ...], dict[int, list[int]]] = {}
    for position in result.seats[tier]:
        candidate = candidates[position]
        if candidate.rank is None or (candidate.id, tier) in barred:
            continue
        values = [candidate.attribute(name) for name in order.by]
        if all(value is not None for value in values):
            key = tuple(value_key(value) for value in values if value is not None)
            groups.setdefault(key, {}).setdefault(candidate.rank, []).append(position)
    for key in sorted(groups):
        _chain(result, order, tier, [groups[key][rank] for rank in sorted(groups[key])])


def _chain(result: Expansion, order: Order, tier: str, classes: list[list[int]]) -> None:
    program, seats, soft = result.program, result.seats[tier], order.mode == "soft"
    after: tuple[int, ...] = ()
    later: int | None = None  # the column that is 1 when someone ranked after is chosen
    for depth in range(len(classes) - 1, -1, -1):
        bars = {position: _bars(result, position, tier) for position in classes[depth]}
        if later is not None:
            for position in classes[depth]:
                _first(result, order, tier, position, later, after, bars[position])
        own = tuple(seats[p] for p in classes[depth])
        free = soft or any(bars.values())
        after = (*own, *after)
        if depth == 0:
            return
        if len(own) == 1 and (later is None or not free):
            later = own[0]  # whoever is chosen after it asks for it already
            continue
        name = result.groups.candidates[classes[depth][0]].id
        running = program.add_column(("later", order.id, tier, name), 0, 1)
        result.running.append((running, after))
        for column in own if later is None else (*own, later):
            key = ("order", order.id, tier, "later", name, *program.keys[column][2:])
            program.add_row(key, Linear.of([(column, 1), (running, -1)]), 0)
        later = running


def _first(
    result: Expansion,
    order: Order,
    tier: str,
    position: int,
    later: int,
    after: tuple[int, ...],
    bars: list[tuple[int | None, tuple[int, ...], int]],
) -> None:
    """Add the row: whoever is chosen later asks for this candidate, unless it is barred."""
    program, own = result.program, result.seats[tier][position]
    name = result.groups.candidates[position].id
    terms = [(later, 1), (own, -1)]
    for full, columns, _most in bars:
        terms += [(full, -1)] if full is not None else [(c, -1) for c in columns]
    if order.mode == "soft":
        passed = program.add_column(("passed", order.id, tier, name), 0, 1)
        limits = tuple((columns, most) for _full, columns, most in bars)
        result.passed.append(PassedOver(passed, own, after, limits))
        terms.append((passed, -1))
    program.add_row(("order", order.id, tier, "first", name), Linear.of(terms), 0)


def _bars(
    result: Expansion, position: int, tier: str
) -> list[tuple[int | None, tuple[int, ...], int]]:
    """The exclusion groups that can bar a candidate: a column for "full", or its members.

    For a bound of 1 the members' total is itself 0 or 1; for a larger bound a column is needed that
    can be 1 only when the group is full. A group that is full in a tier around this one bars here
    too; the outermost tier it is about is the first to be full.
    """
    program, candidate = result.program, result.groups.candidates[position]
    found: list[tuple[int | None, tuple[int, ...], int]] = []
    for exclusion in result.barring.get(candidate.id, ()):
        about = [t for t in result.problem.enclosing(tier) if exclusion.tier in (None, t)]
        if not about:
            continue
        others = sorted(set(exclusion.candidates) - {candidate.id})
        columns = tuple(
            program.index[key]
            for name in others
            if (key := ("seat", about[0], name)) in program.index
        )
        if len(columns) < exclusion.at_most:
            continue
        full: int | None = None
        if exclusion.at_most > 1:
            key = ("full", exclusion.id, about[0], candidate.id)
            full = program.index.get(key)
            if full is None:
                full = program.add_column(key, 0, 1)
                terms = [(full, exclusion.at_most), *((c, -1) for c in columns)]
                program.add_row(("exclusion", *key[1:]), Linear.of(terms), 0)
                result.full[full] = (columns, exclusion.at_most)
        found.append((full, columns, exclusion.at_most))
    return found


def _reach_columns(result: Expansion, number: int) -> None:
    """For leximin: a column for each value and level k, 1 only when the value holds k seats.

    The levels of a value add up to at most its seats and do not rise, so level k asks for k seats.
    """
    program, objective = result.program, result.problem.objectives[number]
    seats = result.seats[objective.tier or ""]
    carriers = result.groups.carriers(objective.per or "")
    for value in sorted(objective.entitlements):
        if objective.entitlements[value] <= 0:
            continue
        members = tuple(seats[p] for p in carriers.get(value, ()) if p in seats)
        levels = tuple(
            program.add_column(("reach", str(number), value, str(level)), 0, 1)
            for level in range(1, len(members) + 1)
        )
        result.reach[number, value] = (members, levels)
        if not levels:
            continue
        terms = [*((column, 1) for column in levels), *((column, -1) for column in members)]
        program.add_row(("reach", str(number), value, "total"), Linear.of(terms), 0)
        for level, (low, high) in enumerate(pairwise(levels), 1):
            form = Linear((low, high), (-1, 1))
            program.add_row(("reach", str(number), value, str(level)), form, 0)
