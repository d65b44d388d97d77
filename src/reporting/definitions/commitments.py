"""Commitments: measures a public document promised, and how each is tracked."""

from __future__ import annotations

from datetime import date

from reporting.definitions.base import Definition, Text

__all__ = ["Commitment", "Commitments"]


class Commitment(Definition):
    """One promised measure.

    Attributes:
        key: how a county's progress sheet names it (一 … 五).
        measures: what was promised, in the document's words.
        indicators: ids of the indicators that track it.
        target: a number somebody has set for it; without one, pages say that none is set.
    """

    key: str
    name: Text
    quotation: str
    measures: tuple[Text, ...] = ()
    indicators: tuple[str, ...] = ()
    target: Text | None = None
    due: date | None = None


class Commitments(Definition):
    """All commitments of one document.

    Attributes:
        table: the row table in which counties report their progress; its field ``commitment`` holds a key.
    """

    source: Text
    table: str = ""
    commitments: tuple[Commitment, ...] = ()
