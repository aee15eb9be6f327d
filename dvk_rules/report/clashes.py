"""A clash of quotas in words: what is short, what contradicts what, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dvk_rules.clashes import amount_words, rule_words, shortage_words
from dvk_rules.messages import say
from dvk_rules.report.figures import value_words
from dvk_rules.runs import Run

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver.clash import Conflict, Rule

__all__ = ["ClashReport", "clash_words"]


@dataclass(frozen=True)
class ClashReport:
    """A clash as a person reads it.

    ``shortages`` are sentences with what there is and what is needed; each of ``conflicts`` is a
    set of bounds that cannot hold together; each of ``repairs`` is a list of changes that was
    confirmed by solving it, with the seats it moves.
    """

    shortages: tuple[str, ...]
    conflicts: tuple[tuple[str, ...], ...]
    repairs: tuple[tuple[int, tuple[str, ...]], ...]
    proven: bool


def clash_words(run: Run, lang: str) -> ClashReport | None:
    """The clash of ``run`` in ``lang``; ``None`` if there is none."""
    clash = run.clash
    if clash is None:
        return None
    return ClashReport(
        shortages=tuple(shortage_words(run, item, lang) for item in clash.shortages),
        conflicts=tuple(_conflict_words(run, conflict, lang) for conflict in clash.conflicts),
        repairs=tuple(
            (
                repair.seats,
                _together(
                    [
                        (
                            _named(run, change.rule, lang),
                            say(
                                "report.repair.change",
                                lang,
                                old=_bound(change.rule, change.rule.amount, lang),
                                new=_bound(change.rule, change.to, lang),
                            ),
                        )
                        for change in repair.changes
                    ]
                ),
            )
            for repair in clash.repairs
        ),
        proven=clash.certificate is not None,
    )


def _conflict_words(run: Run, conflict: Conflict, lang: str) -> tuple[str, ...]:
    rules = [(_named(run, rule, lang), _bound(rule, rule.amount, lang)) for rule in conflict.rules]
    maybe = () if conflict.smallest else (say("clash.maybe-fewer", lang),)
    return (*_together(rules), *maybe)


def _together(named: Sequence[tuple[tuple[str, str], str]]) -> tuple[str, ...]:
    """Bounds of one quota that are the same as one sentence that names all their values."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for (title, value), bound in named:
        grouped.setdefault((title, bound), []).append(value)
    found: list[str] = []
    for (title, bound), values in grouped.items():
        name = ": ".join(part for part in (title, ", ".join(filter(None, values))) if part)
        found.append(f"{name} ({bound})" if bound else name)
    return tuple(found)


def _named(run: Run, rule: Rule, lang: str) -> tuple[str, str]:
    """The title of a rule and the value it is about; a rule that is no quota is all title."""
    if rule.kind != "quota":
        return rule_words(run, rule, lang), ""
    quota = next(item for item in run.scenario.quotas if item.id == rule.id)
    return quota.title.get(lang), value_words(run, quota.per, rule.value, lang)


def _bound(rule: Rule, amount: int | Fraction | None, lang: str) -> str:
    """``≥ 3``; empty for a rule that is no quota, whose words have their bound."""
    if rule.kind != "quota" or rule.side is None or amount is None:
        return ""
    return f"{'≥' if rule.side == 'at_least' else '≤'} {amount_words(amount, lang)}"
