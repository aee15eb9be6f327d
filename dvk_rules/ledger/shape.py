"""The JSON files of a run folder: what must be there before anything in them is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.ledger.contents import FORMAT

__all__ = ["fits_evaluation", "read_json", "read_manifest"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Title(_Part):
    vi: str
    en: str


class _Scenario(_Part):
    id: str
    title: _Title


class _Pack(_Part):
    id: str
    version: str
    sha256: str
    lineage: list[str]


class _Notice(_Part):
    code: str
    params: dict[str, Any]


class _Originals(_Part):
    scenario: str
    nominations: list[str]


class _Manifest(_Part):
    format: Literal["dvk/run/1"]
    run: str
    scenario: _Scenario
    decision_date: str
    pack: _Pack
    engine: str
    engine_notices: list[_Notice]
    originals: _Originals | None
    versions: dict[str, str]
    notices: list[str]
    files: dict[str, str]


class _Recorded(BaseModel):
    """What is read by name; anything else is compared with what comes out again."""

    model_config = ConfigDict(strict=True)


class _Rule(_Recorded):
    id: str


class _Nomination(_Recorded):
    id: str
    verdicts: dict[str, dict[str, Any]]
    rules: list[_Rule]


class _Evaluation(_Recorded):
    nominations: list[_Nomination]


def read_json(folder: Path, name: str) -> Any:
    """The content of one of the JSON files; raises ``RunError`` if it is missing or damaged."""
    where = Place(file=str(folder / name))
    try:
        return json.loads((folder / name).read_bytes())
    except FileNotFoundError:
        raise RunError([Problem("run.no-file", {"file": name}, where)]) from None
    except (OSError, ValueError, RecursionError):
        raise RunError([Problem("run.damaged", {"file": name}, where)]) from None


def fits_evaluation(data: Any) -> bool:
    """Whether ``data`` has the parts of an ``evaluation.json`` that a comparison reads."""
    try:
        _Evaluation.model_validate(data)
    except ValidationError:
        return False
    return True


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of the run in ``folder``.

    Raises ``RunError`` with one sentence if there is none, or if it is damaged or of another
    format.
    """
    place = folder / "run.json"
    where = Place(file=str(place))
    if not place.is_file():
        params = {"folder": str(folder)}
        raise RunError([Problem("run.not-a-run", params, Place(file=str(folder)))])
    damaged = RunError([Problem("run.damaged", {"file": "run.json"}, where)])
    try:
        data: Any = json.loads(place.read_bytes())
        found = data.get("format") if isinstance(data, dict) else None
        if found != FORMAT and isinstance(found, str):
            raise RunError([Problem("run.format", {"folder": str(folder), "format": FORMAT})])
        _Manifest.model_validate(data)
    except (OSError, ValidationError, ValueError, RecursionError):
        raise damaged from None
    return data
