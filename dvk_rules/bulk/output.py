"""What is made of the outcomes of a table: verdicts, points, and the columns of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_

import polars as pl

from dvk_rules.engines.columnar_plan import Block, ColumnPlan, Step, once
from dvk_rules.engines.columns import YES, Coded, nothing, one, spread
from dvk_rules.engines.decision_columns import Ends, cut, decoder, points_type
from dvk_rules.pack.model import Pack
from dvk_rules.pack.rules import Rule, RuleKind
from dvk_rules.verdicts import Verdict

__all__ = ["OutputPlan", "plan_output"]

_VERDICTS = pl.Enum([verdict.value for verdict in Verdict])
_ELIGIBLE, _INCOMPLETE, _DEFERRED, _REJECTED = (
    one(verdict.value, _VERDICTS) for verdict in Verdict
)


@dataclass(frozen=True)
class OutputPlan:
    """The columns of a result, in their order."""

    rules: ColumnPlan
    columns: tuple[tuple[str, Step[pl.Series]], ...]

    def frame(self, carried: Sequence[pl.Series], block: Block) -> pl.DataFrame:
        """The result for a block, beside the columns that are ``carried`` along."""
        self.rules.derive(block)
        made = [step(block).alias(name) for name, step in self.columns]
        return pl.DataFrame([*carried, *made])


def plan_output(pack: Pack, plan: ColumnPlan, *, single_rules: bool) -> OutputPlan:
    """The columns of the result; ``single_rules`` asks for those of every rule."""
    columns = _verdicts(pack, plan) | _totals(pack, plan)
    if single_rules:
        for rule in pack.of_kind(RuleKind.SCORE):
            columns |= _ends(f"points:{rule.id}", plan.points[rule.id])
        columns |= {f"fact:{name}": _derived(pack, plan, name) for name in pack.derivations}
        columns |= {f"rule:{rule.id}": plan.outcomes[rule.id] for rule in pack.rules}
    return OutputPlan(plan, tuple(columns.items()))


def _verdicts(pack: Pack, plan: ColumnPlan) -> dict[str, Step[pl.Series]]:
    """For each tier, the worst of what the rules that bind it come to."""
    kept: dict[tuple[str, str], Step[pl.Series]] = {}
    verdicts: dict[str, Step[pl.Series]] = {}
    for tier in sorted(pack.tiers, key=lambda tier: len(pack.enclosing(tier.id))):
        for effect in ("reject", "defer"):
            bars = [
                plan.gates[rule.id]
                for rule in pack.rules
                if rule.kind.gate and rule.tier == tier.id and rule.otherwise == effect
            ]
            outer = [] if tier.within is None else [kept[tier.within, effect]]
            kept[tier.id, effect] = once(_all([*outer, *bars]))
        verdicts[tier.id] = _worst(kept[tier.id, "reject"], kept[tier.id, "defer"])
    return {f"verdict:{tier.id}": verdicts[tier.id] for tier in pack.tiers}


def _all(truths: Sequence[Step[pl.Series]]) -> Step[pl.Series]:
    if not truths:
        return lambda block: spread(YES, block.rows)
    return lambda block: reduce(and_, [truth(block) for truth in truths])


def _worst(keeps: Step[pl.Series], meets: Step[pl.Series]) -> Step[pl.Series]:
    """The verdict from whether every rule that rejects is kept, and every one that defers met."""

    def worst(block: Block) -> pl.Series:
        kept, met = keeps(block), meets(block)
        fine = _ELIGIBLE.zip_with(kept & met, _INCOMPLETE)
        return _REJECTED.zip_with(~kept, _DEFERRED.zip_with(~met, fine))

    return worst


def _derived(pack: Pack, plan: ColumnPlan, fact: str) -> Step[pl.Series]:
    column, step = plan.columns[fact], plan.derived[fact]
    if not isinstance(column, Coded):
        return step
    decode = decoder(column, pack.vocabulary[fact].kind)
    return lambda block: decode(step(block))


def _totals(pack: Pack, plan: ColumnPlan) -> dict[str, Step[pl.Series]]:
    """The merit of each tier, then the points on each axis."""
    caps = [abs(axis.cap) for axis in pack.axes.values() if axis.cap is not None]
    dtype = points_type(
        sum(low for low, _ in plan.bounds.values()) - sum(caps),
        sum(high for _, high in plan.bounds.values()) + sum(caps),
    )
    scores = pack.of_kind(RuleKind.SCORE)
    totals: dict[str, Step[pl.Series]] = {}
    for tier in pack.tiers:
        binding = set(pack.enclosing(tier.id))
        inside = [rule for rule in scores if rule.tier in binding]
        parts = [_on_axis(pack, plan, axis, inside, dtype) for axis in pack.axes]
        totals |= _ends(f"merit:{tier.id}", _sum(parts, dtype))
    for axis in pack.axes:
        totals |= _ends(f"axis:{axis}", _on_axis(pack, plan, axis, scores, dtype))
    return totals


def _ends(name: str, step: Step[Ends]) -> dict[str, Step[pl.Series]]:
    return {
        f"{name}:low": lambda block: step(block)[0],
        f"{name}:high": lambda block: step(block)[1],
    }


def _on_axis(
    pack: Pack, plan: ColumnPlan, axis: str, rules: Sequence[Rule], dtype: pl.DataType
) -> Step[Ends]:
    total = _sum([plan.points[rule.id] for rule in rules if rule.axis == axis], dtype)
    cap = pack.axes[axis].cap
    if cap is None:
        return total
    limit = one(cap, dtype)
    return once(lambda block: cut(total(block), limit))


def _sum(steps: Sequence[Step[Ends]], dtype: pl.DataType) -> Step[Ends]:
    def total(block: Block) -> Ends:
        if not steps:
            none = spread(nothing(dtype), block.rows)
            return none, none
        ends = [step(block) for step in steps]
        low = reduce(add, [_as(least, dtype) for least, _ in ends])
        if all(least is most for least, most in ends):
            return low, low
        return low, reduce(add, [_as(most, dtype) for _, most in ends])

    return once(total)


def _as(series: pl.Series, dtype: pl.DataType) -> pl.Series:
    return series if series.dtype == dtype else series.cast(dtype)
