"""Scenario files written for a test, on the shipped pack of 2020. Everything in them is made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_rules.errors import Problem, ScenarioError
from dvk_rules.scenario import Scenario, load_scenario

BASE = """\
scenario: goc
title: {vi: Gốc, en: Base}
pack: binh-thuan-2020
nominations: de-cu.json
decision_date: 2020-12-15
seats:
  letter: {at_least: 1, at_most: 9, status: plan}
  certificate: 4
quotas:
  - id: per-unit
    title: {vi: Mỗi đơn vị, en: Each unit}
    tier: letter
    per: unit
    at_least: 1
    at_most: 3
    bounds:
      phu-quy: {at_most: 2}
      la-gi: {at_most: 4}
    status: plan
    source: {doc: plan, at: II.3.2, quote: "…", checked: 2026-11-01}
  - id: collectives
    tier: letter
    where: {kind: tap_the}
    at_least: 45%
decisions:
  - {nomination: la-gi/01, tier: letter, action: include, who: Hội đồng, why: giả định}
parameters:
  votes_needed: {value: 85%, who: Hội đồng, why: giả định}
"""

Write = Callable[..., Path]


def write(folder: Path, **files: str) -> None:
    """Writes ``<name>.yaml`` for each of ``files`` and an empty list of nominations beside them."""
    (folder / "de-cu.json").write_text("[]", encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def load(folder: Path, text: str, over: str | None = None) -> Scenario:
    """The scenario ``text``, or ``over`` on top of it."""
    write(folder, goc=text, **({"tren": over} if over is not None else {}))
    return load_scenario(folder / ("tren.yaml" if over is not None else "goc.yaml"))


def problems(folder: Path, text: str, over: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with the scenario; there must be something."""
    with pytest.raises(ScenarioError) as caught:
        load(folder, text, over)
    for problem in caught.value.problems:
        for lang in ("vi", "en"):
            assert problem.line(lang)
    return caught.value.problems
