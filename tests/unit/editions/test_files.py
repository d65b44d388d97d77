"""Files for readers: the same words as the page, nothing of this machine, nothing that a spreadsheet would run."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from reporting.editions.files.brief import AnnexTable, Brief
from reporting.editions.files.circular import circular
from reporting.editions.files.listing import described_files, files_in, files_of
from reporting.editions.files.names import SCHOOLS, SUMMARY, FileName
from reporting.editions.files.schools_workbook import schools_workbook
from reporting.editions.gates.file_gates import figures_told, words_of
from reporting.translations import translator

_ = translator("editions", "zh-Hans")
BRIEF = Brief(
    title="鲁山县2022年4月进展情况通报",
    demo="演示数据",
    opening="现将进展情况通报如下。",
    chapters=(("一、总体情况", ("报送学校98/98所。", "<b>&甲乡小学“实验”")), ("二、进展", ("无。",))),
    annexes=(AnnexTable("附件1", ("指标", "现值"), (("覆盖率", "99.6%（42\u202f887/42\u202f994人）"),)),),
)
ROW = {
    "code": "410423", "id": "x", "county": "鲁山县", "area": "乡村", "indicator": "作业公示率", "value": "否",
    "target": "100%", "since": "2022年3月", "due": "2022年6月6日", "before": "上期未达标",
}  # fmt: skip


def test_a_circular_opens_and_says_what_it_was_given() -> None:
    """The office would open a broken file, or one that lost a sentence."""
    document = Document(BytesIO(circular(BRIEF, "zh-Hans")))
    texts = [one.text for one in document.paragraphs]
    assert texts[:4] == ["演示数据", BRIEF.title, BRIEF.opening, "一、总体情况"]
    assert "<b>&甲乡小学“实验”" in texts
    assert [cell.text for cell in document.tables[0].rows[1].cells] == list(BRIEF.annexes[0].rows[0])
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(one.mm) for one in lengths if one] == [210, 297, 37, 28]
    assert "演示数据" in section.header.paragraphs[0].text
    (language,) = document.styles.element.xpath("w:docDefaults//w:lang")
    assert language.get(qn("w:eastAsia")) == "zh-CN", "，and 。 would stand in the middle of their squares"
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("410423.docx", FileName("410423", ".docx")),
        ("410423-schools.xlsx", FileName("410423", ".xlsx", SCHOOLS)),
        ("410423-summary.en.pdf", FileName("410423", ".pdf", SUMMARY, "en")),
        ("DIRECT-1-sleep.en.pdf", FileName("DIRECT-1-sleep", ".pdf", lang="en")),
    ],
)
def test_a_file_is_read_by_the_name_it_was_given(name: str, parts: FileName) -> None:
    """A page would lead to the files of another place, or of another language."""
    assert FileName.read(name) == parts
    assert str(parts) == name


def test_the_same_words_make_the_same_bytes_without_a_trace_of_the_machine() -> None:
    """Two runs would differ, and nobody could tell a changed sentence from a changed clock."""
    first = circular(BRIEF, "zh-Hans")
    assert circular(BRIEF, "zh-Hans") == first
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "http://x.example", "0012", "＝1"])
def test_no_name_of_a_school_is_run_by_a_spreadsheet(name: str) -> None:
    """A school called =cmd would run on the bureau's desk."""
    made = schools_workbook([{**ROW, "school": name}], "清单", "演示数据", _, with_county=False)
    assert made == schools_workbook([{**ROW, "school": name}], "清单", "演示数据", _, with_county=False)
    sheet = load_workbook(BytesIO(made)).worksheets[0]
    cell = sheet["A4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)
    assert sheet["A2"].value == "演示数据"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:H4")
    assert [one.value for one in sheet[3]] == [
        *("学校", "城乡", "指标", "现值", "目标", "自何时未达标", "整改报送期限", "上期情况")
    ]


def test_the_numbers_of_a_file_are_found_for_its_page_to_be_asked(tmp_path: Path) -> None:
    """A circular could say another rate than the page, and the gate would not see it."""
    path = tmp_path / "410423.docx"
    path.write_bytes(circular(BRIEF, "zh-Hans"))
    (tmp_path / "410423-schools.xlsx").write_bytes(schools_workbook([], "清单", "", _, with_county=True))
    assert figures_told(words_of(path)) == {"98/98", "99.6", "42887/42994"}
    assert files_in(tmp_path) == ["410423-schools.xlsx", "410423.docx"]
    described = described_files(tmp_path)
    assert [one.place for one in described] == ["410423", "410423"]
    assert list(files_of(described, "410423", "zh-Hans")) == ["410423-schools.xlsx", "410423.docx"]
    assert list(files_of(described, "410423", "en")) == ["410423-schools.xlsx"]


def test_rows_written_in_parts_are_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nation's annex would lack schools, or a school's name stand where others' rows belong."""
    rows = tuple((f"第{number}小学", "<!--rows of 1-->") for number in range(5))
    annexes = tuple(AnnexTable(title, ("学校", "项目"), rows) for title in ("附件1", "附件2"))
    brief = Brief("标题", "", "开头。", (), annexes)
    whole = circular(brief, "zh-Hans")
    assert [[cell.text for cell in row.cells] for row in Document(BytesIO(whole)).tables[1].rows[1:]] == [
        *map(list, rows)
    ]
    monkeypatch.setattr("reporting.editions.files.circular._ROWS_AT_ONCE", 2)
    assert circular(brief, "zh-Hans") == whole
