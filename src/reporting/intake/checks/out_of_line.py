"""A count that is out of line with what it was before, or with those beside it in its row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class OutOfLineRule(Rule):
    """No number of ``of`` is more than ``times`` what it was, nor of ``beside`` more than ``times`` the others there.

    Numbers below ``at_least`` are passed over.
    """

    of: tuple[str, ...]
    beside: tuple[str, ...] = ()
    times: float = 10
    at_least: float = 100


def out_of_line(rule: OutOfLineRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Numbers that are, field by field, each once."""
    earlier = context.earlier(table.definition.name)
    by_school = earlier.table.frame if earlier and earlier.table.has("school_id") and table.has("school_id") else None
    # where each school stood then; -1 for one that did not
    then = np.full(len(table.frame), -1)
    if by_school is not None:
        first = by_school["school_id"].drop_duplicates()
        then = pd.Index(first).get_indexer(pd.Index(table.frame["school_id"]))
        then = np.where(then >= 0, first.index.to_numpy()[then], -1)
    neighbours = [name for name in rule.beside if table.has(name)]
    greatest = dict(zip(neighbours, _greatest_others([table.numbers(name) for name in neighbours]), strict=True))
    for name in rule.of:
        if not table.has(name):
            continue
        values, before = table.numbers(name), np.full(len(table.frame), np.nan)
        if earlier and by_school is not None and name in by_school:
            before = np.where(then >= 0, earlier.table.numbers(name)[then], np.nan)
        elif earlier and "school_id" not in table.frame and earlier.table.has(name):
            before = earlier.table.numbers(name)
        beside = greatest.get(name, np.full(len(values), np.nan))
        above = ((before > 0) & (values > rule.times * before)) | ((beside > 0) & (values > rule.times * beside))
        for row in np.flatnonzero(above & (values >= rule.at_least)):
            limits = [limit for limit in (before[row], beside[row]) if limit > 0]
            facts = {"found": plain(values[row]), "other": plain(min(limits)), "field": table.labels[name]}
            yield Violation(int(row), name, facts, cells=(name,))


def _greatest_others(columns: Sequence[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """Of each column, row by row, the greatest number of the other columns; -∞ where there is none."""
    if not columns:
        return np.empty((0, 0))
    numbers = np.array(columns)
    known = np.where(np.isnan(numbers), -np.inf, numbers)
    if len(columns) == 1:
        return np.full_like(known, -np.inf)
    second, first = np.partition(known, (-2, -1), axis=0)[-2:]
    return np.asarray(np.where(known == first, second, first))


OUT_OF_LINE = CheckKind(OutOfLineRule, out_of_line, says=frozenset({"found", "other", "field"}), about=("of", "beside"))
