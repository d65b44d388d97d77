"""The workbook that a clerk gets: what it holds, what it protects, and how it is known again."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from reporting.definitions.counties import City
from reporting.definitions.forms import Form, RowTable
from reporting.definitions.periods import Period
from reporting.intake.cleaning.values.gaps import WORDS_FOR_NONE
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark, read_fingerprint
from reporting.intake.templates.template import Filling, WrittenFigure, write_template, write_workbook
from reporting.settings import Project, Settings, load_settings
from reporting.workbooks.files import read_workbook

PERIOD = Period("2022-05")
SCHOOLS = pd.DataFrame(
    {
        "school_name": ["=HYPERLINK(1)", "东岭小学"],
        "school_code": ["0123456789", "9900000001"],
        "county": ["410421", "410421"],
        "stage": ["小学", "初中"],
        "boarding": [True, False],
        "enrolled": [500, 600],
        "note": ["上月备注", None],
    }
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(Project.at(Path(__file__).parents[3]))


@pytest.fixture(scope="module")
def path(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "新建工作表.xlsx"
    known = Filling({"ledger": SCHOOLS}, {"oc_base": WrittenFigure(46), "gov_meetings": WrittenFigure("5余")})
    baofeng = settings.city.county("410421")
    write_template(path, settings.forms.own, settings.city, baofeng, PERIOD, known, due=date(2022, 6, 5))
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def column(book: Workbook, sheet: str, heading: str, header: int = 2) -> list[object]:
    cells = {str(cell.value): cell.column or 0 for cell in book[sheet][header]}
    return [book[sheet].cell(row, cells[heading]).value for row in range(header + 1, book[sheet].max_row + 1)]


def first_column(rule: DataValidation) -> int:
    return min(int(area.min_col) for area in rule.sqref.ranges)


def row_table(settings: Settings, name: str) -> RowTable:
    table = settings.forms.own.table(name)
    assert isinstance(table, RowTable)
    return table


def test_sheets_and_headings_are_those_of_the_form(book: Workbook, settings: Settings) -> None:
    """A heading that the form does not know would come back as a finding against the county."""
    assert book.sheetnames == ["填报说明", "学校台账", "县级统计", "问题清单", "工作进展", FINGERPRINT_SHEET]
    ledger = row_table(settings, "ledger")
    assert [cell.value for cell in book["学校台账"][2]] == ["序号", *(field.heading for field in ledger.fields)]
    assert [cell.value for cell in book["县级统计"][2]] == ["指标", "数值", "单位", "统计口径", "说明"]
    below = [[cell.value for cell in row if cell.value] for row in book["县级统计"].iter_rows(min_row=40)]
    assert below[below.index(["印发文件"]) + 1] == ["序号", "标题", "文号", "日期"]
    words = [cell.value for row in book["工作进展"].iter_rows() for cell in row]
    assert "典型做法" in words


def test_only_what_stays_from_month_to_month_is_filled_in(book: Workbook) -> None:
    """Last month's enrolment or meetings left standing would be sent again as this month's."""
    assert column(book, "学校台账", "学校标识码") == ["0123456789", "9900000001"]
    assert column(book, "学校台账", "县(市、区)") == ["宝丰县", "宝丰县"]
    assert column(book, "学校台账", "是否寄宿制") == ["是", "否"]
    assert column(book, "学校台账", "在校学生数") == [None, None]
    assert column(book, "学校台账", "备注") == [None, None]
    figures = dict(zip(column(book, "县级统计", "指标"), column(book, "县级统计", "数值"), strict=True))
    assert figures["学科类机构基数"] == 46
    assert figures["专题会议次数"] is None


def test_text_is_never_a_formula(path: Path, book: Workbook) -> None:
    """A school called like a formula must not run on the clerk's machine."""
    assert column(book, "学校台账", "学校名称")[0] == "=HYPERLINK(1)"
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 6
    assert all(b"<f>" not in sheet for sheet in sheets)


def test_headings_are_locked_and_cells_are_open(book: Workbook) -> None:
    """A heading changed by accident loses its column; a locked cell cannot be filled in."""
    ledger = book["学校台账"]
    assert ledger.protection.sheet
    assert not ledger.protection.password
    assert all(cell.protection.locked for cell in ledger[2])
    assert not any(cell.protection.locked for cell in ledger[3])
    assert all(not ledger.column_dimensions[letter].protection.locked for letter in ("B", "K", "AN"))
    figures = book["县级统计"]
    assert [figures.cell(3, n).protection.locked for n in (1, 2, 3, 4, 5)] == [True, False, True, False, False]


