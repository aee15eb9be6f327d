"""The work of deciding a file in parts: what it is, which parts are done, how they become one.

Beside the target stands a folder ``<target>.parts`` while the work goes on: one file a part, each
written whole or not at all, and a journal that says what work they belong to. A later call for
the same work goes on with the parts that are missing.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dvk_rules.bulk.plan import Detail, TablePlan, plan_table
from dvk_rules.bulk.table import ID, any_same
from dvk_rules.errors import InputError, Place, Problem, RunError
from dvk_rules.files.atomic import atomic_write
from dvk_rules.given import mapping_given, path_given, shown_value
from dvk_rules.pack.model import Pack
from dvk_rules.values import Value, to_json

__all__ = ["BulkResult", "Job", "Part", "kind_of", "together"]

_FORMAT = "dvk/bulk/1"
_JOURNAL = "journal.json"
_DETAILS = ("all", "verdicts")
_BLOCK = 1 << 20
_PORTION = 2_000_000  # ids that are held at a time to find those that two rows share
_KINDS = {".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}


@dataclass(frozen=True)
class BulkResult:
    """What became of a file: where the result is, how many rows of each verdict it has.

    ``resumed`` is the number of rows that an earlier call had already decided; ``counts`` maps
    each tier to its verdicts.
    """

    target: Path
    rows: int
    resumed: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Part:
    """``rows`` rows of the source from ``start`` on, and the file that holds their verdicts."""

    start: int
    rows: int
    file: Path

    @property
    def done(self) -> bool:
        """Whether its verdicts are written."""
        return self.file.is_file()


@dataclass(frozen=True)
class Job:
    """A file to be decided. It can be sent to another process that sees the same files."""

    pack: Pack
    source: Path
    target: Path
    day: date
    changed: Mapping[str, Value]
    keep: tuple[str, ...]
    detail: Detail
    batch_rows: int
    restart: bool = field(default=False, compare=False)

    @classmethod
    def asked(
        cls,
        pack: Pack,
        source: str | Path,
        target: str | Path,
        *,
        day: date,
        changed: Mapping[str, Value] | None,
        keep: Sequence[str],
        detail: Detail,
        batch_rows: int,
        restart: bool,
    ) -> Job:
        """The work that a caller asks for.

        Raises ``InputError`` for paths that are none, a detail that does not exist, and batches
        of less than one row.
        """
        rows: Any = batch_rows
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            raise InputError([Problem("bulk.batch-rows", {"value": shown_value(rows)})])
        if detail not in _DETAILS:
            params = {"value": shown_value(detail), "known": _DETAILS}
            raise InputError([Problem("bulk.detail", params)])
        from_, to = path_given(source, InputError), path_given(target, InputError)
        values = dict(mapping_given(changed))
        return cls(pack, from_, to, day, values, tuple(keep), detail, batch_rows, restart)

    def plan(self) -> TablePlan:
        """The rules as columns. Raises ``InputError`` with everything wrong in the columns."""
        return plan_table(
            self.pack,
            self.scan().collect_schema(),
            day=self.day,
            changed=self.changed,
            keep=self.keep,
            detail=self.detail,
            file=self.source.name,
        )

    def scan(self) -> pl.LazyFrame:
        """The source, as far as it is asked for."""
        return _scan(kind_of(self.source), [self.source])

    def count(self) -> int:
        """The rows of the source. Raises ``InputError`` if it is not there or cannot be read."""
        kind_of(self.source)
        if not self.source.is_file():
            raise InputError([self.problem("bulk.no-source", self.source, path=str(self.source))])
        try:
            return int(self.scan().select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise InputError([self._unreadable(error)]) from error

    def same_ids(self, plan: TablePlan, rows: int) -> list[Problem]:
        """The ids that more than one row has, wherever in the file, in bounded memory.

        The ids are gone through in portions of those whose hashes leave one remainder.
        """
        portions = max(1, -(-rows // _PORTION))
        name, mark = pl.col(ID), pl.col(ID).hash()
        ids = self.scan().select(name).filter(name.fill_null("") != "")
        again: list[pl.Series] = []
        for portion in range(portions):
            mine = ids.select(mark.alias("mark")).filter(pl.col("mark") % portions == portion)
            marks = mine.collect(engine="streaming")["mark"]
            if any_same(marks):
                shared = marks.filter(marks.is_duplicated()).unique()
                again.append(ids.filter(mark.is_in(shared.implode())).collect()[ID])
        return plan.table.same_ids(pl.concat(again)) if again else []

    def stamp(self) -> tuple[int, int]:
        """What changes when somebody writes to the source."""
        seen = self.source.stat()
        return seen.st_size, seen.st_mtime_ns

    # Parts

    @property
    def folder(self) -> Path:
        """Where the work goes on."""
        return self.target.with_name(f"{self.target.name}.parts")

    def begin(self, rows: int, ending: str) -> list[Part]:
        """The parts of the work, those of an earlier call for the same work among them.

        They are files with this ``ending``: ``.arrow`` is written ten times as fast, ``.parquet``
        can stay as it is. Raises ``RunError`` if the target exists or the folder belongs to other
        work.
        """
        if self.target.exists():
            raise RunError([self.problem("write.exists", self.target)])
        mine = self._work(rows)
        theirs = None if self.restart else self._journal()
        if theirs is None:
            shutil.rmtree(self.folder, ignore_errors=True)
            journal = json.dumps(mine, ensure_ascii=False, indent=1)
            atomic_write(self.folder / _JOURNAL, journal.encode())
        elif differ := [key for key, value in mine.items() if theirs.get(key) != value]:
            params = {"folder": str(self.folder), "differ": differ}
            raise RunError([self.problem("bulk.other-work", self.folder, **params)])
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        starts = range(0, max(rows, 1), self.batch_rows)
        return [
            Part(start, min(self.batch_rows, rows - start), data / f"part-{number:06d}{ending}")
            for number, start in enumerate(starts)
        ]

    def _journal(self) -> dict[str, Any] | None:
        try:
            found: Any = json.loads((self.folder / _JOURNAL).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _work(self, rows: int) -> dict[str, Any]:
        """What the parts depend on: with all of it equal, the parts are what they would be."""
        return {
            "format": _FORMAT,
            "pack": self.pack.sha256,
            "day": self.day.isoformat(),
            "parameters": {name: to_json(value) for name, value in sorted(self.changed.items())},
            "source": _sha256(self.source),
            "rows": rows,
            "batch_rows": self.batch_rows,
            "keep": list(self.keep),
            "detail": self.detail,
            "polars": pl.__version__,
        }

    def decide(self, plan: TablePlan, part: Part) -> list[Problem]:
        """Writes the verdicts of a part, unless something is wrong in its cells."""
        try:
            frame = self.scan().slice(part.start, self.batch_rows).collect()
        except pl.exceptions.PolarsError as error:
            raise InputError([self._unreadable(error)]) from error
        problems = plan.table.value_problems(frame)
        if not problems:
            buffer = io.BytesIO()
            decided = plan.decided(frame)
            if kind_of(part.file) == "parquet":
                decided.write_parquet(buffer, compression="zstd")
            else:
                decided.write_ipc(buffer, compression="lz4")
            atomic_write(part.file, buffer.getvalue())
        return problems

    def check(self, plan: TablePlan, part: Part) -> list[Problem]:
        """What is wrong in the cells of a part."""
        return plan.table.value_problems(self.scan().slice(part.start, self.batch_rows).collect())

    def drop(self) -> None:
        """Removes the parts: what is to come is other work."""
        shutil.rmtree(self.folder, ignore_errors=True)

    # The end

    def join(self) -> None:
        """The parts as one file at the target."""
        files = sorted((self.folder / "data").glob("part-*.arrow"))
        whole = self.folder / f"whole{self.target.suffix}"
        try:
            joined = _scan("arrow", files)
            if kind_of(self.target) == "parquet":
                joined.sink_parquet(whole, compression="zstd")
            else:
                joined.sink_ipc(whole)
            with whole.open("r+b") as file:  # Windows flushes only what is open for writing
                os.fsync(file.fileno())
            whole.rename(self.target)  # the result appears whole or not at all
        except (OSError, pl.exceptions.PolarsError) as error:
            raise RunError(
                [self.problem("write.failed", self.target, reason=str(error))]
            ) from error
        self.drop()

    def gather(self) -> None:
        """The parts as a folder of files at the target."""
        try:
            (self.folder / "data").rename(self.target)
        except OSError as error:
            raise RunError(
                [self.problem("write.failed", self.target, reason=str(error))]
            ) from error
        self.drop()

    def result(self, rows: int, resumed: int) -> BulkResult:
        """What became of it, counted in the finished target."""
        if self.target.is_dir():
            scan = pl.scan_parquet(self.target / "*.parquet")
        else:
            scan = _scan(kind_of(self.target), [self.target])
        counts: dict[str, dict[str, int]] = {}
        for tier in self.pack.tiers:
            counted = scan.group_by(f"verdict:{tier.id}").len().collect(engine="streaming")
            found = {str(verdict): int(count) for verdict, count in counted.iter_rows()}
            counts[tier.id] = dict(sorted(found.items()))
        return BulkResult(self.target, rows, resumed, counts)

    def unchanged(self, stamp: tuple[int, int]) -> None:
        """Raises ``RunError``, and removes the parts, if the source is not what it was."""
        if self.stamp() != stamp:
            self.drop()
            raise RunError([self.problem("bulk.source-changed", self.source)])

    def _unreadable(self, error: Exception) -> Problem:
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        return self.problem("bulk.unreadable", self.source, detail=detail)

    def problem(self, code: str, at: Path, /, **params: Any) -> Problem:
        """A problem with a file."""
        return Problem(code, params, Place(file=str(at)))


def together(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of all parts, one for each column and kind, with their counts added."""
    merged: dict[tuple[str, Place | None], dict[str, Any]] = {}
    for problem in problems:
        known = merged.setdefault((problem.code, problem.where), {})
        count = known.get("count", 0) + problem.params["count"]
        known.update({**problem.params, **known, "count": count})
    return [Problem(code, params, where) for (code, where), params in merged.items()]


def kind_of(path: Path) -> str:
    """``parquet`` or ``arrow``, by the ending. Raises ``InputError`` for others."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        params = {"path": str(path), "known": list(_KINDS)}
        raise InputError([Problem("bulk.kind", params, Place(file=str(path)))])
    return kind


def _scan(kind: str, paths: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(list(paths)) if kind == "parquet" else pl.scan_ipc(list(paths))


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()
