"""The three facts, in small cases worked out by hand; the statistics behind them have golden tables of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reporting.analysis import assessments
from reporting.analysis.assessments import assess, spread
from reporting.analysis.panels import CountedPeriods
from reporting.definitions.policy import DesignEffect
from reporting.settings import Project, Settings, load_settings

GOLDEN = Path(__file__).parents[2] / "golden" / "observations" / "indicators.yaml"
EAST, WEST, SOUTH, NORTH, CITY, REST = "990101", "990102", "990103", "990104", "990000", "990000-N"
PLACES = (EAST, WEST, SOUTH, NORTH, CITY, REST)
NOW, BEFORE = "2022-04", "2022-03"

Rows = list[dict[str, Any]]


@pytest.fixture
def bureau(make_project: Callable[..., Project]) -> Settings:
    return load_settings(make_project(files={"indicators.yaml": GOLDEN.read_text(encoding="utf-8")}))


def rate(indicator: str, parts: dict[str, tuple[float, float]], period: str = NOW, **more: Any) -> Rows:
    """Observations of a rate: county or total → numerator and denominator; the others sent nothing.

    ``more`` are other columns, for every place or by place.
    """
    rows = []
    for place in PLACES:
        x, n = parts.get(place, (float("nan"), float("nan")))
        rows.append(
            {
                "period": period,
                "county": place,
                "indicator": indicator,
                "category": "",
                "numerator": x,
                "denominator": n,
                "value": 100 * x / n,
                "qualifier": "",
                "state": "reported" if place in parts else "not_submitted",
                "scope": "in_scope",
                "completeness": 1.0,
            }
            | {name: value for name, value in more.items() if not isinstance(value, dict)}
            | {name: value[place] for name, value in more.items() if isinstance(value, dict) and place in value}
        )
    return rows


def schools(indicator: str, met: dict[str, str], period: str = NOW) -> Rows:
    """School values: county → a sign a school, ``+`` meets the target, ``-`` does not, a blank is not there."""
    return [
        {
            "county": county,
            "period": period,
            "school_id": f"{county}-{'abcdefghijkl'[number]}",
            "indicator": indicator,
            "category": "",
            "numerator": float(sign == "+"),
            "denominator": 1.0,
        }
        for county, signs in met.items()
        for number, sign in enumerate(signs)
        if sign != " "
    ]


def judged(
    bureau: Settings, observations: Rows, of_schools: Rows | None = None, periods: tuple[str, ...] = (BEFORE, NOW)
) -> Any:
    columns = ["county", "period", "school_id", "indicator", "category", "numerator", "denominator"]
    values = pd.DataFrame(of_schools or [], columns=columns)
    observed = pd.DataFrame(observations)
    frame = assess(CountedPeriods(bureau.indicators, bureau.city, observed, values, periods, bureau.policy))
    return {(row.indicator, row.county): row for row in frame.itertuples()}


@pytest.mark.parametrize(
    ("indicator", "parts", "word", "strong"),
    [
        # 90/100 against 500/1000: far above; 50/100: the city's own rate; 30/100: far below
        ("cov", (90, 100), "better", True),
        ("cov", (50, 100), "similar", False),
        ("cov", (30, 100), "worse", True),
        # 0.61: z = 0.11/0.05 = 2.2, outside 95 % and inside 99.8 %
        ("cov", (61, 100), "better", False),
        # of people whose schools nobody knows there is no word
        ("joined", (90, 100), "not_comparable", False),
        ("satisfied", (30, 100), "not_comparable", False),
        # nine schools are too few for a word
        ("cov", (9, 9), "not_comparable", False),
    ],
)
def test_against_the_city(
    bureau: Settings, indicator: str, parts: tuple[float, float], word: str, strong: bool
) -> None:
    """The first fact's word would be wrong, or a voluntary service be called better."""
    row = judged(bureau, rate(indicator, {EAST: parts, CITY: (500, 1000)}))[indicator, EAST]
    assert (row.against_city, row.strong) == (word, strong)
    assert (row.city, row.city_n) == (50, 1000)
    assert pd.isna(row.lower) == (indicator != "cov")
    assert row.city_doubt == ("no_schools" if indicator != "cov" else "too_few_units" if parts == (9, 9) else "")


