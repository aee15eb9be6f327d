"""What a run folder holds, file by file, as bytes that depend on the inputs alone (D7.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.runs import Run, canonical_json, evaluation_json, versions

__all__ = ["FORMAT", "input_files", "manifest", "result_files"]

FORMAT = "dvk/run/1"


def input_files(run: Run, sources: Sequence[Path]) -> dict[str, bytes]:
    """The inputs: nominations and scenario in canonical form, the packs, and the files as given.

    ``sources`` are the workbooks and scenario files that the run was made from.
    """
    scenario = yaml.safe_dump(
        run.scenario.to_json() | {"nominations": "nominations.json"},
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    files = {
        "inputs/nominations.json": nominations_json(run.nominations),
        "inputs/scenario.yaml": scenario.encode(),
    }
    for folder in run.scenario.pack.folders:
        files |= {
            f"inputs/packs/{folder.name}/{name}": data for name, data in _pack_files(folder).items()
        }
    taken: set[str] = set()
    for number, source in enumerate(sorted(sources, key=lambda path: path.name), 1):
        name = source.name if source.name not in taken else f"{number}-{source.name}"
        taken.add(name)
        files[f"inputs/original/{name}"] = source.read_bytes()
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
        files["allocation.json"] = canonical_json(run.allocation.to_data())
        proof = run.allocation.certificate
    else:
        assert run.clash is not None  # a run has an allocation or a clash
        files["clash.json"] = canonical_json(run.clash.to_data())
        proof = run.clash.certificate
    if proof is not None:
        files["proof.json"] = canonical_json(proof)
    return files


def manifest(run: Run, files: Mapping[str, bytes]) -> bytes:
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
        "versions": versions(),
        "notices": [warning.code for warning in run.warnings],
        "files": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())
        },
    }
    return canonical_json(data)
