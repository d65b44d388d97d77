"""The words by which people mark the rows of a Chinese statistical table, as patterns."""

from __future__ import annotations

import re

ATTACHMENT = re.compile(r"^(?:附\s*[件表]|表)\s*[0-9一二三四五六七八九十]*\s*[-0-9]*\s*[:：]?$")
"""附件1: above a table."""

UNIT_CAPTION = re.compile(r"^[(（]?\s*(?:计量)?单\s*位\s*[:：]\s*(.+?)\s*[)）]?$")
"""单位：亿元, a unit for the whole table (or, read wrongly, a place of work: the unit decides)."""

UNIT_KEY = re.compile(r"[(（]?(?:计量|数据)?单位|Unit", re.IGNORECASE)
"""The key of such a caption."""

UNIT_NOTE = re.compile(r"(?<![额币资费])单位(?:均为|为|是|[:：])\s*(?P<unit>[^\s,，。;；、()（）]{1,12})")
"""注：本表单位为万元."""

MONEY_UNIT = re.compile(r"(?:金额|货币|资金|投资|经费)单位(?:均为|为|是|[:：])\s*(?P<unit>[^\s,，。;；、()（）]{1,12})")
"""金额单位：万元: it says nothing of what is no money."""

BODY = re.compile(
    r"(?:局|委|厅|科|室|院|校|学|园|心|司|县|区|市|省|州|盟|旗|镇|乡|村|道|办|站|所|队|馆|会|团|府|处|部|厂|店|股|组|小|中|高|幼)$"
)
"""How the names of offices, schools and places end."""

NOTE = re.compile(
    r"^[(（*※]?\s*(?:备?\s*注|附\s*注|说\s*明|填[表报]说明|数据来源|资料来源|来\s*源|口径)\s*[0-9]*\s*[)）]?\s*[:：.、]"
)
"""注：, 说明：, 数据来源：."""

FOOTER = re.compile(
    r"(?:填\s*[报表制]\s*人|审\s*核\s*人?|复\s*核\s*人?|制\s*表\s*人?|经\s*办\s*人|负\s*责\s*人|联\s*系\s*(?:人|电\s*话|方\s*式)(?:及电话)?"
    r"|填\s*[报表]\s*(?:日\s*期|时\s*间|单\s*位)|报\s*送\s*(?:日\s*期|时\s*间)|单\s*位\s*(?:负\s*责\s*人|领\s*导))[^:：]{0,8}[:：]"
)
"""填报人：, 审核人：, 填报日期： below (or above) a table."""

TOTAL = re.compile(r"^.{0,12}(?:合计|总计|共计)(?:[(（].{0,12}[)）])?[:：]?$|^[(（]?总\s*数[)）]?$")
SUMMARY = re.compile(
    r"(?:(?:占?全[县区市校镇乡省]|各校|总|其中|占|校|人)?(?:平均|均值|占比|比例|比重|比率|最大|最小|最高|最低|中位|增长|增减|增幅|增速|同比|环比|完成率|排名|位次)"
    r"(?:增长|增减|增幅|增速)?(?:值|数|率|量|情况|[(（].{0,12}[)）])?[±+-]{0,3}[%％‰]?"
    r"|(?:较|比|与)?(?:上|去|前)(?:年|月|期|学期|学年)(?:同期|同月)?(?:相比|增减|增加|减少|增长|变化|对比|数据?|合计|总计)[±+-]{0,3}(?:[%％‰]|[(（].{0,12}[)）])?"
    r"|(?:全[县区市]|以上)?(?:共计?|总共|合计共?)[\d一二三四五六七八九十百千]+(?:所|个|家|校)(?:学校|中小学|小学|中学|单位|机构)?)[:：]?"
)
"""What a row sums up besides totals: 平均, 占比, 上月合计, 共计5所学校."""
AVERAGE = re.compile(
    r"[(（]?.{0,8}(?:平均|均值|中位|[校县区市乡镇村园所班人生]均)(?:每[校县区市乡镇村园所班人生])?(?:值|数|水平|情况)?"
    r"(?:[(（].{0,12}[)）])?[)）]?[:：]?|均"
)
"""校均, 各县平均, 初中平均: what a row among schools or places is called that gives their average."""
CHANGE = re.compile(
    r"(?:其中)?(?:占比|比例|比重|比率|增长|增减|增幅|增速|同比|环比|完成率|排名|位次)(?:增长|增减|增幅|增速)?(?:值|数|率|量|情况|[(（].{0,12}[)）])?[±+-]{0,3}[%％‰]?[:：]?"
)
"""Of these, what is also the name of a figure where rows are figures: 增长 below 工业增加值."""
SUBTOTAL = re.compile(r"^.{0,12}小计(?:[(（].{0,12}[)）])?[:：]?$")

