"""The templates of a report's pieces, and how they keep numbers whole."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup, escape

from reporting.report.words import Words
from reporting.templating import templates

__all__ = ["environment", "unbroken"]


# a number with what it counts, such as 95.2%, or a whole date
_COUNTED = r"(?:[+−]?\d[\d\u00a0.,]*(?:%|[\u4e00-\u9fff]{1,4}(?=[，；。、]|$)|[\u4e00-\u9fff]))+"


def unbroken(text: str, words: Words) -> Markup:
    """The text, escaped; a number stays on one line with its unit, a date in one piece, "overdue" with its days."""
    return Markup(_together(words.translate("{count} days overdue")).sub(_KEPT, str(escape(text))))  # noqa: S704 - escaped


_KEPT = r'<span class="whole">\1<b>\2</b></span>'


@lru_cache(maxsize=4)
def _together(overdue: str) -> re.Pattern[str]:
    before = re.escape(overdue.partition("{count}")[0])
    return re.compile(f"((?:{before})?)({_COUNTED})")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of this stage, with the filters that they use."""
    found = templates("reporting.report")
    found.filters["unbroken"] = unbroken
    return found
