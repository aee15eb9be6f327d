"""The linear solver, reached through PuLP: fast answers in floats that decide nothing themselves.

Everything returned here is a suggestion. Points are rounded and re-checked, duals become integer
multipliers, and only exact integer arithmetic draws conclusions (`dvk_solver.exact`).
PuLP and its solver are imported when the first model is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dvk_solver.errors import SolverError
from dvk_solver.program import Linear, Program, Row

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


class LpModel:
    """The LP relaxation of a program, built once by PuLP and solved again warm.

    Maximises. Rows may be added, switched off and on; column bounds may be changed.
    """

    def __init__(self, program: Program) -> None:
        import numpy as np
        import pulp

        self._np: Any = np
        self.columns = len(program.keys)
        problem: Any = pulp.LpProblem("allocation", pulp.LpMaximize)
        variables = problem.add_variable_dict("x", range(self.columns), 0, 1)
        first = list(variables.values())
        model = first[0]._var.containing_model() if first else None
        for row in program.rows:
            problem.addConstraint(_expression(pulp, model, row.form) <= row.rhs)
        problem.setObjective(pulp.lpSum_vars_coefs([(v, 1.0) for v in first]))
        solver = pulp.HiGHS(
            mip=False,
            msg=False,
            threads=1,
            random_seed=0,
            presolve="off",
            solver="simplex",
            primal_feasibility_tolerance=TOLERANCE,
            dual_feasibility_tolerance=TOLERANCE,
        )
        # INVARIANT: every column is in the objective, so PuLP exports all of them, in our order.
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self._highs: Any = problem.solverModel
        self._highs.setOptionValue("output_flag", False)
        self._rhs = [row.rhs for row in program.rows]
        self._form: Linear | None = None
        self._every = np.arange(self.columns, dtype=np.int32)
        self.set_bounds(None, program.lower, program.upper)

    def add_row(self, row: Row) -> None:
        """Add ``form ≤ rhs``."""
        np = self._np
        columns = np.array(row.form.columns, dtype=np.int32)
        values = np.array(row.form.coefficients, dtype=np.float64)
        self._highs.addRow(-self._highs.inf, float(row.rhs), len(columns), columns, values)
        self._rhs.append(row.rhs)

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
        np, inf = self._np, self._highs.inf
        if numbers:
            self._highs.changeRowsBounds(
                len(numbers),
                np.array(numbers, dtype=np.int32),
                np.full(len(numbers), -inf),
                np.array([self._rhs[n] if on else inf for n in numbers], dtype=np.float64),
            )

    def _aim(self, form: Linear | None) -> None:
        """Make ``form`` the objective (nothing, when None)."""
        if form is self._form and form is not None:
            return
        self._form = form
        cost = self._np.zeros(self.columns)
        if form is not None:
            cost[list(form.columns)] = form.coefficients
        if self.columns:
            self._highs.changeColsCost(self.columns, self._every, cost)

    def probe(self, form: Linear, iterations: int) -> float | None:
        """About what ``form`` can reach, after a few simplex steps; None when nothing is left."""
        highs = self._highs
        self._aim(form)
        highs.setOptionValue("simplex_iteration_limit", iterations)
        highs.run()
        highs.setOptionValue("simplex_iteration_limit", NO_LIMIT)
        status = highs.modelStatusToString(highs.getModelStatus())
        return None if status == "Infeasible" else float(highs.getObjectiveValue())

    def solve(self, form: Linear | None) -> LpAnswer:
        """Maximise ``form`` (nothing, when None) over the current rows and bounds."""
        np, highs = self._np, self._highs
        self._aim(form)
        highs.run()
        status = highs.modelStatusToString(highs.getModelStatus())
        if status == "Optimal":
            found = highs.getSolution()
            return LpAnswer("optimal", np.array(found.col_value), np.array(found.row_dual))
        empty = np.zeros(0)
        if status == "Infeasible":
            _status, known, ray = highs.getDualRay()
            return LpAnswer("infeasible", empty, np.abs(ray) if known else empty)
        return LpAnswer("unknown", empty, empty)


def solve_integer(
    program: Program,
    form: Linear,
    lower: Sequence[int],
    upper: Sequence[int],
    *,
    extra: Sequence[Row] = (),
    skip: frozenset[int] = frozenset(),
    time_limit: float | None = None,
    solver: str = "highs",
) -> MipAnswer:
    """Maximise ``form`` over integers within the given bounds; fixed columns are left out.

    ``skip`` are numbers of rows that do not count. The status is the solver's word.
    """
    import pulp

    free = [c for c in range(len(program.keys)) if lower[c] < upper[c]]
    problem: Any = pulp.LpProblem("core", pulp.LpMaximize)
    variables: dict[int, Any] = {
        c: problem.add_variable(f"x{c}", lower[c], upper[c], pulp.LpInteger) for c in free
    }
    for number, row in enumerate((*program.rows, *extra)):
        if number in skip:
            continue
        rhs = row.rhs
        kept: list[tuple[Any, float]] = []
        least = 0
        for column, coefficient in row.form.terms():
            if column in variables:
                kept.append((variables[column], coefficient))
                least += coefficient * (upper if coefficient > 0 else lower)[column]
            else:
                rhs -= coefficient * lower[column]
        if least <= rhs:
            continue  # holds whatever is chosen
        if not kept:
            return MipAnswer("infeasible", None)
        problem.addConstraint(pulp.lpSum_vars_coefs(kept) <= rhs)
    fixed = [lower[c] for c in range(len(program.keys))]
    if not free:
        return MipAnswer("optimal", fixed)
    weights = dict(form.terms())
    problem.setObjective(
        pulp.lpSum_vars_coefs([(v, weights.get(c, 0)) for c, v in variables.items()])
    )
    stats: Any = problem.solve(_integer_solver(pulp, solver, time_limit))
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
    point = list(fixed)
    for column, variable in variables.items():
        point[column] = round(variable.varValue or 0.0)
    return MipAnswer(status, point)


def _integer_solver(pulp: Any, name: str, time_limit: float | None) -> Any:
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
    )


def _expression(pulp: Any, model: Any, form: Linear) -> Any:
    """The batch form of PuLP, straight from column numbers (its ids are given in our order)."""
    import array

    expression = pulp.LpAffineExpression.empty()
    if form.columns:
        ids = array.array("Q", form.columns)
        values = array.array("d", form.coefficients)
        expression._expr.add_term_ids_coeffs(model, ids, values)
    return expression
