"""What readers see is never rounder than the truth at 0 and at 100."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.rounding import display_rate, half_up


@given(st.integers(1, 2_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 3))
def test_only_a_complete_count_reads_100_and_only_none_reads_0(rate: tuple[int, int], digits: int) -> None:
    x, n = rate
    shown = Decimal(display_rate(x, n, digits))
    assert (shown == 100) == (x == n)
    assert (shown == 0) == (x == 0)
    assert abs(Fraction(shown) - Fraction(100 * x, n)) <= Fraction(1, 10**digits)


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_away_from_the_ends_rounding_is_half_up(n: int, x: int) -> None:
    tenths = (Fraction(1000 * x, n) + Fraction(1, 2)).__floor__()
    if tenths not in (0, 1000):
        assert display_rate(x, n, 1) == f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.25, "0.3"), (-0.25, "-0.3"), (0.35, "0.4"), (2.05, "2.1"), (Decimal("0.049"), "0.0")],
)
def test_halves_go_up_as_typed_and_not_as_stored(value: Decimal | float, expected: str) -> None:
    assert str(half_up(value, 1)) == expected


def test_a_rate_of_nothing_is_no_number() -> None:
    with pytest.raises(ZeroDivisionError):
        display_rate(0, 0, 1)
