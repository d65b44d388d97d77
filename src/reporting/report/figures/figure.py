"""What every figure of a report is: a matplotlib figure that is not shown without title, description and numbers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from reporting.errors import FigureError
from reporting.report.figures.svg import element

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

__all__ = ["LONGEST_DESCRIPTION", "Caption", "ReportFigure", "is_placeholder"]

LONGEST_DESCRIPTION = 220
_PLACEHOLDER = re.compile(
    r"\b(?:todo|tbd|fixme|placeholder|lorem|untitled|xxx+|nan)\b|\{\w*\}|待补|待定|占位|^[\W_]*$", re.IGNORECASE
)


def is_placeholder(words: str) -> bool:
    """Whether they say nothing: empty, or left to be written."""
    return bool(_PLACEHOLDER.search(words.strip()))


@dataclass(frozen=True)
class Caption:
    """The words of a figure, in the reader's language.

    Attributes:
        title: what is shown.
        description: what it shows, for those who cannot see it: one sentence, at most 220 characters, not the title.
        note: how to read it, in sight under the title.
        link: words of the link to its table; empty for no link.
        rest: words that open the panels after the first row of them; empty where all are in sight.
    """

    title: str
    description: str
    note: str = ""
    link: str = ""
    rest: str = ""


@dataclass(frozen=True)
class ReportFigure:
    """A figure of a report; Jupyter and pages show it by its HTML, drawn when it is shown.

    Attributes:
        caption: its words.
        figure: matplotlib's own, to change as one likes; the next showing is of the changed figure.
        table: its numbers, one row a mark, under headings in the reader's language; the annex prints it under
            the id `table_id`.
        frame: what it was drawn from, to be drawn again by the functions of `reporting.figures`.
        label: of a cell, such as ``fig-trend``, to be linked to; empty for none.
        lacks: cell options that would give it words of its own; a page names them to its author.
        says: cell options that its words come from; a page puts their translations there.
        shown_above: titles in the drawing that stand in the caption already.
        below: makes what stands below the drawing, its table; None where the annex has it.

    Raises:
        FigureError: title, description or table is missing, too long, or says nothing.
    """

    caption: Caption
    figure: Figure
    table: pd.DataFrame
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    label: str = ""
    lacks: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    shown_above: tuple[Artist, ...] = ()
    below: Callable[[ReportFigure], Markup] | None = None

    def __post_init__(self) -> None:
        title, description = self.caption.title.strip(), self.caption.description.strip()
        for name, words in (("title", title), ("description", description)):
            if found := _PLACEHOLDER.search(words):
                raise FigureError(
                    f"the figure's {name} is no {name}: {found.group() or 'empty'!r}",
                    where=title,
                    hint="say what is shown, and what it shows",
                )
        if len(description) > LONGEST_DESCRIPTION:
            raise FigureError(
                f"the figure's description has {len(description)} characters",
                where=title,
                hint=f"say it in {LONGEST_DESCRIPTION}; the table has the rest",
            )
        if description.casefold().rstrip("。.") == title.casefold().rstrip("。."):
            raise FigureError("the figure's description is its title again", where=title, hint="say what it shows")
        if self.table.empty:
            raise FigureError("the figure has no table", where=title, hint="give its numbers as a DataFrame")

    @cached_property
    def id(self) -> str:
        """Begins every id of the figure; the same for the same words and numbers, however it is drawn."""
        if self.label:
            return self.label
        cells = (str(cell) for row in self.table.itertuples(index=False) for cell in row)
        content = "\0".join((*astuple(self.caption), *map(str, self.table.columns), *cells))
        return "f" + hashlib.sha256(content.encode()).hexdigest()[:10]

    @property
    def table_id(self) -> str:
        """The id of its table in the annex."""
        return f"{self.id}-table"

    @property
    def html(self) -> Markup:
        """The ``figure`` element, drawn now."""
        # it loads matplotlib, which who reads the figures of a report without drawing them need not wait for
        from reporting.report.figures.pictures import pictures

        caption = self.caption
        words = [element("strong", caption.title)]
        if caption.note:
            words.append(element("span", caption.note, class_="note"))
        if caption.link:
            words.append(element("a", caption.link, href=f"#{self.table_id}"))
        with _hidden(self.shown_above):
            drawings = pictures(
                self.figure, title=caption.title, description=caption.description, prefix=self.id, rest=caption.rest
            )
        return element(
            "figure",
            element("figcaption", Markup(" ").join(words)),
            drawings,
            self.below(self) if self.below else "",
            class_="figure",
            id=self.id,
            data_lacks=" ".join(self.lacks) or None,
            data_says=" ".join(self.says) or None,
        )

    def _repr_html_(self) -> str:
        return str(self.html)


@contextmanager
def _hidden(artists: Sequence[Artist]) -> Iterator[None]:
    seen = [artist for artist in artists if artist.get_visible()]
    for artist in seen:
        artist.set_visible(False)
    yield
    for artist in seen:
        artist.set_visible(True)
