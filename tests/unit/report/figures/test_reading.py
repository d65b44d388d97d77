"""The numbers of a plot, read off its artists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from reporting.definitions.policy import SUGGESTED
from reporting.report.figures.reading import MOST_ROWS, read_plot
from reporting.report.figures.style import NAME, register_style
from reporting.report.words import Words

WORDS = Words("zh-Hans", policy=SUGGESTED)
FRAME = pd.DataFrame({"一月": [80.0, 90.5], "二月": [85.0, np.nan]}, index=["甲", "乙"])


def read(draw: Callable[[Any], object], **grid: Any) -> list[list[str]]:
    """Heading and rows of the table."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        draw(figure.subplots(**grid))
        table = read_plot(figure, WORDS).table
    return [list(map(str, table.columns)), *([str(cell) for cell in row] for row in table.itertuples(index=False))]


def test_lines_by_their_labels() -> None:
    """A reader of the table could not tell which line is which."""

    def draw(axes: Any) -> None:
        axes.plot([1, 2], [80, 90], label="参与率")
        axes.plot([1, 2], [70, 75], label="目标")
        axes.axhline(100)
        axes.set_xlabel("月")

    assert read(draw) == [["月", "参与率", "目标"], ["1", "80", "70"], ["2", "90", "75"]]


@pytest.mark.parametrize("kind", ["bar", "barh"])
def test_plots_of_pandas_keep_names_and_gaps(kind: str) -> None:
    """A county without a value would vanish, or show nan."""
    table = read(lambda axes: cast(Any, FRAME.plot)(kind=kind, ax=axes))
    assert table[0][1:] == ["一月", "二月"]
    assert table[1:] == [["甲", "80.0", "85"], ["乙", "90.5", "0"]], "pandas draws a bar of 0"


def test_a_line_of_pandas_keeps_its_gap() -> None:
    """A county without a value would vanish, or show nan."""
    table = read(lambda axes: FRAME.reset_index(drop=True).plot(ax=axes))
    assert table == [["横轴", "一月", "二月"], ["0", "80.0", "85"], ["1", "90.5", "未提供"]]
    months = pd.Series([1.0, 2.0], index=pd.period_range("2022-03", periods=2, freq="M"))
    assert [row[0] for row in read(lambda axes: months.plot(ax=axes))[1:]] == ["2022-03", "2022-04"]


def test_bars_of_names() -> None:
    """The table would show 0 and 1 for the names under the bars."""
    assert read(lambda axes: axes.bar(["甲", "乙"], [3, 4]))[1:] == [["甲", "3"], ["乙", "4"]]
    assert read(lambda axes: axes.barh(["甲", "乙"], [3, 4]))[1:] == [["甲", "3"], ["乙", "4"]]


def test_a_histogram_by_its_bins() -> None:
    """The table would show middles of bins, which no value has."""
    assert read(lambda axes: axes.hist([1, 1, 3], bins=[0, 2, 4]))[1:] == [["0–2", "2"], ["2–4", "1"]]


def test_error_bars_with_their_ends() -> None:
    """The uncertainty that the drawing shows would be missing from its numbers."""
    table = read(lambda axes: axes.errorbar([1, 2], [90, 95], yerr=[2, 3], label="率"))
    assert table == [["横轴", "率", "率 下限", "率 上限"], ["1", "90", "88", "92"], ["2", "95", "92", "98"]]


def test_points_dates_and_twins() -> None:
    """Kinds of plot that analysts use would end without their numbers."""
    assert read(lambda axes: axes.scatter([1, 2], [3, 4], label="学校"))[0] == ["横轴", "学校"]
    days = [datetime(2022, 4, 1, tzinfo=UTC), datetime(2022, 5, 1, tzinfo=UTC)]
    assert [row[0] for row in read(lambda axes: axes.plot(days, [1, 2]))[1:]] == ["2022-04-01", "2022-05-01"]

    def twins(axes: Any) -> None:
        axes.bar([1, 2], [3, 4], label="所")
        axes.twinx().plot([1, 2], [90, 95], label="率")

    assert read(twins) == [["横轴", "所", "率"], ["1", "3", "90"], ["2", "4", "95"]]


def test_a_pie_and_a_heat_map() -> None:
    """Neither has an axis of values."""
    assert read(lambda axes: axes.pie([1, 3], labels=["甲", "乙"]))[1:] == [["甲", "25"], ["乙", "75"]]

    def heat(axes: Any) -> None:
        axes.imshow([[1, 2], [3, 4]])
        axes.set_xticks([0, 1], ["一月", "二月"])
        axes.set_yticks([0, 1], ["甲", "乙"])

    assert read(heat) == [["行", "一月", "二月"], ["甲", "1", "2"], ["乙", "3", "4"]]


