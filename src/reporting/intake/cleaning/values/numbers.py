"""Numbers as people write them: 1.2万余人, １２０, 约3,000, 95%, 391/484."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.amid import amid_words, is_left_open, worked_out
from reporting.intake.cleaning.values.cleaned import Cleaned, Qualifier, as_typed, missing, read, unreadable
from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.intake.cleaning.values.numerals import share_in_digits
from reporting.intake.cleaning.values.others import counts_others, lacks_all, says_another
from reporting.intake.cleaning.values.spoken import (
    HAPPENINGS,
    has_arrow,
    said_otherwise,
    with_decimals,
    without_marks,
    without_notes,
    without_remark,
)
from reporting.workbooks.cells import CellValue, Percentage
from reporting.workbooks.units import (
    conversion,
    conversion_per,
    is_money,
    is_same_unit,
    is_unit,
    stated_units,
    without_scale,
)

_SCALES: Mapping[str, int] = MappingProxyType(
    {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
     "千万": 10_000_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "w": 10_000, "k": 1_000}
)  # fmt: skip
_QUALIFIED: Mapping[Qualifier, tuple[str, ...]] = MappingProxyType(
    {
        "余": ("余", "多", "来", "出头", "挂零"),
        "近": ("近", "将近", "接近"),
        "约": (
            "约", "约为", "约莫", "约计", "大约", "差不多", "大概", "大致", "概数", "估", "估计", "估算", "预计",
            "左右", "~", "≈", "±",
        ),
        "以上": (
            "超", "超过", "逾", "以上", "至少", "最少", "最低", "不少于", "不低于", "不小于", "大于", "多于", "高于",
            ">", ">=", "≥", "+",
        ),
        "以下": (
            "不足", "不到", "不满", "不超过", "不超", "不多于", "不高于", "不大于", "小于", "小于等于", "少于", "低于",
            "最高", "最多", "至多", "以下", "以内", "之内", "内", "封顶", "<", "<=", "≤",
        ),
    }
)  # fmt: skip
_QUALIFIERS: Mapping[str, Qualifier] = {mark: name for name, marks in _QUALIFIED.items() for mark in marks}
_BEFORE, _AFTER = (
    "|".join(
        sorted(
            (re.escape(mark) for marks in _QUALIFIED.values() for mark in marks if mark not in without),
            key=len,
            reverse=True,
        )
    )
    for without in (
        {"余", "多", "来", "出头", "挂零", "左右", "以上", "以下", "以内", "之内", "内", "封顶", "+", "±"},
        {
            "余",
            "多",
            "来",
            "<",
            "<=",
            "≤",
            ">",
            ">=",
            "≥",
            "大于",
            "多于",
            "高于",
            "小于",
            "小于等于",
            "少于",
            "低于",
            "超",
            "逾",
            "近",
        },
    )
)
_WRITTEN = re.compile(
    rf"(?P<before>{_BEFORE})?"
    r"(?P<number>[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?)"
    r"(?P<among>余|多|来)?"
    r"(?P<scale>万亿|[十百千]?万|亿|千|百|十|[wk](?![a-z]))?"
    r"(?P<after_scale>余|多)?"
    r"(?P<unit>[^\d余多左以~≈±]{0,10}?)"
    rf"(?P<after>余|多|{_AFTER})?",
    re.IGNORECASE,
)
_SUMMED = re.compile(r"^(?:'|共计|合计|总计|共)(?=\d)")
"""What stands before a number and changes nothing: 共320人, and the mark that makes a cell text."""
_APOSTROPHES = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_LARGEST = Decimal(10) ** 15
"""Beyond it a number of the spreadsheet program is not exact, and nothing is counted."""
_PERHAPS_SAID = frozenset({"unreadable_number", "several_numbers", "unit_differs", "odd_separators"})
"""What is said of a cell that may still be a number as people say it."""
_RATIO = re.compile(r"(?P<part>\d+)/(?P<of>\d+)(?:[=(](?P<share>\d+(?:\.\d+)?)%\)?)?")
_SEVERAL = re.compile(r"\d[^\d.,]+\d")
_ZERO = re.compile(r"(?<=\d)[oO]|[oO](?=[\doO]*\d)")
"""A letter that stands for a zero: 32O, as typed by hand or read from paper by a machine."""
_PARTED = re.compile(r"(?<!\d)\d+(?:\s+\d+)+(?!\d)")
_TWO_SHARES = re.compile(
    r"(?P<one>\d+(?:\.\d+)?)%?\s*(?:\((?P<round>\d+(?:\.\d+)?)%?\)|\[(?P<square>\d+(?:\.\d+)?)%\])"
)
_MINUTES_OF_A_DAY = 24 * 60
_NEARLY_WHOLE = 0.1
"""How far from a whole minute a part of a day lies that was typed with four decimals."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as written: how much, of what, how exactly; ``scaled``: with 万 or 亿 beside the digits."""

    amount: Decimal
    unit: str = ""
    qualifier: Qualifier = ""
    scaled: bool = False


