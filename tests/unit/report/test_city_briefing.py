"""The city's first screen: who did not report, what must not be, who is overdue and who changed stand first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from reporting import CityReport
from reporting.snapshots.snapshot import Snapshot

SILENT = "丙县（未报送）"
DAYS = [("410402", "2022-03-29", "整改中"), ("410421", "2022-04-25", "未整改"), ("410421", "2022-03-01", "已整改")]


def with_days(snapshot: Snapshot, rows: list[tuple[str, str, str]]) -> CityReport:
    days = pd.DataFrame(rows, columns=["county", "due", "state"], dtype="str")
    return CityReport(replace(snapshot, tables={**snapshot.tables, "problem_days": days}))


def test_the_gravest_stands_first_with_county_and_number(city_snapshot: Any) -> None:
    """A leader would read that there are violations, and telephone thirteen counties to hear where."""
    matters = with_days(city_snapshot, DAYS).briefing.matters
    assert [one.kind for one in matters] == ["silent", "zero", "overdue", "below", "unmet"]
    assert [one.counties for one in matters[:3]] == [
        (SILENT,),
        ("甲区2起", "乙县2起"),
        ("甲区1个", "乙县1个（最长5天）"),
    ]
    assert matters[2].subject == "2个县（市、区）有2个问题逾期"
    assert matters[2].beside == "逾期32天"
    assert "2个县（市、区）有2个问题逾期" in with_days(city_snapshot, DAYS).briefing.verdict[1]


def test_a_city_without_lists_of_problems_has_nobody_overdue(city_snapshot: Any) -> None:
    """A topic whose forms ask for no problems would end in an error, or in a county that is overdue with nothing."""
    assert "overdue" not in [one.kind for one in CityReport(city_snapshot).briefing.matters]
    assert "overdue" not in [one.kind for one in with_days(city_snapshot, DAYS[2:]).briefing.matters]


def test_a_bureau_has_its_own_word_for_what_is_closed(city_snapshot: Any) -> None:
    """Every problem that was closed would be called overdue, in a bureau whose form says 已办结."""
    days = [(county, due, "已办结") for county, due, _ in DAYS]
    assert "overdue" in [one.kind for one in with_days(city_snapshot, days).briefing.matters]
    own = replace(city_snapshot, content={**city_snapshot.content, "closed": ["已办结"]})
    assert "overdue" not in [one.kind for one in with_days(own, days).briefing.matters]


@pytest.mark.parametrize(
    ("before", "now", "lost", "gained"), [("met", "near", True, False), ("near", "met", False, True)]
)
def test_counties_that_changed_are_named(city_snapshot: Any, before: str, now: str, lost: bool, gained: bool) -> None:
    """What became worse in a county would be found by comparing two months by hand."""
    judged = city_snapshot["assessments"].copy()
    row = (judged["county"] == "410421") & (judged["indicator"] == "time")
    judged.loc[row, ["target_before", "against_target", "gained"]] = (before, now, 1.0)
    report = CityReport(replace(city_snapshot, tables={**city_snapshot.tables, "assessments": judged}))
    (change,) = report.briefing.changes
    assert (change.name, bool(change.lost), bool(change.gained)) == ("乙县", lost, gained)
    html = report.headlines().html
    assert ("1项不再达标" in html) is lost
    assert ("没有县（市、区）由达标转为未达标" in html) is gained


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_every_matter_leads_to_its_row(city_snapshot: Any, city_page: Any, outline: Any, lang: Any) -> None:
    """A link of the first screen would lead nowhere, or a rule be named that the page does not explain."""
    report = CityReport(with_days(city_snapshot, DAYS).snapshot, lang)
    page = outline(city_page(report))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert {f"rule-{rule}" for one in report.briefing.matters for rule in one.rules} <= set(page.ids)
