"""The neutral subject: 20 cells, 6 figures, 4 tables, as a notebook, a plain function and a lean page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reporting.execution.warm.parent import Warmth

NOTEBOOK = Path(__file__).parent / "notebooks" / "neutral.ipynb"
_SHOWN = ("text/html", "image/svg+xml", "text/markdown")


def warmth() -> Warmth:
    """What a warm parent loads for anybody's notebook."""
    return Warmth()


def prepare(folder: Path) -> None:
    """Nothing is needed."""


def parameters(number: int, folder: Path) -> dict[str, Any]:
    """Parameters of the run with this number, different for each."""
    return {"name": f"{number:06}", "seed": number}


def page(notebook: Any, task: Any = None) -> str:
    """The prose and the outputs joined, as a product's own exporter does; no code, no syntax colours."""
    import mistune

    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(mistune.html(cell.source))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            shown = next((data[kind] for kind in _SHOWN if kind in data), "")
            parts.append(mistune.html(shown) if "text/markdown" in data else shown)
    return "<!doctype html>\n" + "\n".join(map(str, parts))


def floor(name: str, seed: int) -> str:
    """The same figures and tables by a plain function: nothing can make them with less."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    import mistune
    import numpy as np
    import pandas as pd

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"] = "none"
    generator = np.random.default_rng(seed)
    rows = 400
    data = pd.DataFrame(
        {
            "group": generator.choice(list("abcdefgh"), rows),
            "x": generator.normal(size=rows),
            "y": generator.gamma(2, size=rows),
        }
    )
    summary = data.groupby("group").agg(count=("x", "size"), mean=("x", "mean"), total=("y", "sum"))
    pivot = data.pivot_table(index="group", columns=data["x"] < 0, values="y", aggfunc="mean")
    tables = [table.to_html() for table in (data.describe(), summary, data.nlargest(10, "y"), pivot)]
    prose = mistune.html(f"# {name}\n\nThe largest group is **{summary['count'].idxmax()}**.")
    return "\n".join([str(prose), *tables, *(_drawn(plt, draw, data, summary) for draw in _FIGURES)])


def _drawn(plt: Any, draw: Callable[[Any, Any, Any], None], data: Any, summary: Any) -> str:
    draw(plt, data, summary)
    picture = io.StringIO()
    # as the inline backend of notebooks does it
    plt.gcf().savefig(picture, format="svg", bbox_inches="tight")
    plt.close("all")
    return picture.getvalue()


def _totals(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(figsize=(7, 4))
    axes.bar(summary.index, summary["total"])
    axes.set(title="Totals", xlabel="group", ylabel="total")


def _distribution(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(figsize=(7, 4))
    axes.hist(data["x"], bins=30)
    axes.set(title="Distribution", xlabel="x", ylabel="count")


def _scatter(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(figsize=(7, 4))
    axes.scatter(data["x"], data["y"], s=8)
    axes.set(title="Scatter", xlabel="x", ylabel="y")


def _running_total(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(figsize=(7, 4))
    axes.plot(data["y"].cumsum())
    axes.set(title="Running total", xlabel="row", ylabel="total")


def _means(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(figsize=(7, 4))
    axes.barh(summary.index, summary["mean"], color="tab:orange")
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set(title="Means", xlabel="mean", ylabel="group")


def _two_panels(plt: Any, data: Any, summary: Any) -> None:
    _, axes = plt.subplots(1, 2, figsize=(8, 4), sharey=True)
    for panel, (low, part) in zip(axes, data.groupby(data["x"] < 0), strict=True):
        panel.plot(sorted(part["y"]), label="below" if low else "above")
        panel.set(title=f"{len(part)} rows", xlabel="rank", ylabel="y")
        panel.legend()


_FIGURES = (_totals, _distribution, _scatter, _running_total, _means, _two_panels)
