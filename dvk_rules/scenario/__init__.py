"""Scenarios: which seats, quotas, decisions and objectives the committee tries (D7.1)."""

from __future__ import annotations

from dvk_rules.scenario.load import load_scenario
from dvk_rules.scenario.model import (
    DecisionSpec,
    ObjectiveSpec,
    OrderSpec,
    QuotaSpec,
    Scenario,
    SeatSpec,
    TieBreakSpec,
)

__all__ = [
    "DecisionSpec",
    "ObjectiveSpec",
    "OrderSpec",
    "QuotaSpec",
    "Scenario",
    "SeatSpec",
    "TieBreakSpec",
    "load_scenario",
]
