"""A piece of a page as a notebook shows it, and the templates such pieces are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reporting.report.figures.figure import Figure
from reporting.report.words import Words

__all__ = ["Section", "load_templates", "render"]


@dataclass(frozen=True)
class Section:
    """HTML that Jupyter shows as it is; everything in it that came from outside has been escaped.

    Attributes:
        figures: the figures in it, each of which the annex owes a table.
    """

    html: str
    figures: tuple[Figure, ...] = ()

    def _repr_html_(self) -> str:
        return self.html


def render(template: str, words: Words, **values: object) -> Markup:
    """The template of that name, filled in; ``_`` and ``words`` are the language's."""
    return Markup(_environment().get_template(template).render(_=words.translate, words=words, **values))  # noqa: S704 - escaped by the template


def load_templates() -> None:
    """Compile every template, for those that come after in this process."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reporting.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
