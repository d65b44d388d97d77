"""A number amid words: 在校生326人, 召开5次, 6个班326人, 月均320元, 25+2. Asked last, where no plain way fits.

A number is taken where it is the only one that can be meant: the only one of all, or the only one in the unit that is
wanted beside others in units of their own. Words that make it another number (上月, 编制, 女生, 每班) or leave it open
(拟, 待核) stop that. What is taken comes with a word about it, so that nobody takes the rest for read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.numerals import in_digits
from reporting.workbooks.units import conversion, is_money, is_unit

__all__ = ["Amid", "amid_words", "is_left_open", "worked_out"]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALE = re.compile(r"[余多]?(?:[十百千]?万|亿|千|百)?[余多]?")
_BEFORE = re.compile(r"(?:大约|大概|约为|约|将近|接近|近|不少于|不低于|不超过|不足|至少|最多|超过|≥|≤|>|<)$")
_AFTER = re.compile(r"^(?:左右|上下|以上|以下|以内|之内|内|余|多)")
_ELSE = re.compile(
    r"或|除|减|增|新|旧|原|前|昨|去|较|比|编制|应[到有发收]|计划|拟|预|目标|缺|差|欠|其余|其他|剩|另|退|同期|"
    r"上[月期年周次学]|下[月期年周次学]|变|调|改|各|每|均|倍|率|占|第|号|不|未|无|没|非|以外|之外|男|女|住宿|寄宿|走读|留守|"
    r"贫困|困难|特岗|残疾|随班|流动|部分|个别|只|才|停|估|月份|季度|学期|毕业|起点|岁|分之|折|最|日前|人份|兼|临|勤|后勤|幼|高中|"
    r"年级|半|角|餐|伙食|负|零下|申报|候选|评选|提名|推荐|待|[到至~\-/:<>≥≤?*×÷\"()]|[几上好小大整]\s|\s几|(?<![一-鿿])数\s|\s数(?![量据])|(?![一-鿿])[^\W\d_]\.?\s|\s(?![一-鿿])[^\W\d_]",
)
"""What makes a number beside it another than the one that is asked for, or leaves it open."""
_PLAIN = re.compile(
    r"有效|回收|收回|获奖|评出|录入|入库|"
    r"\d+(?:\.\d+)?(?:个?(?:教学班|班|小时|天|户|月|节课|次)|年)|[春秋]季|今年|本年|本月|本学期|本学年|本期|目前|现在|截至目前|截止目前|"
    r"[每]?(?:户|人|生|日|天|月)均?|每家|平均|家庭|"
    r"学籍(?:系统)?|在校|在册|在籍|在读|全校|本校|我校|该校|学校|全县|全区|全市|学生|教师|老师|教职工|人数|生|数|"
    r"一共|总共|总计|合计|共计|共|计|累计|已经|已有|已|现有|实有|实际|有|为|是|达到|达|仅|其中|等|的|约|"
    r"开设|开展|组织|召开|举办|举行|开|先后|收到|收|接到|聘请|聘任|聘|参与|参加|报名|申请|自愿|统计|注册|安排|提供|"
    r"放学后|课后|延时|时长|书面|家庭|全部|全|均|按|标准|学期|校本|选修|课程|课|会议|会|线上|线下|种|及以内|完成|"
    r"教练|志愿者"
)
"""Words beside a number that leave it the one that is asked for; what else stands there is not known to do so."""
_NAMED = re.compile(r"^[^\d,;]+等(?=\s)")
"""Some of those that are counted, by name: 王老师等3人, 书法等12门."""
_SIGNS = re.compile(r"[^\w\s()\[\]【】,.;:、，。；：!！?？\-–—_*#/\\~'\"“”‘’《》「」=]")
"""Signs that change what a number is: $, °."""
_PARTS = re.compile(r"小学|初中|高中|学生|教师|家长")
_ARRIVED = re.compile(r"[实已收]到(?!位)|到[校岗会]")
_SUM = re.compile(r"(\d+)([^\d+]{0,2})((?:\+\d+[^\d+]{0,2})+)")
_TERM = r"\d+(?:\.\d+)?[^\d×*x+=\-]{0,4}"
_EQUATION = re.compile(rf"(?P<left>{_TERM}(?:[×*x+\-]{_TERM})+)=(?P<right>\d+(?:\.\d+)?)(?P<unit>[^\d]{{0,3}})")
_OPEN = re.compile(
    r"[(,;](?:此数|数据?)?(?:待核实?|待确认|待定|存疑|不准|不确定|未核实?|有误|可能有误|需核实?|暂定|暂估|暂报|初步(?:统计|核定|数)?|\?+)"
    r"[^()]*\)?$"
    # 56(应为54), 326(去年数): another number is meant, or one of another time
    r"|[(,;](?:优惠|实收|打折|折后)[^()\d]{0,4}\d[^()]*\)?$"
    r"|[(,;](?:应(?:为|是|该是)?|实(?:为|有|际)|改(?:为|成)|更正为?|正确(?:为|的是)?|学籍数?|在册数?|系统数?)[^()\d]{0,4}\d[^()]*\)?$"
    r"|[(,;](?:为|按|是|系|沿用|参照|用|同|取)?(?:去年|前年|往年|上[年月期周]|上学[年期]|上半年|上个月)(?:同期)?(?:的)?"
    r"(?:数|数据|数字|人数|统计|情况|底|末)*\)?$"
)
_LONGEST = 24
_OWN = {
    "月": "月",
    "年": "年",
    "周": "周",
    "天": "[日天]",
    "日": "[日天]",
    "户": "户|家庭",
    "生": "[学考]?生",
    "人": "人",
}


class Amid(str):
    """A plain way of writing the number; ``code``: of the doubt that comes with it."""

    __slots__ = ("code",)
    code: str

    @classmethod
    def told(cls, text: str, code: str) -> Amid:
        """A way, and what is said about it."""
        way = cls(text)
        way.code = code
        return way


def is_left_open(text: str) -> bool:
    """Whether the sender says that the number is not settled: 326（待核）."""
    return _OPEN.search(narrow(text)) is not None


def worked_out(plain: str, unit: str, *, whole: bool) -> Iterator[Amid]:
    """What a sum or a product that is written out comes to: 25+2, 30元×5个月=150元."""
    if (match := _EQUATION.fullmatch(plain)) and _result(match["left"]) == Fraction(match["right"]):
        yield Amid.told(match["right"] + match["unit"], "remark")
    base = unit.partition("/")[0]
    counted = whole or not (is_money(base) or base == "%" or conversion(base, "秒") is not None)
    if counted and base not in ("天", "日") and (match := _SUM.fullmatch(plain)):
        units = {one for one in re.split(r"[\d+]+", plain) if one}
        if len(units) <= 1:
            yield Amid.told(f"{sum(map(int, _NUMBER.findall(plain)))}{''.join(units)}", "summed")


def _result(left: str) -> Fraction:
    """What a chain of numbers with +, - and × between them comes to; their units say nothing."""
    total = Fraction(0)
    for sign, product in re.findall(r"([+\-]?)([^+\-]+)", left):
        amount = Fraction(1)
        for number in _NUMBER.findall(product):
            amount *= Fraction(number)
        total += -amount if sign == "-" else amount
    return total


def amid_words(plain: str, unit: str, label: str) -> Iterator[Amid]:
    """The number that a text means, with what says how exact it is; nothing where that cannot be told.

    Args:
        plain: the text without marks around it and without brackets behind it.
        unit: that is wanted.
        label: what the column or item is called.
    """
    if match := re.fullmatch(r"\(([^()]*[^()\d])\)", plain):
        plain = match[1]
    told, name = _ranged(in_digits(plain)), _ranged(in_digits(narrow(label)))
    for span in re.findall(r"\d+-\d+年级(?:学生)?", name):
        told = told.replace(span, "")
    if len(told) > _LONGEST or told.startswith(("-", "+")):
        return
    numbers = list(_numbers(told))
    base = unit.partition("/")[0]
    ours = [one for one in numbers if one[2] and _same(one[2], base)]
    if len(numbers) == 1 and (ours or not numbers[0][2]):
        begin, end, _ = numbers[0]
    elif len(ours) == 1 and all(one is ours[0] or (one[2] and not _same(one[2], base)) for one in numbers):
        begin, end, _ = ours[0]
    else:
        return
    before, after = told[:begin], told[end:]
    if match := _BEFORE.search(before):
        begin -= len(match[0])
    if match := _AFTER.search(after):
        end += len(match[0])
    words = told[: min(begin, len(before))] + " " + told[end:]
    if _speaks_of_another(words, name, unit):
        return
    yield Amid.told(told[begin:end], "remark")


def _numbers(told: str) -> Iterator[tuple[int, int, str]]:
    """Where each number begins and ends with its scale and unit, and the unit; an unknown unit is none."""
    for match in _NUMBER.finditer(told):
        end = match.end() + len((_SCALE.match(told, match.end()) or [""])[0])
        own = next((told[end : end + size] for size in (5, 4, 3, 2, 1) if _is_unit(told[end : end + size])), "")
        yield match.start(), end + len(own), own


def _is_unit(text: str) -> bool:
    return is_unit(text) or (len(text) > 1 and is_unit(text.removeprefix("个")))


def _same(own: str, base: str) -> bool:
    return conversion(own, base) is not None or (base == "人" and own == "个")


def _speaks_of_another(words: str, name: str, unit: str) -> bool:
    """Whether the words beside a number say that it is another than the one that the label asks for."""
    left = _ARRIVED.sub("", words)
    base, _, below = unit.partition("/")
    for shared in sorted(_shared(left, name), key=len, reverse=True):
        left = left.replace(shared, "")
    if any(one not in name for one in re.findall(r"[年季周]均", left)) or _SIGNS.search(left):
        return True
    if is_money(base) and below and re.search("[日天次节课月周年餐]", left):
        # 月收60, 一次3元
        return True
    if base in ("小时", "分钟") and re.search(
        r"[一1全整]?(?:周|星期|礼拜)(?![一二三四五六日天1-7])|月|学期|学年", left
    ):
        return True
    if "均" in name or below:
        left = re.sub(r"平均|日均|均", "", left) if "平均" in name else left.replace("平均", "")
        for per, pattern in _OWN.items():
            if per in below or re.search(rf"(?:{pattern})均|均(?:{pattern})|每(?:{pattern})|家庭", name):
                left = re.sub(rf"(?:每(?:{pattern})|(?:{pattern})均)", "", left)
    if "时长" in name:
        left = re.sub(r"[人生]均|每[人生天日]|日均", "", left)
    if base in ("天", "日"):
        left = re.sub(r"每(?:周|星期)|周均", "", left)
    if is_money(base) and "免" in left:
        return True
    if _ELSE.search(left) or any(one not in name for one in _PARTS.findall(left) if one in ("小学", "初中", "高中")):
        return True
    return any(map(str.isalnum, _PLAIN.sub("", _NAMED.sub("", left))))


def _shared(words: str, name: str) -> set[str]:
    """Parts of at least two characters that the words have in common with the label."""
    found = set()
    for begin in range(len(words)):
        for end in range(begin + 2, min(begin + 9, len(words) + 1)):
            if words[begin:end] in name and not re.search(r"\d", words[begin:end]):
                found.add(words[begin:end])
    return found


def _ranged(text: str) -> str:
    return re.sub(r"(?<=\d)[至到~—](?=\d)", "-", text)
