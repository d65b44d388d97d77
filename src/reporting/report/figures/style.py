"""The house style for matplotlib: a style sheet named ``reporting``, the font that pages embed, a scale for rates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib import rc_params_from_file
from matplotlib.font_manager import fontManager
from matplotlib.scale import register_scale
from pylopdf_fonts_zh_cn import sans_path

from reporting.report.figures.shortfall import ShortfallScale

__all__ = ["NAME", "house_style", "register_style"]

_BY_HAND = {"axes.grid": False, "figure.constrained_layout.use": False, "xtick.major.size": 0.0}
"""What functions that draw the grid themselves want otherwise than a plot of an analyst's."""
NAME = "reporting"
"""Of the style sheet: ``plt.style.use("reporting")``."""


@cache
def register_style() -> None:
    """Make style sheet, font and scale known to matplotlib, once a process; nothing is drawn otherwise than before."""
    path = str(sans_path())
    if all(entry.fname != path for entry in fontManager.ttflist):
        fontManager.addfont(path)
        # There is no bold face: a page's reader has one of the system's, and here the regular one is measured for it.
        regular = next(entry for entry in fontManager.ttflist if entry.fname == path)
        fontManager.ttflist.append(replace(regular, weight=700))
    register_scale(ShortfallScale)
    matplotlib.style.library[NAME] = _settings()
    matplotlib.style.available[:] = sorted({*matplotlib.style.available, NAME})


@contextmanager
def house_style() -> Iterator[None]:
    """Within it matplotlib draws in the report's hand; for functions that draw the grid themselves."""
    register_style()
    with mpl.rc_context():
        # the values have been checked when the sheet was read
        dict.update(mpl.rcParams, _settings() | _BY_HAND)
        yield


@cache
def _settings() -> Any:
    with as_file(files("reporting.report.figures") / f"{NAME}.mplstyle") as path:
        return rc_params_from_file(path, use_default_template=False)
