"""What `reporting inspect` says of a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from reporting.intake.inspection import inspect_workbook, render_text
from reporting.workbooks.files import read_workbook

ROWS: list[list[str | int]] = [
    ["学校台账\u202e"],
    ["单位：人"],
    ["学校名称", "在校学生数"],
    ["第一小学", 120],
    [],
    [],
    ["第二小学", 80],
    ["合计", 200],
    ["填报日期：2022年4月30日"],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions[4].hidden = True
    book.save(tmp_path / "f.xlsx")
    return tmp_path / "f.xlsx"


def test_the_description_names_header_unit_rows_and_every_dropped_row(path: Path) -> None:
    """The command could not answer why a row is missing."""
    description = inspect_workbook(read_workbook(path), ["学校名称"])
    assert json.loads(json.dumps(description)) == description
    (sheet,) = description["sheets"]
    (table,) = sheet["tables"]
    assert table["header_rows"] == [3, 3]
    assert table["columns"][1] == {"letter": "B", "heading": "在校学生数", "path": ["在校学生数"], "unit": None}
    assert (table["unit"], table["rows"], table["first_row"], table["last_row"]) == ("人", 2, 4, 7)
    assert table["footer"] == {"填报日期": "2022年4月30日"}
    assert [(row["row"], row["reason"]) for row in table["dropped"]] == [
        (1, "title"), (2, "unit"), (3, "header"), (5, "blank"), (6, "blank"), (8, "total"), (9, "footer")
    ]  # fmt: skip
    assert sheet["hidden_rows"] == [4]


def test_the_console_shows_the_same_and_nothing_that_moves_the_cursor(path: Path) -> None:
    """A title could recolour or reverse the terminal of the bureau."""
    text = render_text(inspect_workbook(read_workbook(path)))
    assert "\u202e" not in text
    assert "header rows: 3–3" in text
    assert "row 8 total: 合计 200" in text
    assert "row 5–6 blank" in text
    assert "notice Sheet: hidden_rows (count 1, rows 4)" in text


def test_a_form_of_labels_is_called_what_it_is(tmp_path: Path) -> None:
    """Who looks at a refused file would see a table with headings 青石小学 and 小学."""
    book = openpyxl.Workbook()
    for row in (("学校名称", "青石小学", "学校标识码", "9"), ("学段", "小学", "在校学生数", 1200)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "f.xlsx")
    known = ["学校名称", "学校标识码", "学段", "在校学生数"]
    description = inspect_workbook(read_workbook(tmp_path / "f.xlsx"), known)
    assert description["sheets"][0]["labels"] == "beside"
    assert "a form of labels" in render_text(description)
    assert inspect_workbook(read_workbook(tmp_path / "f.xlsx"))["sheets"][0]["labels"] is None
