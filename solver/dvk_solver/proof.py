"""Proofs as data: what the independent checker replays.

A claim "no integer point keeps every row" is a tree. A leaf carries multipliers y ≥ 0 with
``Σ y·rhs < Σ min over bounds of (Aᵀy)·x``; a branch splits one column's range in two; a fixing
carries multipliers that show, for some columns, that leaving their better bound is impossible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Branch", "Fix", "Leaf", "Tree", "nodes"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Multipliers by row number that add up to a contradiction within the bounds here."""

    multipliers: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Fix:
    """Multipliers whose contradiction is avoided only if some columns keep their better bound.

    Several, one after the other: each is about the bounds that those before it left.
    """

    passes: tuple[Mapping[int, int], ...]
    then: Tree


@dataclass(frozen=True, slots=True)
class Branch:
    """Either ``x[column] ≤ at`` (``low``) or ``x[column] ≥ at + 1`` (``high``)."""

    column: int
    at: int
    low: Tree
    high: Tree


type Tree = Leaf | Fix | Branch


def nodes(tree: Tree) -> int:
    """How many leaves, fixings and branches a proof has."""
    return sum(1 for _ in _walk(tree))


def _walk(tree: Tree) -> Iterator[Tree]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Branch):
            stack += [node.high, node.low]
        elif isinstance(node, Fix):
            stack.append(node.then)
