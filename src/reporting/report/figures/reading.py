"""The numbers of a plot, read off what matplotlib has drawn: a table for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.dates import num2date
from matplotlib.patches import Wedge
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

from reporting.analysis.rounding import half_up
from reporting.report.words import Words

__all__ = ["MOST_ROWS", "table_of_plot"]

MOST_ROWS = 200
"""Of a table; of a plot with more marks it says the lowest, the middle and the highest of each series."""


@dataclass
class _Series:
    """One line, group of bars or cloud of points: place → value, in the order drawn."""

    name: str
    values: dict[str, float] = field(default_factory=dict)
    lowers: dict[str, float] = field(default_factory=dict)
    uppers: dict[str, float] = field(default_factory=dict)


def table_of_plot(figure: Any, words: Words) -> pd.DataFrame:
    """The values of lines, bars, points, histograms, error bars, pies and heat maps, under their labels.

    Axes that share their place (``twinx``) make one table; several panels follow each other, under their titles.

    Args:
        figure: of matplotlib.
        words: of the page.

    Returns:
        Text in the reader's language, ready to print; empty where nothing can be read.
    """
    panels = [frame for axes in _panels(figure) if not (frame := _table_of_axes(axes, words)).empty]
    if len(panels) < 2:
        return panels[0] if panels else pd.DataFrame()
    titled = []
    for number, (axes, frame) in enumerate(zip(_panels(figure), panels, strict=False), 1):
        title = axes[0].get_title(loc="left") or axes[0].get_title() or str(number)
        titled.append(frame.rename(columns={frame.columns[0]: words.translate("At")}))
        titled[-1].insert(0, words.translate("Panel"), title)
    return pd.concat(titled, ignore_index=True).fillna(words.state("not_applicable"))


def _panels(figure: Any) -> list[list[Any]]:
    """The axes with data, those in the same place together; colour bars apart."""
    places: dict[tuple[float, ...], list[Any]] = {}
    for axes in figure.axes:
        if axes.get_visible() and not hasattr(axes, "_colorbar"):
            places.setdefault(tuple(np.round(axes.get_position(original=True).bounds, 4)), []).append(axes)
    return list(places.values())


def _table_of_axes(together: Sequence[Any], words: Words) -> pd.DataFrame:
    across, pies = [], []
    for axes in together:
        if (grid := _grid(axes, words)) is not None:
            return grid
        pies += [patch for patch in axes.patches if isinstance(patch, Wedge)]
        across += [one for one in _series(axes, words) if one.values]
    if pies:
        across = [_Series(words.translate("Share"), {_name_of(one, pies): _degrees(one) for one in pies})]
    if not across:
        return pd.DataFrame()
    sideways = any(_is_sideways(axes) for axes in together)
    axis = together[0].yaxis if sideways else together[0].xaxis
    heading = axis.get_label_text() or words.translate("At")
    return _assembled(across, heading, words)


def _assembled(series: Sequence[_Series], heading: str, words: Words) -> pd.DataFrame:
    """A row a place, a column a series; lowest, middle and highest of each where there are too many places."""
    _ = words.translate
    places = list(dict.fromkeys(place for one in series for place in one.values))
    names = _distinct([one.name for one in series], heading)
    if len(places) > MOST_ROWS:
        return pd.DataFrame(
            [
                (name, words.whole(len(one.values)), *_numbers(_three(list(one.values.values())), words))
                for name, one in zip(names, series, strict=True)
            ],
            columns=[_("Series"), _("Points"), _("Lowest"), _("Middle"), _("Highest")],
        )
    columns = {heading: places}
    for name, one in zip(names, series, strict=True):
        columns[name] = _numbers([one.values.get(place, np.nan) for place in places], words)
        for ends, word in ((one.lowers, _("lower end")), (one.uppers, _("upper end"))):
            if ends:
                columns[f"{name} {word}"] = _numbers([ends.get(place, np.nan) for place in places], words)
    return pd.DataFrame(columns)


def _three(values: Sequence[float]) -> list[float]:
    known = np.array([value for value in values if not np.isnan(value)] or [np.nan])
    return [float(known.min()), float(np.median(known)), float(known.max())]


def _distinct(names: Sequence[str], heading: str) -> list[str]:
    taken = {heading}
    result = []
    for name in names:
        number, unique = 1, name
        while unique in taken:
            number += 1
            unique = f"{name} {number}"
        taken.add(unique)
        result.append(unique)
    return result


def _numbers(values: Sequence[float], words: Words) -> list[str]:
    """Numbers of one column in the same digits: whole where all are, else to three that say something."""
    known = [value for value in values if not np.isnan(value)]
    largest = max((abs(value) for value in known), default=0.0)
    digits = 0 if all(value == round(value) for value in known) else 1 if largest >= 10 else 2 if largest >= 1 else 3
    return [
        words.state("not_collected")
        if np.isnan(value)
        else f"{half_up(round(float(value), 9), digits):,f}".replace(",", "\u00a0").replace("-", "\u2212")
        for value in values
    ]


def _series(axes: Any, words: Words) -> Iterator[_Series]:
    """What is drawn along an axis: error bars and bars by their containers, then lines and points."""
    name = axes.get_ylabel() or words.translate("Value")
    taken: set[int] = set()
    for container in axes.containers:
        if isinstance(container, ErrorbarContainer):
            yield _with_errors(container, axes, name)
            taken |= {id(part) for part in (container.lines[0], *container.lines[1])}
        elif isinstance(container, BarContainer):
            if container.errorbar is not None:
                taken |= {id(part) for part in (container.errorbar.lines[0], *container.errorbar.lines[1])}
            yield _bars(container, axes, name)
    for line in axes.lines:
        # a line across the whole axes marks a value; it is no series
        if id(line) in taken or line.get_transform() != axes.transData or not np.size(line.get_xdata()):
            continue
        yield _Series(_label(line, name), _keyed(axes.xaxis, line.get_xdata(orig=False), line.get_ydata(orig=False)))
    for points in axes.collections:
        if isinstance(points, PathCollection) and np.size(points.get_offsets()):
            x, y = np.ma.filled(np.ma.asarray(points.get_offsets(), dtype=float), np.nan).T
            yield _Series(_label(points, name), _keyed(axes.xaxis, x, y))


def _bars(container: Any, axes: Any, name: str) -> _Series:
    sideways = container.orientation == "horizontal"
    patches = container.patches
    values = [patch.get_width() if sideways else patch.get_height() for patch in patches]
    starts = [patch.get_y() if sideways else patch.get_x() for patch in patches]
    widths = [patch.get_height() if sideways else patch.get_width() for patch in patches]
    axis = axes.yaxis if sideways else axes.xaxis
    ends = [start + width for start, width in zip(starts, widths, strict=True)]
    touching = len(patches) > 1 and all(
        abs(end - start) < 1e-9 * max(abs(end), 1) for end, start in zip(ends, starts[1:], strict=False)
    )
    if touching and not _names_of(axis):
        marks = [f"{left:g}–{right:g}" for left, right in zip(starts, ends, strict=True)]
        return _Series(_label(container, name), dict(zip(marks, map(float, values), strict=True)))
    middles = [start + width / 2 for start, width in zip(starts, widths, strict=True)]
    if _names_of(axis):
        middles = [float(round(middle)) for middle in middles]
    return _Series(_label(container, name), _keyed(axis, middles, values))


def _is_sideways(axes: Any) -> bool:
    bars = [one for one in axes.containers if isinstance(one, BarContainer)]
    return bool(bars) and all(one.orientation == "horizontal" for one in bars)


def _with_errors(container: Any, axes: Any, name: str) -> _Series:
    line, _caps, ranges = container.lines
    upright = [one for one in ranges if container.has_yerr]
    segments = [segment for one in upright[-1:] for segment in one.get_segments()]
    middle = np.array([segment[0] for segment in segments]) if segments else np.empty((0, 2))
    if line is None:
        places = _keyed(axes.xaxis, middle[:, 0], [float(np.mean(one[:, 1])) for one in segments])
    else:
        places = _keyed(axes.xaxis, line.get_xdata(orig=False), line.get_ydata(orig=False))
    lowers = _keyed(axes.xaxis, middle[:, 0], [float(one[:, 1].min()) for one in segments])
    uppers = _keyed(axes.xaxis, middle[:, 0], [float(one[:, 1].max()) for one in segments])
    return _Series(_label(container, name), places, lowers, uppers)


def _grid(axes: Any, words: Words) -> pd.DataFrame | None:
    """A heat map as rows and columns; None where the axes has none that is small enough to read."""
    fields = [one.get_array() for one in (*axes.images, *(c for c in axes.collections if isinstance(c, QuadMesh)))]
    flat: list[Any] = [
        np.ma.filled(np.ma.asarray(one, dtype=float), np.nan) for one in fields if one is not None and one.ndim == 2
    ]
    if not flat or flat[0].size > 30 * 30:
        return None
    values = flat[0]
    half = 0.0 if axes.images else 0.5
    names, columns = (
        [_named(axis, place + half) for place in range(count)]
        for axis, count in zip((axes.yaxis, axes.xaxis), values.shape, strict=True)
    )
    frame = pd.DataFrame([_numbers(list(row), words) for row in values], columns=_distinct(columns, ""))
    frame.insert(0, axes.get_ylabel() or words.translate("Row"), names)
    return frame


def _degrees(wedge: Any) -> float:
    return float(wedge.theta2 - wedge.theta1) / 3.6


def _name_of(wedge: Any, wedges: Sequence[Any]) -> str:
    label = str(wedge.get_label())
    return str(wedges.index(wedge) + 1) if label.startswith("_") or not label else label


def _label(artist: Any, otherwise: str) -> str:
    label = str(artist.get_label() or "")
    return otherwise if not label or label.startswith("_") else label


def _keyed(axis: Any, places: Any, values: Any) -> dict[str, float]:
    """Place as it is written on the axis → value; of places written alike a later one has a number."""
    result: dict[str, float] = {}
    for place, value in zip(np.asarray(places, dtype=float), np.asarray(values, dtype=float), strict=True):
        if np.isnan(place):
            continue
        name = written = _named(axis, float(place))
        number = 1
        while name in result:
            number += 1
            name = f"{written} ({number})"
        result[name] = float(value)
    return result


def _named(axis: Any, place: float) -> str:
    names = _names_of(axis)
    if names:
        nearest = min(names, key=lambda known: abs(known - place))
        if abs(nearest - place) < 0.01:
            return names[nearest]
    formatter = axis.get_major_formatter()
    if isinstance(formatter, FuncFormatter) and (written := str(formatter(place)).strip()):
        return written
    if (frequency := getattr(axis, "freq", None)) is not None:
        # pandas places periods by their number
        return str(pd.Period(ordinal=round(place), freq=frequency))
    if "Date" in type(axis.get_converter()).__name__:
        moment = num2date(place)  # type: ignore[no-untyped-call]
        return f"{moment:%Y-%m-%d}" if not (moment.hour or moment.minute) else f"{moment:%Y-%m-%d %H:%M}"
    return f"{place:g}" if abs(place) < 1e6 else f"{place:.0f}"


def _names_of(axis: Any) -> Mapping[float, str]:
    """What stands at the ticks of an axis of names: place → name; empty for an axis of numbers."""
    mapping = getattr(axis.units, "_mapping", None)
    if mapping:
        return {float(place): str(name) for name, place in mapping.items()}
    formatter, locator = axis.get_major_formatter(), axis.get_major_locator()
    if isinstance(locator, FixedLocator) and isinstance(formatter, (FixedFormatter, FuncFormatter)):
        places: list[float] = [float(place) for place in locator()]
        written = zip(places, formatter.format_ticks(places), strict=True)
        return {float(place): name for place, name in written if name}
    return {}
