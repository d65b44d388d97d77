"""Numbers as readers see them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from reporting.definitions.policy import SUGGESTED
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
    assert numbers.rate(value, *parts, 1) == shown


@given(some.integers(2, 2_000_000).flatmap(lambda n: some.tuples(some.integers(0, n - 1), some.just(n))))
@example((1_999_999, 2_000_000))
def test_no_way_to_print_a_percentage_makes_100_of_an_incomplete_count(counts: tuple[int, int]) -> None:
    """One path to the page would round where another does not: tiles, tables, strips, sentences, the city's value."""
    numerator, denominator = counts
    words, value = Words("zh-Hans", policy=SUGGESTED), 100 * numerator / denominator
    shown = [
        words.rate(value, numerator, denominator),
        words.rate(value),
        words.plain(value, "percent"),
        words.amount(value, "percent"),
        words.share(numerator / denominator),
    ]
    assert not [text for text in shown if text.startswith("100")]
    whole = [words.rate(100.0, denominator, denominator), words.amount(100.0, "percent"), words.share(1.0)]
    assert whole == ["100.0%"] * 3


@pytest.mark.parametrize(
    ("value", "shown"),
    [(92.14, "92.14"), (85.0, "85"), (100.0, "100"), (1_300_100.0, "1\u00a0300\u00a0100"), (3600.0, "3\u00a0600")],
)
def test_what_others_published_keeps_its_digits(value: float, shown: str) -> None:
    """92.14 would be rounded to 92.1, or 1 300 100 be printed as 1.3001e+06."""
    assert numbers.exact(value) == shown


def test_counts_are_grouped_and_do_not_break() -> None:
    """A large count would be hard to read, or be cut between two lines."""
    assert numbers.whole(31468) == "31\u00a0468"
    assert numbers.whole(-3) == "\u22123"


@pytest.mark.parametrize(("value", "shown"), [(2.85, "+2.9"), (-1.4, "\u22121.4"), (0.04, "0.0"), (-0.04, "0.0")])
def test_differences_carry_their_sign(value: float, shown: str) -> None:
    """A fall would read as a rise, or nothing as a change."""
    assert numbers.signed(value, 1) == shown


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
    assert Words(language, policy=SUGGESTED).qualified("70", qualifier) == shown  # type: ignore[arg-type]
