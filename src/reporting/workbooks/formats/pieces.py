"""A cell put together from pieces of text, some of them struck out or raised.

Who strikes a number out and writes another beside it means the other; a cell that is struck out whole means nothing any
more. A raised figure behind a number is the sign of a footnote: 95 with a raised 2 is not 952.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reporting.workbooks.cells import StruckOut

__all__ = ["Setting", "TextPiece", "joined", "pieces_set", "run_pieces"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TAG = rb"<(?:[^\s<>/:]{1,20}:)?"
_END = rb"</(?:[^\s<>/:]{1,20}:)?"
_RUN = re.compile(_TAG + rb"r(?:\s[^>]*)?>(.*?)" + _END + rb"r>", re.DOTALL)
_TEXT = re.compile(_TAG + rb"t(?:\s[^>/]*)?>([^<]*)<")
_STRUCK = re.compile(_TAG + rb"strike(?:\s+val=[\"'](?:1|true)[\"'])?\s*/>")
_SUPERSCRIPT = re.compile(_TAG + rb"vertAlign\s[^>]*superscript")
_TELLING = re.compile(rb"strike|superscript")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the text of a cell, and how it is set."""

    text: str
    struck: bool = False
    raised: bool = False


Setting: TypeAlias = tuple[bool, bool]
"""How a font sets its text: struck out, raised."""


def pieces_set(text: bytes, runs: Sequence[tuple[int, int]], fonts: Mapping[int, Setting]) -> list[TextPiece] | None:
    """The pieces of a text of a binary workbook; None where nothing of it is struck out or raised.

    Args:
        text: in UTF-16, as the file has it.
        runs: place in the text, counted in units of two bytes, and the font from there on.
        fonts: number of a font → how it sets its text; those that are missing set it plainly.
    """
    if not any(any(fonts.get(font, ())) for _, font in runs):
        return None
    ends = [*(start for start, _ in runs), len(text) // 2]
    pieces = [TextPiece(text[: 2 * ends[0]].decode("utf-16-le", "replace"))]
    for (start, font), end in zip(runs, ends[1:], strict=True):
        pieces.append(TextPiece(text[2 * start : 2 * end].decode("utf-16-le", "replace"), *fonts.get(font, ())))
    return pieces


def joined(pieces: Iterable[TextPiece]) -> str:
    """The text of a cell without what is struck out; `StruckOut` where all of it is.

    Raised figures become ¹²³ where they do not belong to a unit (m²), so that no number grows by them.
    """
    there = [piece for piece in pieces if piece.text]
    if any(piece.struck for piece in there) and not any(piece.text.strip() for piece in there if not piece.struck):
        return StruckOut("".join(piece.text for piece in there))
    text = ""
    for piece in there:
        if piece.struck:
            continue
        is_power = piece.raised and text[-1:].isascii() and text[-1:].isalpha()
        text += piece.text.translate(_RAISED) if piece.raised and not is_power else piece.text
    return text


def run_pieces(xml: bytes) -> list[TextPiece] | None:
    """The pieces of a text of SpreadsheetML (`si` or `is`); None where nothing of it is struck out or raised."""
    if not _TELLING.search(xml):
        return None
    return [
        TextPiece(
            "".join(html.unescape(text.decode("utf-8", "replace")) for text in _TEXT.findall(run[1])),
            _STRUCK.search(run[1]) is not None,
            _SUPERSCRIPT.search(run[1]) is not None,
        )
        for run in _RUN.finditer(xml)
    ]
