"""What a page gets of what matplotlib draws."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from reporting.report.figures import canvas
from reporting.report.figures.canvas import drawn
from reporting.report.figures.lettering import measured
from reporting.report.figures.pictures import pictures
from reporting.report.figures.style import NAME, register_style


def plotted(draw: object = None) -> Figure:
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure(layout="constrained")
        axes = figure.subplots()
        axes.plot([1, 2, 3], [80, 90, 95], label="参与率")
        if callable(draw):
            draw(axes)
    return figure


def written(figure: Figure) -> str:
    return str(pictures(figure, title="率", description="率升高。", prefix="f1"))


def parsed(html: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 - ours


def test_the_style_is_one_of_matplotlibs() -> None:
    """A cell would look otherwise in JupyterLab than on the page."""
    register_style()
    assert NAME in matplotlib.style.available
    with matplotlib.style.context(NAME):
        assert mpl.rcParams["font.family"] == ["Noto Sans SC"]
        assert mpl.rcParams["svg.fonttype"] == "none"


def test_text_stays_text() -> None:
    """Nobody could search or copy it, and a page would weigh several times as much."""
    html = written(plotted(lambda axes: axes.set_title("宝丰县<课后>")))
    assert "宝丰县&lt;课后&gt;" in html
    assert {"80", "94"} <= {text.text for root in parsed(html) for text in root.iter("text")}


def test_colours_of_the_style_follow_the_page() -> None:
    """Ink would stay dark on a dark page."""
    html = written(plotted())
    assert "currentColor" in html or "var(--muted" in html
    assert "var(--better,#12436d)" in html
    assert not re.search(r'(?:fill|stroke)="#(?:000000|17202b|ffffff)"', html)


def test_the_same_figure_gives_the_same_bytes_and_stays_as_it_was() -> None:
    """A page would change without its data, or what an analyst shows again would have another size."""
    figure = plotted()
    size = tuple(figure.get_size_inches())
    assert written(figure) == written(figure) == written(plotted())
    assert (tuple(figure.get_size_inches()), figure.dpi) == (size, plotted().dpi)
    assert figure.patch.get_visible()


def test_a_layout_is_measured_by_what_it_is_drawn_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names beside the axes would run out of the drawing in a face that is wider than matplotlib's own."""
    figure = plotted(lambda axes: axes.set_yticks([80, 90], ["八十", "九十"]))
    before = figure.canvas

    def left_edge(times: float) -> float:
        monkeypatch.setattr(canvas, "measured", lambda text, prop: (times * measured(text, prop)[0], 9.0, 2.0))
        drawn(figure, 400, 200)
        return float(figure.axes[0].get_position().x0)

    assert left_edge(3) > left_edge(1) + 0.05
    assert figure.canvas is before


