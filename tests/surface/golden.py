"""The expected result of each shipped case. Refresh with: PYTHONPATH=tests python -m surface.golden

Read the difference before it is committed: a star belongs in the changelog where a list changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dvk_rules import load_scenario, read_nominations, run
from dvk_rules.runs import Run
from dvk_rules.summary import reasons

CASES = Path(__file__).resolve().parents[2] / "fixtures"


def scenarios() -> list[Path]:
    """Every scenario of every case, sorted."""
    return sorted(CASES.glob("*/*.yaml"))


def expected_file(scenario: Path) -> Path:
    """Where the expected result of a scenario is kept."""
    return scenario.with_name(f"{scenario.stem}.expected.json")


def make(scenario: Path, engine: str = "reference") -> Run:
    """The run of a scenario."""
    loaded = load_scenario(scenario)
    pack = loaded.pack
    listed = read_nominations(loaded.nominations, pack.vocabulary, pack.units).raise_if_wrong()
    return run(loaded, listed.nominations, engine=engine)


def summary(made: Run) -> dict[str, Any]:
    """What must not change without somebody looking: verdicts, reasons, seats, stages, clash."""
    tiers = [tier.id for tier in made.scenario.pack.tiers]
    data: dict[str, Any] = {
        "nominations": len(made.nominations),
        "verdicts": {
            tier: {str(verdict): count for verdict, count in made.evaluation.count(tier).items()}
            for tier in tiers
        },
        "reasons": {
            tier: {
                f"{item.rule}: {item.verdict}": item.count
                for item in reasons(made.evaluation, tier)
            }
            for tier in tiers
        },
    }
    if made.allocation is not None:
        data["status"] = made.allocation.status
        data["selected"] = {tier: list(made.selected(tier)) for tier in tiers}
        data["stages"] = {stage.objective: stage.value for stage in made.allocation.stages}
        data["tie_break"] = made.allocation.ties.decided_by
    if made.clash is not None:
        data["clash"] = made.clash.to_data()
    return data


def refresh() -> None:
    """Writes every expected result again."""
    for scenario in scenarios():
        text = json.dumps(summary(make(scenario)), ensure_ascii=False, indent=1, sort_keys=True)
        expected_file(scenario).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    refresh()
