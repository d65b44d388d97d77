"""Which period a text names, at each bound of what is read: a table of what is a period, and of what looks like one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reporting.definitions.periods import Period
from reporting.intake.recognition.mark import TemplateMark, read_fingerprint
from reporting.intake.recognition.names import (
    parted_period,
    period_label,
    periods_in,
    without_ranges,
    without_words,
    years_in,
)
from reporting.intake.recognition.sender import Declared, expected_period, identify_unread, sender_meant
from reporting.settings import Settings

MARK = TemplateMark("own", "3", "410422", "2022-04")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年4月", ["2022-04"]),
        ("2022年04月份", ["2022-04"]),
        ("2022年12月30日", ["2022-12"]),
        ("2022-04-05", ["2022-04"]),
        ("2022/04", ["2022-04"]),
        ("2022.04", ["2022-04"]),
        ("202204", ["2022-04"]),
        ("20220405", ["2022-04"]),
        ("2022-4", []),
        ("202213", []),
        ("2022040", []),
        ("1202204", []),
        ("2022年13月", []),
        ("1999年4月", []),
        ("二〇二二年十一月", ["2022-11"]),
        ("二零二二年一月", ["2022-01"]),
        ("2022年十月", ["2022-10"]),
        ("2022年4月、2022年3月、2022-04", ["2022-04", "2022-03"]),
        ("4月", []),
    ],
)
def test_months_in_a_text(text: str, found: list[str]) -> None:
    """A file of April would be March's, or a number of a document be taken for a month."""
    assert [str(one) for one in periods_in(text, months=True)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2022年统计", ["2022"]),
        ("2022年度", ["2022"]),
        ("1998年、2022", ["1998", "2022"]),
        ("2022年以来", []),
        ("2022年第一季度", []),
        ("2022年上半年", []),
        ("2022年1-6月", []),
        ("12022", []),
        ("2150", []),
        ("二〇二二年", ["2022"]),
    ],
)
def test_years_in_a_text(text: str, found: list[str]) -> None:
    """Half a year would be stored as the whole of it."""
    assert [str(one) for one in periods_in(text, months=False)] == found


@pytest.mark.parametrize(
    ("value", "year", "month", "of_year"),
    [
        ("2022年4月", None, "2022-04", None),
        ("22年4月", None, "2022-04", None),
        ("2022年4月份", None, "2022-04", None),
        ("2022-4", None, "2022-04", None),
        ("2022/12", None, "2022-12", None),
        ("2022.10", None, "2022-10", None),
        ("2022.1", None, None, None),
        (202204, None, "2022-04", None),
        (202204.0, None, "2022-04", None),
        ("4月", 2022, "2022-04", None),
        ("4月份", 2022, "2022-04", None),
        ("4月", None, None, None),
        ("4", 2022, None, None),
        ("13月", 2022, None, None),
        ("2022年4月(快报数)", None, "2022-04", None),
        ("2022年4月增长", None, None, None),
        (2022, None, None, "2022"),
        ("2022年", None, None, "2022"),
        ("2022年度", None, None, "2022"),
        ("2022年末", None, None, "2022"),
        ("'22年", None, None, "2022"),
        ("22年度", None, None, "2022"),
        ("32年", None, None, None),
        ("2022年(初步)", None, None, "2022"),
        ("2022年增长", None, None, None),
        (dt.date(2022, 4, 30), None, "2022-04", None),
        (dt.date(1949, 1, 1), None, "1949-01", None),
        (dt.date(1948, 12, 31), None, None, None),
        (dt.date(2100, 1, 1), None, None, None),
        (True, None, None, None),
        (None, None, None, None),
        ("", 2022, None, None),
    ],
)
def test_a_cell_that_is_a_period(value: Any, year: int | None, month: str | None, of_year: str | None) -> None:
    """A column of months would be of nobody's month, or a number of pupils be a year."""
    for months, expected in ((True, month), (False, of_year)):
        found = period_label(value, months=months, year=year)
        assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("text", "months", "period", "rest"),
    [
        ("2023年外资", False, "2023", "外资"),
        ("外资（2023年）", False, "2023", "外资"),
        ("外资_2023", False, "2023", "外资"),
        ("2023年", False, "2023", ""),
        ("2023年4月参加人数", True, "2023-04", "参加人数"),
        ("2023年一季度外资", False, None, "2023年一季度外资"),
        ("2023年比2022年", False, None, "2023年比2022年"),
        ("2023年计划", False, None, "2023年计划"),
        ("2023年同期", False, None, "2023年同期"),
        ("2023年外资12个", False, None, "2023年外资12个"),
        ("2023年外资1个", False, "2023", "外资1个"),
        ("外资", False, None, "外资"),
        ("2023年外资", True, None, "2023年外资"),
    ],
)
def test_a_heading_that_names_a_period_beside_its_words(text: str, months: bool, period: str | None, rest: str) -> None:
    """Last year's plan would be this year's figure, or a figure be of no year."""
    found, words = parted_period(text, months=months)
    assert (None if found is None else str(found), words) == (period, rest)