BOXES: Any = ([1, 2, 3, 9, 20], [2, 3, 5, 4, 1])


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"patch_artist": True, "notch": True},
        {"orientation": "horizontal", "showcaps": False},
        {"showmeans": True, "meanline": True},
        {"showmeans": True},
    ],
    ids=str,
)
def test_a_box_plot_by_its_five_numbers(how: dict[str, Any]) -> None:
    """The table would hold the corners of the boxes, or cap and median would change places."""
    table = read(lambda axes: axes.boxplot(BOXES, tick_labels=["甲", "乙"], **how))
    told = [["1", "2", "3", "9", "9", "1"], ["1", "2", "3", "4", "5", "0"]]
    heading = ["项目", "下须", "下四分位数", "中位数", "上四分位数", "上须", "须外点数"]
    if "showmeans" in how:
        heading.insert(4, "平均")
        told = [[*row[:3], mean, *row[3:]] for row, mean in zip(told, ("7", "3"), strict=True)]
    assert table == [heading, *([name, *row] for name, row in zip("甲乙", told, strict=True))]


def test_boxes_of_nothing_and_of_one_value() -> None:
    """A county whose schools all say the same, or nothing, would fail or get a table of coordinates."""
    table = read(lambda axes: axes.boxplot([[], [4, 4, 4]], tick_labels=["甲", "乙"]))
    assert table[1:] == [["甲", *["未提供"] * 5, "0"], ["乙", "4", "4", "4", "4", "4", "0"]]


def test_stacked_areas_by_their_thickness() -> None:
    """The upper layers would say the sum of what lies below them under their own name."""
    expected = [["横轴", "甲", "乙"], ["1", "1", "4"], ["2", "2", "5"]]
    assert read(lambda axes: axes.stackplot([1, 2], [1, 2], [4, 5], labels=["甲", "乙"])) == expected
    frame = pd.DataFrame({"甲": [1, 2], "乙": [4, 5]}, index=[1, 2])
    assert read(lambda axes: frame.plot.area(ax=axes)) == expected


def test_a_band_is_the_ends_of_its_line() -> None:
    """The uncertainty would be a series of its own, or be missing."""

    def draw(axes: Any) -> None:
        axes.plot([1, 2], [2, 3], label="率")
        axes.fill_between([1, 2], [1, 2], [3, 4])

    assert read(draw) == [["横轴", "率", "率 下限", "率 上限"], ["1", "2", "1", "3"], ["2", "3", "2", "4"]]
    alone = read(lambda axes: axes.fill_between([1, 2], [1, 2], [3, 4], label="区间"))
    assert alone[0] == ["横轴", "区间 下限", "区间 上限"]


def test_bars_beside_on_and_off_the_ground() -> None:
    """Groups beside each other would not share a row; error bars and floating ends would be lost."""

    def beside(axes: Any) -> None:
        places = np.arange(2021, 2023)
        axes.bar(places - 0.2, [1, 2], 0.4, label="甲")
        axes.bar(places + 0.2, [3, 4], 0.4, label="乙")

    assert read(beside) == [["横轴", "甲", "乙"], ["2021", "1", "3"], ["2022", "2", "4"]]
    ends = [["项目", "率", "率 下限", "率 上限"], ["甲", "3", "2", "4"], ["乙", "4", "2", "6"]]
    assert read(lambda axes: axes.bar(["甲", "乙"], [3, 4], yerr=[1, 2], label="率")) == ends
    lying = read(lambda axes: axes.errorbar([3, 4], ["甲", "乙"], xerr=[1, 2], fmt="o", label="率"))
    assert lying == ends
    floating = read(lambda axes: axes.barh(["甲", "乙"], [3, 4], left=[10, 20], label="从至"))
    assert floating == [["项目", "从至 下限", "从至 上限"], ["甲", "10", "13"], ["乙", "20", "24"]]


@pytest.mark.parametrize(
    ("draw", "rows"),
    [
        (lambda axes: axes.step([1, 2], [3, 4]), [["1", "3"], ["2", "4"]]),
        (lambda axes: axes.stem([1, 2], [3, 4]), [["1", "3"], ["2", "4"]]),
        (lambda axes: axes.stairs([3, 4]), [["0–1", "3"], ["1–2", "4"]]),
        (lambda axes: axes.hist([1, 1, 3], bins=[0, 2, 4], histtype="step"), [["0–2", "2"], ["2–4", "1"]]),
        (lambda axes: axes.plot([3, 4], ["甲", "乙"], "o"), [["甲", "3"], ["乙", "4"]]),
        (lambda axes: axes.vlines([1, 2], [3, 4], [5, 6]), [["1", "3", "5"], ["2", "4", "6"]]),
        (lambda axes: axes.broken_barh([(1, 2)], (0, 2)), [["1", "1", "3"]]),
        (lambda axes: (axes.pie([1, 3]), axes.legend(["甲", "乙"])), [["甲", "25"], ["乙", "75"]]),
        (
            lambda axes: axes.imshow([[1, 2], [3, 4]], extent=(2020, 2022, 0, 2), origin="lower"),
            [["0.5", "1", "2"], ["1.5", "3", "4"]],
        ),
    ],
)
def test_other_kinds_of_plots(draw: Callable[[Any], object], rows: list[list[str]]) -> None:
    """An ordinary plot would end without its numbers, or with places where values stand."""
    assert read(draw)[1:] == rows


