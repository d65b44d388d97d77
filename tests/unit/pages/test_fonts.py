"""The face cut to a page: right outlines, right widths, the same bytes for the same characters."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import sans_path

from reporting.pages.fonts import face, undrawable
from reporting.pages.glyphs import _sign_font, whole_font
from reporting.pages.woff2 import woff2

WHOLE = TTFont(io.BytesIO(Path(sans_path()).read_bytes()), lazy=True)


def test_outlines_are_those_of_the_whole_font() -> None:
    """A character would be drawn as another, or be squashed."""
    cut = TTFont(io.BytesIO(face("宝丰县a▲"))).getGlyphSet()
    whole = WHOLE.getGlyphSet()
    codes = TTFont(io.BytesIO(face("宝丰县a▲"))).getBestCmap()
    for character in "宝丰县a▲":
        ours, theirs = cut[codes[ord(character)]], whole[WHOLE.getBestCmap()[ord(character)]]
        scale = 160 / 1000
        assert abs(ours.width - theirs.width * scale) <= 0.5
        boxes = []
        for glyph, glyphs in ((ours, cut), (theirs, whole)):
            pen = BoundsPen(glyphs)
            glyph.draw(pen)
            boxes.append(pen.bounds)
        assert all(abs(a - b * scale) <= 2 for a, b in zip(*boxes, strict=True))


def test_every_character_has_an_outline_of_its_own() -> None:
    """Glyphs would be mixed up in the order of the font."""
    font = TTFont(io.BytesIO(face("一二三四五六七八九十")))
    drawn = set()
    for name in font.getBestCmap().values():
        pen = RecordingPen()
        font.getGlyphSet()[name].draw(pen)
        drawn.add(str(pen.value))
    assert len(drawn) == 10


@given(st.text(alphabet="宝丰县叶鲁山郏舞钢汝州0123456789%", max_size=12))
def test_the_same_characters_in_any_order_give_the_same_bytes(text: str) -> None:
    """Two runs over the same data would publish two different pages."""
    assert face(text) == face(reversed(text))


def test_what_cannot_be_drawn_is_told() -> None:
    """Spaces and joiners would stop a page, or a missing character would not."""
    assert undrawable("县 \u00a0\u200b\ufe0f\n▲●▼〓\U00031350") == {"\U00031350"}


@given(st.dictionaries(st.sampled_from(["CFF ", "cmap", "head", "hmtx"]), st.binary(max_size=300), min_size=1))
def test_the_container_holds_its_tables(tables: dict[str, bytes]) -> None:
    """A table would be cut or shifted, and browsers would refuse the font."""
    font = TTFont(io.BytesIO(woff2(tables)), lazy=True)
    assert {tag: font.reader[tag] for tag in tables if tag != "head"} == {
        tag: data for tag, data in tables.items() if tag != "head"
    }


def test_no_font_keeps_a_file_open() -> None:
    """A process that has drawn would end with a warning about a file that nobody closed."""
    for font in (whole_font(), _sign_font()):
        assert isinstance(font.reader.file, io.BytesIO)