@pytest.mark.parametrize(
    ("text", "left", "years"),
    [
        ("2008—2023年统计", " 统计", ()),
        ("2022年1月至6月台账", " 台账", ()),
        ("2022年1月-2022年6月台账", " 台账", ()),
        ("2022/2023学年统计", " 学年统计", ()),
        ("2022-23学年统计", " 学年统计", ()),
        ("2022年6月台账", "2022年6月台账", (2022,)),
        ("2021年与2022年", "2021年与2022年", (2021, 2022)),
        ("2022年、2022年", "2022年、2022年", (2022,)),
        ("第3号", "第3号", ()),
    ],
)
def test_spans_of_time_are_no_one_period(text: str, left: str, years: tuple[int, ...]) -> None:
    """A yearbook of fifteen years would be stored as its first."""
    assert without_ranges(text) == left
    assert years_in(text) == years


def test_what_is_known_to_be_no_name_is_left_out_longest_first() -> None:
    """台账 would be cut out of 学校台账, and 学校 be left as a name of nobody."""
    assert without_words("叶县2022年4月学校台账", ["台账", "学校台账"], months=True).split() == ["叶县"]
    assert without_words("叶县２０２２年度台账", ["台账"], months=False).split() == ["叶县"]
    assert without_words("叶县2022年台账", ["台账"], months=True).split() == ["叶县"]


ENTRIES = {"form": "own", "version": "3", "county": "410422", "period": "2022-04", "demo": "false"}
BROKEN = [
    *({**ENTRIES, name: ""} for name in ENTRIES),
    *({other: text for other, text in ENTRIES.items() if other != name} for name in ENTRIES),
    {**ENTRIES, "demo": "vielleicht"},
]


def properties(entries: dict[str, str]) -> dict[str, object]:
    return {f"reporting.{name}": text for name, text in entries.items()}


def test_a_mark_comes_back_from_either_of_its_places() -> None:
    """A workbook that a program rewrote would be of nobody."""
    written = MARK.entries()
    assert written == properties(ENTRIES)
    cells = [("key", "value", "x"), *written.items()]
    assert read_fingerprint(written) == read_fingerprint({}, cells) == read_fingerprint(written, cells) == MARK
    demo = TemplateMark("own", "3", "410422", "2022-04", demo=True)
    assert read_fingerprint(demo.entries()) == demo
    assert read_fingerprint({**written, "reporting.demo": "TRUE"}) == demo
    assert read_fingerprint({**written, "reporting.county": " 410422 "}) == MARK
    assert read_fingerprint(written, [("reporting.form",), *MARK.entries().items()]) == MARK


@pytest.mark.parametrize("entries", BROKEN)
def test_a_damaged_mark_is_none(entries: dict[str, str]) -> None:
    """A file would be stored for a county that its mark only half names."""
    assert read_fingerprint(properties(entries)) is None


def test_two_marks_that_contradict_each_other_are_none() -> None:
    """A sheet copied into another county's workbook would make it that county's."""
    other = TemplateMark("own", "3", "410425", "2022-04").entries()
    assert read_fingerprint(MARK.entries(), list(other.items())) is None
    assert read_fingerprint({}) is None


@pytest.mark.parametrize(
    ("mark", "file", "declared", "expected"),
    [
        (MARK, "叶县2022年3月.xlsx", "2022-02", "2022-04"),
        (TemplateMark("own", "3", "410422", "once"), "叶县2022年3月.xlsx", "2022-02", "2022-02"),
        (None, "叶县2022年3月.xlsx", "2022-02", "2022-02"),
        (None, "叶县2022年3月.xlsx", None, "2022-03"),
        (None, "叶县2022年3月、2022年4月.xlsx", None, None),
        (None, "叶县2022年1月至3月.xlsx", None, None),
        (None, "叶县.xlsx", None, None),
    ],
)
def test_the_period_expected_before_sheets_are_asked(
    mark: TemplateMark | None, file: str, declared: str | None, expected: str | None
) -> None:
    """Of two sheets of different months the wrong one would be read."""
    asked = Declared(period=Period(declared) if declared else None)
    found = expected_period(mark, file, asked, months=True)
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("file", "county", "period", "meant", "unread"),
    [
        ("叶县2022年4月学校台账.xlsx", None, None, "410422", ("410422", "2022-04")),
        ("叶县2022年4月.xlsx", "410425", "2022-03", "410425", ("410425", "2022-03")),
        ("叶县.xlsx", None, None, "410422", None),
        ("2022年4月.xlsx", None, None, None, None),
        ("叶县、郏县2022年4月.xlsx", None, None, None, None),
        ("叶县2022年4月、2022年3月.xlsx", None, None, "410422", None),
        ("x.xlsx", "410422", "2022-04", "410422", ("410422", "2022-04")),
    ],
)
def test_whose_an_unread_file_is_by_its_name_or_as_declared(
    settings: Settings,
    file: str,
    county: str | None,
    period: str | None,
    meant: str | None,
    unread: tuple[str, str] | None,
) -> None:
    """A file that nobody can open would be answered to no county, or to two."""
    declared = Declared(county, Period(period) if period else None)
    assert sender_meant(file, declared, settings) == meant
    whose, when = identify_unread(file, declared, settings.city, settings.forms, settings.names)
    assert ((whose, str(when)) if whose else None) == unread
    assert (whose is None) == (when is None)
