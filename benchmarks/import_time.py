"""What ``import dvk_rules`` costs a portal, beside what it uses anyway.

Run with ``python benchmarks/import_time.py [TIMES]``. Every import is a process of its own; the
figures are medians over rounds in which the statements take turns, less a process that imports
nothing. ``first use`` is the price of the names that a portal needs for one dossier.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

STATEMENTS = {
    "nothing": "pass",
    "json": "import json",
    "dvk_rules": "import dvk_rules",
    "dvk_rules, first use": "from dvk_rules import Nomination, evaluate, explain, load_pack",
    "dvk_rules, with the solver": "from dvk_rules import load_scenario, run; import dvk_solver",
    "pydantic": "import pydantic; pydantic.BaseModel",
    "polars": "import polars",
}


def seconds(statement: str) -> float:
    """The time of one process that runs ``statement``."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start


def main(times: int) -> None:
    """Measures in turns and prints a table."""
    taken: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(times):
        for name, statement in STATEMENTS.items():
            taken[name].append(seconds(statement))
    empty = median(taken["nothing"])
    cost = {name: median(found) - empty for name, found in taken.items()}
    print(f"an empty process: {empty * 1000:.0f} ms; median of {times}")
    print(f"{'':28} {'ms':>7} {'of pydantic':>12}")
    for name, value in cost.items():
        if name != "nothing":
            print(f"{name:28} {value * 1000:7.1f} {value / cost['pydantic']:12.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
