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
    from dvk_rules.engines.outcomes import Outcome
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
    from dvk_rules.explanation import (
        Explanation,
        SeatReason,
        Section,
        UnknownNomination,
        explain,
    )
    from dvk_rules.files.listing import NominationList
    from dvk_rules.files.workbook import read_nominations
    from dvk_rules.lawbook.diff import choose_pack
    from dvk_rules.ledger import RunFolder, Verification, open_run, save_run, verify
    from dvk_rules.missing import Missing
    from dvk_rules.nominations import Nomination
    from dvk_rules.pack import Pack, available_packs, load_pack
    from dvk_rules.progress import Progress
    from dvk_rules.runs import Run, run
    from dvk_rules.scenario import Scenario, load_scenario
    from dvk_rules.trace import RuleTrace
    from dvk_rules.values import BadValue
    from dvk_rules.verdicts import TierVerdict, Verdict
    from dvk_rules.whatif import WhatIf, read_facts, what_if

    __version__: str

__all__ = [
    "BadValue",
    "Comparison",
    "DvkError",
    "EngineError",
    "Evaluation",
    "Explanation",
    "InputError",
    "Missing",
    "Nomination",
    "NominationList",
    "NominationResult",
    "Outcome",
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
    "SeatReason",
    "Section",
    "TierVerdict",
    "UnknownNomination",
    "Verdict",
    "Verification",
    "WhatIf",
    "__version__",
    "available_packs",
    "choose_pack",
    "compare",
    "evaluate",
    "explain",
    "load_pack",
    "load_scenario",
    "open_run",
    "read_facts",
    "read_nominations",
    "run",
    "save_run",
    "verify",
    "what_if",
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
    "engines.outcomes": ("Outcome",),
    "explanation": ("Explanation", "SeatReason", "Section", "UnknownNomination", "explain"),
    "files.listing": ("NominationList",),
    "files.workbook": ("read_nominations",),
    "ledger": ("RunFolder", "Verification", "open_run", "save_run", "verify"),
    "lawbook.diff": ("choose_pack",),
    "missing": ("Missing",),
    "nominations": ("Nomination",),
    "pack": ("Pack", "available_packs", "load_pack"),
    "progress": ("Progress",),
    "runs": ("Run", "run"),
    "scenario": ("Scenario", "load_scenario"),
    "trace": ("RuleTrace",),
    "values": ("BadValue",),
    "verdicts": ("TierVerdict", "Verdict"),
    "whatif": ("WhatIf", "read_facts", "what_if"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Fetches a public name from its module when it is first used."""
    if name == "__version__":
        value: Any = _version()
    elif name in _HOME:
        value = getattr(import_module(f"dvk_rules.{_HOME[name]}"), name)
    else:
        raise AttributeError(f"module 'dvk_rules' has no attribute '{name}'")
    globals()[name] = value
    return value


def _version() -> str:
    """The version that is installed; empty where the package is used without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dvk-rules")
    except PackageNotFoundError:
        return ""


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
