"""The overview of more counties than a page can show side by side: counted, and those named that stand out."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from reporting import CityReport
from reporting.definitions.counties import MOST_SIDE_BY_SIDE
from reporting.report.report import EvidenceReport
from reporting.snapshots.snapshot import Snapshot
from reporting.translations import LANGUAGES

MANY = MOST_SIDE_BY_SIDE + 5
SHORT, BEYOND, SILENT = 7, 4, 2
"""So many miss the target of ``time``, the first with the smallest gap; lie beyond its outer limits; sent nothing."""


def code(number: int) -> str:
    return f"99{number:04}"


@pytest.fixture
def large(city_snapshot: Snapshot) -> Snapshot:
    """The usual figures in every county of many; the last of them are silent."""
    content: dict[str, Any] = copy.deepcopy(dict(city_snapshot.content))
    names = [{"code": code(i), "name": {"zh-Hans": f"第{i}县", "en": f"County {i}"}} for i in range(MANY)]
    content["city"] |= {"counties": names, "totals": content["city"]["totals"][:1]}
    tables = dict(city_snapshot.tables)
    for table in ("observations", "assessments"):
        frame = tables[table]
        mine = frame[frame["county"] == "410402"]
        counties = [mine.assign(county=code(i)) for i in range(MANY - SILENT)]
        tables[table] = pd.concat([*counties, frame[frame["county"] == "410400"]], ignore_index=True)
    judged = tables["assessments"]
    for i in range(MANY - SILENT):
        row = (judged["county"] == code(i)) & (judged["indicator"] == "time")
        short = i < SHORT
        judged.loc[row, ["against_target", "gap"]] = ("not_met", 1.0 + i) if short else ("met", 0.0)
        judged.loc[row, ["against_city", "strong"]] = ("worse", True) if i < BEYOND else ("similar", False)
    tables["reporting"] = pd.concat(
        [tables["reporting"].assign(county=code(i), late=i == 0) for i in range(MANY - SILENT)], ignore_index=True
    )
    fields = ["county", "commitment", "work", "progress", "evidence", "target", "due", "state"]
    works = [[code(i), "五", "编写菜单", "已印发", "目录", "", "", "推进中"] for i in range(3)]
    tables["commitment_progress"] = pd.DataFrame(works, columns=fields, dtype="str")
    standing = ["silent" if i >= MANY - SILENT else "reported" for i in range(MANY)]
    tables["counties"] = pd.DataFrame({"county": [code(i) for i in range(MANY)], "status": standing}, dtype="str")
    return Snapshot.from_bytes(replace(city_snapshot, content=content, tables=tables).encoded)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_together(large: Any, city_page: Any, outline: Any, lang: Any) -> None:
    """A cell would be blank, or a sentence link to a row that such a page does not have."""
    page = outline(city_page(CityReport(large, lang)))
    assert not [cell for cell in page.cells if cell in {"", "—", "nan", "None"}]
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_counties_are_counted_by_how_they_stand(large: Any) -> None:
    """A leader of a nation would read a wrong number of counties that miss a target."""
    html = CityReport(large).matrix().html
    target = html.partition("对照目标")[2]
    row = target[target.index("时间达标率") :].split("</tr>")[0]
    counts = [cell.split("</td>")[0] for cell in row.split('class="number">')[2:]]
    # with a figure; met, near, not met, uncertain; newly, no longer
    assert counts[:5] == [str(MANY - SILENT), str(MANY - SILENT - SHORT), "0", str(SHORT), "0"]


def test_all_are_counted_where_three_are_named(large: Any) -> None:
    """Three counties named would look like all there are."""
    html = CityReport(large).headlines().html
    named = "、".join(f"第{i}县（尚有{1 + i}所）" for i in (SHORT - 1, SHORT - 2, SHORT - 3))
    assert f"{SHORT}个县(市、区)未达标：{named}等" in html


def test_only_those_beyond_the_outer_limits_are_drawn(large: Any) -> None:
    """Thousands of marks and rows of a table make a page that no phone opens."""
    section = CityReport(large).funnels()
    by_title = {figure.caption.title: figure for figure in section.figures}
    funnel = next(figure for title, figure in by_title.items() if title.startswith("时间"))
    assert len(funnel.table) == BEYOND
    told = f"95%控制限外{BEYOND}个，其中99.8%控制限外{BEYOND}个；图中画出{BEYOND}个"
    assert told in funnel.caption.description
    assert told in funnel.caption.note, "whoever sees the drawing must know that most are not in it"
    assert len(funnel.caption.description) <= 220


def test_what_lists_every_county_is_left_out(large: Any) -> None:
    """A section of thousands of rows would stand where the index does it better."""
    report = CityReport(large)
    assert (report.intervals().html, report.changes().html) == ("", "")
    completeness = report.completeness().html
    listed = [name for i in range(MANY) if f">{(name := f'第{i}县')}<" in completeness]
    assert listed == ["第0县", *(f"第{i}县" for i in range(MANY - SILENT, MANY))], "the late one and the silent ones"


def test_commitments_are_counted_by_state(large: Any) -> None:
    """Five works of thousands of counties would be one table of tens of thousands of rows."""
    html = EvidenceReport(large).commitment_board().html
    assert "第3县" not in html
    assert '推进中</th><td class="number">3</td>' in html
    assert f'未报送</th><td class="number">{MANY - 3}</td>' in html


def test_a_county_s_page_is_the_same_in_a_large_city(large: Any, invent: Any) -> None:
    """Only the pages about all of them are another kind."""
    assert large.definitions.city.is_large
    assert not invent().definitions.city.is_large
