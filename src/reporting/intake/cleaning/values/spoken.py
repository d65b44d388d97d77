"""Cells as people say them: 三百二十人, 每周5天, 1个半小时, 320（含寄宿）, 免费. Asked where a plain reading fails.

Each way of saying it becomes a plain one, which is then read as ever: nothing is told by likeness. What stood there
besides the value is said, so that nobody takes a remark for read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.numerals import in_digits, with_point
from reporting.workbooks.units import is_money, is_unit

__all__ = ["HAPPENINGS", "has_arrow", "said_otherwise", "without_marks", "without_notes", "without_remark"]

_DECIMALS = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION = re.compile(r"(?P<whole>\d+)?(?P<part>[½¼¾])")
_MARKS = ".。;；、,，!！:：/\"'“”‘’`=_*※#- "
_ARROWS = "↑↓△▲"
_SIMPLE = str.maketrans(
    "學區鎮鄉縣辦國無開貫時點約個課師間萬億項數據統計報鐘節週兩號級種業場員體藝勞動閱讀〜∼",
    "学区镇乡县办国无开贯时点约个课师间万亿项数据统计报钟节周两号级种业场员体艺劳动阅读~~",
)
_BRACKETS = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "〈": "(", "〉": ")"})
_QUOTED = re.compile(r"[【«《「『<](?P<inside>[^【】«»《》「」『』<>]+)[】»》」』>]")
_NOTE = re.compile(r"\[(?:注?\d{1,2}|注)\]|\(注\d{0,2}\)|(?<=\d)注\d?$")
_REMARK = re.compile(r"(?P<value>[^()]+)\((?P<remark>[^()]*)\)(?P<rest>[^()\d]{0,4})")
_QUALIFYING = frozenset(
    {"约", "大约", "左右", "概数", "估", "估计", "估算", "预计", "近", "余", "以上", "以下", "以内"}
)
"""What in brackets says how exact the number before them is."""
_WHOSE = re.compile(
    r"^(?:全校|本校|学校|我校|全县|全区)?(?:实有|在校|在籍|在读|现有|共有|共收到|总计|共计|合计|累计|总数|计|有|为|是)?"
    r"(?:专任|专职|在编|在岗)?(?:学生|教师|在校生|师生|教职工)?(?:总?人数|总数|(?<=[生师工])数)?(?:共|计|为|:)?"
)
_PEOPLE = re.compile(
    r"(?<=\d)(?:名|位|个)[一-鿿]{0,6}(?:生|师|学|员|人|长)$|(?<=\d)[生师]$|(?<=\d)(?:学生|教师|老师|同学)$"
)
_PAUSE = re.compile(
    r"(?<=[^\d,])[,;](?=[^\d,]).*$|(?<=[\d人名个所次件])(?:[,;]?(?:其中|含|不含|包括|包含|另有|较|比|同比|环比|上[月期年])|[,;](?:增|减))[^,;]*$"
)
_COUNTED = re.compile(r"(?<=门)(?:课程?|社团)$")
_SAID_AGAIN = re.compile(r"(?P<said>[^()\d]{1,12})\((?P<number>\d+)\)")
"""A number in words, and behind it in digits: 七百三十五（735）, 无（0）."""
_TOTAL = re.compile(r"^(?P<parts>.*\d.*?)[,;]?(?:=|总共|共计|合计|总计|共)(?P<total>\d+)(?P<unit>[^\d]{0,3})$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MORE = re.compile(r"(?<=[\d一二三四五六七八九十两])个多")
_WITHIN = re.compile(r"^控制在(?=.*(?:以内|以下|之内|内)$)")
_PER_DAY = re.compile(r"^(?:每天|每日|日均|平均每天|平均|均值)|(?:/|每)(?:每)?[天日]$")
_PER_WEEK = re.compile(r"^(?:每周|一周|每星期|周均|周)(?=[\d两]|[一二三四五六七].)|(?:/|每)(?:每)?(?:周|星期)$")
_PER_PUPIL = re.compile(
    r"^(?:(?:每|人均|生均|一(?=学?期))(?:生|人|学生|学期|期)?)+"
    r"|(?:\()?(?:元)?(?:/|每|一)(?:[/每一·.、,，&\\-]*(?:生|人|学生|学期|期))+(?:\))?$"
)
_MONEY = re.compile(r"^(?:人民币|rmb|cny|[¥￥])", re.IGNORECASE)
_FREE = re.compile(
    r"(?:暂时?|全部|全)?(?:免费|不收费|未收费|免|免收|无收费|不收|不收取|未收取|没有收费|全免|零收费|无偿)"
    r"(?:任何)?(?:费用?|服务)?"
)
_FREE_AMID = re.compile(r"(?:不|未|没有?|无|免)(?:另外|另|再|额外|收取|收|任何)*(?:任何)?费用?|免费|免收|无偿")
_PAID = re.compile(r"\d|收费|收取|部分|个别|除|困难|贫困|建档|低保|特困|仅|只|但|拟|计划|下学期|对|生|元|自愿|原则")
"""What says that not all is free where 免费 stands."""
_NOTHING = re.compile(
    r"(?:均|都)?(?:未|没有|无)(?:发生|发现)[一-鿿]{0,6}|零报告|(?:零|无)(?:安全)?(?:违规|事故|投诉|举报|案件|事件|发生|安全事故)"
)
HAPPENINGS = frozenset({"起", "件", "例", "次", "件次"})
_WEEKDAYS = re.compile(r"(?:周|星期|礼拜)([一二三四五六1-6])[-~至到](?:周|星期|礼拜)?([一二三四五六日天1-7])")
_DAYS = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天](?:[、,和及]*(?:周|星期|礼拜)?[一二三四五六日天])+")
_EXCEPT = re.compile("除|不含|不包括|停|不开")
_SAID_TWICE = re.compile(r"^(\d+(?:\.\d+)?)个?(小时|分钟|h)[,:;]?(?=\d{1,2}[:点时])")
"""How long, before from when to when: 2小时 16:30-18:30."""
_HALF = re.compile(r"(\d+)个半(小时|钟头)|(\d+)(?:个)?(?:小时|钟头|h)半|(半)个?(?:小时|钟头)")
_LENGTH = re.compile(r"(?:共|每天|每周|计|合计)?(\d+(?:\.\d+)?)个?(小时|分钟|h)?")
_HALF_DAY = re.compile(r"(\d+)天半")
_HOURS = re.compile(r"(\d+)(?:个)?(?:小时|钟头|时|h)(?:零)?(\d{1,2})(?:分钟?|min)?", re.IGNORECASE)
_FROM_TO = re.compile(
    r"{0}[-~至到]{0}".format(r"(?:下午|上午|晚上?)?(\d{1,2})(?:[:.](\d{2})|[点时](?:(\d{1,2})分?|(半))?)")
)


def without_marks(text: str) -> str:
    """The text, half width, without white space, traditional characters and the marks around it that say nothing."""
    plain = narrow(text).translate(_SIMPLE)
    if (quoted := _QUOTED.fullmatch(plain)) is not None:
        plain = quoted["inside"]
    plain = _NOTE.sub("", plain).translate(_BRACKETS)
    if plain.count('"') == 1 and plain.endswith('"') and plain[-2:-1].isdigit():
        # 60" are seconds
        return plain
    return plain.lstrip(_MARKS.replace("-", "") + "↑↓").rstrip(_MARKS + _ARROWS)


def has_arrow(text: str) -> bool:
    """Whether an arrow stands beside what is read: 1299↑, a number that rose, or one that is to."""
    return any(mark in text for mark in _ARROWS)


def without_notes(text: str) -> str:
    """The text without the raised and circled figures of footnotes: 486① is 486, and no 4861; 2½ keeps its half."""
    return "".join(
        one for one in text if unicodedata.category(one) != "No" or "<fraction>" in unicodedata.decomposition(one)
    )


def with_decimals(text: str) -> str:
    """The text with ½, ¼ and ¾ as decimals: 2½ is 2.5."""
    return _FRACTION.sub(lambda match: f"{match['whole'] or 0}{_DECIMALS[match['part']]}", text)


def without_remark(text: str) -> str:
    """The text without what stands in brackets behind it; the same where there is none, or where a unit does."""
    match = _REMARK.fullmatch(text)
    if match is None or match["remark"].isdigit() or (is_unit(match["remark"]) and not match["remark"][0].isdigit()):
        return text
    if match["remark"] in _QUALIFYING:
        told = match["value"].endswith(tuple(_QUALIFYING))
        return match["value"] if told else match["value"] + match["remark"]
    return match["value"] + match["rest"]


def said_otherwise(text: str, unit: str) -> Iterator[tuple[str, bool]]:
    """Plain ways of writing a number, the likeliest first, each with whether something besides was left out.

    Args:
        text: as typed.
        unit: that is wanted: what is said of a day, a week or a pupil has to go with it.
    """
    plain = without_marks(text)
    base = unit.partition("/")[0]
    bare = _PAUSE.sub("", without_remark(plain))
    if (again := _SAID_AGAIN.fullmatch(plain)) and _says(again["said"]) == again["number"]:
        yield again["number"], False
        return
    if is_money(base) and (_FREE.fullmatch(plain) or _FREE.fullmatch(bare)):
        yield "0", _FREE.fullmatch(plain) is None
        return
    if is_money(base) and _FREE_AMID.search(plain) and not _PAID.search(_FREE_AMID.sub("", plain)):
        yield "0", True
        return
    if base in HAPPENINGS and _NOTHING.fullmatch(bare):
        yield "0", True
        return
    if (total := _TOTAL.match(plain)) and _adds_up(total["parts"], total["total"]):
        yield total["total"] + total["unit"], True
        return
    bare = _PEOPLE.sub("人", bare) if base == "人" else _COUNTED.sub("", bare.removesuffix("制"))
    bare = re.sub("-{2,}", "-", bare)
    if (agreed := _agreed(bare, base)) is not None:
        yield agreed, True
        return
    if (lasting := _lasting(bare, base)) is not None:
        if not _EXCEPT.search(plain):
            yield lasting[0], lasting[1] or bare != plain
        return
    bare = _MORE.sub("多", _WITHIN.sub("", bare))
    # 一点五小时 are one and a half; 四点五 may be a time of day
    bare = with_point(bare) if bare.endswith(("小时", "天")) else bare
    digits = in_digits(bare)
    for way in (digits, in_digits(_without_per(bare, unit))):
        for told in dict.fromkeys((way, _WHOSE.sub("", way, count=1))):
            yield told.removesuffix("整").replace("上下", "左右"), bare != plain or told != digits
            if (hours := _half(told)) or (hours := _hours(told)):
                yield hours, bare != plain or told != digits


def _says(words: str) -> str:
    """The number that words say, in digits: 无 is 0."""
    return "0" if words in ("无", "没有") else in_digits(words)


def _adds_up(parts: str, total: str) -> bool:
    """Whether the parts that stand before a total (男170,女150,共320) are those of it."""
    numbers = [float(number) for number in _NUMBER.findall(parts)]
    return len(numbers) > 1 and sum(numbers) == float(total)


def _agreed(bare: str, base: str) -> str | None:
    """What two clauses say alike: 周一到周四,4天 or 16:20-18:20,共2小时; None where they do not."""
    clauses = re.sub("(?<!,)共", ",共", bare).split(",")
    if len(clauses) != 2 or base not in ("天", "日", "小时", "分钟"):
        return None
    told = [_lasting(one, base) for one in clauses]
    first, second = ((one[0] if one else in_digits(clause)) for one, clause in zip(told, clauses, strict=True))
    lengths = [_LENGTH.fullmatch(one.removesuffix("天")) for one in (first, second)]
    if not any(told) or not all(lengths):
        return None
    minutes = [
        float(one[1]) * (60 if one[2] in ("小时", "h") or (not one[2] and base == "小时") else 1)
        for one in lengths
        if one
    ]
    return first if minutes[0] == minutes[1] else None


def _lasting(bare: str, base: str) -> tuple[str, bool] | None:
    """How many days or hours a text names: 周一至周五, 周一、三、五, 16:30-18:30; None where it names none."""
    if base in ("天", "日"):
        bare = re.sub(
            r"^每(?=(?:周|星期|礼拜)[一二三四五六][-~至到])|(?<=[一二三四五六日天1-7])每[天日]$",
            "",
            re.sub("-{2,}", "-", bare),
        )
        if match := _WEEKDAYS.fullmatch(bare.translate(str.maketrans("1234567", "一二三四五六日"))):
            return str(
                "一二三四五六日".index(match[2].replace("天", "日")) - "一二三四五六日".index(match[1]) + 1
            ), False
        if _DAYS.fullmatch(bare):
            return str(len({one for one in bare.replace("天", "日") if one in "一二三四五六日"})), False
        if match := _HALF_DAY.fullmatch(in_digits(bare)):
            return f"{match[1]}.5天", False
    elif base in ("小时", "分钟") and (match := _FROM_TO.fullmatch(in_digits(_SAID_TWICE.sub("", bare)))):
        begins, ends = (
            60 * int(match[at]) + (30 if match[at + 3] else int(match[at + 1] or match[at + 2] or 0)) for at in (1, 5)
        )
        twice = _SAID_TWICE.match(bare)
        if twice and ends - begins != round(float(in_digits(twice[1])) * (60 if twice[2] != "分钟" else 1)):
            return None
        return (f"{ends - begins}分钟", True) if begins < ends else None
    return None


def _without_per(plain: str, unit: str) -> str:
    """Without 每天, /周 or 每生, where these go with the unit that is wanted."""
    base, _, below = unit.partition("/")
    if base in ("小时", "分钟"):
        return _PER_DAY.sub("", plain)
    if base in ("天", "日"):
        return _PER_WEEK.sub("", plain)
    if base == "人":
        return plain.removesuffix("/人")
    if is_money(base):
        plain = _MONEY.sub("", plain)
        return _PER_PUPIL.sub("", plain) if below else plain
    return plain


def _half(plain: str) -> str:
    match = _HALF.fullmatch(plain)
    return f"{int(match[1] or match[3] or 0) + 0.5}小时" if match else ""


def _hours(plain: str) -> str:
    match = _HOURS.fullmatch(plain)
    return f"{60 * int(match[1]) + int(match[2])}分钟" if match and int(match[2]) < 60 else ""
