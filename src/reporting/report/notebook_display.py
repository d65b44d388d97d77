"""How a kernel shows an ordinary matplotlib figure: as the page will, with its words and its numbers.

An IPython extension. Kernels of runs, of the preview and of `reporting lab` load it when they start, any other when
`reporting` is imported in it. The style sheet ``reporting`` is put on; ``plt.style.use("default")`` takes it off.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

import matplotlib.style

from reporting.report.figures.style import NAME, register_style
from reporting.report.lab_look import in_lab, look_like_pages, within_look

__all__ = ["close_in_pyplot", "load_ipython_extension", "register"]

_INLINE = ("inline", "module://matplotlib_inline.backend_inline")
_cells = [""]
"""The source of the cell that runs, in the only place."""
_labels: set[str] = set()
"""Labels that a figure of this cell has already."""


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython."""
    register(shell)


def register(shell: Any) -> None:
    """Let this shell show figures so; once is enough, and twice does no harm."""
    from matplotlib.figure import FigureBase

    register_style()
    matplotlib.style.use(NAME)
    _without_pictures(shell)
    _without_cuts()
    # for the base class: choosing formats, as `%matplotlib inline` does, forgets what is known of `Figure` itself
    html = shell.display_formatter.formatters["text/html"]
    if html.for_type(FigureBase, _html) is not _html:
        shell.events.register("pre_run_cell", _begin)
        if in_lab():
            look_like_pages(shell)


def close_in_pyplot(figure: Any) -> None:
    """Let pyplot forget the figure: shown by name, it is not to be shown again when the cell ends."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and getattr(figure, "number", None) in pyplot.get_fignums():
        pyplot.close(figure)


def _without_pictures(shell: Any) -> None:
    """No PNG beside the drawing: a notebook would carry each figure twice."""
    try:
        from matplotlib import pyplot  # it sets the inline backend up, which then must not be set up again
        from matplotlib_inline.config import InlineBackend
    except ImportError:
        return
    if matplotlib.get_backend() in _INLINE:
        # else each cell ends with a picture of its figures that nobody sees
        pyplot.switch_backend(matplotlib.get_backend())
        pyplot.uninstall_repl_displayhook()
    with warnings.catch_warnings():
        # it listens for the change in a way that traitlets has given up
        warnings.simplefilter("ignore", DeprecationWarning)
        InlineBackend.instance(parent=shell).figure_formats = set()


def _without_cuts() -> None:
    """Cells of a DataFrame keep their whole text: pandas cuts it for a narrow console."""
    import pandas as pd

    pd.set_option("display.max_colwidth", None)


def _begin(info: Any) -> None:
    _cells[0] = str(info.raw_cell or "")
    _labels.clear()


def _html(figure: Any) -> str:
    from IPython import get_ipython

    from reporting.report.cell_options import cell_options, filled
    from reporting.report.current import current_words
    from reporting.report.ordinary import ordinary_figure

    shell = get_ipython()
    namespace = shell.user_ns if shell is not None else {}
    words = current_words(namespace)
    options = {name: filled(str(text), namespace, words.language) for name, text in cell_options(_cells[0]).items()}
    label = options.get("label", "")
    # of several figures of a cell the first has its label
    label = "" if label in _labels or not label.startswith("fig-") else label
    _labels.add(label)
    shown = ordinary_figure(
        figure,
        words,
        title=options.get("fig-cap", ""),
        description=options.get("fig-alt", ""),
        note=options.get("fig-note", ""),
        label=label,
        says=tuple(name for name in ("fig-cap", "fig-alt") if options.get(name)),
    )
    close_in_pyplot(figure)
    return within_look(str(shown.html)) if in_lab() else str(shown.html)
