"""Chinese numerals in digits: 三百二十, 3百20, 廿五, 一万二千三百四十五, 九成五, 三分之二."""

from __future__ import annotations

import re

__all__ = ["in_digits", "share_in_digits", "with_point"]

_DIGITS = {
    **dict(zip("〇零○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两俩", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2), strict=True)),
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_JOINED = {"廿": "二十", "卅": "三十", "卌": "四十"}
_WORDS = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩十拾百佰千仟"
_NUMERAL = re.compile(rf"[{_WORDS}\d]+")
_IN_TEN_THOUSANDS = re.compile(
    rf"(?<![\d.,])(?P<upper>[{_WORDS}\d]+)[万萬](?P<lower>[{_WORDS}\d]*[{_WORDS}][{_WORDS}\d]*)"
)
_POINT = re.compile(rf"(?<=[{_WORDS}\d])点(?=[{_WORDS}\d])")
_OF = re.compile(r"(100|1000)分之([\d.]+)")
_HUNDREDTHS = {"100": "%", "1000": "‰"}
_TENTHS = re.compile(r"(\d)成(?:(半)|(\d))?")
_PART = re.compile(r"(\d+)分之(\d+)")


def in_digits(text: str) -> str:
    """The text with its Chinese numerals as digits: 三百二十 and 3百20 are 320, 三二〇 too; 一百二 stays as it is."""
    for one, said in _JOINED.items():
        text = text.replace(one, said) if one in text else text
    text = _IN_TEN_THOUSANDS.sub(_whole, text)
    return _NUMERAL.sub(lambda match: _western(match[0]) or match[0], text)


def with_point(text: str) -> str:
    """The text with a point for the 点 between two numerals: 一点五 is 一.五."""
    return _POINT.sub(".", text)


def share_in_digits(text: str) -> str:
    """A share as it is said, in digits: 百分之九十五点五, 九成五, 千分之九, 三分之二; any other text as `in_digits`."""
    plain = in_digits(with_point(text.replace("百分百", "百分之百")))
    if match := _OF.fullmatch(plain):
        return match[2] + _HUNDREDTHS[match[1]]
    if match := _TENTHS.fullmatch(plain):
        return f"{match[1]}{5 if match[2] else match[3] or 0}%"
    if match := _PART.fullmatch(plain):
        return f"{match[2]}/{match[1]}"
    return plain


def _whole(match: re.Match[str]) -> str:
    """一万二千 and 1万零50 in digits; 1万2 is as it stands, for it leaves open what it means."""
    upper, lower = _western(match["upper"]), _western(match["lower"].lstrip("零〇"))
    told = any(one in _STEPS for one in match["lower"]) or match["lower"][0] in "零〇"
    if not upper or not lower or not told or int(lower) >= 10_000:
        return match[0]
    return str(int(upper) * 10_000 + int(lower))


def _western(numeral: str) -> str:
    """A numeral in digits; empty where it is none, or leaves open what it means (一百二)."""
    if numeral.isdigit() and numeral.isascii():
        return numeral
    if not any(step in numeral for step in _STEPS):
        # 五六人 are five or six
        said = len(numeral) == 1 or any(one in "〇零○0" for one in numeral)
        return "".join(str(_DIGITS.get(one, one)) for one in numeral) if said else ""
    total, number, zero, last = 0, "", False, 0
    for one in numeral:
        if one in _STEPS:
            step = _STEPS[one]
            if (last and step >= last) or (len(numeral) > 1 and not (last or number) and step > 10):
                # 百八十人 are about a hundred
                return ""
            total += (int(number) if number else 1) * step
            number, zero, last = "", False, step
        elif one in "〇零○" and not number:
            zero = True
        elif number and not one.isascii():
            return ""
        else:
            number += one if one.isascii() else str(_DIGITS[one])
    if number and last > 10 and not zero and len(number) == 1:
        return ""
    return str(total + int(number or 0))
