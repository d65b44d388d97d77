"""A school keeps one identity over months; twins are shown to a person and never merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from reporting.definitions.forms import RowTable
from reporting.intake.checks.base import CheckedTable
from reporting.intake.checks.school_identity import Identified, identified
from reporting.settings import Settings

Give = Callable[..., Identified]


@pytest.fixture
def give(settings: Settings) -> Give:
    definition = settings.forms.table("ledger")
    assert isinstance(definition, RowTable)

    def run(
        rows: list[tuple[str | None, str | None]], known: Sequence[tuple[str | None, str | None, str]] = ()
    ) -> Identified:
        frame = pd.DataFrame(rows, columns=["school_code", "school_name"], dtype="object")
        frame = frame.assign(sheet="学校台账", row_number=range(3, 3 + len(rows)))
        letters = {("学校台账", "school_name"): "B", ("学校台账", "school_code"): "C"}
        before = pd.DataFrame(known, columns=["school_id", "school_code", "school_name"], dtype="object")
        return identified(CheckedTable(definition, frame, letters=letters), definition, "410422", before)

    return run


def codes(found: Identified) -> list[str]:
    return [finding.check_id for finding in found.findings]


def test_a_new_school_is_known_by_its_code_or_else_by_its_name_within_the_county(give: Give) -> None:
    assert give([("0001", "甲小学"), (None, "乙 小学")]).identities == ["0001", "410422:乙小学"]


def test_a_school_keeps_its_identity_when_its_name_is_spelt_otherwise(give: Give) -> None:
    found = give([("0001", "甲学校(小学部)")], [("0001", "0001", "甲小学")])
    assert found.identities == ["0001"]


def test_a_school_known_by_name_keeps_that_identity_when_it_gets_a_code(give: Give) -> None:
    assert give([("0001", "甲小学")], [("410422:甲小学", None, "甲小学")]).identities == ["410422:甲小学"]


def test_a_school_that_leaves_out_its_code_is_known_by_its_name(give: Give) -> None:
    assert give([(None, "甲　小学")], [("0001", "0001", "甲小学")]).identities == ["0001"]


def test_a_changed_code_keeps_the_identity_and_is_shown(give: Give) -> None:
    found = give([("0009", "甲小学")], [("0001", "0001", "甲小学")])
    assert found.identities == ["0001"]
    assert codes(found) == ["code_changed"]
    assert found.findings[0].cell == "C3"


def test_two_schools_of_one_name_stay_two(give: Give) -> None:
    known = [("0001", "0001", "中心小学"), ("0002", "0002", "中心小学")]
    assert give([("0001", "中心小学"), ("0002", "中心小学")], known).identities == ["0001", "0002"]
    assert give([("0001", "中心小学"), ("0003", "中心小学")], known[:1]).identities == ["0001", "0003"]


def test_only_one_school_of_a_name_follows_the_one_before(give: Give) -> None:
    """Two schools that both got new codes would become one, and the second's numbers be lost."""
    found = give([("0003", "中心小学"), ("0004", "中心小学")], [("0001", "0001", "中心小学")])
    assert found.identities == ["0001", "0004"]


def test_a_row_of_before_without_identity_hides_none_below_it(give: Give) -> None:
    """All schools below it would be new ones, with another history each month."""
    known = [(None, "0007", "无"), ("410422:甲小学", "0001", "甲小学")]
    assert give([("0001", "甲小学")], known).identities == ["410422:甲小学"]


def test_a_name_that_two_schools_share_identifies_neither(give: Give) -> None:
    known = [("0001", "0001", "中心小学"), ("0002", "0002", "中心小学")]
    assert give([(None, "中心小学")], known).identities == ["410422:中心小学"]


def test_the_same_name_without_a_code_beside_one_with_is_the_same_school(give: Give) -> None:
    assert give([(None, "甲小学"), ("0001", "甲小学")]).identities == ["0001", "0001"]


def test_a_row_that_names_nothing_has_no_identity(give: Give) -> None:
    assert give([(None, None)]).identities == [None]


def test_a_new_school_like_one_that_is_gone_is_shown_and_not_merged(give: Give) -> None:
    found = give([("0009", "枫桥铺乡中心小学")], [("0001", "0001", "枫桥铺乡中心校")])
    assert found.identities == ["0009"]
    assert codes(found) == ["twin_of_gone"]
    assert "枫桥铺乡中心校" in found.findings[0].message


def test_schools_that_differ_by_a_number_are_no_twins(give: Give) -> None:
    assert codes(give([("0009", "城关镇第二小学")], [("0001", "0001", "城关镇第一小学")])) == []


def test_two_spellings_in_one_sheet_without_a_code_are_shown(give: Give) -> None:
    found = give([("0001", "柳溪镇实验学校附属小学"), (None, "柳溪镇实验学校附属小学校")])
    assert codes(found) == ["twin_in_sheet"]
    assert len(set(found.identities)) == 2
