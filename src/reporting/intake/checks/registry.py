"""The kinds of checks by name, and a form's rules bound to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from string import Formatter
from typing import Any

from pydantic import ValidationError

from reporting.definitions.forms import Check, Form, ItemTable, RowTable
from reporting.errors import SettingsError
from reporting.intake.checks.all_full import ALL_FULL
from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation
from reporting.intake.checks.calendar import CALENDAR
from reporting.intake.checks.code_shape import CODE_SHAPE
from reporting.intake.checks.constant import CONSTANT
from reporting.intake.checks.copied import COPIED
from reporting.intake.checks.dated_ahead import DATED_AHEAD
from reporting.intake.checks.duplicates import DUPLICATES
from reporting.intake.checks.free_text import FREE_TEXT
from reporting.intake.checks.jump import JUMP
from reporting.intake.checks.missing_entity import MISSING_ENTITY
from reporting.intake.checks.missing_table import MISSING_TABLE
from reporting.intake.checks.order import ORDER
from reporting.intake.checks.out_of_line import OUT_OF_LINE
from reporting.intake.checks.own_county import OWN_COUNTY
from reporting.intake.checks.parts import PARTS
from reporting.intake.checks.plausible import PLAUSIBLE
from reporting.intake.checks.printed_share import PRINTED_SHARE
from reporting.intake.checks.scope_untold import SCOPE_UNTOLD
from reporting.intake.checks.total_row import TOTAL_ROW
from reporting.intake.checks.within import WITHIN
from reporting.settings import Settings

__all__ = ["GROUP", "BoundCheck", "bind_checks", "kinds"]

GROUP = "reporting.checks"

_OURS: Mapping[str, CheckKind[Any]] = {
    "all_full": ALL_FULL,
    "calendar": CALENDAR,
    "code_shape": CODE_SHAPE,
    "constant": CONSTANT,
    "copied": COPIED,
    "dated_ahead": DATED_AHEAD,
    "duplicates": DUPLICATES,
    "free_text": FREE_TEXT,
    "jump": JUMP,
    "missing_entity": MISSING_ENTITY,
    "missing_table": MISSING_TABLE,
    "order": ORDER,
    "out_of_line": OUT_OF_LINE,
    "own_county": OWN_COUNTY,
    "parts": PARTS,
    "plausible": PLAUSIBLE,
    "printed_share": PRINTED_SHARE,
    "scope_untold": SCOPE_UNTOLD,
    "total_row": TOTAL_ROW,
    "within": WITHIN,
}


@dataclass(frozen=True)
class BoundCheck:
    """A rule of forms.yaml with the kind that knows how to look for it."""

    check: Check
    kind: CheckKind[Any]
    rule: Rule

    def violations(self, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
        """Every breach of the rule in a table."""
        return self.kind.violations(self.rule, table, context)


@cache
def kinds() -> Mapping[str, CheckKind[Any]]:
    """Every kind by name: ours, and those that installed packages add."""
    return {point.name: point.load() for point in entry_points(group=GROUP)} | dict(_OURS)


def bind_checks(settings: Settings) -> Mapping[str, Sequence[BoundCheck]]:
    """Form → its rules, ready to be applied.

    Raises:
        SettingsError: a rule is of no known kind, is told something wrong, or speaks of what is not there; names
            the line of params/forms.yaml.
    """
    return {
        form.id: tuple(
            _bound(check, form, settings.place("forms.yaml", "forms", number, "checks", position))
            for position, check in enumerate(form.checks)
        )
        for number, form in enumerate(settings.forms.forms)
    }


def _bound(check: Check, form: Form, where: str) -> BoundCheck:
    kind = kinds().get(check.kind)
    if kind is None:
        raise SettingsError(
            f"check {check.id} is of the unknown kind {check.kind!r}",
            where=where,
            hint=f"known kinds: {', '.join(sorted(kinds()))}",
        )
    try:
        table = form.table(check.table)
    except KeyError:
        raise SettingsError(f"check {check.id}: the form has no table {check.table!r}", where=where) from None
    try:
        rule = kind.rule.model_validate(check.rule)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise SettingsError(f"check {check.id}: rule.{key}: {fault['msg']}", where=where) from None
    if unknown := set(_about(kind, rule)) - _names(table):
        raise SettingsError(f"check {check.id}: {check.table} has no {', '.join(sorted(unknown))}", where=where)
    if unsaid := set(_braced(check)) - kind.says:
        raise SettingsError(
            f"check {check.id}: its text names {', '.join(sorted(unsaid))}",
            where=where,
            hint=f"a rule of kind {check.kind} can say {', '.join(sorted(kind.says))}",
        )
    return BoundCheck(check, kind, rule)


def _about(kind: CheckKind[Any], rule: Rule) -> Iterator[str]:
    """Names of fields or items that a rule speaks of."""
    for key in kind.about:
        value = getattr(rule, key)
        yield from [value] if isinstance(value, str) else value


def _names(table: RowTable | ItemTable) -> set[str]:
    return {one.name for one in (table.items if isinstance(table, ItemTable) else table.fields)}


def _braced(check: Check) -> Iterator[str]:
    for text in (check.message, check.why, check.todo):
        yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None)
