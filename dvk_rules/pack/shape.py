"""What is wrong with the shape of a file, in words: unknown keys, missing keys, wrong kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from dvk_rules.errors import Problem
from dvk_rules.pack.read_conditions import nearest
from dvk_rules.pack.yaml_source import Document, Path

__all__ = ["headings", "shape_problems"]

_KINDS = {
    "string_type": "text",
    "bool_type": "truth",
    "bool_parsing": "truth",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
}


def shape_problems(
    error: ValidationError, document: Document, model: type[BaseModel]
) -> Iterator[Problem]:
    """The problems of ``error``, each at its place under its heading."""
    for item in error.errors(include_url=False, include_context=True):
        # pydantic names a bad key of a mapping "[key]" after the key itself
        path: Path = tuple(part for part in item["loc"] if part != "[key]")
        where = document.place(path, headings(document, path))
        name = str(path[-1]) if path else ""
        kind = item["type"]
        context: dict[str, Any] = item.get("ctx", {})
        match kind:
            case "extra_forbidden":
                meant = nearest(name, known_keys(model))
                code = "shape.unknown-key-meant" if meant else "shape.unknown-key"
                yield Problem(code, {"key": name, "meant": meant}, where)
            case "missing":
                yield Problem("shape.missing", {"key": name}, where)
            case "literal_error":
                params = {"key": name, "raw": item["input"], "choices": context["expected"]}
                yield Problem("shape.choice", params, where)
            case "string_pattern_mismatch":
                yield Problem("shape.id", {"raw": item["input"]}, where)
            case _ if kind in _KINDS:
                yield Problem(f"shape.{_KINDS[kind]}", {"key": name}, where)
            case _:
                yield Problem("shape.other", {"key": name, "detail": item["msg"]}, where)


def headings(document: Document, path: Path) -> tuple[str, ...]:
    """The chain of headings above ``path``: the section and the rule, or the entry's name."""
    chain: list[str] = []
    node: Any = document.data
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
        title = _title(node)
        if title:
            chain.append(title)
    return tuple(chain)


def _title(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    entry = cast(dict[str, Any], node)
    for key in ("heading", "title"):
        words: Any = entry.get(key)
        if isinstance(words, dict) and "vi" in words:
            return str(cast(dict[str, Any], words)["vi"])
    return ""


@cache
def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Every key that can stand somewhere in a file of this model."""
    schema = model.model_json_schema(by_alias=True)
    keys: set[str] = set(schema.get("properties", {}))
    for entry in schema.get("$defs", {}).values():
        keys |= set(entry.get("properties", {}))
    return tuple(sorted(keys))
