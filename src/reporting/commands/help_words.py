"""`--help` in the language of whoever reads it: the texts of commands and options by the console's catalogue."""

from __future__ import annotations

from typing import Any

from reporting.console_words import console_language, shown

__all__ = ["translate_help"]

_EXAMPLE = "\n\nExample"
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "DEFAULT_STRING": "[default: {}]",
    "REQUIRED_LONG_STRING": "[required]",
}


def translate_help(command: Any) -> None:
    """Put every help text of a command, and of those below it, into the reader's language, in its place."""
    if console_language() == "en":
        return
    from functools import partial

    from rich import table
    from typer import rich_utils

    # Chinese has no blanks to break lines at: what is too long would be cut off
    setattr(table, "Column", partial(table.Column, overflow="fold"))  # noqa: B010
    for name, text in _TITLES.items():
        setattr(rich_utils, name, _titled(text))
    _translate(command, None)


def _translate(command: Any, parent: Any) -> None:
    if command.help:
        told, example, rest = command.help.partition(_EXAMPLE)
        # every paragraph is a message of its own
        told = "\n\n".join(map(shown, told.split("\n\n")))
        command.help = f"{told}{example.replace('Example', shown('Example'))}{rest}"
    context = command.context_class(command, parent=parent, **command.context_settings)
    # click adds --help to every command by itself
    for parameter in [*command.params, *filter(None, [command.get_help_option(context)])]:
        if getattr(parameter, "help", None):
            parameter.help = shown(parameter.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below, context)


def _titled(text: str) -> str:
    return shown(text.replace("{}", "{0}")).replace("{0}", "{}")
