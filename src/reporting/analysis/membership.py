"""What moved between two periods among the schools that were judged in both, and which schools came and went.

A rate may move because schools did better or worse, or because other schools are counted. The two are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

__all__ = ["Moves", "moves_of"]

_KEY = ["county", "school_id"]


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
    """County → what moved; without the counties of which nothing is known of one of the two periods.

    Args:
        now, before: county, school_id, numerator, denominator of each school counted, and ``met`` (missing where
            single schools are not judged), of one indicator.
    """
    columns = [*_KEY, "numerator", "denominator", "met"]
    both = now[columns].merge(before[columns], how="outer", on=_KEY, suffixes=("", "_before"), indicator="side")
    in_both, entered, left = (both["side"] == side for side in ("both", "left_only", "right_only"))
    met, met_before = (both[name].eq(True).fillna(False).astype(bool) for name in ("met", "met_before"))
    judged = both["met"].notna() | both["met_before"].notna()
    numbers = pd.DataFrame(
        {
            "county": both["county"].astype("str"),
            "gained": in_both & met & ~met_before,
            "lost": in_both & ~met & met_before,
            "entered": entered,
            "left": left,
            "failing_before": ~entered & ~met_before,
            "x": both["numerator"].where(in_both, 0.0),
            "n": both["denominator"].where(in_both, 0.0),
            "x_before": both["numerator_before"].where(in_both, 0.0),
            "n_before": both["denominator_before"].where(in_both, 0.0),
            "judged": judged,
        }
    )
    sums = numbers.groupby("county").sum()
    known = set(now["county"].astype("str")) & set(before["county"].astype("str"))
    return {str(county): _moves(row) for county, row in sums.to_dict("index").items() if county in known}


def _moves(row: Mapping[object, float]) -> Moves:
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
