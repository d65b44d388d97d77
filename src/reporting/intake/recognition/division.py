"""One file becomes as many submissions as it holds: a part for each county and period that its cells name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.intake.findings import Finding, located, say
from reporting.intake.recognition.crossed import Crossed, PlacedCell
from reporting.intake.recognition.found import Found, ItemsFound, Recognition, RowsFound
from reporting.intake.recognition.other_figures import aside_finding
from reporting.workbooks.layouts.table import Row

__all__ = ["Part", "divided", "division_findings", "lost_rows", "of_the_period", "others_alone"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one county says of one period; ``own`` tells which of the two the cells themselves say."""

    county: str | None
    period: Period | None
    recognition: Recognition
    own: frozenset[str]


def divided(recognition: Recognition, names: PlaceNames, county: str | None, period: Period | None) -> tuple[Part, ...]:
    """The parts of a file; empty where no table names a period, or a county, cell by cell.

    Args:
        recognition: of all its tables.
        names: of units.
        county: whose the file is as a whole; of a county's own file other counties' figures are left out, and of
            the city's the city's own, which are the sum of the others.
        period: of the file as a whole.
    """
    if not any(_names_places(one) for one in recognition.tables):
        return ()
    parts: dict[tuple[str | None, Period | None], list[Found]] = {}
    own: dict[tuple[str | None, Period | None], set[str]] = {}
    for table in recognition.tables:
        for whose, when, found in _pieces(table, names, county):
            key = (whose or county, when or period)
            parts.setdefault(key, []).append(found)
            said = {name for name, value in (("county", whose), ("period", when)) if value}
            own[key] = own.get(key, said) & said
    return tuple(
        Part(whose, when, replace(recognition, tables=tuple(tables)), frozenset(own[whose, when]))
        for (whose, when), tables in parts.items()
    )


def of_the_period(recognition: Recognition, period: Period | None) -> tuple[Recognition, tuple[Finding, ...]]:
    """Of periods side by side in one table those columns that are of the file's own, and what is said of the others.

    Args:
        recognition: of all tables.
        period: of the file as a whole.
    """
    kept: list[Found] = []
    findings = []
    own = {_place(one) for one in recognition.tables if isinstance(one, RowsFound) and period and one.period == period}
    for one in recognition.tables:
        if isinstance(one, RowsFound) and one.period not in (None, period) and _place(one) in own:
            sheet = one.table.sheet
            message = located(say("columns_of_other_period", other=str(one.period), period=str(period)), sheet)
            findings.append(Finding("notice", "columns_of_other_period", message, sheet, found=str(one.period)))
        else:
            kept.append(one)
    return replace(recognition, tables=tuple(kept)), tuple(findings)


def _place(one: Found) -> tuple[str, tuple[int, int] | None]:
    return one.table.sheet, one.table.header_rows


def division_findings(
    recognition: Recognition, names: PlaceNames, county: str | None, period: Period | None
) -> Iterator[Finding]:
    """What to say to every part: what the form did not expect, what was left out, and what contradicts the title.

    Args:
        recognition: of all tables.
        names: of units.
        county: whose the file is as a whole.
        period: that the title or a caption names; None where only the command line does.
    """
    for one in recognition.tables:
        sheet = one.table.sheet
        when = _periods(one)
        if when and period and period not in when:
            listed = "、".join(map(str, sorted(when)))
            said = f"{say('from_title')}{period}；{say('from_column')}{listed}"
            yield Finding("error", "period_contradictory", say("period_contradictory", said=said), sheet, found=said)
        if isinstance(one, ItemsFound) and one.crossed:
            yield from _crossed_findings(one.crossed, sheet)
        elif isinstance(one, RowsFound) and one.when and not any(f.kind == "period" for f in one.definition.fields):
            yield Finding(
                "warning", "periods_in_table", located(say("periods_in_table", count=len(when)), sheet), sheet
            )
        yield from others_alone(Recognition(None, (one,)), names, county)
        yield from _other_rows(one, names, county)


def lost_rows(recognition: Recognition, names: PlaceNames, county: str | None) -> Iterator[Finding]:
    """An error for each row whose county or period nobody can tell."""
    for one in recognition.tables:
        sheet = one.table.sheet
        if isinstance(one, ItemsFound) and one.crossed:
            nobody = one.crossed.nobody if county in (None, names.city) else {}
            for number, (letter, typed) in nobody.items():
                near = "、".join(names.nearest(typed)) if typed else ""
                message = say("sender_unknown", typed=typed) + (say("did_you_mean", suggestion=near) if near else "")
                yield _lost("sender_unknown", message, sheet, f"{letter}{number}", typed)
        for number, (letter, typed) in _unclear(one).items():
            yield _lost("row_of_no_period", say("row_of_no_period", typed=typed), sheet, f"{letter}{number}", typed)


def _lost(check: str, message: str, sheet: str, cell: str, typed: str) -> Finding:
    return Finding("error", check, located(message, sheet, cell), sheet, cell, found=typed)


def _unclear(one: Found) -> Mapping[int, tuple[str, str]]:
    if isinstance(one, ItemsFound):
        return one.crossed.unclear if one.crossed else {}
    return {number: (one.when.letter, text) for number, text in one.when.unclear.items()} if one.when else {}


