"""Numbers as readers see them: rounded half up, once, at display."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

__all__ = ["display_rate", "half_up"]


def half_up(value: Decimal | float, digits: int) -> Decimal:
    """Round to so many decimals, halves away from zero: to one, 0.25 → 0.3, -0.25 → -0.3.

    A float is taken at its shortest decimal form, which is what a reader would type: 2.675 → 2.68.

    Raises:
        ValueError: there is no number, or it has no end.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be rounded")
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def display_rate(numerator: int, denominator: int, digits: int) -> str:
    """The percentage without its sign, e.g. ``99.9``.

    100 is shown only where numerator = denominator: 1,999 of 2,000 is 99.9, not 100.0. The same holds
    for 0, by our own decision: 1 of 5,000 is 0.1, since 0.0 would read as none at all.

    Args:
        numerator: a true count, or a rounded one in the public edition.
        denominator: not 0 (a rate of nothing is 不适用, a state and not a number).
        digits: decimals shown.

    Raises:
        ZeroDivisionError: the denominator is 0.
    """
    exact = Fraction(100 * int(numerator), int(denominator))
    percent = Decimal(exact.numerator) / Decimal(exact.denominator)
    shown = half_up(percent, digits)
    step = Decimal(1).scaleb(-digits)
    for landmark in (0, 100):
        if shown == landmark and exact != landmark:
            shown = landmark + (step if exact > landmark else -step)
    return f"{shown:.{digits}f}"
