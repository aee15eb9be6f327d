"""The summary of an import: what came from whom, what to mend, what to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dvk_rules.errors import Place, Problem
from dvk_rules.files.duplicates import NearDuplicate
from dvk_rules.files.gathered import gathered
from dvk_rules.files.listing import NominationList
from dvk_rules.files.marked_copy import by_file
from dvk_rules.files.sheets import Column, Sheets
from dvk_rules.files.workbook_bytes import workbook_bytes
from dvk_rules.messages import say
from dvk_rules.nominations import Nomination
from dvk_rules.pack.model import Pack
from dvk_rules.pack.units import Unit

__all__ = ["silent_units", "summary_workbook"]

_PLACE = (
    Column("file", 34),
    Column("sheet", 18),
    Column("cell", 8, "center"),
    Column("column", 26),
    Column("what", 90),
)


def silent_units(listing: NominationList, pack: Pack) -> tuple[Unit, ...]:
    """The units of the pack that may propose and did not, in official order."""
    heard = {nomination.unit for nomination in listing.nominations}
    units = pack.units.units.values()
    return tuple(unit for unit in units if unit.nominates and unit.id not in heard)


def summary_workbook(
    listing: NominationList,
    near: Sequence[NearDuplicate],
    pack: Pack,
    returned: Collection[str],
    lang: str,
) -> bytes:
    """The summary as xlsx; ``returned`` names the files of which there is a marked copy."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    said = say(
        "summary.said",
        lang,
        pack=pack.title.get(lang),
        count=len(listing.nominations),
        files=len(listing.sources),
        problems=len(listing.problems),
    )
    writer = _Writer(book, lang, "summary", said)
    writer.files(listing, pack, returned)
    writer.units(listing, pack)
    writer.problems("errors", listing.problems, "rejected")
    writer.problems("remarks", gathered(listing.notices), "deferred")
    writer.pairs(near, pack)
    book.properties.title = say("summary.files-title", lang)
    book.properties.creator = "dvk-rules"
    return workbook_bytes(book)


class _Writer(Sheets):
    """Writes the sheets of one import."""

    def files(self, listing: NominationList, pack: Pack, returned: Collection[str]) -> None:
        """A line a file: whose it is, what is in it, what to do with it."""
        columns = (
            Column("file", 36),
            Column("units", 42),
            Column("rows", 9, "center"),
            Column("errors", 8, "center"),
            Column("remarks", 8, "center"),
            Column("to-do", 54),
        )
        sheet = self.sheet(self.t("files"), self.t("files-title"), columns)
        problems, notices = by_file(listing.problems), by_file(listing.notices)
        read: dict[str, list[Nomination]] = {source.name: [] for source in listing.sources}
        for nomination in listing.nominations:
            if nomination.where is not None:
                read.setdefault(nomination.where.file, []).append(nomination)
        names = dict.fromkeys((*read, *problems))
        for name in names:
            rows = read.get(name, [])
            wrong, remarks = len(problems.get(name, [])), len(notices.get(name, []))
            units = dict.fromkeys(row.unit for row in rows)
            action, tint = _to_do(wrong, remarks, len(rows), returned=name in returned)
            words = "\n".join(pack.units.units[unit].name.get(self.lang) for unit in units)
            row = [name, words, len(rows), wrong or None, remarks or None, self.t(action)]
            self.row(sheet, columns, row, tint)
        self.finish(sheet, columns)

    def units(self, listing: NominationList, pack: Pack) -> None:
        """A line a unit: how many it proposes, of which kind, in which files."""
        kinds = _kinds(pack, self.lang)
        columns = [Column("unit", 44), Column("rows", 10, "center")]
        columns += [Column(kind, 13, "center") for kind in kinds]
        columns += [Column("file", 50), Column("state", 26)]
        heads = [self.t("unit"), self.t("rows"), *kinds.values(), self.t("file"), self.t("state")]
        sheet = self.sheet(self.t("by-unit"), self.t("by-unit-title"), columns, heads)
        of_unit: dict[str, list[Nomination]] = {}
        for nomination in listing.nominations:
            of_unit.setdefault(nomination.unit, []).append(nomination)
        for unit in pack.units.units.values():
            rows = of_unit.get(unit.id, [])
            if not rows and not unit.nominates:
                continue
            files = dict.fromkeys(row.where.file for row in rows if row.where)
            counts = Counter(row.text("kind") for row in rows)
            cells: list[Any] = [unit.name.get(self.lang), len(rows)]
            cells += [counts[kind] or None for kind in kinds]
            cells += ["\n".join(files), "" if rows else self.t("silent")]
            self.row(sheet, columns, cells, None if rows else "deferred")
        self.finish(sheet, columns)

    def problems(self, name: str, problems: Sequence[Problem], tint: str) -> None:
        """A line a finding, with its place."""
        sheet = self.sheet(self.t(name), self.t(f"{name}-title"), _PLACE)
        for problem in problems:
            place = problem.where or Place()
            heading = place.heading[-1] if place.heading else ""
            sentence = problem.sentence(self.lang)
            self.row(sheet, _PLACE, [place.file, place.sheet, place.cell, heading, sentence], tint)
        if not problems:
            self.row(sheet, _PLACE, ["", "", "", "", self.t("nothing")])
        self.finish(sheet, _PLACE)

    def pairs(self, near: Sequence[NearDuplicate], pack: Pack) -> None:
        """Pairs that may be one subject, with room for the decision."""
        columns = (
            Column("first", 22),
            Column("name", 28),
            Column("unit", 26),
            Column("second", 22),
            Column("name", 28),
            Column("unit", 26),
            Column("because", 24),
            Column("same-model", 9, "center"),
            Column("decision", 24),
        )
        sheet = self.sheet(self.t("near"), self.t("near-title"), columns)
        for pair in near:
            cells: list[Any] = []
            for one in (pair.first, pair.second):
                unit = pack.units.units[one.unit].name.get(self.lang)
                cells += [one.id, one.text("name"), unit]
            same = say("yes" if pair.same_model else "no", self.lang)
            cells += [say(f"near.{pair.because.value}", self.lang), same, ""]
            self.row(sheet, columns, cells, "deferred")
        if not near:
            self.row(sheet, columns, ["", self.t("nothing"), *[""] * 7])
        self.put(sheet, 3, 1, self.t("near-how"), self.soft)
        self.finish(sheet, columns)


def _to_do(wrong: int, remarks: int, rows: int, *, returned: bool) -> tuple[str, str | None]:
    """What an officer does with a file, and how its line is tinted."""
    if wrong:
        return ("do-return" if returned else "do-ask-again"), "rejected"
    if not rows:
        return "do-check-empty", "deferred"
    return ("do-look", "deferred") if remarks else ("do-nothing", "selected")


def _kinds(pack: Pack, lang: str) -> Mapping[str, str]:
    """The kinds of subjects with their words, where the pack tells them apart."""
    if "kind" not in pack.vocabulary:
        return {}
    choices = pack.vocabulary["kind"].kind.choices
    return {name: choice.label.get(lang) for name, choice in choices.items()}
