"""Tables that somebody gathered: units, periods and figures in rows and columns.

Statistical offices publish so. Nobody sent such a table, so it is no submission; it is divided into what each unit
would have sent for each period, every figure with a note of the cell that it comes from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.forms import Item, ItemTable
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.errors import UsageError
from reporting.intake.cleaning.tables.stated import stated_unit
from reporting.intake.recognition.crossed import Crossed, PlacedCell, crossed_table
from reporting.intake.recognition.form_tables import known_headings
from reporting.intake.templates.template import Filling, WrittenFigure, write_workbook
from reporting.settings import Settings
from reporting.translations import translator
from reporting.workbooks.cells import CellValue, is_blank
from reporting.workbooks.files import read_workbook
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.tables import find_layout
from reporting.workbooks.units import is_same_unit, speaking

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
        files: with such tables; a figure that stands in two is taken from the later file.
        periods: to be written; empty for all that there are.
        folder: for the workbooks.

    Raises:
        UsageError: a file has no such table, or a row of nobody; the periods asked for are in none of them.
    """
    form = settings.forms.own
    sent: dict[tuple[Period, str], dict[str, WrittenFigure]] = defaultdict(dict)
    for file in files:
        with speaking(settings.vocabulary):
            found = [*gathered_figures(settings, file)]
        for one in found:
            if not periods or one.period in periods:
                note = _("from {place}").format(place=one.place)
                sent[one.period, one.county][one.item] = WrittenFigure(one.value, note=note)
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
    names = settings.names
    known = known_headings(settings.forms)
    tables = [definition for definition in settings.forms.own.tables if isinstance(definition, ItemTable)]
    found = False
    for sheet in read_workbook(file).sheets:
        for table in find_layout(sheet, known).tables:
            for definition in tables:
                crossed = crossed_table(sheet, table, definition, names)
                if crossed is None or not any(cell.period and cell.county for cell in crossed.cells):
                    continue
                found = True
                _nobody(crossed, names, file.name, sheet.name)
                for cell in crossed.cells:
                    if is_blank(cell.typed) or cell.period is None or cell.county is None:
                        continue
                    _same_unit(table, cell, definition.item(cell.item), names, file.name)
                    place = f"{cell.column.letter}{cell.row.number}"
                    yield Gathered(cell.county, cell.period, cell.item, cell.typed, file.name, sheet.name, place)
    if not found:
        raise UsageError(
            "no table here has units, periods and figures of our form in its rows, columns and captions",
            where=file.name,
            hint=f"look at it with `reporting inspect {file.name}`; labels and county_heading are in params/forms.yaml",
        )


def _nobody(crossed: Crossed, names: PlaceNames, file: str, sheet: str) -> None:
    """Refuse a table with a row of a unit that nobody knows, or of a period that nobody can tell."""
    for number, (letter, typed) in crossed.nobody.items():
        raise UsageError(
            f"no unit is called {typed!r}",
            where=f"{file}, {sheet} {letter}{number}",
            hint="add the name to params/city.yaml as an alias of its unit; near: " + ", ".join(names.nearest(typed)),
        )
    for number, (letter, typed) in crossed.unclear.items():
        raise UsageError(f"no period is called {typed!r}", where=f"{file}, {sheet} {letter}{number}")


def _same_unit(table: Table, cell: PlacedCell, item: Item, names: PlaceNames, file: str) -> None:
    unit = stated_unit(table, cell.column, item.unit, names, cell.beside)
    if unit and item.unit and not is_same_unit(unit, item.unit):
        raise UsageError(
            f"the table is in {unit}, the form's {item.label} in {item.unit}",
            where=file,
            hint=f"write `unit: {unit}` at {item.name} in params/forms.yaml",
        )
