"""A ledger that repeats the period before, row by row, is a question for a person."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Found, Table

NAMES = [f"第{n}小学" for n in range(25)]
PUPILS = [300.0 + n for n in range(25)]


def test_the_old_file_under_a_new_title_is_found(found: Found) -> None:
    """March's ledger would count as April's."""
    before = Table(school_name=NAMES, enrolled=PUPILS)
    (finding,) = found("copy_of_earlier", Table(school_name=NAMES[::-1], enrolled=PUPILS[::-1]), before)
    assert "全部25行" in finding.message
    assert finding.rejects_submission


def test_one_pupil_more_is_another_month(found: Found) -> None:
    """Counties that report anew would be held up each month."""
    now = Table(school_name=NAMES, enrolled=[*PUPILS[:-1], 999.0])
    assert found("copy_of_earlier", now, Table(school_name=NAMES, enrolled=PUPILS)) == []


def test_few_rows_and_names_alone_say_nothing(found: Found) -> None:
    """A small county, or a list without figures, may well stay as it was."""
    few = Table(school_name=NAMES[:5], enrolled=PUPILS[:5])
    assert found("copy_of_earlier", few, few) == []
    blank = Table(school_name=NAMES, enrolled=[float("nan")] * 25)
    assert found("copy_of_earlier", blank, blank) == []
