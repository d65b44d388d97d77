"""What each sender's files of one period hold, what they are called, and when they are received."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reporting.definitions.counties import County, Place
from reporting.definitions.forms import ItemTable, RowTable
from reporting.intake.templates.template import Filling, WrittenFigure, write_workbook
from reporting.settings import Settings
from reporting_demonstration.county_facts import CountyFacts, Filing
from reporting_demonstration.facts import Facts
from reporting_demonstration.figures import national_figures, notes_of
from reporting_demonstration.grids import write_csv, write_html, write_xlsx
from reporting_demonstration.layouts import national_vertical, national_wide, own_ledger, text_ledger
from reporting_demonstration.narratives import practices, work_progress
from reporting_demonstration.quirks import NOT_APPLICABLE, as_a_clerk_types, round_figure, with_visible_error

__all__ = ["File", "Months", "bureau_file", "county_files"]

_BEIJING = timezone(timedelta(hours=8))
_MIDDLE = 15  # the national form is due on the 15th and on the last day of a month
_DAYS = 5  # files come in on the first days of the following month


@dataclass(frozen=True)
class File:
    """A file to be written, and when the bureau received it."""

    name: str
    write: Callable[[Path], None]
    received: datetime


@dataclass(frozen=True)
class Months:
    """The demonstration as values: ledgers, figures and problem lists have one entry a period."""

    facts: Facts
    settings: Settings
    ledgers: list[pd.DataFrame]
    figures: list[pd.DataFrame]
    problems: list[pd.DataFrame]
    seed: int


def county_files(months: Months, index: int, sender: CountyFacts) -> Iterator[File]:
    """The files of one county for the period number ``index``."""
    facts, period = months.facts, months.facts.months[index]
    filing = facts.filing(sender.code, period)
    county = months.settings.city.county(sender.code)
    if filing.kind in ("vertical", "wide"):
        yield from _national_files(months, index, county, filing.kind, html=filing.html)
    elif filing.kind != "silent":
        yield from _own_files(months, index, sender, county, filing)
    if filing.beside:
        yield from _national_files(months, index, county, filing.beside, html=filing.html)


def bureau_file(months: Months, index: int) -> File:
    """The bureau's own workbook: its figures, the documents issued so far, its work on the commitments."""
    facts, city, period = months.facts, months.settings.city, months.facts.months[index]
    own = months.settings.forms.own
    issued = [document for document in facts.bureau.documents if document.issued <= period.last_day]
    documents = pd.DataFrame(
        {
            "title": [document.title for document in issued],
            "number": facts.bureau.document_number,
            "issued": [document.issued for document in issued],
        }
    )
    given = {item: WrittenFigure(entries[index]) for item, entries in facts.bureau.figures.items()}
    table = own.table("figures")
    blanks = {item.name: WrittenFigure(NOT_APPLICABLE) for item in table.items} if isinstance(table, ItemTable) else {}
    rows = {"documents": documents, "progress": work_progress(facts, city.code, 1.0, index)}
    filling = Filling(rows, blanks | given, without=frozenset({"ledger"}))
    name = facts.bureau.file.format(year=period.year, month=period.month)
    return File(f"{name}.xlsx", _workbook(months, index, city, filling), _received(months, index, -1, None))


def _own_files(months: Months, index: int, sender: CountyFacts, county: County, filing: Filing) -> Iterator[File]:
    facts, period = months.facts, months.facts.months[index]
    ledger = months.ledgers[index]
    mine = ledger[ledger["county"] == county.code].drop(columns="in_scope").reset_index(drop=True)
    typed = as_a_clerk_types(mine, county, filing.quirks)
    problems = months.problems[index]
    rows = {
        "ledger": typed,
        "problems": problems[problems["county"] == county.code],
        "progress": work_progress(facts, county.code, sender.pace, index),
        "practices": practices(sender, period),
    }
    filling = Filling(rows, _figures(months, index, sender))
    name = sender.file.format(year=period.year, month=period.month)
    received = _received(months, index, facts.counties.index(sender), filing.day)
    if filing.kind == "workbook":
        if filing.corrected:
            slipped = replace(filling, rows=rows | {"ledger": with_visible_error(typed)})
            yield File(f"{name}.xlsx", _workbook(months, index, county, slipped), received)
            received = received.replace(day=filing.corrected)
            name += facts.layouts.corrected
        yield File(f"{name}.xlsx", _workbook(months, index, county, filling), received)
        return
    yield _ledger_file(months, index, county, typed, received, as_text=filing.kind == "csv")
    without = replace(filling, without=frozenset({"ledger"}))
    yield File(f"{name}.xlsx", _workbook(months, index, county, without), received + timedelta(minutes=4))


