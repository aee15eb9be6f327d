"""The same allocation in each system: most points of letters, then, keeping them, of certificates.

Each is written as its manual shows it, one thread, gap 0. Libraries load before the clock starts.
A system answers with the list, or with ``None`` when its time ran out; it stops its own clock.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from solver_cases import Case

__all__ = ["SYSTEMS", "Answer"]

#: letters, certificates, CPU seconds of building and of solving, and the system's own word
type Answer = tuple[Sequence[int] | None, Sequence[int], float, float, str]


def _ours(limit: float) -> Callable[[Case], Answer]:
    import dvk_solver as s
    import highspy  # noqa: F401 - loads before the clock starts, as for everybody
    import numpy as np  # noqa: F401 - the same
    import pulp  # noqa: F401 - the same

    solve, why = s.solve, s.why  # a name loads its module when it is first used

    def work(case: Case) -> Answer:
        begun = process_time()
        problem = _problem(case)
        built = process_time()
        # One limit for everything: ties at every stage, the proof of uniqueness and the reasons.
        found = solve(problem, limits=s.Limits(seconds=limit))
        reasons = why(problem, found)
        solved = process_time()
        say = ", ".join(f"{stage.objective} {stage.status}" for stage in found.stages)
        say = f"{say}; {found.status}; {len(found.ties.open)} seats tied; {len(reasons)} reasons"
        lists = [[int(name) for name in found.selected[tier]] for tier in ("letter", "cert")]
        return lists[0], lists[1], built - begun, solved - built, say

    return work


def _problem(case: Case) -> Any:
    import dvk_solver as s

    tiers = ("letter", "cert")
    units = [row for row in case.rows if row.name.startswith("u")]
    groups = [row for row in case.rows if row.name.startswith("g")]
    return s.Problem(
        candidates=tuple(
            s.Candidate(
                id=str(i),
                eligible=tiers if case.second[i] else tiers[:1],
                unit=str(case.unit[i]),
                attributes={f"g{g}": True for g in case.groups[i]},
                merit={"letter": case.merit[0][i], "cert": case.merit[1][i]},
            )
            for i in range(case.size)
        ),
        tiers=(
            s.Tier(id="letter", at_least=case.seats[0], at_most=case.seats[0]),
            s.Tier(id="cert", at_least=case.seats[1], at_most=case.seats[1], within="letter"),
        ),
        quotas=(
            *(
                s.Quota(
                    id=f"units-{tier}",
                    tier=tier,
                    per="unit",
                    bounds={
                        row.name[1:]: s.Bounds(
                            at_least=row.low or None,
                            at_most=row.high if row.high < len(row.members) else None,
                        )
                        for row in units
                        if row.tier == number
                    },
                )
                for number, tier in enumerate(tiers)
            ),
            *(
                s.Quota(
                    id=f"{row.name}-{tiers[row.tier]}",
                    tier=tiers[row.tier],
                    where={row.name: True},
                    at_least=row.low or None,
                    at_most=row.high if row.high < len(row.members) else None,
                )
                for row in groups
            ),
        ),
        objectives=(
            s.Objective(kind="merit", tier="letter"),
            s.Objective(kind="merit", tier="cert"),
        ),
        tie_break=s.TieBreak(kind="seed", seed="benchmark"),
    )


def _pulp(limit: float) -> Callable[[Case], Answer]:
    import highspy  # noqa: F401 - loads before the clock starts
    import pulp

    def work(case: Case) -> Answer:
        begun = process_time()
        problem = pulp.LpProblem("seats", pulp.LpMaximize)
        people = range(case.size)
        able = [i for i in people if case.second[i]]
        x = problem.add_variable_dict("x", people, 0, 1, pulp.LpInteger)
        y = problem.add_variable_dict("y", able, 0, 1, pulp.LpInteger)
        for tier, seats in ((x, case.seats[0]), (y, case.seats[1])):
            problem.addConstraint(pulp.lpSum_vars(tier.values()) == seats)
        for i in able:
            problem.addConstraint(y[i] - x[i] <= 0)
        for row in case.rows:
            total = pulp.lpSum_vars([(x, y)[row.tier][i] for i in row.members])
            if row.low > 0:
                problem.addConstraint(total >= row.low)
            if row.high < len(row.members):
                problem.addConstraint(total <= row.high)
        built, left = process_time(), limit
        for tier, points in ((x, case.merit[0]), (y, case.merit[1])):
            form = pulp.lpSum_vars_coefs([(v, points[i]) for i, v in tier.items()])
            problem.setObjective(form)
            solver = pulp.HiGHS(
                msg=False, gapRel=0.0, gapAbs=0.0, threads=1, random_seed=0, timeLimit=left
            )
            stats = problem.solve(solver)
            left = limit - (process_time() - built)
            if stats.status.name != "Optimal" or left <= 0:
                return None, (), built - begun, process_time() - built, stats.status.name
            best = sum(points[i] * round(v.varValue) for i, v in tier.items())
            problem.addConstraint(
                pulp.lpSum_vars_coefs([(v, points[i]) for i, v in tier.items()]) >= best
            )
        solved = process_time()
        lists = [[i for i, v in tier.items() if round(v.varValue)] for tier in (x, y)]
        return lists[0], lists[1], built - begun, solved - built, "Optimal"

    return work


def _matrix(case: Case) -> tuple[list[int], list[tuple[float, float, list[int], list[float]]]]:
    """Who may have a certificate, and all rows: low, high, columns, coefficients."""
    n, inf = case.size, float("inf")
    able = [i for i in range(n) if case.second[i]]
    place = {i: n + k for k, i in enumerate(able)}
    rows = [
        (case.seats[0], case.seats[0], list(range(n)), [1.0] * n),
        (case.seats[1], case.seats[1], list(place.values()), [1.0] * len(able)),
        *((-inf, 0.0, [place[i], i], [1.0, -1.0]) for i in able),
    ]
    for row in case.rows:
        columns = [i if row.tier == 0 else place[i] for i in row.members]
        high = row.high if row.high < len(row.members) else inf
        rows.append((row.low, high, columns, [1.0] * len(columns)))
    return able, rows


def _highs(limit: float) -> Callable[[Case], Answer]:
    import highspy
    import numpy as np

    def work(case: Case) -> Answer:
        begun = process_time()
        able, rows = _matrix(case)
        n, m = case.size, len(able)
        h = highspy.Highs()
        h.setOptionValue("output_flag", False)
        h.setOptionValue("threads", 1)
        h.setOptionValue("mip_rel_gap", 0.0)
        h.setOptionValue("mip_abs_gap", 0.0)
        h.addVars(n + m, np.zeros(n + m), np.ones(n + m))
        every = np.arange(n + m, dtype=np.int32)
        h.changeColsIntegrality(
            n + m, every, np.full(n + m, highspy.HighsVarType.kInteger, dtype=object)
        )
        starts = np.cumsum([0, *(len(r[2]) for r in rows)], dtype=np.int32)
        h.addRows(
            len(rows),
            np.array([r[0] for r in rows], dtype=float),
            np.array([r[1] for r in rows], dtype=float),
            int(starts[-1]),
            starts[:-1],
            np.concatenate([np.array(r[2], dtype=np.int32) for r in rows]),
            np.concatenate([np.array(r[3]) for r in rows]),
        )
        h.changeObjectiveSense(highspy.ObjSense.kMaximize)
        built, left = process_time(), limit
        costs = (
            np.array([*case.merit[0], *[0] * m], dtype=float),
            np.array([*[0] * n, *(case.merit[1][i] for i in able)], dtype=float),
        )
        point = np.zeros(n + m)
        for cost in costs:
            h.changeColsCost(n + m, every, cost)
            h.setOptionValue("time_limit", h.getRunTime() + left)  # its clock runs on
            h.run()
            left = limit - (process_time() - built)
            word = h.modelStatusToString(h.getModelStatus())
            if word != "Optimal" or left <= 0:
                return None, (), built - begun, process_time() - built, word
            point = np.rint(np.array(h.getSolution().col_value))
            used = np.flatnonzero(cost).astype(np.int32)
            h.addRow(float(cost @ point), float("inf"), len(used), used, cost[used])
        solved = process_time()
        letters = [i for i in range(n) if point[i]]
        certificates = [i for k, i in enumerate(able) if point[n + k]]
        return letters, certificates, built - begun, solved - built, "Optimal"

    return work


def _linopy(limit: float) -> Callable[[Case], Answer]:
    import highspy  # noqa: F401 - loads before the clock starts
    import linopy
    import numpy as np
    import pandas as pd
    import xarray as xr

    def work(case: Case) -> Answer:
        begun = process_time()
        n = case.size
        able = np.flatnonzero(np.array(case.second))
        model = linopy.Model()
        x = model.add_variables(binary=True, coords=[pd.RangeIndex(n, name="i")], name="x")
        y = model.add_variables(binary=True, coords=[pd.Index(able, name="i")], name="y")
        model.add_constraints(x.sum() == case.seats[0])
        model.add_constraints(y.sum() == case.seats[1])
        model.add_constraints(y - x.sel(i=able) <= 0)
        for row in case.rows:
            total = (x, y)[row.tier].sel(i=list(row.members)).sum()
            if row.low > 0:
                model.add_constraints(total >= row.low)
            if row.high < len(row.members):
                model.add_constraints(total <= row.high)
        built, left = process_time(), limit
        for tier, points in ((x, case.merit[0]), (y, case.merit[1])):
            worth = xr.DataArray(
                np.array(points, dtype=float)[tier.coords["i"].values], coords=tier.coords
            )
            model.add_objective((worth * tier).sum(), sense="max", overwrite=True)
            _status, word = model.solve(
                solver_name="highs", io_api="direct", output_flag=False, threads=1,
                mip_rel_gap=0.0, mip_abs_gap=0.0, time_limit=left,
            )  # fmt: skip
            left = limit - (process_time() - built)
            if word != "optimal" or left <= 0:
                return None, (), built - begun, process_time() - built, word
            best = float((worth * tier.solution.round()).sum())
            model.add_constraints((worth * tier).sum() >= best)
        solved = process_time()
        letters = [int(i) for i in np.flatnonzero(x.solution.values.round())]
        certificates = [int(i) for i in able[np.flatnonzero(y.solution.values.round())]]
        return letters, certificates, built - begun, solved - built, "Optimal"

    return work


def _cp_sat(limit: float) -> Callable[[Case], Answer]:
    from ortools.sat.python import cp_model

    def work(case: Case) -> Answer:
        begun = process_time()
        model = cp_model.CpModel()
        x = {i: model.new_bool_var("") for i in range(case.size)}
        y = {i: model.new_bool_var("") for i in range(case.size) if case.second[i]}
        model.add(sum(x.values()) == case.seats[0])
        model.add(sum(y.values()) == case.seats[1])
        for i, both in y.items():
            model.add_implication(both, x[i])
        for row in case.rows:
            total = sum((x, y)[row.tier][i] for i in row.members)
            model.add_linear_constraint(total, row.low, row.high)
        built, left = process_time(), limit
        solver = cp_model.CpSolver()
        for tier, points in ((x, case.merit[0]), (y, case.merit[1])):
            form = cp_model.LinearExpr.weighted_sum(list(tier.values()), [points[i] for i in tier])
            model.maximize(form)
            solver.parameters.num_workers = 1
            solver.parameters.max_time_in_seconds = left
            status = solver.solve(model)
            left = limit - (process_time() - built)
            if status != cp_model.OPTIMAL or left <= 0:
                word = solver.status_name(status)
                return None, (), built - begun, process_time() - built, word
            model.add(form >= round(solver.objective_value))
        solved = process_time()
        lists = [[i for i, v in tier.items() if solver.value(v)] for tier in (x, y)]
        return lists[0], lists[1], built - begun, solved - built, "OPTIMAL"

    return work


def _floor(_limit: float) -> Callable[[Case], Answer]:
    """Reading the candidates from a file, adding up their points and sorting: no rule is kept."""

    def work(case: Case) -> Answer:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "candidates.csv"
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(
                    (i, case.unit[i], m // 2, m - m // 2) for i, m in enumerate(case.merit[0])
                )
            begun = process_time()
            with path.open(newline="") as file:
                rows = [(int(a) + int(b), int(i)) for i, _unit, a, b in csv.reader(file)]
            read = process_time()
            rows.sort(reverse=True)
            chosen = [i for _, i in rows[: case.seats[0]]]
            return None, chosen, read - begun, process_time() - read, "no rule kept"

    return work


#: name → (seconds of limit → (case → answer)); raises ImportError when the library is missing
SYSTEMS: dict[str, Callable[[float], Callable[[Case], Answer]]] = {
    "dvk_solver": _ours,
    "PuLP + HiGHS": _pulp,
    "highspy arrays": _highs,
    "linopy + HiGHS": _linopy,
    "OR-Tools CP-SAT": _cp_sat,
    "read+score+sort": _floor,
}
