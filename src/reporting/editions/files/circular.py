"""A circular as a Word file, set as Chinese offices set theirs (GB/T 9704): letterhead, number and seal are theirs.

A4, 37 mm above and 28 mm at the binding, a body of 156 × 225 mm; the text in 仿宋 of 16 pt on lines of 28 pt, the title
in 小标宋 of 22 pt, headings in 黑体, page numbers below. Fonts are named, never embedded, each with a substitute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree

from reporting.editions.files.brief import AnnexTable, Brief

__all__ = ["circular"]

_BODY, _TITLE, _HEADING, _NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_INSTEAD = {_BODY: "仿宋", _TITLE: "宋体", _HEADING: "SimHei", _NUMBER: "SimSun"}
"""Font → the one that takes its place where it is not installed."""
_NS = nsdecls("w")
_DOCUMENT, _HEADER, _PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"
_FONTS = "word/fontTable.xml"
_TITLE_HERE, _DEMO_HERE = "[title]", "[demonstration]"
"""What stands in the base where a circular has its title, and its mark of a demonstration."""
_WHEN = (1980, 1, 1, 0, 0, 0)
_FULL, _TABLE = 32, 21  # half points: 三号, 小五 and a half
_ROWS_AT_ONCE = 500
_WIDTH = 8845  # 156 mm in twentieths of a point


def circular(brief: Brief, lang: str) -> bytes:
    """The Word file. Same words, same bytes."""
    parts = dict(_base(lang, is_demo=bool(brief.demo)))
    parts[_DOCUMENT] = _with_words(parts[_DOCUMENT], brief)
    for name, mark, text in ((_PROPERTIES, _TITLE_HERE, brief.title), (_HEADER, _DEMO_HERE, brief.demo)):
        if name in parts:
            parts[name] = parts[name].replace(mark.encode(), escape(text).encode())
    return _package(parts)


def _with_words(document: bytes, brief: Brief) -> bytes:
    """The part that holds the text, filled in."""
    root = parse_xml(document)
    (end,) = root.xpath("w:body/w:sectPr")

    def add(xml: str) -> None:
        end.addprevious(parse_xml(xml))

    if brief.demo:
        add(_paragraph(brief.demo, font=_HEADING, size=28, align="center"))
    add(_paragraph(brief.title, font=_TITLE, size=44, align="center", style="Title", after=280))
    add(_paragraph(brief.opening))
    for heading, paragraphs in brief.chapters:
        add(_paragraph(heading, font=_HEADING, style="Heading1"))
        for text in paragraphs:
            add(_paragraph(text))
    for number, annex in enumerate(brief.annexes):
        add(_paragraph(annex.title, font=_HEADING, style="Heading1", indent=False, new_page=True))
        add(_table(annex, _rows_here(number)))
        add(_paragraph("", indent=False))
    written = _written(root)
    for number, annex in enumerate(brief.annexes):
        before, _, after = written.partition(_rows_here(number).encode())
        written = b"".join([before, *_rows(annex), after])
    return written


def _rows_here(number: int) -> str:
    """What stands in an annex's table where its rows come; no text can say it, for its brackets are escaped."""
    return f"<!--rows of {number}-->"


def _rows(annex: AnnexTable) -> Iterator[bytes]:
    """The rows of an annex, so many at a time: as a tree those of a nation's schools take a gigabyte."""
    widths = _widths(annex)
    for first in range(0, len(annex.rows), _ROWS_AT_ONCE):
        rows = "".join(_row(row, widths, head=False) for row in annex.rows[first : first + _ROWS_AT_ONCE])
        written = etree.tostring(parse_xml(f"<w:tbl {_NS}>{rows}</w:tbl>"), encoding="UTF-8", xml_declaration=False)
        yield written[written.index(b">") + 1 : written.rindex(b"<")]


