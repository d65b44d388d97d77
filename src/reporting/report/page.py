"""What every report object of a notebook has: how it begins, and figures and tables of an analyst's own."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reporting.errors import FigureError
from reporting.report.completing import let_complete
from reporting.report.current import remember
from reporting.report.figures.figure import LONGEST_DESCRIPTION, ReportFigure, is_placeholder
from reporting.report.html import Section
from reporting.report.notebook_display import close_in_pyplot
from reporting.report.ordinary import ReportTable, ordinary_figure
from reporting.report.parameters import parameter_frame
from reporting.report.sections.annex import annex
from reporting.report.sections.header import header
from reporting.report.showing import ShownPage, page_of_notebook
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot
from reporting.translations import Language

__all__ = ["FiguredPage", "Page"]


class Page:
    """One page about one snapshot, in one language; by its bare name a notebook shows how it begins."""

    snapshot: Snapshot
    words: Words

    def __init__(self, snapshot: Snapshot, lang: Language = "zh-Hans") -> None:
        self.snapshot = snapshot
        self.words = Words.of(snapshot.definitions, lang)
        remember(self.words)
        let_complete(type(self))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.snapshot.place} {self.snapshot.period} {self.snapshot.audience}>"

    def _repr_html_(self) -> str:
        return "".join(section.html for section in self._first())

    def _first(self) -> tuple[Section, ...]:
        """The sections that a reader sees first."""
        return (self.header(),)

    def header(self) -> Section:
        """Whose report, which period, as of when, how much of it was reported.

        Example:
            >>> report.header()
            <Section>
        """
        return header(self.snapshot, self.words)

    def parameters(self) -> ReportTable:
        """What the page is made with: place, period, language, readers, version of the data, and parameters given.

        Example:
            >>> report.parameters().frame.shape[0] >= 6
            True
        """
        return ReportTable(
            parameter_frame(self.snapshot, self.words), self.words.translate("What this page was made with"), self.words
        )

    def show(self) -> ShownPage | None:
        """The page of this notebook as it was last saved, beside its cells in JupyterLab; nothing in a run.

        Raises:
            UsageError: the notebook has not been saved.

        Example:
            >>> report.show()
        """
        parameters = {
            "county": "" if self.snapshot.is_city else self.snapshot.place,
            "period": str(self.snapshot.period),
            "lang": self.words.language,
            "audience": self.snapshot.audience,
        }
        return page_of_notebook(parameters, self.words.language)

    def figure(
        self,
        figure: Any,
        *,
        title: str = "",
        description: str = "",
        note: str = "",
        table: pd.DataFrame | None = None,
        label: str = "",
    ) -> ReportFigure:
        """A matplotlib figure with words and numbers of its own, where a cell's options do not say enough.

        Args:
            figure: of matplotlib, or an axes, as `DataFrame.plot` gives it.
            title: what is shown; without one the title of the plot.
            description: what it shows, for those who cannot see it, at most 220 characters.
            note: how to read it, in sight beside the title.
            table: its numbers; without one they are read off the plot.
            label: such as ``fig-trend``, to be linked to.

        Raises:
            FigureError: the title or the description says nothing, or is too long.

        Example:
            >>> import pandas as pd
            >>> axes = pd.Series([80.0, 90.0], index=["A", "B"]).plot.bar()
            >>> report.figure(axes, title="Two counties", description="B is higher than A.").table.shape
            (2, 2)
        """
        drawn = figure if hasattr(figure, "get_layout_engine") else figure.figure
        for name, text in (("title", title), ("description", description)):
            if text and (is_placeholder(text) or (name == "description" and len(text) > LONGEST_DESCRIPTION)):
                hint = f"say it, in at most {LONGEST_DESCRIPTION} characters"
                raise FigureError(f"this is no {name}: {text[:40]!r}", where=title, hint=hint)
        close_in_pyplot(drawn)
        return ordinary_figure(
            drawn, self.words, title=title, description=description, note=note, table=table, label=label
        )

    def table(self, frame: pd.DataFrame, *, caption: str, note: str = "", label: str = "") -> ReportTable:
        """A DataFrame as the report sets tables: headings in the reader's language, numbers aligned, no cell blank.

        Args:
            frame: its columns are the headings; frames of the report bring theirs with `labelled`.
            caption: what the table is of.
            note: how to read it, below.
            label: such as ``tbl-schools``, to be linked to.

        Example:
            >>> import pandas as pd
            >>> report.table(pd.DataFrame({"stage": ["primary"], "schools": [42]}), caption="Schools by stage")
            <ReportTable Schools by stage>
        """
        return ReportTable(frame, caption, self.words, note=note, label=label)


class FiguredPage(Page):
    """A page that shows figures, each of which owes its readers a table."""

    def __init__(self, snapshot: Snapshot, lang: Language = "zh-Hans") -> None:
        super().__init__(snapshot, lang)
        self._figures: dict[str, ReportFigure] = {}

    def annex(self) -> Section:
        """The numbers of every figure shown so far, one table each.

        Example:
            >>> report.annex()
            <Section>
        """
        return annex(self._figures.values(), self.words)

    def _show(self, section: Section) -> Section:
        """Remember the figures for the annex; one shown again, in a cell run twice, is the same figure."""
        self._figures |= {figure.id: figure for figure in section.figures}
        return section
