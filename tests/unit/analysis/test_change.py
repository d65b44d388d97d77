"""Change: the numbers and the schools behind them add up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.change import Movement, complete_change, movement, survey_change
from reporting.analysis.rounding import half_up
from reporting.analysis.words import ChangeWord

rates = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
schools = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.booleans())
OPPOSITE = {ChangeWord.UP: ChangeWord.DOWN, ChangeWord.DOWN: ChangeWord.UP}


@given(schools, schools)
def test_schools_gained_lost_and_gone_explain_the_whole_difference(
    now: dict[str, bool], before: dict[str, bool]
) -> None:
    moved = movement(now, before)
    assert sum(now.values()) == sum(before.values()) + len(moved.gained) - len(moved.lost) - len(moved.gone)
    assert not moved.gained & (moved.lost | moved.gone)


def test_a_school_that_is_silent_is_gone_and_has_not_lost_its_pass() -> None:
    moved = movement({"A": True, "B": False}, {"A": False, "B": True, "C": True})
    assert moved == Movement(gained=frozenset("A"), lost=frozenset("B"), gone=frozenset("C"))


@given(rates, rates)
def test_the_word_follows_the_difference_that_is_displayed(now: tuple[int, int], before: tuple[int, int]) -> None:
    change = complete_change(*now, *before)
    assert change.points is not None
    shown = half_up(change.points)
    assert (change.word is ChangeWord.UP) == (shown > 0)
    assert (change.word is ChangeWord.DOWN) == (shown < 0)
    assert change.lower is None


@given(rates, rates)
def test_going_back_in_time_turns_the_word_round(now: tuple[int, int], before: tuple[int, int]) -> None:
    for judged in (complete_change, survey_change):
        there, back = judged(*now, *before), judged(*before, *now)
        assert back.word is OPPOSITE.get(there.word, there.word)


@given(rates, rates)
def test_a_survey_moves_only_where_its_interval_excludes_0(now: tuple[int, int], before: tuple[int, int]) -> None:
    change = survey_change(*now, *before)
    if change.word is ChangeWord.NOT_COMPARABLE:
        assert min(now[1], before[1]) < 10
    else:
        assert change.lower is not None
        assert change.upper is not None
        assert (change.word is ChangeWord.NO_CLEAR_CHANGE) == (change.lower <= 0 <= change.upper)
