"""Tables of one kind under titles, or on sheets, of several periods: each is of its own.

Asked where nobody has said of when the file is: of a file of one period, the sheets of others are copies left behind.
"""

from __future__ import annotations

from dataclasses import replace

from reporting.definitions.periods import Period
from reporting.intake.recognition.found import Found, Recognition
from reporting.intake.recognition.names import period_label, periods_in, without_ranges, years_in

__all__ = ["titled_apart"]


def titled_apart(recognition: Recognition, file: str, *, months: bool) -> Recognition:
    """The tables with their own period, where at least two of one kind name one each and they differ.

    Args:
        recognition: of all tables.
        file: its name, which may tell the year of sheets called 3月 and 4月.
        months: whether periods are months.
    """
    years = years_in(file)
    year = years[0] if len(years) == 1 else None
    stated = {id(one): _stated(one, months=months, year=year) for one in recognition.tables}
    apart: set[int] = set()
    for definition in recognition.form.tables if recognition.form else ():
        group = [id(one) for one in recognition.tables if one.definition == definition]
        periods = {stated[one] for one in group}
        if None not in periods and len(periods) > 1:
            apart.update(group)
    if not apart:
        return recognition
    return replace(
        recognition,
        tables=tuple(replace(one, period=stated[id(one)]) if id(one) in apart else one for one in recognition.tables),
    )


def _stated(one: Found, *, months: bool, year: int | None) -> Period | None:
    """The one period that the title of a table, or else the name of its sheet, tells."""
    for text in (one.table.title, one.sheet.name):
        found = periods_in(without_ranges(text), months=months)
        if not found and (label := period_label(text, months=months, year=year)):
            found = (label,)
        if found:
            return found[0] if len(found) == 1 else None
    return None
