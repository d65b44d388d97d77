"""The overview of more counties than a page can show side by side: counted, and those named that stand out."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from reporting import CityReport
from reporting.definitions.counties import MOST_SIDE_BY_SIDE
from reporting.report import data
from reporting.report.report import EvidenceReport
from reporting.report.sections.city import overview
from reporting.report.sections.city.briefing import FIRST
from reporting.snapshots.snapshot import Snapshot
from reporting.translations import LANGUAGES

MANY = MOST_SIDE_BY_SIDE + 5
SHORT, BEYOND, SILENT = 7, 4, 2
"""So many miss the target of ``time``, the first with the smallest gap; lie beyond its outer limits; sent nothing."""


def code(number: int) -> str:
    return f"99{number:04}"


@pytest.fixture(scope="module")
def large_bytes(city_bytes: bytes) -> bytes:
    """The usual figures in every county of many; the last of them are silent."""
    city_snapshot = Snapshot.from_bytes(city_bytes)
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
    return replace(city_snapshot, content=content, tables=tables).encoded


@pytest.fixture
def large(large_bytes: bytes) -> Snapshot:
    """The large city's snapshot, as the test's own."""
    return Snapshot.from_bytes(large_bytes)


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
    # with a figure; met, near, not met, uncertain
    assert counts == [str(MANY - SILENT), str(MANY - SILENT - SHORT), "0", str(SHORT), "0"]


def test_all_are_counted_where_three_are_named(large: Any) -> None:
    """Three counties named would look like all there are."""
    html = CityReport(large).headlines().html
    named = "、".join(f"第{i}县（尚有{1 + i}所）" for i in (SHORT - 1, SHORT - 2, SHORT - 3))
    assert f"{SHORT}个县（市、区）未达标" in html
    assert f"{named}、▼ 第3县（尚有4所）" in html, "who is below the city is told from who only misses the target"


def test_only_those_beyond_the_outer_limits_are_drawn(large: Any) -> None:
    """Thousands of marks and rows of a table make a page that no phone opens."""
    section = CityReport(large).funnels()
    by_title = {figure.caption.title: figure for figure in section.figures}
    funnel = next(figure for title, figure in by_title.items() if title.startswith("时间"))
    assert len(funnel.table) == BEYOND
    told = f"95%控制限外{BEYOND}个，其中99.8%控制限外{BEYOND}个；图中画出偏离最远的{BEYOND}个"
    assert told in funnel.caption.description
    assert told in funnel.caption.note, "whoever sees the drawing must know that most are not in it"
    assert len(funnel.caption.description) <= 220


def test_the_farthest_are_drawn_when_there_are_too_many(large: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first by code would be drawn: one province, however the others lie."""
    monkeypatch.setattr(overview, "_MOST_DRAWN", 1)
    judged = large["assessments"]
    time = judged["indicator"] == "time"
    judged.loc[time, "against_city"] = "similar"
    judged.loc[time, ["gap", "value", "strong"]] = (0.0, 80.0, True)
    judged.loc[time, "against_target"] = "met"
    large["observations"].loc[
        (large["observations"]["indicator"] == "time") & (large["observations"]["county"] == code(9)), "value"
    ] = 20.0
    (line,) = [line for line in CityReport(large).overview if line.city.indicator.id == "time"]
    assert [county.code for county, _fact in line.counties] == [code(9)]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("similar", f"时间达标率：作对比的{MANY - SILENT}个县（市、区）均在99.8%控制限之内"),
        ("not_comparable", "时间达标率：没有县（市、区）可与全市对比"),
    ],
)
def test_where_nobody_is_drawn_it_says_why(large: Snapshot, word: str, told: str) -> None:
    """That nobody stands out, and that nobody could be compared, would both read as a city without differences."""
    judged = large["assessments"]
    judged.loc[judged["indicator"] == "time", ["against_city", "strong"]] = (word, False)
    html = CityReport(large).funnels().html
    assert told in html
    assert "不作漏斗图" not in html.split("时间达标率")[1].split("</p>")[0]


