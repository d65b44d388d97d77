"""What a reader sees of HTML: its characters, and the words that a county wrote."""

from __future__ import annotations

import html
import re

__all__ = ["GETA", "mark_missing", "plain_text", "seen_text", "without_as_sent"]

GETA = "〓"  # U+3013, printers' sign for a character that is not in the case

_UNSEEN = re.compile(
    r"<(script|style)\b.*?</\1>|<title>.*?</title>|<desc>.*?</desc>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_SHOWN_ATTRIBUTE = re.compile(r"\b(?:placeholder|value|label)=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_AS_SENT = re.compile(r"(<(\w+)\b[^>]*\bclass=\"(?:[^\"]*\s)?as-sent(?:\s[^\"]*)?\"[^>]*>)([^<]*)(</\2>)")


def plain_text(markup: str) -> str:
    """The text of a fragment on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


def seen_text(document: str) -> str:
    """All text that can be drawn: between tags and in the attributes that browsers show."""
    body = _UNSEEN.sub(" ", document)
    shown = " ".join(_SHOWN_ATTRIBUTE.findall(body))
    return html.unescape(f"{_TAG.sub(' ', body)} {shown}")


def without_as_sent(document: str) -> str:
    """The document without what a county wrote (elements of class ``as-sent``, which hold only text)."""
    return _AS_SENT.sub(r"\1\4", document)


def mark_missing(document: str, missing: frozenset[str]) -> str:
    """The document with 〓 for each missing character in what a county wrote."""

    def geta(match: re.Match[str]) -> str:
        opening, _, text, closing = match.groups()
        drawn = "".join(GETA if character in missing else character for character in html.unescape(text))
        return opening + html.escape(drawn) + closing

    return _AS_SENT.sub(geta, document)
