"""Rules that cannot all hold: what is short, which rules clash, and the cheapest ways out.

The conflict is a minimal one: remove any of its rules and the rest of it can be met
(QuickXplain: Junker, "Preferred explanations and relaxations for over-constrained problems", 2004).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from dvk_solver.backend import NEARLY_INTEGER, LpModel, solve_integer
from dvk_solver.certificate import write_refutation
from dvk_solver.errors import SolverError
from dvk_solver.exact import Exact
from dvk_solver.expand import Expansion, expand
from dvk_solver.job import Job
from dvk_solver.model import Amount, Problem
from dvk_solver.outcome import Stopped
from dvk_solver.part import Part
from dvk_solver.program import Linear, Program
from dvk_solver.progress import Progress
from dvk_solver.proof import Tree
from dvk_solver.rules import Rule, quota_rule, rules
from dvk_solver.search import Search

if TYPE_CHECKING:
    from dvk_solver.lexicographic import Run

__all__ = [
    "Change",
    "Clash",
    "Conflict",
    "Repair",
    "Shortage",
    "explain_clash",
]

#: How many disjoint conflicts are looked for.
CONFLICTS = 3
#: Nodes of the tree that decides whether some rules can be kept where the integer solver's list
#: does not pass the recount.
NODES = 1_000


class Shortage(Part):
    """What a plain count already shows: rules that need more than there is.

    ``members``: a floor, of a quota or a tier, against the candidates who could fill it.
    ``seats``: the floors of one quota's values together against the seats of its tier. ``caps``:
    its caps together against the seats the tier must fill.
    """

    kind: Literal["members", "seats", "caps"]
    rule: Rule
    have: int
    need: int


class Conflict(Part):
    """Rules that cannot hold together although any one fewer of them can.

    For each one fewer a list was found and counted in integers. Where that did not succeed
    ``smallest`` is False: the rules clash, but maybe some of them would alone.
    """

    rules: tuple[Rule, ...]
    smallest: bool = True

    def to_data(self) -> dict[str, Any]:
        """Plain data; ``smallest`` is there only where it is not so."""
        return self.model_dump(mode="json", exclude={"smallest"} if self.smallest else None)


class Change(Part):
    """One bound changed from ``rule.amount`` to ``to``."""

    rule: Rule
    to: Amount


class Repair(Part):
    """Changes of negotiable quotas after which a list exists; ``seats`` is their total size.

    Each was confirmed by solving the changed problem.
    """

    changes: tuple[Change, ...]
    seats: int


class Clash(SolverError):  # noqa: N818 - the public name of the answer "these rules clash"
    """The rules cannot all hold. ``certificate`` proves it for ``python -m dvk_solver.check``.

    ``certificate`` is None only when the proof outgrew its limit (the conflict is then the
    solver's word). ``complete`` is False when the time was over, or the caller stopped, before
    all conflicts and repairs were looked for: some of them may then be missing.
    """

    def __init__(
        self,
        shortages: Sequence[Shortage],
        conflicts: Sequence[Conflict],
        repairs: Sequence[Repair],
        certificate: Mapping[str, Any] | None,
        *,
        complete: bool = True,
    ) -> None:
        self.shortages = tuple(shortages)
        self.conflicts = tuple(conflicts)
        self.repairs = tuple(repairs)
        self.certificate = certificate
        self.complete = complete
        first = conflicts[0].rules if conflicts else ()
        names = ", ".join(_name(rule) for rule in first)
        super().__init__(f"the rules cannot all hold: {names or 'no list exists'}")

    def __reduce__(self) -> tuple[Any, ...]:
        known = (self.shortages, self.conflicts, self.repairs, self.certificate)
        return type(self), known, {"complete": self.complete}

    def to_data(self) -> dict[str, Any]:
        """Plain data: shortages, conflicts and repairs."""
        return {
            "status": "infeasible",
            "proven": self.certificate is not None,
            **({} if self.complete else {"complete": False}),
            "shortages": [item.model_dump(mode="json") for item in self.shortages],
            "conflicts": [item.to_data() for item in self.conflicts],
            "repairs": [item.model_dump(mode="json") for item in self.repairs],
        }


def _name(rule: Rule) -> str:
    value = f" ({rule.value})" if rule.value is not None else ""
    bound = f" {rule.side} {rule.amount}" if rule.side else ""
    tier = "" if rule.kind == "tier" else f" in '{rule.tier}'"
    return f"{rule.kind} '{rule.id}'{value}{tier}{bound}"


def explain_clash(problem: Problem, run: Run, job: Job) -> Clash:
    """The clash of a problem that ``run`` has shown to have no list."""
    from dvk_solver.repair import cheapest_repairs

    expansion = expand(problem)
    tree: Tree | None = run.claims[-1].tree if run.claims else None
    certificate = None
    if tree is not None:
        certificate = write_refutation(problem, run.expansion.program, tree)
    shortages = audit(expansion)
    job.tell(Progress(0, 2, "conflicts", task="clash"))
    conflicts = _Conflicts(expansion, job).find()
    job.tell(Progress(1, 2, "repairs", task="clash"))
    repairs = cheapest_repairs(problem, job)
    return Clash(shortages, conflicts, repairs, certificate, complete=not job.over)


def audit(expansion: Expansion) -> tuple[Shortage, ...]:
    """Shortages that a plain count shows, without solving anything."""
    found: list[Shortage] = []
    tiers = {tier.id: tier for tier in expansion.problem.tiers}
    floors: dict[str, int] = {}
    caps: dict[str, int] = {}
    seen: dict[str, int] = {}
    for line in expansion.lines:
        quota, members = line.quota, len(line.members)
        if not quota.hard:
            continue
        if isinstance(line.at_least, int):
            if members < line.at_least:
                rule = quota_rule(line, "at_least")
                found.append(Shortage(kind="members", rule=rule, have=members, need=line.at_least))
            floors[quota.id] = floors.get(quota.id, 0) + line.at_least
        most = line.at_most if isinstance(line.at_most, int) else members
        caps[quota.id] = caps.get(quota.id, 0) + min(most, members)
        seen[quota.id] = seen.get(quota.id, 0) + members
    for tier in expansion.problem.tiers:
        able = len(expansion.seats[tier.id])
        if able < tier.at_least:
            rule = Rule(
                kind="tier", id=tier.id, tier=tier.id, side="at_least", amount=tier.at_least
            )
            found.append(Shortage(kind="members", rule=rule, have=able, need=tier.at_least))
    for quota in expansion.problem.quotas:
        tier = tiers[quota.tier]
        whole: dict[str, Any] = {"kind": "quota", "id": quota.id, "tier": quota.tier}
        need = floors.get(quota.id, 0)
        if tier.at_most is not None and need > tier.at_most:
            rule = Rule(**whole, side="at_least")
            found.append(Shortage(kind="seats", rule=rule, have=tier.at_most, need=need))
        everyone = seen.get(quota.id) == len(expansion.seats[quota.tier])
        if everyone and caps[quota.id] < tier.at_least:
            rule = Rule(**whole, side="at_most")
            found.append(Shortage(kind="caps", rule=rule, have=caps[quota.id], need=tier.at_least))
    return tuple(found)


class _Conflicts:
    """QuickXplain over the rules of one problem, with answers kept."""

    def __init__(self, expansion: Expansion, job: Job) -> None:
        self.expansion = expansion
        self.rows = rules(expansion)
        program = expansion.program
        self._exact = Exact.of(len(program.keys), program.rows)
        self._job = job
        self.model = LpModel(self._exact, program.lower, program.upper, job.pause)
        # INVARIANT: this is asked only of a problem already shown to have no list.
        self._known = {frozenset(self.rows): False}
        self._unsure = False  # whether some answer was not established
        self._met: list[frozenset[Rule]] = []  # rules that a recounted list keeps

    def find(self) -> tuple[Conflict, ...]:
        """Minimal conflicts that share no rule; the first follows the order of preference."""
        found: list[Conflict] = []
        left = list(self.rows)
        try:
            while len(found) < CONFLICTS and not self.feasible(left):
                conflict = quickxplain(left, self.feasible)
                if not conflict:
                    break
                found.append(Conflict(rules=tuple(conflict), smallest=self._smallest(conflict)))
                left = [rule for rule in left if rule not in conflict]
        except Stopped:
            pass  # the clash says that it is not complete
        return tuple(found)

    def _smallest(self, conflict: Sequence[Rule]) -> bool:
        """Whether a list was found, and recounted, for each of the conflict's rules left out."""
        if not self._unsure:
            return True
        rest = (frozenset(conflict).difference([rule]) for rule in conflict)
        return all(any(part <= met for met in self._met) for part in rest)

    def feasible(self, active: Sequence[Rule]) -> bool:
        """Whether a list keeps these rules: the LP first, then integers."""
        key = frozenset(active)
        if key not in self._known:
            self._known[key] = self._solve(key)
        return self._known[key]

    def _solve(self, active: frozenset[Rule]) -> bool:
        program = self.expansion.program
        self._job.remaining()
        off = [n for rule, numbers in self.rows.items() if rule not in active for n in numbers]
        self.model.switch(off, on=False)
        try:
            answer = self.model.solve(None)
        finally:
            self.model.switch(off, on=True)
        if answer.status == "infeasible":
            return False
        skip = frozenset(off)
        kept = [row for n, row in enumerate(program.rows) if n not in skip]
        part = Program(program.keys, program.lower, program.upper, kept)
        if answer.status == "optimal":
            near = [round(float(v)) for v in answer.point]
            whole = all(
                abs(v - n) < NEARLY_INTEGER for v, n in zip(answer.point, near, strict=True)
            )
            if whole and self._keeps(part, near):
                return self._meets(active)
        found = solve_integer(
            Exact.of(len(program.keys), kept),
            Linear((), ()),
            program.lower,
            program.upper,
            time_limit=self._job.remaining(),
            pause=self._job.pause,
        )
        if found.point is not None and self._keeps(part, found.point):
            return self._meets(active)
        if found.point is None and found.status == "stopped":
            raise Stopped
        if found.point is None and found.status == "infeasible":
            return False
        return self._search(part, active)

    def _search(self, part: Program, active: frozenset[Rule]) -> bool:
        """Decide by a tree of our own; True where it is not decided, which drops no rule."""
        search = Search(part, self.expansion.complete, self._job)
        search.limits = replace(search.limits, proof_nodes=min(NODES, search.limits.proof_nodes))
        outcome = search.maximise(Linear((), ()), None)
        if outcome.status == "infeasible":
            return False
        if outcome.point is not None:
            return self._meets(active)
        self._unsure = True
        return True

    def _keeps(self, part: Program, point: Sequence[int]) -> bool:
        """Whether a point, its dependent columns completed, keeps every bound and row exactly."""
        return part.first_broken(self.expansion.complete(point)) is None

    def _meets(self, active: frozenset[Rule]) -> bool:
        self._met.append(active)
        return True


def quickxplain(
    candidates: Sequence[Rule], feasible: Callable[[Sequence[Rule]], bool]
) -> list[Rule]:
    """A minimal subset of ``candidates`` that is not feasible; earlier ones are preferred."""

    def narrow(base: list[Rule], added: bool, rest: list[Rule]) -> list[Rule]:
        if added and not feasible(base):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        late = narrow(base + first, bool(first), second)
        early = narrow(base + late, bool(late), first)
        return early + late

    rest = list(candidates)
    return narrow([], False, rest) if rest and feasible([]) else []
