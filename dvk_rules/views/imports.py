"""How an import looks: what was read, what is wrong, and what goes back to whom."""

from __future__ import annotations

from dvk_rules.files.answers import ImportResult
from dvk_rules.files.gathered import gathered
from dvk_rules.files.import_summary import silent_units
from dvk_rules.files.marked_copy import by_file
from dvk_rules.pack.model import Pack
from dvk_rules.views.face import Face

__all__ = ["show_import"]

_NAMED = 5
"""Units that are named one by one; more are counted, and the summary names them."""


def show_import(face: Face, result: ImportResult, pack: Pack) -> None:
    """Everything that has to be mended, then what was read and where the answers are."""
    listing = result.listing
    face.notices(gathered(listing.notices))
    if listing.problems:
        face.problems(listing.problems)
    given_by = {item.where.file for item in listing.nominations if item.where is not None}
    face.line("import.read", count=len(listing.nominations), files=len(given_by))
    silent = [unit.name.get(face.lang) for unit in silent_units(listing, pack)]
    if silent and len(listing.sources) > 1:
        few = "import.silent" if len(silent) <= _NAMED else "import.silent-many"
        face.line(few, units=silent, count=len(silent), style="yellow")
    if result.near_duplicates:
        face.line("import.near", count=len(result.near_duplicates), style="yellow")
    wrong = by_file(listing.problems)
    for name, copy in sorted(result.returned.items(), key=lambda item: item[0] not in wrong):
        code = "import.returned" if name in wrong else "import.marked"
        face.line(code, copy=copy)
    face.line("import.summary", file=result.summary, style="bold")
    if result.nominations is not None:
        face.line("import.saved", file=result.nominations, style="bold")
    else:
        face.line("import.next")
