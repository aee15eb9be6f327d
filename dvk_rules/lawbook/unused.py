"""Words of a pack that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from dvk_rules.conditions import ParamRef, facts_of, parameters_of
from dvk_rules.errors import Place, Problem
from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.questions import both
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule
from dvk_rules.values import Text

__all__ = ["asked_parameters", "unused_words"]


def unused_words(pack: Pack) -> Iterator[Finding]:
    """Facts and parameters that no rule reads."""
    conditions = [item for rule in pack.rules for item in rule.conditions()]
    read = {name for item in conditions for name in facts_of(item)}
    asked = {name for rule in pack.rules for name in asked_parameters(rule)}
    asked |= {pack.units.switch} if pack.units.switch else set()
    for fact in pack.vocabulary.facts.values():
        if fact.name not in read and fact.role is None:
            yield _unused("fact", fact.name, fact.label, pack)
    for parameter in pack.parameters.values():
        if parameter.name not in asked:
            yield _unused("parameter", parameter.name, parameter.label, pack)


def asked_parameters(rule: Rule) -> Iterator[str]:
    """The parameters that a rule reads."""
    yield from (name for item in rule.conditions() for name in parameters_of(item))
    if isinstance(rule.cap, ParamRef):
        yield rule.cap.name


def _unused(what: str, name: str, label: Text, pack: Pack) -> Finding:
    file = "facts.yaml" if what == "fact" else "parameters.yaml"
    params = {"name": name, "label": both(label)}
    problem = Problem(f"check.unused-{what}", params, Place(file=f"{pack.id}/{file}"))
    return Finding(f"unused-{what}:{name}", "note", problem)
