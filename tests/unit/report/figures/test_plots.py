"""A matplotlib figure shown as one of ours."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
from matplotlib.figure import Figure as Plot

from reporting.report.figures.figure import Caption, Figure
from reporting.report.figures.plots import figure_of_plot, plot_style

TABLE = pd.DataFrame({"月份": ["3月", "4月"], "参与率": [90.0, 92.3]})


def shown(title: str = "学生参与率") -> Figure:
    with plot_style():
        plot = Plot()
        axes = plot.subplots()
        axes.plot(TABLE["月份"], TABLE["参与率"])
        axes.set_ylabel("参与率<%>")
        return figure_of_plot(plot, Caption(title, "四月比三月高2.3个百分点。"), TABLE)


def test_chinese_stays_text() -> None:
    """Words would become paths: pages five times the size that nothing can search or read aloud."""
    assert "参与率&lt;%&gt;" in shown().html


def test_the_same_plot_gives_the_same_bytes() -> None:
    """Matplotlib salts its ids and writes the date: every run would make another page."""
    assert shown().html == shown().html
    assert not re.search(r"\d{4}-\d{2}-\d{2}T", shown().html)


def test_it_stands_in_a_page_by_itself() -> None:
    """A prefix without its namespace would break the drawing; an address would be asked for."""
    html = re.search(r"<svg.*</svg>", shown().html, re.DOTALL)
    assert html
    root = ElementTree.fromstring(html.group())  # noqa: S314 - our own
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    references = set(re.findall(r"url\(#([^)]+)\)|href=\"#([^\"]+)\"", html.group()))
    assert {a or b for a, b in references} <= ids
    assert "http" not in html.group()


def test_black_is_the_ink_of_the_page() -> None:
    """Axes and words would be black on black in the dark."""
    assert "#000000" not in shown().html
    assert "currentColor" in shown().html
