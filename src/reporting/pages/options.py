"""The options of a cell as Quarto writes them: comments ``#| name: value`` at its top, and its tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

__all__ = ["cell_options", "cell_tags"]

_OPTION = re.compile(r"^#\|[ \t]?(.*)$")


def cell_options(source: str) -> dict[str, Any]:
    """Option → value, of the first lines of a cell.

    Written as YAML; a line that is none is read as ``name: text``, for captions often have a colon in them.
    """
    lines: list[str] = []
    for line in source.splitlines():
        found = _OPTION.match(line.rstrip())
        if found:
            lines.append(found[1])
        elif line.strip():
            break
    if not lines:
        return {}
    try:
        read = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError:
        read = None
    if not isinstance(read, dict) or any(isinstance(value, dict) for value in read.values()):
        # braces at the beginning of a value are a mapping to YAML, and a value of the notebook to us
        read = {name.strip(): _unquoted(text.strip()) for name, colon, text in _parted(lines) if colon}
    return {str(name): value for name, value in read.items()}


def cell_tags(metadata: Mapping[str, Any]) -> set[str]:
    """The tags of a cell, each with ``-`` for ``_``: both spellings are in use."""
    tags = metadata.get("tags", ())
    return {str(tag).replace("_", "-") for tag in tags} if isinstance(tags, list) else set()


def _parted(lines: list[str]) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in lines]


def _unquoted(text: str) -> Any:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return {"true": True, "false": False}.get(text.lower(), text)
