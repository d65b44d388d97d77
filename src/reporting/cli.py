"""The `reporting` command: one group of commands a stage, each a function that parses, calls, and prints.

Exit codes: 0 all done; 1 some of the work failed or was rejected; 2 wrong use or settings; 130 interrupted.
"""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from reporting.commands import (
    demonstration,
    desk,
    editions,
    headings,
    intake,
    pdf,
    projects,
    schools,
    texts,
    unattended,
)
from reporting.errors import ReportingError, UsageError

__all__ = ["app", "main"]

_INTERRUPTED = 130
_WAITED_FOR = frozenset(
    {"backup", "bundle", "check", "export", "ingest", "inspect", "pdf", "publish", "restore", "review", "run"}
    | {"demo", "doctor", "preview", "schools", "template", "texts", "trace"}
)
"""What needs a second or more before it has anything to tell: it says first what it is at."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="County workbooks in, one reviewed edition of reports out.",
)

for part in (demonstration, intake, headings, schools, editions, texts, pdf, desk, projects, unattended):
    app.add_typer(part.app)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"reporting {version('county-reports')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    project: Annotated[
        Path, typer.Option(envvar="REPORTING_PROJECT", help="The project's folder.", file_okay=False)
    ] = Path(),
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options of every command; `reporting.commands.base` asks the context for them."""
    if context.obj and context.invoked_subcommand in _WAITED_FOR and not _asks_for_help():
        context.obj(f"{context.invoked_subcommand} …")


def main() -> NoReturn:
    """Run the command; errors become a line and an exit code."""
    # a supervisor asks a process to end by SIGTERM, a terminal by SIGINT: the same is meant
    _listen(signal.default_int_handler)
    _write_what_can_be_written()
    try:
        code = _done()
    except (typer.Abort, KeyboardInterrupt):
        # a supervisor may ask the process and its group, and so twice
        _listen(signal.SIG_IGN)
        code = _complain("interrupted; finished work is kept and will be reused", _INTERRUPTED)
    except ReportingError as error:
        code = _complain(_told(error), 2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        from reporting.refusals import refusal

        code = _complain(_told(refusal(error)), 1)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        used = getattr(getattr(error, "ctx", None), "command_path", "reporting")
        code = _complain(f"error: {error.format_message()} → see `{used} --help`", 2)
    sys.exit(code if isinstance(code, int) else 0)


def _listen(handler: Any) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handler)


def _done() -> object:
    """What the command returns, or its exit code."""
    try:
        code = _command()(standalone_mode=False, obj=_say_first)
    except RuntimeError as error:
        from reporting.ending import pass_on_interruption

        pass_on_interruption(error)
        raise
    if code == _INTERRUPTED:  # typer makes this of KeyboardInterrupt
        raise KeyboardInterrupt
    return code


def _command() -> Any:
    """The commands, told in the reader's language where they are to be told."""
    command = typer.main.get_command(app)
    if _asks_for_help():
        from reporting.commands.help_words import translate_help

        translate_help(command)
    return command


def _asks_for_help() -> bool:
    return not sys.argv[1:] or bool({"--help", "-h"} & set(sys.argv))


def _say_first(text: str) -> None:
    from reporting.console import warn

    warn(text)


def _write_what_can_be_written() -> None:
    """A console that knows no Chinese shows a question mark for it, where Python would end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _told(error: ReportingError) -> str:
    """The error in the reader's language, part by part; its place is a file's, and stays."""
    from reporting.console_words import shown

    place = f"{error.where}: " if error.where else ""
    advice = f" → {shown(error.hint)}" if error.hint else ""
    return shown("error: {0}").replace("{0}", f"{place}{shown(error.what)}{advice}")


def _complain(text: str, code: int) -> int:
    from reporting.console import warn

    warn(text)
    return code
