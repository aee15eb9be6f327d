"""A file of nominations decided batch by batch on one machine, in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from dvk_rules.bulk.job import BulkResult, Job, kind_of, together
from dvk_rules.bulk.plan import Detail
from dvk_rules.errors import InputError
from dvk_rules.pack.model import Pack
from dvk_rules.progress import Progress, Silent
from dvk_rules.values import Value

__all__ = ["evaluate_file"]


def evaluate_file(
    pack: Pack,
    source: str | Path,
    target: str | Path,
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
    ``batch_rows``. A call that was stopped, by Ctrl-C or by a power cut, is taken up by the next
    call with the same arguments; ``restart`` throws away what an earlier, different call left.

    Raises ``InputError`` with everything wrong in the file, and ``RunError`` where the result
    cannot be written: ``target`` exists, or the parts beside it belong to other work.
    """
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
    kind_of(job.target)
    report = progress or Silent()
    rows = job.count()
    plan, stamp = job.plan(), job.stamp()
    parts = job.begin(rows, ".arrow")
    same = job.same_ids(plan, rows)
    report.start("bulk", rows)
    resumed = 0
    for number, part in enumerate(parts):
        if part.done:
            resumed += part.rows
        elif problems := [*same, *(job.check(plan, part) if same else job.decide(plan, part))]:
            later = [item for rest in parts[number + 1 :] for item in job.check(plan, rest)]
            job.drop()  # a corrected file is other work
            raise InputError(together([*problems, *later]))
        report.advance(part.rows)
    report.finish()
    job.unchanged(stamp)
    report.start("join", None)
    job.join()
    report.finish()
    return job.result(rows, resumed)
