"""Sheets that were made before they are wanted: whoever takes one gets what would have been made then."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest

from reporting.report.figures import sheets
from reporting.report.figures.style import house_style


@pytest.fixture(autouse=True)
def stock() -> Iterator[None]:
    sheets.lay_in()
    yield
    sheets._stock.clear()


def _drawn(axes: int) -> str:
    from reporting.report.figures.canvas import drawn

    with house_style():
        figure, made = sheets.blank_sheet(300, 200, axes)
        for one in made:
            one.plot([1, 2], [3, 4], "o-")
            one.set_xticks([1, 1.5, 2], ["a", "b", "c"])
            one.tick_params(length=0)
    return str(drawn(figure, 300, 200).content)


@pytest.mark.parametrize("axes", [1, 3, 9])
def test_a_sheet_from_the_stock_looks_like_a_new_one(axes: int) -> None:
    """A page would depend on whether its kernel was forked from a parent that had laid sheets in."""
    taken = _drawn(axes)
    sheets._stock.clear()
    assert taken == _drawn(axes)


def test_no_sheet_is_taken_twice() -> None:
    """Two figures of a section would be drawn over one another."""
    figures = [sheets.blank_sheet(100, 100)[0] for _ in range(7)]
    assert len({id(figure) for figure in figures}) == 7


def test_a_sheet_made_under_other_settings_is_left() -> None:
    """What an analyst sets for every figure would have no effect on those of the house."""
    with house_style(), mpl.rc_context({"xtick.color": "red"}):
        _, (axes,) = sheets.blank_sheet(100, 100)
        assert axes.xaxis.get_major_ticks(1)[0].tick1line.get_color() == "red"
    assert len(sheets._stock) == len(sheets._IN_STOCK)
