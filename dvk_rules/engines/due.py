"""What a step of a network must come to: the fact that the engine gets, the clauses that must fire.

Worked out apart from the engine, so that what it fired can be held against it (D5.4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import getitem, itemgetter
from typing import NamedTuple

from dvk_rules.engines.network import Step
from dvk_rules.engines.session import Claims, claims_of
from dvk_rules.logic import Truth

__all__ = ["SID", "Due", "Ready"]

SID = "0"
"""The id of the engine's session."""

_FEW = 8  # atoms whose truths together are likely to come again
_KEPT = 1024  # combinations of a group's truths that are remembered; beyond, all are forgotten


class Due(NamedTuple):
    """A step, or a part of one: its fact, the clauses that must fire, and what they claim.

    The n-th bit of ``fires`` is the n-th clause of the step.
    """

    fact: str
    fires: int
    claims: Claims


class Ready:
    """A step ready to run: the beginning of its fact, and its clauses in groups."""

    def __init__(self, step: Step, stage: int, guard: str) -> None:
        self.step = step
        self.stage = stage
        self.id = f"s{step.number}"
        self.ending = step.sentinel
        self._head = f'{{"sid":"{SID}","id":"{self.id}","{guard}":{step.number + 1}'
        self._groups = [_Group(step, atoms, clauses) for atoms, clauses in _groups(step)]
        self._bits = {rule.name: 1 << number for number, rule in enumerate(step.clauses)}

    def due(self, truths: Sequence[Truth]) -> Due:
        """What the step is for these truths of the network's atoms."""
        fact, fires, claims = self._head, 0, 0
        for group in self._groups:
            piece, clauses, made = group.due(truths)
            fact += piece
            fires |= clauses
            claims |= made
        return Due(fact + "}", fires, claims)

    def fired(self, names: Sequence[str]) -> int:
        """The clauses with these names, as bits; -1 unless each name is one of theirs, once."""
        # INVARIANT: as many powers of two have a sum of so many bits only if they all differ.
        bits = sum([self._bits.get(name, 0) for name in names])
        return bits if bits.bit_count() == len(names) else -1


class _Group:
    """Clauses of a step and their atoms, which no other clause of it reads."""

    def __init__(self, step: Step, atoms: Sequence[int], clauses: Collection[int]) -> None:
        names = dict(step.atoms)
        self._pieces = [("", f',"{names[atom]}":1', f',"{names[atom]}":2') for atom in atoms]
        self._pick = _picks(atoms)
        place = {atom: number for number, atom in enumerate(atoms)}
        self._clauses = [
            (
                sum(1 << 8 * place[literal >> 1] + (literal & 1) for literal in rule.clause),
                1 << number,
                claims_of(rule.claims),
            )
            for number, rule in enumerate(step.clauses)
            if number in clauses
        ]
        self._known: dict[tuple[Truth, ...], Due] = {}

    def due(self, truths: Sequence[Truth]) -> Due:
        """What the group adds to the step, for these truths of the network's atoms."""
        mine = self._pick(truths)
        found = self._known.get(mine)
        if found is None:
            if len(self._known) > _KEPT:
                self._known.clear()
            found = self._known[mine] = self._due(mine)
        return found

    def _due(self, truths: tuple[Truth, ...]) -> Due:
        # INVARIANT: truths are 0, 1 and -1, so they pick what is for unknown, true and false.
        pieces = map(getitem, self._pieces, truths)
        known = int.from_bytes(bytes(map((0, 1, 2).__getitem__, truths)), "little")
        fires = claims = 0
        for needed, clause, made in self._clauses:
            if needed & known == needed:
                fires |= clause
                claims |= made
        # 1 is true and 2 is false; what is unknown is not in the fact.
        return Due("".join(pieces), fires, claims)


def _groups(step: Step) -> list[tuple[list[int], set[int]]]:
    """Atoms with the places of the clauses that read them; no clause reads atoms of two.

    Small groups are put together while their atoms are few.
    """
    apart: list[tuple[list[int], set[int]]] = []
    for place, rule in enumerate(step.clauses):
        atoms, clauses = sorted({literal >> 1 for literal in rule.literals}), {place}
        for group in [group for group in apart if not set(atoms).isdisjoint(group[0])]:
            apart.remove(group)
            atoms, clauses = sorted({*atoms, *group[0]}), clauses | group[1]
        apart.append((atoms, clauses))
    found: list[tuple[list[int], set[int]]] = []
    for atoms, clauses in sorted(apart, key=lambda group: len(group[0])):
        if found and len(found[-1][0]) + len(atoms) <= _FEW:
            found[-1] = [*found[-1][0], *atoms], found[-1][1] | clauses
        else:
            found.append((atoms, clauses))
    return found


def _picks(places: Sequence[int]) -> Callable[[Sequence[Truth]], tuple[Truth, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda truths: tuple(truths[place] for place in places)