def clean_number(typed: CellValue, *, whole: bool, unit: str, column_unit: str, label: str = "") -> Cleaned:
    """Read a count or a measure.

    Args:
        typed: the cell; no gap.
        whole: whether things are counted, so that decimals are wrong.
        unit: the unit wanted; empty for none.
        column_unit: the unit that the heading gives; empty for none.
        label: what the column or item is called.
    """
    text = as_typed(typed)
    if isinstance(typed, dt.time | dt.timedelta) and _measures_time(unit):
        return _lasting(typed, text, whole=whole, unit=unit)
    if isinstance(typed, float) and _is_part_of_a_day(typed) and _measures_time(unit):
        return unreadable("part_of_a_day", text)
    if isinstance(typed, str):
        if is_left_open(typed):
            return unreadable("left_open", text)
        if counts_others(typed, unit, label):
            return unreadable("unreadable_number", text)
        if says_another(typed, column_unit or unit, label):
            return unreadable("several_numbers", text)
        if not is_money(unit.partition("/")[0]) and lacks_all(typed, label):
            # 无违规 are no cases, 无外聘 no people; 无作业 may be that nobody measures it
            if whole or (column_unit or unit) in HAPPENINGS:
                return read(0 if whole else 0.0, text, "none_as_zero" if whole else "remark")
            return missing("not_applicable", text, "none_as_number")
        if _gives_several(typed):
            return unreadable("several_numbers", text)
        if (halved := with_decimals(typed)) != typed:
            again = clean_number(halved, whole=whole, unit=unit, column_unit=column_unit, label=label)
            return replace(again, typed=text)
        for code, plain in (
            ("remark", without_notes(typed)),
            ("letter_as_zero", _zeros(typed)),
            ("digits_apart", _together(typed)),
        ):
            if plain != typed:
                again = clean_number(plain, whole=whole, unit=unit, column_unit=column_unit, label=label)
                return replace(again, typed=text, doubts=(*again.doubts, ReadingDoubt(code)))
    found = _number(typed, text, whole=whole, unit=unit, column_unit=column_unit, label=label)
    if isinstance(typed, str) and any(doubt.code in _PERHAPS_SAID for doubt in found.doubts):
        for plain, is_part in said_otherwise(text, column_unit or unit):
            again = _number(plain, plain, whole=whole, unit=unit, column_unit=column_unit, label=label)
            if again.value is not None:
                doubts = (*again.doubts, *([ReadingDoubt("remark")] if is_part or has_arrow(text) else []))
                return _with_stray_signs(replace(again, typed=text, doubts=doubts), typed, is_count=whole)
        wanted, plain = column_unit or unit, without_marks(text)
        bare = without_remark(plain)
        for told in (*worked_out(plain, wanted, whole=whole), *amid_words(bare, wanted, label)):
            again = _number(told, told, whole=whole, unit=unit, column_unit=column_unit, label=label)
            if again.value is not None:
                return replace(again, typed=text, doubts=(*again.doubts, ReadingDoubt(told.code)))
    return _with_stray_signs(found, typed, is_count=whole)


def _with_stray_signs(found: Cleaned, typed: CellValue, *, is_count: bool = False) -> Cleaned:
    """The number with a word, where a sign stands beside it that more was to follow: =5; 5= or 5-, broken off.

    Args:
        is_count: whether + is such a sign too, as before a count; +5 as a measure is how much more.
    """
    if not isinstance(typed, str) or found.value is None or found.doubts:
        return found
    plain = narrow(typed).strip()
    is_stray = plain.startswith(("=", "+") if is_count else "=") or plain.endswith(("=", "-"))
    return replace(found, doubts=(ReadingDoubt("remark"),)) if is_stray else found


