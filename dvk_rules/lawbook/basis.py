"""What a rule rests on: the facts and parameters it reads, and the rules that derive its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dvk_rules.conditions import ParamRef, parameters_of
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule

__all__ = ["Basis", "asked_parameters", "basis"]


@dataclass(frozen=True)
class Basis:
    """Everything behind a rule; ``rules`` are derivations, without the rule itself."""

    rules: frozenset[str]
    facts: frozenset[str]
    parameters: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """All of it."""
        return self.rules | self.facts | self.parameters


def basis(pack: Pack, rule: Rule) -> Basis:
    """What ``rule`` rests on, directly or through facts that other rules derive."""
    rules: set[str] = set()
    facts: set[str] = set()
    parameters: set[str] = set()
    wanted = [rule]
    while wanted:
        reader = wanted.pop()
        parameters |= set(asked_parameters(reader))
        facts |= set(pack.reads[reader.id])
        for name in pack.reads[reader.id]:
            maker = pack.derivations.get(name)
            if maker is not None and maker.id not in rules:
                rules.add(maker.id)
                wanted.append(maker)
    return Basis(frozenset(rules), frozenset(facts), frozenset(parameters))


def asked_parameters(rule: Rule) -> Iterator[str]:
    """The parameters that a rule itself reads."""
    yield from (name for item in rule.conditions() for name in parameters_of(item))
    if isinstance(rule.cap, ParamRef):
        yield rule.cap.name