def test_ids_are_the_figures_own() -> None:
    """Two figures of a page would clip each other."""

    def hatched(axes: object) -> None:
        axes.bar([1, 2], [90, 95], hatch="//")  # type: ignore[attr-defined]

    html = written(plotted(hatched))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert all(identity.startswith("f1") for identity in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_what_lies_beyond_the_axes_is_not_drawn() -> None:
    """A line or bar would run over its neighbours' words."""

    def far(axes: object) -> None:
        axes.set_ylim(80, 90)  # type: ignore[attr-defined]
        axes.bar([1, 2], [500, 85])  # type: ignore[attr-defined]
        axes.plot([1, 3], [85, 900], "o")  # type: ignore[attr-defined]

    root = parsed(written(plotted(far)))[0]
    height = float(root.get("viewBox", "").split()[3])
    starts = [float(y) for path in root.iter("path") for y in re.findall(r"M[\d.]+[ ]?(-?[\d.]+)", path.get("d", ""))]
    assert starts
    assert min(starts) >= 0
    assert max(starts) <= height


def test_it_is_small() -> None:
    """A page of figures would exceed its 300 KiB: matplotlib's own SVG of this has 20 KB."""
    figure = plotted(lambda axes: axes.scatter(np.linspace(1, 3, 60), np.linspace(80, 95, 60), alpha=0.5))
    assert len(written(figure)) < 9000


@pytest.mark.parametrize(
    "kind",
    ["bar", "barh", "hist", "scatter", "pie", "area", "errorbar", "imshow", "twinx", "grid", "polar", "maths", "step"],
)
def test_every_kind_of_plot_is_drawn(kind: str) -> None:
    """An ordinary plot would end in an error, or be empty."""
    register_style()
    values = pd.DataFrame({"一月": [80, 90, 95], "二月": [85, 88, 99]}, index=["甲", "乙", "丙"])
    with matplotlib.style.context(NAME):
        figure = Figure()
        if kind == "grid":
            for axes in figure.subplots(2, 2, sharex=True, sharey=True).flat:
                axes.plot([1, 2], [3, 4])
        elif kind == "polar":
            figure.add_subplot(projection="polar").fill([0, 1, 2], [1, 2, 3])
        else:
            axes = figure.subplots()
            match kind:
                case "bar" | "barh" | "area":
                    values.plot(kind=kind, ax=axes)
                case "hist":
                    axes.hist([1, 2, 2, 3], hatch="/")
                case "scatter":
                    axes.scatter([1, 2, 3], [1, 2, 3], c=[1, 2, 3], s=[20, 40, 80])
                case "pie":
                    axes.pie([1, 2, 3], labels=["甲", "乙", "丙"], autopct="%d%%")
                case "errorbar":
                    axes.errorbar([1, 2], [90, 95], yerr=[2, 3])
                case "imshow":
                    figure.colorbar(axes.imshow([[1, 2], [3, 4]]))
                case "twinx":
                    axes.bar([1, 2], [3, 4])
                    axes.twinx().plot([1, 2], [90, 95])
                case "maths":
                    axes.plot([1, 2], label="$x^2$")
                    axes.legend()
                case "step":
                    axes.step([1, 2, 3], [1, 3, 2])
                    axes.fill_between([1, 2, 3], [1, 2, 3], alpha=0.2)
    wide, narrow = parsed(written(figure))
    for root in (wide, narrow):
        assert list(root.iter("path")) or list(root.iter("image"))
    assert float(narrow.get("viewBox", "").split()[2]) == 328


def test_axes_of_a_grid_stand_below_each_other_on_a_phone() -> None:
    """Four panels would share a width of 328 pixels, and no label could be read."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        for axes in figure.subplots(2, 2, sharex=True, sharey=True).flat:
            axes.plot([1, 2], [3, 4])
    before = [axes.get_subplotspec().get_geometry() for axes in figure.axes]  # type: ignore[union-attr]
    wide, narrow = parsed(written(figure))
    high = [float(root.get("viewBox", "").split()[3]) for root in (wide, narrow)]
    assert high[1] == pytest.approx(2 * high[0], abs=1)
    assert [axes.get_subplotspec().get_geometry() for axes in figure.axes] == before  # type: ignore[union-attr]
    labels = [len([text for text in root.iter("text") if text.text == "4.00"]) for root in (wide, narrow)]
    assert labels == [2, 4], "inner axes get the labels that they left to the outer ones"


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(0, 300)), min_size=2, max_size=9))
def test_coordinates_are_those_of_the_plot(points: list[tuple[float, float]]) -> None:
    """A line would be drawn where its values are not."""
    figure = Figure(figsize=(720 / 96, 346 / 96))
    axes = figure.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, 720), ylim=(346, 0), xticks=[], yticks=[])
    axes.plot(*zip(*points, strict=True))
    axes.lines[0].get_path().should_simplify = False
    content = drawn(figure, 720, 346).content
    (data,) = re.findall(r'd="([^"]+)"', content)
    x, y = map(float, re.match(r"M([\d.]+) ?(-?[\d.]+)", data).groups())  # type: ignore[union-attr]
    assert (x, y) == pytest.approx(points[0], abs=0.06)
