"""Packs from their files: read, validated shape by shape, then resolved into meaning."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from dvk_rules.errors import PackError, Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.resolve import resolve
from dvk_rules.pack.shape import shape_problems
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


@dataclass(frozen=True)
class PackFiles:
    """The files of one pack: their YAML and, where the shape is right, their entries."""

    name: str
    documents: dict[str, Document]
    entries: dict[str, BaseModel]
    problems: tuple[Problem, ...]

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
    folder = FilePath(pack)
    if not (folder / "pack.yaml").is_file():
        raise PackError([Problem("pack.none", {"pack": str(pack), "known": available_packs()})])
    return _load(folder, folder.parent)


@lru_cache(maxsize=16)
def _shipped(name: str) -> Pack:
    return _load(rulebook() / name, rulebook())


def _load(folder: Traversable, siblings: Traversable) -> Pack:
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
            params = {"pack": head.extends, "known": available_packs()}
            problems.append(Problem("pack.none", params, where))
            break
        chain.insert(0, _read(parent))
        folders.insert(0, parent)
        problems.extend(chain[0].problems)
    digest = hashlib.sha256(b"\0".join(item.canonical() for item in chain)).hexdigest()
    if any(item.head is None for item in chain):
        raise PackError(sorted(problems, key=_order))
    pack = resolve([(i.name, i.documents, i.entries) for i in chain], digest, problems)
    if problems or pack is None:
        raise PackError(sorted(set_aside_repeats(problems), key=_order))
    return replace(pack, folders=tuple(folders))


def set_aside_repeats(problems: list[Problem]) -> list[Problem]:
    """The problems, each once."""
    seen: set[tuple[str, str, Place | None]] = set()
    kept: list[Problem] = []
    for problem in problems:
        key = (problem.code, repr(sorted(problem.params.items())), problem.where)
        if key not in seen:
            seen.add(key)
            kept.append(problem)
    return kept


def _order(problem: Problem) -> tuple[str, int, int]:
    where = problem.where or Place()
    return (where.file, where.line, where.column)


def _read(folder: Traversable) -> PackFiles:
    documents: dict[str, Document] = {}
    entries: dict[str, BaseModel] = {}
    problems: list[Problem] = []
    for name, source in _sources(folder):
        try:
            text = source.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem("pack.encoding", {}, Place(file=f"{folder.name}/{name}")))
            continue
        document = read_yaml(text, f"{folder.name}/{name}")
        documents[name] = document
        problems.extend(document.problems)
        if not isinstance(document.data, dict):
            if not document.problems:
                problems.append(Problem("yaml.not-a-mapping", {}, document.place(())))
            continue
        model = _MODELS.get(name, RulesFile)
        try:
            entries[name] = model.model_validate(document.data)
        except ValidationError as error:
            problems.extend(shape_problems(error, document, model))
    for required in ("pack.yaml",):
        if required not in documents:
            problems.append(Problem("pack.no-file", {"file": required}, Place(file=folder.name)))
    return PackFiles(folder.name, documents, entries, tuple(problems))


def _sources(folder: Traversable) -> list[tuple[str, Traversable]]:
    sources: list[tuple[str, Traversable]] = [
        (name, folder / name) for name in _MODELS if (folder / name).is_file()
    ]
    rules: Any = folder / "rules"
    if rules.is_dir():
        for item in sorted(rules.iterdir(), key=lambda entry: entry.name):
            if item.name.endswith((".yaml", ".yml")):
                sources.append((f"rules/{item.name}", item))
    return sources
