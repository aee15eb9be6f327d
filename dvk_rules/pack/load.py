"""Packs from their files: read, validated shape by shape, then resolved into meaning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel

from dvk_rules.errors import PackError, Place, Problem
from dvk_rules.given import path_given
from dvk_rules.pack.consequences import ALL_KINDS, Lost, declared, own_mistakes
from dvk_rules.pack.consistency import whole_pack_problems
from dvk_rules.pack.model import Pack
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.resolve import resolve
from dvk_rules.pack.shape import salvage
from dvk_rules.pack.surface import (
    CasesFile,
    FactsFile,
    PackFile,
    ParametersFile,
    RulesFile,
    UnitsFile,
)
from dvk_rules.pack.yaml_source import Document, read_yaml

__all__ = ["PackFiles", "available_packs", "load_pack", "rulebook"]

_MODELS: dict[str, type[BaseModel]] = {
    "pack.yaml": PackFile,
    "facts.yaml": FactsFile,
    "parameters.yaml": ParametersFile,
    "units.yaml": UnitsFile,
    "cases.yaml": CasesFile,
}
_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack: their YAML and, where the shape is right, their entries."""

    name: str
    documents: dict[str, Document]
    entries: dict[str, BaseModel]
    problems: tuple[Problem, ...]
    lost: Lost

    @property
    def head(self) -> PackFile | None:
        """``pack.yaml``, if it could be read."""
        head = self.entries.get("pack.yaml")
        return head if isinstance(head, PackFile) else None

    def canonical(self) -> bytes:
        """The content without comments, order of keys or layout: what is hashed."""
        data = {name: document.data for name, document in sorted(self.documents.items())}
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def rulebook() -> Traversable:
    """The folder of the packs that are shipped."""
    return files("dvk_rulebook")


def available_packs() -> tuple[str, ...]:
    """The ids of the packs that are shipped, sorted."""
    return tuple(
        sorted(item.name for item in rulebook().iterdir() if (item / "pack.yaml").is_file())
    )


def load_pack(pack: str | FilePath) -> Pack:
    """The pack with this id, or in this folder, with the packs it extends.

    Raises ``PackError`` with every problem of every file of it.
    """
    if isinstance(pack, str) and pack in available_packs():
        return _shipped(pack)
    folder = path_given(pack, PackError)
    if folder.is_dir():
        return _load(folder.resolve(), folder.resolve().parent)
    raise PackError([_no_pack(str(pack))])


def _no_pack(name: str, where: Place | None = None) -> Problem:
    known = available_packs()
    meant = nearest(name, known)
    code = "pack.none-meant" if meant else "pack.none"
    return Problem(code, {"pack": name, "known": known, "meant": meant}, where)


@lru_cache(maxsize=16)
def _shipped(name: str) -> Pack:
    return _load(rulebook() / name, rulebook())


def _load(folder: Traversable, siblings: Traversable) -> Pack:
    chain, folders, problems = _chain(folder, siblings)
    if any(item.head is None for item in chain):
        raise PackError(sorted(problems, key=_order))
    digest = hashlib.sha256(b"\0".join(item.canonical() for item in chain)).hexdigest()
    pack = resolve([(i.name, i.documents, i.entries) for i in chain], digest, problems)
    lost = Lost()
    for item in chain:
        lost.add(item.lost)
    problems.extend(whole_pack_problems(pack, [item.documents for item in chain]))
    for code, kind in _FOLLOWS_FROM.items():
        if any(problem.code == code and not lost.explains(problem) for problem in problems):
            problems = [
                item
                for item in problems
                if item.code == code or not Lost(kinds={kind}).explains(item)
            ]
    if problems:
        raise PackError(sorted(own_mistakes(problems, lost), key=_order))
    return replace(pack, folders=tuple(folders))


_FOLLOWS_FROM = {"pack.no-tiers": "tier", "pack.no-facts": "fact", "pack.no-rules": "rule"}


def _chain(
    folder: Traversable, siblings: Traversable
) -> tuple[list[PackFiles], list[Traversable], list[Problem]]:
    """The files of the pack and of those it extends, the outermost first."""
    chain: list[PackFiles] = [_read(folder)]
    folders: list[Traversable] = [folder]
    problems: list[Problem] = list(chain[0].problems)
    while (head := chain[0].head) is not None and head.extends is not None:
        parent = siblings / head.extends
        if not (parent / "pack.yaml").is_file():
            parent = rulebook() / head.extends
        where = chain[0].documents["pack.yaml"].place(("extends",))
        if head.extends in [item.name for item in chain]:
            problems.append(Problem("pack.extends-itself", {"pack": head.extends}, where))
            break
        if not (parent / "pack.yaml").is_file():
            problems.append(_no_pack(head.extends, where))
            # what the missing pack declares cannot be known
            chain[0].lost.kinds |= ALL_KINDS
            break
        chain.insert(0, _read(parent))
        folders.insert(0, parent)
        problems.extend(chain[0].problems)
    return chain, folders, problems


