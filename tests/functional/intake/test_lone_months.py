"""Tables of 3月 and 4月 come in where the file or the command line says of which year they are."""

from __future__ import annotations

import pytest
from tests.functional.intake.conftest import Bureau

FIGURES = {
    "over figures": "指标,3月,4月\n专题会议次数,3,4\n推门听课节次,30,40\n",
    "in a column": "月份,专题会议次数,推门听课节次\n3月,3,30\n4月,4,40\n",
    "numbers in a column": "月份,专题会议次数,推门听课节次\n3,3,30\n4,4,40\n",
}
LEDGER = "学校名称,学校标识码,在校学生数\n3月,,\n甲小学,4104220001,500\n4月,,\n甲小学,4104220001,510\n"


@pytest.mark.parametrize("layout", FIGURES)
def test_figures_of_months_without_a_year(layout: str, bureau: Bureau) -> None:
    """Such a table would be refused although the name of its file says the year."""
    done = bureau.take(bureau.put("叶县2022年4月.csv", FIGURES[layout].encode()))
    assert [(one.period, one.outcome) for one in done] == [("2022-03", "accepted"), ("2022-04", "accepted")]
    with bureau.view() as view:
        kept = view.figures("figures").dropna(subset=["value"])
    assert set(zip(kept["period"], kept["item"], kept["value"], strict=True)) == {
        ("2022-03", "gov_meetings", 3), ("2022-03", "obs_visits", 30),
        ("2022-04", "gov_meetings", 4), ("2022-04", "obs_visits", 40),
    }  # fmt: skip


def test_schools_below_months_without_a_year(bureau: Bureau) -> None:
    """The months would be two schools, and each school be there twice."""
    bureau.take(bureau.put("叶县2022年4月.csv", LEDGER.encode()))
    with bureau.view() as view:
        rows = view.rows("ledger")
    assert set(zip(rows["period"], rows["school_name"], rows["enrolled"], strict=True)) == {
        ("2022-03", "甲小学", 500),
        ("2022-04", "甲小学", 510),
    }


def test_months_of_no_year_are_asked_about(bureau: Bureau) -> None:
    """A clerk would be told that the file holds no table, and not what it lacks."""
    (one,) = bureau.take(bureau.put("叶县.csv", FIGURES["over figures"].encode()))
    assert one.outcome == "rejected"
    assert "2022年4月" in one.reason
