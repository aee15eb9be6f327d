"""The steps of a sweep on all cores, each kept as soon as it is done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any

from dvk_rules.errors import Problem, RunError
from dvk_rules.nominations import Nomination
from dvk_rules.scenario import Scenario
from dvk_rules.sweep.axes import Axis
from dvk_rules.sweep.steps import Step, step_of, step_scenario

__all__ = ["Task", "finished_steps"]

type Place = tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """What every step of a sweep shares; it travels to each worker once."""

    scenario: Scenario
    nominations: tuple[Nomination, ...]
    axes: tuple[Axis, ...]
    engine: str
    limits: Any = None

    def step(self, place: Place) -> Step:
        """Runs the step at ``place``."""
        scenario = step_scenario(self.scenario, self.axes, place)
        return step_of(scenario, self.nominations, place, engine=self.engine, limits=self.limits)


_TASK: dict[str, Task] = {}


@contextmanager
def _undisturbed() -> Generator[None]:
    """Holds Ctrl-C back while workers start: they inherit that, and the parent hears it after."""
    hold = getattr(signal, "pthread_sigmask", None)  # not on every system
    before = hold(signal.SIG_BLOCK, {signal.SIGINT}) if hold is not None else None
    try:
        yield
    finally:
        if hold is not None:
            hold(signal.SIG_SETMASK, before)


def _begin(task: Task) -> None:
    # Ctrl-C is for the parent, which then stops its workers; they would only print tracebacks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    _TASK["task"] = task


def _follow_parent() -> None:
    """Ends this worker when its parent is gone: a parent that was killed cannot tell it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(place: Place) -> Step:
    return _TASK["task"].step(place)


def finished_steps(
    task: Task, places: Sequence[Place], workers: int | None = None
) -> Iterator[Step]:
    """The steps at ``places``, each as soon as it is done, in any order.

    ``workers``: processes to use; all cores by default, and never more than there are steps. With
    one, the work is done here. Workers are started afresh (``spawn``), so a program that sweeps
    needs its ``if __name__ == "__main__"``. Raises ``RunError`` if a worker dies.
    """
    count = min(workers or _cores(), len(places))
    if count <= 1:
        for place in places:
            yield task.step(place)
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(task,)
    )
    whole = False
    try:
        with _undisturbed():
            waiting: set[Future[Step]] = {pool.submit(_work, place) for place in places}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
        whole = True
    except BrokenProcessPool as error:
        raise RunError([Problem("sweep.worker")]) from error
    finally:
        pool.shutdown(wait=whole, cancel_futures=True)
        if not whole:
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
                child.join()


def _cores() -> int:
    """The processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1
