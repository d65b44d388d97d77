"""Doubts about cells, as findings: one a cell, or one a column where many cells share a doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reporting.intake.cleaning.values.cleaned import Cleaned
from reporting.intake.cleaning.values.doubts import UNREADABLE, ReadingDoubt
from reporting.intake.findings import Finding, Severity, located, say
from reporting.workbooks.formats.sheets import ranges

__all__ = ["Doubtful", "doubt_findings"]

_FEW = 3
"""Cells of a column with one doubt that are still named one by one."""

_READ_OTHERWISE = frozenset({"remark", "summed"})
"""Doubts of cells of which the number that was taken does not stand alone: it is told."""

_FOUND = 200
"""Characters of what was found that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A cell that was read with a doubt, or not at all.

    Attributes:
        label: the heading or item as the clerk knows it.
        aside: whether the row stands without it: an unknown place in such a cell says nothing of whose the row is.
    """

    table: str
    field: str
    label: str
    sheet: str
    letter: str
    row: int
    cleaned: Cleaned
    aside: bool = False


def doubt_findings(cells: Iterable[Doubtful], suggest: Callable[[str], str]) -> Iterator[Finding]:
    """What to say of doubtful cells, sheet by sheet and column by column.

    Args:
        cells: in the order of their rows.
        suggest: names of places that look like a text, joined for a sentence; empty where none does.
    """
    groups: dict[tuple[str, str, str], list[tuple[Doubtful, ReadingDoubt]]] = {}
    for cell in cells:
        for doubt in cell.cleaned.doubts:
            groups.setdefault((cell.sheet, cell.field, doubt.code), []).append((cell, doubt))
    for (sheet, field, code), members in groups.items():
        if len(members) <= _FEW or code == "unknown_place":
            yield from (_one(cell, doubt, suggest) for cell, doubt in members)
            continue
        first, doubt = members[0]
        rows = ranges([cell.row for cell, _ in members])
        where = " ".join(
            f"{first.letter}{start}" if start == end else f"{first.letter}{start}:{first.letter}{end}"
            for start, end in rows
        )
        typed = list(dict.fromkeys(cell.cleaned.typed for cell, _ in members))
        shown = f"{first.letter}{rows[0][0]}–{first.letter}{rows[-1][1]}"
        what = say("many_cells", label=first.label, count=len(members), message=_message(doubt, "、".join(typed[:3])))
        yield Finding(
            _severity(code),
            code,
            located(what, sheet, shown),
            sheet=sheet,
            cell=where,
            field=field,
            found="、".join(typed[:5])[:_FOUND],
        )


def _one(cell: Doubtful, doubt: ReadingDoubt, suggest: Callable[[str], str]) -> Finding:
    address = f"{cell.letter}{cell.row}"
    aside = doubt.code == "unknown_place" and cell.aside
    message = (
        say("unknown_place_aside", typed=cell.cleaned.typed[:_FOUND]) if aside else _message(doubt, cell.cleaned.typed)
    )
    value = cell.cleaned.value
    if doubt.code in _READ_OTHERWISE and isinstance(value, int | float) and not isinstance(value, bool):
        message += say("read_as", value=f"{value:.15g}")
    if doubt.code == "unknown_place" and (names := suggest(cell.cleaned.typed)):
        message += say("did_you_mean", suggestion=names)
    if suggestion := doubt.parameters.get("suggestion"):
        message += say("did_you_mean", suggestion=suggestion)
    return Finding(
        _severity(doubt.code),
        doubt.code,
        located(say("one_cell", label=cell.label, message=message), cell.sheet, address),
        sheet=cell.sheet,
        cell=address,
        field=cell.field,
        found=cell.cleaned.typed[:_FOUND],
        table=cell.table,
        row=cell.row if doubt.code == "unknown_place" else None,
        cells=(cell.field,) if aside else (),
    )


def _message(doubt: ReadingDoubt, typed: str) -> str:
    return say(doubt.code, **{"typed": typed[:_FOUND]} | dict(doubt.parameters))


def _severity(code: str) -> Severity:
    if code == "unknown_place":
        return "error"
    return "warning" if code in UNREADABLE or code == "qualified_threshold" else "notice"
