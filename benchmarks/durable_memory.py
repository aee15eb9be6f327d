"""Memory and speed of the durable engine over many nominations in one process.

    python benchmarks/durable_memory.py --nominations 100000

The nominations are cases of a shipped pack with facts left out at random. Prints the memory in
use at every tenth part, and the speed as a ratio to the reference engine in the same run.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from datetime import date
from random import Random

from dvk_rules.engines.durable import DurableEngine
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.nominations import Nomination
from dvk_rules.pack import load_pack
from dvk_rules.program import compile_program


def main() -> int:
    """Runs the nominations; 0 if the engines agreed on all and memory stayed flat."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nominations", type=int, default=100_000)
    parser.add_argument("--pack", default="binh-thuan-2020")
    chosen = parser.parse_args()
    pack = load_pack(chosen.pack)
    program = compile_program(pack, pack.effective.start or date(2020, 12, 15))
    random = Random(1)
    given = [
        facts_in_full(
            program,
            Nomination(
                case.id, "", {n: v for n, v in case.facts.items() if random.random() > share}
            ),
        )
        for case in pack.cases
        for share in (0.0, 0.2, 0.6)
    ]
    durable, reference = DurableEngine(), ReferenceEngine()
    expected = [reference.run(program, facts) for facts in given]
    spent = {"durable": 0.0, "reference": 0.0}
    sizes: list[int] = []
    part = max(1, chosen.nominations // 10)
    for number in range(chosen.nominations):
        place = number % len(given)
        before = time.perf_counter()
        results = durable.run(program, given[place])
        between = time.perf_counter()
        reference.run(program, given[place])
        spent["durable"] += between - before
        spent["reference"] += time.perf_counter() - between
        if results != expected[place]:
            print(f"nomination {number} differs")
            return 1
        if (number + 1) % part == 0:
            sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            print(f"{number + 1:>9,} nominations, at most {sizes[-1] / 1024:.1f} MB", flush=True)
    ratio = spent["durable"] / spent["reference"]
    rate = chosen.nominations / spent["durable"]
    print(f"{rate:,.0f} nominations/s, {ratio:.1f} times the time of the reference engine")
    grown = sizes[-1] - sizes[0]
    print(f"grown by {grown} KB after the first tenth")
    return 0 if grown < 4096 else 1


if __name__ == "__main__":
    sys.exit(main())
