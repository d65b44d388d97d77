"""Limits, intervals and words are one rule, and calibrated: schools dealt at random are hardly ever unusual."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from reporting.analysis.binomial import effective_size, lower_tail, midp_interval, midp_limits
from reporting.analysis.comparison import Compared, Proportion, dealt_references, exact_references
from reporting.analysis.dealing import dealt_limits
from reporting.analysis.status import against_city, position
from reporting.definitions.policy import SUGGESTED, Comparison, Policy
from reporting.definitions.words import CityWord, Comparing, Position

LEVELS = (0.95, 0.998)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.floats(0.001, 0.999))
def test_the_tail_is_the_binomial_distributions(rate: tuple[int, int], p: float) -> None:
    """Another program would find another word."""
    x, n = rate
    expected = stats.binom.cdf(x - 1, n, p) + stats.binom.pmf(x, n, p) / 2
    assert float(lower_tail(x, n, p)) == pytest.approx(expected, abs=1e-9)


@given(counts, counts)
def test_word_interval_and_limits_say_the_same(county: tuple[int, int], rest: tuple[int, int]) -> None:
    """The dot would lie inside the funnel and the word say worse."""
    mine, city = Proportion(*county), Proportion(county[0] + rest[0], county[1] + rest[1])
    reference = exact_references({"": Compared(mine, city)}, SUGGESTED)[""]
    if reference.limits is None or reference.strong_limits is None:
        assert city.x in (0, city.n)
        return
    centre, (lower, upper) = city.x / city.n, reference.interval
    where = position(mine.x / mine.n, reference.limits)
    assert (where is Position.WITHIN) == (lower <= centre <= upper)
    assert (
        reference.strong_limits[0] <= reference.limits[0] <= centre <= reference.limits[1] <= reference.strong_limits[1]
    )
    assert 0 <= lower <= mine.x / mine.n <= upper <= 1


@given(counts, st.floats(0.01, 0.99), st.sampled_from(LEVELS))
def test_limits_are_where_the_tail_begins(rate: tuple[int, int], p0: float, level: float) -> None:
    """A drawn limit would not be the one that judges."""
    x, n = rate
    lower, upper = (float(limit) for limit in midp_limits(p0, n, level))
    tail = float(lower_tail(x, n, p0))
    unsure = min(abs(tail - (1 - level) / 2), abs(1 - tail - (1 - level) / 2)) < 1e-9
    assert unsure or (x / n < lower) == (tail < (1 - level) / 2)
    assert unsure or (x / n > upper) == (1 - tail < (1 - level) / 2)


@given(counts)
def test_a_wider_level_gives_a_wider_interval(rate: tuple[int, int]) -> None:
    """What is strong would be less than what is plain."""
    inner, outer = midp_interval(*rate, 0.95), midp_interval(*rate, 0.998)
    assert outer[0] <= inner[0] <= rate[0] / rate[1] <= inner[1] <= outer[1]


def test_the_largest_county_is_judged_by_what_it_is_of_the_city() -> None:
    """A fifth of the city moves the city along: without the correction it would have to differ by a ninth more."""
    assert effective_size(140, 700) == 175
    assert effective_size(140, 700, design_effect=2) == 87.5
    mine, city = Proportion(103, 140), Proportion(560, 700)
    assert (
        exact_references({"": Compared(mine, city)}, SUGGESTED)[""].limits
        != exact_references({"": Compared(mine, Proportion(560_000, 700_000))}, SUGGESTED)[""].limits
    )
    assert (
        against_city("target", mine, city, exact_references({"": Compared(mine, city)}, SUGGESTED)[""], SUGGESTED).word
        is CityWord.WORSE
    )
    plain = exact_references({"": Compared(mine, Proportion(560_000, 700_000))}, SUGGESTED)[""]
    assert against_city("target", mine, city, plain, SUGGESTED).word is CityWord.SIMILAR


def test_limits_are_never_nearer_than_what_is_worth_saying() -> None:
    """99.8 against 99.8 % would be called worse, and no reader see why."""
    mine, city = Proportion(997_700, 1_000_000), Proportion(99_790_000, 100_000_000)
    assert (
        against_city("target", mine, city, exact_references({"": Compared(mine, city)}, SUGGESTED)[""], SUGGESTED).word
        is CityWord.SIMILAR
    )
    sharp = Policy(comparison=Comparison(least_difference=0))
    assert (
        against_city("target", mine, city, exact_references({"": Compared(mine, city)}, sharp)[""], SUGGESTED).word
        is CityWord.WORSE
    )


def bad_schools(random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Some hundred schools where all is well, and five where hardly anything is."""
    size = np.maximum(12, random.lognormal(6, 0.8, 240)).round()
    served = size.copy()
    served[:5] = (size[:5] * 0.3).round()
    return served, size


