"""Texts, codes, choices, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from reporting.definitions.widths import narrow, tidy
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed, read, unreadable
from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.intake.cleaning.values.numerals import in_digits
from reporting.intake.cleaning.values.spoken import without_marks, without_notes, without_remark
from reporting.intake.cleaning.values.ticks import ticked, without_ticks
from reporting.workbooks.cells import CellValue

_EXACT_DIGITS = 15
"""Digits that a number of the spreadsheet program keeps."""
_COUNTED_DIGITS = 4
"""Digits up to which a number counts rows (序号 1): no code that is that short has lost a zero."""
_SEPARATORS = re.compile(r"[、，,;；。/／|\n\r\t]+")
_NUMBERED = re.compile(r"\s*[(（]\d{1,2}[)）]\s*|(?:^|[\s;；，,。]+)\d{1,2}[)）.．、](?!\d)\s*")
_BLANKS = re.compile(r"[一-鿿]{2,8}(?:[ \u3000]+[一-鿿]{2,8})+")
_DASHES = re.compile(r"[一-鿿]{2,6}(?:\s*[·•—–－-]\s*[一-鿿]{2,6}){2,}")
_DOTTED = re.compile(r"[一-鿿]{2,6}(?:\s*[·•|—–－-]\s*[一-鿿]{2,6})+")
_AND = re.compile(r"以及|和|与|及")
_JOINED = re.compile(r"[一-鿿]{2,}(?:以及|(?<!共)和(?![平谐声美])|与|或)[一-鿿]{2,}")
_END = re.compile(r"(?:学校|校|部|阶段|学段|类|教育|性质|地区|级)$")
_FRONT = re.compile(r"^(?:公办|民办|公立|私立|普通|全日制|六年制|三年制)")
_AND_OTHERS = re.compile(r"(?:等(?:\d+[门类项个种])?(?:课程|活动|项目|社团)?[.。]?|[.。]{2,}|…+)$")
_ORDER = re.compile(r"^(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|\(?[a-z]\)|[a-z][.、])")
"""A number before a choice: (1)小学, A.小学."""
_FIRST = re.compile(r"^\d(?=[一-鿿])")
_STEPS_OF_LISTS = (
    re.compile(r"(?<![\d.])(?P<number>\d{1,2})\s*[、.．)）:：]?\s*(?=[^\d\s、.．)）:：])"),
    re.compile(r"[(（](?P<number>\d{1,2})[)）]"),
    re.compile(r"(?P<number>[一二三四五六七八九十]{1,2})[、.．]"),
    re.compile(r"[(（](?P<number>[一二三四五六七八九十]{1,2})[)）]"),
    re.compile(r"(?P<number>[一二三四五六七八九十]{1,2})是"),
    re.compile(r"(?<![A-Za-z])(?P<number>[a-zA-Z])[.．、)）]"),
)
_NUMBER_SIGN = re.compile(r"^(?:NO\.?|№|编[号码]|代码|标识码):?(?=\d)")
_FLOAT_CODE = re.compile(r"(\d+)\.0+")
_WITH_SUFFIX = re.compile(r"^\d{6,}-\d{1,2}$")
_TWO_CODES = re.compile(r"\d{5,}\D+\d{5,}")
_IN_CODES = re.compile(r"[0-9A-Z]")
"""What every code has: 申请中 and 新校 are none, and would make two schools one."""
_LONG, _LIKENESS, _MOST = 4, 75, 0.6
"""Characters of a word that may be told by likeness, how like it must be (0-100), and how much of it must be there."""
_TURNS = "不未非无没否高幼"
"""What turns a choice into another thing where it stands before it."""
_BEHIND = re.compile(r"\(([^()]+)\)$")
_PARTS_OF = re.compile(r"[、,，;；/+和与及]")
_OF_ANOTHER = re.compile(r"^(?:仅|只有?|原|现|实为|应为)+")
_NOT_YET = re.compile(
    r"\((?:(?:正在|拟|计划|准备|待|尚未|暂未|未|没有?|[暂已]?停|即将)(?:筹备|筹建|开设|开展|建设|开|停)?|筹备|筹建|停)(?:中|开|办)?\)$|\?+$"
)
_POWER = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


def clean_text(typed: CellValue) -> Cleaned:
    """Read a text: no white space around it, single spaces in it."""
    text = as_typed(typed)
    return read(tidy(text), text)


def clean_code(typed: CellValue) -> Cleaned:
    """Read a code: text in half-width capitals and digits, whatever the cell made of it."""
    text = as_typed(typed)
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        if not 0 <= typed < 10**_EXACT_DIGITS or typed != int(typed):
            return unreadable("code_digits_lost", text)
        doubts = ("code_was_number",) if typed >= 10**_COUNTED_DIGITS else ()
        return read(str(int(typed)), text, *doubts)
    plain = _NUMBER_SIGN.sub("", without_marks(text).upper())
    marked = {"#", "*", "※"} & set(text)
    together = without_remark(plain) if _WITH_SUFFIX.search(plain) else without_remark(plain).replace("-", "")
    if (bare := together.removesuffix("号")).isdigit() and (bare != plain or marked):
        return read(bare, text, "remark")
    if match := _FLOAT_CODE.fullmatch(plain):
        return read(match[1], text, "code_was_number")
    if _POWER.fullmatch(plain):
        return unreadable("code_digits_lost", text)
    if _TWO_CODES.search(plain) or not (_IN_CODES.search(plain) or in_digits(plain).isdigit()):
        return unreadable("unreadable_code", text)
    return read(plain, text)


def clean_choice(typed: CellValue, choices: Mapping[str, str]) -> Cleaned:
    """Read one of the choices.

    Args:
        typed: the cell; no gap.
        choices: folded spellings, as `folded_choices` makes them, and the choice that each means.
    """
    text = as_typed(typed)
    if (found := _meant(text, choices)) and not _names_another(text, found[0], choices):
        return read(found[0], text, *(["remark"] if found[1] else []))
    return unreadable("not_a_choice", text, _listed(choices) | _suggestion(text, choices))


def _names_another(text: str, chosen: str, choices: Mapping[str, str]) -> bool:
    """Whether one other choice stands in the bracket behind a choice: 九年一贯制(小学部); several explain it."""
    match = _BEHIND.search(narrow(text))
    others = (
        {found[0] for part in _PARTS_OF.split(match[1]) if (found := _meant(_OF_ANOTHER.sub("", part), choices))}
        if match
        else set()
    )
    return len(others) == 1 and others != {chosen}


def _meant(text: str, choices: Mapping[str, str]) -> tuple[str, bool] | None:
    """The choice that a text is, and whether a remark was left out: 小学部, 公办小学, 小学（完小）; None for none."""
    plain = _fold(text)
    if (found := choices.get(plain)) is not None:
        return found, False
    if (found := choices.get(_fold(ticked(text)))) is not None:
        return found, False
    plain = without_ticks(_ORDER.sub("", without_marks(_fold(without_notes(text)))))
    bare = without_remark(plain)
    for told in (plain, bare):
        for way in (
            told,
            _END.sub("", told),
            _FRONT.sub("", told),
            _FRONT.sub("", _END.sub("", told)),
            _FIRST.sub("", told),
        ):
            if (found := choices.get(way)) is not None and (way == told or len(way) > 1):
                return found, told != plain
    # 9年一贯制 is 九年一贯制
    digits = {in_digits(spelling): choice for spelling, choice in choices.items()}
    found = digits.get(in_digits(bare))
    return (found, bare != plain) if found is not None else None


def clean_list(typed: CellValue, choices: Mapping[str, str] | None) -> Cleaned:
    """Read a list: items once each, in order, split at 、 ， ； / and line breaks or at their numbers.

    Args:
        typed: the cell; no gap.
        choices: as for `clean_choice`; items that are none of them are left out with a doubt. None for free items.
    """
    text = as_typed(typed)
    whole = "\n".join(tidy(line) for line in text.replace("\t", "\n").splitlines())
    if choices and _DENIES_ALL.search(narrow(whole)):
        return unreadable("not_a_choice", text, _listed(choices))
    body = _AND_OTHERS.sub("", whole)
    goes_on = body != whole
    if choices is None and (told := _COUNTED_BEHIND.search(body)):
        body = body[: told.start()]
        goes_on = goes_on or int(told["count"]) != _names_in(body)
    if told := _COUNTED_LIST.match(body):
        body = body[told.end() :]
        goes_on = goes_on or int(told["count"] or told["bracketed"]) != _names_in(body)
    numbered = _in_order(body)
    if choices and (marked := _ticked_several(body, choices)):
        return read(marked, text)
    body = _parted((_OPENS_NAMES if choices is None else _OPENS).sub("", body), any_words=choices is None)
    pieces = numbered or (_NUMBERED.split(body) if len(_NUMBERED.findall(body)) > 1 else [body])
    items: dict[str, str] = {}
    denied = False
    doubts = [ReadingDoubt("list_goes_on")] if goes_on else []
    for piece in (piece for part in pieces for piece in _split(part)):
        item = tidy(piece)
        denied = denied or (choices is not None and _DENIES_HERE.match(narrow(item)) is not None)
        if choices is None:
            doubts += [ReadingDoubt("remark", {"typed": item})] if _MARKED.search(item) else []
            item = _OF_CLASSES.sub("", _HEADED.sub("", _MARKED.sub("", item.rstrip("。"))))
        if not item:
            continue
        if choices is None and _NAMES_NONE.fullmatch(narrow(item)):
            doubts.append(ReadingDoubt("no_names", {"typed": item}))
        elif choices is None and _NOT_YET.search(narrow(item)):
            doubts.append(ReadingDoubt("remark", {"typed": item}))
        elif choices is None:
            doubts += [ReadingDoubt("perhaps_several", {"typed": item})] if _may_be_several(item, whole) else []
            items.setdefault(_fold(item), item)
        elif denied or _NOT_YET.search(narrow(item)):
            doubts.append(ReadingDoubt("not_a_choice", {"typed": item, **_listed(choices)}))
        elif found := _meant(item, choices):
            items.setdefault(found[0], found[0])
            doubts += [ReadingDoubt("remark", {"typed": item})] if found[1] else []
        elif (parts := [_meant(part, choices) for part in _AND.split(item)]) and all(parts):
            items |= {part[0]: part[0] for part in parts if part and part[0] not in items}
        elif joined := _joined(item, choices):
            items |= {one: one for one in joined if one not in items}
        else:
            doubts.append(
                ReadingDoubt("not_a_choice", {"typed": item, **_listed(choices), **_suggestion(item, choices)})
            )
    if not items and any(doubt.code == "not_a_choice" for doubt in doubts):
        return Cleaned(None, "unreliable", typed=text, doubts=tuple(doubts))
    return replace(read(tuple(items.values()), text), doubts=tuple(doubts))


_DENIES_ALL = re.compile(
    r"^(?:目前|现|暂|尚|还)*(?:未|没有?|无|不|缺|拟|计划|准备|除|取消|停)|(?:除外|以外|之外|[未不没]开设?|(?:均|都)[未不没][^、,;/]*)$|[一-鿿]0(?!\d)"
)
"""What says of a whole list that it is not so, or not all of it: 未开设文艺、体育; 文艺、体育除外; 文艺1体育0."""
_DENIES_HERE = re.compile(r"(?:目前|现|暂|尚|还)*(?:未|没有?|无|不|缺|拟|计划|准备|将|正在|除|停)")
"""What says that those of a list that follow are not so: 体育；无劳动、心理."""
_OPENS = re.compile(r"^(?:已?开[设展]了?|有|包括|主要有|(?:开设)?类别(?=[:：]))[:：]?(?=[一-鿿])")
_OPENS_NAMES = re.compile(
    r"^(?:本校|我校|学校)?(?:(?:已|现|共)?开[设展办]了?|主要有|包括|现有|设有|(?:特色|校本|兴趣)?(?:社团|课程|小组|项目)(?:名称|包括)?(?=[:：])|(?:特色|校本|兴趣)?(?:社团|课程)主?要?有)"
    r"[:：]?\s*(?=[一-鿿《“])"
)
"""The same before names, of which many a one begins with 有: 有氧操."""
_COUNTED_BEHIND = re.compile(
    r"[、，,;；\s]*[(（]?(?:共计?|合计|总计|一共)(?P<count>\d{1,3})[门类项个种](?:课程|社团|活动)?[)）]?[。.]?$"
)
"""How many there are, behind their names: 合唱、围棋，共2门."""
_COUNTED_LIST = re.compile(
    r"[^、，,;；:：\d()（）]{0,6}(?P<count>\d{1,3})[门类项个种][^、，,;；:：\d]{0,4}[:：]|[(（]共?(?P<bracketed>\d{1,3})[门类项个种][)）]"
)
"""How many there are, before their names: 共12门：足球、书法; (2门)足球、书法."""
_HEADED = re.compile(
    r"^(?:[一-鿿]{1,4}类|[一二三四五六七八九1-9]{1,2}年级|[低中高]年级)(?:课程|活动|社团)?\s*[:：]\s*(?=\S)"
)
"""What kind the names that follow are of, or whom they are for: 体育类：足球."""
_MARKED = re.compile(r"\s*[*＊※★☆#]+$")
"""A mark behind a name, which says something of it: 合唱*."""
_OF_CLASSES = re.compile(
    r"\s*[(（]\s*\d{1,3}\s*(?:个?班|人|名|组|个?小组|节|课时)\s*[)）]$|\s*[(（]每?(?:周|星期)(?:[周星期一二三四五六日、,，和及至\-]|下午){1,12}[)）]$|(?<=[一-鿿])\s*\d{1,3}\s*个(?:教学)?班$"
)
"""How many classes or pupils a course has, or when it is, behind its name: 足球（3班）, 足球3个班, 足球（周一）."""
_NAMES_NONE = re.compile(
    r"(?:约|近|共)*(?:[\d一二三四五六七八九十百两]+|[几数])[余多几]*(?:门|类|种|项|个)(?:课程|活动|社团|兴趣小组)?"
    r"|(?:各[类种项]|多[种样]|各式各样|多种多样|丰富多[彩样]|形式多样|若干)的?(?:特色|兴趣)?(?:课程|活动|社团|小组|项目|门)"
    r"|若干|丰富多[彩样]|形式多样|多种多样|各式各样|待[定开]|未定|(?:没有|暂?无)固定.{0,6}|每班.{0,4}|除.{1,12}外.{0,6}|各班.{0,4}|(?:学生|教师)?自[定选主].{0,4}|按.{0,6}(?:选课|开[设展]|进行|执行)|音体美|体音美|文体(?:活动|类)?"
)
"""What says that there are courses, and names none: 二十余门, 各类社团."""
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_BOXED = re.compile(r"(?P<mark>[☑✓✔√■☒×□☐○])\s*(?P<word>[^☑✓✔√■☒×□☐○\s、，,;；]+)")


def _names_in(listed: str) -> int:
    return len(_SEPARATORS.findall(listed.strip("。、；;,， "))) + 1


def _may_be_several(item: str, whole: str) -> bool:
    """Whether a name may be two: 书法和绘画. With 与 among others (足球、化石与矿物) it is one of them."""
    return (match := _JOINED.search(item)) is not None and ("与" not in match[0] or item == whole)


def _split(part: str) -> list[str]:
    """The parts of a list; a separator within brackets is none: 体育（足球、篮球）、阅读 are two."""
    held: list[str] = []

    def keep(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    # the two marks are of nobody's writing, unless somebody means harm
    plain = _BRACKETED.sub(keep, part.replace("\ue000", "").replace("\ue001", ""))
    return [re.sub(r"\ue000(\d+)\ue001", lambda one: held[int(one[1])], piece) for piece in _SEPARATORS.split(plain)]


def _ticked_several(body: str, choices: Mapping[str, str]) -> tuple[str, ...]:
    """The choices that are ticked of a list of boxes: ☑文艺☑体育□劳动; none where a word is no choice."""
    found = _BOXED.findall(body)
    rest = re.sub(r"[\s、，,;；]", "", _BOXED.sub("", body))
    meant = [_meant(word, choices) for _, word in found]
    if len(found) < 2 or rest or not all(meant) or not any(mark in "□☐○" for mark, _ in found):
        return ()
    return tuple(one[0] for (mark, _), one in zip(found, meant, strict=True) if one and mark in "☑✓✔√■")


def _in_order(body: str) -> list[str]:
    """The items of a list that is numbered from one on: 1、剪纸2、腰鼓, (一)剪纸(二)腰鼓; none of any other."""
    for pattern in _STEPS_OF_LISTS:
        steps = list(pattern.finditer(body))
        order = [_place(match["number"]) for match in steps]
        if len(steps) > 1 and not body[: steps[0].start()].strip() and order == [*range(1, len(steps) + 1)]:
            ends = [*(match.start() for match in steps[1:]), len(body)]
            return [body[match.end() : end] for match, end in zip(steps, ends, strict=True)]
    return []


def _place(number: str) -> int:
    digits = in_digits(number)
    return int(digits) if digits.isdigit() else ord(number.lower()) - ord("a") + 1 if number.isascii() else 0


def _joined(item: str, choices: Mapping[str, str]) -> list[str]:
    """The choices that a text is made of and nothing else: 文艺体育劳动; none for any other."""
    plain, found = _fold(item), []
    while plain:
        spelling = max((one for one in choices if one and plain.startswith(one)), key=len, default="")
        if len(spelling) < 2:
            return []
        found.append(choices[spelling])
        plain = plain[len(spelling) :]
    return found


def _parted(body: str, *, any_words: bool) -> str:
    """A list with 、 where other marks part its items: ①, +, 》《, or nothing but blanks or dashes between words."""
    plain = body.strip("。. ")
    plain = re.sub(r"[》”」】]\s*[、,，;；]?\s*[《“「【]", "、", plain)
    plain = re.sub(r"^[《“「【]([^《》“”「」【】]*)[》”」】]$", r"\1", plain)
    plain = (
        plain[1:-1]
        if re.search(r"^[《“「].*[》”」]$", plain) and "、" in plain and plain.count(plain[0]) == 1
        else plain
    )
    plain = re.sub(r"\s*[①-⑳•●▪◆★☆]\s*", "、", plain) if len(re.findall(r"[①-⑳•●▪◆★☆]", plain)) > 1 else plain
    plain = re.sub(r"(?<=[一-鿿])\s*[+＋\\]\s*(?=[一-鿿])", "、", plain)
    if not any_words:
        plain = re.sub(r"\d{1,2}[.．、]?(?=[一-鿿])", "、", plain)
    for pattern in (_BLANKS, _DASHES) if any_words else (_BLANKS, _DASHES, _DOTTED):
        if pattern.fullmatch(plain):
            plain = re.sub(r"[\s·•|—–－-]+", "、", plain)
    return plain


def folded_choices(choices: Mapping[str, str]) -> dict[str, str]:
    """Spellings folded for comparison, and the choice that each means."""
    return {_fold(spelling): choice for spelling, choice in choices.items()}


def _fold(text: str) -> str:
    return narrow(text).lower()


def _listed(choices: Mapping[str, str]) -> dict[str, str]:
    return {"choices": "、".join(dict.fromkeys(choices.values()))}


def _suggestion(text: str, choices: Mapping[str, str]) -> dict[str, str]:
    """The one choice that a text is likely to mean: one it contains or abbreviates, or a long one mistyped.

    Short words that differ in one character are as likely to be opposites (高中, 初中; 未整改, 已整改) as slips, and
    a 不 or 未 turns a choice round: neither is ever offered.
    """
    typed = _fold(text)
    likely = {choice for spelling, choice in choices.items() if _contains(typed, spelling) or _cut(typed, spelling)}
    if not likely:
        found = process.extractOne(
            typed, [one for one in choices if len(one) >= _LONG], scorer=fuzz.ratio, score_cutoff=_LIKENESS
        )
        likely = {choices[found[0]]} if found and len(typed) >= _LONG and _keeps_its_sense(typed, found[0]) else set()
    return {"suggestion": likely.pop()} if len(likely) == 1 else {}


def _contains(typed: str, spelling: str) -> bool:
    """Whether the choice stands in the text, and nothing about it says that it is not meant."""
    return len(spelling) > 1 and spelling in typed and _keeps_its_sense(typed, spelling)


def _cut(typed: str, spelling: str) -> bool:
    """Whether the text is most of the choice, some characters left out."""
    left = iter(spelling)
    return _MOST * len(spelling) <= len(typed) < len(spelling) and all(character in left for character in typed)


def _keeps_its_sense(typed: str, spelling: str) -> bool:
    return {one for one in typed if one in _TURNS} <= set(spelling)