def test_a_nation_laid_down_in_parts_is_what_it_is_in_one_piece(
    bureau: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that is empty in the first part would take the numbers of the next ones as something else."""
    observed = rate("cov", {EAST: (90, 100), CITY: (500, 1000)})
    whole = pd.DataFrame(judged(bureau, observed).values())
    monkeypatch.setattr(assessments, "_ROWS_AT_ONCE", 1)
    pd.testing.assert_frame_equal(pd.DataFrame(judged(bureau, observed).values()), whole)


def test_too_few_schools_and_too_little_reported_have_their_reason(bureau: Settings) -> None:
    """A reader would not know why there is no word."""
    few = judged(bureau, rate("cov", {EAST: (9, 9), CITY: (500, 1000)}))["cov", EAST]
    part = judged(bureau, rate("cov", {EAST: (90, 100), CITY: (500, 1000)}, completeness=0.74))["cov", EAST]
    assert (few.city_doubt, part.city_doubt) == ("too_few_units", "incomplete")
    assert part.against_city == "not_comparable"
    assert part.target_doubt == "incomplete"


def test_another_scope_is_not_comparable(bureau: Settings) -> None:
    """A rate over all schools from the national form would be judged against one over the schools in scope."""
    observations = rate("cov", {EAST: (90, 100), WEST: (90, 100), CITY: (500, 1000)}, scope={WEST: "all"})
    facts = judged(bureau, observations)
    assert facts["cov", EAST].against_city == "better"
    assert facts["cov", WEST].against_city == "not_comparable"
    assert facts["cov", WEST].lower < 90 < facts["cov", WEST].upper, "its own interval is still true"


def test_a_total_is_not_compared_with_itself(bureau: Settings) -> None:
    """全市 would be called similar to 全市."""
    facts = judged(bureau, rate("cov", {EAST: (90, 100), CITY: (500, 1000), REST: (300, 700)}))
    assert facts["cov", CITY].against_city == facts["cov", REST].against_city == "not_comparable"


def test_a_city_where_all_do_it_says_nothing_of_a_county(bureau: Settings) -> None:
    """Every county would be judged against a rate that has no spread."""
    row = judged(bureau, rate("cov", {EAST: (100, 100), CITY: (1000, 1000)}))["cov", EAST]
    assert (row.against_city, row.city_doubt) == ("not_comparable", "city_all_or_none")


def test_a_county_that_sent_nothing_has_no_word_at_all(bureau: Settings) -> None:
    """未报送 would be judged."""
    row = judged(bureau, rate("cov", {EAST: (90, 100), CITY: (500, 1000)}))["cov", SOUTH]
    assert (row.state, row.against_city, row.against_target, row.change_word) == (
        "not_submitted",
        "not_comparable",
        "no_target",
        "not_comparable",
    )
    assert all(pd.isna(value) for value in (row.value, row.lower, row.upper, row.gap, row.change, row.gained))


@pytest.mark.parametrize(
    ("parts", "word", "gap"), [((20, 20), "met", 0), ((19, 20), "near", 1), ((18, 20), "not_met", 2)]
)
def test_against_the_target(bureau: Settings, parts: tuple[float, float], word: str, gap: int) -> None:
    """The second fact, or its gap in schools, would be wrong: 100 is met, 95 is near."""
    row = judged(bureau, rate("cov", {EAST: parts, CITY: (500, 1000)}))["cov", EAST]
    assert (row.against_target, row.gap) == (word, gap)


@pytest.mark.parametrize(("near", "word"), [(95.0, "near"), (95.1, "not_met"), (None, "near")])
def test_what_is_near_the_indicator_itself_may_say(bureau: Settings, near: float | None, word: str) -> None:
    """19 of 20 would be nearly all by the policy, whatever the indicator asks."""
    ours = bureau.indicators["cov"].model_copy(update={"near": near})
    indicators = bureau.indicators.model_copy(update={"indicators": (ours,)})
    row = judged(replace(bureau, indicators=indicators), rate("cov", {EAST: (19, 20), CITY: (500, 1000)}))["cov", EAST]
    assert row.against_target == word


def test_the_gap_of_a_rate_of_pupils_is_in_schools(bureau: Settings) -> None:
    """A bureau would be told of 7 pupils where it wants the two schools to call, or of schools that have none to serve.

    East: a serves all, b leaves 3 out, c leaves 4 out, d was asked by nobody. North's schools are not known.
    """
    served = bureau.indicators["joined"].model_copy(
        update={"kind": "target", "target": 100.0, "near": 95.0, "complaints": None}
    )
    others = [one for one in bureau.indicators.indicators if one.id != "joined"]
    indicators = bureau.indicators.model_copy(update={"indicators": (*others, served)})
    pupils = [("a", 50, 50), ("b", 47, 50), ("c", 46, 50), ("d", 0, 0)]
    values = pd.DataFrame(
        [
            {"county": EAST, "period": NOW, "school_id": school, "indicator": "joined", "category": ""}
            | {"numerator": float(x), "denominator": float(n)}
            for school, x, n in pupils
        ]
    )
    observed = pd.DataFrame(rate("joined", {EAST: (143, 150), NORTH: (40, 50), CITY: (183, 200), REST: (143, 150)}))
    counted = CountedPeriods(indicators, bureau.city, observed, values, (NOW,), bureau.policy)
    facts = assess(counted).set_index("county")
    assert facts.loc[[EAST, NORTH], "against_target"].tolist() == ["near", "not_met"]
    assert facts.loc[[EAST, CITY, REST], "gap"].tolist() == [2, 2, 2]
    assert facts["gap"].isna()[NORTH]


def test_any_case_misses_a_zero(bureau: Settings) -> None:
    """A violation would be called near the target."""
    observations = rate("cases", {EAST: (0, 1), WEST: (1, 1)}, value={EAST: 0.0, WEST: 1.0})
    facts = judged(bureau, observations)
    assert (facts["cases", EAST].against_target, facts["cases", WEST].against_target) == ("met", "not_met")
    assert facts["cases", WEST].gap == 1


def ceilings(values: dict[str, float]) -> Rows:
    return rate("minutes", dict.fromkeys(values, (0, 1)), value=values)


def test_schools_over_a_ceiling_are_counted_for_counties_and_totals(bureau: Settings) -> None:
    """The mean of 50 would hide a school at 70 minutes; the city would always keep the ceiling."""
    of_schools = schools("minutes", {EAST: "aa", WEST: "aaa"})
    for row, minutes in zip(of_schools, (30, 70, 60, 61, 62), strict=True):
        row["numerator"] = float(minutes)
    facts = judged(bureau, ceilings({EAST: 50, WEST: 61, CITY: 56.6, REST: 56.6}), of_schools)
    assert {place: facts["minutes", place].gap for place in (EAST, WEST, CITY, REST)} == {
        EAST: 1,
        WEST: 2,
        CITY: 3,
        REST: 3,
    }
    assert facts["minutes", CITY].against_target == "not_met"


def test_without_schools_the_value_is_held_against_the_ceiling(bureau: Settings) -> None:
    """A county figure of 70 minutes would be met for want of schools."""
    facts = judged(bureau, ceilings({EAST: 70, WEST: 60}))
    assert (facts["minutes", EAST].against_target, facts["minutes", WEST].against_target) == ("not_met", "met")


def test_a_total_says_yes_where_every_county_does(bureau: Settings) -> None:
    """Twelve counties of thirteen with funds would make the city's answer yes."""
    nan = float("nan")
    observations = rate(
        "funded", {EAST: (1, nan), WEST: (0, nan), CITY: (1, 2)}, value={EAST: 1.0, WEST: 0.0, CITY: 0.0}
    )
    facts = judged(bureau, observations)
    assert {place: facts["funded", place].against_target for place in (EAST, WEST, CITY)} == {
        EAST: "met",
        WEST: "not_met",
        CITY: "not_met",
    }
    assert facts["funded", CITY].gap == 1, "one county is missing"


@pytest.mark.parametrize(
    ("before", "word", "points"),
    [
        ((15, 20), "up", 10.0),  # 85.0 - 75.0
        ((17, 20), "unchanged", 0.0),
        ((18, 20), "down", -5.0),
    ],
)
def test_change_of_a_complete_count(bureau: Settings, before: tuple[float, float], word: str, points: float) -> None:
    """The third fact of a school rate is a plain difference; an interval would call it no clear change."""
    observations = rate("cov", {EAST: (17, 20), CITY: (500, 1000)}) + rate("cov", {EAST: before}, BEFORE)
    row = judged(bureau, observations)["cov", EAST]
    assert (row.change_word, row.change) == (word, pytest.approx(points))


def test_change_of_a_survey_needs_an_interval(bureau: Settings) -> None:
    """Two points more of 100 answers would be called a rise: 90/100 against 88/100 is within error, 60/100 is not."""
    observations = rate("satisfied", {EAST: (90, 100), WEST: (90, 100), CITY: (500, 1000)})
    observations += rate("satisfied", {EAST: (88, 100), WEST: (60, 100)}, BEFORE)
    assert judged(bureau, observations)["satisfied", WEST].change_word == "not_comparable", "pupils of whose schools?"
    effect = {"satisfied": DesignEffect.model_validate({"value": 1.5, "source": {"zh-Hans": "某研究"}})}
    facts = judged(replace(bureau, policy=bureau.policy.model_copy(update={"design_effects": effect})), observations)
    assert facts["satisfied", EAST].change_word == "no_clear_change"
    assert facts["satisfied", WEST].change_word == "up"
    assert facts["satisfied", EAST].against_city == "higher", "90 of 100 is 60 of 66.7, far above one half"
    assert facts["satisfied", EAST].method == "design_effect"


def test_what_is_counted_otherwise_is_not_compared_with_before(bureau: Settings) -> None:
    """A sum marked 未去重 would seem to have risen against the distinct names of the month before."""
    courses = rate("courses", {EAST: (30, 1), WEST: (30, 1)}, value=30.0, qualifier={EAST: "未去重", WEST: "余"})
    courses += rate("courses", {EAST: (20, 1), WEST: (20, 1)}, BEFORE, value=20.0)
    facts = judged(bureau, courses)
    assert facts["courses", EAST].change_word == "not_comparable"
    assert (facts["courses", WEST].change_word, facts["courses", WEST].change) == ("up", 10), (
        "余 is no other way of counting"
    )


def test_a_change_that_shows_as_nothing_is_none(bureau: Settings) -> None:
    """58.04 after 58.01 minutes, both shown as 58.0, would be called a rise."""
    observations = ceilings({EAST: 58.04}) + [{**row, "period": BEFORE} for row in ceilings({EAST: 58.01})]
    assert judged(bureau, observations)["minutes", EAST].change_word == "unchanged"


def test_the_first_period_has_nothing_to_compare_with(bureau: Settings) -> None:
    """The first month of a bureau would end in a traceback."""
    row = judged(bureau, rate("cov", {EAST: (9, 10), CITY: (9, 10)}), periods=(NOW,))["cov", EAST]
    assert (row.change_word, row.signal) == ("not_comparable", "")


def test_schools_gained_and_lost(bureau: Settings) -> None:
    """较上月新增达标 would count wrong schools.

    East: the second school gained, the third is new and meets the target, which nobody has gained by; the fourth lost,
    the fifth is gone. South: first ledger.
    """
    observations = rate("cov", {EAST: (3, 4), WEST: (1, 2), SOUTH: (2, 2), CITY: (6, 8), REST: (6, 8)})
    observations += rate("cov", {EAST: (3, 4), WEST: (0, 2)}, BEFORE)
    now = schools("cov", {EAST: "+++-", WEST: "+-", SOUTH: "++"})
    before = schools("cov", {EAST: "+- ++", WEST: "--"}, BEFORE)
    facts = judged(bureau, observations, now + before)
    assert {place: (facts["cov", place].gained, facts["cov", place].lost) for place in (EAST, WEST, CITY, REST)} == {
        EAST: (1, 1),
        WEST: (1, 0),
        CITY: (2, 1),
        REST: (2, 1),
    }
    assert (facts["cov", EAST].entered, facts["cov", EAST].left) == (1, 1)
    assert pd.isna(facts["cov", SOUTH].gained), "a county whose first ledger this is has gained no school"


def test_schools_are_the_units_that_vary_of_rates_of_people(bureau: Settings) -> None:
    """Ten large schools that differ widely would be called higher for one that is good."""
    of_schools = schools("joined", {EAST: "aaaaaa", WEST: "aaaaaa"})
    for number, row in enumerate(of_schools):
        row.update(numerator=90.0 if number % 2 or number == 0 else 10.0, denominator=100.0)
    observations = rate("joined", {EAST: (380, 600), WEST: (300, 600), CITY: (680, 1200)})
    observations += rate("cov", {EAST: (64, 100), CITY: (500, 1000)})
    facts = judged(bureau, observations, of_schools)
    assert (facts["joined", EAST].against_city, facts["joined", EAST].method) == ("similar", "dealt")
    assert facts["joined", EAST].units == 6
    assert facts["joined", EAST].limit_lower < 50
    assert (facts["cov", EAST].against_city, facts["cov", EAST].method) == ("better", "exact")


def taking_part(*schools: tuple[float, float], county: str = EAST) -> Rows:
    """School values of the voluntary indicator: participants and pupils of each school."""
    return [
        {"county": county, "period": NOW, "school_id": f"{county}-{number}", "indicator": "joined", "category": ""}
        | {"numerator": float(x), "denominator": float(n)}
        for number, (x, n) in enumerate(schools)
    ]


@pytest.mark.parametrize(
    ("schools", "complaints", "suspected"),
    [
        ([(99, 100), (400, 900)], 1, 1),
        ([(100, 100), (100, 100)], 1, 2),
        ([(98, 100), (98, 100)], 5, 0),
        ([(100, 100)], 0, 0),
        ([(100, 100)], None, 0),
        ([(9, 9), (50, 100)], 3, 0),
    ],
)
def test_compulsion_is_suspected_in_schools(
    bureau: Settings, schools: list[tuple[float, float]], complaints: int | None, suspected: int
) -> None:
    """A county's mean of 50 % would hide the school that lets nobody out, about which somebody complained."""
    x, n = (sum(part) for part in zip(*schools, strict=True))
    observations = rate("joined", {EAST: (x, n), CITY: (500, 1000)})
    observations += rate("closed", {} if complaints is None else {EAST: (0, complaints or 1)})
    if complaints == 0:
        observations = [
            row | {"state": "not_applicable"} if row["indicator"] == "closed" else row for row in observations
        ]
    facts = judged(bureau, observations, taking_part(*schools))
    assert (facts["joined", EAST].suspected, facts["joined", CITY].suspected) == (bool(suspected), bool(suspected))
    assert facts["joined", EAST].suspected_schools == (suspected or pytest.approx(float("nan"), nan_ok=True))


def test_complaints_of_elsewhere_suspect_nobody(bureau: Settings) -> None:
    """A complaint in one county would cast suspicion on the schools of another."""
    observations = rate("joined", {EAST: (100, 100), WEST: (100, 100), CITY: (500, 1000)})
    observations += rate("closed", {WEST: (0, 3)})
    facts = judged(bureau, observations, taking_part((100, 100)) + taking_part((100, 100), county=WEST))
    assert (facts["joined", EAST].suspected, facts["joined", WEST].suspected) == (False, True)


def test_complaints_added_up_since_september_suspect_nobody(bureau: Settings) -> None:
    """One complaint of autumn would cast suspicion on every month of the year."""
    kept = tuple(
        one.model_copy(update={"cumulative": True}) if one.id == "closed" else one
        for one in bureau.indicators.indicators
    )
    bureau = replace(bureau, indicators=bureau.indicators.model_copy(update={"indicators": kept}))
    observations = rate("joined", {EAST: (100, 100), CITY: (500, 1000)}) + rate("closed", {EAST: (1, 3)})
    assert judged(bureau, observations, taking_part((100, 100)))["joined", EAST].suspected is False


@pytest.mark.parametrize(
    ("qualifiers", "about"), [(("", ""), False), (("余", ""), True), (("", "近"), True), (("约、未去重", ""), True)]
)
def test_a_change_of_an_inexact_figure_is_inexact(bureau: Settings, qualifiers: tuple[str, str], about: bool) -> None:
    """From 近4000 to 4100 would be said to have risen by exactly 100."""
    observations = rate("cov", {EAST: (5, 10), CITY: (50, 100)}, qualifier=qualifiers[0])
    observations += rate("cov", {EAST: (4, 10), CITY: (40, 100)}, BEFORE, qualifier=qualifiers[1])
    assert judged(bureau, observations)["cov", EAST].change_about is about


@pytest.mark.parametrize(
    ("clusters", "word", "method"),
    [({}, "not_comparable", ""), ({EAST: 40.0}, "higher", "clusters"), ({EAST: 4.0}, "similar", "clusters")]
    + [({EAST: one}, "not_comparable", "") for one in (0.0, 401.0)],
)
def test_people_of_whom_the_form_gives_the_number_of_schools_are_compared(
    bureau: Settings, clusters: dict[str, float], word: str, method: str
) -> None:
    """400 answers of four schools would be as sure as 400 schools, or a number that cannot be would be believed.

    90 of 100 and 50 of 100 of the city; of 40 schools 36 lie far outside, of 4 schools nothing is unlikely.
    """
    nature = {"kind": "context", "counts": "answers", "target": None, "complaints": None}
    kept = tuple(one.model_copy(update=nature) if one.id == "joined" else one for one in bureau.indicators.indicators)
    bureau = replace(bureau, indicators=bureau.indicators.model_copy(update={"indicators": kept}))
    nobody = dict.fromkeys(PLACES, float("nan"))
    observations = rate("joined", {EAST: (360, 400), CITY: (2000, 4000)}, clusters={**nobody, **clusters})
    row = judged(bureau, observations)["joined", EAST]
    assert (row.against_city, row.method) == (word, method)
    assert pd.isna(row.units) if not method else row.units == clusters[EAST]


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [
        (200.0, 200.0, "up"),
        (10.0, 200.0, "no_clear_change"),
        (200.0, 10.0, "no_clear_change"),
        (200.0, None, "not_comparable"),
        (None, 200.0, "not_comparable"),
    ],
)
def test_a_survey_moves_by_the_schools_asked_in_both_months(
    bureau: Settings, now: float | None, before: float | None, word: str
) -> None:
    """400 answers of ten schools would be as sure of a rise as those of two hundred, in whichever month.

    320 against 240 of 400: of 200 schools 160 against 120, of 10 schools 8 against 6.
    """
    nature = {"kind": "context", "counts": "answers", "target": None, "complaints": None}
    kept = tuple(
        one.model_copy(update=nature) if one.id == "satisfied" else one for one in bureau.indicators.indicators
    )
    bureau = replace(bureau, indicators=bureau.indicators.model_copy(update={"indicators": kept}))
    nobody = dict.fromkeys(PLACES, float("nan"))
    asked = [nobody | ({} if one is None else {EAST: one}) for one in (now, before)]
    observations = rate("satisfied", {EAST: (320, 400), CITY: (2400, 4000)}, clusters=asked[0])
    observations += rate("satisfied", {EAST: (240, 400)}, BEFORE, clusters=asked[1])
    assert judged(bureau, observations)["satisfied", EAST].change_word == word


