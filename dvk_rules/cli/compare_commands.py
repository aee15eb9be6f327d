"""The commands about several lists: runs compared, a scenario swept."""

from __future__ import annotations

import click

from dvk_rules.cli import sweep_command
from dvk_rules.cli.options import argument, command, option
from dvk_rules.views.comparison import show_comparison
from dvk_rules.views.face import Face

__all__ = ["build"]

DONE = 0


def build(lang: str) -> list[click.Command]:
    """``compare`` and ``sweep``, worded in ``lang``."""
    return [
        command(
            "compare",
            lang,
            compare_command,
            argument("folders", "run", lang, many=True),
            option("--each", "help.compare-each", lang, is_flag=True),
            option("--quick", "help.compare-quick", lang, is_flag=True),
            option("--all everything", "help.compare-all", lang, is_flag=True),
        ),
        sweep_command.build(lang),
    ]


def compare_command(
    face: Face, folders: tuple[str, ...], each: bool, quick: bool, everything: bool
) -> int:
    """Run folders side by side."""
    from dvk_rules.comparison import compare
    from dvk_rules.ledger import open_run

    comparison = compare(
        [open_run(folder).as_run() for folder in folders],
        against="each" if each else "first",
        attribute=not quick,
        progress=face.progress(),
    )
    if face.as_json:
        face.data(comparison.to_json(face.lang))
    else:
        show_comparison(face, comparison, everything=everything)
    return DONE
