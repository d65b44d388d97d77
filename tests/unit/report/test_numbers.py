"""Numbers as readers see them."""

from __future__ import annotations

import pytest

from reporting.report import numbers
from reporting.report.words import Words


@pytest.mark.parametrize(
    ("value", "parts", "shown"),
    [
        (99.97, (None, None), "99.9"),
        (100.0, (None, None), "100.0"),
        (99.96, (2499, 2500), "99.9"),
        (100.0, (70, 70), "100.0"),
        (78.65, (None, None), "78.7"),
        (0.02, (1, 5000), "0.1"),
    ],
)
def test_rates_round_half_up_and_never_to_a_false_hundred(value: float, parts: tuple[float, float], shown: str) -> None:
    """A county that misses one school would read as having reached them all."""
    assert numbers.rate(value, *parts) == shown


def test_counts_are_grouped_and_do_not_break() -> None:
    """A large count would be hard to read, or be cut between two lines."""
    assert numbers.whole(31468) == "31\u00a0468"
    assert numbers.whole(-3) == "\u22123"


@pytest.mark.parametrize(("value", "shown"), [(2.85, "+2.9"), (-1.4, "\u22121.4"), (0.04, "0.0"), (-0.04, "0.0")])
def test_differences_carry_their_sign(value: float, shown: str) -> None:
    """A fall would read as a rise, or nothing as a change."""
    assert numbers.signed(value) == shown


@pytest.mark.parametrize(
    ("language", "qualifier", "shown"),
    [
        ("zh-Hans", "余", "70余"),
        ("zh-Hans", "近", "近70"),
        ("en", "余", "over 70"),
        ("zh-Hans", "未去重", "70（未去重）"),
    ],
)
def test_a_qualifier_stays_with_its_number(language: str, qualifier: str, shown: str) -> None:
    """A figure given as "over 70" would be printed as exactly 70."""
    assert Words(language).qualified("70", qualifier) == shown  # type: ignore[arg-type]
