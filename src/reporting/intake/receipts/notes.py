"""Comments on cells of a worksheet: the part with their texts, and the drawing with their boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

from openpyxl.utils.cell import coordinate_to_tuple

from reporting.intake.receipts.parts import Parts, UnfitError, attribute, text_of
from reporting.workbooks.cells import column_letter

__all__ = ["Notes"]

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NO_COMMENTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
_NO_SHAPES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    b'</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{identity}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_WIDE, _HIGH = 5, 9
"""Columns and rows that a box covers."""

_COMMENT = re.compile(rb"<comment\b[^>]*?/>|<comment\b.*?</comment>", re.DOTALL)
_AUTHOR = re.compile(rb"<author\s*/>|<author\b[^>]*>(.*?)</author>", re.DOTALL)
_RUN = re.compile(rb"<r\s*>.*?</r>", re.DOTALL)
_TEXT = re.compile(rb"<text\s*/>|<text\b[^>]*>(.*?)</text>", re.DOTALL)
_DRAWN = re.compile(rb"<(?:\w+:)?shape\b(?!type).*?</(?:\w+:)?shape>", re.DOTALL)
_TAG = re.compile(rb"<(/?)([\w:.-]+)[^>]*?(/?)>")
_AFTER = frozenset(
    {
        b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts",
        b"extLst", b"mc:AlternateContent",
    }
)  # fmt: skip
"""What stands behind ``legacyDrawing`` in a worksheet (ECMA-376, part 1, 18.3.1.99)."""


class Notes:
    """The comments of one worksheet; `save` puts them back into the package.

    Args:
        parts: the package.
        sheet: the worksheet's part.
        author: whose comments ours are.
    """

    def __init__(self, parts: Parts, sheet: str, author: str) -> None:
        self._parts, self._sheet, self._author = parts, sheet, author
        related = parts.relations(sheet)
        self._texts = next((target for kind, target in related.values() if kind == "comments"), "")
        self._boxes = next((target for kind, target in related.values() if kind == "vmlDrawing"), "")
        xml = parts.read(self._texts, b"comments") if self._texts else _NO_COMMENTS
        self._xml = xml
        self._authors = [found[1] or b"" for found in _AUTHOR.finditer(xml)]
        self._comments = {attribute(found, "ref"): found for found in _COMMENT.findall(xml)}
        self._taken_off: set[str] = set()
        self._added: list[str] = []

    def unmark(self) -> None:
        """Take our comments off; what of a county's own stands below ours is its own again."""
        for cell, comment in list(self._comments.items()):
            if self._written_by(comment) != text_of(self._author):
                continue
            ours = _RUN.findall(_inside(comment))
            if len(ours) > 2:
                whose = re.sub(rb"<[^>]*>|\s", b"", ours[1]).rstrip("：".encode())
                self._comments[cell] = self._comment(cell, whose, b"".join(ours[2:]))
            else:
                del self._comments[cell]
                self._taken_off.add(cell)

    def add(self, row: int, column: int, text: str) -> None:
        """A comment on a cell, above what the county wrote there itself."""
        cell = f"{column_letter(column)}{row}"
        runs = _run(text)
        own = self._comments.get(cell)
        if own is None:
            self._added.append(cell)
        else:
            theirs = _inside(own)
            whose = f"\n\n{self._written_by(own).decode()}："
            runs += b'<r><t xml:space="preserve">' + whose.encode() + b"</t></r>"
            runs += b"".join(_RUN.findall(theirs)) or b"<r>" + theirs + b"</r>"
        self._comments[cell] = self._comment(cell, text_of(self._author), runs)

    def save(self, xml: bytes) -> bytes:
        """Put the comments into the package; the worksheet's XML, with a lead to their boxes where it had none."""
        if not (self._added or self._taken_off or self._comments):
            return xml
        authors = b"".join(b"<author>" + author + b"</author>" for author in self._authors)
        order = sorted(self._comments, key=coordinate_to_tuple)
        texts = _replaced(self._xml, b"authors", authors)
        texts = _replaced(texts, b"commentList", b"".join(self._comments[cell] for cell in order))
        if self._texts:
            self._parts.write(self._texts, texts)
        else:
            self._texts = self._parts.new_name("xl/comments{}.xml")
            self._parts.write(self._texts, texts, _COMMENTS_TYPE)
            self._parts.relate(self._sheet, "comments", self._texts)
        return self._save_boxes(xml)

    def _save_boxes(self, xml: bytes) -> bytes:
        if self._boxes:
            drawn = self._parts.read(self._boxes, rb"(?:\w+:)?xml")
            self._parts.write(self._boxes, self._with_boxes(drawn))
            return xml
        if b"<legacyDrawing" in xml:
            raise UnfitError("legacyDrawing")
        self._boxes = self._parts.new_name("xl/drawings/vmlDrawing{}.vml")
        self._parts.write(self._boxes, self._with_boxes(_NO_SHAPES))
        self._parts.declare_extension("vml", _DRAWING_TYPE)
        lead = self._parts.relate(self._sheet, "vmlDrawing", self._boxes)
        namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        tag = f'<legacyDrawing xmlns:r="{namespace}" r:id="{lead}"/>'.encode()
        place = _place_of_drawing(xml)
        return xml[:place] + tag + xml[place:]

    def _with_boxes(self, drawn: bytes) -> bytes:
        def kept(found: re.Match[bytes]) -> bytes:
            row = re.search(rb"<(?:\w+:)?Row>\s*(\d+)", found[0])
            column = re.search(rb"<(?:\w+:)?Column>\s*(\d+)", found[0])
            gone = row and column and f"{column_letter(int(column[1]) + 1)}{int(row[1]) + 1}" in self._taken_off
            return b"" if gone else found[0]

        drawn = _DRAWN.sub(kept, drawn)
        numbers = count(max([1024, *(int(number) for number in re.findall(rb'_x0000_s(\d{1,9})"', drawn))]) + 1)
        boxes = "".join(_box(next(numbers), cell) for cell in self._added).encode()
        end = drawn.rindex(b"</")
        return drawn[:end] + boxes + drawn[end:]

    def _written_by(self, comment: bytes) -> bytes:
        number = attribute(comment[: comment.index(b">") + 1], "authorId")
        return self._authors[int(number)] if number.isdigit() and int(number) < len(self._authors) else b""

    def _comment(self, cell: str, author: bytes, runs: bytes) -> bytes:
        if author not in self._authors:
            self._authors.append(author)
        opening = f'<comment ref="{cell}" authorId="{self._authors.index(author)}"><text>'.encode()
        return opening + runs + b"</text></comment>"


