"""What somebody does to a run folder, and what verification says of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dvk_rules import verify

__all__ = ["codes", "hash_again", "manifest_of", "rewrite", "said"]


def said(folder: Path) -> str:
    """Everything verification complains of, in words."""
    result = verify(folder)
    assert not result.holds
    return "\n".join(problem.line() for problem in result.problems)


def hash_again(folder: Path) -> None:
    """What somebody does who changes a file and mends the manifest too."""
    data = json.loads((folder / "run.json").read_bytes())
    data["files"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in data["files"]
    }
    (folder / "run.json").write_text(json.dumps(data), encoding="utf-8")


def rewrite(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    data = json.loads((folder / name).read_bytes())
    change(data)
    (folder / name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    hash_again(folder)


def manifest_of(folder: Path, **changes: Any) -> None:
    data = json.loads((folder / "run.json").read_bytes())
    (folder / "run.json").write_text(json.dumps(data | changes), encoding="utf-8")


def codes(folder: Path) -> set[str]:
    return {problem.code for problem in verify(folder).problems}
