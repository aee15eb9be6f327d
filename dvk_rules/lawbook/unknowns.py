"""The facts of a nomination as unknowns of the solver: put in, and read from what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dvk_rules.lawbook.codes import Codes
from dvk_rules.pack.model import Pack
from dvk_rules.values import FactType, Value

__all__ = ["Unknowns"]

type Term = Any
"""A formula, a number or a truth of z3, which ships no types."""


class Unknowns:
    """One nomination of one profile of units, of which nothing is known yet.

    ``may_miss`` says which facts may be missing; ``constraints`` keep every value within its type.
    """

    def __init__(
        self, pack: Pack, codes: Codes, z3: Any, profiles: int, may_miss: Callable[[str], bool]
    ) -> None:
        self.pack = pack
        self.codes = codes
        self.z3 = z3
        self.may_miss = may_miss
        self.profile: Term = z3.Int("profile")
        self.constraints: list[Term] = [z3.And(self.profile >= 0, self.profile < profiles)]
        self._fragments: dict[str, list[str]] = {}
        self._variables: dict[str, Any] = {}
        self._known: dict[str, Term] = {}

    def is_known(self, name: str) -> Term:
        """When the fact has a value."""
        if not self.may_miss(name):
            return self.z3.BoolVal(True)
        return self._known.setdefault(name, self.z3.Bool(f"known:{name}"))

    def value(self, name: str) -> Any:
        """The value of a fact, wherever it has one; a list as the truths of its choices."""
        kind = self.pack.vocabulary[name].kind
        variable: Any
        if name in self._variables:
            variable = self._variables[name]
        elif kind.type is FactType.LIST:
            variable = {
                number: self.z3.Bool(f"{name}:{number}") for number in range(len(kind.choices))
            }
            self._variables[name] = variable
        else:
            variable = self.z3.Int(name)
            low, high = self.codes.bounds(kind)
            self.constraints.append(self.z3.And(variable >= low, variable <= high))
            self._variables[name] = variable
        return variable * self.codes.scale if kind.type is FactType.INT else variable

    def contains(self, name: str, fragment: str) -> Term:
        """Whether another text than those asked for, as the value of a fact, has a fragment."""
        self._fragments.setdefault(name, []).append(fragment)
        return self.z3.Bool(f"within:{name}:{fragment}")

    @property
    def all_known(self) -> Term:
        """That no fact is missing."""
        return self.z3.And(*self._known.values())

    def pinned(self, profile: int, facts: Mapping[str, Value]) -> list[Term]:
        """That the nomination is this one: its profile and its facts, the others missing."""
        terms = [self.profile == profile]
        others: dict[str, int] = {}
        for name, variable in self._variables.items():
            kind = self.pack.vocabulary[name].kind
            value = facts.get(name)
            if name in self._known:
                terms.append(self._known[name] == (value is not None))
            if value is None:
                continue
            if isinstance(value, tuple):
                listed = list(kind.choices)
                terms += [truth == (listed[place] in value) for place, truth in variable.items()]
            elif kind.type is FactType.TEXT and value not in self.codes.texts:
                place = others.setdefault(str(value), len(others))
                terms.append(variable == len(self.codes.texts) + place)
            else:
                code = value if kind.type is FactType.INT else self.codes.code(kind, value)
                terms.append(variable == code)
        return terms

    # From a model back to a nomination

    def facts(self, model: Any) -> tuple[int, dict[str, Value]]:
        """The profile and the facts of the nomination that the solver found."""

        def number(term: Term) -> int:
            return int(model.eval(term, model_completion=True).as_long())

        def holds(term: Term) -> bool:
            return bool(self.z3.is_true(model.eval(term, model_completion=True)))

        facts: dict[str, Value] = {}
        for name, variable in self._variables.items():
            if name in self._known and not holds(self._known[name]):
                continue
            facts[name] = self._value(name, variable, number, holds)
        return number(self.profile), facts

    def _value(
        self,
        name: str,
        variable: Any,
        number: Callable[[Term], int],
        holds: Callable[[Term], bool],
    ) -> Value:
        kind = self.pack.vocabulary[name].kind
        if kind.type is FactType.LIST:
            choices = list(kind.choices)
            return tuple(choices[place] for place, truth in variable.items() if holds(truth))
        if kind.type is FactType.TEXT:
            return self._text(name, number(variable), holds)
        return self.codes.value(kind, number(variable))

    def _text(self, name: str, code: int, holds: Callable[[Term], bool]) -> str:
        if code < len(self.codes.texts):
            return self.codes.texts[code]
        fragments = [
            fragment
            for fragment in self._fragments.get(name, ())
            if holds(self.z3.Bool(f"within:{name}:{fragment}"))
        ]
        return " / ".join(dict.fromkeys([*fragments, f"({code - len(self.codes.texts) + 1})"]))
