"""The table of a plot: its artists read one by one, put together by place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reporting.analysis.rounding import half_up
from reporting.report.figures.reading.artists import AxesRead, read_axes
from reporting.report.figures.reading.axis import is_of_names
from reporting.report.figures.reading.grids import grid_of
from reporting.report.figures.reading.marks import Marks, distinct
from reporting.report.figures.reading.pies import is_pie
from reporting.report.figures.reading.points import points_among_others, points_of
from reporting.report.words import Words

__all__ = ["MOST_ROWS", "Reading", "read_plot"]

MOST_ROWS = 200
"""Of a table; of a plot with more marks it says the lowest, the middle and the highest of each series."""


@dataclass(frozen=True)
class Reading:
    """What a plot says in numbers.

    Attributes:
        table: text in the reader's language, ready to print; empty where nothing can be read.
        unread: kinds of marks whose numbers are not in it, in English.
    """

    table: pd.DataFrame
    unread: tuple[str, ...] = ()


def read_plot(figure: Any, words: Words) -> Reading:
    """The values of lines, bars, points, areas, boxes, pies and heat maps, under their labels.

    Axes that share their place (``twinx``) make one table; several panels follow each other, under their titles.

    Args:
        figure: of matplotlib.
        words: of the page.
    """
    unread: list[str] = []
    panels = []
    for number, together in enumerate(_panels(figure), 1):
        try:
            frame = _table_of_axes(together, words, unread)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # other libraries leave artists as they like: what they show is named, and the cell does not fail
            frame = pd.DataFrame()
            unread.append("other marks")
        if not frame.empty:
            panels.append((_title(together), number, frame))
    kinds = tuple(dict.fromkeys(unread))
    frames = [frame for *_, frame in panels]
    if len(frames) < 2:
        return Reading(frames[0] if frames else pd.DataFrame(), kinds)
    if not any(title for title, *_ in panels) and (side := _side_by_side(frames, words)) is not None:
        return Reading(side, kinds)
    headings = {frame.columns[0] for frame in frames}
    shared = headings.pop() if len(headings) == 1 else words.translate("At")
    named = []
    for title, number, frame in panels:
        renamed = frame.rename(columns={frame.columns[0]: shared})
        renamed.insert(0, words.translate("Panel"), title or str(number))
        named.append(renamed)
    return Reading(pd.concat(named, ignore_index=True).fillna(words.state("not_applicable")), kinds)


def _side_by_side(frames: Sequence[pd.DataFrame], words: Words) -> pd.DataFrame | None:
    """Panels of one series each over the same places as one table; None for others."""
    names = [name for frame in frames for name in frame.columns[1:]]
    first = frames[0].columns[0]
    if len(set(names)) < len(names) or any(frame.columns[0] != first for frame in frames):
        return None
    joined = frames[0].set_index(first)
    for frame in frames[1:]:
        joined = joined.join(frame.set_index(first), how="outer", sort=False)
    return joined.fillna(words.state("not_applicable")).reset_index()


def _title(together: Sequence[Any]) -> str:
    titles = [axes.get_title(loc=loc) for axes in together for loc in ("left", "center", "right")]
    # a pie of pandas has its name beside it
    names = [axes.get_ylabel() for axes in together if is_pie(axes)]
    return next((title.replace("\n", " ") for title in (*titles, *names) if title.strip()), "")


def _panels(figure: Any) -> list[list[Any]]:
    """The axes with data, those in the same place together; colour bars apart."""
    places: dict[tuple[float, ...], list[Any]] = {}
    for axes in figure.axes:
        if axes.get_visible() and not hasattr(axes, "_colorbar"):
            places.setdefault(tuple(np.round(axes.get_position(original=True).bounds, 4)), []).append(axes)
    return list(places.values())


def _table_of_axes(together: Sequence[Any], words: Words, unread: list[str]) -> pd.DataFrame:
    reads: list[AxesRead] = []
    for axes in together:
        if (grid := grid_of(axes)) is not None:
            unread += [kind for kind in read_axes(axes, words).unread if kind != "a picture"]
            return _of_grid(*grid, axes, words)
        reads.append(read_axes(axes, words))
        unread += reads[-1].unread
    marks = [one for read in reads for one in read.marks if one.places]
    flat = [axes for axes in together if axes.name != "3d"]
    clouds = [points_of(axes, words) for axes in flat if not marks]
    if points := [frame for frame in clouds if not frame.empty]:
        return _of_points(points[0], words)
    for axes, read in zip(together, reads, strict=True):
        if axes in flat and "points over boxes" not in read.unread and "violins" not in read.unread:
            marks += [one for one in points_among_others(axes, words.translate("Value")) if one.places]
    if not marks:
        return pd.DataFrame()
    levels = {label: value for read in reads for label, value in read.levels.items()}
    marks += [Marks(label, dict.fromkeys(_places(marks), value)) for label, value in levels.items()]
    sideways = sum(one.is_sideways for one in marks) > len(marks) / 2
    axis = together[0].yaxis if sideways else together[0].xaxis
    is_named = is_of_names(axis) or is_pie(together[0])
    unnamed = words.translate("Item") if is_named else words.translate("At")
    return _assembled(marks, axis.get_label_text() or unnamed, words)


def _places(marks: Sequence[Marks]) -> list[str]:
    return list(dict.fromkeys(place for one in marks for place in one.places))


def _of_grid(rows: list[str], columns: list[str], values: np.ndarray, axes: Any, words: Words) -> pd.DataFrame:
    digits = _digits(list(values.flat))
    cells = [_numbers(list(row), words, digits) for row in values]
    heading = axes.get_ylabel() or words.translate("Row")
    frame = pd.DataFrame(cells, columns=distinct(columns, [heading]))
    frame.insert(0, heading, rows)
    return frame


def _of_points(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A row a point; of too many the lowest, the middle and the highest of each measure."""
    measures = [column for column in frame.columns if frame[column].dtype.kind == "f"]
    if len(frame) > MOST_ROWS:
        return _summed_up([(str(name), frame[name].tolist()) for name in measures], words)
    shown = {
        str(name): _numbers(frame[name].tolist(), words) if name in measures else frame[name] for name in frame.columns
    }
    return pd.DataFrame(shown)


