"""A file of nominations decided by many processes or machines, with Dask's scheduler.

Each worker makes the same columns from the same pack for its own rows of the source, and writes
them itself; only the counts and the problems come back. Source and target must lie where every
worker sees them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvk_rules.bulk.job import BulkResult, Job, Part, together
from dvk_rules.bulk.plan import Detail, TablePlan
from dvk_rules.errors import EngineError, InputError, Problem
from dvk_rules.pack.model import Pack
from dvk_rules.progress import Progress, Silent
from dvk_rules.values import Value

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["evaluate_on_cluster"]


def evaluate_on_cluster(
    pack: Pack,
    source: str | Path,
    target: str | Path,
    *,
    client: Client,
    day: date,
    changed: Mapping[str, Value] | None = None,
    keep: Sequence[str] = (),
    detail: Detail = "all",
    progress: Progress | None = None,
    batch_rows: int = 1_000_000,
    restart: bool = False,
) -> BulkResult:
    """Decides every row of ``source`` on the workers of ``client``.

    ``target`` becomes a folder of Parquet files, in the order of the source. Everything else is
    as for ``evaluate_file``: work that was stopped is taken up, mistakes are told all at once.
    Raises ``EngineError`` if a worker is lost for good.
    """
    from distributed import as_completed

    job = Job.asked(
        pack,
        source,
        target,
        day=day,
        changed=changed,
        keep=keep,
        detail=detail,
        batch_rows=batch_rows,
        restart=restart,
    )
    report = progress or Silent()
    rows = job.count()
    plan = job.plan()  # what is wrong with the columns is told before anything is sent
    stamp = job.stamp()
    parts = job.begin(rows, ".parquet")
    left = [part for part in parts if not part.done]
    resumed = rows - sum(part.rows for part in left)
    report.start("bulk", rows)
    report.advance(resumed)
    shared = client.scatter(job, broadcast=True, hash=False)
    futures: dict[Any, Part] = {
        client.submit(_decide, shared, part, pure=False, retries=2): part for part in left
    }
    problems: list[tuple[int, list[Problem]]] = [(-1, job.same_ids(plan, rows))]
    try:
        for future in as_completed(list(futures)):
            part = futures[future]
            if future.status != "finished":
                raise _failed(future.exception())
            problems.append((part.start, future.result()))
            report.advance(part.rows)
    finally:
        client.cancel([*futures, shared])
    report.finish()
    found = together(item for _, items in sorted(problems, key=_start) for item in items)
    if found:
        job.drop()
        raise InputError(found)
    job.unchanged(stamp)
    job.gather()
    return job.result(rows, resumed)


def _start(entry: tuple[int, list[Problem]]) -> int:
    return entry[0]


def _decide(job: Job, part: Part) -> list[Problem]:
    """On a worker: the verdicts of one part, or what is wrong in it."""
    return job.decide(_plan(job), part)


_PLANS: list[tuple[Job, TablePlan]] = []


def _plan(job: Job) -> TablePlan:
    """The plan of the job a worker is on, made once."""
    for known, plan in _PLANS:
        if known is job:
            return plan
    _PLANS[:] = [(job, job.plan())]
    return _PLANS[0][1]


def _failed(error: BaseException | None) -> Exception:
    if isinstance(error, InputError):
        return error
    detail = f"{type(error).__name__}: {error}"
    return EngineError([Problem("bulk.worker", {"detail": detail})])
