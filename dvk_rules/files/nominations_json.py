"""Nominations as JSON: what programs exchange, and what a run keeps of its input.

An array of ``{"id", "unit", "rank", "facts"}``. What is written is canonical (sorted by id, keys
sorted, UTF-8), so that the order of rows in a workbook never changes a byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from dvk_rules.errors import Place, Problem
from dvk_rules.files.source import SourceFile, refuse
from dvk_rules.nominations import Nomination
from dvk_rules.pack.units import UnitRegister
from dvk_rules.pack.vocabulary import Vocabulary
from dvk_rules.values import BadValue, Value

__all__ = ["nomination_id", "nominations_json", "read_json"]

_KEYS = {"id", "unit", "rank", "facts"}
_MOST_RANK = 1_000_000


def nomination_id(unit: str, rank: int) -> str:
    """The id of the nomination a unit ranks so: ``phan-thiet/03``."""
    return f"{unit}/{rank:02d}"


def nominations_json(nominations: Iterable[Nomination]) -> bytes:
    """The canonical JSON of these nominations."""
    ordered = sorted(nominations, key=lambda nomination: nomination.id)
    data = [nomination.to_json() for nomination in ordered]
    return f"{json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2)}\n".encode()


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(key)
        found[key] = value
    return found


def read_json(
    source: SourceFile, vocabulary: Vocabulary, units: UnitRegister
) -> tuple[list[Nomination], list[Problem]]:
    """The nominations of a JSON file, with every problem of its entries.

    Raises ``InputError`` with one problem if it is not JSON or not an array of objects.
    """
    try:
        data = json.loads(
            source.data.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_object
        )
    except UnicodeDecodeError:
        raise refuse("file.not-text", source.name) from None
    except json.JSONDecodeError as error:
        raise refuse("file.not-json", source.name, line=error.lineno) from None
    except _TwiceError as error:
        raise refuse("json.key-twice", source.name, key=str(error)) from None
    except (RecursionError, ValueError):  # nested too deeply; a number of too many digits
        raise refuse("file.not-json", source.name, line=1) from None
    if not isinstance(data, list):
        raise refuse("json.not-a-list", source.name)
    reader = _EntryReader(source.name, vocabulary, units)
    nominations = [found for i, entry in enumerate(data) if (found := reader.read(i, entry))]
    return nominations, reader.problems


class _EntryReader:
    def __init__(self, file: str, vocabulary: Vocabulary, units: UnitRegister) -> None:
        self._file = file
        self._vocabulary = vocabulary
        self._units = units
        self.problems: list[Problem] = []

    def _wrong(self, path: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(code, params, Place(file=self._file, cell=path)))

    def read(self, index: int, entry: Any) -> Nomination | None:
        path = f"$[{index}]"
        if not isinstance(entry, dict):
            self._wrong(path, "json.not-an-object")
            return None
        for key in sorted(entry.keys() - _KEYS):
            self._wrong(f"{path}.{key}", "json.unknown-key", key=key, known=sorted(_KEYS))
        rank = self._rank(path, entry.get("rank"))
        unit = self._units.find(str(entry.get("unit", "")))
        if unit is None:
            self._wrong(f"{path}.unit", "row.unknown-unit", raw=entry.get("unit", ""))
        given = entry.get("id")
        if given is not None and (not isinstance(given, str) or not given.strip()):
            self._wrong(f"{path}.id", "json.bad-id")
            return None
        facts = self._facts(path, entry.get("facts", {}))
        if unit is None:
            return None
        if given is None and rank is None:
            self._wrong(f"{path}.rank", "row.no-rank")
            return None
        id_ = given if given is not None else nomination_id(unit.id, rank or 0)
        return Nomination(id_, unit.id, facts, rank, Place(file=self._file, cell=path))

    def _rank(self, path: str, rank: Any) -> int | None:
        if rank is None:
            return None
        if isinstance(rank, bool) or not isinstance(rank, int) or not 1 <= rank < _MOST_RANK:
            self._wrong(f"{path}.rank", "row.rank-not-a-number", raw=rank)
            return None
        return rank

    def _facts(self, path: str, facts: Any) -> dict[str, Value]:
        if not isinstance(facts, dict):
            self._wrong(f"{path}.facts", "json.not-an-object")
            return {}
        read: dict[str, Value] = {}
        for name, raw in facts.items():
            at = f"{path}.facts.{name}"
            if name not in self._vocabulary:
                self._wrong(at, "json.unknown-fact", fact=name)
                continue
            fact = self._vocabulary[name]
            if not fact.given or fact.role in ("unit", "rank"):
                self._wrong(at, "json.not-given", fact=name)
                continue
            try:
                value = fact.kind.parse(raw)
            except BadValue as bad:
                self._wrong(at, bad.code, **bad.params)
                continue
            if value is not None:
                read[name] = value
        return read
