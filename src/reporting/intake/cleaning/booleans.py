"""Yes and no as people tick them: 是, √, 有, ☑是☐否."""

from __future__ import annotations

import re

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.cleaned import Cleaned, as_typed, read, unreadable
from reporting.workbooks.cells import CellValue

_YES = frozenset(
    {
        "是", "√", "✓", "✔", "☑", "v", "有", "已", "对", "y", "yes", "t", "true", "开展", "已开展", "达标",
        "落实", "已落实", "完成", "已完成",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "否", "×", "✗", "✘", "☒", "x", "无", "没有", "未", "不是", "错", "n", "no", "f", "false", "未开展",
        "没有开展", "未开设", "未开办", "未实施", "未组织", "未达标", "不达标", "未落实", "未完成",
    }
)  # fmt: skip
_TICKED = re.compile(r"[☑√✓✔■☒](是|有|否|无)")
_OPEN = re.compile(r"[□☐○](是|有|否|无)")


def clean_boolean(typed: CellValue) -> Cleaned:
    """Read yes or no. 无 and 未开展 are no."""
    text = as_typed(typed)
    plain = narrow(text).lower().rstrip(".。;；,，、!！")
    if plain in _YES:
        return read(True, text)
    if plain in _NO:
        return read(False, text)
    if plain in ("1", "0"):
        return read(plain == "1", text, "number_as_boolean")
    if plain in ("□", "☐"):
        return read(False, text, "unchecked_box")
    ticked = _TICKED.findall(plain)
    if len(ticked) == 1 and not _TICKED.sub("", _OPEN.sub("", plain)):
        return read(ticked[0] in _YES, text)
    return unreadable("unreadable_boolean", text)
