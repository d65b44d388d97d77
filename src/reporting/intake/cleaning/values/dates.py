"""Days, months and times of day in all their spellings."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import replace

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed, read, unreadable
from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.intake.cleaning.values.numerals import in_digits
from reporting.intake.cleaning.values.spoken import without_marks, without_remark
from reporting.workbooks.cells import CellValue, Percentage

_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Day 0 of Excel's calendar from March 1900 on (it counts a 29 February 1900 that never was)."""
_FIRST_DAY = _SERIAL_ZERO + dt.timedelta(days=1)
_NO_DAYS = frozenset(_SERIAL_ZERO + dt.timedelta(days) for days in range(2, 100))
"""Days that numbers of hours are taken for: Excel's first, without the one that stands for a time of no day."""
_TWENTIETH_OF_A_DAY = 72
"""Minutes of a day that 0.05 in a cell is shown as: 1.5, meant as hours, is shown as 12:00 of Excel's first day."""
_SERIALS = range(32_874, 58_440)
"""Day counts of 1990 to 2059; smaller ones are more likely to be something else."""
_YEARS = range(1949, 2100)
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_ZERO = re.compile(r"(?<=[\d:])[oO]|[oO](?=\d)")
_CLOCK = re.compile(r"(?<=[\d日号])[T\s]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$")
_DAY = re.compile(r"(\d{4}|\d{2})[年./\-](\d{1,2})[月./\-](\d{1,2})[日号]?")
_DAY_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_BETWEEN = re.compile(r"(?<=\d)(?:[,、\\。;:·]|[./\-]{2,})(?=\d)")
_BLANKS = re.compile(r"(?<=\d)\s+(?=\d)")
_TWO_NUMBERS = re.compile(r"\d{1,2}\s*[、;；]\s*\d{1,2}|\d{1,2}\s+\d{1,2}\s*/\s*\d{1,2}")
"""5、6 is a list, and 1 1/2 one and a half."""
_NOT_YET = re.compile(r"\((?:拟|计划|预计|待定|待核实?|待确认|暂定|存疑)[^()\d]{0,4}\)$")
"""A day that somebody intends or doubts: 2022.4.5(拟)."""
_SINCE = re.compile(r"^(?:截至|截止到?|自|从|于|公元)|(?:止|起|0时|零时)$")
_ENGLISH = re.compile(
    r"(?:(?P<first>\d{1,2})[-\s]+)?(?P<month>[a-z]{3,9})[-.,\s]+(?:(?P<second>\d{1,2})[,\s]+)?(?P<year>\d{4}|\d{2})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})[月./\-](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月份?)?")
_MONTH_PACKED = re.compile(r"(\d{4})(\d{2})")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_TIME = re.compile(
    r"(上午|早上|中午|下午|晚上?|傍晚|am|pm)?(\d{1,2})(?::|时|点)(?:(\d{1,2})分?|(半))?(?::\d{2})?(am|pm)?"
)
_TIME_DECIMAL = re.compile(r"(\d{1,2})\.(\d{2})")
_PARTED = re.compile(r"(\d{1,2})[-;,。'’hH](\d{2})|(\d{2})(\d{2})")
_AROUND = re.compile(
    r"^(?:约|大约|大概|一般|每[天日](?=\d)|截[止至](?=\d)|[到至](?=\d))|(?:左右|之?前|之?后|结束|放学|离校|整|(?<=:\d\d)[时点])+$"
)
_HOURS_OF_A_DAY = 24
_CLOCK_TIME = re.compile(r"\d{1,2}[:点时]")
_QUARTERS = re.compile(r"(\d{1,2})[点时]([123])刻")
_NUMERALS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
_ONE_FIGURE = re.compile(r":\d(?!\d)")
"""17:4 is cut off, and no four minutes past."""
_HALF = 0.5
_SURELY_MORNING = 6
"""From this hour on a time of which nothing says the half of the day is taken as of 24."""
_PERHAPS_EVENING = 7
_SURELY_NOON = 11
"""Before this hour nothing of an afternoon ends: 6:30 is 18:30, or a slip."""
_MONTHS_OF_YEAR = re.compile(r"\d[-~至到—]\d{1,2}月")
_TO = re.compile(r"[-~—–至到]+")
_ENDS_ASKED = (re.compile("开始|起始|开门|上课"), re.compile("结束|放学|离校|截止|关门"))
_HALF_DAY = re.compile("上午|早上|中午|下午|晚上?|傍晚")
_MORNING = re.compile("早|晨|起床")
_A_LESSON = 40
"""Minutes from which on two times are the ends of a stretch, and not a window for one of them."""
_AFTERNOON = frozenset({"下午", "晚", "晚上", "傍晚", "pm"})


