"""What lies on the desk: the scenarios, lists and runs in one folder, found by their looks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dvk_rules.errors import DvkError
from dvk_rules.files.answers import NOMINATIONS
from dvk_rules.ledger.shape import read_manifest
from dvk_rules.pack.yaml_source import read_yaml
from dvk_rules.values import Text

__all__ = ["FORMS", "IMPORTS", "RUNS", "Desk", "RunLine", "ScenarioLine"]

RUNS, FORMS, IMPORTS = "runs", "bieu-mau", "nhap"
"""The folders in which the desk puts runs, empty forms and imports; later ones get a number."""

_DEPTH = 2
_LISTS = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".json"}
_MADE = re.compile(rf"{FORMS}(-\d+)?/|{IMPORTS}(-\d+)?/(?!{NOMINATIONS}$)")
_SCENARIO = re.compile(r"^scenario\s*:", re.MULTILINE)


@dataclass(frozen=True)
class ScenarioLine:
    """A scenario file by its path in the folder, with its title."""

    file: str
    title: Text


@dataclass(frozen=True)
class RunLine:
    """A run folder: what it is, when it was written, and its seats by tier (none: a clash)."""

    name: str
    scenario: str
    title: Text
    written: datetime
    seats: Mapping[str, int] | None


@dataclass(frozen=True)
class Desk:
    """The folder that is served. Nothing outside of it is listed, read by name or written."""

    root: Path

    @property
    def runs_root(self) -> Path:
        """Where runs are saved."""
        return self.root / RUNS

    def scenarios(self) -> list[ScenarioLine]:
        """The scenario files, by path."""
        return list(self._scenarios())

    def _scenarios(self) -> Iterator[ScenarioLine]:
        for path in self._files({".yaml", ".yml"}):
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue
            if _SCENARIO.search(text):
                yield ScenarioLine(self.name(path), _title(text, path.stem))

    def lists(self) -> list[str]:
        """The files that may hold nominations, by path: no empty forms, no answers to units."""
        names = [self.name(path) for path in self._files(_LISTS)]
        return [name for name in names if not _MADE.match(name)]

    def runs(self) -> list[RunLine]:
        """The run folders, the latest first; what is damaged is not listed."""
        if not self.runs_root.is_dir():
            return []
        found = [_run_line(path) for path in self.runs_root.iterdir() if path.is_dir()]
        lines = [line for line in found if line is not None]
        return sorted(lines, key=lambda line: (line.written, line.name), reverse=True)

    def scenario(self, file: str) -> Path | None:
        """The scenario file of this name, if it is listed."""
        return self.root / file if file in {line.file for line in self.scenarios()} else None

    def run(self, name: str) -> Path | None:
        """The run folder of this name, if there is one."""
        path = self.runs_root / name
        return path if path.parent == self.runs_root and _is_run(path) else None

    def free(self, stem: str, suffix: str = "", *, beside: Path | None = None) -> Path:
        """A path in the folder (or ``beside`` a file in it) that nothing has yet."""
        folder = self.root if beside is None else beside.parent
        number, path = 1, folder / f"{stem}{suffix}"
        while path.exists():
            number += 1
            path = folder / f"{stem}-{number}{suffix}"
        return path

    def _files(self, suffixes: set[str]) -> Iterator[Path]:
        """Files with one of ``suffixes``, at most two folders deep; no runs, nothing hidden."""

        def under(folder: Path, depth: int) -> Iterator[Path]:
            try:
                items = sorted(folder.iterdir(), key=lambda item: item.name.casefold())
            except OSError:
                return
            for item in items:
                if item.name.startswith((".", "~$")):
                    continue
                if item.is_file() and item.suffix.lower() in suffixes:
                    yield item
                elif item.is_dir() and depth and not _is_run(item) and item != self.runs_root:
                    yield from under(item, depth - 1)

        yield from under(self.root, _DEPTH - 1)

    def name(self, path: Path) -> str:
        """A file of the folder as it is called there."""
        return path.relative_to(self.root).as_posix()


def _is_run(folder: Path) -> bool:
    return (folder / "run.json").is_file()


def _title(text: str, otherwise: str) -> Text:
    """The title in the YAML of a scenario; its file's name where that cannot be read."""
    data = read_yaml(text, "").data
    title = data.get("title") if isinstance(data, dict) else None
    if isinstance(title, dict) and isinstance(title.get("vi"), str):
        return Text(title["vi"], str(title.get("en", "")))
    return Text(title if isinstance(title, str) else otherwise)


def _run_line(path: Path) -> RunLine | None:
    try:
        data = read_manifest(path)
        seats: dict[str, int] | None = None
        if (path / "allocation.json").is_file():
            selected = json.loads((path / "allocation.json").read_bytes())["selected"]
            seats = {tier: len(members) for tier, members in selected.items()}
        written = datetime.fromtimestamp((path / "run.json").stat().st_mtime).astimezone()
    except (DvkError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    scenario = data["scenario"]
    title = Text(scenario["title"]["vi"], scenario["title"]["en"])
    return RunLine(path.name, scenario["id"], title, written, seats)
