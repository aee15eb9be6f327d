"""YAML as a person reads it: every node with its place, no surprises from YAML 1.1 (D3.3).

Plain ``true``/``false`` are truths, plain whole numbers are integers, ``null`` and an empty value
are nothing; everything else (``no``, ``off``, ``0_1``, ``1:30``, ``2020-11-30``, ``80%``) is the
text that stands there, and the type of the fact decides what it means. Anchors, aliases, tags,
duplicate keys and absurd depth are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dvk_rules.errors import Place, Problem
from dvk_rules.pack.yaml_mistakes import syntax_problem
from dvk_rules.text import nfc

__all__ = ["MOST_DEPTH", "Document", "Path", "read_yaml"]

type Path = tuple[str | int, ...]

MOST_DEPTH: Final = 48
"""Far deeper than any condition a person can follow, far from the limits of the interpreter."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9]\d*)")
_LONGEST_WHOLE = 30
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CURLY = str.maketrans({"“": '"', "”": '"'})
_UNSEEN = str.maketrans({"\u00a0": " ", "\u200b": "", "\u2060": ""})


@dataclass(frozen=True)
class Document:
    """The plain data of a YAML text and the place of every node in it."""

    file: str
    data: Any
    places: dict[Path, tuple[int, int]]
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path, heading: tuple[str, ...] | None = None) -> Place:
        """The place of ``path`` or of the nearest node above it, under its headings."""
        if heading is None:
            heading = self.headings(path)
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                line, column = self.places[path[:length]]
                return Place(file=self.file, line=line, column=column, heading=heading)
        return Place(file=self.file, heading=heading)

    def headings(self, path: Path) -> tuple[str, ...]:
        """The chain of headings above ``path``: the section and the rule, or the entry's name."""
        chain: list[str] = []
        node: Any = self.data
        for part in path:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                break
            if title := _title(node):
                chain.append(title)
        return tuple(chain)


