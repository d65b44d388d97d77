"""A piece of a page as a notebook shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reporting.report.figures.figure import Figure
from reporting.report.templating import environment
from reporting.report.words import Words

__all__ = ["Section", "render"]


@dataclass(frozen=True)
class Section:
    """HTML that Jupyter shows as it is; everything in it that came from outside has been escaped.

    A section without any is about something that the project does not have; a page leaves out its heading as well.

    Attributes:
        figures: the figures in it, each of which the annex owes a table.
    """

    html: str
    figures: tuple[Figure, ...] = ()

    def __repr__(self) -> str:
        return f"<Section, figures: {len(self.figures)}>" if self.figures else "<Section>"

    def _repr_html_(self) -> str:
        return self.html


def render(template: str, words: Words, **values: object) -> Markup:
    """The template of that name, filled in; ``_`` and ``words`` are the language's."""
    return Markup(environment().get_template(template).render(_=words.translate, words=words, **values))  # noqa: S704 - escaped by the template
