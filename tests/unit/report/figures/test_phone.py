"""An ordinary plot on a phone: legends find room, names keep apart, and the figure stays as it was."""

from __future__ import annotations

from typing import Any

import matplotlib.style
import pytest
from matplotlib.figure import Figure

from reporting.report.figures.canvas import drawn, sized
from reporting.report.figures.legends import legends_above
from reporting.report.figures.pictures import NARROW, pictures
from reporting.report.figures.style import NAME, register_style
from reporting.report.figures.tilting import crowded, in_lines, tilted

WIDE = (720, 250)


@pytest.fixture
def figure() -> Figure:
    register_style()
    with matplotlib.style.context(NAME):
        made = Figure()
        axes = made.subplots()
        for name in ("达标", "接近", "未达标", "不确定"):
            axes.plot(["三至六年级日均书面作业时长", "学校覆盖率", "作业公示率"], [1, 2, 3], label=name)
    return made


@pytest.mark.parametrize(
    "where",
    [
        {"loc": "upper left", "bbox_to_anchor": (1, 1)},
        {"loc": "upper center", "bbox_to_anchor": (0.5, -0.2), "ncols": 4},
        {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 4},
    ],
    ids=["beside", "below", "above"],
)
def test_a_legend_outside_stands_above_on_a_phone(figure: Figure, where: dict[str, Any]) -> None:
    """It would be cut at the edge, or leave the plot a third of the width."""
    (axes,) = figure.axes
    with matplotlib.style.context(NAME):
        legend = axes.legend(**where)
    drawn(figure, *WIDE)
    with legends_above(figure, *WIDE, NARROW) as higher:
        assert higher >= 0
        drawn(figure, NARROW, WIDE[1] + higher)
        moved = axes.get_legend()
        assert moved is not None
        with sized(figure, NARROW, WIDE[1] + higher) as renderer:
            extent, plot = (one.get_window_extent(renderer).frozen() for one in (moved, axes))
        assert extent.x0 >= 0
        assert extent.x1 <= NARROW
        assert extent.y0 >= plot.y1 - 1
        assert plot.width > NARROW / 2
        assert [text.get_text() for text in moved.get_texts()] == ["达标", "接近", "未达标", "不确定"]
    assert axes.get_legend() is legend


def test_a_legend_within_stays(figure: Figure) -> None:
    """A place that the analyst chose would be left."""
    with matplotlib.style.context(NAME):
        legend = figure.axes[0].legend(loc="upper left")
    drawn(figure, *WIDE)
    with legends_above(figure, *WIDE, NARROW) as higher:
        assert figure.axes[0].get_legend() is legend
        assert higher == 0


def test_names_that_touch_lean(figure: Figure) -> None:
    """The names of three items would be one smear on a phone."""
    drawn(figure, *WIDE)
    assert crowded(figure, *WIDE) == []
    drawn(figure, NARROW, WIDE[1])
    (axis,) = crowded(figure, NARROW, WIDE[1])
    with tilted([axis]):
        drawn(figure, NARROW, WIDE[1])
        assert crowded(figure, NARROW, WIDE[1]) == []
    assert {tick.label1.get_rotation() for tick in axis.get_major_ticks()} == {0}
    first = pictures(figure, title="题", description="说明。", prefix="f")
    assert "rotate(" in first
    assert pictures(figure, title="题", description="说明。", prefix="f") == first


def test_long_names_beside_the_axes_stand_in_lines() -> None:
    """The bars of an English page would be a stub beside their names."""
    register_style()
    with matplotlib.style.context(NAME):
        figure = Figure()
        axes = figure.subplots()
        axes.barh(["Balanced compulsory education of good quality", "Better"], [1, 2])
    drawn(figure, *WIDE)
    with in_lines(figure, *WIDE, NARROW) as lines:
        assert lines > 1
        drawn(figure, NARROW, WIDE[1] * lines)
        names = [tick.label1.get_text() for tick in axes.yaxis.get_major_ticks()]
        with sized(figure, NARROW, WIDE[1] * lines) as renderer:
            assert axes.get_window_extent(renderer).width > NARROW * 0.4
    assert names[0].split() == ["Balanced", "compulsory", "education", "of", "good", "quality"]
    assert "\n" in names[0]
    assert names[1] == "Better"
    drawn(figure, *WIDE)
    assert "\n" not in axes.yaxis.get_major_ticks()[0].label1.get_text()