def clean_date(typed: CellValue, *, year: int | None) -> Cleaned:
    """Read a day.

    Args:
        typed: the cell; no gap.
        year: for a day without a year, None where none can be supplied.
    """
    text = as_typed(typed)
    if isinstance(typed, dt.date):
        day = typed.date() if isinstance(typed, dt.datetime) else typed
        # a small number formatted as a day is one of 1900
        return read(day, text) if day.year in _YEARS else unreadable("unreadable_date", text)
    if isinstance(typed, bool | dt.time | dt.timedelta):
        return unreadable("unreadable_date", text)
    if isinstance(typed, float) and not typed.is_integer() and typed < 13 and _tenths(typed):
        return unreadable("third_or_thirtieth", text)
    if isinstance(typed, float) and int(typed) in _SERIALS and not isinstance(typed, Percentage):
        return read(_SERIAL_ZERO + dt.timedelta(days=int(typed)), text, "serial_date")
    plain = _WEEKDAY.sub("", narrow(_CLOCK.sub("", text.strip())))
    if _MONTHS_OF_YEAR.search(plain):
        return unreadable("unreadable_date", text)
    if match := _DAY.fullmatch(plain) or _DAY_PACKED.fullmatch(plain):
        numbers = [int(group) for group in match.groups()]
        if len(match[1]) == 2 and year is not None and _ends_in_its_year(numbers, year % 100):
            return unreadable("day_or_month_first", text)
        return _day(text, *numbers, doubt="two_digit_year" if len(match[1]) == 2 else "")
    if plain.isascii() and plain.isdigit() and int(plain) in _SERIALS:
        return read(_SERIAL_ZERO + dt.timedelta(days=int(plain)), text, "serial_date")
    if isinstance(typed, str) and (_TWO_NUMBERS.fullmatch(text.strip()) or _NOT_YET.search(narrow(text))):
        return unreadable("unreadable_date", text)
    if year is not None and (match := _DAY_OF_YEAR.fullmatch(plain)):
        return _day(text, year, int(match[1]), int(match[2]), doubt="year_supplied")
    if match := _DAY_LAST.fullmatch(plain):
        return _day_last(text, int(match[1]), int(match[2]), int(match[3]))
    if isinstance(typed, str) and (match := _ENGLISH.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())):
        return _english(text, match)
    said = in_digits(without_remark(without_marks(_ZERO.sub("0", _spaced(text, plain))))).removesuffix("上午")
    said = _BETWEEN.sub("-", _SINCE.sub("", said.removesuffix("下午")))
    if isinstance(typed, str) and said != plain:
        again = clean_date(said, year=year)
        if again.value:
            return replace(again, typed=text, doubts=(*again.doubts, *_with_letters(plain)))
    if isinstance(typed, str) and (alone := _alone(in_digits(plain))):
        again = clean_date(alone, year=year)
        if again.value:
            return replace(again, typed=text, doubts=(*again.doubts, ReadingDoubt("remark")))
    return unreadable("unreadable_date", text)


def _ends_in_its_year(numbers: list[int], year: int) -> bool:
    """Whether 05-04-22 has the form's year, or the one before, where the day should be, and none where the year."""
    return numbers[2] in (year, year - 1) and abs(numbers[0] - year) > 1 and numbers[0] <= 31


_AMID = re.compile(r"(?<!\d)\d{4}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?(?!\d)")
_NO_OTHER = re.compile(r"\d|至|到|或|起|后|~|-|—|拟|计划|预计|左右|约|原|应|未|不")


def _alone(plain: str) -> str:
    """The one day that a text names with its year, beside words that do not change it: 2022-4-5印发, 2022.5.1前."""
    found = _AMID.findall(plain)
    return found[0] if len(found) == 1 and not _NO_OTHER.search(_AMID.sub("", plain)) else ""


def _spaced(text: str, plain: str) -> str:
    """A date whose numbers only blanks part (2021 7 31), with dots; any other as it is plainly."""
    parts = text.split()
    return ".".join(parts) if len(parts) == 3 and all(part.isdigit() for part in parts) else plain


def _day_last(text: str, first: int, second: int, year: int) -> Cleaned:
    """7/31/2021 and 31/7/2021; where both may be the month, nobody can tell."""
    if first <= 12 and second <= 12 and first != second:
        return unreadable("day_or_month_first", text)
    day, month = (first, second) if first > 12 else (second, first)
    return _day(text, year, month, day)


