"""Ids of nominations from the unit and its STT, also where a unit begins again at 1 for each kind.

Many lists run "I. Tập thể: 1, 2, 3 … II. Cá nhân: 1, 2, 3 …". The STT is then the order within a
kind, which is what the unit order of the rules asks for (D6.3), and the kind becomes part of the
id: ``tuy-phong/tap-the-01``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from dvk_rules.errors import Place, Problem
from dvk_rules.files.nominations_json import nomination_id
from dvk_rules.nominations import Nomination
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.values import FactType

__all__ = ["number_nominations"]

_SECTION = "kind"
"""The fact that sections of a list stand for, in every pack that has it."""


def number_nominations(
    nominations: Iterable[Nomination], vocabulary: Vocabulary, units: UnitRegister
) -> tuple[list[Nomination], list[Problem]]:
    """The rows of tables with their ids, and a notice for each unit that numbers by kind.

    A unit numbers by kind if its STT 1 stands at more than one kind, every row of it has a kind and
    no kind has an STT twice. INVARIANT: this looks at the rows as a set, so that their order never
    changes an id; and the rows of all other units keep ``unit/STT``.
    """
    of_unit: dict[str, list[Nomination]] = defaultdict(list)
    for nomination in nominations:
        of_unit[nomination.unit].append(nomination)
    sections = _SECTION in vocabulary and vocabulary[_SECTION].kind.type is FactType.ENUM
    numbered: list[Nomination] = []
    notices: list[Problem] = []
    for unit, listed in of_unit.items():
        if not sections or not _by_kind(listed):
            numbered += [_with_id(item, nomination_id(unit, item.rank or 0)) for item in listed]
            continue
        made = [_with_id(item, _in_section(item)) for item in listed]
        numbered += made
        notices.append(_notice(units.units[unit].name.vi, made))
    return numbered, notices


def _by_kind(listed: list[Nomination]) -> bool:
    kinds = [item.text(_SECTION) for item in listed]
    if not all(kinds):
        return False
    firsts = {kind for kind, item in zip(kinds, listed, strict=True) if item.rank == 1}
    seen = Counter((kind, item.rank) for kind, item in zip(kinds, listed, strict=True))
    return len(firsts) > 1 and max(seen.values()) == 1


def _with_id(nomination: Nomination, id_: str) -> Nomination:
    return replace(nomination, id=id_)


def _in_section(nomination: Nomination) -> str:
    section = nomination.text(_SECTION).replace("_", "-")
    return f"{nomination.unit}/{section}-{nomination.rank or 0:02d}"


def _notice(unit: str, listed: list[Nomination]) -> Problem:
    first = min(listed, key=lambda item: item.id)
    where = Place(first.where.file, sheet=first.where.sheet) if first.where else None
    return Problem("list.numbered-by-kind", {"unit": unit, "example": first.id}, where)
