"""What a text that a county wrote may betray: a school, a person, a telephone, a handful of pupils.

Rules can warn and no more: a name is any two characters, and a school is known by 唯一的民办初中 as well. So a person
decides what of a text the public reads (`reporting texts`), and this module tells that person where to look. Known
names of schools become 某校, telephone and identity numbers ***, whoever decides what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Betrayal", "Redactor", "as_sent"]

_HIDDEN, _A_SCHOOL = "***", "某校"


class Betrayal(StrEnum):
    """Whom or what a text may give away."""

    SCHOOL = "school"
    PERSON = "person"
    CONTACT = "contact"
    FEW = "few"


_NUMBERS = re.compile(
    r"""(?<!\d)(?:
        \d{17}[\dXx]                            # identity card
      | [1１]\d{2}(?:[\s-]?\d{4}){2}             # mobile telephone
      | [0０]\d{2,3}[\s-]?\d{7,8}                # telephone with area code
    )(?!\d)""",
    re.VERBOSE,
)
_CONTACT = re.compile(r"微信|电话|手机号|QQ|@|邮箱")
_KINDS = (
    "(?:中小学|中心校|初级中学|高级中学|九年一贯制学校|中心小学|完全小学"
    "|小学|初中|高中|中学|学校|教学点|校区|分校|附小|附中|幼儿园)"
)
_SCHOOL = re.compile(_KINDS)
_SHORT_NAME = re.compile(
    # 虚构二小, 三实小, 县直第二小; not 初一中学, not 五年级中, and not 2小时
    r"(?<![初高大])第?[一二三四五六七八九十\d]+(?:实验?|外|职)?[中小高](?![学心型组低年级时])"
    r"|实[验]?[中小](?![学心型])|[一-鿿][一二三四五六七八九十][中小](?![学心型])"
)
_ONLY = re.compile(rf"(?:唯一|惟一|仅有|只有|独有|最[大小好差])[^，。；、]{{0,8}}{_KINDS}")
_LATIN = re.compile(r"[A-Za-z]{4,}")
"""A name in pinyin, or a foreign one; 5+2 and APP are none."""
_PLACE = re.compile("^.{1,6}?(?:县|市|区|乡|镇|街道|办事处)")
_REMARK = re.compile("[(（].*?[)）]")
_COMMON = re.compile("实验|中心|第[一二三四五六七八九十]+|希望|中学|小学|学校|初级|外国语")
"""What many names have in common and plain text has as well: it gives no school away."""

# What may stand before 学校, 小学, … without making a name of it. Words that names end in (永和小学, 张家小学) are not
# here, so that a school nobody listed is not taken for a plain noun.
_PLAIN = re.compile(
    r"""(?:^|[，。、；：！？,;:!?()（）“”"《》/\s\d—-]
        |所|个|些|各|每|该|等|与|及|或|对|向|在|由|让|给|未|使|按|以|将|把|被|据|两|几|的|是
        |指导|组织|督促|要求|推动|引导|支持|帮助|开展|覆盖|通报|约谈|走访|检查|收集|听取|选课|服务|参与|实施
        |样本|样板|抽取|抽查|抽检|抽样|受检|参评|选定|指定|确定|遴选|公布|公示|申报|结对|帮扶|成员|牵头|龙头
        |优质|优秀|先进|典型|重点|问题|违规
        |部分|全部|多数|少数|有关|相关|所有|一些|试点|示范|首批|薄弱|小规模|义务教育|基础教育
        |农村|乡村|乡镇|村级|山区|城区|镇区|城镇|城乡|全县|全市|全区|全乡|全镇|县直|市直|局属
        |公办|民办|寄宿制|一贯制|达标
    )$""",
    re.VERBOSE,
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅"
    "皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘"
    "景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易"
    "慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖岳闫付代佟尧邸"
)
_TITLED = "(?:老师|校长|主任|书记|同学|先生|女士|局长|园长|同志|教授|老人|负责)"
_ROLE = "(?:教师|老师|班主任|辅导员|学生|同学|家长|校长|主任|书记|员工|职工|女生|男生|约谈|给予|对|叫|名为)"
_AFTER = "(?:$|[，。、；：,;:()（）\\s的]|有偿|被|受|因|在|进行|作出|予以|给予|同志|等|违|体罚|未|已|校外|补课|处分|于)"
_PERSON = re.compile(
    # 1名教师负责 names nobody, nor do 学生代表
    rf"(?!(?<=[教老导])师)[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}{_TITLED}"
    rf"|{_ROLE}(?!代表)[{_SURNAMES}][\u4e00-\u9fff某×*]{{1,2}}{_AFTER}"
    rf"|[{_SURNAMES}]某"
    "|联系人|填报人|负责人[:：]|姓名"
)
_SMALL = r"(?<![\d一二三四五六七八九十百千两])[1-7１-７一二两三四五六七]\s*(?:名|位|个|人)"
_PUPILS = "(?:学生|生|儿童|孩子|少年|子女|学员|困难|残疾|留守|孤儿|随迁)"
_FEW_PUPILS = re.compile(rf"{_SMALL}[^，。；]{{0,8}}?{_PUPILS}|{_PUPILS}[^，。；]{{0,8}}?{_SMALL}")


_LONGEST_NAME = 200


def as_sent(text: str) -> str:
    """The text, its telephone and identity numbers hidden; digits of any width."""
    return _NUMBERS.sub(_HIDDEN, text).strip()


class Redactor:
    """What a text would show the public, and what it may give away, given the name of every school."""

    def __init__(self, schools: Iterable[str]) -> None:
        # what is longer is nobody's name, and was made to keep patterns busy
        names = {name for school in schools if len(school) <= _LONGEST_NAME for name in _forms(school)}
        self._names = _any_of(names)
        self._cores = _any_of({core for name in names if len(core := _core(name)) > 1 and not _COMMON.fullmatch(core)})

    def shown(self, text: str) -> str:
        """The text with the names of known schools and private numbers replaced."""
        return self._names.sub(_A_SCHOOL, as_sent(text))

    def betrayals(self, text: str) -> tuple[Betrayal, ...]:
        """What the text as `shown` may still give away, in a fixed order; for whoever decides, and decides nothing."""
        # spaces may break a name, so they are not looked at
        plain = re.sub(r"\s+", "", self.shown(text))
        doubts = {
            Betrayal.SCHOOL: self._names_a_school(plain),
            Betrayal.PERSON: bool(_PERSON.search(plain)),
            Betrayal.CONTACT: bool(_CONTACT.search(plain)) or _HIDDEN in plain,
            Betrayal.FEW: bool(_FEW_PUPILS.search(plain)),
        }
        return tuple(kind for kind, found in doubts.items() if found)

    def _names_a_school(self, text: str) -> bool:
        if any(rule.search(text) for rule in (self._cores, _SHORT_NAME, _ONLY, _LATIN)):
            return True
        return any(not _PLAIN.search(text[: found.start()]) for found in _SCHOOL.finditer(text))


def _any_of(words: set[str]) -> re.Pattern[str]:
    """The longest first; nothing at all where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)")


def _forms(school: str) -> set[str]:
    """The name, and the same without a remark in brackets, and without its county, town or township.

    A school may be called after its township alone (桃源坪乡小学): its whole name is a name, 小学 is none.
    """
    plain = _REMARK.sub("", school).strip()
    forms = {school.strip(), plain, _PLACE.sub("", plain)}
    return {form for form in forms if _without_kind(form) and not _COMMON.fullmatch(form)}


def _core(name: str) -> str:
    """What is left of a name without its place and its kind."""
    return _without_kind(_PLACE.sub("", name))


def _without_kind(name: str) -> str:
    return re.sub(f"{_KINDS}$", "", _REMARK.sub("", name))
