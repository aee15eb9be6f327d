"""A million nominations at once: tables and files of them, decided by column, traced by choice.

``evaluate_table`` decides a frame, ``evaluate_file`` streams a file, ``evaluate_on_cluster`` uses
several machines, ``trace_rows`` explains chosen rows in full, ``table_schema`` says what a table
looks like. Everything here needs Polars (the extra ``columnar``).
"""

from __future__ import annotations

from dvk_rules.errors import EngineError, Problem

try:
    import polars as _polars
except ImportError as error:
    raise EngineError([Problem("engine.no-polars", {"reason": str(error)})]) from error

from dvk_rules.bulk.cluster import evaluate_on_cluster
from dvk_rules.bulk.job import BulkResult
from dvk_rules.bulk.plan import TablePlan, evaluate_table, plan_table
from dvk_rules.bulk.streaming import evaluate_file
from dvk_rules.bulk.table import ID, table_schema
from dvk_rules.bulk.tracing import nominations_in, trace_rows

__all__ = [
    "ID",
    "BulkResult",
    "TablePlan",
    "evaluate_file",
    "evaluate_on_cluster",
    "evaluate_table",
    "nominations_in",
    "plan_table",
    "table_schema",
    "trace_rows",
]

del _polars
