"""Days on which a pack does not serve, or a parameter that rules read has no value."""

from __future__ import annotations

from collections.abc import Iterator

from dvk_rules.errors import Problem
from dvk_rules.lawbook.basis import asked_parameters
from dvk_rules.lawbook.findings import Finding
from dvk_rules.lawbook.questions import Questions, both

__all__ = ["days"]


def days(asked: Questions) -> Iterator[Finding]:
    """What is not in force on the day for which the pack is checked."""
    pack, day = asked.pack, asked.day
    if not pack.effective.covers(day):
        until = pack.effective.until
        code = "after-effective" if until and until < day else "before-effective"
        params = {"day": day, "start": pack.effective.start, "until": until}
        problem = Problem(f"check.{code}", params, pack.effective_at)
        yield Finding("outside-effective", "warning", problem)
    for name in sorted(asked.without_value):
        rules = [rule.id for rule in pack.rules if name in asked_parameters(rule)]
        if rules:
            parameter = pack.parameters[name]
            first = parameter.values[0].start if parameter.values else None
            params = {"name": name, "label": both(parameter.label), "day": day, "start": first}
            problem = Problem("check.no-value", {**params, "rules": rules}, parameter.where)
            yield Finding(f"no-value:{name}", "warning", problem, tuple(rules))
