"""What expressions read, what a scope is told of, and what redaction hides: value by value."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reporting.analysis.dealing import dealt_limits
from reporting.analysis.expressions import fields_of, fill, told_scope
from reporting.analysis.free_text import Redactor, as_sent
from reporting.analysis.registry import missing_schools, registered
from reporting.definitions.forms import RowTable
from reporting.settings import Settings


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("offers", ("offers",)),
        ("b > 1 AND coalesce(a, b) IS NOT NULL", ("b", "a")),
        ("list_contains(course_names, '{category}')", ("course_names",)),
        ("CASE WHEN stage = '小学' THEN minutes ELSE 0 END", ("stage", "minutes")),
        ("1", ()),
        ("not sql (", ()),
    ],
)
def test_the_columns_that_an_expression_reads(expression: str, fields: tuple[str, ...]) -> None:
    """A field that decides a rate would not be asked for, or its order change a message from run to run."""
    assert fields_of(expression) == fields


def test_a_category_is_a_text_of_sql_whatever_its_name() -> None:
    """A category with a quotation mark would break the query, or run as part of it."""
    assert fill("list_contains(x, '{category}') or y = '{category}'", "a'b") == "list_contains(x, 'a''b') or y = 'a''b'"
    assert fill("x", "a") == "x"


@pytest.mark.parametrize(
    ("stage", "boarding", "states", "told"),
    [
        ("小学", False, ("reported", "reported"), True),
        ("小学", None, ("reported", "not_submitted"), True),
        ("小学", None, ("reported", "unreliable"), None),
        ("小学", True, ("reported", "reported"), False),
        ("初中", None, ("reported", "unreliable"), False),
        (None, False, ("not_submitted", "reported"), None),
        (None, True, ("unreliable", "reported"), False),
    ],
)
def test_what_a_row_tells_of_its_scope(
    settings: Settings, stage: str | None, boarding: bool | None, states: tuple[str, str], told: bool | None
) -> None:
    """A school whose stage could not be read would count, or one that is out whatever it is be asked about."""
    table, scope = settings.forms.table("ledger"), settings.city.scope
    assert isinstance(table, RowTable)
    assert scope is not None
    rows = pd.DataFrame(
        {"stage": [stage], "boarding": [boarding], "stage_state": [states[0]], "boarding_state": [states[1]]}
    )
    found = told_scope(table, scope, pd.concat([rows, rows], ignore_index=True).set_index(pd.Index([7, 3])))
    assert found.index.tolist() == [7, 3]
    assert [None if pd.isna(one) else bool(one) for one in found] == [told, told]


def test_a_row_without_the_columns_that_a_scope_asks_for_tells_nothing(settings: Settings) -> None:
    """A ledger without a column of stages would be out of scope as a whole."""
    table, scope = settings.forms.table("ledger"), settings.city.scope
    assert isinstance(table, RowTable)
    assert scope is not None
    found = told_scope(table, scope, pd.DataFrame({"name": ["甲", "乙"]}))
    assert found.isna().tolist() == [True, True]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13712345678", "电话***"),
        ("137-1234-5678、137 1234 5678", "***、***"),
        ("0375-2345678", "***"),
        ("03752345678", "***"),
        ("41040219800101123X", "***"),
        ("共1371234567人", "共1371234567人"),
        ("1371234567890", "1371234567890"),
        (" 无 ", "无"),
    ],
)
def test_numbers_of_people_are_hidden(text: str, shown: str) -> None:
    """A parent's telephone would stand in public, or a count of pupils be hidden."""
    assert as_sent(text) == shown
    assert Redactor(()).shown(text) == shown


def presence(*rows: tuple[str, str, bool | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period", "school_id", "in_scope"])
    return frame.assign(county="x").astype({"in_scope": "boolean"})


NO_ANSWERS = pd.DataFrame({name: pd.Series(dtype="str") for name in ("county", "school_id", "answer", "since", "into")})


def told(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    return frame[list(columns)].astype("object").where(frame[list(columns)].notna(), None).to_numpy().tolist()


def test_what_is_known_of_each_school_by_each_period() -> None:
    """A school would be present in a month in which it was not sent, or lose what it last told."""
    sent = presence(("2022-02", "a", True), ("2022-02", "b", None), ("2022-03", "a", None), ("2022-04", "c", False))
    found = registered(sent, ["2022-03", "2022-04"], NO_ANSWERS)
    columns = ("period", "school_id", "last_seen", "present", "told", "in_scope", "open", "expected")
    assert told(found, *columns) == [
        ["2022-03", "a", "2022-03", True, False, True, True, True],
        ["2022-03", "b", "2022-02", False, False, None, True, True],
        ["2022-04", "a", "2022-03", False, False, True, True, True],
        ["2022-04", "b", "2022-02", False, False, None, True, True],
        ["2022-04", "c", "2022-04", True, True, False, True, False],
    ]
    assert found.index.tolist() == list(range(5))
    missing = missing_schools(sent, "2022-03", NO_ANSWERS)
    assert told(missing, "county", "school_id", "last_seen", "in_scope", "why") == [
        ["x", "a", "2022-03", True, "untold"],
        ["x", "b", "2022-02", None, "missing"],
    ]
    assert registered(sent.head(0), ["2022-04"], NO_ANSWERS).empty


def test_limits_are_the_same_for_counties_of_equally_many_schools() -> None:
    """A county's word would hang on the order in which counties stand, or on another county's schools."""
    x = [5, 6, 7, 8, 9, 4, 5, 6]
    one = dealt_limits(x, [10] * 8, ["a"] * 3 + ["b"] * 3 + ["c"] * 2, [0.95, 0.998])
    other = dealt_limits(x[::-1], [10] * 8, (["a"] * 3 + ["b"] * 3 + ["c"] * 2)[::-1], [0.998, 0.95])
    assert one == other
    assert set(one) == {"a", "b", "c"}
    for limits in one.values():
        assert limits[0.998][0] <= limits[0.95][0] < 50 / 80 < limits[0.95][1] <= limits[0.998][1]
    assert dealt_limits([0, 0], [0, 0], ["a", "b"], [0.95]) == {}
    assert set(dealt_limits([5, 0], [10, 0], ["a", "b"], [0.95])) == {"a"}, "a school without anybody is none"
