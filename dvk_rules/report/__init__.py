"""What comes out of a run: the HTML report, the result workbook, the documents to sign."""

from __future__ import annotations

from collections.abc import Sequence

from dvk_rules.report.figures import Swing
from dvk_rules.report.settings import DocumentSettings, load_settings
from dvk_rules.runs import Run

__all__ = ["DocumentSettings", "Swing", "load_settings", "report_files"]


def report_files(
    run: Run,
    lang: str = "vi",
    *,
    settings: DocumentSettings | None = None,
    swing: Sequence[Swing] = (),
) -> dict[str, bytes]:
    """Everything that is written for people about ``run``, as bytes by file name.

    The report is made in both languages, ``report.html`` in ``lang``; so is the workbook. The
    documents under ``van-ban/`` are Vietnamese. The same run gives the same bytes everywhere.
    """
    from dvk_rules.report.excel import result_workbook
    from dvk_rules.report.html import html_report
    from dvk_rules.report.people import people
    from dvk_rules.report.word import documents

    everybody = people(run)
    other = "en" if lang == "vi" else "vi"
    second = f"report.{other}.html"
    papers = documents(run, settings, everybody=everybody)
    return {
        "report.html": html_report(run, lang, swing=swing, other=second, everybody=everybody),
        second: html_report(run, other, swing=swing, other="report.html", everybody=everybody),
        "ket-qua.xlsx": result_workbook(run, lang, everybody=everybody),
        **{f"van-ban/{name}": content for name, content in papers.items()},
    }
