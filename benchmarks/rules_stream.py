"""Twenty million rows through a file, in bounded memory: how fast, and how much.

    python benchmarks/rules_stream.py --rows 20000000 --folder bulk

The source is invented (``rules_cases``) and written to ``--folder`` part by part; the same million
rows are repeated with other ids. What is printed: the time, the peak of the process's memory, and
the same for a tenth of the rows, which shows whether memory grows with the file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import polars as pl
from rules_peers import machine, one_process, peak
from rules_systems import DAY, PACK, frame_of

from dvk_rules import load_pack
from dvk_rules.bulk import evaluate_file

_PART = 1_000_000


def main() -> int:
    """Writes the source, evaluates it in a child process for each size, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--folder", type=Path, help="where some gigabytes may lie for a while")
    parser.add_argument("--source", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.source is not None:
        _evaluate(asked.source)
        return 0
    print(machine())
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for rows in (asked.rows // 10, asked.rows):
            source = _written(Path(folder), rows)
            found = one_process([sys.executable, __file__, "--source", str(source)])
            print(
                f"{rows:>12,} rows, {source.stat().st_size / 2**20:,.0f} MB: "
                f"{found['seconds']:.0f} s, of the processor {found['busy']:.0f} s "
                f"({rows / found['busy'] / 1e6:.2f} M rows/s), "
                f"peak memory {found['peak']:,.0f} MB, result {found['result']:,.0f} MB",
                flush=True,
            )
    return 0


def _written(folder: Path, rows: int) -> Path:
    frame = frame_of(min(rows, _PART))
    parts = folder / f"parts-{rows}"
    parts.mkdir()
    for start in range(0, rows, _PART):
        ids = (pl.int_range(frame.height, eager=True) + start).cast(pl.String).alias("nomination")
        part = frame.with_columns(ids).head(rows - start)
        part.write_parquet(parts / f"{start:012d}.parquet", row_group_size=250_000)
    source = folder / f"nominations-{rows}.parquet"
    pl.scan_parquet(parts / "*.parquet").sink_parquet(source, row_group_size=250_000)
    shutil.rmtree(parts)
    return source


def _evaluate(source: Path) -> None:
    target = source.with_name(f"result-{source.name}")
    begun = time.monotonic()
    evaluate_file(load_pack(PACK), source, target, day=DAY)
    seconds = time.monotonic() - begun
    size = target.stat().st_size / 2**20
    busy = time.process_time()
    print(json.dumps({"seconds": seconds, "busy": busy, "peak": peak(), "result": size}))
    target.unlink()


if __name__ == "__main__":
    sys.exit(main())
