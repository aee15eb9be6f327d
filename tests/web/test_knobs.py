"""A form against a sweep: two ways to set one number of a scenario come to the same scenario."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from surface.golden import CASES

from dvk_rules.scenario import Scenario, load_scenario
from dvk_rules.sweep.axes import parse_axes, varied
from dvk_rules.web.knobs import Filled, groups, scenario_text

BASE = load_scenario(CASES / "binh-thuan-2020" / "kich-ban.yaml")
KNOBS = [knob for group in groups(BASE) for row in group.rows for knob in row]
SWEPT = [
    knob.name
    for knob in KNOBS
    if (knob.name.startswith("seats:") and knob.name.endswith("at_most"))
    or knob.name.startswith("quota:")
]


def numbers(scenario: Scenario) -> object:
    quotas = [(q.id, q.at_least, q.at_most, dict(q.bounds), q.where) for q in scenario.quotas]
    return [(s.tier, s.at_most) for s in scenario.seats], quotas, dict(scenario.changed)


def formed(texts: dict[str, str], **more: str) -> Scenario:
    """The scenario that a form with ``texts`` makes, read back from its file."""
    everything = {knob.name: knob.now.vi for knob in KNOBS} | texts
    text = scenario_text(BASE, "kich-ban.yaml", Filled("moi", "Mới", everything, **more), "vi")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("kich-ban.yaml", "de-cu.xlsx"):
            (folder / file).symlink_to(CASES / "binh-thuan-2020" / file)
        (folder / "moi.yaml").write_text(text, encoding="utf-8")
        return load_scenario(folder / "moi.yaml")


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(SWEPT), share=st.booleans(), high=st.integers(3, 9))
def test_a_number_in_a_form_is_that_number_of_a_sweep(name: str, share: bool, high: int) -> None:
    shares = share and not name.startswith("seats:")
    number = f"{max(high, 5)}0%" if shares else str(high)  # above every least share of the case
    if name.endswith("at_least"):
        number = "1%" if "%" in number else "1"
    assume(number != next(knob.now.vi for knob in KNOBS if knob.name == name))
    axis = name.replace("seats:", "").removesuffix(".at_most") if "seats" in name else name
    swept = varied(BASE, parse_axes([f"{axis}={number}"], BASE), (0,))
    assert numbers(formed({name: number})) == numbers(swept)


def test_a_parameter_in_a_form_is_that_parameter_of_a_sweep_with_who_and_why() -> None:
    swept = varied(BASE, parse_axes(["param:votes_needed=85%"], BASE), (0,))
    made = formed({"param:votes_needed": "85%"}, who="Hội đồng (giả định)", why="thử")
    assert numbers(made) == numbers(swept)
    assert made.changes["votes_needed"] == ("Hội đồng (giả định)", "thử")


def test_every_number_of_a_scenario_has_its_field() -> None:
    names = {knob.name for knob in KNOBS}
    for quota in BASE.quotas:
        for side in ("at_least", "at_most"):
            assert f"quota:{quota.id}.{side}" in names
            for value in quota.bounds:
                assert f"quota:{quota.id}.{value}.{side}" in names
    parameters = {n for n, item in BASE.pack.parameters.items() if item.may_change != "no"}
    assert {f"param:{name}" for name in parameters} <= names
