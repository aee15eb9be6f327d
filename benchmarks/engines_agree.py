"""Random packs and nominations through every engine, until one of them disagrees.

    python benchmarks/engines_agree.py --examples 100000

One example is one nomination under one pack; packs have up to a hundred rules, and each is tried
with as many nominations as ``--each`` says. Every engine gets the nominations of a unit together,
and the reference engine gets them one by one as well. A naive evaluator that reads the files by
itself is the judge of each. A disagreement stops the run with the size and the seed that repeat
it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from engines.comparing import Programs, answer_in
from engines.generators import DAY, Draft, make_draft, nominations_of, pack_of
from engines.naive import naive_answer

from dvk_rules.engines import ENGINES, Engine, get_engine
from dvk_rules.engines.reference import ReferenceEngine
from dvk_rules.evaluation import facts_in_full
from dvk_rules.nominations import Nomination

_ONE_BY_ONE = ReferenceEngine()
_LARGEST = 30


def _disagrees(draft: Draft, engines: Sequence[Engine], each: int) -> str:
    """Which engine says what of which nomination another does not say; empty if they agree."""
    programs = Programs(pack_of(draft))
    together: dict[str, list[Nomination]] = defaultdict(list)
    for item in nominations_of(draft, each):
        together[item.unit].append(item)
    for unit, nominations in together.items():
        program = programs[unit]
        rows = [facts_in_full(program, item) for item in nominations]
        expected = [_ONE_BY_ONE.run(program, facts) for facts in rows]
        for item, facts, results in zip(nominations, rows, expected, strict=True):
            naive = naive_answer(draft, unit, dict(item.facts), DAY, {})
            if answer_in(program, facts, results) != naive:
                return f"the naive reading, nomination {item.id}"
        for engine in engines:
            said = engine.run_many(program, rows)
            for item, results, other in zip(nominations, expected, said, strict=True):
                if results != other:
                    return f"the {engine.name} engine, nomination {item.id}"
    return ""


def main() -> int:
    """Runs the examples; 0 if all agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=25, help="nominations for each pack")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    chosen = parser.parse_args()
    engines = [get_engine(name)[0] for name in chosen.engines]
    started = shown = time.monotonic()
    examples = rules = 0
    seed = chosen.seed
    while examples < chosen.examples:
        size = 1 + seed % _LARGEST
        draft = make_draft(size, seed)
        if told := _disagrees(draft, engines, chosen.each):
            print(f"\ndisagreement of {told}: make_draft({size}, {seed})")
            return 1
        examples += chosen.each
        rules += chosen.each * len(draft.rules)
        seed += 1
        if time.monotonic() - shown > 5:
            shown = time.monotonic()
            rate = examples / (shown - started)
            print(f"{examples:,} of {chosen.examples:,} examples, {rate:.0f}/s", flush=True)
    spent = time.monotonic() - started
    names = ", ".join(engine.name for engine in engines)
    print(
        f"{examples:,} examples over {seed - chosen.seed:,} packs ({rules:,} rule evaluations): "
        f"{names}, one by one, and the naive reading agree on all of them; {spent:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
