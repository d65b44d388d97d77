"""Paths of matplotlib as SVG writes them, in tenths of a pixel."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Transform

from reporting.report.figures.svg import number

__all__ = ["pair", "radius_of", "short", "written_path"]

_CIRCLE = Path.unit_circle()


def radius_of(path: Path, transform: Transform) -> float:
    """Pixels, of a marker that is a circle; 0 of any other."""
    if np.shape(path.vertices) != np.shape(_CIRCLE.vertices):
        return 0.0
    vertices = transform.transform(path.vertices)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    radius = float(high[0] - low[0]) / 2
    # scatter hands over a circle that has its size already
    alike = radius > 0 and np.allclose((vertices - (low + high) / 2) / radius, _CIRCLE.vertices, atol=0.01)
    return radius if alike else 0.0


def short(value: float) -> str:
    """A coordinate."""
    return number(round(float(value), 1))


def pair(x: float, y: float) -> str:
    """Two coordinates; a sign parts them as well as a space."""
    first, second = short(x), short(y)
    return f"{first}{second}" if second.startswith("-") else f"{first} {second}"


def written_path(path: Path, *, relative: bool = False) -> str:
    """The ``d`` of a cleaned path, in tenths of a pixel."""
    words: list[str] = []
    at = (0.0, 0.0)
    vertices: list[tuple[float, float]] = np.round(np.asarray(path.vertices), 1).tolist()
    codes: list[int] = [] if path.codes is None else np.asarray(path.codes).tolist()
    rows = iter(zip(vertices, codes, strict=True))
    for (x, y), code in rows:
        if code == Path.STOP:
            break
        if code == Path.CLOSEPOLY:
            words.append("z")
            continue
        if code == Path.MOVETO:
            words.append(f"{'m' if relative else 'M'}{pair(x, y)}")
        elif code == Path.LINETO:
            words.append(_line(at, (x, y)))
        else:
            points = [(x, y), *(next(rows)[0] for _ in range(1 if code == Path.CURVE3 else 2))]
            shifted = [pair(a - at[0], b - at[1]) for a, b in points]
            words.append(("q" if code == Path.CURVE3 else "c") + " ".join(shifted))
            x, y = points[-1]
        at = (x, y)
    return "".join(words)


def _line(at: tuple[float, float], to: tuple[float, float]) -> str:
    across, down = to[0] - at[0], to[1] - at[1]
    if not round(down, 1):
        return f"h{short(across)}" if round(across, 1) else "h0"
    return f"v{short(down)}" if not round(across, 1) else f"l{pair(across, down)}"
