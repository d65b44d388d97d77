"""Yes and no as people tick them: 是, √, 有, ☑是☐否."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.asked import answered, asked_of
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed, read, unreadable
from reporting.intake.cleaning.values.spoken import without_marks, without_remark
from reporting.intake.cleaning.values.ticks import CROSSED, FULL, ticked
from reporting.workbooks.cells import CellValue

_YES = frozenset(
    {
        "是", "√", "✓", "✔", "☑", "v", "有", "已", "对", "y", "yes", "t", "true", "开展", "已开展", "达标",
        "落实", "已落实", "完成", "已完成", "ok", "可", "真", "健全",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "否", "×", "✗", "✘", "☒", "x", "无", "没有", "未", "不是", "错", "n", "no", "f", "false", "未开展",
        "没有开展", "未开设", "未开办", "未实施", "未组织", "未达标", "不达标", "未落实", "未完成", "不可", "假",
    }
)  # fmt: skip
_BOTH = re.compile(r"([10])[(:.]?(是|否|有|无)\)?")
_DENIED = frozenset({"无", "没有", "没", "未", "有", "没有的", "有的", "存在", "不存在", "0", "0.0"})
"""What answers a label that denies either way: 无书面作业 | 无."""
_HAS = frozenset({"有", "有的", "存在"})
"""What says that there is such a thing, where it is asked whether this is one: 是否寄宿制 | 有."""
_DONE = (
    "开展|开设|开办|开|实施|实行|实现|执行|建立|建成|建|设立|设置|制定|公示|公布|公开|落实|清理|签订|签|完成|达标|达到|做到|到位|做|"
    "具备|符合|满足|合格|通过|覆盖|配备"
)
_SAID_YES = re.compile(
    rf"(?:目前|现在|现)?(?:已经?|均已?|都已?|皆已?|已?全部已?|已?完全|全)?(?:为?是|有|(?:{_DONE})(?:并(?:运行|{_DONE}))?(?:到位|完成)?)|可以|能"
)
_SAID_NO = re.compile(
    rf"(?:(?:均|都|皆|全部?)为?|为)否|(?:目前|现在|暂时|均|都|皆|全部?)?(?:(?:尚未|暂未|还未|从未|并未|未|还?没有?|暂?不)(?:是|有|{_DONE})?|(?:尚无|无)(?:{_DONE})?)"
    rf"|(?:无法|不能|不可以)(?:{_DONE})?"
)
_BUT = re.compile(r"但|不过|只|仅|除|部分|个别")
_TICKS = re.compile(r"[√✓✔☑■●✅vx×✗✘☒❌✖╳✕ⅹ❎]")
_OPEN_BOX = re.compile(r"[□☐○〇]")
_FULL, _CROSSED = FULL | {"v"}, CROSSED
_FOLLOWS = re.compile(r"(?<=[^\s,，;；。(])[,，;；。(].+$")
_NOT_SO = re.compile(
    r"[未没无否](?!违|例外|关)|不(?!少于|低于|超过|得|定期|限|含|包)|废止|停用|停止|取消|撤销|作废|过期|到期|失效|拟|计划|可能|筹备"
)
_SO = re.compile(r"^.(?:是|有|已|对|√)")
_TOO = re.compile(r"[的了]$")
_TICKED = re.compile(r"(是|否|有|无)[(\[][√✓✔v][)\]]")
_UNTICKED = re.compile(r"(?:是|否|有|无)[(\[][x×✗✘╳][)\]]")
"""One of two answers, crossed out: of the other nothing is said."""
_BRACKETED = re.compile(r"[(〔\[]([^()〔〕\[\]]+)[)〕\]]")
_PAUSE = re.compile(r"[,，;；。]")


def clean_boolean(typed: CellValue, label: str = "", spellings: Mapping[str, str] | None = None) -> Cleaned:
    """Read yes or no. 无 and 未开展 are no, but of a label that denies (无书面作业), where they may be either.

    Args:
        typed: the cell; no gap.
        label: what the column or item is called: its words may stand in the cell again.
        spellings: folded words that mean 是 or 否 in this column.
    """
    text = as_typed(typed)
    plain = narrow(text).lower().replace("\ufe0f", "").rstrip(".。;；,，、!！")
    asked = asked_of(label)
    if spellings and (found := spellings.get(plain) or spellings.get(without_remark(without_marks(plain)))):
        if any(meant != found and word in plain.partition("(")[2] for word, meant in spellings.items()):
            return unreadable("unreadable_boolean", text)
        return read(found == "是", text)
    if match := _TICKED.fullmatch(plain):
        return read(match[1] in _YES, text)
    if _UNTICKED.fullmatch(plain):
        return unreadable("unreadable_boolean", text)
    if asked.denies and {plain, _PAUSE.split(without_remark(plain))[0]} & _DENIED:
        return unreadable("unreadable_boolean", text)
    if asked.names and plain in _HAS:
        return read(True, text, "remark")
    if plain in _YES:
        return read(True, text)
    if plain in _NO:
        return read(False, text)
    if (match := _BOTH.fullmatch(plain)) and (match[1] == "1") == (match[2] in _YES):
        return read(match[1] == "1", text)
    if plain in ("1", "0", "1.0", "0.0"):
        return read(plain[0] == "1", text, "number_as_boolean")
    if is_open_box(text):
        return unreadable("open_box", text)
    if not asked.denies and (said := _said(plain)) and not _taken_back(plain, yes=said[0]):
        return read(said[0], text, *(["remark"] if said[1] else []))
    if (chosen := ticked(text)) in _YES | _NO:
        return read(chosen in _YES, text)
    answer = answered(without_marks(plain), asked)
    if answer is None and asked.denies and (said := _said(plain)) and not _SAID_NO.match(plain):
        # 否，不布置 says both
        more = answered(_PAUSE.sub(",", plain).partition(",")[2], asked)
        answer = said[0] if more in (None, said[0]) else None
    if answer is None or (not asked.denies and _taken_back(plain, yes=answer)):
        return unreadable("unreadable_boolean", text)
    return read(answer, text, "remark")


def is_open_box(typed: str) -> bool:
    """Whether a cell is an empty box and nothing else."""
    return narrow(typed) in ("□", "☐")


def is_ticked_box(typed: str) -> bool:
    """Whether a cell is a ticked or crossed box and nothing else."""
    return narrow(typed).rstrip("\ufe0f") in ("☑", "☒", "✅", "■")


def _taken_back(plain: str, *, yes: bool) -> bool:
    """Whether what follows yes or no takes it back: 有，未落实; 是，已废止; 无（有）."""
    match = _FOLLOWS.search(plain)
    return match is not None and (_NOT_SO if yes else _SO).search(match[0]) is not None


def _boxed(plain: str) -> str:
    """The text without a bracket around all of it: (√), (是)."""
    return match[1] if (match := _BRACKETED.fullmatch(plain)) else plain


def _said(plain: str) -> tuple[bool, bool] | None:
    """Yes or no as people say it (√是, 已经公示了), and whether they said more (是，每天); None for neither."""
    whole = _boxed(without_marks(plain))
    bare = without_remark(whole)
    bare = bare[: len(bare) // 2] if bare[: len(bare) // 2] * 2 == bare else bare
    if _OPEN_BOX.search(bare) or _BUT.search(whole):
        return None
    for told in (bare, _PAUSE.split(bare)[0]):
        word, ticks = _TOO.sub("", _TICKS.sub("", told)).strip(":/"), set(_TICKS.findall(told))
        yes = word in _YES or bool(_SAID_YES.fullmatch(word)) or (not word and bool(ticks) and ticks <= _FULL)
        no = word in _NO or bool(_SAID_NO.fullmatch(word)) or (not word and bool(ticks) and ticks <= _CROSSED)
        if yes != no and not (ticks & (_CROSSED if yes else _FULL)):
            return yes, told != whole
    return None
