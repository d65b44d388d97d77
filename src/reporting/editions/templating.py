"""The templates of editions; everything put into them is escaped."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["environment"]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of this stage."""
    return Environment(
        loader=PackageLoader("reporting.editions"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
