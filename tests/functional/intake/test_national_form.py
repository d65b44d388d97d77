"""The national half-monthly form comes in whole in both layouts, and a sheet of many counties is each county's own."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.functional.intake.conftest import Bureau

from reporting.intake.ingest import Ingested

TITLE = "“双减”工作专项督导半月报（2022年4月15日）"
TOP = ("填报单位", "义务教育阶段学校总数", "学科类机构总数", None, None, "提供课后服务的学校", None)
LOW = (None, None, "总数", "线上", "线下", "数量", "占比")


def vertical(bureau: Bureau) -> Path:
    return written(
        bureau, "叶县半月报.xlsx",
        (TITLE,),
        ("填报单位:(盖章)叶县  负责人:(签字)  联系人及电话:",),
        ("督导内容项目", "数量", "占比"),
        ("一、基本情况",),
        ("1. 义务教育阶段学校总数", 118, None),
        ("2. 学科类机构总数", 20, None),
        ("    其中:线上", 2, None),
        ("    线下", 18, None),
        ("3. 提供课后服务的学校", 118, 1),
    )  # fmt: skip


def wide(bureau: Bureau, *rows: tuple[object, ...], title: str = TITLE) -> Path:
    return written(
        bureau, "半月报.xlsx", (title,), TOP, LOW, *rows,
        merges=("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:G2"),
    )  # fmt: skip


def written(bureau: Bureau, name: str, *rows: tuple[object, ...], merges: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "半月报"
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    path = bureau.put(name, b"")
    book.save(path)
    return path


def items(bureau: Bureau) -> dict[str, dict[str, float]]:
    with bureau.view() as view:
        figures = view.figures("national").dropna(subset=["value"])
    return {
        str(county): dict(zip(mine["item"], mine["value"], strict=True)) for county, mine in figures.groupby("county")
    }


def outcomes(done: list[Ingested]) -> list[tuple[str | None, str]]:
    return [(one.county, one.outcome) for one in done]


YE = {
    "nat_schools": 118, "nat_institutions": 20, "nat_institutions_online": 2, "nat_institutions_offline": 18,
    "nat_offering": 118,
}  # fmt: skip


def test_both_layouts_say_the_same(bureau: Bureau) -> None:
    """A county's numbers would depend on which of the two forms its clerk was given."""
    assert outcomes(bureau.take(vertical(bureau))) == [("410422", "accepted")]
    assert items(bureau) == {"410422": YE}
    assert outcomes(bureau.take(wide(bureau, ("叶县", 118, 20, 2, 18, 118, "100%")))) == [("410422", "accepted")]
    assert items(bureau) == {"410422": YE}


@pytest.mark.parametrize("title", [TITLE, f"平顶山市{TITLE}"])
def test_each_row_of_a_sheet_of_many_counties_is_that_county_s_own(bureau: Bureau, tmp_path: Path, title: str) -> None:
    """What the bureau, or a neighbour, put together would be sent back whole, though every row says whose it is."""
    path = wide(
        bureau,
        ("叶县", 118, 20, 2, 18, 118, "100%"),
        ("郏县", 90, 9, 0, 9, 91, None),
        ("叶线", 5, 1, 0, 1, 5, None),
        ("平顶山市", 213, 30, 2, 28, 214, None),
        ("合计", 213, 31, 2, 28, 214, None),
        title=title,
    )
    done = bureau.take(path, receipts=tmp_path / "receipts")
    assert outcomes(done) == [("410422", "accepted"), ("410425", "partly"), (None, "rejected")]
    found = items(bureau)
    assert found["410422"] == YE
    # 91 of 90 schools: neither of the two is believed, and the rest is kept
    assert set(found) == {"410422", "410425"}
    assert found["410425"].keys().isdisjoint({"nat_schools", "nat_offering"})
    assert found["410425"]["nat_institutions"] == 9
    assert "叶线" in done[2].reason
    assert "叶县" in done[2].reason
    assert [len(one.receipts) for one in done] == [2, 2, 2]
    with bureau.view() as view:
        findings = view.findings()
    # the rows add up to 30, which the city's own row says as well; all else agrees
    totals = findings[findings["check_id"] == "total_row"]
    assert set(zip(totals["found"], totals["cell"], strict=True)) == {("31", "C8")}
    again = bureau.take(path)
    assert {one.submission for one in again} == {done[0].submission, done[1].submission}
    assert all(one.known for one in again)


def test_targets_below_the_counties_of_a_sheet_leave_them_as_they_are(bureau: Bureau) -> None:
    """The office would get its table back for a row that is no county's."""
    rows = ("叶县", 118, 20, 2, 18, 118, None), ("郏县", 90, 9, 0, 9, 90, None)
    done = bureau.take(wide(bureau, *rows, ("目标值", 120, 0, 0, 0, 120, None), ("全市", 208, 29, 2, 27, 208, None)))
    assert outcomes(done) == [("410422", "accepted"), ("410425", "accepted")]
    assert items(bureau)["410422"] == YE
    with bureau.view() as view:
        said = view.findings().query("check_id in ['row_aside', 'total_row']")
    assert set(zip(said["check_id"], said["severity"], said["found"], strict=True)) == {
        ("row_aside", "notice", "目标值")
    }


def test_rows_of_others_in_a_county_s_own_sheet_stay_out(bureau: Bureau) -> None:
    """A county would overwrite what its neighbour reported."""
    rows = ("叶县", 118, 20, 2, 18, 118, None), ("郏县", 90, 9, 0, 9, 90, None)
    (one,) = bureau.take(wide(bureau, *rows, title=f"叶县 {TITLE}"))
    assert (one.county, one.outcome, set(items(bureau))) == ("410422", "accepted", {"410422"})
    assert one.counts["notice"] == 1