def _title(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    entry = cast(dict[str, Any], node)
    for key in ("heading", "title", "label", "name"):
        words: Any = entry.get(key)
        if isinstance(words, dict) and cast(dict[str, Any], words).get("vi"):
            return str(cast(dict[str, Any], words)["vi"])
    return ""


def read_yaml(text: str, file: str) -> Document:
    """Reads ``text``; what is wrong with it is in ``problems``, all of it where YAML allows."""
    text = nfc(text).translate(_UNSEEN)
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        where = Place(file=file, line=line)
        return Document(file, None, {}, (Problem("yaml.control", {}, where),))
    reader = _Reader(text)
    try:
        for event in _events(text):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        problem = syntax_problem(error, text, file)
        return Document(file, None, {}, (problem,))
    except _TooDeep as deep:
        where = Place(file=file, line=deep.line)
        return Document(file, None, {}, (Problem("yaml.deep", {"most": MOST_DEPTH}, where),))
    bare = Document(file, reader.root, reader.places)
    problems = tuple(
        Problem(code, params, Place(file, line, column, heading=bare.headings(path)))
        for code, params, line, column, path in reader.mistakes
    )
    whole = reader.documents < 2  # of a text in two parts nobody can say what it means
    return Document(file, reader.root if whole else None, reader.places, problems)


def _events(text: str) -> Iterator[Event]:
    return cast(Iterator[Event], yaml.parse(text, Loader=_LOADER))


class _TooDeep(Exception):  # noqa: N818 - it is caught in this module
    """The text nests deeper than anything a person would write."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


_NO_KEY = object()


@dataclass
class _Frame:
    """A list or mapping that is being read; ``key`` is the key whose value comes next."""

    path: Path
    items: list[Any] | dict[str, Any]
    key: Any = _NO_KEY
    skipped: bool = False


@dataclass
class _Reader:
    """Builds the data from the parser's events, without recursion."""

    text: str
    root: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    mistakes: list[tuple[str, dict[str, Any], int, int, Path]] = field(
        default_factory=list[tuple[str, dict[str, Any], int, int, Path]]
    )
    stack: list[_Frame] = field(default_factory=list[_Frame])
    documents: int = 0
    skipping: int = 0
    plain: int | None = None  # where the plain value before begins, if it is what was read last

    def take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self.mistake("yaml.documents", event, ())
            case _ if self.documents != 1:
                pass
            case MappingEndEvent() | SequenceEndEvent():
                self.plain = None
                if self.skipping:
                    self.skipping -= 1
                else:
                    self.stack.pop()
            case NodeEvent():
                if self.skipping:
                    self.skipping += isinstance(event, (MappingStartEvent, SequenceStartEvent))
                else:
                    self.node(event)
            case _:
                pass

    def mistake(self, code: str, event: Event, path: Path, **params: Any) -> None:
        mark: Any = event.start_mark
        self.mistakes.append((code, params, mark.line + 1, mark.column + 1, path))

    def node(self, event: NodeEvent) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.items, dict) and frame.key is _NO_KEY:
            self.key(event, frame, frame.items)
            return
        if frame is None:
            path: Path = ()
        elif isinstance(frame.items, list):
            path = (*frame.path, len(frame.items))
        else:
            path = (*frame.path, frame.key) if frame.key is not None else frame.path
        self.refuse(event, path)
        mark: Any = event.start_mark
        wanted = frame is None or frame.key is not None
        if wanted:
            self.places.setdefault(path, (mark.line + 1, mark.column + 1))
        self.put(event, frame, path, wanted)

    def put(self, event: NodeEvent, frame: _Frame | None, path: Path, wanted: bool) -> None:
        """Adds the value of ``event`` to ``frame``; one under a key that is refused is skipped."""
        opens = isinstance(event, (MappingStartEvent, SequenceStartEvent))
        mark: Any = event.start_mark
        if opens or getattr(event, "style", None):
            self.plain = None
        elif _ends(event) > mark.index:
            self.plain = mark.index
        value: Any = None
        if isinstance(event, ScalarEvent):
            value = _scalar(event)
        elif opens:
            value = {} if isinstance(event, MappingStartEvent) else []
        if frame is None:
            self.root = value
        elif isinstance(frame.items, list):
            frame.items.append(value)
        else:
            if wanted:
                frame.items[frame.key] = value
            frame.key = _NO_KEY
        if not opens:
            return
        if not wanted:
            self.skipping += 1
            return
        if len(self.stack) >= MOST_DEPTH:
            raise _TooDeep(mark.line + 1)
        self.stack.append(_Frame(path, value))

    def key(self, event: NodeEvent, frame: _Frame, items: dict[str, Any]) -> None:
        """Notes the key whose value comes next; ``None`` if that value is to be skipped."""
        frame.key = None
        if not isinstance(event, ScalarEvent):
            self.mistake("yaml.key", event, frame.path)
            if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self.skipping += 1
            return
        key = str(event.value)
        path = (*frame.path, key)
        self.refuse(event, path)
        mark: Any = event.start_mark
        if self.plain is not None and self.text[_ends(event) :].lstrip()[:1] in (",", "}"):
            self.comma(event, path, self.text[self.plain : _ends(event)])
        if key == "<<" and not event.style:
            self.mistake("yaml.alias", event, path)
        elif key in items:
            first = self.places[path][0]
            self.mistake("yaml.duplicate", event, path, key=key, line=first)
        else:
            frame.key = key
            self.places[path] = (mark.line + 1, mark.column + 1)

    def comma(self, event: ScalarEvent, path: Path, written: str) -> None:
        """Notes that a comma has parted a value in ``{ }``; one more parts the same value."""
        inside = path[:-1]
        if self.mistakes and (self.mistakes[-1][0], self.mistakes[-1][4]) == ("yaml.comma", inside):
            self.mistakes.pop()
        written = written.translate(_CURLY).strip().strip('"')
        self.mistake("yaml.comma", event, inside, written=written)

    def refuse(self, event: NodeEvent, path: Path) -> None:
        """Anchors, aliases and tags make a text mean something else than it says."""
        tag = getattr(event, "tag", None)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            self.mistake("yaml.alias", event, path)
        elif tag is not None and tag != "!":
            self.mistake("yaml.tag", event, path, tag=str(tag).replace("tag:yaml.org,2002:", "!!"))


def _ends(event: NodeEvent) -> int:
    mark: Any = event.end_mark
    return mark.index


def _scalar(event: ScalarEvent) -> Any:
    text = str(event.value)
    if event.style:  # quoted, so it is text
        return text
    if text in _WORDS:
        return _WORDS[text]
    whole = len(text) <= _LONGEST_WHOLE and _WHOLE.fullmatch(text)
    return int(text) if whole else text
