"""What comes out of a run: the HTML report, the result workbook, the documents to sign."""

from __future__ import annotations

from dvk_rules.runs import Run

__all__ = ["report_files"]


def report_files(run: Run, lang: str = "vi") -> dict[str, bytes]:
    """Every file for people, by its name in the run folder; the same run, the same bytes."""
    from dvk_rules.report.html import html_report

    return {"report.html": html_report(run, lang)}
