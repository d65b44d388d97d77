"""Noto Sans SC, cut down to the characters of one page.

A general subsetter reads and rewrites the whole font (eight megabytes, half a second a page). Here a page's face is
put together from glyphs that are drawn once.
"""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont

from reporting.pages.glyphs import UNITS, Glyph, characters, glyph, scale, whole_font
from reporting.pages.woff2 import woff2

__all__ = ["FAMILY", "embedded_characters", "face", "font_face_rule", "undrawable", "without_glyph"]

FAMILY = "Noto Sans SC"
_NOTDEF = ".notdef"
# hhea counts the metrics that writing hmtx has folded together, so it is written after it
_TABLES = ("CFF ", "OS/2", "cmap", "head", "hmtx", "hhea", "maxp", "name", "post")
_EMBEDDED = re.compile(r"src:url\(data:font/woff2;base64,([^)]+)\)")
_UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}  # controls, joiners, spaces, variation selectors: nothing to see


def without_glyph(text: Iterable[str], known: Container[int]) -> frozenset[str]:
    """Those of the characters that have something to see and whose code is not among the known ones."""
    return frozenset(
        character
        for character in set(text)
        if ord(character) not in known and unicodedata.category(character) not in _UNDRAWN
    )


def undrawable(text: Iterable[str]) -> frozenset[str]:
    """Those of the characters that the whole font cannot show."""
    return without_glyph(text, characters())


def embedded_characters(page: str) -> frozenset[int]:
    """Codes of the characters in the face that a page carries; empty where it carries none."""
    found = _EMBEDDED.search(page)
    if not found:
        return frozenset()
    font = TTFont(io.BytesIO(base64.b64decode(found.group(1))), lazy=True)
    return frozenset(font.getBestCmap())


def face(text: Iterable[str], *, dense: bool = False) -> bytes:
    """A WOFF 2.0 font of just these characters; those without a glyph are left out. Same set, same bytes.

    Args:
        dense: as `woff2` has it.
    """
    known = characters()
    wanted = {code: known[code] for code in sorted(set(map(ord, text))) if code in known}
    names = [_NOTDEF, *dict.fromkeys(wanted.values())]
    glyphs = {name: glyph(name) for name in names}
    font = _assemble(names, wanted, glyphs)
    return woff2({tag: font.getTableData(tag) for tag in _TABLES}, dense=dense)


def font_face_rule(text: Iterable[str], *, dense: bool = False, family: str = FAMILY) -> str:
    """The ``@font-face`` rule that embeds `face`.

    Args:
        family: what style sheets call it.
    """
    return _rule(frozenset(text), dense, family)


@lru_cache(maxsize=1)
def _rule(characters: frozenset[str], dense: bool, family: str) -> str:
    # the list of editions is made twice, with other links
    encoded = base64.b64encode(face(characters, dense=dense)).decode("ascii")
    return f'@font-face{{font-family:"{family}";src:url(data:font/woff2;base64,{encoded}) format("woff2")}}'


def _assemble(names: list[str], wanted: dict[int, str], glyphs: dict[str, Glyph]) -> TTFont:
    source = whole_font()
    builder = FontBuilder(UNITS, isTTF=False)
    # boxes would be measured by drawing every outline twice; the whole font's hold for any part of it
    builder.font.recalcBBoxes = False
    # FontBuilder dates a font with the clock; a page must not depend on it
    date = source["head"].modified
    builder.updateHead(created=date, modified=date, **_scaled(source["head"], "xMin", "yMin", "xMax", "yMax"))
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(wanted)
    builder.setupCFF("NotoSansSC-Page", {}, {name: T2CharString(glyphs[name].charstring) for name in names}, {})
    builder.setupHorizontalMetrics({name: (glyphs[name].advance, 0) for name in names})
    builder.setupHorizontalHeader(**_scaled(source["hhea"], "ascent", "descent", "advanceWidthMax", "xMaxExtent"))
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "copyright": source["name"].getDebugName(0)})
    heights = ("sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent", "sxHeight", "sCapHeight")
    builder.setupOS2(fsType=0, **_scaled(source["OS/2"], *heights))
    builder.setupPost(keepGlyphNames=False, **_scaled(source["post"], "underlinePosition", "underlineThickness"))
    return builder.font


def _scaled(table: Any, *names: str) -> dict[str, int]:
    """Those measures of a table, in the units of a page's face."""
    return {name: round(getattr(table, name) * scale()) for name in names}
