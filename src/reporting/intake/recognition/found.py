"""What the tables of a workbook were recognised as: which answers which table of a form, and which none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reporting.definitions.forms import Form, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.recognition.banded import BandedPlaces
from reporting.intake.recognition.crossed import Crossed
from reporting.intake.recognition.periods import RowPeriods
from reporting.workbooks.layouts.headings import Matches
from reporting.workbooks.layouts.label_forms import LabelForm
from reporting.workbooks.layouts.table import Table
from reporting.workbooks.workbook import Sheet

__all__ = ["Found", "Incomplete", "ItemsFound", "Recognition", "RowsFound"]


@dataclass(frozen=True, slots=True)
class RowsFound:
    """A table that was read and answers a row table of a form; ``matches`` says which column is which field.

    ``blanked`` are the rows whose zeros a formula gave, and which count as left blank. ``period`` is its own, where
    the tables of a file are of several. ``whose`` tells rows below the names of places.
    """

    form: Form
    definition: RowTable
    sheet: Sheet
    table: Table
    matches: Matches
    when: RowPeriods | None = None
    whose: BandedPlaces | None = None
    blanked: tuple[int, ...] = ()
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class ItemsFound:
    """A table that was read and answers an item table of a form.

    ``wide`` ones have one column an item; in ``crossed`` ones each cell is placed by itself. ``period`` is its own,
    where the tables of a file are of several.
    """

    form: Form
    definition: ItemTable
    sheet: Sheet
    table: Table
    wide: bool = False
    crossed: Crossed | None = None
    period: Period | None = None
    blanked: tuple[int, ...] = ()


Found: TypeAlias = RowsFound | ItemsFound


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A table that would answer one of a form, but lacks headings that it must have.

    ``named`` tells whether its sheet is called after the form's; of others the rest of a workbook can do without.
    """

    definition: RowTable
    table: Table
    matches: Matches
    missing: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Recognition:
    """All tables of a workbook, as far as they are known.

    Attributes:
        tables: those of the form that the workbook is.
        others: those of another form, which are not read.
        incomplete: those that lack headings.
        strangers: tables that answer nothing.
        label_forms: sheets without a table that is known, which are forms of labels, and of what kind.
    """

    form: Form | None
    tables: tuple[Found, ...] = ()
    others: tuple[Found, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()
    strangers: tuple[Table, ...] = ()
    label_forms: tuple[tuple[str, LabelForm], ...] = ()

    def rows(self, definition: RowTable) -> tuple[RowsFound, ...]:
        """The tables that answer a row table of the form."""
        return tuple(one for one in self.tables if isinstance(one, RowsFound) and one.definition == definition)

    def items(self, definition: ItemTable) -> tuple[ItemsFound, ...]:
        """The tables that answer an item table of the form."""
        return tuple(one for one in self.tables if isinstance(one, ItemsFound) and one.definition == definition)
