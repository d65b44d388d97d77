"""Whose workbook is it, and of when: content first, then the file's name, then what was declared; no guesses."""

from __future__ import annotations

import pytest
from tests.unit.intake.conftest import Examine, sheet

from reporting.definitions.periods import Period
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark
from reporting.workbooks.workbook import Sheet

HEADINGS = ("学校名称", "学校标识码", "县(市、区)", "在校学生数")
SCHOOL = ("东岭小学", "0000000001", "", 500)


def ledger(title: str = "学校台账", school: tuple[object, ...] = SCHOOL) -> Sheet:
    return sheet("学校台账", (title,), HEADINGS, school)  # type: ignore[arg-type]


def marked(county: str, period: str) -> Sheet:
    entries = TemplateMark("county_monthly", "1", county, period).entries()
    return sheet(FINGERPRINT_SHEET, *entries.items())


def checks(examined: object) -> set[str]:
    return set(examined.findings.loc[examined.findings["severity"] == "error", "check_id"])  # type: ignore[attr-defined]


def test_a_title_says_whose_and_when(examined: Examine) -> None:
    found = examined(ledger("叶县2022年4月学校台账"))
    assert (found.county, found.period) == ("410422", Period("2022-04"))
    assert found.outcome == "accepted"


def test_a_title_of_one_county_above_another_s_caption_is_asked_about(examined: Examine) -> None:
    """A county's schools would be stored as another's, whichever of the two somebody forgot to change."""
    title = ("湛河区课后服务进展情况表（2022年4月）",)
    found = examined(sheet("学校台账", title, ("填报单位：叶县",), HEADINGS, SCHOOL))
    assert found.outcome == "held"
    assert "county_contradictory" in checks(found)


def test_of_two_names_it_is_told_where_each_stands(examined: Examine) -> None:
    """The clerk would look for the wrong one of five places."""
    rows = sheet(
        "学校台账", ("湛河区学校台账",), ("填报单位：叶县",), HEADINGS, ("东岭小学", "0000000001", "郏县", 500)
    )
    found = examined(rows, marked("410421", "2022-04"))
    said = found.findings.set_index("check_id").loc["county_contradictory", "found"]
    assert said == "标题为湛河区；表中注明为叶县；各行均为郏县；模板标记为宝丰县"


def test_a_caption_says_whose(examined: Examine) -> None:
    found = examined(sheet("学校台账", ("填报单位：叶　县（盖章）", "", "填报月份：2022年4月"), HEADINGS, SCHOOL))
    assert (found.county, str(found.period)) == ("410422", "2022-04")


@pytest.mark.parametrize("colon", ["", "：", ":"])
def test_a_cover_with_the_answer_in_the_next_cell_says_whose(examined: Examine, colon: str) -> None:
    found = examined(sheet("封面", (f"填报单位{colon}", "郏县"), (f"填报月份{colon}", "2022年4月")), ledger())
    assert (found.county, str(found.period)) == ("410425", "2022-04")


def test_a_cover_that_is_a_table_of_its_own_says_whose(examined: Examine) -> None:
    """Below headings of its own the cover is no loose line, and its colon would keep the county from being found."""
    found = examined(sheet("封面", ("项目", "内容"), ("填报单位：", "郏县"), ("填报月份：", "2022年4月")), ledger())
    assert (found.county, str(found.period)) == ("410425", "2022-04")


def test_the_day_on_which_a_form_is_due_is_no_period(examined: Examine) -> None:
    """Every template that says when it is due, in the month after, would come back whole."""
    cover = sheet("填报说明", ("县级月报表",), ("报送截止：2022-05-05",), ("填报日期：2022年5月3日",))
    found = examined(cover, ledger(), marked("410421", "2022-04"))
    assert (str(found.period), found.outcome) == ("2022-04", "accepted")


