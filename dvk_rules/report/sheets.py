"""Sheets about one run: each says which run it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_rules.files.sheets import Sheets
from dvk_rules.messages import say
from dvk_rules.runs import Run

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["RunSheets"]


class RunSheets(Sheets):
    """Writes sheets about ``run`` into ``book``, in the words of ``lang``."""

    def __init__(self, book: Workbook, run: Run, lang: str) -> None:
        scenario = run.scenario
        self.run, self.pack = run, scenario.pack
        said = say(
            "report.subtitle",
            lang,
            day=scenario.day,
            pack=self.pack.id,
            version=self.pack.version,
            run=run.id[:12],
        )
        super().__init__(book, lang, "report", f"{scenario.title.get(lang)} · {said}")
