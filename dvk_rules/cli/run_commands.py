"""The commands about finished runs: explain, report, verify, sign."""

from __future__ import annotations

from pathlib import Path

import click

from dvk_rules.cli.face import Face
from dvk_rules.cli.options import argument, command, option
from dvk_rules.cli.views import show_explanation

__all__ = ["build"]

DONE, ANSWER_IS_NO = 0, 1


def build(lang: str) -> list[click.Command]:
    """Every command about finished runs, worded in ``lang``."""
    key = click.Path(path_type=Path)
    return [
        command(
            "explain",
            lang,
            explain_command,
            argument("folder", "run", lang),
            argument("nomination", "nomination", lang),
            option("--all everything", "help.all", lang, is_flag=True),
        ),
        command(
            "report",
            lang,
            report_command,
            argument("folder", "run", lang),
            option("--out", "help.report-out", lang, type=key, required=True),
        ),
        command(
            "verify",
            lang,
            verify_command,
            argument("folder", "run", lang),
            option("--key", "help.key", lang, type=key, default=None),
        ),
        command(
            "sign",
            lang,
            sign_command,
            argument("folder", "run", lang),
            option("--key", "help.private-key", lang, type=key, required=True),
            option("--new", "help.new-key", lang, is_flag=True),
        ),
    ]


def explain_command(face: Face, folder: str, nomination: str, everything: bool) -> int:
    """Why one nomination is in or out."""
    from dvk_rules.explanation import explain
    from dvk_rules.ledger import open_run

    explanation = explain(open_run(folder).as_run(), nomination)
    if face.as_json:
        face.data(explanation.to_json(face.lang))
    else:
        show_explanation(face, explanation, everything=everything)
    return DONE


def report_command(face: Face, folder: str, out: Path) -> int:
    """Makes the report and the documents of a run again, in the language asked for."""
    from dvk_rules.files.atomic import atomic_folder
    from dvk_rules.ledger import open_run
    from dvk_rules.report import report_files

    files = report_files(open_run(folder).as_run(), face.lang)
    with atomic_folder(out) as target:
        for name, content in files.items():
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    if face.as_json:
        face.data({"folder": str(out), "files": sorted(files)})
    else:
        face.line("report.saved", count=len(files), folder=out)
    return DONE


def verify_command(face: Face, folder: str, key: Path | None) -> int:
    """Derives everything in a run folder again and says what does not hold."""
    from dvk_rules.ledger import verify

    result = verify(folder, key=key, progress=face.progress())
    if face.as_json:
        face.data(result.to_json(face.lang))
        return DONE if result.holds else ANSWER_IS_NO
    for step in result.held:
        face.line(f"verify.held.{step}", style="green")
    if result.problems:
        face.problems(result.problems, title="verify.broken")
        return ANSWER_IS_NO
    face.line("verify.holds", style="bold")
    return DONE


def sign_command(face: Face, folder: str, key: Path, new: bool) -> int:
    """Signs a run folder; makes the pair of keys first if asked."""
    from dvk_rules.ledger.signature import new_key, sign

    if new:
        public = key.with_suffix(".pub.pem")
        new_key(key, public)
        face.line("sign.new", private=key, public=public)
    target = sign(folder, key)
    face.line("sign.done", file=target)
    return DONE
