"""Parts add up to their total: online + offline = all, cut + converted + remaining = baseline."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain


class PartsRule(Rule):
    """Σ ``parts`` = ``total``, where all are known."""

    parts: tuple[str, ...]
    total: str


def parts_of_total(rule: PartsRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Rows whose parts add up to something else; rows with an unknown part are passed over."""
    if not table.has(*rule.parts, rule.total):
        return
    sums = np.sum([table.numbers(part) for part in rule.parts], axis=0)
    totals = table.numbers(rule.total)
    for row in np.flatnonzero(np.abs(sums - totals) > 1e-6):
        facts = {"found": plain(totals[row]), "sum": plain(sums[row]), "total": table.labels[rule.total]}
        facts |= {"parts": "＋".join(table.labels[p] for p in rule.parts)}
        yield Violation(int(row), rule.total, facts, cells=(rule.total, *rule.parts))


PARTS = CheckKind(
    PartsRule,
    parts_of_total,
    says=frozenset({"found", "sum", "total", "parts"}),
    about=(
        "parts",
        "total",
    ),
)
