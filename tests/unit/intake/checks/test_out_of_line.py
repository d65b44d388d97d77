"""A number with a digit too many is seen beside what it was, and beside those of its row."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table

NAN = float("nan")


def test_ten_times_as_many_pupils_as_the_month_before_are_found(found: Found) -> None:
    now = Table(school_id=["a", "b"], enrolled=[5500, 480], participants=[NAN, NAN])
    before = Table(school_id=["b", "a"], enrolled=[470, 500])
    (finding,) = found("count_out_of_line", now, before)
    assert (finding.row, finding.field, finding.found) == (3, "enrolled", "5500")


def test_pupils_ten_times_those_who_applied_are_found(found: Found) -> None:
    (finding,) = found("count_out_of_line", Table(enrolled=[8000], applied=[600], participants=[550]))
    assert finding.field == "enrolled"


def test_what_is_small_or_alone_or_was_nothing_passes(found: Found) -> None:
    assert found("count_out_of_line", Table(enrolled=[250], applied=[10])) == []
    assert found("count_out_of_line", Table(enrolled=[900], applied=[0])) == []
    assert found("count_out_of_line", Table(teachers=[400], enrolled=[5000])) == []


def test_a_figure_is_held_against_the_month_before(found: Found) -> None:
    (finding,) = found("figure_out_of_line", Table(hw_bank=[90000]), Table(hw_bank=[4000]))
    assert finding.field == "hw_bank"


@pytest.mark.parametrize(
    ("enrolled", "applied", "participants", "wrong"),
    [
        (8000, 600, 7000, []),
        (7000, 7000, 10, []),
        (8000, NAN, 600, ["enrolled"]),
        (NAN, 8000, 600, ["applied"]),
        (8000, NAN, NAN, []),
    ],
)
def test_a_number_is_held_against_the_greatest_beside_it_and_not_against_itself(
    found: Found, enrolled: float, applied: float, participants: float, wrong: list[str]
) -> None:
    """The greatest of a row would be its own measure and always in line, or a number would be held against a gap."""
    findings = found("count_out_of_line", Table(enrolled=[enrolled], applied=[applied], participants=[participants]))
    assert [finding.field for finding in findings] == wrong