def _assembled(series: Sequence[Marks], heading: str, words: Words) -> pd.DataFrame:
    """A row a place, a column a series; lowest, middle and highest of each where there are too many places."""
    _ = words.translate
    places = _places(series)
    names = distinct([one.name for one in series], [heading])
    if len(places) > MOST_ROWS:
        values = [
            list((one.values or {**one.lowers, **{f"{place} ": high for place, high in one.uppers.items()}}).values())
            for one in series
        ]
        return _summed_up(zip(names, values, strict=True), words)
    columns: dict[str, Any] = {heading: places}
    for name, one in zip(names, series, strict=True):
        ends = [one.lowers, one.uppers] if one.lowers or one.uppers else []
        digits = _digits([number for part in (one.values, *ends) for number in part.values()])
        if one.values:
            columns[name] = _numbers([one.values.get(place, np.nan) for place in places], words, digits)
        for part, word in zip(ends, (_("lower end"), _("upper end")), strict=False):
            columns[f"{name} {word}"] = _numbers([part.get(place, np.nan) for place in places], words, digits)
    return pd.DataFrame(columns)


def _summed_up(series: Iterable[tuple[str, list[float]]], words: Words) -> pd.DataFrame:
    _ = words.translate
    return pd.DataFrame(
        [(name, words.whole(len(values)), *_numbers(_three(values), words)) for name, values in series],
        columns=[_("Series"), _("Points"), _("Lowest"), _("Middle"), _("Highest")],
    )


def _three(values: Sequence[float]) -> list[float]:
    known = np.array([value for value in values if not np.isnan(value)] or [np.nan])
    return [float(known.min()), float(np.median(known)), float(known.max())]


def _digits(values: Sequence[float]) -> int:
    """Decimals of a column: none where all are whole, else as many as leave three digits that say something."""
    known = [abs(value) for value in values if not np.isnan(value) and not np.isinf(value)]
    if all(value == round(value) for value in known):
        return 0
    digits = int(min(max(2 - math.floor(math.log10(max(known))), 1), 9))
    # zeros at the end of every number of a column say nothing
    while digits > 1 and all(round(value, digits - 1) == round(value, digits) for value in known):
        digits -= 1
    return digits


def _numbers(values: Sequence[float], words: Words, digits: int | None = None) -> list[str]:
    """Numbers of one column in the same digits."""
    digits = _digits(values) if digits is None else digits
    return [
        words.state("not_collected")
        if np.isnan(value) or np.isinf(value)
        else f"{half_up(round(float(value), 12), digits):,f}".replace(",", "\u00a0").replace("-", "\u2212")
        for value in values
    ]
