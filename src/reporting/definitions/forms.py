"""The forms that counties send: which sheets they have, which headings, and how a cell is to be read.

A form holds *tables*. A table is laid out in one of two ways:

``rows``   one row an entity (a school, a problem), one column a field.
``items``  one row an item (a figure of the county) with its value, unit, basis and note in columns; or, in a wide
           layout of the same form, one column an item.

The name of a table and of its fields are its names in the store and in every export.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from reporting.definitions.base import Definition, DefinitionError, Text, doubled

__all__ = ["Check", "Field", "Form", "Forms", "Item", "ItemTable", "Kind", "RowTable", "Table"]

Name = Annotated[str, Constraint(pattern=r"^[a-z][a-z0-9_]*$")]

OWN_FIELDS = frozenset({"submission", "sheet", "row_number", "school_id", "period", "in_scope", "in_scope_state"})
"""Columns that every table has beside its fields, which no field may be called."""

OWN_TABLES = frozenset(
    {
        *("meta", "submissions", "submission_tables", "withdrawals", "findings", "columns", "current_tables"),
        "text_decisions",
        *("school_answers", "missing_schools"),
        *("observations", "assessments", "spread", "reporting", "counties", "commitment_progress", "problem_days"),
        *("schools", "schools_before", "school_values", "school_lists"),
    }
)
"""Tables that the store and snapshots have themselves, which no table of a form may be called."""

Kind = Literal[
    "text",
    "code",
    "integer",
    "number",
    "percent",
    "boolean",
    "date",
    "month",
    "time",
    "choice",
    "list",
    "county",
    "period",
]


SUGGESTED_CLOSED = frozenset({"已整改", "已完成"})
"""Choices with which a problem is rectified, or a work done, also where no field says so under ``closed``."""


class Field(Definition):
    """One column of a row table.

    Attributes:
        name: the column in the store and in exports.
        heading: what our own template writes; ``aliases`` are read as well.
        unit: the unit its numbers are in, e.g. ``元/生·学期``; empty for plain counts and words.
        counts: what a number counts: ``people`` (the public edition shows no such number of a school), ``things``
            (courses, cases), or ``nothing`` (hours, fees). A column of numbers has to say it.
        choices: the words a ``choice`` or ``list`` may hold; for a list, empty means free.
        also: choice → other ways in which it is written, read as it: ``{小学: [完小]}``; of yes or no ``{否: [走读]}``.
        closed: those of the choices with which what the row is about is done, and no longer overdue.
        required: a row without it is rejected.
        private: never in a report or an export (persons).
        carried: stays as it is from period to period, so that a template comes with it filled in.
        high: the most that its numbers can be; None for what the form's check of kind ``plausible`` has for its kind.
        decides: whether a threshold is read from it, so that an approximate value (约2小时) is asked about.
        help: what the template tells the clerk.
    """

    name: Name
    heading: str
    aliases: tuple[str, ...] = ()
    kind: Kind
    unit: str = ""
    counts: Literal["people", "things", "nothing"] | None = None
    choices: tuple[str, ...] = ()
    also: dict[str, tuple[str, ...]] = Constraint(default_factory=dict)
    closed: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    private: bool = False
    carried: bool = False
    high: float | None = None
    decides: bool = False
    help: str = ""

    @property
    def called(self) -> str:
        """The words that may stand in its cells again: the heading; of numbers the other headings as well."""
        return " ".join((self.heading, *self.aliases)) if self.is_number else self.heading

    @model_validator(mode="after")
    def _spellings_mean_one_choice(self) -> Field:
        meant = {choice: choice for choice in self.choices}
        for word in self.closed:
            if word not in meant:
                raise DefinitionError(f"closed names {word}, which is no choice of {self.name}", "closed")
        for choice, spellings in self.also.items():
            if choice not in (self.choices or (("是", "否") if self.kind == "boolean" else ())):
                raise DefinitionError(f"also names {choice}, which is no choice of {self.name}", "also", choice)
            for spelling in spellings:
                if meant.setdefault(spelling, choice) != choice:
                    raise DefinitionError(f"{spelling} means both {meant[spelling]} and {choice}", "also", choice)
        return self

    @model_validator(mode="after")
    def _numbers_say_what_they_count(self) -> Field:
        if self.kind in ("integer", "number") and self.counts is None:
            raise DefinitionError(
                f"the field {self.name} does not say what its numbers count: people, things or nothing", "counts"
            )
        return self

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in ("integer", "number", "percent")

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that names this field."""
        return (self.heading, *self.aliases)

    @property
    def spellings(self) -> dict[str, str]:
        """Everything that may be written for a choice, and the choice that it means."""
        own = {choice: choice for choice in self.choices}
        return own | {spelling: choice for choice, others in self.also.items() for spelling in others}


