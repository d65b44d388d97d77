"""A heading that no form knows is accepted once by a person; the files that had it are read anew."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.functional.intake.conftest import Bureau, school

from reporting.errors import SettingsError
from reporting.settings import load_settings

LEDGER = """叶县2022年4月学校台账
学校名称,学校标识码,在校学生总人头,是否开展课后服务
第1小学,4104220001,500,是
滍阳小学,4104220002,300,否
"""
ACCEPT = ("--by", "张三", "--because", "已电话核实")


@pytest.fixture
def sent(bureau: Bureau) -> Bureau:
    """A bureau that has real data of another county."""
    bureau.take(bureau.send("other.xlsx", [school(1, county="410425")], county="410425"))
    return bureau


def listed(bureau: Bureau) -> list[tuple[str, str, str]]:
    told = bureau.command("heading", "list", "--json")
    assert told.returncode == 0, told.stderr
    return [(row["form"], row["field"], row["heading"]) for row in json.loads(told.stdout) if row["candidate"]]


def test_an_accepted_heading_is_read_and_its_file_taken_in_again(sent: Bureau, tmp_path: Path) -> None:
    """A county's pupils would stay out for a word, or the operator would have to edit forms.yaml and the store."""
    sent.take(path := sent.put("4月.csv", LEDGER.encode()))
    assert listed(sent) == [("county_monthly", "ledger.enrolled", "在校学生总人头")]
    path.unlink()  # it is read from the archive
    told = sent.command("heading", "accept", "county_monthly", "enrolled", "在校学生总人头", *ACCEPT)
    assert told.returncode == 0, told.stderr + told.stdout
    with sent.view() as view:
        assert view.rows("ledger", counties=["410422"])["enrolled"].tolist() == [500, 300]
    assert listed(sent) == []
    kept = (sent.project.params / "headings.yaml").read_text("utf-8")
    assert 'by: "张三", because: "已电话核实", at: "2' in kept
    again = sent.command("heading", "accept", "county_monthly", "enrolled", "在校学生总人头", *ACCEPT)
    assert again.returncode == 2
    assert (sent.project.params / "headings.yaml").read_text("utf-8") == kept
    (known,) = sent.take(sent.put("4月.csv", LEDGER.encode()))
    assert (known.known, known.outcome, known.revision) == (True, "accepted", 2)


def test_a_file_that_was_rejected_for_a_heading_is_taken_in(sent: Bureau) -> None:
    """The county would be asked to send again what the bureau can read by now."""
    path = sent.send("叶县.xlsx", [school(1), school(2)])
    book = openpyxl.load_workbook(path)
    (cell,) = [cell for row in book["学校台账"].iter_rows() for cell in row if cell.value == "学校名称"]
    cell.value = "学校称呼"
    book.save(path)
    (one,) = sent.take(path)
    assert one.outcome == "rejected"
    assert ("county_monthly", "ledger.school_name", "学校称呼") in listed(sent)
    told = sent.command("heading", "accept", "county_monthly", "ledger.school_name", "学校称呼", *ACCEPT)
    assert told.returncode == 0, told.stderr + told.stdout
    with sent.view() as view:
        assert len(view.rows("ledger", counties=["410422"])) == 2
        assert "rejected" not in set(view.submissions()["status"])


@pytest.mark.parametrize("field", ["nothing", "ledger.nothing"])
def test_a_field_that_no_form_has_is_refused(sent: Bureau, field: str) -> None:
    """The file of headings would not load any more, and nothing would work."""
    told = sent.command("heading", "accept", "county_monthly", field, "在籍", *ACCEPT)
    assert told.returncode == 2 and "no field" in told.stderr
    assert not (sent.project.params / "headings.yaml").exists()


def test_a_heading_of_a_field_that_is_gone_is_said(bureau: Bureau) -> None:
    """It would be dropped without a word when a form is changed."""
    line = "form: county_monthly, table: ledger, field: gone, heading: 在籍, by: 张三, because: 问过, at: '2022'"
    (bureau.project.params / "headings.yaml").write_text(f"headings:\n  - {{{line}}}\n", "utf-8")
    with pytest.raises(SettingsError, match="gone"):
        load_settings(bureau.project)


FIGURES = """叶县2022年4月县级统计
指标,数值,单位
专题会议的召开次数,5,次
推门听课总节次,40,节
区域教研场次,12,场
举报收到,3,件
"""


def test_labels_of_figures_are_accepted_in_the_review_of_a_receipt(sent: Bureau) -> None:
    """A county's figures would stay out for a word, as its columns would; or one could not leave a candidate be."""
    (one,) = sent.take(sent.put("县级统计.csv", FIGURES.encode()))
    assert {"专题会议的召开次数", "推门听课总节次"} <= {heading for *_, heading in listed(sent)}
    answers = sent.command("heading", "review", str(one.submission), *ACCEPT, answers="y\nn\n")
    assert answers.returncode == 0, answers.stderr + answers.stdout
    with sent.view() as view:
        figures = view.figures("figures", counties=["410422"]).set_index("item")["value"]
    assert len({"gov_meetings", "obs_visits"} & {*figures.dropna().index}) == 1
    assert len(listed(sent)) == 1
    kept = (sent.project.params / "headings.yaml").read_text("utf-8")
    assert kept.count('by: "张三"') == 1 and "figures" in kept
