"""Claims: figures of a public document, each tied to what can prove it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from reporting.definitions.base import Definition, Text

__all__ = ["Claim", "Claims"]


class Claim(Definition):
    """One figure of the document.

    Attributes:
        quotation: the exact words.
        county: whose figure it is: a county's or a total's code.
        indicator: the indicator that can prove it; None where nothing collected can.
        part: which number of the observation is meant.
        comparison: how the document's figure and ours must stand to each other, given its qualifier
            (余 asks for at least, 近 for somewhat below).
        value: the figure; ``qualifier`` 余, 近, 约 or nothing; ``unit`` as written.
    """

    id: str
    quotation: str
    county: str
    scope: Text
    as_of: date
    indicator: str | None = None
    category: str = ""
    part: Literal["value", "numerator", "denominator"] = "value"
    comparison: Literal["equal", "at_least", "about", "nearly"] = "equal"
    value: float | None = None
    qualifier: str = ""
    unit: str = ""
    note: Text | None = None


class Claims(Definition):
    """All claims of one document, and the inconsistencies inside the document itself."""

    source: Text
    claims: tuple[Claim, ...] = ()
    inconsistencies: tuple[Text, ...] = ()
