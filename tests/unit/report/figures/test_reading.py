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

from reporting.report.figures.reading import MOST_ROWS, table_of_plot
from reporting.report.figures.style import NAME, register_style
from reporting.report.words import Words

WORDS = Words("zh-Hans")
FRAME = pd.DataFrame({"一月": [80.0, 90.5], "二月": [85.0, np.nan]}, index=["甲", "乙"])


def read(draw: Callable[[Any], object], **grid: Any) -> list[list[str]]:
    """Heading and rows of the table."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        draw(figure.subplots(**grid))
        table = table_of_plot(figure, WORDS)
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


def test_an_empty_plot_has_no_table() -> None:
    """A table of nothing would be printed."""
    assert read(lambda axes: axes.set_title("空")) == [[]]
