"""Whether a workbook says anything: one that only holds what its template came with says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.intake.cleaning.tables.items import ItemFrames
from reporting.intake.cleaning.tables.rows import RowFrames
from reporting.intake.findings import Finding, located, say

__all__ = ["blank_findings"]


def blank_findings(rows: Sequence[RowFrames], items: Sequence[ItemFrames]) -> Iterator[Finding]:
    """An error where nothing stands in the tables, or nothing but what is carried over from an earlier period.

    A deliberate ``/`` is an answer, and so is a remark beside a figure. A list of schools that has no column for
    anything else is not blank: nothing else was asked.
    """
    filled = [part.typed["sheet"].iloc[0] for part in rows if len(part.typed)]
    filled += [part.figures["sheet"].iloc[0] for part in items if (part.figures["typed"] != "").any()]
    if not filled:
        yield Finding("error", "nothing_filled", say("nothing_filled"))
    elif _says_nothing(_answers(rows, items)):
        sheet = str(filled[0])
        yield Finding("error", "only_carried", located(say("only_carried"), sheet), sheet)


def _says_nothing(answers: Iterator[str]) -> bool:
    """Whether there are cells, and all of them are blank; no more of them are looked at than it takes."""
    first = next(answers, None)
    return first is not None and not first.strip() and not any(text.strip() for text in answers)


def _answers(rows: Sequence[RowFrames], items: Sequence[ItemFrames]) -> Iterator[str]:
    """What stands, as typed, in the cells that a template leaves to the clerk; empty where nothing does."""
    for part in rows:
        here = set(part.columns["field"])
        for field in part.definition.fields:
            if field.name in here and not field.carried:
                yield from (text or "" for text in part.typed[field.name].tolist())
    for figures in items:
        carried = {item.name for item in figures.definition.items if item.carried}
        asked = figures.figures[~figures.figures["item"].isin(carried)]
        yield from asked["typed"]
        yield from asked["note"]
