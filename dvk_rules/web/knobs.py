"""The numbers of a scenario that a form can change, and the scenario that changing them makes.

A form never edits a file: what was filled in becomes a new scenario on top of the one it started
from (``extends``), which says only what is different, with who decided it and why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from dvk_rules.clashes import amount_words
from dvk_rules.comparison.wording import value_text
from dvk_rules.errors import Place, Problem, ScenarioError
from dvk_rules.problem import may_nominate
from dvk_rules.scenario import QuotaSpec, Scenario
from dvk_rules.scenario.model import Bound
from dvk_rules.scenario.quotas import exact_bound
from dvk_rules.text import squash
from dvk_rules.values import BadValue, FactType, Text

__all__ = ["Filled", "Group", "Knob", "groups", "scenario_text", "slug"]

type Side = Literal["at_least", "at_most"]
_SIDES: tuple[Side, ...] = ("at_least", "at_most")


@dataclass(frozen=True)
class Knob:
    """One number or value: the name of its field, whose it is, what it says now.

    ``hint`` is shown where the field is empty: what then holds.
    """

    name: str
    label: Text
    now: Text
    hint: Text = Text("")


@dataclass(frozen=True)
class Group:
    """Knobs under one title. ``rows`` have one knob, or the least and the most; ``about`` says of
    what kind they are, ``status`` where the numbers come from."""

    kind: Literal["seats", "quota", "parameters"]
    title: Text
    about: Text
    status: str
    rows: tuple[tuple[Knob, ...], ...]


@dataclass(frozen=True)
class Filled:
    """A form as it was sent: texts by the names of the knobs, and what belongs to the whole.

    ``lists`` are the files of nominations, relative to the new scenario; empty: those of the base.
    ``decisions`` are (nomination, tier, ``include`` or ``exclude``).
    """

    id: str
    title: str
    knobs: Mapping[str, str]
    who: str = ""
    why: str = ""
    lists: Sequence[str] = ()
    decisions: Sequence[tuple[str, str, str]] = ()


def groups(scenario: Scenario) -> list[Group]:
    """Everything of ``scenario`` that a form can change: seats, quotas, the pack's parameters."""
    return [_seats(scenario), *(_quota(scenario, quota) for quota in scenario.quotas)] + (
        [_parameters(scenario)] if scenario.pack.parameters else []
    )


def _seats(scenario: Scenario) -> Group:
    rows = tuple(
        tuple(
            Knob(
                f"seats:{seat.tier}.{side}",
                scenario.pack.tier[seat.tier].short,
                _amount(getattr(seat, side)),
            )
            for side in _SIDES
        )
        for seat in scenario.seats
    )
    return Group("seats", Text(""), Text(""), "", rows)


def _amount(bound: Bound) -> Text:
    if bound is None:
        return Text("")
    return Text(amount_words(bound, "vi"), amount_words(bound, "en"))


def _quota(scenario: Scenario, quota: QuotaSpec) -> Group:
    from dvk_rules.comparison.wording import condition_text

    general = tuple(
        Knob(f"quota:{quota.id}.{side}", Text(""), _amount(getattr(quota, side))) for side in _SIDES
    )
    own = tuple(
        tuple(
            Knob(
                f"quota:{quota.id}.{value}.{side}",
                value_text(scenario.pack, quota.per, value),
                _amount(quota.bounds.get(value, (None, None))[place]),
                _amount(getattr(quota, side)),
            )
            for place, side in enumerate(_SIDES)
        )
        for value in _values(scenario, quota)
    )
    about = condition_text(scenario.pack, quota)
    return Group("quota", quota.title, about, quota.status, (general, *own))


def _values(scenario: Scenario, quota: QuotaSpec) -> list[str]:
    """The values of the attribute a quota is counted per, those with bounds of their own too."""
    if quota.per is None:
        return []
    fact = scenario.pack.vocabulary[quota.per]
    if fact.role == "unit":
        known = list(may_nominate(scenario))
    elif fact.kind.type is FactType.BOOL:
        known = ["true", "false"]
    else:
        known = list(fact.kind.choices)
    return [*known, *(value for value in quota.bounds if value not in known)]


def _parameters(scenario: Scenario) -> Group:
    rows: list[tuple[Knob, ...]] = []
    for name, parameter in scenario.pack.parameters.items():
        base = parameter.base(scenario.day)
        if base is None or parameter.may_change == "no":
            continue
        value = scenario.changed.get(name, base.value)
        now = Text(parameter.kind.show(value, "vi"), parameter.kind.show(value, "en"))
        rows.append((Knob(f"param:{name}", parameter.label, now),))
    return Group("parameters", Text(""), Text(""), "", tuple(rows))


