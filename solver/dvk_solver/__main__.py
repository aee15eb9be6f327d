"""``python -m dvk_solver PROBLEM.json``: print the allocation, or the clash, as JSON.

Exit code 0: an allocation. 1: the rules clash, or the lot was refused. 2: unreadable input.
``--certificate FILE`` also writes the proof for ``python -m dvk_solver.check``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dvk_solver.clash import Clash
from dvk_solver.errors import ProblemError, Undecided
from dvk_solver.lexicographic import solve
from dvk_solver.model import Problem
from dvk_solver.outcome import Limits

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Solve the problem in a file; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m dvk_solver", description=(__doc__ or ""))
    parser.add_argument("problem", help="the problem as JSON")
    parser.add_argument("--certificate", metavar="FILE", help="write the proof here")
    parser.add_argument("--seconds", type=float, help="stop after this long with the best list")
    chosen = parser.parse_args(arguments)
    try:
        problem = Problem.from_json(Path(chosen.problem).read_bytes())
        limits = Limits(seconds=chosen.seconds)
    except OSError as error:
        sys.stderr.write(f"cannot read '{chosen.problem}': {error.strerror}\n")
        return 2
    except ProblemError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        allocation = solve(problem, limits=limits)
    except Clash as clash:
        _print(clash.to_data())
        _save(chosen.certificate, clash.certificate)
        return 1
    except Undecided as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _print(allocation.to_data())
    _save(chosen.certificate, allocation.certificate)
    return 1 if allocation.status == "tied" else 0


def _print(data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    sys.stdout.buffer.write(f"{text}\n".encode())


def _save(name: str | None, certificate: Mapping[str, Any] | None) -> None:
    if name is None:
        return
    if certificate is None:
        sys.stderr.write("there is no proof to write: a part of it is the solver's word only\n")
        return
    text = json.dumps(certificate, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
