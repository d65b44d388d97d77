"""The rules of a style sheet that a page has a use for: a list of counties carries none for indicator tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["lean_styles"]

_CLASSES = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_EITHER = re.compile(r":(?:not|is|where|has(?=\([^()]*,))\((?:[^()]|\([^()]*\))*\)")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_BRACE = re.compile(r"[{}]")
_BLOCKS = ("@media", "@supports")


class _Rule(NamedTuple):
    """A rule, or a block of rules.

    Attributes:
        selectors: of a rule, each with the classes that it asks for.
        inside: the rules of a block; empty for what is kept whole.
    """

    head: str
    block: str
    selectors: Sequence[tuple[str, frozenset[str]]]
    inside: Sequence[_Rule]


def lean_styles(css: str, html: str, later: Collection[str] = ()) -> str:
    """The style sheet without rules for classes that the page has not.

    What a selector excludes or offers as one of several is not asked for, so that too much stays rather than too
    little.

    Args:
        later: classes that the page may get when it is made already; it must not get others.
    """
    present = {name for found in _CLASSES.findall(html) for name in "".join(found).split()} | {*later}
    return "".join(_kept(_parsed(css), present))


def _kept(rules: Sequence[_Rule], present: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.head.startswith(_BLOCKS):
            if inside := "".join(_kept(rule.inside, present)):
                yield f"{rule.head}{{{inside}}}"
        elif rule.head.startswith("@"):
            yield f"{rule.head}{{{rule.block}}}"
        elif selectors := [one for one, asked in rule.selectors if asked <= present]:
            yield f"{','.join(selectors)}{{{rule.block}}}"


# every page of an edition has one of two style sheets
@lru_cache(maxsize=4)
def _parsed(css: str) -> Sequence[_Rule]:
    return _rules(css)


def _rules(css: str) -> Sequence[_Rule]:
    return [
        _Rule(
            head,
            block,
            selectors=[(one, _asked(one)) for one in _selectors(head)],
            inside=_rules(block) if head.startswith(_BLOCKS) else (),
        )
        for head, block in _braced(css)
    ]


def _braced(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each outer pair of braces, and within it."""
    at, opening, depth = 0, 0, 0
    for brace in _BRACE.finditer(css):
        if brace[0] == "{":
            opening = opening if depth else brace.start()
            depth += 1
        else:
            depth -= 1
            if not depth:
                yield css[at:opening], css[opening + 1 : brace.start()]
                at = brace.end()


def _selectors(head: str) -> list[str]:
    """The selectors of a list, commas within brackets apart."""
    return re.split(r",(?![^()]*\))", head)


def _asked(selector: str) -> frozenset[str]:
    return frozenset(_CLASS.findall(_EITHER.sub("", selector)))