class Item(Definition):
    """One figure of an item table.

    Attributes:
        name: the figure in the store and in exports.
        label: what stands in the form; ``aliases`` are read as well. A label under another, such as ``其中:线上``
            under ``学科类机构总数``, is written ``学科类机构总数/线上``.
        basis: whether it counts this period alone or everything so far, where the form does not say.
        carried: stays as it is from period to period, so that a template comes with it filled in.
        optional: whether a form may leave it out, as one of before it was asked does, without a word about that.
        asked: whether our own workbook asks for it; what is not asked is read where a county gives it.
        high: the most that it can be; None for what the form's check of kind ``plausible`` has for its kind.
    """

    name: Name
    label: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "number"
    unit: str = ""
    basis: Literal["period", "cumulative", ""] = ""
    carried: bool = False
    optional: bool = False
    asked: bool = True
    high: float | None = None
    help: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that names this item."""
        return (self.label, *self.aliases)


class RowTable(Definition):
    """A table with one row an entity.

    Attributes:
        sheets: names of the sheets it may stand on, the first being the template's.
        entity: the field(s) that name a row, in order of trust: a code first, then a name.
        dropped: headings that are read and thrown away, such as 序号.
        formula_rows: what a row counts as in which nobody typed anything that is asked, as formulas fill it:
            ``empty`` leaves it out where it has no name, and takes zeros that formulas gave for cells left blank
            where it has one; ``filled`` takes what formulas gave as if it were typed.
    """

    layout: Literal["rows"]
    name: Name
    sheets: tuple[str, ...]
    fields: tuple[Field, ...]
    entity: tuple[Name, ...] = ()
    dropped: tuple[str, ...] = ()
    formula_rows: Literal["empty", "filled"] = "empty"

    @model_validator(mode="after")
    def _names_are_single(self) -> RowTable:
        names = [field.name for field in self.fields]
        for i in doubled(names):
            raise DefinitionError(f"the field {names[i]} stands twice", "fields", i, "name")
        taken = OWN_FIELDS.union(f"{name}{column}" for name in names for column in ("_state", "_qualifier"))
        for i, name in enumerate(names):
            if name in taken:
                raise DefinitionError(
                    f"a field may not be called {name}: every table has such a column", "fields", i, "name"
                )
        for i, name in enumerate(self.entity):
            if name not in names:
                raise DefinitionError(f"entity names the unknown field {name}", "entity", i)
        return self

    def field(self, name: str) -> Field:
        """The field of that name, or a KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


class ItemTable(Definition):
    """A table with one row an item.

    It is headed by ``item_heading`` and ``value_heading`` and, where it has them, unit, basis, note and printed share;
    a wide layout carries the items as headings and one row a county under ``county_heading``.

    Attributes:
        period_heading: headings of a column that says of when each row is (年份, 统计时间), beyond those that
            everybody knows; a table of it becomes a submission a period.
        periods_across: whether periods are expected as columns.
        units_across: whether counties are expected as columns.
        formula_rows: what figures count as none of which anybody typed, and of which formulas gave nothing but zeros:
            ``empty`` takes them for left blank, ``filled`` for zeros.
    """

    layout: Literal["items"]
    name: Name
    sheets: tuple[str, ...]
    items: tuple[Item, ...]
    item_heading: tuple[str, ...]
    value_heading: tuple[str, ...]
    unit_heading: tuple[str, ...] = ()
    basis_heading: tuple[str, ...] = ()
    note_heading: tuple[str, ...] = ()
    share_heading: tuple[str, ...] = ()
    county_heading: tuple[str, ...] = ()
    period_heading: tuple[str, ...] = ()
    periods_across: bool = False
    units_across: bool = False
    formula_rows: Literal["empty", "filled"] = "empty"

    @model_validator(mode="after")
    def _names_are_single(self) -> ItemTable:
        names = [item.name for item in self.items]
        for i in doubled(names):
            raise DefinitionError(f"the item {names[i]} stands twice", "items", i, "name")
        taken = {f"{name}{column}" for name in names for column in ("_state", "_qualifier")}
        for i, name in enumerate(names):
            if name in taken:
                raise DefinitionError(f"no item may be called {name}: another has such a column", "items", i, "name")
        return self

    def item(self, name: str) -> Item:
        """The item of that name, or a KeyError."""
        for item in self.items:
            if item.name == name:
                return item
        raise KeyError(name)


