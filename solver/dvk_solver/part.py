"""What every model of this package is: frozen, of a fixed shape, and refusing another in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dvk_solver.errors import Inconsistency, ProblemError

__all__ = ["Part", "as_json", "refused"]

#: What to write instead, by pydantic's name of what is wrong: the same words for data and for JSON.
_WORDS = {
    "missing": "this is missing: add it",
    "extra_forbidden": "there is no such field: remove it",
    "unexpected_keyword_argument": "there is no such field: remove it",
    "missing_argument": "this is missing: add it",
    "missing_keyword_only_argument": "this is missing: add it",
    "string_type": "write text",
    "string_sub_type": "write text",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "bool_type": "write true or false",
    "tuple_type": "write a list",
    "list_type": "write a list",
    "dict_type": "write an object of names and values",
    "mapping_type": "write an object of names and values",
    "model_type": "write an object of names and values",
    "model_attributes_type": "write an object of names and values",
    "dataclass_type": "write an object of names and values",
    "literal_error": "write {expected}",
    "json_invalid": "this is not JSON ({error}): check the file",
    "json_type": "this is not JSON text: give text or bytes",
    "value_error": "{error}",
}
#: Steps of pydantic's location that name a branch of a union, not a place in the data.
_BRANCHES = ("union[", "tuple[", "function-")
_SCALARS = {"bool", "int", "str"}


class Part(BaseModel):
    """A frozen model; an argument that does not fit raises `ProblemError`, as reading it does."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __init__(self, /, **data: Any) -> None:
        try:
            self.__pydantic_validator__.validate_python(data, self_instance=self)
        except ValidationError as error:
            raise refused(error) from None

    # Pydantic then builds parts of a part itself, without a call of this for each: the paths in its
    # errors start at the outermost part, and reading 100,000 candidates costs what it did.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined] # pyright: ignore[reportFunctionMemberAccess]


def refused(error: ValidationError) -> ProblemError:
    """Everything that pydantic says of a shape, by JSON path, in this package's words."""
    items = error.errors(include_url=False)
    scalars = {item["loc"] for item in items if item["type"] == "bool_type"}
    said: dict[str, dict[str, str]] = {}  # the branches of a union are alternatives at one place
    for item in items:
        place = item["loc"]
        # `merit.int` is a place; `int` beside a `bool` that should be one is a branch.
        if place and place[-1] in _SCALARS and (*place[:-1], "bool") in scalars:
            place = place[:-1]
        path = "$" + "".join(_steps(place))
        said.setdefault(path, {}).setdefault(_sentence(item), item["type"])
    return ProblemError(
        Inconsistency(path, "shape", " or ".join(texts), {"kind": next(iter(texts.values()))})
        for path, texts in said.items()
    )


def _steps(place: tuple[int | str, ...]) -> Iterator[str]:
    for step in place:
        if isinstance(step, int):
            yield f"[{step}]"
        elif not step.startswith(_BRANCHES):
            yield f".{step}"


def _sentence(item: Mapping[str, Any]) -> str:
    words = _WORDS.get(item["type"])
    if words is not None:
        return words.format_map({"expected": "", "error": "", **item.get("ctx", {})})
    text = str(item["msg"])
    # An abbreviation stays as it is.
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def as_json(data: object) -> str:
    """The data as JSON text; raises `ProblemError` when it is none."""
    try:
        return json.dumps(data)
    except (TypeError, ValueError, RecursionError):
        text = "this is no JSON data: give texts, whole numbers, lists and objects of them only"
        raise ProblemError([Inconsistency("$", "shape", text)]) from None
