"""The templates of a report's pieces, compiled once a process and again when a file has changed."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["environment", "load_templates"]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates are found and how they are read."""
    return Environment(
        loader=PackageLoader("reporting.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def load_templates() -> None:
    """Compile every template, for those that come after in this process."""
    for name in environment().list_templates():
        environment().get_template(name)
