"""Which column of a table is which field of a form: by name and alias, exactly, in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from reporting.workbooks.layouts.everyday import everyday, unambiguous
from reporting.workbooks.layouts.heading_keys import folded, heading_keys, own_words
from reporting.workbooks.layouts.table import Column

_ITSELF = frozenset({"合计", "小计", "总计", "共计", "总数"})
_LIKENESS = 60
"""Least likeness (0–100) of a heading that is worth suggesting; it decides nothing."""


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A column whose heading the form does not know, and the nearest heading that it does; empty if none is near."""

    column: Column
    suggestion: str


@dataclass(frozen=True, slots=True)
class DoubledHeading:
    """A field that several columns claim; the first of them is not taken for it, nor is any other."""

    field: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """How the columns of a table answer the fields of a form.

    Attributes:
        columns: fields, and the one column of each.
        unknown: columns with a heading that is no field's.
        missing: fields without a column.
        doubled: fields with several.
    """

    columns: Mapping[str, Column]
    unknown: tuple[UnknownHeading, ...]
    missing: tuple[str, ...]
    doubled: tuple[DoubledHeading, ...]


def match_headings(
    columns: Sequence[Column],
    fields: Mapping[str, Sequence[str]],
    belongs: Callable[[Column, str], bool] = lambda column, heading: True,
) -> Matches:
    """Find the column of every field.

    A column answers a field if its heading, or the lowest level of its header path, is one of the field's
    headings, give or take widths, white space, a unit, and the ways of writing it that `everyday` takes away, where
    that leaves no doubt. Likeness suggests and never decides.

    Args:
        columns: of a table.
        fields: names of fields, and the headings and aliases of each.
        belongs: whether a column may answer a field with that first heading, by what stands over the column's own.
    """

    def answered(field: str | None, column: Column) -> str | None:
        return field if field is not None and belongs(column, fields[field][0]) else None

    known = {key: field for field, headings in fields.items() for text in headings for key in heading_keys(text)}
    alike = unambiguous((text, field) for field, headings in fields.items() for text in headings)
    claimed: dict[str, list[Column]] = {}
    unknown: list[UnknownHeading] = []
    headings = {text: field for field, texts in fields.items() for text in texts}
    exact = {column.index: answered(_field(column, known), column) for column in columns}
    taken = {field for field in exact.values() if field}
    for column in columns:
        field = exact[column.index]
        if field is None and column.path:
            # what is written out beside it is the field; what only comes out alike is not then
            said = answered(alike.get(everyday(own_words(column.path)[-1])), column)
            field = said if said not in taken else None
        if field is not None:
            claimed.setdefault(field, []).append(column)
        elif column.heading:
            unknown.append(UnknownHeading(column, nearest_heading(column.heading, list(headings))))
    return Matches(
        columns={field: found[0] for field, found in claimed.items() if len(found) == 1},
        unknown=tuple(unknown),
        missing=tuple(field for field in fields if field not in claimed),
        doubled=tuple(DoubledHeading(field, tuple(found)) for field, found in claimed.items() if len(found) > 1),
    )


def _field(column: Column, known: Mapping[str, str]) -> str | None:
    path = own_words(column.path)
    # 合计 below 在校学生数, beside 男 and 女, is what is asked for
    whole = path[-2:-1] if path and folded(path[-1]) in _ITSELF else ()
    for text in (column.heading, *path[-1:], *whole):
        for key in heading_keys(text):
            if key in known:
                return known[key]
    return None


def nearest_heading(heading: str, known: list[str]) -> str:
    """The heading that is most like one, empty where none is near; it suggests and decides nothing."""
    found = process.extractOne(folded(heading), known, processor=folded, scorer=fuzz.WRatio, score_cutoff=_LIKENESS)
    return str(found[0]) if found else ""
