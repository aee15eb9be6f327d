"""Scenarios from their files: each file's shape, then what all of them together mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import ValidationError

from dvk_rules.errors import PackError, Place, Problem, ScenarioError
from dvk_rules.given import path_given
from dvk_rules.lawbook.diff import choose_pack, pack_families
from dvk_rules.pack.load import load_pack
from dvk_rules.pack.shape import shape_problems
from dvk_rules.pack.yaml_source import Document, read_yaml
from dvk_rules.scenario.layers import Layer, Layers
from dvk_rules.scenario.model import Scenario
from dvk_rules.scenario.resolve import resolve_scenario
from dvk_rules.scenario.surface import ScenarioFile
from dvk_rules.system import system_reason
from dvk_rules.values import BadValue, FactType, ValueType

__all__ = ["load_scenario"]


def load_scenario(path: str | Path, *, packs: str | Path | None = None) -> Scenario:
    """The scenario in the file at ``path``, on the ones it extends.

    ``packs`` is a folder of packs to use instead of those that are shipped. A scenario may name a
    family of packs (``vn-tdkt``): the one in force on the decision date is taken, and pinned.

    Raises ``ScenarioError`` with every problem found, ``PackError`` if its pack cannot be loaded.
    """
    layers, problems = _layers(path_given(path, ScenarioError))
    if problems:
        raise ScenarioError(problems)
    pack_layer = next((layer for layer in reversed(layers) if layer.entry.pack), None)
    if pack_layer is None or not pack_layer.entry.pack:
        where = layers[-1].document.place(())
        raise ScenarioError([Problem("scenario.missing", {"key": "pack"}, where)])
    wanted = pack_layer.entry.pack
    try:
        beside = Path(packs) / wanted if packs else pack_layer.path.parent / wanted
        if (beside / "pack.yaml").is_file():
            pack = load_pack(beside)
        elif wanted in pack_families():
            pack = choose_pack(_decision_day(layers), wanted)
        else:
            pack = load_pack(wanted)
    except PackError as error:
        if not all(problem.code.startswith(("pack.none", "choose.")) for problem in error.problems):
            raise
        where = pack_layer.document.place(("pack",))
        problem = Problem(error.problems[0].code, error.problems[0].params, where)
        raise ScenarioError([problem]) from None
    book = Layers(pack, layers)
    scenario = resolve_scenario(book)
    if scenario is None:
        raise ScenarioError(sorted(book.problems, key=_order))
    return scenario


def _decision_day(layers: list[Layer]) -> date:
    """The decision date, which a family of packs cannot do without."""
    layer = next((item for item in reversed(layers) if item.entry.decision_date), None)
    if layer is None:
        where = layers[-1].document.place(())
        raise ScenarioError([Problem("scenario.missing", {"key": "decision_date"}, where)])
    where = layer.document.place(("decision_date",))
    try:
        day = ValueType(FactType.DATE).parse(layer.entry.decision_date)
    except BadValue as bad:
        raise ScenarioError([Problem(bad.code, bad.params, where)]) from None
    assert isinstance(day, date)  # a date that was parsed and is there
    return day


def _order(problem: Problem) -> tuple[str, int, int]:
    where = problem.where or Place()
    return (where.file, where.line, where.column)


def _layers(path: Path) -> tuple[list[Layer], list[Problem]]:
    """The file and those it extends, the outermost first."""
    layers: list[Layer] = []
    problems: list[Problem] = []
    seen: list[Path] = []
    wanted: Path | None = path
    asked_at: Place | None = None
    while wanted is not None:
        current = wanted
        if current.resolve() in seen:
            problems.append(Problem("scenario.circle", {"file": current.name}, asked_at))
            break
        seen.append(current.resolve())
        document, entry = _read(current, asked_at, problems)
        if document is None or entry is None:
            break
        layers.insert(0, Layer(current, document, entry))
        asked_at = document.place(("extends",))
        wanted = current.parent / entry.extends if entry.extends else None
    return layers, problems


def _read(
    path: Path, asked_at: Place | None, problems: list[Problem]
) -> tuple[Document | None, ScenarioFile | None]:
    where = asked_at or Place(file=str(path))
    if path.is_dir():
        problems.append(Problem("scenario.folder", {"file": str(path)}, where))
        return None, None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem("scenario.no-file", {"file": str(path)}, where))
        return None, None
    except UnicodeDecodeError:
        problems.append(Problem("scenario.not-yaml", {"file": str(path)}, where))
        return None, None
    except OSError as error:
        params = {"file": str(path), "reason": system_reason(error)}
        problems.append(Problem("scenario.unreadable", params, where))
        return None, None
    document = read_yaml(text, path.name)
    problems.extend(document.problems)
    if not isinstance(document.data, dict):
        if not document.problems:
            problems.append(Problem("yaml.not-a-mapping", {}, document.place(())))
        return None, None
    try:
        return document, ScenarioFile.model_validate(document.data)
    except ValidationError as error:
        problems.extend(shape_problems(error, document, ScenarioFile))
        return None, None
