"""What each kind of figure draws: its artists, and the text that a page gets of them."""

from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reporting.report.figures.axes import SHORTFALL, linear_axis
from reporting.report.figures.figure import Caption, ReportFigure
from reporting.report.figures.funnels import funnel
from reporting.report.figures.inks import PAPER
from reporting.report.figures.interval_dots import interval_dots
from reporting.report.figures.spine import spine, spine_scale
from reporting.report.figures.strips import strip_plot
from reporting.report.figures.svg import element, number
from reporting.report.figures.targets import dot_to_target
from reporting.report.figures.trends import small_multiples

TABLE = pd.DataFrame({"县": ["甲"]})
rates = st.floats(0, 100, allow_nan=False)


def drawn(html: str) -> ElementTree.Element:
    """The SVG as XML: a tag left open would not parse."""
    found = re.search(r"<svg.*</svg>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found.group())  # noqa: S314 - our own


def drawings(figure: Figure) -> list[ElementTree.Element]:
    """Each SVG of the figure as XML: a tag left open would not parse."""
    html = ReportFigure(Caption("一图", "差三所。"), figure, TABLE).html
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]  # noqa: S314 - ours


def words(figure: Figure) -> list[str]:
    """What is written in the figure's first drawing, or in its panels."""
    first, *others = drawings(figure)
    wide = first.get("class") == "drawing wide"
    return [text.text or "" for root in ([first] if wide else [first, *others]) for text in root.iter("text")]


def points(line: Line2D) -> list[tuple[float, float]]:
    xy: Any = line.get_xydata()
    return [(float(x), float(y)) for x, y in xy]


def marks(figure: Figure, marker: str) -> list[Line2D]:
    return [line for axes in figure.axes for line in axes.lines if line.get_marker() == marker]


@given(rates, rates)
def test_the_axis_keeps_the_order(one: float, other: float) -> None:
    """A better county would stand to the left of a worse one."""
    assert (SHORTFALL.at(one) <= SHORTFALL.at(other)) == (one <= other) or math.isclose(one, other, abs_tol=1e-9)


def test_the_axis_opens_up_near_100() -> None:
    """Nearly all rates would crowd into the last twentieth of the width."""
    assert (SHORTFALL.at(0), SHORTFALL.at(100)) == (0, 1)
    assert SHORTFALL.at(100) - SHORTFALL.at(95) > 0.2
    assert SHORTFALL.at(120) == 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_a_linear_axis_holds_all_values_between_its_ticks(values: list[float]) -> None:
    """A point would be drawn outside the plot."""
    axis = linear_axis(values)
    assert axis.low <= min(values) + 1e-6 * abs(min(values)) + 1e-9
    assert axis.high >= max(values) - 1e-6 * abs(max(values)) - 1e-9
    assert 2 <= len(axis.ticks) <= 12


@given(st.lists(rates, min_size=1, max_size=9))
def test_a_rate_is_never_offered_more_than_100(values: list[float]) -> None:
    """The axis would invite readings that cannot be."""
    assert linear_axis(values, highest=100).high <= 100


@pytest.mark.parametrize(("value", "shown"), [(0.004, "0"), (-0.001, "0"), (3, "3"), (2.5, "2.5"), (100, "100")])
def test_coordinates_are_short(value: float, shown: str) -> None:
    """The same drawing would differ by noise, and pages would swell."""
    assert number(value) == shown


def test_text_is_escaped_and_attributes_are_named() -> None:
    """A name with a tag in it would become part of the page."""
    assert element("text", "<b>&", class_="a", stroke_width=1.50, x=None) == (
        '<text class="a" stroke-width="1.5">&lt;b&gt;&amp;</text>'
    )


def test_a_spine_places_the_county_on_the_axis_of_the_head() -> None:
    """Marker and labels would speak of different scales."""
    root = drawn(
        spine(95, title="率", description="九成五", interval=(90, 98), spread=(60, 80, 90, 96, 100), target=100)
    )
    line, marker = root.findall("path")[-1].get("d", "").removeprefix("M").split("M")
    assert line == f"{200 * SHORTFALL.at(90):.1f} 9H{200 * SHORTFALL.at(98):.1f}"
    labels = [text for text in drawn(spine_scale()).findall("text") if text.text == "95"]
    assert float(marker.split()[0]) == pytest.approx(float(labels[0].get("x", "")), abs=0.05)
    assert (root.findtext("title"), root.findtext("desc")) == ("率", "九成五")


def test_a_spine_shows_only_what_is_known() -> None:
    """An interval or a target would be drawn where there is none."""
    bare = spine(95, title="率", description="九成五")
    assert [path.get("class") for path in drawn(bare).findall("path")] == ["s-here"]
    aimed = drawn(spine(95, title="率", description="九成五", target=100))
    assert [path.get("d") for path in aimed.findall("path") if path.get("class") == "s-strokes"] == ["M200 0v28"]


def test_targets_stand_in_the_order_given() -> None:
    """The figure would lead with pupils where its section leads with schools: a gap alone says not of what."""
    frame = pd.DataFrame(
        [("甲", 58.0, "尚差29所", "worse"), ("乙", 97.0, "尚差2所", ""), ("丙", 99.8, "尚差107人", "")],
        columns=["label", "value", "note", "tone"],
    ).assign(target=100.0)
    figure = dot_to_target(frame)
    assert [word for word in words(figure) if word in "甲乙丙"] == ["甲", "乙", "丙"]
    places = {point for line in marks(figure, "o") for point in points(line)}
    assert places == {(58.0, 0.0), (97.0, 1.0), (99.8, 2.0)}


