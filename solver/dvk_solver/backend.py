"""The linear solver, reached through PuLP: fast answers in floats that decide nothing themselves.

Everything returned here is a suggestion. Points are rounded and re-checked, duals become integer
multipliers, and only exact integer arithmetic draws conclusions (`dvk_solver.exact`).
PuLP and its solver are imported when the first model is built.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dvk_solver.errors import SolverError
from dvk_solver.exact import Exact
from dvk_solver.outcome import Stopped
from dvk_solver.program import Linear

if TYPE_CHECKING:
    import numpy as np

__all__ = ["MIP_STATUS", "LpAnswer", "LpModel", "MipAnswer", "solve_integer", "versions"]

#: Tighter than HiGHS' defaults (1e-7, 1e-6): answers are rounded to integers and checked anyway.
TOLERANCE = 1e-9
#: HiGHS' own default for "no limit" on simplex steps.
NO_LIMIT = 2**31 - 1
#: A value this close to an integer is tried as that integer.
NEARLY_INTEGER = 1e-5

MIP_STATUS = Literal["optimal", "infeasible", "stopped", "unknown"]


def versions() -> dict[str, str]:
    """Versions of the solver stack, for the result's record."""
    from importlib.metadata import version

    return {name: version(name) for name in ("pulp", "highspy")}


@dataclass(frozen=True, slots=True)
class LpAnswer:
    """What the LP solver said: a point and row duals when optimal, a ray when infeasible."""

    status: Literal["optimal", "infeasible", "unknown"]
    point: np.ndarray
    duals: np.ndarray


@dataclass(frozen=True, slots=True)
class MipAnswer:
    """What the MIP solver said; ``point`` is rounded, not checked."""

    status: MIP_STATUS
    point: list[int] | None


class _Interrupt:
    """Lets HiGHS ask, now and then, whether to go on.

    Nothing may be raised through its C++ code: what ``pause`` raises is kept and raised afterwards.
    """

    def __init__(self, pause: Callable[[], object]) -> None:
        self._pause = pause
        self._raised: BaseException | None = None

    def __call__(self, kind: Any, message: Any, found: Any, answer: Any, data: Any) -> None:  # noqa: ARG002 - HiGHS' signature
        if self._raised is None:
            try:
                self._pause()
            except BaseException as raised:
                self._raised = raised
        answer.user_interrupt = self._raised is not None  # HiGHS remembers what it was told last

    def raise_again(self, *, stop: bool = True) -> None:
        """Raise what was raised during a run; without ``stop``, not that it was to stop."""
        raised, self._raised = self._raised, None
        if raised is not None and (stop or not isinstance(raised, Stopped)):
            raise raised


class LpModel:
    """The LP relaxation of integer rows within bounds, built once and solved again warm.

    ``pause`` is called at every simplex step; what it raises ends the solve. Maximises. Rows may be
    switched off and on; column bounds may be changed. PuLP makes and configures the solver; columns
    and rows are handed over as arrays, as PuLP's own export does, because one object a coefficient
    costs more than the solve.
    """

    def __init__(
        self, exact: Exact, lower: Any, upper: Any, pause: Callable[[], object] | None = None
    ) -> None:
        import numpy as np
        import pulp

        self._np: Any = np
        self._pause = pause
        self._interrupt = None if pause is None else _Interrupt(pause)
        self.columns = exact.columns
        solver = pulp.HiGHS(
            mip=False,
            msg=False,
            threads=1,
            random_seed=0,
            presolve="off",
            solver="simplex",
            primal_feasibility_tolerance=TOLERANCE,
            dual_feasibility_tolerance=TOLERANCE,
            **_asking(self._interrupt, "kCallbackSimplexInterrupt"),
        )
        problem: Any = pulp.LpProblem("allocation", pulp.LpMaximize)
        solver.createAndConfigureSolver(problem)
        self._highs: Any = problem.solverModel
        self._highs.setOptionValue("output_flag", False)
        none, zeros = np.zeros(0, dtype=np.int32), np.zeros(0)
        self._highs.addCols(
            self.columns,
            np.zeros(self.columns),
            np.asarray(lower, dtype=np.float64),
            np.asarray(upper, dtype=np.float64),
            0,
            none,
            none,
            zeros,
        )
        self._highs.changeObjectiveSense(_maximise())
        self._rhs = exact.rhs.astype(np.float64)
        self._highs.addRows(
            len(self._rhs),
            np.full(len(self._rhs), -np.inf),
            self._rhs,
            len(exact.values),
            exact.starts[:-1].astype(np.int32),
            exact.places.astype(np.int32),
            exact.values.astype(np.float64),
        )
        self._form: Linear | None = None
        self._every = np.arange(self.columns, dtype=np.int32)

    def set_bounds(self, columns: Sequence[int] | None, lower: Any, upper: Any) -> None:
        """Set inclusive bounds, one pair for each of ``columns`` (None: for every column)."""
        np = self._np
        chosen = self._every if columns is None else np.array(columns, dtype=np.int32)
        if len(chosen):
            self._highs.changeColsBounds(
                len(chosen),
                chosen,
                np.asarray(lower, dtype=np.float64),
                np.asarray(upper, dtype=np.float64),
            )

    def switch(self, numbers: Sequence[int], *, on: bool) -> None:
        """Switch rows on or off."""
        np = self._np
        if len(numbers):
            chosen = np.array(numbers, dtype=np.int32)
            self._highs.changeRowsBounds(
                len(chosen),
                chosen,
                np.full(len(chosen), -np.inf),
                self._rhs[chosen] if on else np.full(len(chosen), np.inf),
            )

    def tighten(self, number: int, rhs: int) -> None:
        """Give a row a smaller right side."""
        self._rhs[number] = rhs
        self.switch([number], on=True)

    def _aim(self, form: Linear | None) -> None:
        """Make ``form`` the objective (nothing, when None).

        Another objective starts from the slack basis: every column is bounded, so the dual simplex
        can, and it is several times faster than the primal one from the old basis.
        """
        if form is self._form:
            return
        self._form = form
        cost = self._np.zeros(self.columns)
        if form is not None:
            cost[list(form.columns)] = form.coefficients
        if self.columns:
            self._highs.changeColsCost(self.columns, self._every, cost)
        self._highs.clearSolver()

    def _run(self) -> None:
        if self._pause is not None:
            self._pause()
        self._highs.run()
        if self._interrupt is not None:
            self._interrupt.raise_again()

    def probe(self, form: Linear, iterations: int) -> float | None:
        """About what ``form`` can reach, after a few simplex steps; None when nothing is left."""
        highs = self._highs
        self._aim(form)
        highs.setOptionValue("simplex_iteration_limit", iterations)
        self._run()
        highs.setOptionValue("simplex_iteration_limit", NO_LIMIT)
        status = highs.modelStatusToString(highs.getModelStatus())
        return None if status == "Infeasible" else float(highs.getObjectiveValue())

    def solve(self, form: Linear | None) -> LpAnswer:
        """Maximise ``form`` (nothing, when None) over the current rows and bounds."""
        np, highs = self._np, self._highs
        self._aim(form)
        self._run()
        status = highs.modelStatusToString(highs.getModelStatus())
        if status == "Optimal" or (status == "Empty" and not len(self._rhs)):
            found = highs.getSolution()
            return LpAnswer("optimal", np.array(found.col_value), np.array(found.row_dual))
        empty = np.zeros(0)
        if status == "Infeasible":
            _status, known, ray = highs.getDualRay()
            return LpAnswer("infeasible", empty, np.abs(ray) if known else empty)
        return LpAnswer("unknown", empty, empty)


