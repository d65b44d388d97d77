"""What every figure is: a drawing that does not exist without a title, a description and its numbers as a table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from reporting.errors import FigureError
from reporting.report.figures.svg import INK, element, number, share

__all__ = ["LONGEST_DESCRIPTION", "Box", "Caption", "Drawing", "Figure", "Part"]

LONGEST_DESCRIPTION = 220
_PLACEHOLDER = re.compile(
    r"\b(?:todo|tbd|fixme|placeholder|lorem|untitled|xxx+|nan)\b|\{\w*\}|待补|待定|占位|^[\W_]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Caption:
    """The words of a figure, in the reader's language.

    Attributes:
        title: what is shown.
        description: what it shows, for who cannot see it: a sentence, at most 220 characters, not the title again.
        note: how to read it, in sight under the title.
        link: words of the link to its table; empty for no link.
    """

    title: str
    description: str
    note: str = ""
    link: str = ""


class Box(NamedTuple):
    """A place in a figure: x and width as shares of the figure's width, y and height in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Part:
    """A piece of a drawing, and where it stands on a wide and on a narrow screen; percentages in it are of its box."""

    content: Markup
    wide: Box
    narrow: Box


@dataclass(frozen=True)
class Drawing:
    """The inside of a figure, with its heights in CSS pixels; its width is whatever there is.

    Each part is written once and shown at one of two places: the style sheet chooses, and JupyterLab shows the wide
    one. (Browsers do not let a style sheet move a part to another place and width by itself.)
    """

    parts: Sequence[Part]
    wide: float
    narrow: float

    def markup(self, prefix: str) -> Markup:
        """The parts, under ids that begin with ``prefix``, and the two arrangements of them."""
        parts = [(f"{prefix}-{number}", part) for number, part in enumerate(self.parts, 1)]
        symbols = (element("symbol", part.content, id=identity, overflow="visible") for identity, part in parts)
        wide = (_use(identity, part.wide) for identity, part in parts)
        narrow = (_use(identity, part.narrow) for identity, part in parts)
        return (
            element("defs", *symbols)
            + element("g", *wide, class_="wide")
            + element("g", *narrow, class_="narrow", display="none")
        )


def _use(identity: str, box: Box) -> Markup:
    return element("use", href=f"#{identity}", x=share(box.x), y=box.y, width=share(box.width), height=box.height)


@dataclass(frozen=True)
class Figure:
    """A figure of a report; Jupyter and pages show it by its HTML.

    Attributes:
        caption: its words.
        drawing: what is seen.
        table: its numbers, one row a mark, under headings in the reader's language; the annex prints it under
            the id `table_id`.

    Raises:
        FigureError: title, description or table is missing, too long, or says nothing.
    """

    caption: Caption
    drawing: Drawing
    table: pd.DataFrame

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
        """Begins every id of the figure; the same for the same content."""
        content = "\0".join((*astuple(self.caption), *(part.content for part in self.drawing.parts)))
        return "f" + hashlib.sha256(content.encode()).hexdigest()[:10]

    @property
    def table_id(self) -> str:
        """The id of its table in the annex."""
        return f"{self.id}-table"

    @property
    def html(self) -> Markup:
        """The ``figure`` element."""
        title, description = f"{self.id}-t", f"{self.id}-d"
        drawing = self.drawing
        svg = element(
            "svg",
            element("title", self.caption.title, id=title),
            element("desc", self.caption.description, id=description),
            drawing.markup(self.id),
            class_="drawing",
            role="img",
            aria_labelledby=title,
            aria_describedby=description,
            width="100%",
            height=drawing.wide,
            style=f"--narrow:{number(drawing.narrow)}px",
            font_size=13,
            fill=INK,
        )
        return element("figure", self._caption(), svg, class_="figure", id=self.id)

    def _repr_html_(self) -> str:
        return str(self.html)

    def _caption(self) -> Markup:
        caption = self.caption
        parts = [element("strong", caption.title)]
        if caption.note:
            parts.append(element("span", caption.note, class_="note"))
        if caption.link:
            parts.append(element("a", caption.link, href=f"#{self.table_id}"))
        return element("figcaption", Markup(" ").join(parts))
