"""The sheets of a form's workbook: headings locked, cells to be filled in open, what is known filled in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reporting.definitions.counties import City, Place
from reporting.definitions.forms import Field, Form, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.cleaning.values.gaps import WORDS_FOR_NONE
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark
from reporting.intake.templates.bounds import Bounds, bounds, code_lengths, code_of_rows, orders, own_county
from reporting.intake.templates.cells import NUMBER_FORMATS, WIDTHS, CellValue, TypedRange, cell_value, validation
from reporting.translations import translator

__all__ = ["DEFAULT_FORMAT", "Filling", "SheetWriter", "WrittenFigure"]

_ = translator("intake", "zh-Hans")

_SPARE_ROWS = 1000
_SPARE_ROWS_BETWEEN_TABLES = 20
_WORDS, _DIGITS = "_words", "_digits"
"""What the workbook calls the words for having no value, and digits, which rules of cells look up."""
_HALF_AND_FULL_WIDTH = "0123456789０１２３４５６７８９"
_TO_FULL_WIDTH = {ord(one): ord(one) + 0xFEE0 for one in map(chr, range(0x21, 0x7F))}
_PAGE, _CHARACTER, _CELL = 277.0, 1.852, 1.323
"""Millimetres of an A4 page across between our margins, of a column's unit of width, and of what a cell adds to it."""
_LEGIBLE = 0.6
"""The least scale of a sheet on paper: 11 points are 7 then."""
_ITEM_WIDTHS = (34, 16, 10, 12, 48)
# Cells that nothing is written to are open: a row can be deleted from a protected sheet only where all of it is open.
DEFAULT_FORMAT = {"font_name": "宋体", "font_size": 11, "locked": False}
_LOCKED = {"locked": True}
_HEADING = {
    **_LOCKED,
    "bold": True,
    "bg_color": "#D9D9D9",
    "border": 1,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
_OPEN = {"valign": "vcenter", "text_wrap": True}
_ALLOWED = {
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
}


@dataclass(frozen=True)
class WrittenFigure:
    """One figure of an item table as a clerk writes it: ``WrittenFigure("70余")``.

    Attributes:
        value: number, text, yes/no or date.
        basis: as written in the form; empty for the form's own words.
        note: what stands beside it.
    """

    value: object = None
    basis: str = ""
    note: str = ""


@dataclass(frozen=True)
class Filling:
    """What stands in a workbook.

    Attributes:
        rows: row table → DataFrame whose columns are names of its fields (others are passed over, missing ones
            stay blank). Cells may hold values, or text as somebody typed it.
        figures: item → its figure.
        without: tables that the workbook leaves out.
    """

    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    figures: Mapping[str, WrittenFigure] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that looks at a formula once a process: xlsxwriter seeks 170 names of functions in it, row by row."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return _prepared(formula, expand_future_functions)


@lru_cache(maxsize=4096)
def _prepared(formula: str, expand: bool) -> str:
    return str(Worksheet()._prepare_formula(formula, expand))


class SheetWriter:
    """One workbook being written."""

    def __init__(
        self, book: xlsxwriter.Workbook, form: Form, city: City, sender: Place, period: Period, filling: Filling
    ) -> None:
        self.book, self.form, self.city, self.filling = book, form, city, filling
        self.sender, self.period = sender, period
        self.formats: dict[str, Format] = {}
        self.names = [county.name.zh for county in city.counties]

    def format(self, **properties: Any) -> Format:
        """The format with these properties, made once."""
        key = repr(properties)
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def cover(self, due: date | None, demo: bool) -> None:
        """The first sheet, one line a row: whose workbook this is, how it is filled in, who signs."""
        sheet = self.new_sheet(_("Instructions"))
        sheet.set_column(0, 0, 110)
        text = self.format(**_LOCKED, text_wrap=True, valign="top")
        lines = [(self.form.title, self.format(**_LOCKED, bold=True, font_size=16))]
        if demo:
            notice = _("Demonstration data: every school and every figure of a county in this workbook is invented.")
            lines.append((notice, self.format(**_LOCKED, bold=True, font_color="#B45309")))
        known = {
            _("Reporting unit"): self.sender.name.zh,
            _("Period"): self.period.label("zh-Hans"),
            _("Form version"): self.form.version,
        }
        if due:
            known[_("Due")] = due.isoformat()
        lines += [(f"{name}：{value}", self.format(**_LOCKED, bold=True)) for name, value in known.items()]
        lines.append(("", text))
        lines += [(f"{number}. {line}", text) for number, line in enumerate(self.form.instructions, start=1)]
        lines.append(("", text))
        lines += [(f"{name}：", self.format(**_OPEN)) for name in (_("Filled in by"), _("Checked by"), _("Date"))]
        for row, (line, style) in enumerate(lines):
            self.cell(sheet, row, 0, line, style)

    def sheet(self, name: str, tables: Sequence[RowTable | ItemTable]) -> None:
        """One sheet with its tables, one below the other."""
        sheet = self.new_sheet(name)
        whose = f"{self.sender.name.zh} {self.period.label('zh-Hans')}"
        sheet.set_row(0, 26, self.format(**_LOCKED))
        sheet.write_string(
            0, 0, f"{self.form.title}：{name}（{whose}）", self.format(**_LOCKED, bold=True, font_size=14)
        )
        sheet.repeat_rows(0, 1)
        widths = self.widths(tables)
        alone = len(tables) == 1
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        row = 1
        for table in tables:
            if row > 1:
                row = self.caption(sheet, row + 1, table)
            if isinstance(table, ItemTable):
                row = self.items(sheet, row, table)
            else:
                # A table of one column stands under the widest column of the table above it.
                left = widths.index(max(widths)) if len(table.fields) == 1 else 0
                row = self.rows(sheet, row, left, table, alone=alone)
        if not isinstance(tables[0], RowTable) or not tables[0].entity:
            sheet.freeze_panes(2, 0)
            return
        named = [field.name for field in tables[0].fields].index(tables[0].entity[-1])
        kept = named + 1 + bool(tables[0].dropped)
        sheet.freeze_panes(2, kept)
        if (across := _pages_across(widths, kept)) > 1:
            sheet.repeat_columns(0, kept - 1)
            sheet.print_across()
            sheet.fit_to_pages(across, 0)

    def caption(self, sheet: Worksheet, row: int, table: RowTable | ItemTable) -> int:
        """Head a table that stands below another with the name it would have on a sheet of its own."""
        name = table.sheets[-1]
        if isinstance(table, RowTable) and table.fields[0].heading == name:
            return row
        sheet.write_string(row, 0, name, self.format(**_LOCKED, bold=True, font_size=12))
        return row + 1

    def rows(self, sheet: Worksheet, top: int, left: int, table: RowTable, *, alone: bool) -> int:
        """A row table from its headings in row ``top`` down; the first row below it."""
        frame = self.filling.rows.get(table.name, pd.DataFrame())
        numbered = bool(table.dropped)
        last = top + len(frame) + (_SPARE_ROWS if alone else _SPARE_ROWS_BETWEEN_TABLES)
        if numbered:
            self.heading(sheet, top, left, table.dropped[0])
            for index in range(len(frame)):
                sheet.write_number(top + 1 + index, left, index + 1, self.format(**_OPEN))
        columns = {field_.name: column for column, field_ in enumerate(table.fields, start=left + numbered)}
        held = self.held(table, {name: (top + 1, column) for name, column in columns.items()}, last)
        for field_, column in zip(table.fields, columns.values(), strict=True):
            self.heading(sheet, top, column, field_.heading)
            style = self.format(**_OPEN, num_format=NUMBER_FORMATS[field_.kind])
            sheet.data_validation(
                top + 1,
                column,
                last,
                column,
                self.rule(table, field_, held[field_.name]),
            )
            values = frame[field_.name].tolist() if field_.name in frame else [None] * len(frame)
            if alone:
                sheet.set_column(column, column, WIDTHS[field_.kind], style)
            else:
                # what is typed into a column of text, 1-2 or 100%, would become a day or a number
                for row in range(top + 1 + len(values), last + 1):
                    sheet.write_blank(row, column, None, style)
            for row, value in enumerate(values, start=top + 1):
                self.cell(sheet, row, column, cell_value(value, field_.kind, self.city), style)
        sheet.set_row(top, 48, self.format(**_LOCKED))
        return last + 1

    def items(self, sheet: Worksheet, top: int, table: ItemTable) -> int:
        """An item table from its headings in row ``top`` down; the first row below it."""
        headings = (
            table.item_heading,
            table.value_heading,
            table.unit_heading,
            table.basis_heading,
            table.note_heading,
        )
        shown = [names[0] if names else "" for names in headings]
        columns = {index: column for column, index in enumerate(i for i, name in enumerate(shown) if name)}
        for index, column in columns.items():
            self.heading(sheet, top, column, shown[index])
        words = self.basis_words()
        asked = [item for item in table.items if item.asked]
        held = self.held(table, {item.name: (row, columns[1]) for row, item in enumerate(asked, start=top + 1)})
        for row, item in enumerate(asked, start=top + 1):
            figure = self.filling.figures.get(item.name, WrittenFigure())
            value = cell_value(figure.value, item.kind, self.city)
            locked, style = self.format(**_LOCKED, border=1), self.format(**_OPEN, border=1)
            dated = self.format(**_OPEN, border=1, align="right", num_format=NUMBER_FORMATS[item.kind])
            basis = figure.basis or words.get(item.basis, "")
            noted = self.format(**_OPEN, border=1, num_format=NUMBER_FORMATS["text"])
            cells = ((item.label, locked), (value, dated), (item.unit, locked), (basis, style), (figure.note, noted))
            for index, column in columns.items():
                self.cell(sheet, row, column, *cells[index])
            advice = validation(item.kind, title=item.label, typed=held[item.name], unit=item.unit, advice=item.help)
            sheet.data_validation(row, columns[1], row, columns[1], advice)
            if 3 in columns and item.basis:
                choice = validation("choice", title=shown[3], choices=tuple(words.values()))
                sheet.data_validation(row, columns[3], row, columns[3], choice)
        return top + len(asked) + 1

    def basis_words(self) -> dict[str, str]:
        """How a clerk says what a figure counts."""
        return {"period": _("this month") if self.period.month else _("this year"), "cumulative": _("so far")}

    def held(
        self, table: RowTable | ItemTable, places: Mapping[str, tuple[int, int]], last: int = 0
    ) -> dict[str, TypedRange]:
        """What may be typed into each field or item, by the rules of the form.

        Args:
            table: of the form.
            places: its fields or items, and the row and column of their first cells, from 0.
            last: row that its rows end at.
        """
        limits, pairs = bounds(self.form, table), orders(self.form, table)
        lengths = code_lengths(self.form, table) if isinstance(table, RowTable) else {}
        code = code_of_rows(self.form, table) if isinstance(table, RowTable) else ""
        cells = {name: xl_rowcol_to_cell(*place) for name, place in places.items()}
        titles = dict(
            ((one.name, one.heading) for one in table.fields)
            if isinstance(table, RowTable)
            else ((item.name, item.label) for item in table.items)
        )

        def beside(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
            return tuple((cells[name], titles[name]) for name in names if name in cells)

        def down(row: int, column: int) -> str:
            return ":".join(xl_rowcol_to_cell(one, column, row_abs=True) for one in (row, last))

        return {
            name: TypedRange(
                cells[name],
                _WORDS,
                _DIGITS,
                *limits.get(name, Bounds(None, None, 0.0)),
                at_most=beside(greater for lesser, greater in pairs if lesser == name),
                at_least=beside(lesser for lesser, greater in pairs if greater == name),
                digits=lengths.get(name, 0),
                unrepeated=down(*place) if name == code else "",
            )
            for name, place in places.items()
        }

    def rule(self, table: RowTable, field_: Field, typed: TypedRange) -> dict[str, Any]:
        """The rule and input message of a column."""
        is_county = field_.kind == "county"
        choices = self.counties(table, field_) if is_county else field_.choices
        none = ("/",) if choices and not field_.required else ()
        required = _("must be filled in") if field_.required else ""
        return validation(
            field_.kind,
            title=field_.heading,
            choices=(*choices, *none),
            listed_at=f"'{FINGERPRINT_SHEET}'!$D$1:$D${len(choices) + len(none)}" if is_county else "",
            typed=typed,
            unit=field_.unit,
            advice="；".join(part for part in (required, field_.help) if part),
        )

    def counties(self, table: RowTable, field_: Field) -> Sequence[str]:
        """The counties that a field takes: the sender alone, where a rule refuses the rows of all others."""
        sent_by_county = self.sender.code in self.city.codes
        return [self.sender.name.zh] if sent_by_county and field_.name in own_county(self.form, table) else self.names

    def widths(self, tables: Sequence[RowTable | ItemTable]) -> list[int]:
        """Widths of the columns of a sheet: the first table decides, later ones may only add columns."""
        first = tables[0]
        if isinstance(first, ItemTable):
            return list(_ITEM_WIDTHS)
        return [6] * bool(first.dropped) + [WIDTHS[field_.kind] for field_ in first.fields]

    def fingerprint(self, mark: TemplateMark) -> None:
        """Both marks by which the workbook is known again; beside them what rules of cells look up."""
        sheet = self.book.add_worksheet(FINGERPRINT_SHEET)
        for row, (key, value) in enumerate(mark.entries().items()):
            self.book.set_custom_property(key, value, "text")
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        # input methods for Chinese give / and digits in full width
        words = dict.fromkeys((*WORDS_FOR_NONE, *(word.translate(_TO_FULL_WIDTH) for word in WORDS_FOR_NONE)))
        for column, listed in enumerate(((*self.names, "/"), words, _HALF_AND_FULL_WIDTH), start=3):
            for row, one in enumerate(listed):
                sheet.write_string(row, column, one)
        self.book.define_name(_WORDS, f"='{FINGERPRINT_SHEET}'!$E$1:$E${len(words)}")
        self.book.define_name(_DIGITS, f"='{FINGERPRINT_SHEET}'!$F$1:$F${len(_HALF_AND_FULL_WIDTH)}")
        sheet.very_hidden()

    def new_sheet(self, name: str) -> Worksheet:
        """A locked sheet that prints on A4 across, as wide as the page."""
        sheet = self.book.add_worksheet(name, _Sheet)
        sheet.protect("", _ALLOWED)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def heading(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        """A locked heading."""
        sheet.write_string(row, column, text, self.format(**_HEADING))

    def cell(self, sheet: Worksheet, row: int, column: int, value: CellValue, style: Format) -> None:
        """Text always as text: what looks like a formula stays what was typed."""
        if value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)
        else:
            sheet.write_number(row, column, value, style)


def _pages_across(widths: Sequence[int], kept: int) -> int:
    """How many pages a sheet needs side by side to stay legible, its first columns repeated on each."""
    all_, repeated = (sum(_CHARACTER * width + _CELL for width in some) * _LEGIBLE for some in (widths, widths[:kept]))
    return 1 if all_ <= _PAGE else max(math.ceil((all_ - repeated) / (_PAGE - repeated)), 1)
