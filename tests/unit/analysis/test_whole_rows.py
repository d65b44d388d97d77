"""A whole row of an assessment, column by column: each is what it says, of the right period, and in per cent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.unit.analysis.test_assessments import (
    BEFORE,
    CITY,
    EAST,
    GOLDEN,
    NOW,
    REST,
    SOUTH,
    WEST,
    judged,
    rate,
    schools,
    taking_part,
)

from reporting.analysis.comparison import Compared, Proportion, dealt_references, exact_references
from reporting.analysis.membership import Moves, moves_of
from reporting.analysis.panels import Counts, complaints_of
from reporting.analysis.series import judge_series, xmr_limits
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.words import Method
from reporting.settings import Project, Settings, load_settings

NAN = float("nan")


@pytest.fixture
def bureau(make_project: Callable[..., Project]) -> Settings:
    return load_settings(make_project(files={"indicators.yaml": GOLDEN.read_text(encoding="utf-8")}))


def told(row: Any) -> dict[str, Any]:
    """The columns of a row; what is missing is None."""
    values = {name: value for name, value in row._asdict().items() if name != "Index"}
    return {name: None if pd.isna(value) else value for name, value in values.items()}


def test_a_rate_of_schools(bureau: Settings) -> None:
    """A reader would see the strong limits for the usual ones, last month's word for this month's, or 0.9 for 90 %."""
    observations = rate("cov", {EAST: (90, 100), WEST: (20, 40), CITY: (500, 1000), REST: (500, 1000)})
    observations += rate("cov", {EAST: (99, 100), CITY: (520, 1000)}, BEFORE)
    now = schools("cov", {EAST: "++--+", WEST: "+-"})
    before = schools("cov", {EAST: "+--+ +", WEST: "++"}, BEFORE)
    facts = judged(bureau, observations, now + before)
    held = exact_references({"": Compared(Proportion(90, 100), Proportion(500, 1000))}, bureau.policy)[""]
    assert held.limits is not None
    assert held.strong_limits is not None
    drawn = {
        name: pytest.approx(100 * value)
        for name, value in {
            "lower": held.interval[0],
            "upper": held.interval[1],
            "limit_lower": held.limits[0],
            "limit_upper": held.limits[1],
            "strong_lower": held.strong_limits[0],
            "strong_upper": held.strong_limits[1],
        }.items()
    }
    assert len({held.interval[0], held.interval[1], *held.limits, *held.strong_limits}) == 6
    assert told(facts["cov", EAST]) == drawn | {
        **{"county": EAST, "indicator": "cov", "category": "", "value": 90, "state": "reported"},
        **{"city": 50, "city_n": 1000, "method": "exact", "units": 100},
        **{"against_city": "better", "strong": True, "city_doubt": ""},
        **{"against_target": "not_met", "gap": 10, "target_doubt": ""},
        **{
            "change": pytest.approx(-9),
            "change_word": "other_schools",
            "gained": 1,
            "lost": 1,
            "entered": 1,
            "left": 1,
        },
        **{"target_before": "near", "signal": "", "direction": "", "suspected": False, "suspected_schools": None},
        "change_about": False,
    }
    whole = told(facts["cov", CITY])
    none = dict.fromkeys((*drawn, "units"), None)
    assert whole == whole | none | {"method": "", "city_doubt": "not_a_rate", "value": 50, "target_before": "not_met"}
    assert (facts["cov", CITY].gained, facts["cov", CITY].lost) == (1, 2)
    silent = told(facts["cov", SOUTH])
    assert silent == silent | none | {
        "gained": None,
        "target_before": "no_target",
        "against_target": "no_target",
        "gap": None,
    }


def test_a_county_of_another_scope_has_an_interval_and_no_limits(bureau: Settings) -> None:
    """Limits would be drawn for a rate that is compared with nothing."""
    observations = rate("cov", {EAST: (90, 100), CITY: (500, 1000)}, scope={EAST: "all"})
    row = told(judged(bureau, observations)["cov", EAST])
    assert (row["against_city"], row["method"], row["units"]) == ("not_comparable", "", None)
    assert row["lower"] < 90 < row["upper"]
    assert {row[name] for name in ("limit_lower", "limit_upper", "strong_lower", "strong_upper")} == {None}


def test_complaints_and_schools_that_let_nobody_out(bureau: Settings) -> None:
    """Suspicion would be told of a county without data, or without the number of schools to look at."""
    observations = rate("joined", {EAST: (300, 300), WEST: (10, 100), CITY: (310, 400), REST: (310, 400)})
    observations += rate("closed", {EAST: (1, 2), WEST: (1, 1)})
    of_schools = taking_part((100, 100), (100, 100), (100, 100)) + taking_part((10, 100), county=WEST)
    facts = judged(bureau, observations, of_schools)
    suspected = {one: told(facts["joined", one])["suspected_schools"] for one in (EAST, WEST, SOUTH, CITY, REST)}
    assert suspected == {EAST: 3, WEST: None, SOUTH: None, CITY: 3, REST: 3}
    assert {one for one in suspected if facts["joined", one].suspected} == {EAST, CITY, REST}


def test_complaints_are_those_of_the_period(bureau: Settings) -> None:
    """A complaint of last month would cast suspicion on this one's schools."""
    frame = pd.DataFrame(rate("closed", {EAST: (1, 2)}) + rate("closed", {WEST: (1, 5)}, BEFORE))
    joined, cov = bureau.indicators["joined"], bureau.indicators["cov"]
    assert complaints_of(bureau.indicators, joined, frame, NOW) == {EAST: 2}
    assert complaints_of(bureau.indicators, joined, frame, BEFORE) == {WEST: 5}
    assert complaints_of(bureau.indicators, cov, frame, NOW) == {}
    of_item = joined.model_copy(update={"complaints": "heard"})
    own = pd.DataFrame(rate("joined", {EAST: (1, 2)}, complaints={EAST: 3.0}) + rate("closed", {EAST: (1, 9)}))
    assert complaints_of(bureau.indicators, of_item, own, NOW) == {EAST: 3}
    assert complaints_of(bureau.indicators, of_item, own.drop(columns="complaints"), NOW) == {}


