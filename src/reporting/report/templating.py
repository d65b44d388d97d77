"""The templates of a report's pieces, compiled once a process and again when a file has changed."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

__all__ = ["environment", "load_templates"]


# a number with what it counts, such as 95.2%, a whole date, and the words before it: so many days overdue
_TOGETHER = re.compile(r"[\u4e00-\u9fff]{0,2}(?:[+−]?\d[\d\u00a0.,]*[%\u4e00-\u9fff])+")


def unbroken(text: str) -> Markup:
    """The text, escaped, with every number and date kept on one line with its unit."""
    return Markup(_TOGETHER.sub(r'<span class="whole">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped before


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates are found and how they are read."""
    found = Environment(
        loader=PackageLoader("reporting.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["unbroken"] = unbroken
    return found


def load_templates() -> None:
    """Compile every template, for those that come after in this process."""
    for name in environment().list_templates():
        environment().get_template(name)
