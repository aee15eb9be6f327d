"""What the forms of the desk start: imports, allocations, comparisons, checks."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, abort, g, redirect, request
from flask import url_for as to

from dvk_rules.errors import DvkError, Problem
from dvk_rules.files.atomic import atomic_folder, atomic_write
from dvk_rules.messages import say
from dvk_rules.progress import Progress
from dvk_rules.scenario import Scenario, load_scenario
from dvk_rules.text import nfc, squash
from dvk_rules.web.folder import FORMS, IMPORTS, Desk
from dvk_rules.web.jobs import Jobs, Outcome
from dvk_rules.web.knobs import Filled, scenario_text, slug
from dvk_rules.web.page_face import PageFace
from dvk_rules.web.pages import DECISIONS, Pages

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage
    from werkzeug.wrappers import Response

__all__ = ["Forms"]

PACK = "binh-thuan-2020"
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


@dataclass(frozen=True)
class Forms:
    """Every form over one desk; what it starts is a job, and its page says how far it is."""

    pages: Pages

    @property
    def desk(self) -> Desk:
        """The folder it works in."""
        return self.pages.desk

    @property
    def jobs(self) -> Jobs:
        """The work that goes on."""
        return self.pages.jobs

    def add_to(self, app: Flask) -> None:
        """Makes the forms known to ``app``."""
        for rule, view in (
            ("/example", self.copy_example),
            ("/forms", self.make_forms),
            ("/import", self.take_in),
            ("/allocate", self.allocate),
            ("/scenario", self.save_scenario),
            ("/compare", self.compare),
            ("/run/<name>/verify", self.verify),
            ("/run/<name>/prices", self.prices),
            ("/run/<name>/what-if", self.what_if),
        ):
            app.add_url_rule(rule, view_func=view, methods=["POST"])

    def _begin(self, title: str, work: Callable[[Progress], Outcome], back: str = "") -> Response:
        job = self.jobs.begin(title, back or to("home"), work)
        return redirect(to("job", key=job.id), 303)

    def _shown(self, title: str, show: Callable[[PageFace], None], back: str = "") -> Response:
        """A job whose result is a page of text and tables."""
        lang = g.lang

        def work(progress: Progress) -> Outcome:
            face = PageFace(lang, progress)
            show(face)
            return Outcome(template="shown.html", context={"body": face.body})

        return self._begin(title, work, back)

    def copy_example(self) -> Response:
        """The case of the plan, with its scenarios, into a folder of its own."""
        from dvk_rules.case import example_case

        with example_case(PACK) as scenario, atomic_folder(self.desk.free("vi-du")) as folder:
            for path in sorted(scenario.parent.iterdir()):
                if path.suffix in (".yaml", ".xlsx"):
                    shutil.copyfile(path, folder / path.name)
        return redirect(to("home"), 303)

    def make_forms(self) -> Response:
        """A workbook for every unit to fill in."""
        from dvk_rules.files.template import write_template
        from dvk_rules.pack import load_pack

        target, lang = self.desk.free(FORMS), g.lang

        def show(face: PageFace) -> None:
            pack = load_pack(PACK)
            units = [unit for unit in pack.units.units.values() if unit.nominates]
            progress = face.progress()
            progress.start("template", len(units))
            with atomic_folder(target) as folder:
                for unit in units:
                    write_template(pack, folder / f"{unit.id}.xlsx", unit.id, lang=lang)
                    progress.advance(1)
            face.line("template.saved-each", count=len(units), folder=target)

        return self._shown(say("web.forms", lang), show)

    def take_in(self) -> Response:
        """The workbooks that units sent: read, joined, and answered."""
        from dvk_rules.files.answers import import_files
        from dvk_rules.pack import load_pack
        from dvk_rules.views.imports import show_import

        sent = [item for item in request.files.getlist("files") if item.filename]
        if not sent:
            raise DvkError([Problem("web.no-files")])
        lang, target, desk = g.lang, self.desk.free(IMPORTS), self.desk
        holder = Path(tempfile.mkdtemp(prefix="dvk-"))
        paths = _saved(sent, holder)

        def work(progress: Progress) -> Outcome:
            face = PageFace(lang, progress)
            try:
                pack = load_pack(PACK)
                result = import_files(paths, pack, target, lang=lang, progress=progress)
            finally:
                shutil.rmtree(holder, ignore_errors=True)
            show_import(face, result, pack)
            files = [result.summary, *result.returned.values()]
            context = {
                "body": face.body,
                "files": [desk.name(path) for path in files],
                "nominations": result.nominations and desk.name(result.nominations),
                "scenarios": desk.scenarios(),
            }
            return Outcome(template="imported.html", context=context)

        return self._begin(say("web.import", lang), work)

    def allocate(self) -> Response:
        """A scenario, run as it is."""
        path = self.desk.scenario(request.form.get("file", "")) or abort(404)
        return self._allocate(load_scenario(path))

    def _allocate(self, scenario: Scenario, written: Path | None = None) -> Response:
        """``written`` is a scenario just made; it stays only if it can be run."""
        from dvk_rules.files.workbook import read_nominations
        from dvk_rules.ledger import save_run
        from dvk_rules.runs import run

        desk, pack = self.desk, scenario.pack

        def work(progress: Progress) -> Outcome:
            try:
                listed = read_nominations(
                    scenario.nominations, pack.vocabulary, pack.units, progress=progress
                )
                listed.raise_if_wrong()
                folder = save_run(
                    run(scenario, listed.nominations, progress=progress), desk.runs_root
                )
            except DvkError:
                if written is not None:
                    written.unlink(missing_ok=True)
                raise
            return Outcome(url=f"/run/{folder.name}")

        title = say("web.allocating", g.lang, title=scenario.title.get(g.lang))
        return self._begin(title, work, request.referrer or "")

    def save_scenario(self) -> str | Response:
        """What a form says, as a new scenario on top of the old one; then it is run."""
        path = self.desk.scenario(request.form.get("file", "")) or abort(404)
        base = load_scenario(path)
        title = squash(request.form.get("title", ""))
        target = self.desk.free(slug(title) or "kich-ban", ".yaml", beside=path)
        lists = request.form.getlist("lists")
        if not set(lists) <= set(self.desk.lists()):
            abort(404)
        filled = Filled(
            id=target.stem,
            title=title,
            knobs={key: value for key, value in request.form.items() if ":" in key},
            who=squash(request.form.get("who", "")),
            why=squash(request.form.get("why", "")),
            lists=[
                Path(os.path.relpath(self.desk.root / x, path.parent)).as_posix() for x in lists
            ],
            decisions=[
                (
                    squash(request.form.get(f"nomination-{row}", "")),
                    request.form.get(f"tier-{row}", ""),
                    request.form.get(f"action-{row}", ""),
                )
                for row in range(DECISIONS)
            ],
        )
        try:
            text = scenario_text(base, path.name, filled, g.lang)
            atomic_write(target, text.encode())
            try:
                made = load_scenario(target)
            except DvkError:
                target.unlink()
                raise
        except DvkError as error:
            return self.pages.form(path, base, request.form, error.problems)
        return self._allocate(made, target)

    def compare(self) -> Response:
        """Runs side by side, the oldest of them first."""
        from dvk_rules.comparison import compare
        from dvk_rules.ledger import open_run
        from dvk_rules.views.comparison import show_comparison

        wanted = set(request.form.getlist("run"))
        chosen = [line.name for line in reversed(self.desk.runs()) if line.name in wanted]
        folders = [self.pages.folder(name) for name in chosen]
        if len(folders) < 2:
            raise DvkError([Problem("web.two-runs")])

        def show(face: PageFace) -> None:
            runs = [open_run(folder).as_run() for folder in folders]
            show_comparison(face, compare(runs, progress=face.progress()))

        return self._shown(say("web.comparing", g.lang), show)

    def verify(self, name: str) -> Response:
        """Everything of a run derived again."""
        from dvk_rules.ledger import verify

        folder = self.pages.folder(name)

        def show(face: PageFace) -> None:
            result = verify(folder, progress=face.progress())
            for step in result.held:
                face.line(f"verify.held.{step}", style="green")
            for note in result.notes:
                face.line(f"verify.note.{note}", style="yellow")
            if result.problems:
                face.problems(result.problems, title="verify.broken")
            else:
                face.line("verify.holds", style="bold")

        return self._shown(say("web.verifying", g.lang), show, to("run", name=name))

    def prices(self, name: str) -> Response:
        """What one seat more or less of every quota would change."""
        from dvk_rules.bound_prices import price_bounds
        from dvk_rules.ledger import open_run
        from dvk_rules.views.prices import show_bound_prices

        folder = self.pages.folder(name)

        def show(face: PageFace) -> None:
            run = open_run(folder).as_run()
            if run.allocation is None:
                face.line("view.clash")
                return
            count = len(run.allocation.quotas)
            progress = face.progress()
            progress.start("prices", count)
            found = {}
            for place, price in price_bounds(run.problem, count, 1):
                found[place] = price
                progress.advance(1)
            show_bound_prices(face, run, [found[place] for place in range(count)])

        return self._shown(say("web.pricing", g.lang), show, to("run", name=name))

    def what_if(self, name: str) -> Response:
        """The seats if one fact of one nomination were another."""
        from dvk_rules.ledger import open_run
        from dvk_rules.views.explanation import show_what_if
        from dvk_rules.whatif import read_facts, what_if

        folder, nomination = self.pages.folder(name), request.form.get("nomination", "")
        given = {request.form.get("fact", ""): request.form.get("value", "")}

        def show(face: PageFace) -> None:
            run = open_run(folder).as_run()
            show_what_if(face, run, what_if(run, nomination, read_facts(run, given)))

        back = to("why", name=name, nomination=nomination)
        return self._shown(say("web.what-if", g.lang, nomination=nomination), show, back)


def _saved(sent: list[FileStorage], folder: Path) -> list[Path]:
    """The files as they were sent, under names that fit any system, none over another."""
    paths: list[Path] = []
    for item in sent:
        name = _UNFIT.sub("_", nfc(Path(str(item.filename).replace("\\", "/")).name)).strip(". ")
        path, number = folder / (name or "tep"), 1
        while path.exists():
            number += 1
            path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        item.save(path)
        paths.append(path)
    return paths
