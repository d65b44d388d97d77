"""Ordinary figures and tables, shown as those of the report."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from reporting import Report
from reporting.definitions.policy import SUGGESTED
from reporting.errors import FigureError
from reporting.report.cell_options import filled
from reporting.report.ordinary import ReportTable, ordinary_figure
from reporting.report.words import Words

WORDS = Words("zh-Hans", policy=SUGGESTED)


def plot(title: str = "") -> Figure:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], [3, 4])
    axes.set_title(title)
    return figure


def test_values_in_braces_are_the_reports() -> None:
    """A caption would show 31468.0 where the page says 31 468, or hide a misspelt name."""
    names = {"pupils": 31468, "rate": np.float64(93.64), "missing": float("nan")}
    assert filled("{pupils}人，{rate}%，{missing}，{misspelt}", names, "zh-Hans") == (
        "31\u00a0468人，93.6%，无数据，{misspelt}"
    )


def test_words_given_are_used_and_nothing_is_lacking() -> None:
    """Who cannot see the figure would hear something else."""
    shown = ordinary_figure(plot(), WORDS, title="参与率", description="四月高于三月。", label="fig-rate")
    html = shown.html
    assert shown.lacks == ()
    assert '<figure class="figure" id="fig-rate">' in html
    assert re.search("<title id=[^>]+>参与率</title><desc id=[^>]+>四月高于三月。</desc>", html)
    assert html.count('id="fig-rate-table"') == 1
    assert html.count("<caption>参与率</caption>") == 1


def test_the_title_of_the_only_axes_is_the_caption_and_not_drawn_twice() -> None:
    """The same line would stand above itself."""
    figure = plot("宝丰县")
    shown = ordinary_figure(figure, WORDS)
    assert shown.lacks == ("fig-alt",)
    assert "<strong>宝丰县</strong>" in shown.html
    assert not re.search("<text[^>]*>宝丰县</text>", shown.html)
    assert figure.axes[0].title.get_visible()


def test_what_is_missing_is_named() -> None:
    """A figure without words would go out unnoticed, or not be shown at all."""
    assert ordinary_figure(plot(), WORDS).lacks == ("fig-cap", "fig-alt")
    assert 'data-lacks="fig-cap fig-alt"' in ordinary_figure(plot(), WORDS, title="TODO").html
    empty = Figure()
    empty.subplots()
    assert ordinary_figure(empty, WORDS, title="空", description="没有数据可画。").lacks == ("table",)
    assert ordinary_figure(plot(), WORDS, title="长", description="长" * 221).lacks == ("fig-alt",)


def test_a_table_given_is_printed_in_the_readers_words() -> None:
    """A column of the bureau would show nan, True or 31468.0."""
    frame = pd.DataFrame(
        {"县": ["甲", "乙"], "人数": [31468, np.nan], "率": [93.64, 90.0], "有": [True, False], "注": ["", "见<附>"]}
    )
    shown = ReportTable(frame, "各县", WORDS)
    assert re.findall(r"<t[dh][^>]*>([^<]*)</t", shown.html)[5:] == [
        *("甲", "31\u00a0468", "93.6", "是", "不适用"),
        *("乙", "未提供", "90.0", "否", "见&lt;附&gt;"),
    ]
    assert "<caption>各县</caption>" in shown.html
    assert 'role="region"' in shown.html


def test_numbers_of_rows_are_no_column() -> None:
    """A sorted table would begin with the places that its rows had before."""
    frame = pd.DataFrame({"校": ["甲", "乙"], "项": [1, 2]}).sort_values("项", ascending=False)
    assert ">index<" not in ReportTable(frame, "各校", WORDS).html
    assert "2022" in ReportTable(frame.set_axis([2021, 2022]), "各年", WORDS).html


def test_an_index_with_names_is_shown() -> None:
    """A pivot table would lose what its rows are about."""
    frame = pd.DataFrame({"率": [1.5]}, index=pd.Index(["甲"], name="县"))
    assert re.findall(r"<th[^>]*>([^<]*)</th>", ReportTable(frame, "各县", WORDS).html) == ["县", "率", "甲"]


def test_a_report_shows_figures_and_tables_of_its_own(invent: Any) -> None:
    """An analyst's own figure would need the inside of the package."""
    report = Report(invent())
    axes = plot("甲").axes[0]
    assert report.figure(axes, description="四月高于三月。").lacks == ()
    assert report.table(pd.DataFrame({"县": ["甲"]}), caption="各县").html
    refused: list[dict[str, Any]] = [{"title": "…"}, {"description": "待补"}, {"description": "长" * 221}]
    for wrong in refused:
        with pytest.raises(FigureError):
            report.figure(plot(), **wrong)


def test_a_section_shows_the_figure_as_it_was_changed(invent: Any) -> None:
    """What an analyst adds to a figure of the report would not be on the page."""
    trends = Report(invent()).trends()
    before = trends.html
    trends.figure.axes[0].axhline(85, color="red")
    assert before.count('stroke="#ff0000"') == 0
    assert trends.html.count('stroke="#ff0000"') == 1
    with pytest.raises(FigureError, match="no figure"):
        _ = Report(invent()).header().figure
