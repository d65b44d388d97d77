"""What a web page holds and does not show: display:none, hidden, and classes that its own style sheet hides."""

from __future__ import annotations

import re

__all__ = ["PARTS", "Unseen"]

_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|(?:^|[\s\"'])hidden(?=[\s=/]|$)", re.IGNORECASE)
_CLASS = re.compile(r"\bclass\s{0,9}=\s{0,9}[\"']?(?P<names>[^\"'>]{0,200})", re.IGNORECASE)
_HIDING_CLASS = re.compile(r"\.(?P<name>[\w-]{1,60})\s{0,9}\{[^{}]{0,400}?display\s{0,9}:\s{0,9}none", re.IGNORECASE)
"""A class that a style sheet within the page hides."""
PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
"""Tags of tables and of their parts."""
_AROUND = frozenset({"div", "section", "p"})
_ENDS = {
    "td": frozenset({"td", "th", "tr", "/td", "/th", "/tr", "tbody", "/tbody", "/table"}),
    "tr": frozenset({"tr", "/tr", "tbody", "/tbody", "/table"}),
}
"""What ends an element whose own end is often left out."""


class Unseen:
    """Tells what of a page is not shown, and follows the one element of these that is left out until it ends.

    Attributes:
        count: tables and parts of tables that were left out.
    """

    def __init__(self, text: str) -> None:
        self.count = 0
        self._classes = frozenset(match["name"] for match in _HIDING_CLASS.finditer(text))
        self._open = ""
        self._within = 0  # elements of that tag, or tables, open in it

    def __bool__(self) -> bool:
        return bool(self._open)

    def hides(self, attributes: str) -> bool:
        """Whether a tag hides what is in it: by its own style, or by a class."""
        if not attributes:
            return False
        if _HIDDEN.search(attributes):
            return True
        named = _CLASS.search(attributes) if self._classes else None
        return named is not None and not self._classes.isdisjoint(named["names"].split())

    def may_hide(self, tag: str, attributes: str) -> bool:
        """Whether a tag is one of an element that can be left out, and is hidden."""
        return (tag in PARTS or tag in _AROUND) and self.hides(attributes)

    def leave_out(self, tag: str) -> None:
        """Leave out the element that a tag begins."""
        self.count += tag in PARTS
        self._open, self._within = "td" if tag == "th" else tag, 0

    def holds(self, tag: str) -> bool:
        """Whether a tag still belongs to the element that is left out; one that ends it may begin another."""
        own = self._open
        if not own:
            return False
        inner = "table" if own in _ENDS else own
        self.count += tag == "table" and own in _AROUND
        if tag == inner:
            self._within += 1
        elif tag == f"/{inner}" and self._within:
            self._within -= 1
        elif not self._within and tag in _ENDS.get(own, (f"/{own}",)):
            self._open = ""
            # its own end ends nothing else
            return tag == f"/{own}"
        return True
