"""How large lettering is, in pixels of a page: each text is measured once, though figures are drawn more than once."""

from __future__ import annotations

import threading
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

__all__ = ["DPI", "heights", "measured"]

DPI = 96
"""Pixels of a page in an inch: a point is 4/3 of one."""
_FAMILY = "Noto Sans SC"


class _Hand(NamedTuple):
    """What tells two ways of lettering apart."""

    family: tuple[str, ...]
    style: Any
    variant: Any
    weight: str | int
    stretch: str | int
    size: float

    @classmethod
    def of(cls, prop: Any, family: tuple[str, ...]) -> _Hand:
        """As matplotlib has it in a `FontProperties`."""
        kind = prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch()
        return cls(family, *kind, prop.get_size_in_points())


class _Ruler(RendererBase):
    """What matplotlib measures with."""

    def points_to_pixels(self, points: Any) -> Any:
        return points * DPI / 72


def measured(text: str, prop: Any) -> tuple[float, float, float]:
    """Width, height and descent of a text; a page is set in its own face, whatever the figure asks for."""
    return _measured(text, _Hand.of(prop, (_FAMILY,)))


def heights(prop: Any) -> tuple[float, float, float]:
    """Ascent, descent and gap between lines of the face that is asked for."""
    return _heights(_Hand.of(prop, tuple(prop.get_family())))


@lru_cache(maxsize=8192)
def _measured(text: str, hand: _Hand) -> tuple[float, float, float]:
    # a text that is measured again has the same size
    properties = FontProperties(**hand._asdict())
    font, codes = _opened(findfont(properties), threading.get_ident())
    if not codes.issuperset(map(ord, text)):
        # matplotlib lends a glyph, and warns
        width, height, descent = _Ruler().get_text_width_height_descent(text, properties, False)
        return width, height, descent
    font.set_size(hand.size, DPI)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    return width / 64, height / 64, font.get_descent() / 64


@lru_cache(maxsize=8)
def _opened(path: Any, thread: int) -> tuple[FT2Font, frozenset[int]]:
    """The font of a file for one thread, and the codes of its characters.

    It is read whole, so that a fork may use what was opened before it: of a file they would move the same place, for
    which reason matplotlib opens every font anew in a fork.
    """
    font = FT2Font(BytesIO(Path(path).read_bytes()), face_index=path.face_index)
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=512)
def _heights(hand: _Hand) -> tuple[float, float, float]:
    font: Any = _opened(findfont(FontProperties(**hand._asdict())), threading.get_ident())[0]
    # as matplotlib reads them: what typographers meant, else what the table of lines says
    for table, gap, above, below in (
        ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
        ("hhea", "lineGap", "ascent", "descent"),
    ):
        if (told := font.get_sfnt_table(table)) is not None:
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * hand.size * DPI / 72
            return told[above] * scale, -told[below] * scale, told[gap] * scale
    _, height, descent = _measured("lp", hand)
    return height - descent, descent, 0.0
