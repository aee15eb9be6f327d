"""What is made from a pack and kept beside it, so that it is made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

__all__ = ["Kept"]


class Kept[T]:
    """Things made from a pack, by what they were made for; those least lately used are dropped.

    Threads may share one. It goes with its pack, and a copy of the pack, pickled or deep, begins
    with an empty one: whatever was in it can be made again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under ``key``, made by ``make`` if there is none.

        Two threads that ask for the same at once may both make it; both are given one of them.
        """
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            made = self._made.setdefault(key, made)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._made)

    def __reduce__(self) -> tuple[type[Kept[T]], tuple[int]]:
        return type(self), (self._most,)
