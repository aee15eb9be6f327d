"""Eligibility by declarative rules, allocation under quotas, every verdict and seat explained.

The main line, as a program::

    from pathlib import Path

    from dvk_rules import load_scenario, read_nominations, run

    scenario = load_scenario("fixtures/one-screen/kich-ban.yaml")
    listed = read_nominations(scenario.nominations, scenario.pack.vocabulary, scenario.pack.units)
    result = run(scenario, listed.nominations)
    result.selected("letter")              # ids, sorted
    result.evaluation.results[0].trace()   # every rule, every comparison

Nothing here prints, exits or reads the clock. Importing it loads none of the heavy libraries: each
name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dvk_rules.comparison import Comparison, compare
    from dvk_rules.errors import (
        DvkError,
        EngineError,
        InputError,
        PackError,
        Place,
        Problem,
        RunError,
        ScenarioError,
    )
    from dvk_rules.evaluation import Evaluation, NominationResult, evaluate
    from dvk_rules.explanation import Explanation, explain
    from dvk_rules.files.workbook import read_nominations
    from dvk_rules.ledger import RunFolder, Verification, open_run, save_run, verify
    from dvk_rules.nominations import Nomination
    from dvk_rules.pack import Pack, available_packs, load_pack
    from dvk_rules.progress import Progress
    from dvk_rules.runs import Run, run
    from dvk_rules.scenario import Scenario, load_scenario
    from dvk_rules.trace import RuleTrace
    from dvk_rules.verdicts import TierVerdict, Verdict

__all__ = [
    "Comparison",
    "DvkError",
    "EngineError",
    "Evaluation",
    "Explanation",
    "InputError",
    "Nomination",
    "NominationResult",
    "Pack",
    "PackError",
    "Place",
    "Problem",
    "Progress",
    "RuleTrace",
    "Run",
    "RunError",
    "RunFolder",
    "Scenario",
    "ScenarioError",
    "TierVerdict",
    "Verdict",
    "Verification",
    "available_packs",
    "compare",
    "evaluate",
    "explain",
    "load_pack",
    "load_scenario",
    "open_run",
    "read_nominations",
    "run",
    "save_run",
    "verify",
]

_HOMES = {
    "comparison": ("Comparison", "compare"),
    "errors": (
        "DvkError",
        "EngineError",
        "InputError",
        "PackError",
        "Place",
        "Problem",
        "RunError",
        "ScenarioError",
    ),
    "evaluation": ("Evaluation", "NominationResult", "evaluate"),
    "explanation": ("Explanation", "explain"),
    "files.workbook": ("read_nominations",),
    "ledger": ("RunFolder", "Verification", "open_run", "save_run", "verify"),
    "nominations": ("Nomination",),
    "pack": ("Pack", "available_packs", "load_pack"),
    "progress": ("Progress",),
    "runs": ("Run", "run"),
    "scenario": ("Scenario", "load_scenario"),
    "trace": ("RuleTrace",),
    "verdicts": ("TierVerdict", "Verdict"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Fetches a public name from its module when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'dvk_rules' has no attribute '{name}'")
    value = getattr(import_module(f"dvk_rules.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