def test_every_column_to_fill_in_has_its_drop_down_or_advice(book: Workbook, settings: Settings) -> None:
    """A clerk without advice guesses."""
    ledger = row_table(settings, "ledger")
    headings = {cell.column: cell.value for cell in book["学校台账"][2]}
    rules = {headings[first_column(rule)]: rule for rule in book["学校台账"].data_validations.dataValidation}
    assert set(rules) == {field.heading for field in ledger.fields}
    assert rules["是否寄宿制"].formula1 == '"是,否,/"'
    assert str(rules["学段"].formula1).startswith('"小学,初中,九年一贯制,完全中学,十二年一贯制')
    assert rules["县(市、区)"].formula1 == '"宝丰县,/"', "a row of another county is refused by a rule of the form"
    assert "叶县" in str(rules["所属行政区"].formula1)
    assert str(rules["所属行政区"].formula1).endswith(',/"'), "the instructions have / where nothing applies"
    assert "必填" in str(rules["学校名称"].prompt)
    assert "元/生·学期" in str(rules["收费标准(元/生·学期)"].prompt)
    assert {rule.errorStyle for rule in rules.values()} <= {None, "stop"}
    assert all(rule.prompt and len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in rules.values())


def test_what_ingestion_refuses_is_refused_while_it_is_typed(book: Workbook) -> None:
    """A clerk would learn of 99 days a week from a receipt, a week later; 70余 and / are proper answers and pass."""
    headings = {cell.column: cell.value for cell in book["学校台账"][2]}
    rules = {headings[first_column(rule)]: rule for rule in book["学校台账"].data_validations.dataValidation}
    pupils, days, fee = (str(rules[name].formula1) for name in ("在校学生数", "每周天数", "收费标准(元/生·学期)"))
    letter = pupils.removeprefix("IF(ISNUMBER(").partition(")")[0]
    assert f"AND({letter}>=0,{letter}<=30000," in pupils, "bounds"
    assert f",{letter}=INT({letter}))" in pupils, "whole numbers"
    assert "<=5)" in days, "the bounds of the rule days_out_of_bounds"
    assert "INT(" not in fee, "fees may have a fraction"
    assert all(f"FIND(_digits,{one[12:].partition(')')[0]})" in one for one in (pupils, days, fee)), "70余 passes"
    assert all(f"--(_words={one[12:].partition(')')[0]})" in one for one in (pupils, days, fee)), "/ and 未报 pass"
    assert not any("COUNTIF(_words" in one for one in (pupils, days, fee)), "* would be any of these words"
    words = listed(book, "_words")
    assert {"/", "未报", "不适用", "无", "／", "－"} <= words, "input methods for Chinese give full width"
    assert listed(book, "_digits") == set("0123456789０１２３４５６７８９")
    homework = rules["三至六年级平均时长(分钟)"]
    assert ",OR(AD3=0,AD3>=5))" in str(homework.formula1), "the least of the rule homework_out_of_bounds"
    assert "（0，或5至300）" in str(homework.error)
    assert "AND(U3>=0,U3<=0.99999)" in str(rules["结束时间"].formula1), "24:00 is no time of a day"
    dates = [rule for rule in book["问题清单"].data_validations.dataValidation if ">=32874" in str(rule.formula1)]
    assert dates, "days are held to be days"
    kinds = {rule.type for sheet in book for rule in sheet.data_validations.dataValidation}
    assert {"list", "custom"} <= kinds
    every = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    assert all(len(str(rule.formula1 or "")) <= 255 for rule in every), "Excel would call the workbook damaged"
    said = [rule for rule in every if "下拉" in f"{rule.prompt}{rule.error}"]
    assert {rule.type for rule in said} == {"list"}, "no list is named where there is none"


def test_rules_between_cells_and_codes_hold_while_they_are_typed(book: Workbook) -> None:
    """A county would learn from a receipt of more participants than pupils, of a code of nine digits or typed twice."""
    headings = {cell.column: cell.value for cell in book["学校台账"][2]}
    rules = {headings[first_column(rule)]: rule for rule in book["学校台账"].data_validations.dataValidation}
    letters = {heading: str(rule.sqref).partition(":")[0] for heading, rule in rules.items()}
    pupils, taking = letters["在校学生数"], letters["参加课后服务学生数"]
    assert f",{taking}<=IF(COUNT({pupils}),{pupils},{taking})" in str(rules["参加课后服务学生数"].formula1)
    assert f",{pupils}>=MAX({taking})" in str(rules["在校学生数"].formula1), "whichever of both is typed last"
    assert "不多于在校学生数" in str(rules["参加课后服务学生数"].error)
    code, cell = rules["学校标识码"], letters["学校标识码"]
    assert f'TEXT(VALUE({cell}),"0000000000")={cell}&""' in str(code.formula1), "ten digits, and nothing else"
    assert f"COUNTIF(C$3:C${str(code.sqref).rpartition('C')[2]},{cell})=1" in str(code.formula1), "no two rows alike"
    assert code.errorStyle in (None, "stop")
    assert "10位数字" in str(code.error)
    assert set(WORDS_FOR_NONE) <= listed(book, "_words")
    found, closed = rows_of(book, "举报收到", "举报办结")
    figures = {str(rule.sqref): str(rule.formula1) for rule in book["县级统计"].data_validations.dataValidation}
    assert f"B{closed}<=IF(COUNT(B{found}),B{found},B{closed})" in figures[f"B{closed}"]


