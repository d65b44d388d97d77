"""Glyphs of Noto Sans SC as pages embed them: drawn from the font once, and kept in files between processes.

The commonest are drawn at set-up, into a file beside the compiled modules, which any process reads that wants a glyph.

Signs that it lacks and people write (✔ ✘ ☑ ☐, and ✅ ❌ by their plain forms) are those of DejaVu Sans, which
matplotlib brings along.

The face of a page has a sixth of the source's resolution: half a unit is 0.05 pixels of running text and 0.14 of the
largest, and a third of the bytes is saved. To draw one takes half a millisecond, and a page has hundreds that no page
before it had: the names of a county's schools.
"""

from __future__ import annotations

import base64
import hashlib
import io
import math
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from fontTools.pens.basePen import BasePen
from fontTools.pens.filterPen import FilterPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from reporting.templating import compiled_folder

__all__ = ["AT_SET_UP", "UNITS", "Glyph", "characters", "glyph", "kept_glyphs", "scale", "whole_font"]

AT_SET_UP = compiled_folder(__file__)
"""The folder of the glyphs that are drawn at set-up; None where Python keeps nothing that it compiles."""

_Point: TypeAlias = tuple[float, float]

UNITS = 160
# Of the rest, a tenth is bends flatter than this, in units of the face: they are drawn straight.
_FLAT = 0.75


_SIGNS = "sign."
# arrows, mathematics, technical signs, shapes, marks: no letters
_SIGN_RANGES = ((0x2100, 0x214F), (0x2190, 0x23FF), (0x25A0, 0x27BF), (0x2900, 0x2BFF))
_SAME_SIGN = {0x2705: 0x2714, 0x274C: 0x2716, 0x2B50: 0x2605, 0x2757: 0xFF01, 0x2753: 0xFF1F}
"""Coloured signs → the plain ones that say the same."""


class Glyph(NamedTuple):
    """An outline as a Type 2 charstring without hints and subroutines, and its advance in units of the face."""

    charstring: bytes
    advance: int


_known: dict[str, Glyph] = {}


def glyph(name: str) -> Glyph:
    """The glyph with this name."""
    at_set_up = _of_set_up()
    if name in at_set_up:
        return at_set_up[name]
    if name not in _known:
        _known[name] = _drawn(name)
    return _known[name]


@contextmanager
def kept_glyphs(folder: Path | None) -> Iterator[None]:
    """Know the glyphs that any process has kept in this folder, and add those that are drawn meanwhile.

    A folder that is not there, a file that cannot be read or written, cost time and nothing else.
    """
    if folder is None:
        yield
        return
    path = _path(folder)
    _known.update(_read(path))
    before = len(_known)
    yield
    # a dictionary keeps the order in which it was filled
    _add(path, list(_known.items())[before:])


@cache
def _of_set_up() -> Mapping[str, Glyph]:
    return _read(_path(AT_SET_UP)) if AT_SET_UP is not None else {}


def _path(folder: Path) -> Path:
    return folder / f"glyphs-{_edition()}.txt"


@cache
def _read(path: Path) -> dict[str, Glyph]:
    """What stands in the file; a line that was cut off, or that somebody has changed, is left out."""
    found = {}
    with suppress(OSError):
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            with suppress(ValueError):
                name, advance, charstring, checksum = line.split()
                drawn = Glyph(base64.b64decode(charstring, validate=True), int(advance))
                if _checksum(name, drawn) == int(checksum):
                    found[name] = drawn
    return found


def _add(path: Path, drawn: list[tuple[str, Glyph]]) -> None:
    lines = [
        f"{name} {one.advance} {base64.b64encode(one.charstring).decode('ascii')} {_checksum(name, one)}\n"
        for name, one in drawn
    ]
    if not lines:
        return
    with suppress(OSError):
        if not path.exists():
            _remove_others(path)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            # in one piece, for others add to it too
            os.write(descriptor, "".join(lines).encode("ascii"))
        finally:
            os.close(descriptor)


def _remove_others(path: Path) -> None:
    """Of another font or another way to draw, which an upgrade left behind."""
    for old in path.parent.glob("glyphs-*.txt"):
        old.unlink(missing_ok=True)


def _checksum(name: str, drawn: Glyph) -> int:
    return zlib.crc32(f"{name} {drawn.advance} ".encode("ascii") + drawn.charstring)


@lru_cache(maxsize=1)
def _edition() -> str:
    """Changes with the font, and with how it is drawn."""
    return hashlib.sha256(_font() + _signs_path().read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _font() -> bytes:
    return Path(sans_path()).read_bytes()


@lru_cache(maxsize=1)
def whole_font() -> Any:
    """The whole font."""
    return TTFont(io.BytesIO(_font()), lazy=True)


@lru_cache(maxsize=1)
def characters() -> Mapping[int, str]:
    """Code of each character that can be drawn → the name of its glyph."""
    letters: dict[int, str] = whole_font().getBestCmap()
    signs = {
        code: _SIGNS + name
        for code, name in _sign_font().getBestCmap().items()
        if any(first <= code <= last for first, last in _SIGN_RANGES)
    }
    known = {**signs, **letters}
    return {**known, **{code: known[plain] for code, plain in _SAME_SIGN.items() if code not in letters}}


def _signs_path() -> Path:
    # where it is, without loading a library for drawing
    spec = find_spec("matplotlib")
    assert spec is not None and spec.submodule_search_locations  # noqa: S101 - a dependency
    return Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"


@lru_cache(maxsize=1)
def _sign_font() -> Any:
    # of its bytes: a file would stay open as long as the process lives
    return TTFont(io.BytesIO(_signs_path().read_bytes()), lazy=True)


@lru_cache(maxsize=1)
def scale() -> float:
    """Units of a page's face in one of the whole font."""
    return float(UNITS / whole_font()["head"].unitsPerEm)


@lru_cache(maxsize=2)
def _glyphs(signs: bool) -> Any:
    return (_sign_font() if signs else whole_font()).getGlyphSet()


def _drawn(name: str) -> Glyph:
    is_sign = name.startswith(_SIGNS)
    whole = _glyphs(is_sign)[name.removeprefix(_SIGNS)]
    factor = UNITS / _sign_font()["head"].unitsPerEm if is_sign else scale()
    advance = round(whole.width * factor)
    pen = T2CharStringPen(advance, None)
    coarser = _Coarser(pen)
    whole.draw(TransformPen(_Cubic(coarser) if is_sign else coarser, (factor, 0, 0, factor, 0, 0)))
    charstring = pen.getCharString()
    charstring.compile()
    return Glyph(charstring.bytecode, advance)


class _Cubic(BasePen):  # type: ignore[misc] # fontTools is untyped
    """Passes quadratic curves on as cubic ones."""

    def __init__(self, pen: _Coarser) -> None:
        super().__init__(None)
        self._pen = pen

    def _moveTo(self, pt: _Point) -> None:  # noqa: N802
        self._pen.moveTo(pt)

    def _lineTo(self, pt: _Point) -> None:  # noqa: N802
        self._pen.lineTo(pt)

    def _curveToOne(self, first: _Point, second: _Point, end: _Point) -> None:  # noqa: N802
        self._pen.curveTo(first, second, end)

    def _closePath(self) -> None:  # noqa: N802
        self._pen.closePath()

    def _endPath(self) -> None:  # noqa: N802
        self._pen.endPath()


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
