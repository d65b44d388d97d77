"""Rows that name a group, a time or a sum where a ledger names its schools: none of them is a school."""

from __future__ import annotations

import re
from dataclasses import replace

from reporting.definitions.forms import RowTable
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import narrow
from reporting.intake.findings import Finding, Severity, located, say
from reporting.intake.recognition.other_figures import gives_other_figures
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.headings import Matches
from reporting.workbooks.layouts.table import Column, Row

__all__ = ["named_rows"]

_PLACES = ("县", "区", "市")
_NO_NAME = re.compile(
    r"(?:其中|另有?)[:：]?.{0,12}|[上去前本]?(?:年|月|期|学期|学年)?同期(?:数|情况)?|[上去前本](?:年|月|学期|学年|期)(?:末|底)?(?:数|情况|合计)?"
    r"|(?:学校|教师|学生|班级)?(?:总?人数|总数|所数|校数|数)|.{1,8}(?:镇|乡|街道|街道办|办事处|学区|片区)"
    r"|(?:[一-鿿]{0,10})?(?:率|占比|比重|比例|同比|环比|增长|增幅|增减|增速|排名|位次|平均|人均)(?:\(.{0,8}\)|[±+-]{0,3}[%‰])?"
    r"|全[县区市镇乡校](?:学校)?(?:合计|总计|总数|情况)?|[合总共小累]?计|\d+[所个]?"
    r"|请?(?:填写?|填报|输入|选择|选填|必填)(?!的).{0,10}|[必选]填项?|文本(?:型|格式)?"
)
"""What names a group, a time, a sum or a number of them, and no school: 其中：民办, 上年同期, 城关镇, 全县, 计, 4所,
参与率, 填写全称 below the headings."""

_CODE = re.compile(r"\d{5,}")


def named_rows(
    lines: list[Row], definition: RowTable, matches: Matches, names: PlaceNames, sheet: str
) -> tuple[list[Row], tuple[Finding, ...]]:
    """The rows that name one of what the table lists, and a word about those that name a group or a sum of them.

    Args:
        lines: rows of the table, in order.
        definition: of the table; only one that is told by code and name is looked at.
        matches: its columns.
        names: a row named after a county is no school of it.
        sheet: where the rows stand.
    """
    columns = [(definition.field(name), matches.columns.get(name)) for name in definition.entity]
    column = next((one for field, one in columns if one is not None and field.kind == "text"), None)
    code = next((one for field, one in columns if one is not None and field.kind == "code"), None)
    if column is None or not any(field.kind == "code" for field, _ in columns):
        return lines, ()
    words = {narrow(word) for field in definition.fields for word in (*field.choices, *(field.spellings or {}))}

    def is_name(row: Row) -> bool:
        text = narrow(shown(row.at(column.index)))
        if code is not None and sum(map(str.isdigit, shown(row.at(code.index)))) > 3:
            return True
        is_place = text.endswith(_PLACES) and names.code(text) is not None
        return not (text in words or is_place or _NO_NAME.fullmatch(text) or gives_other_figures(text))

    others = [row for row in lines if not is_blank(row.at(column.index)) and not is_name(row)]
    if not others:
        return lines, ()
    left = {row.number for row in others}
    # a code where the name should be is a school's row beside its headings
    coded = [row for row in others if _CODE.fullmatch(narrow(shown(row.at(column.index))))]
    groups = [row for row in others if row not in coded]
    found = []
    if coded:
        first, *more = coded
        finding = _finding("error", "code_as_name", coded, column, sheet)
        rows = tuple((sheet, row.number) for row in more)
        found.append(replace(finding, table=definition.name, row=first.number, also=rows))
    if groups:
        found.append(_finding("warning", "no_name", groups, column, sheet))
    return [row for row in lines if row.number not in left], tuple(found)


def _finding(severity: Severity, check: str, rows: list[Row], column: Column, sheet: str) -> Finding:
    cells = " ".join(f"{column.letter}{row.number}" for row in rows)
    typed = "、".join(dict.fromkeys(shown(row.at(column.index)) for row in rows))
    return Finding(severity, check, located(say(check, names=typed), sheet, cells), sheet, cells, found=typed)
