"""``python -m dvk_solver.check FILE``: replay a proof with the standard library alone.

Exit code 0: the proof shows what it says. 1: it does not. 2: the file cannot be read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dvk_solver.check.replay import Rejected, replay

__all__ = ["main"]

#: What replaying something raises that is no proof at all.
NO_PROOF = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


def main(arguments: list[str]) -> int:
    """Replay the proof in a file and print the verdict."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m dvk_solver.check FILE\n")
        return 2
    sys.setrecursionlimit(100_000)  # a proof tree nests as deep as it branches
    try:
        proof = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        sys.stderr.write(f"cannot read '{arguments[0]}': {error}\n")
        return 2
    try:
        sentence = replay(proof)
    except Rejected as reason:
        sys.stdout.write(f"rejected: {reason!s}\n".encode("utf-8", "backslashreplace").decode())
        return 1
    except NO_PROOF as error:
        sys.stdout.write(f"rejected: the file is not a proof ({type(error).__name__}: {error})\n")
        return 1
    sys.stdout.write(f"holds: {sentence}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
