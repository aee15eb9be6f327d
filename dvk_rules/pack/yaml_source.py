"""YAML as a person reads it: every node with its place, no surprises from YAML 1.1 (D3.3).

Plain ``true``/``false`` are truths, plain whole numbers are integers, ``null`` and an empty value
are nothing; everything else (``no``, ``off``, ``0_1``, ``1:30``, ``2020-11-30``, ``80%``) is the
text that stands there, and the type of the fact decides what it means. Anchors, aliases, tags and
duplicate keys are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dvk_rules.errors import Place, Problem
from dvk_rules.text import nfc

__all__ = ["Document", "Path", "read_yaml"]

type Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9]\d*)")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Document:
    """The plain data of a YAML text and the place of every node in it."""

    file: str
    data: Any
    places: dict[Path, tuple[int, int]]
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path, heading: tuple[str, ...] = ()) -> Place:
        """The place of ``path`` or of the nearest node above it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                line, column = self.places[path[:length]]
                return Place(file=self.file, line=line, column=column, heading=heading)
        return Place(file=self.file, heading=heading)


def read_yaml(text: str, file: str) -> Document:
    """Reads ``text``; what is wrong with it is in ``problems``, all of it where YAML allows."""
    places: dict[Path, tuple[int, int]] = {}
    problems: list[Problem] = []
    try:
        root = yaml.compose(nfc(text), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        where = Place(file=file, line=line, column=column)
        detail = " ".join(part for part in (error.context, error.problem) if part)
        return Document(file, None, places, (Problem("yaml.syntax", {"detail": detail}, where),))
    except (yaml.YAMLError, RecursionError) as error:
        problem = Problem("yaml.syntax", {"detail": str(error).split("\n")[0]}, Place(file=file))
        return Document(file, None, places, (problem,))

    def place_of(node: Node) -> Place:
        mark = node.start_mark
        return Place(file=file, line=mark.line + 1, column=mark.column + 1)

    seen: set[int] = set()

    def plain(node: Node, path: Path) -> Any:
        mark = node.start_mark
        places.setdefault(path, (mark.line + 1, mark.column + 1))
        if id(node) in seen:
            problems.append(Problem("yaml.alias", {}, place_of(node)))
            return None
        if not isinstance(node, ScalarNode):
            seen.add(id(node))
        if isinstance(node, SequenceNode):
            return [plain(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return mapping(node, path)
        return scalar(cast(ScalarNode, node).style, str(node.value))

    def mapping(node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                problems.append(Problem("yaml.key", {}, place_of(key_node)))
                continue
            key = str(key_node.value)
            if key in data:
                first = places[(*path, key)][0]
                problems.append(
                    Problem("yaml.duplicate", {"key": key, "line": first}, place_of(key_node))
                )
                continue
            places[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            data[key] = plain(value_node, (*path, key))
        return data

    def scalar(style: str | None, text: str) -> Any:
        if style:  # quoted, so it is text
            return text
        if text in _WORDS:
            return _WORDS[text]
        return int(text) if _WHOLE.fullmatch(text) and len(text) <= 30 else text

    data = plain(root, ()) if root is not None else None
    return Document(file, data, places, tuple(problems))
