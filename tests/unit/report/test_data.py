"""The frames of a report: what an analyst computes with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import reporting.statistics
from reporting import CityReport, EvidenceReport, Report
from reporting.errors import ParameterError
from reporting.report.columns import declared_columns
from reporting.settings import Project, load_settings


def test_frames_are_typed(invent: Any) -> None:
    """A sum would join texts, or a filter compare with the word False."""
    report = Report(invent())
    facts = report.facts
    assert [str(facts[name].dtype) for name in ("value", "strong")] == ["float64", "boolean"]
    assert str(report.data["problems"]["due"].dtype).startswith("datetime64")
    assert report.schools["enrolled"].sum() == 2000


def test_a_fact_is_told_with_its_words(invent: Any) -> None:
    """An analyst would look up in the page what the frame should say."""
    time = Report(invent()).facts.set_index("indicator").loc["time"]
    assert time["value_text"] == "80.0%"
    assert (time["fraction"], time["target"], time["gap_text"]) == ("16/20所", 100.0, "尚有4所")
    assert time["against_city"] == "worse"


def test_headings_are_the_readers_where_it_is_shown(invent: Any) -> None:
    """A column of the page would be called school_name, and an indicator ass_time_ok."""
    report = Report(invent())
    shown = report.facts[["indicator", "value", "against_target"]].labelled()
    assert shown.columns.tolist() == ["指标", "数值", "对照目标"]
    assert "时间达标率" in shown["指标"].tolist()
    assert "未达标" in shown["对照目标"].tolist()
    assert "指标" in str(report.facts._repr_html_())
    english = Report(invent(), "en").facts[["indicator", "value"]].labelled()
    assert english.columns.tolist() == ["Indicator", "Value"]
    assert "Time kept" in english["Indicator"].tolist()


def test_a_part_of_a_frame_keeps_its_words_and_a_change_stays_in_its_cell(invent: Any) -> None:
    """A filtered table would lose its headings; a cell would change what the next one sees."""
    report = Report(invent())
    facts = report.facts
    facts.loc[:, "against_target"] = "met"
    facts["strong"].array[:] = True
    facts["value"] = 0.0
    fresh = report.facts
    assert (fresh["value"].max(), "not_met" in set(fresh["against_target"])) == (100.0, True)
    assert not fresh["strong"].all()
    assert facts[facts["gap"] > 0][["indicator", "gap"]].labelled().columns.tolist() == ["指标", "差距"]


def test_unmet_is_school_by_item(invent: Any) -> None:
    """Which school to go to would have to be put together from three tables."""
    unmet = Report(invent()).unmet
    assert unmet["school_name"].tolist() == [f"虚构{n}小学" for n in range(4)]
    assert set(unmet["name"]) == {"时间达标率"}


def test_a_series_has_the_city_and_the_target(invent: Any) -> None:
    """The commonest plot would need three joins."""
    series = Report(invent()).series("time")
    assert series["period"].tolist() == ["2022-02", "2022-03", "2022-04"]
    assert series["value"].tolist() == [70.0, 75.0, 80.0]
    assert series["target"].tolist() == [100.0] * 3
    assert series["city"].isna().tolist() == [True, True, False]
    assert Report(invent()).series("sorts", "体育")["value"].tolist() == [45.0]


def test_this_period_beside_the_last(invent: Any) -> None:
    """Two periods of different scope would be put beside each other."""
    row = Report(invent()).beside_last.set_index("indicator").loc["time"]
    assert (row["before"], row["now"], row["gained"]) == (75.0, 80.0, 2.0)


def test_a_misspelt_name_is_told_with_its_nearest(invent: Any) -> None:
    """A typing error would end in a KeyError, or in an empty plot."""
    report = Report(invent())
    with pytest.raises(ParameterError, match="tme") as caught:
        report.series("tme")
    assert "time" in str(caught.value)
    with pytest.raises(ParameterError, match="category"):
        report.series("sorts", "音乐")
    with pytest.raises(ParameterError) as caught:
        _ = report.data["school"]
    assert "schools" in str(caught.value)
    with pytest.raises(AttributeError, match="school"):
        _ = report.data.school
    assert {"schools", "facts"} <= set(report.data._ipython_key_completions_()) & set(dir(report.data))
    assert "observations" in report.snapshot._ipython_key_completions_()


def test_the_public_edition_has_no_single_school(invent: Any) -> None:
    """A notebook could publish a school by name, or count again what is suppressed."""
    public = Report(invent(audience="public"))
    assert len(public.schools) == len(public.unmet) == 0
    names = {f"虚构{n}小学" for n in range(20)} | {"甲小学"}
    for name in public.data:
        cells = public.data[name].astype("str").to_numpy().ravel().tolist()
        assert not names & set(cells), name


def test_a_suppressed_value_is_in_no_frame(invent: Any, usual: Any) -> None:
    """What disclosure control withholds would be had by another name."""
    rows = [
        {**row, "state": "suppressed", "value": None, "numerator": None} if row["indicator"] == "joined" else row
        for row in usual()["observations"]
    ]
    judged = [row for row in usual()["assessments"] if row["indicator"] != "joined"]
    public = Report(invent(audience="public", observations=rows, assessments=judged))
    for name in public.data:
        assert "31468" not in public.data[name].to_csv().replace("\u00a0", ""), name
    assert public.facts.set_index("indicator").loc["joined", "value_text"] == "保密"


def test_the_city_has_every_countys_facts(city_snapshot: Any) -> None:
    """Counties could be compared by sections only."""
    facts = CityReport(city_snapshot).facts
    assert facts["county"].nunique() == 3
    assert facts[["county"]].labelled()["县（市、区）"].iloc[0] == "甲区"


def test_the_statistics_are_those_of_the_reports() -> None:
    """An analyst's own interval would be another one than the page's."""
    lower, upper = reporting.statistics.wilson(8, 10, 0.95)
    assert (round(float(lower), 3), round(float(upper), 3)) == (0.490, 0.943)
    assert all(getattr(reporting.statistics, name).__doc__ for name in reporting.statistics.__all__)
    assert isinstance(pd.DataFrame({"rate": [reporting.statistics.display_rate(999, 1000, 1)]}).iloc[0, 0], str)


def test_frames_have_no_other_columns_than_are_declared(invent: Any) -> None:
    """A column that is there would be called misspelt."""
    declared = declared_columns(load_settings(Project.at(Path(__file__).parents[3])))
    for report in (Report(invent()), *(kind(invent(place="410400")) for kind in (CityReport, EvidenceReport))):
        frames = {name: set(report.data[name].columns) for name in report.data}
        kind = declared[type(report).__name__]
        assert frames.keys() == kind.keys() - {"series"}
        # the invented ledger has columns of its own
        own = {name: sorted(columns - kind[name]) for name, columns in frames.items() if name != "schools"}
        assert not any(own.values()), own


def test_evidence_has_its_columns_without_any_row(invent: Any) -> None:
    """The notebook of a city without commitments would fail, and its edition with it."""
    data = EvidenceReport(invent(place="410400")).data
    assert {"commitment", "state"} <= set(data.progress.columns)
    assert data.claims["verdict"].value_counts().get("supported", 0) == 0
