"""An ordinary matplotlib figure or DataFrame as one of the report: its words and numbers found where it has them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from reporting.report.figures.figure import LONGEST_DESCRIPTION, Caption, ReportFigure, is_placeholder
from reporting.report.figures.reading import Reading, read_plot
from reporting.report.html import render
from reporting.report.printed import printed
from reporting.report.words import Words

__all__ = ["ReportTable", "ordinary_figure"]


def ordinary_figure(
    figure: Any,
    words: Words,
    *,
    title: str = "",
    description: str = "",
    note: str = "",
    table: pd.DataFrame | None = None,
    label: str = "",
    says: tuple[str, ...] = (),
) -> ReportFigure:
    """The figure of a report. What is not given is taken from the plot itself, and named in ``lacks``.

    Args:
        figure: of matplotlib.
        words: of the page.
        title: without one the title of the figure, or of its only axes.
        description: without one, how many rows its table has.
        note: how to read it, beside the title.
        table: its numbers; without one they are read off the plot.
        label: such as ``fig-trend``.
        says: the cell options that these words come from.
    """
    _ = words.translate
    lacks = []
    artist = _titled(figure)
    shown_above = (artist,) if artist is not None and title in ("", artist.get_text()) else ()
    caption = title or (artist.get_text().strip().replace("\n", " ") if artist is not None else "")
    if is_placeholder(caption):
        caption, lacks = _("Figure"), ["fig-cap"]
    read = read_plot(figure, words) if table is None else Reading(printed(table, words))
    numbers = read.table
    lacks += [f"marks:{kind.replace(' ', '-')}" for kind in read.unread]
    if numbers.empty:
        lacks = [*(lack for lack in lacks if not lack.startswith("marks:")), "table"]
        numbers = pd.DataFrame({_("Figure"): [caption], _("Numbers"): [_("stand in the drawing only")]})
    told = description.strip()
    if is_placeholder(told) or len(told) > LONGEST_DESCRIPTION or told.rstrip("。.") == caption.rstrip("。."):
        told = _("A plot; its numbers are the {count} rows of its data table.").format(count=words.whole(len(numbers)))
        lacks.append("fig-alt")
    return ReportFigure(
        Caption(caption, told, note=note),
        figure,
        numbers,
        label=label,
        lacks=tuple(lacks),
        says=tuple(option for option in says if option not in lacks),
        shown_above=shown_above,
        below=lambda shown: render(
            "figure_table.html", words, id=shown.table_id, title=shown.caption.title, **_cells(shown.table)
        ),
    )


def _titled(figure: Any) -> Any | None:
    """The text that is the title of the whole: the figure's, or that of its only axes."""
    whole = getattr(figure, "_suptitle", None)
    if whole is not None and whole.get_text().strip():
        return whole
    titled = [
        text
        for axes in figure.axes
        if not hasattr(axes, "_colorbar")
        # matplotlib has a title at each side
        for text in (axes.title, axes._left_title, axes._right_title)
        if text.get_text().strip()
    ]
    return titled[0] if len(titled) == 1 else None


def _cells(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "headings": [str(heading) for heading in frame.columns],
        "rows": [[str(cell) for cell in row] for row in frame.itertuples(index=False)],
    }


@dataclass(frozen=True)
class ReportTable:
    """A table of a report; Jupyter and pages show it by its HTML.

    Attributes:
        frame: what it shows, in the types it was computed with.
        caption: what the table is of.
        note: how to read it, below the caption.
        label: such as ``tbl-schools``, to be linked to.
    """

    frame: pd.DataFrame
    caption: str
    words: Words
    note: str = ""
    label: str = ""

    @property
    def html(self) -> Markup:
        """The table in a region that scrolls on a phone."""
        shown = printed(self.frame, self.words)
        content = "\0".join((self.caption, *map(str, shown.columns), *_texts(shown)))
        identity = self.label or "t" + hashlib.sha256(content.encode()).hexdigest()[:10]
        return render("table.html", self.words, id=identity, title=self.caption, note=self.note, **_cells(shown))

    def __repr__(self) -> str:
        return f"<ReportTable {self.caption}>"

    def _repr_html_(self) -> str:
        return str(self.html)


def _texts(frame: pd.DataFrame) -> Sequence[str]:
    return [str(cell) for row in frame.itertuples(index=False) for cell in row]
