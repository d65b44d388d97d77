"""What a county wrote, without what must never reach a reader (DOMAIN §6)."""

from __future__ import annotations

import re

__all__ = ["as_sent"]

_HIDDEN = "***"
_NUMBERS = re.compile(
    r"""(?<!\d)(?:
        \d{17}[\dXx]                            # identity card
      | [1１]\d{2}(?:[\s-]?\d{4}){2}             # mobile telephone
      | [0０]\d{2,3}[\s-]?\d{7,8}                # telephone with area code
    )(?!\d)""",
    re.VERBOSE,
)


def as_sent(text: str) -> str:
    """The county's own text, its telephone and identity numbers hidden; digits of any width."""
    return _NUMBERS.sub(_HIDDEN, text).strip()
