"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from dvk_rules.messages import LANGUAGES, say
from dvk_rules.views.face import Face

__all__ = [
    "Commands",
    "WordedCommand",
    "argument",
    "command",
    "engine_option",
    "option",
    "out_option",
    "workers_option",
]

type Body = Callable[..., int | None]


class _Worded(click.Command):
    """Help whose headings come from the catalogue."""

    lang: str

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the name on the usage line."""
        arguments = [
            piece for parameter in self.get_params(ctx) for piece in parameter.get_usage_pieces(ctx)
        ]
        commands = [say("metavar.command", self.lang)] if isinstance(self, click.Group) else []
        return [say("metavar.options", self.lang), *arguments, *commands]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = self.collect_usage_pieces(ctx)
        prefix = say("help.usage", self.lang) + " "
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under their heading, the commands of a group after them."""
        records = [
            record
            for parameter in self.get_params(ctx)
            if (record := parameter.get_help_record(ctx)) is not None
        ]
        if records:
            with formatter.section(say("help.options", self.lang)):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, worded."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = say("help.help", self.lang)
        return found


class WordedCommand(_Worded):
    """A command worded in one language."""

    allow_extra_args = True  # refused below, in words of ours

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Takes the arguments; what is too much is named."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            ctx.fail(say("usage.extra", self.lang, extra=" ".join(ctx.args)))
        return rest

    def __init__(self, *arguments: Any, lang: str, **settings: Any) -> None:
        self.lang = lang
        super().__init__(*arguments, **settings)


class Commands(_Worded, click.Group):
    """A group of commands in the order of the work, not of the alphabet."""

    def __init__(self, *arguments: Any, lang: str, **settings: Any) -> None:
        self.lang = lang
        super().__init__(*arguments, **settings)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as they were added."""
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its first sentence."""
        width = formatter.width
        rows = [
            (name, self.commands[name].get_short_help_str(width))
            for name in self.list_commands(ctx)
        ]
        with formatter.section(say("help.commands", self.lang)):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named; a name that is not known gets its nearest."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            meant = get_close_matches(args[0], list(self.commands), n=2)
            code = "usage.no-command-meant" if meant else "usage.no-command"
            raise click.UsageError(say(code, self.lang, name=args[0], meant=meant), ctx)
        return super().resolve_command(ctx, args)


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
    return WordedCommand(
        name.rsplit(" ", maxsplit=1)[-1],
        lang=lang,
        callback=call,
        params=[*params, *shared],
        help=say(f"help.{key}", lang),
        short_help=say(f"help.{key}", lang).split("\n")[0],
        epilog=f"{say('help.example', lang)}  {say(f'example.{key}', lang)}",
    )


def argument(name: str, shown: str, lang: str, *, many: bool = False) -> click.Argument:
    """A positional argument, named ``name.<shown>`` in the catalogue; ``many`` takes several."""
    metavar = say(f"name.{shown}", lang)
    return click.Argument([name], metavar=metavar, nargs=-1 if many else 1, required=True)


class _WordedOption(click.Option):
    """An option whose value and default are named in one language."""

    def __init__(self, *arguments: Any, lang: str, **settings: Any) -> None:
        self.lang = lang
        super().__init__(*arguments, **settings)

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for the value."""
        if self.metavar is None and self.type.name in _VALUES:
            return say(_VALUES[self.type.name], self.lang)
        return super().make_metavar(ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option as the help lists it."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, words = record
        words = words.replace("[default: ", f"[{say('help.default', self.lang)}: ")
        return names, words.replace("[required]", f"[{say('help.required', self.lang)}]")


_VALUES = {
    "text": "metavar.text",
    "path": "metavar.path",
    "file": "metavar.path",
    "directory": "metavar.path",
    "integer": "metavar.number",
    "integer range": "metavar.number",
    "float": "metavar.number",
}


def option(flag: str, code: str, lang: str, **settings: Any) -> click.Option:
    """An option whose help is ``code`` in the catalogue; ``flag`` may name its value too."""
    return _WordedOption(flag.split(), help=say(code, lang), lang=lang, **settings)


def engine_option(lang: str) -> click.Option:
    """``--engine``: which engine decides; the verdicts are the same."""
    return option(
        "--engine",
        "help.engine",
        lang,
        default="durable",
        show_default=True,
        type=click.Choice(["durable", "reference"]),
    )


def workers_option(lang: str) -> click.Option:
    """``--workers``: how many processes work at a time."""
    processes = click.IntRange(1)
    return option("--workers", "help.workers", lang, type=processes, default=None, metavar="N")


def out_option(lang: str) -> click.Option:
    """``--out``: the folder in which results get folders of their own."""
    path = click.Path(path_type=Path)
    return option("--out", "help.out", lang, type=path, default=Path("runs"), show_default=True)
