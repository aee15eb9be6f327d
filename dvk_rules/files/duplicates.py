"""Nominations that may speak of the same subject, for a person to decide.

Nothing is merged: two communes do share a name, and so do people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from dvk_rules.nominations import Nomination
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.text import fold

__all__ = ["NearDuplicate", "Sameness", "find_near_duplicates"]

_LONG_WORD = 5  # a slip of one letter in a shorter word is most often another word
_MOST_FOR_SLIPS = 5_000  # every word with each letter left out: memory grows with all of them


class Sameness(StrEnum):
    """Why two nominations may be the same, the surest first."""

    SUBJECT = "subject"
    NAME = "name"
    SPELLING = "spelling"


@dataclass(frozen=True)
class NearDuplicate:
    """Two nominations that may speak of one subject; ``same_model`` makes it more likely."""

    first: Nomination
    second: Nomination
    because: Sameness
    same_model: bool


def find_near_duplicates(
    nominations: Iterable[Nomination], vocabulary: Vocabulary
) -> tuple[NearDuplicate, ...]:
    """The pairs that share a subject code, a name, or a name but for its marks or one letter.

    Of a group that is the same, each is paired with the first by id. Within one unit only equal
    codes and equal names count: units number their nominees.
    """
    ordered = sorted(nominations, key=lambda nomination: nomination.id)
    roles = {role: fact.name for role, fact in vocabulary.by_role.items()}
    name, subject, model = (roles.get(role, "") for role in ("name", "subject", "model"))
    found: dict[tuple[str, str], NearDuplicate] = {}

    def pair_up(because: Sameness, keys: Callable[[Nomination], Iterable[str]]) -> None:
        seen: dict[str, Nomination] = {}
        for nomination in ordered:
            for key in keys(nomination):
                first = seen.setdefault(key, nomination)
                if first is nomination:
                    continue
                if because is Sameness.SPELLING and first.unit == nomination.unit:
                    continue
                same = bool(first.text(model)) and fold(first.text(model)) == fold(
                    nomination.text(model)
                )
                pair = NearDuplicate(first, nomination, because, same)
                found.setdefault((first.id, nomination.id), pair)

    pair_up(Sameness.SUBJECT, lambda n: [fold(n.text(subject))] if n.text(subject) else [])
    pair_up(Sameness.NAME, lambda n: [fold(n.text(name))] if n.text(name) else [])
    slips = len(ordered) <= _MOST_FOR_SLIPS
    pair_up(Sameness.SPELLING, lambda n: _spellings(n.text(name), slips))
    return tuple(sorted(found.values(), key=lambda pair: (pair.first.id, pair.second.id)))


def _spellings(name: str, slips: bool) -> Iterator[str]:
    """Keys that meet when two names differ by marks, spaces, order of words or one letter."""
    words = _bare(name).split()
    if not words:
        return
    yield "=" + "".join(words)
    yield "~" + " ".join(sorted(words))
    if not slips or len(words) < 2:
        return
    for index, word in enumerate(words):
        if len(word) >= _LONG_WORD and word.isalpha():
            rest = " ".join((*words[:index], "*", *words[index + 1 :]))
            yield f"{rest}|{word}"
            for left_out in range(len(word)):
                yield f"{rest}|{word[:left_out]}{word[left_out + 1 :]}"


_NOT_WORD = re.compile(r"[^a-z0-9]+")


def _bare(name: str) -> str:
    """The name in plain Latin letters: no tones, no marks, no case."""
    parts = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return _NOT_WORD.sub(" ", "".join(p for p in parts if not unicodedata.combining(p))).strip()
