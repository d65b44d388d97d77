"""What other counties have sent for the same period: a file that says the same as theirs is likely theirs.

Rows are told by their numbers alone, whatever the schools are called: a copy goes out under another name. Kept of each
table are hashes, so that ten thousand files need no more memory than a few of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.definitions.forms import Forms, RowTable
from reporting.definitions.periods import Period
from reporting.definitions.policy import Copies
from reporting.store.submissions import Submission
from reporting.store.view import View

__all__ = ["Others"]

_TELLING = 3
"""Numbers other than 0 that a row must have, to be told from others by them."""
_SAMPLED = 8
"""Hashes of a table by which others like it are looked for."""

Hashes = npt.NDArray[np.uint64]
_NONE: Hashes = np.array([], dtype="uint64")


class Others:
    """What was sent for each period, by county; of the store what counts, and what this run adds.

    Args:
        look: sees the store.
        forms: which tables there are.
        limits: from when on they are alike.
    """

    def __init__(self, look: Callable[[], View], forms: Forms, limits: Copies) -> None:
        self._look, self._forms, self._limits = look, forms, limits
        self._hashes: dict[tuple[str, str], dict[str, Hashes]] = {}
        self._sampled: dict[tuple[str, str], dict[int, set[str]]] = {}
        self._mine: set[tuple[str, str, str]] = set()
        self._stored: dict[str, set[str]] | None = None
        self._view: View | None = None

    def like(self, tables: Mapping[str, pd.DataFrame], county: str, period: Period) -> tuple[str, int] | None:
        """The county that sent most of the same, and how many rows or figures are the same; None for nobody.

        Args:
            tables: name → rows, or of an item table one row with a column an item.
            county: whose they are said to be.
            period: of when.
        """
        self._see(str(period))
        for name, frame in tables.items():
            mine = self._of(name, frame)
            if len(mine) < self._limits.least:
                continue
            key = str(period), name
            near = Counter(
                other for one in mine[:_SAMPLED].tolist() for other in self._sampled.get(key, {}).get(one, ())
            )
            for other, _count in near.most_common():
                same = len(np.intersect1d(mine, self._hashes[key][other], assume_unique=True))
                if other != county and same >= self._limits.share * len(mine):
                    return other, same
        return None

    def add(self, submission: Submission) -> None:
        """What counts from now on."""
        if submission.outcome in ("rejected", "held") or not submission.county or not submission.period:
            return
        for name, frame in submission.rows.items():
            self._mine.add((submission.period, name, submission.county))
            self._put(submission.period, name, submission.county, self._of(name, frame))
        for table, figures in submission.figures.groupby("table_name", sort=False):
            self._mine.add((submission.period, str(table), submission.county))
            self._put(submission.period, str(table), submission.county, _of_figures(figures))

    def _see(self, period: str) -> None:
        """Know what the store had of a period when the run began; asked once, and only where it had anything."""
        if self._view is None or self._stored is None:
            self._view, self._stored = self._look(), {}
            for _county, when, name in self._view.tables():
                self._stored.setdefault(when, set()).add(name)
        for name in sorted(self._stored.pop(period, ())):
            is_row_table = isinstance(self._forms.table(name), RowTable)
            view = self._view
            found = view.rows(name, periods=[period]) if is_row_table else view.figures(name, periods=[period])
            for county, part in found.groupby("county", sort=False):
                if (period, name, str(county)) not in self._mine:
                    hashes = self._of(name, part) if is_row_table else _of_figures(part)
                    self._put(period, name, str(county), hashes)

    def _put(self, period: str, name: str, county: str, hashes: Hashes) -> None:
        key = period, name
        sampled = self._sampled.setdefault(key, {})
        known = self._hashes.setdefault(key, {})
        for one in known.pop(county, _NONE)[:_SAMPLED].tolist():
            sampled.get(one, set()).discard(county)
        if len(hashes) >= self._limits.least:
            known[county] = hashes
            for one in hashes[:_SAMPLED].tolist():
                sampled.setdefault(one, set()).add(county)

    def _of(self, name: str, frame: pd.DataFrame) -> Hashes:
        definition = self._forms.table(name)
        if not isinstance(definition, RowTable):
            return _hashes((str(item), frame[item].iloc[0]) for item in frame) if len(frame) else _NONE
        numbers = [field.name for field in definition.fields if field.is_number and field.name in frame]
        if len(frame) < self._limits.least or len(numbers) < _TELLING:
            return _NONE
        columns = [frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in numbers]
        # a zero has two signs, and no number many patterns: one of each
        values = np.where(np.isnan(rows := np.column_stack(columns)), np.nan, rows + 0.0)
        telling = values[(~np.isnan(values) & (values != 0)).sum(axis=1) >= _TELLING]
        return np.unique(np.array([_hash(row.tobytes()) for row in telling], dtype="uint64"))


def _of_figures(figures: pd.DataFrame) -> Hashes:
    return _hashes(zip(figures["item"], figures["value"], strict=True))


def _hashes(figures: Iterable[tuple[str, object]]) -> Hashes:
    """Of the figures that are numbers other than 0 and 1, which everybody has."""
    told = [f"{item} {value:g}" for item, value in figures if isinstance(value, int | float) and value not in (0, 1)]
    kept = [text for text in told if not text.endswith("nan")]
    return np.unique(np.array([_hash(text.encode()) for text in kept], dtype="uint64")) if kept else _NONE


def _hash(said: bytes) -> int:
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "little")
