"""Headings accepted for a field, and labels for an item, with who, when and why; they are read as aliases are."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.definitions.base import Definition
from reporting.definitions.forms import Form, Forms, ItemTable, RowTable

__all__ = ["AcceptedHeading", "Headings", "misplaced", "with_headings"]


class AcceptedHeading(Definition):
    """One heading that means a field, or one label that means an item.

    Attributes:
        form, table, field: as forms.yaml calls them; of a table of figures the field is an item.
        heading: as counties write it.
        by, because, at: who accepted it, why, and when (UTC).
    """

    form: str
    table: str
    field: str
    heading: str
    by: str
    because: str
    at: str


class Headings(Definition):
    """All headings that were accepted, the latest last; `reporting heading accept` adds to them."""

    headings: tuple[AcceptedHeading, ...] = ()


def misplaced(forms: Forms, headings: Headings) -> Iterator[int]:
    """Positions of the headings whose form, table or field does not exist."""
    fields = {
        (form.id, table.name, field.name)
        for form in forms.forms
        for table in form.tables
        for field in (table.fields if isinstance(table, RowTable) else table.items)
    }
    for i, one in enumerate(headings.headings):
        if (one.form, one.table, one.field) not in fields:
            yield i


def with_headings(forms: Forms, headings: Headings) -> Forms:
    """The forms, with the accepted headings among the aliases of their fields."""
    more: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for one in headings.headings:
        key = (one.form, one.table, one.field)
        more[key] = (*more.get(key, ()), one.heading)
    return forms.model_copy(update={"forms": tuple(_form(form, more) for form in forms.forms)}) if more else forms


def _form(form: Form, more: dict[tuple[str, str, str], tuple[str, ...]]) -> Form:
    tables: list[RowTable | ItemTable] = []
    for table in form.tables:
        if isinstance(table, RowTable):
            fields = tuple(
                field.model_copy(update={"aliases": (*field.aliases, *more.get((form.id, table.name, field.name), ()))})
                for field in table.fields
            )
            tables.append(table.model_copy(update={"fields": fields}))
        else:
            items = tuple(
                item.model_copy(update={"aliases": (*item.aliases, *more.get((form.id, table.name, item.name), ()))})
                for item in table.items
            )
            tables.append(table.model_copy(update={"items": items}))
    return form.model_copy(update={"tables": tuple(tables)})
