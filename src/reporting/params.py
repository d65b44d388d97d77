"""Reading one file of ``params/``: YAML into a typed value, every complaint with its file, line and key."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml
from pydantic import ValidationError
from yaml.constructor import SafeConstructor

from reporting.definitions.base import Definition, DefinitionError
from reporting.errors import SettingsError
from reporting.yaml_values import LOADER

__all__ = ["Key", "Places", "load_params", "place_of"]

D = TypeVar("D", bound=Definition)
Key: TypeAlias = tuple[str | int, ...]
Places: TypeAlias = dict[tuple[str, Key], int]

_MOST_COMPLAINTS = 5


def load_params(path: Path, model: type[D], places: Places) -> D:
    """One file of ``params/`` as a value of ``model``; where each key stands is added to ``places``.

    Raises:
        SettingsError: the file is missing, is no YAML, or holds something wrong; the first few faults are named.
    """
    file = f"params/{path.name}"
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=LOADER)
        if node is None:
            raise SettingsError("the file is empty", where=file)
        lines = dict(_lines(node, ()))
        value = _plain(node, file, SafeConstructor())
    except FileNotFoundError:
        raise SettingsError(
            "the file is missing", where=file, hint="copy it from the package's demonstration"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is not UTF-8 text"
        raise SettingsError(
            f"this is no YAML: {problem}", where=file + (f", line {mark.line + 1}" if mark else "")
        ) from None
    except RecursionError:
        raise SettingsError("an anchor holds itself", where=file) from None
    places.update({(path.name, key): line for key, line in lines.items()})
    try:
        return model.model_validate(value)
    except ValidationError as error:
        complaints = [
            f"{place_of(path.name, _key_of(fault, lines), places)}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False)
        ]
        more = f" (and {len(complaints) - _MOST_COMPLAINTS} more)" if len(complaints) > _MOST_COMPLAINTS else ""
        raise SettingsError("; ".join(complaints[:_MOST_COMPLAINTS]) + more) from None


def place_of(file: str, key: Key, places: Mapping[tuple[str, Key], int]) -> str:
    """``params/city.yaml, line 12, counties[3].code``; the line of the nearest key above where it is missing."""
    known = key
    while known and (file, known) not in places:
        known = known[:-1]
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")
    return f"params/{file}, line {places.get((file, known), 1)}" + (f", {written}" if written else "")


def _plain(node: yaml.Node, file: str, scalars: SafeConstructor) -> Any:
    """The node's value; a key that stands twice is an error, where YAML lets the last one win."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[Hashable, Any] = {}
        for key, value in node.value:
            name = _plain(key, file, scalars)
            if not isinstance(name, Hashable):
                raise SettingsError("a key must be a word", where=f"{file}, line {line}")
            if name in result:
                raise SettingsError(f"the key {name!r} stands twice", where=f"{file}, line {key.start_mark.line + 1}")
            result[name] = _plain(value, file, scalars)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, file, scalars) for item in node.value]
    try:
        return scalars.construct_object(node)
    except (ValueError, yaml.YAMLError):
        raise SettingsError(f"{node.value!r} is no value that can be read here", where=f"{file}, line {line}") from None


def _lines(node: yaml.Node, key: Key) -> Iterator[tuple[Key, int]]:
    yield key, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _lines(value, (*key, str(name.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*key, index))


def _key_of(fault: Mapping[str, Any], lines: Mapping[Key, int]) -> Key:
    """Where a fault of pydantic's stands in the file.

    Left out are the names of union members, which pydantic puts into its locations; added are the key that is missing,
    and what a `DefinitionError` says itself.
    """
    key: Key = ()
    for part in fault["loc"]:
        if (*key, part) in lines:
            key = (*key, part)
    if fault["type"] == "missing":
        return (*key, fault["loc"][-1])
    error = fault.get("ctx", {}).get("error")
    return (*key, *error.key) if isinstance(error, DefinitionError) else key
