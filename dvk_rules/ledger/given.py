"""The files as they were given, held against the canonical inputs that a run was made from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dvk_rules.errors import DvkError, Problem
from dvk_rules.files.nominations_json import nominations_json
from dvk_rules.files.workbook import read_nominations
from dvk_rules.ledger.contents import Originals
from dvk_rules.runs import Run
from dvk_rules.scenario import load_scenario

__all__ = ["given_problems"]

_HOME = ("inputs", "original")


def given_problems(folder: Path, originals: Originals, again: Run) -> Iterator[Problem]:
    """What the files as given say otherwise than the inputs of ``again``.

    They lie where originals are kept, and are those that the scenario as given names: another
    file in their place would be compared with itself.
    """
    named = (originals.scenario, *originals.nominations)
    strange = [name for name in named if not _at_home(name)]
    if strange:
        yield Problem("verify.original-elsewhere", {"files": strange})
        return
    try:
        given = load_scenario(folder / originals.scenario, packs=folder / "inputs" / "packs")
    except DvkError as error:
        yield Problem("verify.original-scenario", {"file": originals.scenario})
        yield from error.problems
        return
    if given.to_json() != again.scenario.to_json():
        yield Problem("verify.original-scenario", {"file": originals.scenario})
    meant = [_name(folder, path) for path in given.nominations]
    if meant != list(originals.nominations):
        yield Problem("verify.original-elsewhere", {"files": list(originals.nominations)})
    pack = again.scenario.pack
    listed = read_nominations(given.nominations, pack.vocabulary, pack.units)
    if listed.problems or nominations_json(listed.nominations) != nominations_json(
        again.nominations
    ):
        yield Problem("verify.original-nominations", {"files": meant})
    used = {*meant, *(_name(folder, path) for path in given.files)}
    for name in sorted(originals.files.keys() - used):
        yield Problem("verify.extra", {"file": name})


def _at_home(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[:2] == _HOME and len(parts) > 2 and ".." not in parts


def _name(folder: Path, path: Path) -> str:
    """The file as the manifest calls it; as it is where it lies outside of the folder."""
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return str(path)
