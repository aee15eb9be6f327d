"""Write a proof down as JSON for ``python -m dvk_solver.check``.

The file holds the problem itself, the answer and the claims. The checker rebuilds the integer
program from the problem on its own and looks rows up by key, so a proof of another problem, of
another list or of another value does not pass.

A tree is ``{"sum": [[row, y], …]}`` (a leaf), ``{"fix": [[[row, y], …], …], "then": tree}`` or
``{"split": column key, "at": k, "low": tree, "high": tree}``; ``row`` counts in ``rows``, the list
of row keys; the key ``["better"]`` is the claim that is being refuted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dvk_solver.core import BETTER
from dvk_solver.model import Problem
from dvk_solver.program import Key, Program
from dvk_solver.proof import Branch, Fix, Tree

if TYPE_CHECKING:
    from dvk_solver.lexicographic import Claim

__all__ = ["FORMAT", "write_optimum", "write_refutation"]

FORMAT = "dvk-solver-proof/1"


class _Writer:
    """Turns row and column numbers into keys; every key is written once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows: list[Key] = []
        self._seen: dict[Key, int] = {}

    def row(self, number: int) -> int:
        return self.key(("better",) if number == BETTER else self.program.rows[number].key)

    def key(self, key: Key) -> int:
        if key not in self._seen:
            self._seen[key] = len(self.rows)
            self.rows.append(key)
        return self._seen[key]

    def sums(self, multipliers: Mapping[int, int]) -> list[list[int]]:
        return [[self.row(i), y] for i, y in sorted(multipliers.items()) if y]

    def tree(self, tree: Tree) -> dict[str, Any]:
        if isinstance(tree, Branch):
            return {
                "split": list(self.program.keys[tree.column]),
                "at": tree.at,
                "low": self.tree(tree.low),
                "high": self.tree(tree.high),
            }
        if isinstance(tree, Fix):
            return {"fix": [self.sums(y) for y in tree.passes], "then": self.tree(tree.then)}
        return {"sum": self.sums(tree.multipliers)}


def write_optimum(
    problem: Problem,
    program: Program,
    selected: Mapping[str, Sequence[str]],
    values: Sequence[int],
    claims: Iterable[Claim],
) -> dict[str, Any] | None:
    """The proof that a list is the only best one, or None when a claim was not proven.

    ``values``: the value of every step, as maximised (a minimised one is negative).
    """
    writer = _Writer(program)
    written: list[dict[str, Any]] = []
    item: dict[str, Any]
    for claim in claims:
        if claim.rounding is not None:
            done = claim.rounding
            rows = [[writer.key(key), y] for key, y in done.multipliers]
            item = {"claim": "rounded", "row": list(done.row.key), "sum": rows}
            written.append({**item, "divisor": done.divisor})
            continue
        if claim.tree is None:
            return None
        item = {"claim": claim.kind, "tree": writer.tree(claim.tree)}
        if claim.kind == "optimum":
            item["row"] = list(claim.name)
            item["value"] = claim.target - 1
        elif claim.kind == "settled":
            item["seats"] = [list(program.keys[c][1:]) for c in claim.form.columns]
        written.append(item)
    return {
        "format": FORMAT,
        "problem": problem.to_data(),
        "selected": {tier: list(ids) for tier, ids in selected.items()},
        "values": list(values),
        "rows": [list(key) for key in writer.rows],
        "claims": written,
    }


def write_refutation(problem: Problem, program: Program, tree: Tree) -> dict[str, Any]:
    """The proof that no list keeps all rules of a problem."""
    writer = _Writer(program)
    written = [{"claim": "infeasible", "tree": writer.tree(tree)}]
    return {
        "format": FORMAT,
        "problem": problem.to_data(),
        "rows": [list(key) for key in writer.rows],
        "claims": written,
    }
