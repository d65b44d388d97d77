"""A figure has words, numbers and ids of its own, or it does not exist."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from reporting.errors import FigureError
from reporting.report.figures.figure import Caption, ReportFigure

TABLE = pd.DataFrame({"指标": ["作业公示率"], "尚差": [2]})


def figure(
    title: str = "各指标距目标",
    description: str = "菜单式选课差29所最多。",
    table: pd.DataFrame = TABLE,
    link: str = "",
) -> ReportFigure:
    plot = Figure()
    plot.subplots().plot([1, 2])
    return ReportFigure(Caption(title, description, link=link), plot, table)


@pytest.mark.parametrize(
    "refused",
    [
        {"title": ""},
        {"title": " … "},
        {"title": "TODO"},
        {"description": ""},
        {"description": "{description}"},
        {"description": "待补"},
        {"description": "各指标距目标。"},
        {"description": "差" * 221},
        {"table": TABLE.head(0)},
        {"table": pd.DataFrame()},
    ],
)
def test_a_figure_without_words_or_numbers_is_refused(refused: dict[str, object]) -> None:
    """Somebody who cannot see it would be told nothing, or a placeholder."""
    with pytest.raises(FigureError):
        figure(**refused)  # type: ignore[arg-type]


def test_the_longest_description_is_allowed() -> None:
    """A sentence within the limit would be refused."""
    assert figure(description="差" * 220)


def test_it_carries_its_own_title_and_description() -> None:
    """A screen reader would read another figure's words."""
    html = figure().html
    title, description = re.search(r'aria-labelledby="(\S+)" aria-describedby="(\S+)"', html).groups()  # type: ignore[union-attr]
    assert f'<title id="{title}">各指标距目标</title>' in html
    assert f'<desc id="{description}">菜单式选课差29所最多。</desc>' in html
    assert 'role="img"' in html


def test_words_are_escaped() -> None:
    """A school's name with a tag in it would become part of the page."""
    html = figure(title="<script>校</script>", link="<b>").html
    assert "<script>" not in html
    assert "<b>" not in html


def test_ids_come_from_words_and_numbers() -> None:
    """Two figures of a page would share ids, or the same figure would change from run to run."""
    assert figure().html == figure().html
    ids = [
        set(re.findall(r' id="([^"]+)"', one.html))
        for one in (figure(), figure(title="另一图"), figure(table=TABLE.assign(尚差=3)))
    ]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]


def test_it_is_drawn_when_it_is_shown() -> None:
    """What an analyst changed would not be on the page, or its table would not be found any more."""
    one = figure()
    before = one.html
    one.figure.axes[0].set_title("改后")
    assert "改后" in one.html
    assert "改后" not in before
    assert f'id="{one.id}"' in before


def test_it_links_to_its_table() -> None:
    """The numbers behind the figure could not be reached."""
    one = figure(link="附表1")
    assert f'<a href="#{one.table_id}">附表1</a>' in one.html


def test_without_our_style_sheet_only_one_drawing_shows() -> None:
    """In JupyterLab both drawings would stand below each other."""
    html = figure().html
    assert html.count("<svg") == 2
    assert re.search(r'<svg class="drawing narrow"[^>]* display="none"', html)
    assert not re.search(r'<svg class="drawing wide"[^>]* display="none"', html)
