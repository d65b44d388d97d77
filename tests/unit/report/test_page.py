"""A county's page as a whole, and the city's: what must hold of every section together."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from reporting import CityReport, Report
from reporting.errors import ParameterError
from reporting.translations import LANGUAGES

BLANK = {"", "—", "–", "-", "nan", "None", "<NA>"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_blank(invent: Any, whole_page: Any, outline: Any, lang: Any) -> None:
    """A cell with nothing, a dash or nan in it would leave the reader to guess why a figure is missing."""
    cells = outline(whole_page(Report(invent(), lang))).cells
    assert not [cell for cell in cells if cell in BLANK]


def test_a_missing_figure_is_told_in_words(invent: Any, outline: Any) -> None:
    """A figure that was not submitted would show as 0, blank or a dash, or be judged."""
    html = Report(invent()).indicator_table().html
    row = html[html.index('id="row-menu"') :].split("</tr>")[0]
    cells = outline(f"<table>{row}</table>").cells
    assert cells.count("未报送") == 1
    assert not re.search(r">0(\.0)?[%<]", row)
    assert "达标" not in row


@pytest.mark.parametrize("state", ["not_submitted", "not_applicable", "suppressed", "unreliable", "not_collected"])
def test_every_state_has_its_own_words(invent: Any, usual: Any, state: str) -> None:
    """Two reasons for a missing figure would read alike, or one would show its code."""
    observations = [{**row, "state": state, "value": None} for row in usual()["observations"]]
    html = Report(invent(observations=observations, assessments=[])).indicator_table().html
    words = {
        "not_submitted": "未报送",
        "not_applicable": "不适用",
        "suppressed": "保密",
        "unreliable": "待核",
        "not_collected": "未提供",
    }
    assert words[state] in html
    assert state not in html


def test_a_county_that_sent_nothing_still_has_a_page(invent: Any, whole_page: Any, usual: Any) -> None:
    """A silent month would break the notebook where it should say 未报送."""
    nothing: dict[str, list[object]] = {name: [] for name in usual()}
    html = whole_page(Report(invent(**nothing)))
    assert "本期未报送" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_unique_and_links_arrive(invent: Any, whole_page: Any, outline: Any, lang: Any) -> None:
    """A sentence, tile or figure would link to nowhere, or to the wrong row."""
    page = outline(whole_page(Report(invent(), lang)))
    assert [one for one, times in Counter(page.ids).items() if times > 1] == []
    assert [link for link in page.links if link.removeprefix("#") not in page.ids] == []
    assert all(link.startswith("#") for link in page.links)


def test_every_figure_has_exactly_one_annex_table(invent: Any, whole_page: Any, outline: Any) -> None:
    """A figure would be without its numbers, or a cell run twice in JupyterLab would print them twice."""
    report = Report(invent())
    report.targets()
    report.trends()
    page = outline(whole_page(report))
    figures = [one for one in page.ids if re.fullmatch(r"f[0-9a-f]{10}", one)]
    assert len(figures) == 3
    assert [page.tables.count(f"{figure}-table") for figure in figures] == [1, 1, 1]


def test_public_pages_name_no_school(invent: Any, whole_page: Any, usual: Any) -> None:
    """A school would be named outside the bureau, even where a snapshot carries names by mistake."""
    internal, public = (whole_page(Report(invent(audience=audience))) for audience in ("internal", "public"))
    names = [row["school_name"] for row in usual()["schools"]]
    assert any(name in internal for name in names)
    assert not any(name in public for name in names)
    assert "甲小学" in internal
    assert "甲小学" not in public


def test_public_pages_show_what_names_nobody(invent: Any, whole_page: Any) -> None:
    """Parents and council members would read that there is something, and never what."""
    public = whole_page(Report(invent(audience="public")))
    assert [
        text for text in ("魔术进校园", "编写菜单", "已印发", "部分学校时间不足", "督促") if text not in public
    ] == []
    assert "某校" in public, "it says how names are left out"


def test_public_pages_withhold_free_text_that_may_name_a_school(invent: Any, whole_page: Any) -> None:
    """A school named in a county's own words would be named outside the bureau: no column tells that it is there."""
    named = "虚构一小学的做法"
    words = {
        "practices": [{"practice": named}],
        "progress": [
            {"commitment": "五", **dict.fromkeys(("work", "progress", "evidence", "target"), named), "state": "推进中"}
        ],
        "problems": [dict.fromkeys(("problem", "unit", "action"), named)],
        "problems_before": [dict.fromkeys(("problem", "unit", "action"), named)],
        "findings": [{"severity": "error", "sheet": named, "cell": named, "found": named, "message": named}],
    }
    assert whole_page(Report(invent(**words))).count(named) >= 8
    public = whole_page(Report(invent(audience="public", **words)))
    assert named not in public
    assert "推进中" in public


def test_public_pages_draw_no_single_school(invent: Any) -> None:
    """A dot of a small school would show its pupils' rate to everybody."""
    assert Report(invent(audience="public")).within_county().figures == ()
    assert len(Report(invent()).within_county().figures) == 1


