"""Names that durable_rules cannot mistake for one another.

The engine knows names only by their 32-bit FNV hash, so ``liquid`` matches a rule on
``costarring``. Behind the fence every name is generated, and all hashes are proven distinct,
those of the words the engine itself gives a meaning included.
"""

from __future__ import annotations

from string import ascii_lowercase

__all__ = ["RESERVED", "Names", "fnv_hash"]

RESERVED = (
    *("all", "any", "pri", "count", "cap", "dist", "run", "name", "id", "sid", "m", "s", "label"),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt", "$iall", "$iany", "$ex", "$nex"),
    *("$or", "$and", "$not", "$m", "$s", "$i", "$l", "$r", "$add", "$sub", "$mul", "$div"),
    *("$forward", "$all", "$any", "$state", "chart", "chart_context", "running", "exception"),
)
"""Words with a meaning of their own in durable_rules 2.0.28."""


def fnv_hash(text: str) -> int:
    """The 32-bit hash by which durable_rules 2.0.28 knows ``text`` (ASCII only)."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


class Names:
    """Gives out short names; no two, and no reserved word, have one hash."""

    def __init__(self) -> None:
        self._taken = {fnv_hash(word) for word in RESERVED}

    def new(self, prefix: str, number: int) -> str:
        """A name such as ``a17``; a letter is added while its hash is taken."""
        return self._first([f"{prefix}{number}{more}" for more in ("", *ascii_lowercase)])

    def new_of_six(self, prefix: str, number: int) -> str:
        """A name of six letters and figures, such as ``c0017a``."""
        return self._first([f"{prefix}{number:04}{last}" for last in ascii_lowercase])

    def _first(self, names: list[str]) -> str:
        """The first whose hash is free; with two dozen names there always is one."""
        name = next(name for name in names if fnv_hash(name) not in self._taken)
        self._taken.add(fnv_hash(name))
        return name
