"""Tables that somebody gathered: a row a unit, a column a period, one figure named above the table.

Statistical offices publish so. Nobody sent such a table, so it is no submission; it is divided into what each unit
would have sent for each period, every figure with a note of the cell that it comes from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.forms import Form, Item, ItemTable
from reporting.definitions.periods import Period
from reporting.errors import UsageError
from reporting.intake.cleaning.items import county_column
from reporting.intake.recognition.form_tables import known_headings
from reporting.intake.recognition.names import PlaceNames, periods_in
from reporting.intake.templates.template import Figure, Filling, write_workbook
from reporting.settings import Settings
from reporting.translations import translator
from reporting.workbooks.cells import CellValue, column_letter, is_blank, shown
from reporting.workbooks.files import read_workbook
from reporting.workbooks.heading_keys import heading_keys
from reporting.workbooks.layout import Column, Table
from reporting.workbooks.tables import find_layout

__all__ = ["Gathered", "divide", "gathered_figures"]

# Clerks read Chinese, whatever language a page is made in.
_ = translator("intake", "zh-Hans")


@dataclass(frozen=True, slots=True)
class Gathered:
    """One figure of a gathered table: whose, of when, what, as typed, and where it stands."""

    county: str
    period: Period
    item: str
    value: CellValue
    file: str
    sheet: str
    cell: str

    @property
    def place(self) -> str:
        """File, sheet and cell."""
        return f"{self.file}, {self.sheet} {self.cell}"


def divide(settings: Settings, files: Sequence[Path], periods: Collection[Period], folder: Path) -> list[Path]:
    """Write a workbook of our own form for each unit and period of gathered tables, into ``folder/PERIOD``.

    Args:
        settings: whose units, form and length of a period.
        files: with tables of one figure each; a figure that stands in two is taken from the later file.
        periods: to be written; empty for all that there are.
        folder: for the workbooks.

    Raises:
        UsageError: a file has no such table, or a row of nobody; the periods asked for are in none of them.
    """
    form = settings.forms.own
    sent: dict[tuple[Period, str], dict[str, Figure]] = defaultdict(dict)
    for file in files:
        for one in gathered_figures(settings, file):
            if not periods or one.period in periods:
                note = _("from {place}").format(place=one.place)
                sent[one.period, one.county][one.item] = Figure(one.value, note=note)
    if missing := sorted(set(periods) - {period for period, _county in sent}):
        raise UsageError(f"none of the files has figures of {', '.join(map(str, missing))}")
    written = []
    for (period, county), figures in sorted(sent.items()):
        path = folder / str(period) / f"{county}_{period}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, form, settings.city, settings.city.place(county), period, Filling(figures=figures))
        written.append(path)
    return written


def gathered_figures(settings: Settings, file: Path) -> Iterator[Gathered]:
    """Every filled cell of the gathered tables of a file.

    Raises:
        UsageError: the file has none, or a row is of nobody, or a unit of measure is not the form's.
        UnreadableFileError: the file is no workbook.
    """
    names = PlaceNames(settings.city)
    months = settings.city.calendar.period == "month"
    known = known_headings(settings.forms)
    found = False
    for sheet in read_workbook(file).sheets:
        for table in find_layout(sheet, known).tables:
            if (named := _named(table, settings.forms.own)) is None:
                continue
            column, item = named
            found = True
            _same_unit(table, item, file.name)
            when = _periods(table, column, months)
            for row in table.rows:
                county = names.code(shown(row.at(column.index)))
                if county is None:
                    near = ", ".join(names.nearest(shown(row.at(column.index))))
                    raise UsageError(
                        f"no unit is called {shown(row.at(column.index))!r}",
                        where=f"{file.name}, {sheet.name} {column.letter}{row.number}",
                        hint=f"add the name to params/city.yaml as an alias of its unit; near: {near}",
                    )
                for index, period in when.items():
                    if not is_blank(value := row.at(index)):
                        cell = f"{column_letter(index)}{row.number}"
                        yield Gathered(county, period, item.name, value, file.name, sheet.name, cell)
    if not found:
        raise UsageError(
            "no table here has a row a unit, a column a period, and the name of a figure of our form above it",
            where=file.name,
            hint=f"look at it with `reporting inspect {file.name}`; labels and county_heading are in params/forms.yaml",
        )


def _named(table: Table, form: Form) -> tuple[Column, Item] | None:
    """The column of the units, and the item whose label stands in a caption above the table."""
    captions = {key for text in table.captions.values() for key in heading_keys(text)}
    for definition in form.tables:
        if isinstance(definition, ItemTable) and (column := county_column(table, definition)):
            for item in definition.items:
                if captions & {key for label in item.labels for key in heading_keys(label)}:
                    return column, item
    return None


def _periods(table: Table, units: Column, months: bool) -> Mapping[int, Period]:
    """Column → the one period that its heading names."""
    named = {column.index: periods_in(column.heading, months=months) for column in table.columns if column != units}
    return {index: found[0] for index, found in named.items() if len(found) == 1}


def _same_unit(table: Table, item: Item, file: str) -> None:
    if table.unit and item.unit and table.unit != item.unit:
        raise UsageError(
            f"the table is in {table.unit}, the form's {item.label} in {item.unit}",
            where=file,
            hint=f"write `unit: {table.unit}` at {item.name} in params/forms.yaml",
        )