def test_the_mark_says_whose_whatever_the_file_is_called(examined: Examine) -> None:
    found = examined(ledger(), marked("410421", "2022-04"), file="x.xlsx")
    assert (found.county, str(found.period)) == ("410421", "2022-04")


def test_rows_that_all_name_one_county_say_whose(examined: Examine) -> None:
    found = examined(ledger("2022年4月", ("东岭小学", "1", "叶县", 500)))
    assert found.county == "410422"


def test_the_file_name_is_asked_where_content_is_silent(examined: Examine) -> None:
    found = examined(ledger(), file="叶县_2022-04.xlsx")
    assert (found.county, str(found.period)) == ("410422", "2022-04")


def test_a_name_inside_another_word_of_the_file_name_is_not_believed(examined: Examine) -> None:
    found = examined(ledger("2022年4月"), file="新华小学.xlsx")
    assert found.county is None
    assert "county_unknown" in checks(found)
    assert found.outcome == "rejected"


def test_what_is_declared_is_used_last(examined: Examine) -> None:
    found = examined(ledger(), county="410422", period=Period("2022-04"))
    assert (found.county, str(found.period), found.outcome) == ("410422", "2022-04", "accepted")


@pytest.mark.parametrize("title", ["郏县2022年4月", "叶县2022年3月"])
def test_a_declaration_against_the_content_is_held(examined: Examine, title: str) -> None:
    found = examined(ledger(title), county="410422", period=Period("2022-04"))
    assert checks(found) & {"county_declared_otherwise", "period_declared_otherwise"}
    assert found.outcome == "held"


def test_a_mark_against_the_title_rejects_and_names_both(examined: Examine) -> None:
    found = examined(ledger("郏县2022年4月"), marked("410421", "2022-04"))
    assert checks(found) == {"county_contradictory"}
    message = found.findings["message"].iloc[0]
    assert "宝丰县" in message
    assert "郏县" in message


def test_a_file_name_against_the_content_only_warns(examined: Examine) -> None:
    found = examined(ledger("叶县2022年4月"), file="郏县2022年4月.xlsx")
    assert found.county == "410422"
    assert found.outcome == "accepted"
    assert "county_in_file_name" in set(found.findings["check_id"])


def test_an_unknown_sender_is_told_the_nearest_names(examined: Examine) -> None:
    found = examined(sheet("学校台账", ("填报单位：叶集县", "2022年4月"), HEADINGS, SCHOOL))
    assert checks(found) == {"sender_unknown"}
    assert "叶县" in found.findings["message"].iloc[0]


def test_the_city_in_a_title_does_not_hide_the_county(examined: Examine) -> None:
    found = examined(sheet("学校台账", ("平顶山市 2022年4月",), ("填报单位：叶县",), HEADINGS, SCHOOL))
    assert found.county == "410422"


def test_the_bureau_itself_can_send(examined: Examine) -> None:
    found = examined(sheet("县级统计", ("填报单位：市教育体育局 2022年4月",), ("指标", "数值"), ("专题会议次数", 5)))
    assert found.county == "410400"
    assert found.outcome == "accepted"


def test_a_line_that_says_demonstration_is_believed(examined: Examine) -> None:
    assert examined(ledger("叶县2022年4月 演示数据")).demo is True
    assert examined(ledger("叶县2022年4月")).demo is False


def test_a_file_of_no_form_says_nothing_of_demonstration(examined: Examine) -> None:
    found = examined(sheet("Sheet1", ("书名", "价格"), ("语文", 12.5)))
    assert (found.form, found.demo, found.outcome) == (None, None, "rejected")


def test_a_broken_mark_is_passed_over(examined: Examine) -> None:
    found = examined(ledger("叶县2022年4月"), marked("999999", "once upon a time"))
    assert (found.county, str(found.period), found.outcome) == ("410422", "2022-04", "accepted")


def test_a_file_of_nobody_says_nothing_of_demonstration(examined: Examine) -> None:
    assert examined(ledger()).demo is None
    assert examined(ledger("演示数据")).demo is True
