"""Two sheets of one form in one file: one of them is read, or a person is asked; never half of each."""

from __future__ import annotations

from collections.abc import Callable

from reporting.definitions.periods import Period
from reporting.intake.examination import Examined
from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Sheet

Examine = Callable[..., Examined]
HEAD: list[CellValue] = ["学校名称", "学校标识码", "在校学生数"]


def ledger(name: str, *rows: tuple[str, str, int], hidden: bool = False, title: str = "") -> Sheet:
    cells: list[list[CellValue]] = [[title, "", ""]] if title else []
    cells.append(HEAD)
    for school, code, pupils in rows:
        cells.append([school, code, pupils])
    return Sheet(name, cells, hidden=hidden)


def pupils(one: Examined) -> list[float]:
    return one.rows["ledger"]["enrolled"].tolist() if "ledger" in one.rows else []


def checks(one: Examined) -> set[str]:
    return set(one.findings["check_id"])


OLD = [("甲小学", "1", 100), ("乙小学", "2", 90)]
NEW = [("甲小学", "1", 110), ("乙小学", "2", 95)]
OF = {"county": "410422", "period": Period("2022-04")}


def test_the_visible_sheet_wins(examined: Examine) -> None:
    """A hidden old copy placed first would provide all rows, and the visible ones be refused as duplicates."""
    one = examined(ledger("台账", *OLD, hidden=True), ledger("学校台账", *NEW), **OF)
    assert pupils(one) == [110, 95]
    (said,) = one.findings[one.findings["check_id"] == "hidden_copy"].to_dict("records")
    assert (said["severity"], said["sheet"], said["found"]) == ("warning", "台账", "学校台账")
    assert "“学校台账”" in said["message"] and "2行" in said["message"], "the receipt says which was taken"
    assert "duplicate_school" not in checks(one)
    assert "hidden_sheet" not in checks(one)


def test_a_hidden_sheet_alone_is_read(examined: Examine) -> None:
    """A county whose only ledger is hidden would count as silent."""
    assert pupils(examined(ledger("学校台账", *OLD, hidden=True), **OF)) == [100, 90]


def test_a_hidden_sheet_of_another_period_is_not_read_beside_a_visible_one(examined: Examine) -> None:
    """March as it was before it was corrected, left hidden in April's file, would take the place of what was sent."""
    sheets = (
        ledger("台账", *OLD, hidden=True, title="学校台账（2022年3月）"),
        ledger("学校台账", *NEW, title="学校台账（2022年4月）"),
    )
    for of in (OF, {"county": "410422"}):
        one = examined(*sheets, **of)
        assert (one.period, pupils(one)) == (Period("2022-04"), [110, 95])
        assert "hidden_copy" in checks(one)


def test_the_sheet_named_for_the_period_wins(examined: Examine) -> None:
    """March's rows would be stored as April's, or both be refused."""
    one = examined(ledger("3月台账", *OLD), ledger("4月台账", *NEW), **OF)
    assert pupils(one) == [110, 95]
    assert "copy_of_other_period" in checks(one)
    titled = [ledger("台账", *OLD, title="学校台账（2022年3月）"), ledger("台账2", *NEW, title="学校台账（2022年4月）")]
    assert pupils(examined(*titled, **OF)) == [110, 95]


def test_two_that_nobody_can_tell_apart_are_a_question(examined: Examine) -> None:
    """Half of one and half of the other would be stored."""
    one = examined(ledger("台账", *OLD), ledger("学校台账", *NEW), **OF)
    assert one.outcome == "held"
    assert "sheets_twice" in checks(one)
    # each school stands there twice: that is the question, and no fault of the county's
    assert "duplicate_school" not in checks(one)
    (said,) = one.findings.loc[one.findings["check_id"] == "sheets_twice", "message"]
    assert "台账、学校台账" in said and "甲小学" in said


def test_parts_of_one_are_read_together(examined: Examine) -> None:
    """A county that keeps its primary and its junior schools apart would be asked which of the two it means."""
    one = examined(ledger("小学", ("甲小学", "1", 100)), ledger("初中", ("乙初中", "2", 90)), **OF)
    assert pupils(one) == [100, 90]
    assert "sheets_twice" not in checks(one)


def test_figures_twice_are_a_question(examined: Examine) -> None:
    """Of two sheets of county figures each item would be disbelieved, one by one, without a word of why."""
    first = Sheet("县级统计", [["指标", "数值"], ["专题会议次数", 3], ["推门听课节次", 9]])
    second = Sheet("县级统计2", [["指标", "数值"], ["专题会议次数", 4], ["推门听课节次", 9]])
    assert "sheets_twice" in checks(examined(first, second, **OF))
    hidden = Sheet("旧", first.rows, hidden=True)
    one = examined(hidden, second, **OF)
    assert one.figures.set_index("item")["value"]["gov_meetings"] == 4
