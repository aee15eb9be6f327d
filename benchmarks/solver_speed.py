"""How long the optimiser takes, as a ratio to others on the same core in the same run.

    python benchmarks/solver_speed.py [--peers PYTHON] [--limit 110] [--json FILE] [CASE …]

``--peers`` is another environment that has linopy and ortools; a missing library is said, not
skipped in silence. Every system works in a process of its own with one thread; CPU seconds and peak
memory are its own, the limit is wall time. Every list is scored again in integers, and all must be
equal.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from solver_cases import CASES, make, score
from solver_systems import SYSTEMS

PEERS = {"linopy + HiGHS", "OR-Tools CP-SAT"}
#: beyond this much wall time after its limit a system is ended from outside
GRACE = 60


def one(system: str, name: str, limit: float) -> dict[str, Any]:
    """The work of one process."""
    try:
        work = SYSTEMS[system](limit)
    except ImportError as error:
        return {"missing": error.name}
    case = make(name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    letters, certificates, build, solve, word = work(case)
    found: dict[str, Any] = {"build": build, "solve": solve, "word": word}
    found["points"] = None if letters is None else score(case, letters, certificates)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**found, "memory": peak // 1024, "before": before // 1024}


def measured(python: str, system: str, name: str, limit: float) -> dict[str, Any]:
    """One system on one case, in its own process."""
    command = [python, __file__, "--one", system, "--limit", str(limit), name]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=limit + GRACE,
            check=False,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        return {"build": 0.0, "solve": limit, "word": "ended from outside", "points": None}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["no word"])[-1]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def show(system: str, row: dict[str, Any], base: float | None) -> str:
    """A line of the table."""
    if "missing" in row:
        return f"  {system:18} needs {row['missing']}, which is not installed"
    if "failed" in row:
        return f"  {system:18} failed: {row['failed']}"
    whole = row["build"] + row["solve"]
    ratio = "" if not base else f"{whole / base:9.3f}"
    memory = f"{row.get('memory', 0):7}"
    line = f"{row['build']:9.3f} {row['solve']:9.3f} {ratio:>9} {memory}"
    return f"  {system:18} {line}  {row['points'] or ''} {row['word']}"


def main() -> None:
    """Run what is asked for and print a table a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--limit", type=float, default=110.0)
    parser.add_argument("--only", help="names of systems, separated by commas")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, asked.cases[0], asked.limit)))
        return
    systems = asked.only.split(",") if asked.only else list(SYSTEMS)
    results: dict[str, dict[str, Any]] = {}
    for name in asked.cases:
        rows = results[name] = {
            system: measured(
                asked.peers if system in PEERS else sys.executable, system, name, asked.limit
            )
            for system in systems
        }
        base = rows.get("PuLP + HiGHS", {}).get("solve")
        print(f"{name}: CPU seconds to build and to solve, both ÷ PuLP's solve, peak MB")
        for system, row in rows.items():
            print(show(system, row, base))
        points = {tuple(row["points"]) for row in rows.values() if row.get("points")}
        if len(points) > 1:
            print(f"  THE LISTS DIFFER: {points}")
        sys.stdout.flush()
        if asked.json:
            asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
