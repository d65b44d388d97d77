"""The gate reads what is printed: each way in which a count of pupils can stand in public is found and named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.snapshots.test_public_view import APART, CITY, RULES, bureau, observations

from reporting.definitions.indicators import Indicator, Indicators
from reporting.disclosure.earlier import Publication
from reporting.disclosure.public_counts import disclosures, is_protected, public_observations, withheld

HERE, THERE = "410402", "410421"
MARCH, APRIL = "2022-03", "2022-04"
Counts = dict[str, int]


def month(*counties: tuple[int, int]) -> list[Counts]:
    return [{"participants": x, "enrolled": n} for x, n in counties]


PLAIN = month((241, 256), (283, 321), (3, 400))


def shown_of(true: pd.DataFrame, indicators: Indicators | None = None) -> pd.DataFrame:
    return public_observations(true, indicators or bureau().indicators, bureau().city, RULES)


def by_county(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return {str(row["county"]): {str(name): value for name, value in row.items()} for row in rows}


def said(shown: pd.DataFrame, true: pd.DataFrame, indicators: Indicators | None = None) -> list[str]:
    return list(disclosures(shown, true, indicators or bureau().indicators, bureau().city, RULES))


@pytest.mark.parametrize(
    ("counts", "pupils", "survey", "protected"),
    [
        ("pupils", (), False, True),
        ("items", ("学生数",), False, True),
        ("persons", (), True, True),
        ("answers", (), True, True),
        ("persons", (), False, False),
        ("answers", (), False, False),
        ("schools", (), True, False),
        ("teachers", (), False, False),
    ],
)
def test_what_counts_pupils_or_their_answers_is_protected(
    counts: str, pupils: tuple[str, ...], survey: bool, protected: bool
) -> None:
    """Answers of eight parents would be printed, or the bureau's teachers be held back."""
    rate = bureau().indicators.indicators[0]
    measure = rate.measures[0].model_copy(update={"survey": survey})
    asked = rate.model_copy(update={"counts": counts, "pupils": pupils, "measures": (measure, rate.measures[0])})
    assert is_protected(asked) is protected


def test_counts_are_rounded_and_rates_are_made_of_what_is_printed() -> None:
    """The rate of the true counts beside the rounded ones tells which of five they are."""
    shown = by_county(shown_of(observations([PLAIN])))
    assert {place: (row["numerator"], row["denominator"], row["state"]) for place, row in shown.items()} == {
        HERE: (240, 255, "reported"),
        THERE: (285, 320, "reported"),
        APART: (None, None, "suppressed"),
        CITY: (525, 975, "reported"),
        f"{CITY}-R": (None, None, "suppressed"),  # 525 as well: less than the city's 525 by one to four
    }
    assert [shown[place]["value"] for place in (HERE, THERE)] == pytest.approx([100 * 240 / 255, 100 * 285 / 320])
    assert shown[APART]["value"] is None


@pytest.mark.parametrize(
    ("place", "column", "printed", "complaint"),
    [
        (HERE, "numerator", 241.0, "its numerator 241 is printed"),
        (HERE, "denominator", 256.0, "its denominator 256 is printed"),
        (HERE, "numerator", 5.0, "its numerator 5 is printed"),
        (APART, "value", 0.75, "its value is printed, its counts are held back"),
    ],
)
def test_whatever_stands_in_public_and_may_not_is_named(
    place: str, column: str, printed: float, complaint: str
) -> None:
    """The gate would let an edition out that prints an exact count, or say of the wrong county that it does."""
    true = observations([PLAIN, PLAIN])
    shown = shown_of(true)
    assert said(shown, true) == []
    shown.loc[(shown["county"] == place) & (shown["period"] == APRIL), column] = printed
    assert f"{APRIL} {place} ass_student_rate: {complaint}" in said(shown, true)
    assert not any(one.startswith(MARCH) for one in said(shown, true))