SAMPLE = re.compile(
    r"样例|范例|填写示例|填报示例|^[(（【\[]?(?:示例|举例)|[(（【\[]示例[)）】\]]|^[(（【\[]?例[)）】\]]?[:：]|^例$|(?:请勿|不要|勿|不得)删"
)
"""A row that shows how to fill in: 示例, 该行为样例，请不要删除."""

BAND = re.compile(
    r"^.{1,24}[(（]\s*(?:共\s*)?\d+\s*[所个家人校名条项间]\s*[)）]$|^[一二三四五六七八九十]{1,3}、|^[(（][一二三四五六七八九十]{1,3}[)）]|^第[一二三四五六七八九十]+[部章节类]"
    r"|^(?:19|20)\d\d\s*年度?(?:\s*(?:1[0-2]|0?[1-9])\s*月份?)?[:：]?$|^(?:1[0-2]|0?[1-9])\s*月份?[:：]?$"
)
"""A group heading: 北京市（92所）, 一、小学, 2018年."""

MARKED = re.compile(
    r"[合总共小]\s*计|总共|共[\d一二三四五六七八九十]|[均占比增最]|中位|完成率|排名|位次|[上去前][年月期学]|总\s*数|单\s*位|样例|范例|示例|举例|例|删|注|说\s*明|来\s*源|口径"
    r"|[填审复制经负联报][\s　]*[报表制核办责系送]"
)
"""Any of the marks above: a row without one of these words is not examined further."""

CONTINUED = re.compile(
    r"[(（]?\s*(?:[见转接]\s*)?(?:续\s*表|下\s*页|续\s*下?\s*页)[^\d,，。]{0,8}[)）]|[见转接]\s*(?:续\s*表|下\s*页)"
)
"""（续表见下页）, 转下页, where a page ends."""

DATE = re.compile(
    r"(?:(?:19|20)\d\d|二[〇○零一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
"""A day that stands alone, as below a letter."""

PROSE = re.compile(r"[。！]|^.{12,}[；;]$|^(?=.{25}).*，.*[，、]|^[^:：]{2,24}[:：]$", re.DOTALL)
"""A sentence, or how a letter begins: no title, and no name of a row."""

GAP = re.compile(
    r"(?:未|没有|尚未|暂未|停|撤|合|关|缺|暂缺|不|无|免|已)[报送填交办并停闭详适用统计数据开展设招收提供有交撤缺]{0,5}|[xX×/\\\-—–－~*.…?？]{1,6}"
    r"|[nN][/.]?[aA]|同上|null|待[报补定]"
)
"""What stands in a row in place of a number: 未报, x, 停办."""

KEY_VALUE = re.compile(
    r"(?:^|(?<=[\s　;；,，]))((?:[一-鿿][ 　]){1,5}[一-鿿]|[一-鿿A-Za-z()（）、]{2,16})\s*[:：]\s*"
    r"((?:(?![\s　]+(?:(?:[一-鿿][ 　]){1,5}[一-鿿]|[一-鿿A-Za-z()（）、]{2,16})\s*[:：]).)*)",
    re.DOTALL,
)
"""填报单位:叶县(盖章) 负责人:…, each as key and value."""

SEAL = re.compile(r"[(（]\s*(?:盖\s*章|签\s*[字章名]|公\s*章)\s*[)）]")
"""(盖章), (签字): where to sign, no part of the value."""

PLACE = re.compile(
    r"^(?:所属|填报|报送)?(?:地区|县区|县市区|区县|区域|城市|市县|市州|省份|省市|县\(市、区\)|单位名称|填报单位)(?:名称)?$"
)
"""Headings of a column that says whose each row is, whatever a form calls it."""
