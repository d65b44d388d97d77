"""docs/cli.md: every command with its options and examples, as `--help` tells them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["command_reference"]

_HEAD = """\
# The command line

Made from the program's own help by `reporting check --fix`. `reporting COMMAND --help` says the same.

`--project DIR` before a command (or `REPORTING_PROJECT`) names the project's folder; else it is the working folder.
`reporting --install-completion` lets Tab complete commands and options in a new shell.

Exit codes: 0 all done · 1 some of the work failed or was rejected (the rest is done) · 2 wrong use or settings ·
130 interrupted. `--json` prints for programs.
"""
_EXAMPLE = re.compile(r"^Examples?: ", re.MULTILINE)


def command_reference(group: Any) -> str:
    """The page.

    Args:
        group: the command itself, as `typer.main.get_command` gives it.
    """
    return "\n".join([_HEAD, *(_command(name, command) for name, command in _commands(group))])


def _commands(group: Any, prefix: str = "reporting") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _command(name: str, command: Any) -> str:
    about, _, examples = _EXAMPLE.sub("\0", inspect.cleandoc(command.help)).partition("\0")
    lines = [f"## {name}", "", about.strip(), ""]
    if command.params:
        lines += ["| | default | |", "|---|---|---|", *map(_parameter, command.params), ""]
    if examples:
        lines += ["```sh", *re.findall(r"`([^`]+)`", examples), "```", ""]
    return "\n".join(lines)


def _parameter(parameter: Any) -> str:
    choices = " · ".join(map(str, parameter.type_descriptor.choices or ()))
    is_argument = parameter.param_type_name == "argument"
    value = [parameter.metavar] if parameter.metavar else []
    shown = parameter.name.upper() if is_argument else " ".join([*parameter.opts, *_opposite(parameter), *value])
    help_text = " ".join(filter(None, [parameter.help, f"One of: {choices}." if choices else ""]))
    return f"| `{shown}` | {_default(parameter)} | {help_text.replace('|', '&#124;')} |"


def _opposite(parameter: Any) -> list[str]:
    # what is off anyway needs no option to switch it off
    return list(parameter.secondary_opts) if parameter.default is not False else []


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    return "" if parameter.default in (None, False, ()) else f"`{parameter.default}`"
