"""Random packs and nominations through every engine, until one of them disagrees.

    python benchmarks/engines_agree.py --examples 100000

One example is one nomination under one pack; packs have up to a hundred rules, and each is tried
with ten nominations. A naive evaluator that reads the files by itself is the judge. A
disagreement stops the run with the size and the seed that repeat it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from engines.comparing import Programs, answer_of
from engines.generators import DAY, make_draft, nominations_of, pack_of
from engines.naive import naive_answer

from dvk_rules.engines import get_engine
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.nominations import Nomination
from dvk_rules.program import Facts

try:
    from dvk_rules.engines.columnar import ColumnarEngine
except ImportError:  # Polars is an extra
    ColumnarEngine = None

_REFERENCE = ReferenceEngine()
_EACH = 10
_LARGEST = 30


def _columns_agree(programs: Programs, nominations: list[Nomination]) -> bool:
    """Whether the columnar engine, which takes the nominations of a unit together, agrees."""
    together: dict[str, list[Facts]] = {}
    for item in nominations:
        facts = facts_in_full(programs[item.unit], item)
        together.setdefault(item.unit, []).append(facts)
    return all(
        list(ColumnarEngine().run_many(programs[unit], rows))
        == [_REFERENCE.run(programs[unit], facts) for facts in rows]
        for unit, rows in together.items()
    )


def main() -> int:
    """Runs the examples; 0 if all agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--engines", nargs="+", default=["reference", "durable"])
    chosen = parser.parse_args()
    engines = [get_engine(name)[0] for name in chosen.engines]
    started = shown = time.monotonic()
    examples = packs = rules = 0
    seed = chosen.seed
    while examples < chosen.examples:
        size = 1 + seed % _LARGEST
        draft = make_draft(size, seed)
        programs = Programs(pack_of(draft))
        nominations = nominations_of(draft, _EACH)
        if ColumnarEngine is not None and not _columns_agree(programs, nominations):
            print(f"\ndisagreement of the columnar engine: make_draft({size}, {seed})")
            return 1
        for nomination in nominations:
            expected = naive_answer(draft, nomination.unit, dict(nomination.facts), DAY, {})
            program = programs[nomination.unit]
            facts = facts_in_full(program, nomination)
            results = [engine.run(program, facts) for engine in engines]
            said = [answer_of(engine, programs, nomination) for engine in engines]
            if any(item != results[0] for item in results) or any(a != expected for a in said):
                print(f"\ndisagreement: make_draft({size}, {seed}), nomination {nomination.id}")
                return 1
            examples += 1
            rules += len(draft.rules)
        packs += 1
        seed += 1
        if time.monotonic() - shown > 5:
            shown = time.monotonic()
            rate = examples / (shown - started)
            print(f"{examples:,} of {chosen.examples:,} examples, {rate:.0f}/s", flush=True)
    spent = time.monotonic() - started
    names = ", ".join(
        [*(engine.name for engine in engines), *(["columnar"] if ColumnarEngine else [])]
    )
    print(
        f"{examples:,} examples over {packs:,} packs ({rules:,} rule evaluations), "
        f"{names} and the naive reading agree on all of them; {spent:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
