"""A workbook that should hold the whole form and lacks a table is asked for it."""

from __future__ import annotations

import pytest
from tests.unit.intake.checks.conftest import Found, Table, rules


@pytest.mark.parametrize("identity", rules("missing_table"))
def test_a_missing_table_is_found(found: Found, identity: str) -> None:
    assert len(found(identity, None)) == 1


def test_a_table_that_is_there_or_came_in_another_file_is_not_missed(found: Found) -> None:
    assert found("ledger_missing", Table(enrolled=[1])) == []
    assert found("ledger_missing", None, elsewhere=frozenset({"ledger"})) == []
    assert found("ledger_missing", None, whole=False) == []


def test_the_city_has_no_ledger_to_send(found: Found) -> None:
    assert found("ledger_missing", None, sender="410400") == []
    assert len(found("figures_missing", None, sender="410400")) == 1
