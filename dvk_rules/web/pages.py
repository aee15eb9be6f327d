"""The pages of the desk: which address shows what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, g, jsonify, redirect, render_template, request, send_from_directory

from dvk_rules.errors import DvkError, Problem
from dvk_rules.messages import say
from dvk_rules.scenario import Scenario, load_scenario
from dvk_rules.text import squash
from dvk_rules.web.folder import Desk
from dvk_rules.web.jobs import Jobs
from dvk_rules.web.knobs import groups
from dvk_rules.web.page_face import PageFace

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from werkzeug.wrappers import Response

    from dvk_rules.runs import Run

__all__ = ["DECISIONS", "Pages"]

DECISIONS = 3
"""Empty rows of a form for decisions of the committee."""


@dataclass(frozen=True)
class Pages:
    """Every page over one desk and its jobs."""

    desk: Desk
    jobs: Jobs

    def add_to(self, app: Flask) -> None:
        """Makes the pages known to ``app``."""
        for rule, view in (
            ("/", self.home),
            ("/scenario", self.scenario),
            ("/run/<name>", self.run),
            ("/run/<name>/why", self.why),
            ("/file/<path:name>", self.file),
            ("/job/<key>", self.job),
            ("/job/<key>/state", self.job_state),
        ):
            app.add_url_rule(rule, view_func=view)
        for status in (403, 404, 413, 500):
            app.register_error_handler(status, _refused)
        app.register_error_handler(DvkError, _wrong)

    def home(self) -> str:
        """The folder: lists, scenarios, runs, and what to do with each."""
        return render_template(
            "home.html",
            scenarios=self.desk.scenarios(),
            lists=self.desk.lists(),
            runs=self.desk.runs(),
        )

    def scenario(self) -> str:
        """The numbers of a scenario, to look at and to change."""
        path = self.desk.scenario(request.args.get("file", "")) or abort(404)
        return self.form(path, load_scenario(path), request.args)

    def form(
        self,
        path: Path,
        scenario: Scenario,
        filled: MultiDict[str, str],
        problems: tuple[Problem, ...] = (),
    ) -> str:
        """The form over the scenario in ``path``, with what was filled in and is wrong in it."""
        return render_template(
            "scenario.html",
            file=self.desk.name(path),
            scenario=scenario,
            groups=groups(scenario),
            lists=self.desk.lists(),
            filled=filled,
            problems=problems,
            rows=range(DECISIONS),
        )

    def run(self, name: str) -> str:
        """A run: its report and documents, its counts, and what can be asked of it."""
        from dvk_rules.ledger import open_run
        from dvk_rules.views.runs import show_run

        folder = self.folder(name)
        opened = open_run(folder)
        run = opened.as_run()
        face = PageFace(g.lang)
        if run.allocation is None:
            face.line("view.clash", style="red")
        else:
            show_run(face, run, folder)
        return render_template(
            "run.html",
            name=name,
            run=run,
            body=face.body,
            people=_people(run),
            documents=_documents(self.desk, folder),
        )

    def why(self, name: str) -> str:
        """Why one nomination is in or out, rule by rule."""
        from dvk_rules.explanation import explain
        from dvk_rules.ledger import open_run
        from dvk_rules.views.explanation import show_standing, show_trace

        run = open_run(self.folder(name)).as_run()
        nomination = squash(request.args.get("nomination", ""))
        everything = "all" in request.args
        face = PageFace(g.lang)
        explanation = explain(run, nomination)
        show_standing(face, explanation)
        show_trace(face, explanation, everything=everything)
        facts = [fact for fact in run.scenario.pack.vocabulary.given if fact.role is None]
        return render_template(
            "why.html",
            name=name,
            run=run,
            nomination=nomination,
            everything=everything,
            body=face.body,
            facts=facts,
            known=explanation.result.nomination.facts,
        )

    def file(self, name: str) -> Response:
        """A file of the folder: a report to read, everything else to keep."""
        if any(part.startswith(".") for part in Path(name).parts):
            abort(404)
        page = name.endswith(".html") and name.startswith("runs/")
        return send_from_directory(self.desk.root, name, as_attachment=not page)

    def folder(self, name: str) -> Path:
        """The run folder of this name; there must be one."""
        return self.desk.run(name) or abort(404)

    # Work that goes on

    def job(self, key: str) -> str | Response:
        """How far a piece of work has come, or what came of it."""
        job = self.jobs.get(key) or abort(404)
        if job.state == "done" and job.outcome.url:
            return redirect(job.outcome.url)
        if job.state == "done":
            return render_template(job.outcome.template, job=job, **job.outcome.context)
        return render_template("job.html", job=job, stage=_stage(job.stage))

    def job_state(self, key: str) -> Response:
        """The same as data, for the page that waits."""
        job = self.jobs.get(key) or abort(404)
        share = job.done / job.total if job.total else None
        return jsonify(state=job.state, stage=_stage(job.stage), share=share)


def _people(run: Run) -> list[tuple[str, str]]:
    """Every nomination with its name, for the field that asks for one."""
    name = run.scenario.pack.vocabulary.by_role.get("name")
    return [(item.id, item.text(name.name) if name else "") for item in run.nominations]


def _documents(desk: Desk, folder: Path) -> tuple[list[str], list[str]]:
    """The workbook and the papers of a run, and the notices to the units, by path in the desk."""
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".xlsx", ".docx") and "inputs" not in path.relative_to(folder).parts
    ]
    names = [desk.name(path) for path in found]
    depth = min((name.count("/") for name in names), default=0) + 1
    return (
        [name for name in names if name.count("/") <= depth],
        [name for name in names if name.count("/") > depth],
    )


def _stage(code: str) -> str:
    return say(f"stage.{code}" if code else "web.waiting", g.lang)


def _wrong(error: DvkError) -> tuple[str, int]:
    return render_template("wrong.html", problems=error.problems), 400


def _refused(error: Any) -> tuple[str, int]:
    status = getattr(error, "code", None) or 500
    return render_template("wrong.html", problems=(Problem(f"web.status-{status}"),)), status
