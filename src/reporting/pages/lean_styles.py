"""The rules of a style sheet that a page has a use for: a list of counties carries none for indicator tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

__all__ = ["lean_styles"]

_CLASSES = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_EITHER = re.compile(r":(?:not|is|where|has(?=\([^()]*,))\((?:[^()]|\([^()]*\))*\)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_BLOCKS = ("@media", "@supports")


def lean_styles(css: str, html: str, later: Collection[str] = ()) -> str:
    """The style sheet without rules for classes that the page has not.

    What a selector excludes or offers as one of several is not asked for, so that too much stays rather than too
    little.

    Args:
        later: classes that the page may get when it is made already; it must not get others.
    """
    present = {name for found in _CLASSES.findall(html) for name in "".join(found).split()} | {*later}
    return "".join(_kept(css, present))


def _kept(css: str, present: set[str]) -> Iterator[str]:
    for head, block in _rules(css):
        if head.startswith(_BLOCKS):
            if inside := "".join(_kept(block, present)):
                yield f"{head}{{{inside}}}"
        elif head.startswith("@"):
            yield f"{head}{{{block}}}"
        elif selectors := [one for one in _selectors(head) if _asked(one) <= present]:
            yield f"{','.join(selectors)}{{{block}}}"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each outer pair of braces, and within it."""
    at = 0
    while (opening := css.find("{", at)) >= 0:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:opening], css[opening + 1 : end - 1]
        at = end


def _selectors(head: str) -> list[str]:
    """The selectors of a list, commas within brackets apart."""
    return re.split(r",(?![^()]*\))", head)


def _asked(selector: str) -> set[str]:
    return set(_CLASS.findall(_EITHER.sub("", selector)))
