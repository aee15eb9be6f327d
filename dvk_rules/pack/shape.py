"""The shape of a file: what is wrong with it in words, and as much of it as can still be used.

A mistake in one entry must not hide the mistakes in the others, nor make everything that names
the entry look wrong. So entries that are out of shape are set aside, and the rest is read on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError

from dvk_rules.errors import Place, Problem
from dvk_rules.messages import LANGUAGES
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.yaml_source import Document, Path

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Salvage", "salvage", "shape_problems"]

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
_WRITTEN_AS = {
    "SurfaceText": "shape.words",
    "SourceEntry": "shape.source",
    "ChoiceEntry": "shape.choice-words",
}
_WHOLE_ENTRIES = {"FactsFile": 2, "ParametersFile": 2, "UnitsFile": 2, "CasesFile": 2}
_SHAPES = {
    "text": {"vi": "chữ", "en": "text"},
    "truth": {"vi": "true hoặc false", "en": "true or false"},
    "whole": {"vi": "số nguyên", "en": "a whole number"},
    "list": {"vi": "danh sách", "en": "a list"},
    "mapping": {"vi": "các khóa viết thụt vào", "en": "keys, indented"},
}
_OR = {"vi": " hoặc ", "en": " or "}
_FEW_KEYS = 6
_ROUNDS = 12


@dataclass(frozen=True)
class Salvage:
    """What could be read of a file.

    ``entry`` is the model without the entries set aside (``None``: nothing could be used),
    ``document`` the data and places that go with it. ``dented`` are the lines of entries from
    which a key was taken, so that what follows from its absence is not held against them.
    """

    entry: BaseModel | None
    document: Document
    problems: tuple[Problem, ...]
    dented: frozenset[int] = frozenset()


def salvage(
    document: Document, model: type[BaseModel], stand_ins: Mapping[str, Any] | None = None
) -> Salvage:
    """Reads ``document`` as ``model``, setting aside what is out of shape.

    ``stand_ins`` are values for keys of the top that are missing or wrong.
    """
    problems: tuple[Problem, ...] | None = None
    dented: set[int] = set()
    whole = _WHOLE_ENTRIES.get(model.__name__, 0)
    for _ in range(_ROUNDS):
        try:
            entry = model.model_validate(document.data)
        except ValidationError as error:
            if problems is None:
                problems = tuple(shape_problems(error, document, model))
            gone, missing = _set_aside(error, whole, document.data)
            filled = {key: value for key, value in (stand_ins or {}).items() if key in missing}
            if () in gone and not filled:
                break
            inner = (path[:length] for path in gone for length in range(1, len(path)))
            dented |= {document.places[path][0] for path in inner}
            document = _without(document, gone - {()}, filled)
        else:
            return Salvage(entry, document, problems or (), frozenset(dented))
    return Salvage(None, document, problems or ())


def _set_aside(error: ValidationError, whole: int, data: Any) -> tuple[set[Path], set[str]]:
    """The paths to drop so that the rest may pass, and the keys of the top that are missing.

    What is wrong below an entry, ``whole`` steps from the top, costs the entry.
    """
    gone: set[Path] = set()
    missing: set[str] = set()
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        path, _ = _path(item, data)
        row = len(path) > 1 and path[-1] == "when" and isinstance(path[-2], int)
        if item["type"] == "missing" or row:
            if len(path) == 1:
                missing.add(str(path[0]))
            path = path[:-1]
        if whole and len(path) > whole and item["type"] != "extra_forbidden":
            path = path[:whole]
        gone.add(path)
    return gone, missing


def _without(document: Document, gone: set[Path], filled: Mapping[str, Any]) -> Document:
    """The document without what stands at ``gone``; entries of lists move up, places with them."""
    places: dict[Path, tuple[int, int]] = {}

    def copy(node: Any, old: Path, new: Path) -> Any:
        if old in document.places:
            places[new] = document.places[old]
        if isinstance(node, dict):
            items = cast(dict[str, Any], node).items()
            return {
                key: copy(value, (*old, key), (*new, key))
                for key, value in items
                if (*old, key) not in gone
            }
        if isinstance(node, list):
            values = enumerate(cast(list[Any], node))
            kept = [(index, value) for index, value in values if (*old, index) not in gone]
            return [
                copy(value, (*old, index), (*new, place))
                for place, (index, value) in enumerate(kept)
            ]
        return node

    data = copy(document.data, (), ())
    return Document(document.file, {**filled, **data} if filled else data, places)


def _path(item: ErrorDetails, data: Any) -> tuple[Path, Path | None]:
    """Where in ``data`` something is wrong, and the node with a choice of shapes above it, if any.

    pydantic names each shape it tried, which is no part of the file; and it names a bad key of a
    mapping "[key]" after the key itself.
    """
    path: Path = ()
    choice: Path | None = None
    node = data
    for part in item["loc"]:
        if isinstance(node, dict) and part in node:
            node = cast(dict[Any, Any], node)[part]
        elif isinstance(node, list) and isinstance(part, int):
            node = cast(list[Any], node)[part]
        elif item["type"] == "missing" and part == item["loc"][-1]:
            node = None
        else:
            choice = path if part != "[key]" else choice
            continue
        path = (*path, part)
    return path, choice


def shape_problems(
    error: ValidationError, document: Document, model: type[BaseModel], base: Path = ()
) -> Iterator[Problem]:
    """The problems of ``error``, each at its place under its heading.

    ``base`` is where in the document the model was looked for.
    """
    data = document.data
    for part in base:
        data = data[part]
    found = [(item, *_path(item, data)) for item in error.errors(include_url=False)]
    deeper = {choice for _, path, choice in found if choice is not None and path != choice}
    told: set[Path] = set()
    for item, path, choice in found:
        where = document.place((*base, *path))
        if choice is None or path != choice:
            yield _problem(item, path, model, where)
        elif choice not in deeper and choice not in told:
            # None of the shapes that may stand here fits; where one nearly does, that is enough.
            told.add(choice)
            shapes = [_KINDS.get(other["type"]) for other, _, at in found if at == choice]
            words = [_SHAPES[shape] for shape in dict.fromkeys(shapes) if shape is not None]
            if len(words) < len(set(shapes)) or not words:
                yield _problem(item, path, model, where)
            else:
                kinds = {lang: _OR[lang].join(word[lang] for word in words) for lang in LANGUAGES}
                yield Problem("shape.either", {"key": _name(path), "kinds": kinds}, where)


def _problem(item: ErrorDetails, path: Path, model: type[BaseModel], where: Place) -> Problem:
    name, kind = _name(path), item["type"]
    context: dict[str, Any] = item.get("ctx", {})
    match kind:
        case "extra_forbidden":
            code, params = _unknown_key(model, path, item["input"])
            return Problem(code, params, where)
        case "missing":
            return Problem("shape.missing", {"key": name}, where)
        case "literal_error" if item["input"] is None:
            return Problem("shape.empty", {"key": name}, where)
        case "literal_error":
            choices = re.findall(r"'([^']*)'", context["expected"])
            params = {"key": name, "raw": item["input"], "choices": choices}
            return Problem("shape.choice", params, where)
        case "string_pattern_mismatch":
            wanted = "shape.id" if "_.-" in context["pattern"] else "shape.name"
            return Problem(wanted, {"raw": item["input"]}, where)
        case "greater_than_equal":
            return Problem("shape.least", {"key": name, "bound": context["ge"]}, where)
        case "less_than_equal":
            return Problem("shape.most", {"key": name, "bound": context["le"]}, where)
        case _ if context.get("class_name") in _WRITTEN_AS:
            return Problem(_WRITTEN_AS[context["class_name"]], {"key": name}, where)
        case _ if item["input"] is None:
            return Problem("shape.empty", {"key": name}, where)
        case _ if kind in _KINDS:
            return Problem(f"shape.{_KINDS[kind]}", {"key": name}, where)
        case _:
            return Problem("shape.other", {"key": name, "detail": item["msg"]}, where)


def _name(path: Path) -> Any:
    """The name of what stands at ``path``: its key, or its number in a list."""
    if not path:
        return ""
    last = path[-1]
    return {"vi": f"mục {last + 1}", "en": f"entry {last + 1}"} if isinstance(last, int) else last


def _unknown_key(model: type[BaseModel], path: Path, found: Any) -> tuple[str, dict[str, Any]]:
    name = str(path[-1])
    known = _keys_at(model, path[:-1])
    if found is None and set(known) <= {"vi", "en", "also"}:
        return "shape.comma", {"key": name}
    meant = nearest(name, known)
    if meant:
        return "shape.unknown-key-meant", {"key": name, "meant": meant}
    code = "shape.unknown-key-known" if len(known) <= _FEW_KEYS else "shape.unknown-key"
    return code, {"key": name, "known": known}


def _keys_at(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may stand at ``path`` in a file of this model."""
    schema = _schema(model)
    definitions: dict[str, Any] = schema.get("$defs", {})

    def followed(node: dict[str, Any]) -> dict[str, Any]:
        options = [followed(item) for item in node.get("anyOf", []) if item.get("type") != "null"]
        if options:  # where an entry may stand, it is about the entry's keys
            return next((item for item in options if "properties" in item), options[0])
        if "$ref" in node:
            return followed(definitions[node["$ref"].rsplit("/", 1)[1]])
        return node

    node = followed(schema)
    for part in path:
        if isinstance(part, int):
            node = followed(node.get("items", {}))
        elif part in node.get("properties", {}):
            node = followed(node["properties"][part])
        else:
            inner = node.get("additionalProperties") or next(
                iter(node.get("patternProperties", {}).values()), {}
            )
            node = followed(inner if isinstance(inner, dict) else {})
    return tuple(node.get("properties", {}))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)
