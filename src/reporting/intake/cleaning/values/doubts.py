"""Every doubt that a reading can carry, by code. The Chinese messages stand in the catalogue under the same codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DOUBTS: Mapping[str, str] = MappingProxyType(
    {
        # the value is read, and may not be what was meant
        "none_as_number": "无 where a measure is wanted: it may be zero, or nothing to count; read as not applicable",
        "none_as_zero": "无 where things are counted: read as 0",
        "dash": "a dash: it may be zero, nothing to count, or not known; read as not submitted",
        "same_as_above": "同上: the value of the row above was taken",
        "number_as_boolean": "1 or 0 where yes or no is wanted",
        "unchecked_box": "an empty box beside ticked ones: read as no",
        "fraction_or_percent": "a number of at most 1 where a percentage is wanted: a fraction, or that percentage",
        "fraction_as_percent": "a fraction, read as a percentage by its heading or its column",
        "ratio_as_percent": "a ratio such as 391/484, divided",
        "percent_out_of_range": "a percentage below 0 or above 100",
        "percent_as_number": "a percentage where a plain number is wanted",
        "code_was_number": "a code kept as a number: zeros at its start may be lost",
        "year_supplied": "a date without a year: the year of the period was taken",
        "two_digit_year": "a year of two digits",
        "serial_date": "a number where a date is wanted, read as a day count of the spreadsheet program",
        "serial_time": "a number where a time is wanted, read as a part of a day",
        "decimal_time": "a time written as a decimal number: 17.30",
        "half_day_unknown": "a time before noon where none of the day's halves is named: 5:30",
        "half_day_open": "a time of the night where none of the day's halves is named: 5:30, which may be 17:30",
        "month_by_neighbours": "2022.1 read as October, because January is written 2022.01 in the same column",
        "letter_as_zero": "a letter O where a zero is meant: 32O",
        "digits_apart": "a number whose digits stand apart: 1 2 3 4",
        "list_goes_on": "a list that ends in 等: there is more than it names",
        "perhaps_several": "one name or two: 书法和绘画; read as one",
        "no_names": "how many there are, or of what kind, where names are wanted: 二十余门",
        "summed": "a sum that is written out: 25+2; its result was taken",
        "time_as_duration": "a time of day where it is asked how long: 2:00, read as two hours",
        "name_tidied": "a blank between the Chinese characters of a name, or a mark behind it: left out",
        "remark": "words besides the value: read without them",
        # there is no value
        "nothing_above": "同上 without a value above",
        "struck_out": "a cell that is struck through",
        "row_shifted": "a cell of a row that stands one column beside its headings",
        "excel_error": "an error of the spreadsheet program",
        "unreadable_number": "not a number",
        "unreadable_boolean": "neither yes nor no",
        "open_box": "an empty box, and none of the column is ticked: no, or not filled in",
        "unreadable_code": "words where a code is wanted, or two codes",
        "unreadable_date": "not a date",
        "unreadable_month": "not a month",
        "unreadable_time": "not a time of day",
        "odd_separators": "commas that do not stand between thousands: 1,23",
        "not_whole": "a number with decimals where things are counted",
        "date_in_number": "a date where a number is wanted: the cell may be formatted as a date",
        "several_numbers": "a range or several numbers in one cell",
        "shared_number": "a number in a cell that is merged over several rows: how much is of which nobody can tell",
        "part_of_a_day": "0.0833 where it is asked how long: 2:00 as a spreadsheet program keeps it, or five minutes",
        "left_open": "a number of which the sender says that it is not settled: 326（待核）",
        "elsewhere": "words that point elsewhere: 见附件",
        "unit_differs": "a unit that cannot be turned into the one wanted",
        "unreadable_period": "not a period such as the form's",
        "scale_twice": "1.2万 under a heading of 万人: the 万 may be meant once or twice",
        "october_or_january": "2022.1: October, whose zero was lost, or January",
        "third_or_thirtieth": "6.3 as a number: the 3rd, or the 30th, whose zero was lost",
        "day_or_month_first": "no such day, unless day and month are exchanged",
        "code_digits_lost": "a code kept as a number of more than 15 digits: its end is lost",
        "not_a_choice": "none of the choices",
    }
)
"""Codes and what they mean."""

UNREADABLE = frozenset(
    {
        "nothing_above", "excel_error", "struck_out", "row_shifted", "left_open", "shared_number", "elsewhere",
        "unreadable_number", "unreadable_boolean", "unreadable_date", "open_box", "unreadable_code",
        "unreadable_month", "unreadable_time", "odd_separators", "not_whole", "date_in_number", "several_numbers",
        "unit_differs", "scale_twice", "unreadable_period", "october_or_january", "third_or_thirtieth",
        "day_or_month_first", "code_digits_lost", "not_a_choice", "half_day_open", "part_of_a_day",
    }
)  # fmt: skip
"""The codes that leave a cell without a value, its state unreliable."""


@dataclass(frozen=True, slots=True)
class ReadingDoubt:
    """Why a reading is not certain, or failed.

    Attributes:
        code: one of `DOUBTS`.
        parameters: what the message needs, plain text.
    """

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)
