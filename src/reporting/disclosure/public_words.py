"""Words in the public edition: decided once, on true counts, and withheld where they would tell more than the numbers.

A word is printed beside rounded numbers only where every table that rounds to them has the same word. So a reader who
counts the words learns from them nothing that the numbers do not say, and whether a word is withheld follows from the
numbers as well. No word can contradict another: where the printed numbers would have another word than the true ones,
one of those tables has it, and the word is withheld, with its interval and its point in the funnel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import numpy as np
import pandas as pd

from reporting.definitions.policy import Disclosure, Policy
from reporting.definitions.words import ChangeWord, CityWord, Doubt, TargetWord

__all__ = ["printed_words"]

_KEY = ["county", "indicator", "category"]
_CITY = ["against_city", "strong"]
_TARGET = ["against_target"]
_CHANGE = ["change_word"]
_SERIES = ["signal", "direction", "suspected"]
_LIMITS = ["limit_lower", "limit_upper", "strong_lower", "strong_upper"]
Assess = Callable[[pd.DataFrame], pd.DataFrame]


def printed_words(
    true: pd.DataFrame,
    observations: pd.DataFrame,
    guarded: Collection[str],
    period: str,
    totals: Collection[str],
    policy: Policy,
    assess: Assess,
) -> pd.DataFrame:
    """The assessments of a period as the public edition prints them.

    Args:
        true: the assessments of the true counts.
        observations: as they are printed.
        guarded: indicators whose counts are rounded.
        totals: codes of the totals.
        policy: how counts are rounded, and rates are printed.
        assess: from observations to the assessments of the period.
    """
    shown = assess(observations)
    mine = shown["indicator"].isin(guarded) & (shown["state"] == "reported")
    if not mine.any():
        return shown
    others = [assess(one) for one in _rounded_alike(observations, guarded, period, totals, policy.disclosure)]
    keys = pd.MultiIndex.from_frame(shown[_KEY])
    same = {
        name: np.logical_and.reduce([_equal(shown, _aligned(one, keys), name) for one in (true, *others)])
        for name in (*_CITY, *_TARGET, *_CHANGE, *_SERIES)
    }

    def doubtful(names: list[str]) -> pd.Series[bool]:
        agreed = np.logical_and.reduce([same[name] for name in names])
        return pd.Series(mine.to_numpy() & ~agreed, shown.index)

    def put(rows: pd.Series[bool], **values: object) -> None:
        for name, value in values.items():
            done.loc[rows, name] = value  # type: ignore[call-overload]

    done = shown.copy()
    city, target, change = doubtful(_CITY), doubtful(_TARGET), doubtful(_CHANGE)
    put(city, against_city=str(CityWord.NOT_COMPARABLE), strong=False, city_doubt=str(Doubt.WITHHELD))
    put(city, lower=np.nan, upper=np.nan, method="", units=np.nan, **dict.fromkeys(_LIMITS, np.nan))
    put(target, against_target=str(TargetWord.UNCERTAIN), target_doubt=str(Doubt.WITHHELD))
    put(change, change_word=str(ChangeWord.NOT_COMPARABLE), change=np.nan)
    put(doubtful(["signal", "direction"]), signal="", direction="")
    put(doubtful(["suspected"]), suspected=False, suspected_schools=np.nan)
    return _coarse(done, mine, policy.display.decimals)


def _coarse(assessments: pd.DataFrame, mine: pd.Series[bool], decimals: int) -> pd.DataFrame:
    """The limits and intervals of guarded rates as printed, outwards: they come from true counts of single schools."""
    steps = 10.0**decimals
    done = assessments.copy()
    for name, outwards in [
        *((one, np.floor) for one in ("lower", "limit_lower", "strong_lower")),
        *((one, np.ceil) for one in ("upper", "limit_upper", "strong_upper")),
    ]:
        done.loc[mine, name] = outwards(done.loc[mine, name] * steps) / steps
    return done


def _rounded_alike(
    observations: pd.DataFrame, guarded: Collection[str], period: str, totals: Collection[str], rules: Disclosure
) -> Iterator[pd.DataFrame]:
    """The farthest tables that are printed as this one is: counties as low as can be and totals as high, or turned.

    Months before lean the other way, so that a change is the largest, or the smallest, that fits the print.
    """
    mine = observations["indicator"].isin(guarded) & observations["numerator"].notna()
    is_total = observations["county"].isin(totals)
    now = observations["period"] == period
    for lean in (1, -1):
        signs = np.where(is_total == now, lean, -lean)[mine.to_numpy()]
        yield _leaning(observations, mine, signs, rules)


def _leaning(
    observations: pd.DataFrame,
    mine: pd.Series[bool],
    signs: np.ndarray[tuple[int], np.dtype[np.int64]],
    rules: Disclosure,
) -> pd.DataFrame:
    """The table with the counts of some rows moved as far as the rounding lets them."""
    done = observations.copy()
    x, n = (observations.loc[mine, name] for name in ("numerator", "denominator"))
    is_whole = x == n
    low = (x - rules.down * (x > 0)).clip(lower=0)
    moved = low.where(signs < 0, x + rules.up * (x > 0))
    whole = (n + rules.up).where(signs < 0, n - rules.down).where(n > 0, n)
    # printed alike, all of them; one short of all, all but one at most
    moved = moved.where(n.isna(), np.minimum(moved, whole - 1))
    moved = moved.where(~is_whole, whole).where(x > 0, x)
    done.loc[mine, "numerator"], done.loc[mine, "denominator"] = moved, whole
    rate = 100 * moved / whole
    percent = observations.loc[mine, "unit"] == "percent"
    done.loc[mine, "value"] = rate.where(percent, moved)
    return done


def _aligned(assessments: pd.DataFrame, keys: pd.MultiIndex) -> pd.DataFrame:
    return assessments.drop_duplicates(_KEY).set_index(_KEY).reindex(keys)


def _equal(one: pd.DataFrame, other: pd.DataFrame, name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    left, right = one[name].to_numpy(dtype="object"), other[name].to_numpy(dtype="object")
    return np.asarray([a == b for a, b in zip(left, right, strict=True)], dtype="bool")