def test_what_lists_every_county_is_left_out(large: Any) -> None:
    """A section of thousands of rows would stand where the index does it better."""
    report = CityReport(large)
    assert report.intervals().html == ""
    listed = re.findall("第[0-9]+县", report.completeness().html)
    assert listed == [*(f"第{i}县" for i in range(MANY - SILENT, MANY)), "第0县"], "the silent ones and the late one"


def test_a_county_without_its_list_of_schools_is_wanting(large: Snapshot) -> None:
    """Its pages would be empty, and the overview say that nothing is missing."""
    reporting = large["reporting"]
    reporting.loc[reporting["county"] == code(5), "reported"] = 0.0
    reporting.loc[reporting["county"] == code(3), "reported"] = 1.0
    listed = re.findall("第[0-9]+县", CityReport(large).completeness().html)
    assert listed[SILENT:] == ["第5县", "第3县", "第0县"], "the most wanting first"


def test_counties_that_moved_or_signal_are_counted(large: Snapshot) -> None:
    """A wave of counties that no longer meet a target would be on thousands of pages and on none."""
    judged = large["assessments"]
    time = (judged["indicator"] == "time") & judged["county"].isin([code(i) for i in range(SHORT)])
    judged.loc[time, ["signal", "direction"]] = ("trend", "down")
    html = CityReport(large).changes().html
    row = html[html.index("时间达标率") :].split("</tr>")[0]
    counts = [cell.split("</td>")[0] for cell in row.split('class="number">')[2:]]
    # with a figure; newly, no longer; rise, fall
    assert (counts[0], counts[3], counts[4]) == (str(MANY - SILENT), "0", str(SHORT))


def test_a_yes_or_no_is_counted_by_answer(large: Snapshot) -> None:
    """The median of yes and no is neither."""
    content = copy.deepcopy(dict(large.content))
    indicators = content["indicators"]["indicators"]
    (cases,) = [one for one in indicators if one["id"] == "cases"]
    cases |= {"kind": "context", "unit": "yes_no", "aggregate": "flag", "counts": ""}
    seen = large["observations"]
    answers = seen["indicator"] == "cases"
    seen.loc[answers, ["unit", "value", "scope"]] = ("yes_no", 0.0, "in_scope")
    seen.loc[answers & seen["county"].isin([code(0), code(1)]), "value"] = 1.0
    html = CityReport(replace(large, content=content)).matrix().html
    table = html.partition("是与否：各答复的县（市、区）数</caption>")[2].partition("</table>")[0]
    counts = [cell.split("</td>")[0] for cell in table.split('class="number">')[-3:]]
    assert counts == [str(MANY - SILENT), "2", str(MANY - SILENT - 2)]


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


def test_the_first_screen_names_who_is_silent_and_who_changed_within_bounds(large: Snapshot, outline: Any) -> None:
    """A leader would see counts where names are asked for, or a thousand names before anything else."""
    silent = [code(i) for i in range(20, MANY)]
    standing = large["counties"]
    standing.loc[standing["county"].isin(silent), "status"] = "silent"
    judged = large["assessments"]
    turned = (judged["indicator"] == "time") & judged["county"].isin([code(i) for i in range(MANY - SILENT)])
    judged.loc[turned, ["against_target", "target_before", "gap"]] = ("near", "met", 1.0)
    page = CityReport(large)
    html = page.headlines().html
    found = page.briefing
    assert [matter.kind for matter in found.matters][:1] == ["silent"]
    assert len(found.matters[0].counties) == FIRST
    assert len(found.matters[0].rest) == len(silent) - FIRST
    assert all(name in html for name in found.matters[0].rest)
    assert len(found.changes) + found.unsaid == MANY - SILENT
    assert f"另有{found.unsaid}个县（市、区）有变化" in html
    shown = html.partition("有变化的县（市、区）")[2].partition("<details")[0]
    assert shown.count("<li>") == FIRST


def test_facts_laid_down_in_parts_are_the_facts(large: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An analyst of a nation would compute with counties that are missing, twice there, or in another order."""
    whole = CityReport(large).facts
    assert whole["county"].nunique() == MANY
    monkeypatch.setattr(data, "_COUNTIES_AT_ONCE", 2)
    monkeypatch.setattr(data, "_FACTS_AT_ONCE", 3)
    pd.testing.assert_frame_equal(CityReport(large).facts, whole)
