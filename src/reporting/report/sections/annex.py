"""附表: every figure's numbers as a table, so that they print and need no eyes for drawings."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.report.figures.figure import ReportFigure
from reporting.report.html import Section, render
from reporting.report.words import Words

__all__ = ["annex"]


def annex(figures: Iterable[ReportFigure], words: Words) -> Section:
    """One table a figure, under the id that the figure links to; its first column names the row."""
    return Section(
        render(
            "annex.html",
            words,
            tables=[
                (
                    figure.table_id,
                    figure.caption.title,
                    list(figure.table.columns),
                    [[str(cell) for cell in row] for row in figure.table.itertuples(index=False)],
                )
                for figure in figures
            ],
        )
    )
