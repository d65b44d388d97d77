"""Rows that formulas fill and no person: their zeros are no answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reporting.definitions.periods import Period
from reporting.intake.examination import Examined
from reporting.intake.recognition.form_tables import recognise
from reporting.settings import Settings
from reporting.workbooks.cells import CellValue
from reporting.workbooks.tables import find_layout
from reporting.workbooks.workbook import Sheet

Examine = Callable[..., Examined]
OF = {"county": "410422", "period": Period("2022-04")}
ROWS: list[list[CellValue]] = [
    ["学校名称", "学校标识码", "学段", "在校学生数", "参加课后服务学生数"],
    ["甲小学", "1", "小学", 100, 40],
    ["乙小学", "2", "小学", 0, 0],
    ["丙小学", "3", "小学", 0, 0],
    ["丁小学", "4", "小学", 80, 0],
    [0, "", "", 0, 0],
    ["", "", "", 7, 0],
]
NUMBERS = frozenset({4, 5})
FORMULAS = {2: NUMBERS, 4: NUMBERS, 5: NUMBERS, 6: frozenset({1, 4, 5}), 7: NUMBERS}


def values(one: Examined) -> list[tuple[str, float, str]]:
    rows = one.rows["ledger"]
    return list(zip(rows["school_name"], rows["enrolled"].fillna(-1), rows["enrolled_state"], strict=True))


def test_zeros_of_rows_that_nobody_filled_are_no_zeros(examined: Examine) -> None:
    """A school that has not been asked yet would be stored with no pupils, and nameless rows would be refused."""
    one = examined(Sheet("学校台账", ROWS, formulas=FORMULAS), **OF)
    assert values(one) == [
        ("甲小学", 100, "reported"),
        ("乙小学", 0, "reported"),
        ("丙小学", -1, "not_submitted"),
        ("丁小学", 80, "reported"),
    ]
    said = {str(row["check_id"]): (row["severity"], str(row["message"])) for row in one.findings.to_dict("records")}
    assert said["formula_zeros"][0] == "warning" and "第4行" in said["formula_zeros"][1]
    assert said["formula_rows"][0] == "notice" and "第6–7行" in said["formula_rows"][1]
    assert "required" not in said


def test_typed_zeros_stay(examined: Examine) -> None:
    """A school without pupils that take part would count as silent."""
    one = examined(Sheet("学校台账", ROWS[:3]), **OF)
    assert values(one)[1] == ("乙小学", 0, "reported")
    assert not {"formula_zeros", "formula_rows"} & set(one.findings["check_id"])


@pytest.mark.parametrize(("counts_as", "left"), [("empty", 4), ("filled", 6)])
def test_the_form_says_what_such_rows_count_as(settings: Settings, counts_as: str, left: int) -> None:
    """A bureau whose sheets are all formulas, linked to another workbook, could not take them in."""
    form = settings.forms.own
    ledger = form.tables[0].model_copy(update={"formula_rows": counts_as})
    forms = settings.forms.model_copy(
        update={"forms": (form.model_copy(update={"tables": (ledger, *form.tables[1:])}),)}
    )
    sheet = Sheet("学校台账", ROWS, formulas=FORMULAS)
    (found,) = recognise([(sheet, find_layout(sheet))], forms, settings.names).tables
    assert len(found.table.rows) == left
    assert replace(found.table, rows=()).dropped[-1].reason == ("formulas" if counts_as == "empty" else "header")


FIGURES: list[list[CellValue]] = [["指标", "数值"], ["专题会议次数", 0], ["推门听课节次", 0], ["区域教研场次", 0]]


@pytest.mark.parametrize(
    ("formulas", "typed", "states"),
    [
        ({2, 3, 4}, {}, ["not_submitted"] * 3),
        ({2, 3, 4}, {4: 7}, ["reported"] * 3),
        ({2, 3}, {}, ["reported"] * 3),
        (set(), {}, ["reported"] * 3),
    ],
)
def test_figures_that_nobody_filled_are_no_zeros(
    examined: Examine, formulas: set[int], typed: dict[int, int], states: list[str]
) -> None:
    """A county that has filled in nothing would have held no meeting; one that typed a zero would be silent."""
    rows = [[*row[:1], typed.get(number, row[1])] for number, row in enumerate(FIGURES, 1)]
    one = examined(Sheet("县级统计", rows, formulas={row: frozenset({2}) for row in formulas}), **OF)
    assert one.figures["state"].tolist() == states
    assert ("formula_zeros" in set(one.findings["check_id"])) == (states[0] == "not_submitted")