# From the form to a scenario


def scenario_text(scenario: Scenario, base: str, filled: Filled, lang: str) -> str:
    """The YAML of a scenario on top of the file ``base``, with what ``filled`` changes.

    Raises ``ScenarioError`` with every field that cannot be read, by the words beside it.
    """
    problems: list[Problem] = []
    changed = {
        knob.name: (group, knob, squash(filled.knobs[knob.name]))
        for group in groups(scenario)
        for row in group.rows
        for knob in row
        if knob.name in filled.knobs
        and squash(filled.knobs[knob.name]) not in (knob.now.get(lang), knob.now.vi)
    }
    read: dict[str, int | str | None] = {}
    for name, (group, knob, text) in changed.items():
        try:
            read[name] = _read(scenario, knob, text)
        except BadValue as bad:
            problems.append(Problem(bad.code, bad.params, _where(group, knob, lang)))
    decided = [item for item in filled.decisions if item[0]]
    if not filled.title:
        problems.append(Problem("web.no-title"))
    if decided and not (filled.who and filled.why):
        problems.append(Problem("web.who-and-why"))
    if not (read or decided or filled.lists or problems):
        problems.append(Problem("web.nothing-changed"))
    if problems:
        raise ScenarioError(problems)
    data: dict[str, Any] = {
        "scenario": filled.id,
        "title": {"vi": filled.title, "en": filled.title},
        "extends": base,
        "nominations": list(filled.lists),
        "seats": _changed_seats(read),
        "parameters": _changed_parameters(read, filled),
        "quotas": _changed_quotas(scenario, read),
        "decisions": [
            {
                "nomination": nomination,
                "tier": tier,
                "action": action,
                "who": filled.who,
                "why": filled.why,
            }
            for nomination, tier, action in decided
        ],
    }
    kept = {key: value for key, value in data.items() if value not in ([], {}, "")}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def _read(scenario: Scenario, knob: Knob, text: str) -> int | str | None:
    """What a field says, as a scenario file writes it; an empty bound is no bound."""
    kind, _, rest = knob.name.partition(":")
    if kind == "param":
        if not text:
            raise BadValue("web.empty")
        scenario.pack.parameters[rest].kind.parse(text)
        return text
    if not text:
        return 0 if kind == "seats" and rest.endswith(".at_least") else None
    try:
        bound = exact_bound(text)
    except ValueError:
        raise BadValue("scenario.bound", raw=text) from None
    if isinstance(bound, int):
        return bound
    if kind == "seats":
        raise BadValue("web.whole", raw=text)
    if bound > 1:
        raise BadValue("scenario.share", raw=text)
    return f"{bound.numerator}/{bound.denominator}" if "/" in text else text.replace(" ", "")


def _where(group: Group, knob: Knob, lang: str) -> Place:
    return Place(sheet=group.title.get(lang), cell=knob.label.get(lang) or knob.name)


def _changed_seats(read: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, value in read.items():
        if name.startswith("seats:"):
            tier, side = name.removeprefix("seats:").rsplit(".", 1)
            found.setdefault(tier, {})[side] = value
    return found


def _changed_parameters(read: Mapping[str, Any], filled: Filled) -> dict[str, dict[str, Any]]:
    return {
        name.removeprefix("param:"): {"value": value, "who": filled.who, "why": filled.why}
        for name, value in read.items()
        if name.startswith("param:")
    }


def _changed_quotas(scenario: Scenario, read: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        entry
        for quota in scenario.quotas
        if len(entry := dict(_quota_entry(scenario, quota, read))) > 1
    ]


def _quota_entry(
    scenario: Scenario, quota: QuotaSpec, read: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """The keys of a quota that differ. A value's own bounds are written both: they are one."""
    yield "id", quota.id
    for side in _SIDES:
        if (name := f"quota:{quota.id}.{side}") in read:
            yield side, read[name]
    bounds: dict[str, dict[str, Any]] = {}
    for value in _values(scenario, quota):
        names = {side: f"quota:{quota.id}.{value}.{side}" for side in _SIDES}
        if any(name in read for name in names.values()):
            old = quota.bounds.get(value, (None, None))
            bounds[value] = {
                side: read[name] if name in read else _written(old[place])
                for place, (side, name) in enumerate(names.items())
            }
    if bounds:
        yield "bounds", bounds


def _written(bound: Bound) -> int | str | None:
    if bound is None or isinstance(bound, int):
        return bound
    return f"{bound.numerator}/{bound.denominator}"


def slug(title: str) -> str:
    """A title as the id of a scenario: letters without marks, digits and hyphens."""
    bare = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
