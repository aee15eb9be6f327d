"""What an evaluation is asked: the day, the changed parameters, the nominations; checked at once.

What comes from a file has been read and checked as it was read; a portal builds its own. Whether
facts are of their type is checked in batches, while they are evaluated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any

from dvk_rules.errors import InputError, Problem
from dvk_rules.frozen import Frozen
from dvk_rules.given import shown_value
from dvk_rules.messages import LANGUAGES
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.nearest import nearest
from dvk_rules.values import Value, describe

__all__ = ["check_inputs", "input_notices", "no_tier", "setting_problems"]

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: no file can hold it


def check_inputs(
    pack: Pack, nominations: Sequence[Nomination], day: date, changed: Mapping[str, Value]
) -> None:
    """Raises ``InputError`` with everything that is wrong with what is asked."""
    problems = [*setting_problems(pack, day, changed), *_nomination_problems(nominations)]
    if problems:
        raise InputError(problems)


def setting_problems(pack: Pack, day: date, changed: Mapping[str, Value]) -> Iterator[Problem]:
    """What is wrong with the day and with the values that replace those of the pack."""
    given: Any = day  # from a portal, anything may come
    is_day = isinstance(given, date) and not isinstance(given, datetime)
    if not is_day:
        yield Problem("evaluation.day", {"value": shown_value(given)})
    for name, value in changed.items():
        parameter = pack.parameters.get(name)
        if parameter is None:
            meant = nearest(str(name), list(pack.parameters))
            code = "condition.unknown-parameter" + ("-meant" if meant else "")
            yield Problem(code, {"parameter": name, "meant": meant})
            continue
        kind = parameter.kind
        if not kind.holds(value):
            words = {lang: describe(kind, lang) for lang in LANGUAGES}
            params = {"parameter": name, "value": shown_value(value), "kind": words}
            yield Problem("evaluation.parameter-type", params)
            continue
        base = parameter.base(day) if is_day else None
        if base is not None and not parameter.allows(base.value, value):
            shown = {"value": kind.show(value), "base": kind.show(base.value)}
            yield Problem(f"pack.may-change-{parameter.may_change}", {"name": name, **shown})


def _nomination_problems(nominations: Sequence[Nomination]) -> Iterator[Problem]:
    given: Sequence[Any] = nominations  # from a portal, anything may come
    strange = [(place, item) for place, item in enumerate(given) if not _is_one(item)]
    for place, item in strange:
        params = {"place": place + 1, "nomination": shown_value(item)}
        yield Problem("evaluation.nomination-kind", params)
    if strange or _all_fit(nominations):
        return
    for place, item in enumerate(nominations):
        if reason := _unfit(item):
            params = {"place": place + 1, "nomination": shown_value(item.id), "reason": reason}
            yield Problem(f"evaluation.nomination-{reason}", params, item.where)
    for name, count in Counter(str(item.id) for item in nominations).items():
        if count > 1:
            yield Problem("evaluation.same-id", {"nomination": name, "count": count})


def _is_one(item: Any) -> bool:
    return isinstance(item, Nomination)


def _all_fit(nominations: Sequence[Nomination]) -> bool:
    """Whether surely nothing is wrong, for all at once: most lists are right, and some are long."""
    names = [item.id for item in nominations]
    if not {type(name) for name in names} <= {str} or len(set(names)) < len(names):
        return False
    return (
        "" not in names
        and "".join(names).isascii()
        and {type(item.unit) for item in nominations} <= {str}
        and "".join({item.unit for item in nominations}).isascii()
        and {type(item.rank) for item in nominations} <= {int, NoneType}
        and {type(item.facts) for item in nominations} <= {Frozen}
    )


def _unfit(nomination: Nomination) -> str:
    """What of a nomination is not of its type; nothing if all is well."""
    name: Any = nomination.id  # from a portal, anything may come
    unit: Any = nomination.unit
    rank: Any = nomination.rank
    facts: Any = nomination.facts
    if not (isinstance(name, str) and name) or _SURROGATE.search(name):
        return "id"
    if not isinstance(unit, str) or _SURROGATE.search(unit):
        return "unit"
    if rank is not None and (isinstance(rank, bool) or not isinstance(rank, int)):
        return "rank"
    return "" if isinstance(facts, Mapping) else "facts"


def no_tier(pack: Pack, tier: object) -> InputError:
    """The error for a tier that ``pack`` does not have."""
    known = [item.id for item in pack.tiers]
    return InputError([Problem("evaluation.no-tier", {"tier": str(tier), "known": known})])


def input_notices(pack: Pack, day: date, strange: Mapping[str, int]) -> tuple[Problem, ...]:
    """What deserves a look: a day at which the pack is not in force, facts that no rule knows.

    ``strange`` are facts that are none of the pack's, with how many nominations bring each.
    """
    notices: list[Problem] = []
    if not pack.effective.covers(day):
        start, until = (
            "…" if end is None else end.isoformat()
            for end in (pack.effective.start, pack.effective.until)
        )
        params = {"day": day.isoformat(), "start": start, "until": until}
        notices.append(Problem("evaluation.outside", params))
    for name, count in sorted(strange.items()):
        meant = nearest(name, list(pack.vocabulary.facts))
        code = "evaluation.unknown-fact" + ("-meant" if meant else "")
        notices.append(Problem(code, {"fact": name, "count": count, "meant": meant}))
    return tuple(notices)
