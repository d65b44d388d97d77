"""Expressions of a notebook outside its code: ``{python} …`` in prose, and values in braces in options of cells."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["BRACES", "INLINE", "expressions_in", "is_expression", "option_expressions", "outside_fences"]

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]+([^`\n]+?)[ \t]*`(?!`)")
"""Quarto's inline form."""

BRACES = re.compile(r"\{([^{}]+)\}")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def expressions_in(markdown: str) -> list[str]:
    """The expressions in the prose of a cell, those in fenced code apart."""
    if "`{python}" not in markdown:
        return []
    return list(dict.fromkeys(found for line in outside_fences(markdown) for found in INLINE.findall(line)))


def option_expressions(options: Mapping[str, Any], translate: Callable[[str], str] = lambda text: text) -> list[str]:
    """The expressions in braces in the options of a cell."""
    texts = [translate(value) for value in options.values() if isinstance(value, str)]
    found = (inner.strip() for text in texts for inner in BRACES.findall(text))
    return list(dict.fromkeys(inner for inner in found if is_expression(inner)))


def is_expression(text: str) -> bool:
    """Whether this is an expression of Python."""
    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def outside_fences(markdown: str) -> list[str]:
    """The lines outside fenced code, with their ends."""
    lines, fence = [], ""
    for line in markdown.splitlines(keepends=True):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1]
        else:
            lines.append(line)
    return lines
