"""Words of a pack that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from dvk_rules.conditions import facts_of
from dvk_rules.errors import Problem
from dvk_rules.lawbook.basis import asked_parameters
from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.questions import both
from dvk_rules.pack.model import Pack
from dvk_rules.pack.parameters import Parameter
from dvk_rules.pack.vocabulary import Fact

__all__ = ["unused_words"]


def unused_words(pack: Pack) -> Iterator[Finding]:
    """Facts and parameters that no rule reads, where they are declared."""
    read = {name for rule in pack.rules for item in rule.conditions() for name in facts_of(item)}
    asked = {name for rule in pack.rules for name in asked_parameters(rule)}
    asked |= {pack.units.switch} if pack.units.switch else set()
    for fact in pack.vocabulary.facts.values():
        if fact.name not in read and fact.role is None:
            yield _unused("fact", fact)
    for parameter in pack.parameters.values():
        if parameter.name not in asked:
            yield _unused("parameter", parameter)


def _unused(what: str, word: Fact | Parameter) -> Finding:
    params = {"name": word.name, "label": both(word.label)}
    problem = Problem(f"check.unused-{what}", params, word.where)
    return Finding(f"unused-{what}:{word.name}", "note", problem)
