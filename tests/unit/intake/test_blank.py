"""A workbook that holds only what its template came with says nothing, and is sent back for that alone."""

from __future__ import annotations

import pytest
from tests.unit.intake.conftest import COUNTY, PERIOD, Examine, sheet

from reporting.workbooks.cells import CellValue

HEADINGS = ("学校名称", "学校标识码", "学段", "在校学生数", "备注")


@pytest.mark.parametrize(
    ("enrolled", "note", "outcome"),
    [("", "", "rejected"), (" ", "", "rejected"), ("/", "", "accepted"), (0, "", "accepted"), ("", "停办", "accepted")],
)
def test_only_what_a_template_leaves_open_is_an_answer(
    examined: Examine, enrolled: CellValue, note: str, outcome: str
) -> None:
    """A blank form would count as reported, or a clerk's / and 0 as nothing."""
    found = examined(
        sheet("学校台账", HEADINGS, ("东岭小学", "1", "小学", enrolled, note)), county=COUNTY, period=PERIOD
    )
    assert found.outcome == outcome
    assert ("only_carried" in set(found.findings["check_id"])) == (outcome == "rejected")


def test_a_list_of_schools_that_asks_for_nothing_else_is_no_blank_form(examined: Examine) -> None:
    """A county that sends the names of its schools in a file of their own would be told that it is blank."""
    found = examined(sheet("学校台账", HEADINGS[:3], ("东岭小学", "1", "小学")), county=COUNTY, period=PERIOD)
    assert found.outcome == "accepted"


def test_a_baseline_alone_among_blank_figures_is_no_report(examined: Examine) -> None:
    """The baseline stands in every template from the second month on."""
    baseline, meetings = ("学科类机构基数", 10), ("专题会议次数", "")
    found = examined(sheet("县级统计", ("指标", "数值"), baseline, meetings), county=COUNTY, period=PERIOD)
    assert found.outcome == "rejected"
    assert found.findings.query("severity == 'error'")[["check_id", "sheet"]].to_numpy().tolist() == [
        ["only_carried", "县级统计"]
    ]


def test_of_several_sheets_with_nothing_new_the_first_is_named(examined: Examine) -> None:
    """A clerk would look in a sheet that is not there, or the receipt fail."""
    found = examined(
        sheet("学校台账", HEADINGS, ("东岭小学", "1", "小学", "", "")),
        sheet("县级统计", ("指标", "数值"), ("学科类机构基数", 10), ("专题会议次数", "")),
        county=COUNTY,
        period=PERIOD,
    )
    said = found.findings.query("check_id == 'only_carried'")
    assert said["sheet"].tolist() == ["学校台账"]
