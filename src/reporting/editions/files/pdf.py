"""Pages as PDF: tagged, bookmarked, with page numbers and a running head; a volume of all, and one-page summaries.

Chromium prints what readers see in a browser, so that the PDF has the page's own words, tables and alternative texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from itertools import accumulate

import pikepdf

from reporting.editions.files.browser import Browser
from reporting.errors import WorkError
from reporting.pages.fonts import font_face_rule, undrawable
from reporting.pages.shell import style_sheet
from reporting.pages.text import seen_text

__all__ = ["collected", "one_page", "pdf_of", "sheets_of"]

_FIRST = 2
"""The page of a volume on which its first part begins where its contents are one page."""
_PASSES = 3
_MARGINS = "Margins"
"""What the face of the running head and the page numbers is called."""
_NODE = re.compile(rb"\(node\d{8}\)")
_STYLE = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>(.*)</body>", re.DOTALL)
_NAVIGATION = re.compile(r"<nav\b.*?</nav>|<a class=\"skip[^>]*>.*?</a>", re.DOTALL)
_IDS = re.compile(r'\b(id|for|aria-labelledby|aria-describedby|headers)="([^"]*)"')
_REFERENCES = re.compile(r'(href="#|url\(#)([^")]*)')


def pdf_of(html: str, title: str, head: str, printer: Browser) -> bytes:
    """The PDF of a page. Same page, same bytes.

    Args:
        head: what runs above every page, as text.

    Raises:
        WorkError: Chromium made nothing.
    """
    styled = html.replace("</head>", f"<style>{_paper(head)}</style></head>", 1)
    opened = re.sub(r"<details(?![^>]*\bopen\b)", "<details open", _NAVIGATION.sub("", styled))
    return _normalised(printer.printed(opened), title)


def collected(
    pages: Sequence[tuple[str, str]], title: str, contents: str, lang: str, printer: Browser, sheets: Sequence[int]
) -> bytes:
    """One volume of several pages: a title, which runs above every page, contents with page numbers, and the pages.

    Args:
        pages: name and HTML of each.
        contents: heading of the contents.
        sheets: how many each page has by itself; where the volume turns out otherwise it is printed again.
    """
    numbers: list[int | None] = [_FIRST + before for before in accumulate((0, *sheets[:-1]))]
    for _pass in range(_PASSES):
        made = pdf_of(_volume(pages, numbers, title, contents, lang), title, title, printer)
        found = list(_beginnings(made, len(pages)))
        if found == numbers:
            break
        numbers = found
    return made


def sheets_of(made: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(made)) as document:
        return len(document.pages)


def one_page(html: str, title: str, head: str, printer: Browser) -> bytes:
    """The beginning of a page on one A4 sheet (一页纸): everything up to the section after its key points.

    What is folded under a name of its own stays on the page; what a list goes on with is unfolded.
    """
    body = _BODY.search(html)
    if body is None:
        raise WorkError("the page has no body", where=title)
    sections = list(re.finditer(r"<h2\b", body[1]))
    cut = sections[1].start() if len(sections) > 1 else len(body[1])
    beginning = _unfolded(_NAVIGATION.sub("", body[1][:cut]))
    kept = html[: body.start(1)] + _balanced(beginning) + html[body.end(1) :]
    for zoom in (100, 84, 70, 58, 48):
        made = pdf_of(kept.replace("</head>", f"<style>{_sheet(zoom)}</style></head>", 1), title, head, printer)
        if sheets_of(made) == 1:
            return made
    raise WorkError("its key points do not fit on one sheet", where=title)


def _sheet(zoom: int) -> str:
    """A page as large as fits: what belongs to a screen alone goes."""
    columns = ".tiles{grid-template-columns:repeat(4,1fr)}.first{display:grid;grid-template-columns:2fr 1fr}"
    # on other paper both columns are one after the other
    columns += ".first>.aside{display:block}"
    return f"main{{zoom:{zoom}%}}{columns}"


def _unfolded(html: str) -> str:
    """HTML without the folds that have a class, which are the page's."""
    pieces, depth = [], 0
    for piece in re.split(r"(<details\b[^>]*>|</details>)", html):
        if piece.startswith("<details") and (depth or "class=" in piece):
            depth += 1
        elif piece == "</details>" and depth:
            depth -= 1
        elif not depth:
            pieces.append(piece)
    return "".join(pieces)


