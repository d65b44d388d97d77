"""What is said of the same period of the year before."""

from __future__ import annotations

from typing import Any

from reporting import Report

NOTHING = "尚无上年同期数据，本期不列同比。"


def test_nothing_on_record_is_said_once_and_no_row_speaks_of_a_year(invent: Any, whole_page: Any) -> None:
    """A reader used to 同比 would look for it in every row."""
    html = whole_page(Report(invent()))
    assert html.count(NOTHING) == 1
    assert html.count("同比") == 1


def test_a_year_before_stands_beside_the_change_where_its_scope_is_the_same(invent: Any, usual: Any) -> None:
    """The first 同比 of a bureau would not appear, or compare schools in scope with all schools."""
    observations = usual()["observations"]
    now = [row for row in observations if row["period"] == "2022-04" and row["county"] == "410421"]
    (cov,) = (row for row in now if row["indicator"] == "cov")
    (time,) = (row for row in now if row["indicator"] == "time")
    before = [
        {**cov, "period": "2021-04", "value": cov["value"] - 3.0},
        {**time, "period": "2021-04", "value": time["value"] - 3.0, "scope": "all"},
    ]
    report = Report(invent(observations=[*observations, *before]))
    rows = {part[: part.index('"')]: part for part in report.indicator_table().html.split('id="row-')[1:]}
    assert "同比上升3.0个百分点" in rows["cov"]
    assert "同比" not in rows["time"]
    assert NOTHING not in report.methods().html