def _asking(interrupt: _Interrupt | None, kind: str) -> dict[str, Any]:
    """What makes PuLP's HiGHS call ``interrupt`` at events of a kind; nothing when it is None."""
    if interrupt is None:
        return {}
    from highspy import cb

    kinds = [getattr(cb.HighsCallbackType, kind)]
    return {"callbackTuple": (interrupt, None), "callbacksToActivate": kinds}


def _maximise() -> Any:
    from highspy import ObjSense

    return ObjSense.kMaximize


def solve_integer(
    exact: Exact,
    form: Linear,
    lower: Any,
    upper: Any,
    *,
    floor: int | None = None,
    time_limit: float | None = None,
    pause: Callable[[], object] | None = None,
    solver: str = "highs",
) -> MipAnswer:
    """Maximise ``form`` over the integers within the bounds that keep the rows.

    ``floor``: only points where the form reaches it. ``pause`` is called while HiGHS looks: when it
    raises `Stopped`, what was found until then is returned; what else it raises is raised. The
    status is the solver's word.
    """
    import pulp

    problem: Any = pulp.LpProblem("core", pulp.LpMaximize)
    lows, highs = [int(v) for v in lower], [int(v) for v in upper]
    variables = [
        problem.add_variable(f"x{c}", low, high, pulp.LpInteger)
        for c, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]
    places, values, rhs = exact.places.tolist(), exact.values.tolist(), exact.rhs.tolist()
    for start, end, most in zip(exact.starts[:-1], exact.starts[1:], rhs, strict=True):
        if start == end and most < 0:
            return MipAnswer("infeasible", None)
        if start < end:
            terms = [(variables[places[i]], values[i]) for i in range(start, end)]
            problem.addConstraint(pulp.lpSum_vars_coefs(terms) <= most)
    if not variables:
        return MipAnswer("optimal", [])
    weights = dict(form.terms())
    if floor is not None:
        terms = [(variables[c], -a) for c, a in weights.items()]
        problem.addConstraint(pulp.lpSum_vars_coefs(terms) <= -floor)
    problem.setObjective(
        pulp.lpSum_vars_coefs([(v, weights.get(c, 0)) for c, v in enumerate(variables)])
    )
    interrupt = None if pause is None else _Interrupt(pause)
    stats: Any = problem.solve(_integer_solver(pulp, solver, time_limit, interrupt))
    if interrupt is not None:
        interrupt.raise_again(stop=False)
    name = stats.status.name
    status: MIP_STATUS = "unknown"
    if name == "Optimal":
        status = "optimal"
    elif name == "Infeasible":
        status = "infeasible"
    elif name in {"TimeLimit", "Interrupted", "NodeLimit", "IterationLimit", "MemoryLimit"}:
        status = "stopped"
    if not stats.has_solution:
        return MipAnswer(status, None)
    return MipAnswer(status, [round(v.varValue or 0.0) for v in variables])


def _integer_solver(
    pulp: Any, name: str, time_limit: float | None, interrupt: _Interrupt | None
) -> Any:
    if name == "cbc":
        solver = pulp.COIN_CMD(msg=False, gapRel=0.0, gapAbs=0.0, threads=1, timeLimit=time_limit)
        if not solver.available():
            raise SolverError("the solver 'cbc' is not installed: add it, or leave 'highs'")
        return solver
    return pulp.HiGHS(
        msg=False,
        gapRel=0.0,
        gapAbs=0.0,
        threads=1,
        random_seed=0,
        timeLimit=time_limit,
        mip_feasibility_tolerance=TOLERANCE,
        primal_feasibility_tolerance=TOLERANCE,
        **_asking(interrupt, "kCallbackMipInterrupt"),
    )
