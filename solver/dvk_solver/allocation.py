"""The result: who is selected, the value of every stage, every quota's line, and how sure it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from dvk_solver.model import Amount
from dvk_solver.part import Part, as_json, refused
from dvk_solver.rules import Rule

__all__ = [
    "Allocation",
    "DecisionLine",
    "Level",
    "Limit",
    "QuotaLine",
    "Reason",
    "Seat",
    "Stage",
    "StageStatus",
    "Ties",
]

#: proven: by an integer certificate. optimal: the solver's word at gap zero, proof not completed.
#: feasible: stopped early; the best list found, nothing claimed about it.
type StageStatus = Literal["proven", "optimal", "feasible"]


class Seat(Part):
    """A candidate in a tier."""

    tier: str
    candidate: str


class Level(Part):
    """Leximin: how many values reach a share of their entitlement."""

    share: Amount
    values: int


class Stage(Part):
    """One objective: its value, a proven bound on it, and how it stands.

    ``value`` and ``bound`` are what a person reads (a minimised stage shows the minimum); for
    leximin ``value`` counts the reached levels and ``levels`` lists them.
    ``open``: seats that some but not all lists optimal up to here contain (None: not established).
    """

    objective: str
    kind: str
    value: int
    bound: int
    status: StageStatus
    levels: tuple[Level, ...] = ()
    open: int | None = None

    def against(self, other: Stage) -> tuple[int, int]:
        """The two numbers that decide between this and the same stage of another list.

        Of leximin those of the first level that differs: a later one cannot make up for it.
        """
        for mine, theirs in zip(self.levels, other.levels, strict=False):
            if mine.values != theirs.values:
                return mine.values, theirs.values
        return self.value, other.value


class QuotaLine(Part):
    """One bound of one quota (for one ``value`` when it is per value), counted on the result.

    ``count``: seats its members got; ``of``: seats its share refers to (None for a count);
    ``amount``: the bound; ``required``: the bound in seats; ``slack``: seats left before the bound
    (negative: missing seats of a soft quota). ``binding``: no slack.
    """

    id: str
    tier: str
    value: str | None
    side: Literal["at_least", "at_most"]
    amount: Amount
    required: int
    count: int
    of: int | None
    slack: int
    binding: bool
    hard: bool


class Limit(Part):
    """A tier's own bound on the result."""

    tier: str
    filled: int
    at_least: int
    at_most: int | None


class Ties(Part):
    """Seats that some but not all optimal lists contain, and how they were decided."""

    open: tuple[Seat, ...]
    decided_by: Literal["nothing", "order", "seed", "refused", "not_established"]


class DecisionLine(Part):
    """A decision and its price: the first stage that would change without it, and by how much."""

    candidate: str
    tier: str
    action: Literal["include", "exclude"]
    who: str = ""
    why: str = ""
    when: str = ""
    effect: Literal["none", "changes_list", "worsens", "needed", "unknown"] = "unknown"
    stage: str | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate is in or out of a tier: what its proof says, without another solve.

    Were it the other way round, some stage up to ``stage`` would be worse; with the stages before
    at their best, ``stage`` itself by at least ``loss`` (a proven lower bound; `dvk_solver.price`
    gives the exact one). For ``merit`` that is the number of points missing, at least.
    ``stage`` is None when the rules alone decide, ``tie_break`` when only the tie-break did.
    ``rules``: those that stand against it, respectively hold its seat, in that proof.
    """

    tier: str
    candidate: str
    selected: bool
    stage: str | None
    loss: int
    rules: tuple[Rule, ...] = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def to_data(self) -> dict[str, Any]:
        """The reason as JSON data."""
        return _REASON.dump_python(self, mode="json")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Reason:
        """The reason that `to_data` wrote; raises `ProblemError` if it is not of that shape."""
        try:
            return _REASON.validate_json(as_json(data))
        except ValidationError as error:
            raise refused(error) from None


_REASON = TypeAdapter(Reason)


class Allocation(Part):
    """The best list under the problem's rules.

    ``status``: ``optimal`` (every stage and the uniqueness are proven), ``unproven`` (the solver
    says so at gap zero, some proof was not completed), ``feasible`` (stopped early: all rules hold,
    nothing claimed), ``tied`` (tie-break ``refuse``: ``selected`` holds only what every optimal
    list contains).
    ``unique_at``: number of the stage after which one list was left, ``tie_break`` when it took the
    tie-break, None when that was not established.
    ``certificate`` (not part of the JSON): the proof that ``python -m dvk_solver.check`` replays.
    ``run`` (not part of the JSON): the solve itself, for `dvk_solver.why`, which solves again where
    there is none. It does not travel: a pickled or deeply copied allocation is without it.
    """

    status: Literal["optimal", "unproven", "feasible", "tied"]
    selected: Mapping[str, tuple[str, ...]]
    stages: tuple[Stage, ...]
    unique_at: int | Literal["tie_break"] | None
    tiers: tuple[Limit, ...]
    quotas: tuple[QuotaLine, ...]
    ties: Ties
    decisions: tuple[DecisionLine, ...] = ()
    solver: Mapping[str, str] = {}
    certificate: Mapping[str, Any] | None = Field(default=None, exclude=True, repr=False)
    run: Any = Field(default=None, exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        """Two allocations are equal when their JSON is."""
        return isinstance(other, Allocation) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        return {**state, "__dict__": {**state["__dict__"], "run": None}}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        bare = self.model_copy(update={"run": None})
        return super(Allocation, bare).__deepcopy__(memo)

    def to_data(self) -> dict[str, Any]:
        """Plain data, the same for the same problem."""
        return self.model_dump(mode="json")

    def to_json(self, indent: int | None = None) -> str:
        """JSON, byte for byte the same for the same problem."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Allocation:
        """Read an allocation back; raises `ProblemError` when it is not one."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise refused(error) from None
