"""Where names stand beside their marks."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reporting.report.figures.labels import Label, Point, labels_beside

WIDTH = 700.0


def extent(label: Label) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a Chinese name of one line, set in 14 pixels."""
    length = 14.0 * len(label.lines[0])
    left = label.point.x + label.dx - {"start": 0.0, "middle": length / 2, "end": length}[label.anchor]
    base = label.point.y + label.dy
    return left, base - 11, left + length, base + 4


def overlap(one: Label, other: Label) -> bool:
    (left, top, right, bottom), (x, y, end, foot) = extent(one), extent(other)
    return left < end and x < right and top < foot and y < bottom


def test_names_of_near_marks_do_not_lie_on_each_other() -> None:
    """Two counties side by side in a funnel could not be told apart."""
    names = ("新华区", "卫东区", "宝丰县", "叶县")
    labels = labels_beside([Point(300.0 + 12 * step, 100.0 + 6 * step, name) for step, name in enumerate(names)], WIDTH)
    assert tuple(label.point.name for label in labels) == names
    assert not [pair for pair in combinations(labels, 2) if overlap(*pair)]


def test_a_name_alone_stands_at_the_right_of_its_mark() -> None:
    """The eye would have to search where the name of a mark is."""
    (label,) = labels_beside([Point(100, 100, "叶县"), Point(300, 100, "")], WIDTH)
    assert (label.anchor, label.dx > 0) == ("start", True)


@given(st.lists(st.builds(Point, st.floats(0, WIDTH), st.floats(10, 280), st.just("鲁山县")), min_size=1, max_size=8))
def test_a_name_stays_in_its_plot(points: list[Point]) -> None:
    """A name would be cut at the edge of a phone."""
    for left, _top, right, _bottom in map(extent, labels_beside(points, WIDTH)):
        assert -1e-6 <= left <= right <= WIDTH + 1e-6


def test_a_long_english_name_takes_two_lines() -> None:
    """Half of the plot would be one name."""
    (label,) = labels_beside([Point(100, 100, "Integration Demonstration Zone")], 270.0)
    assert label.lines == ("Integration", "Demonstration Zone")