def _english(text: str, match: re.Match[str]) -> Cleaned:
    day = match["first"] or match["second"]
    if not day or match["month"][:3] not in _MONTHS:
        return unreadable("unreadable_date", text)
    return _day(text, int(match["year"]), _MONTHS.index(match["month"][:3]) + 1, int(day))


def clean_month(typed: CellValue, *, year: int | None) -> Cleaned:
    """Read a month into `2022-04`.

    Args:
        typed: the cell; no gap.
        year: for a month without a year, None where none can be supplied.
    """
    text = as_typed(typed)
    if isinstance(typed, dt.date):
        return read(f"{typed:%Y-%m}", text)
    if isinstance(typed, bool | dt.time | dt.timedelta):
        return unreadable("unreadable_month", text)
    plain = narrow(text)
    if is_october_or_january(plain):
        return unreadable("october_or_january", text, {"year": plain[:4]})
    if match := _MONTH.fullmatch(plain) or _MONTH_PACKED.fullmatch(plain):
        return _month(text, int(match[1]), int(match[2]))
    if year is not None and (match := _MONTH_OF_YEAR.fullmatch(plain)):
        number = _NUMERALS.get(match[1]) or (int(match[1]) if match[1].isdigit() else 0)
        return _month(text, year, number, "year_supplied")
    if _DAY.fullmatch(plain) or _DAY_PACKED.fullmatch(plain):
        day = clean_date(plain, year=None)
        if isinstance(day.value, dt.date):
            return read(f"{day.value:%Y-%m}", text, *(doubt.code for doubt in day.doubts))
    return unreadable("unreadable_month", text)


def is_october_or_january(plain: str) -> bool:
    """Whether a month is spelt 2022.1, as a spreadsheet program leaves 2022.10."""
    return re.fullmatch(r"\d{4}\.1", plain) is not None