def listed(book: Workbook, name: str) -> set[str]:
    """What stands in the range that a name of the workbook means."""
    ((sheet, area),) = book.defined_names[name].destinations
    return {str(cell.value) for (cell,) in book[sheet][area]}


def rows_of(book: Workbook, *labels: str) -> list[int]:
    rows = {str(cell.value): int(cell.row or 0) for cell in book["县级统计"]["A"]}
    return [rows[label] for label in labels]


def test_codes_are_text_and_dates_are_dates(book: Workbook) -> None:
    """Excel turns the code 0123456789 into a number unless the column is text before anybody types."""
    assert book["学校台账"].cell(3, 3).number_format == "@"
    assert book["问题清单"].column_dimensions["E"].number_format == "yyyy-mm-dd"
    assert book["县级统计"]["E3"].number_format == "@", "a note of 1-2"
    below = {cell.value: cell.column or 0 for cell in book["工作进展"][2]}
    formats = {heading: book["工作进展"].cell(9, column).number_format for heading, column in below.items()}
    assert (formats["目标"], formats["完成时限"]) == ("@", "yyyy-mm-dd"), "100% typed as a target became 100.00%"
    assert not book["工作进展"].cell(9, below["目标"]).protection.locked


def test_panes_and_paper(book: Workbook) -> None:
    """With 41 columns, a row without its school's name cannot be filled in, and a second page needs its headings."""
    ledger = book["学校台账"]
    assert ledger.freeze_panes == "C3"
    assert (ledger.page_setup.orientation, ledger.page_setup.paperSize) == ("landscape", 9)
    assert ledger.print_title_rows == "$1:$2"
    assert (ledger.page_setup.fitToWidth, ledger.page_setup.fitToHeight) == (3, 0), "on one page its text was 3 points"
    assert ledger.print_title_cols == "$A:$B", "each page says of whom"
    assert book["问题清单"].page_setup.fitToWidth in (None, 1)
    assert not book["问题清单"].print_title_cols


def test_cover_says_whose_it_is_and_when_it_is_due(book: Workbook, settings: Settings) -> None:
    lines = [row[0] for row in book["填报说明"].iter_rows(values_only=True)]
    assert {"填报单位：宝丰县", "填报月份：2022年5月", "报送截止：2022-06-05", "填报人："} <= set(lines)
    told = [str(line)[3:] for line in lines]
    assert [line for line in told if line in settings.forms.own.instructions] == list(settings.forms.own.instructions)


def test_known_again_whatever_it_is_called(path: Path) -> None:
    """Either mark is enough: some programs drop custom properties, others hidden sheets."""
    mark = TemplateMark("county_monthly", "1", "410421", "2022-05", demo=False)
    workbook = read_workbook(path)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == FINGERPRINT_SHEET)
    assert sheet.hidden
    assert read_fingerprint(workbook.properties, sheet.rows) == mark
    assert read_fingerprint(workbook.properties) == mark
    assert read_fingerprint({}, sheet.rows) == mark
    assert read_fingerprint({}) is None


def test_marks_that_contradict_each_other_are_no_mark() -> None:
    """Sheets copied into last month's workbook must not be booked under last month."""
    april = TemplateMark("county_monthly", "1", "410421", "2022-04")
    may = TemplateMark("county_monthly", "1", "410421", "2022-05")
    assert read_fingerprint(april.entries(), list(april.entries().items())) == april
    assert read_fingerprint(april.entries(), list(may.entries().items())) is None
    assert read_fingerprint({**april.entries(), "reporting.demo": "perhaps"}) is None


