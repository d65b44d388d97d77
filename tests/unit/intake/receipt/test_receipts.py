"""A receipt says what happened in the county's own workbook, and nothing that a county typed gets loose in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given
from hypothesis import settings as h_settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from reporting.errors import UnreadableFileError
from reporting.execution.fingerprint import file_digest
from reporting.intake.findings import Finding, findings_frame
from reporting.intake.receipts import write
from reporting.intake.receipts.answers import answer_to
from reporting.intake.receipts.content import MOST_FINDINGS, Receipt, ReceiptFinding
from reporting.intake.receipts.content import receipt_for as receipt_of
from reporting.intake.receipts.fresh import fresh_workbook
from reporting.intake.receipts.marked import marked_workbook, may_go_back
from reporting.intake.receipts.marks import COLOURS, marks
from reporting.intake.receipts.page import receipt_page
from reporting.intake.receipts.remade import remade_workbook
from reporting.intake.receipts.write import write_receipts
from reporting.settings import Settings
from reporting.store.submissions import Receipted, Submission
from reporting.workbooks.files import read_workbook
from reporting.workbooks.workbook import Sheet, Workbook

ERROR = Finding("error", "a", "学校台账 B3：多了。", "学校台账", "B3", table="ledger", row=3)
NOTICE = Finding("notice", "b", "学校台账 A3–A5：改为文本。", "学校台账", "A3:A4 A5")
HOSTILE = Finding("warning", "c", '=HYPERLINK("x") <script>alert(1)</script>', "=x", "A1", found="=1+1")


def submission(*findings: Finding, **change: Any) -> Submission:
    values: dict[str, Any] = {
        "county": "410422",
        "period": "2022-04",
        "form": "county_monthly",
        "outcome": "partly",
        "late": False,
        "file": "叶县<b>.xlsx",
        "sha256": "ab",
        "size": 1,
        "received_at": datetime(2022, 5, 3, 1, 0),
        "demo": False,
        "rows": {"ledger": pd.DataFrame({"school_name": ["甲"]})},
        "typed": {"ledger": pd.DataFrame({"school_name": ["甲", "乙"]})},
        "figures": pd.DataFrame({"table_name": [], "item": [], "typed": [], "state": []}, dtype="object"),
        "columns": pd.DataFrame(),
        "findings": findings_frame(findings),
    }
    return Submission(**values | change)


def receipt_for(kept: Receipted, submission: Submission, settings: Settings) -> Receipt:
    return receipt_of(answer_to(kept, submission, settings.forms), settings)


@pytest.fixture
def receipt(settings: Settings) -> Receipt:
    return receipt_for(Receipted("s-1", 2, known=False), submission(ERROR, NOTICE, HOSTILE), settings)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "叶县.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("学校台账")
        sheet.write_row(1, 0, ["学校", "人数"])
        sheet.write_row(2, 0, ["=甲", 5])
        sheet.merge_range("A4:B4", "合并")
    return path


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


class TestContent:
    def test_verdict_counts_and_deadline(self, receipt: Receipt) -> None:
        assert "部分接收" in receipt.verdict
        assert "2022年5月5日" in receipt.todo
        assert dict(receipt.facts)["核验结果"] == "错误1项、警告1项、提示1项"
        assert dict(receipt.facts)["版本"] == "第2版"
        assert receipt.tables == (("学校台账", 1, 2, 0),)

    def test_time_is_that_of_the_city(self, receipt: Receipt) -> None:
        assert dict(receipt.facts)["收到时间"] == "2022-05-03 09:00"

    def test_the_gravest_come_first(self, receipt: Receipt) -> None:
        assert [finding.severity for finding in receipt.findings] == ["error", "warning", "notice"]

    def test_after_the_closing_day_no_date_in_the_past_is_asked_for(self, settings: Settings) -> None:
        late = submission(ERROR, late=True, received_at=datetime(2022, 5, 9))
        receipt = receipt_for(Receipted("s", 1, known=False), late, settings)
        assert "尽快" in receipt.todo
        assert "逾期" in dict(receipt.facts)["收到时间"]

    def test_a_clean_one_asks_for_nothing(self, settings: Settings) -> None:
        receipt = receipt_for(Receipted("s", 1, known=False), submission(outcome="accepted"), settings)
        assert receipt.todo == "无须重报。"

    def test_a_file_of_nobody_gets_a_receipt_too(self, settings: Settings) -> None:
        nobody = submission(
            Finding("error", "x", "看不出"), county=None, period=None, form=None, outcome="rejected", rows={}, typed={}
        )
        receipt = receipt_for(Receipted("s", 1, known=False), nobody, settings)
        assert dict(receipt.facts)["填报单位"] == "无法识别"
        assert receipt.tables == ()

    def test_of_very_many_findings_the_rest_is_counted(self, settings: Settings) -> None:
        many = submission(*[ERROR] * (MOST_FINDINGS + 7))
        receipt = receipt_for(Receipted("s", 1, known=False), many, settings)
        assert (len(receipt.findings), receipt.left_out) == (MOST_FINDINGS, 7)


class TestMarks:
    def test_a_cell_has_the_gravest_colour_and_every_text(self, settings: Settings) -> None:
        two = submission(ERROR, Finding("notice", "n", "也请看。", "学校台账", "B3"))
        receipt = receipt_for(Receipted("s", 1, known=False), two, settings)
        (mark,) = marks(receipt.findings, "学校台账")
        assert (mark.row, mark.column, mark.severity) == (3, 2, "error")
        assert "多了" in mark.comment
        assert "也请看" in mark.comment

    def test_of_a_range_every_cell_is_coloured_and_one_commented(self, receipt: Receipt) -> None:
        found = [mark for mark in marks(receipt.findings, "学校台账") if mark.column == 1]
        assert [(mark.row, bool(mark.comment)) for mark in found] == [(3, True), (4, False), (5, False)]


class TestMarkedWorkbook:
    def test_the_county_s_cells_stay_and_are_marked(self, sent: Path, receipt: Receipt) -> None:
        content = marked_workbook(sent, receipt)
        assert content is not None
        book = opened(content)
        assert book.sheetnames == ["回执", "学校台账"]
        cell = book["学校台账"]["B3"]
        assert (cell.value, cell.fill.fgColor.rgb) == (5, f"00{COLOURS['error']}")
        assert "多了" in cell.comment.text
        assert book["学校台账"]["A4"].fill.fgColor.rgb == f"00{COLOURS['notice']}"

    def test_a_program_that_measures_no_text_shows_all_of_it(self, sent: Path, receipt: Receipt) -> None:
        """LibreOffice gives a row without a height one line: of a finding of three lines two were not seen."""
        texts = ["短。", "长" * 100, "长" * 5000]
        long = replace(receipt, findings=tuple(ReceiptFinding("error", "错误", "表", "A1", text) for text in texts))
        for content in (marked_workbook(sent, long), remade_workbook(sent, long), fresh_workbook(None, long)):
            sheet = opened(content or b"")["回执"]
            height = {row[3].value: sheet.row_dimensions[row[3].row].height or 0 for row in sheet if row[3].value}
            short, three, most = (height[text] for text in texts)
            assert 15 <= short < 20, "one line"
            assert 45 <= three < 60, "100 characters of two digits' width on 90 digits are three lines"
            assert 400 < most <= 409, "Excel takes a higher row for damage"
            page, fitted = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
            assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
            assert fitted and fitted.fitToPage, "what was found would be on a page of its own"

    def test_what_looks_like_a_formula_is_text(self, sent: Path, receipt: Receipt) -> None:
        book = opened(marked_workbook(sent, receipt) or b"")
        front = book["回执"]
        assert all(cell.data_type != "f" for row in front.iter_rows() for cell in row)
        assert any(text.startswith("=HYPERLINK") for text in texts(front))

    def test_an_old_receipt_is_replaced(self, sent: Path, receipt: Receipt, tmp_path: Path) -> None:
        again = tmp_path / "again.xlsx"
        again.write_bytes(marked_workbook(sent, receipt) or b"")
        assert opened(marked_workbook(again, receipt) or b"").sheetnames == ["回执", "学校台账"]

    def test_marks_of_an_old_receipt_are_taken_off(self, sent: Path, receipt: Receipt, settings: Settings) -> None:
        """A clerk would go on looking for a fault that is mended."""
        sent.write_bytes(marked_workbook(sent, receipt) or b"")
        clean = receipt_for(Receipted("s-2", 3, known=False), submission(outcome="accepted"), settings)
        sheet = opened(marked_workbook(sent, clean) or b"")["学校台账"]
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == []
        assert {cell.fill.fill_type for row in sheet.iter_rows() for cell in row} == {None}

    def test_everything_else_of_the_county_s_is_as_it_was(self, tmp_path: Path, receipt: Receipt) -> None:
        """A clerk would get back another workbook than was sent."""
        path = tmp_path / "rich.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("学校台账")
            sheet.write_rich_string("A1", "请", book.add_format({"bold": True}), "务必", "核对")
            sheet.write_string("A2", "=1+1")
            sheet.write_formula("C3", "=B3*2", None, 10)
            sheet.write_comment("B3", "县里的批注", {"author": "王"})
            sheet.conditional_format(
                "B3:B9", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format()}
            )
            sheet.data_validation("B3:B9", {"validate": "integer", "criteria": ">", "value": 0})
            sheet.freeze_panes(2, 1)
            sheet.set_column("D:D", 33)
        assert may_go_back(path)
        back = openpyxl.load_workbook(io.BytesIO(marked_workbook(path, receipt) or b""), rich_text=True)["学校台账"]
        before = openpyxl.load_workbook(path, rich_text=True)["学校台账"]
        cells = [cell for row in before.iter_rows() for cell in row]
        assert [str(back[cell.coordinate].value) for cell in cells] == [str(cell.value) for cell in cells]
        assert isinstance(back["A1"].value, CellRichText)
        assert (back["A2"].data_type, back["C3"].data_type) == ("s", "f")
        assert "多了" in back["B3"].comment.text
        assert "王：县里的批注" in back["B3"].comment.text
        assert (len(back.conditional_formatting), back.data_validations.count) == (1, 1)
        assert (back.freeze_panes, back.column_dimensions["D"].width) == ("B3", before.column_dimensions["D"].width)

    def test_a_formula_that_starts_a_program_is_not_sent_on(self, tmp_path: Path) -> None:
        """Whoever opens the receipt would be asked to run it."""
        path = tmp_path / "dde.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet().write_formula("A1", "=cmd|' /C calc'!A0")
        assert not may_go_back(path)

    def test_what_no_library_carries_over_stays_byte_for_byte(self, tmp_path: Path, receipt: Receipt) -> None:
        """A clerk would get the workbook back without its chart, its picture of the trend or its newer rules."""
        path = tmp_path / "rich.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("学校台账")
            sheet.write_row(2, 0, [1, 2])
            sheet.add_sparkline("C3", {"range": "学校台账!A3:B3"})
            sheet.conditional_format("A3:B9", {"type": "data_bar", "data_bar_2010": True})
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": "=学校台账!$A$3:$B$3"})
            sheet.insert_chart("D1", chart)
        before, after = zipfile.ZipFile(path), zipfile.ZipFile(io.BytesIO(marked_workbook(path, receipt) or b""))
        for name in before.namelist():
            if "chart" in name or "drawing" in name:
                assert after.read(name) == before.read(name)
        xml = after.read("xl/worksheets/sheet1.xml")
        assert xml.count(b"<extLst") == before.read("xl/worksheets/sheet1.xml").count(b"<extLst")
        tail = [
            xml.rindex(tag) for tag in (b"</sheetData>", b"</conditionalFormatting>", b"<drawing", b"<legacyDrawing")
        ]
        assert tail == sorted(tail)
        assert xml.index(b"<legacyDrawing") < xml.rindex(b"<extLst")

    def test_a_county_s_own_comment_is_its_own_again_when_the_mark_goes(
        self, tmp_path: Path, receipt: Receipt, settings: Settings
    ) -> None:
        path = tmp_path / "own.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("学校台账")
            sheet.write_row(2, 0, ["甲", 5])
            sheet.write_comment("B3", "县里的批注", {"author": "王"})
        path.write_bytes(marked_workbook(path, receipt) or b"")
        clean = receipt_for(Receipted("s-2", 3, known=False), submission(outcome="accepted"), settings)
        comment = opened(marked_workbook(path, clean) or b"")["学校台账"]["B3"].comment
        assert (comment.author, comment.text) == ("王", "县里的批注")

    def test_names_that_hold_on_one_sheet_go_on_holding_on_it(self, tmp_path: Path, receipt: Receipt) -> None:
        """The print area of one sheet would become another's."""
        path = tmp_path / "names.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("说明").write(0, 0, "x")
            sheet = book.add_worksheet("学校台账")
            sheet.write_row(2, 0, ["甲", 5])
            sheet.print_area("A1:B3")
            sheet.activate()
        once = marked_workbook(path, receipt) or b""
        path.write_bytes(once)
        for content in (once, marked_workbook(path, receipt) or b""):
            back = opened(content)
            assert back["学校台账"].print_area == "'学校台账'!$A$1:$B$3"
            assert back.active is back["回执"]
            assert [sheet.title for sheet in back if sheet.sheet_view.tabSelected] == ["回执"]

    def test_the_same_workbook_is_marked_the_same(self, sent: Path, receipt: Receipt) -> None:
        assert marked_workbook(sent, receipt) == marked_workbook(sent, receipt)

    def test_an_unusual_package_is_marked_all_the_same(self, sent: Path, receipt: Receipt) -> None:
        """Some programs write every element with a prefix."""
        parts = {name: zipfile.ZipFile(sent).read(name) for name in zipfile.ZipFile(sent).namelist()}
        xml = parts["xl/worksheets/sheet1.xml"].replace(b"xmlns=", b"xmlns:x=")
        parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml)
        with zipfile.ZipFile(sent, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
        assert opened(marked_workbook(sent, receipt) or b"")["学校台账"]["B3"].fill.fgColor.rgb == "00FFC7CE"

    @pytest.mark.parametrize(
        ("part", "content"),
        [
            ("xl/vbaProject.bin", b""),
            ("xl/embeddings/o.bin", b""),
            ("xl/externalLinks/a.xml", b"<ddeLink ddeService='cmd'/>"),
        ],
        ids=repr,
    )
    def test_what_runs_something_is_not_sent_back(self, sent: Path, part: str, content: bytes) -> None:
        with zipfile.ZipFile(sent, "a") as package:
            package.writestr(part, content)
        assert not may_go_back(sent)

    @given(
        rows=st.lists(st.lists(st.sampled_from(["", "甲&<", 1.5, 7]), min_size=1, max_size=4), min_size=1, max_size=6),
        cells=st.sets(st.tuples(st.integers(1, 8), st.integers(1, 6)), max_size=6),
        merged=st.booleans(),
    )
    @h_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_is_marked_every_cell_reads_as_before(
        self, rows: list[list[Any]], cells: set[tuple[int, int]], merged: bool, receipt: Receipt, tmp_path_factory: Any
    ) -> None:
        """A figure of the county would be another in the copy that it is asked to correct."""
        path = tmp_path_factory.mktemp("p") / "x.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("学校台账")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if merged:
                sheet.merge_range("B7:C8", "合")
        findings = [ReceiptFinding("error", "错误", "学校台账", f"{'ABCDEF'[c - 1]}{r}", "看") for r, c in cells]
        content = marked_workbook(path, replace(receipt, findings=tuple(findings))) or b""
        back, before = opened(content)["学校台账"], openpyxl.load_workbook(path)["学校台账"]
        for number in range(1, 9):
            for column in range(1, 7):
                assert back.cell(number, column).value == before.cell(number, column).value
        for number, column in cells:
            inside = merged and 7 <= number <= 8 and 2 <= column <= 3
            cell = back["B7"] if inside else back.cell(number, column)
            assert (cell.fill.fgColor.rgb, bool(cell.comment)) == ("00FFC7CE", True)

    def test_a_plain_one_loses_nothing_and_noise_is_no_workbook(self, sent: Path, tmp_path: Path) -> None:
        noise = tmp_path / "noise.xlsx"
        noise.write_bytes(b"PK\x03\x04" + bytes(range(256)))
        assert may_go_back(sent)
        assert not may_go_back(noise)


class TestFreshWorkbook:
    def test_the_same_rows_with_marks(self, receipt: Receipt) -> None:
        sheet = Sheet("学校台账", [["标题很长" * 20, ""], ["学校", "人数"], ["=1+1", 5.0]])
        book = opened(fresh_workbook(Workbook("csv", "gb18030", (sheet,)), receipt))
        assert book.sheetnames == ["回执", "学校台账"]
        assert any("副本" in text for text in texts(book["回执"]))
        copy = book["学校台账"]
        assert (copy["A3"].value, copy["A3"].data_type, copy["B3"].value) == ("=1+1", "s", 5)
        assert "多了" in copy["B3"].comment.text
        widths = [copy.column_dimensions[letter].width for letter in "AB"]
        assert 39 < widths[0] < 42, "a column is as wide as its words, a title aside"
        assert 5 < widths[1] < 10
        assert copy["A5"].fill.fgColor.rgb == f"FF{COLOURS['notice']}"

    @pytest.mark.parametrize("name", ["a/b:c", "'", "x" * 60, "回执", ""])
    def test_any_name_of_a_sheet_will_do(self, receipt: Receipt, name: str) -> None:
        sheets = (Sheet(name, [["a"]]), Sheet(name, [["b"]]))
        book = opened(fresh_workbook(Workbook("ods", "", sheets), receipt))
        assert [book.worksheets[n]["A1"].value for n in (1, 2)] == ["a", "b"]

    def test_a_file_that_could_not_be_read_has_the_receipt_alone(self, receipt: Receipt) -> None:
        assert opened(fresh_workbook(None, receipt)).sheetnames == ["回执"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


class TestPage:
    def test_it_is_whole_chinese_and_escaped(self, receipt: Receipt) -> None:
        page = receipt_page(receipt)
        parser = _Tags()
        parser.feed(page)
        assert "script" not in parser.tags
        assert parser.addresses == []
        assert "&lt;script&gt;" in page
        assert "叶县&lt;b&gt;.xlsx" in page
        assert '<html lang="zh-Hans">' in page
        assert page.index("多了") < page.index("改为文本")


def test_a_csv_comes_back_as_a_workbook_with_its_rows(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "叶县.csv"
    path.write_bytes("学校,人数\n滍阳小学,5\n".encode("gb18030"))
    answer = answer_to(Receipted("s-1", 1, known=False), submission(NOTICE), settings.forms)
    written = write_receipts(tmp_path / "out", path, answer, settings)
    assert [file.name for file in written] == ["s-1.xlsx", "s-1.html"]
    assert "滍阳小学" in [shown for sheet in read_workbook(written[0]).sheets for row in sheet.rows for shown in row]


@pytest.mark.parametrize(
    ("found", "is_changed", "is_asked"),
    [
        ((NOTICE,), False, False),
        ((NOTICE,), True, True),
        ((Finding("error", "unreadable", "读不出。"),), False, True),
        ((Finding("error", "examination_failed", "程序出错。"),), False, True),
    ],
    ids=["read a moment ago", "another file since", "not read", "perhaps not read"],
)
def test_what_the_reader_has_not_taken_in_is_not_marked_before_it_has(
    sent: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    found: tuple[Finding, ...],
    is_changed: bool,
    is_asked: bool,
) -> None:
    """A bomb would be opened for its marks; or every workbook of a month would be read twice."""
    asked: list[Path] = []

    def refuse(path: Path) -> Workbook:
        asked.append(path)
        raise UnreadableFileError("it is no workbook")

    monkeypatch.setattr(write, "read_workbook", refuse)
    mine = submission(*found, sha256=file_digest(sent))
    if is_changed:
        sent.write_bytes(sent.read_bytes() + b"\0")
    answer = answer_to(Receipted("s-1", 1, known=False), mine, settings.forms)
    workbook, _ = write_receipts(sent.parent / "out", sent, answer, settings)
    assert bool(asked) == is_asked
    assert ("学校台账" in opened(workbook.read_bytes()).sheetnames) != is_asked
