"""The shape of ``run.json``: what must be there before anything in it is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from dvk_rules.errors import Place, Problem, RunError
from dvk_rules.ledger.contents import FORMAT

__all__ = ["read_manifest"]


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
    except (OSError, ValidationError, ValueError):
        raise damaged from None
    return data
