"""A baseline that moves between two months is found."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table

from reporting.definitions.periods import Period


def test_a_number_or_a_date_that_differs_is_found(found: Found) -> None:
    before = Table(oc_base=[100], oc_base_date=["2021-07-24"])
    number, date = found("institutions_baseline", Table(oc_base=[90], oc_base_date=["2021-08-24"]), before)
    assert ("90" in number.message, "100" in number.message, number.field) == (True, True, "oc_base")
    assert ("2021-07-24" in date.message, date.cell) == (True, "B4")


def test_months_in_between_without_a_workbook_change_nothing(found: Found) -> None:
    findings = found(
        "institutions_baseline", Table(oc_base=[90]), Table(oc_base=[100]), before_period=Period("2021-09")
    )
    assert "2021年9月" in findings[0].message


def test_the_same_a_missing_or_a_first_baseline_is_fine(found: Found) -> None:
    assert found("institutions_baseline", Table(oc_base=[100]), Table(oc_base=[100])) == []
    assert found("institutions_baseline", Table(oc_base=[float("nan")]), Table(oc_base=[100])) == []
    assert found("institutions_baseline", Table(oc_base=[100])) == []
