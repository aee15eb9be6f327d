"""The commands about finished runs: explain, report, verify, sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_rules.cli.options import argument, command, option, workers_option
from dvk_rules.explanation import Explanation
from dvk_rules.runs import Run
from dvk_rules.views.explanation import show_standing, show_trace, show_what_if
from dvk_rules.views.face import Face
from dvk_rules.views.prices import show_bound_prices, show_price

if TYPE_CHECKING:  # the solver loads when a price is asked for
    from dvk_solver import BoundPrice, Price

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
            option("--price with_price", "help.price", lang, is_flag=True),
            option("--if facts", "help.if", lang, multiple=True, metavar="FACT=VALUE"),
        ),
        command(
            "prices",
            lang,
            prices_command,
            argument("folder", "run", lang),
            workers_option(lang),
        ),
        command(
            "report",
            lang,
            report_command,
            argument("folder", "run", lang),
            option("--out", "help.report-out", lang, type=key, required=True),
            option("--settings", "help.settings", lang, type=key, default=None),
            option("--sweep", "help.report-sweep", lang, type=key, default=None),
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


def explain_command(
    face: Face,
    folder: str,
    nomination: str,
    everything: bool,
    with_price: bool,
    facts: tuple[str, ...],
) -> int:
    """Why one nomination is in or out, and on request what the other way round would cost."""
    from dvk_rules.explanation import explain
    from dvk_rules.ledger import open_run

    run = open_run(folder).as_run()
    if facts:
        return _what_if(face, run, nomination, facts)
    explanation = explain(run, nomination)
    prices = _prices(run, explanation) if with_price else ()
    if face.as_json:
        data = explanation.to_json(face.lang)
        face.data({**data, "prices": [price.model_dump(mode="json") for price in prices]})
        return DONE
    show_standing(face, explanation)
    for price in prices:
        show_price(face, run, price)
    show_trace(face, explanation, everything=everything)
    if not everything:
        face.text()
        face.line("explain.more", style="dim")
    return DONE


def _what_if(face: Face, run: Run, nomination: str, facts: tuple[str, ...]) -> int:
    """What the verdict and the seats would be with other facts."""
    from dvk_rules.whatif import read_facts, what_if

    given = {name.strip(): value for name, _, value in (fact.partition("=") for fact in facts)}
    found = what_if(run, nomination, read_facts(run, given))
    if face.as_json:
        face.data(found.to_json())
    else:
        show_what_if(face, run, found)
    return DONE


def _prices(run: Run, explanation: Explanation) -> tuple[Price, ...]:
    """The exact price of each seat that the nomination could have or has, the other way round."""
    from dvk_solver import price

    if run.allocation is None:
        return ()
    return tuple(
        price(run.problem, run.allocation, explanation.result.id, seat.tier, changes=True)
        for seat in explanation.seats
        if seat.standing in ("selected", "left_out")
    )


def prices_command(face: Face, folder: str, workers: int | None) -> int:
    """For every quota of a run: what one seat more or less of it would change."""
    from dvk_rules.bound_prices import price_bounds
    from dvk_rules.ledger import open_run

    run = open_run(folder).as_run()
    if run.allocation is None:
        face.line("view.clash")
        return ANSWER_IS_NO
    progress, count = face.progress(), len(run.allocation.quotas)
    progress.start("prices", count)
    priced: dict[int, BoundPrice] = {}
    for place, price in price_bounds(run.problem, count, workers):
        priced[place] = price
        progress.advance(1)
    progress.finish()
    found = [priced[place] for place in range(count)]
    if face.as_json:
        face.data([price.model_dump(mode="json") for price in found])
    else:
        show_bound_prices(face, run, found)
    return DONE


def report_command(
    face: Face, folder: str, out: Path, settings: Path | None, sweep: Path | None
) -> int:
    """Makes the report and the documents of a run again, in the language asked for."""
    from dvk_rules.files.atomic import atomic_folder
    from dvk_rules.ledger import open_run
    from dvk_rules.report import load_settings, report_files
    from dvk_rules.sweep.folder import read_swing

    opened = open_run(folder)
    run = opened.as_run()
    chosen = load_settings(settings) if settings else opened.settings
    swing = read_swing(sweep, run) if sweep else ()
    files = report_files(run, face.lang, settings=chosen, swing=swing)
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
    for note in result.notes:
        face.line(f"verify.note.{note}", style="yellow")
    if result.problems:
        face.problems(result.problems, title="verify.broken", answer=True)
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
