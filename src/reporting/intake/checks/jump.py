"""A number that changes too much in one period to pass unasked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Earlier, Rule, Violation, plain


class JumpRule(Rule):
    """No number of ``of`` changes by more than ``percent`` since the period before.

    Numbers below ``at_least`` in both periods are passed over. With ``each`` every entity is compared with itself;
    without it, the sums over the entities in both periods are.
    """

    of: tuple[str, ...]
    percent: float
    at_least: float = 0
    each: bool = True


def jump(rule: JumpRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Numbers that changed too much, field by field."""
    earlier = context.earlier(table.definition.name)
    if earlier is None or context.period is None:
        return
    if earlier.period != context.city.calendar.previous(context.period):
        return
    places = _places(table, earlier)
    for name in rule.of:
        if table.has(name) and earlier.table.has(name):
            for row, now, before in _pairs(rule, name, table, earlier, places):
                if _jumps(rule, now, before):
                    facts = {"found": plain(now), "before": plain(before), "field": table.labels[name]}
                    change = f"{100 * (now - before) / before:+.0f}"
                    when = earlier.period.label("zh-Hans")
                    yield Violation(row, name, facts | {"change": change, "period": when}, cells=(name,))


def _jumps(rule: JumpRule, now: float, before: float) -> bool:
    return before > 0 and max(now, before) >= rule.at_least and abs(now - before) > rule.percent / 100 * before


def _places(table: CheckedTable, earlier: Earlier) -> npt.NDArray[np.intp]:
    """Where each school of the table stood in the earlier one; -1 for one that did not."""
    if "school_id" not in table.frame:
        return np.zeros(len(table.frame), dtype=np.intp)
    then: dict[object, int] = {}
    for row, school in enumerate(earlier.table.frame["school_id"].tolist()):
        then.setdefault(school, row)
    here = table.frame["school_id"].tolist()
    return np.array([then.get(one, -1) if isinstance(one, str) else -1 for one in here], dtype=np.intp)


def _pairs(
    rule: JumpRule, name: str, table: CheckedTable, earlier: Earlier, places: npt.NDArray[np.intp]
) -> list[tuple[int | None, float, float]]:
    """Row, number now, number before."""
    if "school_id" not in table.frame:
        return [(0, float(table.numbers(name)[0]), float(earlier.table.numbers(name)[0]))]
    now, before = table.numbers(name), earlier.table.numbers(name)
    then = np.where(places >= 0, before[places], np.nan)
    both = np.flatnonzero(~np.isnan(now) & ~np.isnan(then))
    if rule.each:
        return [(int(row), float(now[row]), float(then[row])) for row in both]
    return [(None, float(now[both].sum()), float(then[both].sum()))]


JUMP = CheckKind(
    JumpRule,
    jump,
    says=frozenset({"found", "before", "field", "change", "period"}),
    about=("of",),
)
