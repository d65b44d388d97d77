"""The outline of a document: its tags, headings and texts, read once for all checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Outline", "Tag", "outline"]

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

_WITH_TEXT = {"h1", "h2", "h3", "h4", "h5", "h6", "td", "th"}


@dataclass
class Tag:
    """An element.

    Attributes:
        name: in small letters.
        attributes: by name; an attribute without a value has the empty text.
        line: where it stands in the document.
        text: all text in it, of headings and table cells.
        names: of the elements in it.
        sent: whether it, or an element around it, is of class ``as-sent``.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    names: set[str] = field(default_factory=set)
    sent: bool = False


@dataclass
class Outline:
    """What a document is made of, in its order.

    Attributes:
        tags: all elements.
        texts: ``(line, text)`` that is ours, outside script, style and ``as-sent``.
        sent: ``(line, text)`` within ``as-sent``.
        raw: contents of script and style elements, by name.
    """

    tags: list[Tag] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    sent: list[tuple[int, str]] = field(default_factory=list)
    raw: dict[str, list[str]] = field(default_factory=lambda: {"script": [], "style": []})

    def named(self, *names: str) -> list[Tag]:
        """The elements of these names."""
        return [tag for tag in self.tags if tag.name in names]


def outline(document: str) -> Outline:
    """Read a document."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    return reader.outline


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self._open: list[Tag] = []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        sent = "as-sent" in attributes.get("class", "").split() or bool(self._open and self._open[-1].sent)
        tag = Tag(name, attributes, self.getpos()[0], sent=sent)
        self.outline.tags.append(tag)
        for parent in self._open:
            parent.names.add(name)
        if name not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attrs)
        self.handle_endtag(name)

    def handle_endtag(self, name: str) -> None:
        if any(tag.name == name for tag in self._open):
            while self._open.pop().name != name:
                pass

    def handle_data(self, data: str) -> None:
        inner = self._open[-1] if self._open else None
        if inner and inner.name in self.outline.raw:
            self.outline.raw[inner.name].append(data)
            return
        for tag in self._open:
            if tag.name in _WITH_TEXT:
                tag.text += data
        if data.strip():
            place = self.outline.sent if inner and inner.sent else self.outline.texts
            place.append((self.getpos()[0], data.strip()))