def _lasting(typed: dt.time | dt.timedelta, text: str, *, whole: bool, unit: str) -> Cleaned:
    """How long a time of day is that a spreadsheet program made of 2:00."""
    length = (
        typed
        if isinstance(typed, dt.timedelta)
        else dt.timedelta(hours=typed.hour, minutes=typed.minute, seconds=typed.second)
    )
    amount = Fraction(round(length.total_seconds())) * (conversion("秒", unit) or 0)
    if whole and amount.denominator != 1:
        return unreadable("not_whole", text)
    return replace(read(int(amount) if whole else float(amount), text, "time_as_duration"), unit=unit)


def _measures_time(unit: str) -> bool:
    return is_unit(unit) and bool(conversion(unit, "分钟"))


def _is_part_of_a_day(typed: float) -> bool:
    """Whether a number is a time of day as a spreadsheet program keeps it, and none that people write: 0.08333."""
    minutes = typed * _MINUTES_OF_A_DAY
    return 0 < typed < 1 and round(typed, 2) != typed and abs(minutes - round(minutes)) < _NEARLY_WHOLE


def _zeros(typed: str) -> str:
    """A number whose zeros were typed as the letter O; the text itself where it is none."""
    plain = _ZERO.sub("0", narrow(typed))
    return plain if plain != narrow(typed) and _WRITTEN.fullmatch(plain) else typed


def _together(typed: str) -> str:
    """A number whose digits stand apart (1 2 3 4), without the blanks; the text itself where it is none."""
    parts = typed.split()
    return "".join(parts) if len(parts) > 1 and all(len(one) == 1 and one.isdigit() for one in parts) else typed


def _gives_several(typed: str) -> bool:
    """Whether blanks part numbers: 80 90 is no 8090, and 1 1/2 no half of eleven."""
    return _PARTED.search(typed) is not None and not _is_one_number(typed)


def _is_one_number(typed: str) -> bool:
    """Whether digits with blanks between them are one number: 1 234 567, or spread out: 1 2 3 4; not 32 0."""
    parts = [part for found in _PARTED.findall(typed) for part in found.split()]
    spread = len(parts) > 2 and all(len(part) == 1 for part in parts)
    return spread or all(len(part) == 3 for part in parts[1:])


def _number(typed: CellValue, text: str, *, whole: bool, unit: str, column_unit: str, label: str) -> Cleaned:
    written = _written(typed, text)
    if isinstance(written, Cleaned):
        return written
    if _has_two_scales(written, column_unit or unit):
        return unreadable("scale_twice", text, {"unit": column_unit or unit})
    # 320个 under a heading of people says no other than 320
    own = "" if written.unit == "个" and unit == "人" else written.unit
    own = own or ("" if is_same_unit(column_unit, unit) else column_unit)
    if is_same_unit(own, "%") and not unit and not whole:
        return replace(read(float(written.amount), text, "percent_as_number"), unit="%")
    factor, result = _into(own, unit, label)
    if factor is None or (whole and is_same_unit(own, "%")):
        return unreadable("unit_differs", text, {"unit": own, "wanted": unit or "—"})
    amount = Fraction(written.amount) * factor
    nearest = round(amount)
    if whole and abs(amount - nearest) > Fraction(1, 10**6):
        return unreadable("not_whole", text)
    return Cleaned(nearest if whole else float(amount), "reported", written.qualifier, result, (), text)


