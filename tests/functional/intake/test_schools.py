"""The registry of schools: from two workbooks to the receipt, the numbers and the gate, and its answers on record."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.functional.intake.conftest import Bureau, new_bureau
from tests.functional.smaller_city import keep_indicators

from reporting.definitions.periods import Period
from reporting.settings import load_settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData, gather

COUNTY = "410422"
ALL, IN_SCOPE, SENT = 22, 17, 6


def school(number: int, **more: Any) -> dict[str, Any]:
    return {
        "school_name": f"第{number}小学",
        "school_code": f"99{number:08}",
        "county": "叶县",
        "stage": "小学",
        "boarding": False,
        "village_point": number >= IN_SCOPE,
        "enrolled": 300,
        "offers": True,
        **more,
    }


SCHOOLS = [school(number) for number in range(ALL)]


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """A bureau that asks for one number: what is tried is how many schools it is of."""
    bureau = new_bureau(tmp_path / "bureau")
    keep_indicators(bureau.project.params, {"ass_school_cov"})
    return replace(bureau, settings=load_settings(bureau.project))


@pytest.fixture
def shrunk(bureau: Bureau) -> Bureau:
    """A county that sends all its schools in March, and 6 of them, 5 in scope, in April."""
    bureau.send("3.xlsx", SCHOOLS, period="2022-03")
    bureau.send("4.xlsx", [*SCHOOLS[:5], SCHOOLS[-1]], period="2022-04")
    return bureau


def known(bureau: Bureau, period: str = "2022-04") -> PeriodData:
    with bureau.view() as view:
        return gather(view, bureau.settings, Period(period))


def counted(bureau: Bureau, period: str = "2022-04") -> tuple[float, ...]:
    rows = known(bureau, period).reporting
    row = rows[rows["county"] == COUNTY].iloc[0]
    return tuple(row[["reported", "uncounted", "expected", "reported_before"]])


def test_six_of_twenty_two_schools_are_no_complete_report(shrunk: Bureau) -> None:
    """A county that leaves schools out would read 5/5, grade 1, and be praised."""
    taken = shrunk.take(receipts=shrunk.project.root / "receipts")
    assert [one.outcome for one in taken] == ["accepted", "accepted"]
    assert counted(shrunk) == (5, 0, IN_SCOPE, IN_SCOPE)
    data = known(shrunk)
    mine = data.observations.query(f"county == '{COUNTY}' and period == '2022-04' and indicator == 'ass_school_cov'")
    assert mine["completeness"].item() == pytest.approx(5 / IN_SCOPE)
    judged = data.assessments.query(f"county == '{COUNTY}' and indicator == 'ass_school_cov'").iloc[0]
    assert (judged["against_target"], judged["against_city"]) == ("uncertain", "not_comparable")
    receipt = next((shrunk.project.root / "receipts").rglob("*2022-04*.html")).read_text("utf-8")
    missing = [one["school_name"] for one in SCHOOLS[5:-1]]
    assert len(missing) == 16
    assert all(name in receipt for name in missing)


def test_an_answer_is_given_once_and_stays(shrunk: Bureau) -> None:
    """A clerk would be asked every month for a school that closed."""
    shrunk.take()
    given = ("--county", "叶县", "--since", "2022-04", "--because", "撤并", "--by", "基教科")
    assert shrunk.command("schools", "close", "第5小学", *given).returncode == 0
    assert shrunk.command("schools", "merge", "第6小学", "--into", "第0小学", *given).returncode == 0
    assert shrunk.command("schools", "move", "第7小学", "--to", "410421", *given).returncode == 0
    assert counted(shrunk) == (5, 0, IN_SCOPE - 3, IN_SCOPE)
    listed = json.loads(shrunk.command("schools", "list", "--county", "叶县", "--json").stdout)
    standing = {row["name"]: row["standing"] for row in listed}
    assert [standing[f"第{n}小学"] for n in (0, 5, 6, 7, 8)] == ["reported", "close", "merge", "move", "missing"]
    shrunk.send("5.xlsx", SCHOOLS[:5], period="2022-05")
    taken = {one.file: one for one in shrunk.take()}
    assert counted(shrunk, "2022-05") == (5, 0, IN_SCOPE - 3, 5)
    with shrunk.view() as view:
        found = view.findings(periods=["2022-05"]).set_index("check_id")["found"]
    assert taken["5.xlsx"].counts["warning"] == 1
    assert not {"第5小学", "第6小学", "第7小学"} & set(found["school_gone"].split("、"))
    assert shrunk.command("schools", "reopen", "第5小学", *given).returncode == 0
    assert counted(shrunk)[2] == IN_SCOPE - 2


def test_an_answer_about_nobody_or_without_a_reason_is_refused(shrunk: Bureau) -> None:
    """A typing error would be put on record, or a school closed by nobody."""
    shrunk.take()
    given = ("--county", "叶县", "--since", "2022-04", "--by", "基教科")
    for wrong in (("第99小学", "--because", "撤并"), ("第5小学", "--because", " ")):
        refused = shrunk.command("schools", "close", wrong[0], *given, *wrong[1:])
        assert refused.returncode == 2
    assert counted(shrunk)[2] == IN_SCOPE


def test_a_school_whose_stage_cannot_be_read_stays_expected_and_is_named(bureau: Bureau) -> None:
    """One mistyped cell would take a school out of every rate, and 14/14 would read as all."""
    rows = [school(n) for n in range(15)]
    rows[3]["stage"], rows[4]["stage"] = "完小", "学校"
    bureau.send("4.xlsx", rows)
    bureau.take()
    assert counted(bureau)[:3] == (14, 1, 15)
    data = known(bureau)
    missing = cut_snapshot(data, COUNTY, "internal")["missing_schools"]
    assert missing[["name", "why"]].to_numpy().tolist() == [["第4小学", "untold"]]
    with bureau.view() as view:
        found = view.findings(periods=["2022-04"]).set_index("check_id")
    assert found.loc["scope_untold", "found"] == "第4小学"
    covered = data.observations.query(f"county == '{COUNTY}' and indicator == 'ass_school_cov'").iloc[0]
    assert (covered["numerator"], covered["denominator"], covered["completeness"]) == (14, 14, pytest.approx(14 / 15))
