"""Which column of a table is which field of a form: by name and alias, exactly, in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from reporting.workbooks.everyday import everyday, unambiguous
from reporting.workbooks.heading_keys import folded, heading_keys, own_words
from reporting.workbooks.layout import Column

_LIKENESS = 60
"""Least likeness (0–100) of a heading that is worth suggesting; it decides nothing."""


_OF_ANOTHER = re.compile(
    r"[上去前下明](?:年|月|期|季度|学期|学年|年度|半年|周)|同期|计划|目标|预[计期测]|[拟应]有?数|核定|编制|规划|历史"
)
_OF_SOME = re.compile(
    r"[一二三四五六七八九]年级|[男女]生|寄宿生|住宿生|走读生|留守|随迁|残疾|困难|贫困|建档|毕业班|[小初高]中?部|幼儿园|高中"
)
_TEACHERS, _PUPILS = re.compile("教师|教职工|师资"), re.compile("学生|在校生")


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


def match_headings(columns: Sequence[Column], fields: Mapping[str, Sequence[str]]) -> Matches:
    """Find the column of every field.

    A column answers a field if its heading, or the lowest level of its header path, is one of the field's
    headings, give or take widths, white space, a unit, and the ways of writing it that `everyday` takes away, where
    that leaves no doubt. Likeness suggests and never decides.

    Args:
        columns: of a table.
        fields: names of fields, and the headings and aliases of each.
    """
    known = {key: field for field, headings in fields.items() for text in headings for key in heading_keys(text)}
    alike = unambiguous((text, field) for field, headings in fields.items() for text in headings)
    claimed: dict[str, list[Column]] = {}
    unknown: list[UnknownHeading] = []
    headings = {text: field for field, texts in fields.items() for text in texts}
    exact = {column.index: _meant(_field(column, known), column, fields) for column in columns}
    taken = {field for field in exact.values() if field}
    for column in columns:
        field = exact[column.index]
        if field is None and column.path:
            # what is written out beside it is the field; what only comes out alike is not then
            said = _meant(alike.get(everyday(own_words(column.path)[-1])), column, fields)
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
    for text in (column.heading, *own_words(column.path)[-1:]):
        for key in heading_keys(text):
            if key in known:
                return known[key]
    return None


def _meant(field: str | None, column: Column, fields: Mapping[str, Sequence[str]]) -> str | None:
    """The field, unless a heading over its own says that the column is of another time, or of others.

    在校学生数 below 上学期 is of then, 参加人数 below 教师 is of teachers, 在校学生数 below 一年级 of some pupils.
    """
    parents = "".join("".join(own_words(column.path)[:-1]).split())
    if field is None or not parents or field not in fields or not fields[field]:
        return field
    name = fields[field][0]
    for word in (*_OF_ANOTHER.findall(parents), *_OF_SOME.findall(parents)):
        if word not in name:
            return None
    teachers, pupils = "师" in name or "教职" in name, "生" in name
    if (_TEACHERS.search(parents) and not _PUPILS.search(parents) and pupils and not teachers) or (
        _PUPILS.search(parents) and not _TEACHERS.search(parents) and teachers and not pupils
    ):
        return None
    return field


def nearest_heading(heading: str, known: list[str]) -> str:
    """The heading that is most like one, empty where none is near; it suggests and decides nothing."""
    found = process.extractOne(folded(heading), known, processor=folded, scorer=fuzz.WRatio, score_cutoff=_LIKENESS)
    return str(found[0]) if found else ""