def _normalised(content: bytes, title: str) -> bytes:
    """The same document with its title, without creation time and producer."""
    made = BytesIO()
    with pikepdf.open(BytesIO(_renumbered(content))) as document:
        for key in list(document.docinfo.keys()):
            del document.docinfo[key]
        document.docinfo["/Title"] = title
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if "/Metadata" in document.Root:
            del document.Root["/Metadata"]
        # what the page hides from who listens to it is decoration here, too, and no figure without words
        for element in document.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure" and "/Alt" not in element:
                element.S = pikepdf.Name.NonStruct
        packed = pikepdf.ObjectStreamMode.generate
        document.save(made, deterministic_id=True, fix_metadata_version=False, object_stream_mode=packed)
    return made.getvalue()


def _renumbered(content: bytes) -> bytes:
    """The document as Chromium wrote it, its elements' names by their order: it counts now one more, now one less.

    A name keeps its length, so that every object stays where the document says that it is.
    """
    names = {name: number for number, name in enumerate(sorted(set(_NODE.findall(content))))}
    return _NODE.sub(lambda found: b"(node%08d)" % names[found[0]], content)


def _paper(head: str) -> str:
    """Margins with a running head and page numbers, in a face of their own: the page's need not have their characters.

    The size of the sheet is the page's own, which turns a table of many columns.

    The numbers stand at the left margin: where they are centred, Chromium sets them now a hair to the left, now to the
    right, and the same page would not make the same bytes.
    """
    said = head.replace("\\", "").replace('"', "'")
    small = f'font:8pt "{_MARGINS}",sans-serif;color:#595959'
    return (
        font_face_rule(set(said) | set("0123456789 /"), family=_MARGINS)
        + f'@page{{margin:18mm 15mm 16mm;@top-left{{content:"{said}";{small}}}'
        f'@bottom-left{{content:counter(page) " / " counter(pages);{small}}}}}'
        ".volume-part{break-before:page}.volume-contents a{color:inherit;text-decoration:none}"
        ".volume-contents li{display:flex;justify-content:space-between;border-bottom:.5px dotted #595959}"
    )


def _volume(
    pages: Sequence[tuple[str, str]], numbers: Sequence[int | None], title: str, contents: str, lang: str
) -> str:
    parts = [_part(html, number) for number, (_name, html) in enumerate(pages)]
    # each page has those rules alone that it uses, and together they need all, in their order
    own = {style for _name, html in pages for style in _STYLE.findall(html.partition("</head>")[2])}
    lines = "".join(
        f'<li><a href="#volume-{number}">{escape(name)}</a><span>{numbers[number] or "…"}</span></li>'
        for number, (name, _html) in enumerate(pages)
    )
    body = (
        f'<h1>{escape(title)}</h1><h2>{escape(contents)}</h2><ol class="volume-contents">{lines}</ol>{"".join(parts)}'
    )
    characters = set(seen_text(body)) | set(map(chr, range(0x20, 0x7F)))
    face = font_face_rule(characters - undrawable(characters))
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style_sheet(lang)}</style>{''.join(sorted(own))}<style>{face}</style></head><body><main>{body}</main></body></html>"
    )


def _part(html: str, number: int) -> str:
    """A page's body, its ids its own."""
    body = _BODY.search(html)
    inside = _NAVIGATION.sub("", body[1] if body else html)

    def named(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(f"v{number}-{one}" for one in found[2].split())}"'

    renamed = _REFERENCES.sub(lambda found: f"{found[1]}v{number}-{found[2]}", _IDS.sub(named, inside))
    renamed = renamed.replace("<main", "<div").replace("</main>", "</div>")
    return f'<div class="volume-part" id="volume-{number}">{renamed}</div>'


def _beginnings(content: bytes, count: int) -> Iterator[int | None]:
    """The page on which each part begins, by the places to which the contents link."""
    with pikepdf.open(BytesIO(content)) as document:
        order = {page.objgen: at for at, page in enumerate((one.obj for one in document.pages), start=1)}
        places = document.Root.get("/Dests", pikepdf.Dictionary())
        for number in range(count):
            place = places.get(f"/volume-{number}")
            yield order.get(place[0].objgen) if place is not None else None


def _balanced(html: str) -> str:
    """HTML that was cut off, its open elements closed."""
    open_ones: list[str] = []
    for found in re.finditer(r"<(/?)(main|section|div|header|article|dl|ul|ol|details)\b[^>]*>", html):
        if not found[1]:
            open_ones.append(found[2])
        elif found[2] in open_ones:
            while open_ones.pop() != found[2]:
                pass
    return html + "".join(f"</{name}>" for name in reversed(open_ones))
