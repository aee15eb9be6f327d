"""The command line as a whole: its commands, its language, and how it ends."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from glob import glob
from typing import Any

import click

from dvk_rules.cli.options import Commands
from dvk_rules.errors import DvkError, InputError, Problem
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.system import system_reason
from dvk_rules.views.face import Face

__all__ = ["build_app", "main"]

DONE, ANSWER_IS_NO, WRONG_USE, OUR_MISTAKE = 0, 1, 2, 70


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit code (D8.1)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):  # a Windows console may have another code page
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    # a library that cannot close a file it could not write says so past every handler
    sys.unraisablehook = lambda _unraisable: None
    sys.exit(run_command(expanded(arguments) if os.name == "nt" else arguments))


def expanded(arguments: Sequence[str]) -> list[str]:
    """Patterns such as ``don-vi/*`` as the files they stand for, which Windows leaves to programs.

    One that fits no file stays as it was typed, so that it is named in the message.
    """
    found: list[str] = []
    for argument in arguments:
        fitting = sorted(glob(argument)) if set("*?") & set(argument) else []  # noqa: PTH207 - a pattern may begin anywhere, at a drive too
        found += fitting or [argument]
    return found


def run_command(arguments: list[str]) -> int:
    """Runs one command and says with which exit code it ends."""
    lang = _language(arguments)
    face = Face(lang, as_json="--json" in arguments)
    try:
        code = build_app(lang).main(arguments, prog_name="dvk", standalone_mode=False)
    except DvkError as error:
        face.problems(error.problems)
        return exit_code(error)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return WRONG_USE
    except click.UsageError as error:
        _usage(face, error)
        return WRONG_USE
    except (KeyboardInterrupt, click.Abort):
        face.err.print(face.say("cli.stopped"))
        return 130
    except BrokenPipeError:
        # the reader of a pipe has gone; nothing more can be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a full disk, a folder that may not be written
        params = {"reason": system_reason(error), "file": error.filename or ""}
        face.problems([Problem("cli.os-error", params)])
        return WRONG_USE
    except Exception as error:
        if str(error).startswith("IO_"):  # lxml's word for a workbook that could not be written
            face.problems([Problem("cli.os-error", {"reason": str(error), "file": ""})])
            return WRONG_USE
        _unexpected(face, error)
        return OUR_MISTAKE
    return code if isinstance(code, int) else DONE


def _unexpected(face: Face, error: Exception) -> None:
    """A mistake of ours: one sentence, and the details in a file that can be sent to us."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="dvk-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    face.err.print(face.say("cli.unexpected", name=type(error).__name__, file=file.name))


def exit_code(error: DvkError) -> int:
    """1 for rows of a file that are wrong, 2 for what cannot be read or used at all (D8.1)."""
    in_rows = all(problem.where and problem.where.cell for problem in error.problems)
    return ANSWER_IS_NO if isinstance(error, InputError) and in_rows else WRONG_USE


def _language(arguments: Sequence[str]) -> str:
    wanted = os.environ.get("DVK_LANG", "vi")
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            wanted = arguments[index + 1]
    return wanted if wanted in LANGUAGES else "vi"


def _usage(face: Face, error: click.UsageError) -> None:
    context = error.ctx
    match error:
        case click.NoSuchOption():
            text = face.say("usage.no-option", option=error.option_name)
        case click.MissingParameter():
            name = error.param.make_metavar(context) if error.param and context else ""
            if isinstance(error.param, click.Option):
                name = max(error.param.opts, key=len)
            text = face.say("usage.missing", name=name)
        case click.BadParameter(param=click.Parameter() as param):
            text = _bad_value(face, param, error)
        case click.BadOptionUsage():
            text = face.say("usage.no-value", name=error.option_name)
        case _:
            text = error.message
    face.err.print(text, style="red", markup=False)
    if context is not None:
        face.err.print(face.say("usage.help", command=context.command_path), markup=False)


def build_app(lang: str) -> click.Group:
    """The whole command line, worded in ``lang``."""
    from dvk_rules.cli import (
        commands,
        compare_commands,
        desk_commands,
        pack_commands,
        run_commands,
        serve_command,
    )

    def words(code: str) -> str:
        return say(code, lang)

    app = Commands(
        "dvk",
        lang=lang,
        help=words("help.dvk"),
        epilog=words("help.epilog"),
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.params.append(_version_option(words("help.version")))
    for module in (commands, desk_commands, compare_commands, run_commands, serve_command):
        for command in module.build(lang):
            app.add_command(command)
    app.add_command(pack_commands.build(lang))
    return app


def _version_option(text: str) -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value and not context.resilient_parsing:
            from dvk_rules.runs import versions

            click.echo(versions()["dvk-rules"])
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=text
    )


def _bad_value(face: Face, param: click.Parameter, error: click.BadParameter) -> str:
    name = param.opts[0]
    match param.type:
        case click.Choice(choices=choices):
            return face.say("usage.choice", name=name, choices=list(choices))
        case click.IntRange(min=least):
            return face.say("usage.number", name=name, least=least)
        case _:
            return face.say("usage.bad", detail=error.message)
