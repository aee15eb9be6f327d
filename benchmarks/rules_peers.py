"""Forty rules in our engines and in others: speed and memory, in one run, on one core.

    python benchmarks/rules_peers.py --peers-python PATH

Each measurement is a process of its own, held to one core and one thread, and what it concludes is
compared with the plain Python function. Time is the processor's (user and system), the best of
several runs, so that other work on the machine disturbs little; memory is what the run adds to
the peak of the process. ``PATH`` is an interpreter with the dependency group ``bench`` installed;
peers it lacks are named as missing.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from rules_cases import COMPARED, by_hand, rows_of
from rules_systems import DAY, PACK, SYSTEMS, System, frame_of

__all__ = ["machine", "one_process", "peak"]

COUNTS = (1_000, 20_000, 200_000, 2_000_000)
_PEERS = ("OpenFisca", "CEL (Rust)", "ZEN graph", "ZEN graph, traced")
_BUDGET = 4.0  # seconds for the repetitions of one measurement
_CHOSEN = 400


def main() -> int:
    """Measures everything and prints the tables; 1 if a system concludes otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter of the peers")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--only", nargs="+", help="systems, by the beginnings of their names")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--chosen", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child is not None:
        print(json.dumps(_measure(SYSTEMS[asked.child], asked.counts[0])))
        return 0
    if asked.chosen:
        print(json.dumps(_measure_chosen()))
        return 0
    print(f"{machine()}\n")
    wrong = _table(asked.peers_python, asked.counts, asked.only)
    if not asked.only:
        _chosen_rows()
    return 1 if wrong else 0


def _table(peers_python: str, counts: list[int], only: list[str] | None) -> bool:
    print("| system | trace | " + " | ".join(f"{count:,}" for count in counts) + " | memory |")
    print("|---|---|" + "---|" * (len(counts) + 1))
    wrong = False
    for number, system in enumerate(SYSTEMS):
        if only and not system.name.startswith(tuple(only)):
            continue
        cells: list[str] = []
        memory = ""
        for count in counts:
            if count > system.most:
                cells.append("")
                continue
            python = peers_python if system.name in _PEERS else sys.executable
            found = _child(python, number, count)
            if "missing" in found:
                cells.append(f"missing: {found['missing']}")
                continue
            wrong = wrong or not found["equal"]
            cells.append(f"{_short(found['rate'])}{'' if found['equal'] else ' WRONG'}")
            memory = f"{found['memory']:,.0f} MB at {count:,}"
        print(
            f"| {system.name} | {system.trace} | " + " | ".join(cells) + f" | {memory} |",
            flush=True,
        )
    return wrong


def _short(rate: float) -> str:
    return f"{rate / 1e6:.1f} M" if rate >= 1e6 else f"{rate / 1e3:.1f} k"


def _child(python: str, number: int, count: int) -> dict[str, Any]:
    command = [python, __file__, "--child", str(number), "--counts", str(count)]
    return one_process(command)


def one_process(command: list[str]) -> dict[str, Any]:
    """What a process that may use one thread prints last, as JSON."""
    one = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(
        command, env={**os.environ, **one}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _hold() -> None:
    """One core, so that no system gains by threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _measure(system: System, count: int) -> dict[str, Any]:
    _hold()
    try:
        system.run(system.prepare(50))  # imports, and what is compiled once
        prepared = system.prepare(count)
    except ImportError as error:
        return {"missing": str(error.name)}
    before = _reset_peak()
    started, best = time.monotonic(), float("inf")
    result: Any = None
    while True:
        result = None  # the last result is not counted twice
        begun = time.process_time()
        result = system.run(prepared)
        best = min(best, time.process_time() - begun)
        if time.monotonic() - started > _BUDGET:
            break
    memory = peak() - before
    expected = np.array([by_hand(row) for row in rows_of(count, COMPARED)]).astype(np.int64)
    found = np.asarray(
        system.read(result[:COMPARED] if isinstance(result, (list, tuple)) else result)
    )
    equal = bool((found[:COMPARED].astype(np.int64) == expected).all())
    return {"rate": count / best, "memory": memory, "equal": equal}


def _measure_chosen() -> dict[str, Any]:
    """The verdicts of 200,000 rows, and full traces of 400 of them."""
    from dvk_rules import load_pack
    from dvk_rules.bulk import evaluate_table, trace_rows

    _hold()
    pack, frame = load_pack(PACK), frame_of(200_000)
    ids = frame["nomination"].gather_every(200_000 // _CHOSEN).to_list()
    alone = traced = float("inf")
    for _ in range(7):
        begun = time.process_time()
        evaluate_table(pack, frame, day=DAY)
        alone = min(alone, time.process_time() - begun)
        begun = time.process_time()
        for result in trace_rows(pack, frame, ids, day=DAY):
            result.trace()
        traced = min(traced, time.process_time() - begun)
    return {"alone": alone, "traced": traced}


def _chosen_rows() -> None:
    found = one_process([sys.executable, __file__, "--chosen"])
    alone, traced = found["alone"], found["traced"]
    print(
        f"\n200,000 verdicts {alone * 1e3:.0f} ms; full traces of {_CHOSEN} of them "
        f"{traced * 1e3:.0f} ms ({traced / alone:.1f} times the verdicts)"
    )


def _status(field: str) -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def _reset_peak() -> float:
    """Forgets the peak so far, where the system lets one; megabytes in use."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")
    return _status("VmRSS")


def peak() -> float:
    """The most memory this process has had since the peak was reset, in megabytes."""
    return _status("VmHWM")


def machine() -> str:
    """The machine, how busy it is, and the day."""
    info = Path("/proc/cpuinfo")
    names = (
        [line for line in info.read_text().splitlines() if "model name" in line]
        if info.exists()
        else []
    )
    cpu = names[0].partition(":")[2].strip() if names else platform.processor()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    day = time.strftime("%Y-%m-%d")
    return f"{cpu}, {os.cpu_count()} cores{load}; Python {platform.python_version()}; {day}"


if __name__ == "__main__":
    sys.exit(main())
