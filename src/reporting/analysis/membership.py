"""What moved between two periods among the schools that were judged in both, and which schools came and went.

A rate may move because schools did better or worse, or because other schools are counted. The two are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Moves", "moves_of"]


@dataclass(frozen=True)
class Moves:
    """The schools of a county, or of a total, in this period and the one before.

    Attributes:
        gained: judged in both, meeting the target now and not before; None where single schools are not judged.
        lost: judged in both, meeting it before and not now; None likewise.
        entered: counted now and not before: new, sent again, or come into scope.
        left: counted before and not now: closed, not sent, or gone out of scope.
        failing_before: schools that missed the target in the period before; None where they are not judged.
        x, n, x_before, n_before: numerators and denominators of those counted in both.
    """

    gained: int | None
    lost: int | None
    entered: int
    left: int
    failing_before: int | None
    x: float
    n: float
    x_before: float
    n_before: float

    @classmethod
    def added(cls, moves: Sequence[Moves]) -> Moves:
        """Those of several counties together."""
        return cls(
            gained=_known(one.gained for one in moves),
            lost=_known(one.lost for one in moves),
            entered=sum(one.entered for one in moves),
            left=sum(one.left for one in moves),
            failing_before=_known(one.failing_before for one in moves),
            x=sum(one.x for one in moves),
            n=sum(one.n for one in moves),
            x_before=sum(one.x_before for one in moves),
            n_before=sum(one.n_before for one in moves),
        )

    @property
    def same_schools_moved(self) -> float:
        """How much the rate or mean of the schools counted in both moved: a proportion, or the value's own unit."""
        return self.x / self.n - self.x_before / self.n_before if self.n and self.n_before else float("nan")


def moves_of(now: pd.DataFrame, before: pd.DataFrame) -> Mapping[str, Moves]:
    """County → which schools moved; counties without data in either period are left out.

    Args:
        now, before: county, school_id, numerator, denominator of each school counted, and ``met`` (missing where
            single schools are not judged), of one indicator.
    """
    # by arrays: to join frames takes ten times as long, and is done for every indicator
    (county, counties), (school, _) = (
        pd.factorize(np.concatenate([one[name].to_numpy(dtype="object") for one in (now, before)]))
        for name in ("county", "school_id")
    )
    _, first, key = np.unique(county + len(counties) * school, return_index=True, return_inverse=True)
    today, then = (
        _Stand.of(one, rows, len(first)) for one, rows in ((now, key[: len(now)]), (before, key[len(now) :]))
    )
    both = today.there & then.there
    columns = {
        "gained": both & today.met & ~then.met,
        "lost": both & ~today.met & then.met,
        "entered": today.there & ~then.there,
        "left": then.there & ~today.there,
        "failing_before": then.there & ~then.met,
        "x": np.where(both, today.x, 0.0),
        "n": np.where(both, today.n, 0.0),
        "x_before": np.where(both, then.x, 0.0),
        "n_before": np.where(both, then.n, 0.0),
        "judged": today.judged | then.judged,
    }
    sums = {name: np.bincount(county[first], one, len(counties)).tolist() for name, one in columns.items()}
    known = {str(one) for one in now["county"].unique()} & {str(one) for one in before["county"].unique()}
    rows = (dict(zip(sums, row, strict=True)) for row in zip(*sums.values(), strict=True))
    of_each = {str(name): row for name, row in zip(counties, rows, strict=True)}
    return {name: _moves(of_each[name]) for name in sorted(known)}


class _Stand(NamedTuple):
    """The schools of both periods as they stood in one of them, each at its place; nothing where it was not counted."""

    there: NDArray[np.bool_]
    judged: NDArray[np.bool_]
    met: NDArray[np.bool_]
    x: NDArray[np.float64]
    n: NDArray[np.float64]

    @classmethod
    def of(cls, schools: pd.DataFrame, places: NDArray[np.int64], count: int) -> _Stand:
        """Of frames as `moves_of` takes them, and the place of each row among so many."""
        judged = schools["met"].notna().to_numpy(dtype=bool)
        met = schools["met"].to_numpy(dtype="bool", na_value=False)
        x, n = (schools[name].to_numpy(dtype="float64") for name in ("numerator", "denominator"))
        at = [np.zeros(count, dtype=one.dtype) for one in (judged, judged, met, x, n)]
        for where, values in zip(at, (np.ones(len(schools), dtype=bool), judged, met, x, n), strict=True):
            where[places] = values
        return cls(*at)


def _moves(row: Mapping[str, float]) -> Moves:
    judged = bool(row["judged"])
    return Moves(
        gained=int(row["gained"]) if judged else None,
        lost=int(row["lost"]) if judged else None,
        entered=int(row["entered"]),
        left=int(row["left"]),
        failing_before=int(row["failing_before"]) if judged else None,
        x=float(row["x"]),
        n=float(row["n"]),
        x_before=float(row["x_before"]),
        n_before=float(row["n_before"]),
    )


def _known(counts: Iterable[int | None]) -> int | None:
    """The sum of those that are known; None where none is."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
