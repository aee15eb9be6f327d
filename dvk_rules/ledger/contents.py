"""What a run folder holds, file by file, as bytes that depend on the inputs alone (D7.2)."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.runs import Run, canonical_json, evaluation_json, versions
from dvk_rules.scenario import Scenario

if TYPE_CHECKING:  # the solver loads when a run is made
    from dvk_solver import Allocation, Reason

__all__ = ["FORMAT", "Originals", "input_files", "manifest", "read_allocation", "result_files"]

FORMAT = "dvk/run/1"


@dataclass(frozen=True)
class Originals:
    """The files a run was made from, as they were given, by their path in the folder.

    Their places relative to each other are kept, so that the scenario still finds what it names.
    """

    files: Mapping[str, bytes]
    scenario: str
    nominations: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Originals:
        """The files of ``scenario``: itself, those it extends, and its nominations."""
        paths = [path.resolve() for path in (*scenario.files, *scenario.nominations)]
        base = Path(os.path.commonpath([path.parent for path in paths]))

        def name(path: Path) -> str:
            return f"inputs/original/{path.resolve().relative_to(base).as_posix()}"

        return cls(
            files={name(path): path.read_bytes() for path in paths},
            scenario=name(scenario.files[-1]),
            nominations=tuple(name(path) for path in scenario.nominations),
        )

    @classmethod
    def in_folder(cls, folder: Path, data: Mapping[str, Any]) -> Originals:
        """The originals that ``data`` of a manifest names, as far as they are in ``folder``."""
        original = folder / "inputs" / "original"
        return cls(
            files={
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(original.rglob("*"))
                if path.is_file()
            },
            scenario=str(data.get("scenario", "")),
            nominations=tuple(str(name) for name in data.get("nominations", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """How the manifest names them."""
        return {"scenario": self.scenario, "nominations": list(self.nominations)}


def input_files(run: Run, originals: Originals | None) -> dict[str, bytes]:
    """The inputs: nominations and scenario in canonical form, the packs, and the files as given."""
    scenario = yaml.safe_dump(
        run.scenario.to_json() | {"nominations": "nominations.json"},
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    files = {
        "inputs/nominations.json": nominations_json(run.nominations),
        "inputs/scenario.yaml": scenario.encode(),
        **(originals.files if originals else {}),
    }
    for folder in run.scenario.pack.folders:
        files |= {
            f"inputs/packs/{folder.name}/{name}": data for name, data in _pack_files(folder).items()
        }
    return files


def _pack_files(folder: Traversable, inside: str = "") -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{inside}{item.name}"
        if item.is_dir():
            files |= _pack_files(item, f"{name}/")
        elif item.name.endswith((".yaml", ".yml")):
            files[name] = item.read_bytes()
    return files


def result_files(run: Run) -> dict[str, bytes]:
    """The results: evaluation, and the allocation with its proof, or the clash."""
    files = {
        "evaluation.json": evaluation_json(run.evaluation),
        "problem.json": canonical_json(run.problem.to_data()),
    }
    if run.allocation is not None:
        files["allocation.json"] = canonical_json(run.allocation_data())
        proof = run.allocation.certificate
    else:
        assert run.clash is not None  # a run has an allocation or a clash
        files["clash.json"] = canonical_json(run.clash.to_data())
        proof = run.clash.certificate
    if proof is not None:
        files["proof.json"] = canonical_json(proof)
    return files


def read_allocation(data: Mapping[str, Any]) -> tuple[Allocation, tuple[Reason, ...]]:
    """What ``allocation.json`` says; raises ``ProblemError`` if it is not of its shape."""
    from dvk_solver import Allocation, ProblemError, Reason

    try:
        rest = dict(data)
        listed = [*rest.pop("left_out", []), *rest.pop("held", [])]
        reasons = tuple(
            Reason.from_data({"candidate": item.pop("id"), **item})
            for item in ({**entry} for entry in listed)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ProblemError([]) from error
    return Allocation.from_json(json.dumps(rest)), reasons


def manifest(run: Run, files: Mapping[str, bytes], originals: Originals | None) -> bytes:
    """``run.json``: what the run is, and the SHA-256 of every other file of the folder."""
    pack = run.scenario.pack
    data: dict[str, Any] = {
        "format": FORMAT,
        "run": run.id,
        "scenario": {
            "id": run.scenario.id,
            "title": {"vi": run.scenario.title.vi, "en": run.scenario.title.en},
        },
        "decision_date": run.scenario.day.isoformat(),
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "sha256": pack.sha256,
            "lineage": list(pack.lineage),
        },
        "engine": run.evaluation.engine,
        "engine_notices": [
            {"code": notice.code, "params": dict(notice.params)}
            for notice in run.evaluation.notices
        ],
        "originals": originals.to_json() if originals else None,
        "versions": versions(),
        "notices": [warning.code for warning in run.warnings],
        "files": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
    }
    return canonical_json(data)
