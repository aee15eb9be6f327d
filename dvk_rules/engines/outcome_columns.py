"""Truths and points as outcomes, row by row (D4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations
from operator import add, and_, or_

import polars as pl

from dvk_rules.engines.columns import NEVER, NO, YES, nothing, one, spread
from dvk_rules.engines.decision_columns import Ends
from dvk_rules.engines.outcomes import OUTCOMES

__all__ = ["apart", "at_least", "code_of", "score_code", "settled"]

_VIOLATED, _SATISFIED, _UNKNOWN, _APART = (one(code, pl.UInt8()) for code, _ in enumerate(OUTCOMES))
_FEW = 4  # parts up to which "at least n of k" is written out as all its ways


def settled(series: pl.Series) -> pl.Series:
    """True where the series has a value, unknown elsewhere."""
    if not series.null_count():
        return spread(YES, len(series))
    return YES.zip_with(series.is_not_null(), NEVER)


def at_least(count: int, truths: Sequence[pl.Series]) -> pl.Series:
    """Whether at least ``count`` of them hold; ``count`` is from 1 to their number."""
    if count == 1:
        return reduce(or_, truths)
    if count == len(truths):
        return reduce(and_, truths)
    if len(truths) <= _FEW:
        return reduce(or_, [reduce(and_, way) for way in combinations(truths, count)])
    none, single = one(0, pl.UInt32()), one(1, pl.UInt32())
    enough = one(count, pl.UInt32())
    sure = reduce(add, [single.zip_with(truth, none) for truth in truths]) >= enough
    if not any(truth.null_count() for truth in truths):
        return sure
    possible = reduce(add, [none.zip_with(~truth, single) for truth in truths]) >= enough
    return YES.zip_with(sure, NEVER.zip_with(possible, NO))


def code_of(held: pl.Series) -> pl.Series:
    """The outcome of a rule from its truth."""
    otherwise = _VIOLATED
    if held.null_count():
        otherwise = _VIOLATED.zip_with(~held, _UNKNOWN)
    return _SATISFIED.zip_with(held, otherwise)


def score_code(ends: Ends) -> pl.Series:
    """The outcome of a score rule from the points it gives."""
    low, high = ends
    code = _SATISFIED.zip_with(low != nothing(low.dtype), _VIOLATED)
    return code if low is high else _UNKNOWN.zip_with(low != high, code)


def apart(absent: pl.Series, code: pl.Series) -> pl.Series:
    """The outcome of a rule that surely does not apply where ``absent`` is true."""
    return _APART.zip_with(absent, code)