def with_indicators(snapshot: Any, change: Any) -> Any:
    """The snapshot with the definitions of its indicators changed by ``change``."""
    content = copy.deepcopy(dict(snapshot.content))
    change(content["indicators"])
    return replace(snapshot, content=content)


def test_the_tiles_are_those_that_the_bureau_chose(invent: Any) -> None:
    """The fifth headline figure would be dropped without anybody having decided it."""

    def tiles(snapshot: Any) -> list[str]:
        return re.findall(r'<div class="tile" data-row="row-(\w+)"', Report(snapshot).key_points().html)

    assert tiles(invent()) == ["cov", "time", "joined", "minutes"], "the first four headline ones"
    chosen = with_indicators(invent(), lambda indicators: indicators.update(tiles=["menu", "cov"]))
    assert tiles(chosen) == ["menu", "cov"]


def test_a_reference_is_printed_as_it_was_published(invent: Any) -> None:
    """99.63 would be rounded to 99.6, and a month read 2021-12."""

    def refer(indicators: Any) -> None:
        source = {"zh-Hans": "教育部", "en": "Ministry"}
        indicators["indicators"][0]["references"] = [{"value": 99.63, "when": "2021-12", "source": source}]

    assert "99.63%（2021年12月，教育部）" in Report(with_indicators(invent(), refer)).methods().html


def test_a_form_is_called_by_its_name(invent: Any) -> None:
    """A clerk would read county_monthly."""
    html = Report(invent()).data_quality().html
    assert "县级月报表" in html
    assert "<dt>重报已改正的错误</dt><dd>3条</dd>" in html
    assert "county_monthly" not in html


def test_two_files_of_one_form_are_told_apart(invent: Any) -> None:
    """Two rows alike would stand below each other, and nobody know which file is which."""
    (whole,) = invent()["reporting"].to_dict("records")
    html = (
        Report(invent(reporting=[whole | {"sheets": "学校台账"}, whole | {"sheets": "县级统计"}])).data_quality().html
    )
    rows = re.findall(r'<tr><th scope="row">(县级月报表.*?)</th>', html)
    assert [re.sub(r"<.*?>", "", row) for row in rows] == ["县级月报表（学校台账）", "县级月报表（县级统计）"]
    assert "学校台账、县级统计" not in Report(invent()).data_quality().html


def test_approximate_values_that_decide_are_named(invent: Any) -> None:
    """A school would be judged by 5天左右 as if it were 5, and no reader could tell."""
    one = {"severity": "warning", "check": "qualified_threshold", "sheet": "学校台账", "message": "请复核"}
    found = [one | {"cell": "R3:R5 R9", "found": "5天左右、约5"}, one | {"cell": "S4", "found": "约2小时"}]
    html = Report(invent(findings=found)).data_quality().html
    assert "决定是否达标而填为约数的：5处（5天左右、约5、约2小时）" in html
    assert "约数" not in Report(invent()).data_quality().html


@pytest.mark.parametrize(
    ("known", "newly", "no_longer"),
    [
        ({"against_target": "met", "target_before": "near", "gained": 1.0}, True, False),
        # it was met before: a school that is new and meets the target at once
        ({"against_target": "met", "target_before": "met", "gained": 1.0}, False, False),
        # no school came to meet it: the one that missed it has left
        ({"against_target": "met", "target_before": "near", "gained": 0.0, "left": 1.0}, False, False),
        ({"against_target": "near", "target_before": "met", "gap": 1.0, "value": 95.0, "lost": 1.0}, False, True),
        ({"against_target": "near", "target_before": "near", "gap": 1.0, "value": 95.0, "lost": 1.0}, False, False),
    ],
)
def test_a_status_has_changed_where_it_was_another(
    invent: Any, usual: Any, known: Any, newly: bool, no_longer: bool
) -> None:
    """A county would be said to newly meet a target that it met before."""
    observations = [{**row, "county": "410421"} for row in usual()["observations"] if row["indicator"] == "time"]
    now = [{**row, "value": known.get("value", 100.0)} for row in observations if row["period"] == "2022-04"]
    judged = {"county": "410421", "indicator": "time", "category": "", "strong": False, **known}
    html = CityReport(invent(place="410400", observations=now, assessments=[judged])).changes().html
    first, _, second = html.partition("不再达标")
    assert ("乙县" in first, "乙县" in second) == (newly, no_longer)


HOSTILE = '<img src=x onerror="alert(1)">&"\''


def test_what_a_county_wrote_is_escaped(invent: Any, whole_page: Any) -> None:
    """A cell of a workbook could bring markup or script into the page."""
    html = whole_page(
        Report(
            invent(
                problems=[{"problem": HOSTILE, "unit": HOSTILE, "action": HOSTILE, "state": HOSTILE}],
                problems_before=[{"problem": HOSTILE, "state": HOSTILE}],
                progress=[{"commitment": "五", "work": HOSTILE, "progress": HOSTILE, "state": HOSTILE}],
                practices=[{"practice": HOSTILE}],
                findings=[{"severity": "error", "sheet": HOSTILE, "cell": HOSTILE, "message": HOSTILE}],
                schools=[
                    {
                        "school_id": "s0",
                        "in_scope": True,
                        "school_name": HOSTILE,
                        "stage": HOSTILE,
                        "area": HOSTILE,
                        "course_names": HOSTILE,
                    }
                ],
            )
        )
    )
    assert "<img" not in html
    assert html.count("&lt;img") >= 12


