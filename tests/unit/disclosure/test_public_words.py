"""Words of the public edition: the true ones, and none that tells more than the rounded numbers beside it."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest
from tests.shared import some_of
from tests.unit.snapshots.test_public_view import APART, CITY, COUNTIES, RULES, WITHOUT, bureau, observations

from reporting.analysis.assessments import assess
from reporting.analysis.panels import CountedPeriods
from reporting.disclosure.public_counts import public_observations
from reporting.disclosure.public_words import printed_words
from reporting.disclosure.suppression import public_count

PERIODS = ("2022-03", "2022-04")
KEY = ["county", "indicator", "category"]
WORDS = ("against_city", "strong", "against_target", "change_word")
NONE = {"not_comparable", "uncertain", ""}
Counts = dict[str, int]


def assessed(rows: pd.DataFrame) -> pd.DataFrame:
    settings = bureau()
    rows = rows.assign(qualifier="", source="ledger", completeness=1.0, counted=1.0, expected=1.0)
    counted = CountedPeriods(settings.indicators, settings.city, rows, history(), PERIODS, settings.policy)
    return assess(counted)


def history() -> pd.DataFrame:
    """Four schools a county, alike enough that some counties are unusual and some are not."""
    rows = [
        {"period": PERIODS[1], "county": county, "school_id": f"{county}-{number}", "indicator": one.id}
        | {"category": "", "scope": "offering", "numerator": 88.0 + (number + place) % 4, "denominator": 100.0}
        for place, county in enumerate(COUNTIES)
        for number in range(4)
        for one in bureau().indicators.indicators
        if one.is_rate
    ]
    return pd.DataFrame(rows)


def counties(chance: Random) -> list[Counts]:
    """Counties whose rates lie close to each other, so that a pupil more or less turns a word."""
    found = []
    for _ in COUNTIES:
        enrolled = chance.randint(60, 400)
        found.append({"participants": round(enrolled * chance.uniform(0.80, 0.97)), "enrolled": enrolled})
    return found


def printed(months: list[list[Counts]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Rows as printed, true assessments, assessments as printed."""
    true = observations(months)
    shown = public_observations(true, bureau().indicators, bureau().city, RULES)
    decided = assessed(true)
    guarded = [one.id for one in bureau().indicators.indicators]
    return (
        shown,
        decided,
        printed_words(decided, shown, guarded, PERIODS[1], [CITY, WITHOUT], bureau().policy, assessed),
    )


def alike(months: list[list[Counts]], shown: pd.DataFrame, chance: Random) -> list[list[Counts]] | None:
    """Other counts that are printed in the same way; None where the try does not fit the totals."""
    moved = [
        [{name: max(0, count + chance.randint(-2, 2)) for name, count in one.items()} for one in month]
        for month in months
    ]
    if any(one["participants"] > one["enrolled"] for month in moved for one in month):
        return None
    bare = observations(moved)
    same = shown["numerator"].notna()
    for name in ("numerator", "denominator"):
        rounded = bare.loc[same, name].map(lambda count: public_count(int(count), RULES))
        if (rounded.astype("object") != shown.loc[same, name].astype("int64").astype("object")).any():
            return None
    return moved


@pytest.mark.parametrize("seed", some_of(12, quick=4))
def test_no_word_tells_more_than_the_numbers_beside_it(seed: int) -> None:
    """A reader who counts words would know which of the counts that round to 85 it is."""
    chance = Random(seed)  # noqa: S311
    months = [counties(chance), counties(chance)]
    shown, _decided, words = printed(months)
    mine = words[words["state"] == "reported"].set_index(KEY)
    tried = 0
    for _try in range(400):
        other = alike(months, shown, chance)
        if other is None:
            continue
        tried += 1
        there = assessed(observations(other)).set_index(KEY).reindex(mine.index)
        for word in WORDS:
            told = ~mine[word].astype(str).isin(NONE)
            if word == "strong":
                told = mine["city_doubt"] != "withheld"
            assert (mine.loc[told, word] == there.loc[told, word]).all(), word
        if tried == 6:
            break


