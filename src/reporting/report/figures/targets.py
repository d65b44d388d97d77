"""Dot to target: how far each indicator is from its target."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from reporting.report.figures.inks import MUTED, fill_of
from reporting.report.figures.rows import draw_marks, rows_figure
from reporting.report.figures.style import house_style

__all__ = ["dot_to_target"]


def dot_to_target(frame: pd.DataFrame) -> Figure:
    """A dot a rate, joined to its target; rows as they come, the largest gap in schools first.

    Args:
        frame: one row an indicator: label, value and target (per cent), note (words at the right), tone (``worse``
            colours the way to the target).
    """
    rows = range(len(frame))
    colours = [fill_of(tone) for tone in frame["tone"]]
    with house_style():
        figure, axes = rows_figure(list(frame["label"]), list(frame["note"]))
        axes.hlines(rows, frame["value"], frame["target"], colors=colours, linewidths=2.25)
        axes.plot(frame["target"], rows, "|", color=MUTED, markersize=12, markeredgewidth=1.5, clip_on=False)
        draw_marks(axes, zip(frame["value"], rows, "●" * len(frame), colours, strict=True))
    return figure
