"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from dvk_rules.cli.face import Face
from dvk_rules.messages import LANGUAGES, say

__all__ = ["argument", "command", "option"]

type Body = Callable[..., int | None]


def command(name: str, lang: str, body: Body, *params: click.Parameter) -> click.Command:
    """A command worded from the catalogue: ``help.<name>``, ``example.<name>``.

    ``body`` gets a ``Face`` and the values of ``params`` by name, and gives the exit code.
    """

    def call(lang: str, json: bool, **values: Any) -> int | None:
        return body(Face(lang, as_json=json), **values)

    shared = [
        click.Option(
            ["--lang"],
            type=click.Choice(list(LANGUAGES)),
            default=lang,
            help=say("help.lang", lang),
        ),
        click.Option(["--json"], is_flag=True, help=say("help.json", lang)),
    ]
    key = name.replace(" ", "-")
    return click.Command(
        name.rsplit(" ", maxsplit=1)[-1],
        callback=call,
        params=[*params, *shared],
        help=say(f"help.{key}", lang),
        short_help=say(f"help.{key}", lang).split("\n")[0],
        epilog=f"{say('help.example', lang)}  {say(f'example.{key}', lang)}",
    )


def argument(
    name: str, metavar: str, *, many: bool = False, required: bool = True
) -> click.Argument:
    """A positional argument; ``many`` takes one or more."""
    return click.Argument([name], metavar=metavar, nargs=-1 if many else 1, required=required)


def option(flag: str, code: str, lang: str, **settings: Any) -> click.Option:
    """An option whose help is ``code`` in the catalogue; ``flag`` may name its value too."""
    return click.Option(flag.split(), help=say(code, lang), **settings)