@cache
def _base(lang: str, *, is_demo: bool) -> Mapping[str, bytes]:
    """The parts of a document without text, its page and styles set, in the order of its package."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    # told no Chinese, an office program sets marks of Chinese in the middle of their square, as Taiwan does
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        for old in properties.xpath("w:rFonts|w:color|w:b|w:spacing|w:kern"):
            properties.remove(old)
        properties.insert(0, parse_xml(f'<w:rFonts {_NS} w:ascii="{_BODY}" w:hAnsi="{_BODY}" w:eastAsia="{_BODY}"/>'))
        if borders := style.element.xpath("w:pPr/w:pBdr"):
            borders[0].getparent().remove(borders[0])
    footer = section.footer.paragraphs[0]._p
    footer.getparent().replace(footer, parse_xml(_page_number()))
    properties = document.core_properties
    properties.created = properties.modified = datetime(1980, 1, 1)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN" if lang == "zh-Hans" else lang
    properties.title = _TITLE_HERE
    if is_demo:
        header = section.header.paragraphs[0]._p
        mark = _paragraph(_DEMO_HERE, font=_HEADING, size=21, align="right", indent=False, exact=False)
        header.getparent().replace(header, parse_xml(mark))
    made = BytesIO()
    document.save(made)
    with ZipFile(made) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    # read and written again, an emptied property is one tag
    return {**parts, _FONTS: _font_table(), _PROPERTIES: _written(parse_xml(parts[_PROPERTIES]))}


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _paragraph(
    text: str,
    *,
    font: str = _BODY,
    size: int = _FULL,
    align: str = "both",
    style: str = "",
    indent: bool = True,
    after: int = 0,
    new_page: bool = False,
    exact: bool = True,
) -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    broken = "<w:pageBreakBefore/>" if new_page else ""
    lines = 'w:line="560" w:lineRule="exact"' if exact and size <= _FULL else 'w:line="288" w:lineRule="auto"'
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent and align == "both" else ""
    return (
        f'<w:p {_NS}><w:pPr>{styled}{broken}<w:spacing w:before="0" w:after="{after}" {lines}/>{first}'
        f'<w:jc w:val="{align}"/></w:pPr>{_run(text, font, size)}</w:p>'
    )


def _run(text: str, font: str, size: int) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:hint="eastAsia"/>'
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return f'<w:r><w:rPr>{fonts}{sized}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(annex: AnnexTable, rows: str) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = _widths(annex)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(annex.columns, widths, head=True)}{rows}</w:tbl>"
    )


def _row(cells: tuple[str, ...], widths: list[int], *, head: bool) -> str:
    """A row; the head is repeated on every page, and no row is torn."""
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20" '
        f'w:line="240" w:lineRule="auto"/></w:pPr>{_run(text, _HEADING if head else _BODY, _TABLE)}</w:p></w:tc>'
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{made}</w:tr>"


def _widths(annex: AnnexTable) -> list[int]:
    """Columns by the longest of their texts, so that a short one takes no room."""
    longest = [
        max(8, min(24, max((len(row[at]) for row in (annex.columns, *annex.rows)), default=4)))
        for at in range(len(annex.columns))
    ]
    return [_WIDTH * length // sum(longest) for length in longest]


def _page_number() -> str:
    def field(kind: str) -> str:
        return f'<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>'

    asked = '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    dash = _run("— ", _NUMBER, 28), _run(" —", _NUMBER, 28)
    number = field("begin") + asked + field("separate") + _run("1", _NUMBER, 28) + field("end")
    return f'<w:p {_NS}><w:pPr><w:jc w:val="center"/></w:pPr>{dash[0]}{number}{dash[1]}</w:p>'


def _package(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, without a time or a system."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, part in parts.items():
            entry = ZipInfo(name, _WHEN)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            package.writestr(entry, part)
    return made.getvalue()


def _font_table() -> bytes:
    """Fonts that name their substitutes."""
    fonts = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in _INSTEAD.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {_NS}>{fonts}</w:fonts>'.encode()
