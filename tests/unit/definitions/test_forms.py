"""Forms: which names a bureau may give, so that no table or column of ours is hidden by one of its own."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import ValidationError

from reporting.definitions.columns import ROW_KEY, SQL_TYPES, columns_of, quoted
from reporting.definitions.forms import OWN_FIELDS, OWN_TABLES, Field, Forms, Kind, RowTable
from reporting.store.schema import FIXED


def table(name: str, *fields: str) -> dict[str, object]:
    columns = [{"name": field, "heading": field, "kind": "text"} for field in fields]
    return {"layout": "rows", "name": name, "sheets": ["x"], "fields": columns}


def forms(*tables: dict[str, object]) -> Forms:
    form = {"id": "own", "name": {"zh-Hans": "表"}, "title": "表", "tables": tables}
    return Forms.model_validate({"forms": [form]})


def test_the_store_s_own_names_are_kept_from_forms() -> None:
    """A table of the bureau's called `findings` would be mixed with the store's."""
    assert set(FIXED) - {"figures"} <= OWN_TABLES
    assert {*ROW_KEY, "school_id", "period"} <= OWN_FIELDS


@pytest.mark.parametrize("names", [("findings",), ("figures",), ("a", "a_typed"), ("a", "a_before"), ("a", "a")])
def test_a_table_may_not_take_a_name_of_ours(names: tuple[str, ...]) -> None:
    """Rows of two tables would be read as one."""
    with pytest.raises(ValueError, match=r"may not be called|stands twice"):
        forms(*(table(name, "x") for name in names))


def test_columns_stand_beside_their_states() -> None:
    """A missing value would have lost the reason why it is missing."""
    row_table = forms(table("a", "x")).table("a")
    assert isinstance(row_table, RowTable)
    assert list(columns_of(row_table)) == [*ROW_KEY, "x", "x_state"]


def test_every_kind_of_field_has_an_sql_type() -> None:
    """A form with a kind that the store does not know could not be stored."""
    assert set(get_args(Kind)) == set(SQL_TYPES)


def test_a_name_is_quoted_for_sql() -> None:
    """A heading with a quotation mark would end the statement."""
    assert quoted('a"b') == '"a""b"'


def test_forms_tables_and_items_are_found_by_name() -> None:
    """An unknown name must be a KeyError, not the first form that comes along."""
    known = forms(table("a", "x"))
    assert known.form("own") is known.own
    assert known.own.table("a") is known.table("a")
    for wrong in (known.form, known.table, known.own.table):
        with pytest.raises(KeyError):
            wrong("b")


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_a_column_of_numbers_says_what_it_counts(kind: str) -> None:
    """A number of pupils would stand in public because its unit is written 名 and not 人."""
    with pytest.raises(ValidationError, match="what its numbers count"):
        Field.model_validate({"name": "enrolled", "heading": "在校生", "kind": kind, "unit": "名"})
    assert Field.model_validate({"name": "enrolled", "heading": "在校生", "kind": kind, "counts": "people"})
