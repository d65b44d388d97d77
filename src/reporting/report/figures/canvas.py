"""A matplotlib figure as SVG for a page: small, text as text, in colours that follow light, dark and paper.

matplotlib's own SVG writer repeats styles, clips everything and dates what it writes; a drawing of it is four times as
large. This is a renderer as matplotlib's documentation describes them (`RendererBase`), with nothing of a page's in it.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from markupsafe import Markup, escape
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from reporting.report.figures.inks import ink
from reporting.report.figures.lettering import DPI, heights, measured
from reporting.report.figures.paths import pair, radius_of, short, written_path
from reporting.report.figures.style import register_style
from reporting.report.figures.svg import number

__all__ = ["DPI", "OVER", "Drawn", "drawn", "sized"]

OVER = "over"
"""``gid`` of a text that keeps clear of what lies under it, by an edge in the colour of the page."""
_PAPER = (1.0, 1.0, 1.0)

_FEWEST_DOTS = 8  # of one colour that are written as the ends of strokes, nine characters each
# Within one path dots melt together. Dealt over layers that the light passes through, neighbours stay apart.
_LAYERS = 4
_AXIS = "matplotlib.axis"
_UNSEEN = 'fill="none"'
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass
class Drawn:
    """What a figure's parts look like.

    Attributes:
        width: of the whole, CSS pixels; ``height`` the same.
        parts: the elements of each axes, in order, and under None what belongs to no axes. Ids in them begin with a
            NUL character, in whose place the figure's own prefix goes.
    """

    width: float
    height: float
    parts: dict[int | None, Markup] = field(default_factory=dict)

    @property
    def content(self) -> Markup:
        """All of it."""
        return Markup("").join(self.parts.values())


def drawn(figure: Any, width: float, height: float) -> Drawn:
    """The figure at this size, in CSS pixels; afterwards it is as it was."""
    face = figure.patch.get_visible()
    try:
        figure.patch.set_visible(False)
        with sized(figure, width, height) as renderer:
            figure.draw(renderer)
            return Drawn(width, height, renderer.parts())
    finally:
        figure.patch.set_visible(face)


@contextmanager
def sized(figure: Any, width: float, height: float) -> Iterator[_Renderer]:
    """Within it the figure has this size, in CSS pixels, and this is what it is drawn and measured with."""
    register_style()
    before, dpi, canvas = figure.get_size_inches().copy(), figure.dpi, figure.canvas
    renderer = _Renderer(width, height)
    try:
        _Canvas(figure, renderer)
        figure.set_dpi(DPI)
        figure.set_size_inches(width / DPI, height / DPI, forward=False)
        yield renderer
    finally:
        figure.set_canvas(canvas)
        figure.set_dpi(dpi)
        figure.set_size_inches(before, forward=False)


class _Canvas(FigureCanvasBase):
    """What a figure's layout asks what to measure by: text is as wide there as it is drawn."""

    def __init__(self, figure: Any, renderer: _Renderer) -> None:
        super().__init__(figure)
        self._renderer = renderer

    def get_renderer(self) -> _Renderer:
        """As the canvas of every backend that draws pixels has it."""
        return self._renderer


