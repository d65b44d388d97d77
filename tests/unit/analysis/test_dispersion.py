"""Over-dispersion: never below 1, and one odd school cannot make it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.mstats import winsorize

from reporting.analysis.dispersion import overdispersion, winsorised

schools = st.lists(st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=60)


@given(st.lists(st.floats(-50, 50), max_size=60))
def test_winsorising_agrees_with_scipy(z: list[float]) -> None:
    k = len(z) // 10
    expected = winsorize(np.array(z), limits=(k / len(z), k / len(z)), inclusive=(True, True)) if k else np.array(z)
    assert np.allclose(winsorised(z), np.sort(np.asarray(expected)))


@given(schools, st.integers(0, 1000).map(lambda thousandths: thousandths / 1000))
def test_phi_is_never_below_1(rates: list[tuple[int, int]], p0: float) -> None:
    assert overdispersion([x for x, _ in rates], [n for _, n in rates], p0) >= 1


@given(st.integers(10, 50), st.integers(51, 100))
def test_one_odd_school_among_ten_or_more_does_not_move_it(others: int, odd: int) -> None:
    assert overdispersion([50] * others + [odd], [100] * (others + 1), 0.5) == 1


def test_binomial_schools_have_no_over_dispersion_to_speak_of() -> None:
    rng = np.random.default_rng(694)
    n = rng.integers(200, 2000, 600)
    assert overdispersion(rng.binomial(n, 0.86), n, 0.86) < 1.1


def test_schools_that_differ_by_more_than_chance_have() -> None:
    rng = np.random.default_rng(694)
    n = rng.integers(200, 2000, 600)
    assert overdispersion(rng.binomial(n, rng.beta(43, 7, 600)), n, 0.86) > 5
