"""As much of JSON Schema as the published schemas use, to hold the packs against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_SAID = frozenset(
    {"$schema", "$id", "$defs", "title", "description", "default", "examples", "properties"}
)


def mistakes(schema: dict[str, Any], value: Any) -> list[str]:
    """Where ``value`` does not fit ``schema``."""
    return list(_mistakes(schema, schema, value, "$"))


def _mistakes(root: dict[str, Any], schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    for word, asked in schema.items():
        if word in _SAID or (word == "required" and not isinstance(value, dict)):
            continue
        yield from _check(root, schema, word, asked, value, at)
    if isinstance(value, dict):
        for key, inner in schema.get("properties", {}).items():
            if key in value:
                yield from _mistakes(root, inner, value[key], f"{at}.{key}")


def _check(
    root: dict[str, Any], schema: dict[str, Any], word: str, asked: Any, value: Any, at: str
) -> Iterator[str]:
    match word:
        case "$ref":
            yield from _mistakes(root, root["$defs"][asked.rsplit("/", 1)[1]], value, at)
        case "anyOf" | "oneOf":
            fitting = sum(not list(_mistakes(root, option, value, at)) for option in asked)
            if not fitting or (word == "oneOf" and fitting > 1):
                yield f"{at}: {fitting} of {word}"
        case "type":
            names = asked if isinstance(asked, list) else [asked]
            fits = any(
                isinstance(value, _TYPES[name])
                and not (isinstance(value, bool) and name in ("integer", "number"))
                for name in names
            )
            if not fits:
                yield f"{at}: not {names}"
        case "enum" | "const":
            asked = [asked] if word == "const" else asked
            if not any(type(item) is type(value) and item == value for item in asked):
                yield f"{at}: not one of {asked}"
        case "required":
            yield from (f"{at}: no {key}" for key in asked if key not in value)
        case "pattern":
            if isinstance(value, str) and not re.search(asked, value):
                yield f"{at}: not like {asked}"
        case "items":
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from _mistakes(root, asked, item, f"{at}[{index}]")
        case "minItems" | "minProperties":
            if isinstance(value, (list, dict)) and len(value) < asked:
                yield f"{at}: too few"
        case "maxItems":
            if isinstance(value, list) and len(value) > asked:
                yield f"{at}: too many"
        case "minimum" | "maximum":
            if isinstance(value, int) and (value < asked if word == "minimum" else value > asked):
                yield f"{at}: out of range"
        case "propertyNames":
            for key in value if isinstance(value, dict) else ():
                yield from _mistakes(root, asked, key, f"{at}.{key}")
        case "additionalProperties" | "patternProperties":
            yield from _others(root, schema, word, asked, value, at)
        case _:
            raise AssertionError(f"the tests do not know {word}")


def _others(
    root: dict[str, Any], schema: dict[str, Any], word: str, asked: Any, value: Any, at: str
) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    patterns: dict[str, Any] = schema.get("patternProperties", {})
    for key, item in value.items():
        matched = [inner for pattern, inner in patterns.items() if re.search(pattern, key)]
        if word == "patternProperties":
            for inner in matched:
                yield from _mistakes(root, inner, item, f"{at}.{key}")
        elif key not in schema.get("properties", {}) and not matched:
            if asked is False:
                yield f"{at}: unknown key {key}"
            elif asked is not True:
                yield from _mistakes(root, asked, item, f"{at}.{key}")
