"""The result workbook: the list, a sheet a unit, the reasons, the quotas, what is assumed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dvk_rules.files.sheets import HEAD_ROW, Column
from dvk_rules.report.assumed import assumptions
from dvk_rules.report.clashes import clash_words
from dvk_rules.report.figures import quota_rows, span
from dvk_rules.report.package import settled
from dvk_rules.report.people import Person, people
from dvk_rules.report.reasons import Reason, reasons_of
from dvk_rules.report.sheets import RunSheets
from dvk_rules.runs import Run
from dvk_rules.summary import unit_lines

if TYPE_CHECKING:
    pass

__all__ = ["result_workbook"]


def result_workbook(
    run: Run, lang: str = "vi", *, everybody: tuple[Person, ...] | None = None
) -> bytes:
    """The workbook of ``run`` in ``lang``; the same run, the same bytes.

    ``everybody`` is ``people(run)``, where it has been made already.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    everybody = everybody or people(run)
    reasons = {person.id: reasons_of(person, lang) for person in everybody}
    writer = _Writer(book, run, lang)
    if run.clash is not None:
        writer.clash()
    else:
        writer.selected(everybody)
    writer.summary()
    writer.reasons(everybody, reasons)
    if run.clash is None:
        writer.quotas()
    writer.assumed()
    writer.units(everybody, reasons)
    book.properties.title = run.scenario.title.get(lang)
    book.properties.creator = "dvk-rules"
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue(), f"{run.scenario.day.isoformat()}T00:00:00Z")


