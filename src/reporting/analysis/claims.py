"""Claims of a public document held against what the counties sent: supported, contradicted, or cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from reporting.definitions.claims import Claim
from reporting.definitions.periods import Period
from reporting.definitions.policy import ClaimLimits

__all__ = ["ClaimVerdict", "ClaimWord", "judge_claim", "period_of"]


class ClaimWord(StrEnum):
    """What the data say about a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    CANNOT_BE_TOLD = "cannot_be_told"


@dataclass(frozen=True)
class ClaimVerdict:
    """What the data say about a claim, and the number they say it with.

    Attributes:
        found: our number; None where there is none.
        qualifier: 余, 近, 约 as the sender wrote it.
        state: why there is no number: ``not_collected`` where no indicator can prove it, else the observation's state.
        period: the period looked at.
    """

    word: ClaimWord
    found: float | None = None
    qualifier: str = ""
    state: str = ""
    period: str = ""


def period_of(claim: Claim, *, by_month: bool) -> str:
    """The period that the claim speaks about: the one its date falls in."""
    return str(Period.of(claim.as_of.year, claim.as_of.month if by_month else 0))


def judge_claim(
    claim: Claim, observations: pd.DataFrame, limits: ClaimLimits, *, by_month: bool = True
) -> ClaimVerdict:
    """Hold a claim against the observation it is tied to.

    Args:
        observations: county, period, indicator, category, numerator, denominator, value, qualifier, state.
        limits: what 近 and 约 may stand for.
        by_month: whether periods are months (else years).
    """
    period = period_of(claim, by_month=by_month)
    if claim.indicator is None:
        return ClaimVerdict(ClaimWord.CANNOT_BE_TOLD, state="not_collected", period=period)
    rows = observations[
        (observations["county"] == claim.county)
        & (observations["period"] == period)
        & (observations["indicator"] == claim.indicator)
        & (observations["category"] == claim.category)
    ]
    if rows.empty:
        return ClaimVerdict(ClaimWord.CANNOT_BE_TOLD, state="not_submitted", period=period)
    row = rows.iloc[0]
    if row["state"] != "reported" or pd.isna(row[claim.part]):
        return ClaimVerdict(ClaimWord.CANNOT_BE_TOLD, state=str(row["state"]), period=period)
    found, qualifier = float(row[claim.part]), str(row["qualifier"] or "")
    if claim.value is None:
        return ClaimVerdict(ClaimWord.CANNOT_BE_TOLD, found, qualifier, "reported", period)
    word = ClaimWord.SUPPORTED if _agrees(claim, claim.value, found, limits) else ClaimWord.CONTRADICTED
    return ClaimVerdict(word, found, qualifier, "reported", period)


def _agrees(claim: Claim, claimed: float, found: float, limits: ClaimLimits) -> bool:
    match claim.comparison:
        case "equal":
            return found == claimed
        case "at_least":
            return found >= claimed
        case "nearly":
            return limits.nearly_from * claimed <= found <= claimed
        case "about":
            return abs(found - claimed) <= limits.about_within * claimed
