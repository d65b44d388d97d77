"""What every kind of check shares: the rule, the table it looks at, what it knows besides, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.definitions.base import Definition
from reporting.definitions.counties import City
from reporting.definitions.forms import ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.cleaning.tables.printed import PrintedShare, PrintedTotal

__all__ = ["CheckContext", "CheckKind", "CheckedTable", "Earlier", "Rule", "Violation", "plain"]


@dataclass(frozen=True)
class CheckedTable:
    """A table as checks see it, whatever its layout.

    Attributes:
        frame: index 0 … n-1; one row an entity, one column a field (a row table also has sheet and row_number), or
            one row in all with one column an item. Numbers are float64, missing ones NaN.
        letters: (sheet, field) → letter of the column, for a row table.
        cells: item → sheet and cell, for an item table.
        totals: what total rows print.
        shares: percentages printed beside items.
    """

    definition: RowTable | ItemTable
    frame: pd.DataFrame
    letters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    totals: tuple[PrintedTotal, ...] = ()
    shares: tuple[PrintedShare, ...] = ()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Field or item → its heading or label."""
        if isinstance(self.definition, ItemTable):
            return {item.name: item.label for item in self.definition.items}
        return {field.name: field.heading for field in self.definition.fields}

    @property
    def named_by(self) -> tuple[str, ...]:
        """The fields that say whose a row is, a code first and a name last; none of an item table."""
        return self.definition.entity if isinstance(self.definition, RowTable) else ()

    def has(self, *names: str) -> bool:
        """Whether there are rows, and all these columns."""
        return not self.frame.empty and all(name in self.frame.columns for name in names)

    def numbers(self, name: str) -> npt.NDArray[np.float64]:
        """A column of numbers, not to be written to."""
        found = self._numbers.get(name)
        if found is None:
            found = self._numbers[name] = self.frame[name].to_numpy(dtype="float64", na_value=np.nan)
        return found

    @cached_property
    def _numbers(self) -> dict[str, npt.NDArray[np.float64]]:
        return {}

    def place(self, row: int | None, name: str) -> tuple[str, str]:
        """Sheet and cell of a field in a row of the frame; empty where it has none."""
        if isinstance(self.definition, ItemTable):
            return self.cells.get(name, ("", ""))
        if row is None:
            return self._lines[0][0] if self._lines else self.definition.sheets[0], ""
        sheet, number, _ = self._lines[row]
        return sheet, f"{self.letters.get((sheet, name), 'A')}{number}"

    def row_number(self, row: int | None) -> int | None:
        """Number in the sheet of a row of the frame; None for an item table."""
        return None if row is None or isinstance(self.definition, ItemTable) else self._lines[row][1]

    def entity(self, row: int | None) -> str:
        """The name of the row's entity; empty where the table has none."""
        return "" if row is None or isinstance(self.definition, ItemTable) else self._lines[row][2]

    @cached_property
    def _lines(self) -> list[tuple[str, int, str]]:
        """Sheet, row number and entity of each row of a row table."""
        if self.frame.empty:
            return []
        names = self.frame[self.named_by[-1]] if self.named_by else [""] * len(self.frame)
        return [
            (str(sheet), int(number), name if isinstance(name, str) else "")
            for sheet, number, name in zip(self.frame["sheet"], self.frame["row_number"], names, strict=True)
        ]


@dataclass(frozen=True)
class Earlier:
    """A table as the county sent it for an earlier period."""

    period: Period
    table: CheckedTable


@dataclass(frozen=True)
class CheckContext:
    """What a check may know besides the table.

    Attributes:
        sender: code of the county, or of the city; None where nobody knows, as with the period.
        tables: every table of the form that the submission brings.
        whole: whether the file is meant to hold the whole form, not some tables of it.
        elsewhere: tables that the county has sent for the period already.
        earlier: the last table of that name that the county sent for a period before; None where there is none.
        awaited: of a table and the identities that it brings, the names of those that the county sent for a period
            before and that are not among them, without those of which it is on record that they no longer come.
    """

    city: City
    sender: str | None
    period: Period | None
    tables: Mapping[str, CheckedTable]
    whole: bool
    elsewhere: frozenset[str]
    earlier: Callable[[str], Earlier | None]
    awaited: Callable[[str, Collection[str]], Sequence[str]] = lambda _name, _here: ()


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a rule.

    Attributes:
        row: position in the table's frame; None where the whole table, or an item table, is meant.
        field: field or item whose cell is meant.
        facts: what the rule's message may say, text; ``found`` is kept with the finding.
        cell: address, where it is not that of the field in the row.
        sheet: of the cell, where no row of the frame says it.
        cells: fields or items that cannot all be right: what an error takes out. Where nothing is named, the rule is
            about the row itself (whose it is), or for an item about the figure of ``field``.
        also: further rows of the frame that the same breach is about.
    """

    row: int | None
    field: str
    facts: Mapping[str, str]
    cell: str = ""
    cells: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    sheet: str = ""


class Rule(Definition):
    """What a check of some kind is told; the keys of ``rule`` in forms.yaml."""


R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class CheckKind(Generic[R]):
    """A kind of check.

    Attributes:
        rule: what it is told.
        violations: every breach of a rule in a table, in the order of the rows; a pure function.
        says: facts of its violations, which the rule's message may name in braces.
        about: keys of the rule that hold names of fields or items.
    """

    rule: type[R]
    violations: Callable[[R, CheckedTable, CheckContext], Iterator[Violation]]
    says: frozenset[str]
    about: tuple[str, ...] = ()


def plain(number: float) -> str:
    """A number as a clerk writes it: 520, 0.5."""
    return f"{number:.10g}"
