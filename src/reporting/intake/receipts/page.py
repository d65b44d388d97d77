"""The receipt as one page of HTML, for sending by message."""

from __future__ import annotations

from reporting.intake.receipts.content import Receipt
from reporting.intake.receipts.marks import COLOURS
from reporting.pages.fonts import font_face_rule
from reporting.pages.text import seen_text
from reporting.templating import templates
from reporting.translations import translator

__all__ = ["receipt_page"]

_FACE = "/*face*/"
_TEMPLATES = templates("reporting.intake.receipts", ".")
_TEMPLATES.globals["_"] = translator("intake", "zh-Hans")


def receipt_page(receipt: Receipt) -> str:
    """The page, whole and without any outside address, with its own glyphs; what the county wrote is escaped."""
    page = _TEMPLATES.get_template("receipt.html").render(receipt=receipt, colours=COLOURS, face=_FACE)
    return page.replace(_FACE, font_face_rule(set(seen_text(page))), 1)
