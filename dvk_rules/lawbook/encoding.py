"""A pack as formulas for an SMT solver, exact for what the conditions can tell apart.

Every fact is an integer (``codes``). Derived facts are put in, not left free, or the solver would
find nominations that cannot exist. Truth has three values as in D3.2: a pair of formulas says
when a condition is surely true and when it is surely false. For most questions a fact can be
missing only where a condition asks whether it is known; elsewhere a missing fact cannot settle
anything that the same fact with a value could not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvk_rules.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Atom,
    Condition,
    FactRef,
    Not,
    ParamRef,
)
from dvk_rules.evaluation import facts_in_full
from dvk_rules.lawbook.codes import Codes
from dvk_rules.lawbook.unknowns import Unknowns
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.program import Program
from dvk_rules.text import nfc
from dvk_rules.values import FactType, ValueType

__all__ = ["Encoding", "Kleene", "RuleTerms"]

type Term = Any
"""A formula, a number or a truth of z3, which ships no types."""


@dataclass(frozen=True, slots=True)
class Kleene:
    """When a condition is surely true, and when it is surely false."""

    true: Term
    false: Term


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """A rule as formulas; ``holds`` of a prohibition is already turned round."""

    applies: Kleene
    holds: Kleene
    rows: tuple[Kleene, ...]


type _Alternatives = list[tuple[Term, Any]]
"""What a fact can be: for each value (an integer, or the truths of a list's choices), when."""


@dataclass
class Encoding:
    """A pack as formulas over the facts of one nomination and the profile of its unit.

    ``programs`` are the pack compiled for one unit of each profile; units with the same parameters
    and the same fields that rules read share a profile. ``partial``: every fact may be missing;
    ``free`` are derived facts that are put in as if nothing derived them. ``loose``: the pack looks
    for words within texts, of which the formulas know only roughly what can occur together.
    """

    pack: Pack
    programs: Sequence[Program]
    z3: Any
    partial: bool = False
    free: frozenset[str] = frozenset()
    rules: dict[str, RuleTerms] = field(default_factory=dict[str, RuleTerms])
    loose: bool = False

    def __post_init__(self) -> None:
        atoms = [bound for program in self.programs for bound in program.atoms]
        self._asked = [(bound.atom, bound.threshold) for bound in atoms]
        self.codes = Codes(self.pack, self._asked)
        asked_whether_known = {atom.fact for atom, _ in self._asked if atom.op == "known"}
        self.unknowns = Unknowns(
            self.pack,
            self.codes,
            self.z3,
            profiles=len(self.programs),
            may_miss=lambda name: self.partial or name in asked_whether_known,
        )
        self._alternatives: dict[str, _Alternatives] = {}
        self._atoms: dict[Atom, Kleene] = {}
        for rule in self.pack.rules:
            holds = self.condition(rule.condition)
            if rule.kind is RuleKind.FORBID:
                holds = Kleene(holds.false, holds.true)
            rows = tuple(self.condition(row.when) for row in rule.table)
            self.rules[rule.id] = RuleTerms(self.condition(rule.applies), holds, rows)

    # Outcomes of rules (D4.2)

    def satisfied(self, rule: Rule) -> Term:
        """When the rule is satisfied."""
        terms = self.rules[rule.id]
        if rule.kind.gate:
            return self.z3.And(self.z3.Not(terms.applies.false), terms.holds.true)
        return self.z3.And(terms.applies.true, terms.holds.true)

    def violated(self, rule: Rule) -> Term:
        """When the rule is violated."""
        terms = self.rules[rule.id]
        if rule.kind.gate:
            return self.z3.And(terms.applies.true, terms.holds.false)
        return self.z3.And(self.z3.Not(terms.applies.false), terms.holds.false)

    def passes(self, rule: Rule) -> Term:
        """When a gate bars nothing: satisfied or not applicable."""
        return self.z3.Or(self.rules[rule.id].applies.false, self.satisfied(rule))

    def undecided(self, rule: Rule) -> Term:
        """When a rule is neither satisfied nor violated, though it may apply."""
        return self.z3.Not(self.z3.Or(self.passes(rule), self.violated(rule)))

    def row_decides(self, rule: Rule, row: int) -> Term:
        """When ``row`` is the first of the table that holds, and all before it surely do not."""
        terms = self.rules[rule.id]
        before = [item.false for item in terms.rows[:row]] if rule.mode == "first" else []
        return self.z3.And(terms.applies.true, terms.rows[row].true, *before)

    # Conditions

    def condition(self, condition: Condition | None) -> Kleene:
        """``condition`` as formulas; one that is not there always holds."""
        z3 = self.z3
        match condition:
            case None:
                return Kleene(z3.BoolVal(True), z3.BoolVal(False))
            case Atom():
                if condition not in self._atoms:
                    self._atoms[condition] = self._atom(condition)
                return self._atoms[condition]
            case Not(part):
                inner = self.condition(part)
                return Kleene(inner.false, inner.true)
            case AllOf(parts):
                each = [self.condition(part) for part in parts]
                return Kleene(z3.And([p.true for p in each]), z3.Or([p.false for p in each]))
            case AnyOf(parts):
                each = [self.condition(part) for part in parts]
                return Kleene(z3.Or([p.true for p in each]), z3.And([p.false for p in each]))
            case AtLeast(count, parts):
                each = [self.condition(part) for part in parts]
                fails = len(parts) - count + 1
                return Kleene(
                    z3.PbGe([(part.true, 1) for part in each], count),
                    z3.PbGe([(part.false, 1) for part in each], fails),
                )

    def _atom(self, atom: Atom) -> Kleene:
        z3 = self.z3
        kind = self.pack.vocabulary[atom.fact].kind
        left = self._fact(atom.fact)
        if atom.op == "known":
            known = z3.Or([guard for guard, _ in left])
            return Kleene(known, z3.Not(known)) if atom.operand else Kleene(z3.Not(known), known)
        true: list[Term] = []
        false: list[Term] = []
        for guard, value in left:
            for other_guard, asked in self._operand(atom, kind):
                both = z3.And(guard, other_guard)
                holds = self._compare(atom, kind, value, asked)
                true.append(z3.And(both, holds))
                false.append(z3.And(both, z3.Not(holds)))
        return Kleene(z3.Or(true), z3.Or(false))

    def _operand(self, atom: Atom, kind: ValueType) -> _Alternatives:
        """What the fact is compared with: for each unit its parameter, or another fact."""
        match atom.operand:
            case FactRef(name) if kind.type is FactType.TEXT and atom.op == "contains":
                return [(guard, None) for guard, _ in self._fact(name)]
            case FactRef(name):
                return self._fact(name)
            case ParamRef(name):
                found: dict[Any, list[int]] = {}
                for number, program in enumerate(self.programs):
                    setting = program.settings.get(name)
                    if setting is not None:
                        found.setdefault(setting.value, []).append(number)
                return [
                    (self._one_of_profiles(numbers), self._asked_for(atom, kind, value))
                    for value, numbers in found.items()
                ]
            case value:
                return [(self.z3.BoolVal(True), self._asked_for(atom, kind, value))]

    def _asked_for(self, atom: Atom, kind: ValueType, value: Any) -> Any:
        if kind.type is FactType.TEXT and atom.op == "contains":
            return value
        return self.codes.code(kind, value)

    def _one_of_profiles(self, numbers: Iterable[int]) -> Term:
        return self.z3.Or([self.unknowns.profile == number for number in numbers])

    def _compare(self, atom: Atom, kind: ValueType, value: Any, asked: Any) -> Term:
        z3 = self.z3
        if kind.type is FactType.LIST:
            return self._contains(atom.op, value, asked)
        if atom.op == "contains":
            return self._within_text(atom.fact, value, asked)
        match atom.op:
            case "is":
                return value == asked
            case "is_not":
                return value != asked
            case "in":
                return z3.Or([value == item for item in asked])
            case "not_in":
                return z3.And([value != item for item in asked])
            case "between":
                return z3.And(value >= asked[0], value <= asked[1])
            case "less_than" | "before":
                return value < asked
            case "at_most" | "on_or_before":
                return value <= asked
            case "at_least" | "on_or_after":
                return value >= asked
            case _:
                return value > asked

    def _contains(self, op: str, truths: Mapping[int, Term], asked: Any) -> Term:
        z3 = self.z3
        if isinstance(asked, tuple):
            wanted = [truths.get(item, z3.BoolVal(False)) for item in asked]
            return z3.Or(wanted) if op == "contains_any" else z3.And(wanted)
        return z3.Or([z3.And(truth, asked == item) for item, truth in truths.items()])

    def _within_text(self, name: str, value: Any, fragment: str | None) -> Term:
        """Whether a text contains a fragment: decided for the texts asked for, free for others."""
        z3 = self.z3
        self.loose = True
        if fragment is None:
            return z3.FreshBool("within")
        folded = nfc(fragment).casefold()
        listed = [
            value == number
            for number, text in enumerate(self.codes.texts)
            if folded in nfc(text).casefold()
        ]
        other = self.unknowns.contains(name, fragment)
        return z3.Or(*listed, z3.And(value >= len(self.codes.texts), other))

    # Facts

    def _fact(self, name: str) -> _Alternatives:
        if name not in self._alternatives:
            rule = self.pack.derivations.get(name)
            fact = self.pack.vocabulary[name]
            if name in self.free:
                self._alternatives[name] = self._free(name)
            elif rule is not None:
                self._alternatives[name] = self._derived(rule, fact.kind)
            elif fact.from_unit is not None or (fact.role == "unit" and self._registered):
                self._alternatives[name] = self._of_unit(name, fact.kind)
            elif fact.derived:
                self._alternatives[name] = []  # nothing derives it, so it is never known
            else:
                self._alternatives[name] = self._free(name)
        return self._alternatives[name]

    def _free(self, name: str) -> _Alternatives:
        return [(self.unknowns.is_known(name), self.unknowns.value(name))]

    @property
    def _registered(self) -> bool:
        return any(program.unit is not None for program in self.programs)

    def _derived(self, rule: Rule, kind: ValueType) -> _Alternatives:
        applies = self.condition(rule.applies)
        if not rule.table:
            holds = self.condition(rule.condition)
            return [
                (self.z3.And(applies.true, holds.true), 1),
                (self.z3.Or(applies.false, holds.false), 0),
            ]
        rows = [self.condition(row.when) for row in rule.table]
        possible = [
            self.z3.And(
                self.z3.Not(row.false), *(self.z3.Not(before.true) for before in rows[:number])
            )
            for number, row in enumerate(rows)
        ]
        values = list(dict.fromkeys(row.value for row in rule.table if row.value is not None))
        settled: _Alternatives = []
        for value in values:
            others = [
                self.z3.Not(reached)
                for reached, row in zip(possible, rule.table, strict=True)
                if row.value != value
            ]
            sure = self.z3.And(*others, self.z3.Or(possible))
            if kind.type is FactType.BOOL and rule.applies is not None:
                sure = self.z3.And(sure, applies.true if value else self.z3.Not(applies.false))
            settled.append((sure, self._found(kind, value)))
        if kind.type is FactType.BOOL and rule.applies is not None:
            settled.append((applies.false, 0))
        return settled

    def _of_unit(self, name: str, kind: ValueType) -> _Alternatives:
        found: dict[Any, list[int]] = {}
        for number, program in enumerate(self.programs):
            value = facts_in_full(program, Nomination("", "", {})).get(name)
            if value is not None:
                found.setdefault(value, []).append(number)
        alternatives: _Alternatives = [
            (self._one_of_profiles(numbers), self._found(kind, value))
            for value, numbers in found.items()
        ]
        strangers = [number for number, item in enumerate(self.programs) if item.unit is None]
        if strangers and self.pack.vocabulary[name].given:
            here = self.z3.And(self._one_of_profiles(strangers), self.unknowns.is_known(name))
            alternatives.append((here, self.unknowns.value(name)))
        return alternatives

    def _found(self, kind: ValueType, value: Any) -> Any:
        """A value of a fact that is not free; a list as the truths of its choices."""
        if kind.type is not FactType.LIST:
            return self.codes.code(kind, value)
        return {place: self.z3.BoolVal(choice in value) for choice, place in kind.rank.items()}
