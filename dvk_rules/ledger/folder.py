"""Run folders: written whole, opened again from what they hold and nothing else (D7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.evaluation import evaluate
from dvk_rules.files.atomic import atomic_folder
from dvk_rules.files.workbook import read_nominations
from dvk_rules.given import path_given
from dvk_rules.ledger.contents import (
    Originals,
    input_files,
    manifest,
    read_allocation,
    result_files,
)
from dvk_rules.ledger.office import kept_settings, settings_files
from dvk_rules.ledger.shape import read_json, read_manifest
from dvk_rules.ledger.signature import SIGNATURE
from dvk_rules.nominations import Nomination
from dvk_rules.problem import build_problem
from dvk_rules.report import DocumentSettings, report_files
from dvk_rules.runs import Run
from dvk_rules.scenario import Scenario, load_scenario

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver import Allocation, Reason

__all__ = ["RunFolder", "folder_files", "open_run", "present_files", "save_run"]

_LEFT_BEHIND = {"Thumbs.db", "desktop.ini", ".DS_Store"}


def folder_files(
    run: Run, originals: Originals | None, settings: DocumentSettings | None = None
) -> dict[str, bytes]:
    """Every file of a run folder, the manifest among them, as bytes."""
    files = {
        **input_files(run, originals),
        **settings_files(settings),
        **result_files(run),
        **report_files(run, settings=settings),
    }
    return files | {"run.json": manifest(run, files, originals)}


def save_run(
    run: Run,
    root: str | Path,
    *,
    originals: bool = True,
    settings: DocumentSettings | None = None,
) -> Path:
    """Writes the folder of ``run`` under ``root`` and gives its path.

    ``originals`` keeps the scenario's files and workbooks beside their canonical form; leave it out
    when the nominations did not come from the files that the scenario names. ``settings`` are those
    of the Word documents; they are kept in the folder, since the documents follow from them.

    A folder that holds the same run, byte for byte, is left as it is; one with the same name and
    other content is never touched: the new one gets a number behind its name. Raises ``RunError``
    if ``root`` is itself a run folder, or cannot be written.
    """
    root = path_given(root, RunError)
    if (root / "run.json").is_file():  # a file more, and that run is no longer what it says
        raise RunError([Problem("run.inside", {"folder": str(root)}, Place(file=str(root)))])
    files = folder_files(run, Originals.of(run.scenario) if originals else None, settings)
    name = f"{run.scenario.id}-{run.id[:10]}"
    number = 1
    while True:
        target = root / (name if number == 1 else f"{name}-{number}")
        if not target.exists():
            try:
                _write(target, files)
            except RunError:
                if not target.exists():
                    raise  # the disk; else somebody was quicker, perhaps with this very run
            else:
                return target
        if _holds(target, files):
            return target
        number += 1


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    with atomic_folder(target) as folder:
        for path, content in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def present_files(folder: Path) -> set[str]:
    """The files of a run folder by path: without the signature, which is put there afterwards, and
    without what Word and the system leave beside files that somebody looked at."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("~$") and path.name not in _LEFT_BEHIND
    } - {SIGNATURE}


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    return present_files(folder) == set(files) and all(
        (folder / name).read_bytes() == content for name, content in files.items()
    )


@dataclass(frozen=True)
class RunFolder:
    """A run folder that has been read: its manifest and the inputs inside it."""

    path: Path
    manifest: Mapping[str, Any]
    scenario: Scenario
    nominations: tuple[Nomination, ...]

    def json(self, name: str) -> Any:
        """The content of one of its JSON files."""
        return read_json(self.path, name)

    @property
    def settings(self) -> DocumentSettings | None:
        """The settings its documents were made with; ``None`` for the shipped ones."""
        return kept_settings(self.path)

    def as_run(self) -> Run:
        """The run as recorded: evaluated again by the reference engine, allocated as it says."""
        evaluation = evaluate(
            self.scenario.pack,
            self.nominations,
            day=self.scenario.day,
            engine="reference",
            changed=self.scenario.changed,
        )
        allocation, reasons = None, ()
        if not self.clashed:
            allocation, reasons = self._allocation()
        return Run(
            id=str(self.manifest["run"]),
            scenario=self.scenario,
            nominations=self.nominations,
            evaluation=evaluation,
            problem=build_problem(self.scenario, evaluation),
            allocation=allocation,
            clash=None,
            reasons=reasons,
        )

    def _allocation(self) -> tuple[Allocation, tuple[Reason, ...]]:
        from dvk_solver import ProblemError

        try:
            return read_allocation(self.json("allocation.json"))
        except ProblemError:
            where = Place(file=str(self.path / "allocation.json"))
            problem = Problem("run.damaged", {"file": "allocation.json"}, where)
            raise RunError([problem]) from None

    @property
    def clashed(self) -> bool:
        """Whether the quotas of the run could not all be met."""
        return (self.path / "clash.json").is_file()

    def __repr__(self) -> str:
        what = f"{self.scenario.id}, {len(self.nominations)} nominations"
        return f"<RunFolder {self.path.name}: {what}>"


def open_run(folder: str | Path) -> RunFolder:
    """Reads a run folder from its own inputs.

    Raises ``RunError`` with one sentence if it is not a run folder or cannot be read.
    """
    path = path_given(folder, RunError)
    data = read_manifest(path)
    scenario = load_scenario(path / "inputs" / "scenario.yaml", packs=path / "inputs" / "packs")
    pack = scenario.pack
    listed = read_nominations(path / "inputs" / "nominations.json", pack.vocabulary, pack.units)
    listed.raise_if_wrong()
    return RunFolder(path, data, scenario, tuple(listed.nominations))
