"""Everything at 100 % is asked about once; one honest no, or a handful of schools, is not."""

from __future__ import annotations

from tests.unit.intake.checks.conftest import Bound, Found, Table


def answers(bound: Bound, rows: int, **other: list[bool | None]) -> Table:
    return Table(**{name: [True] * rows for name in bound["everything_full"].rule.of} | other)


def test_all_yes_is_found_once(found: Found, bound: Bound) -> None:
    (finding,) = found("everything_full", answers(bound, 5))
    assert finding.found == "5"


def test_one_no_or_too_few_rows_are_not(found: Found, bound: Bound) -> None:
    assert found("everything_full", answers(bound, 5, menu=[True, True, False, True, True])) == []
    assert found("everything_full", answers(bound, 4)) == []


def test_a_blank_answer_is_no_no(found: Found, bound: Bound) -> None:
    assert len(found("everything_full", answers(bound, 5, menu=[True, None, True, True, True]))) == 1
