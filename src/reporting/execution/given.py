"""Parameters as people give them: ``NAME=VALUE`` on a command line, or a YAML file as papermill's ``-f`` takes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from reporting.errors import UsageError

__all__ = ["TypedText", "assignment", "read_parameters", "read_yaml"]


class TypedText(str):
    """A value as it was typed; what it means depends on what the notebook declares."""

    __slots__ = ()


class _Loader(yaml.SafeLoader):
    """YAML with the values of its version 1.2: a code such as ``01001``, a date, ``yes`` and ``12:30`` stay text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"(?:~|null|)", ["~", "n", ""]),
    ("bool", r"(?:true|false)", ["t", "f"]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)",
        list("-+.0123456789"),
    ),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^{_pattern}$"), _first)


def assignment(text: str) -> tuple[str, TypedText]:
    """Name and value of ``NAME=VALUE``.

    Raises:
        UsageError: it is something else.
    """
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise UsageError(f"{text!r} is no parameter", hint="write it as -p NAME=VALUE, such as -p years=3")
    return name, TypedText(value)


def read_yaml(text: str) -> Any:
    """The value that a text is as YAML.

    Raises:
        ValueError: the text is no YAML.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with fewer types
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def read_parameters(path: Path) -> dict[str, Any]:
    """The parameters in a YAML file.

    Raises:
        UsageError: the file is not there, is no YAML, or is no mapping of names to values.
    """
    try:
        found = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506 - as above
    except FileNotFoundError:
        raise UsageError("there is no such file of parameters", where=str(path)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise UsageError(f"this is no YAML: {getattr(error, 'problem', error)}", where=where) from None
    if not isinstance(found, dict) or not all(isinstance(name, str) and name.isidentifier() for name in found):
        raise UsageError("this is no list of parameters", where=str(path), hint="write a line for each, NAME: VALUE")
    return found