def test_what_a_sum_betrays_is_named_with_how_few_values_stay() -> None:
    """51 and 1 both printed as 50 leave four values: the gate would pass a whole city's, or not say whose it is."""
    true = observations([month((51, 60), (0, 20), (1, 20))])
    shown = true.copy()
    for name in ("numerator", "denominator"):
        shown[name] = ((true[name] + 2) // 5 * 5).where(true["county"] != APART)
    shown.loc[true["county"] == APART, "value"] = np.nan
    found = said(shown, true)
    betrayed = [
        one for one in found if f"{APART} ledger where" in one and one.split(": only")[0].endswith("participants")
    ]
    assert len(betrayed) == 1, found
    assert betrayed[0].startswith(f"{MARCH} {APART} ")
    assert betrayed[0].endswith("only 4 values stay possible for a count held back")


def own(**changes: object) -> Indicator:
    rate = bureau().indicators.indicators[0]
    measure: dict[str, Any] = {
        name: changes.pop(name) for name in ("numerator", "denominator", "among") if name in changes
    }
    return rate.model_copy(update={"measures": (rate.measures[0].model_copy(update=measure),), **changes})


def both(*more: Indicator) -> Indicators:
    return bureau().indicators.model_copy(update={"indicators": (*bureau().indicators.indicators, *more)})


def rows(identity: str, counts: Sequence[tuple[int, int]]) -> pd.DataFrame:
    return observations([month(*counts)]).assign(indicator=identity)


def test_indicators_that_share_a_count_are_protected_together() -> None:
    """The pupils left out of one rate are read off another: 240 of 255 take part, and 200 of these 240 all week."""
    rate = bureau().indicators.indicators[0].measures[0]
    second = own(id="full", numerator="full_week", denominator=rate.numerator)
    indicators = both(second, own(id="apart", numerator="borrowed", denominator="books"))
    true = pd.concat(
        [
            observations([PLAIN]),
            rows("full", [(200, 241), (250, 283), (3, 3)]),
            rows("apart", [(100, 200), (100, 200), (100, 200)]),
        ],
        ignore_index=True,
    )
    shown = shown_of(true, indicators)
    assert said(shown, true, indicators) == []
    rates, full, apart = (by_county(shown[shown["indicator"] == one]) for one in ("ass_student_rate", "full", "apart"))
    assert full[HERE]["denominator"] == rates[HERE]["numerator"] == 240
    assert [apart[CITY][name] for name in ("numerator", "denominator", "value")] == [300, 600, 50]
    # whose wholes are other rows than the other's parts: nothing is known that would protect both
    other = true.copy()
    other.loc[(true["indicator"] == "full") & (true["county"] == HERE), "denominator"] = 245.0
    torn = shown_of(other, indicators)
    held = torn["indicator"].isin(["full", "ass_student_rate"])
    assert (torn.loc[held, "state"] == "suppressed").all()
    assert torn.loc[held, ["numerator", "denominator", "value"]].isna().all(axis=None)
    assert (torn.loc[~held, "state"] == "reported").all()


@pytest.mark.parametrize("spoilt", ["twice", "missing"])
def test_what_is_no_table_is_held_back_whole(spoilt: str) -> None:
    """Counts by area, or with a gap in them, have no sums that would protect them, and would be printed rounded."""
    true = observations([PLAIN])
    if spoilt == "twice":
        true = pd.concat([true, true[true["county"] == HERE].assign(category="镇区")], ignore_index=True)
    else:
        true.loc[true["county"] == HERE, "denominator"] = np.nan
    shown = shown_of(true)
    assert (shown["state"] == "suppressed").all()
    assert shown[["numerator", "denominator", "value"]].isna().all(axis=None)
    assert said(shown, true) == []
    printed = shown.assign(numerator=240.0)
    assert all("is printed" in one for one in said(printed, true))
    assert len(said(printed, true)) == len(true)


def test_what_is_not_reported_passes_as_it_is() -> None:
    """A county that has no pupils would be told as held back, which says that there are some."""
    true = observations([month((241, 256), (283, 321), (0, 0))])
    shown = shown_of(true)
    assert by_county(shown)[APART]["state"] == "not_applicable"
    assert shown.index.tolist() == true.index.tolist()
    assert shown["county"].tolist() == true["county"].tolist()


@pytest.mark.parametrize(("largest", "told"), [(7, []), (8, ["ass_student_rate: withheld whole"])])
def test_an_indicator_of_which_nothing_is_printed_is_named(largest: int, told: list[str]) -> None:
    """The bureau would not know that a figure is missing; or be told so of a village where all counts are small."""
    true = observations([month((0, 0), (0, 0), (1, largest)), PLAIN])
    shown = shown_of(true)
    shown.loc[shown["period"] == MARCH, ["numerator", "denominator", "value"]] = np.nan
    arguments = (shown, true, bureau().indicators, bureau().city, RULES)
    assert list(withheld(*arguments, MARCH)) == told
    assert list(withheld(*arguments, APRIL)) == []


def test_the_counts_that_earlier_revisions_betray_are_named() -> None:
    """Nobody would know that a revision which everybody has gives a handful away."""
    true = observations([month((51, 60), (0, 20), (1, 20))])
    leaky = true.copy()
    for name in ("numerator", "denominator"):
        leaky[name] = ((true[name] + 2) // 5 * 5).where(true["county"] != APART)
    earlier = Publication("r1", leaky, true, RULES)
    shown = public_observations(true, bureau().indicators, bureau().city, RULES, [earlier])
    found = list(withheld(shown, true, bureau().indicators, bureau().city, RULES, MARCH, [earlier]))
    assert any(one.startswith(f"{APART} ") and "earlier revisions leave 4 values" in one for one in found)
    assert not list(withheld(shown, true, bureau().indicators, bureau().city, RULES, APRIL, [earlier]))


def test_plain_counts_of_two_kinds_are_two_tables() -> None:
    """Two counts that share nothing would be protected together, and one that is no table hold the other back."""
    plain = [own(id=name, numerator=name, denominator="", aggregate="sum", unit="people") for name in ("one", "two")]
    indicators = both(*plain)
    base = observations([month((100, 100), (200, 200), (60, 60))]).assign(denominator=np.nan, unit="people")
    first, second = (base.assign(indicator=name, value=base["numerator"]) for name in ("one", "two"))
    torn = pd.concat([second, second[second["county"] == HERE].assign(category="镇区")])
    shown = shown_of(pd.concat([first, torn], ignore_index=True), indicators)
    kept = shown[shown["indicator"] == "one"]
    assert (kept["state"] == "reported").all()
    assert kept["value"].tolist() == kept["numerator"].tolist() == [100, 200, 60, 360, 300]
    assert (shown.loc[shown["indicator"] == "two", "state"] == "suppressed").all()


def test_what_the_month_before_printed_is_held_against_this_one() -> None:
    """A roll of March that did not change tells what April holds back: the gate would look at each month alone."""
    true = observations([month((300, 400), (200, 300), (1, 20)), month((310, 400), (190, 300), (3, 20))])
    shown = shown_of(true)
    assert said(shown, true) == []
    rolls = shown["county"].eq(APART) & shown["period"].eq(MARCH)
    loud = shown.copy()
    for name, told in (("numerator", 10.0), ("denominator", 20.0), ("value", 50.0), ("state", "reported")):
        loud[name] = loud[name].mask(rolls, told)
    before = {one.split(":")[0] for one in said(loud, true)}
    assert any(one.startswith(f"{APRIL} {APART}") for one in before), before


def test_of_an_old_revision_without_its_true_counts_the_print_is_taken_where_today_s_do_not_fit() -> None:
    """A count that was corrected since would be taken for what was printed then."""
    now = observations([month((241, 256), (283, 321), (33, 400))])
    then = shown_of(observations([month((141, 156), (283, 321), (33, 400))]))
    earlier = [Publication("r1", then, None, RULES)]
    arguments = (bureau().indicators, bureau().city, RULES)
    shown = public_observations(now, *arguments, earlier)
    assert list(disclosures(shown, now, *arguments, earlier)) == []
    assert by_county(shown)[HERE]["numerator"] == 240, "another count than the 140 of then"
    held = then.copy()
    held.loc[held["county"].isin([THERE, APART]), ["numerator", "denominator", "value"]] = np.nan
    held.loc[held["county"].isin([THERE, APART]), "state"] = "suppressed"
    again = by_county(public_observations(now, *arguments, [Publication("r1", held, None, RULES)]))
    assert again[THERE]["numerator"] is None, "held back then, and still the same"
    assert again[HERE]["numerator"] == 240
