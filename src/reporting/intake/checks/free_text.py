"""What a county writes freely is read by more people than it may think: a warning where it names somebody."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reporting.analysis.free_text import Betrayal, Redactor
from reporting.definitions.forms import RowTable
from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation
from reporting.translations import translator

_ = translator("intake", "zh-Hans")
_MOST_SHOWN = 24


class FreeTextRule(Rule):
    """``of``: fields that may reach the public."""

    of: tuple[str, ...]


def free_text(rule: FreeTextRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Texts that may give away a school, a person, a telephone, or a handful of pupils."""
    redactor = _redactor(tuple(sorted(set(_schools(context)))))
    words = {
        Betrayal.SCHOOL: _("a school"),
        Betrayal.PERSON: _("a person"),
        Betrayal.CONTACT: _("a telephone or other contact"),
        Betrayal.FEW: _("a handful of pupils"),
    }
    for name in rule.of:
        if not table.has(name):
            continue
        for row, text in enumerate(table.frame[name]):
            if not isinstance(text, str):
                continue
            found = [words[one] for one in redactor.betrayals(text)]
            if redactor.shown(text) != text.strip() and words[Betrayal.SCHOOL] not in found:
                found.insert(0, words[Betrayal.SCHOOL])
            if found:
                facts = {"found": _shortened(text), "doubt": "、".join(found), "field": table.labels[name]}
                yield Violation(row, name, facts)


@lru_cache(maxsize=16)
def _redactor(schools: tuple[str, ...]) -> Redactor:
    # several rules ask about the same county's texts, and each of its months
    return Redactor(schools)


def _schools(context: CheckContext) -> Iterator[str]:
    """The names of the schools that the file lists, if it does."""
    for table in context.tables.values():
        if isinstance(table.definition, RowTable) and not table.frame.empty:
            for name in table.definition.entity:
                if name in table.frame and table.definition.field(name).kind == "text":
                    yield from (one for one in table.frame[name] if isinstance(one, str))


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


FREE_TEXT = CheckKind(
    FreeTextRule,
    free_text,
    says=frozenset({"found", "doubt", "field"}),
    about=("of",),
)
