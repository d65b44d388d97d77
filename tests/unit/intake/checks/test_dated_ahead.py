"""A document dated long after its period is asked about: it was issued in an earlier year."""

from __future__ import annotations

import pandas as pd
from tests.unit.intake.checks.conftest import Found, Table


def test_a_day_long_after_the_period_is_asked_about(found: Found) -> None:
    """A document of last December, written 12月5日, would be counted as one of the December to come."""
    issued = pd.to_datetime(["2022-12-05", "2022-04-22", ""])
    (finding,) = found("document_dated_ahead", Table(title=["甲", "乙", "丙"], issued=issued))
    assert (finding.severity, finding.field) == ("error", "issued")
    assert "2022-12-05" in finding.message


def test_a_day_of_the_weeks_after_the_period_is_none(found: Found) -> None:
    """A county that dates a document ahead by some days would be told that its year is missing."""
    assert found("document_dated_ahead", Table(title=["甲", "乙"], issued=pd.to_datetime(["2022-05-31", ""]))) == []
    assert len(found("document_dated_ahead", Table(title=["甲"], issued=pd.to_datetime(["2022-06-01"])))) == 1
