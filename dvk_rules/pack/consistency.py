"""What must hold of a pack as a whole, once every entry of it has been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dvk_rules.errors import Place, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.pack.yaml_source import Document
from dvk_rules.text import fold

__all__ = ["whole_pack_problems"]


def whole_pack_problems(
    pack: Pack, documents: Sequence[Mapping[str, Document]]
) -> Iterator[Problem]:
    """What is missing or ambiguous; ``documents`` are those of the chain, the pack's own last."""
    head = documents[-1]["pack.yaml"]
    if not pack.tiers:
        yield Problem("pack.no-tiers", {}, head.place(()))
    if not pack.vocabulary.facts:
        yield Problem("pack.no-facts", {}, head.place(()))
    if not pack.rules:
        yield Problem("pack.no-rules", {}, head.place(()))
    owners: dict[str, str] = {}
    for fact in pack.vocabulary.given:
        for header in (fact.label.vi, fact.name, *fact.columns):
            owner = owners.setdefault(fold(header), fact.name)
            if owner != fact.name:
                params = {"header": header, "fact": fact.name, "other": owner}
                yield Problem("pack.same-column", params, _place(fact.name, documents))


def _place(fact: str, documents: Sequence[Mapping[str, Document]]) -> Place | None:
    for files in reversed(documents):
        document = files.get("facts.yaml")
        if document is not None and ("facts", fact) in document.places:
            return document.place(("facts", fact))
    return None
