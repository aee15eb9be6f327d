"""What every reader of a pack's entries needs: complaints with a place, values, days, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dvk_rules.errors import Problem
from dvk_rules.pack.nearest import nearest
from dvk_rules.pack.rules import Document as LawDocument
from dvk_rules.pack.rules import Source
from dvk_rules.pack.surface import ChoiceEntry, EffectiveEntry, SourceEntry, SurfaceText
from dvk_rules.pack.units import Window
from dvk_rules.pack.yaml_source import Document, Path
from dvk_rules.values import BadValue, FactType, Text, Value, ValueType

__all__ = ["Reading", "words"]


def words(text: SurfaceText | ChoiceEntry | None) -> Text:
    """The text in both languages, empty if there is none."""
    return Text(text.vi, text.en) if text else Text("")


@dataclass
class Reading:
    """One file as it is being read; what is wrong with it is appended to ``problems``."""

    file: Document
    problems: list[Problem]
    documents: Mapping[str, LawDocument]

    def complain(self, path: Path, code: str, **params: Any) -> None:
        """Notes a problem at ``path``, under its headings."""
        self.problems.append(Problem(code, params, self.file.place(path)))

    def unknown(self, path: Path, what: str, name: str, known: Mapping[str, Any]) -> None:
        """Notes that ``name`` is none of the ``known``, with what may have been meant."""
        meant = nearest(name, known)
        code = f"pack.unknown-{what}-meant" if meant else f"pack.unknown-{what}"
        self.complain(path, code, **{what: name, "meant": meant, "known": list(known)})

    def value(self, kind: ValueType, raw: Any, path: Path) -> Value | None:
        """The value that stands at ``path``; ``None`` if it is empty or not of its type."""
        try:
            return kind.parse(raw)
        except BadValue as bad:
            self.complain(path, bad.code, **bad.params)
            return None

    def day(self, raw: str | None, path: Path) -> date | None:
        """The day that stands at ``path``."""
        value = self.value(ValueType(FactType.DATE), raw, path)
        return value if isinstance(value, date) else None

    def window(self, entry: EffectiveEntry, path: Path) -> Window:
        """The span of days at ``path``."""
        start = self.day(entry.from_, (*path, "from"))
        until = self.day(entry.until, (*path, "until"))
        if start and until and start > until:
            self.complain(path, "pack.window", start=start, until=until)
        return Window(start, until)

    def source(self, entry: SourceEntry, path: Path) -> Source:
        """The clause that is cited at ``path``."""
        if entry.doc not in self.documents:
            self.unknown((*path, "doc"), "document", entry.doc, self.documents)
        return Source(entry.doc, entry.at, entry.quote, entry.checked)
