"""Over four thousand cells as clerks write them, in fields of the two real forms, read as a careful person would.

`cells.tsv` holds field, cell, unit beside it, and what is meant: a value, one that keeps its qualifier (`~`), `look`
where a person has to look, `open` where no value may be taken, `missing`, `na`; with ` | `
between what a careful person may take as well.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from reporting.definitions.forms import Field, Item, RowTable
from reporting.intake.cleaning.values.by_kind import clean
from reporting.intake.cleaning.values.cleaned import Cleaned
from reporting.settings import Settings
from reporting.workbooks.cells import CellValue, ExcelError

TABLE = Path(__file__).with_name("cells.tsv")


def test_cells_mean_what_a_careful_person_reads(settings: Settings) -> None:
    """A county would be judged by numbers that it did not send, or be asked again for what it said plainly."""
    wrong = [
        f"{name} | {typed} | {wanted} | {read.value!r} {read.state} {read.qualifier}"
        for name, typed, wanted, read in _readings(settings)
        if not any(_is(read, one) for one in wanted.split(" | "))
    ]
    assert wrong == []


def _readings(settings: Settings) -> Iterator[tuple[str, str, str, Cleaned]]:
    fields: dict[str, Field | Item] = {}
    for form in settings.forms.forms:
        for table in form.tables:
            members = table.fields if isinstance(table, RowTable) else table.items
            fields |= {f"{table.name}.{one.name}": one for one in members}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        name, typed, unit, wanted = line.split("\t")
        field = fields[name]
        choices = field.spellings or None if isinstance(field, Field) else None
        label = field.called if isinstance(field, Field) else field.label
        kind = "text" if field.kind == "county" or field.kind == "period" else field.kind
        yield (
            name,
            typed,
            wanted,
            clean(
                _cell(json.loads(typed)),
                kind,
                unit=field.unit,
                column_unit=unit,
                choices=choices,
                year=2022,
                label=label,
            ),
        )


def _cell(typed: object) -> CellValue:
    """A cell; what JSON has no type for is named."""
    match typed:
        case {"date": str(text)}:
            return dt.datetime.fromisoformat(text)
        case {"time": str(text)}:
            return dt.time.fromisoformat(text)
        case {"error": str(text)}:
            return ExcelError(text)
        case str() | int() | float() | bool():
            return typed
    raise AssertionError(typed)


def _is(read: Cleaned, wanted: str) -> bool:
    if wanted == "look":
        return bool(read.doubts or read.qualifier)
    if wanted == "open":
        return read.state == "unreliable"
    if wanted == "missing":
        return read.value in (None, "", ())
    if wanted == "na":
        return read.state == "not_applicable"
    kept = wanted.startswith("~")
    value, meant = read.value, json.loads(wanted.removeprefix("~"))
    if isinstance(value, dt.date):
        value = value.isoformat()
    elif isinstance(value, dt.time):
        value = f"{value:%H:%M}"
    elif isinstance(value, tuple):
        return sorted(value) == sorted(meant)
    if isinstance(meant, float) or isinstance(value, float):
        same = isinstance(value, int | float) and abs(value - meant) < 1e-6
    else:
        same = value == meant
    return same and kept == bool(read.qualifier)
