"""Which seats are in all, some or none of the optimal lists, and who goes first among *some*.

No list is enumerated. Starting from one optimal list, the program is asked for the list that
differs from what was seen in as many seats as possible; when no seat can differ any more, the rest
are in all or in none, and that last answer's proof says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dvk_solver.expand import Expansion
from dvk_solver.model import TieBreak
from dvk_solver.program import Linear
from dvk_solver.proof import Tree, nodes
from dvk_solver.search import Search
from dvk_solver.tree import Better, TooLarge

__all__ = ["Kept", "blocks", "settle", "tie_key"]

#: A block of this many seats is decided by one maximisation with weights 1, 2, 4, …: lexicographic
#: on integers, and small enough for the LP's floats.
BLOCK = 10
#: Nodes spent on showing that no seat differs with one tree, before each seat gets its own.
TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns shown to keep ``values``: no point has ``form ≥ target``, says ``tree``."""

    columns: tuple[int, ...]
    values: tuple[int, ...]
    form: Linear
    target: int
    tree: Tree


def settle(
    search: Search,
    point: list[int],
    columns: Sequence[int],
    most: int | None,
    keep: Callable[[Kept], None],
) -> bool:
    """Find which of ``columns`` vary among the feasible points; ``keep`` is told of the others.

    Returns whether every column was shown to vary or to keep its value, with proofs of at most
    ``most`` nodes each. ``keep`` is expected to fix the columns it is told of.
    """
    same = [c for c in columns if search.lower[c] < search.upper[c]]
    while same:
        form = Linear.of((c, -1 if point[c] else 1) for c in same)
        target = 1 - sum(point[c] for c in same)
        outcome = search.maximise(form, point, prove=False)
        if outcome.point is None:
            return False
        changed = {c for c in same if outcome.point[c] != point[c]}
        if not changed:
            if outcome.tree is not None:
                keep(Kept(tuple(same), tuple(point[c] for c in same), form, target, outcome.tree))
                return True
            if outcome.status != "optimal":
                return False
            try:
                limit = TOGETHER if most is None else min(TOGETHER, most)
                tree = search.refute(form, target, outcome.root, limit)
            except TooLarge:
                met = _one_by_one(search, point, same, most, keep)
            except Better as better:
                met = {c for c in same if better.point[c] != point[c]}
            else:
                keep(Kept(tuple(same), tuple(point[c] for c in same), form, target, tree))
                return True
            if met is None:
                return False
            changed = met
        same = [c for c in same if c not in changed and search.lower[c] < search.upper[c]]
    return True


def _one_by_one(
    search: Search,
    point: list[int],
    columns: Sequence[int],
    most: int | None,
    keep: Callable[[Kept], None],
) -> set[int] | None:
    """Show for each column alone that it keeps its value; together the LP cannot see it.

    Returns the columns that a proof attempt found to vary after all (none, unless the integer
    solver was wrong), or None when some proof outgrew its limit, or all together that of one stage.
    """
    sure, left = True, search.limits.proof_nodes
    for column in columns:
        if search.lower[column] == search.upper[column]:
            continue
        form = Linear((column,), (-1 if point[column] else 1,))
        target = 1 - point[column]
        try:
            tree = search.refute(form, target, None, left if most is None else min(left, most))
        except TooLarge:
            if most is None:
                return None
            sure = False
        except Better as better:
            return {c for c in columns if better.point[c] != point[c]}
        else:
            left -= nodes(tree)
            keep(Kept((column,), (point[column],), form, target, tree))
    return set() if sure else None


def tie_key(tie: TieBreak, candidate: str) -> tuple[int | str, str]:
    """The sorting key of a candidate under a tie-break: smaller goes first.

    For a seed it is the SHA-256 of the seed's text followed by the id's, both in UTF-8, in hex.
    """
    if tie.kind == "order":
        return tie.order.index(candidate), candidate
    return hashlib.sha256((tie.seed + candidate).encode()).hexdigest(), candidate


def blocks(expansion: Expansion, columns: Sequence[int]) -> list[Linear]:
    """The forms that decide ``columns``: tier by tier, first in the tie-break's order first."""
    tie = expansion.problem.tie_break
    keys = expansion.program.keys
    tiers = [tier.id for tier in expansion.problem.tiers]
    ordered = sorted(columns, key=lambda c: (tiers.index(keys[c][1]), tie_key(tie, keys[c][2])))
    forms: list[Linear] = []
    for start in range(0, len(ordered), BLOCK):
        part = ordered[start : start + BLOCK]
        forms.append(Linear.of((c, 1 << (len(part) - 1 - i)) for i, c in enumerate(part)))
    return forms
