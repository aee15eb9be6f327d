"""Work that outlasts a request: one piece at a time, each with how far it has come."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from dvk_rules.errors import DvkError, Problem
from dvk_rules.progress import Progress
from dvk_rules.system import system_reason

__all__ = ["Job", "Jobs", "Outcome"]

_KEPT = 50  # finished jobs whose pages can still be opened


@dataclass(frozen=True)
class Outcome:
    """What a job came to: a page to go to, or a template with what it shows."""

    url: str = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass
class Job:
    """A piece of work; it is its own progress. ``stage`` is a code of ``stage.<code>``."""

    id: str
    title: str
    back: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    stage: str = ""
    total: int | None = None
    done: int = 0
    outcome: Outcome = field(default_factory=Outcome)
    problems: tuple[Problem, ...] = ()

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins."""
        self.stage, self.total, self.done = stage, total, 0

    def advance(self, count: int) -> None:
        """``count`` more items are done."""
        self.done += count

    def finish(self) -> None:
        """The stage has ended."""


class Jobs:
    """The jobs of one desk. They run one after the other: a solver likes a machine to itself."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._turn = threading.Lock()
        self._list = threading.Lock()

    def begin(self, title: str, back: str, work: Callable[[Progress], Outcome]) -> Job:
        """Starts ``work`` in a thread of its own; ``back`` is the page to return to."""
        job = Job(secrets.token_hex(8), title, back)
        with self._list:
            self._jobs[job.id] = job
            finished = [key for key, item in self._jobs.items() if item.state in ("done", "failed")]
            for key in finished[: max(0, len(finished) - _KEPT)]:
                del self._jobs[key]
        threading.Thread(target=self._run, args=(job, work), daemon=True).start()
        return job

    def get(self, key: str) -> Job | None:
        """The job with this id."""
        with self._list:
            return self._jobs.get(key)

    def _run(self, job: Job, work: Callable[[Progress], Outcome]) -> None:
        with self._turn:
            job.state = "running"
            try:
                job.outcome = work(job)
            except DvkError as error:
                job.problems, job.state = error.problems, "failed"
            except OSError as error:  # a full disk, a file that is open elsewhere
                params = {"reason": system_reason(error), "file": error.filename or ""}
                job.problems, job.state = (Problem("cli.os-error", params),), "failed"
            except Exception as error:  # a mistake of ours must not leave a page waiting for ever
                job.problems = (Problem("web.unexpected", {"name": type(error).__name__}),)
                job.state = "failed"
            else:
                job.state = "done"