def clean_percent(typed: CellValue, *, column_unit: str) -> Cleaned:
    """Read a percentage into 0–100.

    A cell formatted as a percentage, or written with %, is certain. A bare number is taken as its heading
    says; at most 1 it is doubtful, because 0.95 under a heading with % is as often 95 %.

    Args:
        typed: the cell; no gap.
        column_unit: the unit that the heading gives; empty for none.
    """
    text = as_typed(typed)
    if isinstance(typed, str):
        if is_left_open(typed):
            return unreadable("left_open", text)
        if _gives_several(typed) or _are_two_shares(typed):
            return unreadable("several_numbers", text)
        if (plain := without_notes(typed)) != typed:
            again = clean_percent(plain, column_unit=column_unit)
            return replace(again, typed=text, doubts=(*again.doubts, ReadingDoubt("remark")))
        if found := _ratio(share_in_digits(without_marks(text)), text):
            return found
    written, remarked = _written(typed, text), False
    if isinstance(written, Cleaned) and isinstance(typed, str):
        plain = without_marks(text)
        bare = without_remark(plain)
        said = share_in_digits(bare)
        written = _written(said, said) if said != text else written
        remarked = bare != plain and not (isinstance(written, _Written) and written.qualifier)
    if isinstance(written, Cleaned) or (isinstance(typed, str) and narrow(typed).startswith("+")):
        # +5% is how much more, and no share
        return replace(written, typed=text) if isinstance(written, Cleaned) else unreadable("unreadable_number", text)
    doubts = ["remark"] if remarked or has_arrow(text) else []
    own = written.unit or column_unit or "%"
    factor = conversion(own, "%")
    if factor is None or _has_two_scales(written, column_unit):
        return unreadable("unit_differs", text, {"unit": own, "wanted": "%"})
    amount = Fraction(written.amount)
    if not written.unit and 0 < amount <= 1 and factor == 1:
        if column_unit:
            doubts.append("fraction_or_percent")
        else:
            doubts.append("fraction_as_percent")
            amount *= 100
    found = replace(_percent(amount * factor, text, *doubts), qualifier=written.qualifier)
    return _with_stray_signs(found, typed)


def _are_two_shares(typed: str) -> bool:
    """Whether another share stands behind a share: 95%(85%); the same again, or the number of a note, is none."""
    match = _TWO_SHARES.fullmatch(narrow(typed).strip())
    return match is not None and Decimal(match["one"]) != Decimal(match["round"] or match["square"])


def _ratio(plain: str, text: str) -> Cleaned | None:
    """A percentage that its parts give (391/484), or that follows from the parts beside it (19/20=95%)."""
    match = _RATIO.fullmatch(plain)
    if match is None or not int(match["of"]):
        return None
    share = Fraction(int(match["part"]), int(match["of"])) * 100
    if match["share"] and abs(share - Fraction(match["share"])) > Fraction(1, 10):
        return None
    return _percent(share, text, "ratio_as_percent")


def _into(own: str, unit: str, label: str) -> tuple[Fraction | None, str]:
    """What a number is multiplied by, and the unit that it is then in. Without a unit wanted, 万人 becomes 人."""
    if own and unit:
        # 300元 under 元/生·学期 says no less than 300 does
        return conversion(own, unit) or conversion(own, unit.partition("/")[0]) or conversion_per(
            own, unit, label
        ), unit
    if not own:
        return Fraction(1), unit
    if len(stated_units(own)) > 1:
        return None, own
    return without_scale(own)


def _has_two_scales(written: _Written, stated: str) -> bool:
    """Whether 1.2万 stands under 万人: 12,000 people, or 120 million."""
    return written.scaled and not written.unit and without_scale(stated)[0] != 1


def _percent(amount: Fraction, text: str, *doubts: str) -> Cleaned:
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
    plain = _APOSTROPHES.sub("", _SUMMED.sub("", narrow(text)))
    match = _WRITTEN.fullmatch(plain)
    if not match:
        return unreadable("several_numbers" if _SEVERAL.search(plain) else "unreadable_number", text)
    number = match["number"]
    if "," in number and not _THOUSANDS.fullmatch(number):
        return unreadable("odd_separators", text)
    unit = match["unit"].strip("()")
    if len(unit) > 1 and is_unit(unit.removeprefix("个")):
        unit = unit.removeprefix("个")
    if unit and not is_unit(unit):
        return unreadable("unreadable_number", text)
    marks = [mark for mark in (match["before"], match["among"], match["after_scale"], match["after"]) if mark]
    amount = Decimal(number.replace(",", "").rstrip(".")) * _SCALES[(match["scale"] or "").lower()]
    if not _is_plausible(amount):
        return unreadable("unreadable_number", text)
    return _Written(amount, unit, _QUALIFIERS[marks[-1]] if marks else "", scaled=bool(match["scale"]))


def _is_plausible(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount) <= _LARGEST
