"""Fills the caches that every report fills: fonts, SVG and PNG writers, table rendering, lazy magics."""

from __future__ import annotations

import io


def draw_and_tabulate() -> None:
    """Draw a figure, render a table, load IPython's lazy magics.

    pyplot is left alone: it would choose its backend for good, in a process without a shell.
    """
    import pandas
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    table = pandas.DataFrame({"county": ["a", "b"], "value": [1.5, None]}).set_index("county")
    with rc_context({"svg.fonttype": "none"}):
        figure = Figure(layout="constrained")
        axes = figure.subplots()
        axes.bar([0, 1], [1, 2], label="1.5 %")
        axes.plot([0, 1], [1, 2])
        axes.set(title="0.5", xlabel="a", ylabel="b")
        axes.legend()
        for form in ("svg", "png"):
            figure.savefig(io.BytesIO(), format=form)
    table.to_html()
    table.describe()
    table.groupby("county").sum()