def _crossed_findings(crossed: Crossed, sheet: str) -> Iterator[Finding]:
    if "periods" in crossed.shown:
        count = len({cell.period for cell in crossed.cells})
        yield Finding("warning", "periods_in_table", located(say("periods_in_table", count=count), sheet), sheet)
    if "units" in crossed.shown:
        yield Finding("warning", "units_in_table", located(say("units_in_table"), sheet), sheet)
    for column in crossed.left:
        message = say("unknown_heading", heading=column.heading)
        yield Finding("warning", "unknown_heading", located(message, sheet, column.letter), sheet, found=column.heading)
    if crossed.aside:
        letter = next(iter(crossed.aside.values()))[0]
        yield from aside_finding({number: text for number, (_, text) in crossed.aside.items()}, sheet, letter)
    for number, (letter, label) in crossed.rows_left.items():
        cell = f"{letter}{number}"
        message = located(say("unknown_item", label=label), sheet, cell)
        yield Finding("warning", "unknown_item", message, sheet, cell, found=label)


def others_alone(recognition: Recognition, names: PlaceNames, county: str | None) -> Iterator[Finding]:
    """An error for each table of a county's own file that names other counties and never that one."""
    for one in recognition.tables:
        found, sheet = _counties(one), one.table.sheet
        others = sorted(code for code in found if code)
        if county not in (None, names.city) and others and county not in found:
            listed = "、".join(names.name(code) for code in others)
            message = say("county_declared_otherwise", declared=names.name(county or ""), said=listed)
            yield Finding("error", "county_declared_otherwise", located(message, sheet), sheet, found=listed)


def _other_rows(one: Found, names: PlaceNames, county: str | None) -> Iterator[Finding]:
    """What a county's own file says of other counties beside it, which is not read."""
    found, sheet = _counties(one), one.table.sheet
    others = found - {None, county}
    if county not in (None, names.city) and others and county in found:
        rows = {number for number, code in _placed(one) if code in others}
        yield Finding("notice", "other_rows", located(say("other_rows", count=len(rows)), sheet), sheet)


def _placed(one: Found) -> Iterator[tuple[int, str | None]]:
    """Number of each row, with whose it says that it is."""
    if isinstance(one, ItemsFound):
        yield from ((cell.row.number, cell.county) for cell in (one.crossed.cells if one.crossed else ()))
    elif one.whose:
        yield from one.whose.places.items()


def _names_places(one: Found) -> bool:
    if one.period:
        return True
    return bool(one.crossed) if isinstance(one, ItemsFound) else bool(one.when or one.whose)


def _periods(one: Found) -> set[Period]:
    if one.period:
        return {one.period}
    if isinstance(one, ItemsFound):
        return {cell.period for cell in one.crossed.cells if cell.period} if one.crossed else set()
    return set(one.when.periods.values()) if one.when else set()


def _pieces(one: Found, names: PlaceNames, county: str | None) -> Iterator[tuple[str | None, Period | None, Found]]:
    for whose, when, found in _parted(one, names, county):
        yield whose, when or one.period, found


def _parted(one: Found, names: PlaceNames, county: str | None) -> Iterator[tuple[str | None, Period | None, Found]]:
    wanted = _wanted(_counties(one), names, county)
    if isinstance(one, RowsFound):
        if one.when is None and one.whose is None:
            yield None, None, one
            return
        # what its total rows print is of all periods and places, and held against them together
        told = tuple(line for line in one.table.dropped if line.reason not in ("total", "subtotal"))
        rows: dict[tuple[str | None, Period | None], list[Row]] = {}
        for row in one.table.rows:
            period = one.when.periods.get(row.number) if one.when else None
            whose = one.whose.places.get(row.number) if one.whose else None
            is_band = one.whose is not None and row.number in one.whose.bands
            if not is_band and whose in wanted and (period or one.when is None):
                rows.setdefault((whose, period), []).append(row)
        for (whose, period), own in sorted(rows.items(), key=_order):
            yield whose, period, replace(one, table=replace(one.table, rows=tuple(own), dropped=told))
        return
    if one.crossed is None:
        yield None, None, one
        return
    groups: dict[tuple[str | None, Period | None], list[PlacedCell]] = {}
    for cell in one.crossed.cells:
        if cell.county in wanted:
            groups.setdefault((cell.county, cell.period), []).append(cell)
    for (whose, when), cells in sorted(groups.items(), key=_order):
        yield whose, when, replace(one, crossed=one.crossed.only(cells))


def _order(pair: tuple[tuple[str | None, Period | None], object]) -> tuple[str, str]:
    return pair[0][0] or "", str(pair[0][1] or "")


def _counties(one: Found) -> set[str | None]:
    """Whose the cells of a table say that they are; None for what is the whole file's."""
    if isinstance(one, ItemsFound):
        return {cell.county for cell in one.crossed.cells} if one.crossed else set()
    return {one.whose.places.get(row.number) if one.whose else None for row in one.table.rows}


def _wanted(counties: set[str | None], names: PlaceNames, county: str | None) -> set[str | None]:
    """Those that are read: of a county's own file its own, of any other all but the sum of them."""
    wanted = counties & {None, county} if county not in (None, names.city) else counties
    return wanted - {names.city} if len(wanted - {None}) > 1 else wanted
