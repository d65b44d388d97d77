"""Free text of counties as the public may read it: without schools, without persons (DOMAIN.md §6).

Known names of schools become 某校, telephone and identity numbers ***. What may still name a school or a person, or
tell of a handful of pupils, is withheld whole: of two mistakes, saying too little is the one that can be mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from reporting.definitions.forms import RowTable

__all__ = ["Redactor", "as_sent", "public_rows"]

_HIDDEN, _A_SCHOOL = "***", "某校"

_NUMBERS = re.compile(
    r"""(?<!\d)(?:
        \d{17}[\dXx]                            # identity card
      | [1１]\d{2}(?:[\s-]?\d{4}){2}             # mobile telephone
      | [0０]\d{2,3}[\s-]?\d{7,8}                # telephone with area code
    )(?!\d)""",
    re.VERBOSE,
)
_KINDS = (
    "(?:中小学|中心校|初级中学|高级中学|九年一贯制学校|中心小学|完全小学"
    "|小学|中学|学校|教学点|校区|分校|附小|附中|幼儿园)"
)
_NUMBERED = "(?<![初高大])第?[一二三四五六七八九十]+[中小高](?![学心])"
_SCHOOL = re.compile(f"{_KINDS}|{_NUMBERED}")
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
        |部分|全部|多数|少数|有关|相关|所有|一些|试点|示范|首批|薄弱|小规模|义务教育|基础教育
        |农村|乡村|乡镇|村级|山区|城区|镇区|城镇|城乡|全县|全市|全区|全乡|全镇|县直|市直|局属
        |公办|民办|寄宿制|一贯制|达标
    )$""",
    re.VERBOSE,
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严魏陶姜谢邹苏潘葛范彭鲁韦马苗方袁柳史唐薛雷贺汤罗郝毕安常于傅"
    "齐康余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项董梁杜阮季贾江郭梅林徐邱骆高夏蔡田樊胡凌霍万柯卢莫丁邓洪包石崔龚程陆"
    "翟段侯武刘龙叶白邢裴岳聂焦任曾关付闫景"
)
_PERSON = re.compile(
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:老师|校长|主任|书记|同学|先生|女士|局长|园长|同志|教授|老人|负责)"
    "|联系人|填报人|负责人[:：]|姓名|微信|电话|手机号|QQ|@"
)
_FEW_PUPILS = re.compile(
    r"(?<![\d一二三四五六七八九十百千])[1-7１-７一二两三四五六七]\s*(?:名|位|个|人)[\u4e00-\u9fff]{0,6}?(?:生|儿童|孩子|少年|子女)"
)


def as_sent(text: str) -> str:
    """The text, its telephone and identity numbers hidden; digits of any width."""
    return _NUMBERS.sub(_HIDDEN, text).strip()


class Redactor:
    """What the public may read of a text, given the name of every school."""

    def __init__(self, schools: Iterable[str]) -> None:
        names = {name for school in schools for name in _forms(school)}
        self._names = _any_of(names)
        self._cores = _any_of({core for name in names if len(core := _core(name)) > 1 and not _COMMON.fullmatch(core)})

    def public(self, text: str) -> str | None:
        """The text with schools and numbers replaced; None where it may still betray somebody."""
        shown = self._names.sub(_A_SCHOOL, as_sent(text))
        # Spaces may break a name, so they are not looked at.
        return None if self._betrays(re.sub(r"\s+", "", shown)) else shown

    def _betrays(self, text: str) -> bool:
        if self._cores.search(text) or _PERSON.search(text) or _FEW_PUPILS.search(text):
            return True
        return any(not _PLAIN.search(text[: found.start()]) for found in _SCHOOL.finditer(text))


def public_rows(frame: pd.DataFrame, table: RowTable, redactors: Mapping[str, Redactor]) -> pd.DataFrame:
    """Rows of a table as the public may read them.

    Args:
        frame: ``county`` and fields of the table; a text that is withheld is missing and its state ``suppressed``.
        redactors: county → who knows its schools.
    """
    done = frame.copy()
    nobody = Redactor(())
    whose = [redactors.get(county, nobody) for county in frame["county"]]
    for field in table.fields:
        if field.name not in frame or field.kind not in ("text", "list"):
            continue
        sent = frame[field.name].astype("object").where(frame[field.name].notna(), None)
        shown = [
            text and (_listed(text, redactor) if field.kind == "list" else redactor.public(text))
            for text, redactor in zip(sent, whose, strict=True)
        ]
        gone = [text is None and bool(before) for text, before in zip(shown, sent, strict=True)]
        withheld = pd.Series(gone, frame.index, dtype="bool")
        done[field.name] = pd.Series(shown, frame.index, dtype="str")
        state = f"{field.name}_state"
        done[state] = done.get(state, pd.Series("reported", frame.index)).mask(withheld, "suppressed")
    return done


def _listed(text: str, redactor: Redactor) -> str:
    """A list without the entries that are withheld."""
    return "、".join(shown for entry in text.split("、") if (shown := redactor.public(entry)))


def _any_of(words: set[str]) -> re.Pattern[str]:
    """The longest first; nothing at all where there are none."""
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)")


def _forms(school: str) -> set[str]:
    """The name, and the same without a remark in brackets, and without its county, town or township."""
    plain = _REMARK.sub("", school).strip()
    forms = {school.strip(), plain, _PLACE.sub("", plain)}
    return {form for form in forms if _core(form) and not _COMMON.fullmatch(form)}


def _core(name: str) -> str:
    """What is left of a name without its place and its kind."""
    return re.sub(f"{_KINDS}$", "", _PLACE.sub("", _REMARK.sub("", name)))
