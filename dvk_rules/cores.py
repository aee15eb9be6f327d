"""Independent pieces of work on all cores, each result as soon as it is there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from typing import Any

from dvk_rules.errors import Problem, RunError

__all__ = ["finished"]

_WORK: dict[str, Callable[[Any], Any]] = {}


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


def _begin(work: Callable[[Any], Any]) -> None:
    # Ctrl-C is for the parent, which then stops its workers; they would only print tracebacks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    _WORK["work"] = work


def _follow_parent() -> None:
    """Ends this worker when its parent is gone: a parent that was killed cannot tell it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do(item: Any) -> Any:
    return _WORK["work"](item)


def finished[Item, Result](
    work: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int | None = None,
    died: str = "cores.worker",
) -> Iterator[Result]:
    """``work`` of each of ``items``, each result as soon as it is there, in any order.

    ``workers``: processes to use; all cores by default, and never more than there are items. With
    one, the work is done here. ``work`` travels to each worker once. Workers are started afresh
    (``spawn``), so a program that uses this needs its ``if __name__ == "__main__"``. Raises
    ``RunError`` if a worker dies; ``died`` is the message that says so.
    """
    count = min(workers or _cores(), len(items))
    if count <= 1:
        yield from map(work, items)
        return
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(work,)
    )
    whole = False
    try:
        with _undisturbed():
            waiting: set[Future[Result]] = {pool.submit(_do, item) for item in items}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
        whole = True
    except BrokenProcessPool as error:
        raise RunError([Problem(died)]) from error
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
