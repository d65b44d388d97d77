"""Numbers as people write them: 1.2万余人, １２０, 约3,000, 95%, 391/484."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from reporting.intake.cleaning.cleaned import Cleaned, Qualifier, as_typed, read, unreadable
from reporting.intake.cleaning.widths import narrow
from reporting.workbooks.cells import CellValue, Percentage
from reporting.workbooks.units import is_unit

_SCALES: Mapping[str, int] = MappingProxyType(
    {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
     "千万": 10_000_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
)  # fmt: skip
_QUALIFIED: Mapping[Qualifier, tuple[str, ...]] = MappingProxyType(
    {
        "余": ("余", "多", "来"),
        "近": ("近", "将近", "接近"),
        "约": ("约", "约为", "大约", "大概", "左右"),
        "以上": ("超", "超过", "以上", "至少", ">", ">=", "≥", "+"),
        "以下": ("不足", "不到", "以下", "以内", "<", "<=", "≤"),
    }
)
_QUALIFIERS: Mapping[str, Qualifier] = {mark: name for name, marks in _QUALIFIED.items() for mark in marks}
_WRITTEN = re.compile(
    r"(?P<before>将近|接近|近|大约|大概|约为|约|超过|超|至少|不足|不到|[<>]=?|[≥≤])?"
    r"(?P<number>[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?)"
    r"(?P<among>余|多|来)?"
    r"(?P<scale>万亿|[十百千]?万|亿|千|百|十)?"
    r"(?P<after_scale>余|多)?"
    r"(?P<unit>[^\d余多左以]{0,10}?)"
    r"(?P<after>余|多|左右|以上|以下|以内|\+)?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_LARGEST = Decimal(10) ** 15
"""Beyond it a number of the spreadsheet program is not exact, and nothing is counted."""
_RATIO = re.compile(r"(\d+)/(\d+)")
_SEVERAL = re.compile(r"\d[^\d.,]+\d")
_SCALED_UNIT = re.compile(r"(万亿|[十百千]?万|亿|千|百)?(.+)")
_CONVERSIONS: Mapping[tuple[str, str], Decimal] = MappingProxyType(
    {("分钟", "小时"): Decimal(1) / 60, ("小时", "分钟"): Decimal(60), ("‰", "%"): Decimal("0.1")}
)
_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {"分": "分钟", "时": "小时", "h": "小时", "min": "分钟", "名": "人", "天": "天", "日": "天"}
)


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as written: how much, of what, how exactly."""

    amount: Decimal
    unit: str = ""
    qualifier: Qualifier = ""


def clean_number(typed: CellValue, *, whole: bool, unit: str, column_unit: str) -> Cleaned:
    """Read a count or a measure.

    Args:
        typed: the cell; no gap.
        whole: whether things are counted, so that decimals are wrong.
        unit: the unit wanted; empty for none.
        column_unit: the unit that the heading gives; empty for none.
    """
    text = as_typed(typed)
    written = _written(typed, text)
    if isinstance(written, Cleaned):
        return written
    own = written.unit or ("" if is_same_unit(column_unit, unit) else column_unit)
    factor = conversion(own, unit)
    if own == "%" and unit != "%":
        return (
            replace(read(float(written.amount), text, "percent_as_number"), unit="%")
            if not whole
            else unreadable("unit_differs", text, {"unit": "%", "wanted": unit})
        )
    if factor is None:
        return unreadable("unit_differs", text, {"unit": own, "wanted": unit})
    amount = written.amount * factor
    nearest = amount.to_integral_value()
    if whole and abs(amount - nearest) > Decimal("1e-6"):
        return unreadable("not_whole", text)
    return Cleaned(int(nearest) if whole else float(amount), "reported", written.qualifier, unit or own, (), text)