@pytest.mark.parametrize(
    ("n", "clusters", "of_a_school"),
    [(40, 4, 10), (40, 40, 1), (40, 41, None), (40, 0, None), (40, NAN, None), (NAN, 4, None)],
)
def test_people_of_a_school(n: float, clusters: float, of_a_school: float | None) -> None:
    """A survey of more schools than answers would have a design effect below 1."""
    counts = Counts(1, n, 1, "reported", NAN, clusters, "", False)
    assert counts.of_a_school == of_a_school
    assert counts.share == 1
    assert counts._replace(completeness=0.5).share == 0.5


def stand(*rows: tuple[str, str, float, float, bool | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["county", "school_id", "numerator", "denominator", "met"])
    return frame.astype({"met": "boolean"})


def test_what_moved_between_two_months_by_county() -> None:
    """A school that came would be called a gain, or a rate seem to have moved in schools that stood still."""
    before = stand(
        ("东", "a", 1, 10, False), ("东", "b", 5, 10, True), ("东", "gone", 7, 10, False), ("东", "c", 2, 2, True),
        ("西", "a", 3, 4, None), ("南", "x", 1, 1, True),
    )  # fmt: skip
    now = stand(
        ("东", "c", 2, 2, True), ("东", "b", 4, 20, False), ("东", "a", 9, 10, True), ("东", "new", 8, 8, True),
        ("西", "a", 2, 4, None), ("西", "b", 1, 1, None), ("北", "y", 1, 1, True),
    )  # fmt: skip
    found = moves_of(now, before)
    east = Moves(1, 1, 1, 1, 2, 15, 32, 8, 22)
    west = Moves(None, None, 1, 0, None, 2, 4, 3, 4)
    assert found == {"东": east, "西": west}
    assert east.same_schools_moved == pytest.approx(15 / 32 - 8 / 22)
    assert Moves.added([east, west]) == Moves(1, 1, 2, 1, 2, 17, 36, 11, 26)
    assert Moves.added([west, west]).gained is None
    for empty in (replace(east, n=0.0), replace(east, n_before=0.0)):
        assert pd.isna(empty.same_schools_moved)


@pytest.mark.parametrize(
    ("x", "schools_of_county", "inside"),
    [(0, [(0, 10)] * 3, (0.0, None)), (30, [(10, 10)] * 3, (None, 1.0))],
)
def test_an_interval_of_dealt_schools_ends_where_rates_end(
    x: int, schools_of_county: list[tuple[int, int]], inside: tuple[float | None, float | None]
) -> None:
    """An interval of 104 % would stand in a report."""
    rest = [(5, 10), (2, 10), (8, 10), (0, 10), (10, 10), (5, 10), (4, 10), (6, 10)]
    frame = pd.DataFrame([*schools_of_county, *rest], columns=["numerator", "denominator"])
    frame["county"] = ["a"] * 3 + ["b"] * len(rest)
    city = Proportion(int(frame["numerator"].sum()), int(frame["denominator"].sum()))
    held = dealt_references({"a": Proportion(x, 30)}, city, frame, SUGGESTED)["a"]
    for end, wanted in zip(held.interval, inside, strict=True):
        assert 0 <= end <= 1
        assert wanted is None or end == wanted
    assert (held.method, held.units) == ("dealt", 3)


def test_a_run_begins_with_the_month_after_a_gap() -> None:
    """The fifth rise after a month that nobody sent would go unnoticed, or one of four be called a trend."""
    after = [None, 50, 51, 52, 53, 54]
    assert [signal is not None for signal in judge_series(after, SUGGESTED.series).signals] == [False, *[True] * 5]
    assert not any(judge_series([49, None, 50, 51, 52, 53], SUGGESTED.series).signals)
    assert not any(judge_series([50, 51, 52, 53, 54], SUGGESTED.series, fresh=[1]).signals)
    assert all(judge_series([50, 51, 52, 53, 54], SUGGESTED.series, fresh=[0]).signals)


@pytest.mark.parametrize(
    ("values", "fresh", "limits"),
    [
        ([10, 12, 10, 12], (), (11, 11 - 2.66 * 2, 11 + 2.66 * 2)),
        ([10, None, 12, 10], (), (32 / 3, 32 / 3 - 2.66 * 2, 32 / 3 + 2.66 * 2)),
        ([10, 12, 20, 22], (2,), (16, 16 - 2.66 * 2, 16 + 2.66 * 2)),
        ([5, 5, 5, 6], (), (5.25, 5.25 - 2.66 / 3, 5.25 + 2.66 / 3)),  # nothing but zeros would be left
        ([0, 1, 0, 1, 0, 9], (), (11 / 6, 11 / 6 - 2.66 * 1, 11 / 6 + 2.66 * 1)),  # 9 is a freak: ranges 1 1 1 1 9
    ],
)
def test_limits_of_a_series(
    values: list[float | None], fresh: tuple[int, ...], limits: tuple[float, float, float]
) -> None:
    """A gap or a new school year would widen the limits, and one freak hide the next signal."""
    assert xmr_limits(values, fresh) == pytest.approx(limits)


def test_a_chart_with_limits_needs_so_many_points_and_two_that_are_neighbours() -> None:
    """Limits would be drawn of eleven months, or of months none of which follows another."""
    steady = [50, 52, 51] * 4
    assert judge_series(steady, SUGGESTED.series).method is Method.XMR
    assert judge_series(steady[:11], SUGGESTED.series).method is Method.RUN_CHART
    apart = [value for pair in zip(steady, [None] * 12, strict=True) for value in pair]
    assert judge_series(apart, SUGGESTED.series).method is Method.RUN_CHART
    few = judge_series([50, 52, None, 51, 50], SUGGESTED.series)
    assert (few.method, few.centre, few.signals) == (Method.TOO_FEW, None, (None,) * 5)
    with pytest.raises(ValueError, match="neighbours"):
        xmr_limits([1, None, 2])