Population = Callable[[np.random.Generator], tuple[NDArray[np.float64], NDArray[np.float64]]]


def uneven_schools(random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Schools that differ as schools do."""
    size = np.maximum(12, random.lognormal(6, 0.8, 240)).round()
    return random.binomial(size.astype(int), random.beta(43, 7, 240)).astype(float), size


def flags(
    x: NDArray[np.float64], n: NDArray[np.float64], county: NDArray[np.str_], level: float
) -> dict[str, Position]:
    limits = dealt_limits(x, n, county, LEVELS)
    return {
        one: position(x[county == one].sum() / n[county == one].sum(), limits[one][level]) for one in np.unique(county)
    }


@pytest.mark.parametrize("population", [bad_schools, uneven_schools])
def test_schools_dealt_at_random_are_hardly_ever_unusual(population: Population) -> None:
    """Ten counties of thirteen would be praised or blamed for nothing."""
    random = np.random.default_rng(7)
    x, n = population(random)
    sizes = [4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 40, 40]
    county = np.repeat([f"{number:02}" for number in range(13)], sizes)
    shuffles = 40
    found = dict.fromkeys(LEVELS, 0)
    for _ in range(shuffles):
        random.shuffle(county)
        for level in LEVELS:
            found[level] += sum(one is not Position.WITHIN for one in flags(x, n, county, level).values())
    assert found[0.95] / shuffles <= 1.0
    assert found[0.998] / shuffles <= 0.15


@pytest.mark.parametrize("population", [bad_schools, uneven_schools])
def test_a_county_whose_every_school_is_ten_points_worse_is_found(population: Population) -> None:
    """Calibrated limits would be so wide that nothing is ever said."""
    random = np.random.default_rng(11)
    found = 0
    for _ in range(20):
        x, n = population(random)
        county = np.full(len(x), "rest")
        county[random.choice(len(x), 20, replace=False)] = "mine"
        worse = np.where(county == "mine", np.maximum(0, x - 0.1 * n).round(), x)
        found += flags(worse, n, county, 0.95)["mine"] is Position.BELOW_LOWER
    assert found >= 18


def test_the_order_of_schools_changes_nothing() -> None:
    """The same workbook, sorted otherwise, would get another word."""
    random = np.random.default_rng(3)
    x, n = uneven_schools(random)
    county = np.where(np.arange(len(x)) < 20, "mine", "rest")
    order = random.permutation(len(x))
    assert dealt_limits(x[order], n[order], county[order], LEVELS) == dealt_limits(x, n, county, LEVELS)


def test_counties_without_known_schools_have_no_limits() -> None:
    """A county whose figure came on a form would be judged as if its pupils were one another's strangers."""
    schools = pd.DataFrame({"county": ["a"] * 30, "numerator": [9.0] * 29 + [0.0], "denominator": [10.0] * 30})
    city = Proportion(261, 300)
    found = dealt_references({"a": Proportion(261, 300), "b": Proportion(5, 10)}, city, schools, SUGGESTED)
    assert set(found) == {"a"}
    assert against_city("target", Proportion(5, 10), city, None, SUGGESTED).doubt == "no_schools"


def test_dealt_limits_word_and_interval_are_one_rule() -> None:
    """The dot of a county of pupils would lie inside its funnel while the word says worse."""
    random = np.random.default_rng(5)
    served, size = uneven_schools(random)
    county = np.repeat(["a", "b", "c", "d"], 60)
    served[county == "b"] = (served[county == "b"] * 0.8).round()
    schools = pd.DataFrame({"county": county, "numerator": served, "denominator": size})
    unheard = pd.DataFrame({"county": ["a", "e"], "numerator": [0.0, 0.0], "denominator": [0.0, 0.0]})
    sums = schools.groupby("county")[["numerator", "denominator"]].sum()
    asked = {"x": Proportion(1, 2)} | {name: Proportion(int(x), int(n)) for name, x, n in sums.itertuples()}
    city = Proportion(int(served.sum()), int(size.sum()))
    found = dealt_references(asked, city, pd.concat([unheard, schools]), SUGGESTED)
    assert set(found) == {"a", "b", "c", "d"}, "a county whose schools are not known is passed over, not the last one"
    dealt, centre = dealt_limits(served, size, county, LEVELS), city.x / city.n
    least = SUGGESTED.comparison.least_difference / 100
    for name, reference in found.items():
        assert reference.method is Comparing.DEALT
        assert reference.units == 60, "a school without pupils is none to compare with"
        assert reference.limits is not None
        assert reference.strong_limits is not None
        for level, limits in zip(LEVELS, (reference.limits, reference.strong_limits), strict=True):
            lower, upper = dealt[name][level]
            assert limits == pytest.approx((min(lower, centre - least), max(upper, centre + least)))
        lower, upper = reference.interval
        rate = asked[name].x / asked[name].n
        assert lower <= rate <= upper
        assert (position(rate, reference.limits) is Position.WITHIN) == (lower <= centre <= upper)
        assert upper - lower == pytest.approx(reference.limits[1] - reference.limits[0], abs=2 * least)
    of_b = found["b"].limits
    assert of_b is not None
    assert position(asked["b"].x / asked["b"].n, of_b) is Position.BELOW_LOWER


@pytest.mark.parametrize(("x", "n"), [(0, 300), (300, 300)])
def test_a_city_without_or_wholly_with_has_no_dealt_limits(x: int, n: int) -> None:
    """Limits around 0 or 1 would call the first other pupil a difference."""
    schools = pd.DataFrame({"county": ["a"] * 30, "numerator": [x / 30] * 30, "denominator": [10.0] * 30})
    assert dealt_references({"a": Proportion(x, n)}, Proportion(x, n), schools, SUGGESTED) == {}


def test_an_interval_of_dealt_schools_stays_a_share() -> None:
    """101 % of the pupils would be drawn."""
    few = pd.DataFrame({"county": ["a"] * 4 + ["b"] * 26, "numerator": [10.0] * 29 + [0.0], "denominator": [10.0] * 30})
    (_, upper), (lower, _) = (
        dealt_references({"a": county}, Proportion(x, 300), schools, SUGGESTED)["a"].interval
        for county, x, schools in (
            (Proportion(40, 40), 290, few),
            (Proportion(0, 40), 10, few.assign(numerator=10 - few["numerator"])),
        )
    )
    assert (lower, upper) == (0.0, 1.0)


@pytest.mark.parametrize(("x", "n"), [(11, 10), (-1, 10), (float("nan"), 10), (5, float("nan")), (5, float("inf"))])
def test_what_cannot_be_is_refused_where_it_is_computed(x: float, n: float) -> None:
    """11 of 10 would become a word."""
    for call in (
        lambda: lower_tail(x, n, 0.5),
        lambda: midp_interval(x, n, 0.95),
        lambda: dealt_limits([x], [n], ["a"], LEVELS),
        lambda: against_city("target", Proportion(x, n), Proportion(5, 10), None, SUGGESTED),  # type: ignore[arg-type]
        lambda: against_city("target", Proportion(5, 10), Proportion(x, n), None, SUGGESTED),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match="0 ≤ x ≤ n"):
            call()


@pytest.mark.parametrize("completeness", [float("nan"), -0.1, 1.1])
def test_a_share_that_is_none_is_refused(completeness: float) -> None:
    """NaN is not below 75 %, and would be judged as complete."""
    with pytest.raises(ValueError, match="completeness"):
        against_city("target", Proportion(5, 10), Proportion(50, 100), None, SUGGESTED, completeness=completeness)


def test_a_design_effect_below_one_is_refused() -> None:
    """A survey would be surer than a simple random sample."""
    with pytest.raises(ValueError, match="design effect"):
        effective_size(10, 100, 0.5)


def test_exact_limits_say_how_many_they_rest_on() -> None:
    """A page would say that limits rest on the city's schools, or on none."""
    city = Proportion(80, 100)
    asked = {"a": Compared(Proportion(9, 10), city), "b": Compared(Proportion(12, 20), city)}
    asked["none"] = Compared(Proportion(3, 7), None)
    assert {name: found.units for name, found in exact_references(asked, SUGGESTED).items()} == {
        "a": 10,
        "b": 20,
        "none": 7,
    }
