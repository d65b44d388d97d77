"""A template goes out, a clerk fills it in, it comes back under any name, and next month's knows what it said."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.functional.intake.conftest import Bureau, school


def filled_in(template: Path, target: Path) -> None:
    """What a clerk does in a spreadsheet program: type, and save under a name of their own."""
    book = openpyxl.load_workbook(template)
    ledger = book["学校台账"]
    known: dict[str, str | int] = {
        "学校名称": "廉村镇中心小学", "学校标识码": "4104220001", "县(市、区)": "叶县", "学段": "小学", "城乡": "镇区",
        "办学性质": "公办", "是否寄宿制": "否", "是否村小/教学点": "否", "在校学生数": 300, "是否开展课后服务": "是",
        "申请参加学生数": 280, "参加课后服务学生数": 256,
    }  # fmt: skip
    for column, heading in enumerate((cell.value for cell in ledger[2]), start=1):
        if heading in known:
            ledger.cell(3, column, known[str(heading)])
    figures = book["县级统计"]
    row = next(row for row in range(1, 50) if figures.cell(row, 1).value == "专题会议次数")
    figures.cell(row, 2).value = 3
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)


def test_it_comes_back_without_a_word_and_fills_the_next_one(bureau: Bureau, tmp_path: Path) -> None:
    """A clerk who did everything right would be asked about sheets and marks of our own making."""
    done = bureau.command("template", "--county", "叶县", "--period", "2022-04", "-o", tmp_path / "t.xlsx")
    assert done.returncode == 0, done.stderr
    filled_in(tmp_path / "t.xlsx", bureau.project.inbox / "新建 工作表(2).xlsx")
    (one,) = bureau.take()
    with bureau.view() as view:
        assert view.findings()["message"].tolist() == []
    assert (one.county, one.period, one.outcome) == ("410422", "2022-04", "accepted")
    assert bureau.command("template", "--all", "--period", "2022-05", "-o", tmp_path / "may").returncode == 0
    assert len(list((tmp_path / "may").iterdir())) == len(bureau.settings.city.codes)
    names = [cell.value for cell in openpyxl.load_workbook(tmp_path / "may" / "410422_2022-05.xlsx")["学校台账"]["B"]]
    assert "廉村镇中心小学" in names


def prefilled(bureau: Bureau, folder: Path) -> Path:
    """May's template of a county that sent April, with its schools and its baseline in it."""
    bureau.take(bureau.send("april.xlsx", [school(1), school(2)], {"oc_base": 10, "gov_meetings": 2}))
    done = bureau.command("template", "--county", "叶县", "--period", "2022-05", "-o", folder / "may.xlsx")
    assert done.returncode == 0, done.stderr
    return folder / "may.xlsx"


def test_one_that_comes_back_untouched_is_sent_back(bureau: Bureau, tmp_path: Path) -> None:
    """Blank forms of every county would count as a month that is reported in full."""
    blank = prefilled(bureau, tmp_path)
    done = bureau.command("ingest", blank, "--receipts", tmp_path / "receipts")
    assert done.returncode == 1
    assert "may.xlsx: 学校台账：空表，未填写任何数据。请填写后重报。" in done.stdout
    with bureau.view() as view:
        errors = view.findings().query("severity == 'error'")
        assert errors[["check_id", "sheet", "file"]].to_numpy().tolist() == [["only_carried", "学校台账", "may.xlsx"]]
        assert set(view.current()["period"]) == {"2022-04"}
        assert view.submissions().set_index("period")["status"].to_dict() == {
            "2022-04": "accepted", "2022-05": "rejected",
        }  # fmt: skip
    (receipt,) = (tmp_path / "receipts").glob("*.html")
    assert "空表，未填写任何数据。请填写后重报。" in receipt.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sheet", "named", "column", "typed"),
    [
        ("学校台账", "第1小学", "在校学生数", 300),
        ("学校台账", "第1小学", "在校学生数", "/"),
        ("县级统计", "专题会议次数", "数值", 0),
        ("县级统计", "专题会议次数", "说明", "暂缺，下月补报"),
    ],
)
def test_one_answer_makes_it_a_report(
    bureau: Bureau, tmp_path: Path, sheet: str, named: str, column: str, typed: str | int
) -> None:
    """A clerk who did answer would be told that the form is blank."""
    path = prefilled(bureau, tmp_path)
    book = openpyxl.load_workbook(path)
    cells = book[sheet]
    (line,) = (line for line in cells.iter_rows() if named in [cell.value for cell in line])
    (place,) = (index for index, cell in enumerate(cells[2]) if cell.value == column)
    line[place].value = typed
    book.save(path)
    (one,) = bureau.take(path)
    assert (one.outcome, one.reason) == ("accepted", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--county", "叶线"), 2, "did you mean 叶县?"),
        (("--county", "叶县", "--all"), 2, "either --county or --all"),
        (("--county", "平顶山市"), 0, "410400_2022-04.xlsx"),
    ],
)
def test_wrong_use_is_told_and_the_bureau_s_own_is_made(
    bureau: Bureau, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """A slip would write a template for somebody else, or none for the bureau, which reports too."""
    done = bureau.command("template", *arguments, "--period", "2022-04", "-o", tmp_path)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