def trend(values: list[float], **more: Any) -> Figure:
    frame = pd.DataFrame({"panel": "率", "period": [f"{n}月" for n in range(1, len(values) + 1)], "value": values})
    return small_multiples(
        frame.assign(**{"provisional": False, "target": math.nan, "note": "", "tone": "", **more}), 1
    )


def test_the_last_value_is_rounded_as_everywhere() -> None:
    """A rate that is not complete would be printed as 100.0 under a tile that says 99.9."""
    assert "99.9%" in words(trend([90.0, 99.97]))
    assert "100.0%" in words(trend([90.0, 100.0]))


def pieces(figure: Figure) -> int:
    """Straight pieces of the line of months, as a page gets them."""
    (root,) = drawings(figure)
    lines = [
        path.get("d", "")
        for group in root.iter("g")
        if group.get("stroke-width") == "2" and group.get("fill") == "none"
        for path in group
    ]
    return sum(len(re.findall("[lhv]", line)) for line in lines)


def test_a_missing_month_breaks_the_line() -> None:
    """A straight line would claim to know a month that nobody reported."""
    assert pieces(trend([80, 82, 84, 87])) == 3
    assert pieces(trend([80, math.nan, 84, 87])) == 1
    assert pieces(trend([math.nan, math.nan, math.nan])) == 0


def test_a_provisional_month_is_hollow() -> None:
    """A figure still to be checked would look final."""
    figure = trend([80, 82], provisional=[False, True])
    hollow = [line for line in marks(figure, "o") if line.get_markerfacecolor() == PAPER]
    assert [points(line) for line in hollow] == [[(1.0, 82.0)]]
    assert 'fill="var(--paper,#fff)"' in ReportFigure(Caption("一图", "差三所。"), figure, TABLE).html


def test_panels_share_their_axis_and_flow() -> None:
    """A small change in one panel would look as large as a big one beside it; on a phone panels would be tiny."""
    frame = pd.DataFrame(
        {"panel": ["甲", "甲", "乙", "乙"], "period": ["1月", "2月"] * 2, "value": [40.0, 50.0, 90.0, 95.0]}
    ).assign(provisional=False, target=math.nan, note="", tone="")
    figure = small_multiples(frame, 1)
    assert len({axes.get_ylim() for axes in figure.axes}) == 1
    boxes = [[float(part) for part in root.get("viewBox", "").split()] for root in drawings(figure)]
    assert [box[2] for box in boxes] == [328, 328]
    assert boxes[0][0] != boxes[1][0]


def test_what_stands_outside_the_panels_is_not_lost() -> None:
    """An analyst's own words across all panels would be cut away with the room between them."""
    figure = trend([80, 82])
    figure.text(0.5, 0.5, "分析人员的话")
    assert [root.get("class") for root in drawings(figure)] == ["drawing wide", "drawing narrow"]
    assert "分析人员的话" in words(figure)


def test_every_school_has_a_dot_in_its_group() -> None:
    """Schools would be hidden behind each other or left out."""
    frame = pd.DataFrame(
        [("小学", 90.0, "")] * 30 + [("小学", math.nan, ""), ("初中", 60.0, "worse"), ("九年一贯制", math.nan, "")],
        columns=["group", "value", "tone"],
    )
    figure = strip_plot(frame, axis=SHORTFALL)
    root = drawings(figure)[0]
    dots = [dot for path in root.iter("path") for dot in re.findall(r"M([^M]+)h0", path.get("d", ""))]
    assert len(dots) == len(set(dots)) == 30
    assert [word for word in words(figure) if word.startswith("n =")] == ["n = 30", "n = 1", "n = 0"]


def test_a_county_without_a_value_keeps_its_row() -> None:
    """A silent county would vanish from the city's page."""
    frame = pd.DataFrame(
        [("甲", 90.0, 85.0, 94.0, "90%", "", "●"), ("乙", math.nan, math.nan, math.nan, "未报送", "", "●")],
        columns=["label", "value", "lower", "upper", "note", "tone", "shape"],
    )
    figure = interval_dots(frame, city=91.0)
    assert {"甲", "乙", "未报送"} <= set(words(figure))
    assert [len(points(line)) for line in marks(figure, "o")] == [1]


def counties(*rows: tuple[str, float, float, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "denominator", "value", "named"]).assign(tone="", shape="●")


def test_a_point_outside_the_limits_is_drawn_outside() -> None:
    """Dot and word would disagree."""
    limit = 84.0
    limits = {"limit_lower": limit, "limit_upper": 95.0, "strong_lower": 79.0, "strong_upper": 98.0}
    frame = counties(("甲", 100, 80.0, True), ("乙", 100, 91.0, False)).assign(**limits)
    figure = funnel(frame, centre=90.0, denominator="学校")
    bars = [sorted(np.asarray(path.vertices)[:, 1]) for path in figure.axes[0].collections[-1].get_paths()]
    assert bars == [[limit, 95.0]] * 2
    (dots,) = marks(figure, "o")
    outside, inside = (value < limit for _, value in points(dots))
    assert (outside, inside) == (True, False)
    assert "甲" in words(figure)
    assert "乙" not in words(figure)


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_no_lettering_is_under_twelve_pixels(layout: str) -> None:
    """On a phone of 360 pixels the labels could not be read."""
    frame = pd.DataFrame([("甲", 58.0, "尚差29所", "worse")], columns=["label", "value", "note", "tone"])
    sizes = [
        float(found)
        for figure in (dot_to_target(frame.assign(target=100.0)), trend([80, 82]))
        for root in drawings(figure)
        if layout in root.get("class", "") or "wide" not in root.get("class", "")
        for found in re.findall(r'font-size="([\d.]+)"', ElementTree.tostring(root, encoding="unicode"))
    ]
    assert sizes
    assert min(sizes) >= 12
