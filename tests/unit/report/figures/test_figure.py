"""A figure has words, numbers and ids of its own, or it does not exist."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from markupsafe import Markup

from reporting.errors import FigureError
from reporting.report.figures.figure import Box, Caption, Drawing, Figure, Part

TABLE = pd.DataFrame({"指标": ["作业公示率"], "尚差": [2]})


def figure(
    title: str = "各指标距目标",
    description: str = "菜单式选课差29所最多。",
    table: pd.DataFrame = TABLE,
    mark: str = "<circle r='4'/>",
    link: str = "",
) -> Figure:
    box = Box(0, 0, 1, 100)
    drawing = Drawing((Part(Markup(mark), box, box),), wide=100, narrow=120)  # noqa: S704 - ours
    return Figure(Caption(title, description, link=link), drawing, table)


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


def test_ids_come_from_the_content() -> None:
    """Two figures of a page would share ids, or the same figure would change from run to run."""
    assert figure().html == figure().html
    ids = [
        set(re.findall(r' id="([^"]+)"', one.html)) for one in (figure(), figure(title="另一图"), figure(mark="<g/>"))
    ]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]


def test_it_links_to_its_table() -> None:
    """The numbers behind the figure could not be reached."""
    one = figure(link="附表1")
    assert f'<a href="#{one.table_id}">附表1</a>' in one.html


def test_without_our_style_sheet_only_the_wide_arrangement_shows() -> None:
    """In JupyterLab both arrangements would lie on each other."""
    assert re.search(r'<g class="narrow" display="none">', figure().html)
    assert '<g class="wide">' in figure().html