def _order(problem: Problem) -> tuple[str, int, int]:
    where = problem.where or Place()
    return (where.file, where.line, where.column)


def _read(folder: Traversable) -> PackFiles:
    documents: dict[str, Document] = {}
    entries: dict[str, BaseModel] = {}
    problems: list[Problem] = list(_strangers(folder))
    lost = Lost()
    for name, source in _sources(folder):
        try:
            text = source.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem("pack.encoding", {}, Place(file=f"{folder.name}/{name}")))
            lost.kinds |= set(declared(name, None))
            continue
        document = read_yaml(text, f"{folder.name}/{name}")
        problems.extend(document.problems)
        if not isinstance(document.data, dict):
            if not document.problems:
                code = "yaml.empty" if document.data is None else "yaml.not-a-mapping"
                problems.append(Problem(code, {}, document.place(())))
            lost.kinds |= set(declared(name, None))
            continue
        stand_ins: dict[str, Any] = {}
        if name == "pack.yaml":
            stand_ins = {"pack": folder.name, "version": "?", "title": {"vi": folder.name}}
        found = salvage(document, _MODELS.get(name, RulesFile), stand_ins)
        problems.extend(found.problems)
        documents[name] = found.document
        if found.entry is not None:
            entries[name] = found.entry
        lost.add(_lost(name, document, found.document if found.entry else None, found.dented))
    if "pack.yaml" not in documents and not problems:
        where = Place(file=folder.name)
        problems.append(Problem("pack.no-file", {"file": "pack.yaml"}, where))
    return PackFiles(folder.name, documents, entries, tuple(problems), lost)


def _lost(name: str, before: Document, after: Document | None, dented: frozenset[int]) -> Lost:
    """What ``before`` declares and ``after`` no longer does."""
    kept = declared(name, after.data if after else None)
    names = {kind: found - kept[kind] for kind, found in declared(name, before.data).items()}
    kinds: set[str] = set() if after else set(kept)
    if after and len(before.data.get("sections") or ()) > len(after.data.get("sections") or ()):
        kinds = set(kept)
    set_aside = set(before.data) - set(after.data if after else ())
    if name == "pack.yaml" and any(
        "extends" in (key, *nearest(key, ["extends"])) for key in set_aside
    ):
        kinds = set(ALL_KINDS)  # what the extended pack declares cannot be known
    return Lost(names, kinds, {(before.file, line) for line in dented})


def _strangers(folder: Traversable) -> Iterator[Problem]:
    """What looks like a part of the pack and that no one would read: its name is none of those.

    An editor adds ``.txt``, a capital creeps in, a rule lands in a folder of its own. Documents
    that somebody keeps beside the rules are left alone.
    """
    known = [*_MODELS, "rules/*.yaml"]

    def stray(item: Traversable, name: str) -> Problem:
        params = {"file": item.name, "known": known}
        return Problem("pack.stray-file", params, Place(file=f"{folder.name}/{name}"))

    for item in _sorted(folder):
        if item.name == "rules" and item.is_dir():
            for inner in _sorted(item):
                fits = inner.is_file() and inner.name.endswith(_ENDINGS)
                if not fits and _holds_rules(inner, plain=True):
                    yield stray(inner, f"rules/{inner.name}")
        elif not (item.name in _MODELS and item.is_file()):
            named = item.name in _MODELS or item.name == "rules"
            if named or _holds_rules(item, plain=False):
                yield stray(item, item.name)


def _holds_rules(item: Traversable, *, plain: bool) -> bool:
    """Whether a file, or one in a folder, is YAML by its name; ``plain``: or a plain text."""
    if item.name.startswith((".", "__", "~$")):
        return False
    if item.is_dir():
        return any(_holds_rules(inner, plain=plain) for inner in item.iterdir())
    name = item.name.casefold()
    ends_plainly = name.endswith(".txt") or "." not in name
    return any(ending in name for ending in _ENDINGS) or (plain and ends_plainly)


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _sources(folder: Traversable) -> list[tuple[str, Traversable]]:
    sources: list[tuple[str, Traversable]] = [
        (name, folder / name) for name in _MODELS if (folder / name).is_file()
    ]
    rules: Any = folder / "rules"
    if rules.is_dir():
        for item in _sorted(rules):
            if item.is_file() and item.name.endswith(_ENDINGS):
                sources.append((f"rules/{item.name}", item))
    return sources
