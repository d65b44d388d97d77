"""A code that is too short or too long, or holds what no code holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from pydantic import field_validator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation


class CodeShapeRule(Rule):
    """Each code in ``of`` is written as the regular expression ``pattern`` says."""

    of: str
    pattern: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from None
        return pattern


def code_shape(rule: CodeShapeRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Every code of another shape."""
    if not table.has(rule.of):
        return
    codes = table.frame[rule.of]
    given = codes.notna() & (codes != "")
    wrong = given & ~codes.astype("str").str.fullmatch(rule.pattern)
    for row in map(int, np.flatnonzero(wrong)):
        found = str(codes.iat[row])
        yield Violation(row, rule.of, {"found": found, "field": table.labels[rule.of], "length": str(len(found))})


CODE_SHAPE = CheckKind(
    CodeShapeRule,
    code_shape,
    says=frozenset({"found", "field", "length"}),
    about=("of",),
)
