"""Pies and rings: the share of each slice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.patches import Wedge

from reporting.report.figures.reading.marks import Marks, distinct

__all__ = ["is_pie", "slices_of"]


def is_pie(axes: Any) -> bool:
    """Whether slices are drawn on the axes."""
    return any(isinstance(patch, Wedge) for patch in axes.patches)


def slices_of(axes: Any, translate: Callable[[str], str]) -> list[Marks]:
    """The slices by their labels, those of the legend if they have none of their own; a ring after the other."""
    wedges = [patch for patch in axes.patches if isinstance(patch, Wedge)]
    if not wedges:
        return []
    shares = [float(wedge.theta2 - wedge.theta1) / 3.6 for wedge in wedges]
    return [Marks(translate("Share"), dict(zip(_names(axes, wedges), shares, strict=True)))]


def _names(axes: Any, wedges: Sequence[Any]) -> list[str]:
    names = [str(wedge.get_label() or "") for wedge in wedges]
    legend = axes.get_legend()
    texts = [text.get_text() for text in legend.get_texts()] if legend is not None else []
    if all(not name or name.startswith("_") for name in names) and len(texts) == len(wedges):
        names = texts
    return distinct([str(at) if not name or name.startswith("_") else name for at, name in enumerate(names, 1)])
