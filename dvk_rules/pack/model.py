"""A pack: vocabulary, parameters, units and rules that have been read and found consistent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from dvk_rules.conditions import facts_of
from dvk_rules.errors import Place
from dvk_rules.frozen import Frozen, freeze
from dvk_rules.pack.cases import Case
from dvk_rules.pack.kept import Kept
from dvk_rules.pack.parameters import Parameter, Setting
from dvk_rules.pack.rules import Axis, Document, Rule, RuleKind, Tier
from dvk_rules.pack.units import Unit, UnitRegister, Window
from dvk_rules.pack.vocabulary import Fact, Vocabulary
from dvk_rules.values import Text, Value

__all__ = ["Acceptance", "Pack"]

_MOST_KEPT = 256  # programs at once: every unit of a province on a day, and some days more
_ANY_DAY = date(2020, 1, 1)  # a pack without days has the same rules on all of them


@dataclass(frozen=True)
class Acceptance:
    """A finding that a pack further out accepts, with its reason.

    ``anew`` names the rules, facts and parameters that the packs after it state or drop, and
    ``units`` and ``tiers`` where they state these: what they change must be looked at again.
    """

    finding: str
    reason: Text
    anew: frozenset[str]


@dataclass(frozen=True)
class Pack:
    """The law as data, ready to apply.

    ``tiers`` go from the outermost inwards; ``rules`` are in the order of the law, those of
    extended packs first. ``sha256`` is over the canonical content, that of extended packs
    included. ``lineage`` names the packs it is made of, itself last, and ``folders`` is where
    they were read. ``decision_date`` is the day that decides where no scenario names one.
    ``accepts`` are its own acceptances of findings, ``inherited`` those of the packs it extends;
    ``once_read`` are the facts that rules read which it, or a pack it extends, dropped.
    ``effective_at`` and ``accepted_at`` are the places of what they are called after.
    """

    id: str
    version: str
    title: Text
    effective: Window
    tiers: tuple[Tier, ...]
    documents: Mapping[str, Document]
    axes: Mapping[str, Axis]
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    units: UnitRegister
    rules: tuple[Rule, ...]
    cases: tuple[Case, ...]
    sha256: str
    lineage: tuple[str, ...]
    drops: Mapping[str, Text] = field(default_factory=dict[str, Text])
    accepts: Mapping[str, Text] = field(default_factory=dict[str, Text])
    effective_at: Place = field(default=Place(), compare=False)
    accepted_at: Mapping[str, Place] = field(default_factory=dict[str, Place], compare=False)
    inherited: tuple[Acceptance, ...] = ()
    once_read: frozenset[str] = frozenset()
    note: Text = Text("")
    decision_date: date | None = None
    folders: tuple[Traversable, ...] = ()

    def __post_init__(self) -> None:
        freeze(self, "documents", "axes", "parameters", "drops", "accepts", "accepted_at")

    @cached_property
    def kept(self) -> Kept[Any]:
        """What has been compiled from it and will be asked for again."""
        return Kept(_MOST_KEPT)

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return Frozen({rule.id: rule for rule in self.rules})

    @cached_property
    def tier(self) -> Mapping[str, Tier]:
        """The tiers by id."""
        return Frozen({tier.id: tier for tier in self.tiers})

    @cached_property
    def derivations(self) -> Mapping[str, Rule]:
        """The rule that concludes each derived fact."""
        return Frozen({rule.derives: rule for rule in self.rules if rule.derives})

    @property
    def usual_day(self) -> date:
        """A day of decision for work that names none: the pack's own, or one on which it serves."""
        return self.decision_date or self.effective.start or self.effective.until or _ANY_DAY

    @cached_property
    def gates(self) -> Mapping[str, tuple[tuple[int, Rule], ...]]:
        """For each tier, what bars from it: rules of its own and of the tiers around it.

        Each comes with its place in ``rules``.
        """
        gates = [(place, rule) for place, rule in enumerate(self.rules) if rule.kind.gate]
        return Frozen(
            {
                tier.id: tuple(item for item in gates if item[1].tier in self.enclosing(tier.id))
                for tier in self.tiers
            }
        )

    @cached_property
    def reads(self) -> Mapping[str, tuple[str, ...]]:
        """The facts that each rule itself reads, in the order in which they stand in it."""
        return Frozen(
            {
                rule.id: tuple(dict.fromkeys(n for c in rule.conditions() for n in facts_of(c)))
                for rule in self.rules
            }
        )

    @cached_property
    def form_facts(self) -> tuple[Fact, ...]:
        """The facts that a form for nominations asks for, in order.

        Those that a nomination brings, without those that only dropped rules have read. A fact
        that no rule ever read (a position, say) is there for lists and quotas, and stays.
        """
        read = {name for names in self.reads.values() for name in names}
        idle = self.once_read - read
        return tuple(f for f in self.vocabulary.given if f.role or f.name not in idle)

    def enclosing(self, tier: str) -> tuple[str, ...]:
        """``tier`` and the tiers it is nested in, the outermost first."""
        chain = [tier]
        while (outer := self.tier[chain[-1]].within) is not None:
            chain.append(outer)
        return tuple(reversed(chain))

    def of_kind(self, *kinds: RuleKind) -> tuple[Rule, ...]:
        """The rules of these kinds, in order."""
        return tuple(rule for rule in self.rules if rule.kind in kinds)

    def settings(
        self, day: date, unit: Unit | None = None, changed: Mapping[str, Value] | None = None
    ) -> Mapping[str, Setting]:
        """Every parameter's value for ``unit`` on ``day``; ``changed`` are a scenario's values."""
        found = {
            name: parameter.setting(day, unit, changed or {})
            for name, parameter in self.parameters.items()
        }
        return {name: setting for name, setting in found.items() if setting is not None}

    def __repr__(self) -> str:
        return f"<Pack {self.id} {self.version}: {len(self.rules)} rules, {self.sha256[:12]}>"
