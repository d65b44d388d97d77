"""The templates of a report's pieces, and how they keep numbers whole."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup, escape

from reporting.templating import templates

__all__ = ["environment", "unbroken"]


# a number with what it counts, such as 95.2%, a whole date, and the words before it: so many days overdue
_TOGETHER = re.compile(r"([\u4e00-\u9fff]{0,2})((?:[+−]?\d[\d\u00a0.,]*[%\u4e00-\u9fff])+)")


def unbroken(text: str) -> Markup:
    """The text, escaped, with every number and date kept on one line with its unit."""
    return Markup(_TOGETHER.sub(r'<span class="whole">\1<b>\2</b></span>', str(escape(text))))  # noqa: S704 - escaped before


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of this stage, with the filters that they use."""
    found = templates("reporting.report")
    found.filters["unbroken"] = unbroken
    return found
