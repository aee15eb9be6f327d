"""A pack's formulas in the hands of the SMT solver: what can hold together, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dvk_rules.lawbook.encoding import Encoding
from dvk_rules.pack.model import Pack
from dvk_rules.program import Program

__all__ = ["Formulas", "Unsure"]

MOST_EFFORT: Final = 20_000_000
"""The solver's steps for one question, not its seconds, so that a slow machine finds the same;
every question of a real pack takes a small part of them."""


class Unsure(Exception):  # noqa: N818 - it says that nothing can be said, and is caught by the asker
    """The solver gave no answer, or one that its rough view of texts does not bear out."""


class Formulas:
    """The formulas of a pack (``encoding``) and a solver that holds them.

    ``partial``: any fact of a nomination may be missing. ``free``: derived facts of which the
    derivations are set aside.
    """

    def __init__(
        self,
        pack: Pack,
        programs: Sequence[Program],
        z3: Any,
        *,
        partial: bool = False,
        free: frozenset[str] = frozenset(),
    ) -> None:
        self.z3 = z3
        self.encoding = Encoding(pack, programs, z3, partial=partial, free=free)
        self._solver = z3.Solver()
        self._solver.set("rlimit", MOST_EFFORT)
        self._solver.set("unsat_core", True)
        self._solver.set("core.minimize", True)
        self._solver.add(*self.encoding.unknowns.constraints)
        self._names: dict[int, tuple[Any, Any]] = {}

    def ask(self, *terms: Any) -> Any:
        """A model in which all ``terms`` hold; ``None`` if there is none."""
        return self._solver.model() if self.can(*(self.named(term) for term in terms)) else None

    def can(self, *names: Any) -> bool:
        """Whether all that the ``names`` stand for can hold together."""
        answer = self._solver.check(*names)
        if answer == self.z3.unknown:
            raise Unsure
        return bool(answer == self.z3.sat)

    def core[T](self, names: Mapping[Any, T]) -> tuple[T, ...]:
        """Those of ``names`` because of which the last question was answered with no."""
        core = {item.get_id() for item in self._solver.unsat_core()}
        return tuple(item for name, item in names.items() if name.get_id() in core)

    def named(self, term: Any) -> Any:
        """The formula under a name of its own, so that the solver can take it as an assumption."""
        if term.get_id() not in self._names:
            name = self.z3.FreshBool("asked")
            self._names[term.get_id()] = (term, name)  # the term is kept, or its id is used again
            self._solver.add(self.z3.Implies(name, term))
        return self._names[term.get_id()][1]
