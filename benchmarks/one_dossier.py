"""One dossier while somebody waits: the first call, and the calls after it.

Run with ``python benchmarks/one_dossier.py [TIMES]``. The first call on a pack compiles the rules
for the dossier's unit and day, which are then kept with the pack; a call after it costs its
evaluation only. Figures are the best of TIMES rounds, so that other work on the machine disturbs
little; ``of the first`` is the ratio that matters.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date

from dvk_rules import Nomination, Pack, evaluate, load_pack

DAY = date(2020, 12, 15)
_CALLS = 100  # in a row, for a figure


def dossier(pack: Pack) -> Nomination:
    """A dossier of four facts; all others are unknown."""
    written = {
        "name": "Tập thể PT-01",
        "kind": "Tập thể",
        "dossier_received": "02/12/2020",
        "votes_share": "78%",
    }
    read = {name: pack.vocabulary[name].kind.parse(raw) for name, raw in written.items()}
    facts = {name: value for name, value in read.items() if value is not None}
    return Nomination("portal/1", "phan-thiet", facts, rank=1)


def seconds(pack: Pack, engine: str, calls: int) -> float:
    """The time of one call, of ``calls`` in a row."""
    item = dossier(pack)
    start = time.perf_counter()
    for _ in range(calls):
        evaluate(pack, [item], day=DAY, engine=engine)
    return (time.perf_counter() - start) / calls


def main(times: int) -> None:
    """Measures in turns and prints a table."""
    loaded = load_pack("binh-thuan-2020")
    print(f"{'':12} {'first, ms':>10} {'again, ms':>10} {'of the first':>13}")
    for engine in ("reference", "durable"):
        firsts: list[float] = []
        others: list[float] = []
        for _ in range(times):
            pack = replace(loaded)  # the same law, with nothing kept
            firsts.append(seconds(pack, engine, 1))
            others.append(seconds(pack, engine, _CALLS))
        first, again = min(firsts), min(others)
        print(f"{engine:12} {first * 1000:10.2f} {again * 1000:10.3f} {again / first:13.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