def _ledger_file(
    months: Months, index: int, county: County, typed: pd.DataFrame, received: datetime, *, as_text: bool
) -> File:
    """A ledger in a file of its own: as text, or in the county's own layout."""
    facts, period = months.facts, months.facts.months[index]
    table = months.settings.forms.own.table("ledger")
    if not isinstance(table, RowTable):
        raise TypeError("the ledger has one row a school")
    stem = facts.layouts.ledger_file.format(county=county.name.zh, year=period.year, month=period.month)
    if as_text:
        grid = text_ledger(facts, table, county, period, typed, received.date())
        return File(f"{stem}.csv", partial(write_csv, grid=grid), received)
    grid = own_ledger(facts, table, county, period, typed)
    return File(f"{stem}.xlsx", partial(write_xlsx, grid=grid), received)


def _national_files(months: Months, index: int, county: County, layout: str, *, html: bool) -> Iterator[File]:
    """The two national forms of a month: the middle one still tells how the month before ended."""
    facts, period = months.facts, months.facts.months[index]
    form = months.settings.forms.form(facts.layouts.national_form)
    table = form.tables[0]
    if not isinstance(table, ItemTable):
        raise TypeError("the national form has one row an item")
    make = national_vertical if layout == "vertical" else national_wide
    write, suffix = (write_html, ".xls") if html else (write_xlsx, ".xlsx")
    for on, known in ((period.last_day.replace(day=_MIDDLE), max(0, index - 1)), (period.last_day, index)):
        ledger = months.ledgers[known]
        figures = national_figures(ledger[ledger["county"] == county.code], _values(months, known, county.code))
        grid = make(facts, table, form.title, county, on, figures)
        name = facts.layouts.national_file.format(county=county.name.zh, year=on.year, month=on.month, day=on.day)
        received = datetime(on.year, on.month, on.day, 16, 30, tzinfo=_BEIJING)
        yield File(name + suffix, partial(write, grid=grid), received)


def _figures(months: Months, index: int, sender: CountyFacts) -> dict[str, WrittenFigure]:
    """A county's figures as its clerk types them."""
    facts = months.facts
    values = _values(months, index, sender.code)
    notes = notes_of(facts, sender, values)
    if sender.code in facts.rounding_counties:
        values |= {item: round_figure(values[item], word) for item, word in facts.rounded.items()}
    return {
        item: WrittenFigure(NOT_APPLICABLE if pd.isna(value) else value, note=notes.get(item, ""))
        for item, value in values.items()
    }


def _values(months: Months, index: int, county: str) -> dict[str, Any]:
    """Item → value of one county."""
    return {str(item): value for item, value in months.figures[index].loc[county].items()}


def _workbook(months: Months, index: int, sender: Place, filling: Filling) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        settings = months.settings
        write_workbook(path, settings.forms.own, settings.city, sender, months.facts.months[index], filling, demo=True)

    return write


def _received(months: Months, index: int, number: int, day: int | None) -> datetime:
    """A moment in office hours, on one of the first days of the following month or on ``day``."""
    random = np.random.default_rng([months.seed, 3, index, number + 1])
    following = months.facts.months[index].last_day + timedelta(days=day or int(random.integers(1, _DAYS + 1)))
    minutes = int(random.integers(8 * 60 + 30, 17 * 60))
    moment = date(following.year, following.month, following.day)
    return datetime(moment.year, moment.month, moment.day, minutes // 60, minutes % 60, tzinfo=_BEIJING)
