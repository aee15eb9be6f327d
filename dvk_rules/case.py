"""The cases that are shipped: inputs and scenarios that anybody can run."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from dvk_rules.errors import Problem, ScenarioError

__all__ = ["available_cases", "example_case"]

_SCENARIO = "kich-ban.yaml"


def available_cases() -> tuple[str, ...]:
    """The names of the shipped cases, sorted."""
    return tuple(sorted(item.name for item in _root().iterdir() if (item / _SCENARIO).is_file()))


def _root() -> Path:
    """The folder of cases: beside the packages in a source tree, inside the rulebook in a wheel."""
    in_tree = Path(__file__).resolve().parent.parent / "fixtures"
    if in_tree.is_dir():
        return in_tree
    return Path(str(files("dvk_rulebook") / "cases"))


@contextmanager
def example_case(name: str) -> Generator[Path]:
    """The scenario file of a shipped case, as a file on disk while the block runs."""
    if name not in available_cases():
        raise ScenarioError([Problem("case.none", {"case": name, "known": available_cases()})])
    with as_file(_root() / name) as folder:
        yield folder / _SCENARIO
