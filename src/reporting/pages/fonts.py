"""Noto Sans SC, cut down to the characters of one page.

A general subsetter reads and rewrites the whole font (eight megabytes, half a second a page). Here each outline is
read once a process and kept; a page's face is put together from those it needs.
"""

from __future__ import annotations

import base64
import io
import math
import re
import unicodedata
from collections.abc import Container, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.filterPen import FilterPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from reporting.pages.woff2 import woff2

__all__ = ["FAMILY", "embedded_characters", "face", "font_face_rule", "undrawable", "without_glyph"]

_Point: TypeAlias = tuple[float, float]

FAMILY = "Noto Sans SC"
# The face has a sixth of the source's resolution: half a unit is 0.05 pixels of running text and 0.14 of the largest,
# and a third of the bytes is saved.
_UNITS = 160
# Of the rest, a tenth is bends flatter than this, in units of the face: they are drawn straight.
_FLAT = 0.75
_NOTDEF = ".notdef"
# hhea counts the metrics that writing hmtx has folded together, so it is written after it
_TABLES = ("CFF ", "OS/2", "cmap", "head", "hmtx", "hhea", "maxp", "name", "post")
_EMBEDDED = re.compile(r"src:url\(data:font/woff2;base64,([^)]+)\)")
_UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}  # controls, joiners, spaces, variation selectors: nothing to see


def without_glyph(characters: Iterable[str], known: Container[int]) -> frozenset[str]:
    """Those of the characters that have something to see and whose code is not among the known ones."""
    return frozenset(
        character
        for character in set(characters)
        if ord(character) not in known and unicodedata.category(character) not in _UNDRAWN
    )


def undrawable(characters: Iterable[str]) -> frozenset[str]:
    """Those of the characters that the whole font cannot show."""
    return without_glyph(characters, _characters())


def embedded_characters(page: str) -> frozenset[int]:
    """Codes of the characters in the face that a page carries; empty where it carries none."""
    found = _EMBEDDED.search(page)
    if not found:
        return frozenset()
    font = TTFont(io.BytesIO(base64.b64decode(found.group(1))), lazy=True)
    return frozenset(font.getBestCmap())


def face(characters: Iterable[str]) -> bytes:
    """A WOFF 2.0 font of just these characters; those without a glyph are left out. Same set, same bytes."""
    known = _characters()
    wanted = {code: known[code] for code in sorted(set(map(ord, characters))) if code in known}
    names = [_NOTDEF, *dict.fromkeys(wanted.values())]
    outlines = {name: _outline(name) for name in names}
    font = _assemble(names, wanted, outlines)
    return woff2({tag: font.getTableData(tag) for tag in _TABLES})


def font_face_rule(characters: Iterable[str]) -> str:
    """The ``@font-face`` rule that embeds `face`."""
    encoded = base64.b64encode(face(characters)).decode("ascii")
    return f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{encoded}) format("woff2")}}'


def _assemble(names: list[str], wanted: dict[int, str], outlines: dict[str, tuple[bytes, int]]) -> TTFont:
    source = _source()
    builder = FontBuilder(_UNITS, isTTF=False)
    # boxes would be measured by drawing every outline twice; the whole font's hold for any part of it
    builder.font.recalcBBoxes = False
    # FontBuilder dates a font with the clock; a page must not depend on it
    date = source["head"].modified
    builder.updateHead(created=date, modified=date, **_scaled(source["head"], "xMin", "yMin", "xMax", "yMax"))
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(wanted)
    builder.setupCFF("NotoSansSC-Page", {}, {name: T2CharString(outlines[name][0]) for name in names}, {})
    builder.setupHorizontalMetrics({name: (outlines[name][1], 0) for name in names})
    builder.setupHorizontalHeader(**_scaled(source["hhea"], "ascent", "descent", "advanceWidthMax", "xMaxExtent"))
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "copyright": source["name"].getDebugName(0)})
    heights = ("sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent", "sxHeight", "sCapHeight")
    builder.setupOS2(fsType=0, **_scaled(source["OS/2"], *heights))
    builder.setupPost(keepGlyphNames=False, **_scaled(source["post"], "underlinePosition", "underlineThickness"))
    return builder.font


def _scaled(table: Any, *names: str) -> dict[str, int]:
    """Those measures of a table, in the units of a page's face."""
    return {name: round(getattr(table, name) * _scale()) for name in names}


@lru_cache(maxsize=1)
def _scale() -> float:
    return float(_UNITS / _source()["head"].unitsPerEm)


@lru_cache(maxsize=1)
def _source() -> Any:
    return TTFont(io.BytesIO(Path(sans_path()).read_bytes()), lazy=True)


@lru_cache(maxsize=1)
def _characters() -> dict[int, str]:
    characters: dict[int, str] = _source().getBestCmap()
    return characters


@lru_cache(maxsize=1)
def _glyphs() -> Any:
    return _source().getGlyphSet()


class _Coarser(FilterPen):  # type: ignore[misc] # fontTools is untyped
    """Passes an outline on, with flat bends as lines and without lines that rounding makes points."""

    _at: _Point = (0.0, 0.0)

    def moveTo(self, pt: _Point) -> None:  # noqa: N802 - fontTools' name
        self._at = pt
        self._outPen.moveTo(pt)

    def lineTo(self, pt: _Point) -> None:  # noqa: N802
        if tuple(map(round, pt)) != tuple(map(round, self._at)):
            self._at = pt
            self._outPen.lineTo(pt)

    def curveTo(self, *points: _Point) -> None:  # noqa: N802
        *controls, end = points
        if all(_distance(control, self._at, end) <= _FLAT for control in controls):
            self.lineTo(end)
        else:
            self._at = end
            self._outPen.curveTo(*points)


def _distance(point: _Point, start: _Point, end: _Point) -> float:
    """Of a point from the line through two others."""
    (x, y), (dx, dy) = (point[0] - start[0], point[1] - start[1]), (end[0] - start[0], end[1] - start[1])
    length = math.hypot(dx, dy)
    return abs(dx * y - dy * x) / length if length else math.hypot(x, y)


@cache
def _outline(name: str) -> tuple[bytes, int]:
    """A glyph's outline as a charstring without hints and subroutines, and its advance in font units."""
    glyph = _glyphs()[name]
    advance = round(glyph.width * _scale())
    pen = T2CharStringPen(advance, None)
    glyph.draw(TransformPen(_Coarser(pen), (_scale(), 0, 0, _scale(), 0, 0)))
    charstring = pen.getCharString()
    charstring.compile()
    return charstring.bytecode, advance
