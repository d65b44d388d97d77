"""Claims: the word follows the number, its qualifier and the date it speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from reporting.analysis.claims import ClaimVerdict, ClaimWord, judge_claim
from reporting.definitions.base import Text
from reporting.definitions.claims import Claim
from reporting.definitions.policy import SUGGESTED

CANNOT = ClaimWord.CANNOT_BE_TOLD


def claim(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "id": "sessions",
        "quotation": "共召开区域教研70余场",
        "county": "1",
        "scope": Text.model_validate({"zh-Hans": "本级"}),
        "as_of": date(2022, 4, 22),
        "indicator": "sessions",
        "value": 70,
    }
    return Claim.model_validate(values | changes)


def observed(value: float | None, state: str = "reported", period: str = "2022-04") -> pd.DataFrame:
    row = {"county": "1", "period": period, "indicator": "sessions", "category": "", "qualifier": "余", "state": state}
    return pd.DataFrame([row | {"value": value, "numerator": value, "denominator": None}])


@pytest.mark.parametrize(
    ("comparison", "found", "word"),
    [
        ("equal", 70, "supported"),
        ("equal", 71, "contradicted"),
        ("at_least", 76, "supported"),
        ("at_least", 69, "contradicted"),
        ("nearly", 63, "supported"),
        ("nearly", 62, "contradicted"),
        ("nearly", 71, "contradicted"),
        ("about", 73, "supported"),
        ("about", 74, "contradicted"),
    ],
)
def test_word_follows_the_qualifier(comparison: str, found: float, word: str) -> None:
    """Else 余, 近 or 约 would be read as an exact figure, or as anything at all."""
    assert judge_claim(claim(comparison=comparison), observed(found), SUGGESTED.claims).word == word


@pytest.mark.parametrize(
    ("comparison", "found", "word"),
    [
        ("at_least", 70, "supported"),
        ("nearly", 70, "supported"),
        ("about", 73.5, "supported"),
        ("about", 73.6, "contradicted"),
        ("about", 66.5, "supported"),
        ("about", 66.4, "contradicted"),
    ],
)
def test_the_bounds_themselves_support(comparison: str, found: float, word: str) -> None:
    """A claim would be contradicted by the very number that it names, or by the last that its word allows."""
    assert judge_claim(claim(comparison=comparison), observed(found), SUGGESTED.claims).word == word


@pytest.mark.parametrize(
    ("asked", "seen", "verdict"),
    [
        (claim(indicator=None), observed(70), ClaimVerdict(CANNOT, None, "", "not_collected", "2022-04")),
        (claim(), observed(70, period="2022-05"), ClaimVerdict(CANNOT, None, "", "not_submitted", "2022-04")),
        (claim(), observed(None, "suppressed"), ClaimVerdict(CANNOT, None, "", "suppressed", "2022-04")),
        (claim(part="denominator"), observed(70), ClaimVerdict(CANNOT, None, "", "reported", "2022-04")),
        (claim(), observed(70, "not_comparable"), ClaimVerdict(CANNOT, None, "", "not_comparable", "2022-04")),
        (claim(value=None), observed(71), ClaimVerdict(CANNOT, 71, "余", "reported", "2022-04")),
        (claim(), observed(70), ClaimVerdict(ClaimWord.SUPPORTED, 70, "余", "reported", "2022-04")),
        (
            claim(),
            observed(70).assign(qualifier=""),
            ClaimVerdict(ClaimWord.SUPPORTED, 70, "", "reported", "2022-04"),
        ),
    ],
)
def test_a_verdict_says_number_qualifier_state_and_period(
    asked: Claim, seen: pd.DataFrame, verdict: ClaimVerdict
) -> None:
    """The evidence page would name another month, or a number without its reason."""
    assert judge_claim(asked, seen, SUGGESTED.claims) == verdict


def test_a_claim_of_a_city_that_reports_by_year_speaks_of_its_year() -> None:
    """It would be looked for in a month that no county reports."""
    verdict = judge_claim(claim(), observed(70, period="2022"), SUGGESTED.claims, by_month=False)
    assert verdict == ClaimVerdict(ClaimWord.SUPPORTED, 70, "余", "reported", "2022")


def test_what_nothing_collects_cannot_be_told() -> None:
    """Else a claim that no form asks about would look proved or refuted."""
    verdict = judge_claim(claim(indicator=None), observed(70), SUGGESTED.claims)
    assert (verdict.word, verdict.state, verdict.found) == (ClaimWord.CANNOT_BE_TOLD, "not_collected", None)


def test_a_missing_figure_keeps_its_reason() -> None:
    """Else a reader could not tell silence from a zero."""
    verdict = judge_claim(claim(), observed(None, "not_submitted"), SUGGESTED.claims)
    assert (verdict.word, verdict.state) == (ClaimWord.CANNOT_BE_TOLD, "not_submitted")


def test_only_the_month_the_claim_speaks_of_counts() -> None:
    """Else a later month would prove an earlier claim."""
    assert judge_claim(claim(), observed(70, period="2022-05"), SUGGESTED.claims).word is ClaimWord.CANNOT_BE_TOLD


def test_the_number_is_shown_with_its_sender_s_qualifier() -> None:
    """Else 70余 would be printed as exactly 70."""
    verdict = judge_claim(claim(), observed(70), SUGGESTED.claims)
    assert (verdict.found, verdict.qualifier) == (70, "余")