class _Renderer(RendererBase):
    """Writes elements, each group of one style once."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._written: dict[int | None, list[str]] = {}
        self._axes, self._depth = -1, 0
        self._inside = False
        self._style = ""
        self._sorted: dict[str, list[str]] | None = None
        self._ids = 0
        self._flip = Affine2D().scale(1, -1).translate(0, height)

    def parts(self) -> dict[int | None, Markup]:
        """See `Drawn`."""
        self._begin("")
        return {place: Markup("".join(pieces)) for place, pieces in self._written.items()}  # noqa: S704 - escaped here

    # what matplotlib asks of a renderer

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * DPI / 72

    def open_group(self, s: str, gid: str | None = None) -> None:
        if s == "axes" and not self._depth:
            self._begin("")
            self._axes += 1
            self._inside = True
        if self._inside:
            self._depth += s == "axes"
        if s.startswith(_AXIS):
            self._begin("")
            self._sorted = {}

    def close_group(self, s: str) -> None:
        if s.startswith(_AXIS):
            # ticks and their labels come in turns, and none lies on another
            alike, self._sorted, self._style = self._sorted or {}, None, ""
            for style, elements in alike.items():
                self._begin(style)
                self._write("".join(elements))
            self._begin("")
        if s == "axes" and self._inside:
            self._depth -= 1
            if not self._depth:
                self._begin("")
                self._inside = False

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803
        hatch = gc.get_hatch_path()
        path, transform, outer = self._clipped(gc, path, transform, filled=rgbFace is not None or hatch is not None)
        painted = self._painted(gc, rgbFace)
        data = (
            "" if painted == _UNSEEN and hatch is None else self._data(path, transform, gc, filled=rgbFace is not None)
        )
        if not data:
            return
        self._begin(painted)
        self._write(outer.format(f'<path d="{data}"/>'))
        if hatch is not None:
            self._begin(f'fill="url(#{self._pattern(gc, hatch)})"')
            self._write(outer.format(f'<path d="{data}"/>'))

    def draw_markers(
        self, gc: Any, marker_path: Path, marker_trans: Transform, path: Path, trans: Transform, rgbFace: Any = None  # noqa: N803
    ) -> None:  # fmt: skip
        places = list(self._places(gc, path, trans))
        radius = radius_of(marker_path, marker_trans)
        if radius and len(places) >= _FEWEST_DOTS and rgbFace is not None:
            self._dots(gc, places, radius, rgbFace)
            return
        if radius:
            half, across = number(round(radius, 1)), number(2 * round(radius, 1))
            shape = f"m-{half} 0a{half} {half} 0 1 0 {across} 0a{half} {half} 0 1 0-{across} 0"
        else:
            shape = self._data(marker_path, marker_trans + Affine2D().scale(1, -1), gc, filled=True, relative=True)
        if places:
            self._begin(self._painted(gc, rgbFace))
            self._write('<path d="' + "".join(f"M{pair(x, y)}{shape}" for x, y in places) + '"/>')

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        from PIL import Image

        height, width = im.shape[:2]
        written = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(im[::-1])).save(written, format="png")
        data = base64.b64encode(written.getvalue()).decode("ascii")
        self._begin("")
        self._write(
            f'<image x="{number(x)}" y="{number(self.height - y - height)}" width="{width}" height="{height}"'
            f' href="data:image/png;base64,{data}"/>'
        )

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        if ismath:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        anchor = "start"
        if mtext is not None and (not angle or mtext.get_rotation_mode() == "anchor"):
            # where it is aligned, it stays aligned in whatever font a page is read in
            at = mtext.get_transform().transform(mtext.get_unitless_position())
            down = np.array([np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))])
            start = np.array([at[0], self.height - at[1]])
            x, y = start + np.dot(down, np.array([x, y]) - start) * down
            anchor = _ANCHORS[mtext.get_horizontalalignment()]
        elif angle:
            width = self.get_text_width_height_descent(s, prop, ismath)[0]
            x += np.cos(np.deg2rad(angle)) * width / 2
            y -= np.sin(np.deg2rad(angle)) * width / 2
            anchor = "middle"
        self._begin(_lettered(gc, prop, self.points_to_pixels(prop.get_size_in_points()), anchor, mtext))
        turned = f' transform="rotate({number(-angle)} {pair(x, y)})"' if angle else ""
        self._write(f'<text x="{short(x)}" y="{short(y)}"{turned}>{escape(s)}</text>')

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        return super().get_text_width_height_descent(s, prop, ismath) if ismath else measured(s, prop)

    def _get_font_height_metrics(self, prop: Any) -> tuple[float, float, float]:
        return heights(prop)

    # how it is written

    def _begin(self, style: str) -> None:
        """Elements to come have this style."""
        if self._sorted is not None:
            self._style = style
        elif style != self._style:
            if self._style:
                self._write("</g>")
            if style:
                self._write(f"<g {style}>")
            self._style = style

    def _write(self, text: str) -> None:
        if self._sorted is not None:
            self._sorted.setdefault(self._style, []).append(text)
            return
        self._written.setdefault(self._axes if self._inside else None, []).append(text)

    def _new_id(self) -> str:
        self._ids += 1
        return f"\0{self._ids}"

    def _painted(self, gc: Any, face: Any) -> str:
        stroke = gc.get_rgb()
        width = self.points_to_pixels(gc.get_linewidth())
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        if face is not None and not (alpha if alpha is not None else face[3] if len(face) > 3 else 1):
            face = None
        words = [f'fill="{ink(face)}"' if face is not None else _UNSEEN]
        if face is not None and (shade := alpha if alpha is not None else face[3] if len(face) > 3 else 1) < 1:
            words.append(f'fill-opacity="{number(shade)}"')
        shade = alpha if alpha is not None else stroke[3] if len(stroke) > 3 else 1
        if width and shade:
            words.append(f'stroke="{ink(stroke)}"')
            if width != 1:
                words.append(f'stroke-width="{number(round(width, 1) or width)}"')
            if shade < 1:
                words.append(f'stroke-opacity="{number(shade)}"')
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                words.append(f'stroke-dasharray="{" ".join(number(self.points_to_pixels(one)) for one in dashes)}"')
                if offset:
                    words.append(f'stroke-dashoffset="{number(self.points_to_pixels(offset))}"')
            elif (cap := gc.get_capstyle()) != "butt":
                words.append(f'stroke-linecap="{"square" if cap == "projecting" else cap}"')
        return " ".join(words)

    def _clipped(self, gc: Any, path: Path, transform: Transform, *, filled: bool) -> tuple[Path, Transform, str]:
        """The path without what the clip rectangle hides; around it goes what no rectangle says."""
        shape, place = gc.get_clip_path()
        if shape is not None:
            identity = self._new_id()
            data = written_path(shape.cleaned(place + self._flip, curves=True))
            self._begin("")
            self._write(f'<clipPath id="{identity}"><path d="{data}"/></clipPath>')
            return path, transform, f'<g clip-path="url(#{identity})">{{}}</g>'
        rectangle = gc.get_clip_rectangle()
        if rectangle is None or not np.size(path.vertices):
            return path, transform, "{}"
        corners = transform.transform(path.vertices)
        # a curve lies within its control points
        if _holds(rectangle, Bbox([np.nanmin(corners, axis=0), np.nanmax(corners, axis=0)])):
            return path, transform, "{}"
        if filled:
            inside = Path.make_compound_path(*map(Path, path.to_polygons(transform)), Path(np.empty((0, 2))))
            return inside.clip_to_bbox(rectangle), Affine2D(), "{}"
        return path, transform, "{}"

    def _data(self, path: Path, transform: Transform, gc: Any, *, filled: bool, relative: bool = False) -> str:
        if relative:
            return written_path(path.cleaned(transform, curves=True), relative=True)
        rectangle = gc.get_clip_rectangle()
        high = self.height
        clip = (rectangle.x0, high - rectangle.y1, rectangle.x1, high - rectangle.y0) if rectangle else None
        cleaned = path.cleaned(
            transform + self._flip,
            remove_nans=True,
            clip=None if filled else clip,
            simplify=path.should_simplify and not filled,
            curves=True,
            sketch=gc.get_sketch_params(),
        )
        return written_path(cleaned)

    def _places(self, gc: Any, path: Path, transform: Transform) -> Iterator[tuple[float, float]]:
        """Where marks stand, in pixels from the top; those beyond the clip rectangle are left out."""
        rectangle = gc.get_clip_rectangle()
        for vertices, _code in path.iter_segments(transform, simplify=False, curves=False):
            x, y = vertices[-2:]
            if rectangle is None or _holds(rectangle, Bbox([[x, y], [x, y]])):
                yield x, self.height - y

    def _dots(self, gc: Any, places: Sequence[tuple[float, float]], radius: float, face: Any) -> None:
        """A dot is a stroke without length and with a round end."""
        alpha = gc.get_alpha() if gc.get_forced_alpha() else face[3] if len(face) > 3 else 1
        layers = _LAYERS if alpha < 1 else 1
        words = [
            f'fill="none" stroke="{ink(face)}" stroke-width="{number(round(2 * radius, 1))}" stroke-linecap="round"'
        ]
        if alpha < 1:
            words.append(f'stroke-opacity="{number(alpha)}"')
        self._begin(" ".join(words))
        for first in range(layers):
            points = "".join(f"M{pair(x, y)}h0" for x, y in places[first::layers])
            self._write(f'<path d="{points}"/>')

    def _pattern(self, gc: Any, hatch: Path) -> str:
        identity, size = self._new_id(), DPI / 4
        data = written_path(hatch.cleaned(Affine2D().scale(size), curves=True))
        line = number(self.points_to_pixels(gc.get_hatch_linewidth()))
        colour = ink(gc.get_hatch_color())
        self._begin("")
        self._write(
            f'<pattern id="{identity}" patternUnits="userSpaceOnUse" width="{number(size)}" height="{number(size)}">'
            f'<path d="{data}" fill="{colour}" stroke="{colour}" stroke-width="{line}"/></pattern>'
        )
        return identity


def _lettered(gc: Any, prop: Any, size: float, anchor: str, mtext: Any) -> str:
    words = [f'font-size="{number(round(size, 1))}"', f'fill="{ink(gc.get_rgb())}"']
    if anchor != "start":
        words.append(f'text-anchor="{anchor}"')
    weight = prop.get_weight()
    if weight in ("bold", "semibold", "heavy", "black") or (isinstance(weight, int) and weight >= 600):
        words.append('font-weight="700"')
    if prop.get_style() in ("italic", "oblique"):
        words.append('font-style="italic"')
    if mtext is not None and mtext.get_gid() == OVER:
        words.append(f'paint-order="stroke" stroke="{ink(_PAPER)}" stroke-width="3" stroke-linejoin="round"')
    return " ".join(words)


def _holds(outer: Bbox, inner: Bbox) -> bool:
    """Whether the one box lies in the other, half a pixel more or less."""
    return bool(
        inner.x0 >= outer.x0 - 0.5
        and inner.y0 >= outer.y0 - 0.5
        and inner.x1 <= outer.x1 + 0.5
        and inner.y1 <= outer.y1 + 0.5
    )
