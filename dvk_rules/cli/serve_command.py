"""``dvk serve``: the desk in a browser, for those who would rather not type commands."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from dvk_rules.cli.options import command, option
from dvk_rules.messages import say
from dvk_rules.views.face import Face

__all__ = ["build"]

DONE = 0


def build(lang: str) -> list[click.Command]:
    """The command, worded in ``lang``."""
    folder = click.Argument(
        ["folder"],
        metavar=f"[{say('name.folder', lang)}]",
        type=click.Path(path_type=Path),
        default=".",
    )
    return [
        command(
            "serve",
            lang,
            serve_command,
            folder,
            option("--port", "help.port", lang, type=click.IntRange(1, 65535), metavar="N"),
            option("--no-browser", "help.no-browser", lang, is_flag=True),
        )
    ]


def serve_command(face: Face, folder: Path, port: int | None, no_browser: bool) -> int:
    """Opens the desk over a folder and keeps it open until it is stopped."""
    from dvk_rules.web import serve
    from dvk_rules.web.serving import PORT

    def ready(address: str) -> None:
        if face.as_json:
            face.data({"address": address})
        else:
            face.line("web.open", address=address, style="bold")
        if not no_browser:
            webbrowser.open(address)

    serve(folder, face.lang, port=port or PORT, ready=ready)
    return DONE
