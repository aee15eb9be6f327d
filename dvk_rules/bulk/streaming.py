"""A file of nominations decided batch by batch: shown, stopped and resumed without loss.

Beside the target stands a folder ``<target>.parts`` while the work goes on: one file a batch, each
written whole or not at all, and a journal that says what work they belong to. A later call for
the same work goes on behind the last of them; the parts are joined and removed at the end.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dvk_rules.bulk.plan import Detail, TablePlan, plan_table
from dvk_rules.errors import InputError, Place, Problem, RunError
from dvk_rules.files.atomic import atomic_write
from dvk_rules.pack.model import Pack
from dvk_rules.progress import Progress, Silent
from dvk_rules.values import Value, to_json

__all__ = ["BulkResult", "evaluate_file"]

_FORMAT = "dvk/bulk/1"
_JOURNAL = "journal.json"
_BLOCK = 1 << 20
_KINDS = {".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}


@dataclass(frozen=True)
class BulkResult:
    """What became of a file: where the result is, how many rows of each verdict it has.

    ``resumed`` is the number of rows that an earlier call had already decided.
    """

    target: Path
    rows: int
    resumed: int
    counts: Mapping[str, Mapping[str, int]]


def evaluate_file(
    pack: Pack,
    source: Path,
    target: Path,
    *,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
    progress: Progress | None = None,
    batch_rows: int = 250_000,
    restart: bool = False,
) -> BulkResult:
    """Decides every row of ``source`` (Parquet or Arrow) and writes the result to ``target``.

    The columns are those of ``table_schema`` and of ``dvk_rules.bulk.plan``. Memory is bounded by
    ``batch_rows``. ``restart`` throws away what an earlier, different call left.

    Raises ``InputError`` with everything wrong in the file, and ``RunError`` where the result
    cannot be written: ``target`` exists, or the parts beside it belong to other work.
    """
    job = _Job(pack, Path(source), Path(target), day, dict(changed or {}), tuple(keep), detail)
    return job.run(progress or Silent(), max(1, batch_rows), restart)


@dataclass(frozen=True)
class _Job:
    pack: Pack
    source: Path
    target: Path
    day: date
    changed: Mapping[str, Value]
    keep: tuple[str, ...]
    detail: Detail

    def run(self, report: Progress, batch_rows: int, restart: bool) -> BulkResult:
        _kind(self.target)
        if self.target.exists():
            raise RunError([self._problem("write.exists", self.target)])
        scan, rows = self._open()
        plan = plan_table(
            self.pack,
            scan.collect_schema(),
            day=self.day,
            changed=self.changed,
            keep=self.keep,
            detail=self.detail,
            file=self.source.name,
        )
        stamp = _stamp(self.source)
        parts = self._begin(batch_rows, rows, restart)
        batches = range(0, rows, batch_rows) if rows else range(1)
        report.start("bulk", rows)
        resumed = 0
        for number, start in enumerate(batches):
            part = parts / f"part-{number:06d}.parquet"
            here = min(batch_rows, rows - start)
            if part.is_file():
                resumed += here
            else:
                self._part(plan, scan, part, start, batch_rows)
            report.advance(here)
        report.finish()
        if _stamp(self.source) != stamp:
            shutil.rmtree(parts, ignore_errors=True)
            raise RunError([self._problem("bulk.source-changed", self.source)])
        self._join(parts, report)
        return BulkResult(self.target, rows, resumed, self._counts())

    def _open(self) -> tuple[pl.LazyFrame, int]:
        kind = _kind(self.source)
        if not self.source.is_file():
            raise InputError([self._problem("bulk.no-source", self.source, path=str(self.source))])
        try:
            scan = _scan(kind, [self.source])
            return scan, int(scan.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise InputError([self._unreadable(error)]) from error

    # The parts

    def _begin(self, batch_rows: int, rows: int, restart: bool) -> Path:
        parts = self.target.with_name(f"{self.target.name}.parts")
        journal = parts / _JOURNAL
        mine = self._work(batch_rows, rows)
        if restart:
            shutil.rmtree(parts, ignore_errors=True)
        if not journal.is_file():
            atomic_write(journal, json.dumps(mine, ensure_ascii=False, indent=1).encode())
            return parts
        try:
            theirs: Any = json.loads(journal.read_bytes())
        except ValueError:
            theirs = {}
        differ = [key for key, value in mine.items() if theirs.get(key) != value]
        if differ:
            params = {"folder": str(parts), "differ": differ}
            raise RunError([self._problem("bulk.other-work", parts, **params)])
        return parts

    def _work(self, batch_rows: int, rows: int) -> dict[str, Any]:
        """What the parts depend on: with all of it equal, the parts are what they would be."""
        return {
            "format": _FORMAT,
            "pack": self.pack.sha256,
            "day": self.day.isoformat(),
            "parameters": {name: to_json(value) for name, value in sorted(self.changed.items())},
            "source": _sha256(self.source),
            "rows": rows,
            "batch_rows": batch_rows,
            "keep": list(self.keep),
            "detail": self.detail,
            "polars": pl.__version__,
        }

    def _part(
        self, plan: TablePlan, scan: pl.LazyFrame, part: Path, start: int, batch_rows: int
    ) -> None:
        try:
            frame = scan.slice(start, batch_rows).collect()
        except pl.exceptions.PolarsError as error:
            raise InputError([self._unreadable(error)]) from error
        if plan.table.value_problems(frame):
            problems = self._all_problems(plan, scan, start, batch_rows)
            shutil.rmtree(part.parent, ignore_errors=True)  # a corrected file is other work
            raise InputError(problems)
        buffer = io.BytesIO()
        plan.evaluate(frame.lazy()).collect().write_parquet(buffer, compression="zstd")
        atomic_write(part, buffer.getvalue())

    def _all_problems(
        self, plan: TablePlan, scan: pl.LazyFrame, start: int, batch_rows: int
    ) -> list[Problem]:
        """What is wrong from this batch to the end of the file; those before it were right."""

        def batches() -> Iterator[pl.DataFrame]:
            place = start
            while (frame := scan.slice(place, batch_rows).collect()).height:
                yield frame
                place += batch_rows

        return _together(problem for frame in batches() for problem in _found(plan, frame))

    def _join(self, parts: Path, report: Progress) -> None:
        files = sorted(parts.glob("part-*.parquet"))
        whole = parts / f"whole{self.target.suffix}"
        report.start("join", None)
        try:
            joined = _scan("parquet", files)
            if _kind(self.target) == "parquet":
                joined.sink_parquet(whole, compression="zstd")
            else:
                joined.sink_ipc(whole)
            with whole.open("r+b") as file:  # Windows flushes only what is open for writing
                os.fsync(file.fileno())
            whole.rename(self.target)  # the result appears whole or not at all
        except (OSError, pl.exceptions.PolarsError) as error:
            params = {"path": str(self.target), "reason": str(error)}
            raise RunError([self._problem("write.failed", self.target, **params)]) from error
        shutil.rmtree(parts, ignore_errors=True)
        report.finish()

    def _counts(self) -> dict[str, dict[str, int]]:
        scan = _scan(_kind(self.target), [self.target])
        counts: dict[str, dict[str, int]] = {}
        for tier in self.pack.tiers:
            column = f"verdict:{tier.id}"
            counted = scan.group_by(column).len().collect(engine="streaming")
            found = {str(verdict): int(count) for verdict, count in counted.iter_rows()}
            counts[tier.id] = dict(sorted(found.items()))
        return counts

    def _unreadable(self, error: Exception) -> Problem:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        return self._problem("bulk.unreadable", self.source, detail=detail)

    def _problem(self, code: str, at: Path, /, **params: Any) -> Problem:
        return Problem(code, params, Place(file=str(at)))


def _found(plan: TablePlan, frame: pl.DataFrame) -> list[Problem]:
    return plan.table.value_problems(frame)


def _together(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of all batches, one for each column and kind, with their counts added."""
    merged: dict[tuple[str, Place | None], dict[str, Any]] = {}
    for problem in problems:
        known = merged.setdefault((problem.code, problem.where), {})
        count = known.get("count", 0) + problem.params["count"]
        known.update({**problem.params, **known, "count": count})
    return [Problem(code, params, where) for (code, where), params in merged.items()]


def _kind(path: Path) -> str:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        params = {"path": str(path), "known": list(_KINDS)}
        raise InputError([Problem("bulk.kind", params, Place(file=str(path)))])
    return kind


def _scan(kind: str, paths: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(list(paths)) if kind == "parquet" else pl.scan_ipc(list(paths))


def _stamp(path: Path) -> tuple[int, int]:
    seen = path.stat()
    return seen.st_size, seen.st_mtime_ns


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