Table = Annotated[RowTable | ItemTable, Constraint(discriminator="layout")]


class Check(Definition):
    """One rule a submission must keep: the kind of check (a module in ``intake.checks``) and what it is told.

    ``message``, ``why`` and ``todo`` are Chinese, for the county's clerk; ``{found}`` and the rule's own keys may
    stand in them.
    """

    id: Name
    kind: Name
    table: Name
    severity: Literal["error", "warning", "notice"]
    rule: dict[str, str | int | float | bool | list[str] | list[int]] = Constraint(default_factory=dict)
    message: str
    why: str = ""
    todo: str = ""


class Form(Definition):
    """One form: a county sends it whole, or some of its tables in a file of their own."""

    id: Name
    name: Text
    title: str
    version: str = "1"
    tables: tuple[Table, ...] = Constraint(min_length=1)
    instructions: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _checks_are_about_its_tables(self) -> Form:
        known = [table.name for table in self.tables]
        for i, check in enumerate(self.checks):
            if check.table not in known:
                raise DefinitionError(
                    f"{check.id}: unknown table {check.table}; known: {', '.join(known)}", "checks", i, "table"
                )
        return self

    def table(self, name: str) -> RowTable | ItemTable:
        """The table of that name, or a KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


class UnitWord(Definition):
    """A unit of measure that this bureau's tables use and that not everybody knows, or mean otherwise.

    Attributes:
        name: how it is called: ``坪``.
        spellings: other ways of writing it.
        size: (in the file ``is``) what one of it is in another unit, exactly: ``400/121 平方米``; empty for a unit of
            its own, such as a currency.
        money: whether 金额单位 above a table speaks of it.
        counter: whether it counts things, so that 个 may stand for it.
        below: whether it stands below a stroke only: 元/床位 needs 床位.
    """

    name: str = Constraint(min_length=1)
    spellings: tuple[str, ...] = ()
    size: str = Constraint(default="", alias="is", pattern=r"^(?:[1-9]\d*(?:\.\d+|/[1-9]\d*)?|0\.\d+) \S+$|^$")
    money: bool = False
    counter: bool = False
    below: bool = False


class Forms(Definition):
    """All forms of a bureau; the first is its own, for which templates are written.

    Attributes:
        units: of measure, beside those that everybody knows. A scale (万, 亿) may stand before each of them.
    """

    forms: tuple[Form, ...] = Constraint(min_length=1)
    units: tuple[UnitWord, ...] = ()

    @model_validator(mode="after")
    def _tables_are_single(self) -> Forms:
        keys = [("forms", i, "tables", j, "name") for i, form in enumerate(self.forms) for j in range(len(form.tables))]
        names = [table.name for table in self.tables]
        for i in doubled(names):
            raise DefinitionError(f"the table {names[i]} stands twice", *keys[i])
        taken = OWN_TABLES.union(f"{name}{twin}" for name in names for twin in ("_typed", "_before"))
        for table, key in zip(self.tables, keys, strict=True):
            # All item tables share the store's table `figures`; a table of rows would take its place.
            if table.name in taken or (table.name == "figures" and isinstance(table, RowTable)):
                raise DefinitionError(f"a table may not be called {table.name}: there is one of our own", *key)
        return self

    @property
    def own(self) -> Form:
        """The bureau's own form."""
        return self.forms[0]

    @property
    def tables(self) -> tuple[RowTable | ItemTable, ...]:
        """Every table of every form."""
        return tuple(table for form in self.forms for table in form.tables)

    def form(self, identity: str) -> Form:
        """The form of that id, or a KeyError."""
        for form in self.forms:
            if form.id == identity:
                return form
        raise KeyError(identity)

    def table(self, name: str) -> RowTable | ItemTable:
        """The table of that name in any form, or a KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