def clean_percent(typed: CellValue, *, column_unit: str) -> Cleaned:
    """Read a percentage into 0–100.

    A cell formatted as a percentage, or written with %, is certain. A bare number is taken as its heading
    says; at most 1 it is doubtful, because 0.95 under a heading with % is as often 95 %.

    Args:
        typed: the cell; no gap.
        column_unit: the unit that the heading gives; empty for none.
    """
    text = as_typed(typed)
    if ratio := _RATIO.fullmatch(narrow(text)):
        part, of = map(int, ratio.groups())
        if of:
            return _percent(Decimal(part) / of * 100, text, "ratio_as_percent")
    written = _written(typed, text)
    if isinstance(written, Cleaned):
        return written
    doubts: list[str] = []
    amount = written.amount
    factor = conversion(written.unit or "%", "%")
    if factor is None:
        return unreadable("unit_differs", text, {"unit": written.unit, "wanted": "%"})
    amount *= factor
    if not written.unit and 0 < amount <= 1:
        if column_unit in ("%", "‰"):
            doubts.append("fraction_or_percent")
        else:
            doubts.append("fraction_as_percent")
            amount *= 100
    return replace(_percent(amount, text, *doubts), qualifier=written.qualifier)


def conversion(unit: str, wanted: str) -> Decimal | None:
    """What a number in one unit is multiplied by to be in another; None where it cannot be.

    An empty unit, on either side, is taken for the other.
    """
    if not unit or not wanted or is_same_unit(unit, wanted):
        return Decimal(1)
    (scale, base), (wanted_scale, wanted_base) = _split(unit), _split(wanted)
    factor = Decimal(scale) / Decimal(wanted_scale)
    if base == wanted_base:
        return factor
    between = _CONVERSIONS.get((base, wanted_base))
    return None if between is None else factor * between


def is_same_unit(unit: str, other: str) -> bool:
    """Whether two spellings name one unit."""
    return _split(unit) == _split(other)


def _percent(amount: Decimal, text: str, *doubts: str) -> Cleaned:
    if not 0 <= amount <= 100:
        doubts = (*doubts, "percent_out_of_range")
    return replace(read(float(amount), text, *doubts), unit="%")


def _written(typed: CellValue, text: str) -> _Written | Cleaned:
    if isinstance(typed, bool | dt.time | dt.timedelta):
        return unreadable("unreadable_number", text)
    if isinstance(typed, dt.date):
        return unreadable("date_in_number", text)
    if isinstance(typed, int | float):
        unit, scale = ("%", 100) if isinstance(typed, Percentage) else ("", 1)
        amount = Decimal(repr(float(typed) if unit else typed)) * scale
        return _Written(amount, unit) if _is_plausible(amount) else unreadable("unreadable_number", text)
    return _parsed(text)


def _parsed(text: str) -> _Written | Cleaned:
    match = _WRITTEN.fullmatch(narrow(text))
    if not match:
        plain = narrow(text)
        return unreadable("several_numbers" if _SEVERAL.search(plain) else "unreadable_number", text)
    number = match["number"]
    if "," in number and not _THOUSANDS.fullmatch(number):
        return unreadable("odd_separators", text)
    unit = match["unit"].strip("()")
    if unit and not is_unit(unit) and unit not in _SYNONYMS:
        return unreadable("unreadable_number", text)
    marks = [mark for mark in (match["before"], match["among"], match["after_scale"], match["after"]) if mark]
    amount = Decimal(number.replace(",", "").rstrip(".")) * _SCALES[match["scale"] or ""]
    if not _is_plausible(amount):
        return unreadable("unreadable_number", text)
    return _Written(amount, unit, _QUALIFIERS[marks[-1]] if marks else "")


def _is_plausible(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) <= _LARGEST


def _split(unit: str) -> tuple[int, str]:
    """Scale and base of a unit: 万人 is 10,000 and 人."""
    match = _SCALED_UNIT.fullmatch(narrow(unit))
    if not match:
        return 1, ""
    return _SCALES[match[1] or ""], _SYNONYMS.get(match[2], match[2])