def test_same_arguments_same_bytes(settings: Settings, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, settings.forms.own, settings.city, settings.city, PERIOD, demo=True)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_filled_in_as_typed(settings: Settings, tmp_path: Path) -> None:
    """Workbooks of the demonstration hold what clerks type: words beside numbers, lists, tables left out."""
    rows = {
        "ledger": pd.DataFrame(
            {"school_name": ["东岭小学"], "enrolled": ["６００"], "fee": ["/"], "course_names": [["剪纸", "腰鼓"]]}
        ),
        "practices": pd.DataFrame({"practice": ["做法一。"]}),
        "documents": pd.DataFrame({"title": ["《通知》"], "issued": [date(2021, 9, 1)]}),
    }
    filling = Filling(rows, {"rsch_remote": WrittenFigure("近4000", note="九月以来"), "fund_mech": WrittenFigure(True)})
    path = tmp_path / "filled.xlsx"
    write_workbook(path, settings.forms.own, settings.city, settings.city.county("410422"), PERIOD, filling, demo=True)
    book = openpyxl.load_workbook(path)
    assert column(book, "学校台账", "在校学生数") == ["６００"]
    assert column(book, "学校台账", "收费标准(元/生·学期)") == ["/"]
    assert column(book, "学校台账", "课程名称") == ["剪纸、腰鼓"]
    figures = {row[0]: row[1:] for row in book["县级统计"].iter_rows(values_only=True)}
    assert figures["远程参加人次"] == ("近4000", "人次", "累计", "九月以来")
    assert figures["经费保障机制"][0] == "是"
    assert any("演示数据" in str(row[0]) for row in book["填报说明"].iter_rows(values_only=True))
    without = Filling(rows, without=frozenset({"ledger"}))
    write_workbook(path, settings.forms.own, settings.city, settings.city.county("410422"), PERIOD, without)
    assert "学校台账" not in openpyxl.load_workbook(path).sheetnames


def test_another_form_of_another_city(tmp_path: Path) -> None:
    """Nothing of the first bureau is written in code: a form with other sheets and many counties works as well."""
    counties = [{"code": f"11{n + 1:04d}", "name": {"zh-Hans": f"第{n}实验区"}} for n in range(60)]
    city = City.model_validate(
        {
            "code": "110000",
            "name": {"zh-Hans": "某市"},
            "title": {"zh-Hans": "年报"},
            "counties": counties,
            "totals": [{"code": "110000", "name": {"zh-Hans": "全市"}}],
            "calendar": {"period": "year"},
            "scope": {"table": "gardens", "condition": "true", "label": {"zh-Hans": "全部"}},
        }
    )
    form = Form.model_validate(
        {
            "id": "gardens",
            "name": {"zh-Hans": "园所年报"},
            "title": "园所年报",
            "tables": [
                {
                    "layout": "rows",
                    "name": "gardens",
                    "sheets": ["园所"],
                    "fields": [
                        {"name": "garden", "heading": "园名", "kind": "text", "carried": True},
                        {"name": "county", "heading": "县区", "kind": "county"},
                    ],
                },
                {
                    "layout": "items",
                    "name": "sums",
                    "sheets": ["汇总"],
                    "items": [{"name": "meetings", "label": "会议", "basis": "period"}],
                    "item_heading": ["项目"],
                    "value_heading": ["数"],
                    "note_heading": ["注"],
                },
            ],
        }
    )
    path = tmp_path / "gardens.xlsx"
    write_template(path, form, city, city.counties[0], Period("2022"))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填报说明", "园所", "汇总", FINGERPRINT_SHEET]
    assert [cell.value for cell in book["汇总"][2]] == ["项目", "数", "注"]
    rules = {first_column(rule): rule for rule in book["园所"].data_validations.dataValidation}
    assert rules[2].formula1 == f"'{FINGERPRINT_SHEET}'!$D$1:$D$61", "a list too long for its rule stands on a sheet"
    assert [book[FINGERPRINT_SHEET][cell].value for cell in ("D60", "D61")] == ["第59实验区", "/"]


def test_what_no_rule_bounds_may_be_less_than_nothing(tmp_path: Path, settings: Settings) -> None:
    """A form of degrees below zero could not be filled in, though ingestion takes them; people are counted."""
    form = {
        "id": "weather",
        "name": {"zh-Hans": "天气"},
        "title": "天气",
        "tables": [
            {
                "layout": "rows",
                "name": "days",
                "sheets": ["逐日"],
                "fields": [
                    {"name": "coldest", "heading": "最低气温", "kind": "number", "counts": "nothing"},
                    {"name": "ill", "heading": "请假人数", "kind": "integer", "counts": "people"},
                ],
            }
        ],
    }
    path = tmp_path / "weather.xlsx"
    write_template(path, Form.model_validate(form), settings.city, settings.city.county("410421"), PERIOD)
    rules = {first_column(rule): rule for rule in openpyxl.load_workbook(path)["逐日"].data_validations.dataValidation}
    assert str(rules[1].formula1).startswith("IF(ISNUMBER(A3),TRUE,")
    assert str(rules[2].formula1).startswith("IF(ISNUMBER(B3),AND(B3>=0,B3=INT(B3)),")
