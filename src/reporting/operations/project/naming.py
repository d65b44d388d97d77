"""What units are called in spreadsheets: short names that mean one unit and no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reporting.operations.project.divisions import Division

__all__ = ["short_name", "short_names"]

_PLAIN = re.compile(r"(?P<short>.{2,}?)(?:(?:壮族|回族|维吾尔)?自治区|省|林区|特区|[县区市旗盟]|地区)")
_AUTONOMOUS = re.compile(r".+自治[县州旗]")
_ZONES = {
    "高新技术产业开发区": "高新区",
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
    "城乡一体化示范区": "示范区",
}


def short_name(one: Division) -> str:
    """``文峰`` of 文峰区, ``高新区`` of a zone; empty where shortening would leave one character or half a name."""
    if one.level == "zone":
        return next((short for ending, short in _ZONES.items() if one.name.endswith(ending)), "")
    match = _PLAIN.fullmatch(one.name)
    return match["short"] if match and not _AUTONOMOUS.fullmatch(one.name) else ""


def short_names(whole: Division, units: Sequence[Division]) -> Mapping[str, str]:
    """Code → short name of those units that share it with no other unit and not with the whole (安阳 of 安阳县)."""
    names = {unit.code: short_name(unit) for unit in units}
    taken = Counter([*names.values(), short_name(whole), *(unit.name for unit in units), whole.name])
    return {code: name for code, name in names.items() if name and taken[name] == 1}