def _replaced(xml: bytes, name: bytes, inside: bytes) -> bytes:
    """The XML with something else inside the one element of a name."""
    pattern = rb"<" + name + rb"\s*/>|<" + name + rb"\b[^>]*>.*?</" + name + rb">"
    element = b"<" + name + b">" + inside + b"</" + name + b">"
    return re.sub(pattern, lambda _: element, xml, count=1, flags=re.DOTALL)


def _place_of_drawing(xml: bytes) -> int:
    """Where in a worksheet ``legacyDrawing`` belongs: before the first part of it that stands behind."""
    depth = 0
    for found in _TAG.finditer(xml, xml.rindex(b"</sheetData>") + len(b"</sheetData>")):
        closes, name, closed = found.groups()
        if depth == 0 and (closes or name in _AFTER):
            return found.start()
        depth += -1 if closes else 0 if closed else 1
    raise UnfitError("worksheet")


def _inside(comment: bytes) -> bytes:
    found = _TEXT.search(comment)
    return (found[1] or b"") if found else b""


def _run(text: str) -> bytes:
    return b'<r><t xml:space="preserve">' + text_of(text) + b"</t></r>"


def _box(identity: int, cell: str) -> str:
    row, column = coordinate_to_tuple(cell)
    place: Mapping[str, int] = {
        "left": column,
        "right": column + _WIDE,
        "top": max(row - 2, 0),
        "bottom": max(row - 2, 0) + _HIGH,
        "row": row - 1,
        "column": column - 1,
    }
    return _SHAPE.format(identity=identity, **place)
