"""What a clerk is told of a cell that was read with a doubt."""

from __future__ import annotations

import pytest

from reporting.intake.cleaning.tables.doubtful import Doubtful, doubt_findings
from reporting.intake.cleaning.values.numbers import clean_number


@pytest.mark.parametrize(("typed", "told"), [("在校生326人", "读作326。"), ("25+2", "读作27。")])
def test_a_number_that_does_not_stand_alone_is_told(typed: str, told: str) -> None:
    """A clerk could not see which of the numbers in the cell was taken, and would have to ask."""
    cleaned = clean_number(typed, whole=True, unit="人", column_unit="", label="在校学生数")
    cell = Doubtful("ledger", "enrolled", "在校学生数", "学校台账", "D", 5, cleaned)
    (finding,) = doubt_findings([cell], lambda text: "")
    assert told in finding.message
    assert finding.found == typed


def test_a_number_that_stands_alone_is_not_repeated() -> None:
    """Each doubt would say the value once more, also where there is none."""
    cleaned = clean_number("约三四百", whole=True, unit="人", column_unit="", label="在校学生数")
    cell = Doubtful("ledger", "enrolled", "在校学生数", "学校台账", "D", 5, cleaned)
    assert all("读作" not in finding.message for finding in doubt_findings([cell], lambda text: ""))