def test_elements_of_county_text_hold_only_text(invent: Any, whole_page: Any) -> None:
    """A rare character of a county would stop the build: 〓 replaces it only in an element that holds nothing else."""
    html = whole_page(Report(invent()))
    opened = re.findall(r'<(\w+)\b[^>]*class="[^"]*\bas-sent\b[^"]*"[^>]*>[^<]*<(/?\w+)', html)
    assert opened
    assert [(tag, following) for tag, following in opened if following != f"/{tag}"] == []


def test_telephone_and_identity_numbers_are_hidden(invent: Any, whole_page: Any) -> None:
    """A person's number typed into a free field would be published."""
    numbers = ("13800138000", "138-0013-8000", "1３8００１３8000", "0375-2345678", "41040219900101123X")
    html = whole_page(
        Report(
            invent(
                practices=[{"practice": f"联系{number}。"} for number in numbers],
                problems=[{"problem": f"联系{number}"} for number in numbers],
            )
        )
    )
    assert not [number for number in numbers if number in html]
    assert "联系***。" in html


def test_same_snapshot_same_page(invent: Any, whole_page: Any) -> None:
    """A page would change without its data changing, and be published as a revision."""
    assert whole_page(Report(invent())) == whole_page(Report(invent()))


def test_a_snapshot_of_something_else_is_refused(invent: Any, tmp_path: Any) -> None:
    """One county's page would be made from another's figures."""
    path = tmp_path / "snapshot.json"
    path.write_bytes(invent().encoded)
    assert Report.open(county="410421", period="2022-04", snapshot=str(path)).snapshot.place == "410421"
    with pytest.raises(ParameterError, match="no such snapshot"):
        Report.open(county="410421", period="2022-04", snapshot=str(tmp_path / "nowhere.json"))
    for wrong in ({"county": "410402"}, {"period": "2022-03"}, {"audience": "public"}, {"lang": "fr"}):
        with pytest.raises(ParameterError):
            Report.open(**{"county": "410421", "period": "2022-04", "snapshot": str(path), **wrong})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_city_page_holds_together(city_snapshot: Any, city_page: Any, outline: Any, lang: Any) -> None:
    """A cell would be blank, a link would lead nowhere, or a figure would lack its table."""
    page = outline(city_page(CityReport(city_snapshot, lang)))
    assert not [cell for cell in page.cells if cell in BLANK]
    assert [one for one, times in Counter(page.ids).items() if times > 1] == []
    assert [link for link in page.links if link.removeprefix("#") not in page.ids] == []
    figures = [one for one in page.ids if re.fullmatch(r"f[0-9a-f]{10}", one)]
    assert len(figures) == 4  # two funnels and two interval plots: one rate is at 100 % everywhere
    assert sorted(page.tables.count(f"{figure}-table") for figure in figures) == [1] * 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_many_counties_outside_a_funnel_fit_its_description(invent: Any, usual: Any, lang: Any) -> None:
    """A month with many counties outside the limits would break the page: a description has 220 characters."""
    content = copy.deepcopy(dict(invent().content))
    long = {"zh-Hans": "城乡一体化高新技术产业开发示范区", "en": "Integration Demonstration and High-tech Zone"}
    codes = [f"4104{number}" for number in range(50, 70)]
    content["city"]["counties"] += [
        {"code": code, "name": {language: f"{name} {code}" for language, name in long.items()}} for code in codes
    ]
    places = [*codes, "410400"]
    mine = [row for row in usual()["observations"] if row["county"] == "410421"]
    snapshot = invent(
        place="410400",
        observations=[{**row, "county": place} for place in places for row in mine],
        assessments=[{**row, "county": place} for place in places for row in usual()["assessments"]],
    )
    figures = CityReport(replace(snapshot, content=content), lang).funnels().figures
    assert len(figures) == 2


def test_a_silent_county_keeps_its_row(city_snapshot: Any) -> None:
    """A county that sent nothing would vanish from the overview."""
    html = CityReport(city_snapshot).completeness().html
    row = html[html.index("丙县") :].split("</tr>")[0]
    assert "未报送" in row


def test_a_page_says_what_it_was_made_with(invent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could tell which run a printed page came from, or with which threshold."""
    shell = SimpleNamespace(user_ns={"In": ["", "# Parameters\ncounty = '410421'\nlimit = [1]\n"], "limit": [1]})
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    report = Report(invent())
    frame = report.parameters().frame
    said = dict(zip(frame["参数"], frame["数值"], strict=True))
    assert said["数据版本"] == report.snapshot.hash[:8]
    assert said["读者"] == "内部"
    assert said["limit"] == "[1]"
    assert "county" not in said
    assert "本页生成参数" in report.parameters().html
    assert "Version of the data" in CityReport(invent(place="410400"), "en").parameters().html
