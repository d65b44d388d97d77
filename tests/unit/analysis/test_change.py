"""Change: the numbers and the schools behind them add up."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.change import Change, by_the_same_schools, complete_change, survey_change
from reporting.analysis.membership import Moves, moves_of
from reporting.analysis.rounding import half_up
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.words import ChangeWord, Doubt

rates = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
schools = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.booleans())
OPPOSITE = {ChangeWord.UP: ChangeWord.DOWN, ChangeWord.DOWN: ChangeWord.UP}


def counted(schools: dict[str, bool], county: str = "01") -> pd.DataFrame:
    """School values of a rate of schools: one unit each."""
    names = sorted(schools)
    met = pd.array([schools[name] for name in names], dtype="boolean")
    frame = pd.DataFrame({"school_id": names, "numerator": [float(schools[name]) for name in names]})
    return frame.astype({"school_id": "str"}).assign(county=county, denominator=1.0, met=met).astype({"county": "str"})


@given(schools, schools)
def test_schools_gained_lost_and_those_that_came_or_went_explain_the_whole_difference(
    now: dict[str, bool], before: dict[str, bool]
) -> None:
    """A sentence would count schools as newly meeting a target that nobody had judged before."""
    found = moves_of(counted(now), counted(before))
    assert bool(found) == bool(now and before)
    for moves in found.values():
        came = sum(met for name, met in now.items() if name not in before)
        went = sum(met for name, met in before.items() if name not in now)
        assert moves.gained is not None
        assert moves.lost is not None
        assert sum(now.values()) == sum(before.values()) + moves.gained - moves.lost + came - went
        assert (moves.entered, moves.left) == (len(now.keys() - before), len(before.keys() - now))
        assert moves.failing_before == sum(not met for met in before.values())
        assert (moves.x, moves.n) == (sum(now[one] for one in now.keys() & before), len(now.keys() & before))


def test_a_rate_that_only_other_schools_moved_is_no_rise() -> None:
    """New schools that meet a target would be praised as a rise, and departures as a fall."""
    before = {name: name != "A" for name in "ABCDE"}
    now = before | {"F": True, "G": True}
    change = complete_change(6, 7, 4, 5, SUGGESTED)
    assert change.word is ChangeWord.UP
    moves = moves_of(counted(now), counted(before))["01"]
    assert by_the_same_schools(change, 100 * moves.same_schools_moved, SUGGESTED).word is ChangeWord.OTHER_SCHOOLS
    better = moves_of(counted(now | {"A": True}), counted(before))["01"]
    assert by_the_same_schools(change, 100 * better.same_schools_moved, SUGGESTED) == change
    worse = moves_of(counted(now | {"B": False}), counted(before))["01"]
    assert by_the_same_schools(change, 100 * worse.same_schools_moved, SUGGESTED).word is ChangeWord.OTHER_SCHOOLS


def test_the_moves_of_a_total_are_its_counties_added_up() -> None:
    """The city would count a school of two counties twice, or leave one out."""
    both = [counted({"A": True, "B": False}, county) for county in ("01", "02")]
    then = [counted({"A": False, "C": True}, county) for county in ("01", "02")]
    found = moves_of(pd.concat(both), pd.concat(then))
    total = Moves.added(list(found.values()))
    assert (total.gained, total.lost, total.entered, total.left) == (2, 0, 2, 2)


@given(rates, rates)
def test_the_word_follows_the_difference_that_is_displayed(now: tuple[int, int], before: tuple[int, int]) -> None:
    change = complete_change(*now, *before, SUGGESTED)
    assert change.points is not None
    shown = half_up(change.points, 1)
    assert (change.word is ChangeWord.UP) == (shown > 0)
    assert (change.word is ChangeWord.DOWN) == (shown < 0)
    assert change.lower is None


@given(rates, rates)
def test_going_back_in_time_turns_the_word_round(now: tuple[int, int], before: tuple[int, int]) -> None:
    for judged in (complete_change, survey_change):
        there, back = judged(*now, *before, SUGGESTED), judged(*before, *now, SUGGESTED)
        assert back.word is OPPOSITE.get(there.word, there.word)


@given(rates, rates)
def test_a_survey_moves_only_where_its_interval_excludes_0(now: tuple[int, int], before: tuple[int, int]) -> None:
    change = survey_change(*now, *before, SUGGESTED)
    if change.word is ChangeWord.NOT_COMPARABLE:
        assert min(now[1], before[1]) < 10
    else:
        assert change.lower is not None
        assert change.upper is not None
        assert (change.word is ChangeWord.NO_CLEAR_CHANGE) == (change.lower <= 0 <= change.upper)


NONE_BEFORE = Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.NO_EARLIER_FIGURE)


@pytest.mark.parametrize("judged", [complete_change, survey_change])
@pytest.mark.parametrize(("x", "n"), [(None, None), (None, 60), (58, None)])
def test_without_a_month_before_a_change_says_why_there_is_none(
    judged: Callable[..., Change], x: int | None, n: int | None
) -> None:
    """A reader could not tell a first month from one that stood still."""
    assert judged(58, 60, x, n, SUGGESTED) == NONE_BEFORE


@pytest.mark.parametrize(("now", "before"), [((0, 0), (5, 10)), ((5, 10), (0, 0))])
def test_a_rate_of_nothing_has_no_change(now: tuple[int, int], before: tuple[int, int]) -> None:
    assert complete_change(*now, *before, SUGGESTED) == NONE_BEFORE


def test_a_survey_says_its_points_and_their_interval() -> None:
    """The page would print a difference that its interval does not hold."""
    change = survey_change(480, 600, 560, 800, SUGGESTED)
    assert change.points == pytest.approx(10.0)
    assert change.lower == pytest.approx(5.42, abs=0.01)
    assert change.upper == pytest.approx(14.44, abs=0.005)
    assert change.word is ChangeWord.UP
    assert change.doubt is None


def test_the_least_answers_are_enough() -> None:
    """Ten answers carry a word, nine do not: the bound belongs to those that do."""
    least = SUGGESTED.comparison.least_units
    assert survey_change(least, least, 0, least, SUGGESTED).word is ChangeWord.UP
    few = Change(ChangeWord.NOT_COMPARABLE, doubt=Doubt.TOO_FEW_UNITS)
    assert survey_change(least - 1, least - 1, 0, least, SUGGESTED) == few
    assert survey_change(least, least, 0, least - 1, SUGGESTED) == few


def test_a_design_effect_that_is_endless_is_refused() -> None:
    """Answers would be divided to nothing, and every survey be without clear change."""
    with pytest.raises(ValueError, match="at least 1, not inf"):
        survey_change(58, 60, 50, 60, SUGGESTED, math.inf)


@pytest.mark.parametrize(
    ("moved", "word"),
    [
        (0.5, ChangeWord.UP),
        (0.05, ChangeWord.UP),
        (0.04, ChangeWord.OTHER_SCHOOLS),
        (0.0, ChangeWord.OTHER_SCHOOLS),
        (-3.0, ChangeWord.OTHER_SCHOOLS),
        (math.nan, ChangeWord.OTHER_SCHOOLS),
    ],
)
def test_a_rise_is_one_only_where_the_same_schools_rose_visibly(moved: float, word: ChangeWord) -> None:
    """A rise by 0.0 among the schools that stayed would be praised."""
    change = Change(ChangeWord.UP, 5.7)
    assert by_the_same_schools(change, moved, SUGGESTED) == Change(word, 5.7)
    mirrored = Change(ChangeWord.DOWN, -5.7)
    expected = ChangeWord.DOWN if word is ChangeWord.UP else word
    assert by_the_same_schools(mirrored, -moved, SUGGESTED).word is expected


def test_what_moved_without_end_is_refused() -> None:
    """A division by nothing would pass for the greatest rise of all."""
    with pytest.raises(ValueError, match=r"^a rate does not move without end$"):
        by_the_same_schools(Change(ChangeWord.UP, 5.7), math.inf, SUGGESTED)
