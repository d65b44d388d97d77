"""A printed percentage is that of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.intake.checks.base import CheckContext, CheckedTable, CheckKind, Rule, Violation, plain

_NOISE = 1e-9
"""33.4 less 33.3 is a tenth and a little more, in floating point."""


class PrintedShareRule(Rule):
    """The percentage printed beside each of ``parts`` is that of ``whole``, give or take ``tolerance`` points."""

    parts: tuple[str, ...]
    whole: str
    tolerance: float = 0.1


def printed_share(rule: PrintedShareRule, table: CheckedTable, context: CheckContext) -> Iterator[Violation]:
    """Items whose printed percentage is another."""
    if not table.has(rule.whole):
        return
    whole = float(table.numbers(rule.whole)[0])
    for share in table.shares:
        if share.item not in rule.parts or not table.has(share.item) or not whole > 0:
            continue
        part = float(table.numbers(share.item)[0])
        right = 100 * part / whole
        # Rounded to a whole percentage, it may be half a point off.
        rounded = 0.5 if share.percent.is_integer() else 0.0
        if abs(right - share.percent) > max(rule.tolerance, rounded) + _NOISE:
            facts = {
                "found": f"{plain(share.percent)}%",
                "right": f"{right:.2f}%",
                "numerator": plain(part),
                "denominator": plain(whole),
                "part": table.labels[share.item],
                "whole": table.labels[rule.whole],
            }
            yield Violation(0, share.item, facts, cell=share.cell)


PRINTED_SHARE = CheckKind(
    PrintedShareRule,
    printed_share,
    says=frozenset({"found", "right", "numerator", "denominator", "part", "whole"}),
    about=(
        "parts",
        "whole",
    ),
)