def clean_time(typed: CellValue, label: str = "") -> Cleaned:
    """Read a time of day, to the minute.

    Args:
        typed: the cell; no gap.
        label: what the column or item is called: of 16:00-18:00 it says which end is asked for.
    """
    text = as_typed(typed)
    if isinstance(typed, str) and (end := _end_asked(text, label)):
        return replace(end, typed=text, doubts=(*end.doubts, ReadingDoubt("remark")))
    if isinstance(typed, dt.datetime) and (typed.date() in _NO_DAYS or typed.date() < _SERIAL_ZERO):
        # 17.5 in a cell that shows hours is seventeen days and a half, and shown as 12:00; -0.1 is shown as ####
        return unreadable("unreadable_time", text)
    if isinstance(typed, dt.datetime) and typed.date() == _FIRST_DAY and _is_of_twentieths(typed.time()):
        return unreadable("unreadable_time", text)
    if isinstance(typed, dt.datetime | dt.time):
        time = typed.time() if isinstance(typed, dt.datetime) else typed
        return _of_a_night(read(time.replace(second=0, microsecond=0), text), label)
    if isinstance(typed, bool | dt.date | dt.timedelta):
        return unreadable("unreadable_time", text)
    if isinstance(typed, float) and 0 < typed < 1:
        minutes = round(typed * 24 * 60)
        return read(dt.time(minutes // 60 % 24, minutes % 60), text, "serial_time")
    plain = narrow(text).lower()
    if isinstance(typed, int | float) and typed in range(600, 2360) and typed % 100 < 60 and typed % 5 == 0:
        return _time(text, int(typed) // 100, int(typed) % 100, "decimal_time")
    if isinstance(typed, float) and not typed.is_integer():
        if typed % 1 == _HALF:
            # 17.50 is kept as 17.5, and 17.5 may be half past five
            return unreadable("unreadable_time", text)
        plain = f"{typed:.2f}"
    if match := _TIME.fullmatch(plain):
        half = match[1] or match[5] or ""
        hour, minute = int(match[2]), 30 if match[4] else int(match[3] or 0)
        if half in _AFTERNOON and hour < 12:
            hour += 12
        if _ONE_FIGURE.search(plain):
            return unreadable("unreadable_time", text)
        doubts = ("half_day_unknown",) if not half and _SURELY_MORNING <= hour <= _PERHAPS_EVENING else ()
        found = _time(text, hour, minute, *doubts)
        return found if half else _of_a_night(found, label)
    if match := _TIME_DECIMAL.fullmatch(plain):
        return _time(text, int(match[1]), int(match[2]), "decimal_time")
    if isinstance(typed, str) and (plain := _said(text)):
        again = clean_time(plain, label)
        more = (
            ()
            if plain.endswith(("点", "时"))
            or (narrow(text).startswith(plain[:1]) and narrow(text).endswith(plain[-1:]))
            else (ReadingDoubt("remark"),)
        )
        return (
            replace(again, typed=text, doubts=(*again.doubts, *more, *_with_letters(narrow(text))))
            if again.value
            else unreadable("unreadable_time", text)
        )
    return unreadable("unreadable_time", text)


def _is_of_twentieths(time: dt.time) -> bool:
    """Whether a time of Excel's first day may be a number of hours: 1.5, 1.25; 17:30 of that day is no such number."""
    return (60 * time.hour + time.minute) % _TWENTIETH_OF_A_DAY == 0 and not time.second


def _with_letters(plain: str) -> tuple[ReadingDoubt, ...]:
    """That a letter O was read as a zero: 2O22-04-12."""
    return (ReadingDoubt("letter_as_zero"),) if _ZERO.search(plain) else ()


def _of_a_night(found: Cleaned, label: str) -> Cleaned:
    """A time of which nothing says the half of the day; one of the night, or a morning's end, may be of the evening."""
    before = _SURELY_NOON if _ENDS_ASKED[1].search(label) else _SURELY_MORNING
    night = isinstance(found.value, dt.time) and 1 <= found.value.hour < before
    return unreadable("half_day_open", found.typed) if night and not _MORNING.search(label) else found


def _end_asked(text: str, label: str) -> Cleaned | None:
    """The end of a stretch of time that a label asks for; None where it asks for none, or the stretch is a window."""
    parts = _TO.split(narrow(text))
    at = next((at for at, asks in enumerate(_ENDS_ASKED) if asks.search(label)), None)
    if len(parts) != 2 or at is None:
        return None
    half = _HALF_DAY.match(parts[0])
    times = [clean_time(parts[0]), clean_time((half[0] if half and not _HALF_DAY.match(parts[1]) else "") + parts[1])]
    minutes = [60 * one.value.hour + one.value.minute for one in times if isinstance(one.value, dt.time)]
    # 17:30-18:00 may be when pupils are fetched
    return times[at] if len(minutes) == 2 and minutes[1] - minutes[0] >= _A_LESSON else None


def _said(text: str) -> str:
    """A time as people say it, plainly: 下午五点半, 17-30, 1730, 17:30结束; empty where it is plain already."""
    whole = without_marks(" ".join(text.split()).replace(" ", ":"))
    plain = in_digits(without_remark(whole))
    if plain != (whole := in_digits(whole)) and _CLOCK_TIME.search(whole.partition("(")[2]):
        # 18:00（周五17:00）
        return ""
    plain = _ZERO.sub("0", _ZERO.sub("0", _AROUND.sub("", plain))).replace("∶", ":").replace("：", ":")
    plain = _QUARTERS.sub(lambda match: f"{match[1]}:{15 * int(match[2])}", plain)
    match = _PARTED.fullmatch(plain)
    # 1730 is a time, 2022 a year
    if match and match[1] and int(match[1]) < int(match[2]) <= _HOURS_OF_A_DAY:
        # 17-18 may be from when to when
        return ""
    if match and (match[1] or int(match[4]) % 5 == 0):
        plain = f"{match[1] or match[3]}:{match[2] or match[4]}"
    return plain if plain != narrow(text) and re.search(r"\d", plain) else ""


def _tenths(number: float) -> bool:
    """Whether a day of the year kept as a number has lost a zero or may have: 6.3, 6.1, 6.2."""
    return f"{number:.10g}".partition(".")[2] in ("1", "2", "3")


def _day(text: str, year: int, month: int, day: int, *, doubt: str = "") -> Cleaned:
    if year < 100:
        year += 2000
    try:
        date = dt.date(year, month, day)
    except ValueError:
        exchanged = 12 < month <= 31 and 1 <= day <= 12
        return unreadable("day_or_month_first" if exchanged else "unreadable_date", text)
    if year not in _YEARS:
        return unreadable("unreadable_date", text)
    return read(date, text, doubt) if doubt else read(date, text)


def _month(text: str, year: int, month: int, *doubts: str) -> Cleaned:
    if year not in _YEARS or not 1 <= month <= 12:
        return unreadable("unreadable_month", text)
    return read(f"{year}-{month:02}", text, *doubts)


def _time(text: str, hour: int, minute: int, *doubts: str) -> Cleaned:
    if hour > 23 or minute > 59:
        return unreadable("unreadable_time", text)
    return read(dt.time(hour, minute), text, *doubts)
