"""Files that are not our own workbook, as grids: ledgers as text or in another layout, the national form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from reporting.definitions.counties import County
from reporting.definitions.forms import Field, Item, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting_demonstration.facts import Facts
from reporting_demonstration.grids import Grid, Merge
from reporting_demonstration.paperwork import Layouts

__all__ = ["national_vertical", "national_wide", "own_ledger", "text_ledger"]

_HIDDEN = 5  # rows below the headings of a county's own ledger: a school that its clerk has hidden


def text_ledger(facts: Facts, table: RowTable, county: County, period: Period, typed: pd.DataFrame, on: date) -> Grid:
    """The form's own columns, below a title that names county and month and above the signature.

    Args:
        facts: the demonstration's facts.
        table: the ledger of the form.
        county: whose it is.
        period: of when.
        typed: the ledger as typed (`quirks.as_a_clerk_types`).
        on: day of the signature.
    """
    layouts = facts.layouts
    fields = table.fields
    rows: list[list[object]] = [
        [layouts.ledger_title.format(**_words(facts, county, period))],
        [*table.dropped[:1], *(field.heading for field in fields)],
        *_numbered(typed, fields, layouts.yes_no),
        [part.format(date=on.isoformat()) for part in layouts.signature],
        [layouts.note],
    ]
    return Grid(layouts.own.sheet, rows)


def own_ledger(facts: Facts, table: RowTable, county: County, period: Period, typed: pd.DataFrame) -> Grid:
    """A county's own layout: lines above, other headings in another order, ticks, a total row."""
    own = facts.layouts.own
    fields = sorted(table.fields, key=lambda field: field.name != "county")
    headings = [*table.dropped[:1], *(field.headings[min(1, len(field.headings) - 1)] for field in fields)]
    rows = _numbered(typed, fields, own.yes_no)
    total = [own.total, *(_total(typed[field.name]) if field.kind == "integer" else None for field in fields)]
    last = len(headings) - 1
    above: list[list[object]] = [
        [own.attachment],
        [own.title.format(**_words(facts, county, period))],
        [f"{own.units}　{facts.notice}"],
        list(headings),
    ]
    return Grid(
        own.sheet,
        [*above, *rows, total, [facts.layouts.note]],
        merges=((1, 0, 1, last),),
        hidden=(len(above) + _HIDDEN,),
    )


def national_vertical(
    facts: Facts, table: ItemTable, title: str, county: County, on: date, figures: Mapping[str, float]
) -> Grid:
    """The national form with one row an item, in numbered sections, with its printed percentages."""
    layouts = facts.layouts
    rows: list[list[object]] = [*_national_head(facts, title, county, on)]
    rows.append([table.item_heading[0], table.value_heading[0], table.share_heading[0]])
    for section, names in layouts.sections.items():
        rows.append([section])
        for item in (table.item(name) for name in names):
            share = figures[item.name] / figures[layouts.share_of] if item.name in layouts.shares else None
            rows.append([_indented(layouts, item), figures[item.name], None if share is None else f"{share:.1%}"])
    return Grid(table.sheets[0], rows, merges=((0, 0, 0, 2), (1, 0, 1, 2)))


def national_wide(
    facts: Facts, table: ItemTable, title: str, county: County, on: date, figures: Mapping[str, float]
) -> Grid:
    """The national form with one column an item, under two levels of merged headings."""
    head = _national_head(facts, title, county, on)
    top = len(head)
    upper: list[object] = [table.county_heading[0]]
    lower: list[object] = [None]
    merges: list[Merge] = [(top, 0, top + 1, 0)]
    values: list[object] = [county.name.zh]
    for group in _groups(table.items):
        column = len(values)
        parent = group[0].label
        values += [figures[item.name] for item in group]
        upper += [parent, *[None] * (len(group) - 1)]
        if len(group) == 1:
            lower.append(None)
            merges.append((top, column, top + 1, column))
        else:
            lower += [facts.layouts.nested.total, *(item.label.removeprefix(f"{parent}/") for item in group[1:])]
            merges.append((top, column, top, column + len(group) - 1))
    last = len(values) - 1
    merges += [(row, 0, row, last) for row in range(top)]
    return Grid(table.sheets[0], [*head, upper, lower, values], merges=tuple(merges))


def _words(facts: Facts, county: County, period: Period) -> dict[str, object]:
    return {"county": county.name.zh, "year": period.year, "month": period.month, "notice": facts.notice}


def _numbered(typed: pd.DataFrame, fields: Sequence[Field], yes_no: tuple[str, str]) -> list[list[object]]:
    names = [field.name for field in fields]
    shown = typed.assign(**{name: None for name in names if name not in typed})[names]
    words = {True: yes_no[0], False: yes_no[1]}
    return [
        [number, *(words[value] if isinstance(value, bool) else value for value in row)]
        for number, row in enumerate(shown.itertuples(index=False, name=None), start=1)
    ]


def _total(column: pd.Series[Any]) -> float:
    return sum(value for value in column if isinstance(value, int))


def _national_head(facts: Facts, title: str, county: County, on: date) -> list[list[object]]:
    layouts = facts.layouts
    named = layouts.national_title.format(title=title, year=on.year, month=on.month, day=on.day)
    return [[f"{named}　{facts.notice}"], [layouts.national_head.format(county=county.name.zh)]]


def _indented(layouts: Layouts, item: Item) -> str:
    """``其中:线上``, indented, where the label stands under another."""
    parent, _, label = item.label.partition("/")
    first = layouts.nested.first
    return f"\u3000\u3000{first}{label.removeprefix(first.rstrip(':'))}" if label else parent


def _groups(items: Sequence[Item]) -> list[list[Item]]:
    """Items with those whose labels stand under theirs."""
    groups: list[list[Item]] = []
    for item in items:
        if groups and item.label.startswith(f"{groups[-1][0].label}/"):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
