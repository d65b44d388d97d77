"""Two sheets of one table in one file: the visible before the hidden, the one named for the period before the other.

Two that are left and hold the same rows are a question for a person; two that hold different rows are parts of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporting.definitions.periods import Period
from reporting.definitions.widths import fold
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.found import Found, Recognition, RowsFound
from reporting.intake.recognition.item_labels import column_roles, labelled_rows, wide_columns
from reporting.intake.recognition.names import periods_in, without_ranges
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.table import Layout
from reporting.workbooks.workbook import Sheet

__all__ = ["Chosen", "without_copies"]

_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")
_FEW = 5
"""Names of rows that the question repeats."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is left when copies are taken out.

    Attributes:
        recognition: without the copies.
        left_out: names of sheets of which no table is read.
        tables: sheet and rows of the heading of each table that is not read.
        findings: what was left out, and what a person has to settle.
    """

    recognition: Recognition
    left_out: frozenset[str]
    tables: frozenset[tuple[str, tuple[int, int] | None]]
    findings: tuple[Finding, ...]

    def without(self, sheet: Sheet, layout: Layout) -> Layout:
        """The layout of a sheet without the tables that are not read."""
        kept = tuple(table for table in layout.tables if (sheet.name, table.header_rows) not in self.tables)
        return replace(layout, tables=kept)


def without_copies(recognition: Recognition, period: Period | None, meant: str = "") -> Chosen:
    """Choose among the sheets that answer one table of the form.

    Args:
        recognition: of all tables.
        period: that the file is of, as its mark, its name or the command line says.
        meant: the sheet that a person has said is the one.
    """
    kept: list[Found] = []
    findings: list[Finding] = []
    tables, hidden = _without_hidden(recognition.tables, meant)
    findings += hidden
    kinds = dict.fromkeys((one.definition.name, one.period) for one in tables)
    for name, own in kinds:
        group = [one for one in tables if (one.definition.name, one.period) == (name, own)]
        ways = (
            ("copy_not_meant", [one for one in group if one.sheet.name == meant]),
            ("copy_of_other_period", _named(group, period)),
        )
        for check, chosen in ways:
            better = [one for one in group if one in chosen]
            # tables of one sheet are parts of one, unless each says of when it is
            dated = check == "copy_of_other_period" and all(_periods(one, period) for one in group)
            if (_sheets(group) > 1 or dated) and better:
                findings += [_left_out(check, one, better[0]) for one in group if one not in better]
                group = better
        if _sheets(group) > 1 and (same := _shared(group)):
            findings.append(_question(group, same))
        kept += group
    order = {id(one): position for position, one in enumerate(recognition.tables)}
    kept.sort(key=lambda one: order[id(one)])
    gone = {one.sheet.name for one in recognition.tables} - {one.sheet.name for one in kept}
    left = {_place(one) for one in recognition.tables} - {_place(one) for one in kept}
    return Chosen(replace(recognition, tables=tuple(kept)), frozenset(gone), frozenset(left), tuple(findings))


def _place(one: Found) -> tuple[str, tuple[int, int] | None]:
    return one.sheet.name, one.table.header_rows


def _sheets(group: Sequence[Found]) -> int:
    return len({one.sheet.name for one in group})


def _without_hidden(tables: Sequence[Found], meant: str) -> tuple[list[Found], list[Finding]]:
    """The tables without those of hidden sheets that a visible one answers, be it of another period.

    An old copy left hidden for another period would take the place of what was sent for that one.
    """
    shown_for = {one.definition.name: one for one in reversed(tables) if not one.sheet.hidden}
    left = [one for one in tables if one.sheet.hidden and one.definition.name in shown_for and one.sheet.name != meant]
    findings = [_left_out("hidden_copy", one, shown_for[one.definition.name]) for one in left]
    return [one for one in tables if one not in left], findings


def _named(group: Sequence[Found], period: Period | None) -> list[Found]:
    """Those whose sheet or title names the period; empty where none does."""
    if period is None:
        return []
    return [one for one in group if _names(one.sheet.name, period) or _names(one.table.title, period)]


def _periods(one: Found, period: Period | None) -> tuple[Period, ...]:
    """The periods that the title of a table names."""
    return periods_in(without_ranges(one.table.title), months=bool(period and period.month))


def _names(text: str, period: Period) -> bool:
    months = bool(period.month)
    if found := periods_in(text, months=months):
        return period in found
    # a year has no month that could be named
    return period.month in map(int, _MONTH.findall(fold(text)))


def _shared(group: Sequence[Found]) -> list[str]:
    """What stands on more than one of the sheets: names of rows, or labels of figures."""
    seen: dict[str, set[str]] = {}
    for one in group:
        for name in _contents(one):
            seen.setdefault(name, set()).add(one.sheet.name)
    return [name for name, sheets in seen.items() if len(sheets) > 1]


def _contents(one: Found) -> set[str]:
    if isinstance(one, RowsFound):
        columns = [one.matches.columns[name] for name in one.definition.entity if name in one.matches.columns]
        columns = columns or list(one.matches.columns.values())[:3]
        return {shown(row.at(column.index)) for row in one.table.rows for column in columns[-1:]} - {""}
    definition = one.definition
    if one.crossed:
        return {
            f"{cell.county or ''} {cell.period or ''} {definition.item(cell.item).label}" for cell in one.crossed.cells
        }
    if one.wide:
        first = one.table.columns[0].index
        labels = {definition.item(wide.item).label for wide in wide_columns(one.table, definition) if not wide.share}
        names = {shown(row.at(first)) for row in one.table.rows} - {""}
        # sheets of different figures of the same counties are no copies of each other
        return {f"{name} {label}" for name in names for label in labels}
    roles = column_roles(one.table, definition)
    value = roles["value"][0].index
    return {
        line.label
        for line in labelled_rows(one.table, definition, roles)
        if line.item is not None and not is_blank(line.row.at(value))
    }


def _left_out(check: str, one: Found, instead: Found) -> Finding:
    sheet, other = one.table.sheet, instead.table.sheet
    message = say(check, count=len(one.table.rows), sheet=instead.table.title if other == sheet else other)
    return Finding("warning", check, located(message, sheet), sheet, found=instead.table.sheet)


def _question(group: Sequence[Found], same: Sequence[str]) -> Finding:
    sheets = list(dict.fromkeys(one.table.sheet for one in group))
    listed, few = "、".join(sheets), "、".join(same[:_FEW])
    return Finding(
        "error", "sheets_twice", say("sheets_twice", sheets=listed, count=len(same), found=few), found=listed
    )