class _Writer(RunSheets):
    """Writes the sheets of one run."""

    # Sheets

    def selected(self, everybody: Sequence[Person]) -> None:
        """Everybody who was selected, in official order."""
        columns = (
            Column("no", 5, "center"),
            Column("unit", 22),
            Column("rank", 8, "center"),
            Column("name", 26),
            Column("kind-of", 9),
            Column("position", 26),
            Column("field", 15),
            Column("award", 13),
            Column("points-head", 7, "right"),
            Column("assumed-rules", 9, "right"),
            Column("note", 18),
            Column("id", 22, aside=True),
            Column("model", 36, aside=True),
        )
        sheet = self.sheet(self.t("sheet.list"), self.t("sheet.list-title"), columns)
        listed = [person for person in everybody if person.deepest is not None]
        for number, person in enumerate(listed, 1):
            deepest = person.deepest or ""
            row = [
                number,
                person.unit_name.get(self.lang),
                person.rank,
                person.name,
                person.shown("kind", self.lang),
                person.shown("position", self.lang),
                person.shown("field", self.lang),
                self.award(person),
                self.points(person),
                len(person.result.assumed(deepest)),
                self.note(person),
                person.id,
                person.shown("model_name", self.lang),
            ]
            inner = deepest != self.pack.tiers[0].id
            self.row(sheet, columns, row, "selected" if inner else None)
        self.finish(sheet, columns)

    def summary(self) -> None:
        """Each unit against its quotas, with a total."""
        from openpyxl.utils import get_column_letter

        tiers = self.pack.tiers
        columns = [Column("unit", 40), Column("proposed", 10, "right")]
        heads = [self.t("unit"), self.t("proposed")]
        for tier in tiers:
            for code in ("eligible", "selected", "quota"):
                columns.append(Column(code, 13, "right"))
                heads.append(f"{tier.short.get(self.lang)}: {self.t(code).lower()}")
        sheet = self.sheet(self.t("sheet.summary"), self.t("units.title"), columns, heads)
        lines = unit_lines(self.run)
        for line in lines:
            row: list[Any] = [line.name.get(self.lang), line.proposed]
            for tier in tiers:
                chosen = line.selected[tier.id] if self.run.allocation else None
                row += [line.eligible[tier.id], chosen, span(*line.bounds[tier.id])]
            self.row(sheet, columns, row)
        first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
        total: list[Any] = [self.t("total")]
        for place in range(1, len(columns)):
            letter = get_column_letter(place + 1)
            adds = columns[place].code != "quota"
            total.append(f"=SUM({letter}{first}:{letter}{last})" if adds and lines else "")
        self.row(sheet, columns, total, formulas=True)
        self.finish(sheet, columns, rows=last)

    def units(self, everybody: Sequence[Person], reasons: dict[str, tuple[Reason, ...]]) -> None:
        """One sheet a unit that proposed somebody, in official order."""
        columns = (
            Column("rank", 8, "center"),
            Column("name", 26),
            Column("kind-of", 9),
            Column("position", 26),
            Column("field", 15),
            Column("result", 16),
            Column("points-head", 8, "right"),
            Column("reason", 60),
        )
        by_unit: dict[str, list[Person]] = {}
        for person in everybody:
            by_unit.setdefault(person.unit, []).append(person)
        for members in by_unit.values():
            name = members[0].unit_name.get(self.lang)
            sheet = self.sheet(name, name, columns)
            for person in members:
                said = [
                    f"{self.pack.tier[item.tier].short.get(self.lang)}: {self.sentence(item)}"
                    for item in reasons[person.id]
                ]
                row = [
                    person.rank,
                    person.name,
                    person.shown("kind", self.lang),
                    person.shown("position", self.lang),
                    person.shown("field", self.lang),
                    self.award(person) or self.t(self.state_code(person)),
                    self.points(person),
                    "\n".join(said),
                ]
                self.row(sheet, columns, row, person.state.split(":")[0])
            self.finish(sheet, columns)

    def reasons(self, everybody: Sequence[Person], reasons: dict[str, tuple[Reason, ...]]) -> None:
        """A line for every reason of everybody who is not selected for some tier."""
        columns = (
            Column("unit", 20),
            Column("rank", 7, "center"),
            Column("name", 22),
            Column("tier", 9),
            Column("verdict", 13),
            Column("reason", 30),
            Column("dossier-says", 34),
            Column("clause", 22),
            Column("rests-on", 10),
            Column("advice", 26),
            Column("id", 22, aside=True),
        )
        sheet = self.sheet(self.t("sheet.reasons"), self.t("sheet.reasons-title"), columns)
        for person in everybody:
            for item in reasons[person.id]:
                known = "verdict" if item.rule else "standing"
                tint = "incomplete" if item.verdict == "ask" else item.verdict
                row = [
                    person.unit_name.get(self.lang),
                    person.rank,
                    person.name,
                    self.pack.tier[item.tier].short.get(self.lang),
                    self.t(f"{known}.{item.verdict}"),
                    item.text,
                    "\n".join(item.found),
                    item.clause,
                    self.t(f"status.{item.rule.status}") if item.rule else "",
                    item.advice,
                    person.id,
                ]
                self.row(sheet, columns, row, tint)
        self.finish(sheet, columns)

    def quotas(self) -> None:
        """Every quota: asked, got, slack, binding, what it rests on."""
        columns = (
            Column("quota", 36),
            Column("values-of", 36),
            Column("tier", 12),
            Column("asked", 13, "right"),
            Column("seats-asked", 13, "right"),
            Column("got", 8, "right"),
            Column("members", 10, "right"),
            Column("slack", 10, "right"),
            Column("at-bound-short", 12, "center"),
            Column("force", 11),
            Column("rests-on", 15),
        )
        sheet = self.sheet(self.t("sheet.quotas"), self.t("nav.quotas"), columns)
        for row in quota_rows(self.run, self.lang):
            self.row(
                sheet,
                columns,
                [
                    row.title.get(self.lang),
                    row.label,
                    self.pack.tier[row.tier].short.get(self.lang),
                    row.asked,
                    span(row.low or None, row.high),
                    row.count,
                    row.of,
                    -row.missing if row.missing else row.slack,
                    self.t("yes") if row.tight else "",
                    self.t("hard" if row.hard else "soft"),
                    self.t(f"status.{row.status}"),
                ],
                "rejected" if row.missing else "deferred" if row.tight else None,
            )
        self.finish(sheet, columns)

    def assumed(self) -> None:
        """Everything that nobody has confirmed."""
        columns = (
            Column("what", 14),
            Column("title-of", 60),
            Column("value", 16),
            Column("touched", 14, "right"),
            Column("instead-of", 60),
        )
        sheet = self.sheet(self.t("sheet.assumed"), self.t("assumed.title"), columns)
        for item in assumptions(self.run, self.lang):
            kind = self.t(f"assumed.{item.kind}")
            row = [kind, item.title, item.value, item.touched, item.source]
            self.row(sheet, columns, row)
        self.finish(sheet, columns)

    def clash(self) -> None:
        """Which quotas clash, and the ways out."""
        found = clash_words(self.run, self.lang)
        assert found is not None  # the caller has looked
        columns = (Column("what", 34), Column("title-of", 110))
        sheet = self.sheet(self.t("sheet.clash"), self.t("clash.title"), columns)
        for line in found.shortages:
            self.row(sheet, columns, [self.t("clash.shortages"), line])
        for number, rules in enumerate(found.conflicts, 1):
            for rule in rules:
                self.row(sheet, columns, [f"{self.t('clash.conflicts')} ({number})", rule])
        for number, (seats, changes) in enumerate(found.repairs, 1):
            for change in changes:
                head = f"{self.t('clash.repairs')} ({number}): "
                self.row(sheet, columns, [head + self.t("clash.repair", seats=seats), change])
        self.finish(sheet, columns)

    # Words

    def award(self, person: Person) -> str:
        """What was given: ``Thư khen + Bằng khen``; empty if nothing."""
        if person.deepest is None:
            return ""
        tiers = self.pack.enclosing(person.deepest)
        return " + ".join(self.pack.tier[tier].short.get(self.lang) for tier in tiers)

    def state_code(self, person: Person) -> str:
        """The code of the words for somebody who got nothing."""
        known = person.state in ("left_out", "undecided")
        return f"state.{person.state}" if known else f"verdict.{person.state}"

    def points(self, person: Person) -> int | str:
        """A number where the points are sure, a range where facts are missing."""
        low, high = person.result.merit[self.pack.tiers[0].id]
        return low if low == high else f"{low}–{high}"

    def note(self, person: Person) -> str:
        """The committee's decisions about somebody."""
        return "; ".join(
            f"{self.t(f'action.{item.action}')} ({item.who}): {item.why}"
            for item in self.run.scenario.decisions
            if item.nomination == person.id
        )

    def sentence(self, item: Reason) -> str:
        """A reason on one line."""
        if item.rule is None:
            return " ".join((item.text, *(f"({text})" for text in item.found)))
        head = self.t("open-rule" if item.verdict == "incomplete" else "failed-rule")
        found = f" ({'; '.join(item.found)})" if item.found else ""
        return f"{head} {item.text}{found}"