def test_a_change_that_hangs_on_how_both_months_were_rounded_is_withheld() -> None:
    """That more joined would tell which of the pupils that are printed as 240 of 255, and a month later 205 of 215."""
    places = [{"participants": 222, "enrolled": 275}, {"participants": 283, "enrolled": 321}]
    rose = [[{"participants": 239, "enrolled": 257}, *places], [{"participants": 207, "enrolled": 215}, *places]]
    stood = [[{"participants": 241, "enrolled": 255}, *places], [{"participants": 205, "enrolled": 217}, *places]]
    here = COUNTIES[0]
    for months in (rose, stood):
        shown = public_observations(observations(months), bureau().indicators, bureau().city, RULES)
        assert shown.loc[shown["county"] == here, "numerator"].tolist() == [240, 205]
        assert shown.loc[shown["county"] == here, "denominator"].tolist() == [255, 215]
    assert assessed(observations(rose)).set_index("county").loc[here, "change_word"] == "up"
    assert assessed(observations(stood)).set_index("county").loc[here, "change_word"] == "unchanged"
    _shown, _decided, words = printed(rose)
    assert words.set_index("county").loc[here, "change_word"] == "not_comparable"


def test_the_farthest_tables_that_are_printed_alike_are_tried() -> None:
    """A word would stand that the print allows another for, since only counts near the printed ones were looked at."""
    months = [counties(Random(5)), counties(Random(6))]  # noqa: S311
    true = observations(months)
    shown = public_observations(true, bureau().indicators, bureau().city, RULES)
    asked: list[pd.DataFrame] = []

    def assess_and_keep(rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(rows)
        return assessed(rows)

    guarded = [one.id for one in bureau().indicators.indicators]
    printed_words(assessed(true), shown, guarded, PERIODS[1], [CITY, WITHOUT], bureau().policy, assess_and_keep)
    known = shown["numerator"].notna()
    lowest, highest = pd.Series(np.inf, shown.index), pd.Series(-np.inf, shown.index)
    assert len(asked) == 3, "the print itself, and what lies farthest to both sides"
    for table in asked[1:]:
        for name in ("numerator", "denominator"):
            again = table.loc[known, name].map(lambda count: public_count(int(count), RULES))
            assert again.tolist() == shown.loc[known, name].tolist()
        rate = 100 * table["numerator"] / table["denominator"]
        assert table.loc[known, "value"].tolist() == pytest.approx(rate[known].tolist())
        lowest, highest = lowest.clip(upper=rate), highest.clip(lower=rate)
    whole = shown["numerator"] == shown["denominator"]
    x, n = shown["numerator"], shown["denominator"]
    between = known & ~whole & (x + RULES.up < n - RULES.down)
    assert between.any()
    assert lowest[between].tolist() == pytest.approx((100 * (x - RULES.down) / (n + RULES.up))[between].tolist())
    assert highest[between].tolist() == pytest.approx((100 * (x + RULES.up) / (n - RULES.down))[between].tolist())


def test_only_what_is_rounded_has_its_interval_rounded() -> None:
    """A rate of schools, of which nothing is held back, would be printed with a wider interval than it has."""
    true = observations([counties(Random(3)), counties(Random(4))])  # noqa: S311
    decided = assessed(true)
    open_to_all = printed_words(decided, true, [], PERIODS[1], [CITY, WITHOUT], bureau().policy, assessed)
    assert open_to_all["lower"].notna().any()
    pd.testing.assert_frame_equal(open_to_all, decided)


def test_a_printed_word_is_the_true_one_and_some_are_printed() -> None:
    """The public would read of a county that it is below the city, and the bureau that it is like it."""
    kept = held = strong_before = 0
    for seed in range(12):
        chance = Random(seed)  # noqa: S311
        _shown, decided, words = printed([counties(chance), counties(chance)])
        both = words.merge(decided, on=KEY, suffixes=("", "_true"))
        told = both[(both["state"] == "reported") & ~both["against_city"].isin(NONE)]
        assert (told["against_city"] == told["against_city_true"]).all()
        withheld = both[both["city_doubt"] == "withheld"]
        telling = ["lower", "upper", "limit_lower", "limit_upper", "strong_lower", "strong_upper"]
        assert withheld[[*telling, "units"]].isna().all(axis=None), "its interval would tell the same, and its limits"
        assert not withheld["strong"].any(), "how clear it is tells that it is"
        strong_before += int(withheld["strong_true"].sum())
        limits = both.loc[both["state"] == "reported", telling].dropna()
        assert (10 * limits).round(6).eq((10 * limits).round()).all(axis=None), "they come from single schools"
        kept, held = kept + len(told), held + len(withheld)
    assert kept > 0
    assert held > 0
    assert strong_before > 0
    assert APART in set(both["county"])
