"""Wilson and Newcombe intervals: properties that hold for every count, and an outside oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reporting.analysis.intervals import newcombe, wilson, z_value

LEVELS = st.sampled_from([0.9, 0.95, 0.998])


@st.composite
def rates(draw: st.DrawFn, largest: int = 100_000) -> tuple[int, int]:
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@given(rates(), LEVELS, st.floats(1, 50))
def test_wilson_holds_the_rate_and_stays_within_0_and_1(rate: tuple[int, int], level: float, phi: float) -> None:
    x, n = rate
    lower, upper = wilson(x, n, level, phi)
    assert 0 <= lower <= x / n <= upper <= 1


@given(rates(10_000), LEVELS)
def test_wilson_agrees_with_scipy(rate: tuple[int, int], level: float) -> None:
    expected = stats.binomtest(*rate).proportion_ci(level, method="wilson")
    assert np.allclose(wilson(*rate, level), (expected.low, expected.high), atol=1e-9)


@given(rates(10_000), LEVELS)
def test_wilson_rises_with_the_count(rate: tuple[int, int], level: float) -> None:
    x, n = rate
    lower, upper = wilson([x, x + 1], [n + 1, n + 1], level)
    assert lower[0] < lower[1]
    assert upper[0] < upper[1]


@given(rates(), st.floats(1, 20), st.floats(0.1, 20))
def test_wilson_widens_with_level_and_dispersion(rate: tuple[int, int], phi: float, more: float) -> None:
    inner, outer = wilson(*rate, 0.95, phi), wilson(*rate, 0.998, phi)
    spread = wilson(*rate, 0.95, phi + more)
    for wider in (outer, spread):
        assert wider[0] <= inner[0]
        assert inner[1] <= wider[1]


@given(rates(), LEVELS)
def test_wilson_of_the_complement_is_its_mirror(rate: tuple[int, int], level: float) -> None:
    x, n = rate
    lower, upper = wilson(x, n, level)
    assert np.allclose(wilson(n - x, n, level), (1 - upper, 1 - lower), atol=1e-12)


def test_wilson_takes_columns_and_has_no_limits_without_a_denominator() -> None:
    lower, upper = wilson([0, 0, 5], [0, 5, 5], 0.95)
    assert np.isnan(lower[0])
    assert np.isnan(upper[0])
    assert lower[1] == 0
    assert upper[2] == 1


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_impossible_counts(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 ≤ x ≤ n"):
        wilson(x, n, 0.95)


@given(rates(), rates(), LEVELS)
def test_newcombe_is_antisymmetric(one: tuple[int, int], two: tuple[int, int], level: float) -> None:
    lower, upper = newcombe(*one, *two, level)
    assert newcombe(*two, *one, level) == pytest.approx((-upper, -lower), abs=1e-15)


@given(rates(), rates(), LEVELS)
def test_newcombe_holds_the_difference_and_stays_within_minus_1_and_1(
    one: tuple[int, int], two: tuple[int, int], level: float
) -> None:
    lower, upper = newcombe(*one, *two, level)
    assert -1 - 1e-12 <= lower <= one[0] / one[1] - two[0] / two[1] <= upper <= 1 + 1e-12


@given(st.floats(0.01, 0.999))
def test_z_value_is_the_two_sided_normal_quantile(level: float) -> None:
    assert z_value(level) == pytest.approx(stats.norm.ppf((1 + level) / 2), rel=1e-9)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_z_value_refuses_percentages_and_certainty(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_value(level)
