"""The files that were meant: a folder stands for the lists in it, what is no list is set aside."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from dvk_rules.errors import InputError, Place, Problem
from dvk_rules.given import path_given

__all__ = ["files_meant"]

_LISTS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
_LEFT_BEHIND = {"thumbs.db", "desktop.ini", ".ds_store"}


def files_meant(paths: Iterable[str | Path]) -> tuple[list[Path], list[Problem]]:
    """The files to read, and notices about what was set aside.

    A folder is all the workbooks and CSV files that lie in it, by name, no folder below it. Set
    aside is what Excel keeps beside a workbook that is open (``~$``) and what a system leaves in
    folders, and a file that was named already, by whatever path. A folder without a list stays as
    it is: whoever reads it says so.
    """
    meant: list[Path] = []
    seen: dict[object, Path] = {}
    notices: list[Problem] = []
    for path in (path_given(item, InputError) for item in paths):
        inside = _lists_in(path) if path.is_dir() else []
        for item in inside or [path]:
            if item.name.startswith("~$"):
                params = {"file": item.name.removeprefix("~$")}
                notices.append(Problem("file.open-in-excel", params, Place(file=item.name)))
            elif item.name.casefold() in _LEFT_BEHIND:
                continue
            elif (first := seen.setdefault(_identity(item), item)) is item:
                meant.append(item)
            else:
                params = {"file": str(item), "first": str(first)}
                code = "file.named-twice" if item == first else "file.named-otherwise"
                notices.append(Problem(code, params, Place(file=first.name)))
    return meant, notices


def _identity(path: Path) -> object:
    """What is the same for every path that leads to one file."""
    try:
        found = path.stat()
    except OSError:
        return os.path.normcase(path.absolute())  # whoever reads it says why it cannot be read
    return (found.st_dev, found.st_ino) if found.st_ino else os.path.normcase(path.resolve())


def _lists_in(folder: Path) -> list[Path]:
    return sorted(
        (item for item in folder.iterdir() if item.is_file() and item.suffix.lower() in _LISTS),
        key=lambda item: item.name.casefold(),
    )