def test_a_target_is_not_suspected(bureau: Settings) -> None:
    """Full coverage of schools beside a complaint would be called compulsion."""
    observations = rate("cov", {EAST: (100, 100), CITY: (500, 1000)}) + rate("closed", {EAST: (1, 1)})
    assert judged(bureau, observations)["cov", EAST].suspected is False


def test_a_signal_of_the_series(bureau: Settings) -> None:
    """Six rises in a row would go unnoticed; a month of another scope must be a gap and not a point."""
    months = tuple(f"2021-{month:02d}" for month in range(5, 12))
    rows: Rows = []
    for number, month in enumerate(months):
        rows += rate("cov", {EAST: (80 + number, 100), WEST: (80 + number, 100), CITY: (500, 1000)}, month)
    for row in rows:
        if (row["county"], row["period"]) == (WEST, months[3]):
            row["scope"] = "all"
    facts = judged(bureau, rows, periods=months)
    assert (facts["cov", EAST].signal, facts["cov", EAST].direction) == ("trend", "up")
    assert facts["cov", WEST].signal == ""


def test_no_run_leads_across_the_beginning_of_a_school_year(bureau: Settings) -> None:
    """Five rises from June to November would be called a trend, though since September other classes are counted."""
    months = ("2021-05", "2021-06", "2021-09", "2021-10", "2021-11")
    rows: Rows = []
    for number, month in enumerate(months):
        rows += rate("cov", {EAST: (80 + number, 100), CITY: (500, 1000)}, month)
    assert judged(bureau, rows, periods=months)["cov", EAST].signal == "trend"
    anew = bureau.city.calendar.model_copy(update={"year_begins": 9})
    parted = replace(bureau, city=bureau.city.model_copy(update={"calendar": anew}))
    assert judged(parted, rows, periods=months)["cov", EAST].signal == ""


