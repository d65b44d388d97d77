"""The dot, the interval and the word rest on one inequality and cannot disagree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reporting.analysis.funnel import funnel_limits, position
from reporting.analysis.intervals import wilson, z_value
from reporting.analysis.status import against_city
from reporting.analysis.words import CityWord, Position

LEVELS = st.sampled_from([0.95, 0.998])


@st.composite
def counties(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n = draw(st.integers(10, 20_000))
    city_n = draw(st.integers(n, 200_000))
    return draw(st.integers(0, n)), n, draw(st.integers(1, city_n - 1)), city_n


def excludes(x: int, n: int, p0: Fraction, z2phi: Fraction) -> bool:
    """Whether the Wilson interval excludes p0, in whole numbers.

    The limits are the roots of (n + z²φ)p² - (2x + z²φ)p + x²/n = 0; outside them the left side is positive.
    """
    return (n + z2phi) * p0**2 - (2 * x + z2phi) * p0 + Fraction(x * x, n) > 0


@given(counties(), LEVELS, st.floats(1, 30))
def test_outside_the_funnel_is_exactly_outside_the_wilson_interval(
    county: tuple[int, int, int, int], level: float, phi: float
) -> None:
    x, n, city_x, city_n = county
    p0 = Fraction(city_x, city_n)
    z2phi = Fraction(z_value(level)) ** 2 * Fraction(phi)
    assert (position(x, n, p0, level, phi) is not Position.WITHIN) == excludes(x, n, p0, z2phi)


@given(counties(), LEVELS)
def test_a_point_exactly_on_the_limit_is_within_and_a_hair_beyond_is_not(
    county: tuple[int, int, int, int], level: float
) -> None:
    x, n, city_x, city_n = county
    p0 = Fraction(city_x, city_n)
    assume(x != n * p0)
    on_the_limit = (x - n * p0) ** 2 / (Fraction(z_value(level)) ** 2 * n * p0 * (1 - p0))
    assert position(x, n, p0, level, on_the_limit) is Position.WITHIN
    beyond = position(x, n, p0, level, on_the_limit * (1 - Fraction(1, 10**15)))
    assert beyond is (Position.ABOVE_UPPER if x > n * p0 else Position.BELOW_LOWER)
    lower, upper = wilson(x, n, level, float(on_the_limit))
    assert float(p0) == pytest.approx(float(lower if x > n * p0 else upper), rel=1e-6)


@given(counties(), LEVELS, st.floats(1, 30))
def test_the_drawn_limits_and_interval_show_what_the_word_says(
    county: tuple[int, int, int, int], level: float, phi: float
) -> None:
    x, n, city_x, city_n = county
    p0 = city_x / city_n
    low, high = (float(limit) for limit in funnel_limits(p0, n, level, phi))
    lower, upper = (float(limit) for limit in wilson(x, n, level, phi))
    # Closer to a limit than floating point can tell, the picture may fall on either side; the word may not.
    assume(min(abs(x / n - low), abs(x / n - high)) > 1e-9)
    assume(min(abs(p0 - lower), abs(p0 - upper)) > 1e-9)
    drawn = Position.WITHIN
    if not low <= x / n <= high:
        drawn = Position.ABOVE_UPPER if x / n > high else Position.BELOW_LOWER
    assert position(x, n, Fraction(city_x, city_n), level, phi) is drawn
    assert (drawn is Position.WITHIN) == (lower <= p0 <= upper)


@given(counties(), st.floats(1, 30))
def test_the_word_is_the_position_and_strong_is_the_outer_position(
    county: tuple[int, int, int, int], phi: float
) -> None:
    x, n, city_x, city_n = county
    status = against_city("target", *county, phi=phi)
    p0 = Fraction(city_x, city_n)
    words = {
        Position.ABOVE_UPPER: CityWord.BETTER,
        Position.WITHIN: CityWord.SIMILAR,
        Position.BELOW_LOWER: CityWord.WORSE,
    }
    assert status.word is words[position(x, n, p0, 0.95, phi)]
    assert status.strong == (position(x, n, p0, 0.998, phi) is not Position.WITHIN)
    assert not (status.strong and status.word is CityWord.SIMILAR)


@given(counties(), LEVELS)
def test_limits_drawn_are_cut_to_0_and_1(county: tuple[int, int, int, int], level: float) -> None:
    _, n, city_x, city_n = county
    low, high = funnel_limits(city_x / city_n, [n, 10 * n], level)
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert low[0] <= low[1] <= city_x / city_n <= high[1] <= high[0]


@pytest.mark.parametrize("p0", [0, 1])
def test_a_funnel_without_width_is_refused(p0: float) -> None:
    with pytest.raises(ValueError, match="no width"):
        position(5, 10, p0, 0.95)
