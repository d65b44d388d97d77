"""What of a page depends on the edition: its links, its revision, what it supersedes and when it was made, its foot.

Everything else of a page is a function of its snapshot, so that a body can be reused whole.
"""

from __future__ import annotations

import re

from markupsafe import escape

from reporting.errors import PageError

__all__ = ["EMPTY_FACT", "EMPTY_FOOT", "EMPTY_STAMP", "foot", "stamp"]

_OPENING = '<div id="edition" data-stamp>'
_CLOSING = "</div><!-- /edition -->"
EMPTY_STAMP = _OPENING + _CLOSING
EMPTY_FACT = '<div id="revision" hidden></div>'
"""Stands in the line of facts of a page that has one."""
EMPTY_FOOT = '<footer id="foot"></footer>'
_FOOT = re.compile(r'<footer id="foot">[^<]*</footer>')
_FACT = re.compile(r'<div id="revision"[^>]*>.*?</div>', re.DOTALL)
_STAMP = re.compile(re.escape(_OPENING) + ".*?" + re.escape(_CLOSING), re.DOTALL)


def stamp(page: str, fragment: str, fact: str = "") -> str:
    """The page with ``fragment`` in its marked element, in place of what an earlier edition put there.

    Args:
        page: a document made by `reporting.pages.shell.page`.
        fragment: HTML, escaped by its maker.
        fact: the revision as ``dt`` and ``dd``, for the page's line of facts; in a page without such a line it stands
            with the fragment.

    Raises:
        PageError: the page does not have exactly one marked element.
    """
    found = _STAMP.findall(page)
    if len(found) != 1:
        raise PageError(
            f"a page has one element to stamp, this one has {len(found)}",
            hint="make the page with `reporting.pages`",
        )
    told = f'<div id="revision">{fact}</div>' if fact else EMPTY_FACT
    has_line = _FACT.search(page) is not None
    page = _FACT.sub(lambda _: told, page)
    beside = f'<dl class="facts"><div>{fact}</div></dl>' if fact and not has_line else ""
    return page.replace(found[0], _OPENING + fragment + beside + _CLOSING)


def foot(page: str, text: str) -> str:
    """The page with ``text``, escaped, in its foot; a page of before there was one stays as it is."""
    return _FOOT.sub(lambda _: f'<footer id="foot">{escape(text)}</footer>', page, count=1)
