"""A piece of a page as a notebook shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from reporting.errors import FigureError
from reporting.report.figures.figure import ReportFigure
from reporting.report.templating import environment
from reporting.report.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Section", "render"]


class Section:
    """HTML that Jupyter shows as it is; everything in it that came from outside has been escaped.

    An empty section has nothing to show because the project has no such data; the page omits its heading as well.

    Attributes:
        figures: the figures in it, each of which the annex owes a table.
    """

    def __init__(self, html: str | Callable[[], str], figures: tuple[ReportFigure, ...] = ()) -> None:
        """A section of this HTML, or of what is called for it each time it is shown: then figures can be changed."""
        self._html = html
        self.figures = figures

    @property
    def html(self) -> str:
        """What a page shows, its figures drawn as they are now."""
        return self._html if isinstance(self._html, str) else self._html()

    @property
    def figure(self) -> Figure:
        """The first figure as matplotlib's own, to be changed; the section then shows the changed one.

        Raises:
            FigureError: the section has no figure.

        Example:
            >>> trends = report.trends()
            >>> len(trends.figure.axes)
            4
        """
        if not self.figures:
            raise FigureError("this section has no figure", where=repr(self), hint="`figures` lists those of a section")
        return self.figures[0].figure

    def __repr__(self) -> str:
        return f"<Section, figures: {len(self.figures)}>" if self.figures else "<Section>"

    def _repr_html_(self) -> str:
        return self.html


def render(template: str, words: Words, **values: object) -> Markup:
    """The template of that name, filled in; ``_``, ``counting`` and ``words`` are the language's."""
    said = {"_": words.translate, "counting": words.counting, "words": words}
    return Markup(environment().get_template(template).render(**said, **values))  # noqa: S704 - escaped by the template
