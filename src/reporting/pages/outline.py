"""The outline of a document: its tags, headings and texts, read once for all checks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

__all__ = ["Outline", "Tag", "outline"]

_WITH_TEXT = {"h1", "h2", "h3", "h4", "h5", "h6", "td", "th"}
_WITH_NAMES = {"svg", "table", "td"}


@dataclass(slots=True)
class Tag:
    """An element.

    Attributes:
        name: in small letters.
        attributes: by name; an attribute without a value has the empty text.
        line: where it stands in the document.
        text: all text in it, of headings and table cells.
        names: of the elements in it, of drawings, tables and their cells.
        sent: whether it, or an element around it, is of class ``as-sent``.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    names: Collection[str] = ()
    sent: bool = False


@dataclass
class Outline:
    """What a document is made of, in its order.

    Attributes:
        tags: all elements.
        texts: ``(line, text)`` that is ours, outside script, style and ``as-sent``; the line is that of its element.
        sent: ``(line, text)`` within ``as-sent``.
        raw: contents of script and style elements, by name.
        cut: whether the reader gave up before the document's end.
    """

    tags: list[Tag] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    sent: list[tuple[int, str]] = field(default_factory=list)
    raw: dict[str, list[str]] = field(default_factory=lambda: {"script": [], "style": []})
    cut: bool = False

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names."""
        return [tag for tag in self.tags if tag.name in names]


def outline(document: str) -> Outline:
    """Read a document, as tolerantly as a browser does."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    reader = _Reader()
    if root is not None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            reader.open(element) if event == "start" else reader.close(element)
    reader.outline.cut = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return reader.outline


class _Reader:
    def __init__(self) -> None:
        self.outline = Outline()
        self._open: list[Tag] = []
        self._with_text: list[Tag] = []
        self._names: list[set[str]] = []

    def open(self, element: Any) -> None:
        attributes = dict(element.items())
        around = self._open[-1] if self._open else None
        sent = bool(around and around.sent) or "as-sent" in attributes.get("class", "").split()
        tag = Tag(element.tag, attributes, element.sourceline or 1, sent=sent)
        self.outline.tags.append(tag)
        for names in self._names:
            names.add(tag.name)
        self._open.append(tag)
        if tag.name in _WITH_TEXT:
            self._with_text.append(tag)
        if tag.name in _WITH_NAMES:
            tag.names = set()
            self._names.append(tag.names)
        if text := element.text:
            self._read(tag, text, tag.line)

    def close(self, element: Any) -> None:
        tag = self._open.pop()
        if tag.name in _WITH_TEXT:
            self._with_text.pop()
        if tag.name in _WITH_NAMES:
            self._names.pop()
        if self._open and (tail := element.tail):
            self._read(self._open[-1], tail, tag.line)

    def _read(self, inner: Tag, text: str, line: int) -> None:
        if inner.name in self.outline.raw:
            self.outline.raw[inner.name].append(text)
            return
        for tag in self._with_text:
            tag.text += text
        if stripped := text.strip():
            place = self.outline.sent if inner.sent else self.outline.texts
            place.append((line, stripped))
