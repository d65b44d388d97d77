"""Series: which months are signalled, and that noise and gaps are not."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.series import judge_series
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.words import ChangeWord, Method, SignalRule

values = st.integers(0, 1000).map(lambda tenths: tenths / 10)
months = st.lists(st.one_of(st.none(), values), max_size=30)
OPPOSITE = {ChangeWord.UP: ChangeWord.DOWN, ChangeWord.DOWN: ChangeWord.UP}


@given(months)
def test_missing_months_are_never_signalled_and_the_number_of_points_chooses_the_method(
    series: list[float | None],
) -> None:
    judged = judge_series(series, SUGGESTED.series)
    points = [value for value in series if value is not None]
    assert len(judged.signals) == len(series)
    assert all(signal is None for signal, value in zip(judged.signals, series, strict=True) if value is None)
    assert (judged.method is Method.TOO_FEW) == (len(points) < 5)
    if judged.method is Method.XMR:
        assert len(points) >= 12


@given(st.lists(values, min_size=5, max_size=30))
def test_a_series_upside_down_is_signalled_upside_down(series: list[float]) -> None:
    # Whole numbers, so that turning them round rounds nothing.
    whole = [round(10 * value) for value in series]
    judged, turned = judge_series(whole, SUGGESTED.series), judge_series([-value for value in whole], SUGGESTED.series)
    for one, other in zip(judged.signals, turned.signals, strict=True):
        assert (one is None) == (other is None)
        if one and other:
            assert one.rule is other.rule
            assert one.direction is OPPOSITE[other.direction]


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=11))
def test_six_points_on_one_side_of_their_own_median_cannot_happen_below_twelve(series: list[int]) -> None:
    middle = median(series)
    assert max(sum(v > middle for v in series), sum(v < middle for v in series)) < 6


@given(values, st.integers(5, 30))
def test_a_constant_series_signals_nothing(value: float, length: int) -> None:
    assert set(judge_series([value] * length, SUGGESTED.series).signals) == {None}


def test_every_month_of_a_pattern_carries_the_first_rule_that_applies() -> None:
    """48 … 54 is a trend of seven; its last point made much higher is outside the limits first of all."""
    trend = judge_series([52, 50, 52, 50, 52, 48, 49, 50, 51, 52, 53, 54], SUGGESTED.series).signals
    assert [signal and signal.rule for signal in trend] == [None] * 5 + [SignalRule.TREND] * 7
    outside = judge_series([52, 50, 52, 50, 52, 48, 49, 50, 51, 52, 53, 70], SUGGESTED.series).signals[-7:]
    assert [signal and signal.rule for signal in outside] == [SignalRule.TREND] * 6 + [SignalRule.OUTSIDE_LIMITS]


def test_two_of_three_must_lie_on_the_same_side() -> None:
    """Two thirds of the limits: 47.1 and 54.9 in the first series, 46.1 and 55.1 in the second."""
    steady = [50, 52] * 10
    assert judge_series([*steady, 46, 56], SUGGESTED.series).signals[-2:] == (None, None)
    assert judge_series([*steady, 46, 52, 46], SUGGESTED.series).latest is None, (
        "the one between lies on the other side"
    )
    same = judge_series([*steady, 46, 50, 46], SUGGESTED.series).latest
    assert same
    assert (same.rule, same.direction) == (SignalRule.TWO_OF_THREE, ChangeWord.DOWN)


@pytest.mark.parametrize(("gap", "expected"), [([], SignalRule.ONE_SIDE), ([None], None)])
def test_a_run_on_one_side_does_not_cross_a_missing_month(gap: list[None], expected: SignalRule | None) -> None:
    series = [50, 48, 50, 48, 50, 52, 53, 52, *gap, 53, 52, 53, 52]
    latest = judge_series(series, SUGGESTED.series).latest
    assert (latest and latest.rule) is expected