@pytest.mark.parametrize("step", [2, 4])
def test_a_rate_that_rose_because_its_denominator_fell_is_part_of_no_run(bureau: Settings, step: int) -> None:
    """Two schools out of scope would make the fifth rise of a trend, or join two rises to three."""
    months = tuple(f"2021-{month:02d}" for month in range(5, 10))
    x, n, rows = 80, 100, list[dict[str, Any]]()
    for number, month in enumerate(months):
        if number == step:
            n -= 2
        elif number:
            x += 2
        rows += rate("cov", {EAST: (x, n), WEST: (80 + 2 * number, 100), CITY: (500, 1000)}, month)
    facts = judged(bureau, rows, periods=months)
    assert (facts["cov", WEST].signal, facts["cov", EAST].signal) == ("trend", "")


def test_spread_is_of_counties_counted_alike(bureau: Settings) -> None:
    """The quartiles of a spine would mix a rate over all schools with rates over the schools in scope.

    East 60, West 80, North 90 in scope; South 10 over all schools. Quartiles of 60, 80, 90: 70, 80, 85.
    """
    parts: dict[str, tuple[float, float]] = {
        EAST: (60, 100),
        WEST: (80, 100),
        NORTH: (90, 100),
        SOUTH: (10, 100),
        CITY: (230, 300),
        REST: (1, 2),
    }
    before = rate("cov", {EAST: (1, 100), CITY: (1, 100)}, BEFORE, scope="all")
    observations = pd.DataFrame(rate("cov", parts, scope={SOUTH: "all"}) + before)
    found = spread(observations, bureau.city, NOW)
    assert found.drop(columns=["indicator", "category"]).to_numpy().tolist() == [[3, 60, 70, 80, 85, 90]]


def test_spread_is_told_indicator_by_indicator_in_their_order(bureau: Settings) -> None:
    """Rates of two indicators would be one row of quartiles, or stand in another order than the reports."""
    rows = rate("satisfied", {EAST: (1, 4), CITY: (1, 4)}) + rate("cov", {EAST: (1, 2), WEST: (1, 1), CITY: (2, 3)})
    found = spread(pd.DataFrame(rows), bureau.city, NOW)
    told = found[["indicator", "counties", "low", "median", "high"]].to_numpy().tolist()
    assert told == [["satisfied", 1, 25, 25, 25], ["cov", 2, 50, 75, 100]]


def test_spread_of_nothing(bureau: Settings) -> None:
    """A month in which nobody reported an indicator would end in a traceback."""
    found = spread(pd.DataFrame(rate("cov", {})), bureau.city, NOW)
    assert found.empty
    assert list(found.columns) == ["indicator", "category", "counties", "low", "q25", "median", "q75", "high"]
