"""A count that cannot be is no count: it would outweigh a whole county in every rate."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table


def test_a_school_code_among_the_pupils_is_found(found: Found) -> None:
    (finding,) = found("implausible_count", Table(school_code=["9900050002"], enrolled=[9_900_050_002]))
    assert (finding.field, finding.cells) == ("enrolled", ("enrolled",))


def test_a_short_code_is_found_by_being_the_code_of_its_row(found: Found) -> None:
    table = Table(school_code=["10442", "10443", "12"], enrolled=[10442, 900, 12])
    assert [finding.row for finding in found("implausible_count", table)] == [3]


def test_the_largest_school_passes(found: Found) -> None:
    assert found("implausible_count", Table(enrolled=[21000, float("nan")], fee=[8000, 0])) == []


def test_a_county_s_figure_has_bounds_of_its_own(found: Found) -> None:
    (finding,) = found("implausible_figure", Table(hw_bank=[4_104_220_001]))
    assert finding.cells == ("hw_bank",)


@pytest.mark.parametrize(
    ("rule", "item"), [("implausible_figure", "gov_meetings"), ("implausible_national", "nat_tips")]
)
def test_a_figure_below_nothing_is_found(found: Found, rule: str, item: str) -> None:
    """-3 meetings were stored, and took three from what the city had held; the template refused them."""
    assert [finding.cells for finding in found(rule, Table(**{item: [-3]}))] == [(item,)]
    assert found(rule, Table(**{item: [0]})) == []
