"""Yes or no in a sentence of its own: 已在校园网公示, 非寄宿, 不布置; told by who denies what the label asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reporting.definitions.widths import narrow

__all__ = ["Asked", "answered", "asked_of"]

_FRAME = re.compile(r"[(\[](?:是/?否|有/?无|选填|√/×|填)[^)\]]*[)\]]|^是否(?:有|已)?|^有无|情况$|[(),/]")
_LABEL_DENIES = re.compile(r"(?:无|不|未|没有|禁|零)")
_DENIAL = (
    r"(?:目前|现在|本校|我校|学校|本学期|本学年|今年|暂时|暂|均|都|全部|一律|还|尚|并|仍)*"
    r"(?:尚未|暂未|还未|从未|并未|从不|未能|未|没有|没|不再|不予|不|无法|无|非(?!常)|零|欠|缺|严禁|禁止)"
)
_DENIED = re.compile(rf"^{_DENIAL}(?P<what>.*)$")
_AFFIRMED = re.compile(
    r"^(?:目前|现在|本校|我校|学校|本学期|本学年|今年|本年|从今年起|全体(?:教师|学生|教职工|学校)?|均|都|全部|全面|一律|全|各年级|各班)*"
    r"(?:已经|已|能够|能|有|存在|可|严格|坚持|按(?:规定|要求|时)|实行|实施|执行|落实|建立|制定|做到|符合|达到|完成|足额|如期|定期|每[天日周月])"
    r"|^[^不未没无非欠缺待]*(?:健全|完善|齐全)$"
)
_HEDGED = re.compile(
    r"可能|也许|或许|大概|估计|应该|好像|未必|一定|申请|必要|需要|同意|知道|^已[改报知阅欠]$|[到至]\d|\d[:点时]|部分|个别|少数|多数|大部|大多|基本|有的|有些|一些|几个|正在|拟|计划|准备|即将|将|待|争取|力争|打算|逐步|推进|筹备|中$|"
    r"下[学月周一]|明年|秋季|以后|若|如果|视|或|除|但|仅|只|尚可|一般|较|取消|停|撤|废|终止|暂停|整改|试点|试行|原则|半|偶尔|有时|"
    r"^[^不未没无]*过$|^能有|发到(?!位)|发至|截止|截至|[?？/]|是否|^[无零欠缺]有$|%"
)
_DONE = frozenset({"管理", "公示", "公布", "到位", "达标", "清理", "确认", "落实"})
"""What a label asks to be done of a thing that there may be in any case."""
_FORBIDS = ("严禁", "禁止")
_THERE_IS = re.compile("^(?:有|存在)")
_PLAIN = re.compile(
    r"目前|现在|暂时|本校|我校|该校|学校|全校|全县|全区|全体|全部|全面|全|一律|所有|各年级|各班级?|各学科|各|本学期|本学年|本年|今年|从今年起|"
    r"教职工|教师|学生|自主|自行|已经|已|均|都|也|还|仍|并|就|再|很|能够|能|可以|严格|坚持|切实|认真|统一|普遍|正常|"
    r"按时|按期|按月|按要求|按规定|按|如期|及时|足额|全额|定期|长期|持续|一直|始终|每(?:个?[天日周月]|学期|学年)|"
    r"开展|开设|开办|开|组织|实施|实行|实现|执行|推行|进行|建立|建成|建|设立|设置|制[定订]|出台|印发|下发|发布|公示|公布|公开|"
    r"落实|清理|清查|签订|签署|签字|签|完成|完毕|达标|达到|达|做到|做|具备|符合|满足|合格|通过|覆盖|配备|提供|采用|使用|"
    r"发放|下拨|拨付|拨|兑现|到账|到位|纳入|备案|存档|上墙|张贴|健全|完善|齐全|规范|发|到|"
    r"制度|机制|办法|方案|规定|要求|标准|文件|措施|细则|条件|台账|记录|公示栏|专栏|栏|确认书|告知书|通知书|承诺书|协议书?|"
    r"校园网|网站|官网|网上|线上|公众号|微信群|家长群|社会|校内|家长|财政|预算|年级|班级|"
    r"是|有|存在|曾|过|的|了|在|向|于|由|对|把|将(?!来)|和|与|及|经|为|以"
)
"""Words that change nothing about an answer: who, where, how thoroughly, and what may be done of anything."""
_NOT_OF_THAT = re.compile(
    r"不允许|不准|不许|不得|不让|[不无毋]需|不用|不必|超|违|逾期|迟|漏|拖|挪用|占用|发现|出现|发生|收到|接到|要求|限制|影响|耽误|收取"
)
"""What is denied where nothing of what is asked is denied: 未超标, 无需清理, 不准带."""
_OF_DOING = re.compile(
    r"布置|安排|留|给|让|叫|要求|批改|检查|书面|家庭|学生|家长|老师|教师|任何|发生|存在|发现|出现|现象|情况|问题|行为|类|此|这|该|"
    r"有|过|再|的|了|任务|打卡"
)
"""What may be said of something that a label asks to be without: 从不布置, 没有此类作业; not 未落实."""
_AGAIN = re.compile(r"[不未没无非欠缺]")
_WHAT_IS = re.compile(r"是否(?!有|已|能|开|建|制|设|实|落|公|参|提|做|达|按|完|执)")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What a label asks.

    Attributes:
        pairs: the pairs of characters that speak of it.
        denies: whether it asks for what is not (无, 不).
        last: the pair that it ends in, which names what is done: 管理 of 手机管理.
        characters: of the label.
        names: whether it asks what something is, as 是否寄宿制 does and 是否开展课后服务 does not.
    """

    pairs: frozenset[str]
    denies: bool
    last: str
    characters: frozenset[str]
    names: bool


