"""Reading nominations for a command: with a bar, and with what should be noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dvk_rules.files.listing import NominationList
from dvk_rules.pack.model import Pack
from dvk_rules.views.face import Face

__all__ = ["read_listed"]

_FOR_THE_IMPORT = ("column.remarks", "list.numbered-by-kind", "sheet.set-aside")
"""What is worth a look when a list arrives and no longer when it is decided."""


def read_listed(face: Face, paths: Iterable[str | Path], pack: Pack) -> NominationList:
    """The nominations of ``paths`` under ``pack``; raises ``InputError`` if anything is wrong."""
    from dvk_rules.files.gathered import gathered
    from dvk_rules.files.workbook import read_nominations

    listed = read_nominations(paths, pack.vocabulary, pack.units, progress=face.progress())
    listed.raise_if_wrong()
    face.notices(gathered(n for n in listed.notices if n.code not in _FOR_THE_IMPORT))
    return listed
