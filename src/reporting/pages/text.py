"""What a reader sees of HTML: its characters, ours and those that somebody outside wrote."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["GETA", "Piece", "mark_missing", "own_text", "pieces", "plain_text", "seen_text"]

GETA = "〓"
"""U+3013, the printer's sign for a character that is not in the case."""

_UNSEEN = re.compile(r"<(script|style|title|desc)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_SHOWN_ATTRIBUTE = re.compile(r"\b(?:placeholder|value|label)=\"([^\"]*)\"")
_TAG = re.compile(r"(<[^>]*>)")
_AS_SENT = "as-sent"
_SENT = re.compile(rf"\bclass=\"(?:[^\"]*\s)?{_AS_SENT}[\s\"]")
_VOID = re.compile(r"<(?:br|hr|img|input|col|wbr|meta)\b|.*/>$")


class Piece(NamedTuple):
    """A tag, or the text between two.

    Attributes:
        source: as it stands in the document.
        is_tag: whether it is a tag.
        as_sent: whether it is text within an element of class ``as-sent``: somebody outside wrote it.
    """

    source: str
    is_tag: bool
    as_sent: bool


def plain_text(markup: str) -> str:
    """The text of a fragment on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def seen_text(document: str) -> str:
    """All text that can be drawn: between tags and in the attributes that browsers show."""
    body = _UNSEEN.sub(" ", document)
    shown = " ".join(_SHOWN_ATTRIBUTE.findall(body))
    # the sign of a root is drawn by the browser
    root = "√" if "<msqrt" in body or "<mroot" in body else ""
    return html.unescape(f"{_TAG.sub(' ', body)} {shown}{root}")


def pieces(document: str) -> Iterator[Piece]:
    """The document tag by tag; joined again it is the same."""
    depth = 0
    for index, source in enumerate(_TAG.split(document)):
        is_tag = index % 2 == 1
        if is_tag:
            depth += _deeper(source, depth)
        yield Piece(source, is_tag, not is_tag and depth > 0)


def own_text(document: str) -> str:
    """The text of a document on one line, without what somebody outside wrote.

    Where an element begins or ends there is a blank, so that two cells do not make one word.
    """
    kept, depth = [], 0
    parts = _TAG.split(document)
    for text, tag in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if not depth:
            kept.append(text)
        depth += _deeper(tag, depth)
    return " ".join(html.unescape(" ".join(kept)).split())


def _deeper(tag: str, depth: int) -> int:
    """How much deeper a tag leads into an element of class ``as-sent``, with so many elements of it open before."""
    if not depth:
        return int(_AS_SENT in tag and _SENT.search(tag) is not None)
    if tag.startswith("</"):
        return -1
    return 0 if _VOID.match(tag) else 1


def mark_missing(document: str, missing: frozenset[str]) -> str:
    """The document with 〓 for each missing character in what somebody outside wrote."""
    return "".join(_with_geta(piece.source, missing) if piece.as_sent else piece.source for piece in pieces(document))


def _with_geta(source: str, missing: frozenset[str]) -> str:
    text = html.unescape(source)
    if missing.isdisjoint(text):
        return source
    return html.escape("".join(GETA if character in missing else character for character in text), quote=False)
