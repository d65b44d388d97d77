"""Every row of a county's workbook is the county's own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporting.definitions.place_names import PlaceNames
from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class OwnCountyRule(Rule):
    """``of`` names the sender, where it names anybody."""

    of: str


def own_county(rule: OwnCountyRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Rows of somebody else's."""
    if context.sender is None or not table.has(rule.of):
        return
    codes = table.frame[rule.of]
    names = PlaceNames(context.city)
    for row in map(int, np.flatnonzero(codes.notna() & (codes != context.sender))):
        facts = {"found": names.name(str(codes.iat[row])), "sender": names.name(context.sender)}
        yield Violation(row, rule.of, facts)


OWN_COUNTY = CheckKind(
    OwnCountyRule,
    own_county,
    says=frozenset({"found", "sender"}),
    about=("of",),
)
