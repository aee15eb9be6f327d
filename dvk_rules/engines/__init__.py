"""Back ends of one meaning: the plain one that defines it, durable_rules, and columns (D5.1)."""

from __future__ import annotations

from dvk_rules.engines.outcomes import Engine, Interval, Outcome, RuleResults
from dvk_rules.errors import EngineError, Problem

__all__ = [
    "ENGINES",
    "Engine",
    "Interval",
    "Outcome",
    "RuleResults",
    "get_engine",
]

ENGINES = ("durable", "reference", "columnar")


def get_engine(name: str) -> tuple[Engine, tuple[Problem, ...]]:
    """The engine with this name, and notices about it.

    Where durable_rules cannot be imported the reference engine serves, and a notice says so.
    """
    from dvk_rules.engines.reference import ReferenceEngine

    if name == "reference":
        return ReferenceEngine(), ()
    if name == "columnar":
        try:
            from dvk_rules.engines.columnar import ColumnarEngine
        except ImportError as error:
            problem = Problem("engine.no-polars", {"reason": str(error)})
            raise EngineError([problem]) from error
        return ColumnarEngine(), ()
    if name != "durable":
        raise EngineError([Problem("engine.none", {"engine": name, "known": ENGINES})])
    from dvk_rules.engines.durable import DurableEngine, durable_missing

    missing = durable_missing()
    if missing:
        return ReferenceEngine(), (Problem("engine.fallback", {"reason": missing}),)
    return DurableEngine(), ()
