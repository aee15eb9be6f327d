"""Runs to compare and to sweep: the case that fits on a screen, changed in one thing at a time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from dvk_rules.files.workbook import read_nominations
from dvk_rules.runs import Run, run
from dvk_rules.scenario import Scenario, load_scenario

CASE = Path(__file__).parents[2] / "fixtures" / "one-screen" / "kich-ban.yaml"
CLASH = Path(__file__).parents[2] / "fixtures" / "quotas-clash" / "kich-ban.yaml"

CHANGES = {
    "base": "quotas: [{id: letters-per-unit, floor_if_available: true}]\n",
    "fewer-letters": "seats: {letter: 3}\n",
    "no-share": "quotas: [{id: collectives, off: true}]\n",
    "one-each": "quotas: [{id: letters-per-unit, bounds: {phan-thiet: {at_most: 1}}}]\n",
    "lenient-votes": "parameters: {votes_needed: {value: 75%, who: B, why: c}}\n",
    "excluded": (
        "decisions: [{nomination: phan-thiet/01, tier: letter, action: exclude, who: Hội đồng,"
        " why: để đợt sau}]\n"
    ),
    "both": (
        "seats: {certificate: 1}\nparameters: {votes_needed: 75%}\n"
        "quotas: [{id: collectives, at_most: 60%}]\ntie_break: {seed: '7'}\n"
    ),
}


@cache
def scenario_file(name: str) -> Path:
    """A scenario file that changes the base case as ``CHANGES`` says.

    In the base case floors ask only for as many as are eligible, so that stricter rules leave
    somebody out instead of making the quotas clash.
    """
    under = CASE if name == "base" else scenario_file("base")
    path = Path(mkdtemp(prefix="dvk-compare-")) / f"{name}.yaml"
    path.write_text(f"scenario: {name}\nextends: {under.as_posix()}\n{CHANGES[name]}", "utf-8")
    return path


@cache
def scenario(name: str) -> Scenario:
    """The changed scenario."""
    return load_scenario(scenario_file(name))


@cache
def run_of(name: str) -> Run:
    """The run of the changed scenario."""
    found = scenario(name)
    return run(found, read(found), engine="reference")


def read(found: Scenario):
    """The nominations that a scenario names."""
    listed = read_nominations(found.nominations, found.pack.vocabulary, found.pack.units)
    listed.raise_if_wrong()
    return listed.nominations


@cache
def clash_run() -> Run:
    """A run whose quotas clash."""
    found = load_scenario(CLASH)
    return run(found, read(found), engine="reference")
