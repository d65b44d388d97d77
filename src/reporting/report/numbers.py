"""Numbers as a reader sees them; rounding itself is `reporting.analysis.rounding`'s.

A number that is missing has no figure here: `Words.state` says why it is missing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from reporting.analysis.rounding import display_rate, half_up

__all__ = ["decimal", "exact", "rate", "signed", "whole"]

_NO_BREAK = "\u00a0"
_MINUS = "\u2212"


@lru_cache(maxsize=4096)
def rate(value: float, numerator: float | None, denominator: float | None, digits: int) -> str:
    """A percentage, from its parts where they are known: 100.0 only where they are equal.

    Without its parts a percentage is taken to a millionth, so that 99.97 is 99.9 as well.
    """
    if numerator is not None and denominator:
        return display_rate(int(numerator), int(denominator), digits)
    return display_rate(round(value * 1_000_000), 100_000_000, digits)


def decimal(value: float, digits: int) -> str:
    """A measured value, in groups of three."""
    return _typeset(half_up(round(value, 9), digits))


def whole(value: float) -> str:
    """A count, in groups of three: ``31 468`` (the space does not break)."""
    return _typeset(half_up(value, 0))


def exact(value: float) -> str:
    """A number in the digits it was given, in groups of three: ``92.14``, ``85``, ``1 300 100``."""
    return _typeset(Decimal(str(value)).normalize())


def signed(value: float, digits: int) -> str:
    """A difference with its sign: ``+2.9``, ``−1.4``, ``0.0``."""
    shown = half_up(round(value, 9), digits)
    return f"{shown:+,}".replace("-", _MINUS) if shown else f"{abs(shown)}"


def _typeset(number: Decimal) -> str:
    return f"{number:,f}".replace(",", _NO_BREAK).replace("-", _MINUS)
