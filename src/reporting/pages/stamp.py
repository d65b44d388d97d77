"""The one element of a page that depends on the edition: its revision, what it supersedes, when it was made, links.

Everything else of a page is a function of its snapshot, so that a body can be reused whole.
"""

from __future__ import annotations

import re

from markupsafe import escape

from reporting.errors import PageError

__all__ = ["EMPTY_FOOT", "EMPTY_STAMP", "foot", "stamp"]

_OPENING = '<div id="edition" data-stamp>'
_CLOSING = "</div><!-- /edition -->"
EMPTY_STAMP = _OPENING + _CLOSING
EMPTY_FOOT = '<footer id="foot"></footer>'
_FOOT = re.compile(r'<footer id="foot">[^<]*</footer>')
_STAMP = re.compile(re.escape(_OPENING) + ".*?" + re.escape(_CLOSING), re.DOTALL)


def stamp(page: str, fragment: str) -> str:
    """The page with ``fragment`` in its marked element, in place of what an earlier edition put there.

    Args:
        page: a document made by `reporting.pages.shell.page`.
        fragment: HTML, escaped by its maker.

    Raises:
        PageError: the page does not have exactly one marked element.
    """
    found = _STAMP.findall(page)
    if len(found) != 1:
        raise PageError(
            f"a page has one element to stamp, this one has {len(found)}",
            hint="make the page with `reporting.pages`",
        )
    return page.replace(found[0], _OPENING + fragment + _CLOSING)


def foot(page: str, text: str) -> str:
    """The page with ``text``, escaped, in its foot; a page of before there was one stays as it is."""
    return _FOOT.sub(lambda _: f'<footer id="foot">{escape(text)}</footer>', page, count=1)