def test_points_are_rows_with_their_group_and_colour() -> None:
    """Schools of the same size would be numbered; what the colour says would be told to nobody who cannot see it."""

    def groups(axes: Any) -> None:
        axes.scatter([100, 100], [90, 91], label="小学")
        axes.scatter([200], [92], label="初中")

    assert read(groups)[1:] == [["小学", "100", "90"], ["小学", "100", "91"], ["初中", "200", "92"]]
    frame = pd.DataFrame({"人": [100, 200], "率": [90, 91], "班": [3, 4]})
    coloured = read(lambda axes: frame.plot.scatter("人", "率", c="班", colormap="viridis", ax=axes))
    assert coloured == [["人", "率", "班"], ["100", "90", "3"], ["200", "91", "4"]]

    def dumbbell(axes: Any) -> None:
        axes.hlines(["甲", "乙"], [1, 2], [3, 4])
        axes.scatter([1, 2], ["甲", "乙"], label="上月")
        axes.scatter([3, 4], ["甲", "乙"], label="本月")

    assert read(dumbbell) == [["项目", "上月", "本月"], ["甲", "1", "3"], ["乙", "2", "4"]]


def test_a_labelled_line_across_is_told() -> None:
    """The target that the drawing shows would be in no table."""

    def draw(axes: Any) -> None:
        axes.bar(["甲", "乙"], [80, 90], label="率")
        axes.axhline(95, label="目标")
        axes.axhline(50)

    assert read(draw) == [["项目", "率", "目标"], ["甲", "80", "95"], ["乙", "90", "95"]]


@pytest.mark.parametrize(
    ("draw", "kinds"),
    [
        (lambda axes: axes.violinplot(BOXES), ("violins",)),
        (lambda axes: axes.contour([[1, 2], [3, 4]]), ("contours",)),
        (lambda axes: axes.imshow(np.zeros((2, 2, 3))), ("a picture",)),
        (lambda axes: axes.hexbin([1, 2], [3, 4]), ("polygons",)),
        (lambda axes: axes.quiver([1], [1], [1], [1]), ("arrows",)),
        (lambda axes: axes.fill([0, 1, 2], [0, 3, 1]), ("a filled outline",)),
        (lambda axes: axes.scatter([1, 2], [3, 4], s=[10, 20]), ("sizes of points",)),
        (lambda axes: (axes.boxplot(BOXES), axes.scatter([1, 2], [3, 4])), ("points over boxes",)),
        (lambda axes: axes.figure.add_subplot(projection="3d").plot([1], [1], [1]), ("three dimensions",)),
        (lambda axes: (axes.plot([1, 2], [3, 4]), axes.axvspan(1, 2), axes.annotate("高", (1, 3))), ()),
    ],
)
def test_what_cannot_be_read_is_named(draw: Callable[[Any], object], kinds: tuple[str, ...]) -> None:
    """Who cannot see the drawing would miss numbers, and nobody would know."""
    register_style()
    figure = Figure()
    draw(figure.subplots())
    assert read_plot(figure, WORDS).unread == kinds


def test_panels_by_their_titles() -> None:
    """Rows of several panels could not be told apart."""

    def draw(axes: Any) -> None:
        for one, name in zip(axes, ("甲", "乙"), strict=True):
            one.plot([1, 2], [3, 4], label="率")
            one.set_title(name)

    table = read(draw, ncols=2)
    assert table[0] == ["分图", "横轴", "率"]
    assert [row[0] for row in table[1:]] == ["甲", "甲", "乙", "乙"]


def test_many_points_are_summed_up() -> None:
    """A table of a thousand rows would be the largest thing on the page."""
    table = read(lambda axes: axes.plot(range(MOST_ROWS + 1), range(MOST_ROWS + 1), label="率"))
    assert table == [["系列", "点数", "最低", "居中", "最高"], ["率", "201", "0", "100", "200"]]


def test_panels_of_one_series_each_stand_side_by_side() -> None:
    """Half of the table would say that nothing applies; a panel without data would shift the titles of the others."""
    frame = pd.DataFrame({"甲": [1, 2], "乙": [3, 4]})
    table = read(lambda axes: frame.plot(subplots=True, ax=axes), nrows=2)
    assert table == [["横轴", "甲", "乙"], ["0", "1", "3"], ["1", "2", "4"]]

    def gap(axes: Any) -> None:
        for one, name in zip(axes, ("甲", "乙", "丙"), strict=True):
            one.set_title(name)
        axes[0].plot([1], [3])
        axes[2].plot([1], [4])

    assert [row[0] for row in read(gap, ncols=3)[1:]] == ["甲", "丙"]


def test_an_empty_plot_has_no_table() -> None:
    """A table of nothing would be printed."""
    assert read(lambda axes: axes.set_title("空")) == [[]]
