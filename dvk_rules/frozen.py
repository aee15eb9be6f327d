"""A mapping that nobody can change, as quick to read as a dict.

What is handed in is copied into one, and what is handed out is one: a caller who goes on working
with a mapping of his own changes no result. A view (``MappingProxyType``) would still follow the
dict behind it, and can be neither pickled nor merged as quickly.
"""

from __future__ import annotations

from typing import Any, NoReturn

__all__ = ["Frozen", "freeze"]


class Frozen[K, V](dict[K, V]):
    """A dict in everything but that it cannot be changed: the attempt raises ``TypeError``."""

    __slots__ = ()

    def _refuse(self, *_args: Any, **_named: Any) -> NoReturn:
        raise TypeError("this mapping cannot be changed; make a dict of it first")

    __setitem__ = __delitem__ = __ior__ = _refuse  # type: ignore[assignment]  # that they never return is the point
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]  # the same

    def copy(self) -> dict[K, V]:
        """A dict of the same items, to be changed at will."""
        return dict(self)

    def __reduce__(self) -> tuple[type[Frozen[K, V]], tuple[dict[K, V]]]:
        return Frozen, (dict(self),)


def freeze(item: object, *names: str) -> None:
    """Gives a frozen dataclass copies of its own, in its making, of the mappings so named."""
    for name in names:
        value = getattr(item, name)
        if type(value) is not Frozen:
            object.__setattr__(item, name, Frozen(value))
