"""Whose workbook it is, of what period: by its mark, its titles and captions, its columns, its name, or as declared.

Content is believed before the name of the file, and that before what the command line declares. What contradicts
content is a finding; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import fold
from reporting.intake.cleaning.tables.items import county_column
from reporting.intake.findings import Finding, say
from reporting.intake.recognition.found import Found, ItemsFound, Recognition
from reporting.intake.recognition.mark import TemplateMark
from reporting.intake.recognition.names import periods_in, without_ranges, without_words
from reporting.intake.recognition.other_figures import gives_other_figures
from reporting.settings import Settings
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.captions import key_values
from reporting.workbooks.layouts.table import Column, Dropped, Layout
from reporting.workbooks.workbook import Sheet

__all__ = [
    "Declared",
    "Identity",
    "expected_period",
    "identify",
    "identify_unread",
    "sender_meant",
    "undisputed_period",
]

_SENDER = re.compile(r"^(?:填报|报送|上报)(?:单位|县区|地区)$|^(?:所属)?(?:县\(市、区\)|县市区|县区|地区)(?:名称)?$")
"""Captions that say who sends."""

_WHEN = re.compile(
    r"^(?:填报|报告|统计|报表|数据)?(?:月份|月度|期间|报告期|年月)$|^统计(?:时间|日期|周期)$|^报告(?:期|时间)$"
)
"""Captions that say for when; the day on which a form was filled in says nothing."""

_DAY = re.compile(r"(?:截止|日期|时间)$")
"""Captions that tell a day: a form that is due in May is about April."""

_COVER = 12
"""Rows of a sheet without tables in which neighbouring cells are looked at for captions."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What the command line says of files that do not say it themselves; ``insisted``: whatever they say.

    ``sheet`` is the one that is meant, of two that answer one table.
    """

    county: str | None = None
    period: Period | None = None
    insisted: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workbook it is.

    Attributes:
        county, period: None where nothing says, or what is said contradicts itself.
        demo: whether it says that it is a demonstration.
        findings: what could not be settled.
    """

    county: str | None
    period: Period | None
    demo: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What one place of a workbook (mark, caption, title, column, file) says."""

    source: Literal["mark", "caption", "title", "column", "file"]
    value: str


def identify(
    sheets: Sequence[tuple[Sheet, Layout]],
    recognition: Recognition,
    mark: TemplateMark | None,
    file: str,
    declared: Declared,
    city: City,
    forms: Forms,
    names: PlaceNames,
) -> Identity:
    """Say whose a workbook is and of what period.

    Args:
        sheets: of the workbook, without its fingerprint.
        recognition: of its tables.
        mark: the fingerprint it carries.
        file: name of the file.
        declared: what the command line says.
        city: whose calendar says how long periods are.
        forms: whose titles and names of sheets are no names of places.
        names: of places.
    """
    reader = _Reader(names, _form_words(forms), months=city.calendar.is_monthly)
    places, periods, unknown = reader.content(sheets, recognition, mark)
    findings: list[Finding] = []
    county = _settled("county", places, reader.places_in_name(file), declared.county, names, findings)
    when = str(declared.period) if declared.period else None
    if not (periods or when or reader.periods_in_name(file)):
        periods = reader.periods_of_sheets(recognition)
    period = _settled("period", periods, reader.periods_in_name(file), when, names, findings)
    if unknown:
        findings = [one for one in findings if one.check_id != "county_unknown"]
    for text in unknown:
        near = "、".join(names.nearest(text))
        message = say("sender_unknown", typed=text) + (say("did_you_mean", suggestion=near) if near else "")
        findings.append(Finding("warning" if county else "error", "sender_unknown", message, found=text))
    return Identity(county, Period(period) if period else None, _is_demo(mark, sheets), tuple(findings))


def expected_period(mark: TemplateMark | None, file: str, declared: Declared, *, months: bool) -> Period | None:
    """The period that a file is expected to be of, before its sheets are asked: by mark, by name, as declared."""
    marked = periods_in(mark.period, months=months) if mark else ()
    named = periods_in(without_ranges(file), months=months)
    if marked:
        return marked[0]
    return declared.period or (named[0] if len(named) == 1 else None)


def undisputed_period(mark: TemplateMark | None, file: str, declared: Declared, *, months: bool) -> Period | None:
    """The period on which the mark, the name of the file and the command line agree, as far as they say one."""
    if declared.insisted:
        return declared.period
    said = {*periods_in(without_ranges(file), months=months), *periods_in(mark.period if mark else "", months=months)}
    said |= {declared.period} if declared.period else set()
    return said.pop() if len(said) == 1 else None


def sender_meant(file: str, declared: Declared, settings: Settings) -> str | None:
    """The county whose a file is said to be beside its content: as declared, else the one that its name tells."""
    reader = _Reader(settings.names, _form_words(settings.forms), months=False)
    places = {one.value for one in reader.places_in_name(file)}
    return declared.county or (places.pop() if len(places) == 1 else None)


def identify_unread(
    file: str, declared: Declared, city: City, forms: Forms, names: PlaceNames
) -> tuple[str | None, Period | None]:
    """County and period of a file whose content nobody can read: as declared, else the one that its name tells.

    Half an answer places no file: both are None then.
    """
    reader = _Reader(names, _form_words(forms), months=city.calendar.is_monthly)
    places = {one.value for one in reader.places_in_name(file)}
    periods = {one.value for one in reader.periods_in_name(file)}
    county = declared.county or (places.pop() if len(places) == 1 else None)
    period = declared.period or (Period(periods.pop()) if len(periods) == 1 else None)
    return (county, period) if county and period else (None, None)


class _Reader:
    """Finds what a workbook says of place and period."""

    def __init__(self, names: PlaceNames, words: Collection[str], *, months: bool) -> None:
        self._names, self._words, self._months = names, words, months

    def content(
        self, sheets: Sequence[tuple[Sheet, Layout]], recognition: Recognition, mark: TemplateMark | None
    ) -> tuple[list[_Evidence], list[_Evidence], list[str]]:
        """Evidence of places and of periods, and names of senders that nobody knows."""
        names = self._names
        places, periods, unknown = [], [], []
        if mark and names.code(mark.county):
            places.append(_Evidence("mark", mark.county))
        if mark and self.periods(mark.period):
            periods.append(_Evidence("mark", mark.period))
        for key, text in _captions(sheets, {one.sheet.name for one in recognition.tables}):
            if _SENDER.match(key) and text:
                code = names.code(text) or names.code(self._bare(text).strip())
                places += [_Evidence("caption", code)] if code else []
                unknown += [] if code else [text]
            elif _WHEN.match(key):
                periods += [_Evidence("caption", str(period)) for period in self.periods(text)]
        places += [_Evidence("column", code) for code in _unanimous(recognition, names)]
        titles = [*_titles_in_cells(recognition), *(one.text for one in _lines(sheets) if one.reason == "title")]
        titled = [_Evidence("title", code) for text in titles for code in names.named_in(self._bare(text))]
        # 杭州市主要指标 is a title of 杭州市's, though its other words are of no form
        opening = (names.named_first(self._bare(text).strip()) for text in titles)
        titled += [_Evidence("title", code) for code in opening if code]
        # 平顶山市 in a title above a county's table says where the county lies, not who sends.
        counties = [one for one in (*places, *titled) if one.value != names.city]
        places += [one for one in titled if not counties or one.value != names.city]
        dated = [text for text in titles if not any(_DAY.search(fold(key)) for key in key_values([text]))]
        periods += [_Evidence("title", str(period)) for text in dated for period in self.periods(text)]
        return places, periods, list(dict.fromkeys(unknown))

    def places_in_name(self, file: str) -> list[_Evidence]:
        return [_Evidence("file", code) for code in self._names.named_in(self._bare(file))]

    def periods_in_name(self, file: str) -> list[_Evidence]:
        return [_Evidence("file", str(period)) for period in self.periods(file)]

    def periods_of_sheets(self, recognition: Recognition) -> list[_Evidence]:
        """What the names of the sheets say, which stay when a sheet is copied: asked where nothing else says it."""
        sheets = dict.fromkeys(one.sheet.name for one in recognition.tables)
        return [_Evidence("title", str(period)) for name in sheets for period in self.periods(name)]

    def periods(self, text: str) -> tuple[Period, ...]:
        return periods_in(without_ranges(text), months=self._months)

    def _bare(self, text: str) -> str:
        return without_words(text, self._words, months=self._months)


def _settled(
    what: str,
    content: Sequence[_Evidence],
    file: Sequence[_Evidence],
    declared: str | None,
    names: PlaceNames,
    findings: list[Finding],
) -> str | None:
    """The county or period that the evidence agrees on."""
    said = {one.value: one.source for one in reversed(content)}
    named = tuple(dict.fromkeys(one.value for one in file))

    def shown_as(value: str) -> str:
        return names.name(value) if what == "county" else value

    if len(said) > 1:
        listed = "；".join(f"{say(f'from_{source}')}{shown_as(value)}" for value, source in said.items())
        findings.append(
            Finding("error", f"{what}_contradictory", say(f"{what}_contradictory", said=listed), found=listed)
        )
        return None
    value = next(iter(said), None) or (named[0] if len(named) == 1 else None)
    if value is None:
        if declared is None:
            findings.append(Finding("error", f"{what}_unknown", say(f"{what}_unknown")))
        return declared
    if declared is not None and declared != value:
        message = say(f"{what}_declared_otherwise", declared=shown_as(declared), said=shown_as(value))
        findings.append(Finding("error", f"{what}_declared_otherwise", message, found=shown_as(value)))
    elif named and value not in named:
        other = "、".join(map(shown_as, named))
        message = say(f"{what}_in_file_name", named=other, said=shown_as(value))
        findings.append(Finding("warning", f"{what}_in_file_name", message, found=other))
    return value


def _captions(sheets: Sequence[tuple[Sheet, Layout]], recognised: Collection[str]) -> Iterator[tuple[str, str]]:
    """Captions, key folded: 填报单位: 叶县, or on a cover sheet two neighbouring cells that say so."""
    for sheet, layout in sheets:
        for table in layout.tables:
            yield from ((fold(key), text) for key, text in table.captions.items())
        yield from ((fold(key), text) for key, text in key_values(line.text for line in layout.loose).items())
        if sheet.name in recognised:
            continue
        for row in sheet.rows[:_COVER]:
            for left, right in pairwise(row):
                if isinstance(left, str) and not is_blank(left) and not is_blank(right):
                    yield fold(left).rstrip(":"), shown(right)


def _titles_in_cells(recognition: Recognition) -> Iterator[str]:
    """Rows that stand alone, and are of no table: a title that was typed word by word into cells side by side."""
    for table in recognition.strangers:
        if not table.header_rows and len(table.rows) == 1:
            yield "".join(shown(value) for value in table.rows[0].cells.values())


def _lines(sheets: Sequence[tuple[Sheet, Layout]]) -> Iterator[Dropped]:
    """The lines around the tables."""
    for _, layout in sheets:
        yield from (line for table in layout.tables for line in table.dropped)
        yield from layout.loose


def _unanimous(recognition: Recognition, names: PlaceNames) -> Iterator[str]:
    """The county that every row of a table names, if all name one."""
    for one in recognition.tables:
        column = _whose(one)
        if column is not None:
            typed = {shown(value) for value in set(one.table.values(column)) if not is_blank(value)}
            codes = {names.code(text) for text in typed if not gives_other_figures(text)}
            if len(codes) == 1 and (code := codes.pop()):
                yield code


def _whose(one: Found) -> Column | None:
    """The column that says whose a row is."""
    if isinstance(one, ItemsFound):
        return county_column(one.table, one.definition) if one.wide else None
    field = next((field.name for field in one.definition.fields if field.kind == "county"), "")
    return one.matches.columns.get(field)


def _is_demo(mark: TemplateMark | None, sheets: Sequence[tuple[Sheet, Layout]]) -> bool:
    """Whether the mark, or a line around the tables, calls the data a demonstration."""
    word = say("demonstration")
    return (mark is not None and mark.demo) or any(word in line.text for line in _lines(sheets))


def _form_words(forms: Forms) -> tuple[str, ...]:
    """Titles of forms and names of their sheets."""
    return tuple(
        dict.fromkeys(
            word
            for form in forms.forms
            for word in (form.title, form.name.zh, *(sheet for table in form.tables for sheet in table.sheets))
        )
    )
