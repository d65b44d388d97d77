"""Verdicts: their guards, and that target and city are judged apart."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.comparison import Compared, Proportion, exact_references
from reporting.analysis.status import (
    CityStatus,
    against_city,
    against_target,
    expected_false_flags,
    suspected_compulsion,
)
from reporting.definitions.kinds import KINDS, Kind
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.words import CityWord, Direction, Doubt, Position, TargetWord

rates = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
JUDGED = {CityWord.BETTER, CityWord.WORSE}
NEUTRAL = {CityWord.HIGHER, CityWord.LOWER}


def compared(kind: str, county: tuple[int, int], city: tuple[int, int], completeness: float = 1.0) -> CityStatus:
    """Two disjoint parts of a city, the first of which is the county."""
    mine, whole = Proportion(*county), Proportion(county[0] + city[0], county[1] + city[1])
    return against_city(
        kind,
        mine,
        whole,
        exact_references({"": Compared(mine, whole)}, SUGGESTED)[""],
        SUGGESTED,
        completeness=completeness,
    )


@given(rates, rates, st.floats(0, 1), st.sampled_from(["voluntary", "context"]))
def test_families_choices_and_context_are_never_better_or_worse(
    county: tuple[int, int], city: tuple[int, int], completeness: float, kind: str
) -> None:
    status = compared(kind, county, city, completeness)
    assert status.word not in JUDGED
    assert against_target(kind, *county, SUGGESTED).word is TargetWord.NO_TARGET


@given(rates, rates, st.floats(0, 1))
def test_no_word_without_ten_units_and_three_quarters_of_the_schools(
    county: tuple[int, int], city: tuple[int, int], completeness: float
) -> None:
    status = compared("target", county, city, completeness)
    none_or_all = county[0] + city[0] in (0, county[1] + city[1])
    barred = county[1] < 10 or completeness < 0.75 or none_or_all
    assert (status.word is CityWord.NOT_COMPARABLE) == barred == (status.doubt is not None)
    assert (status.inner is None) == barred
    assert status.lower is not None


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_speaks_one_family_of_words(kind: Kind) -> None:
    """A voluntary service would be praised, or a ceiling called higher where it is worse."""
    words = [kind.city_word(position) for position in Position]
    if not kind.is_compared:
        assert set(words) == {CityWord.NOT_COMPARABLE}
    elif kind.better is None:
        assert words == [CityWord.HIGHER, CityWord.SIMILAR, CityWord.LOWER]
    else:
        up = kind.better is Direction.HIGHER_IS_BETTER
        assert words == [
            CityWord.BETTER if up else CityWord.WORSE,
            CityWord.SIMILAR,
            CityWord.WORSE if up else CityWord.BETTER,
        ]


@given(rates, st.integers(1, 100), st.data())
def test_the_gap_is_the_fewest_units_that_mend_it(rate: tuple[int, int], met: int, data: st.DataObject) -> None:
    x, n = rate
    near = data.draw(st.integers(0, met))
    status = against_target("target", x, n, SUGGESTED, met=met, near=near)
    assert status.gap is not None
    assert against_target("target", x + status.gap, n, SUGGESTED, met=met, near=near).word is TargetWord.MET
    if status.gap:
        assert status.word is not TargetWord.MET
        assert against_target("target", x + status.gap - 1, n, SUGGESTED, met=met, near=near).word is not TargetWord.MET


@given(rates)
def test_a_survey_never_contradicts_the_complete_count_it_could_be(rate: tuple[int, int]) -> None:
    survey = against_target("target", *rate, SUGGESTED, met=80, near=70, survey=True)
    assert survey.word in (TargetWord.UNCERTAIN, against_target("target", *rate, SUGGESTED, met=80, near=70).word)


def test_a_target_without_a_denominator_is_a_state_and_not_a_word() -> None:
    with pytest.raises(ValueError, match="denominator"):
        against_target("target", 0, 0, SUGGESTED)


def test_columns_of_pandas_give_numpy_integers_and_they_are_welcome() -> None:
    gap = against_target("target", *cast("tuple[int, int]", tuple(np.array([57, 60]))), SUGGESTED).gap
    assert gap == 3


def test_a_verdict_cannot_be_edited_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        against_target("target", 1, 2, SUGGESTED).word = TargetWord.MET  # type: ignore[misc]


def test_one_comparison_in_twenty_is_a_false_flag() -> None:
    assert expected_false_flags(40, SUGGESTED) == 2
    assert expected_false_flags(13, SUGGESTED) == 0.65


@given(st.lists(rates, min_size=1, max_size=6), st.one_of(st.none(), st.integers(0, 5)))
def test_compulsion_is_suspected_only_beside_complaints(schools: list[tuple[int, int]], complaints: int | None) -> None:
    x, n = zip(*schools, strict=True)
    expected = [bool(complaints) and size >= 10 and count / size >= 0.99 for count, size in schools]
    assert suspected_compulsion(x, n, complaints, SUGGESTED).tolist() == expected


def test_a_ceiling_or_zero_item_once_broken_stays_broken() -> None:
    for kind in ("ceiling", "zero"):
        status = against_target(kind, 1, 10, SUGGESTED, completeness=0.1)
        assert (status.word, status.doubt) == (TargetWord.NOT_MET, None)
        unsure = against_target(kind, 0, 10, SUGGESTED, completeness=0.1)
        assert (unsure.word, unsure.doubt) == (TargetWord.UNCERTAIN, Doubt.INCOMPLETE)