@lru_cache(maxsize=512)
def asked_of(label: str) -> Asked:
    """What a heading or label asks."""
    plain = _FRAME.sub(" ", narrow(label))
    parts = plain.split()
    pairs = {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
    return Asked(
        frozenset(pairs),
        _LABEL_DENIES.search(plain) is not None,
        parts[-1][-2:] if parts else "",
        frozenset(plain),
        _WHAT_IS.match(label) is not None,
    )


def answered(plain: str, asked: Asked) -> bool | None:
    """The answer that a sentence gives; None where it gives none, or half of one."""
    if not plain or len(plain) > _LONGEST or re.search(r"\d{3,}(?!\d*[号年])", plain):
        return None
    head = re.split(r"[,;，；。]", re.sub(r"\([^()]*\)$", "", plain))[0]
    if _HEDGED.search(plain):
        return None
    if (match := _DENIED.match(head)) is not None:
        what = match["what"]
        if re.match("全|都|完全|均|正常|严格|及时|定期|经常", what) or re.fullmatch("..+(?:到位|完成|完毕)", what):
            return None
        if _AGAIN.search(what) or "否" in what or (not asked.denies and what and len(what) > 10):
            return None
        if asked.denies:
            return True if what and not _left(what, asked, _OF_DOING) else None
        denial = head[: len(head) - len(what)]
        if head.startswith(_FORBIDS) or _NOT_OF_THAT.search(denial[-1:] + what) or _names_the_thing(what, asked):
            return None
        return None if _left(what, asked, _PLAIN) else False
    if _AGAIN.search(head) and not (asked.denies and _speaks(head, asked)):
        return None
    if asked.names and _THERE_IS.match(head):
        # 有教学点 does not say that it is one
        return None
    affirmed = _AFFIRMED.match(head) is not None or (bool(head) and _speaks(head, asked))
    if not affirmed or (
        not asked.denies and _names_the_thing(_THERE_IS.sub("", head), asked) and _THERE_IS.match(head)
    ):
        return None
    if asked.denies:
        # 有书面作业 denies 无书面作业; 做到 and 落实 do not say of what
        return False if re.match(r"(?:仍|还|都|均)?(?:有|存在|布置|给家长|要求家长)", head) else None
    return None if _left(head, asked, _PLAIN) else True


def _left(words: str, asked: Asked, plain: re.Pattern[str]) -> str:
    """What is left of a sentence without the label's own words and those that change nothing: 语文 of 有语文."""
    bare = plain.sub("", words)
    return "".join(one for one in bare if one.isalnum() and one not in asked.characters)


def _names_the_thing(what: str, asked: Asked) -> bool:
    """Whether words name what the label is about, and not what is asked of it: 手机 under 手机管理."""
    return 2 <= len(what) <= 6 and asked.last in _DONE and asked.last not in what and _speaks(what, asked)


def _speaks(head: str, asked: Asked) -> bool:
    """Whether the words of a sentence are those that the label asks about."""
    return any(head[at : at + 2] in asked.pairs for at in range(len(head) - 1))
