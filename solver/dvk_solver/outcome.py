"""What one maximisation comes to, and when to stop looking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dvk_solver.errors import Inconsistency, ProblemError
from dvk_solver.exact import Weighing
from dvk_solver.proof import Tree

__all__ = ["Limits", "Outcome", "Status", "Stopped"]

#: proven: an integer proof exists. optimal: the solver's word at gap 0, proof not completed.
#: feasible: stopped early, the best list found. infeasible: proven that no list exists.
Status = Literal["proven", "optimal", "feasible", "infeasible"]


SOLVERS = ("highs", "cbc")


def _is_time(value: object) -> bool:
    """Whether a value is a finite number of seconds."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds for the whole job, and how much to spend on one proof.

    ``seconds`` are those of one call (`solve`, `why`, `price`, `bound_prices`) with everything it
    does: what there is no time for is left out or called unknown (`dvk_solver.job` says when the
    time is checked).
    ``proof_nodes`` bounds each refutation tree, and all those that show one seat after another to
    be the only way; an optimum whose tree is not finished is reported
    as ``optimal`` (the solver's word), never as ``proven``. ``solver`` is ``highs`` or ``cbc``.
    ``ties_at_every_stage``: count the open seats after every stage, not only where it is cheap.
    Raises `ProblemError` for what is no limit.
    """

    seconds: float | None = None
    proof_nodes: int = 20_000
    solver: str = "highs"
    ties_at_every_stage: bool = False

    def __post_init__(self) -> None:
        if wrong := tuple(self._wrong()):
            raise ProblemError(wrong)

    def _wrong(self) -> Iterator[Inconsistency]:
        # What a caller hands over need not be of the declared types.
        given: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        seconds, nodes = given["seconds"], given["proof_nodes"]
        if seconds is not None and not _is_time(seconds):
            text = "write the seconds as a number from 0 up, or None for no limit"
            yield Inconsistency("$.seconds", "limit", text)
        if not isinstance(nodes, int) or isinstance(nodes, bool) or nodes < 0:
            yield Inconsistency("$.proof_nodes", "limit", "write a whole number from 0 up")
        if given["solver"] not in SOLVERS:
            text = f"there is no solver {given['solver']!r}: write 'highs' or 'cbc'"
            yield Inconsistency("$.solver", "limit", text)
        if not isinstance(given["ties_at_every_stage"], bool):
            yield Inconsistency("$.ties_at_every_stage", "limit", "write true or false")


class Stopped(Exception):  # noqa: N818 - it is a request, not an error
    """The time limit or the caller asked to stop; ``best`` is the best point met until then."""

    def __init__(self, best: list[int] | None = None) -> None:
        super().__init__()
        self.best = best


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one maximisation; ``tree`` proves it, ``root`` is the first safe bound."""

    status: Status
    value: int
    bound: int
    point: list[int] | None
    tree: Tree | None
    root: Weighing | None
